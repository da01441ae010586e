"""A long text to be read and scrolled: wrapped once for a width, and only the rows in view are drawn."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from formats.text import clean, signs, width

LineKind = Literal["text", "heading", "border"]
"""What a line is: what was written, a heading in it, or a line between two parts of it."""

_WIDEST: Final = 110
"""Rows that are longer are hard to read."""
_TAB: Final = 4
_ONE_CELL_EACH: Final = re.compile("[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff‘’“”„–—…•◦☐·─]*")
"""Texts of signs that take one cell each, as most do: they need not be measured sign by sign."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the text, as long as it comes."""

    text: str
    kind: LineKind = "text"


def wrapped(text: str, room: int) -> Iterator[str]:
    """Yield the rows of a line, each of at most `room` cells: broken at spaces, or within a word that is longer.

    Args:
        text: One line.
        room: Cells of a row.
    """
    left = clean(text).replace("\n", " ").expandtabs(_TAB)
    simple = _ONE_CELL_EACH.fullmatch(left) is not None
    start = 0
    while True:
        end = start + room if simple else _fits(left, start, room)
        if end >= len(left):
            yield left[start:]
            return
        space = left.rfind(" ", start, end + 1)
        if space > start and left[start:space].strip():
            yield left[start:space]
            start = space + 1
        else:
            yield left[start:end]
            start = end


def _fits(text: str, start: int, room: int) -> int:
    """Return where a row ends at the latest; at least one sign is on it."""
    end, used = start, 0
    # No sign is narrower than a cell in sum, but for those that are drawn onto another one.
    for sign in signs(text[start : start + room * 8]):
        used += width(sign)
        if used > room and end > start:
            break
        end += len(sign)
    return end


class Sheet(ScrollView, can_focus=True):
    """Draws the text; the keys of scrolling move through it."""

    DEFAULT_CSS = """
    Sheet {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .sheet--heading { color: $text-accent; text-style: bold; }
        & > .sheet--border { color: $text-muted; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--heading", "sheet--border"}

    lines: reactive[tuple[SheetLine, ...]] = reactive[tuple[SheetLine, ...]]((), repaint=False)
    """What is read."""

    def __init__(self, *, id: str | None = None) -> None:
        """Show nothing yet."""
        super().__init__(id=id)
        self._rows: list[SheetLine] = []
        self._wrapped_for = 0

    def watch_lines(self) -> None:
        """Wrap another text."""
        self._wrap()

    def on_resize(self) -> None:
        """Wrap the text for another width."""
        if self._room != self._wrapped_for:
            self._wrap()

    @property
    def _room(self) -> int:
        return min(_WIDEST, self.scrollable_content_region.width)

    def _wrap(self) -> None:
        room = self._wrapped_for = self._room
        if room <= 0:
            return
        self._rows = [SheetLine(row, line.kind) for line in self.lines for row in wrapped(line.text, room)]
        self.virtual_size = Size(room, len(self._rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        place, room, style = y + round(self.scroll_y), self.scrollable_content_region.width, self.rich_style
        if place >= len(self._rows):
            return Strip.blank(room, style)
        row = self._rows[place]
        if row.kind != "text":
            style += self.get_component_rich_style(f"sheet--{row.kind}", partial=True)
        return Strip([Segment(row.text, style)]).adjust_cell_length(room, style)
