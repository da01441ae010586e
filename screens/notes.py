"""The notes screen: the text as it will be pasted, what is in it, and the keys that copy it."""

from typing import ClassVar, Final, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from formats.text import clean_line
from screens.messages import Asked
from screens.notes_words import (
    follow_up_rows,
    heading_of,
    in_one_line,
    length_of,
    lines_of,
    section_rows,
)
from screens.views.notes import NotesView
from screens.widgets.foot import asked
from screens.widgets.keyline import KeyHint, KeyLine
from screens.widgets.levelchoice import MEANING
from screens.widgets.line import Line, LineFor
from screens.widgets.picklist import PickList, PickRow
from screens.widgets.plain import Plain, content
from screens.widgets.sheet import Sheet

RICH: Final = KeyHint("Y", "styled", "copy_rich")
DIALECT: Final = KeyHint("d", "dialect", "dialect")
LEVEL: Final = KeyHint("l", "level", "level")
SECTIONS: Final = KeyHint("x", "omit", "sections")
FOLLOW_UPS: Final = KeyHint("f", "follow-ups", "follow_ups")
TASKS: Final = KeyHint("t", "boxes", "tasks")
RETURN: Final = KeyHint("u", "back", "return")
HOME: Final = KeyHint("enter", "home", "home")
CLOSE: Final = KeyHint("esc", "close", "close")
SWITCH: Final = (KeyHint("1-9", "in or out"), KeyHint("enter", "the marked one"))
CHOOSE: Final = KeyHint("up/down", "choose")
LINE_OPEN: Final = (KeyHint("enter", "save"), KeyHint("esc", "close"))

Shelf = Literal["", "sections", "follow-ups"]
"""The list that is open beside the text; none when empty."""


class NotesScreen(Screen[None]):
    """Draws the notes and asks for a copy, another dialect, another level, other sections."""

    CSS_PATH = "notes.tcss"
    AUTO_FOCUS = "#right"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", id="notes.copy"),
        Binding("Y", "copy_rich", "copy formatted", id="notes.copy_rich"),
        Binding("d", "dialect", "dialect", id="notes.dialect"),
        Binding("l", "level", "level", id="notes.level"),
        Binding("s", "short", "short", id="notes.short"),
        Binding("t", "tasks", "boxes", id="notes.tasks"),
        Binding("x", "sections", "leave out", id="notes.sections"),
        Binding("f", "follow_ups", "follow-ups", id="notes.follow_ups"),
        Binding("v", "exact", "as pasted", id="notes.exact"),
        Binding("u", "return", "back", id="notes.return"),
        Binding("enter,q", "home", "home", id="notes.home"),
        Binding("escape", "close", "close", id="notes.close"),
        *(Binding(key, f"digit('{key}')", show=False, id=f"notes.digit_{key}") for key in "1234567890"),
    ]

    view: reactive[NotesView | None] = reactive[NotesView | None](None)
    """What is shown."""
    shelf: reactive[Shelf] = reactive[Shelf]("", repaint=False)
    """Which list is open beside the text."""
    exact: reactive[bool] = reactive(False, repaint=False)
    """Whether the text is shown as it is pasted, instead of how it looks there."""

    def __init__(self, view: NotesView | None = None) -> None:
        """Show a view."""
        super().__init__()
        self.set_reactive(NotesScreen.view, view)
        self._drawn: tuple[object, ...] = ()
        self._why_not = ""
        """Why the last key did nothing, until something changes."""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Plain(id="head")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Plain("DIALECT · d", classes="heading")
                yield PickList(id="dialects", focusable=False)
                yield Plain("NOTES NAME · l", classes="heading second")
                yield PickList(id="levels", focusable=False)
                yield Plain(id="level-meaning")
                yield Plain(id="count")
            with Vertical(id="shelf"):
                yield Plain(id="shelf-heading", classes="heading")
                yield PickList(id="rows")
            with Vertical(id="sheet"):
                yield Plain(id="sheet-heading", classes="heading")
                yield Sheet(id="right")
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
            self.set_focus(self.query_one("#rows" if self.shelf else "#right"))
            self._show_foot()

    # --- drawing -----------------------------------------------------------------------------------------------

    def watch_view(self) -> None:
        """Draw another view."""
        self._why_not = ""
        if self.query("#right"):
            self._show()

    def watch_shelf(self) -> None:
        """Open a list, or close it."""
        self._why_not = ""
        if not self.query("#right"):
            return
        self.set_class(bool(self.shelf), "-shelf")
        self.set_focus(self.query_one("#rows" if self.shelf else "#right"))
        self._show()

    def watch_exact(self) -> None:
        """Show the text in the other way."""
        if self.query("#right"):
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
        self.query_one("#count", Plain).show(length_of(view))
        self._show_shelf(view)
        self._show_text(view)
        narrow = in_one_line(view) if self.has_class("-narrow") else ""
        told = self._why_not or view.said or view.copied or self._to_begin_with(view)
        lines = [
            content(told, "bold"),
            # Whoever was just told need not read it twice.
            content("" if view.named in told else view.named, "$text-warning"),
            content(view.saved),
            content(narrow, "$text-muted"),
        ]
        self.query_one("#known", Plain).show(Content("\n").join(line for line in lines if line.plain))
        self._show_foot()

    def _show_text(self, view: NotesView) -> None:
        """Show the notes, or the follow-ups; a long text is not even looked at again while it is the same."""
        shown = (view.parts, view.look, view.follow_ups, self._owner, self.exact)
        if shown != self._drawn:
            self._drawn = shown
            self.query_one("#right", Sheet).lines = lines_of(view, self._owner, exact=self.exact)
            self.query_one("#sheet-heading", Plain).show(heading_of(view, self._owner, exact=self.exact))

    def _to_begin_with(self, view: NotesView) -> str:
        return "Not copied yet; y copies." if len(view.parts) < 2 else "Not copied yet; y copies part 1."

    def _show_shelf(self, view: NotesView) -> None:
        rows = section_rows(view) if self.shelf == "sections" else follow_up_rows(view)
        picklist = self.query_one("#rows", PickList)
        picklist.rows = rows if self.shelf else ()
        heading = "IN THE NOTES" if self.shelf == "sections" else "FOLLOW-UPS"
        self.query_one("#shelf-heading", Plain).show(heading)

    @property
    def _owner(self) -> int | None:
        """Whose follow-ups are shown in the place of the notes, by their place; `None` for the notes."""
        at = self.query_one("#rows", PickList).at
        return int(at) if self.shelf == "follow-ups" and at.isdecimal() else None

    def _show_foot(self) -> None:
        """Show what is not saved, what is asked, and what can be pressed."""
        view = self.view
        if view is None:
            return
        for name, text in (("unsaved", view.unsaved), ("question", asked(view.question))):
            part = self.query_one(f"#{name}", Plain)
            part.display = bool(text)
            part.show(content(text, "bold"))
        self.query_one(KeyLine).hints = LINE_OPEN if self.query_one(Line).is_open else self._hints(view)

    def _hints(self, view: NotesView) -> tuple[KeyHint, ...]:
        is_split = len(view.parts) > 1 and self.shelf != "follow-ups"
        copy = KeyHint("y", f"part {view.next_part}" if is_split else "copy", "copy")
        if self.shelf == "sections":
            return (*SWITCH, copy, CLOSE)
        if self.shelf:
            return (copy, CHOOSE, DIALECT, CLOSE)
        hints = [copy, RICH, KeyHint("s", "in full" if view.short else "short", "short")]
        # Beside the lists stand their keys; where there is no room for them, they stand here.
        hints += [DIALECT, LEVEL] if self.has_class("-narrow") else []
        hints += [SECTIONS] if view.sections else []
        hints += [FOLLOW_UPS] if view.follow_ups else []
        hints += [TASKS] if view.task_lists is not None else []
        return (*hints, RETURN, HOME) if view.can_return else (*hints, HOME)

    def _show_choice(self, where: str, names: tuple[str, ...], chosen: str) -> None:
        picklist = self.query_one(where, PickList)
        picklist.rows = tuple(PickRow(name, name) for name in names)
        picklist.at = chosen

    # --- choosing ----------------------------------------------------------------------------------------------

    @on(PickList.Highlighted)
    def _picked(self, event: PickList.Highlighted) -> None:
        view = self.view
        # A list that was just filled tells of rows that are no longer the highlighted ones.
        if view is None or event.row != event.picklist.at:
            return
        if event.picklist.id == "rows":
            self._picked_on_shelf(view, event)
        elif isinstance(event, PickList.Chosen):
            return
        elif event.picklist.id == "dialects" and event.row in view.dialects and event.row != view.dialect:
            self.post_message(Asked("notes_dialect", target=event.row))
        elif event.picklist.id == "levels" and event.row in view.levels and event.row != view.level:
            # The row of a level that is asked about first is marked once it is there.
            event.picklist.at = view.level
            self.post_message(Asked("notes_level", target=event.row))

    def _picked_on_shelf(self, view: NotesView, event: PickList.Highlighted) -> None:
        if self.shelf == "follow-ups":
            self._show_text(view)
        elif isinstance(event, PickList.Chosen):
            self.post_message(Asked("notes_section", target=event.row))

    def action_digit(self, key: str) -> None:
        """Answer the question, or choose from the open list."""
        view = self.view
        if view is None:
            return
        if view.question is not None:
            row = next((row for row in view.question.answers if row.key == key), None)
            if row is not None:
                self.post_message(Asked(row.act, target=row.target))
            return
        rows = [row for row in self.query_one("#rows", PickList).rows if row.id]
        place = (int(key) or 10) - 1
        if place >= len(rows):
            return
        self.query_one("#rows", PickList).at = rows[place].id
        if self.shelf == "sections":
            self.post_message(Asked("notes_section", target=rows[place].id))

    def action_sections(self) -> None:
        """Open the list of sections, or close it."""
        if self.view is not None and self.view.sections:
            self.shelf = "" if self.shelf == "sections" else "sections"

    def action_follow_ups(self) -> None:
        """Show who took on what, or the notes again."""
        if self.view is not None and self.view.follow_ups:
            self.shelf = "" if self.shelf == "follow-ups" else "follow-ups"
        else:
            self._say("There are no follow-ups: no action was kept, and no parked item assigned.")

    def action_exact(self) -> None:
        """Show the text as it is pasted, or how it looks."""
        if self.view is not None and self.view.look is not None:
            self.exact = not self.exact

    def _say(self, why_not: str) -> None:
        """Say why a key did nothing, or take that away; who is not told may press esc next, which leaves."""
        self._why_not = why_not
        self._show()

    # --- asking ------------------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Ask for a copy of what is shown, or the next part of it."""
        self._say("")
        view, owner = self.view, self._owner
        if view is None or owner is None or owner >= len(view.follow_ups):
            self.post_message(Asked("copy_notes"))
        else:
            self.post_message(Asked("copy_follow_up", target=str(owner)))

    def action_copy_rich(self) -> None:
        """Ask for a copy with headings and lists."""
        self._say("")
        self.post_message(Asked("copy_rich"))

    def action_dialect(self) -> None:
        """Ask for the next dialect."""
        if self.view is not None and len(self.view.dialects) > 1:
            self.post_message(Asked("notes_dialect", target=_after(self.view.dialects, self.view.dialect)))

    def action_level(self) -> None:
        """Ask for the next level."""
        if self.view is not None and len(self.view.levels) > 1:
            self.post_message(Asked("notes_level", target=_after(self.view.levels, self.view.level)))

    def action_short(self) -> None:
        """Ask for the few lines for a chat, or for everything."""
        self.post_message(Asked("notes_short"))

    def action_tasks(self) -> None:
        """Ask for actions as boxes to tick, or no longer."""
        if self.view is not None and self.view.task_lists is not None:
            self.post_message(Asked("notes_tasks"))
        else:
            self._say("There is nothing to tick: boxes are for actions, in the dialect markdown (d).")

    def action_return(self) -> None:
        """Ask to go back into the session."""
        if self.view is not None and self.view.can_return:
            self.post_message(Asked("undo_end"))

    def action_close(self) -> None:
        """Leave what is asked as it is, or close the open list, or ask to go home."""
        if self.view is not None and self.view.question is not None:
            self.post_message(Asked("notes_stay"))
        elif self.shelf:
            self.shelf = ""
        else:
            self.post_message(Asked("home"))

    def action_home(self) -> None:
        """Ask to go home."""
        self.post_message(Asked("home"))


def _after(names: tuple[str, ...], name: str) -> str:
    """Return the name after this one, the first after the last."""
    place = names.index(name) if name in names else -1
    return names[(place + 1) % len(names)]
