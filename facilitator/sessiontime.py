"""The session's own time: made from the clock, never back, and without what passed unseen until it is settled.

Session time is `clock + set back - held`. A clock that is set back adds to `set back`, so session time goes on. A gap
adds to `held`, so session time waits for the answer: whatever is decided meanwhile lies before the gap, and once it is
settled the whole gap passes in one step. A step back while a gap is held shortens the gap first, because then the
clock had most likely been wrong and not the computer asleep.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from facilitator.clock import Clock, SteadyClock
from facilitator.engine.events import ActUndone, Event, GapCounted, GapLeftOut, SessionEnded

GAP_SECONDS = 5
"""Two looks at the clock further apart than this are a gap, in seconds of the wall."""
SILENT_GAP_MS = 5 * 60_000
"""On resuming, a shorter time away counts without a question, in milliseconds of the session."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of life: which time it was, for the session and on the wall, when the program was last known to live.

    Attributes:
        wall: The moment on the wall, in UTC milliseconds.
        at: The moment of the session, in UTC milliseconds.
        held_ms: The gap that waited to be settled then, in milliseconds of the session.
        returned_ms: What stood in the session's time then and waited to be settled, in milliseconds.
    """

    wall: int
    at: int
    held_ms: int = 0
    returned_ms: int = 0


class SessionTime:
    """What time it is in one session.

    Attributes:
        latest: The moment of the session at the last look, in UTC milliseconds; any thread may read it.
        set_back_ms: How far the session's time is ahead of a clock that was set back.
        held_ms: What passed unseen while time ran, and is not in the session's time until it is settled.
        returned_ms: What is in the session's time already and has to be settled too, because a pause or the end
            during which it passed was taken back.
        since: The moment of the session at which the first of it began.
        unseen_ms: What passed unseen while no time ran, and was not settled since.
    """

    def __init__(self, clock: Clock, latest: int, runs: Callable[[], bool]) -> None:
        """Go on from a moment of the session.

        Args:
            clock: Where the time comes from.
            latest: The latest moment of the session that is known, in UTC milliseconds.
            runs: Says whether a box runs, so that what passes unseen matters.
        """
        self.set_back_ms = self.held_ms = self.returned_ms = self.unseen_ms = 0
        self.since = latest
        self._clock = clock
        self.latest = latest
        self._runs = runs
        self._watched = False
        self._steady_clock = clock if isinstance(clock, SteadyClock) else None
        self._steady: int | None = None

    @property
    def gap_ms(self) -> int:
        """What waits to be settled, in milliseconds; 0 for nothing."""
        return self.held_ms + self.returned_ms

    def now(self) -> int:
        """Look at the clock; return the moment of the session, in UTC milliseconds. It never goes back."""
        reading = self._clock.now() + self.set_back_ms - self.held_ms
        passed, seen = reading - self.latest, self._seen()
        if passed < 0:
            self._go_back(seen - passed)
            passed = seen
        if self._watched and passed > self._least_gap:
            self._jump(passed)
        else:
            self.latest += passed
        return self.latest

    def watch(self) -> None:
        """Take two looks that lie far apart for a gap after the next one; before, a program is still starting."""
        if not self._watched:
            self.now()
            self._watched = True

    def local(self, moment: int) -> datetime:
        """Return a moment of the session as the local time that the clock shows for it."""
        return self._clock.local(moment - self.set_back_ms)

    def start_at(self, now: int, held_ms: int) -> None:
        """Let it be `now` in the session at this moment of the clock, with a gap that waits; both milliseconds."""
        self.since = self.latest = now
        self.held_ms = held_ms
        self.set_back_ms = now + held_ms - self._clock.now()

    def settled(self) -> None:
        """Let everything that waited pass."""
        self.latest += self.held_ms
        self.held_ms = self.returned_ms = 0

    def went_back_into(self, since: int, ms: int) -> None:
        """Have `ms` milliseconds settled that are in the session's time already, from the moment `since` on."""
        self._wait_from(since)
        self.returned_ms += ms
        self.unseen_ms = max(0, self.unseen_ms - ms)

    @property
    def mapping(self) -> tuple[int, int, int]:
        """How the clock and the session's time hang together: what was set back, and what is held."""
        return self.set_back_ms, self.held_ms, self.returned_ms

    @property
    def _least_gap(self) -> float:
        return GAP_SECONDS * 1_000 * self._clock.speed

    def _wait_from(self, moment: int) -> None:
        if not self.gap_ms:
            self.since = moment

    def _jump(self, passed: int) -> None:
        if self._runs():
            self._wait_from(self.latest)
            self.held_ms += passed
        else:
            self.unseen_ms += passed
            self.latest += passed

    def _seen(self) -> int:
        """Return the milliseconds since the last look, as far as they can be told whatever the clock shows.

        A clock that is not steady tells none: then what passed between two looks is lost when it is set back.
        """
        if self._steady_clock is None:
            return 0
        before, self._steady = self._steady, self._steady_clock.steady()
        return 0 if before is None else self._steady - before

    def _go_back(self, by_ms: int) -> None:
        undone = min(by_ms, self.held_ms)
        self.held_ms -= undone
        self.set_back_ms += by_ms - undone
        if undone and self.held_ms <= self._least_gap:
            # So little is no gap; it is what passed between the looks.
            self.latest += self.held_ms
            self.held_ms = 0


def resumed(
    time: SessionTime, events: Sequence[Event], sign: Sign | None, wall: int, *, speed: float, runs: bool
) -> int:
    """Go on from where a program that ended was last known to be.

    Args:
        time: The time of the session, which stands at its last event.
        events: All events of the session.
        sign: The last sign of life, or `None` where none was left.
        wall: What time it is on the wall at this moment, in UTC milliseconds. What passed since the session was opened
            counts too, else each coming back would lose it.
        speed: How many seconds of the session pass in one of the wall.
        runs: Whether a box runs.

    Returns:
        By how much the wall's clock was set back while nobody was there, in milliseconds; 0 if it was not.
    """
    newest = events[-1].at
    last = sign or Sign(newest, newest)
    settled = any(isinstance(one.body, GapCounted | GapLeftOut) and one.at > last.at for one in events)
    held = 0 if settled else last.held_ms
    at = max(last.at, newest)
    # Events may be younger than the sign; a gap that was settled since then passed in no time.
    after_sign = max(0, at - last.at - (last.held_ms if settled else 0))
    away = wall - last.wall - round(after_sign / speed)
    passed = round(max(0, away) * speed)
    if runs and passed >= SILENT_GAP_MS:
        time.start_at(at, held + passed)
    else:
        time.start_at(at + passed, held)
    if held:
        time.since = last.at
    if not runs:
        time.unseen_ms = passed
    if last.returned_ms and not settled:
        time.went_back_into(last.at - last.returned_ms, last.returned_ms)
    return 0 if sign is None else max(0, -away)


def end_taken_back(events: Sequence[Event]) -> tuple[int, int] | None:
    """Return from when to when a session was closed that was then gone back into, while nobody settled it.

    Returns:
        Both moments, in UTC milliseconds, or `None` where nothing is to be settled.
    """
    ends = {one.act: one.at for one in events if isinstance(one.body, SessionEnded)}
    for event in reversed(events):
        match event.body:
            case GapCounted() | GapLeftOut():
                return None
            case ActUndone(act, also):
                ended = next((ends[one] for one in (act, *also) if one in ends), None)
                if ended is not None:
                    return (ended, event.at) if event.at - ended >= SILENT_GAP_MS else None
            case _:
                pass
    return None
