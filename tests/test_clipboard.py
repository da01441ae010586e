"""Copying on computers whose clipboard works, fails, hangs or is not there. The tools are real processes."""

import os
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

from facilitator.clipboard import Copied, copy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the tools are those of a Linux desktop")

TEXT = "# Notes\n\n- *naïve* “quotes” 🎉\n" * 200
PATIENT = 20.0
"""Longer than any computer needs to start Python; only what hangs ever waits."""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of tools on a desktop with X11, and nothing else in reach."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return folder


def a_tool(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nPATH=/bin:/usr/bin\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


class Terminal:
    """A terminal that remembers what it was asked to copy."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def take(self, text: str) -> None:
        self.asked.append(text)


def test_a_clipboard_that_works_gets_the_very_text(tools: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    a_tool(tools, "xclip", f"cat > '{taken}'")
    terminal = Terminal()

    copied = copy(TEXT, osc52=terminal.take, timeout=PATIENT)

    assert copied == Copied("copied", "Copied.")
    assert taken.read_text(encoding="utf-8") == TEXT
    assert terminal.asked == [TEXT]


def test_a_tool_that_stays_alive_to_serve_the_paste_is_not_waited_for(tools: Path, tmp_path: Path) -> None:
    serving = tmp_path / "serving"
    a_tool(tools, "xclip", f"cat > /dev/null\n(sleep 30) & echo $! > '{serving}'")
    started = time.monotonic()

    copied = copy(TEXT, osc52=None, timeout=PATIENT)

    assert copied.state == "copied"
    assert time.monotonic() - started < PATIENT
    os.kill(int(serving.read_text()), 9)


def test_a_tool_that_fails_is_not_believed(
    tools: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    a_tool(tools, "xclip", "cat > /dev/null\necho 'cannot open display' >&2\necho drawn over\nexit 1")
    saved = tmp_path / "notes.md"

    copied = copy(TEXT, osc52=None, timeout=PATIENT, path=saved)

    assert copied == Copied("failed", f"The clipboard did not take it; it is saved at {saved}")
    assert capfd.readouterr() == ("", "")


def test_a_tool_that_never_reads_fails_too(tools: Path) -> None:
    a_tool(tools, "xclip", "exit 1")

    assert copy(TEXT * 100, osc52=None, timeout=PATIENT).state == "failed"


def test_the_terminal_is_asked_when_the_clipboard_fails(tools: Path, tmp_path: Path) -> None:
    a_tool(tools, "xclip", "cat > /dev/null; exit 1")
    terminal = Terminal()
    saved = tmp_path / "notes.md"

    copied = copy(TEXT, osc52=terminal.take, timeout=PATIENT, path=saved)

    assert copied.state == "sent"
    assert copied.sentence.endswith(str(saved))
    assert terminal.asked == [TEXT]
    assert copy(TEXT, osc52=terminal.take, timeout=PATIENT).state == "sent"


def test_a_tool_that_hangs_is_ended_with_all_it_started(tools: Path) -> None:
    hanging = f"sleep 60.{os.getpid()}"
    a_tool(tools, "xclip", f"{hanging} &\n{hanging}")
    started = time.monotonic()

    copied = copy(TEXT, osc52=None, timeout=0.3)

    assert copied == Copied("failed", "The clipboard did not answer; nothing was copied.")
    assert time.monotonic() - started < 5
    while runs := _running(hanging):
        assert time.monotonic() - started < 5, runs


def _running(command: str) -> list[str]:
    """The processes of this name that run; told by Linux alone."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
        except OSError:
            continue
        if line == command:
            found.append(line)
    return found


def test_without_a_desktop_nothing_is_started(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_tool(tools, "xclip", "exit 0")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setattr("platform.release", lambda: "6.1.0")
    monkeypatch.setattr(sys, "executable", str(tools / "must-not-be-started"))
    terminal = Terminal()

    assert copy(TEXT, osc52=terminal.take).state == "sent"
    assert copy(TEXT, osc52=None) == Copied("failed", "No clipboard was found here; nothing was copied.")


def test_a_desktop_without_any_tool_says_so(tools: Path) -> None:
    assert copy(TEXT, osc52=None, timeout=PATIENT).sentence.startswith("No clipboard was found here")


def test_from_afar_only_the_terminal_knows_the_clipboard(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    monkeypatch.setattr(sys, "executable", str(tools / "must-not-be-started"))
    terminal = Terminal()

    assert copy(TEXT, osc52=terminal.take).state == "sent"


def test_a_python_that_does_not_start_is_a_failure_like_any(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tools / "missing"))

    assert copy(TEXT, osc52=None).state == "failed"


def test_a_file_that_calls_itself_pyperclip_is_not_run(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_tool(tools, "xclip", "cat > /dev/null")
    ran = tmp_path / "ran"
    (tmp_path / "pyperclip.py").write_text(f"open({str(ran)!r}, 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert copy(TEXT, osc52=None, timeout=PATIENT).state == "copied"
    assert not ran.exists()


def test_it_can_be_called_from_a_thread(tools: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    a_tool(tools, "xclip", f"cat > '{taken}'")
    results: list[Copied] = []
    thread = threading.Thread(target=lambda: results.append(copy("aside", osc52=None, timeout=PATIENT)))

    thread.start()
    thread.join()

    assert [one.state for one in results] == ["copied"]
    assert taken.read_text(encoding="utf-8") == "aside"
