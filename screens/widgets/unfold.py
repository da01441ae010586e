"""A line that opens into more fields."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from screens.widgets.plain import Plain


class Unfold(Plain, can_focus=True):
    """A line that opens into more fields."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", show=False, id="unfold.open")]

    class Opened(Message):
        """The line is to be opened."""

    def action_open(self) -> None:
        """Ask to be opened."""
        self.post_message(self.Opened())

    def on_click(self) -> None:
        """Ask to be opened."""
        self.action_open()
