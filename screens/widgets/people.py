"""Who takes part, as chips: who is in the room, who is not."""

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import clean_line, crop, width
from screens.views.setup import PersonChip
from screens.widgets.plain import content

_LONGEST = 26
"""Cells that a chip takes at most."""
_LONGEST_READ = 200
_GAP = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a chip is drawn: which one, its line, its first cell, and its text."""

    index: int
    line: int
    start: int
    text: str


def place(chips: tuple[PersonChip, ...], room: int) -> tuple[Placed, ...]:
    """Lay chips out from left to right in as many lines as they need."""
    placed: list[Placed] = []
    line = start = 0
    for index, chip in enumerate(chips):
        name = crop(clean_line(chip.name[:_LONGEST_READ]), max(4, min(_LONGEST, room) - 3))
        text = f"{'✓' if chip.present else '·'} {name}"
        if start and start + width(text) > room:
            line, start = line + 1, 0
        placed.append(Placed(index, line, start, text))
        start += width(text) + _GAP
    return tuple(placed)


class People(Widget, can_focus=True):
    """The chips; arrows choose one, `space` takes it in or out, `backspace` and `delete` take it off the list."""

    DEFAULT_CSS = """
    People { height: auto; width: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False, id="people.left"),
        Binding("right", "move(1)", show=False, id="people.right"),
        Binding("up", "line(-1)", show=False, id="people.up"),
        Binding("down", "line(1)", show=False, id="people.down"),
        Binding("space", "in_or_out", show=False, id="people.toggle"),
        Binding("backspace,delete", "remove", show=False, id="people.remove"),
    ]

    chips: reactive[tuple[PersonChip, ...]] = reactive[tuple[PersonChip, ...]]((), layout=True)
    """Who is on the list, in order."""
    at: reactive[int] = reactive(0)
    """The chosen chip."""

    class Changed(Message):
        """Someone was taken in, out, or off the list."""

        def __init__(self, chips: tuple[PersonChip, ...]) -> None:
            """Hand over the list as it is now."""
            super().__init__()
            self.chips = chips

    class Beyond(Message):
        """The chips were left upwards (-1) or downwards (1)."""

        def __init__(self, step: int) -> None:
            """Say which way."""
            super().__init__()
            self.step = step

    def __init__(self, chips: tuple[PersonChip, ...] = ()) -> None:
        """Show these people."""
        super().__init__()
        self.set_reactive(People.chips, chips)
        self.can_focus = bool(chips)
        self._first = 0

    def watch_chips(self, chips: tuple[PersonChip, ...]) -> None:
        """Keep a chip chosen that is there."""
        self.at = max(0, min(self.at, len(chips) - 1))
        self.can_focus = bool(chips)
        if not chips and self.has_focus:
            self.post_message(self.Beyond(-1))

    def on_focus(self) -> None:
        """Show which chip is chosen."""
        self.refresh()

    def on_blur(self) -> None:
        """Show none as chosen."""
        self.refresh()

    def render(self) -> Content:
        """Draw the chips, or the lines of them around the chosen one and how many more there are."""
        placed = place(self.chips, self.content_size.width)
        lines: list[list[Content]] = [[] for _ in range(placed[-1].line + 1)] if placed else []
        for one in placed:
            style = "" if self.chips[one.index].present else "$text-muted"
            if one.index == self.at and self.has_focus:
                style = "bold $block-cursor-foreground on $block-cursor-background"
            lines[one.line].append(content(one.text, style))
        height = self.content_size.height
        first = 0
        if len(lines) > height > 1:
            chosen = placed[self.at].line if self.has_focus else 0
            first = max(0, min(chosen - height + 2, len(lines) - height + 1))
            lines = lines[first : first + height - 1]
            hidden = sum(1 for one in placed if not first <= one.line < first + height - 1)
            lines.append([Content.styled(f"… and {hidden} more", "$text-muted")])
        self._first = first
        return Content("\n").join(Content(" " * _GAP).join(line) for line in lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the chips take: not more than leave room for the other fields."""
        placed = place(self.chips, width)
        return min(placed[-1].line + 1, max(3, viewport.height // 4)) if placed else 0

    def action_move(self, step: int) -> None:
        """Choose the next chip."""
        self.at = max(0, min(len(self.chips) - 1, self.at + step))

    def action_line(self, step: int) -> None:
        """Choose the nearest chip of the next line, or leave."""
        placed = place(self.chips, self.content_size.width)
        if not placed:
            return
        here = placed[self.at]
        there = [one for one in placed if one.line == here.line + step]
        if there:
            self.at = min(there, key=lambda one: abs(one.start - here.start)).index
        else:
            self.post_message(self.Beyond(step))

    def action_in_or_out(self) -> None:
        """Take the chosen person in or out."""
        if self.chips:
            chip = self.chips[self.at]
            self._change(
                (
                    *self.chips[: self.at],
                    replace(chip, present=not chip.present),
                    *self.chips[self.at + 1 :],
                )
            )

    def action_remove(self) -> None:
        """Take the chosen person off the list."""
        if self.chips:
            self._change((*self.chips[: self.at], *self.chips[self.at + 1 :]))

    def on_click(self, event: events.Click) -> None:
        """Choose the chip under the mouse; take it in or out if it was chosen before."""
        where = event.get_content_offset(self)
        for one in place(self.chips, self.content_size.width):
            inside = where is not None and one.start <= where.x < one.start + width(one.text)
            if where is not None and inside and where.y + self._first == one.line:
                if self.at == one.index:
                    self.action_in_or_out()
                self.at = one.index

    def _change(self, chips: tuple[PersonChip, ...]) -> None:
        self.chips = chips
        self.post_message(self.Changed(chips))
