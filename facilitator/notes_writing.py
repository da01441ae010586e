"""The notes as they stand, written once and kept until something in them changes: no tick of the clock writes them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from facilitator.engine.state import State
from facilitator.notes import (
    Wish,
    document_parts,
    document_text,
    length,
    notes_document,
    notes_parts,
    notes_text,
)
from facilitator.notes.document import SECTION_KEYS, Document, SectionKey
from facilitator.notes.follow_ups import follow_ups
from facilitator.notes.html import fragment
from facilitator.notes.mentions import mentions
from facilitator.notes_look import look
from screens.views.notes import LookView

_MINUTE_MS: Final = 60_000
PLAIN: Final = "text"
"""The dialect for where neither a page nor data is read."""
NO_CHATS: Final = frozenset({"html", "json"})
"""Dialects that no chat takes."""

_NOTHING_LEFT_OUT: Final[frozenset[SectionKey]] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a text names though nobody is to be named.

    Attributes:
        people: Their names, as the session knows them.
        heading: The first heading under which one of them is named; empty where that is above all headings.
    """

    people: tuple[str, ...]
    heading: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What one person took on, written for the chat.

    Attributes:
        owner: Who; empty for what nobody took on yet, and for all of it where nobody is named.
        count: How much that is.
        parts: In the dialect of the notes, in as many parts as the chat needs.
        named: Whom these name though nobody is to be named; `None` where they name nobody.
    """

    owner: str
    count: int
    parts: tuple[str, ...]
    named: "Named | None" = None


@dataclass(frozen=True, slots=True)
class Written:
    """The notes of one moment, as they were wished for.

    Attributes:
        parts: In as many parts as the chat needs.
        sizes: How many characters the chat counts in each.
        look: How they look where they are pasted; `None` where that is how they are written.
        there: The sections that the session has anything for.
        follow_ups: Who took on what.
        named: Whom the notes, as they are shown, name though nobody is to be named; `None` where they do not.
    """

    parts: tuple[str, ...]
    sizes: tuple[int, ...]
    look: LookView | None
    there: tuple[SectionKey, ...]
    follow_ups: tuple[FollowUp, ...]
    named: Named | None


class Writing:
    """Writes the notes of one session."""

    def __init__(
        self, state: Callable[[], State], now: Callable[[], int], local: Callable[[int], datetime]
    ) -> None:
        """Nothing is written yet.

        Args:
            state: Gives what stands in the session.
            now: Gives the moment, in UTC milliseconds.
            local: Makes local time of a moment.
        """
        self._state = state
        self._now = now
        self._local = local
        self._of: State | None = None
        self._asked: tuple[Wish, int] | None = None
        self._written = Written((), (), None, (), (), None)

    def written(self, wish: Wish) -> Written:
        """Write all that is shown of the notes, unless it stands already; a session that runs, once a minute."""
        state = self._state()
        asked = (wish, 0 if state.status == "ended" else self._now() // _MINUTE_MS)
        if self._of is not state or self._asked != asked:
            self._written = self._write(state, wish)
            self._of, self._asked = state, asked
        return self._written

    def _write(self, state: State, wish: Wish) -> Written:
        now = self._now()
        whole = self._document(state, replace(wish, leave_out=_NOTHING_LEFT_OUT, short=False), now)
        keys = {section.key for section in whole.sections}
        document = self._document(state, wish, now)
        parts = document_parts(document, wish)
        return Written(
            parts,
            tuple(length(part) for part in parts),
            look(document, wish),
            tuple(key for key in SECTION_KEYS if key in keys),
            tuple(_follow_ups(whole, wish, state)),
            named_in(document, state),
        )

    def _document(self, state: State, wish: Wish, now: int) -> Document:
        return notes_document(state, wish, local=self._local, now=now)

    def parts(self, wish: Wish) -> tuple[str, ...]:
        """Write the notes in as many parts as the chat needs, as they stand at this moment."""
        state = self._state()
        if self._of is state and state.status == "ended":
            return self.written(wish).parts
        return notes_parts(state, wish, local=self._local, now=self._now())

    def text(self, wish: Wish) -> str:
        """Write the notes in one text, as they stand at this moment."""
        return notes_text(self._state(), wish, local=self._local, now=self._now())

    def with_form(self, wish: Wish) -> str:
        """Write the notes as HTML that keeps its form where it is pasted, as they stand at this moment."""
        return fragment(self._document(self._state(), wish, self._now()))


def named_in(document: Document, state: State) -> Named | None:
    """Return who is named in what people typed, where a text is to name nobody.

    Args:
        document: What is to be copied, and nothing else: the notes leave out what a follow-up may say.
        state: The session, which knows the names.
    """
    if document.level != "room":
        return None
    people = tuple(person.name for person in state.people.values())
    found = mentions(document, people)
    if not found:
        return None
    named = {name for mention in found for name in mention.names}
    return Named(tuple(name for name in people if name in named), found[0].heading)


def _follow_ups(whole: Document, wish: Wish, state: State) -> Iterator[FollowUp]:
    for group in follow_ups(whole):
        count = sum(len(section.entries) for section in group.document.sections)
        parts = document_parts(group.document, wish)
        yield FollowUp(group.owner, count, parts, named_in(group.document, state))


def in_chat(document: Document, wish: Wish) -> str:
    """Write something for a chat, in the dialect used last, or as plain text where that is for no chat."""
    return document_text(document, replace(wish, dialect=PLAIN) if wish.dialect in NO_CHATS else wish)
