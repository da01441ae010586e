"""An activity that shows in lines: what a round keeps, sign-ups, polls, topics, groups."""

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import LineRow, LinesView
from screens.widgets.plain import content

WIDEST_LABEL = 28


class Lines(Widget):
    """A heading and lines of a label and a text; the last ones when there is little room."""

    DEFAULT_CSS = """
    Lines { height: 1fr; min-height: 2; }
    """

    view: reactive[LinesView | None] = reactive(None)

    def render(self) -> RenderResult:
        """Draw the lines in view."""
        view = self.view
        if view is None:
            return Content("")
        room = self.content_size.width
        height = max(1, self.content_size.height - 1 - (1 if view.note else 0))
        strong = next((place for place, row in enumerate(view.rows) if row.strong), 0)
        first = max(0, min(strong, len(view.rows) - height))
        rows = view.rows[first : first + height]
        wide = min(WIDEST_LABEL, max((width(row.label) for row in rows), default=0))
        lines = [content(view.heading, "bold underline"), *(_line(row, wide, room) for row in rows)]
        if view.note:
            lines.append(content(crop(view.note, room)))
        return Content("\n").join(lines)


def _line(row: LineRow, wide: int, room: int) -> Content:
    label = crop(row.label, wide)
    gap = " " * (wide - width(label) + (2 if wide else 0))
    text = crop(" ".join(row.text.split("\n")), max(4, room - wide - 2))
    return Content.assemble(
        content(label, "bold" if row.strong else ""), gap, content(text, "bold" if row.strong else "")
    )
