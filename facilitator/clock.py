"""The clock that is handed in: what time it is, how fast it runs, and what a moment is called here."""

import time
from datetime import datetime
from typing import Protocol


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


class WallClock:
    """The computer's clock."""

    speed = 1.0

    def now(self) -> int:
        """Return the moment, in UTC milliseconds."""
        return time.time_ns() // 1_000_000

    def local(self, moment: int) -> datetime:
        """Return a moment as local time."""
        return datetime.fromtimestamp(moment / 1_000).astimezone()


class RehearsalClock(WallClock):
    """A clock that runs `speed` times as fast as the wall, from the moment it was made."""

    def __init__(self, speed: float) -> None:
        """Start at the present moment."""
        self.speed = speed
        self._start = super().now()

    def now(self) -> int:
        """Return the rehearsed moment, in UTC milliseconds."""
        return self._start + int((super().now() - self._start) * self.speed)
