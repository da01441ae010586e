"""A list at the foot: type to narrow it, a digit or enter to choose, esc to close. It never hides the clock."""

import re
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from formats.text import crop, width
from screens.views.live import ChoiceRow
from screens.widgets.plain import Plain, content

MOST_ROWS = 7
LONGEST_TITLE = 40


class Rows(Widget):
    """Draws the rows of a list in view, the highlighted one reversed."""

    DEFAULT_CSS = """
    Rows { height: 7; }
    """

    rows: reactive[tuple[ChoiceRow, ...]] = reactive(())
    at: reactive[int] = reactive(0)

    def render(self) -> RenderResult:
        """Draw the rows in view."""
        room = self.content_size.width
        first = self.row_at(0)
        shown = self.rows[first : first + max(1, self.content_size.height)]
        wide = min(room // 2, max((width(row.label) for row in shown), default=0))
        return Content("\n").join(
            [_row(row, wide, room, chosen=first + place == self.at) for place, row in enumerate(shown)]
            or [content("Nothing fits what is typed.")]
        )

    def row_at(self, y: int) -> int:
        """Return the place of the row drawn at a line."""
        height = max(1, self.content_size.height)
        return max(0, min(self.at - height // 2, len(self.rows) - height)) + y


def _row(row: ChoiceRow, wide: int, room: int, *, chosen: bool) -> Content:
    label = crop(" ".join(row.label.split()), wide)
    detail = crop(" ".join(row.detail.split()), max(0, room - wide - 6))
    line = Content.assemble(
        content(f"{row.key:>2} ", "bold $text-accent"),
        content(label, "bold"),
        " " * (wide - width(label) + 2),
        content(detail),
    )
    return line.stylize("reverse") if chosen else line


def _rank(row: ChoiceRow, typed: str) -> int | None:
    """Say how well a row fits what is typed, 0 best; `None` when it does not.

    Words are typed by their beginnings, or some letters that stand side by side: letters from here and there would
    find what nobody meant, and enter would do it.
    """
    label = row.label.casefold()
    both = f"{label} {row.detail.casefold()}"
    if label.startswith(typed):
        return 0
    begun = typed.split()
    for rank, text in ((1, label), (3, both)):
        words = re.findall(r"\w+", text)
        if all(any(word.startswith(one) for word in words) for one in begun):
            return rank
        if typed in text:
            return rank + 1
    return None


class Filter(Input):
    """The field that narrows the list, at once with each character."""

    def __init__(self, typed: Callable[[], None], choose: Callable[[], None]) -> None:
        """Start empty; `typed` is called after each change, `choose` on enter."""
        super().__init__(id="choices-filter", select_on_focus=False)
        self.cursor_blink = False
        self._typed = typed
        self._choose = choose

    def take(self, character: str) -> None:
        """Take a character that was typed."""
        self.insert_text_at_cursor(character)
        self._typed()

    def _on_paste(self, event: events.Paste) -> None:
        # What is pasted is hardly meant to narrow a list: the screen keeps it.
        event.prevent_default()

    def action_delete_left(self) -> None:
        """Delete the character before the cursor."""
        super().action_delete_left()
        self._typed()

    async def action_submit(self) -> None:
        """Choose what is highlighted."""
        self._choose()


class Choices(Vertical):
    """The list with the field that narrows it."""

    DEFAULT_CSS = """
    Choices { height: auto; display: none; background: $panel; }
    Choices.-open { display: block; }
    Choices #choices-head { layout: horizontal; height: 1; }
    Choices #choices-title { width: auto; text-style: bold; padding: 0 1; }
    Choices #choices-more { width: auto; padding: 0 1; color: $text-muted; }
    Choices Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
    Choices Input:focus { border: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, id="choices.up"),
        Binding("down", "move(1)", show=False, id="choices.down"),
        Binding("escape", "close", show=False, id="choices.close"),
    ]

    KEYS = "enter choose   type to narrow   up/down move   esc close"

    class Picked(Message):
        """A row was chosen."""

        def __init__(self, row: ChoiceRow) -> None:
            """Say which."""
            super().__init__()
            self.row = row

    class Closed(Message):
        """The list was closed."""

    def __init__(self) -> None:
        """Start closed."""
        super().__init__(id="choices")
        # Called at once, not posted: what is typed next must find the keys where they belong.
        self.tell: Callable[[Message], object] = self.post_message
        self._all: tuple[ChoiceRow, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the head and the rows."""
        with Vertical(id="choices-head"):
            yield Plain(id="choices-title")
            yield Filter(self._narrow, self._choose)
            yield Plain(id="choices-more")
        yield Rows()

    @property
    def is_open(self) -> bool:
        """Whether the list is open."""
        return self.has_class("-open")

    def open(self, title: str, rows: tuple[ChoiceRow, ...], *, at: int = 0) -> None:
        """Open the list with the row at `at` highlighted."""
        self._all = rows
        self.query_one("#choices-title", Plain).show(f"{crop(' '.join(title.split()), LONGEST_TITLE)} ▸")
        field = self.query_one(Filter)
        field.value = ""
        self.query_one(Rows).styles.height = max(1, min(MOST_ROWS, len(rows)))
        self._show(rows, at)
        self.add_class("-open")
        self.screen.set_focus(field)

    def action_move(self, step: int) -> None:
        """Highlight another row."""
        drawn = self.query_one(Rows)
        if drawn.rows:
            drawn.at = (drawn.at + step) % len(drawn.rows)

    def action_close(self) -> None:
        """Close without choosing."""
        self.remove_class("-open")
        self.tell(self.Closed())

    def _narrow(self) -> None:
        """Choose by a digit, or narrow the list."""
        typed = self.query_one(Filter).value.strip()
        by_key = next((row for row in self._all if typed and row.key == typed), None)
        if by_key is not None:
            self._pick(by_key)
            return
        self._show(self._fitting(typed), 0)

    def _show(self, rows: tuple[ChoiceRow, ...], at: int) -> None:
        """Draw rows, and say how many there is no room for."""
        drawn = self.query_one(Rows)
        drawn.rows, drawn.at = rows, at
        unseen = len(rows) - min(MOST_ROWS, len(self._all))
        self.query_one("#choices-more", Plain).show(f"{unseen} more" if unseen > 0 else "")

    def _fitting(self, typed: str) -> tuple[ChoiceRow, ...]:
        if not typed:
            return self._all
        ranked = [(_rank(row, typed.casefold()), row) for row in self._all]
        fitting = [(rank, row) for rank, row in ranked if rank is not None]
        return tuple(row for _, row in sorted(fitting, key=lambda one: one[0]))

    def _choose(self) -> None:
        """Choose the highlighted row."""
        drawn = self.query_one(Rows)
        if drawn.rows:
            self._pick(drawn.rows[min(drawn.at, len(drawn.rows) - 1)])

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        drawn = self.query_one(Rows)
        where = event.get_content_offset(drawn)
        if where is not None and drawn.row_at(where.y) < len(drawn.rows):
            self._pick(drawn.rows[drawn.row_at(where.y)])

    def _pick(self, row: ChoiceRow) -> None:
        self.remove_class("-open")
        self.tell(self.Picked(row))
