"""A real pseudo-terminal with a program in it: keys go in, and the screen that a person would see comes out."""

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pexpect
import pyte

COMMAND = Path(sys.executable).parent / "facilitator"
PATIENCE = 30.0
"""Seconds after which what was waited for will not come; far above what any step takes."""

_USUALLY_ON = {b"7", b"25"}
"""The private modes that are on in a terminal in which nothing runs: it wraps lines, and shows the cursor."""

_KEYBOARD = re.compile(rb"\x1b\[[<>][0-9]*u")
"""Asks for longer codes of keys, and no longer; the screen here does not know them and would draw them."""


def environment() -> dict[str, str]:
    """Return what a program in such a terminal is told of it.

    Not its size: whoever names that is believed more than the terminal, and tests that run in several processes are
    handed a size by readline, which the first of them loads.
    """
    kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}


class Terminal:
    """One program on a screen of its own."""

    def __init__(self, *words: str, columns: int = 100, rows: int = 30, command: Path = COMMAND) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.written = b""
        self._child = pexpect.spawn(
            str(command), list(words), dimensions=(rows, columns), env=environment(), timeout=PATIENCE
        )
        # Keys come one after the other as fast as the program takes them, and a program that is gone is gone.
        self._child.delaybeforesend = None
        self._child.ptyproc.delayafterclose = 0.0
        self._settings = self._settings_left = termios.tcgetattr(self._child.child_fd)

    @property
    def rows(self) -> list[str]:
        """What stands on the screen now, without the spaces at the ends of rows."""
        # Not the screen's own `display`, which stumbles over half of a wide character.
        cells, columns = self._screen.buffer, range(self._screen.columns)
        return ["".join(cells[y][x].data for x in columns).rstrip() for y in range(self._screen.lines)]

    def press(self, *keys: str) -> None:
        """Press keys, each a character, a text, or a control sequence."""
        for key in keys:
            self._child.send(key)

    def send(self, keys: bytes) -> None:
        """Send keys as the bytes that a terminal makes of them, whole or cut off anywhere."""
        while keys:
            keys = keys[os.write(self._child.child_fd, keys) :]

    def hear(self, count: int) -> None:
        """Read until so many more bytes were written, or nothing more comes for a moment."""
        heard = len(self.written)
        while len(self.written) < heard + count:
            before = len(self.written)
            if not self._read(0.05, at_most=count) or len(self.written) == before:
                return

    def paste(self, text: str) -> None:
        """Paste as terminals do it, in brackets."""
        self._child.send(f"\x1b[200~{text}\x1b[201~")

    def until(self, shown: Callable[[list[str]], bool] | str) -> list[str]:
        """Read what the program writes until its screen shows something; return the rows."""
        is_there = (lambda rows: any(shown in row for row in rows)) if isinstance(shown, str) else shown
        deadline = time.monotonic() + PATIENCE
        while not is_there(self.rows):
            if time.monotonic() > deadline:
                raise AssertionError(f"{shown!r} did not come; the screen shows:\n" + "\n".join(self.rows))
            self._read(0.2)
        return self.rows

    def _read(self, seconds: float, at_most: int = 65_536) -> bool:
        try:
            chunk = self._child.read_nonblocking(at_most, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.written += chunk
        self._stream.feed(_KEYBOARD.sub(b"", chunk))
        return True

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        self._child.kill(number)

    @property
    def left_switched(self) -> set[str]:
        """What a program that ended switched at the terminal and not back again, `settings` for how it reads keys.

        Private modes by their numbers (1049 is the second screen, 25 the cursor, 2004 pasting in brackets, 1000 to
        1016 the mouse), and `keys` for the longer codes of keys.
        """
        standing: dict[bytes, bytes] = {}
        for numbers, switch in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", self.written):
            standing |= dict.fromkeys(numbers.split(b";"), switch)
        usual = {number: b"h" if number in _USUALLY_ON else b"l" for number in standing}
        left = {number.decode() for number, switch in standing.items() if switch != usual[number]}
        if len(re.findall(rb"\x1b\[>[0-9]+u", self.written)) != self.written.count(b"\x1b[<u"):
            left.add("keys")
        return left if self._settings == self._settings_left else left | {"settings"}

    @property
    def last_words(self) -> str:
        """What was written after the screen was given back."""
        after = self.written.rpartition(b"\x1b[?1006l")[2]
        return after.decode("utf-8").replace("\r\n", "\n")

    def hang_up(self) -> int:
        """Close the terminal itself, as with the window it is in; return the status of the program."""
        self._child.ptyproc.fileobj.close()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self._child.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code
            time.sleep(0.02)
        os.kill(self._child.pid, signal.SIGKILL)
        raise AssertionError("the program does not end with its terminal")

    def end(self) -> int:
        """Wait until the program ends; return its status as a shell would tell it."""
        deadline = time.monotonic() + PATIENCE
        while self._read(0.2):
            if not self._child.isalive():
                self._read(0.0)
                break
            if time.monotonic() > deadline:
                raise AssertionError("the program does not end; the screen shows:\n" + "\n".join(self.rows))
        self._settings_left = termios.tcgetattr(self._child.child_fd)
        self._child.close()
        if self._child.exitstatus is not None:
            return int(self._child.exitstatus)
        return 128 + int(self._child.signalstatus or 0)

    def kill(self) -> None:
        """Kill the program at once, as a crash of the computer would."""
        self._child.kill(signal.SIGKILL)
        self._child.wait()
        while self._read(0.0):
            pass
        self._child.close()

    def discard(self) -> None:
        """See to it that the program is gone, whatever became of it."""
        with suppress(OSError, ValueError):
            os.kill(self._child.pid, signal.SIGKILL)
            os.waitpid(self._child.pid, 0)
        with suppress(OSError, ValueError):
            self._child.ptyproc.fileobj.close()
        self._child.closed = True
