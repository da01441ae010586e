"""What stands after a number of events: frozen, and made by the fold alone. Times are milliseconds, moments UTC."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from facilitator.engine.timebox import Box
from formats import model
from formats.model import Format
from formats.words import Duty, Fate, ItemId, ItemKind, Level, PersonId, SegmentId

Status = Literal["waiting", "running", "ended"]
Standing = Literal["ahead", "current", "done", "skipped"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who was named in the session."""

    id: PersonId
    name: str
    present: bool
    history_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """How much someone spoke in this session. Private to the facilitator.

    Attributes:
        turns: How often, passes left out.
        airtime_ms: For how long the floor was theirs, whatever came of it.
    """

    turns: int = 0
    airtime_ms: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A timeboxed part of the running session.

    Attributes:
        spec: What the format says of it.
        planned_ms: The plan at the start of the session.
        box: The plan as it is now, and what was spent.
        entered: Whether it was ever the current one.
        skipped: Whether it was left out.
        inserted: Whether it came in while the session ran; the plan that the session keeps to does not hold it.
    """

    spec: model.Segment
    planned_ms: int
    box: Box
    entered: bool = False
    skipped: bool = False
    inserted: bool = False

    @property
    def id(self) -> SegmentId:
        """Its id."""
        return self.spec.id

    @property
    def plan_ms(self) -> int:
        """The plan as it is now."""
        return self.box.plan_ms or 0

    @property
    def floor_ms(self) -> int:
        """The least it may be shortened to."""
        return min(self.spec.floor_seconds * 1_000, self.plan_ms)

    @property
    def warn_at_ms(self) -> int | None:
        """How much is left when the warning begins, where the format says so."""
        return None if self.spec.warn_at_seconds is None else self.spec.warn_at_seconds * 1_000

    @property
    def last_words_at_ms(self) -> int | None:
        """How much is left when the last words begin, where the format says so."""
        return None if self.spec.last_words_at_seconds is None else self.spec.last_words_at_seconds * 1_000


@dataclass(frozen=True, slots=True)
class Item:
    """Anything captured.

    Attributes:
        segment: The segment that was current; `None` before the first.
        board: The segment on whose board it lies.
        number: The number by which the room names a card; 0 for other items.
        seq: The event that last changed it, which tells whether it is on the disk.
        merged: The card it was merged into.
        origin: The item it was made from.
        subject: The topic that was talked about when it was caught.
    """

    id: ItemId
    kind: ItemKind
    text: str
    at: int
    seq: int
    segment: SegmentId | None = None
    author: PersonId | None = None
    owner: PersonId | None = None
    due: str | None = None
    board: SegmentId | None = None
    column: int | None = None
    number: int = 0
    off: bool = False
    fate: Fate | None = None
    votes: int = 0
    merged: ItemId | None = None
    origin: ItemId | None = None
    subject: ItemId | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """Who speaks, in whose order, and for how long."""

    person: PersonId
    of: SegmentId
    box: Box


@dataclass(frozen=True, slots=True)
class Order:
    """Who is asked in a segment, and who was.

    Attributes:
        queue: Everyone who is asked, in order; who is away stays in it and is passed over until back.
        done: Who spoke.
        again: Who is asked once more at the end, in order.
        passed: Who passed once.
        in_peace: Who passed twice and is not asked any more.
        latecomers: Whether people who join are asked too.
        first_box_ms: The box of the first turn; later ones are never under half of it.
    """

    queue: tuple[PersonId, ...]
    done: tuple[PersonId, ...] = ()
    again: tuple[PersonId, ...] = ()
    passed: tuple[PersonId, ...] = ()
    in_peace: tuple[PersonId, ...] = ()
    latecomers: bool = True
    first_box_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityState:
    """What an activity keeps of a segment; each activity has its own."""

    @property
    def shows_cards(self) -> bool:
        """Whether cards that were written silently are shown by now."""
        return False

    @property
    def large_box(self) -> Box | None:
        """The box that is drawn large while it is there, in place of the segment's."""
        return None

    @property
    def subject(self) -> ItemId | None:
        """The item that is talked about just now."""
        return None

    def with_large_box(self, _box: Box) -> "ActivityState":
        """Return what is kept with that box changed: it stops with a pause, a gap may be taken out of it."""
        return self

    def needs(self, now: int) -> int:
        """Return the milliseconds that the activity needs at the least before the segment can end."""
        return 0 if self.large_box is None else max(0, self.large_box.left(now))

    def left(self, at: int) -> "ActivityState":
        """Return what is kept once the room has gone on to another segment."""
        return self if self.large_box is None else self.with_large_box(self.large_box.stopped(at))


@dataclass(frozen=True, slots=True)
class State:
    """A session at one moment.

    Attributes:
        segments: In the order of the agenda.
        current: The segment that runs.
        started_at: When the first segment started.
        paused_since: Since when everything stands still.
        paused_ms: What earlier pauses took together.
        left_out_ms: What gaps took that do not count.
        duties: Who was asked to do what.
        hands: Who wants to speak, in the order raised.
        orders: Who is asked in which segment.
        last_speaker: Who spoke last in the last order, who is then not first in the next.
        at: The moment of the last event.
    """

    title: str
    format: Format
    level: Level
    seed: int
    series: str
    status: Status
    opened_at: int
    at: int
    planned_start: int | None = None
    hard_stop: int | None = None
    speed: float = 1.0
    segments: tuple[Segment, ...] = ()
    current: SegmentId | None = None
    started_at: int | None = None
    ended_at: int | None = None
    paused_since: int | None = None
    paused_ms: int = 0
    left_out_ms: int = 0
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    voices: Mapping[PersonId, Voice] = field(default_factory=dict)
    facilitator: PersonId | None = None
    presenters: Mapping[SegmentId, tuple[PersonId, ...]] = field(default_factory=dict)
    duties: Mapping[Duty, PersonId] = field(default_factory=dict)
    floor: Floor | None = None
    hands: tuple[PersonId, ...] = ()
    orders: Mapping[SegmentId, Order] = field(default_factory=dict)
    last_speaker: PersonId | None = None
    activities: Mapping[SegmentId, ActivityState] = field(default_factory=dict)
    items: Mapping[ItemId, Item] = field(default_factory=dict)
    off_record: bool = False

    def segment(self, wanted: SegmentId) -> Segment:
        """Return the segment of that id.

        Raises:
            KeyError: There is none.
        """
        for segment in self.segments:
            if segment.id == wanted:
                return segment
        raise KeyError(wanted)

    def position(self, wanted: SegmentId) -> int:
        """Return the place of a segment in the agenda, from 0."""
        return next(index for index, segment in enumerate(self.segments) if segment.id == wanted)

    @property
    def now_running(self) -> Segment | None:
        """The current segment."""
        return None if self.current is None else self.segment(self.current)

    @property
    def inside(self) -> ActivityState | None:
        """What the activity of the current segment keeps."""
        return None if self.current is None else self.activities.get(self.current)

    @property
    def large_box(self) -> Box | None:
        """The box that is drawn large: that of a topic or a round of groups, else the current segment's."""
        within = None if self.inside is None else self.inside.large_box
        current = self.now_running
        return within if within is not None or current is None else current.box

    def standing(self, segment: Segment) -> Standing:
        """Say whether a segment is ahead, current, done or skipped."""
        if segment.id == self.current and self.status != "ended":
            return "current"
        if segment.skipped:
            return "skipped"
        if self.status == "ended" or (
            self.current is not None and self.position(segment.id) < self.position(self.current)
        ):
            return "done" if segment.entered else "skipped"
        return "ahead"

    def to_come(self) -> Iterator[Segment]:
        """Yield the segments after the current one that were not left out."""
        if self.status == "ended":
            return
        start = 0 if self.current is None else self.position(self.current) + 1
        yield from (segment for segment in self.segments[start:] if not segment.skipped)

    def length_ms(self, now: int) -> int:
        """Return how long the session lasted, or lasts by now, in milliseconds; 0 before its start.

        What gaps took that do not count is left out.
        """
        if self.started_at is None:
            return 0
        end = max(now, self.at) if self.ended_at is None else self.ended_at
        return max(0, end - self.started_at - self.left_out_ms)

    def spent_ms(self, now: int) -> int:
        """Return what all segments together took up to now, in milliseconds."""
        return sum(segment.box.spent(now) for segment in self.segments)

    def present(self) -> tuple[PersonId, ...]:
        """Return who is in the room, in the order of the list."""
        return tuple(person.id for person in self.people.values() if person.present)

    def name(self, person: PersonId) -> str:
        """Return someone's name."""
        return self.people[person].name

    def with_segment(self, changed: Segment) -> "State":
        """Return the state with one segment changed."""
        return replace(
            self, segments=tuple(changed if one.id == changed.id else one for one in self.segments)
        )

    def with_activity(self, segment: SegmentId, kept: ActivityState) -> "State":
        """Return the state with what an activity keeps of a segment changed."""
        return replace(self, activities={**self.activities, segment: kept})

    def with_item(self, item: Item) -> "State":
        """Return the state with an item added or changed."""
        return replace(self, items={**self.items, item.id: item})
