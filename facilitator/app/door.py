"""What stands before a session: home, setup, history."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from data.problems import DataError, HeldElsewhere
from facilitator.presenter.home import home_view
from formats.catalogue import UnknownFormat, library_entries
from formats.text import clean
from formats.words import SessionId
from screens.home import HomeScreen
from screens.messages import Asked

if TYPE_CHECKING:
    from data.community import Summary
    from facilitator.app.main import FacilitatorApp
    from formats.model import Format
    from screens.views.home import HomeView
    from screens.views.setup import SetupAnswers, SetupView


class Door:
    """Answers what home, setup and history ask."""

    def __init__(self, app: "FacilitatorApp") -> None:
        """Stand before the sessions of an app."""
        self._app = app
        self._format: Format | None = None
        self._summaries: list[Summary] | None = None
        self._offered: SessionId | None = None

    def routes(self) -> dict[str, Callable[[Asked], object]]:
        """Return what is answered here, by the name of what is asked."""
        return {
            "setup": lambda asked: self._open_setup(asked.target),
            "back": lambda _asked: self._app.pop_screen(),
            "setup_changed": self._on_setup_changed,
            "add_people": self._on_add_people,
            "resume": lambda asked: self._resume(SessionId(asked.target)),
            "agenda": self._on_agenda,
            "copy_format": self._on_copy_format,
            "history": lambda _asked: self._show_history(),
            "show_session": lambda asked: self._show_session(SessionId(asked.target)),
        }

    def home(self) -> HomeScreen:
        """Return home from the library's index; `load` reads the person's own folders after the first paint."""
        return HomeScreen(_first_view())

    def show_home(self) -> None:
        """Go back to home; there is none yet where the program began with a session."""
        app = self._app
        self._summaries = None
        while len(app.screen_stack) > 2:
            app.pop_screen()
        bottom = app.screen_stack[0]
        if isinstance(bottom, HomeScreen):
            bottom.view = _first_view()
            if len(app.screen_stack) > 1:
                app.pop_screen()
        elif len(app.screen_stack) > 1:
            app.switch_screen(self.home())
        else:
            app.push_screen(self.home())
        app.call_after_refresh(self.load)

    def load(self) -> None:
        """Begin to read the person's folders, in a thread."""
        self._app.run_worker(self._read, thread=True, exclusive=True, group="home", exit_on_error=False)

    def _read(self) -> None:
        """Read the person's folders, in a thread."""
        from facilitator.lobby import find_unfinished_again, last_held, remembered_anew, unfinished

        app = self._app
        summaries: list[Summary] | None = None
        try:
            app.store.folder.ensure()
            find_unfinished_again(app.store)
            waiting = unfinished(app.store, app.clock)
            summaries, problem = remembered_anew(app.store, app.clock)
            held = last_held(summaries, app.clock)
        except DataError as error:
            waiting, held, problem = (), (), str(error)
        view = home_view(
            app.catalogue.entries(),
            tuple((row.id, row.text) for row in waiting),
            last_held=held,
            problem=problem,
            loading=False,
        )
        app.call_from_thread(self._was_read, view, summaries)

    def _was_read(self, view: "HomeView", summaries: "list[Summary] | None") -> None:
        self._summaries = summaries
        screen = self._app.screen
        if isinstance(screen, HomeScreen):
            screen.view = view

    def _remembered(self) -> "list[Summary]":
        """Return what home has read of the sessions; read it here only where home has not yet."""
        from facilitator.lobby import remembered

        return remembered(self._app.store) if self._summaries is None else self._summaries

    def _say(self, text: str) -> None:
        screen = self._app.screen
        if isinstance(screen, HomeScreen):
            screen.tell(text)
        else:
            # A path may stand in it, and Textual draws a notice as it is.
            self._app.notify(clean(text), markup=False, severity="warning", timeout=8)

    # --- setup -------------------------------------------------------------------------------------------------

    def _open_setup(self, format_id: str) -> None:
        if not isinstance(self._app.screen, HomeScreen):
            # A key that bounced asks twice.
            return
        from formats.complaints import FormatError

        try:
            chosen = self._app.catalogue.load(format_id)
        except (UnknownFormat, FormatError) as error:
            self._say(str(error))
            return
        self._set_up(chosen)

    def _on_agenda(self, asked: Asked) -> None:
        from formats.agenda import parse_agenda
        from formats.complaints import FormatError

        try:
            chosen = parse_agenda(asked.text, "Agenda", "agenda")
        except FormatError as error:
            screen = self._app.screen
            if isinstance(screen, HomeScreen):
                screen.tell_agenda(str(error))
            return
        self._set_up(chosen)

    def _set_up(self, chosen: "Format") -> None:
        from data.community import last_people
        from facilitator.lobby import first_answers, parked_before
        from screens.setup import SetupScreen

        self._format = chosen
        known = self._remembered()
        answers = first_answers(chosen, last_people(known, chosen.id), parked_before(known, chosen.id))
        screen = SetupScreen()
        screen.view = self._view(chosen, answers, proposed=bool(answers.people))
        self._app.push_screen(screen)

    def _view(
        self,
        chosen: "Format",
        answers: "SetupAnswers",
        *,
        problem: str = "",
        field: str = "",
        proposed: bool = False,
    ) -> "SetupView":
        from facilitator.lobby import whose_turn
        from facilitator.presenter.setup import setup_view

        clock = self._app.clock
        return setup_view(
            chosen,
            answers,
            clock.local(clock.now()),
            problem=problem,
            problem_field=field,
            proposed=proposed,
            turns=whose_turn(chosen, answers, self._remembered()),
        )

    def _show_setup(self, answers: "SetupAnswers", *, problem: str = "", field: str = "") -> None:
        from screens.setup import SetupScreen

        screen = self._app.screen
        if isinstance(screen, SetupScreen) and self._format is not None:
            screen.view = self._view(self._format, answers, problem=problem, field=field)

    def _on_setup_changed(self, _asked: Asked) -> None:
        from screens.setup import SetupScreen

        screen = self._app.screen
        if isinstance(screen, SetupScreen):
            self._show_setup(screen.answers)

    def _on_add_people(self, asked: Asked) -> None:
        from facilitator.lobby import with_people
        from screens.setup import SetupScreen

        screen = self._app.screen
        if isinstance(screen, SetupScreen):
            answers, problem = with_people(screen.answers, asked.text)
            self._show_setup(answers, problem=problem, field="people" if problem else "")

    def begin(self, answers: "SetupAnswers", *, waiting: bool) -> None:
        """Begin what was set up, or say what to mend."""
        from facilitator.conductor import Conductor
        from facilitator.lobby import NotBegun, begin

        app = self._app
        if self._format is None or app.room.is_open:
            # A key that bounced asks twice.
            return
        try:
            begun: Conductor | NotBegun = begin(
                app.store, app.clock, self._format, answers, at_once=not waiting
            )
        except DataError as error:
            begun = NotBegun("", str(error))
        if isinstance(begun, NotBegun):
            self._show_setup(answers, problem=begun.sentence, field=begun.field)
            return
        app.room.run(begun)

    # --- what there is already ---------------------------------------------------------------------------------

    def _resume(self, session_id: SessionId) -> None:
        from facilitator.conductor import CanNotResume
        from facilitator.lobby import resume

        if self._app.room.is_open:
            return
        offered, self._offered = self._offered, None
        try:
            conductor = resume(self._app.store, self._app.clock, session_id)
        except HeldElsewhere as held:
            self._offer_to_follow(held, again=offered == session_id)
            return
        except (DataError, CanNotResume) as error:
            self._say(str(error))
            return
        self._app.room.run(conductor)

    def _offer_to_follow(self, held: HeldElsewhere, *, again: bool) -> None:
        """Say who has a session; whoever asks for it again follows it."""
        from facilitator.conductor import CanNotResume
        from facilitator.following import Following, told_who

        app = self._app
        if not again:
            self._offered = held.session_id
            told = told_who(app.store, app.clock, held)
            self._say(f"{told} enter again follows along; nothing is changed by that.")
            return
        try:
            following = Following(app.store, app.clock, held.session_id, app.wall)
        except (DataError, CanNotResume) as error:
            self._say(str(error))
            return
        app.onlooker.follow(following)

    def _on_copy_format(self, asked: Asked) -> None:
        from facilitator.formats_commands import copy_format

        out, err = io.StringIO(), io.StringIO()
        copy_format(self._app.catalogue, asked.target, None, out=out, err=err)
        self._say((out.getvalue() + err.getvalue()).strip())
        self.load()

    def _show_history(self) -> None:
        from facilitator.lobby import past
        from screens.history import HistoryScreen

        screen = HistoryScreen()
        screen.view = past(self._remembered(), self._app.clock)
        self._app.push_screen(screen)

    def _show_session(self, session_id: SessionId) -> None:
        """Show the notes of a session that was held; nothing in it changes by that."""
        from facilitator.conductor import CanNotResume
        from facilitator.lobby import past_notes

        try:
            notes = past_notes(self._app.store, self._app.clock, session_id)
        except (DataError, CanNotResume) as error:
            self._say(str(error))
            return
        self._app.room.look_at(notes)


def _first_view() -> "HomeView":
    return home_view(library_entries(), (), loading=True)
