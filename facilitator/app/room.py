"""A session on the screen: live, wrap-up and notes."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from facilitator.app.aside import aside
from facilitator.app.beside import Beside
from facilitator.app.leaving import Leaving
from facilitator.app.notes import NotesActs
from facilitator.app.typed import TypedText
from facilitator.known import AT_ONCE_SECONDS
from screens.messages import Asked

if TYPE_CHECKING:
    from facilitator.app.main import FacilitatorApp
    from facilitator.conductor import Conductor
    from facilitator.desk import Desk
    from facilitator.notes_desk import NotesDesk
    from facilitator.saving import Rescued, Saving
    from screens.live import LiveScreen
    from screens.wrapup import WrapUpScreen

OPENS = "Line, Choices, Help"
"""What opens at the foot and takes the keys while it is open."""
UNDER_WAY_SECONDS = 15.0
"""How long the end of the program waits for notes that are being saved, and a session that was just left for home."""
LONG_SECONDS = 20.0
"""How long home says that a session was not saved."""


def nobody_waits() -> None:
    """Stand for whoever is told that the end takes a while, where nobody is."""


class News(Message):
    """Something is known of the disk that was not known before."""


class Room:
    """Runs one session at a time, or shows the notes of one that was held.

    Attributes:
        leaving: Answers what is asked about a session that is not saved.
        typed: Looks after what is typed.
        noting: Answers what is asked about the notes.
        beside: Keeps what lies beside a session.
        left_behind: What became of a session that was left for home and not all saved; empty when all was well.
    """

    def __init__(self, app: "FacilitatorApp") -> None:
        """Show sessions in an app."""
        self._app = app
        self._desk: Desk | None = None
        self._notes: NotesDesk | None = None
        self._shows: Screen[None] | None = None
        self._draw: Callable[[], None] | None = None
        self.leaving = Leaving(app, self)
        self.typed = TypedText(app, self)
        self.noting = NotesActs(app, self)
        self.left_behind: Rescued | None = None
        self.beside = Beside(app)
        self._left: list[Future[Rescued | None]] = []

    def routes(self) -> dict[str, Callable[[Asked], object]]:
        """Return what is answered here before the session is asked, by the name of what is asked."""
        return {
            "wrap_up": lambda _asked: self._toggle_wrap_up(),
            "next": self._on_next,
            "edit": self.typed.edit,
            "end": lambda _asked: self._end(),
            "undo_end": lambda _asked: self._take_back_the_end(),
            "close": lambda _asked: self._close(),
            "cues": lambda _asked: self._ask_cues(),
            "airtime": lambda _asked: self._ask_airtime(),
            "bell": lambda _asked: self._switch_bell(),
            "keep_pasted": self.typed.keep_pasted,
            "say": lambda asked: self.say(asked.text, refused=True),
            **self.noting.routes(),
            **self.leaving.routes(),
        }

    @property
    def desk(self) -> "Desk":
        """The session that runs.

        Raises:
            RuntimeError: None does.
        """
        if self._desk is None:
            raise RuntimeError("no session is open")
        return self._desk

    # --- coming and going --------------------------------------------------------------------------------------

    def run(self, conductor: "Conductor") -> None:
        """Show a session: live, or its notes when it has ended."""
        from facilitator.desk import Desk

        desk = Desk(conductor, self._app.store, self._app.wall)
        desk.bell = self._app.rings_bell
        self._desk, self._notes = desk, desk.notes
        conductor.listen(self._on_disk_news)
        if conductor.state.status == "ended":
            desk.notes.copied = " ".join(conductor.notices)
            self._show_notes(desk.notes)
            return
        desk.find_drafts()
        self._show_live()
        desk.tick()

    def look_at(self, notes: "NotesDesk") -> None:
        """Show the notes of a session that was held."""
        self._notes = notes
        self._show_notes(notes)

    def tick(self) -> None:
        """Look at the clock once and draw what changed by it."""
        if self._desk is not None:
            self._desk.tick()
            if self._desk.ring():
                self._app.bell()
            self.hear()

    def hear(self) -> None:
        """Hear what is known of the disk, and draw it."""
        if self._desk is not None:
            if self._desk.look_at_disk():
                self.beside.save_notes(self._desk)
            self.leaving.look()
        self.show()

    def let_go(self, waits: Callable[[], None] = nobody_waits) -> bool:
        """Write what waits and free the session; say whether everything is on the disk.

        Args:
            waits: Called when that takes longer than a moment.
        """
        until = monotonic() + UNDER_WAY_SECONDS
        if self.beside.is_busy or any(not one.done() for one in self._left):
            waits()
        wait(self._left, timeout=UNDER_WAY_SECONDS)
        self.beside.wait(max(0.0, until - monotonic()))
        saved = self._desk is None or self._let_go_of(self._desk.conductor, waits)
        # Whatever failed was told as a crash; here it must keep nothing from being let go and told.
        left = [one.result() for one in self._left if one.done() and one.exception() is None]
        self.left_behind = next((one for one in left if one is not None), None)
        return saved

    def _let_go_of(self, conductor: "Conductor", waits: Callable[[], None]) -> bool:
        if not conductor.everything_saved(AT_ONCE_SECONDS) and not conductor.known().problem:
            waits()
        return conductor.let_go()

    def put_by(self) -> None:
        """Put on the disk what waits, the draft included, because the program is stopped and may never go on."""
        if self._desk is not None:
            self._desk.conductor.put_by()

    @property
    def is_open(self) -> bool:
        """Whether a session is open."""
        return self._desk is not None

    @property
    def notes(self) -> "NotesDesk | None":
        """The notes of the session that runs, or of the one whose notes are looked at; `None` without either."""
        return self._notes

    def runs(self, notes: "NotesDesk") -> bool:
        """Say whether these are the notes of the session that runs."""
        return self._desk is not None and self._desk.notes is notes

    @property
    def left_running(self) -> str:
        """The title of the session that was left before its end; empty where none was."""
        state = None if self._desk is None else self._desk.conductor.state
        return "" if state is None or state.status == "ended" else state.title

    @property
    def saving(self) -> "Saving | None":
        """What watches over what is saved of the session that runs; `None` when none does."""
        return None if self._desk is None else self._desk.saving

    @property
    def is_typing(self) -> bool:
        """Whether a line, a list or the help is open, which the next keys are for."""
        screen = self._app.screen
        return screen is self._shows and any(one.has_class("-open") for one in screen.query(OPENS))

    def rescue(self) -> "Rescued":
        """Write the session elsewhere because its own disk fails."""
        return self.desk.saving.rescue()

    def _on_disk_news(self) -> None:
        """Pass on, from the writer's thread, that more is known of the disk."""
        self._app.post_message(News())

    def say(self, text: str, *, refused: bool = False) -> None:
        """Say something at the foot of the session that runs."""
        if self._desk is not None:
            self._desk.say(text, refused=refused)
            self.show()

    # --- screens -----------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Hand the screen of the session what it shows now."""
        app = self._app
        # News of the disk may still come while the screens are being taken down.
        ending = app.return_code is not None or not app.screen_stack
        if self._draw is not None and not ending and app.screen is self._shows:
            self._draw()

    def _go_to(self, screen: Screen[None], draw: Callable[[], None]) -> None:
        """Show one screen in the place of all others; `draw` hands it what it shows."""
        app = self._app
        self._shows, self._draw = screen, draw
        draw()
        while len(app.screen_stack) > 2:
            app.pop_screen()
        app.switch_screen(screen) if len(app.screen_stack) > 1 else app.push_screen(screen)

    def _show_live(self) -> "LiveScreen":
        from screens.live import LiveScreen

        desk, screen = self.desk, LiveScreen()
        screen.drafts = desk.drafts

        def draw() -> None:
            screen.view = desk.live_view()

        self._go_to(screen, draw)
        return screen

    def _show_wrap_up(self) -> "WrapUpScreen":
        from screens.wrapup import WrapUpScreen

        desk, screen = self.desk, WrapUpScreen()
        screen.drafts = desk.drafts

        def draw() -> None:
            screen.view = desk.wrap_up_view()

        self._go_to(screen, draw)
        return screen

    def _show_notes(self, notes: "NotesDesk") -> None:
        from screens.notes import NotesScreen

        screen = NotesScreen()

        desk = self._desk

        def draw() -> None:
            screen.view = notes.view() if desk is None else desk.notes_view()

        self._go_to(screen, draw)

    # --- what is asked -----------------------------------------------------------------------------------------

    def ask(self, asked: Asked) -> None:
        """Do an act of the session; a text that was refused stands in the line again."""
        if self._desk is None:
            return
        outcome = self._desk.ask(asked.act, asked.text, asked.target, asked.more, off=asked.off)
        self.show()
        if outcome.refusal is not None and asked.text:
            self.typed.reopen(asked)

    def _toggle_wrap_up(self) -> None:
        from screens.wrapup import WrapUpScreen

        self.desk.hide_what_is_private()
        # What was typed and not kept is found again behind its key.
        self.desk.place_drafts()
        if isinstance(self._app.screen, WrapUpScreen):
            self._show_live()
        else:
            self._show_wrap_up()

    def _on_next(self, asked: Asked) -> None:
        if self.desk.live_view().last:
            self._toggle_wrap_up()
        else:
            self.ask(asked)

    def _ask_cues(self) -> None:
        if self._desk is not None:
            self._desk.ask_cues()
            self.show()

    def _ask_airtime(self) -> None:
        if self._desk is not None:
            self._desk.ask_airtime()
            self.show()

    def _switch_bell(self) -> None:
        if self._desk is not None:
            self._desk.switch_bell()
            self.show()

    def _close(self) -> None:
        """Take the cues away, leave the preview of fit, or take the notices away that were read."""
        if self._desk is not None:
            self._desk.close()
            self.show()

    def _end(self) -> None:
        desk = self.desk
        outcome = desk.end()
        if outcome.refusal is not None:
            desk.say(outcome.refusal.why, refused=True)
            self.show()
            return
        self._show_notes(desk.notes)
        self.beside.keep_end(desk, lambda: self.noting.copy_at_the_end(desk.notes))

    def _take_back_the_end(self) -> None:
        if self._desk is None or self._desk.conductor.state.status != "ended":
            return
        self._desk.take_back_the_end()
        # What is remembered of it must not stay that it has ended, should the program end before it is closed again.
        self.beside.remember(self._desk)
        self._show_live()

    def go_home(self) -> None:
        """Leave the session for home; what is not on its disk by then is rescued."""
        desk = self._desk
        if desk is None and self._notes is None:
            return
        self._desk = self._notes = None
        if desk is not None:
            self._let_go_aside(desk)
        self._app.door.show_home()

    def _let_go_aside(self, desk: "Desk") -> None:
        def let_go() -> "Rescued | None":
            return None if desk.conductor.let_go() else desk.saving.rescue()

        def told(left: "Rescued | None") -> None:
            if left is not None:
                self.left_behind = left
                self._app.notify(f"Not all is saved; {left.sentence}", markup=False, timeout=LONG_SECONDS)

        self._left.append(aside(self._app, let_go, told))
