"""What is known of the disk while a session runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """How far the disk has got.

    Attributes:
        acknowledged: The last event that is on the disk.
        events: How many there are.
        problem: Why the rest can't be written, in words; empty when all is well.
        since: Since when, in UTC milliseconds.
    """

    acknowledged: int
    events: int
    problem: str = ""
    since: int | None = None

    @property
    def waiting(self) -> int:
        """How many events are not on the disk yet."""
        return max(0, self.events - self.acknowledged)
