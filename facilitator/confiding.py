"""A stored session without what is off the record in it: its records, and what was being typed."""

from collections.abc import Iterable, Sequence

from data.records import Record
from facilitator.drafts import from_text, to_text
from facilitator.engine.confidence import Confidence, without_words
from facilitator.engine.session import Session
from facilitator.storing import to_record
from screens.views.draft import Draft


def records_without_words(
    records: Sequence[Record], session: Session, private: Confidence, instead: str
) -> list[Record]:
    """Return the records of a session without what is off the record; as many, with the same numbers.

    Args:
        records: All of them.
        session: The session that they are.
        private: What of it is off the record.
        instead: What stands in the place of each text.
    """
    emptied = without_words(session, private, instead)
    return [
        record if after is before else to_record(after)
        for record, before, after in zip(records, session.events, emptied, strict=True)
    ]


def open_drafts(drafts: Iterable[Draft], private: Confidence) -> tuple[Draft, ...]:
    """Return those of what was typed that may be seen: not drawn as dots, and about nothing off the record."""
    return tuple(
        one for one in drafts if not one.hidden and one.target.partition(" ")[0] not in private.items
    )


def without_private_drafts(text: str, private: Confidence) -> str:
    """Return what was being typed, as it is written down, without what may not be seen; of damage, what can be read."""
    found = from_text(text)
    kept = open_drafts(found.drafts, private)
    return text if found.whole and kept == found.drafts else to_text(kept)
