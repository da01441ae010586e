"""`facilitator sessions erase-private`: not a byte of what was said off the record is left."""

import shutil
import sys
import tempfile
from errno import ENOSPC
from io import StringIO
from pathlib import Path

import pytest

from data.community import Community
from data.elsewhere import Copy
from data.sessions import rescue
from data.store import Store
from facilitator.conductor import Conductor
from facilitator.drafts import from_text, to_text
from facilitator.engine.commands import End
from facilitator.erase_command import erase_private
from facilitator.lobby import how_it_goes, remember, resume
from facilitator.storing import session_of
from formats.words import SessionId
from screens.views.draft import Draft
from tests.cli.held import Shelf, facilitator
from tests.cli.test_check import everything_under
from tests.data.builders import FaultyDisk
from tests.quick import some_of

Captured = pytest.CaptureFixture[str]
SECRET = "Bén said “it *hurts*”\nand why"
TYPED = "and what I think of it"


@pytest.fixture(autouse=True)
def own_temporary_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the system's folder for a while out of it."""
    folder = tmp_path / "for a while"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def holding(root: Path, *texts: str) -> list[str]:
    """Name the files that hold any of these, in any of the ways in which a file may hold them."""
    forms = [
        form
        for text in texts or (SECRET, TYPED)
        for line in text.splitlines()
        for form in (line.encode(), line.encode("ascii", "backslashreplace").replace(b"\\xe9", b"\\u00e9"))
    ]
    paths = [path for path in root.rglob("*") if path.is_file()]
    return [str(path.relative_to(root)) for path in paths if any(form in path.read_bytes() for form in forms)]


def confided(shelf: Shelf) -> Conductor:
    """Hold a session in which things were said off the record, each written by itself."""
    conductor = shelf.begun()
    for act, text in (("takeaway", "ask early"), ("off_record", ""), ("action", SECRET), ("off_record", "")):
        conductor.ask(act, text)
        conductor.kept.writer.drain(5)
    conductor.ask("decision", "weekly")
    return conductor


def left_everywhere(shelf: Shelf) -> SessionId:
    """Hold such a session, and leave its words in every place where any program of ours puts them."""
    conductor = confided(shelf)
    conductor.save_draft(to_text([Draft("park", "half a thought"), Draft("park", TYPED, hidden=True)]))
    conductor.kept.typed.keep_pasted(TYPED * 3, lambda _: None)
    assert conductor.leave()
    folder, places = shelf.store.folder, shelf.store.places(conductor.id)
    raw = places.file.read_bytes()
    for name, content in {
        "trash/{}.replaced-20261120T100000Z.json": raw,
        "trash/{}.damaged-20261120T100000Z.json": raw[:-9],
        "trash/{}.draft": places.draft.read_bytes(),
        "trash/{}.1.txt": TYPED.encode(),
        "backups/{}.schema-0.json": raw,
        "backups/.{}.1.json.0a1b2c3d.tmp": raw,
        "logs/crash-20261120-100000-1.log": f"ValueError: {SECRET!r}".encode(),
    }.items():
        (folder.root / name.format(conductor.id)).write_bytes(content)
    return conductor.id


def test_not_a_byte_of_it_is_left(shelf: Shelf, capsys: Captured) -> None:
    session_id = left_everywhere(shelf)
    assert len(holding(shelf.root)) >= 11
    assert facilitator(shelf, "sessions", "erase-private", session_id, "--yes") == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == (
        f"{session_id}: 1 item off the record, 1 draft and 1 large paste erased for good, in every copy of it."
    )
    assert said.err == ""
    assert holding(shelf.root) == []
    assert facilitator(shelf, "sessions", "check") == 0
    assert "fine" in capsys.readouterr().out


def test_the_session_goes_on_and_its_drafts_are_there(shelf: Shelf) -> None:
    session_id = left_everywhere(shelf)
    facilitator(shelf, "sessions", "erase-private", session_id, "--yes")
    again = resume(shelf.store, shelf.clock, session_id)
    items = list(again.state.items.values())
    assert [(item.text, item.off) for item in items] == [
        ("ask early", False),
        ("erased", True),
        ("weekly", False),
    ]
    assert from_text(again.draft()).drafts == (Draft("park", "half a thought"),)
    again.ask("takeaway", "from here on")
    assert again.state.items[list(again.state.items)[-1]].id == "i4"
    assert again.leave()
    assert facilitator(shelf, "sessions", "check") == 0


def test_what_was_in_the_trash_keeps_what_it_alone_has(shelf: Shelf) -> None:
    session_id = left_everywhere(shelf)
    copy = shelf.store.folder.trash / f"{session_id}.replaced-20261120T100000Z.json"
    assert facilitator(shelf, "sessions", "erase-private", session_id, "--yes") == 0
    assert b"weekly" in copy.read_bytes()
    assert b"half a thought" in (shelf.store.folder.trash / f"{session_id}.draft").read_bytes()


def test_an_item_that_was_put_off_the_record_only_later_goes_from_older_copies_too(shelf: Shelf) -> None:
    conductor = shelf.begun()
    conductor.ask("takeaway", SECRET)
    conductor.kept.writer.drain(5)
    shutil.copy(shelf.path(conductor.id), shelf.store.folder.trash / f"{conductor.id}.json")
    conductor.ask("off_record_item", target="i1")
    assert conductor.leave()
    assert facilitator(shelf, "sessions", "erase-private", conductor.id, "--yes") == 0
    assert holding(shelf.root) == []


def test_a_copy_that_went_another_way_does_not_tell_it_either(shelf: Shelf, tmp_path: Path) -> None:
    conductor = shelf.begun()
    conductor.ask("takeaway", "as it stood in both")
    conductor.kept.writer.drain(5)
    there = Shelf(tmp_path / "there")
    shutil.copytree(shelf.root / "sessions", there.root / "sessions")
    other = resume(there.store, there.clock, conductor.id)
    other.ask("edit", SECRET, target="i1")
    other.ask("decision", "only there")
    assert other.leave()
    copy = shelf.store.folder.trash / f"{conductor.id}.replaced-20261120T100000Z.json"
    shutil.copy(there.path(conductor.id), copy)
    conductor.ask("off_record_item", target="i1")
    assert conductor.leave()
    assert facilitator(shelf, "sessions", "erase-private", conductor.id, "--yes") == 0
    assert holding(shelf.root, SECRET, "as it stood in both") == []
    assert b"only there" in copy.read_bytes()


def test_notes_and_what_is_remembered_follow(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun()
    conductor.ask("action", SECRET)
    conductor.do(End())
    remember(shelf.store, how_it_goes(conductor))
    remember(shelf.store, how_it_goes(conductor))
    day = shelf.clock.local(shelf.clock.now()).date()
    notes = shelf.store.save_notes(conductor.id, "Kickoff", day, "- Bén said “it \\*hurts\\*”\n  and why\n")
    mine = shelf.store.folder.notes / "mine.md"
    mine.write_text(f"I remember: {SECRET}", encoding="utf-8")
    conductor.ask("off_record_item", target="i1")
    assert conductor.leave()
    assert facilitator(shelf, "sessions", "erase-private", conductor.id, "--yes") == 0
    said = capsys.readouterr().out
    assert not notes.exists()
    assert str(notes) in said
    assert holding(shelf.root) == ["notes/mine.md"], "what people wrote themselves is named, and theirs"
    assert said.endswith(f"These may still hold the same words and are yours to look at:\n  {mine}\n")
    (summary,) = Community(shelf.root).summaries()
    assert (summary.id, summary.actions_open) == (conductor.id, ())


def test_words_that_stand_on_the_record_as_well_stay_there(shelf: Shelf, capsys: Captured) -> None:
    conductor = confided(shelf)
    conductor.ask("takeaway", SECRET)
    assert conductor.leave()
    assert facilitator(shelf, "sessions", "erase-private", conductor.id, "--yes") == 0
    texts = [item.text for item in session_of(shelf.store.read(conductor.id).records).state.items.values()]
    assert texts == ["ask early", "erased", "weekly", SECRET]
    assert "may still hold" not in capsys.readouterr().out


def test_a_session_that_is_open_elsewhere_is_refused(shelf: Shelf, capsys: Captured) -> None:
    conductor = confided(shelf)
    conductor.kept.writer.drain(5)
    (shelf.store.folder.logs / "crash.log").write_text(SECRET, encoding="utf-8")
    before = everything_under(shelf.root)
    assert facilitator(shelf, "sessions", "erase-private", conductor.id, "--yes") == 1
    said = capsys.readouterr().err
    assert "is open in another window" in said
    assert said.count("\n") == 1
    assert everything_under(shelf.root) == before
    conductor.leave()


def test_rescued_copies_go_too(shelf: Shelf, own_temporary_folder: Path, capsys: Captured) -> None:
    conductor = confided(shelf)
    records, header = shelf.store.read(conductor.id).records, conductor.kept.header
    for folder in (own_temporary_folder, Path.home()):
        rescue(records, header, folder / "facilitator-rescue-0a1b")
        rescue(records, {**header, "id": "20261119-1000-kickoff-0000"}, folder / "facilitator-rescue-0c1d")
    Copy(records, header, own_temporary_folder / "facilitator-rescue-2e3f", draft=TYPED).close(5)
    assert conductor.leave()
    assert facilitator(shelf, "sessions", "erase-private", conductor.id, "--yes") == 0
    assert capsys.readouterr().out.count("facilitator-rescue-") == 4
    left = [
        path.name for path in (*own_temporary_folder.rglob("*"), *Path.home().rglob("*")) if path.is_file()
    ]
    assert left == ["20261119-1000-kickoff-0000.json"] * 2
    assert not (own_temporary_folder / "facilitator-rescue-0a1b").exists()


def test_nothing_off_the_record_changes_nothing(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended("kickoff", "Ana", "", "", ("takeaway", "openly"))
    before = everything_under(shelf.root)
    assert facilitator(shelf, "sessions", "erase-private", session_id, "--yes") == 0
    assert capsys.readouterr().out == f"Nothing in {session_id} is off the record; nothing was changed.\n"
    assert everything_under(shelf.root) == before


def test_a_draft_on_a_board_where_people_write_silently_is_not_off_the_record(
    shelf: Shelf, capsys: Captured
) -> None:
    conductor = shelf.begun()
    conductor.save_draft(to_text([Draft("card", "not yet seen", hidden=True)]))
    assert conductor.leave()
    assert facilitator(shelf, "sessions", "erase-private", conductor.id, "--yes") == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert "not yet seen" in shelf.store.places(conductor.id).draft.read_text(encoding="utf-8")


def test_words_that_were_put_otherwise_before_they_went_on_the_record_go(
    shelf: Shelf, capsys: Captured
) -> None:
    conductor = shelf.begun()
    conductor.ask("off_record")
    conductor.ask("takeaway", SECRET)
    conductor.ask("edit", "it can be said kindly", target="i1")
    conductor.ask("off_record_item", target="i1")
    assert conductor.leave()
    assert facilitator(shelf, "sessions", "erase-private", conductor.id, "--yes") == 0
    assert capsys.readouterr().out.startswith(f"{conductor.id}: 1 item off the record erased for good")
    assert holding(shelf.root) == []
    assert [
        item.text for item in session_of(shelf.store.read(conductor.id).records).state.items.values()
    ] == ["it can be said kindly"]


def test_without_a_terminal_it_has_to_be_meant(shelf: Shelf, capsys: Captured) -> None:
    session_id = left_everywhere(shelf)
    assert facilitator(shelf, "sessions", "erase-private", session_id) == 2
    assert capsys.readouterr().err == (
        "facilitator: 1 item off the record, 1 draft and 1 large paste would be erased for good from "
        f"{session_id}; --yes says that it is meant\n"
    )
    assert len(holding(shelf.root)) >= 11


@pytest.mark.parametrize(("answer", "erased"), [("yes\n", True), ("Y\n", True), ("\n", False), ("", False)])
def test_on_a_terminal_it_asks(
    answer: str, erased: bool, shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    conductor = confided(shelf)
    assert conductor.leave()
    typed = StringIO(answer)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert facilitator(shelf, "sessions", "erase-private", conductor.id) == 0
    said = capsys.readouterr()
    assert "Nobody can bring that back. Type yes to go on: " in said.err
    assert ("erased for good" in said.out) == erased
    assert bool(holding(shelf.root)) != erased


@pytest.mark.parametrize("step", some_of([1, 17], 17))
def test_after_a_crash_anywhere_it_is_run_again(step: int, tmp_path: Path) -> None:
    number = 0
    failed = True
    while failed:
        number += step
        shelf = Shelf(tmp_path / str(number))
        session_id = left_everywhere(shelf)
        disk = FaultyDisk()
        disk.arm(number, ENOSPC, lasting=True)
        try:
            run(Store(shelf.root, files=disk), session_id)
            failed = bool(disk.failures)
        except Exception:  # noqa: BLE001  # a crash ends it anywhere
            failed = True
        assert facilitator(shelf, "sessions", "erase-private", session_id, "--yes") == 0
        assert holding(shelf.root) == []
        assert facilitator(shelf, "sessions", "check") == 0
    assert number > 20


def run(store: Store, session_id: SessionId) -> None:
    erase_private(store, session_id, sure=True, ask=None, out=StringIO(), err=StringIO())


def test_a_second_time_finds_it_done(shelf: Shelf, capsys: Captured) -> None:
    session_id = left_everywhere(shelf)
    facilitator(shelf, "sessions", "erase-private", session_id, "--yes")
    before = shelf.store.read(session_id).records
    capsys.readouterr()
    assert facilitator(shelf, "sessions", "erase-private", session_id) == 0, "there is nothing left to ask"
    assert capsys.readouterr().out == (
        f"{session_id}: what was off the record was erased before; every copy of it follows now.\n"
    )
    assert shelf.store.read(session_id).records == before


def test_it_needs_to_be_told_which(shelf: Shelf, capsys: Captured) -> None:
    assert facilitator(shelf, "sessions", "erase-private") == 2
    assert facilitator(shelf, "sessions", "erase-private", "last") == 3
    assert capsys.readouterr().err.count("\n") == 2
