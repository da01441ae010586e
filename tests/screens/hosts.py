"""Small apps that show one screen or a few widgets, and remember what was asked of them."""

from collections.abc import Callable, Iterable
from typing import Final

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from screens.messages import Asked, Begin
from screens.theme import THEMES
from tests.quick import QuickApp, came

SMALL: Final = (80, 24)
MIDDLE: Final = (120, 36)
LARGE: Final = (200, 60)
SIZES: Final = (SMALL, MIDDLE, LARGE)

HOSTILE: Final = (
    "[red]",
    "[/]",
    "[link='",
    "[@click=app.exit]x[/]",
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J",
    "\u202egnp.exe",
    "日本語の名前",
    "👩‍👩‍👧‍👦 family",
    "שלום",
    "a" * 10_000,
    "a\nb",
)
"""Texts that have broken terminal programs before."""


class Host(QuickApp):
    """Shows a screen and remembers what it asks for; `answer` may hand it a new view."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: Screen[None], answer: Callable[[Asked | Begin], None] | None = None) -> None:
        """Show this screen."""
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.shown = screen
        self.asked: list[Asked] = []
        self.begun: list[Begin] = []
        self._answer = answer

    def on_mount(self) -> None:
        """Show the screen."""
        self.push_screen(self.shown)

    def on_asked(self, asked: Asked) -> None:
        """Remember what was asked."""
        self.asked.append(asked)
        if self._answer is not None:
            self._answer(asked)

    def on_begin(self, begin: Begin) -> None:
        """Remember what was begun."""
        self.begun.append(begin)
        if self._answer is not None:
            self._answer(begin)

    def acts(self) -> list[tuple[str, str]]:
        """What was asked, with its target."""
        return [(one.act, one.target) for one in self.asked]


class WidgetHost(QuickApp):
    """Shows a few widgets, one below the other."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget) -> None:
        """Show these."""
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self._widgets = widgets

    def compose(self) -> ComposeResult:
        """Lay them out."""
        yield from self._widgets


def seen(app: App[None]) -> list[str]:
    """Return what stands on the screen, a text for each row."""
    strips = app.screen._compositor.render_strips()
    return [strip.text for strip in strips]


def seen_text(app: App[None]) -> str:
    """Return what stands on the screen as one text."""
    return "\n".join(seen(app))


def styles_of(app: App[None], text: str) -> set[str]:
    """Return the colours in which a text is drawn."""
    return {
        str(segment.style.color)
        for strip in app.screen._compositor.render_strips()
        for segment in strip
        if text in segment.text and segment.style is not None
    }


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Wait until something is so, by letting the app go idle; fail when it does not come."""
    if not await came(condition, pilot.pause):
        raise AssertionError("it did not come")


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type a text, a key for each character."""
    names = {" ": "space", ",": "comma", ".": "full_stop", ":": "colon", "-": "minus", "/": "slash"}
    await pilot.press(*(names.get(one, one) for one in text))


def without_edges(rows: Iterable[str]) -> list[str]:
    """Return rows without the space around them."""
    return [row.strip() for row in rows]
