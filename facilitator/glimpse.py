"""Something private on a shared screen: a warning first, then a few seconds in which the room sees it too."""

from collections.abc import Callable
from typing import Final

SECONDS: Final = 10
"""How long it is shown."""
AGAIN_SECONDS: Final = 5
"""How long after the warning a second press means it."""


class Glimpse:
    """Shows one private thing for a while.

    Attributes:
        warning: What is said at the first press.
    """

    def __init__(self, wall: Callable[[], float], warning: str) -> None:
        """Show nothing yet; `wall` gives the seconds."""
        self.warning = warning
        self._wall = wall
        self._warned: float | None = None
        self._until = 0.0
        self._of: object = None

    def is_open(self, of: object) -> bool:
        """Say whether the room sees it now, and it is still about the same thing as when it was opened."""
        return self._wall() < self._until and self._of == of

    def press(self, of: object) -> bool:
        """Take a press of its key: warn, then open, then close again; say whether that was the warning."""
        now = self._wall()
        if self.is_open(of):
            self.close()
            return False
        if self._warned is None or now - self._warned > AGAIN_SECONDS:
            self._warned = now
            return True
        self._until, self._of = now + SECONDS, of
        return False

    def close(self) -> None:
        """Take it away."""
        self._until = 0.0

    def forget(self) -> None:
        """Take it away, and warn again before it is shown the next time."""
        self.close()
        self._warned = None
