"""A synchronising tool replaces what lies beside a running session, its lock above all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.locks import is_held, read_owner
from data.problems import DataError, HeldElsewhere
from data.sessions import OpenSession
from data.store import Store
from tests.data.builders import OTHER, SESSION, record, records, seqs, stored_session
from tests.data.test_two import leftovers, unix


def write_more(session: OpenSession, last: int) -> None:
    session.writer.append([record(last)])
    assert session.writer.drain(10)


@unix
def test_a_lock_that_was_removed_is_taken_again_with_the_next_sign_of_life(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    with store.open(SESSION) as session:
        lock = store.places(SESSION).lock
        lock.unlink()
        assert is_held(lock) is False
        session.touch(1, 0)
        assert session.writer.drain(10)
        assert is_held(lock) is True
        with pytest.raises(HeldElsewhere):
            store.open(SESSION)
        assert session.problems == ()
    with store.open(SESSION):
        pass


@unix
def test_a_lock_that_was_replaced_is_taken_again(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    with store.open(SESSION) as session:
        lock = store.places(SESSION).lock
        fresh = lock.with_name("fresh")
        fresh.touch()
        fresh.replace(lock)
        session.touch(1, 0)
        assert session.writer.drain(10)
        assert is_held(lock) is True


@unix
def test_a_second_program_is_refused_though_the_lock_was_removed(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    console = (
        "import sys; from pathlib import Path; from data.store import Store; from tests.data.builders import SESSION\n"
        "with Store(Path(sys.argv[1])).open(SESSION):\n    print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", console, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        store.places(SESSION).lock.unlink()
        with pytest.raises(HeldElsewhere) as told_who:
            store.open(SESSION)
        assert told_who.value.owner.pid == other.pid
        assert other.stdin is not None
        other.stdin.close()
        assert other.wait(30) == 0
    with store.open(SESSION) as session:
        assert seqs(session.records) == [1]


@unix
def test_two_that_both_have_it_are_told_and_nothing_either_wrote_is_lost(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    first = store.open(SESSION)
    lock = store.places(SESSION).lock
    lock.unlink()
    second = store.open(SESSION)  # Of this very process, so that its owner does not count as another one.
    write_more(second, 2)
    first.touch(1, 0)
    assert first.writer.drain(10)
    assert "was taken away" in first.problems[0]
    write_more(first, 2)
    assert "the other version lies at" in first.problems[1]
    write_more(second, 3)
    first.finish()
    first.close()
    assert is_held(lock) is True, "the lock of the other one stays"
    assert store.places(SESSION).owner.exists()
    assert second.close()
    assert seqs(store.read(SESSION).records) == [1, 2, 3]


@unix
@pytest.mark.parametrize("name", ["lock", "owner", "draft"])
@pytest.mark.parametrize("how", ["gone", "garbage", "a folder", "a link"])
def test_whatever_is_put_beside_a_running_session_it_goes_on_and_ends(
    tmp_path: Path, name: str, how: str
) -> None:
    store = stored_session(tmp_path, 1)
    places = store.places(SESSION)
    path = {"lock": places.lock, "owner": places.owner, "draft": places.draft}[name]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"not ours")
    session = store.open(SESSION)
    session.save_draft("half a th")
    assert session.writer.drain(10)
    path.unlink()
    if how == "garbage":
        path.write_bytes(b"\xff")
    elif how == "a folder":
        path.mkdir()
    elif how == "a link":
        path.symlink_to(elsewhere)
    session.touch(1, 0)
    session.save_draft("half a thought")
    write_more(session, 2)
    assert store.unfinished() == [SESSION]
    assert session.finish()
    assert session.close()
    assert store.unfinished() == []
    assert elsewhere.read_bytes() == b"not ours"
    found = store.read(SESSION)
    assert list(found.records) == records(1, 2)
    if not (name == "lock" and how in {"a folder", "a link"}):
        assert leftovers(store.folder) == []


def test_a_session_is_opened_by_nobody_while_a_folder_is_its_lock(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    lock = store.places(SESSION).lock
    lock.unlink(missing_ok=True)
    lock.mkdir()
    with pytest.raises(DataError, match="no lock can be taken"):
        store.open(SESSION)


def test_an_older_version_put_in_the_place_of_the_session_is_noticed_on_opening(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 3)
    places = store.places(SESSION)
    older = places.file.read_bytes()
    with store.open(SESSION) as session:
        write_more(session, 4)
        write_more(session, 5)
    places.file.write_bytes(older)
    with store.open(SESSION) as session:
        assert seqs(session.records) == [1, 2, 3, 4]
        told = " ".join(session.problems)
        assert f"An older version of {places.file} had taken its place" in told
        write_more(session, 5)
    assert seqs(store.read(SESSION).records) == [1, 2, 3, 4, 5]
    assert [path.read_bytes() for path in store.folder.trash.iterdir()] == [older]


def test_a_backup_that_goes_another_way_is_not_taken_for_a_newer_version(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 3)
    places = store.places(SESSION)
    with store.open(SESSION) as session:
        write_more(session, 4)
    mine = places.file.read_bytes()
    other = stored_session(tmp_path / "other", 9, text="somebody else's")
    places.previous.unlink()
    places.previous.write_bytes(other.places(SESSION).file.read_bytes())
    with store.open(SESSION) as session:
        assert session.problems == ()
        assert seqs(session.records) == [1, 2, 3, 4]
    assert places.file.read_bytes() == mine


def test_another_session_in_the_place_of_one_that_is_left_is_not_taken_for_it(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 3)
    places = store.places(SESSION)
    with store.open(SESSION) as session:
        write_more(session, 4)
    other = Store(tmp_path / "other")
    other.folder.ensure()
    with other.create(OTHER, {"id": OTHER, "title": "Another"}) as foreign:
        foreign.writer.append(records(1, 9))
        assert foreign.writer.drain(10)
    places.file.write_bytes(other.places(OTHER).file.read_bytes())
    with store.open(SESSION) as session:
        assert seqs(session.records) == [1, 2, 3]
        assert f"it is another session, {OTHER}" in " ".join(session.problems)
    assert [path.read_bytes() for path in store.folder.trash.iterdir()] == [
        other.places(OTHER).file.read_bytes()
    ]


@pytest.mark.parametrize("how", ["removed", "older", "garbage"])
def test_what_was_saved_is_there_after_leaving_though_its_file_went_in_a_quiet_moment(
    tmp_path: Path, how: str
) -> None:
    store = stored_session(tmp_path, 2)
    file = store.places(SESSION).file
    older = file.read_bytes()
    session = store.open(SESSION)
    write_more(session, 3)
    write_more(session, 4)
    if how == "removed":
        file.unlink()
    else:
        file.write_bytes(older if how == "older" else b"garbage")
    assert session.close()
    assert seqs(store.read(SESSION).records) == [1, 2, 3, 4]


def test_a_sign_of_life_finds_that_the_file_went(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)
    with store.open(SESSION) as session:
        write_more(session, 3)
        store.places(SESSION).file.unlink()
        session.touch(1, 0)
        # The sign comes first, then what it found to be written.
        assert session.writer.drain(10) or session.writer.drain(10)
        assert seqs(store.read(SESSION).records) == [1, 2, 3]


@pytest.mark.parametrize("told", [10**30, -1, "soon", 17_900_000_000_000])
def test_a_sign_of_life_that_no_clock_shows_counts_as_torn(tmp_path: Path, told: object) -> None:
    path = tmp_path / "x.owner"
    path.write_text(json.dumps({"pid": 7, "host": "here", "start": 1, "last": 2, "at": told, "held_ms": 0}))
    owner = read_owner(path)
    assert owner is not None
    assert (owner.pid, owner.at) == (0, None)
