"""The notes for Discord: headings to the third level, hyphens for lists, backslashes before what means something."""

from functools import partial
from typing import Final

from facilitator.notes.escaping_discord import escape_lines
from facilitator.notes.pings import INVISIBLE
from facilitator.notes.sheet import Hand, whole

LIMIT: Final = 2_000
"""Characters that Discord takes in one message."""

_INDENT: Final = "  "
_DEEPEST_HEADING: Final = 3


def _heading(text: str, depth: int) -> str:
    return f"{'#' * min(depth, _DEEPEST_HEADING)} {' '.join(escape_lines(text)) or INVISIBLE}"


def _title(text: str) -> str:
    return _heading(text, 1)


def _line(text: str) -> str:
    return "\n".join(escape_lines(text))


def _item(text: str, depth: int, _task: bool) -> str:
    indent = _INDENT * depth
    # Without anything in it, a line would end the item.
    lines = (line or INVISIBLE for line in escape_lines(text))
    beneath = f"\n{indent}{_INDENT}"
    return f"{indent}- {beneath.join(lines)}"


HAND: Final = Hand(_title, _heading, _line, _item)

render = partial(whole, HAND)
