"""What finishes late, when the session has gone on or is gone: it leads nobody away and touches nothing of it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from data.community import Community
from data.locks import read_owner
from data.store import Store
from facilitator.app import FacilitatorApp
from facilitator.app.aside import aside
from facilitator.cli import show_app
from facilitator.conductor import Conductor
from facilitator.elsewhere import Elsewhere
from facilitator.saving import Rescued
from facilitator.sessiontime import SessionTime
from screens.live import LiveScreen
from screens.notes import NotesScreen
from tests.data.builders import FaultyDisk
from tests.engine.builders import Part, ritual
from tests.live.builders import SESSION, SMALL, HandClock, Live, live, session_start, store_in
from tests.live.failing import fails, fill, heals, status, texts

Given = ParamSpec("Given")
Result = TypeVar("Result")
TALK: Part = ("talk", 10, "discussion", {})


class Gate:
    """Holds up, off the app's thread, whatever has to go through it."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._passed = threading.Semaphore(0)

    def around(self, work: Callable[Given, Result]) -> Callable[Given, Result]:
        """Return the work as it is done behind the gate."""

        @wraps(work)
        def held(*given: Given.args, **named: Given.kwargs) -> Result:
            assert self._open.wait(60), "the gate was never opened"
            try:
                return work(*given, **named)
            finally:
                self._passed.release()

        return held

    def open(self) -> None:
        """Let it through."""
        self._open.set()

    def wait(self) -> None:
        """Wait until something went through."""
        self.open()
        assert self._passed.acquire(timeout=60), "nothing went through"


@pytest.fixture
def slow_copy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Let a save to another folder take as long as it likes."""
    gate = Gate()
    monkeypatch.setattr(Elsewhere, "save", gate.around(Elsewhere.save))
    yield gate
    gate.open()


async def asked_to_leave_with_a_copy(desk: Live, key: str = "q") -> None:
    """Leave while the disk is full, by way of a copy that takes its time."""
    await desk.press(key)
    await desk.until(lambda: desk.saw("1 thing is not saved"))
    await desk.press("1", "enter")
    assert desk.saw("Saving to")
    assert status(desk) is None


async def at_the_notes(desk: Live) -> None:
    """Close the session that runs its last segment."""
    await desk.press("w", "enter")
    if desk.state.status != "ended":
        await desk.press("enter")
    await desk.until(lambda: desk.shows(NotesScreen))


async def copied(desk: Live, gate: Gate, home: Path) -> None:
    """Wait until the copy is there, and the program has heard of it."""
    gate.wait()
    await desk.until((home / f"{SESSION}.json").exists)
    await desk.until(lambda: "A copy is kept in" in " ".join(desk.text.split()) or status(desk) is not None)


async def test_a_copy_that_takes_its_time_still_leads_out_when_nobody_goes_on(
    tmp_path: Path, home: Path, slow_copy: Gate
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk) as desk:
        fill(disk)
        await desk.say("p", "one")
        await asked_to_leave_with_a_copy(desk)
        slow_copy.wait()
        await desk.until(lambda: status(desk) == 0)
    assert texts(home / f"{SESSION}.json") == ["one"]


@pytest.mark.parametrize("going_on", [("n",), ("p", "x"), ("S",)])
async def test_who_goes_on_while_the_copy_is_made_stays(
    tmp_path: Path, home: Path, slow_copy: Gate, going_on: tuple[str, ...]
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk) as desk:
        fill(disk)
        await desk.say("p", "one")
        await asked_to_leave_with_a_copy(desk)
        await desk.press(*going_on)
        await copied(desk, slow_copy, home)
        assert status(desk) is None
        await heals(desk, disk)
        assert status(desk) is None


async def test_a_session_gone_back_into_while_the_copy_is_made_runs_on(
    tmp_path: Path, home: Path, slow_copy: Gate
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", TALK, files=disk, size=SMALL) as desk:
        desk.no_clipboard()
        await desk.saved()
        fill(disk)
        await at_the_notes(desk)
        await fails(desk)
        await asked_to_leave_with_a_copy(desk, "enter")
        await desk.press("u")
        assert desk.shows(LiveScreen)
        await copied(desk, slow_copy, home)
        assert desk.shows(LiveScreen)
        assert desk.app.room.is_open
        await heals(desk, disk)
        assert desk.status() == "running"
    assert desk.app.store.unfinished() == [SESSION]


async def test_a_running_session_that_is_left_for_home_can_be_resumed(tmp_path: Path) -> None:
    async with live(tmp_path, TALK) as desk:
        await desk.press("p")
        await desk.type_("half a thou")
        desk.app.room.go_home()
        await desk.until(lambda: not desk.app.room.is_open)
        assert desk.app.let_go()
    store = desk.app.store
    assert store.unfinished() == [SESSION]
    assert store.read(SESSION).header["status"] == "running"
    with store.open(SESSION) as again:
        assert "half a thou" in again.draft()


async def test_going_to_the_shell_leaves_a_sign_that_tells_the_time_of_the_session(tmp_path: Path) -> None:
    async with live(tmp_path, TALK) as desk:
        await desk.advance(7)
        desk.app.room.put_by()
        owner = read_owner(desk.app.store.places(SESSION).owner)
        assert owner is not None
        assert owner.at == desk.conductor.now()


class Threads:
    """Hears in which threads something is done."""

    def __init__(self) -> None:
        self.of: dict[str, set[bool]] = {}

    def around(self, name: str, work: Callable[Given, Result]) -> Callable[Given, Result]:
        """Return the work, which is heard of."""

        @wraps(work)
        def heard(*given: Given.args, **named: Given.kwargs) -> Result:
            self.of.setdefault(name, set()).add(threading.current_thread() is threading.main_thread())
            return work(*given, **named)

        return heard


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> Threads:
    """Hear who looks at the clock of the session, and who writes beside it."""
    heard = Threads()
    monkeypatch.setattr(SessionTime, "now", heard.around("the time", SessionTime.now))
    monkeypatch.setattr(Store, "save_notes", heard.around("notes", Store.save_notes))
    monkeypatch.setattr(Community, "record", heard.around("memory", Community.record))
    return heard


async def test_what_lies_beside_a_session_is_worked_out_by_the_app_and_written_aside(
    tmp_path: Path, threads: Threads
) -> None:
    async with live(tmp_path, TALK) as desk:
        desk.no_clipboard()
        await at_the_notes(desk)
        await desk.until(lambda: desk.saw("Saved in"))
        await desk.press("u")
        await desk.until(lambda: desk.shows(LiveScreen))
        assert desk.app.let_go()
        remembered = {one.id: one.status for one in Community(desk.app.store.folder).summaries()}
    assert remembered == {SESSION: "running"}, "the end that was taken back is not what is remembered"
    assert threads.of == {"the time": {True}, "notes": {False}, "memory": {False}}


async def test_notes_are_saved_aside_when_the_disk_is_well_again(tmp_path: Path, threads: Threads) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, TALK, files=disk) as desk:
        desk.no_clipboard()
        await desk.saved()
        fill(disk)
        await at_the_notes(desk)
        await fails(desk)
        await desk.until(lambda: desk.saw("The notes are not saved"))
        await heals(desk, disk)
        await desk.until(lambda: desk.saw("Saved in"))
    assert threads.of["notes"] == {False}
    assert threads.of["the time"] == {True}


async def test_a_job_that_failed_keeps_no_session_from_being_let_go(tmp_path: Path) -> None:
    async with live(tmp_path, TALK) as desk:
        failed: Future[Rescued | None] = Future()
        failed.set_exception(OSError("it broke"))
        desk.app.room._left.append(failed)
        await desk.say("p", "one")
        desk.app.exit(return_code=0)
        assert desk.app.let_go()
    with desk.app.store.open(SESSION) as again:
        assert again.records


def never_shown(folder: Path, disk: FaultyDisk) -> FacilitatorApp:
    """Return an app that ends before it shows the session it was given, none of whose newest words are saved."""
    clock = HandClock()
    store = store_in(folder, clock, disk)
    conductor = Conductor.begin(store, SESSION, session_start(ritual(TALK), clock=clock), clock)
    assert isinstance(conductor, Conductor)
    assert conductor.everything_saved()
    fill(disk)
    conductor.ask("park", "one")
    return FacilitatorApp(clock, store, ticking=False, opening=conductor)


def test_a_session_that_was_never_shown_is_rescued_too(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = never_shown(tmp_path / "data", FaultyDisk())
    monkeypatch.setattr(app, "run", lambda: None)
    assert show_app(app) == 1
    [rescued] = (home.parent / "system").rglob("*.json")
    assert texts(rescued) == ["one"]
    assert str(rescued) in capsys.readouterr().err


class Ended(FacilitatorApp):
    """An app that has ended; nothing can be called in it."""

    def call_later(self, *_: object) -> bool:
        raise RuntimeError("the loop is closed")


def test_what_finishes_after_the_app_says_nothing_on_the_terminal(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    late = aside(Ended(HandClock(), store_in(tmp_path, HandClock())), gate.around(lambda: 1), print)
    gate.open()
    for thread in threading.enumerate():
        if thread.name == "aside":
            thread.join(60)
    assert late.result(0) == 1
    assert not caplog.records
