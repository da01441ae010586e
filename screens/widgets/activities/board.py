"""A board: columns of numbered cards side by side."""

from itertools import zip_longest
from textwrap import wrap

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import BoardView, ColumnView, ItemRow
from screens.widgets.agenda import Chosen
from screens.widgets.itemlist import item_line
from screens.widgets.plain import content

GAP = 2


class Board(Widget):
    """Draws the columns there are; in each the newest cards when there is little room, and how many more there are."""

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
        columns = self._columns(wide)
        heads = [
            self._head(column, {card.id for card, _ in lines}, wide)
            for column, lines in zip(self.view.columns, columns, strict=True)
        ]
        rows = [Content(" " * GAP).join(heads)]
        for cells in zip_longest(*columns):
            padded = [Content(" " * wide) if cell is None else _filled(cell[1], wide) for cell in cells]
            rows.append(Content(" " * GAP).join(padded))
        return Content("\n").join(rows)

    def _head(self, column: ColumnView, seen: set[str], wide: int) -> Content:
        """Draw a heading with its count, and how many cards there is no room for."""
        unseen = len(column.cards) - len(seen)
        count = f" · {len(column.cards)}" + (f" ({unseen} more)" if unseen else "")
        title = crop(column.title, max(4, wide - width(count)))
        return _filled(content(title + count, "bold underline"), wide)

    def _column_width(self) -> int:
        columns = len(self.view.columns) if self.view is not None else 1
        return max(6, (self.content_size.width - GAP * (columns - 1)) // columns)

    def _columns(self, wide: int) -> list[list[tuple[ItemRow, Content]]]:
        """Return the lines of each column with the card each belongs to; cards are wrapped where there is room."""
        room = max(1, self.content_size.height - 1)
        columns = () if self.view is None else self.view.columns
        wrapped = [
            [line for card in column.cards for line in self._wrapped(card, wide)] for column in columns
        ]
        if all(len(lines) <= room for lines in wrapped):
            return wrapped
        return [
            [(card, self._line(card, wide)) for card in self._in_view(column, room)] for column in columns
        ]

    def _in_view(self, column: ColumnView, room: int) -> tuple[ItemRow, ...]:
        place = next((at for at, card in enumerate(column.cards) if card.id == self.chosen), None)
        last = len(column.cards) if self.view is not None and not self.view.votes else room
        first = max(0, last - room) if place is None else max(0, place - room + 1)
        return column.cards[first : first + room]

    def _line(self, card: ItemRow, wide: int) -> Content:
        return item_line(card, wide, chosen=card.id == self.chosen)

    def _wrapped(self, card: ItemRow, wide: int) -> list[tuple[ItemRow, Content]]:
        """Return the lines of a card; one that has a tail or fits stays on one."""
        lead = f"{card.mark} " if card.mark else ""
        number = f"{card.number}  " if card.number else ""
        text = " ".join(card.text.split())
        if card.tail or card.votes or width(lead + number + text) <= wide:
            return [(card, self._line(card, wide))]
        indent = " " * width(lead + number)
        parts = wrap(text, max(4, wide - len(indent)))
        lines = [
            Content.assemble(
                content(lead), content(number, "bold"), content(crop(parts[0], wide - len(indent)))
            )
        ]
        lines += [content(indent + crop(part, wide - len(indent))) for part in parts[1:]]
        return [(card, line.stylize("reverse") if card.id == self.chosen else line) for line in lines]

    def on_click(self, event: Click) -> None:
        """Choose the card that was clicked."""
        where = event.get_content_offset(self)
        if where is None or self.view is None or where.y < 1:
            return
        wide = self._column_width()
        column, shown = where.x // (wide + GAP), self._columns(wide)
        if column < len(shown) and where.y - 1 < len(shown[column]):
            self.post_message(Chosen("cards", shown[column][where.y - 1][0].id))


def _filled(line: Content, wide: int) -> Content:
    return Content.assemble(line, " " * max(0, wide - line.cell_length))
