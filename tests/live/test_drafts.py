"""What is being typed outlives the program: every draft, behind its key, and dots where it must not be seen."""

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from facilitator import lobby
from facilitator.drafts import from_text
from tests.live.builders import SESSION, HandClock, Live, live, opened, store_in
from tests.quick import some_of

SECRET = "the reorganisation"
ROUND = ("round", 12, "round", {"keep": {"learn": "wants to learn"}})
HIDDEN_BOARD = ("board", 10, "board", {"columns": ["Keep", "Drop"], "hidden": "true"})


@asynccontextmanager
async def after_a_crash(desk: Live, folder: Path) -> AsyncIterator[Live]:
    """Resume from what lies on the disk at this moment, as if the program had been killed."""
    await desk.saved()
    left = folder.with_name(f"{folder.name}-left")
    shutil.copytree(folder, left, dirs_exist_ok=True)
    clock = HandClock(desk.clock.at)
    store = store_in(left, clock)
    async with opened(lobby.resume(store, clock, SESSION), store, clock) as again:
        await again.advance(1)
        yield again


def on_disk(folder: Path) -> list[tuple[str, str]]:
    """Return the drafts that lie on the disk: for which act, and what."""
    file = folder / "open" / f"{SESSION}.draft"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    found = from_text(text)
    assert found.whole
    return [(draft.act, draft.text) for draft in found.drafts]


async def draft(desk: Live, key: str, text: str) -> None:
    """Type a text behind a key and close the line."""
    await desk.press(key)
    await desk.type_(text)
    await desk.press("escape")


async def test_the_draft_of_every_key_survives_and_the_keys_are_named(tmp_path: Path) -> None:
    async with live(tmp_path, ("board", 10, "board", {"columns": ["Keep", "Drop"]})) as desk:
        for key in "tdarc":
            await draft(desk, key, f"half {key}")
        await desk.press("p")
        await desk.type_("open li")
        async with after_a_crash(desk, tmp_path) as again:
            assert again.message == "What you were typing is kept; t, d, a, r, c and p bring it back."
            for key in "tdarc":
                await again.press(key)
                assert again.typed == f"half {key}"
                await again.press("escape")
            await again.press("p")
            assert again.typed == "open li"
            await again.type_("ne")
            await again.press("enter")
            assert again.items == [("parked", "open line")]
            await again.saved()
            assert ("park", "open li") not in on_disk(tmp_path.with_name(f"{tmp_path.name}-left"))


async def test_every_character_reaches_the_disk_without_a_further_key(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await draft(desk, "d", "we mee")
        await desk.press("p")
        for typed in ("a", "ab", "abc"):
            await desk.type_(typed[-1])
            await desk.saved()
            assert on_disk(tmp_path) == [("decision", "we mee"), ("park", typed)]
        await desk.press("enter", "d", "enter")
        await desk.saved()
        assert not (tmp_path / "open" / f"{SESSION}.draft").exists()


async def test_a_text_that_changed_its_kind_is_one_draft(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("p")
        await desk.type_("half")
        await desk.press("down")
        await desk.type_("!")
        await desk.saved()
        assert on_disk(tmp_path) == [("takeaway", "half!")]


async def test_an_edit_goes_on_as_an_edit(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("t", "first")
        await desk.say("t", "last")
        await desk.press("tab", "up", "e")
        await desk.type_(" and more")
        async with after_a_crash(desk, tmp_path) as again:
            assert again.message == "What you were typing is kept; e brings it back."
            await again.press("e")  # Nothing is chosen: the edit that waits is meant.
            assert again.saw("edit ▸ first and more")
            await again.press("enter")
            assert again.items == [("takeaway", "first and more"), ("takeaway", "last")]
            await again.press("e")
            assert again.message.startswith("Choose an item first")


async def test_an_edit_that_esc_closed_waits_for_its_own_item(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("t", "first")
        await desk.say("t", "last")
        await desk.press("tab", "e")
        assert desk.keys.endswith("esc close, keep the draft")
        await desk.type_(" wor")
        await desk.press("escape", "up", "e")
        assert desk.typed == "first"
        await desk.press("escape", "down", "e")
        assert desk.typed == "last wor"
        await desk.press("ctrl+u", "escape", "e")
        assert desk.typed == "last"  # An emptied line is no draft.
        await desk.press("escape")
        await desk.saved()
        assert on_disk(tmp_path) == []


async def test_an_edit_of_several_lines_comes_back_with_all_of_them(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("p", "norms:")
        await desk.press("tab", "e")
        await desk.paste("\n- listen\n- ask")
        async with after_a_crash(desk, tmp_path) as again:
            await again.press("e")
            assert again.typed == "norms:- listen↵- ask"
            await again.press("enter")
            assert again.items == [("parked", "norms:- listen\n- ask")]


async def test_an_edit_whose_item_is_gone_waits_behind_the_key_of_its_kind(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("d", "we meet")
        await desk.press("tab", "e")
        await desk.type_(" weekly")
        await desk.press("escape", "delete")
        async with after_a_crash(desk, tmp_path) as again:
            assert "d brings it back" in again.message
            await again.press("d")
            assert again.typed == "we meet weekly"
        await desk.press("e")
        assert desk.message == ("That item is not there any more. What you typed is kept; d brings it back.")
        await desk.press("d")
        assert desk.typed == "we meet weekly"


async def test_what_a_speaker_said_waits_where_it_belongs_while_it_can_be_kept_there(tmp_path: Path) -> None:
    async with live(tmp_path, ROUND) as desk:
        await desk.press("s", "v", "1")
        await desk.type_("to fl")
        async with after_a_crash(desk, tmp_path) as again:
            assert "v brings it back" in again.message
            await again.press("v", "1")
            assert again.saw("Ana wants to learn ▸ to fl")
        await desk.press("escape", "s")  # The next one speaks: nobody can be asked for it any more.
        async with after_a_crash(desk, tmp_path) as again:
            assert "p brings it back" in again.message
            await again.press("p")
            assert again.typed == "to fl"


@pytest.mark.parametrize(
    ("keys", "label", "brings"),
    [
        (("i",), "in or out ▸", "i brings it back"),
        (("h",), "hand ▸", "h brings it back"),
        ((":", *"end by", "enter"), "end by ▸", ": brings it back"),
    ],
)
async def test_other_lines_come_back_under_their_act(
    tmp_path: Path, keys: tuple[str, ...], label: str, brings: str
) -> None:
    async with live(tmp_path, ("talk", 10, "discussion")) as desk:
        await desk.press(*keys)
        await desk.type_("Zo")
        async with after_a_crash(desk, tmp_path) as again:
            assert brings in again.message
            await again.press(*keys)
            assert again.saw(f"{label} Zo")


async def test_a_line_about_one_thing_comes_back_for_that_thing_alone(tmp_path: Path) -> None:
    async with live(tmp_path, ("roles", 5, "signup", {"roles": ["Present", "Curate"]})) as desk:
        await desk.press("v", "2")
        await desk.type_("An")
        async with after_a_crash(desk, tmp_path) as again:
            await again.press("v", "1")
            assert again.typed == ""
            await again.press("escape", "v", "2")
            assert again.typed == "An"


async def test_a_card_that_no_board_can_take_any_more_is_parked(tmp_path: Path) -> None:
    async with live(tmp_path, ("talk", 10, "talk")) as desk:
        file = tmp_path / "open" / f"{SESSION}.draft"
        file.write_text("card* " + SECRET, encoding="utf-8")
        async with after_a_crash(desk, tmp_path) as again:
            assert "p brings it back" in again.message
            await again.press("p")
            assert again.typed == SECRET
            assert "reorganisation" not in again.text


async def test_drafts_that_were_dots_are_dots_after_a_crash(tmp_path: Path) -> None:
    async with live(tmp_path, HIDDEN_BOARD) as desk:
        await desk.say("p", "in the open")
        await draft(desk, "c", f"card {SECRET}")
        await desk.press("o")
        await draft(desk, "t", SECRET)
        await desk.say("d", SECRET)
        await desk.press("tab", "tab", "e")
        await desk.type_(" now")
        await desk.press("escape", "escape", "o")
        await draft(desk, "r", "seen")
        async with after_a_crash(desk, tmp_path) as again:
            for key, text in (("c", f"card {SECRET}"), ("t", SECRET), ("e", f"{SECRET} now")):
                await again.press(key)
                assert again.typed == text
                assert "reorganisation" not in again.text
                await again.press("escape")
            await again.press("r")
            assert again.saw("resource ▸ seen")
            await again.press("escape", "t", "enter")
            assert again.last.off  # It was typed off the record.


async def test_two_drafts_for_one_key_are_both_there_the_newer_one_first(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        file = tmp_path / "open" / f"{SESSION}.draft"
        rows = [{"act": "park", "text": text, "hidden": False} for text in ("older", "newer")]
        file.write_text(json.dumps({"schema": 1, "drafts": rows}), encoding="utf-8")
        async with after_a_crash(desk, tmp_path) as again:
            await again.press("p")
            assert again.typed == "newer"
            await again.press("enter", "p")
            assert again.typed == "older"


async def test_another_thing_that_opens_keeps_what_stands_in_the_line(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("t")
        await desk.type_("half")
        await desk.press("ctrl+p")
        await desk.type_("park")
        await desk.press("enter")
        assert desk.saw("park ▸")
        assert desk.typed == ""
        await desk.press("escape", "t")
        assert desk.typed == "half"


async def test_drafts_go_through_the_wrap_up_and_the_end_and_back(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        desk.no_clipboard()
        await draft(desk, "d", "half")
        await desk.press("w", "d")
        assert desk.typed == "half"
        await desk.press("escape", "enter")
        assert desk.status() == "running"
        assert desk.message == (
            "Something typed is not kept yet; d brings it back. The same key again closes without it."
        )
        await desk.press("enter")
        assert desk.status() == "ended"
        await desk.press("u")
        await desk.press("d")
        assert desk.typed == "half"


async def test_what_was_closed_without_lies_in_the_trash(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        desk.no_clipboard()
        await draft(desk, "d", "half")
        await desk.press("w", "enter", "enter", "enter")
        await desk.until(lambda: not (tmp_path / "open" / f"{SESSION}.owner").exists())
    kept = (tmp_path / "trash" / f"{SESSION}.draft").read_text(encoding="utf-8")
    assert from_text(kept).drafts[0].text == "half"
    assert not (tmp_path / "open" / f"{SESSION}.draft").exists()


async def test_the_draft_of_an_earlier_version_is_found(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        (tmp_path / "open" / f"{SESSION}.draft").write_text("decision half a deci", encoding="utf-8")
        async with after_a_crash(desk, tmp_path) as again:
            await again.press("d")
            assert again.typed == "half a deci"


DAMAGED = (
    b'{"schema":1,"drafts":[\n{"act":"decision","target":"","hidden":false,"text":"whole"},\n{"act":"park","te',
    b'{"schema":1,"drafts":[\n{"act":"decision","hidden":false,"text":"whole"},\n{"act":"nothing","text":"x"}\n]}',
    b'{"schema":2,"drafts":[{"act":"decision","hidden":false,"text":"whole"}]}',
)


@pytest.mark.parametrize("damaged", DAMAGED)
async def test_of_a_damaged_file_what_can_be_read_is_kept_and_the_rest_too(
    tmp_path: Path, damaged: bytes
) -> None:
    async with live(tmp_path) as desk:
        (tmp_path / "open" / f"{SESSION}.draft").write_bytes(damaged)
        async with after_a_crash(desk, tmp_path) as again:
            assert again.saw("Not all that was being typed can be read")
            await again.press("d")
            assert again.typed == "whole"
            (evidence,) = (tmp_path.with_name(f"{tmp_path.name}-left") / "trash").glob("*.damaged-*.draft")
            assert evidence.read_bytes() == damaged


@pytest.mark.parametrize(
    "damaged",
    some_of(
        (b"\x00\xff\xfe", b"[" * 100_000, b"null", b'{"drafts":7}', b"what is it"), b"[" * 100_000, b"null"
    ),
)
async def test_a_file_that_nobody_can_read_keeps_no_session_from_opening(
    tmp_path: Path, damaged: bytes
) -> None:
    async with live(tmp_path) as desk:
        (tmp_path / "open" / f"{SESSION}.draft").write_bytes(damaged)
        async with after_a_crash(desk, tmp_path) as again:
            assert again.saw("Not all that was being typed can be read")
            left = tmp_path.with_name(f"{tmp_path.name}-left")
            (evidence,) = (left / "trash").glob("*.damaged-*.draft")
            assert evidence.read_bytes() == damaged
            await again.say("p", "we go on")
            assert again.items == [("parked", "we go on")]
