"""A bar that fills as a box is spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from formats.words import Phase
from screens.views.live import ClockView


@dataclass(frozen=True, slots=True)
class Shape:
    """The signs of a bar: what is spent, half a cell of it, what is left."""

    spent: str
    half: str
    left: str


SHAPES: Final[Mapping[Phase, Shape]] = {
    "calm": Shape("━", "╸", "─"),
    "warning": Shape("━", "╸", "╌"),
    "closing": Shape("╍", "╍", "┈"),
    "over": Shape("╱", "╱", "╱"),
}
"""A shape for each phase, so that the colour is not alone in telling them apart."""


def bar(view: ClockView, cells: int) -> tuple[str, str]:
    """Return what is spent and what is left, as text of `cells` cells together; over is always full."""
    shape = SHAPES[view.phase]
    if view.phase == "over":
        return shape.spent * cells, ""
    halves = round(min(1.0, max(0.0, view.spent)) * cells * 2)
    spent = shape.spent * (halves // 2) + shape.half * (halves % 2)
    return spent, shape.left * (cells - len(spent))


class TimeBar(Widget):
    """One row that fills with time; its classes are those of the clock."""

    DEFAULT_CSS = """
    TimeBar {
        width: 1fr;
        height: 1;
        &.-calm { color: $text-primary; }
        &.-warning { color: $text-warning; }
        &.-closing { color: $text-error; }
        &.-over { color: $text-secondary; }
        & > .timebar--left { color: $text-muted; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"timebar--left"}
    PHASES: ClassVar[tuple[str, ...]] = ("calm", "warning", "closing", "over")

    view: reactive[ClockView | None] = reactive[ClockView | None](None, repaint=False)
    """The clock that the bar belongs to; only a change that can be seen draws."""

    def watch_view(self, before: ClockView | None, view: ClockView | None) -> None:
        """Draw when another cell fills or the phase changes."""
        for phase in self.PHASES:
            self.set_class(view is not None and view.phase == phase, f"-{phase}")
        cells = self.size.width
        if before is None or view is None or bar(before, cells) != bar(view, cells):
            self.refresh()

    def render(self) -> Content:
        """Draw the bar."""
        if self.view is None:
            return Content("")
        spent, left = bar(self.view, self.size.width)
        rest = self.get_visual_style("timebar--left", partial=True)
        return Content.assemble((spent, "bold"), (left, rest))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take all the room there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take a row."""
        return 1
