"""The notes as CommonMark. Whatever was typed reads as typed, and as far as possible the source reads so too."""

from dataclasses import replace
from functools import partial
from typing import Final

from facilitator.notes.escaping import escape_heading, escape_lines
from facilitator.notes.pings import INVISIBLE
from facilitator.notes.sheet import Hand, whole

INDENT: Final = "  "
_DEEPEST_HEADING: Final = 6


def _title(text: str) -> str:
    return f"# {escape_heading(text)}"


def _heading(text: str, depth: int) -> str:
    return f"{'#' * min(depth, _DEEPEST_HEADING)} {escape_heading(text)}"


def _line(text: str) -> str:
    return _broken(escape_lines(text), "")


def _item(text: str, depth: int, _task: bool) -> str:
    indent = INDENT * depth
    return f"{indent}- {_broken(escape_lines(text), indent + INDENT)}"


def _item_to_tick(text: str, depth: int, task: bool) -> str:
    indent = INDENT * depth
    return f"{indent}- {'[ ] ' if task else ''}{_broken(escape_lines(text), indent + INDENT)}"


def _broken(lines: list[str], indent: str) -> str:
    """Join lines with hard breaks: two spaces where there is text, a backslash on an empty line."""
    *before, last = lines
    # An empty line would end the paragraph, and a break at its end would be lost: a backslash alone breaks a
    # line as well, and an invisible space holds the last one open.
    broken = [f"{line}  " if line else "\\" for line in before]
    return f"\n{indent}".join((*broken, last or INVISIBLE))


HAND: Final = Hand(_title, _heading, _line, _item, spaced=True)
TASKS: Final = replace(HAND, item=_item_to_tick)
"""With boxes to tick before what is to be done (GitHub's task lists)."""

render = partial(whole, HAND)
