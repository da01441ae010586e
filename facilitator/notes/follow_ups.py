"""Follow-ups: who has what to do after the session, person by person, so that each can be sent theirs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.wording import write_day


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What one person took on.

    Attributes:
        owner: Who; empty for what nobody took on yet, and for all of it where nobody is named.
        document: The same, to be written in any dialect.
    """

    owner: str
    document: Document


def follow_ups(document: Document) -> tuple[FollowUps, ...]:
    """Return the actions and the parked items that were assigned, by owner, in the order in which they come up.

    What nobody took on comes last. Since they are taken from the notes, they say no more of people than these.

    Args:
        document: The notes of a session, whole.
    """
    by_owner: dict[str, list[Entry]] = {}
    for entry in _to_do(document):
        for owner in entry.owners or ("",):
            by_owner.setdefault(owner, []).append(replace(entry, owners=(), who="", fate="", entries=()))
    unowned = by_owner.pop("", None)
    if unowned is not None:
        by_owner[""] = unowned
    return tuple(
        FollowUps(owner, _of(document, _section(document, owner, tuple(entries))))
        for owner, entries in by_owner.items()
    )


def _to_do(document: Document) -> Iterator[Entry]:
    for section in document.sections:
        if section.key == "actions":
            yield from section.entries
        elif section.key == "parking-lot":
            yield from (entry for entry in section.entries if entry.fate == "assigned")


def _section(document: Document, owner: str, entries: tuple[Entry, ...]) -> Section:
    titles = document.headings.titles
    # Where nobody is named, that nobody took it on would be said of everything and be wrong.
    otherwise = titles.actions if document.level == "room" else titles.nobody
    return Section("actions", owner or otherwise, entries)


def _of(document: Document, section: Section) -> Document:
    day = () if document.day is None else (write_day(document.day, headings=document.headings),)
    return replace(document, facts=day, sections=(section,), kind="follow-ups")
