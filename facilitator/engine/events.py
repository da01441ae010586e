"""What happened, in the past tense. A session is nothing but the list of these.

An event holds what was decided and the outcome of chance, never what the fold can derive. Bodies that belong to one
activity stand in that activity's file.
"""

from dataclasses import dataclass, field
from typing import Literal

from formats.model import Format, Segment
from formats.words import ActId, Duty, Fate, ItemId, ItemKind, Level, PersonId, SegmentId

RULES_VERSION = 1
"""The version of the rules by which events are folded; kept in each session."""


@dataclass(frozen=True, slots=True)
class Body:
    """What an event says. Its class name is the kind under which it is stored."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        id: Its identity; writing it twice leaves it once.
        seq: Its place in the session, from 1.
        act: Shared by the events of one command; undo takes them back together.
        at: When, in UTC milliseconds, never smaller than that of the event before.
        body: What happened.
    """

    id: str
    seq: int
    act: ActId
    at: int
    body: Body


@dataclass(frozen=True, slots=True)
class SessionStarted(Body):
    """The session was opened, with all that later decisions rest on.

    Attributes:
        format: The whole format, the answers to its questions filled in.
        planned_start: The start it was called for, in UTC milliseconds.
        hard_stop: When it has to end, in UTC milliseconds.
        speed: How much faster than the wall its clock runs; above 1 it is a rehearsal.
        seed: What chance is drawn from.
        series: The name of the community or team it belongs to.
    """

    title: str
    format: Format
    level: Level
    seed: int
    rules: int = RULES_VERSION
    series: str = ""
    planned_start: int | None = None
    hard_stop: int | None = None
    speed: float = 1.0
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonJoined(Body):
    """Someone was named. The only event that holds a name.

    Attributes:
        history_seconds: Mean airtime per session attended in the series, in seconds; `None` for a newcomer.
    """

    person: PersonId
    name: str
    present: bool = True
    history_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class PersonWentAway(Body):
    """Someone left the room, for a while or for good."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class PersonCameBack(Body):
    """Someone who was away is in the room."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class DutyGiven(Body):
    """Someone was asked to facilitate, keep time, take notes or present in a segment."""

    duty: Duty
    person: PersonId
    segment: SegmentId | None = None


@dataclass(frozen=True, slots=True)
class DutyGivenBack(Body):
    """Someone no longer has a duty."""

    duty: Duty
    person: PersonId
    segment: SegmentId | None = None


@dataclass(frozen=True, slots=True)
class SegmentStarted(Body):
    """A segment is the current one from now on; those named in `skipping` were jumped over."""

    segment: SegmentId
    skipping: tuple[SegmentId, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentSkipped(Body):
    """A segment to come was left out."""

    segment: SegmentId


@dataclass(frozen=True, slots=True)
class SegmentBroughtBack(Body):
    """A segment that was left out is to come again."""

    segment: SegmentId


@dataclass(frozen=True, slots=True)
class SegmentMoved(Body):
    """A segment to come stands before another one from now on; `before` is `None`: at the end."""

    segment: SegmentId
    before: SegmentId | None


@dataclass(frozen=True, slots=True)
class SegmentInserted(Body):
    """A segment that the format does not have came in between, before another one; `None`: at the end.

    Attributes:
        until: The moment at which it is to end, in UTC milliseconds; `None`: it takes its plan.
    """

    spec: Segment
    before: SegmentId | None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class SegmentRetitled(Body):
    """A segment has another title, in this session alone."""

    segment: SegmentId
    title: str


@dataclass(frozen=True, slots=True)
class PromptsChanged(Body):
    """A segment has other prompts, in this session alone."""

    segment: SegmentId
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeAdded(Body):
    """A segment's plan grew by `ms` milliseconds; negative: it shrank."""

    segment: SegmentId
    ms: int


@dataclass(frozen=True, slots=True)
class BoxChanged(Body):
    """The box inside a segment, of a topic or a round of groups, grew by `ms` milliseconds; negative: it shrank."""

    segment: SegmentId
    ms: int


@dataclass(frozen=True, slots=True)
class Fitted(Body):
    """The plans of segments to come were shortened to these, in milliseconds."""

    plans: dict[SegmentId, int]


@dataclass(frozen=True, slots=True)
class HardStopSet(Body):
    """The session has to end at this moment, in UTC milliseconds; `None`: no hard stop."""

    at: int | None


@dataclass(frozen=True, slots=True)
class Paused(Body):
    """The boxes stand still."""


@dataclass(frozen=True, slots=True)
class Resumed(Body):
    """The boxes run again."""


@dataclass(frozen=True, slots=True)
class GapCounted(Body):
    """The program did not see `ms` milliseconds pass, and they count."""

    ms: int


@dataclass(frozen=True, slots=True)
class GapLeftOut(Body):
    """The program did not see `ms` milliseconds pass, and they do not count."""

    ms: int


@dataclass(frozen=True, slots=True)
class OrderDrawn(Body):
    """The order in which people are asked in a segment was decided.

    Attributes:
        order: Everyone who is asked, first to last.
        latecomers: Whether people who join later are asked too, at the end.
    """

    segment: SegmentId
    order: tuple[PersonId, ...]
    latecomers: bool = True


@dataclass(frozen=True, slots=True)
class TurnStarted(Body):
    """Someone has the floor.

    Attributes:
        of: The segment to whose order the turn belongs; not the current one when an introduction is caught up.
        box_ms: The length of the turn's box in milliseconds; `None` for an open end.
    """

    person: PersonId
    of: SegmentId
    box_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TurnEnded(Body):
    """Someone gave the floor back.

    Attributes:
        how: `done`; `pass`: asked once more at the end; `later`: to the end of the round; `left`: went away.
    """

    person: PersonId
    how: Literal["done", "pass", "later", "left"]


@dataclass(frozen=True, slots=True)
class HandRaised(Body):
    """Someone wants to speak."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class HandLowered(Body):
    """Someone no longer wants to speak."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class HandMoved(Body):
    """A raised hand stands before another one in the queue; `before` is `None`: at the end."""

    person: PersonId
    before: PersonId | None


@dataclass(frozen=True, slots=True)
class ItemCaptured(Body):
    """Something was caught.

    Attributes:
        text: As typed.
        owner: Who takes an action on.
        due: The local date of an action, ISO 8601.
        board: The segment on whose board a card lies.
        column: The place of the card's column, from 0.
        off: Off the record from the start.
        origin: The item it was made from.
    """

    item: ItemId
    kind: ItemKind
    text: str
    author: PersonId | None = None
    owner: PersonId | None = None
    due: str | None = None
    board: SegmentId | None = None
    column: int | None = None
    off: bool = False
    origin: ItemId | None = None


@dataclass(frozen=True, slots=True)
class ItemEdited(Body):
    """An item reads differently now.

    Attributes:
        board: The segment on whose board it lies now; `None` for what is no card.
    """

    item: ItemId
    kind: ItemKind
    text: str
    owner: PersonId | None = None
    due: str | None = None
    column: int | None = None
    board: SegmentId | None = None


@dataclass(frozen=True, slots=True)
class ItemRemoved(Body):
    """An item was taken away."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class ItemOffRecord(Body):
    """One item was put off the record, or back on it."""

    item: ItemId
    off: bool


@dataclass(frozen=True, slots=True)
class FateGiven(Body):
    """It was decided what becomes of a parked item; `None`: undecided again."""

    item: ItemId
    fate: Fate | None
    owner: PersonId | None = None


@dataclass(frozen=True, slots=True)
class OffRecordSet(Body):
    """From now on everything is off the record, or no longer."""

    on: bool


@dataclass(frozen=True, slots=True)
class LevelSet(Body):
    """The notes say more or less of people, for all of the session."""

    level: Level


@dataclass(frozen=True, slots=True)
class SessionEnded(Body):
    """The session was closed; the items in `to_next` had no fate and go to the next session."""

    to_next: tuple[ItemId, ...] = ()


@dataclass(frozen=True, slots=True)
class ActUndone(Body):
    """An act counts as if it had never happened, and with it those in `also`, which depend on it."""

    act: ActId
    also: tuple[ActId, ...] = ()


@dataclass(frozen=True, slots=True)
class ActRedone(Body):
    """An act that was undone counts again, and with it those that were undone together with it."""

    act: ActId
    also: tuple[ActId, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewritten(Body):
    """Written events were changed on purpose, `count` of them."""

    what: str
    count: int


CORE: tuple[type[Body], ...] = (
    SessionStarted,
    PersonJoined,
    PersonWentAway,
    PersonCameBack,
    DutyGiven,
    DutyGivenBack,
    SegmentStarted,
    SegmentSkipped,
    SegmentBroughtBack,
    SegmentMoved,
    SegmentInserted,
    SegmentRetitled,
    PromptsChanged,
    TimeAdded,
    BoxChanged,
    Fitted,
    HardStopSet,
    Paused,
    Resumed,
    GapCounted,
    GapLeftOut,
    OrderDrawn,
    TurnStarted,
    TurnEnded,
    HandRaised,
    HandLowered,
    HandMoved,
    ItemCaptured,
    ItemEdited,
    ItemRemoved,
    ItemOffRecord,
    FateGiven,
    OffRecordSet,
    LevelSet,
    SessionEnded,
    ActUndone,
    ActRedone,
    Rewritten,
)
"""Every kind of event that does not belong to one activity."""
