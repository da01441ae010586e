"""The sessions that were held, newest first."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from screens.messages import Asked
from screens.views.home import PastRow
from screens.widgets.keyline import KeyHint, KeyLine
from screens.widgets.picklist import PickList, PickRow
from screens.widgets.plain import Plain

HINTS = (
    KeyHint("enter", "its notes", "show"),
    KeyHint("P", "titles", "private"),
    KeyHint("up/down", "move"),
    KeyHint("esc", "home", "back"),
)


class HistoryScreen(Screen[None]):
    """Lists past sessions. Their titles stand there only after the private key; date, format and minutes always."""

    CSS_PATH = "history.tcss"
    AUTO_FOCUS = "PickList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("P", "private", "titles", id="history.private"),
        Binding("escape,q,h", "back", "home", id="history.back"),
    ]

    view: reactive[tuple[PastRow, ...] | None] = reactive[tuple[PastRow, ...] | None](None)
    """The sessions; None until they were read."""
    titles: reactive[bool] = reactive(False)
    """Whether titles may be seen."""

    def __init__(self, view: tuple[PastRow, ...] | None = None) -> None:
        """Show these sessions."""
        super().__init__()
        self.set_reactive(HistoryScreen.view, view)

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Plain("History", id="head")
        yield PickList(self._rows())
        yield Plain(id="empty")
        yield KeyLine(HINTS)

    def on_mount(self) -> None:
        """Draw the first view."""
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the room there is."""
        self.set_class(event.size.height >= 30, "-high")

    def watch_view(self) -> None:
        """Draw another view."""
        if self.query(PickList):
            self._show()

    def watch_titles(self) -> None:
        """Draw with titles, or without."""
        if self.query(PickList):
            self._show()

    def _rows(self) -> tuple[PickRow, ...]:
        return tuple(
            PickRow(
                row.id,
                row.title if self.titles else "",
                lead=row.when,
                detail=row.minutes if self.titles else "",
            )
            for row in self.view or ()
        )

    def _show(self) -> None:
        self.query_one(PickList).rows = self._rows()
        empty = (
            "Looking …"
            if self.view is None
            else "No session was held yet. esc goes home, enter starts one there."
        )
        self.query_one("#empty", Plain).show(empty)
        self.set_class(not self.view, "-empty")

    @on(PickList.Chosen)
    def _chosen(self, event: PickList.Chosen) -> None:
        if self.titles:
            self.post_message(Asked("show_session", target=event.row))
        else:
            self.titles = True

    def action_show(self) -> None:
        """Ask for the notes of the highlighted session; titles are shown first."""
        self.query_one(PickList).action_choose()

    def action_private(self) -> None:
        """Show titles, or hide them again."""
        self.titles = not self.titles

    def action_back(self) -> None:
        """Ask to go back home."""
        self.post_message(Asked("back"))
