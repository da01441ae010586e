"""A row of a form: what it is called, the field, and why it can't stay so."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from formats.text import clean_line, width
from screens.widgets.plain import Plain

LABEL = 13
"""Cells for what a field is called; a longer one stands above its field."""


class FormRow(Vertical):
    """A field with its label at the left, or above when it is long, and the problem beneath."""

    DEFAULT_CSS = """
    FormRow {
        height: auto;
        .row--line { height: auto; }
        .row--label { width: 13; height: auto; text-style: bold; color: $text-muted; }
        .row--under { margin: 0 0 0 13; }
        .row--note { color: $text-muted; padding: 0 1; height: auto; display: none; &.-some { display: block; } }
        .row--problem {
            display: none;
            height: auto;
            padding: 0 1;
            color: $text-error;
            text-style: bold;
            &.-some { display: block; }
        }
        &:focus-within .row--label { color: $text-accent; }
        &.-tall .row--line { layout: vertical; }
        &.-tall .row--label { width: 1fr; }
        &.-tall .row--field { margin: 0 0 0 13; }
    }
    """

    def __init__(self, label: str, field: Widget, *under: Widget) -> None:
        """Lay out a field, and what belongs beneath it."""
        super().__init__()
        self._label = clean_line(label)
        self.field = field
        self._under = under
        self.set_class(width(self._label) >= LABEL, "-tall")

    def compose(self) -> ComposeResult:
        """Lay out the row."""
        with Horizontal(classes="row--line"):
            yield Plain(self._label, classes="row--label")
            yield self.field.add_class("row--field")
        with Vertical(classes="row--line row--under"):
            yield from self._under
            yield Plain(classes="row--problem")
            yield Plain(classes="row--note")

    def show_problem(self, problem: str) -> None:
        """Say why the field can't stay as it is; nothing when it can."""
        self._show(".row--problem", problem)

    def show_note(self, note: str) -> None:
        """Say something that helps with the field."""
        self._show(".row--note", note)

    def _show(self, where: str, text: str) -> None:
        plain = self.query_one(where, Plain)
        plain.show(text)
        plain.set_class(bool(text), "-some")
