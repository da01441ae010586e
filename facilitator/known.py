"""What is known of the disk while a session runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.problems import SaveProblem
    from data.writer import Writer

AT_ONCE_SECONDS = 0.25
"""How long a key may wait for the disk itself; a disk that is well takes a hundredth of it."""
SILENT_SECONDS = 10
"""How long the disk may take to write something before that is told as a failure is."""


@dataclass(frozen=True, slots=True)
class Known:
    """How far the disk has got.

    Attributes:
        acknowledged: The last event that is on the disk.
        events: How many there are.
        problem: Why the rest can't be written, in words; empty when all is well.
        since: Since when, in UTC milliseconds.
        copy: The file elsewhere in which a copy is kept meanwhile; empty without one.
        copy_problem: Why that copy can't be renewed, in words; empty when all is well.
        copy_events: How many events are in the copy.
        copy_has_drafts: Whether what is being typed is in the copy, too.
        drafts: How many drafts are not on the disk yet.
    """

    acknowledged: int
    events: int
    problem: str = ""
    since: int | None = None
    copy: str = ""
    copy_problem: str = ""
    copy_events: int = 0
    copy_has_drafts: bool = False
    drafts: int = 0

    @property
    def waiting(self) -> int:
        """How many events are not on the disk yet."""
        return max(0, self.events - self.acknowledged)

    @property
    def copy_has_all(self) -> bool:
        """Whether there is a copy in which nothing is missing."""
        return bool(self.copy) and self.copy_has_drafts and self.copy_events >= self.events


class DiskWatch:
    """Watches how far the disk has got with one session. `saved` and `failed` may be called from any thread."""

    def __init__(self, writer: "Writer", now: Callable[[], int], speed: float) -> None:
        """Watch a writer.

        Args:
            writer: Writes the session.
            now: Gives the moment, in UTC milliseconds.
            speed: How many of its seconds pass in one of the wall.
        """
        self._writer = writer
        self._now = now
        self._speed = speed
        self._problem: SaveProblem | None = None
        self._failing_since: int | None = None
        self._waits_since: int | None = None
        self._waits_for = 0

    def saved(self) -> None:
        """Hear that a write arrived."""
        self._problem = self._failing_since = None

    def failed(self, problem: "SaveProblem") -> None:
        """Hear that a write failed."""
        if self._failing_since is None:
            self._failing_since = self._now()
        self._problem = problem

    def tick(self, events: int) -> None:
        """Look how long the disk has owed an answer; `events`: how many there are."""
        acknowledged = self._writer.acknowledged
        if acknowledged >= events:
            self._waits_since = None
        elif self._waits_since is None or acknowledged >= self._waits_for:
            self._waits_since, self._waits_for = self._now(), acknowledged + 1

    def known(self, events: int) -> Known:
        """Return what is known; `events`: how many there are."""
        acknowledged, problem = self._writer.acknowledged, self._problem
        if problem is not None:
            return Known(acknowledged, events, problem.why, self._failing_since)
        if self._is_silent(acknowledged):
            return Known(acknowledged, events, "the disk does not answer", self._waits_since)
        return Known(acknowledged, events)

    def _is_silent(self, acknowledged: int) -> bool:
        if self._waits_since is None or acknowledged >= self._waits_for:
            return False
        return (self._now() - self._waits_since) / self._speed >= SILENT_SECONDS * 1_000
