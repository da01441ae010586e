"""The installed command in a real terminal: how it leaves, how it falls, and that nothing is lost by it."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from formats.words import SessionId
from tests.cli.held import Shelf, facilitator
from tests.quick import some_of

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are a thing of Unix", allow_module_level=True)

from tests.terminal import Terminal

ENTERS, LEAVES, SHOWS_CURSOR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"
Captured = pytest.CaptureFixture[str]


@contextmanager
def ending(terminal: Terminal) -> Iterator[Terminal]:
    """See to it that a program is gone after a test, however that went."""
    try:
        yield terminal
    finally:
        terminal.discard()


@pytest.fixture
def running(shelf: Shelf) -> Iterator[Terminal]:
    """A kickoff with three people, running."""
    words = ("--data", str(shelf.root), "run", "kickoff", "--people", "Ana, Ben, Chi", "--title", "Our start")
    with ending(Terminal(*words)) as terminal:
        terminal.until("saved ✓")
        yield terminal


def kept_in(shelf: Shelf, session_id: SessionId) -> tuple[str, str]:
    """Return what is on the disk of a session: all its records as one text, and the draft."""
    with shelf.store.open(session_id) as kept:
        return " ".join(str(record.data) for record in kept.records), kept.draft()


def no_crash(shelf: Shelf) -> bool:
    return not list(shelf.store.folder.logs.glob("crash-*"))


def test_leaving_says_how_to_go_back(running: Terminal, shelf: Shelf) -> None:
    running.press("t", "remember this", "\r")
    running.until("“remember this”")
    running.press("q")
    assert running.end() == 0
    assert running.last_words == (
        f"“Our start” runs on; facilitator --data {shelf.root} resume goes back to it.\n"
    )
    assert LEAVES in running.written


@pytest.mark.parametrize("name", some_of(("SIGTERM", "SIGHUP", "SIGINT"), "SIGTERM"))
def test_a_signal_gives_the_terminal_back_and_loses_nothing(
    name: str, running: Terminal, shelf: Shelf
) -> None:
    running.press("t", "one", "\r")
    running.until("“one”")
    running.press("t", "half a tho")
    running.until("half a tho")
    number = int(signal.Signals[name])
    running.signal(number)
    assert running.end() == 128 + number
    assert running.written.count(ENTERS) == running.written.count(LEAVES) == 1
    assert SHOWS_CURSOR in running.written.rpartition(LEAVES)[2]
    assert running.last_words == ""
    (session_id,) = shelf.store.unfinished()
    records, draft = kept_in(shelf, session_id)
    assert "one" in records
    assert "half a tho" in draft
    assert no_crash(shelf)


def test_a_signal_that_comes_at_once_gives_the_terminal_back_too(shelf: Shelf) -> None:
    with ending(Terminal("--data", str(shelf.root), "run", "kickoff")) as terminal:
        terminal.until(lambda _rows: ENTERS in terminal.written)
        terminal.signal(signal.SIGTERM)
        assert terminal.end() == 143
        assert LEAVES in terminal.written
    assert no_crash(shelf)
    assert len(shelf.store.unfinished()) == 1


@pytest.mark.torture
def test_a_terminal_that_is_closed_loses_nothing(running: Terminal, shelf: Shelf) -> None:
    running.press("d", "we go on", "\r")
    running.until("“we go on”")
    running.press("p", "half a tho")
    running.until("half a tho")
    assert running.hang_up() == 129
    (session_id,) = shelf.store.unfinished()
    records, draft = kept_in(shelf, session_id)
    assert "we go on" in records
    assert "half a tho" in draft
    assert no_crash(shelf)


def fallen(shelf: Shelf, tmp_path: Path, how: str) -> Terminal:
    """Start a session in a program that has a fault."""
    falls = tmp_path / "falls.py"
    falls.write_text(
        "from facilitator import cli\ndef fall(*_given):\n    raise ZeroDivisionError('the sky fell')\n"
        f"{how}\ncli.run()\n",
        encoding="utf-8",
    )
    words = ("--data", str(shelf.root), "run", "kickoff", "--people", "Ana")
    return Terminal(str(falls), *words, command=Path(sys.executable))


FAULTS = {
    "in an act": (
        "from facilitator.desk import Desk\nask = Desk.ask\n"
        "Desk.ask = lambda self, act, *rest, **more: fall() if act == 'pause' else ask(self, act, *rest, **more)"
    ),
    "in the thread that reads keys": (
        "from textual._xterm_parser import XTermParser\nfeed = XTermParser.feed\n"
        "XTermParser.feed = lambda self, data: fall() if data == ' ' else feed(self, data)"
    ),
}


@pytest.mark.parametrize("where", FAULTS)
def test_a_crash_leaves_a_log_a_line_and_the_session(
    where: str, shelf: Shelf, tmp_path: Path, capsys: Captured
) -> None:
    with ending(fallen(shelf, tmp_path, FAULTS[where])) as terminal:
        terminal.until("saved ✓")
        terminal.press("t", "one", "\r")
        terminal.until("“one”")
        terminal.press(" ")
        assert terminal.end() == 1
        (log,) = shelf.store.folder.logs.glob("crash-*.log")
        assert terminal.last_words == (
            f"facilitator: something went wrong; the session is safe, the details are in {log}\n"
        )
        assert LEAVES in terminal.written
        assert b"Traceback" not in terminal.written
    assert "the sky fell" in log.read_text(encoding="utf-8")
    assert facilitator(shelf, "notes") == 0
    assert "one" in capsys.readouterr().out
    assert len(shelf.store.unfinished()) == 1


def test_a_rehearsal_says_where_its_notes_are(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.root.mkdir()
    monkeypatch.setenv("TMPDIR", str(shelf.root))
    with ending(Terminal("run", "kickoff", "--rehearse", "60")) as terminal:
        terminal.until("REHEARSAL")
        terminal.press("w")
        terminal.until("Wrap-up")
        terminal.press("\r")
        terminal.until("Notes · Kickoff")
        terminal.until("aved in")
        terminal.press("q")
        terminal.until("START A COMMUNITY")
        terminal.press("q")
        assert terminal.end() == 0
        (notes,) = shelf.root.glob("facilitator-rehearsal-*/notes/*.md")
        assert terminal.last_words == (
            f"The notes of this rehearsal are in {notes} until you throw them away.\n"
        )


@pytest.mark.torture
def test_home_offers_to_go_on_and_closes_without_a_word(shelf: Shelf) -> None:
    shelf.left()
    with ending(Terminal("--data", str(shelf.root))) as terminal:
        terminal.until("Kickoff, ")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.last_words == ""


@pytest.mark.torture
def test_the_terminal_decides_and_not_standard_output(shelf: Shelf, tmp_path: Path) -> None:
    """What is drawn goes to standard error, so that standard output may lead elsewhere."""
    taken = tmp_path / "taken"
    script = tmp_path / "script.sh"
    script.write_text(f'"$@" > "{taken}"\n', encoding="utf-8")
    here = Path(sys.executable).parent / "facilitator"
    words = (str(script), str(here), "--data", str(shelf.root), "run", "kickoff")
    with ending(Terminal(*words, command=Path("/bin/sh"))) as terminal:
        terminal.until("saved ✓")
        terminal.press("q")
        assert terminal.end() == 0
    assert os.path.getsize(taken) == 0
