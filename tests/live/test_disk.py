"""A disk that fails while a session runs: it is told, the session goes on, and nothing is lost."""

import json
from errno import EACCES, EDQUOT, EIO, ENODEV, ENOSPC, EROFS
from pathlib import Path
from stat import S_IMODE

import pytest

from screens.wrapup import WrapUpScreen
from tests.data.builders import FaultyDisk
from tests.live.builders import SESSION, SIZES, SMALL, Size, live
from tests.live.failing import fails, fill, heals, kept, read, status
from tests.quick import some_of


async def test_a_full_disk_is_told_the_session_goes_on_and_all_is_written_when_it_heals(
    tmp_path: Path,
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk, size=SMALL) as desk:
        await desk.say("p", "before")
        await desk.saved()
        assert desk.saw("saved ✓")

        fill(disk)
        await desk.say("p", "while it is full")
        await fails(desk)
        assert desk.saw("not saved !")
        assert desk.saw("! while it is full")
        assert desk.saw("the session goes on")
        assert "S saves elsewhere" in read(desk)
        desk.check_clock()

        await desk.press("n", "s")
        assert desk.speaker == "Ana"
        await desk.press("p")
        desk.check_clock()
        await desk.press("escape", "w")
        assert desk.shows(WrapUpScreen)
        assert desk.saw("Not saved since")
        assert desk.saw("! while it is full")
        desk.check_clock()
        await desk.press("w")

        await heals(desk, disk)
        assert desk.saw("saved ✓")
        assert desk.message.startswith("Saved again")
        assert not desk.saw("! while")
        await desk.advance(5)
        assert not desk.message
        assert desk.app.let_go()
    assert kept(desk) == ["before", "while it is full"]


async def test_each_failure_reads_as_a_person_would_say_it(tmp_path: Path) -> None:
    words = {
        ENOSPC: "the disk is full",
        EDQUOT: "your share of the disk is used up",
        EIO: "the disk reports an error",
        EROFS: "the disk can only be read",
        EACCES: "writing there is not allowed",
        ENODEV: "the disk is gone",
    }
    disk = FaultyDisk()
    async with live(tmp_path, files=disk) as desk:
        for error, said in words.items():
            fill(disk, error)
            await desk.say("p", "one")
            await fails(desk)
            assert desk.saw(f"Not saved since 12:00: {said} (1 waiting; the session goes on).")
            await heals(desk, disk)


async def test_it_says_since_when_also_after_the_clock_was_set_back(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk) as desk:
        await desk.advance(120)
        desk.clock.at -= 3_600_000
        desk.app.tick()
        fill(disk)
        await desk.say("p", "one")
        await fails(desk)
        assert desk.saw("Not saved since 11:02")
        await desk.advance(120)
        assert desk.saw("Not saved since 11:02")
        await heals(desk, disk)


async def test_it_is_tried_again_by_every_act_and_every_tick(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk) as desk:
        fill(disk)
        await desk.say("p", "one")
        await fails(desk)
        before = disk.failures
        await desk.advance(1)
        await desk.until(lambda: disk.failures > before)
        by_tick = disk.failures
        await desk.say("p", "more")
        await desk.until(lambda: disk.failures > by_tick)
        await heals(desk, disk)


FULL = "Not saved since 12:00: the disk is full"
OPENED = ((), ("p",), (":",), ("?",), ("j",), ("z",), ("f",), ("U",), ("k", "k"), ("q",), ("S",), ("z", "p"))


@pytest.mark.parametrize("size", some_of(SIZES, SMALL))
async def test_nothing_covers_the_banner_and_the_banner_covers_no_clock(
    tmp_path: Path, home: Path, size: Size
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk, size=size, ends_in=30) as desk:
        await desk.say("p", "before")
        await desk.saved()
        fill(disk)
        await desk.say("p", "while it is full")
        await fails(desk)
        for keys in OPENED:
            await desk.press(*keys)
            await desk.advance(1)
            banner = desk.region(desk.screen.query_one("#problem"))
            drawn = " ".join(" ".join(desk.drawn_in(banner)).split())
            assert drawn == f"{FULL} (1 waiting; the session goes on). S saves elsewhere.", keys
            assert desk.saw("not saved !")
            desk.check_clock()
            desk.check_layout()
            await desk.press("escape", "escape")
            assert not desk.foot.is_busy
        await heals(desk, disk)


async def test_an_item_is_drawn_as_saved_only_when_it_is_on_the_disk(tmp_path: Path) -> None:
    disk = FaultyDisk()
    board = ("board", 10, "board", {"columns": ["Keep", "Drop"]})
    async with live(tmp_path, board, files=disk) as desk:
        disk.arm(1, ENOSPC, lasting=True, only=("sync",))
        await desk.say("c", "camera optional")
        await desk.saved()
        await desk.until(lambda: desk.saw("! 1  camera optional"))
        await heals(desk, disk)
        await desk.until(lambda: not desk.saw("! 1"))
        assert desk.saw("1  camera optional")


async def test_topics_are_marked_too(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, ("topics", 10, "topics"), files=disk) as desk:
        disk.arm(1, ENOSPC, lasting=True, only=("replace",))
        await desk.say("c", "testing")
        await desk.saved()
        await desk.until(lambda: desk.saw("! 1  testing"))
        await heals(desk, disk)
        await desk.until(lambda: not desk.saw("!"))


async def test_a_draft_that_is_not_kept_is_told_before_anything_is_lost(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk) as desk:
        fill(disk)
        await desk.press("p")
        await desk.type_("half a thought")
        await desk.advance(3)
        await fails(desk)
        assert desk.saw("Not saved since 12:00: the disk is full (the session goes on).")
        await desk.press("ctrl+q")
        await desk.advance(1)
        assert status(desk) is None
        assert desk.saw("What was being typed is not saved")
        await heals(desk, disk)


async def test_a_stick_that_is_pulled_out_and_put_in_again_has_everything(tmp_path: Path) -> None:
    data, away = tmp_path / "stick", tmp_path / "away"
    async with live(data) as desk:
        await desk.say("p", "one")
        await desk.saved()
        data.rename(away)
        await desk.say("p", "two")
        await fails(desk)
        assert desk.saw("the folder is gone")
        await desk.advance(20)  # Signs of life are left meanwhile.
        await desk.saved()
        assert not data.exists(), "half a session on another disk would be worse than none"
        away.rename(data)
        await desk.advance(1)
        await desk.saved()
        await desk.until(lambda: desk.saw("saved ✓"))
        assert not desk.saw("was gone")
    assert kept(desk) == ["one", "two"]


async def test_folders_that_were_cleared_away_are_made_again_with_the_whole_history(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("p", "one")
        await desk.saved()
        for name in ("sessions", "backups", "trash"):
            (tmp_path / name).rename(tmp_path / f"cleared {name}")
        await desk.say("p", "two")
        await desk.saved()
        await desk.until(lambda: desk.saw("saved ✓"))
        assert "was gone. It is written anew; nothing is missing." in read(desk)
        assert S_IMODE((tmp_path / "sessions").stat().st_mode) == 0o700
        assert kept(desk) == ["one", "two"]


async def test_a_file_in_the_place_of_the_folder_is_told_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    async with live(tmp_path) as desk:
        await desk.say("p", "one")
        await desk.saved()
        folder.rename(tmp_path / "aside")
        folder.write_text("no folder", encoding="utf-8")
        await desk.say("p", "two")
        await fails(desk)
        assert desk.saw("there is a file where the folder should be")
        assert folder.read_text(encoding="utf-8") == "no folder"
        folder.unlink()
        (tmp_path / "aside").rename(folder)
        await desk.advance(1)
        await desk.saved()
        await desk.until(lambda: desk.saw("saved ✓"))
    assert kept(desk) == ["one", "two"]
    assert json.loads((folder / f"{SESSION}.json").read_bytes())["_meta"]
