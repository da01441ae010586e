"""The wrap-up: what was parked gets its fate, actions their owners, takeaways are read out; then the notes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive

from formats.text import crop, width
from screens import acts
from screens.messages import Asked
from screens.session_screen import SessionScreen
from screens.views.live import ItemRow, ListView
from screens.views.wrapup import WrapUpView
from screens.widgets.agenda import Chosen
from screens.widgets.bigclock import BigClock
from screens.widgets.foot import Foot
from screens.widgets.itemlist import ItemList
from screens.widgets.line import Line, LineFor
from screens.widgets.plain import Plain, content
from screens.widgets.topline import TopLine

FATES: dict[str, str] = {"1": "fate_discussed", "2": "fate_next", "3": "fate_assign", "4": "fate_drop"}
SAME_KEYS = (
    "park",
    "takeaway",
    "decision",
    "action",
    "resource",
    "undo",
    "redo",
    "edit",
    "remove",
    "off_record_item",
)
KEYS = "1 discussed  2 next time  3 assign  4 drop   e edit  a action   enter close  w back"


class WrapUpScreen(SessionScreen):
    """The last minutes, inside the session's time."""

    CSS_PATH = "wrapup.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                ",".join(acts.BY_NAME[name].keys),
                f"act('{name}')",
                acts.BY_NAME[name].label,
                id=f"wrapup.{name}",
            )
            for name in SAME_KEYS
        ),
        *(
            Binding(key, f"fate('{act}')", acts.BY_NAME[act].label, id=f"wrapup.{act}")
            for key, act in FATES.items()
        ),
        Binding("up", "choose(-1)", show=False, id="wrapup.up"),
        Binding("down", "choose(1)", show=False, id="wrapup.down"),
        Binding("tab", "list(1)", show=False, id="wrapup.list"),
        Binding("shift+tab", "list(-1)", show=False, id="wrapup.list_back"),
        Binding("enter,n", "finish", show=False, id="wrapup.finish"),
        Binding("w,b", "back", show=False, id="wrapup.back"),
        Binding("escape", "close", show=False, id="wrapup.close"),
        Binding("y", "screen_act('copy_notes')", show=False, id="wrapup.copy"),
        Binding("Y", "screen_act('copy_rich')", show=False, id="wrapup.copy_rich"),
        Binding("k", "screen_act('airtime')", show=False, id="wrapup.airtime"),
        Binding("q,ctrl+q", "screen_act('quit')", show=False, id="wrapup.quit"),
    ]

    view: reactive[WrapUpView | None] = reactive(None, repaint=False)
    chosen: reactive[str] = reactive("", repaint=False)

    def compose(self) -> ComposeResult:
        """Lay out the top line, the small clock and the lists."""
        yield TopLine()
        with Horizontal(id="head"):
            yield Plain("Wrap-up", id="title")
            yield BigClock(id="clock")
        with Horizontal(id="parts"):
            with Vertical(id="left"):
                parked = ItemList(id="list-parked", classes="list")
                parked.set_reactive(ItemList.fates, True)
                yield parked
                yield ItemList(id="list-action", classes="list")
            with Vertical(id="right"):
                yield ItemList(id="list-takeaway", classes="list")
                yield ItemList(id="list-decision", classes="list")
                yield ItemList(id="list-resource", classes="list")
                with VerticalScroll(id="spent-box", can_focus=False):
                    yield Plain(id="spent")
        yield Foot(id="foot")

    def watch_view(self) -> None:
        """Hand each part its view."""
        if self.is_built:
            self.draw()

    def draw(self) -> None:
        """Draw the whole view."""
        view = self.view
        if view is None:
            return
        self.query_one(TopLine).view = view.top
        self.query_one(BigClock).view = view.clock
        for one in self._lists():
            if self.query(f"#list-{one.kind}"):
                self.query_one(f"#list-{one.kind}", ItemList).view = one
        self.set_class(any(one.kind == "resource" and one.rows for one in self._lists()), "-resources")
        if not self.chosen or self.chosen not in {row.id for row in self._rows()}:
            undecided = next((row.id for row in view.parked.rows if not row.fate), "")
            self.chosen = undecided or next((row.id for row in self._rows()), "")
        self.query_one("#spent", Plain).show(_spent(view, max(20, self.size.width // 2 - 4)))
        self.draw_foot(view)
        self.foot.show_cues(view.private)
        self.show_keys()

    def show_keys(self) -> None:
        """Show at the foot what can be pressed."""
        self.foot.refresh_state(KEYS)

    def _lists(self) -> tuple[ListView, ...]:
        return () if self.view is None else (self.view.parked, *self.view.lists)

    def _rows(self) -> list[ItemRow]:
        order = {"parked": 0, "action": 1, "takeaway": 2, "decision": 3, "resource": 4}
        shown = sorted((one for one in self._lists() if one.kind in order), key=lambda one: order[one.kind])
        return [row for one in shown for row in one.rows]

    def _kind_of_chosen(self) -> str:
        return next((one.kind for one in self._lists() if any(row.id == self.chosen for row in one.rows)), "")

    def watch_chosen(self, chosen: str) -> None:
        """Show what is chosen."""
        for one in self.query(ItemList):
            one.chosen = chosen

    def on_chosen(self, message: Chosen) -> None:
        """Choose what was clicked."""
        message.stop()
        self.chosen = message.id

    def action_choose(self, step: int) -> None:
        """Choose a neighbour."""
        ids = [row.id for row in self._rows()]
        if ids and not self.foot.is_busy:
            place = ids.index(self.chosen) if self.chosen in ids else 0
            self.chosen = ids[max(0, min(len(ids) - 1, place + step))]

    def action_list(self, step: int) -> None:
        """Choose the first item of the next list."""
        lists = [one for one in self._lists() if one.rows]
        if not lists or self.foot.is_busy:
            return
        kinds = [one.kind for one in lists]
        here = kinds.index(self._kind_of_chosen()) if self._kind_of_chosen() in kinds else -1
        self.chosen = lists[(here + step) % len(lists)].rows[0].id

    def action_fate(self, act: str) -> None:
        """Give the chosen parked item a fate, and go on to the next without one; first answer what is asked."""
        question = None if self.view is None else self.view.question
        if question is not None:
            self.answer(question, next(key for key, fate in FATES.items() if fate == act))
            return
        if self._kind_of_chosen() != "parked":
            self.say("Choose a parked item first; up and down.")
        elif act == "fate_assign":
            self.open_line(LineFor(act, self.chosen, "who takes it on"))
        else:
            self.post_message(Asked(act, target=self.chosen))
            self._next_undecided()

    def _next_undecided(self) -> None:
        if self.view is None:
            return
        others = [row.id for row in self.view.parked.rows if not row.fate and row.id != self.chosen]
        if others:
            self.chosen = others[0]

    def action_act(self, name: str) -> None:
        """Do what the same key does in the live screen."""
        act = acts.BY_NAME[name]
        if act.takes == "text":
            self.open_line(LineFor(name, kinds=True))
        elif act.takes == "item" and not self.chosen:
            self.say("Nothing is kept yet; a keeps an action, p parks.")
        elif name == "edit" and self._typed_text():
            self.edit_line(self.chosen, self._typed_text(), secret=False)
        elif act.takes == "item":
            self.post_message(Asked(name, target=self.chosen))
        else:
            self.post_message(Asked(name))

    def _typed_text(self) -> str:
        """Return how the chosen item can be typed again; nothing when it may not be seen."""
        return next((row.typed for row in self._rows() if row.id == self.chosen), "")

    def action_screen_act(self, name: str) -> None:
        """Copy the notes as they stand, or leave."""
        self.post_message(Asked(name))

    def action_close(self) -> None:
        """Take away what only the facilitator was to see; else go back to the segment that runs."""
        if self.view is not None and self.view.private:
            self.post_message(Asked("close"))
        else:
            self.action_back()

    def action_back(self) -> None:
        """Go back to the segment that runs."""
        self.post_message(Asked("wrap_up"))

    def action_finish(self) -> None:
        """Close the session."""
        self.post_message(Asked("end"))

    def said(self, message: Line.Said) -> None:
        """Ask for what was typed to be kept; after a fate, go on to the next item without one."""
        super().said(message)
        if message.line.act == "fate_assign":
            self._next_undecided()


def _spent(view: WrapUpView, room: int) -> Content:
    lines = [content("Planned and spent", "bold")]
    for row in view.spent:
        figures = f"{row.planned:>6} {row.spent:>12}"
        title = crop(row.title, max(6, room - width(figures) - 1))
        pad = " " * max(1, room - width(title) - width(figures))
        lines.append(content(title + pad + figures))
    return Content("\n").join(lines)
