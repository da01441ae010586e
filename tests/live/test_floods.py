"""More than one act can take is kept whole in a file of its own, and the line stays as quick as it was."""

import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

import pytest

from facilitator import lobby
from formats.words import LONGEST_TEXT
from screens.widgets.typedinput import MOST_LINES
from tests.live.builders import SESSION, HandClock, Live, live, opened, store_in
from tests.quick import some_of

MILLION = "lorem ipsum\n" * 90_000
LINE = "x" * 1_048_576
FAMILY = "👨‍👩‍👧"


def pasted(folder: Path) -> list[str]:
    """Return what lies in the files of pastes, in order."""
    return [path.read_text(encoding="utf-8") for path in sorted((folder / "pasted").glob("*.txt"))]


async def kept_aside(desk: Live) -> None:
    """Wait until the paste is on the disk and that is said."""
    await desk.saved()
    await desk.until(lambda: desk.message.startswith("Kept in "))


@pytest.mark.parametrize("text", some_of((MILLION, LINE), MILLION), ids=["lines", "one line"])
async def test_a_megabyte_gets_a_file_of_its_own_and_the_line_stays_as_it_was(
    tmp_path: Path, text: str
) -> None:
    async with live(tmp_path) as desk:
        await desk.press("t")
        await desk.type_("half a tho")
        await desk.paste(text)
        await kept_aside(desk)
        assert desk.typed == "half a tho"
        assert desk.items == []
        assert pasted(tmp_path) == [text]
        file = tmp_path / "pasted" / f"{SESSION}.1.txt"
        assert desk.message == f"Kept in {file}: too much for one item."
        assert desk.saw("Kept in")
        if os.name == "posix":
            assert file.stat().st_mode & 0o777 == 0o600
        await desk.type_("ught")
        await desk.press("enter")
        assert desk.items == [("takeaway", "half a thought")]
        await desk.saved()
        await desk.advance(21)
        assert desk.message == ""


async def test_each_paste_has_its_own_file_also_after_a_restart(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        for number in (1, 2):
            await desk.paste(f"{number}" * (LONGEST_TEXT + 1))
            await kept_aside(desk)
        assert not desk.foot.line.is_open
        assert desk.items == []
    clock = HandClock(desk.clock.at)
    store = store_in(tmp_path, clock)
    async with opened(lobby.resume(store, clock, SESSION), store, clock) as again:
        await again.paste("3" * (LONGEST_TEXT + 1))
        await kept_aside(again)
    assert [text[0] for text in pasted(tmp_path)] == ["1", "2", "3"]


async def test_a_list_of_more_lines_than_is_sane_is_no_list_of_items(tmp_path: Path) -> None:
    lines = [f"- point {number}" for number in range(MOST_LINES)]
    async with live(tmp_path) as desk:
        await desk.press("t")
        await desk.paste("\n".join([*lines, "- one more"]))
        await kept_aside(desk)
        assert desk.items == []
        await desk.paste("\n".join(lines))
        assert len(desk.items) == MOST_LINES
        await desk.press("escape")
        await desk.paste("\n".join([*lines, "- one more"]))
        await desk.until(lambda: len(pasted(tmp_path)) == 2)
        assert len(desk.items) == MOST_LINES


async def test_what_may_not_be_seen_is_kept_as_well_and_not_shown(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("o", "p")
        await desk.paste("the reorganisation " * 2_000)
        await kept_aside(desk)
        assert "reorganisation" not in desk.text
        assert pasted(tmp_path) == ["the reorganisation " * 2_000]


async def test_a_full_line_takes_no_more_and_says_how_to_go_on(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("t")
        await desk.paste("x" * LONGEST_TEXT)
        await desk.type_("y")
        assert desk.saw("One item holds 20,000 characters; ctrl+j saves these and goes on with a new one.")
        assert desk.typed == "x" * LONGEST_TEXT
        await desk.press("ctrl+j")
        await desk.type_("y")
        await desk.press("enter")
        assert [len(text) for _, text in desk.items] == [LONGEST_TEXT, 1]


async def test_an_edit_can_not_grow_beyond_one_item(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("t", "short")
        await desk.press("tab", "e")
        await desk.paste("many\nlines\n" * 2_000)
        await kept_aside(desk)
        assert desk.typed == "short"


@pytest.mark.parametrize("opens", some_of(("?", "j", "v", ":"), "?", "j"))
async def test_a_paste_while_something_else_is_open_opens_the_park_line(tmp_path: Path, opens: str) -> None:
    async with live(tmp_path) as desk:
        await desk.press(opens)
        await desk.paste("from the chat")
        assert desk.saw("park ▸ from the chat")
        await desk.type_("!")
        await desk.press("enter")
        assert desk.items == [("parked", "from the chat!")]
        await desk.press("n")
        assert desk.current == "round"  # Nothing else is open any more.


async def test_a_paste_in_the_wrap_up_opens_the_park_line(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("w")
        await desk.paste("from the chat")
        assert desk.typed == "from the chat"


async def test_a_paste_opens_the_line_beside_a_draft(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("p")
        await desk.type_("half")
        await desk.press("escape")
        await desk.paste("from the chat")
        await desk.press("enter", "p")
        assert desk.items == [("parked", "from the chat")]
        assert desk.typed == "half"


async def seconds(of: Callable[[], Awaitable[None]], times: int = 15) -> float:
    """Return the processor's time that something takes, in seconds: the middle of several."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        await of()
        taken.append(time.process_time() - begun)
    return median(taken)


@pytest.mark.parametrize("sign", ["lorem ipsum ", f"日本語é{FAMILY}"], ids=["plain", "wide"])
async def test_a_key_at_the_end_of_a_long_line_takes_hardly_longer(tmp_path: Path, sign: str) -> None:
    async with live(tmp_path) as desk:
        await desk.press("p")
        empty = await seconds(lambda: desk.type_("x"))
        await desk.press("ctrl+u")
        length = LONGEST_TEXT // len(sign) * len(sign) - 100
        await desk.paste((sign * LONGEST_TEXT)[:length])
        full = await seconds(lambda: desk.type_("x"))
        assert len(desk.typed) > length
        assert full < 3 * empty, f"{full * 1_000:.1f} ms against {empty * 1_000:.1f}"


async def test_a_long_line_is_drawn_as_it_stands_wherever_the_cursor_is(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("p")
        words = " ".join(f"{number}é日本{FAMILY}" for number in range(900))
        await desk.paste(words)
        row = desk.rows[desk.foot.line.region.y]
        assert row.rstrip().endswith(f"898é日本{FAMILY} 899é日本{FAMILY}")
        await desk.press("home")
        row = desk.rows[desk.foot.line.region.y]
        assert row.strip().startswith(f"park ▸ 0é日本{FAMILY} 1é日本")
        desk.check_layout()
        for _ in range(40):
            await desk.press("ctrl+right")
            desk.check_layout()
        await desk.press("shift+home", "delete")
        assert words.endswith(desk.typed)
        desk.check_layout()
