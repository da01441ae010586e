"""`facilitator doctor`: what works, what to do, and that it leaves everything as it was."""

import os
from pathlib import Path

import pytest

from facilitator import doctor
from tests.cli.held import Shelf, facilitator
from tests.cli.test_check import changed

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def a_known_surrounding(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMUX", "STY", "NO_COLOR", "COLORTERM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("facilitator.clipboard.tool", lambda: "xclip")


def told(capsys: Captured) -> dict[str, list[str]]:
    """What was said, by the two words at the beginning of a line: how it is and what was looked at."""
    lines: dict[str, list[str]] = {}
    for line in capsys.readouterr().out.splitlines():
        lines.setdefault(f"{line[:9].strip()}: {line[11:20].strip()}", []).append(line[22:])
    return lines


def test_a_healthy_place(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended()
    shelf.left()
    assert facilitator(shelf, "doctor") == 0
    lines = told(capsys)
    assert lines["works: data"] == [str(shelf.root)]
    assert lines["works: sessions"] == ["2 stored, 1 unfinished"]
    assert lines["works: clipboard"] == ["xclip, and the terminal is asked as well"]
    assert "pydantic" in lines["works: versions"][0]
    assert "works: python" in lines
    assert lines["look here: terminal"] == [
        "no terminal on standard input and error; start it without pipes to open a screen"
    ]


def test_it_leaves_no_trace(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert facilitator(shelf, "doctor") == 0
    assert told(capsys)["works: sessions"] == ["0 stored"]
    assert sorted(tmp_path.rglob("*")) == before

    shelf.ended()
    before = sorted(tmp_path.rglob("*"))
    assert facilitator(shelf, "doctor") == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_cannot_be_used_is_grave(shelf: Shelf, capsys: Captured) -> None:
    shelf.root.write_text("a file", encoding="utf-8")
    assert facilitator(shelf, "doctor") == 1
    (line,) = told(capsys)["look here: data"]
    assert line.startswith(f"{shelf.root}: there is a file where the folder should be.")
    assert "--data" in line


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended()
    shelf.store.folder.sessions.chmod(0o500)
    try:
        assert facilitator(shelf, "doctor") == 1
    finally:
        shelf.store.folder.sessions.chmod(0o700)
    assert "look here: data" in told(capsys)


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no modes")
def test_what_is_out_of_order_is_told_with_what_puts_it_right(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    shelf.path(session_id).chmod(0o644)
    leftover = shelf.store.folder.sessions / f".{session_id}.json.0123abcd.tmp"
    leftover.touch(mode=0o600)
    os.utime(leftover, (0, 0))
    assert facilitator(shelf, "doctor") == 0
    assert told(capsys)["look here: order"] == [
        "1 file or folder is left behind; facilitator sessions check puts them in the trash",
        "1 file or folder is not for you alone; facilitator sessions check closes them",
    ]
    assert leftover.exists()
    assert facilitator(shelf, "sessions", "check") == 0
    capsys.readouterr()
    assert facilitator(shelf, "doctor") == 0
    assert "look here: order" not in told(capsys)


def test_a_session_that_cannot_be_used_is_told_with_what_mends_it(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    changed(shelf.path(session_id), {"kind": "Applauded"})
    assert facilitator(shelf, "doctor") == 1
    (line,) = told(capsys)["look here: sessions"]
    assert "event 3 is of the kind Applauded" in line
    assert f"facilitator sessions check {session_id} mends what can be mended" in line


def test_a_session_that_folds_and_still_can_not_be_used_is_told(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    events = shelf.store.read(session_id).records
    changed(shelf.path(session_id), {"at": 9_000_000_000_000}, seq=str(len(events)))
    assert facilitator(shelf, "doctor") == 1
    (line,) = told(capsys)["look here: sessions"]
    assert "at a time that no clock shows" in line


def test_a_full_disk_is_grave(shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Room", (), {"free": 3_000_000})())
    assert facilitator(shelf, "doctor") == 1
    assert told(capsys)["look here: data"] == [f"{shelf.root} has room for 3 MB only; make some"]


def test_damaged_sessions_are_named(shelf: Shelf, capsys: Captured) -> None:
    spoilt, half = shelf.ended(), shelf.ended()
    shelf.damage(spoilt)
    shelf.damage(half, backups=False)
    assert facilitator(shelf, "doctor") == 1
    lines = told(capsys)["look here: sessions"]
    assert len(lines) == 2
    assert any(f"facilitator sessions check {spoilt} mends what can be mended" in line for line in lines)


def test_a_crash_is_remembered(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended()
    log = shelf.store.folder.logs / "crash-20261119-100000-1.log"
    log.write_text("Traceback", encoding="utf-8")
    assert facilitator(shelf, "doctor") == 0
    assert str(log) in told(capsys)["look here: crashes"][0]


def test_broken_formats_of_ones_own_are_named(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "broken.yaml").write_text("nam: x\n", encoding="utf-8")
    (own / "fine.md").write_text("# Fine\nTalk (5 min)\n", encoding="utf-8")
    assert facilitator(shelf, "--formats", str(own), "doctor") == 0
    lines = told(capsys)
    (broken,) = lines["look here: formats"]
    assert broken.startswith(f"{own / 'broken.yaml'}:1:1: ")
    assert broken.endswith(f"facilitator formats check {own / 'broken.yaml'} says all of it")
    assert lines["works: formats"][0] == str(own)
    assert lines["works: formats"][-1].endswith(" can be run, 1 of them your own")


def test_all_that_is_wrong_with_ones_own_words_is_told(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended()
    wording = shelf.root / "notes.yaml"
    wording.write_text("headings: {takeaways: Was bleibt}\n", encoding="utf-8")
    assert facilitator(shelf, "doctor") == 0
    assert told(capsys)["works: notes"] == [f"{wording} says in which words they come"]
    assert facilitator(shelf, "formats", "check", str(wording)) == 0
    assert capsys.readouterr().out == f"{wording}: fine, words for the notes\n"

    wording.write_text("headings: {takeaway: X}\nwords: {vote: Stimme}\n", encoding="utf-8")
    assert facilitator(shelf, "doctor") == 0
    faults = told(capsys)["look here: notes"]
    assert [fault.removeprefix(f"{wording}:")[:5] for fault in faults] == ["1:12:", "2:15:"]
    assert facilitator(shelf, "formats", "check", str(wording)) == 2
    assert capsys.readouterr().err.splitlines() == faults

    wording.write_text("name: Notes\nsegments: [{title: Talk, minutes: 5, activity: discussion}]\n", "utf-8")
    assert facilitator(shelf, "formats", "check", str(wording)) == 0
    assert "fine, 5 min in 1 segment" in capsys.readouterr().out


def test_without_a_clipboard_it_says_what_remains(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.clipboard.tool", lambda: "")
    assert facilitator(shelf, "doctor") == 0
    (line,) = told(capsys)["look here: clipboard"]
    assert line.startswith("the terminal is asked to copy")
    assert line.endswith("; notes are always saved as a file too")
    monkeypatch.setenv("DISPLAY", ":0")
    assert doctor.clipboard().told.endswith("; the package xclip makes it sure")


@pytest.mark.parametrize(
    ("surrounding", "works", "beginning"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, True, "xterm-256color, all of them"),
        ({"TERM": "xterm-256color"}, True, "xterm-256color, 256"),
        ({"TERM": "linux"}, False, "linux knows few"),
        ({"TERM": "dumb"}, False, "TERM is dumb"),
        ({"TERM": ""}, False, "TERM is not set"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True, "xterm-256color, none"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no TERM")
def test_colours(
    surrounding: dict[str, str], works: bool, beginning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in surrounding.items():
        monkeypatch.setenv(name, value)
    (found,) = [one for one in doctor.terminal() if one.what == "colours"]
    assert found.works is works
    assert found.told.startswith(beginning)


@pytest.mark.parametrize(
    ("size", "works"), [((120, 36), True), ((80, 24), True), ((79, 24), False), ((200, 20), False)]
)
def test_the_size_of_the_terminal(
    size: tuple[int, int], works: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_is_terminal", lambda _stream: True)
    monkeypatch.setattr("os.get_terminal_size", lambda *_descriptor: os.terminal_size(size))
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size(size))
    found = next(iter(doctor.terminal()))
    assert found.works is works
    assert found.told.startswith(f"{size[0]} columns, {size[1]} rows")


@pytest.mark.parametrize(("variable", "works"), [("TMUX", True), ("STY", False)])
def test_what_stands_between_is_named(variable: str, works: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "x")
    found = list(doctor.terminal())[-1]
    assert found.works is works
    assert found.told.startswith("runs inside ")
