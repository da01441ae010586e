"""The Textual app, thin: it routes what screens ask, hands out views, and ticks once a second.

Nothing that a session needs is imported before home is drawn: the engine, the notes and the store's heavy parts come
with the first ritual that is chosen.
"""

import asyncio
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from data.problems import DataError, HeldElsewhere
from data.store import Store
from facilitator.clock import Clock, WallClock
from facilitator.crash import write_crash
from facilitator.presenter.home import home_view
from formats.catalogue import Catalogue
from formats.words import SessionId
from screens.home import HomeScreen
from screens.messages import Asked, Begin, Drafted
from screens.theme import DARK, LIGHT

if TYPE_CHECKING:
    from facilitator.clipboard import Copied
    from facilitator.conductor import Conductor
    from facilitator.desk import Desk
    from formats.model import Format
    from screens.live import LiveScreen
    from screens.views.home import HomeView
    from screens.views.setup import SetupAnswers, SetupView

SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


class News(Message):
    """Something is known of the disk that was not known before."""


class FacilitatorApp(App[None]):
    """The program on the screen.

    Attributes:
        clock: What time it is, and how fast it runs.
        store: Where sessions are kept.
    """

    TITLE = "facilitator"
    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { background: $background; } * { scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave", show=False, id="app.leave")]

    def __init__(
        self,
        clock: Clock | None = None,
        store: Store | None = None,
        *,
        catalogue: Catalogue | None = None,
        ticking: bool = True,
        opening: "Conductor | SessionId | None" = None,
        wall: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wire the program.

        Args:
            clock: What time it is; the computer's by default.
            store: Where sessions are kept; the person's own folder by default.
            catalogue: Where formats are found; the library and the person's own folder by default.
            ticking: Whether a timer ticks; tests tick by hand.
            opening: A session to open at once instead of home.
            wall: The seconds by which messages go away.
        """
        super().__init__()
        self.clock = WallClock() if clock is None else clock
        self._given_store = store
        self._given_catalogue = catalogue
        self._ticking = ticking
        self._opening = opening
        self._wall = wall
        self._desk: Desk | None = None
        self._format: Format | None = None
        self._shows: Screen[None] | None = None
        self._draw: Callable[[], None] | None = None
        self._last_held: tuple[tuple[str, str], ...] = ()
        self.crash_file: Path | None = None

    @property
    def store(self) -> Store:
        """Where sessions are kept."""
        if self._given_store is None:
            from data.folders import DataFolder, default_data_folder

            self._given_store = Store(DataFolder(default_data_folder()))
        return self._given_store

    @property
    def catalogue(self) -> Catalogue:
        """Where formats are found."""
        if self._given_catalogue is None:
            from data.folders import default_formats_folder

            self._given_catalogue = Catalogue([default_formats_folder()])
        return self._given_catalogue

    @property
    def desk(self) -> "Desk":
        """The session that runs.

        Raises:
            RuntimeError: None does.
        """
        if self._desk is None:
            raise RuntimeError("no session is open")
        return self._desk

    # --- starting and ending -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show home, or the session that was asked for."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self._listen_for_signals()
        if self._opening is None:
            self._show_home()
        elif isinstance(self._opening, str):
            self._resume(SessionId(self._opening))
        else:
            self._run_session(self._opening)
        if self._ticking:
            self.call_later(self._tick_on_the_second)

    def _listen_for_signals(self) -> None:
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            number = getattr(signal, name)
            loop.add_signal_handler(number, self._on_signal, int(number))

    def _on_signal(self, number: int) -> None:
        self.exit(return_code=128 + number)

    async def action_leave(self) -> None:
        """Leave; time runs on."""
        self.exit(return_code=0)

    def _tick_on_the_second(self) -> None:
        """Tick, and come back at the next second of the wall; a tick that was missed is not caught up."""
        self.tick()
        self.set_timer(1.0 - time.time() % 1.0 + 0.002, self._tick_on_the_second)

    def tick(self) -> None:
        """Look at the clock once and draw what changed by it."""
        if self._desk is None:
            return
        self._desk.tick()
        self.show()

    def let_go(self) -> bool:
        """Write what waits and free the session, when the program ends; say whether all is on the disk."""
        if self._desk is None:
            return True
        conductor = self._desk.conductor
        return conductor.finish() if conductor.state.status == "ended" else conductor.leave()

    def rescue(self) -> str:
        """Write the session elsewhere because its own disk fails, and say where in words."""
        import tempfile

        from data.sessions import rescue
        from facilitator.conductor import to_record

        conductor = self.desk.conductor
        records = [to_record(event) for event in conductor.session.events]
        try:
            path = rescue(
                records, conductor.kept.header, Path(tempfile.mkdtemp(prefix="facilitator-rescue-"))
            )
        except DataError as error:
            return f"it could not be saved elsewhere either: {error}"
        return f"the whole session is in {path}"

    def _handle_exception(self, error: Exception) -> None:
        """Keep the traceback in a file instead of on the screen; the session is on the disk."""
        self.crash_file = write_crash(self.store, error)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    # --- home and setup ----------------------------------------------------------------------------------------

    def _show_home(self) -> None:
        from formats.catalogue import library_entries

        screen = HomeScreen()
        screen.view = home_view(library_entries(), (), loading=True)
        self.switch_screen(screen) if len(self.screen_stack) > 1 else self.push_screen(screen)
        self.call_after_refresh(self._load_home)

    def _load_home(self) -> None:
        self.run_worker(self._read_home, thread=True, exclusive=True, group="home", exit_on_error=False)

    def _read_home(self) -> None:
        """Read the person's folders in a thread, after the first paint, and warm what a session will need."""
        from facilitator.lobby import last_held, unfinished

        entries = self.catalogue.entries()
        problem = ""
        try:
            self.store.folder.ensure()
            waiting = unfinished(self.store, self.clock)
            held = last_held(self.store, self.clock)
        except DataError as error:
            waiting, held, problem = (), (), str(error)
        view = home_view(
            entries,
            tuple((row.id, row.text) for row in waiting),
            last_held=held,
            problem=problem,
            loading=False,
        )
        self.call_from_thread(self._home_read, view)

    def _home_read(self, view: "HomeView") -> None:
        screen = self.screen
        if isinstance(screen, HomeScreen):
            screen.view = view

    def _open_setup(self, format_id: str) -> None:
        from facilitator.lobby import first_answers, proposed_people
        from formats.catalogue import UnknownFormat
        from formats.complaints import FormatError
        from screens.setup import SetupScreen

        try:
            self._format = self.catalogue.load(format_id)
        except (UnknownFormat, FormatError) as error:
            self._say_at_home(str(error))
            return
        answers = first_answers(self._format, proposed_people(self.store, self._format.id))
        screen = SetupScreen()
        screen.view = self._setup_view(answers, proposed=bool(answers.people))
        self.push_screen(screen)

    def _setup_view(
        self, answers: "SetupAnswers", *, problem: str = "", field: str = "", proposed: bool = False
    ) -> "SetupView":
        from facilitator.presenter.setup import setup_view

        assert self._format is not None
        return setup_view(
            self._format,
            answers,
            self.clock.local(self.clock.now()),
            problem=problem,
            problem_field=field,
            proposed=proposed,
        )

    def _say_at_home(self, text: str) -> None:
        self.notify(text, markup=False, severity="warning", timeout=8)

    def _begin(self, answers: "SetupAnswers", *, waiting: bool) -> None:
        from facilitator.lobby import NotBegun, begin

        if self._format is None:
            return
        try:
            begun: Conductor | NotBegun = begin(
                self.store, self.clock, self._format, answers, at_once=not waiting
            )
        except DataError as error:
            begun = NotBegun("", str(error))
        if isinstance(begun, NotBegun):
            self._show_setup(answers, problem=begun.sentence, field=begun.field)
            return
        self._run_session(begun)

    def _show_setup(self, answers: "SetupAnswers", *, problem: str = "", field: str = "") -> None:
        from screens.setup import SetupScreen

        if isinstance(self.screen, SetupScreen):
            self.screen.view = self._setup_view(answers, problem=problem, field=field)

    # --- a session ---------------------------------------------------------------------------------------------

    def _resume(self, session_id: SessionId) -> None:
        from facilitator.conductor import CanNotResume
        from facilitator.lobby import resume

        try:
            conductor = resume(self.store, self.clock, session_id)
        except HeldElsewhere as held:
            self._say_at_home(str(held))
            return
        except (DataError, CanNotResume) as error:
            self._say_at_home(str(error))
            return
        self._run_session(conductor)

    def _run_session(self, conductor: "Conductor") -> None:
        from facilitator.desk import Desk

        self._desk = Desk(conductor, self.store, self._wall)
        conductor.listen(self._on_disk_news)
        for problem in conductor.kept.problems:
            self._desk.say(problem, refused=True)
        if conductor.state.status == "ended":
            self._show_notes()
            return
        screen = self._show_live()
        draft = self._desk.draft()
        if draft is not None:
            screen.call_after_refresh(screen.bring_draft, draft.act, draft.text)
            self._desk.say(f"What you were typing is kept; {draft.key} brings it back.")
        self._desk.tick()

    def _go_to(self, screen: Screen[None], draw: Callable[[], None]) -> None:
        """Show one screen of the session in the place of all others; `draw` hands it what it shows."""
        self._shows, self._draw = screen, draw
        draw()
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.switch_screen(screen) if len(self.screen_stack) > 1 else self.push_screen(screen)

    def show(self) -> None:
        """Hand the screen of the session what it shows now."""
        if self._draw is not None and self.screen is self._shows:
            self._draw()

    def _show_live(self) -> "LiveScreen":
        from screens.live import LiveScreen

        desk, screen = self.desk, LiveScreen()

        def draw() -> None:
            screen.view = desk.live_view()

        self._go_to(screen, draw)
        return screen

    def _show_wrap_up(self) -> None:
        from screens.wrapup import WrapUpScreen

        desk, screen = self.desk, WrapUpScreen()

        def draw() -> None:
            screen.view = desk.wrap_up_view()

        self._go_to(screen, draw)

    def _show_notes(self) -> None:
        from screens.notes import NotesScreen

        desk, screen = self.desk, NotesScreen()

        def draw() -> None:
            screen.view = desk.notes_view()

        self._go_to(screen, draw)

    def _on_disk_news(self) -> None:
        """Pass on, from the writer's thread, that more is known of the disk."""
        self.post_message(News())

    def on_news(self, message: News) -> None:
        """Draw what is known of the disk."""
        message.stop()
        self.show()

    def on_drafted(self, message: Drafted) -> None:
        """Keep what is being typed."""
        message.stop()
        if self._desk is not None:
            self._desk.save_draft(message.act, message.text)

    def on_begin(self, message: Begin) -> None:
        """Begin what was set up."""
        message.stop()
        self._begin(message.answers, waiting=message.waiting)

    def on_asked(self, message: Asked) -> None:
        """Route what was asked."""
        message.stop()
        route = self._routes().get(message.act)
        if route is not None:
            route(message)
        elif self._desk is not None:
            self._ask_desk(message)

    def _routes(self) -> dict[str, Callable[[Asked], object]]:
        return {
            "quit": lambda _asked: self.exit(return_code=0),
            "setup": lambda asked: self._open_setup(asked.target),
            "back": lambda _asked: self.pop_screen(),
            "setup_changed": self._on_setup_changed,
            "add_people": self._on_add_people,
            "resume": lambda asked: self._resume(SessionId(asked.target)),
            "agenda": self._on_agenda,
            "copy_format": self._on_copy_format,
            "history": lambda _asked: self._show_history(),
            "show_session": lambda asked: self._show_session(SessionId(asked.target)),
            "wrap_up": lambda _asked: self._toggle_wrap_up(),
            "next": self._on_next,
            "edit": self._on_edit,
            "end": lambda _asked: self._end(),
            "undo_end": lambda _asked: self._take_back_the_end(),
            "close": self._on_close,
            "copy_notes": lambda _asked: self._copy(self.desk.notes(), self.desk.notes_file),
            "copy_segment": lambda _asked: self._copy(self.desk.segment_text(), None),
            "notes_level": self._on_notes_level,
            "home": lambda _asked: self._leave_notes(),
        }

    def _ask_desk(self, message: Asked) -> None:
        outcome = self.desk.ask(message.act, message.text, message.target, message.more)
        self.show()
        if outcome.refusal is not None and message.text:
            self._reopen(message)

    def _reopen(self, message: Asked) -> None:
        """Open the line again with what was refused, so that nothing typed is lost."""
        from screens.acts import CAPTURE_KINDS
        from screens.live import LiveScreen
        from screens.widgets.line import LineFor
        from screens.wrapup import WrapUpScreen

        if isinstance(self.screen, LiveScreen | WrapUpScreen):
            kinds = message.act in CAPTURE_KINDS
            self.screen.reopen(
                LineFor(message.act, "" if kinds else message.target, kinds=kinds), message.text
            )

    def _on_setup_changed(self, _asked: Asked) -> None:
        from screens.setup import SetupScreen

        if isinstance(self.screen, SetupScreen):
            self._show_setup(self.screen.answers)

    def _on_add_people(self, asked: Asked) -> None:
        from facilitator.lobby import with_people
        from screens.setup import SetupScreen

        if isinstance(self.screen, SetupScreen):
            answers, problem = with_people(self.screen.answers, asked.text)
            self._show_setup(answers, problem=problem, field="people" if problem else "")

    def _on_agenda(self, asked: Asked) -> None:
        from facilitator.lobby import first_answers, proposed_people
        from formats.agenda import parse_agenda
        from formats.complaints import FormatError
        from screens.setup import SetupScreen

        try:
            self._format = parse_agenda(asked.text, "Agenda", "agenda")
        except FormatError as error:
            self._say_at_home(str(error))
            return
        screen = SetupScreen()
        answers = first_answers(self._format, proposed_people(self.store, self._format.id))
        screen.view = self._setup_view(answers, proposed=bool(answers.people))
        self.push_screen(screen)

    def _on_copy_format(self, asked: Asked) -> None:
        import io

        from facilitator.formats_commands import copy_format

        out, err = io.StringIO(), io.StringIO()
        copy_format(self.catalogue, asked.target, None, out=out, err=err)
        self._say_at_home((out.getvalue() + err.getvalue()).strip())
        self._load_home()

    def _show_history(self) -> None:
        from facilitator.lobby import past
        from screens.history import HistoryScreen

        screen = HistoryScreen()
        screen.view = past(self.store, self.clock)
        self.push_screen(screen)

    def _show_session(self, session_id: SessionId) -> None:
        self._resume(session_id)

    def _toggle_wrap_up(self) -> None:
        from screens.wrapup import WrapUpScreen

        if isinstance(self.screen, WrapUpScreen):
            self._show_live()
        else:
            self._show_wrap_up()

    def _on_next(self, asked: Asked) -> None:
        if self.desk.live_view().last:
            self._toggle_wrap_up()
        else:
            self._ask_desk(asked)

    def _on_edit(self, asked: Asked) -> None:
        if asked.text:
            self._ask_desk(asked)
            return
        from screens.live import LiveScreen
        from screens.wrapup import WrapUpScreen

        line = self.desk.edit_line(asked.target)
        if line is not None and isinstance(self.screen, LiveScreen | WrapUpScreen):
            self.screen.edit_line(line.item, line.text, secret=line.secret)

    def _on_close(self, _asked: Asked) -> None:
        if self._desk is not None and self._desk.conductor.close_preview():
            self.show()

    def _end(self) -> None:
        from facilitator.lobby import remember_end

        outcome = self.desk.end()
        if outcome.refusal is not None:
            self.desk.say(outcome.refusal.why, refused=True)
            self.show()
            return
        remember_end(self.store, self.desk.conductor)
        self._show_notes()
        self._copy(self.desk.notes(), self.desk.notes_file)

    def _take_back_the_end(self) -> None:
        self.desk.take_back_the_end()
        self._show_live()

    def _on_notes_level(self, asked: Asked) -> None:
        self.desk.show_level(asked.target)
        self.show()

    def _leave_notes(self) -> None:
        desk = self.desk
        self._desk = None
        if not desk.conductor.finish():
            waiting = desk.conductor.kept.writer.waiting
            self._say_at_home(f"{waiting} events are not on the disk; the session stays under Resume.")
        self._go_home()

    def _go_home(self) -> None:
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self._show_home()

    # --- the clipboard -----------------------------------------------------------------------------------------

    def _copy(self, text: str, path: Path | None) -> None:
        """Copy by every way there is, the slow one in a thread."""
        self.copy_to_clipboard(text)
        self.run_worker(partial(self._copy_aside, text, path), thread=True, group="copy", exit_on_error=False)

    def _copy_aside(self, text: str, path: Path | None) -> None:
        from facilitator.clipboard import copy

        copied = copy(text, osc52=_already_sent, path=path)
        self.call_from_thread(self._copied, copied)

    def _copied(self, copied: "Copied") -> None:
        if self._desk is None:
            return
        self._desk.copied = copied.sentence
        self._desk.say(copied.sentence)
        self.show()


def _already_sent(_text: str) -> None:
    """Stand for OSC 52, which the app itself sends, from its own thread."""
