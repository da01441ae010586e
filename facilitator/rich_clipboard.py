"""Copying with headings, lists and bold kept, for a paste into a page, a mail or a chat that takes formatted text.

What a clipboard can hold depends on the tool there is for it:

| where | tool | what a paste finds |
| --- | --- | --- |
| macOS | osascript | HTML and plain text |
| Windows, and WSL | PowerShell | HTML and plain text |
| Wayland | wl-copy | HTML alone |
| X11 | xclip | HTML alone |

wl-copy and xclip offer one text under whatever type is asked for, so who pastes such a copy where no formatted text is
taken gets the tags of the page. They are used all the same, because nothing else is at hand there, and whoever copies
is told. The plain text is not put anywhere else meanwhile, such as the other selection of X11, which belongs to the
person's own marking with the mouse.

Each tool is started without a shell and reads the texts on its standard input, so that no other user of the computer
sees them in the list of processes. A terminal is asked (OSC 52) for plain text alone, and only where no tool took it:
asked before, it would take the place of what the tool brought.
"""

import base64
import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Final

from facilitator.clipboard import PATIENCE_SECONDS, Copied, copy, hand_over, is_within_reach

BOTH: Final = "Copied with its form; where none is taken, a paste is plain text."
FORM_ALONE: Final = "Copied with its form, for pages and mail; y copies it plain."

_MAC: Final = """\
ObjC.import("AppKit");
var board = $.NSPasteboard.generalPasteboard;
board.clearContents;
var took = [["public.html", HTML], ["public.utf8-plain-text", PLAIN]].map(function (one) {
    return board.setStringForType($(one[1]), $(one[0]));
});
if (took.indexOf(false) >= 0) { throw new Error("the clipboard did not take it"); }
"""
"""JavaScript for osascript. Its literals are ASCII, whatever the texts, so no setting of the language changes them."""

_WINDOWS: Final = """\
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Windows.Forms
$html = [Convert]::FromBase64String([Console]::In.ReadLine())
$plain = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadLine()))
$data = New-Object System.Windows.Forms.DataObject
$data.SetData('HTML Format', $false, (New-Object System.IO.MemoryStream(,$html)))
$data.SetText($plain, 'UnicodeText')
[System.Windows.Forms.Clipboard]::SetDataObject($data, $true, 5, 100)
"""
"""What PowerShell does; both texts come as a line of base64, so no code page changes them."""

_WINDOWS_OPTIONS: Final = ("-NoProfile", "-NonInteractive", "-Sta", "-Command", _WINDOWS)

_BODY: Final = re.compile(r"<body\b[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
_CHARSET: Final = '<meta charset="utf-8">'


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a clipboard that takes formatted text.

    Attributes:
        tool: What it is called.
        path: Where it lies.
        options: What it is started with.
        given: What that reads.
        sentence: What is known when it went well.
    """

    tool: str
    path: str
    options: tuple[str, ...]
    given: bytes
    sentence: str


def copy_rich(
    html: str,
    plain: str,
    *,
    osc52: Callable[[str], None] | None,
    timeout: float = PATIENCE_SECONDS,
    path: Path | None = None,
) -> Copied:
    """Copy a text with its form, or plain where that can't be. May be called from a thread.

    Returns after `timeout` seconds at most.

    Args:
        html: What stands in a page, or a page.
        plain: The same without form.
        osc52: Asks the terminal to take the plain text, if nothing else did; `None` where there is no terminal.
        timeout: How long the clipboard may take to answer, in seconds.
        path: Where the text is saved, if it is.
    """
    until = monotonic() + timeout
    way = way_here(html, plain)
    if way is None:
        return _plain_only("no tool for more was found here", plain, osc52, timeout, path)
    status = hand_over(way.path, way.options, way.given, timeout)
    if status == 0:
        return Copied("copied", way.sentence)
    why = f"{way.tool} {'did not answer' if status == 'silent' else 'did not take it'}"
    return _plain_only(why, plain, osc52, until - monotonic(), path)


def way_here(html: str, plain: str) -> Way | None:
    """Return the way to the clipboard of whoever sits at the keyboard; `None` where none takes formatted text.

    Args:
        html: What stands in a page, or a page.
        plain: The same without form.
    """
    if not is_within_reach():
        return None
    content = _content(html)
    if sys.platform == "darwin":
        return _way("osascript", ("-l", "JavaScript", "-"), _for_mac(content, plain), BOTH)
    if sys.platform in {"win32", "cygwin"} or "microsoft" in platform.release().lower():
        return _way("PowerShell", _WINDOWS_OPTIONS, _for_windows(content, plain), BOTH)
    given = (_CHARSET + content).encode("utf-8", "replace")
    wayland = _way("wl-copy", ("--type", "text/html"), given, FORM_ALONE)
    if os.environ.get("WAYLAND_DISPLAY") and wayland is not None:
        return wayland
    if not os.environ.get("DISPLAY"):
        return None
    return _way("xclip", ("-selection", "clipboard", "-t", "text/html", "-i"), given, FORM_ALONE)


def html_format(content: str) -> bytes:
    """Write what stands in the body of a page as Windows keeps HTML on its clipboard: with the places of its bytes.

    The form is that of Microsoft's "HTML Clipboard Format".

    Args:
        content: Part of a page.
    """
    head = "Version:0.9\r\nStartHTML:{:010d}\r\nEndHTML:{:010d}\r\nStartFragment:{:010d}\r\nEndFragment:{:010d}\r\n"
    before = f"<html><head>{_CHARSET}</head><body><!--StartFragment-->".encode()
    after = b"<!--EndFragment--></body></html>"
    fragment = content.encode("utf-8", "replace")
    start = len(head.format(0, 0, 0, 0))
    first = start + len(before)
    last = first + len(fragment)
    return head.format(start, last + len(after), first, last).encode() + before + fragment + after


def _content(html: str) -> str:
    """Return what stands in the body of a page; the style and the title around it would be pasted by some."""
    body = _BODY.search(html)
    return html if body is None else body[1].strip()


def _for_mac(content: str, plain: str) -> bytes:
    texts = f"var HTML = {_literal(_CHARSET + content)};\nvar PLAIN = {_literal(plain)};\n"
    return (texts + _MAC).encode("ascii")


def _literal(text: str) -> str:
    """Write a text as JavaScript does; what can't be a character of any text becomes a question mark."""
    return json.dumps(text.encode("utf-8", "replace").decode("utf-8"), ensure_ascii=True)


def _for_windows(content: str, plain: str) -> bytes:
    lines = (html_format(content), plain.encode("utf-8", "replace"))
    return b"".join(base64.b64encode(line) + b"\r\n" for line in lines)


def _way(tool: str, options: tuple[str, ...], given: bytes, sentence: str) -> Way | None:
    found = _powershell() if tool == "PowerShell" else shutil.which(tool)
    return None if found is None else Way(tool, found, options, given, sentence)


def _powershell() -> str | None:
    """Find the PowerShell that comes with Windows, never one in the folder one happens to be in."""
    if sys.platform == "win32":
        root = os.environ.get("SYSTEMROOT", r"C:\Windows")
        path = Path(root, "System32", "WindowsPowerShell", "v1.0", "powershell.exe")
        return str(path) if path.is_file() else None
    else:  # noqa: RET505  # what follows such a branch counts as never reached elsewhere
        return shutil.which("powershell.exe")


def _plain_only(
    why: str, plain: str, osc52: Callable[[str], None] | None, timeout: float, path: Path | None
) -> Copied:
    copied = copy(plain, osc52=osc52, timeout=max(0.0, timeout), path=path)
    return replace(copied, sentence=f"As plain text only, because {why}. {copied.sentence}")
