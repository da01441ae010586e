"""The notes as they look where they are pasted: without the marks that a chat or a wiki turns into something else."""

from dataclasses import replace
from typing import Final

from facilitator.notes import Wish
from facilitator.notes.bullets import plain_hand
from facilitator.notes.document import Document
from facilitator.notes.sheet import whole
from screens.views.notes import LookView

_MARK: Final = "\x02"
"""Stands before a heading while they are written; no text that was typed has it."""
_BULLET, _DEEPER, _BOX = "•", "◦", "☐"
_TURNED: Final = frozenset({"markdown", "slack", "discord", "html"})
"""Dialects with marks that are not seen where they are pasted."""

_PLAIN: Final = plain_hand(lambda text: text.split("\n"), _BULLET, _DEEPER)
_HAND: Final = replace(
    _PLAIN,
    title=lambda text: _MARK + text,
    heading=lambda text, _depth: _MARK + text,
    spaced=True,
)


def _with_boxes(text: str, depth: int, task: bool) -> str:
    item = _PLAIN.item(text, depth, task)
    return item.replace(_BULLET, _BOX, 1) if task else item


_TASKS: Final = replace(_HAND, item=_with_boxes)


def look(document: Document, wish: Wish) -> LookView | None:
    """Return what is seen of notes where they are pasted; `None` where they are seen just as they are written.

    Args:
        document: The notes.
        wish: How they are written.
    """
    if wish.dialect not in _TURNED:
        return None
    hand = _TASKS if wish.task_lists and wish.dialect == "markdown" else _HAND
    lines: list[str] = []
    headings: list[tuple[int, int]] = []
    at = 0
    for line in whole(hand, document).rstrip("\n").split("\n"):
        seen = line.removeprefix(_MARK)
        if seen != line:
            headings.append((at, at + len(seen)))
        lines.append(seen)
        at += len(seen) + 1
    return LookView("\n".join(lines), tuple(headings))
