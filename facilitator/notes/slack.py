"""The notes for Slack's message box: bold between single stars, bullets, bare addresses; no headings, no tables."""

from dataclasses import replace
from functools import partial
from typing import Final

from facilitator.notes.bullets import plain_hand
from facilitator.notes.escaping_plain import guard_lines, has_marks
from facilitator.notes.sheet import whole

LIMIT: Final = 4_000
"""Characters that Slack takes in one message before it makes a file of it."""

_SECTION: Final = 2


def _title(text: str) -> str:
    return _between("*", text)


def _heading(text: str, depth: int) -> str:
    return _between("*" if depth <= _SECTION else "_", text)


def _between(mark: str, text: str) -> str:
    """Write a text between two marks; without them where it is empty or its own ones might pair with them."""
    line = " ".join(guard_lines(text))
    return f"{mark}{line}{mark}" if text.strip() and not has_marks(text) else line


HAND: Final = replace(plain_hand(guard_lines, "•", "◦"), title=_title, heading=_heading)

render = partial(whole, HAND)
