"""The home screen: go on with what is unfinished, start a format, look back."""

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.fuzzy import Matcher
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input

from screens.messages import Asked
from screens.views.home import FormatRow, HomeView, ResumeRow, ShelfView
from screens.widgets.field import Field
from screens.widgets.keyline import KeyHint, KeyLine
from screens.widgets.outline import Outline
from screens.widgets.picklist import PickList, PickRow
from screens.widgets.plain import Plain, content

if TYPE_CHECKING:
    from screens.widgets.agendapanel import AgendaPanel

NAME = "facilitator"
HINTS = (
    KeyHint("enter", "start", "choose"),
    KeyHint("/", "find", "find"),
    KeyHint("e", "edit a copy", "copy"),
    KeyHint("h", "history", "history"),
    KeyHint("a", "paste an agenda", "agenda"),
    KeyHint("P", "last time", "private"),
    KeyHint("?", "keys", "help"),
    KeyHint("q", "quit", "quit"),
)
RESUME_HINTS = (KeyHint("enter", "go on", "choose"), *HINTS[1:])
FIND_HINTS = (
    KeyHint("enter", "start", "choose"),
    KeyHint("up/down", "move"),
    KeyHint("esc", "show all", "close"),
)
AGENDA_HINTS = (KeyHint("ctrl+s or F2", "use it"), KeyHint("esc", "close", "close"))
HELP = (
    "enter opens what is highlighted; enter once more begins.   / finds a format by a few letters.\n"
    "e copies the format to your own.   a reads an agenda that you paste.   h lists past sessions.\n"
    "tab goes to the outline, to scroll it.   P shows what is known of the last time, and hides it."
)


class HomeScreen(Screen[None]):
    """Draws what can be started and resumed, and asks the app for it."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "find", id="home.find"),
        Binding("e", "copy", "edit a copy", id="home.copy"),
        Binding("h", "history", "history", id="home.history"),
        Binding("a", "agenda", "paste an agenda", id="home.agenda"),
        Binding("P", "private", "private", id="home.private"),
        Binding("question_mark", "help", "keys", id="home.help"),
        Binding("q", "quit", "quit", id="home.quit"),
        Binding("escape", "close", "close", show=False, id="home.close"),
        Binding("up", "move(-1)", show=False, id="home.up"),
        Binding("down", "move(1)", show=False, id="home.down"),
    ]

    view: reactive[HomeView | None] = reactive[HomeView | None](None, repaint=False)
    """What is shown; None until the app knows."""

    def __init__(self, view: HomeView | None = None) -> None:
        """Show a view."""
        super().__init__()
        self.set_reactive(HomeScreen.view, view)
        self._rows: dict[str, FormatRow] = {}
        self._help = False
        self._told = ""
        self._moved = False
        self._private = False

    def compose(self) -> ComposeResult:
        """Lay out what is always there; the cards to resume and the field to find come when they are needed."""
        # Before anything has a style, so that each part gets its style once.
        self._fit(self.app.size)
        shelves = () if self.view is None else self.view.shelves
        formats = PickList(shelf_rows(shelves, ""), id="formats")
        self._know(shelves)
        yield Plain(NAME, id="name")
        with Horizontal(id="body"):
            yield formats
            with VerticalScroll(id="right"):
                yield Outline(self._rows.get(formats.at))
        yield Plain(id="foot")
        yield KeyLine(HINTS)

    def on_mount(self) -> None:
        """Draw the rest of the first view."""
        self._show()

    def watch_view(self) -> None:
        """Draw another view."""
        if self.query("#formats"):
            self._show()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the room there is. Set here and not by breakpoints, which would style all twice at the start."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        self.set_class(size.width < 70, "-narrow")
        self.set_class(size.height >= 28, "-high")

    def _know(self, shelves: tuple[ShelfView, ...]) -> None:
        self._rows = {row.id: row for shelf in shelves for row in shelf.rows}

    def _show(self) -> None:
        view = self.view
        formats = self._list("formats")
        if view is None:
            formats.focus()
            return
        self._know(view.shelves)
        fresh = self._show_resume(view.resume)
        self._show_formats()
        self._show_outline()
        self._show_name()
        self._show_foot()
        if fresh is not None and not self._moved:
            fresh.focus()
        elif self.focused is None:
            formats.focus()

    def _show_resume(self, rows: tuple[ResumeRow, ...]) -> PickList | None:
        """Show what can be resumed; return the list when it was not there before."""
        shown = tuple(PickRow(row.id, row.text, hint="enter to go on") for row in rows)
        resume = self._resume()
        if resume is not None:
            resume.rows = shown
            if not rows:
                resume.remove()
            return None
        if not rows:
            return None
        resume = PickList(shown, id="resume", rests=False)
        resume.border_title = Content("Resume")
        self.mount(resume, after="#name")
        return resume

    def _resume(self) -> PickList | None:
        found = self.query("#resume")
        return found.first(PickList) if found else None

    def _field(self) -> Field | None:
        found = self.query("#find-field")
        return found.first(Field) if found else None

    def _show_formats(self) -> None:
        field = self._field()
        shelves = () if self.view is None else self.view.shelves
        self._list("formats").rows = shelf_rows(shelves, "" if field is None else field.value.strip())

    def _show_outline(self) -> None:
        row = self._rows.get(self._list("formats").at)
        outline = self.query_one(Outline)
        outline.row = row
        last = dict(self.view.last_held) if self.view is not None and self._private else {}
        outline.last = last.get(row.id, "") if row is not None else ""

    def _show_name(self) -> None:
        """Say beside the name that more is read: a line that came and went would move the list."""
        loading = self.view is not None and self.view.loading
        more = content("   looking for your own formats …", "not bold $text-muted") if loading else ""
        self.query_one("#name", Plain).show(content(NAME) + more)

    def _show_foot(self) -> None:
        view, foot = self.view, self.query_one("#foot", Plain)
        problem = self._told or ("" if view is None else view.problem)
        text = problem
        if self._help:
            text = HELP
        elif self._field() is not None and not self._list("formats").rows:
            text = "Nothing is called that; esc shows all."
        foot.show(text)
        foot.set_class(bool(text), "-some")
        foot.set_class(bool(problem) and not self._help, "-problem")
        self.query_one(KeyLine).hints = self._hints()

    def _hints(self) -> tuple[KeyHint, ...]:
        if self._panel() is not None:
            return AGENDA_HINTS
        if self._field() is not None:
            return FIND_HINTS
        resume = self._resume()
        return RESUME_HINTS if resume is not None and resume.has_focus else HINTS

    def _list(self, name: str) -> PickList:
        return self.query_one(f"#{name}", PickList)

    def _panel(self) -> "AgendaPanel | None":
        found = self.query("AgendaPanel")
        return found.first() if found else None  # type: ignore[return-value]  # asked by name: loaded when used

    def tell(self, text: str) -> None:
        """Say something at the foot until the next key."""
        self._told = text
        self._show_foot()

    def tell_agenda(self, problem: str) -> None:
        """Say why the pasted agenda can't be read; what was pasted stays."""
        panel = self._panel()
        if panel is not None:
            panel.show_problem(problem)
        else:
            self.tell(problem)

    def on_key(self) -> None:
        """Know that someone is at the keys: nothing takes the focus away any more."""
        self._moved = True
        if self._told:
            self.tell("")

    def on_descendant_focus(self) -> None:
        """Name the keys that act on what has the focus."""
        self._show_foot()

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste that no field took as an agenda."""
        if event.text.strip() and self._panel() is None:
            self._open_panel(event.text)

    @on(PickList.Highlighted, "#formats")
    def _highlighted(self) -> None:
        self._show_outline()
        self.query_one("#right", VerticalScroll).scroll_home(animate=False)

    @on(PickList.Chosen)
    def _chosen(self, event: PickList.Chosen) -> None:
        if event.picklist.id == "resume":
            self.post_message(Asked("resume", target=event.row))
        elif self._rows[event.row].problem:
            self.tell("That format starts once its file is mended; what is wrong stands beside the list.")
        else:
            self.post_message(Asked("setup", target=event.row))

    @on(PickList.Beyond)
    def _beyond(self, event: PickList.Beyond) -> None:
        resume = self._resume()
        if event.picklist is resume and event.step > 0:
            self._list("formats").focus()
        elif event.picklist is not resume and event.step < 0 and resume is not None and self._field() is None:
            resume.focus()

    def action_choose(self) -> None:
        """Choose what is highlighted."""
        resume = self._resume()
        chosen_in = resume if resume is not None and resume.has_focus else self._list("formats")
        chosen_in.action_choose()

    def action_move(self, step: int) -> None:
        """Move in the list of formats while something is typed to find one."""
        self._list("formats").action_move(step)

    async def action_find(self) -> None:
        """Open the field that narrows the list."""
        if self._field() is None:
            row = Horizontal(Plain("find ▸", id="find-label"), Field(id="find-field"), id="find")
            await self.mount(row, before="#body")
        self.query_one("#find-field", Field).focus()
        self._show_foot()

    @on(Input.Changed, "#find-field")
    def _narrow(self) -> None:
        self._show_formats()
        self._show_outline()
        self._show_foot()

    @on(Input.Submitted, "#find-field")
    def _found(self) -> None:
        self._list("formats").action_choose()

    def action_copy(self) -> None:
        """Ask for a copy of the highlighted format."""
        if self._list("formats").at:
            self.post_message(Asked("copy_format", target=self._list("formats").at))

    def action_history(self) -> None:
        """Ask for the sessions that were held."""
        self.post_message(Asked("history"))

    def action_private(self) -> None:
        """Show what is known of the last time, or hide it again."""
        self._private = not self._private
        self._show_outline()

    def action_quit(self) -> None:
        """Ask to quit."""
        self.post_message(Asked("quit"))

    def action_help(self) -> None:
        """Show the keys at the foot, or hide them."""
        self._help = not self._help
        self._show_foot()

    def action_agenda(self) -> None:
        """Open the panel for an agenda."""
        if self._panel() is None:
            self._open_panel("")

    async def action_close(self) -> None:
        """Close what is open: the panel, the field, the help."""
        panel = self._panel()
        if panel is not None:
            await panel.remove()
            self._list("formats").focus()
        elif self._field() is not None:
            await self.query_one("#find").remove()
            self._show_formats()
            self._list("formats").focus()
        self._help = False
        self._show_foot()

    def _open_panel(self, text: str) -> None:
        # Loaded when asked for: the text area alone would cost home a tenth of its time to the first paint.
        from screens.widgets.agendapanel import AgendaPanel

        self.mount(AgendaPanel(text), before="#foot")
        self.call_after_refresh(self._show_foot)

    async def on_agenda_panel_closed(self) -> None:
        """Close the panel."""
        await self.action_close()

    def on_agenda_panel_given(self, event: "AgendaPanel.Given") -> None:
        """Ask to read the agenda."""
        self.post_message(Asked("agenda", text=event.text))


def shelf_rows(shelves: tuple[ShelfView, ...], wanted: str) -> tuple[PickRow, ...]:
    """Return the rows of the list, narrowed to what fits a few letters."""
    matcher = Matcher(wanted) if wanted else None
    rows: list[PickRow] = []
    for shelf in shelves:
        fitting = [
            row
            for row in shelf.rows
            if matcher is None or matcher.match(row.name) > 0 or matcher.match(row.id) > 0
        ]
        if fitting:
            rows += [PickRow()] if rows else []
            rows.append(PickRow(text=shelf.heading))
            rows += [
                PickRow(row.id, row.name, detail=row.minutes, mark="!" if row.problem else "")
                for row in fitting
            ]
    return tuple(rows)
