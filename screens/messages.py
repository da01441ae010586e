"""What screens ask of the app: always one message, never a call."""

from typing import TYPE_CHECKING

from textual.message import Message

from screens.views.draft import Draft

if TYPE_CHECKING:
    from screens.views.setup import SetupAnswers


class Asked(Message):
    """An act is asked for.

    Attributes:
        act: Its name.
        text: What was typed, as typed.
        target: The id of the item, person, segment or choice it is about.
        more: Further texts, when a list was pasted.
        off: It was typed off the record.
        hidden: It was drawn as dots while it was typed.
    """

    def __init__(
        self,
        act: str,
        text: str = "",
        target: str = "",
        more: tuple[str, ...] = (),
        *,
        off: bool = False,
        hidden: bool = False,
    ) -> None:
        """Ask for an act."""
        super().__init__()
        self.off = off
        self.hidden = hidden
        self.act = act
        self.text = text
        self.target = target
        self.more = more


class Drafted(Message):
    """What was typed and not sent off yet changed; it is kept so that a crash does not lose it."""

    def __init__(self, drafts: tuple[Draft, ...]) -> None:
        """Hand over all of it, the newest last."""
        super().__init__()
        self.drafts = drafts


class Begin(Message):
    """Setup is done: begin the session."""

    def __init__(self, answers: "SetupAnswers", *, waiting: bool) -> None:
        """Hand over what was filled in."""
        super().__init__()
        self.answers = answers
        self.waiting = waiting
