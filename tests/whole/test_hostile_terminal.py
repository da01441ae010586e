"""In a real terminal nothing of a hostile text arrives but its letters: every byte is accounted for.

What the program wrote is taken apart by a scanner that knows nothing of it but the short list of sequences that a
program like this has a reason to send. Anything else, wherever it came from, is found.
"""

import base64
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

if os.name != "posix":
    pytest.skip("pseudo-terminals are a thing of Unix", allow_module_level=True)

from tests.hostile import BY_NAME, HOSTILE, MARKER, ORDER_CHARACTERS, ORDERS, UNSEEN, Hostile
from tests.quick import some_of
from tests.screens.hostile_eyes import packed
from tests.screens.hostile_formats import HostileFormat
from tests.terminal import Terminal

ESC, BEL = "\x1b", "\x07"
FOLDER: Final = f"da{ESC}]0;{MARKER}{BEL}ta[link=' [/] \u202e\x9b2J {ESC}]52;c;SE9TVElMRQ=={BEL}"
MODES: Final = frozenset({"7", "25", "1000", "1003", "1004", "1006", "1015", "1049", "2004", "2026", "2048"})
"""Private modes that a screen needs: the cursor, the mouse, paste in brackets, the other screen."""
STYLES: Final = frozenset({"", "0", "1", "2", "3", "4", "7", "9"})
"""Styles that a screen needs; colours come with all their parts."""
COLOUR: Final = re.compile(r"[34]8;2;\d{1,3};\d{1,3};\d{1,3}")
SEQUENCES: Final = re.compile(
    r"\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])"
    r"|\x1b\](?P<osc>[^\x07\x1b\x9c]*)(?:\x07|\x1b\\|\x9c)"
    r"|\x1b(?P<text>[P_^X].*?(?:\x1b\\|\x9c))"
    r"|(?P<other>\x1b.?|[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f])",
    re.DOTALL,
)


def foreign(written: str) -> Iterator[str]:
    """Yield every sequence that a program like this has no reason to send."""
    for found in SEQUENCES.finditer(written):
        # A mode that is usual, but switched by a text: the text goes on behind it.
        switched = (found["csi"] or "")[-1:] in {"h", "l"} and written.startswith(MARKER, found.end())
        if switched or not _is_usual(found):
            yield found[0]


def _is_usual(found: re.Match[str]) -> bool:
    if found["csi"] is not None:
        return _is_usual_csi(found["csi"])
    if found["osc"] is not None:
        # The shape of the mouse, and the copy that was asked for, which is looked at by itself.
        return found["osc"] == "22;default" or found["osc"].startswith("52;c;")
    return False


def _is_usual_csi(csi: str) -> bool:
    body, end = csi[:-1], csi[-1]
    if end == "m":
        return set(COLOUR.sub("", body).split(";")) <= STYLES
    if end in "hl":
        return body.startswith("?") and body[1:] in MODES
    if end == "H":
        return re.fullmatch(r"\d+;\d+", body) is not None and "999" not in body
    return csi in {"?2026$p", "?2048$p", ">1u", ">25u", "<u"}


def copies(written: str) -> list[str]:
    """Return what the terminal was asked to take into its clipboard."""
    payloads = [
        found["osc"] for found in SEQUENCES.finditer(written) if (found["osc"] or "").startswith("52;c;")
    ]
    return [base64.b64decode(one.removeprefix("52;c;"), validate=True).decode("utf-8") for one in payloads]


@pytest.mark.parametrize("one", [*ORDERS, *UNSEEN[:4]], ids=lambda one: one.name)
def test_the_scanner_sees_each_order(one: Hostile) -> None:
    if one.name in {"carriage return", "line ends of Windows"}:
        return  # The terminal itself ends its lines like this.
    written = one.raw.encode("utf-8", "replace").decode("utf-8")
    assert [*foreign(written), *copies(written)]


def test_the_scanner_lets_pass_what_a_screen_needs() -> None:
    assert not list(
        foreign("\x1b[?1049h\x1b[3;1H\x1b[1;38;2;1;2;3;48;2;0;0;0mwords\x1b[0m\r\n\x1b]22;default\x07")
    )


def written_by(terminal: Terminal) -> str:
    """Return what a program wrote, which must be text through and through."""
    return terminal.written.decode("utf-8")


def test_a_session_writes_nothing_to_the_terminal_that_came_from_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = tmp_path / f"formats{ESC}]0;{MARKER}{BEL}"
    formats.mkdir()
    HostileFormat(HOSTILE).write(tmp_path / "all.yaml")
    (formats / f"wrong{ESC}]2;{MARKER}{BEL}{ESC}[2J.yaml").write_text("name: [", encoding="utf-8")
    people = tmp_path / f"people{ESC}[2J.txt"
    names = [one.raw for one in (*ORDERS, *UNSEEN) if one.line and not set(",;\r\n\"'") & set(one.raw)]
    people.write_bytes("\n".join(names).encode("utf-8", "replace"))
    monkeypatch.setenv("FACILITATOR_FORMATS", str(formats))
    monkeypatch.setenv("FACILITATOR_DATA", str(tmp_path / FOLDER))
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    title = BY_NAME["OSC 0, a title"].raw
    words = ("run", str(tmp_path / "all.yaml"), "--people-from", str(people), "--title", title)
    terminal = Terminal(*words, columns=120, rows=36)
    try:
        terminal.until("saved ✓")
        for one in packed(90, (*ORDERS, *UNSEEN)):
            terminal.press("p")
            terminal.until("park ▸")
            terminal.paste(one.raw.encode("utf-8", "replace").decode("utf-8"))
            terminal.press("\r")
            terminal.until(lambda rows: not any("park ▸" in row for row in rows))
        terminal.press("n", "U")
        terminal.until("take back ▸")
        terminal.press(ESC)
        terminal.until(lambda rows: not any("take back ▸" in row for row in rows))
        terminal.press("w")
        terminal.until("Wrap-up")
        terminal.press("\r")
        terminal.until("enter again closes")
        terminal.press("\r")
        terminal.until("Notes ·")
        # A long path takes two lines.
        terminal.until(lambda rows: "da]0;HOSTILEta" in "".join(row.strip() for row in rows))
        terminal.press("q")
        terminal.until("EVERY WEEK")
        terminal.until("wrong]2;HOSTILE[2J")
        terminal.press("q")
        assert terminal.end() == 0
    finally:
        terminal.discard()
    written = written_by(terminal)
    assert list(foreign(written)) == []
    (copied,) = copies(written)
    assert MARKER in copied
    assert copied.startswith("# h]0;HOSTILE.")
    assert ORDER_CHARACTERS.intersection(copied) <= {"\n", "\t"}


COMMANDS = {
    "no such format": ("run", f"x{ESC}]0;{MARKER}{BEL}"),
    "no such people": ("run", "kickoff", "--people-from", f"x{ESC}]52;c;SE9TVElMRQ=={BEL}"),
    "no such session": ("resume", f"x{ESC}[2J\x9b31m"),
    "no such option": (f"--x{ESC}]0;{MARKER}{BEL}",),
    "folder that can't be": ("--data", f"/dev/null/x{ESC}]0;{MARKER}{BEL}\u202e"),
    "notes": ("notes", "--out", f"/nowhere/x{ESC}]0;{MARKER}{BEL}"),
    "list of formats": ("formats", "list"),
    "folders of formats": ("formats", "path"),
    "faults of a format": ("formats", "check", f"x{ESC}]0;{MARKER}{BEL}.yaml"),
    "doctor": ("doctor",),
}


@pytest.mark.parametrize("name", some_of(COMMANDS, "no such option", "faults of a format", "notes"))
def test_commands_write_nothing_to_the_terminal_that_came_from_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    formats = tmp_path / f"formats{ESC}]0;{MARKER}{BEL}"
    formats.mkdir()
    (formats / f"wrong{ESC}]2;{MARKER}{BEL}{ESC}[2J.yaml").write_text("name: [", encoding="utf-8")
    monkeypatch.setenv("FACILITATOR_FORMATS", str(formats))
    monkeypatch.setenv("FACILITATOR_DATA", str(tmp_path / FOLDER))
    terminal = Terminal(*COMMANDS[name], columns=200)
    try:
        terminal.end()
    finally:
        terminal.discard()
    written = written_by(terminal)
    assert written.strip()
    assert list(foreign(written)) == []
    assert copies(written) == []
