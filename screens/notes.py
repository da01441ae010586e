"""The notes screen: the text as it will be pasted, and one key to copy it."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from formats.text import clean_line
from screens.messages import Asked
from screens.views.notes import NotesView
from screens.widgets.foot import asked
from screens.widgets.keyline import KeyHint, KeyLine
from screens.widgets.levelchoice import MEANING
from screens.widgets.line import Line, LineFor
from screens.widgets.picklist import PickList, PickRow
from screens.widgets.plain import Plain, content

COPY = KeyHint("y", "copy", "copy")
DIALECT = KeyHint("d", "dialect", "dialect")
LEVEL = KeyHint("l", "what is said of people", "level")
RETURN = KeyHint("u", "back into the session", "return")
SCROLL = KeyHint("up/down", "scroll")
HOME = KeyHint("enter", "home", "home")
LINE_OPEN = (KeyHint("enter", "save"), KeyHint("esc", "close"))


class NotesScreen(Screen[None]):
    """Draws the notes and asks for a copy, another dialect, another level."""

    CSS_PATH = "notes.tcss"
    AUTO_FOCUS = "#right"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", id="notes.copy"),
        Binding("d", "dialect", "dialect", id="notes.dialect"),
        Binding("l", "level", "level", id="notes.level"),
        Binding("u", "return", "back", id="notes.return"),
        Binding("enter,q,escape", "home", "home", id="notes.home"),
    ]

    view: reactive[NotesView | None] = reactive[NotesView | None](None)
    """What is shown."""

    def __init__(self, view: NotesView | None = None) -> None:
        """Show a view."""
        super().__init__()
        self.set_reactive(NotesScreen.view, view)

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Plain(id="head")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Plain("DIALECT", classes="heading")
                yield PickList(id="dialects", focusable=False)
                yield Plain("")
                yield Plain("NOTES NAME", classes="heading")
                yield PickList(id="levels", focusable=False)
                yield Plain(id="level-meaning")
                yield Plain(id="count")
            with VerticalScroll(id="right"):
                yield Plain(id="text")
        yield Plain(id="known")
        yield Plain(id="unsaved")
        yield Plain(id="question")
        yield Line()
        yield KeyLine()

    def on_mount(self) -> None:
        """Draw the first view."""
        self.query_one(Line).tell = self._hear
        self._show()

    def open_line(self, line: LineFor, text: str) -> None:
        """Open the line with a text in it."""
        self.query_one(Line).open(line, text)
        self._show_foot()

    def _hear(self, message: Message) -> None:
        """Take what the line tells, at once; what is typed here is no part of the session, and no draft is kept."""
        if isinstance(message, Line.Said):
            line = message.line
            self.post_message(Asked(line.act, message.texts[0], line.target))
            self.query_one(Line).saved(stays=False)
        elif isinstance(message, Line.Closed):
            self.set_focus(self.query_one("#right"))
            self._show_foot()

    def watch_view(self) -> None:
        """Draw another view."""
        if self.query("#text"):
            self._show()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the room there is."""
        self.set_class(event.size.width < 70, "-narrow")
        self.set_class(event.size.height >= 30, "-high")
        self._show()

    def _show(self) -> None:
        view = self.view
        if view is None:
            return
        self.query_one("#head", Plain).show(f"Notes · {clean_line(view.title)}")
        self._show_choice("#dialects", view.dialects, view.dialect)
        self._show_choice("#levels", view.levels, view.level)
        self.query_one("#level-meaning", Plain).show(MEANING.get(view.level, ("", ""))[0])
        figure = f"{view.characters:,} characters"
        self.query_one("#count", Plain).show(figure)
        self.query_one("#text", Plain).show(view.text)
        narrow = f"{view.dialect} · {view.level} · {figure}" if self.has_class("-narrow") else ""
        lines = [
            content(view.said or view.copied or "Not copied yet; y copies.", "bold"),
            content(view.saved),
            content(narrow, "$text-muted"),
        ]
        self.query_one("#known", Plain).show(Content("\n").join(line for line in lines if line.plain))
        self._show_foot()

    def _show_foot(self) -> None:
        """Show what is not saved, what is asked, and what can be pressed."""
        view = self.view
        if view is None:
            return
        for name, text in (("unsaved", view.unsaved), ("question", asked(view.question))):
            part = self.query_one(f"#{name}", Plain)
            part.display = bool(text)
            part.show(content(text, "bold"))
        hints = [COPY]
        hints += [DIALECT] if len(view.dialects) > 1 else []
        hints += [LEVEL] if len(view.levels) > 1 else []
        hints += [SCROLL, RETURN, HOME] if view.can_return else [SCROLL, HOME]
        self.query_one(KeyLine).hints = LINE_OPEN if self.query_one(Line).is_open else tuple(hints)

    def _show_choice(self, where: str, names: tuple[str, ...], chosen: str) -> None:
        picklist = self.query_one(where, PickList)
        picklist.rows = tuple(PickRow(name, name) for name in names)
        picklist.at = chosen

    @on(PickList.Highlighted)
    def _picked(self, event: PickList.Highlighted) -> None:
        view = self.view
        # A list that was just filled tells of rows that are no longer the highlighted ones.
        if view is None or isinstance(event, PickList.Chosen) or event.row != event.picklist.at:
            return
        if event.picklist.id == "dialects" and event.row in view.dialects and event.row != view.dialect:
            self.post_message(Asked("notes_dialect", target=event.row))
        elif event.picklist.id == "levels" and event.row in view.levels and event.row != view.level:
            self.post_message(Asked("notes_level", target=event.row))

    def action_copy(self) -> None:
        """Ask for a copy, or the next part of one."""
        self.post_message(Asked("copy_notes"))

    def action_dialect(self) -> None:
        """Ask for the next dialect."""
        if self.view is not None and len(self.view.dialects) > 1:
            self.post_message(Asked("notes_dialect", target=_after(self.view.dialects, self.view.dialect)))

    def action_level(self) -> None:
        """Ask for the next level."""
        if self.view is not None and len(self.view.levels) > 1:
            self.post_message(Asked("notes_level", target=_after(self.view.levels, self.view.level)))

    def action_return(self) -> None:
        """Ask to go back into the session."""
        if self.view is not None and self.view.can_return:
            self.post_message(Asked("undo_end"))

    def action_home(self) -> None:
        """Ask to go home."""
        self.post_message(Asked("home"))


def _after(names: tuple[str, ...], name: str) -> str:
    """Return the name after this one, the first after the last."""
    place = names.index(name) if name in names else -1
    return names[(place + 1) % len(names)]
