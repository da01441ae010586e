"""A session is made, opened, closed, resumed, finished and found again."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from data.folders import DataFolder
from data.imports import read_brought
from data.migrations import MIGRATIONS
from data.problems import (
    AmbiguousSession,
    DamagedRecord,
    FolderProblem,
    HeldElsewhere,
    NewerSchema,
    NoSuchSession,
    NotBroughtIn,
    SessionExists,
)
from data.records import JSON, Record
from data.sessions import rescue
from data.store import Store
from data.versions import Tables, encode, kept
from formats.words import SessionId
from tests.data.builders import OTHER, SESSION, FaultyDisk, header_of, record, records, seqs, stored_session


def test_a_record_survives_its_document() -> None:
    one = record(3, "naïve \u2028 \U0001f642 [x] *b*")
    assert Record.from_document(one.to_document()) == one


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("id", ""),
        ("id", 3),
        ("seq", 0),
        ("seq", "1"),
        ("seq", True),
        ("at", 1.5),
        ("kind", None),
        ("data", []),
    ],
)
def test_a_document_that_is_no_record_is_refused(field: str, wrong: JSON) -> None:
    with pytest.raises(DamagedRecord):
        Record.from_document({**record(1).to_document(), field: wrong})


def test_a_document_with_fields_missing_or_unknown_is_refused() -> None:
    document = record(1).to_document()
    with pytest.raises(DamagedRecord, match="extra"):
        Record.from_document({**document, "extra": 1})
    del document["at"]
    with pytest.raises(DamagedRecord, match="at"):
        Record.from_document(document)


def test_a_session_goes_on_where_it_was(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.create(SESSION, {"title": "Kickoff", "level": "names"}) as session:
        assert session.last_sign_of_life is None
        session.writer.append(records(1, 3))
        session.update_header({"level": "room"})
        assert session.header == {"title": "Kickoff", "level": "room"}
    with store.open(SESSION) as session:
        assert session.header == {"title": "Kickoff", "level": "room"}
        assert list(session.records) == records(1, 3)
        assert session.writer.acknowledged == 3
        assert session.problems == ()
        session.writer.append([record(4)])
    assert seqs(store.read(SESSION).records) == [1, 2, 3, 4]


def test_a_session_is_read_while_it_runs(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.create(SESSION, {"title": "Kickoff"}) as session:
        before = store.version(SESSION)
        session.writer.append(records(1, 2))
        session.writer.drain(5)
        assert store.version(SESSION) != before
        found = Store(tmp_path).read(SESSION)
    assert (found.id, found.header, found.problems) == (SESSION, {"title": "Kickoff"}, ())
    assert list(found.records) == records(1, 2)


def test_reading_changes_nothing_on_the_disk(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    store.read(SESSION)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_second_opening_is_told_who_has_it(tmp_path: Path) -> None:
    store = Store(tmp_path, now=lambda: 1234)
    with store.create(SESSION, {}):
        with pytest.raises(HeldElsewhere) as told:
            Store(tmp_path).open(SESSION)
        assert told.value.owner.pid == os.getpid()
        assert told.value.owner.start == 1234
        assert str(os.getpid()) in str(told.value)
        with pytest.raises(HeldElsewhere):
            store.delete(SESSION)
    with store.open(SESSION):
        pass


def test_a_torn_sign_of_life_still_tells_when(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    sign = tmp_path / "open" / f"{SESSION}.owner"
    sign.write_bytes(b'{"pid": 4')
    os.utime(sign, ns=(10**18, 10**18))
    with store.open(SESSION) as session:
        assert session.last_sign_of_life == 10**12
        sign.write_bytes(b"")
        with pytest.raises(HeldElsewhere, match="another window"):
            store.open(SESSION)


def test_signs_of_life_tell_how_long_nobody_was_there(tmp_path: Path) -> None:
    clock = [1_000]
    store = Store(tmp_path, now=lambda: clock[0])
    with store.create(SESSION, {}) as session:
        clock[0] = 16_000
        session.touch(1, 0)
        session.writer.drain(5)
        found = json.loads((tmp_path / "open" / f"{SESSION}.owner").read_text())
        assert (found["start"], found["last"]) == (1_000, 16_000)
        clock[0] = 20_000
    clock[0] = 99_000
    with store.open(SESSION) as session:
        assert session.last_sign_of_life == 16_000
    with store.open(SESSION) as session:
        assert session.last_sign_of_life == 99_000, "one that left no sign leaves one on closing"


def test_a_session_is_unfinished_until_it_is_finished(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.create(SESSION, {}):
        assert store.unfinished() == [SESSION]
    assert store.unfinished() == [SESSION]
    with store.open(SESSION) as session:
        session.writer.append([record(1)])
        session.save_draft("left over")
        assert session.finish()
        session.touch(1, 0)
        session.save_draft("too late")
    assert store.unfinished() == []
    assert os.listdir(tmp_path / "open") == []
    assert seqs(store.read(SESSION).records) == [1]


def test_a_lost_folder_of_signs_can_be_made_anew(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    for sign in (tmp_path / "open").iterdir():
        sign.unlink()
    assert store.unfinished() == []
    store.mark_unfinished(SESSION)
    store.mark_unfinished(SESSION)
    assert store.unfinished() == [SESSION]
    written = (tmp_path / "sessions" / f"{SESSION}.json").stat().st_mtime_ns // 1_000_000
    with store.open(SESSION) as session:
        assert session.last_sign_of_life == written
    with pytest.raises(NoSuchSession):
        store.mark_unfinished(OTHER)


def test_drafts_wait_for_the_next_window(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.create(SESSION, {}) as session:
        assert session.draft() == ""
        session.save_draft("half a thou")
        session.save_draft("half a thought \U0001f642\n[x]")
        assert session.draft() == "half a thought \U0001f642\n[x]"
    with store.open(SESSION) as session:
        assert session.draft() == "half a thought \U0001f642\n[x]"
        session.save_draft("")
        assert session.writer.drain(5)
        assert not (tmp_path / "open" / f"{SESSION}.draft").exists()
    with store.open(SESSION) as session:
        assert session.draft() == ""


def test_a_draft_that_can_not_be_written_is_tried_again(tmp_path: Path) -> None:
    disk = FaultyDisk()
    store = Store(tmp_path, files=disk)
    with store.create(SESSION, {}) as session:
        disk.arm(1, lasting=True)
        session.save_draft("half a thought")
        assert not session.writer.drain(5)
        disk.heal()
        session.writer.retry()
        assert session.writer.drain(5)
        assert (tmp_path / "open" / f"{SESSION}.draft").read_text() == "half a thought"


def test_an_id_is_given_once(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    with pytest.raises(SessionExists):
        store.create(SESSION, {})
    assert seqs(store.read(SESSION).records) == [1]
    assert store.unfinished() == [SESSION]


def test_a_session_that_is_not_there_is_told_with_what_is_like_it(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    for ask in (store.open, store.read, store.delete):
        with pytest.raises(NoSuchSession) as told:
            ask(SessionId("20240506-1400-kickof-0a1b"))
        assert told.value.nearest == (SESSION,)
        assert SESSION in str(told.value)
    with pytest.raises(NoSuchSession):
        store.open(SessionId("../sessions/x"))
    assert os.listdir(tmp_path / "open") == [f"{SESSION}.owner", f"{SESSION}.lock"] or sorted(
        os.listdir(tmp_path / "open")
    ) == [f"{SESSION}.lock", f"{SESSION}.owner"]


def test_a_session_of_which_a_backup_alone_is_left_is_one_of_all(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)
    with store.create(OTHER, {}):
        pass
    assert store.all_ids() == store.ids() == [OTHER, SESSION]
    (tmp_path / "sessions" / f"{SESSION}.json").unlink()
    (tmp_path / "backups" / "20240508-0900-retro-aaaa.schema-1.json").touch()
    assert store.ids() == [OTHER]
    assert store.all_ids() == [OTHER, SESSION]


def test_backups_that_can_not_be_listed_are_told(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file in its place")
    with pytest.raises(FolderProblem, match="there is a file where the folder should be"):
        Store(tmp_path).all_ids()


def test_sessions_are_found_by_id_beginning_and_last(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    with store.create(OTHER, {}):
        pass
    (tmp_path / "sessions" / "readme.json").write_text("{}")
    (tmp_path / "sessions" / f".{SESSION}.json.0a1b2c3d.tmp").touch()
    assert store.ids() == [OTHER, SESSION]
    assert store.resolve("last") == OTHER
    assert store.resolve(SESSION) == SESSION
    assert store.resolve(" 20240506 ") == SESSION
    with pytest.raises(AmbiguousSession) as told:
        store.resolve("2024")
    assert told.value.matches == (OTHER, SESSION)
    for text in ("", "2025", "../.."):
        with pytest.raises(NoSuchSession):
            store.resolve(text)


def test_an_empty_folder_has_no_last_session(tmp_path: Path) -> None:
    store = Store(DataFolder(tmp_path / "nowhere"))
    assert store.ids() == []
    assert store.unfinished() == []
    with pytest.raises(NoSuchSession):
        store.resolve("last")


def test_a_folder_that_can_not_be_listed_is_told(tmp_path: Path) -> None:
    (tmp_path / "sessions").touch()
    with pytest.raises(FolderProblem, match="--data"):
        Store(tmp_path).ids()


def test_what_is_deleted_lies_in_the_trash(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 3)
    whole = (tmp_path / "sessions" / f"{SESSION}.json").read_bytes()
    store.delete(SESSION)
    assert store.ids() == store.unfinished() == []
    assert os.listdir(tmp_path / "open") == os.listdir(tmp_path / "backups") == []
    assert (tmp_path / "trash" / f"{SESSION}.json").read_bytes() == whole
    stored_session(tmp_path, 1)
    store.delete(SESSION)
    assert (tmp_path / "trash" / f"{SESSION}.json").read_bytes() == whole
    assert len(list((tmp_path / "trash").iterdir())) == 6


def test_leftovers_of_a_killed_program_are_swept_on_opening(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    left = tmp_path / "sessions" / f".{SESSION}.json.0a1b2c3d.tmp"
    left.write_bytes(b"half")
    with store.open(SESSION):
        assert not left.exists()


def test_a_whole_session_is_rescued_to_another_folder(tmp_path: Path) -> None:
    disk = FaultyDisk()
    store = Store(tmp_path / "data", files=disk)
    with store.create(SESSION, {"id": SESSION, "title": "Kickoff"}) as session:
        session.writer.append(records(1, 2))
        assert session.writer.drain(5)
        disk.arm(1, lasting=True)
        session.writer.append(records(3, 4))
        assert not session.writer.drain(5)
        everything = [*store_records(session.records, records(1, 2)), *session.writer.waiting_records()]
        saved = rescue(everything, session.header, tmp_path / "stick" / "here")
        again = rescue(everything, session.header, tmp_path / "stick" / "here")
        disk.heal()
    assert saved.name == f"{SESSION}.json"
    assert again != saved
    found = read_brought(saved)
    assert (found.session_id, found.header["title"]) == (SESSION, "Kickoff")
    assert list(found.records) == records(1, 4)


def store_records(opened: tuple[Record, ...], since: list[Record]) -> list[Record]:
    return [*opened, *since]


def test_a_rescue_that_fails_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FolderProblem):
        rescue(records(1, 1), {}, tmp_path / "file")


def test_a_file_that_is_no_session_is_not_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(encode({"events": {}}, writes=1))
    with pytest.raises(NotBroughtIn, match="head"):
        read_brought(tmp_path / "x.json")
    with pytest.raises(NotBroughtIn, match="there is no such file"):
        read_brought(tmp_path / "missing.json")
    wrong = {"session": {"1": kept({})}, "events": {"2": kept(record(1).to_document())}}
    (tmp_path / "x.json").write_bytes(encode(wrong, writes=1))
    with pytest.raises(NotBroughtIn, match="numbered"):
        read_brought(tmp_path / "x.json")


def test_a_newer_session_is_refused_politely_and_left_as_it_is(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)
    path = tmp_path / "sessions" / f"{SESSION}.json"
    newer = encode({"other": {"1": kept({"n": 1})}}, writes=9, schema=2)
    path.write_bytes(newer)
    for ask in (store.open, store.read):
        with pytest.raises(NewerSchema, match="update facilitator"):
            ask(SESSION)
    assert path.read_bytes() == newer
    assert os.listdir(tmp_path / "trash") == []


def test_an_older_session_is_copied_then_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(tables: Tables) -> dict[str, dict[str, dict[str, JSON]]]:
        return {"session": {"1": {"title": tables["head"]["1"]["name"]}}, "events": {**tables["events"]}}

    store = stored_session(tmp_path, 2)
    path = tmp_path / "sessions" / f"{SESSION}.json"
    events = {"1": kept(record(1).to_document())}
    older = encode({"head": {"1": kept({"name": "Old"})}, "events": events}, writes=4, schema=0)
    path.write_bytes(older)
    monkeypatch.setitem(MIGRATIONS, 0, step)
    assert store.read(SESSION).header == {"title": "Old"}
    assert path.read_bytes() == older
    with store.open(SESSION) as session:
        assert session.header == {"title": "Old"}
        assert "brought up to date" in session.problems[0]
        session.writer.append([record(2)])
    copy = tmp_path / "backups" / f"{SESSION}.schema-0.json"
    assert copy.read_bytes() == older
    monkeypatch.delitem(MIGRATIONS, 0)
    assert seqs(store.read(SESSION).records) == [1, 2]
    assert header_of(store) == {"title": "Old"}


def test_a_session_that_can_not_be_made_leaves_nothing(tmp_path: Path) -> None:
    for number in range(1, 12):
        disk = FaultyDisk()
        store = Store(tmp_path / str(number), files=disk)
        disk.arm(number, lasting=True, only=["create", "write", "sync", "close", "replace", "sync_folder"])
        try:
            with store.create(SESSION, {"title": "Kickoff"}):
                disk.heal()
        except FolderProblem as problem:
            assert "disk is full" in str(problem)  # noqa: PT017 - which call fails may or may not matter
            assert store.ids() == store.unfinished() == []
        else:
            assert store.read(SESSION).header == {"title": "Kickoff"}


def test_notes_are_saved_over_the_same_sessions_notes_alone(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    day = date(2024, 5, 6)
    assert store.notes_path(SESSION) is None
    mine = store.save_notes(SESSION, "Kickoff", day, "first")
    assert mine.name == "2024-05-06 Kickoff.md"
    assert store.notes_path(SESSION) == mine
    theirs = store.save_notes(OTHER, "Kickoff", day, "another session")
    assert theirs.name == "2024-05-06 Kickoff 2.md"
    assert Store(tmp_path).save_notes(SESSION, "Kickoff, renamed", day, "second ☕") == mine
    assert mine.read_text(encoding="utf-8") == "second ☕"
    assert theirs.read_text() == "another session"


def test_notes_that_somebody_edited_are_never_overwritten(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    day = date(2024, 5, 6)
    first = store.save_notes(SESSION, "Kickoff", day, "as made")
    first.write_text("with my own remarks")
    second = store.save_notes(SESSION, "Kickoff", day, "made again")
    assert first.read_text() == "with my own remarks"
    assert second.read_text() == "made again"
    assert store.notes_path(SESSION) == second
    second.unlink()
    assert store.notes_path(SESSION) is None
    assert store.save_notes(SESSION, "Kickoff", day, "once more").read_text() == "once more"


@pytest.mark.parametrize(
    "index", ["", "null", "[1]", '{"%s": 3}', '{"%s": {"file": "../sessions/x.md"}}', "\ud800"]
)
def test_a_broken_index_of_notes_leads_nowhere(tmp_path: Path, index: str) -> None:
    store = stored_session(tmp_path, 1)
    (tmp_path / "notes" / ".index.json").write_bytes(
        index.replace("%s", SESSION).encode("utf-8", "surrogatepass")
    )
    assert store.notes_path(SESSION) is None
    saved = store.save_notes(SESSION, "../../x", date(2024, 5, 6), "text \ud800")
    assert saved.parent == tmp_path / "notes"
    assert store.notes_path(SESSION) == saved


def test_notes_that_can_not_be_saved_say_so(tmp_path: Path) -> None:
    disk = FaultyDisk()
    store = Store(tmp_path, files=disk)
    store.folder.ensure()
    disk.arm(1, lasting=True, only=["create"])
    with pytest.raises(FolderProblem, match="the disk is full"):
        store.save_notes(SESSION, "Kickoff", date(2024, 5, 6), "text")
