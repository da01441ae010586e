"""The panel into which an agenda is pasted or typed."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from formats.text import clean
from screens.widgets.plain import Plain

HOW = "Paste or type an agenda, a line for each part: “Introductions (15 min)”, “10' Purpose”, “- 9:00 Check-in”."


class AgendaArea(TextArea):
    """Several lines of typed text, without what must not reach a terminal."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(clean(event.text), *self.selection)


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
        self._text = clean(text)

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
