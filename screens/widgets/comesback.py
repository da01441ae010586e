"""What was parked for this session in the one before: it comes back, or not; seen only after the private key."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop
from screens.widgets.plain import content

MOST_SHOWN = 6


class ComesBack(Widget, can_focus=True):
    """Says how much comes back; `space` changes whether it does, `P` shows and hides what it is."""

    DEFAULT_CSS = """
    ComesBack { height: auto; width: 1fr; padding: 0 1; background: $surface; }
    ComesBack:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,left,right", "change", show=False, id="comesback.change"),
        Binding("P", "show_texts", show=False, id="comesback.show"),
    ]

    bring_back: reactive[bool] = reactive(True)
    """Whether it comes back."""
    seen: reactive[bool] = reactive(False, layout=True)
    """Whether the texts are shown."""

    class Changed(Message):
        """It was decided whether it comes back."""

    def __init__(self, texts: tuple[str, ...], *, bring_back: bool) -> None:
        """Keep the texts for the private key."""
        super().__init__()
        self._texts = texts
        self.set_reactive(ComesBack.bring_back, bring_back)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, and one for each text while they are seen."""
        return 1 + (min(len(self._texts), MOST_SHOWN) if self.seen else 0)

    def render(self) -> Content:
        """Draw what is decided, and the texts while they are seen."""
        number = len(self._texts)
        what = "1 parked item" if number == 1 else f"{number} parked items"
        sign = "‹ comes back ›" if self.bring_back else "‹ stays away ›"
        head = Content.assemble(
            Content.styled(sign, "bold"), f"  {what} from last time; P shows, space changes"
        )
        if not self.seen:
            return head
        room = self.content_size.width - 2
        lines = [content(crop(f"• {' '.join(text.split())}", room)) for text in self._texts[:MOST_SHOWN]]
        return Content("\n").join([head, *lines])

    def action_change(self) -> None:
        """Have it come back, or not."""
        self.bring_back = not self.bring_back
        self.post_message(self.Changed())

    def action_show_texts(self) -> None:
        """Show the texts, or hide them."""
        self.seen = not self.seen

    def on_click(self) -> None:
        """Have it come back, or not."""
        self.action_change()
