"""What the dialects without headings and lists have in common: plain lines, and items behind a bullet."""

from collections.abc import Callable
from typing import Final

from facilitator.notes.sheet import Hand

_INDENT: Final = "    "
_SECTION: Final = 2

Escape = Callable[[str], list[str]]
"""What makes lines of a text that read as typed."""


def plain_hand(escape: Escape, *bullets: str) -> Hand:
    """Return a hand that writes headings as plain lines and items behind bullets.

    Args:
        escape: What makes lines of a text.
        bullets: The bullet of each depth; the last one is that of all deeper ones.
    """

    def title(text: str) -> str:
        return " ".join(escape(text))

    def heading(text: str, depth: int) -> str:
        return title(text) if depth <= _SECTION else f"{title(text)}:"

    def line(text: str) -> str:
        return "\n".join(escape(text))

    def item(text: str, depth: int, _task: bool) -> str:
        bullet = bullets[min(depth, len(bullets) - 1)]
        first, *more = escape(text)
        beneath = " " * (len(_INDENT) * depth + len(bullet) + 1)
        lines = (f"{_INDENT * depth}{bullet} {first}", *(beneath + line if line else "" for line in more))
        return "\n".join(lines)

    return Hand(title, heading, line, item)
