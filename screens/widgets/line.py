"""The open line at the foot: what is typed into it, in which kind, and when it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import Suggester
from textual.widgets import Input

from formats.text import clean, clean_line, is_clean, signs
from screens.acts import BY_NAME, CAPTURE_KINDS
from screens.taking import TakesKeys
from screens.views.live import TypingView
from screens.widgets.plain import Plain

NEWLINES = ("↵", "⏎", "¶")
"""What stands for a new line while a text of several lines is edited in one: the first that the text does not have."""
BULLETS = ("- ", "* ", "• ", "– ")
TAKES_SEVERAL = frozenset({*CAPTURE_KINDS, "in_or_out"})
"""The acts for which a pasted list is several texts; for others it is one."""
EMPTY_TAKES_AWAY = frozenset({"keep_field", "hard_stop"})
"""The acts for which an empty line takes away what stood there."""
LONGEST_SIGN = 64
"""So many characters at most are looked at to find what the eye takes as one sign."""


@dataclass(frozen=True, slots=True)
class LineFor:
    """What a line is open for.

    Attributes:
        act: The act that gets the text.
        target: What it is about.
        label: What the line is called.
        secret: Drawn as dots.
        kinds: Whether up and down change the kind.
        off: What is typed is kept off the record.
    """

    act: str
    target: str = ""
    label: str = ""
    secret: bool = False
    kinds: bool = False
    off: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed for an act and not kept yet; `hidden`: it is drawn as dots."""

    act: str
    text: str
    hidden: bool


class Names(Suggester):
    """Completes a name, alone or after the last comma, or after an `@` in the text of an action."""

    def __init__(self, names: tuple[str, ...], *, after_at: bool) -> None:
        """Complete these names; `after_at`: only behind an `@`."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names
        self._after_at = after_at

    async def get_suggestion(self, value: str) -> str | None:
        """Return the value completed, or nothing."""
        start = value.rfind("@") if self._after_at else max(value.rfind(","), value.rfind(";"))
        if self._after_at and start < 0:
            return None
        typed = value[start + 1 :].lstrip()
        if not typed:
            return None
        for name in self._names:
            if name.casefold().startswith(typed.casefold()) and len(name) > len(typed):
                return value + name[len(typed) :]
        return None


class TypedInput(Input, TakesKeys):
    """An input that keeps every line of a paste, drops what a terminal must not get, and asks for nothing itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j,shift+enter", "keep_open", "save, keep open", show=False, id="line.keep_open")
    ]

    class Pasted(Message):
        """Several lines were pasted."""

        def __init__(self, text: str) -> None:
            """Hand them over as they were pasted."""
            super().__init__()
            self.text = text

    def __init__(self, say: Callable[[bool], None], *, id: str) -> None:
        """Start empty, with a cursor that stands still; `say` takes what was typed, and whether the line stays."""
        super().__init__(id=id, select_on_focus=False)
        self.cursor_blink = False
        self._say = say

    def take(self, character: str) -> None:
        """Take a character that was typed."""
        self.insert_text_at_cursor(character)

    async def action_submit(self) -> None:
        """Save and close."""
        self._say(False)

    def _sign_before(self) -> int:
        """Return how many characters the sign before the cursor has: an emoji family is one sign."""
        before = self.value[: self.cursor_position][-LONGEST_SIGN:]
        return max((len(sign) for sign in list(signs(before))[-1:]), default=0)

    def _sign_after(self) -> int:
        """Return how many characters the sign at the cursor has."""
        after = self.value[self.cursor_position :][:LONGEST_SIGN]
        return next((len(sign) for sign in signs(after)), 0)

    def action_delete_left(self) -> None:
        """Delete the sign before the cursor, whole."""
        if self.selection.is_empty:
            self.delete(self.cursor_position - self._sign_before(), self.cursor_position)
        else:
            self.delete_selection()

    def action_delete_right(self) -> None:
        """Delete the sign at the cursor, whole."""
        if self.selection.is_empty:
            self.delete(self.cursor_position, self.cursor_position + self._sign_after())
        else:
            self.delete_selection()

    def action_cursor_left(self, select: bool = False) -> None:
        """Go back over a whole sign."""
        if select or not self.selection.is_empty:
            super().action_cursor_left(select)
        else:
            self.cursor_position -= self._sign_before()

    def action_cursor_right(self, select: bool = False) -> None:
        """Go on over a whole sign; at the end, take what is suggested."""
        if select or not self.selection.is_empty or self.cursor_at_end:
            super().action_cursor_right(select)
        else:
            self.cursor_position += self._sign_after()

    def action_keep_open(self) -> None:
        """Save and stay."""
        self._say(True)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        lines = list_of(event.text)
        if len(lines) > 1:
            self.post_message(self.Pasted(event.text))
        elif lines:
            self.insert_text_at_cursor(lines[0].replace("\t", " "))


def list_of(pasted: str) -> tuple[str, ...]:
    """Split a paste into the lines of a list; signs before each fall away only if it is one."""
    lines = [line for line in clean(pasted).split("\n") if line.strip()]
    if len(lines) > 1 and all(line.lstrip().startswith(BULLETS) for line in lines):
        return tuple(line.lstrip()[2:].strip() for line in lines)
    return tuple(line.rstrip() for line in lines)


class Line(Horizontal):
    """The line at the foot. It keeps its draft when it is closed with `esc`."""

    DEFAULT_CSS = """
    Line { height: 1; display: none; background: $boost; }
    Line.-open { display: block; layout: horizontal; }
    Line #label { width: auto; max-width: 40%; text-style: bold; color: $text-accent; padding: 0 1; }
    Line TypedInput { width: 1fr; height: 1; border: none; padding: 0; background: $boost; }
    Line TypedInput:focus { border: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "kind(-1)", "kind", show=False, id="line.kind_up"),
        Binding("down", "kind(1)", "kind", show=False, id="line.kind_down"),
        Binding("escape", "close", "close", show=False, id="line.close"),
    ]

    typing: reactive[TypingView] = reactive(TypingView(), repaint=False)

    class Said(Message):
        """Something was typed and is to be kept."""

        def __init__(self, line: LineFor, texts: tuple[str, ...], *, stays: bool) -> None:
            """Hand over the texts; `stays`: the line stays open."""
            super().__init__()
            self.line = line
            self.texts = texts
            self.stays = stays

    class Closed(Message):
        """The line was closed."""

    class Typed(Message):
        """What stands in the line changed."""

        def __init__(self, act: str, text: str, *, hidden: bool) -> None:
            """Say what stands in it, for which act, and whether as dots."""
            super().__init__()
            self.act = act
            self.text = text
            self.hidden = hidden

    def __init__(self) -> None:
        """Start closed."""
        super().__init__(id="line")
        # Called at once, not posted: what is typed next must find the keys where they belong.
        self.tell: Callable[[Message], object] = self.post_message
        self._for = LineFor("park")
        self._said = LineFor("park")
        self._opened_with = ""
        self._drafts: dict[str, str] = {}
        self._hidden_drafts: set[str] = set()
        self._hidden = False
        self._column = 0
        self._newline = NEWLINES[0]
        self._lines = False

    def compose(self) -> ComposeResult:
        """Lay out the label and the input."""
        yield Plain(id="label")
        yield TypedInput(lambda stays: self._say((self.input.value,), stays=stays), id="typed")

    @property
    def is_open(self) -> bool:
        """Whether the line is open."""
        return self.has_class("-open")

    @property
    def input(self) -> TypedInput:
        """The input."""
        return self.query_one(TypedInput)

    @property
    def keys(self) -> str:
        """What can be pressed while it is open."""
        kinds = "   up/down kind" if self._for.kinds else ""
        draft = ", keep the draft" if self._for.kinds else ""
        return f"enter save   ctrl+j save, stay open{kinds}   esc close{draft}"

    def open(self, line: LineFor, text: str | None = None) -> None:
        """Open the line; a capture goes on with the draft unless a text is given."""
        self._for = line
        drafted = self._drafts.pop(line.act, "") if line.kinds and text is None else ""
        self._hidden = bool(drafted) and line.act in self._hidden_drafts
        self._newline = next((sign for sign in NEWLINES if sign not in (text or "")), NEWLINES[0])
        self._lines = text is not None and "\n" in text
        self._label()
        self.add_class("-open")
        self.input.value = clean(text).replace("\n", self._newline) if text is not None else drafted
        self._opened_with = self.input.value
        self.input.cursor_position = len(self.input.value)
        self.screen.set_focus(self.input)

    def reopen(self, line: LineFor, text: str) -> None:
        """Open the line again as it was when its text was taken, because that was refused."""
        said = self._said
        if said.act == line.act:
            line = LineFor(line.act, line.target, said.label, said.secret, line.kinds)
        hidden = said.secret and line.kinds
        self.open(line, text)
        self._opened_with = ""
        self._hidden = hidden
        self._label()

    def bring_draft(self, act: str, text: str, *, hidden: bool) -> None:
        """Put what was typed before a crash where its key finds it."""
        self._drafts[act] = clean(text).replace("\n", " ")
        if hidden or self.typing.secret:
            self._hidden_drafts.add(act)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """What was typed and not kept yet."""
        return tuple(
            Draft(act, text, act in self._hidden_drafts) for act, text in self._drafts.items() if text
        )

    def bring_drafts(self, drafts: tuple[Draft, ...]) -> None:
        """Take over what was typed into the line of another screen."""
        self._drafts |= {one.act: one.text for one in drafts}
        self._hidden_drafts |= {one.act for one in drafts if one.hidden}

    def watch_typing(self) -> None:
        """Go by what may be seen now."""
        if self.is_open:
            self._hidden = self._is_hidden
            self._label()

    @property
    def _is_hidden(self) -> bool:
        """Whether something stands in the line that is drawn as dots."""
        return self.input.password and bool(self.input.value)

    def _label(self) -> None:
        act = self._for.act
        label = self._for.label or BY_NAME[act].label
        if act == "card" and self.typing.columns:
            label = f"card · {self.typing.columns[self._column % len(self.typing.columns)]}"
        self.query_one("#label", Plain).show(f"{clean_line(label)} ▸")
        unseen_card = act == "card" and self.typing.secret_cards
        # What was typed while it could not be seen stays dots, whatever it is kept as.
        secret = self._for.secret or self.typing.secret or unseen_card or self._hidden
        self.input.password = secret
        takes = BY_NAME[act].takes
        wants_names = takes in {"person", "names"} or act == "fate_assign"
        names = Names(self.typing.names, after_at=not wants_names) if wants_names or act == "action" else None
        self.input.suggester = None if secret else names

    def action_kind(self, step: int) -> None:
        """Change the kind of what is typed, columns of the board included."""
        if not self._for.kinds:
            return
        columns = max(1, len(self.typing.columns))
        kinds: list[tuple[str, int]] = [(act, 0) for act in CAPTURE_KINDS if act != "card"]
        if self.typing.cards:
            kinds += [("card", place) for place in range(columns)]
        here = (self._for.act, self._column % columns if self._for.act == "card" else 0)
        place = kinds.index(here) if here in kinds else 0
        act, column = kinds[(place + step) % len(kinds)]
        self._column = column if act == "card" else self._column
        self._hidden = self._is_hidden
        self._for = LineFor(act, self._for.target, secret=self._for.secret, kinds=True)
        self._label()

    def choose_column(self, column: int) -> None:
        """Have the next card go into this column, counted from 0."""
        self._column = column

    def action_close(self) -> None:
        """Close and keep the draft."""
        if self._for.kinds:
            act = self._for.act
            self._drafts[act] = self.input.value
            self._hidden_drafts = self._hidden_drafts - {act} | ({act} if self._is_hidden else set())
        self._close()

    def _close(self) -> None:
        self.remove_class("-open")
        self.tell(self.Closed())

    def on_typed_input_pasted(self, event: TypedInput.Pasted) -> None:
        """Save a pasted list, a line each; what was typed before it leads its first line."""
        event.stop()
        if self._for.act in TAKES_SEVERAL:
            first, *rest = list_of(event.text)
            self._say((self.input.value + first, *rest), stays=True)
        else:
            self._insert_lines(clean(event.text).strip("\n").replace("\t", " "))

    def _insert_lines(self, text: str) -> None:
        """Put several lines into the text of one item; elsewhere they become one line."""
        if self._for.act != "edit":
            self.input.insert_text_at_cursor(text.replace("\n", " "))
            return
        before = self.input.value.replace(self._newline, "\n") if self._lines else self.input.value
        sign = next((one for one in NEWLINES if one not in before + text), NEWLINES[0])
        if self._lines and sign != self._newline:
            self.input.value = self.input.value.replace(self._newline, sign)
        self._newline, self._lines = sign, True
        self.input.insert_text_at_cursor(text.replace("\n", sign))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Clean what came in and pass the draft on."""
        event.stop()
        if not is_clean(event.value):
            self.input.value = clean(event.value)
        if not self.input.value and self._hidden:
            self._hidden = False
            self._label()
        if not self._for.secret:
            text = self.input.value if self.is_open else ""
            self.post_message(self.Typed(self._for.act, text, hidden=self.input.password))

    def _say(self, texts: tuple[str, ...], *, stays: bool) -> None:
        target = str(self._column) if self._for.act == "card" and not self._for.target else self._for.target
        # What was typed while it could not be seen is kept off the record, whatever was switched since.
        off = self._hidden and self._for.kinds and self._for.act != "card"
        line = LineFor(self._for.act, target, self._for.label, self._for.secret, self._for.kinds, off)
        self._said = LineFor(line.act, line.target, line.label, self.input.password, line.kinds)
        if self._for.act == "edit" and texts == (self._opened_with,):
            self._close()
            return
        taken_away = self._for.act in EMPTY_TAKES_AWAY and (self._opened_with or self._for.act == "hard_stop")
        if taken_away or any(text.strip() for text in texts):
            whole = tuple(text.replace(self._newline, "\n") for text in texts) if self._lines else texts
            self.tell(self.Said(line, whole, stays=stays))
            return
        self._close()

    def saved(self, *, stays: bool) -> None:
        """Empty the line, because what stood in it was taken."""
        self._hidden = False
        self.input.value = ""
        if not stays:
            self._close()
