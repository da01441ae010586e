"""What the notes say, before any chat decides how they look. Text stands here as typed; each dialect escapes its own.

Two kinds of words meet in an entry: what people typed (texts, names, titles) and what the program adds about it
(votes, owner, fate). They are kept apart, so that no dialect has to guess which is which.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, get_args

from facilitator.engine.state import Status
from facilitator.notes.headings import AS_THEY_COME, Headings
from formats.words import Fate, ItemKind, Level

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

OtherKey = Literal["short", "agenda", "prompts", "order", "groups"]
"""What a section is in a document that is not the notes of a session: nothing that one would leave out."""

DocumentKind = Literal["notes", "short", "follow-ups", "agenda", "segment"]
"""What a document is: all the notes, their few lines for the chat, who does what, or what is ahead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the notes.

    Attributes:
        text: As typed; may have several lines.
        kind: What was captured; empty where it is nothing of that kind.
        at: When it begins, on the wall, where an agenda is the matter.
        length_ms: How long it is meant to take, in milliseconds, where it lies ahead.
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
    fate: Fate | Literal[""] = ""
    votes: int = 0
    hands: int | None = None
    planned_ms: int | None = None
    spent_ms: int | None = None
    remarks: tuple[str, ...] = ()
    entries: tuple["Entry", ...] = ()
    kind: ItemKind | Literal[""] = ""
    at: datetime | None = None
    length_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    Attributes:
        key: Which part of the notes it is.
        heading: The program's words or a title as typed; one line. Empty: the entries stand without one.
        entries: In order.
        sections: Smaller ones beneath, such as the columns of a board.
        in_a_line: Whether the entries are short and belong on one line (who was there).
        segment: The id of the segment that left it; empty where it is of the whole session.
    """

    key: SectionKey | OtherKey
    heading: str
    entries: tuple[Entry, ...] = ()
    sections: tuple["Section", ...] = ()
    in_a_line: bool = False
    segment: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the session as a whole, for those who reckon with it. Moments are on the wall, with a zone.

    Attributes:
        format_id: The id of the format that it ran.
        format_name: What people call that format.
        series: The community it belongs to; empty for none.
        status: Whether it is waiting, running or ended.
        planned_start: When it was called for.
        started_at: When the first segment began.
        ended_at: When it was closed.
        length_ms: How long it lasted, or lasts by now, in milliseconds.
        planned_ms: What all segments together were to take, in milliseconds.
        drift_ms: By how much it ended after the time it was to end; negative is early; `None` until it has ended.
        people: How many were there.
    """

    format_id: str
    format_name: str
    series: str
    status: Status
    planned_start: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    length_ms: int
    planned_ms: int
    drift_ms: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Document:
    """The notes of one session, or another text about it that is made of the same parts.

    Attributes:
        title: As typed; one line.
        day: The local date of the session; `None` for an agenda without one.
        facts: The parts of the line under the title: date, length, number of people.
        level: What these notes say of people.
        sections: In order; none is empty.
        kind: What the document is.
        headings: The program's own words in it.
        about: What is known of the session as a whole; `None` where there is none.
    """

    title: str
    day: date | None
    facts: tuple[str, ...]
    level: Level
    sections: tuple[Section, ...] = ()
    kind: DocumentKind = "notes"
    headings: Headings = AS_THEY_COME
    about: About | None = None
