"""The installed command on disks that really fail: full, pulled out, limited; and the way back from a rescue."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.quick import some_of
from tests.terminal import COMMAND, Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of Unix is needed")

RITUAL = """\
name: Small kickoff
segments:
  - title: Open talk
    minutes: 15
    activity: discussion
"""
ENTER = "\r"
CTRL_Q = "\x11"
CTRL_U = "\x15"
MEANT_SECONDS = 0.6
"""A key that comes again sooner than this is taken for one that bounced."""
LIMITED = """
import os, resource, sys

size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Starts a program that can write no file of more than so many bytes."""


@pytest.fixture
def ritual(tmp_path: Path) -> Path:
    path = tmp_path / "small-kickoff.yaml"
    path.write_text(RITUAL, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the person's and the system's folder in the test's own, so that nothing is left elsewhere."""
    folder = tmp_path / "system"
    folder.mkdir()
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setenv("HOME", str(home))
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 400 KiB, where one may."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or os.geteuid() != 0 or mount is None:
        pytest.skip("only root may mount a disk")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def begun(data: Path, ritual: Path) -> Terminal:
    room = Terminal("--data", str(data), "run", str(ritual), "--people", "Ana, Ben")
    room.until("Open talk")
    return room


def say(room: Terminal, text: str) -> None:
    room.press("t", text, ENTER)
    room.until(text)


def is_saved(rows: list[str]) -> bool:
    return "saved ✓" in rows[0]


def sentence(rows: list[str]) -> str:
    """Join what is drawn, so that a sentence is found wherever it was wrapped."""
    return " ".join(" ".join(rows).split())


def reads(room: Terminal, words: str) -> None:
    """Wait until a sentence is drawn."""
    room.until(lambda rows: words in sentence(rows))


def shown(data: Path) -> dict[str, Any]:
    told = subprocess.run(
        [str(COMMAND), "--data", str(data), "sessions", "show", "last", "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    stored: dict[str, Any] = json.loads(told.stdout)
    return stored


def takeaways(data: Path) -> list[str]:
    return [one["text"] for one in shown(data)["items"]]


def test_a_disk_that_is_full_and_gets_room_again(small_disk: Path, ritual: Path) -> None:
    room = begun(small_disk / "data", ritual)
    say(room, "while there is room")
    room.until(is_saved)
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4_096):
            pass
    say(room, "while it is full")
    room.until("not saved !")
    reads(room, "the disk is full")
    room.until("! while it is full")
    room.press("q")
    reads(room, "1 thing is not saved: the disk is full.")
    room.press("3")
    room.until(lambda rows: "thing is not saved" not in sentence(rows))
    ballast.unlink()
    room.until(is_saved)
    room.press("q")
    assert room.end() == 0
    assert takeaways(small_disk / "data") == ["while there is room", "while it is full"]


@pytest.mark.torture
def test_a_stick_that_is_pulled_out_and_the_way_back_from_the_rescue(
    tmp_path: Path, ritual: Path, system: Path
) -> None:
    stick = tmp_path / "stick"
    room = begun(stick / "data", ritual)
    say(room, "on the stick")
    room.until(is_saved)
    stick.rename(tmp_path / "pulled out")
    say(room, "after it was pulled out")
    reads(room, "the folder is gone")
    room.press(CTRL_Q)
    reads(room, "1 thing is not saved")
    time.sleep(MEANT_SECONDS)
    room.press(CTRL_Q)
    assert room.end() == 1
    [rescued] = system.rglob("*.json")
    told = sentence(room.last_words.splitlines())
    command = f"facilitator sessions import {shlex.quote(str(rescued))}"
    assert command in told
    assert "Traceback" not in told
    assert not stick.exists()
    done = subprocess.run(
        [str(COMMAND), "--data", str(tmp_path / "anew"), *shlex.split(command)[1:]],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert takeaways(tmp_path / "anew") == ["on the stick", "after it was pulled out"]


def test_one_key_saves_elsewhere_and_leaves(tmp_path: Path, ritual: Path) -> None:
    stick = tmp_path / "stick"
    room = begun(stick / "data", ritual)
    stick.rename(tmp_path / "pulled out")
    say(room, "kept elsewhere")
    room.until("not saved !")
    room.press("q")
    reads(room, "1 save to another folder and leave")
    room.press("1")
    room.until("save to folder ▸")
    room.press(CTRL_U, str(tmp_path / "other"), ENTER)
    assert room.end() == 1
    [copy] = (tmp_path / "other").glob("*.json")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert str(copy) in room.last_words
    assert "kept elsewhere" in copy.read_text(encoding="ascii")


@pytest.mark.parametrize("number", some_of((signal.SIGTERM, signal.SIGHUP, signal.SIGINT), signal.SIGHUP))
def test_a_signal_never_asks_and_rescues_by_itself(
    tmp_path: Path, ritual: Path, system: Path, number: int
) -> None:
    stick = tmp_path / "stick"
    room = begun(stick / "data", ritual)
    stick.rename(tmp_path / "pulled out")
    say(room, "kept by itself")
    room.until("not saved !")
    room.signal(number)
    assert room.end() == 128 + number
    [rescued] = system.rglob("*.json")
    assert "kept by itself" in rescued.read_text(encoding="ascii")
    assert str(rescued) in room.last_words


@pytest.mark.torture
def test_what_was_being_typed_comes_back_from_a_full_disk(
    small_disk: Path, tmp_path: Path, ritual: Path, system: Path
) -> None:
    room = begun(small_disk / "data", ritual)
    room.until(is_saved)
    with (small_disk / "ballast").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4_096):
            pass
    room.press("d")
    room.until("decision ▸")
    room.paste("draft alpha")
    room.until("not saved !")
    room.signal(signal.SIGTERM)
    assert room.end() == 128 + signal.SIGTERM
    [rescued] = system.rglob("*.json")
    assert "draft alpha" in rescued.with_suffix(".draft").read_text(encoding="utf-8")
    anew = ("--data", str(tmp_path / "anew"))
    done = subprocess.run(
        [str(COMMAND), *anew, "sessions", "import", str(rescued)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "what was being typed came with it, 1 draft" in done.stdout
    again = Terminal(*anew, "resume")
    reads(again, "What you were typing is kept; d brings it back.")
    again.press("d")
    again.until("draft alpha")
    again.signal(signal.SIGTERM)
    again.end()


@pytest.mark.torture
def test_with_no_room_anywhere_what_was_said_stands_in_the_terminal(tmp_path: Path, ritual: Path) -> None:
    data = tmp_path / "data"
    words = ("--data", str(data), "run", str(ritual), "--people", "Ana, Ben")
    room = Terminal("-c", LIMITED, str(12_000), str(COMMAND), *words, command=Path(sys.executable))
    room.until("Open talk")
    room.press("t")
    room.until("takeaway ▸")
    room.paste("a long story " * 900)
    room.press(ENTER)
    reads(room, "the file has grown too large for this disk")
    say(room, "and a short one")
    room.signal(signal.SIGTERM)
    assert room.end() == 128 + signal.SIGTERM
    told = room.last_words
    assert "could not be saved elsewhere either" in told
    assert "takeaway: and a short one" in told
    assert "Traceback" not in told
