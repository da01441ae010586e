"""A format in a few tuples, and a desk: a session with a clock that is set by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from facilitator.engine import commands as ask
from facilitator.engine.codec import from_stored, to_stored
from facilitator.engine.commands import Command, Newcomer, Start
from facilitator.engine.events import Body, Event, ItemCaptured, PersonJoined
from facilitator.engine.rules import Moment, Refusal
from facilitator.engine.session import Session, apply, decide, fold
from facilitator.engine.state import Item, Segment, State
from facilitator.engine.turns import still_to_come
from formats.model import Format
from formats.words import ActId, ItemId, ItemKind, Level, PersonId, SegmentId

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
NOON = int(datetime(2026, 11, 18, 12, 0, tzinfo=UTC).timestamp() * 1_000)
"""Wednesday, 18 November 2026, 12:00 UTC: when desks are set up."""

Part = tuple[str, float, str] | tuple[str, float, str, Mapping[str, object]]
"""A segment: its id, its minutes, its activity, and what else its activity has."""

AT_LEAST: dict[str, Mapping[str, object]] = {
    "board": {"columns": ["Cards"]},
    "poll": {"questions": ["Was it worth it?"]},
    "groups": {"size": 2},
    "signup": {"roles": ["Present", "Curate"]},
}
"""What an activity can't do without."""


def ritual(*parts: Part, ask: Mapping[str, str] | None = None) -> Format:
    """Make a format; each segment's title is its id with a capital."""
    segments: list[dict[str, object]] = []
    for part in parts:
        title, minutes, activity = part[:3]
        more = part[3] if len(part) > 3 else {}
        segment = {"title": title.capitalize(), "id": title, "minutes": str(minutes), "activity": activity}
        segments.append({**segment, **AT_LEAST.get(activity, {}), **more})
    written: dict[str, Any] = {"id": "ritual", "name": "Ritual", "segments": segments, "ask": dict(ask or {})}
    return Format.model_validate(written)


class Desk:
    """A session and the clock on its wall.

    Attributes:
        session: What stands now.
        now: The moment on the clock, in UTC milliseconds.
        said: The refusal that came last, as a sentence.
    """

    def __init__(
        self,
        format: Format,
        *people: str,
        facilitator: str | None = None,
        presenters: Mapping[str, tuple[str, ...]] | None = None,
        history: Mapping[str, float] | None = None,
        starts_in: float | None = None,
        ends_in: float | None = None,
        level: Level = "names",
        seed: int = 1,
        begun: bool = True,
        now: int = NOON,
    ) -> None:
        """Open a session; `begun` starts its first segment. `starts_in` and `ends_in` are minutes from now."""
        self.now = now
        self.said = ""
        self._acts = 0
        self.session: Session | None = None
        heard = dict(history or {})
        self.do(
            Start(
                format,
                "",
                level,
                seed,
                people=tuple(Newcomer(name, history_seconds=heard.get(name)) for name in people),
                facilitator=facilitator,
                presenters={SegmentId(key): names for key, names in (presenters or {}).items()},
                planned_start=None if starts_in is None else now + round(starts_in * MINUTE),
                hard_stop=None if ends_in is None else now + round(ends_in * MINUTE),
            )
        )
        if begun:
            self.do(ask.Next())

    # What is asked of it.

    def wait(self, *, minutes: float = 0, seconds: float = 0) -> "Desk":
        """Let time pass."""
        self.now += round(minutes * MINUTE + seconds * SECOND)
        return self

    def answer(self, command: Command) -> tuple[Event, ...] | Refusal:
        """Decide a command; what happens is applied, and must fit."""
        self._acts += 1
        before = self.session
        events = () if before is None else before.events
        moment = Moment(
            now=self.now,
            today=datetime.fromtimestamp(self.now / 1_000, UTC).date(),
            act=ActId(f"a{self._acts}"),
            people_named=sum(isinstance(event.body, PersonJoined) for event in events),
            items_caught=sum(isinstance(event.body, ItemCaptured) for event in events),
            seq=len(events),
        )
        answer = decide(before, command, moment)
        if isinstance(answer, Refusal):
            self.said = answer.why
            return answer
        for event in answer:
            self.session = apply(self.session, event)
        return answer

    def do(self, command: Command, after_seconds: float = 0) -> tuple[Body, ...]:
        """Follow a command, which must be accepted; say what happened."""
        self.wait(seconds=after_seconds)
        answer = self.answer(command)
        assert not isinstance(answer, Refusal), f"{command}: {answer.why}"
        return tuple(event.body for event in answer)

    def refuse(self, command: Command) -> str:
        """Ask what must be refused, without a trace; say why."""
        before = self.session
        answer = self.answer(command)
        assert isinstance(answer, Refusal), f"{command} was accepted"
        assert self.session is before
        assert answer.why.endswith("."), answer.why
        assert "!" not in answer.why
        return answer.why

    def act(self) -> ActId:
        """Return the act that was done last."""
        return self.open.events[-1].act

    def catch(self, kind: ItemKind, *texts: str, column: int | None = None) -> ItemId:
        """Catch texts of one kind; say which item the first one is."""
        bodies = self.do(ask.Capture(kind, texts, column=column))
        assert isinstance(bodies[0], ItemCaptured)
        return bodies[0].item

    def undo(self) -> None:
        """Take the newest act back."""
        self.do(ask.Undo())

    def redo(self) -> None:
        """Do it again."""
        self.do(ask.Redo())

    # What stands.

    @property
    def open(self) -> Session:
        """The session."""
        assert self.session is not None
        return self.session

    @property
    def state(self) -> State:
        """What stands now."""
        return self.open.state

    def segment(self, id: str) -> Segment:
        """Return a segment."""
        return self.state.segment(SegmentId(id))

    def spent(self, id: str) -> float:
        """Return the minutes that a segment took so far."""
        return self.segment(id).box.spent(self.now) / MINUTE

    def left(self) -> float:
        """Return the minutes left of the current segment, negative when over."""
        current = self.state.now_running
        assert current is not None
        return current.box.left(self.now) / MINUTE

    def plans(self) -> list[float]:
        """Return the plans of all segments, in minutes."""
        return [segment.plan_ms / MINUTE for segment in self.state.segments]

    def who(self, name: str) -> PersonId:
        """Return the id of someone."""
        return next(person.id for person in self.state.people.values() if person.name == name)

    @property
    def speaker(self) -> str:
        """Who has the floor; empty if nobody has."""
        return "" if self.state.floor is None else self.state.name(self.state.floor.person)

    @property
    def coming(self) -> list[str]:
        """Who is still to come in the current segment."""
        assert self.state.current is not None
        return [self.state.name(person) for person in still_to_come(self.state, self.state.current)]

    def item(self, id: ItemId) -> Item:
        """Return an item."""
        return self.state.items[id]

    def texts(self) -> list[str]:
        """Return what was caught, in order."""
        return [item.text for item in self.state.items.values()]


def through_the_disk(session: Session) -> Session:
    """Store every event as plain data, read it again, and fold what was read."""
    return fold([from_stored(to_stored(event)) for event in session.events])
