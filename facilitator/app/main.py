"""The app, thin: it routes what screens ask, and ticks once a second.

Nothing that a session needs is imported before home is drawn: the engine, the notes and the store's heavy parts come
with the first ritual that is chosen.
"""

import asyncio
import gc
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

import screens.home
from facilitator.app.door import Door
from facilitator.app.onlooker import Onlooker
from facilitator.app.room import News, Room, nobody_waits
from facilitator.clock import Clock, WallClock
from facilitator.crash import write_crash
from formats.catalogue import Catalogue
from screens.messages import Asked, Begin, Drafted
from screens.pasting import PasteCut
from screens.stopping import Stopping
from screens.taking import heard, take_key
from screens.terminal import keep_pastes_whole, outlive_the_terminal, read_broken_bytes
from screens.theme import DARK, LIGHT

if TYPE_CHECKING:
    from rich.console import RenderableType

    from data.store import Store
    from facilitator.clipboard import Copied
    from facilitator.conductor import Conductor
    from facilitator.following import Following
    from facilitator.saving import Rescued

HOME_STYLE = Path(screens.home.__file__).with_name("home.tcss")
"""Read with the program's own style, because a screen that brings another has all styles read again."""
SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")
HANG_UP = 1
"""The number of the signal with which a closed terminal ends a program, whether or not it comes."""


class FacilitatorApp(App[None]):
    """The program on the screen.

    Attributes:
        clock: What time it is, and how fast it runs.
        wall: The seconds by which messages go away.
        door: Home, setup and history.
        room: The session that runs, or whose notes are looked at.
        onlooker: The session of another program that is followed.
        rings_bell: Whether sessions begin with the bell switched on.
        crash_file: Where the traceback of a crash was kept.
    """

    TITLE = "facilitator"
    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { background: $background; } * { scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False, id="app.leave"),
        Binding("ctrl+z", "stop", show=False, id="app.stop"),
        # On the live screen it is one of its acts; here it is for the others of a session.
        Binding("S", "save_elsewhere", show=False, id="app.save_elsewhere"),
        # Whatever screen of a session asks how to leave, these keys answer.
        *(
            Binding(key, f"answer('{key}')", show=False, priority=True, id=f"app.answer_{key}")
            for key in ("1", "2", "3", "escape")
        ),
    ]

    def __init__(
        self,
        clock: Clock | None = None,
        store: "Store | None" = None,
        *,
        catalogue: Catalogue | None = None,
        ticking: bool = True,
        opening: "Conductor | None" = None,
        following: "Following | None" = None,
        bell: bool = False,
        wall: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wire the program.

        Args:
            clock: What time it is; the computer's by default.
            store: Where sessions are kept; the person's own folder by default.
            catalogue: Where formats are found; the library and the person's own folder by default.
            ticking: Whether a timer ticks; tests tick by hand.
            opening: A session to open at once instead of home.
            following: A session of another program to follow at once instead of home.
            bell: Whether the bell rings on the last words of a segment and when it is over.
            wall: The seconds by which messages go away.
        """
        super().__init__(css_path=None if opening or following else [HOME_STYLE])
        # Before the first stylesheet is parsed, which would else be done twice.
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self.clock = WallClock() if clock is None else clock
        self.wall = wall
        self.door = Door(self)
        self.room = Room(self)
        self.onlooker = Onlooker(self)
        self.crash_file: Path | None = None
        self._given_store = store
        self._given_catalogue = catalogue
        self._ticking = ticking
        self._opening = opening
        self._to_follow = following
        self.rings_bell = bell
        self._leaving = False
        self._deaf = False
        self._last_task: asyncio.Future[None] | None = None
        self._stopping = Stopping(self, before=self.room.put_by)
        self._routes = {**self.door.routes(), **self.room.routes()}

    @property
    def store(self) -> "Store":
        """Where sessions are kept."""
        if self._given_store is None:
            from data.folders import DataFolder, default_data_folder
            from data.store import Store

            self._given_store = Store(DataFolder(default_data_folder()))
        return self._given_store

    @property
    def catalogue(self) -> Catalogue:
        """Where formats are found."""
        if self._given_catalogue is None:
            from data.folders import default_formats_folder

            self._given_catalogue = Catalogue([default_formats_folder()])
        return self._given_catalogue

    # --- starting and ending -----------------------------------------------------------------------------------

    def on_load(self) -> None:
        """Listen for signals before the terminal is taken over, so that it is given back whenever one comes."""
        self._listen_for_signals()
        read_broken_bytes()
        keep_pastes_whole()
        outlive_the_terminal(self._draw_again)

    def get_default_screen(self) -> Screen[None]:
        """Stand on home, so that nothing is laid out before it; a session stands on an empty screen."""
        begins_elsewhere = self._opening is not None or self._to_follow is not None
        return Screen(id="_default") if begins_elsewhere else self.door.home()

    def on_mount(self) -> None:
        """Show home, or the session that was asked for."""
        self.call_after_refresh(_collect_garbage_again)
        opening, self._opening = self._opening, None
        if opening is not None:
            self.room.run(opening)
        elif self._to_follow is not None:
            self.onlooker.follow(self._to_follow)
        else:
            self.call_after_refresh(self.door.load)
        if self._ticking:
            self.call_later(self._tick_on_the_second)
        self._stopping.listen()

    def _listen_for_signals(self) -> None:
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            number = getattr(signal, name)
            loop.add_signal_handler(number, self._on_signal, int(number))

    def _on_signal(self, number: int) -> None:
        if not self._deaf:
            self._deaf = True
            self._last_task = asyncio.ensure_future(self._end_by_signal(number))

    async def _end_by_signal(self, number: int) -> None:
        """End once what was typed has gone its way from the line to the draft: what is seen there is kept."""
        try:
            await heard(self, app_too=True)
            self.room.typed.keep_open_line()
        finally:
            self.exit(return_code=128 + number)

    def exit(
        self, result: None = None, return_code: int = 0, message: "RenderableType | None" = None
    ) -> None:
        """End; what falls over from here on, because its screen is gone, is no crash."""
        self._leaving = True
        super().exit(result, return_code, message)

    def action_help_quit(self) -> None:
        """Say how to leave, instead of leaving."""
        self.room.say("q leaves; time runs on, and the session can be resumed.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys through that belong to the app only while a session is open, or asks how to leave."""
        if action == "answer":
            return self.room.leaving.is_asking
        if action == "save_elsewhere":
            return self.room.is_open
        return super().check_action(action, parameters)

    def action_answer(self, key: str) -> None:
        """Answer the question on the way out."""
        self.room.leaving.answer(key)

    def action_save_elsewhere(self) -> None:
        """Ask for another folder to save to."""
        self.post_message(Asked("save_elsewhere"))

    async def action_leave(self) -> None:
        """Leave; time runs on."""
        self.post_message(Asked("quit"))

    def action_stop(self) -> None:
        """Go back to the shell for a while; time runs on."""
        self.run_worker(self._stop(), name="stop")

    async def _stop(self) -> None:
        if not await self._stopping.stop():
            self.room.say("There is no shell to go back to here; q leaves, and time runs on.", refused=True)

    def _draw_again(self) -> None:
        """Draw everything, from another thread, because the terminal has missed something."""
        self.call_later(self.refresh, layout=True)

    def _tick_on_the_second(self) -> None:
        """Tick, and come back at the next second of the wall; a tick that was missed is not caught up."""
        self.tick()
        self.set_timer(1.0 - time.time() % 1.0 + 0.002, self._tick_on_the_second)

    def tick(self) -> None:
        """Look at the clock once and draw what changed by it."""
        self.room.tick()
        self.onlooker.tick()

    def let_go(self, waits: Callable[[], None] = nobody_waits) -> bool:
        """Write what waits and free the session, when the program ends; say whether all is on the disk.

        Args:
            waits: Called when that takes longer than a moment.
        """
        if self._opening is not None:
            return self._opening.let_go()
        return self.room.let_go(waits)

    def rescue(self) -> "Rescued":
        """Write the session elsewhere because its own disk fails, also where the app ended before it was shown."""
        if self._opening is None:
            return self.room.rescue()
        from facilitator.saving import Saving

        return Saving(self._opening, self.wall, self.room.say).rescue()

    def _handle_exception(self, error: Exception) -> None:
        """Keep the traceback in a file instead of on the screen; the session is on the disk."""
        if self._leaving:
            # A screen that was just being built falls over when the end comes first; that is no crash.
            self._close_messages_no_wait()
            return
        self.crash_file = write_crash(self.store, error)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: "RenderableType") -> None:
        """Leave because the terminal can't be read: it was closed, or something is wrong, which is kept in a file."""
        if sys.__stderr__ is None or not sys.__stderr__.isatty():
            # Its signal may have come already, or come next, or never; the line is kept all the same.
            self._on_signal(HANG_UP)
            return
        if not self._leaving:
            with self.console.capture() as captured:
                self.console.print(*renderables)
            self.crash_file = write_crash(self.store, captured.get())
            self._return_code = 1
        self._close_messages_no_wait()

    async def on_event(self, event: events.Event) -> None:
        """Take keys one after the other, each wholly, so that quick typing never runs ahead of the line."""
        forwarded = event.is_forwarded
        if self._deaf and isinstance(event, events.Key | events.Paste) and not forwarded:
            return
        if isinstance(event, events.Key) and not forwarded and await take_key(self, event):
            return
        await super().on_event(event)
        if isinstance(event, events.Paste) and not forwarded:
            await heard(self)

    # --- what screens ask --------------------------------------------------------------------------------------

    def on_asked(self, message: Asked) -> None:
        """Route what was asked; what no screen answers is for the session."""
        message.stop()
        self.room.leaving.hear(message.act)
        match message.act:
            case "quit":
                self.room.leaving.leave("quit")
            case "stop":
                self.action_stop()
            case "theme":
                self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
            case _ if self.onlooker.is_open:
                self.onlooker.ask(message)
            case act if act in self._routes:
                self._routes[act](message)
            case _:
                self.room.ask(message)

    def on_begin(self, message: Begin) -> None:
        """Begin what was set up."""
        message.stop()
        self.door.begin(message.answers, waiting=message.waiting)

    def on_drafted(self, message: Drafted) -> None:
        """Keep what is being typed."""
        message.stop()
        self.room.typed.keep_drafts(message.drafts)

    def on_paste_cut(self, message: PasteCut) -> None:
        """Say that a paste was too long."""
        message.stop()
        self.room.say("That paste was too long; its beginning is kept.", refused=True)

    def on_news(self, message: News) -> None:
        """Draw what is known of the disk."""
        message.stop()
        self.room.hear()
        self.onlooker.show()

    def copy(self, text: str, path: Path | None, told: Callable[["Copied"], None]) -> None:
        """Copy by every way there is, the slow one in a thread.

        Args:
            text: What to copy.
            path: Where it is saved, if it is.
            told: Gets what is known of the copy.
        """
        self.copy_to_clipboard(text)
        self.run_worker(
            partial(self._copy_aside, text, path, told), thread=True, group="copy", exit_on_error=False
        )

    def _copy_aside(self, text: str, path: Path | None, told: Callable[["Copied"], None]) -> None:
        from facilitator.clipboard import copy

        self.call_from_thread(told, copy(text, osc52=_already_sent, path=path))


def _collect_garbage_again() -> None:
    """Collect garbage as usual once the start is over; what was built till then stays and is not looked through."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _already_sent(_text: str) -> None:
    """Stand for OSC 52, which the app itself sends, from its own thread."""
