"""Rows of a text and its figures, side by side in columns where there is room; what does not fit is scrolled to."""

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.widgets.plain import content

GAP = 3
"""Cells between two columns."""
LEAST_TEXT = 6
"""A text is not cut to fewer cells than these."""
MOST_TEXT = 24
"""Nor does one longer than these take the room of another column."""

Row = tuple[str, str]
"""A text, and the figures at its right."""


class Glance(Widget):
    """A heading, and as many rows as there is room for; its last line says how many more there are."""

    DEFAULT_CSS = """
    Glance { height: auto; }
    """

    heading: reactive[str] = reactive("")
    rows: reactive[tuple[Row, ...]] = reactive(())
    first: reactive[int] = reactive(0)
    chosen: reactive[bool] = reactive(False)

    def __init__(self, *, id: str, fills: bool = False) -> None:
        """Start with nothing shown; `fills`: one column takes all the room there is."""
        super().__init__(id=id)
        self._fills = fills

    def show(self, heading: str, rows: tuple[Row, ...]) -> None:
        """Show other rows; what was scrolled to stays in view while there are as many."""
        others = len(rows) != len(self.rows)
        self.heading, self.rows = heading, rows
        if others:
            self.first = 0
            self.refresh(layout=True)

    @property
    def scrolls(self) -> bool:
        """Whether there is more than can be seen at once."""
        return self._lines(self.content_size.width) > self.content_size.height - 1

    def on_mouse_scroll_down(self) -> None:
        """Show later rows."""
        self.scroll_rows(1)

    def on_mouse_scroll_up(self) -> None:
        """Show earlier rows."""
        self.scroll_rows(-1)

    def scroll_rows(self, step: int) -> None:
        """Show earlier or later rows."""
        last = max(0, self._lines(self.content_size.width) - self._in_view())
        self.first = max(0, min(last, self.first + step))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for the heading and one for each row, but room for the clock on a low screen."""
        return max(2, min(viewport.height // 3, 1 + self._lines(width)))

    def render(self) -> RenderResult:
        """Draw what is in view."""
        room = self.content_size.width
        columns, lines = self._columns(room), self._lines(room)
        first = max(0, min(self.first, lines - self._in_view()))
        wide = (room + GAP) // columns - GAP
        drawn = [content(crop(self.heading, room), "bold reverse" if self.chosen else "bold")]
        seen = 0
        for line in range(first, min(lines, first + self._in_view())):
            cells = self.rows[line::lines]
            seen += len(cells)
            drawn.append(Content(" " * GAP).join([self._row(row, wide) for row in cells]))
        if seen < len(self.rows):
            drawn.append(content(f"{len(self.rows) - seen} more; up and down", "$text-muted"))
        return Content("\n").join(drawn)

    def _in_view(self) -> int:
        """Return how many lines of rows there is room for: one line less where the last says that there are more."""
        height = max(1, self.content_size.height - 1)
        return max(1, height - 1) if self._lines(self.content_size.width) > height else height

    def _columns(self, room: int) -> int:
        if self._fills or not self.rows:
            return 1
        texts, figures = self._widths()
        return max(1, (room + GAP) // (texts + 2 + figures + GAP))

    def _lines(self, room: int) -> int:
        return -(-len(self.rows) // self._columns(room))

    def _widths(self) -> tuple[int, int]:
        """Return how many cells the texts and the figures take."""
        texts = max((width(text) for text, _ in self.rows), default=0)
        figures = max((width(figures) for _, figures in self.rows), default=0)
        return texts if self._fills else min(texts, MOST_TEXT), figures

    def _row(self, row: Row, room: int) -> Content:
        texts, widest = self._widths()
        free = max(LEAST_TEXT, room - widest - 2)
        for_text = free if self._fills else min(texts, free)
        text = crop(row[0], for_text)
        pad = " " * (for_text - width(text) + 2)
        before = " " * (widest - width(row[1])) if self._fills else ""
        line = content(crop(f"{text}{pad}{before}{row[1]}", room))
        return Content.assemble(line, " " * max(0, room - line.cell_length))
