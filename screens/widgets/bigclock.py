"""The countdown in large digits, from a small font of its own drawn in half blocks.

Half blocks keep their contrast when a shared screen is shrunk and compressed; thin lines do not.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final

from rich.segment import Segment
from textual.css.styles import RulesMap
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget

from formats.text import clean_line, crop, width
from screens.theme import SIGNS
from screens.views.live import ClockView

GLYPH_HEIGHT: Final = 7
"""The height of the font, in pixels; a row of the terminal holds two."""
GAP: Final = 3
"""Cells between the digits and the words beside them."""
LARGEST: Final = 12
"""No digit is drawn larger than this many times."""
_USUAL: Final = "00:00"
_USUAL_WORDS: Final = len("◐ nearly time of 20 min")
"""Room kept for the words, so that the clock does not shrink just when they grow: as the time runs out."""
_LEAST_WORDS: Final = 8

_FULL: Final[dict[str, tuple[str, ...]]] = {
    "0": (".###.", "##.##", "##.##", "##.##", "##.##", "##.##", ".###."),
    "1": ("..##.", ".###.", "..##.", "..##.", "..##.", "..##.", ".####"),
    "2": ("####.", "...##", "...##", ".###.", "##...", "##...", "#####"),
    "3": ("####.", "...##", "...##", ".###.", "...##", "...##", "####."),
    "4": ("##.##", "##.##", "##.##", "#####", "...##", "...##", "...##"),
    "5": ("#####", "##...", "##...", "####.", "...##", "...##", "####."),
    "6": (".###.", "##...", "##...", "####.", "##.##", "##.##", ".###."),
    "7": ("#####", "...##", "...##", "..##.", "..##.", ".##..", ".##.."),
    "8": (".###.", "##.##", "##.##", ".###.", "##.##", "##.##", ".###."),
    "9": (".###.", "##.##", "##.##", ".####", "...##", "...##", ".###."),
    ":": ("..", "##", "##", "..", "##", "##", ".."),
    "+": (".....", ".....", "..#..", "#####", "..#..", ".....", "....."),
    "-": ("....", "....", "....", "####", "....", "....", "...."),
}
_THIN: Final[dict[str, tuple[str, ...]]] = {
    "0": (".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."),
    "1": ("..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###."),
    "2": (".###.", "#...#", "....#", "..##.", ".#...", "#....", "#####"),
    "3": ("####.", "....#", "....#", ".###.", "....#", "....#", "####."),
    "4": ("#...#", "#...#", "#...#", "#####", "....#", "....#", "....#"),
    "5": ("#####", "#....", "#....", "####.", "....#", "....#", "####."),
    "6": (".###.", "#....", "#....", "####.", "#...#", "#...#", ".###."),
    "7": ("#####", "....#", "...#.", "...#.", "..#..", "..#..", "..#.."),
    "8": (".###.", "#...#", "#...#", ".###.", "#...#", "#...#", ".###."),
    "9": (".###.", "#...#", "#...#", ".####", "....#", "....#", ".###."),
    ":": ("..", "..", "#.", "..", "#.", "..", ".."),
    "+": (".....", ".....", "..#..", "#####", "..#..", ".....", "....."),
    "-": ("....", "....", "....", "####", "....", "....", "...."),
}
_BLOCKS: Final = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the clock is drawn in the room there is.

    Attributes:
        scale: How many times the font is enlarged; 0 stands for a line of plain text.
        beside: Whether the words stand at the right of the digits; else beneath.
    """

    scale: int
    beside: bool = True


def pixels_wide(text: str) -> int:
    """Return how many pixels a text takes in the font, unscaled; a pixel is a cell wide."""
    return sum(len(_FULL[sign][0]) + 1 for sign in text if sign in _FULL) - 1


def rows_high(scale: int) -> int:
    """Return how many rows the digits take at a scale."""
    return -(-GLYPH_HEIGHT * scale // 2) if scale else 1


def _room_for(words: str) -> int:
    """Return the cells that are kept for the words."""
    return max(width(words), _USUAL_WORDS) if words else 0


def arrange(text: str, words: str, size: Size, *, spare: int = 0) -> Arrangement:
    """Choose the largest scale that fits, words beside the digits where there is room, else beneath.

    The choice goes by texts of the usual length, so that the clock does not grow when a digit falls away.

    Args:
        text: The digits.
        words: What they mean.
        size: The room there is.
        spare: Rows that may be taken beyond it for words beneath.
    """
    pixels = max(pixels_wide(text), pixels_wide(_USUAL))
    said = _room_for(words)
    for scale in range(LARGEST, 0, -1):
        wide, high = pixels * scale, rows_high(scale)
        if wide > size.width or high > size.height:
            continue
        if not said or wide + GAP + said <= size.width:
            return Arrangement(scale)
        if high < size.height + spare:
            return Arrangement(scale, beside=False)
    squeezed = pixels + GAP + _LEAST_WORDS <= size.width and rows_high(1) <= size.height
    return Arrangement(1 if squeezed else 0)


@lru_cache(maxsize=256)
def digits(text: str, scale: int, *, hollow: bool) -> tuple[str, ...]:
    """Draw a text in rows of half blocks; hollow digits have thin strokes, from scale 3 on an outline."""
    outlined = hollow and scale > 2
    font = _THIN if hollow and not outlined else _FULL
    glyphs = [font[sign] for sign in text if sign in font]
    pixels = [
        [lit == "#" for lit in ".".join(glyph[y] for glyph in glyphs) for _ in range(scale)]
        for y in range(GLYPH_HEIGHT)
        for _ in range(scale)
    ]
    if outlined:
        pixels = _outline(pixels)
    if len(pixels) % 2:
        pixels.append([False] * len(pixels[0]))
    return tuple(
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(pixels[::2], pixels[1::2], strict=True)
    )


def _outline(pixels: list[list[bool]]) -> list[list[bool]]:
    """Leave only the pixels that lie at an edge."""
    height, across = len(pixels), len(pixels[0])

    def inner(y: int, x: int) -> bool:
        return all(
            0 <= y + dy < height and 0 <= x + dx < across and pixels[y + dy][x + dx]
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
        )

    return [[pixels[y][x] and not inner(y, x) for x in range(across)] for y in range(height)]


class Rows(Visual):
    """Rows of text in one style, drawn as they are: the clock is drawn every second, and needs no wrapping."""

    def __init__(self, rows: tuple[str, ...]) -> None:
        """Draw these rows."""
        self._rows = rows

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw as many rows as there is room for."""
        drawn = style.rich_style
        return [Strip([Segment(row, drawn)]).adjust_cell_length(width, drawn) for row in self._rows[:height]]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the cells of the widest row."""
        return max(map(width, self._rows), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return how many rows there are."""
        return len(self._rows)


class BigClock(Widget):
    """The countdown, as large as the room allows, with what it means in words.

    Its classes `-calm`, `-warning`, `-closing` and `-over` carry the colour, `-flash` lights the frame.
    Without a height of its own it takes about a fifth of the screen's rows.
    """

    DEFAULT_CSS = """
    BigClock {
        width: 1fr;
        height: auto;
        padding: 0 2;
        text-style: bold;
        &.-calm { color: $text-primary; }
        &.-warning { color: $text-warning; }
        &.-closing { color: $text-error; }
        &.-over { color: $text-secondary; }
        &.-flash {
            border-left: outer $text-secondary;
            border-right: outer $text-secondary;
            padding: 0 1;
            background: $panel;
        }
    }
    """
    PHASES: ClassVar[tuple[str, ...]] = ("calm", "warning", "closing", "over")

    view: reactive[ClockView | None] = reactive[ClockView | None](None, repaint=False)
    """What is shown; equal views draw nothing."""

    def watch_view(self, before: ClockView | None, view: ClockView | None) -> None:
        """Draw what changed."""
        for phase in self.PHASES:
            self.set_class(view is not None and view.phase == phase, f"-{phase}")
        self.set_class(view is not None and view.flash, "-flash")
        resized = _shape(before) != _shape(view)
        if resized or _drawn(before) != _drawn(view):
            self.refresh(layout=resized)

    def render(self) -> Visual:
        """Draw the digits and the words."""
        return Rows(self._rows())

    def _rows(self) -> tuple[str, ...]:
        if self.view is None or not self.size:
            return ()
        text, words = self.view.text, _words(self.view)
        chosen = arrange(text, words, self.size)
        if not chosen.scale:
            return (crop(f"{text}  {words}".strip(), self.size.width),)
        rows = digits(text, chosen.scale, hollow=self.view.hollow)
        if chosen.beside:
            room = self.size.width - width(rows[-1]) - GAP
            said = f"{'':{GAP}}{crop(words, room)}" if words else ""
            blank = " " * width(said)
            # An odd number of pixels leaves the last row half empty: words sit beside the last full one.
            foot = len(rows) - 1
            return tuple(row + (said if y == foot else blank) for y, row in enumerate(rows))
        return (*rows, crop(words, self.size.width))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the cells that the digits and the words take."""
        if self.view is None:
            return 0
        text, words = self.view.text, _words(self.view)
        chosen = arrange(text, words, Size(container.width, self._rows_allowed(viewport)), spare=1)
        if not chosen.scale:
            return min(container.width, width(f"{text}  {words}".strip()))
        wide = pixels_wide(text) * chosen.scale
        said = _room_for(words)
        beside = wide + (GAP + said if said else 0)
        return min(container.width, beside if chosen.beside else max(wide, said))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the clock takes: about a fifth of the screen."""
        if self.view is None:
            return 0
        room = Size(width, self._rows_allowed(viewport))
        chosen = arrange(self.view.text, _words(self.view), room, spare=1)
        return rows_high(chosen.scale) + (0 if chosen.beside else 1)

    @staticmethod
    def _rows_allowed(viewport: Size) -> int:
        return max(rows_high(1) if viewport.height >= 14 else 1, viewport.height // 5)


def _words(view: ClockView) -> str:
    words = clean_line(view.words)
    return f"{SIGNS[view.phase]} {words}" if words and view.room and not view.hollow else words


def _drawn(view: ClockView | None) -> tuple[str, str, bool] | None:
    return None if view is None else (view.text, _words(view), view.hollow)


def _shape(view: ClockView | None) -> tuple[int, int] | None:
    """Return what the size of the clock depends on."""
    return None if view is None else (pixels_wide(view.text), _room_for(_words(view)))
