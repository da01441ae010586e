"""Leaving a session that is not all saved: asked first, rescued in any case, also from its notes."""

from pathlib import Path

import pytest

from data.imports import read_brought
from facilitator import elsewhere
from screens.home import HomeScreen
from screens.notes import NotesScreen
from screens.wrapup import WrapUpScreen
from tests.data.builders import FaultyDisk
from tests.live.builders import SESSION, SIZES, SMALL, Live, Size, live
from tests.live.failing import fails, fill, heals, kept, read, status, texts
from tests.quick import some_of


async def test_with_everything_saved_q_leaves_at_once(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("p", "one")
        await desk.press("q")
        assert status(desk) == 0


@pytest.mark.parametrize(
    ("key", "keys"),
    [
        ("q", ("w",)),
        ("ctrl+q", ()),
        pytest.param("q", (), marks=pytest.mark.torture),
        pytest.param("ctrl+q", ("w",), marks=pytest.mark.torture),
    ],
)
async def test_leaving_asks_when_not_all_is_saved_and_can_be_left_alone(
    tmp_path: Path, keys: tuple[str, ...], key: str
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk, size=SMALL) as desk:
        fill(disk)
        await desk.say("p", "one")
        await desk.say("p", "two")
        await desk.press(*keys)
        await fails(desk)
        for stay in ("3", "escape"):
            await desk.press(key)
            await desk.until(lambda: desk.saw("2 things are not saved: the disk is full."))
            for answer in ("1 save to another folder and leave", "2 copy it as text", "3 stay"):
                assert answer in read(desk)
            desk.check_clock()
            assert status(desk) is None
            await desk.press(stay)
            assert not desk.saw("things are not saved")
            assert desk.shows(WrapUpScreen) == bool(keys)
            await desk.advance(1)
        await heals(desk, disk)
        await desk.press(key)
        assert status(desk) == 0
    assert kept(desk) == ["one", "two"]


async def test_the_same_key_again_leaves_and_a_bounced_one_does_not(tmp_path: Path, home: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk) as desk:
        await desk.say("p", "one")
        await desk.saved()
        fill(disk)
        await desk.say("p", "two")
        await desk.press("q", "q", "q")
        await desk.until(lambda: desk.saw("1 thing is not saved"))
        assert status(desk) is None
        await desk.advance(1)
        await desk.press("q")
        assert status(desk) == 0
        assert not desk.app.let_go()
        left = desk.app.room.rescue()
    [rescued] = (home.parent / "system").rglob("*.json")
    assert texts(rescued) == ["one", "two"]
    assert str(rescued) in left.sentence
    assert "facilitator sessions import" in left.sentence
    assert kept(desk) == ["one"]


async def test_whoever_goes_on_is_asked_again_the_next_time(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk) as desk:
        fill(disk)
        await desk.say("p", "one")
        await desk.press("q")
        await desk.until(lambda: desk.saw("1 thing is not saved"))
        await desk.press("n")
        assert not desk.saw("is not saved:")
        await desk.advance(60)
        await desk.press("q")
        await desk.until(lambda: desk.saw("things are not saved"))
        assert status(desk) is None
        await heals(desk, disk)
        assert not desk.saw("things are not saved"), "there is nothing to ask any more"


async def test_one_saves_elsewhere_and_leaves(tmp_path: Path, home: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk, size=SMALL) as desk:
        fill(disk)
        await desk.say("p", "one")
        await desk.press("q")
        await desk.until(lambda: desk.saw("1 thing is not saved"))
        await desk.press("1")
        assert desk.typed == str(home)
        await desk.press("ctrl+u")
        await desk.paste(str(home / "no" / "where"))
        await desk.press("enter")
        await desk.until(lambda: desk.saw("There is no folder"))
        assert status(desk) is None
        await desk.press("ctrl+u")
        await desk.paste(str(home))
        await desk.press("enter")
        await desk.until(lambda: status(desk) == 0)
        assert not desk.app.let_go()
        left = desk.app.room.rescue()
    assert texts(home / f"{SESSION}.json") == ["one"]
    assert str(home / f"{SESSION}.json") in left.sentence
    assert not list((home.parent / "system").iterdir()), "one copy is enough"


async def test_with_a_copy_that_has_everything_one_leaves(tmp_path: Path, home: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk, size=SMALL) as desk:
        fill(disk)
        await desk.say("p", "one")
        await desk.press("S", "enter")
        await desk.until((home / f"{SESSION}.json").exists)
        await desk.press("q")
        await desk.until(lambda: desk.saw("1 leave, the copy has everything"))
        await desk.press("1")
        assert status(desk) == 0


async def test_two_copies_what_is_not_saved_as_text_and_stays(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk, title="Our start") as desk:
        copied = desk.no_clipboard()
        await desk.say("p", "on the disk")
        await desk.saved()
        fill(disk)
        await desk.say("p", "who owns [the roadmap]?")
        await desk.say("a", "write it down @Ben due 2026-11-20")
        await desk.press("n", "o")
        await desk.say("t", "between us")
        await desk.press("q")
        await desk.until(lambda: desk.saw("things are not saved"))
        await desk.press("2")
        assert status(desk) is None
        assert not desk.saw("things are not saved")
        [text] = copied
        assert text.splitlines() == [
            "Our start: what was not saved",
            "- 12:00 parked: who owns [the roadmap]?",
            "- 12:00 action: write it down (for Ben) (due Fri 20 Nov)",
            "- 12:00 on to “Round”",
            "- 12:00 off the record from here on",
            "- 12:00 takeaway: between us (off the record)",
        ]
        await heals(desk, disk)


async def test_what_is_unsaved_can_be_copied_by_name(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk) as desk:
        copied = desk.no_clipboard()
        await desk.press(":")
        await desk.type_("copy the unsaved")
        await desk.press("enter")
        assert "nothing to copy" in desk.message
        fill(disk)
        await desk.say("p", "one")
        await desk.press(":")
        await desk.type_("copy the unsaved")
        await desk.press("enter")
        assert "- 12:00 parked: one" in copied[0]
        await heals(desk, disk)


async def ended(desk: Live) -> None:
    """Close the session that runs its last segment."""
    await desk.press("w", "enter")
    await desk.until(lambda: desk.state.status == "ended" or desk.message)
    if desk.state.status != "ended":
        await desk.press("enter")
    await desk.until(lambda: desk.shows(NotesScreen))


@pytest.mark.parametrize("size", some_of(SIZES, SMALL))
async def test_the_notes_say_that_they_are_not_saved_and_ask_on_the_way_home(
    tmp_path: Path, home: Path, size: Size
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", ("talk", 10, "discussion"), files=disk, size=size) as desk:
        desk.no_clipboard()
        await desk.say("t", "what stays")
        await desk.saved()
        fill(disk)
        await ended(desk)
        await fails(desk)
        assert desk.saw("what stays")
        assert "S saves elsewhere" in read(desk)
        assert desk.saw("The notes are not saved")
        await desk.press("enter")
        await desk.until(lambda: desk.saw("1 thing is not saved: the disk is full."))
        assert desk.shows(NotesScreen)
        desk.check_layout()
        await desk.press("3")
        assert not desk.saw("1 thing is not saved")
        await desk.press("S")
        assert desk.saw("save to folder ▸")
        assert desk.screen.query_one("#typed").has_focus
        await desk.press("enter")
        await desk.until(lambda: "A copy is kept in" in read(desk))
        assert texts(home / f"{SESSION}.json") == ["what stays"]
        await heals(desk, disk)
        await desk.until(lambda: desk.saw("Saved in"))
        await desk.press("enter")
        await desk.until(lambda: desk.shows(HomeScreen))
    assert desk.app.store.unfinished() == []
    assert desk.app.room.left_behind is None


async def test_home_can_be_gone_to_all_the_same_and_the_session_is_rescued(
    tmp_path: Path, home: Path
) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", ("talk", 10, "discussion"), files=disk) as desk:
        desk.no_clipboard()
        await desk.say("t", "what stays")
        await desk.saved()
        fill(disk)
        await ended(desk)
        await desk.press("q")
        await desk.until(lambda: desk.saw("1 thing is not saved"))
        await desk.advance(1)
        await desk.press("q")
        await desk.until(lambda: desk.shows(HomeScreen))
        await desk.until(lambda: desk.app.room.left_behind is not None)
        assert desk.app.let_go()
    left = desk.app.room.left_behind
    assert left is not None
    [rescued] = (home.parent / "system").rglob("*.json")
    assert str(rescued) in left.sentence
    assert texts(rescued) == ["what stays"]
    assert read_brought(rescued).records[-1].kind == "SessionEnded"


async def test_ctrl_q_asks_on_the_notes_too(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, ("talk", 10, "discussion"), files=disk) as desk:
        desk.no_clipboard()
        fill(disk)
        await ended(desk)
        await desk.press("ctrl+q")
        await desk.until(lambda: desk.saw("1 thing is not saved"))
        assert status(desk) is None
        await desk.press("escape")
        assert desk.shows(NotesScreen)
        await heals(desk, disk)
        await desk.press("ctrl+q")
        assert status(desk) == 0


async def test_with_no_room_anywhere_what_would_be_lost_is_told_but_for_what_may_not_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "gone"
    monkeypatch.setattr(elsewhere, "_folders", lambda: iter((nowhere, nowhere)))
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk) as desk:
        fill(disk)
        await desk.say("p", "one")
        await desk.press("o")
        await desk.say("p", "secret")
        desk.app.exit(return_code=143)
        assert not desk.app.let_go()
        left = desk.app.room.rescue()
    assert "could not be saved elsewhere either" in left.sentence
    assert "- 12:00 parked: one" in left.text
    assert "parked: off the record" in left.text
    assert "secret" not in left.text
