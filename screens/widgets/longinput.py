"""An input that takes a key as quickly behind twenty thousand characters as behind none."""

from bisect import bisect_right
from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text
from textual.strip import Strip
from textual.widgets import Input

PIECE = 256
"""A long text is measured in pieces of about so many characters, whose widths are remembered by the measure itself."""
JOINS = frozenset({"\u200d", "\ufe0f"})
"""What belongs to the sign before it, so that no piece begins with it: joiner and variation selector."""


class LongInput(Input):
    """Draws and measures only what changed and what is in view; the rest is as with any input."""

    def on_mount(self) -> None:
        """Scroll to the end of the first text, too; Textual takes that one for what the input was made with."""
        self._initial_value = False

    @property
    def _drawn(self) -> str:
        """The value as it is drawn: dots where it may not be seen, one cell for a tab."""
        return "•" * len(self.value) if self.password else self.value.replace("\t", " ")

    def _position_to_cell(self, position: int) -> int:
        return _cells(self._drawn[:position])

    @property
    def content_width(self) -> int:
        """The width of the content, with room for the cursor behind it."""
        if self.placeholder and not self.value:
            return super().content_width
        drawn, cursor = self._drawn, self.cursor_position
        # What lies behind the cursor is cut into pieces from its end, so that they stay the same while one types.
        return _cells(drawn[:cursor]) + _cells(drawn[cursor:], from_end=True) + 1

    def render_line(self, y: int) -> Strip:
        """Draw the part of the value that is in view, no sign of it cut in two."""
        if y != 0 or not self.value:
            return super().render_line(y)
        room = self.scrollable_content_region.width
        drawn, (scrolled, _) = self._drawn, self.scroll_offset
        first, begins = _sign_at(drawn, scrolled)
        shown = Text(_beginning(drawn[first:], room - begins + scrolled), no_wrap=True, end="")
        self._mark(shown, first)
        shown.pad_left(begins - scrolled)
        options = self.app.console_options.update_width(shown.cell_len + 1)
        strip = Strip(self.app.console.render(shown, options)).crop(0, room)
        return strip.extend_cell_length(room).apply_style(self.rich_style)

    def _mark(self, shown: Text, first: int) -> None:
        """Add what is suggested, and mark selection and cursor in the part that begins at the character `first`."""
        length, suggestion = len(self.value), self._suggestion
        suggests = self.has_focus and len(suggestion) > length and first + len(shown) == length
        if suggests:
            shown.append(suggestion[length:], self.get_component_rich_style("input--suggestion"))
        if not self.has_focus:
            return
        if not self.selection.is_empty:
            start, end = sorted(self.selection)
            style = self.get_component_rich_style("input--selection")
            shown.stylize_before(style, max(0, start - first), max(0, end - first))
        if self._cursor_visible and self.cursor_position >= first:
            if self.cursor_at_end and not suggests:
                shown.pad_right(1)
            cursor = self.cursor_position - first
            shown.stylize(self.get_component_rich_style("input--cursor"), cursor, cursor + 1)


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into pieces, never within a sign that a joiner holds together."""
    start = 0
    while start < len(text):
        end = start + PIECE
        while end < len(text) and (text[end] in JOINS or text[end - 1] in JOINS):
            end += 1
        yield text[start:end]
        start = end


def _cells(text: str, *, from_end: bool = False) -> int:
    """Measure a text by pieces; `from_end` has the odd one stand at its beginning."""
    if len(text) <= PIECE:
        return cell_len(text)
    odd = len(text) % PIECE if from_end else 0
    return cell_len(text[:odd]) + sum(cell_len(piece) for piece in _pieces(text[odd:]))


def _sign_at(text: str, cell: int) -> tuple[int, int]:
    """Find the first sign that begins at a cell or behind it: its place in the text, and the cell where it begins."""
    place = begins = 0
    for piece in _pieces(text):
        wide = cell_len(piece)
        if begins + wide > cell:
            at = _prefix(piece, cell - begins)
            if begins + cell_len(piece[:at]) < cell:
                at = _prefix(piece, cell_len(piece[: at + 1]))
            return place + at, begins + cell_len(piece[:at])
        place, begins = place + len(piece), begins + wide
    return place, begins


def _beginning(text: str, cells: int) -> str:
    """Return as much of the beginning of a text as fits into so many cells."""
    looked_at = text[: 2 * cells]
    while len(looked_at) < len(text) and cell_len(looked_at) <= cells:
        looked_at = text[: 2 * len(looked_at)]
    return looked_at[: _prefix(looked_at, cells)]


def _prefix(text: str, cells: int) -> int:
    """Return how many characters of a text fit into so many cells."""
    return bisect_right(range(len(text) + 1), cells, key=lambda at: cell_len(text[:at])) - 1
