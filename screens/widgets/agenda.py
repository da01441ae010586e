"""The agenda: a table where there is room at the side, a strip of one line where there is not."""

from textwrap import wrap

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import AgendaRow, AgendaView
from screens.widgets.plain import content

WIDE = 100
"""From this many columns on, the agenda stands as a table at the side."""
STRIP_TITLE = 16
"""Cells that a title may take in the strip before it is cut."""


class Chosen(Message):
    """Something was pointed at with the mouse: which list it is in, and its id."""

    def __init__(self, region: str, id: str) -> None:
        """Say what."""
        super().__init__()
        self.region = region
        self.id = id


class Agenda(Widget):
    """Shows each segment with its sign, plan and what was spent."""

    DEFAULT_CSS = """
    Agenda { height: auto; }
    """

    view: reactive[AgendaView | None] = reactive(None, layout=True)
    chosen: reactive[str] = reactive("")

    @property
    def strip(self) -> bool:
        """Whether there is no room for a table at the side."""
        return self.app.size.width < WIDE

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a row for each segment and one for the note; a single one as a strip."""
        if self.view is None or self.strip:
            return 1
        return min(_lines(self.view, width), _most_lines(viewport.height))

    def shows_all(self, view: AgendaView) -> bool:
        """Say whether there is room for each segment of an agenda."""
        room = self.content_size.width
        return not self.strip and _lines(view, room) <= _most_lines(self.app.size.height)

    def render(self) -> RenderResult:
        """Draw the table or the strip."""
        if self.view is None:
            return Content("")
        room = self.content_size.width
        return self._as_strip(self.view, room) if self.strip else self._as_table(self.view, room)

    def _as_table(self, view: AgendaView, room: int) -> Content:
        head = "starts  plan" if view.clock_times else "plan spent"
        lines = [content("Agenda".ljust(max(0, room - len(head))) + head, "bold")]
        lines += [self._row(row, room, clock_times=view.clock_times) for row in self._in_view(view)]
        lines += [content(line, "bold $text-warning") for line in _note(view, room)]
        return Content("\n").join(lines)

    def _in_view(self, view: AgendaView) -> tuple[AgendaRow, ...]:
        """Return the rows there is room for, around the chosen one, else the current one."""
        room = max(1, self.content_size.height - 1 - len(_note(view, self.content_size.width)))
        current = next((place for place, row in enumerate(view.rows) if row.sign == "▶"), 0)
        middle = next((place for place, row in enumerate(view.rows) if row.id == self.chosen), current)
        first = max(0, min(middle - room // 2, len(view.rows) - room))
        return view.rows[first : first + room]

    def _row(self, row: AgendaRow, room: int, *, clock_times: bool) -> Content:
        plan = f"{row.planned}→{row.fitted}" if row.fitted else row.planned
        figures = f"{row.starts:>7} {plan:>4}" if clock_times else f"{plan:>5} {row.spent:>4}"
        mark = " ◆" if row.protected else ""
        title_room = max(4, room - len(figures) - 4 - len(mark))
        title = crop(row.title, title_room)
        pad = " " * max(0, title_room - width(title))
        style = {"▶": "bold", "-": "dim strike"}.get(row.sign, "")
        line = Content.assemble(
            content(f"{row.sign} ", "bold $text-accent" if row.sign == "▶" else ""),
            content(title, style),
            pad,
            content(mark),
            " ",
            content(figures, "bold" if row.fitted else style.replace("strike", "")),
        )
        return line.stylize("reverse") if row.id == self.chosen else line

    def _as_strip(self, view: AgendaView, room: int) -> Content:
        if view.note:
            return content(crop(view.note, room), "bold $text-warning")
        rows = view.rows
        current = next((place for place, row in enumerate(rows) if row.sign == "▶"), 0)
        middle = next((place for place, row in enumerate(rows) if row.id == self.chosen), current)
        labels = [
            _label(row, f" {at + 1}/{len(rows)}" if row.sign == "▶" or row.id == self.chosen else "")
            for at, row in enumerate(rows)
        ]
        first, last = middle, middle
        while True:
            wider = [
                (low, high)
                for low, high in ((first, last + 1), (first - 1, last))
                if low >= 0 and high < len(labels) and _wide(labels[low : high + 1]) <= room - 4
            ]
            if not wider:
                break
            first, last = wider[0]
        parts = [
            content(labels[place], _strip_style(view.rows[place], self.chosen))
            for place in range(first, last + 1)
        ]
        before = [Content("…")] if first > 0 else []
        after = [Content("…")] if last < len(labels) - 1 else []
        return Content("  ").join([*before, *parts, *after])

    def on_click(self, event: Click) -> None:
        """Choose the segment that was clicked."""
        row = event.get_content_offset(self)
        if self.view is None or row is None or self.strip:
            return
        rows = self._in_view(self.view)
        if 1 <= row.y <= len(rows):
            self.post_message(Chosen("agenda", rows[row.y - 1].id))


def _note(view: AgendaView, room: int) -> list[str]:
    return wrap(view.note, max(1, room))


def _lines(view: AgendaView, room: int) -> int:
    return len(view.rows) + 1 + len(_note(view, room))


def _most_lines(height: int) -> int:
    """Return how many lines of a screen the agenda may take, so that there is room for the lists."""
    return max(6, height // 2)


def _label(row: AgendaRow, place: str) -> str:
    return f"{row.sign} {crop(row.title, STRIP_TITLE)}{place}{' ◆' if row.protected else ''}"


def _strip_style(row: AgendaRow, chosen: str) -> str:
    if row.id == chosen:
        return "reverse"
    return "bold" if row.sign == "▶" else ""


def _wide(labels: list[str]) -> int:
    return sum(width(label) for label in labels) + 2 * max(0, len(labels) - 1)
