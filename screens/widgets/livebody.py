"""The body of the live screen: agenda, clock, activity, floor and lists, each with its part of the view."""

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from screens.choosing import Choice
from screens.views.live import BoardView, LinesView, LiveView
from screens.widgets.activities.board import Board
from screens.widgets.activities.lines import Lines
from screens.widgets.agenda import Agenda
from screens.widgets.bigclock import BigClock
from screens.widgets.floor import Floor
from screens.widgets.heading import Heading
from screens.widgets.itemlist import ItemList
from screens.widgets.plain import Plain
from screens.widgets.timebar import TimeBar

LISTS = ("parked", "takeaway", "decision", "action", "resource")


class LiveBody(Container):
    """Everything between the top line and the foot.

    Its class `-plain` says that no activity shows anything, `-resources` that there are resources to list.
    """

    def __init__(self) -> None:
        """Start with nothing shown."""
        super().__init__(id="body")

    def compose(self) -> ComposeResult:
        """Lay out every part once; what an activity does not show is hidden."""
        yield Agenda(id="agenda")
        with Vertical(id="main"):
            yield Heading(id="doing")
            yield BigClock(id="clock")
            yield TimeBar(id="bar")
            yield Plain(id="prompts")
            yield Board(id="board")
            yield Lines(id="lines")
            yield Floor()
        with Container(id="lists"):
            for kind in LISTS:
                yield ItemList(id=f"list-{kind}", classes="list")

    def draw(self, view: LiveView, changed: set[str]) -> None:
        """Hand each part what is new for it, by the names of the view's fields; a tick changes little but the clock."""
        if "clock" in changed:
            self.query_one(BigClock).view = view.clock
            self.query_one(TimeBar).view = view.clock
        if "agenda" in changed:
            self.query_one(Agenda).view = view.agenda
        if "floor" in changed:
            self.query_one(Floor).view = view.floor
        if "lists" in changed:
            for one in view.lists:
                self.query_one(f"#list-{one.kind}", ItemList).view = one
            self.set_class(any(one.kind == "resource" and one.rows for one in view.lists), "-resources")
        if "segment" in changed:
            self.query_one(Heading).view = view.segment
            self.query_one("#prompts", Plain).show("\n".join(view.segment.prompts))
        if "activity" in changed:
            self._draw_activity(view)

    def _draw_activity(self, view: LiveView) -> None:
        activity = view.activity
        board, lines = self.query_one(Board), self.query_one(Lines)
        board.display = isinstance(activity, BoardView)
        lines.display = isinstance(activity, LinesView)
        self.set_class(activity is None, "-plain")
        if isinstance(activity, BoardView):
            board.view = activity
        elif isinstance(activity, LinesView):
            lines.view = activity

    def show_chosen(self, choice: Choice) -> None:
        """Show what is chosen, wherever it is drawn."""
        self.query_one(Agenda).chosen = choice.id if choice.region == "agenda" else ""
        for shown in (self.query_one(Board), self.query_one(Lines)):
            shown.chosen = choice.id if choice.region == "cards" else ""
        for kind in LISTS:
            self.query_one(f"#list-{kind}", ItemList).chosen = choice.id if choice.region == kind else ""
