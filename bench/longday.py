"""A very long day: twelve hours with three thousand events, on a clock that is set by hand and in real files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from typing import Protocol

from data.store import Store
from facilitator.conductor import Conductor
from facilitator.engine.commands import Newcomer, Start
from formats.model import Format
from formats.words import SessionId

HOURS = 12
EVENTS = 3_000
TICK_SECONDS = 4
"""Ticks are this far apart, near enough that none of the time between them counts as unseen."""
SESSION = SessionId("20260105-0800-long-day-0001")
PEOPLE = ("Ana", "Ben", "Chi", "Dee", "Eli", "Fay", "Gus", "Hal")
BEGIN = int(datetime(2026, 1, 5, 8, tzinfo=UTC).timestamp() * 1_000)
PARTS: tuple[dict[str, object], ...] = (
    {"title": "Open", "activity": "talk"},
    {"title": "Round", "activity": "round"},
    {"title": "Cards", "activity": "board", "columns": ["Keep", "Drop"]},
    {"title": "Floor", "activity": "discussion"},
    {"title": "Topics", "activity": "topics"},
    {"title": "Close", "activity": "talk"},
)


class SetByHand(Protocol):
    """A clock that stands where it was set."""

    at: int
    speed: float

    def now(self) -> int: ...

    def local(self, moment: int) -> datetime: ...


class DayClock:
    """A clock that goes on when it is told to, and shows UTC."""

    def __init__(self) -> None:
        self.at = BEGIN
        self.speed = 1.0

    def now(self) -> int:
        return self.at

    def local(self, moment: int) -> datetime:
        return datetime.fromtimestamp(moment / 1_000, UTC)


@dataclass(frozen=True, slots=True)
class Done:
    """What is asked of the program: an act by its name, a text, and the newest item of a kind as its target."""

    act: str
    text: str = ""
    newest: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """An act that is asked for: its name, its text, and the id of what it is about."""

    act: str
    text: str
    target: str


ROUND_OF_ACTS: tuple[Done, ...] = (
    Done("park", "come back to point {}"),
    Done("takeaway", "what we take home from {}"),
    Done("next_speaker"),
    Done("decision", "we agreed on {} [x] in the end"),
    Done("action", "write down {} @ben"),
    Done("card", "card {}"),
    Done("edit", "point {} in other words", "parked"),
    Done("pause"),
    Done("park", "a second thought on {}"),
    Done("pause"),
    Done("resource", "https://example.org/{}"),
    Done("remove", newest="parked"),
    Done("in_or_out", "Fay"),
    Done("add_minute"),
    Done("takeaway", "and remember {}"),
    Done("next_speaker"),
    Done("undo"),
    Done("in_or_out", "Fay"),
    Done("fate_discussed", newest="parked"),
    Done("jump_to"),
)
"""What is done over and over: as much is caught as in a lively session, and every kind of act takes part."""


def begin(store: Store, clock: SetByHand) -> Conductor:
    """Begin the session."""
    written = [{**part, "minutes": str(HOURS * 60 // len(PARTS))} for part in PARTS]
    day = Format.model_validate({"id": "long-day", "name": "Long day", "segments": written})
    people = tuple(Newcomer(name) for name in PEOPLE)
    begun = Conductor.begin(store, SESSION, Start(day, day.name, day.level, seed=1, people=people), clock)
    if not isinstance(begun, Conductor):
        raise RuntimeError(begun.why)
    return begun


@dataclass
class LongDay:
    """What is asked of one session over the day, an act every few seconds.

    Attributes:
        conductor: Runs the session.
        clock: Its clock.
        events: How many events the whole day has.
        hours: How long it is.
    """

    conductor: Conductor
    clock: SetByHand
    events: int = EVENTS
    hours: float = HOURS
    _acts: Iterator[Done] = field(default_factory=lambda: cycle(ROUND_OF_ACTS))
    _asked: int = 0

    @property
    def happened(self) -> int:
        """How many events there are."""
        return len(self.conductor.session.events)

    def ticks(self) -> Iterator[int]:
        """Let the time between two events pass; each moment at which the program ticks is given in turn."""
        end = self.clock.at + round(self.hours * 3_600_000 / self.events)
        while self.clock.at < end:
            self.clock.at = min(end, self.clock.at + TICK_SECONDS * 1_000)
            yield self.clock.at

    def next_act(self) -> Asking:
        """Return what is asked next."""
        wanted = next(self._acts)
        self._asked += 1
        target = self._following() if wanted.act == "jump_to" else self._newest(wanted.newest)
        return Asking(wanted.act, wanted.text.format(self._asked), target)

    def _following(self) -> str:
        """Return the next segment, after the last the first."""
        state = self.conductor.state
        places = [segment.id for segment in state.segments]
        return places[(places.index(state.current or places[-1]) + 1) % len(places)]

    def _newest(self, kind: str) -> str:
        items: Sequence[str] = [
            item.id for item in self.conductor.state.items.values() if kind and item.kind == kind
        ]
        return items[-1] if items else ""
