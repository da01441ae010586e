"""The installed command in a real pseudo-terminal: what is being typed outlives kill -9."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from facilitator.drafts import from_text
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of Unix is needed")

ENTER, ESC, TAB = "\r", "\x1b", "\t"


def drafts_in(data: Path) -> list[tuple[str, str]]:
    """Return what is kept of what was typed and not sent off: for which act, and what."""
    stored = "".join(path.read_text(encoding="utf-8") for path in (data / "open").glob("*.draft"))
    return [(draft.act, draft.text) for draft in from_text(stored).drafts]


def without(shown: str) -> Callable[[list[str]], bool]:
    """Return what tells whether something is not shown any more."""
    return lambda rows: not any(shown in row for row in rows)


@pytest.mark.torture
def test_three_drafts_and_an_edit_come_back_after_kill_9(tmp_path: Path) -> None:
    data = tmp_path / "data"
    room = Terminal("--data", str(data), "run", "kickoff", "--people", "Ana, Ben")
    room.until("saved ✓")
    room.press("t", "kept before", ENTER)
    room.until("“kept before”")
    for key, shown, text in (("p", "park ▸", "half a thought"), ("d", "decision ▸", "we might")):
        room.press(key)
        room.until(shown)
        room.press(text)
        room.until(f"{shown} {text}")
        room.press(ESC)
        room.until(without(shown))
    room.press("o")
    room.until("off the record")
    room.press("a")
    room.until("action ▸")
    room.press("sack him")
    room.until("action ▸ ••••••••")
    room.press(ESC)
    room.until(without("action ▸"))
    room.press("o", TAB)
    room.until("arrows choose")
    room.press("e")
    room.until("edit ▸ kept before")
    room.press(" and after")
    room.until("edit ▸ kept before and after")
    typed = [
        ("park", "half a thought"),
        ("decision", "we might"),
        ("action", "sack him"),
        ("edit", "kept before and after"),
    ]
    room.until(lambda _rows: drafts_in(data) == typed)
    room.kill()

    room = Terminal("--data", str(data), "resume")
    room.until("What you were typing is kept; p, d, a and e bring it back.")
    for key, shown in (
        ("p", "park ▸ half a thought"),
        ("d", "decision ▸ we might"),
        ("a", "action ▸ ••••••••"),
        ("e", "edit ▸ kept before and after"),
    ):
        room.press(key)
        room.until(shown)
        if key == "e":
            break
        room.press(ESC)
        room.until(without(shown))
    assert not any("sack him" in row for row in room.rows)
    room.press(ENTER)
    room.until("“kept before and after”")
    room.press("q")
    assert room.end() == 0
    assert b"sack him" not in room.written
