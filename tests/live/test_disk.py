"""A disk that fails while a session runs: it is told, the session goes on, and nothing is lost."""

from errno import ENOSPC
from pathlib import Path

from screens.wrapup import WrapUpScreen
from tests.data.builders import FaultyDisk
from tests.live.builders import SESSION, SMALL, live


async def test_a_full_disk_is_told_the_session_goes_on_and_all_is_written_when_it_heals(
    tmp_path: Path,
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk, size=SMALL) as desk:
        await desk.say("p", "before")
        await desk.saved()
        assert desk.saw("saved ✓")

        disk.arm(1, ENOSPC, lasting=True, only=("create",))
        await desk.say("p", "while it is full")
        await desk.saved()
        await desk.until(lambda: desk.saw("not saved !"))
        assert desk.saw("! while it is full")
        assert desk.saw("Not saved since")
        assert desk.saw("the session goes on")
        desk.check_clock()

        await desk.press("n", "s")
        assert desk.speaker == "Ana"
        await desk.press("p")
        desk.check_clock()
        await desk.press("escape", "w")
        assert desk.shows(WrapUpScreen)
        assert desk.saw("Not saved since")
        desk.check_clock()
        await desk.press("w")

        disk.heal()
        await desk.advance(1)
        await desk.saved()
        await desk.until(lambda: desk.saw("saved ✓"))
        assert not desk.saw("Not saved")
        assert not desk.saw("! while")
        assert desk.app.let_go()
    kept = desk.app.store.read(SESSION)
    assert [one.seq for one in kept.records] == list(range(1, len(desk.conductor.session.events) + 1))
    texts = [one.data["text"] for one in kept.records if one.kind == "ItemCaptured"]
    assert texts == ["before", "while it is full"]


async def test_an_item_is_drawn_as_saved_only_when_it_is_on_the_disk(tmp_path: Path) -> None:
    disk = FaultyDisk()
    board = ("board", 10, "board", {"columns": ["Keep", "Drop"]})
    async with live(tmp_path, board, files=disk) as desk:
        disk.arm(1, ENOSPC, lasting=True, only=("sync",))
        await desk.say("c", "camera optional")
        await desk.saved()
        await desk.until(lambda: desk.saw("! 1  camera optional"))
        disk.heal()
        await desk.advance(1)
        await desk.saved()
        await desk.until(lambda: not desk.saw("! 1"))
        assert desk.saw("1  camera optional")


async def test_topics_are_marked_too(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, ("topics", 10, "topics"), files=disk) as desk:
        disk.arm(1, ENOSPC, lasting=True, only=("replace",))
        await desk.say("c", "testing")
        await desk.saved()
        await desk.until(lambda: desk.saw("! 1  testing"))
        disk.heal()
        await desk.advance(1)
        await desk.saved()
        await desk.until(lambda: not desk.saw("!"))
