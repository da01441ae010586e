"""The wrap-up: what was parked gets its fate, actions their owners, takeaways are read out; then the notes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from formats.text import width
from screens import acts
from screens.messages import Asked
from screens.session_screen import SessionScreen
from screens.views.live import ChoiceRow, ItemRow, ListView
from screens.views.wrapup import WrapUpView
from screens.widgets.agenda import Chosen
from screens.widgets.bigclock import BigClock
from screens.widgets.choices import Choices
from screens.widgets.foot import Foot
from screens.widgets.glance import Glance
from screens.widgets.itemlist import ItemList
from screens.widgets.line import Line, LineFor
from screens.widgets.plain import Plain
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
LISTED = (*FATES.values(), *SAME_KEYS, "copy_notes", "copy_rich", "end", "wrap_up", "quit")
"""What `:` finds here."""
KEYS = (
    "1 discussed   2 next time   3 assign   4 drop   tab next list   e edit   a action   k airtime   "
    "enter close   w back"
)
HIGH = 32
"""From so many rows on, there is room for a list of what was planned and spent beneath the other lists."""
SPENT = "spent"
"""What is chosen when it is no item but the list of what was planned and spent."""
SPENT_KEYS = "tab next list   p park   a action   k airtime   enter close   w back"


class WrapUpScreen(SessionScreen):
    """The last minutes, inside the session's time."""

    CSS_PATH = "wrapup.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]
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
        Binding("colon,ctrl+p", "palette", show=False, id="wrapup.palette"),
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
                yield Glance(id="spent", fills=True)
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
        if self.chosen != SPENT and self.chosen not in {row.id for row in self._rows()}:
            undecided = next((row.id for row in view.parked.rows if not row.fate), "")
            self.chosen = undecided or next((row.id for row in self._rows()), "")
        self._draw_spent()
        self.draw_foot(view)
        private = view.private
        self.foot.show_glance("" if private is None else private.coverage, private.rows if private else ())
        self.show_keys()

    def _draw_spent(self) -> None:
        """Draw what was planned and spent; where there is little room a line of it, until it is chosen."""
        if self.view is None:
            return
        spent = self.view.spent
        together = "".join(f" · {row.planned} and {row.spent}" for row in spent if row.sums)
        short = self.app.size.height < HIGH and self.chosen != SPENT
        planned = max(width(row.planned) for row in spent)
        taken = max(width(row.spent) for row in spent)
        rows = tuple((row.title, f"{row.planned:>{planned}}  {row.spent:>{taken}}".rstrip()) for row in spent)
        self.query_one("#spent", Glance).show("Planned and spent" + (together if short else ""), rows)

    def show_keys(self) -> None:
        """Show at the foot what can be pressed."""
        self.foot.refresh_state(SPENT_KEYS if self.chosen == SPENT else KEYS)

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
        self.set_class(chosen == SPENT, "-spent")
        if self.is_built:
            self.query_one("#spent", Glance).chosen = chosen == SPENT
            self._draw_spent()
            self.show_keys()

    def on_chosen(self, message: Chosen) -> None:
        """Choose what was clicked."""
        message.stop()
        self.chosen = message.id

    def action_choose(self, step: int) -> None:
        """Choose a neighbour, or show other rows of what is scrolled through."""
        ids = [row.id for row in self._rows()]
        if self.foot.is_busy:
            return
        if self.foot.has_class("-glance") and self.foot.glance.scrolls:
            self.foot.glance.scroll_rows(step)
        elif self.chosen == SPENT:
            self.query_one("#spent", Glance).scroll_rows(step)
        elif ids:
            place = ids.index(self.chosen) if self.chosen in ids else 0
            self.chosen = ids[max(0, min(len(ids) - 1, place + step))]

    def action_list(self, step: int) -> None:
        """Choose the first item of the next list; the last one is what was planned and spent."""
        if self.foot.is_busy:
            return
        firsts = {one.kind: one.rows[0].id for one in self._lists() if one.rows} | {SPENT: SPENT}
        kinds = list(firsts)
        kind = SPENT if self.chosen == SPENT else self._kind_of_chosen()
        here = kinds.index(kind) if kind in kinds else -1
        self.chosen = firsts[kinds[(here + step) % len(kinds)]]

    def action_fate(self, act: str) -> None:
        """Give the chosen parked item a fate, and go on to the next without one; first answer what is asked."""
        question = None if self.view is None else self.view.question
        if question is not None:
            self.answer(question, next(key for key, fate in FATES.items() if fate == act))
        else:
            self._decide(act)

    def _decide(self, act: str) -> None:
        if self._kind_of_chosen() != "parked":
            self.say("Choose a parked item first: tab and the arrows, or the mouse.")
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
        elif act.takes == "item" and self.chosen == SPENT:
            self.say("Choose an item first: tab and the arrows, or the mouse.")
        elif name == "edit" and self._typed_text():
            self.edit_line(self.chosen, self._typed_text(), secret=False)
        elif act.takes == "item":
            self.post_message(Asked(name, target=self.chosen))
        else:
            self.post_message(Asked(name))

    def _typed_text(self) -> str:
        """Return how the chosen item can be typed again; nothing when it may not be seen."""
        return next((row.typed for row in self._rows() if row.id == self.chosen), "")

    def action_palette(self) -> None:
        """Open the list of what can be done here; the letters that follow must do nothing else."""
        told = {"wrap_up": "Back to the segment that runs, where : finds all the other acts."}
        listed = (acts.BY_NAME[name] for name in LISTED)
        rows = tuple(ChoiceRow(act.name, "", act.label, told.get(act.name, act.help)) for act in listed)
        self.foot.choices.open("do", rows)
        self.show_keys()

    def picked(self, message: Choices.Picked) -> None:
        """Do what was chosen in the list at the foot."""
        self.give_back()
        name = message.row.act
        if name in FATES.values():
            self._decide(name)
        elif name in SAME_KEYS:
            self.action_act(name)
        else:
            self.post_message(Asked(name))

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
