"""Back to the shell for a while, and on again.

A program that is stopped leaves its terminal to the shell, so it has to give it back first, as it found it, and take
it anew when it goes on. Textual does so for one signal, by ways that harm elsewhere: it stops for good where there is
no shell to wake it, and on going on after a stop that nobody can announce (SIGSTOP) it begins to read its keys twice
and takes the state in which it draws for the one to give back at the end.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from contextvars import copy_context
from types import FrameType
from typing import Final

from textual.app import App, SuspendNotSupported

from screens.taking import heard

TAKES_HOLD_SECONDS: Final = 0.02
"""A signal that stops takes hold of the whole program at the latest after so long."""


class Stopping:
    """Stops the program and what it was started with, the way a shell expects, and lets it go on."""

    def __init__(self, app: App[None], *, before: Callable[[], object]) -> None:
        """Stop an app; `before` writes down what would be lost if it never went on."""
        self._app = app
        self._before = before
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context = copy_context()
        self._asleep = False
        self._woken = False

    def listen(self) -> None:
        """Answer the signals that stop and wake; to be called from the app's own thread, once it has its terminal.

        Textual answers them, too, and sets its own answers as soon as it has a terminal.
        """
        if sys.platform == "win32" or self._app.is_headless:
            return
        self._loop, self._context = asyncio.get_running_loop(), copy_context()
        signal.signal(signal.SIGTSTP, self._on_stop)
        signal.signal(signal.SIGCONT, self._on_wake)

    async def stop(self) -> bool:
        """Stop until someone lets the program go on; say whether there was a shell that could.

        Not to be awaited while the app handles a message: the draft is on its way through it.
        """
        if self._loop is None or self._asleep:
            return self._asleep
        await heard(self._app, app_too=True)
        self._before()
        return self._away(self._rest)

    def _away(self, meanwhile: Callable[[], bool]) -> bool:
        """Give the terminal back, wait, and take it again."""
        self._asleep = True
        try:
            with self._app.suspend():
                came_back = meanwhile()
                # Who is let go on in the background has no terminal to draw on.
                while came_back and not _in_foreground():
                    came_back = self._rest()
                return came_back
        except SuspendNotSupported:
            return False
        finally:
            self._asleep = False

    def _rest(self) -> bool:
        """Be stopped; say whether it happened, since what nobody could wake is not stopped."""
        if sys.platform == "win32":
            return False
        self._woken = False
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        try:
            # Together with who started this program: a wrapper that went on would keep the shell waiting.
            os.kill(0, signal.SIGTSTP)
            time.sleep(TAKES_HOLD_SECONDS)
        finally:
            signal.signal(signal.SIGTSTP, self._on_stop)
        return self._woken

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Have the program stop as soon as the app has done what it does."""
        self._call(self._begin)

    def _on_wake(self, _number: int, _frame: FrameType | None) -> None:
        """Know that the program goes on; where it was stopped unannounced, take the terminal anew."""
        self._woken = True
        if not self._asleep:
            self._call(self._take_again)

    def _call(self, what: Callable[[], object]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            # A signal comes at any moment; what is done about it is done as the app.
            self._loop.call_soon_threadsafe(what, context=self._context)

    def _begin(self) -> None:
        if self._is_ending:
            return
        self._app.run_worker(self.stop(), name="stopping")

    def _take_again(self) -> None:
        if not (self._is_ending or self._asleep):
            self._away(lambda: True)

    @property
    def _is_ending(self) -> bool:
        return self._app.return_code is not None or not self._app.screen_stack


def _in_foreground() -> bool:
    """Say whether the terminal is this program's to draw on; one that does not say is on its way out."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return True
    try:
        return os.tcgetpgrp(sys.__stdin__.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return True
