"""What must be forgotten is forgotten everywhere, and that something was is written down."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from data.problems import FolderProblem, HeldElsewhere, NoSuchSession
from data.records import Record
from data.rewrite import REWRITTEN, rewrite, traces
from data.store import Store
from tests.data.builders import OTHER, SESSION, FaultyDisk, record, seqs, stored_session
from tests.quick import some_of

SECRET = "said in confidence"


def session_with_a_secret(root: Path) -> Store:
    store = stored_session(root, 2)
    with store.open(SESSION) as session:
        session.writer.append([record(3, SECRET)])
        session.writer.drain(5)
        session.writer.append([record(4)])
        session.save_draft(f"also {SECRET}")
    return store


def redacted(records: Sequence[Record]) -> list[Record]:
    return [replace(one, data={"text": "-"}) if one.data.get("text") == SECRET else one for one in records]


def nothing_typed(_text: str) -> str:
    return ""


def files_with_secret(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def texts(store: Store) -> list[object]:
    return [one.data.get("text") for one in store.read(SESSION).records]


BEFORE, AFTER = ["a thought", "a thought", SECRET, "a thought"], ["a thought", "a thought", "-", "a thought"]


def test_what_was_changed_is_nowhere_any_more(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    assert len(files_with_secret(tmp_path)) >= 3
    assert rewrite(store, SESSION, redacted, "off the record", drafts=nothing_typed).changed == 1
    assert files_with_secret(tmp_path) == []
    with store.open(SESSION) as session:
        assert session.problems == ()
        assert seqs(session.records) == [1, 2, 3, 4, 5]
        mark = session.records[-1]
        assert (mark.kind, mark.data) == (REWRITTEN, {"what": "off the record", "count": 1})
        assert mark.at >= session.records[-2].at
        assert session.draft() == ""
        session.writer.append([record(6)])
    assert seqs(store.read(SESSION).records) == [1, 2, 3, 4, 5, 6]


def test_what_was_being_typed_stays_as_far_as_it_may(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    rewrite(store, SESSION, redacted, "a person forgotten")
    assert texts(store)[:4] == AFTER
    assert files_with_secret(tmp_path) == [f"{SESSION}.draft"]
    rewrite(store, SESSION, redacted, "again", drafts=lambda text: text.replace(SECRET, "something else"))
    assert store.places(SESSION).draft.read_text(encoding="utf-8") == "also something else"


def test_with_nothing_to_change_nothing_is_marked(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 3)
    assert rewrite(store, SESSION, redacted, "off the record").changed == 0
    assert seqs(store.read(SESSION).records) == [1, 2, 3]


def test_the_backups_are_whole_afterwards(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    rewrite(store, SESSION, redacted, "off the record")
    (tmp_path / "sessions" / f"{SESSION}.json").unlink()
    assert texts(store)[:4] == AFTER


@pytest.mark.parametrize("step", some_of([1, 4], 4))
def test_it_is_run_again_after_it_failed_anywhere(step: int, tmp_path: Path) -> None:
    number = 0
    while True:
        number += step
        root = tmp_path / str(number)
        whole = session_with_copies(root)
        disk = FaultyDisk()
        disk.arm(number, lasting=True)
        again = Store(root, files=disk)
        try:
            rewrite(again, SESSION, redacted, "off the record", drafts=nothing_typed, pastes=True)
            failed = False
        except FolderProblem:
            failed = True
        disk.heal()
        assert texts(whole)[:4] in (BEFORE, AFTER)
        rewrite(whole, SESSION, redacted, "off the record", drafts=nothing_typed, pastes=True)
        assert texts(whole)[:4] == AFTER
        assert files_with_secret(root) == [], "not even in a file that was left half written"
        if not failed:
            break
    assert number > 10


def test_no_record_is_taken_out_or_gets_anothers_place(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)

    def shifted(records: Sequence[Record]) -> list[Record]:
        return [replace(one, seq=one.seq + 1) for one in records]

    for change in (shifted, lambda records: list(records[1:])):
        with pytest.raises(ValueError, match="taken out, or given another"):
            rewrite(store, SESSION, change, "shifted")
    with pytest.raises(ValueError, match="nobody can tell"):
        rewrite(store, SESSION, lambda _: None, "shifted")
    assert seqs(store.read(SESSION).records) == [1, 2]


def test_a_running_session_is_left_alone(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)
    with store.open(SESSION), pytest.raises(HeldElsewhere):
        rewrite(store, SESSION, redacted, "off the record")
    with pytest.raises(NoSuchSession):
        rewrite(store, OTHER, redacted, "off the record")


def session_with_copies(root: Path) -> Store:
    """Give a session with copies of it in every place where one can be left."""
    store = session_with_a_secret(root)
    places, trash = store.places(SESSION), store.folder.trash
    raw = places.file.read_bytes()
    copies = {
        trash / f"{SESSION}.replaced-20261120T100000Z.json": raw,
        trash / f"{SESSION}.damaged-20261120T100000Z.json": raw[:-20],
        trash / f"{SESSION}.draft": f"also {SECRET}".encode(),
        trash / f"{SESSION}.2.txt": SECRET.encode(),
        trash / f".{SESSION}.json.0a1b2c3d.tmp": raw,
        store.folder.backups / f"{SESSION}.schema-0.json": raw,
        store.folder.backups / f".{SESSION}.1.json.0a1b2c3d.tmp": raw,
        store.folder.pasted / f"{SESSION}.1.txt": SECRET.encode(),
        store.folder.pasted / f".{SESSION}.1.txt.0a1b2c3d.tmp": SECRET.encode(),
    }
    for path, content in copies.items():
        path.write_bytes(content)
    return store


def test_copies_in_the_trash_keep_what_they_alone_have(tmp_path: Path) -> None:
    store = session_with_copies(tmp_path)
    copy = store.folder.trash / f"{SESSION}.replaced-20261120T100000Z.json"
    other = stored_session(tmp_path / "other", 2)
    with other.open(SESSION) as session:
        session.writer.append([record(3, SECRET), replace(record(4, "only here"), id="e4-there")])
    copy.write_bytes(other.places(SESSION).file.read_bytes())
    done = rewrite(store, SESSION, redacted, "off the record", drafts=nothing_typed, pastes=True)
    assert files_with_secret(tmp_path / "sessions") == []
    assert files_with_secret(store.folder.trash) == []
    assert b"only here" in copy.read_bytes()
    assert copy not in done.removed
    assert {path.name for path in done.removed} >= {
        f"{SESSION}.damaged-20261120T100000Z.json",
        f"{SESSION}.schema-0.json",
        f"{SESSION}.1.txt",
    }


def test_what_a_copy_says_of_a_record_is_what_the_session_says(tmp_path: Path) -> None:
    store = session_with_copies(tmp_path)
    copy = store.folder.trash / f"{SESSION}.replaced-20261120T100000Z.json"
    other = stored_session(tmp_path / "other", 2)
    with other.open(SESSION) as session:
        session.writer.append([record(3, "said in confidence, in other words")])
    copy.write_bytes(other.places(SESSION).file.read_bytes())
    rewrite(store, SESSION, redacted, "off the record")
    assert b"in other words" not in copy.read_bytes()


def test_a_copy_that_nobody_can_read_as_a_session_is_removed(tmp_path: Path) -> None:
    store = session_with_copies(tmp_path)
    copy = store.folder.trash / f"{SESSION}.replaced-20261120T100000Z.json"

    def unsure_of_copies(records: Sequence[Record]) -> list[Record] | None:
        return None if any(one.id == "e9" for one in records) else redacted(records)

    other = stored_session(tmp_path / "other", 9)
    copy.write_bytes(other.places(SESSION).file.read_bytes())
    assert copy in rewrite(store, SESSION, unsure_of_copies, "off the record").removed
    assert not copy.exists()


def test_pastes_and_what_was_typed_are_left_unless_asked_for(tmp_path: Path) -> None:
    store = session_with_copies(tmp_path)
    rewrite(store, SESSION, redacted, "a person forgotten")
    assert sorted(set(files_with_secret(tmp_path))) == [
        f"{SESSION}.1.txt",
        f"{SESSION}.2.txt",
        f"{SESSION}.draft",
    ]


def test_another_session_whose_name_begins_the_same_is_left_alone(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    longer = store.folder.trash / f"{SESSION}-0a1b.json"
    longer.write_bytes(SECRET.encode())
    assert longer not in traces(store.places(SESSION))
    rewrite(store, SESSION, redacted, "off the record", drafts=nothing_typed)
    assert files_with_secret(tmp_path) == [longer.name]


def test_a_folder_in_the_trash_is_named_and_not_looked_into(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    folder = store.folder.trash / f"{SESSION}.draft"
    folder.mkdir()
    assert rewrite(store, SESSION, redacted, "off the record", drafts=nothing_typed).left == (folder,)
    assert folder.is_dir()


def test_a_link_in_the_trash_is_removed_and_not_followed(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    mine = tmp_path / "mine.json"
    mine.write_bytes(b"mine")
    link = store.folder.trash / f"{SESSION}.json"
    link.symlink_to(mine)
    assert link in rewrite(store, SESSION, redacted, "off the record").removed
    assert mine.read_bytes() == b"mine"
    assert not link.is_symlink()


def test_what_may_still_hold_it_is_named(tmp_path: Path) -> None:
    store = session_with_a_secret(tmp_path)
    (tmp_path / "sessions" / f"{SESSION}.json").write_bytes(b"damaged")
    with store.open(SESSION):
        pass
    (left,) = traces(store.places(SESSION))
    assert left.parent == tmp_path / "trash"
