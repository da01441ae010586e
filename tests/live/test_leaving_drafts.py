"""What was being typed when a session is left whose disk fails: beside the rescued session, and back with it."""

import os
from io import StringIO
from pathlib import Path
from stat import S_IMODE

import pytest

from data.beside import beside
from facilitator import elsewhere, lobby
from facilitator.drafts import from_text
from facilitator.import_command import import_sessions
from screens.views.draft import Draft
from tests.data.builders import FaultyDisk
from tests.live.builders import SESSION, HandClock, Live, live, opened, store_in
from tests.live.failing import fails, fill, read, status, texts, ticks_until


def drafts_at(file: Path) -> list[Draft]:
    """Return the drafts beside the file of a session."""
    found = from_text(beside(file).read_text(encoding="utf-8"))
    assert found.whole
    return list(found.drafts)


async def draft(desk: Live, key: str, text: str) -> None:
    """Type a text behind a key and close the line."""
    await desk.press(key)
    await desk.type_(text)
    await desk.press("escape")


async def test_a_rescue_keeps_every_draft_and_resuming_brings_them_back(tmp_path: Path, home: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk) as desk:
        await desk.say("t", "on the disk")
        await desk.saved()
        fill(disk)
        await draft(desk, "d", "ALPHA")
        await desk.press("o", "p")
        await desk.type_("secret")
        desk.app.exit(return_code=143)
        assert not desk.app.let_go()
        left = desk.app.room.rescue()
    [rescued] = (home.parent / "system").rglob("*.json")
    assert "with what was being typed" in left.sentence
    assert drafts_at(rescued) == [Draft("decision", "ALPHA"), Draft("park", "secret", hidden=True)]
    if os.name == "posix":
        assert S_IMODE(beside(rescued).stat().st_mode) == 0o600

    clock = HandClock(desk.clock.at)
    store = store_in(tmp_path / "anew", clock)
    assert import_sessions(store, [rescued], as_new=False, out=StringIO()) == 0
    async with opened(lobby.resume(store, clock, SESSION), store, clock) as again:
        assert again.message == "What you were typing is kept; d and p bring it back."
        await again.press("d")
        assert again.typed == "ALPHA"


async def test_a_copy_that_is_asked_for_holds_the_drafts_and_follows_them(tmp_path: Path, home: Path) -> None:
    disk = FaultyDisk()
    copy = home / f"{SESSION}.json"
    beside(copy).write_text("somebody's own", encoding="utf-8")
    async with live(tmp_path / "data", files=disk) as desk:
        await desk.say("t", "on the disk")
        await desk.saved()
        fill(disk)
        await draft(desk, "t", "BETA")
        await fails(desk)
        await desk.press("q")
        await desk.until(lambda: desk.saw("What was being typed is not saved"))
        await desk.press("3", "S", "enter")
        await desk.until(copy.exists)
        await desk.until(lambda: "A copy is kept in" in read(desk))
        assert drafts_at(copy) == [Draft("takeaway", "BETA")]
        await draft(desk, "d", "GAMMA")
        await desk.advance(1)
        await desk.press("q")
        await ticks_until(desk, "1 leave, the copy has everything")
        await desk.press("1")
        assert status(desk) == 0
        assert not desk.app.let_go()
        left = desk.app.room.rescue()
    assert texts(copy) == ["on the disk"]
    assert drafts_at(copy) == [Draft("takeaway", "BETA"), Draft("decision", "GAMMA")]
    assert str(copy) in left.sentence
    assert not list((home.parent / "system").iterdir()), "one copy is enough"
    [before] = home.glob("*before*")
    assert before.read_text(encoding="utf-8") == "somebody's own"


async def test_saved_elsewhere_on_the_way_out_the_draft_is_there(tmp_path: Path, home: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk) as desk:
        fill(disk)
        await draft(desk, "t", "BETA")
        await fails(desk)
        await desk.press("q", "1", "enter")
        await desk.until(lambda: status(desk) == 0)
    assert drafts_at(home / f"{SESSION}.json") == [Draft("takeaway", "BETA")]


async def test_a_draft_that_was_sent_off_leaves_the_copy(tmp_path: Path, home: Path) -> None:
    disk = FaultyDisk()
    copy = home / f"{SESSION}.json"
    async with live(tmp_path / "data", files=disk) as desk:
        fill(disk)
        await draft(desk, "t", "BETA")
        await fails(desk)
        await desk.press("S", "enter")
        await desk.until(beside(copy).exists)
        await desk.press("t", "enter")
        await desk.advance(1)
        await desk.until(lambda: not beside(copy).exists())
        assert texts(copy) == ["BETA"]


async def test_the_question_counts_drafts_that_are_not_on_the_disk(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, files=disk) as desk:
        await draft(desk, "d", "on the disk")
        await desk.saved()
        fill(disk)
        await desk.say("t", "one")
        await draft(desk, "p", "half")
        await fails(desk)
        await desk.press("q")
        await desk.until(lambda: desk.saw("2 things are not saved: the disk is full."))


async def test_with_no_room_anywhere_drafts_are_printed_but_for_hidden_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "gone"
    monkeypatch.setattr(elsewhere, "_folders", lambda: iter((nowhere, nowhere)))
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk) as desk:
        await desk.saved()
        fill(disk)
        await draft(desk, "d", "ALPHA")
        await desk.press("o", "p")
        await desk.type_("secret")
        desk.app.exit(return_code=143)
        assert not desk.app.let_go()
        left = desk.app.room.rescue()
    assert "- being typed: ALPHA" in left.text
    assert "- being typed: off the record" in left.text
    assert "secret" not in left.text


async def test_where_only_the_session_finds_room_the_drafts_are_printed(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: Path, _text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(elsewhere, "keep_beside", full)
    disk = FaultyDisk()
    async with live(tmp_path / "data", files=disk) as desk:
        fill(disk)
        await desk.say("t", "one")
        await draft(desk, "d", "ALPHA")
        desk.app.exit(return_code=143)
        assert not desk.app.let_go()
        left = desk.app.room.rescue()
    rescued = sorted(home.parent.rglob("facilitator-rescue-*/*.json"))
    assert any(str(path) in left.sentence and texts(path) == ["one"] for path in rescued)
    assert "but for what was being typed" in left.sentence
    assert "- being typed: ALPHA" in left.text
    assert "takeaway: one" not in left.text
