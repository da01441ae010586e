"""The installed command in two terminals at once, on one data folder: one leads, the other one looks on."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from tests.terminal import COMMAND, Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of Unix is needed")

ENTER = "\r"
PEOPLE = ("--people", "Ana, Ben", "--title", "Our start")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def leading(data: Path) -> Iterator[Terminal]:
    """A session that is led in the first terminal."""
    room = Terminal("--data", str(data), "run", "pulse-check", *PEOPLE)
    try:
        room.until("saved ✓")
        yield room
    finally:
        room.discard()


@pytest.fixture
def second(data: Path, leading: Terminal) -> Iterator[Terminal]:
    """A second terminal that follows it, on a small screen."""
    window = Terminal("--data", str(data), "resume", "--follow", columns=80, rows=24)
    try:
        window.until("following")
        yield window
    finally:
        window.discard()


def has(room: Terminal) -> str:
    return f"following · process {room._child.pid} has it"


def test_a_second_window_sees_what_is_said_and_takes_over_when_the_first_one_dies(
    data: Path, leading: Terminal, second: Terminal
) -> None:
    second.until(lambda rows: rows[0].endswith(has(leading)))
    leading.press("t", "said in the [first] window", ENTER)
    second.until("said in the [first] window")
    leading.press("n")
    second.until("2 of ")
    second.press("t")
    second.until("what changes the session is done where it is open")
    leading.kill()
    second.until("enter goes on with it here")
    second.press(ENTER)
    second.until("saved ✓")
    second.press("t", "said in the second window", ENTER)
    second.until(lambda rows: any("said in the second" in row for row in rows) and "saved ✓" in rows[0])
    second.press("q")
    assert second.end() == 0
    assert "“Our start” runs on" in second.last_words
    (session_id,) = Store(data).ids()
    found = Store(data).read(session_id)
    assert [one.seq for one in found.records] == list(range(1, len(found.records) + 1))
    assert [one.data["text"] for one in found.records if one.kind == "ItemCaptured"] == [
        "said in the [first] window",
        "said in the second window",
    ]


@pytest.mark.torture
def test_the_end_in_one_window_shows_the_notes_in_the_other(leading: Terminal, second: Terminal) -> None:
    leading.press("d", "we meet on Mondays", ENTER)
    second.until("we meet on Mondays")
    leading.press("w")
    leading.until("Wrap-up")
    leading.press(ENTER)
    leading.until("Notes · Our start")
    second.until("Notes · Our start")
    second.until("The session has ended")
    leading.press(ENTER)
    leading.until("START A COMMUNITY")
    leading.press("q")
    assert leading.end() == 0
    second.press("q")
    second.until("START A COMMUNITY")
    second.press("q")
    assert second.end() == 0


@pytest.mark.torture
def test_looking_on_and_leaving_writes_nothing(data: Path, leading: Terminal, second: Terminal) -> None:
    # A console that stands still leaves no signs of life either, so all that changes is the other's doing.
    leading.signal(signal.SIGSTOP)
    try:
        before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in data.rglob("*")}
        second.press("p", "x", ENTER, "n", "z")
        second.until(lambda rows: not any("Parking lot" in row for row in rows))
        second.press("z", "?")
        second.until("esc close")
        second.press("\x1b")
        second.until(lambda rows: not any("esc close" in row for row in rows))
        second.press("q")
        assert second.end() == 0
        assert second.last_words == ""
        assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in data.rglob("*")} == before
    finally:
        leading.signal(signal.SIGCONT)
    leading.press("q")
    assert leading.end() == 0


@pytest.mark.torture
def test_resuming_what_another_window_has_says_how_to_follow(data: Path, leading: Terminal) -> None:
    window = Terminal("--data", str(data), "resume")
    assert window.end() == 1
    told = window.written.decode("utf-8").replace("\r\n", "\n")
    assert told.count("\n") == 1
    assert f"(process {leading._child.pid} on " in told
    assert "facilitator resume --follow looks on." in told


def test_following_needs_something_to_follow(data: Path) -> None:
    done = subprocess.run(
        [str(COMMAND), "--data", str(data), "resume", "--follow"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "facilitator: no session is under way that could be followed\n"
    assert not data.exists()


@pytest.mark.torture
def test_home_offers_to_follow_what_another_window_has(data: Path, leading: Terminal) -> None:
    home = Terminal("--data", str(data))
    home.until("Our start, today")
    home.press(ENTER)
    home.until("last sign of life")
    home.press(ENTER)
    home.until(has(leading))
    home.press("q")
    assert home.end() == 0
