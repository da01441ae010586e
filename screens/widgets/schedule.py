"""The schedule as it will run, with clock times."""

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.setup import ScheduleRow
from screens.widgets.plain import content


class Schedule(Widget):
    """Draws the parts with the times at which they begin, and when the session ends."""

    DEFAULT_CSS = """
    Schedule { height: auto; width: 1fr; max-width: 70; padding: 0 1; }
    """

    rows: reactive[tuple[ScheduleRow, ...]] = reactive[tuple[ScheduleRow, ...]]((), layout=True)
    """The parts in order."""
    ends: reactive[str] = reactive("", layout=True)
    """When it will end, a sentence."""

    def render(self) -> Content:
        """Draw the schedule."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines it takes."""
        return len(self._lines(width))

    def _lines(self, room: int) -> list[Content]:
        if room < 12:
            return []
        wide = max((width(row.starts) for row in self.rows), default=0)
        lines = [_line(row, wide, room) for row in self.rows]
        return [*lines, Content(""), *content(self.ends, "bold").wrap(room)] if self.ends else lines


def _line(row: ScheduleRow, wide: int, room: int) -> Content:
    before = Content.assemble((f"{row.starts:>{wide}}", "bold"), (f" {row.minutes:>5}  ", "$text-muted"))
    sign = " ◆" if row.protected else ""
    title = crop(" ".join(row.title.split()), max(1, room - before.cell_length - width(sign)))
    return Content.assemble(before, content(title), (sign, "bold $text-accent"))
