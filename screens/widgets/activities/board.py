"""A board: columns of numbered cards side by side."""

from itertools import zip_longest

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import BoardView, ItemRow
from screens.widgets.agenda import Chosen
from screens.widgets.itemlist import item_line
from screens.widgets.plain import content

GAP = 2


class Board(Widget):
    """Draws the columns there are; in each the newest cards when there is little room."""

    DEFAULT_CSS = """
    Board { height: 1fr; min-height: 3; }
    """

    view: reactive[BoardView | None] = reactive(None)
    chosen: reactive[str] = reactive("")

    def render(self) -> RenderResult:
        """Draw headings, a line, and the cards."""
        if self.view is None:
            return Content("")
        wide = self._column_width()
        heads = [
            content(_padded(crop(f"{column.title} · {len(column.cards)}", wide), wide), "bold underline")
            for column in self.view.columns
        ]
        lines = [Content(" " * GAP).join(heads)]
        for cards in zip_longest(*self._in_view()):
            cells = [self._cell(card, wide) for card in cards]
            lines.append(Content(" " * GAP).join(cells))
        return Content("\n").join(lines)

    def _column_width(self) -> int:
        columns = len(self.view.columns) if self.view is not None else 1
        return max(6, (self.content_size.width - GAP * (columns - 1)) // columns)

    def _in_view(self) -> list[tuple[ItemRow, ...]]:
        room = max(1, self.content_size.height - 1)
        shown = []
        for column in self.view.columns if self.view is not None else ():
            place = next((at for at, card in enumerate(column.cards) if card.id == self.chosen), None)
            last = len(column.cards) if self.view is not None and not self.view.votes else room
            first = max(0, last - room) if place is None else max(0, place - room + 1)
            shown.append(column.cards[first : first + room])
        return shown

    def _cell(self, card: ItemRow | None, wide: int) -> Content:
        if card is None:
            return Content(" " * wide)
        line = item_line(card, wide, chosen=card.id == self.chosen)
        return Content.assemble(line, " " * max(0, wide - line.cell_length))

    def on_click(self, event: Click) -> None:
        """Choose the card that was clicked."""
        where = event.get_content_offset(self)
        if where is None or self.view is None or where.y < 1:
            return
        column = where.x // (self._column_width() + GAP)
        shown = self._in_view()
        if column < len(shown) and where.y - 1 < len(shown[column]):
            self.post_message(Chosen("cards", shown[column][where.y - 1].id))


def _padded(text: str, wide: int) -> str:
    return text + " " * max(0, wide - width(text))
