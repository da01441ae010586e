"""The clock that is handed in: what time it is, how fast it runs, and what a moment is called here."""

import time
from datetime import datetime
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    """What the program asks for the time."""

    @property
    def speed(self) -> float:
        """How many seconds of the session pass in one second of the wall."""
        ...

    def now(self) -> int:
        """Return the moment, in UTC milliseconds."""
        ...

    def local(self, moment: int) -> datetime:
        """Return a moment (UTC milliseconds) as local time, with its zone."""
        ...


@runtime_checkable
class SteadyClock(Clock, Protocol):
    """A clock that also tells how much time passed while it was being set."""

    def steady(self) -> int:
        """Return milliseconds, of the session, from any moment on: no setting of the clock moves them.

        Whether they go on while the computer sleeps differs from system to system.
        """
        ...


class WallClock:
    """The computer's clock."""

    speed = 1.0

    def now(self) -> int:
        """Return the moment, in UTC milliseconds."""
        return time.time_ns() // 1_000_000

    def steady(self) -> int:
        """Return milliseconds that no setting of the clock moves."""
        return time.monotonic_ns() // 1_000_000

    def local(self, moment: int) -> datetime:
        """Return a moment as local time."""
        return datetime.fromtimestamp(moment / 1_000).astimezone()


class RehearsalClock:
    """A clock that runs `speed` times as fast as the wall, from the moment it was made."""

    def __init__(self, speed: float, wall: SteadyClock | None = None) -> None:
        """Start at the present moment of the wall, which is the computer's clock unless another one is given."""
        self._speed = speed
        self._wall = WallClock() if wall is None else wall
        self._start = self._wall.now()

    @property
    def speed(self) -> float:
        """How many seconds of the session pass in one second of the wall."""
        return self._speed

    def now(self) -> int:
        """Return the rehearsed moment, in UTC milliseconds."""
        return self._start + int((self._wall.now() - self._start) * self._speed)

    def steady(self) -> int:
        """Return rehearsed milliseconds that no setting of the clock moves."""
        return int(self._wall.steady() * self._speed)

    def local(self, moment: int) -> datetime:
        """Return a moment as local time."""
        return self._wall.local(moment)
