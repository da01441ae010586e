"""Notes that are too long for one message go to the clipboard part by part: which is next, and what is said."""

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.clipboard import Copied


@dataclass(frozen=True, slots=True)
class Portion:
    """What is copied at once.

    Attributes:
        text: The plain text.
        html: The same as a page, where its form is to be kept; empty where it is not.
        number: Which part of the notes it is, from 1.
        of: How many parts there are.
    """

    text: str
    html: str = ""
    number: int = 1
    of: int = 1


class PartByPart:
    """Hands out the parts of a text one after the other, and begins anew when anything has changed."""

    def __init__(self) -> None:
        """Nothing was copied yet."""
        self._parts: tuple[str, ...] = ()
        self._next = 0
        self._under_way: Portion | None = None

    @property
    def next(self) -> int:
        """The number of the part that is copied next, from 1."""
        return self._next + 1 if self._next < len(self._parts) else 1

    def begin_anew(self) -> None:
        """Begin with the first part again, because something has changed."""
        self._parts, self._next, self._under_way = (), 0, None

    def take(self, write: Callable[[], tuple[str, ...]]) -> Portion | str:
        """Return what is copied now, or a sentence where the clipboard has not answered yet.

        Args:
            write: Writes the parts; asked when the first one is copied, so that all are of the same moment.
        """
        if self._under_way is not None:
            return f"{_part(self._under_way)} on its way to the clipboard still; try again in a moment."
        if self._next >= len(self._parts):
            self._parts, self._next = write(), 0
        at = self._next
        self._under_way = Portion(self._parts[at], number=at + 1, of=len(self._parts))
        return self._under_way

    def heard(self, portion: Portion, copied: Copied) -> str:
        """Hear what is known of a copy; return what to say. The part is offered again where it failed."""
        if portion is not self._under_way:
            return copied.sentence
        self._under_way = None
        if copied.state != "failed":
            self._next = portion.number
        if portion.of == 1:
            return copied.sentence
        which = f"Part {portion.number} of {portion.of}"
        if copied.state == "failed":
            return f"{which}: {copied.sentence}"
        then = f"y copies part {self.next}" if portion.number < portion.of else "that is all of it"
        return (
            f"{which} copied; {then}." if copied.state == "copied" else f"{which} ({then}): {copied.sentence}"
        )


def _part(portion: Portion) -> str:
    return "The copy is" if portion.of == 1 else f"Part {portion.number} is"
