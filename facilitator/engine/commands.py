"""What can be asked of a session, in the imperative. Commands of one activity stand in that activity's file."""

from dataclasses import dataclass, field

from formats.model import Format, Segment
from formats.words import ActId, Duty, Fate, ItemId, ItemKind, Level, PersonId, SegmentId


@dataclass(frozen=True, slots=True)
class Command:
    """Something that is asked; the engine answers with events or with a refusal."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Someone to be named at the start: a name, whether in the room, and mean airtime in the series, in seconds."""

    name: str
    present: bool = True
    history_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Start(Command):
    """Open a session.

    Attributes:
        people: Who takes part, in the order of the list.
        facilitator: The name of who leads; `None` if not told.
        presenters: The names of who presents, by segment.
        duties: The names of who keeps time and takes notes, by duty.
        planned_start: UTC milliseconds; ahead of now the session waits, unless `at_once`.
        hard_stop: UTC milliseconds.
        parked_before: What was parked in the session before and comes back, as typed.
    """

    format: Format
    title: str
    level: Level
    seed: int
    people: tuple[Newcomer, ...] = ()
    facilitator: str | None = None
    presenters: dict[SegmentId, tuple[str, ...]] = field(default_factory=dict)
    duties: dict[Duty, str] = field(default_factory=dict)
    series: str = ""
    planned_start: int | None = None
    hard_stop: int | None = None
    at_once: bool = False
    speed: float = 1.0
    answers: dict[str, str] = field(default_factory=dict)
    parked_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Next(Command):
    """Go on to the next segment, or start a waiting session. `sure`: even if people in the round are still to come."""

    sure: bool = False


@dataclass(frozen=True, slots=True)
class Previous(Command):
    """Go back to the segment before. Not `sure`: it is refused once while people in the round are still to come."""

    sure: bool = True


@dataclass(frozen=True, slots=True)
class JumpTo(Command):
    """Go to a segment. Not `sure`: it is refused once while people in the round are still to come."""

    segment: SegmentId
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Skip(Command):
    """Leave a segment to come out, or bring one back that was left out."""

    segment: SegmentId


@dataclass(frozen=True, slots=True)
class Move(Command):
    """Move a segment to come by `step` places: -1 up, 1 down."""

    segment: SegmentId
    step: int


@dataclass(frozen=True, slots=True)
class Insert(Command):
    """Put a new segment behind `after`, or else behind the current one; its id is given by the engine.

    `until` is the moment at which it is to end, in UTC milliseconds, whenever it begins.
    """

    spec: Segment
    after: SegmentId | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Retitle(Command):
    """Give a segment another title."""

    segment: SegmentId
    title: str


@dataclass(frozen=True, slots=True)
class SetMinutes(Command):
    """Give a segment a plan of `ms` milliseconds."""

    segment: SegmentId
    ms: int


@dataclass(frozen=True, slots=True)
class SetPrompts(Command):
    """Give a segment other prompts, for this session alone."""

    segment: SegmentId
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeTime(Command):
    """Give the box that is drawn large `ms` milliseconds more, or less."""

    ms: int


@dataclass(frozen=True, slots=True)
class Fit(Command):
    """Shorten what is to come so that the session ends on time."""


@dataclass(frozen=True, slots=True)
class SetHardStop(Command):
    """Say when the session has to end, in UTC milliseconds."""

    at: int | None


@dataclass(frozen=True, slots=True)
class Pause(Command):
    """Pause, or resume."""


@dataclass(frozen=True, slots=True)
class SettleGap(Command):
    """Say whether a gap of `ms` milliseconds counts."""

    ms: int
    counts: bool


@dataclass(frozen=True, slots=True)
class NextSpeaker(Command):
    """Hand the floor on. Not `sure`: in a round that waits for a volunteer it is refused once."""

    sure: bool = True


@dataclass(frozen=True, slots=True)
class Pass(Command):
    """Whoever has the floor passes."""


@dataclass(frozen=True, slots=True)
class Later(Command):
    """Whoever has the floor wants to speak at the end of the round."""


@dataclass(frozen=True, slots=True)
class GiveFloor(Command):
    """Give someone the floor."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class InOrOut(Command):
    """A name joins, goes away or comes back; several names join or come back.

    Not `sure`: a few letters of the name of somebody listed are asked back once.
    """

    names: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class RaiseHand(Command):
    """Put a hand up, or down again."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class MoveHand(Command):
    """Move a raised hand by `step` places in the queue: -1 nearer to its turn, 1 further from it."""

    person: PersonId
    step: int


@dataclass(frozen=True, slots=True)
class GiveDuty(Command):
    """Ask someone to facilitate, keep time, take notes, or present in a segment.

    Whoever has the duty already gives it back.
    """

    duty: Duty
    person: PersonId
    segment: SegmentId | None = None


@dataclass(frozen=True, slots=True)
class Capture(Command):
    """Catch one or more texts of one kind.

    Attributes:
        column: The place of the column on the board, from 0, for cards.
        author: Who said it, if told.
        origin: The item they are made from.
        off: Off the record, even when what follows is not.
    """

    kind: ItemKind
    texts: tuple[str, ...]
    column: int | None = None
    author: PersonId | None = None
    origin: ItemId | None = None
    off: bool = False


@dataclass(frozen=True, slots=True)
class Edit(Command):
    """Change what an item says, its kind or its column."""

    item: ItemId
    text: str
    kind: ItemKind | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Remove(Command):
    """Take an item away."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class OffRecord(Command):
    """Put all that follows off the record, or back on it."""


@dataclass(frozen=True, slots=True)
class OffRecordItem(Command):
    """Put one item off the record, or back on it."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class GiveFate(Command):
    """Decide what becomes of a parked item; `owner` is a name when it is assigned."""

    item: ItemId
    fate: Fate
    owner: str = ""


@dataclass(frozen=True, slots=True)
class SetLevel(Command):
    """Say what the notes may say of people."""

    level: Level


@dataclass(frozen=True, slots=True)
class End(Command):
    """Close the session.

    Not `sure`: it is refused once while people in the round are still to come, or parked items have no fate.
    """

    sure: bool = True


@dataclass(frozen=True, slots=True)
class Undo(Command):
    """Take back the newest act."""


@dataclass(frozen=True, slots=True)
class Redo(Command):
    """Do again what was taken back last."""


@dataclass(frozen=True, slots=True)
class UndoAct(Command):
    """Take back one act of the last ones, together with those in `also` that depend on it."""

    act: ActId
    also: tuple[ActId, ...] = ()
