"""The open line at the foot: what is typed into it, in which kind, and when it is kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from formats.text import clean, clean_line, is_clean
from screens.acts import BY_NAME, CAPTURE_KINDS
from screens.drafts import Drafts
from screens.views.draft import Draft
from screens.views.live import TypingView
from screens.widgets.folded import Folded
from screens.widgets.names import Names
from screens.widgets.plain import Plain
from screens.widgets.typedinput import TypedInput, is_too_much, list_of

TAKES_SEVERAL = frozenset({*CAPTURE_KINDS, "in_or_out"})
"""The acts for which a pasted list is several texts; for others it is one."""
NOT_SAID = frozenset({"save_elsewhere"})
"""The acts whose text nobody said: it can be seen whatever is off the record."""
EMPTY_TAKES_AWAY = frozenset({"keep_field", "hard_stop", "edit_prompt"})
"""The acts for which an empty line takes away what stood there."""
TYPED_OVER = frozenset({"set_minutes"})
"""The acts that open with a value which is rather typed anew than edited: the first character replaces it."""
KEEPS_DRAFT = frozenset({*CAPTURE_KINDS, "edit", "keep_field"})
"""The acts whose draft `esc` keeps: what would stand in the notes. A name or a number is typed again sooner."""


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


class Line(Horizontal):
    """The line at the foot. What is typed into it is sent off or stays a draft; it is never thrown away unasked."""

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
        """What was typed and is not kept yet changed."""

        def __init__(self, drafts: tuple[Draft, ...]) -> None:
            """Hand over all of it, what stands in the open line last."""
            super().__init__()
            self.drafts = drafts

    class TooMuch(Message):
        """What was pasted is more than one act can take; what stood in the line stands there still."""

        def __init__(self, text: str) -> None:
            """Hand over all of it."""
            super().__init__()
            self.text = text

    class Full(Message):
        """No more can be typed into the line."""

    def __init__(self) -> None:
        """Start closed."""
        super().__init__(id="line")
        # Called at once, not posted: what is typed next must find the keys where they belong.
        self.tell: Callable[[Message], object] = self.post_message
        self._for = LineFor("park")
        self._said = LineFor("park")
        self._opened_with = ""
        self._drafts = Drafts()
        self._told: tuple[Draft, ...] = ()
        self._hidden = False
        self._column = 0
        self._folded = Folded()

    def compose(self) -> ComposeResult:
        """Lay out the label and the input."""
        yield Plain(id="label")
        yield TypedInput(
            lambda stays: self._say((self.input.value,), stays=stays),
            self.paste,
            self._say_full,
            id="typed",
        )

    def _say_full(self) -> None:
        self.tell(self.Full())

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
        draft = ", keep the draft" if self._for.act in KEEPS_DRAFT else ""
        return f"enter save   ctrl+j save, stay open{kinds}   esc close{draft}"

    # --- opening -----------------------------------------------------------------------------------------------

    def open(self, line: LineFor, text: str = "") -> None:
        """Open the line with the draft that waits for it, else with a text."""
        self._put_draft()
        draft = self._drafts.take(line.act, line.target)
        self._begin(line, text, draft or Draft(line.act, text))

    def open_with(self, line: LineFor, text: str) -> None:
        """Open the line with a text that was not kept anywhere yet; a draft goes on waiting."""
        self._put_draft()
        self._begin(line, "", Draft(line.act, text))

    def reopen(self, line: LineFor, text: str, *, hidden: bool) -> None:
        """Open the line again as it was when its text was taken, because that was refused.

        What was typed since then waits as a draft.

        Args:
            line: What it is open for.
            text: What was refused.
            hidden: Whether that was drawn as dots.
        """
        self._put_draft()
        label = self._said.label if self._said.act == line.act else ""
        secret = line.secret or hidden
        again = LineFor(line.act, line.target, label, secret=secret, kinds=line.kinds)
        self._begin(again, "", Draft(line.act, text, hidden=secret))

    def _begin(self, line: LineFor, opened_with: str, draft: Draft) -> None:
        """Open the line with a draft in the place of the text that it would be opened with."""
        self._for = line
        self._opened_with = clean(opened_with)
        self._hidden = draft.hidden
        self._label()
        self.add_class("-open")
        self.input.value = self._folded.fold(clean(draft.text))
        self.input.cursor_position = len(self.input.value)
        if line.act in TYPED_OVER and draft.text == opened_with:
            self.input.select_all()
        self.screen.set_focus(self.input)

    # --- drafts ------------------------------------------------------------------------------------------------

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """What was typed and not kept yet, what stands in the open line last."""
        typed = self._typed()
        return self._drafts.waiting if typed is None else (*self._drafts.waiting, typed)

    @property
    def edited(self) -> str:
        """The item whose edit waits as the newest draft of its kind; empty if none does."""
        return self._drafts.newest_target("edit")

    def bring_drafts(self, drafts: tuple[Draft, ...]) -> None:
        """Go on with what was typed on another screen, or before the program ended."""
        self._drafts.bring(drafts)
        self._tell_drafts()

    def _typed(self) -> Draft | None:
        """Return what stands in the open line and nowhere else."""
        act = self._for.act
        text = self._folded.unfold(self.input.value)
        # What a screen asks for itself, such as the name of a folder, is nothing that was said.
        if (
            not self.is_open
            or not text.strip()
            or text == self._opened_with
            or BY_NAME[act].kind != "session"
        ):
            return None
        return Draft(act, text, self._for.target, hidden=self.input.password)

    def _put_draft(self) -> None:
        typed = self._typed()
        if typed is not None:
            self._drafts.put(typed)

    def _tell_drafts(self) -> None:
        drafts = self.drafts
        if drafts != self._told:
            self._told = drafts
            self.tell(self.Typed(drafts))

    # --- how it is drawn ---------------------------------------------------------------------------------------

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
        unseen = self._for.secret or self.typing.secret or unseen_card or self._hidden
        secret = unseen and act not in NOT_SAID
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

    # --- closing, pasting, saving ------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Close, and keep the draft of what would stand in the notes."""
        if self._for.act in KEEPS_DRAFT:
            self._put_draft()
        self._close()

    def put_away(self) -> None:
        """Close because something else opens; what was typed stays a draft, whatever it is."""
        if self.is_open:
            self._put_draft()
            self._close()

    def _close(self) -> None:
        self.remove_class("-open")
        self._tell_drafts()
        self.tell(self.Closed())

    def paste(self, pasted: str) -> None:
        """Take a paste: a list is saved at once, a line each, what was typed before it leading the first."""
        lines, text = list_of(pasted), clean(pasted).strip("\n").replace("\t", " ")
        if not lines:
            return
        if len(lines) > 1 and self._for.act in TAKES_SEVERAL:
            texts = (self.input.value + lines[0], *lines[1:])
            if is_too_much(texts):
                self.tell(self.TooMuch(clean(pasted)))
            else:
                self._say(texts, stays=True)
        elif is_too_much((self.input.value + text,)):
            self.tell(self.TooMuch(clean(pasted)))
        elif len(lines) > 1:
            self._insert_lines(text)
        else:
            self.input.put(lines[0].replace("\t", " "))

    def _insert_lines(self, text: str) -> None:
        """Put several lines into the text of one item; elsewhere they become one line."""
        if self._for.act != "edit":
            self.input.put(text.replace("\n", " "))
            return
        before, folded = self._folded.fold_into(self.input.value, text)
        if before != self.input.value:
            self.input.value = before
        self.input.put(folded)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Clean what came in and pass the draft on."""
        event.stop()
        if not is_clean(event.value):
            self.input.value = clean(event.value)
        if not self.input.value and self._hidden:
            self._hidden = False
            self._label()
        self._tell_drafts()

    def _say(self, texts: tuple[str, ...], *, stays: bool) -> None:
        whole = tuple(self._folded.unfold(text) for text in texts)
        if self._for.act == "edit" and whole == (self._opened_with,):
            self._close()
            return
        taken_away = self._for.act in EMPTY_TAKES_AWAY and (self._opened_with or self._for.act == "hard_stop")
        if not taken_away and not any(text.strip() for text in texts):
            self._close()
            return
        self._said = self._for
        target = str(self._column) if self._for.act == "card" and not self._for.target else self._for.target
        # What was typed while it could not be seen is kept off the record, whatever was switched since.
        off = self._hidden and self._for.kinds and self._for.act != "card"
        line = replace(self._for, target=target, off=off, secret=self.input.password)
        self.tell(self.Said(line, whole, stays=stays))

    def saved(self, *, stays: bool) -> None:
        """Empty the line, because what stood in it was taken."""
        self._hidden = False
        self.input.value = ""
        if stays:
            self._tell_drafts()
        else:
            self._close()
