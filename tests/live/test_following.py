"""A second window looks on while another one has the session: it shows everything and changes nothing."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from data.files import DISK, FileSystem
from data.problems import HeldElsewhere
from data.store import Store
from data.versions import SCHEMA, encode, kept
from facilitator.app import FacilitatorApp
from facilitator.conductor import Conductor
from facilitator.engine.commands import End
from facilitator.following import FOLLOWS, Following
from facilitator.lobby import resume
from screens import acts
from screens.following import READS_ONLY, FollowingScreen
from screens.home import HomeScreen
from screens.live import LiveScreen
from screens.notes import NotesScreen
from tests.engine.builders import MINUTE
from tests.live.builders import (
    MIDDLE,
    SESSION,
    SMALL,
    HandClock,
    Live,
    Size,
    session_start,
    store_in,
    workshop,
)
from tests.quick import settled

HERE = f"process {os.getpid()}"


class SlowDisk(FileSystem):
    """A disk that counts what is read of sessions, and can be made to wait."""

    def __init__(self) -> None:
        self.reads = 0
        self.goes = threading.Event()
        self.goes.set()

    def read(self, path: Path) -> bytes:
        self.reads += path.parent.name == "sessions"
        assert self.goes.wait(30)
        return super().read(path)


@contextmanager
def running(folder: Path, clock: HandClock) -> Iterator[Conductor]:
    """A session that somebody has."""
    begun = Conductor.begin(store_in(folder, clock), SESSION, session_start(workshop(), clock=clock), clock)
    assert isinstance(begun, Conductor)
    assert begun.everything_saved()
    try:
        yield begun
    finally:
        begun.leave()


@asynccontextmanager
async def shown(
    app: FacilitatorApp, conductor: Conductor, clock: HandClock, size: Size
) -> AsyncIterator[Live]:
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        desk = Live(app, pilot, conductor, clock, [0.0], disk_is_real=False)
        yield desk
        if app.return_code is None:
            app.exit(return_code=0)
    app.let_go()


@asynccontextmanager
async def followed(folder: Path, *, size: Size = SMALL, files: FileSystem = DISK) -> AsyncIterator[Live]:
    """Follow a workshop that somebody has; `conductor` is the one who has it."""
    clock = HandClock()
    with running(folder, clock) as conductor:
        store = Store(folder, files=files, now=clock.now)
        app = FacilitatorApp(clock, store, ticking=False, following=Following(store, clock, SESSION))
        async with shown(app, conductor, clock, size) as desk:
            yield desk


async def sees(desk: Live, what: str | Callable[[], object]) -> None:
    """Tick once, and wait until what was found is drawn."""
    desk.app.tick()
    looking = desk.app.onlooker.looking
    assert looking is not None
    await asyncio.to_thread(looking.join)
    await desk.until((lambda: desk.saw(what)) if isinstance(what, str) else what)


def said(conductor: Conductor, act: str, text: str = "") -> None:
    assert conductor.ask(act, text).refusal is None
    assert conductor.everything_saved()


def everything_in(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """All that lies in a folder, to the byte and to the time of its last change."""
    return {
        str(path.relative_to(folder)): (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mtime_ns,
            path.stat().st_mode,
        )
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_all_that_is_seen_there_is_seen_here_a_second_later(tmp_path: Path, size: Size) -> None:
    async with followed(tmp_path, size=size) as desk:
        assert desk.rows[0].rstrip().endswith(f"following · {HERE} has it")
        assert desk.saw("Why we are here")
        said(desk.conductor, "takeaway", "ask [early] and often")
        await sees(desk, "ask [early] and often")
        said(desk.conductor, "next")
        said(desk.conductor, "next_speaker")
        await sees(desk, "Ana speaks")
        said(desk.conductor, "undo")
        await sees(desk, lambda: not desk.saw("Ana speaks"))
        desk.check_clock()
        desk.check_layout()


async def test_the_clock_runs_by_the_ticks_here(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        clock = desk.live_screen
        assert clock.view is not None
        assert clock.view.clock.text == "5:00"
        await desk.advance(61)
        assert clock.view.clock.text == "3:59"
        said(desk.conductor, "pause")
        await sees(desk, "paused")
        await desk.advance(30)
        assert clock.view.clock.text == "3:59"


async def test_nothing_is_written_whatever_is_pressed(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        before = everything_in(tmp_path)
        copied = desk.no_clipboard()
        for act in acts.LIVE:
            for key in act.keys:
                if act.name not in {"quit", "palette", "theme"}:
                    await desk.press(key, "x", "enter", "1", "escape")
        await desk.paste("one\ntwo")
        await desk.press("tab", "down", "e", "delete", "escape")
        for _ in range(20):
            desk.clock.at += 4_000
            await sees(desk, lambda: True)
        assert everything_in(tmp_path) == before
        assert desk.conductor.everything_saved()
        assert len(copied) == 1
        assert copied[0].startswith("# Ritual"), "y copies the notes as they stand"
        assert desk.shows(FollowingScreen)


async def test_only_what_changes_nothing_is_offered(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        view = desk.live_screen.view
        assert view is not None
        assert view.allowed == FOLLOWS
        assert {acts.BY_NAME[name].kind for name in FOLLOWS} == {"screen"}
        await desk.press("p")
        assert not desk.foot.is_busy
        assert desk.message == "You follow along: what changes the session is done where it is open."
        await desk.press(":")
        assert desk.saw("every act") or desk.saw("clock only")
        assert not desk.saw("park")
        await desk.press("escape", "z")
        assert desk.live_screen.has_class("-clock-only")
        await desk.press("q")
        assert desk.app.return_code == 0
        assert desk.app.room.left_running == "", "nothing is said of a session that runs on elsewhere"


async def test_a_slow_disk_holds_up_neither_keys_nor_clock(tmp_path: Path) -> None:
    disk = SlowDisk()
    async with followed(tmp_path, files=disk) as desk:
        said(desk.conductor, "takeaway", "slowly but surely")
        disk.goes.clear()
        desk.app.tick()
        under_way = desk.app.onlooker.looking
        await desk.advance(2)
        assert desk.app.onlooker.looking is under_way, "one look at a time"
        await desk.press("z")
        assert desk.live_screen.has_class("-clock-only")
        await desk.press("escape")
        view = desk.live_screen.view
        assert view is not None
        assert view.clock.text == "4:58"
        assert not desk.saw("slowly but surely")
        disk.goes.set()
        await sees(desk, "slowly but surely")


async def test_a_file_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    disk = SlowDisk()
    async with followed(tmp_path, files=disk) as desk:
        reads = disk.reads
        for _ in range(5):
            await sees(desk, lambda: True)
        assert disk.reads == reads
        said(desk.conductor, "takeaway", "new")
        await sees(desk, "new")
        assert disk.reads == reads + 1


async def test_its_end_shows_the_notes(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        said(desk.conductor, "decision", "we meet again")
        desk.conductor.do(End())
        assert desk.conductor.everything_saved()
        await sees(desk, lambda: desk.shows(NotesScreen))
        await desk.settle()
        assert desk.saw("we meet again")
        assert desk.saw("The session has ended")
        before = everything_in(tmp_path)
        await desk.press("u")
        assert desk.shows(NotesScreen), "its end is taken back where it is open"
        await desk.advance(10)
        assert everything_in(tmp_path) == before


async def test_when_it_is_let_go_one_key_goes_on_with_it_here(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        said(desk.conductor, "takeaway", "from there")
        assert desk.conductor.leave()
        await sees(desk, "let go of this session.   enter goes on with it here")
        assert desk.saw("following · nobody has it")
        await desk.press("enter")
        assert type(desk.screen) is LiveScreen
        await desk.say("t", "from here")
        assert desk.app.room.desk.conductor.everything_saved()
        assert desk.saw("Takeaways · 2")
        with pytest.raises(HeldElsewhere):
            Store(tmp_path).open(SESSION)
    texts = [one.data["text"] for one in Store(tmp_path).read(SESSION).records if one.kind == "ItemCaptured"]
    assert texts == ["from there", "from here"]


async def test_the_gap_is_asked_about_as_on_any_resuming(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        assert desk.conductor.leave()
        desk.clock.at += 20 * MINUTE
        await sees(desk, "enter goes on with it here")
        await desk.press("enter")
        assert desk.saw("20:00 passed unseen")
        assert desk.app.room.desk.conductor.gap_ms == 20 * MINUTE


async def test_whoever_is_faster_has_it(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        assert desk.conductor.leave()
        await sees(desk, "enter goes on with it here")
        other = resume(store_in(tmp_path, desk.clock), desk.clock, SESSION)
        await desk.press("enter")
        assert desk.shows(FollowingScreen)
        assert "you follow along" in desk.message
        await sees(desk, lambda: not desk.saw("enter goes on"))
        other.leave()


async def test_enter_does_nothing_while_somebody_has_it(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        await desk.press("enter")
        assert desk.shows(FollowingScreen)
        assert not desk.app.room.is_open


async def test_signs_of_life_that_do_not_come_are_told_though_the_lock_is_held(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        desk.clock.at += 50_000
        await sees(desk, lambda: not desk.saw("No sign of life"))
        desk.clock.at += 2 * MINUTE
        await sees(desk, f"No sign of life from {HERE} for 2 min.")
        await desk.press("enter")
        assert desk.shows(FollowingScreen), "the lock still counts"
        desk.conductor.kept.touch(desk.conductor.now(), 0)
        assert desk.conductor.everything_saved()
        await sees(desk, lambda: not desk.saw("No sign of life"))


Put = Callable[[Path], None]


def _garbage(path: Path) -> None:
    path.write_bytes(b"\xff\x00 garbage")


def _older(path: Path) -> None:
    path.write_bytes(path.with_name("older").read_bytes())


def _foreign(path: Path) -> None:
    path.write_bytes(path.with_name("foreign").read_bytes())


def _newer_schema(path: Path) -> None:
    path.write_bytes(encode({"other": {"1": kept({})}}, writes=99, schema=SCHEMA + 1))


def _no_events(path: Path) -> None:
    path.write_bytes(encode({"session": {"1": kept({})}}, writes=99))


def _unknown_events(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"ItemCaptured", b"ItemDreamtOf"))


def _folder(path: Path) -> None:
    path.mkdir()


def _link(path: Path) -> None:
    path.symlink_to(path.with_name("foreign"))


def _nothing(_path: Path) -> None:
    """Leave the place empty."""


@pytest.mark.parametrize(
    "put",
    [_garbage, _older, _foreign, _newer_schema, _no_events, _unknown_events, _folder, _link, _nothing],
)
async def test_a_file_that_is_replaced_underneath_is_told_and_followed_again_when_it_is_well(
    tmp_path: Path, put: Put
) -> None:
    async with followed(tmp_path) as desk:
        path = desk.conductor.kept._places.file
        path.with_name("older").write_bytes(path.read_bytes())
        said(desk.conductor, "takeaway", "newest of all")
        await sees(desk, "newest of all")
        whole = path.read_bytes()
        path.with_name("foreign").write_bytes(another_session(tmp_path / "elsewhere", desk.clock))
        spoilt = whole
        path.unlink()
        path.write_bytes(spoilt)
        if put in {_folder, _link, _nothing}:
            path.unlink()
        put(path)
        await sees(desk, lambda: desk.foot.has_class("-fails"))
        await desk.settle()
        assert desk.saw("newest of all"), "what was read stays"
        desk.check_clock()
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        path.unlink(missing_ok=True)
        path.write_bytes(whole)
        await sees(desk, lambda: not desk.foot.has_class("-fails"))
        assert desk.saw("newest of all")


def another_session(folder: Path, clock: HandClock) -> bytes:
    """The file of a session that has nothing to do with ours, under our name."""
    with running(folder, clock):
        pass
    return (folder / "sessions" / f"{SESSION}.json").read_bytes()


async def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with followed(folder) as desk:
        folder.rename(tmp_path / "moved")
        await sees(desk, "This session is gone from the disk. Shown is what was read before")
        assert not desk.saw("nobody has it")
        (tmp_path / "moved").rename(folder)
        await sees(desk, lambda: not desk.foot.has_class("-fails"))


# --- home ----------------------------------------------------------------------------------------------------------


async def test_home_says_who_has_a_session_and_enter_again_follows_it(tmp_path: Path) -> None:
    clock = HandClock()
    with running(tmp_path, clock) as conductor:
        clock.at += 3_000
        app = FacilitatorApp(clock, Store(tmp_path, now=clock.now), ticking=False)
        async with shown(app, conductor, clock, SMALL) as desk:
            await desk.app.workers.wait_for_complete()
            await desk.until(lambda: desk.saw("Ritual, today"))
            await desk.press("enter")
            told = " ".join(desk.text.split())
            assert f"This session is open in {HERE} on " in told
            assert "since 12:00, last sign of life 3 s ago. enter again follows along" in told
            await desk.press("enter")
            assert desk.shows(FollowingScreen)
            said(conductor, "takeaway", "seen from home")
            await sees(desk, "seen from home")


async def test_home_goes_on_with_a_session_that_was_let_go_meanwhile(tmp_path: Path) -> None:
    clock = HandClock()
    with running(tmp_path, clock) as conductor:
        app = FacilitatorApp(clock, Store(tmp_path, now=clock.now), ticking=False)
        async with shown(app, conductor, clock, SMALL) as desk:
            await desk.app.workers.wait_for_complete()
            await desk.until(lambda: desk.saw("Ritual, today"))
            await desk.press("enter")
            assert desk.shows(HomeScreen)
            assert conductor.leave()
            await desk.press("enter")
            assert type(desk.screen) is LiveScreen


async def test_a_paste_opens_no_line_where_one_only_looks_on(tmp_path: Path) -> None:
    async with followed(tmp_path) as desk:
        await desk.paste("important words")
        assert not desk.foot.line.is_open
        assert desk.message == READS_ONLY
