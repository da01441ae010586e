"""What setup draws, and what it hands over."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PersonChip:
    """Someone who may take part."""

    name: str
    present: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the format, to be answered in setup."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class PresenterSlot:
    """A talk whose presenters are named in setup."""

    segment: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A segment as it will run: clock time, minutes, title."""

    starts: str
    minutes: str
    title: str
    protected: bool


@dataclass(frozen=True, slots=True)
class SetupAnswers:
    """What was filled in, as typed.

    Attributes:
        starts: A clock time as `10:30`; empty to start at once.
        length: A length, or a time to end: `60`, `1:30`, `until 11:30`; empty for the plan.
        series: The community or team whose sessions belong together.
        timekeeper: Who keeps time, a name.
        note_taker: Who takes notes, a name.
        presenters: Names by segment, separated by commas.
        parked_before: What was parked for this session in the one before; shown only after the private key.
        bring_back: Whether that comes back.
    """

    format_id: str
    title: str
    people: tuple[PersonChip, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    series: str = ""
    starts: str = ""
    length: str = ""
    level: str = "names"
    facilitator: str = ""
    timekeeper: str = ""
    note_taker: str = ""
    presenters: dict[str, str] = field(default_factory=dict)
    parked_before: tuple[str, ...] = ()
    bring_back: bool = True


@dataclass(frozen=True, slots=True)
class SetupView:
    """All that setup shows.

    Attributes:
        proposed: Whether the people are those of last time.
        problem: Why it can't begin, one sentence; `problem_field` says where.
        ends: When it will end, in words.
        turns: Whose turn it is to do something, by the name of the field that takes it.
    """

    format_name: str
    summary: str
    answers: SetupAnswers
    questions: tuple[Question, ...] = ()
    talks: tuple[PresenterSlot, ...] = ()
    schedule: tuple[ScheduleRow, ...] = ()
    ends: str = ""
    turns: Mapping[str, str] = field(default_factory=dict)
    proposed: bool = False
    problem: str = ""
    problem_field: str = ""
