"""What the notes may say of people: one of three."""

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import width
from formats.words import LEVELS

MEANING: Final[dict[str, tuple[str, str]]] = {
    "open": ("who said what", "who said what"),
    "names": ("who was there and what they took on", "who was there"),
    "room": ("nobody", "nobody"),
}
"""What the notes say at each level, at length and in short."""


class LevelChoice(Widget, can_focus=True):
    """Shows the level and what it means; left, right and `space` change it."""

    DEFAULT_CSS = """
    LevelChoice { height: 1; width: 1fr; padding: 0 1; background: $surface; }
    LevelChoice:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "change(-1)", show=False, id="level.left"),
        Binding("right,space", "change(1)", show=False, id="level.right"),
    ]

    level: reactive[str] = reactive("names")
    """The chosen level."""

    class Changed(Message):
        """Another level was chosen."""

    def __init__(self, level: str) -> None:
        """Show a level."""
        super().__init__()
        self.set_reactive(LevelChoice.level, level)

    def render(self) -> Content:
        """Draw the level and what it means."""
        name = Content.styled(f"‹ {self.level} ›", "bold $text-accent" if self.has_focus else "bold")
        said, short = MEANING.get(self.level, ("", ""))
        fits = name.cell_length + 2 + width(said) <= self.content_size.width
        return Content.assemble(name, f"  {said if fits else short}")

    def on_focus(self) -> None:
        """Show that keys change it."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that they do not."""
        self.refresh()

    def on_click(self) -> None:
        """Choose the next."""
        self.action_change(1)

    def action_change(self, step: int) -> None:
        """Choose the next or the previous level."""
        place = next((at for at, level in enumerate(LEVELS) if level == self.level), 0)
        self.level = LEVELS[(place + step) % len(LEVELS)]
        self.post_message(self.Changed())
