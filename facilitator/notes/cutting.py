"""Where a text that is too long for a message may be cut: between lines, words, and at last between signs."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final

from formats.text import signs

ELLIPSIS: Final = "…"

_LINE_SHARE: Final = 4
"""A line or word border counts unless it lies in the first part of what would fit, of which there are this many."""


def most(upper: int, fits: Callable[[int], bool]) -> int:
    """Return the greatest number up to `upper` that fits, 0 if none does.

    What is greater hardly ever fits where less does not. Even there the answer fits: whatever is found last was tried.
    """
    return bisect_left(range(1, upper + 1), 1, key=lambda number: not fits(number))


def sign_ends(text: str) -> list[int]:
    """Return where each sign of a text ends: a letter with its accents, an emoji family."""
    return list(accumulate(len(sign) for sign in signs(text)))


def cropped(text: str, fits: Callable[[str], bool]) -> str:
    """Return a text, or as many of its first signs as fit with an ellipsis after them."""
    if fits(text):
        return text
    ends = [0, *sign_ends(text)]
    return text[: ends[most(len(ends) - 1, lambda number: fits(text[: ends[number]] + ELLIPSIS))]] + ELLIPSIS


def farthest(ends: Sequence[int], start: int, longest: int, fits: Callable[[int], bool]) -> int:
    """Return the farthest place up to which a text fits from a start on; beyond the start even if nothing fits.

    Args:
        ends: Where the signs of the text end.
        start: Where it goes on.
        longest: How many characters can fit at most.
        fits: Whether the text up to a place fits.
    """
    first = bisect_right(ends, start)
    last = bisect_right(ends, start + longest)
    found = most(last - first, lambda number: fits(ends[first + number - 1]))
    if found:
        return ends[first + found - 1]
    # A sign that is longer than a message, such as a letter under a tower of accents, can only be cut through.
    return start + max(1, most(min(longest, ends[first] - start), lambda number: fits(start + number)))


def border(text: str, start: int, end: int, fits: Callable[[int], bool]) -> int:
    """Return where to cut a text that fits up to `end`: where a line or a word ends, if one ends near enough."""
    near = start + (end - start) // _LINE_SHARE
    line = text.rfind("\n", near, end + 1)
    word = next((place for place in range(end, near, -1) if text[place : place + 1].isspace()), end)
    place = line if line >= 0 else word
    return place if fits(place) else end
