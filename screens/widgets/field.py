"""A field of one line for typed or pasted text."""

from textual import events
from textual.message import Message

from formats.text import clean, clean_line, crop, is_clean
from formats.words import LONGEST_TEXT
from screens.taking import typed
from screens.widgets.longinput import LongInput


class Field(LongInput):
    """An input of one row that lets no control character in and keeps all that is pasted.

    A paste with line ends is joined to one line, unless `lists` is set: then it is offered whole as `Pasted`.
    """

    DEFAULT_CSS = """
    Field {
        height: 1;
        width: 1fr;
        border: none;
        padding: 0 1;
        background: $surface;
        color: $text;
        &:focus { border: none; background: $panel; background-tint: transparent; }
        & > .input--placeholder, & > .input--suggestion { color: $text-disabled; }
    }
    """

    class Pasted(Message):
        """Several lines were pasted into a field that takes lists."""

        def __init__(self, field: "Field", text: str) -> None:
            """Hand over the text as it was pasted, cleaned."""
            super().__init__()
            self.field = field
            self.text = text

        @property
        def control(self) -> "Field":
            """The field."""
            return self.field

    def __init__(
        self, value: str = "", *, placeholder: str = "", lists: bool = False, id: str | None = None
    ) -> None:
        """Show a value; `lists` for one that takes pasted lists."""
        super().__init__(
            clean_line(value), placeholder=placeholder, select_on_focus=False, max_length=LONGEST_TEXT, id=id
        )
        self._lists = lists
        self._placeholder = clean_line(placeholder)
        self._offered = ""

    def offer(self, text: str) -> None:
        """Offer a text that `right` takes while the field is empty; an empty one offers nothing."""
        self._offered = clean_line(text)
        self._fit_placeholder()

    def on_resize(self) -> None:
        """Say what belongs here in the room there is."""
        self._fit_placeholder()

    def _fit_placeholder(self) -> None:
        """Cut what stands in an empty field so that it is seen to be cut; how to take what is offered is kept."""
        room = self.content_size.width
        how = "? right takes it" if self._offered else ""
        self.placeholder = crop(self._offered or self._placeholder, max(0, room - len(how))) + how

    def action_cursor_right(self, select: bool = False) -> None:
        """Go on, or take what is offered."""
        if self._offered and not self.value:
            self.value = self._offered
            self.cursor_position = len(self.value)
        else:
            super().action_cursor_right(select)

    def restricted(self) -> None:
        """Say that no more fits, be it typed or pasted; what stood in the field stands there still."""
        self.notify(f"A field takes {LONGEST_TEXT:,} characters; that is more.", markup=False)

    async def _on_key(self, event: events.Key) -> None:
        """Take also what Textual calls not printable; all else goes on to its own field."""
        if not event.is_printable and (character := typed(event)):
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(character)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = clean(event.text).strip("\n")
        if self._lists and "\n" in text:
            self.post_message(self.Pasted(self, text))
            return
        self.replace(clean_line(text), *self.selection)

    def validate_value(self, value: str) -> str:
        """Keep out what must not reach a terminal."""
        return value if is_clean(value) and "\n" not in value else clean_line(value)
