"""A list of what was caught; the newest stay in view."""

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import ItemRow, ListView
from screens.widgets.agenda import Chosen
from screens.widgets.plain import content


class ItemList(Widget):
    """A heading with a count, and as many rows as there is room for."""

    DEFAULT_CSS = """
    ItemList { height: 1fr; min-height: 1; }
    """

    view: reactive[ListView | None] = reactive(None)
    chosen: reactive[str] = reactive("")
    fates: reactive[bool] = reactive(False)

    def render(self) -> RenderResult:
        """Draw the heading and the rows in view."""
        if self.view is None:
            return Content("")
        room = self.content_size.width
        count, in_view = len(self.view.rows), self._in_view()
        unseen = count - len(in_view)
        more = f" ({unseen} more)" if unseen and in_view else ""
        heading = content(crop(f"{self.view.heading} · {count}{more}", room), "bold" if count else "")
        rows = [self._row(row, room) for row in in_view]
        return Content("\n").join([heading, *rows])

    def _in_view(self) -> tuple[ItemRow, ...]:
        if self.view is None:
            return ()
        room = max(0, self.content_size.height - 1)
        rows = self.view.rows
        if len(rows) <= room or room == 0:
            return rows[:room]
        place = next((index for index, row in enumerate(rows) if row.id == self.chosen), len(rows) - 1)
        first = max(0, min(place - room // 2, len(rows) - room)) if self.chosen else len(rows) - room
        return rows[first : first + room]

    def _row(self, row: ItemRow, room: int) -> Content:
        return item_line(row, room, chosen=row.id == self.chosen, fate=self.fates)

    def on_click(self, event: Click) -> None:
        """Choose the item that was clicked."""
        where = event.get_content_offset(self)
        rows = self._in_view()
        if self.view is not None and where is not None and 1 <= where.y <= len(rows):
            self.post_message(Chosen(self.view.kind, rows[where.y - 1].id))


def item_line(row: ItemRow, room: int, *, chosen: bool, fate: bool = False) -> Content:
    """Draw one item on one line: its mark, number, text, and what stands at the right."""
    mark = f"{row.mark} " if row.mark else ""
    number = f"{row.number}  " if row.number else ""
    tail = " · ".join(part for part in (row.tail, row.fate if fate else "") if part)
    votes = f"{'●' * min(row.votes, 5)} {row.votes}" if row.votes else ""
    right = crop("  ".join(part for part in (votes, tail) if part), room // 2)
    text_room = max(4, room - width(mark) - width(number) - (width(right) + 2 if right else 0))
    one_line = crop(" ".join(row.text.split("\n")).replace("\t", " "), text_room)
    pad = " " * (text_room - width(one_line) + 2) if right else ""
    line = Content.assemble(
        content(mark, "bold $text-error" if row.mark == "!" else ""),
        content(number, "bold"),
        content(one_line),
        pad,
        content(right, "italic"),
    )
    return line.stylize("reverse") if chosen else line
