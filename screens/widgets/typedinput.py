"""The field of the open line: whole signs, whole pastes, nothing that a terminal must not get."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from formats.text import clean, signs
from formats.words import LONGEST_TEXT
from screens.widgets.longinput import LongInput

BULLETS = ("- ", "* ", "• ", "– ")
LONGEST_SIGN = 64
"""So many characters at most are looked at to find what the eye takes as one sign."""
MOST_LINES = 200
"""A list of more lines than this was hardly meant for one act; it would flood the session."""


class TypedInput(LongInput):
    """An input for one text, at most as long as an item may be. It asks for nothing itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j,shift+enter", "keep_open", "save, keep open", show=False, id="line.keep_open")
    ]

    def __init__(
        self,
        say: Callable[[bool], None],
        paste: Callable[[str], None],
        full: Callable[[], None],
        *,
        id: str,
    ) -> None:
        """Start empty, with a cursor that stands still.

        Args:
            say: Takes what was typed, and whether the line stays.
            paste: Takes what was pasted, as it was pasted.
            full: Is called when no more can be typed.
            id: The id of the widget.
        """
        super().__init__(id=id, select_on_focus=False, max_length=LONGEST_TEXT)
        self.cursor_blink = False
        self._say = say
        self._paste = paste
        self._full = full

    def take(self, character: str) -> None:
        """Take a character that was typed."""
        self.put(character)

    def put(self, text: str) -> None:
        """Put a text in the place of what is selected, else where the cursor is."""
        self.replace(text, *self.selection)

    def restricted(self) -> None:
        """Say that no more can be typed."""
        self._full()

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

    def action_paste(self) -> None:
        """Take what was cut or copied in this program, as any other paste."""
        self._paste(self.app.clipboard)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._paste(event.text)


def list_of(pasted: str) -> tuple[str, ...]:
    """Split a paste into the lines of a list; signs before each fall away only if it is one."""
    lines = [line for line in clean(pasted).split("\n") if line.strip()]
    if len(lines) > 1 and all(line.lstrip().startswith(BULLETS) for line in lines):
        return tuple(line.lstrip()[2:].strip() for line in lines)
    return tuple(lines)


def is_too_much(texts: tuple[str, ...]) -> bool:
    """Say whether texts are too many, or one of them too long, for one act."""
    return len(texts) > MOST_LINES or any(len(text) > LONGEST_TEXT for text in texts)
