"""What must be forgotten is forgotten everywhere, and that something was is written down."""

from dataclasses import replace
from pathlib import Path

import pytest

from data.problems import FolderProblem, HeldElsewhere, NoSuchSession
from data.records import Record
from data.rewrite import REWRITTEN, rewrite, traces
from data.store import Store
from tests.data.builders import OTHER, SESSION, FaultyDisk, record, seqs, stored_session

SECRET = "said in confidence"


def session_with_a_secret(root: Path) -> Store:
    store = stored_session(root, 2)
    with store.open(SESSION) as session:
        session.writer.append([record(3, SECRET)])
        session.writer.drain(5)
        session.writer.append([record(4)])
        session.save_draft(f"also {SECRET}")
    return store


def without_secret(one: Record) -> Record | None:
    return None if one.data.get("text") == SECRET else one


def redacted(one: Record) -> Record:
    return replace(one, data={"text": "-"}) if one.data.get("text") == SECRET else one


def files_with_secret(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_a_removed_record_is_nowhere_any_more(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    assert len(files_with_secret(tmp_path)) >= 3
    assert rewrite(store, SESSION, without_secret, "off the record", drafts=True) == 1
    assert files_with_secret(tmp_path) == []
    with store.open(SESSION) as session:
        assert session.problems == ()
        assert seqs(session.records) == [1, 2, 4, 5]
        mark = session.records[-1]
        assert (mark.kind, mark.data) == (REWRITTEN, {"what": "off the record", "count": 1})
        assert mark.at >= session.records[-2].at
        assert session.draft() == ""
        session.writer.append([record(6)])
    assert seqs(store.read(SESSION).records) == [1, 2, 4, 5, 6]


def test_a_record_can_be_changed_and_the_draft_left_alone(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    assert rewrite(store, SESSION, redacted, "a person forgotten") == 1
    assert [one.data.get("text") for one in store.read(SESSION).records][:4] == ["a thought"] * 2 + [
        "-",
        "a thought",
    ]
    assert files_with_secret(tmp_path) == [f"{SESSION}.draft"]


def test_with_nothing_to_change_nothing_is_marked(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 3)
    assert rewrite(store, SESSION, without_secret, "off the record") == 0
    assert seqs(store.read(SESSION).records) == [1, 2, 3]


def test_the_backups_are_whole_afterwards(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    rewrite(store, SESSION, without_secret, "off the record")
    (tmp_path / "sessions" / f"{SESSION}.json").unlink()
    assert seqs(store.read(SESSION).records) == [1, 2, 4, 5]


def test_it_is_run_again_after_it_failed_anywhere(tmp_path: Path) -> None:
    number = 0
    while True:
        number += 1
        root = tmp_path / str(number)
        whole = session_with_a_secret(root)
        disk = FaultyDisk()
        disk.arm(number, lasting=True)
        try:
            rewrite(Store(root, files=disk), SESSION, without_secret, "off the record", drafts=True)
            failed = False
        except FolderProblem:
            failed = True
        disk.heal()
        assert seqs(whole.read(SESSION).records) in ([1, 2, 3, 4], [1, 2, 4, 5])
        rewrite(whole, SESSION, without_secret, "off the record", drafts=True)
        assert seqs(whole.read(SESSION).records) == [1, 2, 4, 5]
        assert not [name for name in files_with_secret(root) if not name.endswith(".tmp")]
        if not failed:
            break
    assert number > 10


def test_no_record_gets_anothers_place(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)
    with pytest.raises(ValueError, match="another id or number"):
        rewrite(store, SESSION, lambda one: replace(one, seq=one.seq + 1), "shifted")
    assert seqs(store.read(SESSION).records) == [1, 2]


def test_a_running_session_is_left_alone(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)
    with store.open(SESSION), pytest.raises(HeldElsewhere):
        rewrite(store, SESSION, without_secret, "off the record")
    with pytest.raises(NoSuchSession):
        rewrite(store, OTHER, without_secret, "off the record")


def test_what_may_still_hold_it_is_named(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    (tmp_path / "sessions" / f"{SESSION}.json").write_bytes(b"damaged")
    with store.open(SESSION):
        pass
    (left,) = traces(store, SESSION)
    assert left.parent == tmp_path / "trash"
