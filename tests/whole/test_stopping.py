"""Stopped and let go on, hung up, and left with a terminal that takes nothing: in a real pseudo-terminal."""

import json
import os
import re
import resource
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pyte
import pytest

if os.name != "posix":
    pytest.skip("job control is a thing of Unix", allow_module_level=True)

from tests.terminal import COMMAND, PATIENCE, Terminal, environment

CTRL_Z = "\x1a"
ENTERS, LEAVES, SHOWS_CURSOR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"
GIVEN_BACK = (b"\x1b[?2004l", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?1006l", LEAVES, SHOWS_CURSOR)
PROMPT = "ready> "
BUSY_ENDING = 3.0
"""Seconds of the processor that ending may take, and what was rounded off before; who spins takes them all."""
UNREAD = 12
"""So many times a large screen is drawn that nobody reads: some 800 KB."""


class Shell:
    """A shell in a terminal, from which a meeting is held."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.terminal = Terminal("-i", command=Path("/bin/sh"))
        # In two parts, so that what is typed is not taken for the prompt itself.
        self.type_(f"PS1='{PROMPT[:3]}''{PROMPT[3:]}'")
        self.terminal.until(self._is_ready)
        self.pid = 0

    def type_(self, line: str) -> None:
        """Type a line and enter."""
        self.terminal.press(line, "\r")

    def hold(self, before: str = "") -> None:
        """Begin a meeting."""
        self.type_(f"{before}{COMMAND} --data {self.data} run kickoff --people 'Ana, Ben'")
        self.terminal.until("saved ✓")
        owner = next((self.data / "open").glob("*.owner")).read_text(encoding="utf-8")
        self.pid = int(re.search(r'"pid":\s*(\d+)', owner)[1])  # type: ignore[index]  # it stands there

    def _is_ready(self, rows: list[str]) -> bool:
        return any(PROMPT.strip() in row for row in rows)

    def until_back(self) -> bytes:
        """Wait for the shell; return what the program wrote until then."""
        self.terminal.until(lambda _rows: PROMPT.encode() in self.terminal.written)
        return self.terminal.written.partition(b"Stopped")[0]

    def says(self, line: str) -> str:
        """Return what the shell answers to a line."""
        self.terminal.written = b""
        self.type_(f'echo $({line}) en""d')
        self.terminal.until(lambda _rows: b" end\r" in self.terminal.written)
        line = self.terminal.written.decode().rpartition(" end\r")[0].rpartition("\n")[2]
        return line.removeprefix(PROMPT)

    def go_on(self, shown: str = "space pause", enter: str = "\r") -> None:
        """Let the program go on, until a text is shown and the whole screen drawn."""
        self.terminal.written = b""
        self.terminal.press(f"fg{enter}")
        self.drawn(shown)

    def drawn(self, shown: str) -> None:
        """Wait until a text is shown and everything was drawn since the program came back.

        The screen here keeps what the shell wrote, so a cell that was left out would tell: one on which nothing else
        was drawn than since then shows something else.
        """

        def is_whole(rows: list[str]) -> bool:
            if not any(shown in row for row in rows) or ENTERS not in self.terminal.written:
                return False
            screen = pyte.Screen(100, 30)
            pyte.ByteStream(screen).feed(self.terminal.written.rpartition(ENTERS)[2])
            return rows == [row.rstrip() for row in screen.display]

        self.terminal.until(is_whole)

    @property
    def draft(self) -> str:
        """What is kept of the open line."""
        return draft_in(self.data)

    def state(self) -> str:
        """Return the state of the program as `ps` tells it; empty when it is gone."""
        done = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(self.pid)], capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def leave(self) -> None:
        """Leave the meeting and then the shell."""
        self.terminal.press("q")
        self.terminal.until("runs on")
        self.type_("exit")
        assert self.terminal.end() == 0


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    opened = Shell(tmp_path / "data")
    yield opened
    if opened.pid:
        with suppress(OSError):
            os.kill(opened.pid, signal.SIGKILL)
    opened.terminal.discard()


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.005)


def test_ctrl_z_goes_to_the_shell_with_everything_kept_and_fg_comes_back(shell: Shell) -> None:
    cooked = shell.says("stty -g")
    # With what it was started by: a wrapper that went on would keep the shell waiting for ever.
    shell.hold("sh -c '\"$@\"; exit $?' wrapper ")
    shell.terminal.press("p")
    shell.terminal.until("park ▸")
    shell.terminal.written = b""
    shell.terminal.press(f"half a tho{CTRL_Z}")
    written = shell.until_back()
    assert [one for one in GIVEN_BACK if one not in written] == []
    assert shell.draft == "half a tho"
    assert shell.state().startswith("T")
    assert shell.says("stty -g") == cooked
    shell.go_on("park ▸ half a tho")
    shell.terminal.press("ught", "\r")
    shell.terminal.until("“half a thought”")
    # And once more, because what is taken again must be given back again; a stop from elsewhere is as good.
    shell.terminal.press("p", "and more")
    shell.terminal.until("park ▸ and more")
    shell.terminal.written = b""
    os.kill(shell.pid, signal.SIGTSTP)
    written = shell.until_back()
    assert [one for one in GIVEN_BACK if one not in written] == []
    assert shell.draft == "and more"
    assert shell.says("stty -g") == cooked
    # In the background there is nothing to draw on: it waits for the foreground.
    shell.type_("bg")
    assert shell.says("echo here") == "here"
    until(lambda: shell.state().startswith("T"), "the stop")
    assert ENTERS not in shell.terminal.written
    shell.go_on("park ▸ and more")
    shell.terminal.press("\x1b")
    shell.terminal.until("space pause")
    shell.leave()


def test_a_stop_that_nobody_announces_is_got_over(shell: Shell) -> None:
    cooked = shell.says("stty -g")
    shell.hold()
    shell.terminal.written = b""
    os.kill(shell.pid, signal.SIGSTOP)
    shell.until_back()
    # The keys are still those of the program: this shell does not set them back.
    shell.go_on(enter="\n")
    # Each key is read by one reader alone: read by two, letters change places or are lost.
    text = "the quick brown fox jumps over the lazy dog"
    shell.terminal.press("t", *text, "\r")
    shell.terminal.until(f"“{text}”")
    shell.terminal.written = b""
    shell.terminal.press("q")
    shell.terminal.until("runs on")
    assert [one for one in GIVEN_BACK if one not in shell.terminal.written] == []
    assert shell.says("stty -g") == cooked


@pytest.mark.torture
def test_a_program_that_is_ended_while_it_is_stopped_ends_and_can_be_resumed(shell: Shell) -> None:
    cooked = shell.says("stty -g")
    shell.hold()
    shell.terminal.press("p", "half")
    shell.terminal.until("park ▸ half")
    shell.terminal.written = b""
    shell.terminal.press(CTRL_Z)
    shell.until_back()
    os.kill(shell.pid, signal.SIGTERM)
    shell.terminal.written = b""
    shell.type_("fg")
    shell.terminal.until(lambda _rows: PROMPT.encode() in shell.terminal.written)
    assert shell.says("stty -g") == cooked
    assert shell.draft == "half"
    shell.type_(f"{COMMAND} --data {shell.data} resume")
    shell.terminal.until("What you were typing is kept")


@pytest.mark.torture
def test_the_time_for_which_it_was_stopped_is_asked_about(shell: Shell) -> None:
    shell.hold()
    shell.terminal.written = b""
    shell.terminal.press(CTRL_Z)
    shell.until_back()
    begun = time.monotonic()
    until(lambda: time.monotonic() - begun > 6, "the time")
    shell.terminal.written = b""
    shell.type_("fg")
    shell.drawn("passed unseen")
    shell.terminal.press("2")
    shell.terminal.until("space pause")
    shell.leave()


# --- terminals that are gone, and such as take nothing ----------------------------------------------------------


class Window:
    """A meeting in a window of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.terminal = Terminal("--data", str(data), "run", "kickoff", "--people", "Ana, Ben")
        self.terminal.until("saved ✓")

    def types_unread(self) -> None:
        """Have the whole screen drawn again and again, far more than a terminal holds, and read none of it."""
        self.terminal.press("p")
        self.terminal.until("park ▸")
        typed = ""
        for turn in range(UNREAD):
            self.terminal._child.setwinsize(60, 200 - turn % 2)
            self.terminal.press("x")
            typed += "x"
            until(partial(self._has_draft, typed), "the draft")

    def _has_draft(self, text: str) -> bool:
        return draft_in(self.data) == text


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    opened = Window(tmp_path / "data")
    yield opened
    opened.terminal.discard()


def test_alone_in_a_window_it_is_not_stopped_and_ends_when_that_is_closed(window: Window) -> None:
    """Nobody could ever let it go on there, and nobody is there any more once the window is closed."""
    window.terminal.press(CTRL_Z)
    window.terminal.until("no shell to go back to")
    window.terminal.press("t", "kept", "\r")
    window.terminal.until("“kept”")
    window.terminal.press("p")
    window.terminal.until("park ▸")
    window.terminal.press("half")
    window.terminal.until("half")
    window.terminal.press(" a thought" + "\x1b[A\x1b[B" * 40)
    before = busy_seconds(window.terminal._child.pid)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert window.terminal.hang_up() == 129
    assert busy_since(usage) - before < BUSY_ENDING
    assert draft_in(window.data).startswith("half")
    assert not list((window.data / "logs").glob("crash-*"))
    assert "kept" in told(window.data, "notes", "last")


@pytest.mark.torture
def test_a_terminal_that_goes_without_a_signal_ends_the_program(tmp_path: Path) -> None:
    """As under a program that keeps its signals to itself: to read is then to read nothing, at once, for ever."""
    data = tmp_path / "data"
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (30, 100))
    program = subprocess.Popen(
        [str(COMMAND), "--data", str(data), "run", "kickoff"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=environment(),
    )
    try:
        os.close(theirs)
        written = b""
        while "saved ✓".encode() not in written:
            written += os.read(ours, 65_536)
        os.write(ours, b"phalf")
        while draft_in(data) != "half":
            os.read(ours, 65_536)
        before = busy_seconds(program.pid)
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.close(ours)
        assert program.wait(PATIENCE) == 129
        assert busy_since(usage) - before < BUSY_ENDING
    finally:
        program.kill()
        program.wait()
    assert draft_in(data) == "half"
    assert not list((data / "logs").glob("crash-*"))


def test_a_terminal_that_takes_nothing_holds_up_neither_keys_nor_signals(window: Window) -> None:
    """As when a connection is lost without a word: nobody reads what is drawn, and nobody says so."""
    window.types_unread()
    window.terminal.signal(signal.SIGTERM)
    ended: list[int] = []

    def has_ended() -> bool:
        ended.extend(ends(window.terminal._child.pid))
        return bool(ended)

    until(has_ended, "the end")
    assert ended == [128 + signal.SIGTERM]
    assert draft_in(window.data) == "x" * UNREAD


@pytest.mark.torture
def test_a_terminal_that_takes_up_again_shows_everything(window: Window) -> None:
    window.types_unread()
    window.terminal._child.setwinsize(30, 100)
    window.terminal.until("x" * UNREAD)
    window.terminal.press("\r")
    parts = ("Agenda", "Introduce everyone", "Parking lot · 1", "Resources · 0", "saved ✓", "? keys")
    window.terminal.until(lambda rows: all(any(part in row for row in rows) for part in parts))


def ends(pid: int) -> list[int]:
    """Return the status of a program that has ended; nothing while it runs."""
    done, status = os.waitpid(pid, os.WNOHANG)
    return [os.waitstatus_to_exitcode(status)] if done else []


def draft_in(data: Path) -> str:
    """Return what is kept of the open line."""
    for path in (data / "open").glob("*.draft"):
        with suppress(FileNotFoundError):
            kept = json.loads(path.read_bytes())["drafts"]
            return "".join(one["text"] for one in kept)
    return ""


def told(data: Path, *words: str) -> str:
    """Return what the command line says of a meeting."""
    done = subprocess.run(
        [str(COMMAND), "--data", str(data), *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout


def busy_seconds(pid: int) -> float:
    """Return how much of the processor a process has taken so far."""
    done = subprocess.run(
        ["ps", "-o", "cputimes=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return float(done.stdout or 0)


def busy_since(before: resource.struct_rusage) -> float:
    """Return how much of the processor was taken by the processes that have ended since."""
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime
