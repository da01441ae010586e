"""A session on the screen: live, wrap-up and notes."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from data.problems import DataError
from screens.messages import Asked

if TYPE_CHECKING:
    from facilitator.app.main import FacilitatorApp
    from facilitator.clipboard import Copied
    from facilitator.conductor import Conductor
    from facilitator.desk import Desk
    from facilitator.notes_desk import NotesDesk
    from screens.live import LiveScreen
    from screens.wrapup import WrapUpScreen


class News(Message):
    """Something is known of the disk that was not known before."""


class Room:
    """Runs one session at a time, or shows the notes of one that was held."""

    def __init__(self, app: "FacilitatorApp") -> None:
        """Show sessions in an app."""
        self._app = app
        self._desk: Desk | None = None
        self._notes: NotesDesk | None = None
        self._shows: Screen[None] | None = None
        self._draw: Callable[[], None] | None = None

    def routes(self) -> dict[str, Callable[[Asked], object]]:
        """Return what is answered here before the session is asked, by the name of what is asked."""
        return {
            "wrap_up": lambda _asked: self._toggle_wrap_up(),
            "next": self._on_next,
            "edit": self._on_edit,
            "end": lambda _asked: self._end(),
            "undo_end": lambda _asked: self._take_back_the_end(),
            "close": lambda _asked: self._close(),
            "copy_notes": lambda _asked: self._copy_notes(),
            "copy_segment": lambda _asked: self._copy_segment(),
            "notes_level": self._on_notes_level,
            "notes_dialect": self._on_notes_dialect,
            "home": lambda _asked: self._leave_notes(),
            "say": lambda asked: self.say(asked.text, refused=True),
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
        self._desk, self._notes = desk, desk.notes
        conductor.listen(self._on_disk_news)
        if conductor.state.status == "ended":
            desk.notes.copied = " ".join(conductor.notices)
            self._show_notes(desk.notes)
            return
        screen = self._show_live()
        draft = desk.draft()
        if draft is not None:
            screen.call_after_refresh(partial(screen.bring_draft, draft.act, draft.text, hidden=draft.hidden))
            desk.say(f"What you were typing is kept; {draft.key} brings it back.")
        desk.tick()

    def look_at(self, notes: "NotesDesk") -> None:
        """Show the notes of a session that was held."""
        self._notes = notes
        self._show_notes(notes)

    def tick(self) -> None:
        """Look at the clock once and draw what changed by it."""
        if self._desk is not None:
            self._desk.tick()
            self.show()

    def let_go(self) -> bool:
        """Write what waits and free the session; say whether everything is on the disk."""
        if self._desk is None:
            return True
        conductor = self._desk.conductor
        return conductor.finish() if conductor.state.status == "ended" else conductor.leave()

    @property
    def is_open(self) -> bool:
        """Whether a session is open."""
        return self._desk is not None

    @property
    def left_running(self) -> str:
        """The title of the session that was left before its end; empty where none was."""
        state = None if self._desk is None else self._desk.conductor.state
        return "" if state is None or state.status == "ended" else state.title

    def rescue(self) -> str:
        """Write the session elsewhere because its own disk fails, and say where in words."""
        from data.sessions import rescue
        from facilitator.conductor import to_record

        conductor = self.desk.conductor
        records = [to_record(event) for event in conductor.session.events]
        folder = Path(tempfile.mkdtemp(prefix="facilitator-rescue-"))
        try:
            path = rescue(records, conductor.kept.header, folder)
        except DataError as error:
            return f"it could not be saved elsewhere either: {error}"
        return f"the whole session is in {path}"

    def _on_disk_news(self) -> None:
        """Pass on, from the writer's thread, that more is known of the disk."""
        self._app.post_message(News())

    def say(self, text: str, *, refused: bool = False) -> None:
        """Say something at the foot of the session that runs."""
        if self._desk is not None:
            self._desk.say(text, refused=refused)
            self.show()

    def keep_draft(self, act: str, text: str, *, hidden: bool) -> None:
        """Keep what is being typed."""
        if self._desk is not None:
            self._desk.save_draft(act, text, hidden=hidden)

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

        def draw() -> None:
            screen.view = desk.live_view()

        self._go_to(screen, draw)
        return screen

    def _show_wrap_up(self) -> "WrapUpScreen":
        from screens.wrapup import WrapUpScreen

        desk, screen = self.desk, WrapUpScreen()

        def draw() -> None:
            screen.view = desk.wrap_up_view()

        self._go_to(screen, draw)
        return screen

    def _show_notes(self, notes: "NotesDesk") -> None:
        from screens.notes import NotesScreen

        screen = NotesScreen()

        def draw() -> None:
            screen.view = notes.view()

        self._go_to(screen, draw)

    # --- what is asked -----------------------------------------------------------------------------------------

    def ask(self, asked: Asked) -> None:
        """Do an act of the session; a text that was refused stands in the line again."""
        if self._desk is None:
            return
        outcome = self._desk.ask(asked.act, asked.text, asked.target, asked.more, off=asked.off)
        self.show()
        if outcome.refusal is not None and asked.text:
            self._reopen(asked)

    def _reopen(self, asked: Asked) -> None:
        from screens.acts import CAPTURE_KINDS
        from screens.live import LiveScreen
        from screens.widgets.line import LineFor
        from screens.wrapup import WrapUpScreen

        screen = self._app.screen
        if isinstance(screen, LiveScreen | WrapUpScreen):
            kinds = asked.act in CAPTURE_KINDS
            line = LineFor(asked.act, "" if kinds else asked.target, kinds=kinds)
            screen.reopen(line, "\n".join((asked.text, *asked.more)))

    def _toggle_wrap_up(self) -> None:
        from screens.live import LiveScreen
        from screens.wrapup import WrapUpScreen

        before = self._app.screen
        after = self._show_live() if isinstance(before, WrapUpScreen) else self._show_wrap_up()
        if isinstance(before, LiveScreen | WrapUpScreen):
            # What was typed and not kept is found again under its key.
            after.call_after_refresh(after.take_drafts, before.foot.line.drafts)

    def _on_next(self, asked: Asked) -> None:
        if self.desk.live_view().last:
            self._toggle_wrap_up()
        else:
            self.ask(asked)

    def _on_edit(self, asked: Asked) -> None:
        """Open the line with the text of an item, or take what was typed into it."""
        from screens.live import LiveScreen
        from screens.wrapup import WrapUpScreen

        if asked.text:
            self.ask(asked)
            return
        line = self.desk.edit_line(asked.target)
        screen = self._app.screen
        if line is not None and isinstance(screen, LiveScreen | WrapUpScreen):
            screen.edit_line(line.item, line.text, secret=line.secret)

    def _close(self) -> None:
        """Leave the preview of fit, or take the notices away that were read."""
        if self._desk is not None:
            self._desk.close()
            self.show()

    def _end(self) -> None:
        from facilitator.lobby import remember_end

        desk = self.desk
        outcome = desk.end()
        if outcome.refusal is not None:
            desk.say(outcome.refusal.why, refused=True)
            self.show()
            return
        remember_end(self._app.store, desk.conductor)
        self._show_notes(desk.notes)
        self._copy_notes()

    def _take_back_the_end(self) -> None:
        if self._desk is None or self._desk.conductor.state.status != "ended":
            return
        self._desk.take_back_the_end()
        self._show_live()

    def _on_notes_level(self, asked: Asked) -> None:
        if self._notes is not None:
            self._notes.show_level(asked.target)
            self.show()

    def _on_notes_dialect(self, asked: Asked) -> None:
        if self._notes is not None:
            self._notes.show_dialect(asked.target)
            self.show()

    def _leave_notes(self) -> None:
        desk = self._desk
        if desk is None and self._notes is None:
            return
        if desk is not None and not desk.conductor.everything_saved():
            desk.notes.copied = (
                "Not all is saved yet; make room on the disk, or ctrl+q leaves and saves it elsewhere."
            )
            self.show()
            return
        self._desk = self._notes = None
        if desk is not None and not desk.conductor.finish():
            waiting = desk.conductor.kept.writer.waiting
            self._app.notify(
                f"Not all is saved ({waiting} waiting); the session stays under Resume.", markup=False
            )
        self._app.door.show_home()

    # --- copying -----------------------------------------------------------------------------------------------

    def _copy_notes(self) -> None:
        if self._notes is not None:
            self._app.copy(self._notes.text(), self._notes.file, self._notes_copied)

    def _notes_copied(self, copied: "Copied") -> None:
        if self._notes is not None:
            self._notes.copied = copied.sentence
        self._copied(copied)

    def _copy_segment(self) -> None:
        self._app.copy(self.desk.segment_text(), None, self._copied)

    def _copied(self, copied: "Copied") -> None:
        if self._desk is not None:
            self._desk.say(copied.sentence)
        self.show()
