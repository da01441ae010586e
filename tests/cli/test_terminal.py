"""The installed command in a real terminal: how it leaves, how it falls, and that nothing is lost by it."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from tests.cli.held import Shelf, facilitator

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are a thing of Unix", allow_module_level=True)

import pexpect
import pyte

COMMAND = str(Path(sys.executable).parent / "facilitator")
ENTERS, LEAVES = b"\x1b[?1049h", b"\x1b[?1049l"
PATIENCE = 20.0
Captured = pytest.CaptureFixture[str]


class Terminal:
    """A terminal with a program in it, and what it shows."""

    def __init__(self, command: str, *words: str, columns: int = 120, rows: int = 36) -> None:
        surrounding = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        # Only what this terminal is told counts, not what the tests happen to run in.
        for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "TEXTUAL", "NO_COLOR"):
            surrounding.pop(name, None)
        self.child: Any = pexpect.spawn(command, list(words), dimensions=(rows, columns), env=surrounding)
        self.raw = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def see(self, wanted: str) -> None:
        """Wait until a text can be read."""
        self._until(lambda: wanted in self.text, f"“{wanted}”")

    def see_raw(self, wanted: bytes) -> None:
        """Wait until bytes have come."""
        self._until(lambda: wanted in self.raw, repr(wanted))

    def type(self, keys: str) -> None:
        self.child.send(keys)

    def end(self) -> int:
        """Wait for the end; give the exit status, negative for the signal that killed it."""
        self._until(lambda: self.child.flag_eof, "the end")
        self.child.wait()
        if self.child.signalstatus is not None:
            return -int(self.child.signalstatus)
        return int(self.child.exitstatus)

    @property
    def last_words(self) -> str:
        """What was written after the screen was given back."""
        after = self.raw.rpartition(b"\x1b[?1006l")[2]
        return after.decode("utf-8").replace("\r\n", "\n")

    def _until(self, holds: Callable[[], bool], what: str) -> None:
        patient = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > patient:
                raise AssertionError(f"{what} did not come; there is\n{self.text}")
            try:
                new = self.child.read_nonblocking(65_536, timeout=0.1)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                if not holds():
                    raise AssertionError(
                        f"it ended before {what} came; there is\n{self.raw[-2_000:]!r}"
                    ) from None
                return
            self.raw += new
            self._stream.feed(new)


@pytest.fixture
def running(shelf: Shelf) -> Iterator[Terminal]:
    """A kickoff with three people, running."""
    words = ("--data", str(shelf.root), "run", "kickoff", "--people", "Ana, Ben, Chi", "--title", "Our start")
    with Terminal(COMMAND, *words) as terminal:
        terminal.see("saved ✓")
        yield terminal


def test_leaving_says_how_to_go_back(running: Terminal, shelf: Shelf) -> None:
    running.type("tremember this\r")
    running.see("“remember this”")
    running.type("q")
    assert running.end() == 0
    assert running.last_words == (
        f"“Our start” runs on; facilitator --data {shelf.root} resume goes back to it.\n"
    )
    assert LEAVES in running.raw


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_gives_the_terminal_back_and_loses_nothing(
    name: str, running: Terminal, shelf: Shelf
) -> None:
    running.type("tone\r")
    running.see("“one”")
    running.type("thalf a tho")
    running.see("half a tho")
    number = int(signal.Signals[name])
    running.child.kill(number)
    assert running.end() == 128 + number
    assert running.raw.count(ENTERS) == running.raw.count(LEAVES) == 1
    assert b"\x1b[?25h" in running.raw
    assert running.last_words == ""
    (session_id,) = shelf.store.unfinished()
    with shelf.store.open(session_id) as kept:
        assert "half a tho" in kept.draft()
        assert any("one" in str(record.data) for record in kept.records)


def test_a_signal_that_comes_at_once_gives_the_terminal_back_too(shelf: Shelf) -> None:
    with Terminal(COMMAND, "--data", str(shelf.root), "run", "kickoff") as terminal:
        terminal.see_raw(ENTERS)
        terminal.child.kill(signal.SIGTERM)
        assert terminal.end() == 143
        assert LEAVES in terminal.raw
    assert not list(shelf.store.folder.logs.glob("crash-*"))
    assert len(shelf.store.unfinished()) == 1


def test_a_terminal_that_is_closed_loses_nothing(running: Terminal, shelf: Shelf) -> None:
    running.type("dwe go on\r")
    running.see("“we go on”")
    running.type("phalf a tho")
    running.see("half a tho")
    os.close(running.child.child_fd)
    _, status = os.waitpid(running.child.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 129
    assert not list(shelf.store.folder.logs.glob("crash-*"))
    (session_id,) = shelf.store.unfinished()
    with shelf.store.open(session_id) as kept:
        assert "half a tho" in kept.draft()
        assert any("we go on" in str(record.data) for record in kept.records)
    running.child.child_fd = -1
    running.child.closed = True


def test_a_crash_leaves_a_log_a_line_and_the_session(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    falls = tmp_path / "falls.py"
    falls.write_text(
        "import sys\n"
        "from facilitator import cli\n"
        "from facilitator.desk import Desk\n"
        "def fall(*_given):\n"
        "    raise ZeroDivisionError('the sky fell')\n"
        "ask = Desk.ask\n"
        "Desk.ask = lambda self, act, *rest: fall() if act == 'pause' else ask(self, act, *rest)\n"
        "cli.run()\n",
        encoding="utf-8",
    )
    words = ("--data", str(shelf.root), "run", "kickoff", "--people", "Ana")
    with Terminal(sys.executable, str(falls), *words) as terminal:
        terminal.see("saved ✓")
        terminal.type("tone\r")
        terminal.see("“one”")
        terminal.type(" ")
        assert terminal.end() == 1
        assert LEAVES in terminal.raw
        (log,) = shelf.store.folder.logs.glob("crash-*.log")
        assert terminal.last_words == (
            f"facilitator: something went wrong; the session is safe, the details are in {log}\n"
        )
    assert "ZeroDivisionError: the sky fell" in log.read_text(encoding="utf-8")
    assert b"Traceback" not in terminal.raw
    assert facilitator(shelf, "notes") == 0
    assert "one" in capsys.readouterr().out


def test_killed_resumed_ended_and_its_notes_read(running: Terminal, shelf: Shelf, capsys: Captured) -> None:
    running.type("task *early* [x]\r")
    running.see("“ask *early* [x]”")
    running.type("n")
    running.see("2 of 7")
    running.see("saved ✓")
    running.child.kill(signal.SIGKILL)
    assert running.end() == -signal.SIGKILL

    with Terminal(COMMAND, "--data", str(shelf.root), "resume") as terminal:
        terminal.see("ask *early* [x]")
        terminal.see("2 of 7")
        terminal.type("w")
        terminal.see("Wrap-up")
        terminal.type("\r")
        terminal.see("Notes · Our start")
        terminal.see("Saved in")
        terminal.type("\r")
        terminal.see("Learning session")
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.last_words == ""
    assert shelf.store.unfinished() == []
    assert facilitator(shelf, "notes", "last") == 0
    printed = capsys.readouterr().out
    (saved,) = shelf.store.folder.notes.glob("*.md")
    assert saved.read_text(encoding="utf-8").rstrip() == printed.rstrip()
    assert r"ask \*early\* [x]" in printed


def test_home_opens_and_closes(shelf: Shelf) -> None:
    shelf.left()
    with Terminal(COMMAND, "--data", str(shelf.root)) as terminal:
        terminal.see("Kickoff, ")
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.last_words == ""
