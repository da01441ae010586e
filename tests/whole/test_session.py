"""The installed command in a real pseudo-terminal: a whole session by keys, a crash in its middle, and the notes."""

import json
import math
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from facilitator.drafts import from_text
from screens.widgets.bigclock import digits
from tests.quick import some_of
from tests.terminal import COMMAND, Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of Unix is needed")

RITUAL = """\
name: Small kickoff
segments:
  - title: Introduce everyone
    minutes: 15
    activity: round
    keep: {learn: wants to learn}
  - title: Our norms
    minutes: 20
    activity: board
    columns: [How we talk, What stays here]
  - title: Volunteers
    minutes: 5
    activity: signup
    protected: true
    roles: [Present next time]
"""
CTRL_J = "\n"
ENTER = "\r"
DOWN = "\x1b[B"


def told(data: Path, *words: str) -> str:
    done = subprocess.run(
        [str(COMMAND), "--data", str(data), *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout


def shown(data: Path) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(told(data, "sessions", "show", "last", "--json"))
    return stored


def drafts_of(data: Path) -> list[tuple[str, str]]:
    """Return what is kept of what was typed and not sent off: for which act, and what."""
    stored = "".join(path.read_text(encoding="utf-8") for path in (data / "open").glob("*.draft"))
    return [(draft.act, draft.text) for draft in from_text(stored).drafts]


def started_at(data: Path) -> float:
    """Return when the first segment started, in seconds UTC, as it stands in the session's file."""
    events = json.loads(next((data / "sessions").glob("*.json")).read_bytes())["events"]
    return float(next(one["at"] for one in events.values() if one["kind"] == "SegmentStarted")) / 1_000


def clock_says(rows: list[str], started: float, minutes: int) -> bool:
    """Say whether the drawn countdown is right for a segment of so many minutes; it is drawn once a second."""
    left = math.ceil(minutes * 60 - (time.time() - started))
    for shown_left in (left, left + 1):
        drawn = digits(f"{shown_left // 60}:{shown_left % 60:02}", 1, hollow=False)
        if all(any(line.rstrip() in row for row in rows) for line in drawn):
            return True
    return False


@pytest.fixture
def ritual(tmp_path: Path) -> Path:
    path = tmp_path / "small-kickoff.yaml"
    path.write_text(RITUAL, encoding="utf-8")
    return path


def test_a_session_survives_kill_9_and_leaves_its_notes(tmp_path: Path, ritual: Path) -> None:
    data = tmp_path / "data"
    room = Terminal("--data", str(data), "run", str(ritual), "--people", "Ana, Ben, Chi")
    room.until("Introduce everyone")
    room.press("s")
    room.until("Ana speaks")
    room.press("v")
    room.until("Ana wants to learn")
    room.press("1", "how to ask", ENTER)
    room.until("how to ask")
    room.press("s")
    room.until("Ben speaks")
    room.press("p", "who owns [the roadmap]?", ENTER)
    room.until(lambda rows: any("who owns [the roadmap]?" in row for row in rows) and "saved ✓" in rows[0])
    room.press("d", "a decision half ty")
    room.until(lambda _rows: drafts_of(data) == [("decision", "a decision half ty")])
    started = started_at(data)
    room.kill()

    room = Terminal("--data", str(data), columns=100, rows=30)
    room.until("Small kickoff, today")
    room.press(ENTER)
    for kept in ("Ben speaks", "who owns [the roadmap]?", "how to ask"):
        room.until(kept)
    room.until(lambda rows: clock_says(rows, started, 15))
    room.press("d")
    room.until("a decision half ty")
    room.press("ped", ENTER)
    room.until("a decision half typed")

    room.press("n")
    room.until("still to come: Chi")
    room.press("n")
    room.until("How we talk")
    room.press("c", "camera optional", CTRL_J)
    room.until("camera optional")
    room.press(DOWN, "names and numbers", ENTER)
    room.until("names and numbers")
    room.press("n")
    room.until("Present next time")
    room.press("v")
    room.until("this activity")
    room.press("1")
    room.until("who takes on")
    room.press("chi", ENTER)
    room.until("Chi takes on")
    room.press("n")
    room.until("Wrap-up")
    room.press("2", ENTER)
    room.until("Notes · Small kickoff")
    room.press(ENTER)
    room.until("START A COMMUNITY")
    room.press("q")
    assert room.end() == 0

    notes = told(data, "notes", "last")
    saved = next((data / "notes").glob("*.md")).read_text(encoding="utf-8")
    assert notes.strip() == saved.strip()
    for line in (
        "# Small kickoff",
        "a decision half typed",
        "how to ask",
        "camera optional",
        "names and numbers",
        "Present next time (Chi)",
    ):
        assert line in notes
    stored = shown(data)
    assert stored["status"] == "ended"
    assert [(one["kind"], one["fate"]) for one in stored["items"] if one["kind"] == "parked"] == [
        ("parked", "next session")
    ]
    assert not list((data / "open").glob("*.owner"))


@pytest.mark.parametrize("number", some_of((signal.SIGTERM, signal.SIGHUP, signal.SIGINT)))
def test_a_signal_gives_the_terminal_back_and_loses_nothing(
    tmp_path: Path, ritual: Path, number: int
) -> None:
    data = tmp_path / "data"
    room = Terminal("--data", str(data), "run", str(ritual), "--people", "Ana, Ben")
    room.until("Introduce everyone")
    room.press("t", "kept before the signal", ENTER)
    room.until(lambda rows: any("kept before the signal" in row for row in rows) and "saved ✓" in rows[0])
    room.press("p", "half")
    room.until("park ▸ half")
    room.signal(number)
    assert room.end() == 128 + number
    assert b"\x1b[?1049l" in room.written
    assert b"\x1b[?25h" in room.written
    stored = shown(data)
    assert stored["status"] == "running"
    assert [one["text"] for one in stored["items"]] == ["kept before the signal"]
    assert drafts_of(data) == [("park", "half")]


@pytest.mark.torture
def test_a_byte_that_is_no_text_does_not_end_the_program(tmp_path: Path, ritual: Path) -> None:
    data = tmp_path / "data"
    room = Terminal("--data", str(data), "run", str(ritual))
    room.until("Introduce everyone")
    room.press("p", "caf")
    room.until("park ▸ caf")
    os.write(room._child.child_fd, b"\xe9")
    room.press(" au lait", ENTER)
    room.until("au lait")
    assert [one["text"] for one in shown(data)["items"]] == ["caf\ufffd au lait"]
    room.press("q")
    assert room.end() == 0


def test_without_a_terminal_one_line_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(COMMAND), "--data", str(tmp_path / "data"), "run", "kickoff"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "terminal" in done.stderr
    assert not (tmp_path / "data").exists()


def test_the_rehearsal_runs_sixty_times_as_fast_and_says_so(tmp_path: Path, ritual: Path) -> None:
    data = tmp_path / "data"
    room = Terminal("--data", str(data), "run", str(ritual), "--people", "Ana", "--rehearse", "60")
    room.until("REHEARSAL")
    room.until(
        lambda rows: any(row.lstrip().startswith("▶") and row.split()[-1] not in {"0", "1"} for row in rows)
    )
    room.press("q")
    assert room.end() == 0
    assert not data.exists()
