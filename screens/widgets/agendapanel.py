"""The panel into which an agenda is pasted or typed."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from formats.text import clean
from formats.words import LONGEST_TEXT
from screens.taking import typed
from screens.widgets.plain import Plain

HOW = "Paste or type an agenda, a line for each part: “Introductions (15 min)”, “10' Purpose”, “- 9:00 Check-in”."


class AgendaArea(TextArea):
    """Several lines of typed text, without what must not reach a terminal."""

    class TooMuch(Message):
        """What was pasted is longer than an agenda."""

        def __init__(self, length: int) -> None:
            """Say how many characters it would have been."""
            super().__init__()
            self.length = length

    async def _on_key(self, event: events.Key) -> None:
        """Take also what Textual calls not printable; all else goes on to its own area."""
        if not event.is_printable and (character := typed(event)):
            event.stop()
            event.prevent_default()
            self.insert(character)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        length = len(self.text) + len(event.text)
        if length > LONGEST_TEXT:
            self.post_message(self.TooMuch(length))
        else:
            self.replace(clean(event.text), *self.selection)


def _too_much(length: int) -> str:
    return (
        f"That is {length:,} characters, and an agenda here has {LONGEST_TEXT:,} at most; save it as a file, and "
        "facilitator run FILE takes it."
    )


class AgendaPanel(Vertical):
    """Takes an agenda in plain text; `ctrl+s` or `F2` hands it over, `esc` closes."""

    DEFAULT_CSS = """
    AgendaPanel {
        background: $panel;
        padding: 0 1;
        .agenda--how { height: auto; text-style: bold; }
        .agenda--problem { height: auto; color: $text-error; text-style: bold; display: none; }
        &.-problem .agenda--problem { display: block; }
        TextArea { height: 1fr; border: none; background: $surface; padding: 0 1; }
        TextArea:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "use", show=False, id="agenda.use", priority=True),
        Binding("escape", "close", show=False, id="agenda.close", priority=True),
    ]

    class Given(Message):
        """The agenda is to be read."""

        def __init__(self, text: str) -> None:
            """Hand it over, as typed."""
            super().__init__()
            self.text = text

    class Closed(Message):
        """The panel is to be closed."""

    def __init__(self, text: str = "") -> None:
        """Begin with a text, when one was pasted before the panel was open."""
        super().__init__()
        self._text = clean(text) if len(text) <= LONGEST_TEXT else ""
        self._problem = "" if len(text) <= LONGEST_TEXT else _too_much(len(text))

    def compose(self) -> ComposeResult:
        """Lay out the sentence and the area."""
        yield Plain(HOW, classes="agenda--how")
        yield AgendaArea(self._text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        yield Plain(classes="agenda--problem")

    def on_mount(self) -> None:
        """Be ready to be typed into, after what was pasted."""
        for area in self.query(AgendaArea):
            area.move_cursor(area.document.end)
            area.focus()
        if self._problem:
            self.show_problem(self._problem)

    def on_agenda_area_too_much(self, message: AgendaArea.TooMuch) -> None:
        """Say that so much can't be taken; what stood there stays."""
        message.stop()
        self.show_problem(_too_much(message.length))

    def action_use(self) -> None:
        """Hand the agenda over."""
        text = self.query_one(AgendaArea).text
        if text.strip():
            self.post_message(self.Given(text))
        else:
            self.show_problem("Type or paste at least one line with a length.")

    def action_close(self) -> None:
        """Ask to be closed."""
        self.post_message(self.Closed())

    def show_problem(self, problem: str) -> None:
        """Say what can't be read, or nothing."""
        self.set_class(bool(problem), "-problem")
        self.query_one(".agenda--problem", Plain).show(problem)
