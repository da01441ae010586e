"""Saving to another folder, by one key: whole, renewed while the disk fails, nothing overwritten."""

import os
from pathlib import Path
from stat import S_IMODE

import pytest

from tests.data.builders import FaultyDisk
from tests.live.builders import SESSION, SMALL, live
from tests.live.failing import fails, fill, heals, kept, read, texts, ticks_until


async def test_one_key_saves_to_another_folder_and_renews_the_copy_while_the_disk_fails(
    tmp_path: Path, home: Path
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk, size=SMALL) as desk:
        await desk.say("p", "before")
        await desk.saved()
        fill(disk)
        await desk.say("p", "first")
        await fails(desk)
        await desk.press("S")
        assert desk.saw("save to folder ▸")
        assert desk.typed == str(home)
        desk.check_clock()
        await desk.press("enter")
        copy = home / f"{SESSION}.json"
        await desk.until(copy.exists)
        assert S_IMODE(copy.stat().st_mode) == 0o600
        assert texts(copy) == ["before", "first"]
        assert "is in" in desk.message
        assert str(home)[:40] in desk.message

        await desk.say("t", "second")
        await desk.advance(1)
        await desk.until(lambda: texts(copy) == ["before", "first", "second"])
        assert "A copy is kept in" in read(desk)
        desk.check_clock()

        await heals(desk, disk)
        assert "is renewed no more" in desk.message
        await desk.say("t", "third")
        await desk.saved()
        assert texts(copy) == ["before", "first", "second"]
        fill(disk)
        await desk.say("t", "fourth")
        await fails(desk)
        await desk.until(lambda: texts(copy)[-2:] == ["third", "fourth"])
        await heals(desk, disk)
    assert kept(desk) == ["before", "first", "second", "third", "fourth"]
    assert [path.name for path in home.iterdir()] == [f"{SESSION}.json"]


async def test_a_copy_can_be_made_while_all_is_well(tmp_path: Path, home: Path) -> None:
    async with live(tmp_path / "data") as desk:
        await desk.say("p", "one")
        await desk.press("S", "enter")
        await desk.until(lambda: desk.message.startswith("The whole session is in"))
        await desk.say("p", "two")
        await desk.press("S")
        assert desk.typed == str(home)
        await desk.press("enter")
        await desk.until(lambda: desk.message.startswith("The whole session is in"))
        assert [path.name for path in home.iterdir()] == [f"{SESSION}.json"]
        assert texts(home / f"{SESSION}.json") == ["one", "two"]


async def test_nothing_in_that_folder_is_overwritten(tmp_path: Path, home: Path) -> None:
    taken = home / f"{SESSION}.json"
    taken.write_text("somebody's own", encoding="utf-8")
    async with live(tmp_path / "data") as desk:
        await desk.say("p", "one")
        await desk.press("S", "enter")
        await desk.until(lambda: desk.message.startswith("The whole session is in"))
    assert taken.read_text(encoding="utf-8") == "somebody's own"
    assert texts(home / f"{SESSION} 2.json") == ["one"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("~nobody-of-that-name/here", "leads to no folder"),
        ("{home}/not/there", "There is no folder"),
        ("{home}/file", "There is a file of that name"),
        ("{home}/file/in", "There is no folder"),
        ("x" * 4_000, "leads to no folder"),
    ],
)
async def test_a_folder_that_can_not_be_used_stands_in_the_line_again(
    tmp_path: Path, home: Path, typed: str, told: str
) -> None:
    (home / "file").write_text("", encoding="utf-8")
    typed = typed.format(home=home)
    async with live(tmp_path / "data", size=SMALL) as desk:
        await desk.press("S", "ctrl+u")
        await desk.paste(typed)
        await desk.press("enter")
        await desk.until(lambda: told in desk.message)
        assert desk.typed == typed
        assert desk.saw(told)
        await desk.press("ctrl+u")
        await desk.paste(f'"{home / "new"}"')
        await desk.press("enter")
        await desk.until((home / "new" / f"{SESSION}.json").exists)
        assert S_IMODE((home / "new").stat().st_mode) == 0o700


async def test_the_folder_can_be_read_while_off_the_record_and_is_no_draft(
    tmp_path: Path, home: Path
) -> None:
    async with live(tmp_path / "data") as desk:
        await desk.press("o", "p")
        await desk.type_("secret")
        await desk.press("escape", "S")
        assert desk.saw("save to folder ▸")
        assert not desk.foot.line.input.password
        await desk.press("escape")
        await desk.saved()
        assert "secret" in desk.conductor.draft()
        await desk.press("p")
        assert desk.foot.line.input.password


async def test_a_copy_that_fails_too_is_told(tmp_path: Path, home: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk) as desk:
        fill(disk)
        await desk.say("p", "one")
        await fails(desk)
        await desk.press("S", "enter")
        await desk.until(lambda: "A copy is kept in" in read(desk))
        home.rename(tmp_path / "unplugged")
        await desk.say("p", "two")
        await ticks_until(desk, "fails too, the folder is gone")
        (tmp_path / "unplugged").rename(home)
        await desk.advance(1)
        await desk.until(lambda: texts(home / f"{SESSION}.json") == ["one", "two"])
        await heals(desk, disk)


async def test_the_folder_with_room_is_proposed(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with live(tmp_path / "data") as desk:
        monkeypatch.setattr(os, "access", lambda path, _mode: path != home)
        await desk.press("S")
        assert desk.typed == str(tmp_path / "system")
