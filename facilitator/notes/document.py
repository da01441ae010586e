"""What the notes say, before any chat decides how they look. Text stands here as typed; each dialect escapes its own.

Two kinds of words meet in an entry: what people typed (texts, names, titles) and what the program adds about it
(votes, owner, fate). They are kept apart, so that no dialect has to guess which is which.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from formats.words import Level

SectionKey = Literal[
    "takeaways",
    "decisions",
    "actions",
    "resources",
    "activities",
    "topics",
    "parking-lot",
    "not-reached",
    "next-session",
    "time",
    "people",
]
"""Which part of the notes a section is; those of one key can be left out together."""

SECTION_KEYS: Final[tuple[SectionKey, ...]] = get_args(SectionKey)
"""All of them, in the order of the notes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the notes.

    Attributes:
        text: As typed; may have several lines.
        number: The number by which the room named a card; 0 for none.
        person: Whose words these are, where a person offered them (kept fields).
        label: What the text answers, such as the heading of a kept field.
        who: Who said, wrote or parked it.
        owners: Who takes it on.
        due: The local date by which it is to be done.
        fate: What became of a parked item.
        votes: Dots on a card; 0 for none.
        hands: Hands that were up for a choice; `None` where nothing was counted.
        planned_ms: The plan in milliseconds, where time is the matter.
        spent_ms: What it took in milliseconds; `None` if it was never begun.
        remarks: What else the program has to say of it.
        entries: What lies beneath it.
    """

    text: str
    number: int = 0
    person: str = ""
    label: str = ""
    who: str = ""
    owners: tuple[str, ...] = ()
    due: date | None = None
    fate: str = ""
    votes: int = 0
    hands: int | None = None
    planned_ms: int | None = None
    spent_ms: int | None = None
    remarks: tuple[str, ...] = ()
    entries: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    Attributes:
        key: Which part of the notes it is.
        heading: The program's words or a title as typed; one line.
        entries: In order.
        sections: Smaller ones beneath, such as the columns of a board.
        in_a_line: Whether the entries are short and belong on one line (who was there).
    """

    key: SectionKey
    heading: str
    entries: tuple[Entry, ...] = ()
    sections: tuple["Section", ...] = ()
    in_a_line: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The notes of one session.

    Attributes:
        title: As typed; one line.
        day: The local date of the session.
        facts: The parts of the line under the title: date, length, number of people.
        level: What these notes say of people.
        sections: In order; none is empty.
    """

    title: str
    day: date
    facts: tuple[str, ...]
    level: Level
    sections: tuple[Section, ...] = ()
