"""The keys at the foot of a screen: what can be pressed now, one line, clickable."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import width
from screens.widgets.plain import content

_LAST = 2
BETWEEN = " " * 3
"""What stands between a key with its label and the next one, in a line that is written as one text."""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key as people read it, what it does in a word or two, and the screen's action that a click runs."""

    key: str
    label: str
    action: str = ""

    @property
    def cells(self) -> int:
        """How wide it is drawn."""
        return width(f"{self.key} {self.label}")


def fitted(hints: Sequence[KeyHint], room: int) -> tuple[tuple[KeyHint, ...], int]:
    """Return the hints that fit and the gap between them; the first and the last two stay longest."""
    shown = list(hints)
    while shown:
        for gap in (3, 2):
            if sum(hint.cells for hint in shown) + gap * (len(shown) - 1) <= room:
                return tuple(shown), gap
        del shown[max(1, len(shown) - _LAST - 1) if len(shown) > 1 else 0]
    return (), 0


class KeyLine(Widget):
    """Draws the keys; a click on one does what the key does."""

    DEFAULT_CSS = """
    KeyLine {
        height: 1;
        padding: 0 1;
    }
    """
    hints: reactive[tuple[KeyHint, ...]] = reactive[tuple[KeyHint, ...]](())
    """What can be pressed, the most needed first; it and the last two stay when room is short."""

    def __init__(self, hints: Sequence[KeyHint] = (), *, id: str | None = None) -> None:
        """Show these keys."""
        super().__init__(id=id)
        self.set_reactive(KeyLine.hints, tuple(hints))

    def render(self) -> Content:
        """Draw the line."""
        shown, gap = fitted(self.hints, self.content_size.width)
        pieces = [Content.assemble((hint.key, "bold $text-accent"), f" {hint.label}") for hint in shown]
        return Content(" " * gap).join(pieces)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        where = event.get_content_offset(self)
        shown, gap = fitted(self.hints, self.content_size.width)
        start = 0
        for hint in shown:
            if where is not None and start <= where.x < start + hint.cells and hint.action:
                await self.screen.run_action(hint.action)
                return
            start += hint.cells + gap


class Keys(Widget):
    """The keys of a running session: one line, of which whole keys fall away where there is little room."""

    DEFAULT_CSS = """
    Keys { height: 1; }
    """

    keys: reactive[str] = reactive("")
    """What can be pressed: a key and what it does, three blanks between one and the next."""

    def render(self) -> Content:
        """Draw what fits."""
        parts = (part.partition(" ") for part in self.keys.split(BETWEEN) if part)
        shown, gap = fitted([KeyHint(key, label) for key, _, label in parts], self.content_size.width)
        return content((" " * gap).join(f"{hint.key} {hint.label}" for hint in shown))
