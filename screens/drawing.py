"""Drawing on a terminal that may be slow, stand still, or be gone.

Textual's own thread hands over a few frames at a time, and whoever draws waits for it. A connection that is lost
without a word lets it wait for hours, and the program then hears neither keys nor signals. Here nobody waits: what
the terminal does not take in time is left out, and once it reads again the screen is drawn anew.
"""

import os
import select
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TextIO

MOST_WAITING: Final = 200_000
"""So many characters may wait for a slow terminal: a few frames of a large screen."""
PATIENCE_SECONDS: Final = 2.0
"""How long the end waits for the last characters to be taken."""


class Drawer(threading.Thread):
    """Writes to the terminal in a thread of its own; has the shape of Textual's `WriterThread`."""

    def __init__(self, file: TextIO, *, on_again: Callable[[], object]) -> None:
        """Draw on a terminal.

        Args:
            file: The terminal.
            on_again: Called from this thread when something was left out and the terminal reads again.
        """
        super().__init__(daemon=True, name="drawing")
        self._file = file
        # Written to by its number: a thread that hangs in the file itself would hold whoever writes a last line.
        self._number = file.fileno()
        self._on_again = on_again
        self._changed = threading.Condition()
        self._queue: deque[str] = deque()
        self._waiting = 0
        self._left_out = False
        self._ending = False

    def write(self, text: str) -> None:
        """Have a text written soon; returns at once."""
        with self._changed:
            if self._ending:
                return
            if self._queue and self._waiting + len(text) > MOST_WAITING:
                self._queue.clear()
                self._waiting = 0
                self._left_out = True
            self._queue.append(text)
            self._waiting += len(text)
            self._changed.notify_all()

    def isatty(self) -> bool:
        """Stand for a terminal."""
        return True

    def fileno(self) -> int:
        """Return the number of the terminal's file."""
        return self._number

    def flush(self) -> None:
        """Do nothing: what is written is on its way."""

    def stop(self) -> None:
        """Write what waits and end; a terminal that takes nothing is given up after a while."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()
        if self.is_alive():
            self.join(PATIENCE_SECONDS)

    def run(self) -> None:
        """Write until the end, or until the terminal is gone."""
        try:
            while (text := self._next()) is not None:
                self._put(text.encode(self._file.encoding, "replace"))
                self._tell()
        except OSError:
            with self._changed:
                self._ending = True
                self._queue.clear()

    def _next(self) -> str | None:
        """Wait for what is to be written next; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._ending)
            if not self._queue:
                return None
            text = "".join(self._queue)
            self._queue.clear()
            self._waiting = 0
            return text

    def _put(self, raw: bytes) -> None:
        rest = memoryview(raw)
        while rest:
            try:
                rest = rest[os.write(self._number, rest) :]
            except BlockingIOError:
                # Another program made the terminal one that does not wait.
                select.select([], [self._number], [], PATIENCE_SECONDS)

    def _tell(self) -> None:
        with self._changed:
            again = self._left_out and not self._ending
            self._left_out = False
        if again:
            self._on_again()
