"""Pastes that are too large for a session, and drafts that can't be read: kept whole, once, and for this user alone."""

import os
from pathlib import Path

import pytest

from data.store import Store
from tests.data.builders import OTHER, SESSION, FaultyDisk, record, stored_session


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_paste_gets_the_next_number_and_is_told(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    told: list[Path] = []
    with store.open(SESSION) as session:
        for text in ("one\n", "two\n", "one\n"):
            session.typed.keep_pasted(text, told.append)
        assert session.writer.drain(5)
        assert not session.typed.is_at_stake
    with store.open(SESSION) as session:
        session.typed.keep_pasted("after a restart", told.append)
        session.writer.drain(5)
    assert [path.name for path in told] == [f"{SESSION}.{number}.txt" for number in (1, 2, 3, 4)]
    assert [path.read_text() for path in told] == ["one\n", "two\n", "one\n", "after a restart"]
    assert names(tmp_path / "pasted") == [path.name for path in told]
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in told} == {0o600}
        assert (tmp_path / "pasted").stat().st_mode & 0o777 == 0o700


def test_a_file_that_somebody_put_there_is_not_overwritten(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    mine = tmp_path / "pasted" / f"{SESSION}.7.txt"
    mine.write_text("mine")
    with store.open(SESSION) as session:
        session.typed.keep_pasted("pasted", lambda _path: None)
    assert mine.read_text() == "mine"
    assert (tmp_path / "pasted" / f"{SESSION}.8.txt").read_text() == "pasted"


def test_what_the_disk_refuses_is_tried_again_and_written_once(tmp_path: Path) -> None:
    stored_session(tmp_path, 1)
    disk = FaultyDisk()
    told: list[Path] = []
    with Store(tmp_path, files=disk).open(SESSION) as session:
        session.writer.drain(5)
        disk.arm(1, lasting=True, only={"sync"})
        session.typed.keep_pasted("pasted", told.append)
        assert not session.writer.drain(5)
        assert told == []
        assert session.typed.is_at_stake
        disk.heal()
        session.writer.retry()
        assert session.writer.drain(5)
    assert names(tmp_path / "pasted") == [f"{SESSION}.1.txt"]
    assert told == [tmp_path / "pasted" / f"{SESSION}.1.txt"]


def test_who_can_not_be_told_does_not_have_it_written_twice(tmp_path: Path) -> None:
    def gone(_path: Path) -> None:
        raise RuntimeError("the window was closed")

    with stored_session(tmp_path, 1).open(SESSION) as session:
        session.typed.keep_pasted("pasted", gone)
        assert session.writer.drain(5)
    assert len(names(tmp_path / "pasted")) == 1


def test_a_folder_that_is_gone_is_made_again(tmp_path: Path) -> None:
    with stored_session(tmp_path, 1).open(SESSION) as session:
        (tmp_path / "pasted").rmdir()
        session.typed.keep_pasted("pasted", lambda _path: None)
        assert session.writer.drain(5)
    assert len(names(tmp_path / "pasted")) == 1


def test_deleting_a_session_takes_what_was_pasted_into_it_to_the_trash(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    with store.open(SESSION) as session:
        session.typed.keep_pasted("one", lambda _path: None)
        session.typed.keep_pasted("two", lambda _path: None)
    others = tmp_path / "pasted" / f"{OTHER}.1.txt"
    others.write_text("another session's")
    store.delete(SESSION)
    assert names(tmp_path / "pasted") == [others.name]
    assert {f"{SESSION}.1.txt", f"{SESSION}.2.txt"} <= set(names(tmp_path / "trash"))


def test_a_draft_that_can_not_be_read_stays_where_it_is_until_the_next_and_is_kept(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    draft = tmp_path / "open" / f"{SESSION}.draft"
    draft.write_bytes(b"\xff\x00")
    with store.open(SESSION) as session:
        kept = session.typed.set_draft_aside()
        assert kept is not None
        assert kept.parent == tmp_path / "trash"
        session.save_draft("the next")
        session.writer.drain(5)
        assert kept.read_bytes() == b"\xff\x00"
        assert draft.read_text() == "the next"
    draft.unlink()
    with store.open(SESSION) as session:
        assert session.typed.set_draft_aside() is None


def test_what_was_typed_and_never_sent_off_goes_to_the_trash_at_the_end(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    with store.open(SESSION) as session:
        session.writer.append([record(2)])
        session.save_draft("half a thou")
        assert session.finish()
    assert (tmp_path / "trash" / f"{SESSION}.draft").read_text() == "half a thou"
    assert names(tmp_path / "open") == []


@pytest.mark.parametrize("text", ["", "half a thou"])
def test_only_what_was_typed_is_at_stake(tmp_path: Path, text: str) -> None:
    with stored_session(tmp_path, 1).open(SESSION) as session:
        session.save_draft(text)
        assert session.typed.is_at_stake is bool(text)


def test_what_can_not_go_to_the_trash_at_the_end_stays_where_it_is(tmp_path: Path) -> None:
    stored_session(tmp_path, 1)
    disk = FaultyDisk()
    with Store(tmp_path, files=disk).open(SESSION) as session:
        session.save_draft("half a thou")
        assert session.writer.drain(5)
        disk.arm(1, lasting=True, only={"replace"})
        assert session.finish()
        disk.heal()
    assert (tmp_path / "open" / f"{SESSION}.draft").read_text() == "half a thou"


def test_a_draft_outlives_the_failed_write_of_what_was_sent_off(tmp_path: Path) -> None:
    stored_session(tmp_path, 1)
    draft = tmp_path / "open" / f"{SESSION}.draft"
    disk = FaultyDisk()
    with Store(tmp_path, files=disk).open(SESSION) as session:
        session.save_draft("a thought")
        assert session.writer.drain(5)
        disk.arm(1, lasting=True, only={"create"})
        session.writer.append([record(2)])
        session.save_draft("")
        assert not session.writer.drain(5)
        session.writer.retry()
        assert not session.writer.drain(5)
        assert draft.read_text() == "a thought"
        disk.heal()
        session.writer.retry()
        assert session.writer.drain(5)
        assert not draft.exists()
