"""Copying with headings and lists kept, on computers of every kind. The tools are real processes that keep notes."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from facilitator import rich_clipboard
from facilitator.clipboard import Copied
from facilitator.rich_clipboard import BOTH, FORM_ALONE, copy_rich, html_format, way_here
from tests.test_clipboard import PATIENT, Terminal, a_tool

linux = pytest.mark.skipif(sys.platform != "linux", reason="the tools are those of a Linux desktop")

CONTENT = "<h1>Notes of “Ümlaut” 🎉</h1>\n<ul><li>a &lt;b&gt; &amp; c</li></ul>"
PAGE = f"<!doctype html><html><head><title>Notes</title></head>\n<body class='n'>\n{CONTENT}\n</body></html>"
PLAIN = "# Notes of “Ümlaut” 🎉\n\n- a <b> & c\n"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of tools on a desktop with Wayland and X11, and nothing else in reach."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr("platform.release", lambda: "6.1.0")
    return folder


def a_keeper(folder: Path, name: str, status: int = 0) -> None:
    """Put a tool there that keeps its words and what it reads beside it."""
    a_tool(folder, name, f'cat > "$0.taken"\nprintf "%s\\n" "$@" > "$0.words"\nexit {status}')


def taken(folder: Path, name: str) -> str:
    return (folder / f"{name}.taken").read_text(encoding="utf-8")


def words(folder: Path, name: str) -> list[str]:
    return (folder / f"{name}.words").read_text(encoding="utf-8").splitlines()


@linux
def test_wayland_gets_the_page_and_the_terminal_is_not_asked(tools: Path) -> None:
    a_keeper(tools, "wl-copy")
    a_keeper(tools, "xclip")
    terminal = Terminal()

    assert copy_rich(PAGE, PLAIN, osc52=terminal.take, timeout=PATIENT) == Copied("copied", FORM_ALONE)
    assert taken(tools, "wl-copy") == '<meta charset="utf-8">' + CONTENT
    assert words(tools, "wl-copy") == ["--type", "text/html"]
    assert terminal.asked == [], "the terminal would put plain text in the place of the page"
    assert not (tools / "xclip.taken").exists()


@linux
def test_x11_gets_the_page(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY")
    a_keeper(tools, "wl-copy")
    a_keeper(tools, "xclip")

    assert copy_rich(PAGE, PLAIN, osc52=None, timeout=PATIENT) == Copied("copied", FORM_ALONE)
    assert taken(tools, "xclip") == '<meta charset="utf-8">' + CONTENT
    assert words(tools, "xclip") == ["-selection", "clipboard", "-t", "text/html", "-i"]
    assert not (tools / "wl-copy.taken").exists()


@linux
def test_without_a_tool_it_is_plain_and_says_so(tools: Path) -> None:
    terminal = Terminal()

    copied = copy_rich(PAGE, PLAIN, osc52=terminal.take, timeout=PATIENT)

    assert copied.state == "sent"
    assert copied.sentence.startswith("As plain text only, because no tool for more was found here. Sent to")
    assert terminal.asked == [PLAIN]


@linux
def test_a_tool_that_fails_leaves_it_plain(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY")
    a_tool(tools, "xclip", 'case "$*" in *html*) exit 1;; esac\ncat > "$0.taken"')

    copied = copy_rich(PAGE, PLAIN, osc52=None, timeout=PATIENT)

    assert copied == Copied("copied", "As plain text only, because xclip did not take it. Copied.")
    assert taken(tools, "xclip") == PLAIN


@linux
def test_a_tool_that_hangs_is_ended_and_not_asked_twice(tools: Path, tmp_path: Path) -> None:
    a_tool(tools, "wl-copy", 'echo "$*" >> "$0.words"\nsleep 60 & wait')
    saved = tmp_path / "notes.md"
    terminal = Terminal()
    started = time.monotonic()

    copied = copy_rich(PAGE, PLAIN, osc52=terminal.take, timeout=0.3, path=saved)

    assert copied.state == "sent"
    assert copied.sentence.startswith(
        "As plain text only, because wl-copy did not answer. Sent to the terminal"
    )
    assert copied.sentence.endswith(str(saved))
    assert terminal.asked == [PLAIN]
    assert time.monotonic() - started < 5
    assert words(tools, "wl-copy") == ["--type text/html"]


@linux
def test_what_a_silent_tool_took_of_the_time_is_not_given_twice(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_tool(tools, "wl-copy", "sleep 60 & wait")
    left: list[float] = []

    def copy(_text: str, *, timeout: float, **_: object) -> Copied:
        left.append(timeout)
        return Copied("failed", "")

    monkeypatch.setattr(rich_clipboard, "copy", copy)
    copy_rich(PAGE, PLAIN, osc52=None, timeout=0.2)
    assert left == [0.0]


@linux
def test_nothing_that_was_typed_is_in_the_words_of_a_tool(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, platform, release in (
        ("wl-copy", "linux", "6.1.0"),
        ("osascript", "darwin", "23.1"),
        ("powershell.exe", "linux", "5.15-microsoft-standard-WSL2"),
    ):
        a_keeper(tools, name)
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr("platform.release", lambda release=release: release)
        assert copy_rich(PAGE, PLAIN, osc52=None, timeout=PATIENT).state == "copied", name
        monkeypatch.setattr(sys, "platform", "linux")
        assert "mlaut" not in (tools / f"{name}.words").read_text(encoding="utf-8")


@linux
def test_a_mac_gets_both(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_keeper(tools, "osascript")
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.delenv("SSH_TTY", raising=False)

    copied = copy_rich(PAGE, PLAIN, osc52=None, timeout=PATIENT)

    assert copied == Copied("copied", BOTH)
    assert words(tools, "osascript") == ["-l", "JavaScript", "-"]
    script = taken(tools, "osascript")
    assert script.isascii()
    found = re.findall(r"^var (HTML|PLAIN) = (.*);$", script, re.MULTILINE)
    assert {name: json.loads(text) for name, text in found} == {
        "HTML": '<meta charset="utf-8">' + CONTENT,
        "PLAIN": PLAIN,
    }


NODE = shutil.which("node")
BOARD = """
var put = {}, cleared = false;
var ObjC = {import: function () {}};
var $ = function (text) { return text; };
$.NSPasteboard = {generalPasteboard: {
    get clearContents() { cleared = true; return 1; },
    setStringForType: function (text, type) { put[type] = text; return type !== process.env.REFUSED; },
}};
"""
"""Stands for the pasteboard of a Mac; `osascript` gives a method without arguments by its name alone."""


@pytest.mark.skipif(NODE is None, reason="the script for a Mac is run by node, which is not here")
def test_the_script_for_a_mac_puts_both_on_the_pasteboard() -> None:
    hostile = 'a "quoted" \\ line\u2028\n</script> ${x} \u0000 \ud83c'
    script = BOARD + rich_clipboard._for_mac(CONTENT, hostile).decode("ascii")
    tell = "\nconsole.log(JSON.stringify([cleared, put]));"

    ran = subprocess.run([NODE or "", "-e", script + tell], capture_output=True, check=True, text=True)

    cleared, put = json.loads(ran.stdout)
    assert cleared
    assert put == {
        "public.html": '<meta charset="utf-8">' + CONTENT,
        "public.utf8-plain-text": hostile.replace("\ud83c", "?"),
    }
    refused = {**os.environ, "REFUSED": "public.html"}
    assert subprocess.run(
        [NODE or "", "-e", script], capture_output=True, env=refused, check=False
    ).returncode


@linux
def test_windows_seen_from_inside_gets_both(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_keeper(tools, "powershell.exe")
    a_keeper(tools, "wl-copy")
    monkeypatch.setattr("platform.release", lambda: "5.15-microsoft-standard-WSL2")

    assert copy_rich(PAGE, PLAIN, osc52=None, timeout=PATIENT) == Copied("copied", BOTH)
    html, plain = (base64.b64decode(line) for line in taken(tools, "powershell.exe").splitlines())
    assert html == html_format(CONTENT)
    assert plain.decode("utf-8") == PLAIN
    assert words(tools, "powershell.exe")[:3] == ["-NoProfile", "-NonInteractive", "-Sta"]


def test_windows_is_told_where_the_bytes_of_the_content_are() -> None:
    raw = html_format(CONTENT)

    place = {name.decode(): int(at) for name, at in re.findall(rb"(\w+):(\d{10})\r\n", raw)}

    assert raw.startswith(b"Version:0.9\r\n")
    assert raw[place["StartHTML"] :].startswith(b"<html>")
    assert raw[: place["EndHTML"]].endswith(b"</html>")
    assert place["EndHTML"] == len(raw)
    assert raw[place["StartFragment"] : place["EndFragment"]].decode("utf-8") == CONTENT
    assert raw[: place["StartFragment"]].endswith(b"<!--StartFragment-->")
    assert raw[place["EndFragment"] :].startswith(b"<!--EndFragment-->")


def test_from_afar_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")

    assert way_here(PAGE, PLAIN) is None


@linux
def test_a_console_without_a_desktop_has_no_way(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_keeper(tools, "xclip")
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.delenv("DISPLAY")

    assert way_here(PAGE, PLAIN) is None


@linux
def test_a_page_without_a_body_is_taken_whole(tools: Path) -> None:
    a_keeper(tools, "wl-copy")

    copy_rich("<p>one</p>", PLAIN, osc52=None, timeout=PATIENT)

    assert taken(tools, "wl-copy").endswith("><p>one</p>")
