"""The command as it is installed: in pipes, with streams that end, and with nothing heavy loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.held import Shelf

COMMAND = Path(sys.executable).parent / ("facilitator.exe" if os.name == "nt" else "facilitator")
POSIX = pytest.mark.skipif(os.name != "posix", reason="a shell of Unix is needed")


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(COMMAND), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["run", "--help"], ["run", "--minutes"]])
def test_help_and_version_load_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys\nfrom facilitator.cli import main\n"
        f"main({words!r})\nprint('loaded:', *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stderr.split("loaded:")[1].split())
    assert "facilitator.cli" in loaded
    assert not loaded & {"textual", "pydantic", "pydantic_core", "yaml", "tinydb", "platformdirs", "rich"}


def test_the_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    done = ran("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"facilitator {version('facilitator')}\n", "")


def test_help_names_every_command() -> None:
    done = ran("--help")
    assert done.returncode == 0
    for command in ("run", "resume", "formats", "notes", "sessions", "doctor"):
        assert f"\n    {command} " in done.stdout


def test_lists_and_notes_work_in_pipes(shelf: Shelf) -> None:
    session_id = shelf.ended(title="Ünïcode 日本")
    listed = ran("--data", str(shelf.root), "sessions", "list")
    assert listed.returncode == 0
    assert "Ünïcode 日本" in listed.stdout
    noted = ran("--data", str(shelf.root), "notes", session_id)
    assert (noted.returncode, noted.stderr) == (0, "")
    assert noted.stdout.startswith("# Ünïcode 日本\n")


def test_without_a_terminal_a_screen_is_refused_before_anything_is_made(shelf: Shelf) -> None:
    done = ran("--data", str(shelf.root), "run", "kickoff", "--people", "Ana, Ben")
    assert done.returncode == 2
    assert done.stderr == (
        "facilitator: this opens a screen and needs a terminal; run it in one, without pipes\n"
    )
    assert not shelf.root.exists()


@POSIX
def test_a_reader_who_had_enough_is_no_error() -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{COMMAND}' formats list --json | head -n 1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[\n", "")


@POSIX
def test_output_that_was_closed_or_is_full() -> None:
    closed = subprocess.run(
        ["bash", "-c", f"'{COMMAND}' formats list >&-"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (closed.returncode, closed.stderr) == (0, "")
    if os.path.exists("/dev/full"):
        full = subprocess.run(
            ["bash", "-c", f"'{COMMAND}' formats list >/dev/full"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert full.returncode == 1
        assert full.stderr == (
            "facilitator: No space left on device; facilitator doctor says what works here\n"
        )


@POSIX
def test_an_interrupt_ends_quietly(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom facilitator import cli\n"
        "cli._dispatch = lambda _given: os.kill(os.getpid(), signal.SIGINT) or 0\n"
        "sys.argv = ['facilitator', 'doctor']\ncli.run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
