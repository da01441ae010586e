"""All keys at the foot, in columns, made from the table of acts."""

from typing import ClassVar

from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop
from screens.acts import GROUPS, Act, written
from screens.widgets.plain import content

COLUMN = 25
MOST_LINES = 10
"""More than this are scrolled; on a low screen, more than a third of it."""


class Help(Widget, can_focus=True):
    """The keys of the live screen; up and down scroll, esc closes."""

    DEFAULT_CSS = """
    Help { height: auto; display: none; background: $panel; padding: 0 1; }
    Help.-open { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", show=False, id="help.up"),
        Binding("down", "scroll(1)", show=False, id="help.down"),
        Binding("pageup", "scroll(-8)", show=False, id="help.page_up"),
        Binding("pagedown,space", "scroll(8)", show=False, id="help.page_down"),
        Binding("escape,question_mark,enter,q", "close", show=False, id="help.close"),
    ]

    KEYS = "up/down more keys   esc close"

    first: reactive[int] = reactive(0)

    class Closed(Message):
        """The help was closed."""

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self.has_class("-open")

    def open(self) -> None:
        """Show the first keys."""
        self.first = 0
        self.add_class("-open")
        self.screen.set_focus(self)

    def action_close(self) -> None:
        """Close."""
        self.remove_class("-open")
        self.post_message(self.Closed())

    def action_scroll(self, step: int) -> None:
        """Show other lines."""
        last = max(0, len(self._lines(self.content_size.width)) - self.content_size.height)
        self.first = max(0, min(last, self.first + step))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return as many lines as there are, ten at most, and room for the clock on a low screen."""
        return max(1, min(MOST_LINES, viewport.height // 3, len(self._lines(width))))

    def render(self) -> RenderResult:
        """Draw the lines in view."""
        lines = self._lines(self.content_size.width)
        return Content("\n").join(lines[self.first : self.first + self.content_size.height])

    def _lines(self, room: int) -> list[Content]:
        columns = max(1, room // COLUMN)
        wide = room // columns
        entries: list[Content] = []
        for heading, acts in GROUPS:
            shown = [act for act in acts if act.keys]
            if not shown:
                continue
            entries.append(content(heading, "bold underline"))
            entries += [_entry(act, wide - 2) for act in shown]
        rows = -(-len(entries) // columns)
        lines = []
        for row in range(rows):
            cells = [entries[at] for at in range(row, len(entries), rows)]
            padded = [Content.assemble(cell, " " * max(0, wide - cell.cell_length)) for cell in cells]
            lines.append(Content("").join(padded))
        return lines


def _entry(act: Act, room: int) -> Content:
    keys = written(act.keys[0])
    return Content.assemble(
        content(f"{keys:<8}", "bold $text-accent"), content(crop(act.label, max(4, room - 8)))
    )
