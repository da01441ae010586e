"""A list in which one row is chosen: headings and rows, drawn line by line."""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from formats.text import clean_line, crop, width

_WIDEST_LEAD = 46
_LONGEST = 1_000
"""Characters of a row that can ever be seen; longer texts are not measured whole."""


@dataclass(frozen=True, slots=True)
class PickRow:
    """A row: one that can be chosen if it has an id, else a heading or, without text, an empty line.

    Attributes:
        text: What it is called.
        lead: Drawn before it, in a column of its own.
        detail: Drawn at the right edge.
        mark: A sign before the row.
        hint: Takes the place of the detail while the row is highlighted.
    """

    id: str = ""
    text: str = ""
    lead: str = ""
    detail: str = ""
    mark: str = ""
    hint: str = ""


class PickList(ScrollView, can_focus=True):
    """Draws the rows; up and down move, `enter` or a second click chooses."""

    DEFAULT_CSS = """
    PickList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .picklist--heading { color: $text-muted; text-style: bold; }
        & > .picklist--detail { color: $text-muted; }
        & > .picklist--mark { color: $text-error; text-style: bold; }
        & > .picklist--resting { text-style: bold; background: $block-cursor-blurred-background; }
        & > .picklist--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "picklist--heading",
        "picklist--detail",
        "picklist--mark",
        "picklist--resting",
        "picklist--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, id="list.up"),
        Binding("down", "move(1)", show=False, id="list.down"),
        Binding("pageup", "page(-1)", show=False, id="list.page_up"),
        Binding("pagedown", "page(1)", show=False, id="list.page_down"),
        Binding("home", "edge(-1)", show=False, id="list.first"),
        Binding("end", "edge(1)", show=False, id="list.last"),
        Binding("enter", "choose", show=False, id="list.choose"),
    ]

    rows: reactive[tuple[PickRow, ...]] = reactive[tuple[PickRow, ...]]((), repaint=False)
    """What stands in the list."""
    at: reactive[str] = reactive("", repaint=False)
    """The id of the highlighted row."""

    class Highlighted(Message):
        """Another row is highlighted."""

        def __init__(self, picklist: "PickList", row: str) -> None:
            """Say which."""
            super().__init__()
            self.picklist = picklist
            self.row = row

        @property
        def control(self) -> "PickList":
            """The list."""
            return self.picklist

    class Chosen(Highlighted):
        """A row was chosen."""

    class Beyond(Message):
        """The list was left by its upper (-1) or lower (1) edge."""

        def __init__(self, picklist: "PickList", step: int) -> None:
            """Say by which."""
            super().__init__()
            self.picklist = picklist
            self.step = step

    def __init__(
        self,
        rows: tuple[PickRow, ...] = (),
        *,
        id: str | None = None,
        focusable: bool = True,
        rests: bool = True,
    ) -> None:
        """Show these rows; `rests`: the highlighted one is seen even while the list has not the focus."""
        super().__init__(id=id)
        self.can_focus = focusable
        self._rests = rests
        self._choices: list[str] = []
        self._lines: dict[str, int] = {}
        self._lead = 0
        # Set without watchers: before the list is drawn first, there is nothing to draw again.
        self.set_reactive(PickList.rows, rows)
        self._measure(rows)
        self.set_reactive(PickList.at, self._choices[0] if self._choices else "")

    def _measure(self, rows: tuple[PickRow, ...]) -> None:
        self._lines = {row.id: line for line, row in enumerate(rows) if row.id}
        self._choices = list(self._lines)
        self._lead = max(
            (min(width(clean_line(row.lead[:_LONGEST])), _WIDEST_LEAD) for row in rows), default=0
        )
        self.virtual_size = Size(0, len(rows))

    def watch_rows(self, before: tuple[PickRow, ...], rows: tuple[PickRow, ...]) -> None:
        """Measure the rows and keep the highlighted one if it is still there."""
        self._measure(rows)
        if self.at not in self._lines:
            self.at = self._choices[0] if self._choices else ""
        self.refresh(layout=len(before) != len(rows))
        self._keep_in_view()

    def watch_at(self, before: str, at: str) -> None:
        """Draw the two rows that changed."""
        for one in (before, at):
            if one in self._lines:
                self.refresh_line(self._lines[one])
        self._keep_in_view()
        if at:
            self.post_message(self.Highlighted(self, at))

    def on_focus(self) -> None:
        """Draw the highlighted row as the one that keys act on."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw the highlighted row as resting."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the highlighted row in view."""
        self._keep_in_view()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines there are."""
        return len(self.rows)

    def action_move(self, step: int) -> None:
        """Highlight the next or the previous row, or say that there is none."""
        if not self._choices:
            self.post_message(self.Beyond(self, step))
            return
        place = self._choices.index(self.at) + step
        if 0 <= place < len(self._choices):
            self.at = self._choices[place]
        else:
            self.post_message(self.Beyond(self, step))

    def action_page(self, step: int) -> None:
        """Highlight a row a screenful further."""
        if self._choices:
            place = self._choices.index(self.at) + step * max(1, self.size.height - 2)
            self.at = self._choices[max(0, min(len(self._choices) - 1, place))]

    def action_edge(self, step: int) -> None:
        """Highlight the first or the last row."""
        if self._choices:
            self.at = self._choices[0 if step < 0 else -1]

    def action_choose(self) -> None:
        """Choose the highlighted row."""
        if self.at:
            self.post_message(self.Chosen(self, self.at))

    def on_click(self, event: events.Click) -> None:
        """Highlight the row under the mouse; choose it if it was highlighted before."""
        where = event.get_content_offset(self)
        line = -1 if where is None else where.y + round(self.scroll_y)
        if not 0 <= line < len(self.rows) or not self.rows[line].id:
            return
        if self.rows[line].id == self.at:
            self.action_choose()
        else:
            self.at = self.rows[line].id

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        line, room, base = y + round(self.scroll_y), self._room, self.rich_style
        if line >= len(self.rows):
            return Strip.blank(room, base)
        row = self.rows[line]
        if not row.id:
            heading = base + self.get_component_rich_style("picklist--heading", partial=True)
            return self._strip([(f" {_seen(row.text)}", heading)], base)
        chosen = row.id == self.at and (self.has_focus or self._rests)
        mark, detail = self._style("mark", base), self._style("detail", base)
        if chosen:
            base = self._style("cursor" if self.has_focus else "resting", base)
            mark = detail = base
        right = _seen(row.hint if row.id == self.at and row.hint else row.detail)
        lead = _seen(row.lead)
        before = "▸ " if chosen else f"{row.mark or ' ':<2}"
        if self._lead:
            before += f"{crop(lead, self._lead)}{'':{self._lead - width(crop(lead, self._lead))}}  "
        left = room - width(right) - width(before) - 3
        text = crop(_seen(row.text), left if left > 8 else room - width(before) - 2)
        gap = room - 1 - width(before) - width(text) - width(right) - 1
        pieces = [(" ", base), (before, base if chosen else mark if row.mark else base), (text, base)]
        if gap >= 1:
            pieces += [(" " * gap, base), (right, detail)]
        return self._strip([*pieces, (" ", base)], base)

    @property
    def _room(self) -> int:
        """The cells of a line, without the scrollbar's."""
        return self.scrollable_content_region.width

    def _style(self, name: str, base: Style) -> Style:
        return base + self.get_component_rich_style(f"picklist--{name}", partial=True)

    def _strip(self, pieces: list[tuple[str, Style]], base: Style) -> Strip:
        segments = [Segment(text, style) for text, style in pieces]
        return Strip(segments).adjust_cell_length(self._room, base)

    def _keep_in_view(self) -> None:
        line = self._lines.get(self.at)
        height = self.size.height
        if line is None or not height:
            return
        # The heading above the first row of a shelf comes into view with it.
        above = line
        while above and not self.rows[above - 1].id:
            above -= 1
        top = round(self.scroll_y)
        if above < top:
            self.scroll_to(y=above, animate=False)
        elif line >= top + height:
            self.scroll_to(y=line - height + 1, animate=False)


def _seen(text: str) -> str:
    return clean_line(text[:_LONGEST])
