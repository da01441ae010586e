"""A disk that takes its time: clock and keys go on, nothing is called saved too early, and leaving waits a while."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from screens.home import HomeScreen
from screens.notes import NotesScreen
from screens.wrapup import WrapUpScreen
from tests.data.builders import SlowDisk
from tests.engine.builders import Part
from tests.live.builders import SESSION, SMALL, Live, live


@asynccontextmanager
async def on(disk: SlowDisk, folder: Path, *parts: Part) -> AsyncIterator[Live]:
    """Run a session on a disk, and let it go at the end whatever happens."""
    async with live(folder, *parts, files=disk, size=SMALL) as desk:
        try:
            yield desk
        finally:
            disk.let_go()


async def written(desk: Live) -> list[str]:
    """Wait until everything is on the disk; return the texts that stand in the file, in their order."""
    await desk.saved()
    await desk.until(lambda: desk.conductor.known().waiting == 0)
    kept = desk.app.store.read(SESSION).records
    assert [one.seq for one in kept] == list(range(1, len(desk.conductor.session.events) + 1))
    return [str(one.data["text"]) for one in kept if one.kind == "ItemCaptured"]


async def test_keys_and_clock_go_on_while_the_disk_takes_three_seconds(tmp_path: Path) -> None:
    disk = SlowDisk()
    async with on(disk, tmp_path) as desk:
        disk.hold()
        before = desk.state.at
        await desk.say("p", "first")
        await desk.advance(1)
        await desk.say("t", "second")
        await desk.advance(1)
        await desk.press("n", "s")
        await desk.advance(1)
        assert desk.speaker == "Ana"
        assert desk.saw("… first")
        assert desk.saw("… second")
        assert desk.saw("saving …")
        assert not desk.saw("saved ✓")
        assert not desk.saw("Not saved")
        assert desk.state.at > before
        desk.check_clock()

        disk.let_go()
        assert await written(desk) == ["first", "second"]
        await desk.until(lambda: desk.saw("saved ✓"))
        assert not desk.saw("…")


async def test_the_seconds_are_drawn_while_the_disk_is_slow(tmp_path: Path) -> None:
    disk = SlowDisk()
    async with on(disk, tmp_path, ("talk", 10, "discussion")) as desk:
        disk.hold()
        await desk.say("p", "first")
        for left in ("9:59", "9:58", "9:57"):
            await desk.advance(1)
            view = desk.live_screen.view
            assert view is not None
            assert view.clock.text == left
            desk.check_clock()


async def test_a_disk_that_does_not_answer_is_told_as_one_that_fails(tmp_path: Path) -> None:
    disk = SlowDisk()
    async with on(disk, tmp_path) as desk:
        disk.hold()
        await desk.say("p", "first")
        await desk.advance(1)
        await desk.advance(8)
        assert not desk.saw("Not saved")
        await desk.advance(3)
        assert desk.saw("Not saved since 12:00: the disk does not answer (1 waiting")
        assert desk.saw("! first")
        disk.let_go()
        assert await written(desk) == ["first"]
        await desk.advance(1)
        assert not desk.saw("Not saved")
        assert desk.saw("Saved again")


async def test_leaving_waits_for_the_disk_and_says_so(tmp_path: Path) -> None:
    disk = SlowDisk()
    async with on(disk, tmp_path) as desk:
        disk.hold()
        await desk.say("p", "first")
        await desk.press("q")
        assert desk.app.return_code is None
        assert desk.saw("Waiting for the disk")
        await desk.advance(1)
        desk.check_clock()
        disk.let_go()
        await desk.saved()
        await desk.until(lambda: desk.app.return_code == 0)
        assert desk.app.let_go()
    assert [one.seq for one in desk.app.store.read(SESSION).records][-1] == len(desk.conductor.session.events)


async def test_a_key_that_bounces_does_not_leave_a_slow_disk_and_one_that_is_meant_does(
    tmp_path: Path,
) -> None:
    disk = SlowDisk()
    async with on(disk, tmp_path) as desk:
        disk.hold()
        await desk.say("p", "first")
        await desk.press("q", "q", "q")
        assert desk.app.return_code is None
        await desk.advance(1)
        await desk.press("q")
        assert desk.app.return_code == 0


async def test_a_disk_that_is_too_slow_to_wait_for_is_asked_about(tmp_path: Path) -> None:
    disk = SlowDisk()
    async with on(disk, tmp_path) as desk:
        disk.hold()
        await desk.say("p", "first")
        await desk.press("q")
        await desk.advance(6)
        assert desk.saw("1 thing is not saved: the disk is slow")
        disk.let_go()
        assert await written(desk) == ["first"]
        await desk.advance(1)
        assert not desk.saw("is not saved"), "there is nothing to be asked any more"
        assert desk.app.return_code is None, "nobody is taken away from what they read"


async def test_who_goes_on_while_leaving_waits_stays(tmp_path: Path) -> None:
    disk = SlowDisk()
    async with on(disk, tmp_path) as desk:
        disk.hold()
        await desk.say("p", "first")
        await desk.press("q")
        await desk.say("p", "second")
        disk.let_go()
        assert await written(desk) == ["first", "second"]
        await desk.advance(1)
        assert desk.app.return_code is None


async def test_the_end_of_a_session_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    disk = SlowDisk()
    async with on(disk, tmp_path, ("talk", 10, "discussion")) as desk:
        copied = desk.no_clipboard()
        await desk.say("t", "what stays")
        await desk.saved()
        disk.hold()
        await desk.press("w", "enter", "enter")
        assert desk.shows(NotesScreen) or desk.shows(WrapUpScreen)
        await desk.until(lambda: desk.shows(NotesScreen))
        assert desk.saw("The notes are being saved …")
        await desk.press("enter")
        assert desk.shows(NotesScreen)
        assert desk.saw("Waiting for the disk")
        disk.let_go()
        await desk.saved()
        await desk.until(lambda: desk.shows(HomeScreen))
        await desk.until(lambda: copied)
    assert desk.app.store.notes_path(SESSION) is not None
    assert desk.app.store.unfinished() == []
