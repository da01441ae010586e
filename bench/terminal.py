"""A program in a pseudo-terminal: keys go in, and what comes out is known with the moment at which it came.

Needs a system with pseudo-terminals and signals: not Windows.
"""

import fcntl
import os
import pty
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

import pyte

COLUMNS, ROWS = 120, 36
QUIET = 0.05
"""Seconds without output after which a screen is taken to be drawn."""


class NotShown(Exception):
    """What was waited for did not come."""


class Terminal:
    """One program on a screen of its own.

    A thread does nothing but read and look at the clock. What stands on the screen is worked out afterwards, while
    the program rests, so that working it out delays no figure.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._came: list[tuple[float, bytes]] = []
        self._drawn = 0
        self._news = threading.Condition()
        self._ended = False
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(environment), start_new_session=True
        )
        os.close(theirs)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def process(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def bytes_out(self) -> int:
        """How much the program has written so far."""
        with self._news:
            return sum(len(chunk) for _, chunk in self._came)

    def _read(self) -> None:
        while True:
            try:
                chunk = os.read(self._ours, 65_536)
            except OSError:
                chunk = b""
            moment = time.perf_counter()
            with self._news:
                if chunk:
                    self._came.append((moment, chunk))
                else:
                    self._ended = True
                self._news.notify_all()
            if not chunk:
                return

    def press(self, keys: str) -> float:
        """Send keys; return the moment."""
        moment = time.perf_counter()
        os.write(self._ours, keys.encode())
        return moment

    def wait_for_bytes(self, sign: str, seconds: float = 20) -> None:
        """Wait until the program writes something, whether or not all of its screen is drawn yet.

        Raises:
            NotShown: It did not come in time, or the program ended.
        """
        wanted = sign.encode()
        deadline = time.perf_counter() + seconds
        with self._news:
            while wanted not in self._undrawn():
                if self._ended or not self._news.wait(deadline - time.perf_counter()):
                    raise NotShown(f"“{sign}” did not come")

    def _undrawn(self) -> bytes:
        return b"".join(chunk for _, chunk in self._came[self._drawn :])

    def wait_until(self, sign: str, *shown: Callable[[list[str]], bool], seconds: float = 20) -> list[float]:
        """Return the moments at which some things that are not there yet first stood on the screen.

        Args:
            sign: A text that the program must write for that.
            shown: Each tells by the rows of the screen whether its thing is there.
            seconds: How long to wait.

        Raises:
            NotShown: Not all of them came in time, or the program ended.
        """
        deadline = time.perf_counter() + seconds
        found: list[float | None] = [None for _ in shown]
        while True:
            self.wait_for_bytes(sign, deadline - time.perf_counter())
            self._wait_for_quiet()
            self._draw(shown, found)
            moments = [moment for moment in found if moment is not None]
            if len(moments) == len(shown):
                return moments

    def _wait_for_quiet(self) -> None:
        with self._news:
            while not self._ended and self._news.wait(QUIET):
                pass

    def _draw(self, shown: Sequence[Callable[[list[str]], bool]], found: list[float | None]) -> None:
        """Draw what came, and note for each thing the moment after which it stood there."""
        with self._news:
            came = self._came[self._drawn :]
            self._drawn = len(self._came)
        for moment, chunk in came:
            self._stream.feed(chunk)
            if None in found:
                rows = list(self._screen.display)
                for place, is_there in enumerate(shown):
                    if found[place] is None and is_there(rows):
                        found[place] = moment

    def settle(self) -> list[str]:
        """Wait until the program rests; return what stands on the screen."""
        self._wait_for_quiet()
        self._draw((), [])
        return list(self._screen.display)

    def close(self) -> None:
        """End the program."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with suppress(OSError):
            os.close(self._ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def cpu_seconds(process: int) -> float:
    """Return how long a process has computed, all its threads together."""
    with suppress(OSError):
        tasks = [f"/proc/{process}/task/{task}/schedstat" for task in os.listdir(f"/proc/{process}/task")]
        spent = 0.0
        for path in tasks:
            with open(path, encoding="ascii") as file:
                spent += int(file.read().split()[0]) / 1e9
        return spent
    told = subprocess.run(
        ["ps", "-o", "time=", "-p", str(process)], capture_output=True, text=True, check=True
    ).stdout.strip()
    spent = 0.0
    for part in told.replace("-", ":").split(":"):
        spent = spent * 60 + float(part)
    return spent
