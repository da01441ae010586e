"""An activity that shows in lines: what a round keeps, sign-ups, polls, topics, groups."""

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import LineRow, LinesView
from screens.widgets.agenda import Chosen
from screens.widgets.plain import content

WIDEST_LABEL = 28


class Lines(Widget):
    """A heading and lines of a label and a text; the last ones when there is little room."""

    DEFAULT_CSS = """
    Lines { height: 1fr; min-height: 2; }
    """

    view: reactive[LinesView | None] = reactive(None)
    chosen: reactive[str] = reactive("")

    def render(self) -> RenderResult:
        """Draw the lines in view."""
        view = self.view
        if view is None:
            return Content("")
        room = self.content_size.width
        heading, note = self._around(view)
        rows = self._in_view(view)
        wide = min(WIDEST_LABEL, max((width(row.label) for row in rows), default=0))
        lines = [content(heading, "bold underline")] if heading else []
        lines += [_line(row, wide, room, chosen=bool(row.id) and row.id == self.chosen) for row in rows]
        if note:
            lines.append(content(crop(note, room)))
        return Content("\n").join(lines)

    def _around(self, view: LinesView) -> tuple[str, str]:
        """Return heading and note; where there is little room the rows come first, then the note."""
        room, needed = self.content_size.height, max(1, len(view.rows))
        note = view.note if room > needed or not view.rows else ""
        heading = view.heading if room > needed + (1 if note else 0) else ""
        return heading, note

    def _in_view(self, view: LinesView) -> tuple[LineRow, ...]:
        """Return the lines there is room for, among them the chosen one, else the one that is on now."""
        height = max(1, self.content_size.height - sum(1 for part in self._around(view) if part))
        at_rest = len(view.rows) if view.newest else 0
        strong = next((place for place, row in enumerate(view.rows) if row.strong), at_rest)
        chosen = next((place for place, row in enumerate(view.rows) if row.id == self.chosen != ""), None)
        wanted = strong if chosen is None else chosen - height + 1
        first = max(0, min(wanted, len(view.rows) - height))
        return view.rows[first : first + height]

    def on_click(self, event: Click) -> None:
        """Choose the topic that was clicked."""
        where = event.get_content_offset(self)
        if where is None or self.view is None:
            return
        rows = self._in_view(self.view)
        above = 1 if self._around(self.view)[0] else 0
        if above <= where.y < len(rows) + above and rows[where.y - above].id:
            self.post_message(Chosen("cards", rows[where.y - above].id))


def _line(row: LineRow, wide: int, room: int, *, chosen: bool) -> Content:
    label = crop(row.label, wide)
    gap = " " * (wide - width(label) + (2 if wide else 0))
    text = crop(" ".join(row.text.split("\n")), max(4, room - wide - 2))
    style = "bold" if row.strong else ""
    line = Content.assemble(content(label, style), gap, content(text, style))
    return line.stylize("reverse") if chosen else line
