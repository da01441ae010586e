"""A session without a screen on a computer whose clock can be set, that sleeps, and whose program is ended at will."""

from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from pathlib import Path

from data.files import FileSystem
from data.folders import DataFolder
from data.sessions import OpenSession
from data.store import Store
from facilitator.clock import Clock, RehearsalClock
from facilitator.conductor import Conductor, session_of
from facilitator.engine.commands import Newcomer, Start
from facilitator.engine.state import State
from facilitator.engine.timebox import Box
from facilitator.engine.turns import airtime
from formats.words import SegmentId, SessionId
from tests.engine.builders import MINUTE, NOON, SECOND, Part, ritual

SESSION = SessionId("20261118-1200-ritual-0a1b")
THREE = ("Ana", "Ben", "Chi")
TALKS: tuple[Part, ...] = (("one", 10, "talk"), ("two", 20, "talk"), ("three", 30, "talk"))


class HastyDisk(FileSystem):
    """A disk that is never waited for: what a power cut would take is not what these tests are about."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_folder(self, path: Path) -> None:
        pass


HASTY = HastyDisk()


class Computer:
    """The clock of a computer: what it shows, and what no setting of it moves.

    Attributes:
        at: What it shows, in UTC milliseconds.
        awake_ms: For how long the computer was awake.
    """

    speed = 1.0

    def __init__(self, at: int = NOON, zone: tzinfo = UTC) -> None:
        self.at = at
        self.awake_ms = 0
        self._zone = zone

    def now(self) -> int:
        return self.at

    def steady(self) -> int:
        return self.awake_ms

    def local(self, moment: int) -> datetime:
        return datetime.fromtimestamp(moment / 1_000, self._zone)


class Desk:
    """A conductor, the computer it runs on, and its disk. Seconds are those of the session.

    Attributes:
        computer: The clock on the wall.
        conductor: Runs the session.
    """

    def __init__(
        self,
        folder: Path,
        *parts: Part,
        people: tuple[str, ...] = THREE,
        speed: float = 1.0,
        starts_in: float | None = None,
        ends_in: float | None = None,
        at_once: bool = False,
        computer: Computer | None = None,
        files: FileSystem = HASTY,
    ) -> None:
        """Begin a session; `starts_in` and `ends_in` are minutes from now."""
        self.computer = computer or Computer()
        self.speed = speed
        self.store = Store(DataFolder(folder), files=files, now=self.computer.now)
        self.store.folder.ensure()
        at = self.computer.at
        chosen = ritual(*(parts or TALKS))
        start = Start(
            chosen,
            "",
            chosen.level,
            1,
            people=tuple(Newcomer(name) for name in people),
            planned_start=None if starts_in is None else at + round(starts_in * MINUTE),
            hard_stop=None if ends_in is None else at + round(ends_in * MINUTE),
            speed=speed,
            at_once=at_once,
        )
        begun = Conductor.begin(self.store, SESSION, start, self._clock())
        assert isinstance(begun, Conductor), begun
        self.conductor = begun
        self._latest = self.conductor.now()

    def _clock(self) -> Clock:
        return self.computer if self.speed == 1 else RehearsalClock(self.speed, self.computer)

    # What happens to the computer.

    def live(self, seconds: float) -> "Desk":
        """Let seconds pass that are seen: a tick each second of the wall, and one at the end."""
        left = round(seconds * SECOND / self.speed)
        while left > 0:
            step = min(left, SECOND)
            self.computer.at += step
            self.computer.awake_ms += step
            self.tick()
            left -= step
        return self

    def sleep(self, seconds: float) -> "Desk":
        """Let seconds pass unseen: the computer sleeps, or the process is stopped."""
        self.tick()
        self.computer.at += round(seconds * SECOND / self.speed)
        self.tick()
        return self

    def set_clock(self, seconds: float) -> "Desk":
        """Set the clock forward or back between two ticks."""
        self.computer.at += round(seconds * SECOND / self.speed)
        return self

    def tick(self) -> None:
        """Look at the clock, as the app does every second, and check what must always be so."""
        self.conductor.tick()
        self.check()

    def crash(self, away_seconds: float = 0, clock_set_by: float = 0) -> "Desk":
        """End the program without a word and start it again some seconds later."""
        assert self.conductor.kept.close()
        self.computer.at += round((away_seconds + clock_set_by) * SECOND / self.speed)
        self._latest = 0
        self.conductor = resumed(self.store.open(SESSION), self._clock())
        self.tick()
        return self

    def leave(self, away_seconds: float) -> "Desk":
        """Leave with q and come back some seconds later."""
        assert self.conductor.leave()
        return self.crash(away_seconds)

    # What is asked.

    def ask(self, act: str, text: str = "", target: str = "", more: tuple[str, ...] = ()) -> str:
        """Do an act; return why it was refused, or nothing."""
        refusal = self.conductor.ask(act, text, target, more).refusal
        self.check()
        return "" if refusal is None else refusal.why

    def do(self, act: str, text: str = "", target: str = "") -> "Desk":
        """Do an act, which must be accepted."""
        assert self.ask(act, text, target) == ""
        return self

    # What stands.

    @property
    def state(self) -> State:
        return self.conductor.state

    @property
    def box(self) -> Box:
        """The box of the current segment."""
        current = self.state.now_running
        assert current is not None
        return current.box

    @property
    def waits(self) -> float:
        """The seconds that wait to be settled."""
        return self.conductor.gap_ms / SECOND

    def left(self) -> float:
        """Return the minutes left of the current segment."""
        return self.box.left(self.conductor.now()) / MINUTE

    def spent(self, segment: str = "one") -> float:
        """Return the seconds that a segment took so far."""
        return self.state.segment(SegmentId(segment)).box.spent(self.conductor.now()) / SECOND

    def shown_spent(self) -> float:
        """Return the seconds spent on the current segment as the screen shows them."""
        session, now = self.conductor.shown()
        current = session.state.now_running
        assert current is not None
        return current.box.spent(now) / SECOND

    def previews(self) -> bool:
        """Say whether the preview of fit is shown."""
        return self.conductor.preview

    def saved(self) -> bool:
        """Wait for the disk."""
        return self.conductor.kept.writer.drain(5)

    def check(self) -> None:
        """Fail unless time is as it must be: it never goes back, nothing is negative, and every second is somewhere."""
        now = self.conductor.now()
        assert now >= self._latest, "time went back"
        self._latest = now
        assert self.conductor.gap_ms >= 0
        moments = [event.at for event in self.conductor.session.events]
        assert all(one <= other for one, other in pairwise(moments)), "an event lies before the one before it"
        assert now >= moments[-1]
        check_sum(self.state, now)
        shown, then = self.conductor.shown()
        assert then >= now
        check_sum(shown.state, then)


def resumed(kept: OpenSession, clock: Clock) -> Conductor:
    """Go on with a session that was opened again."""
    return Conductor.resume(kept, session_of(kept.records), clock)


def check_sum(state: State, now: int) -> None:
    """Fail unless what was spent, paused and left out is, to the millisecond, the time since the start."""
    spent = [segment.box.spent(now) for segment in state.segments]
    paused = state.paused_ms + (0 if state.paused_since is None else now - state.paused_since)
    assert min(*spent, paused, state.left_out_ms) >= 0, "a length is negative"
    assert all(airtime(state, person, now) >= 0 for person in state.people)
    if state.started_at is None:
        assert not any(spent)
        return
    end = now if state.ended_at is None else state.ended_at
    assert sum(spent) + paused + state.left_out_ms == end - state.started_at
