"""Whichever call to the disk fails, and however: old or new state, and the writer carries on."""

from dataclasses import dataclass
from errno import EACCES, EIO, ENOSPC, EPERM, EROFS
from pathlib import Path

import pytest

from data.problems import FolderProblem
from data.store import Store
from tests.data.builders import SESSION, Ear, FaultyDisk, record, records, seqs, stored_session

ERRORS = [ENOSPC, EIO, EACCES, EROFS]
EACH_CALL = [
    (ENOSPC, 1),
    *((error, 5) for error in ERRORS[1:]),
    *(pytest.param(error, 1, marks=pytest.mark.torture) for error in ERRORS[1:]),
]
"""An error and which calls it meets: each, or one in so many."""


@dataclass(frozen=True)
class Way:
    """A way in which calls fail."""

    lasting: bool = False
    half: bool = False
    late: bool = False


WAYS = {
    "once": Way(),
    "from then on": Way(lasting=True),
    "after a short write": Way(lasting=True, half=True),
    "after its work was done": Way(late=True),
}


def calls_of_one_append(root: Path) -> int:
    disk = FaultyDisk()
    store = Store(root, files=disk)
    with store.create(SESSION, {}) as session:
        session.writer.append(records(1, 3))
        assert session.writer.drain(5)
        disk.arm(0)
        session.writer.append([record(4)])
        assert session.writer.drain(5)
        return len(disk.calls)


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
@pytest.mark.parametrize(("error", "step"), EACH_CALL)
def test_an_append_that_fails_anywhere(tmp_path: Path, error: int, step: int, way: Way) -> None:
    calls = calls_of_one_append(tmp_path / "count")
    failed_somewhere = 0
    for number in range(1, calls + 1, step):
        disk = FaultyDisk()
        store = Store(tmp_path / str(number), files=disk)
        whole = Store(tmp_path / str(number))
        ear = Ear()
        with store.create(SESSION, {"title": "Kickoff"}) as session:
            session.writer.listen(ear.saved.append, ear.hear_failure)
            session.writer.append(records(1, 3))
            assert session.writer.drain(5)
            disk.arm(number, error, lasting=way.lasting, half=way.half, late=way.late)
            session.writer.append([record(4)])
            session.writer.drain(5)
            disk.heal()
            failed_somewhere += disk.failures > 0
            found = seqs(whole.read(SESSION).records)
            assert found in ([1, 2, 3], [1, 2, 3, 4])
            if session.writer.acknowledged == 4:
                assert found == [1, 2, 3, 4]
            session.writer.append([record(5)])
            assert session.writer.drain(5)
            assert session.writer.acknowledged == 5
            assert session.problems == ()
        assert list(whole.read(SESSION).records) == records(1, 5)
        assert ear.saved == sorted(set(ear.saved))
        assert ear.saved[-1] == 5
        assert not list((tmp_path / str(number)).rglob("*.tmp")) or way.lasting
    # Of a few calls none may be such as fail in this way.
    assert failed_somewhere or step > 1


@pytest.mark.parametrize("error", ERRORS)
def test_only_the_folder_can_not_be_flushed_and_the_retry_doubles_nothing(tmp_path: Path, error: int) -> None:
    disk = FaultyDisk()
    store = Store(tmp_path, files=disk)
    with store.create(SESSION, {}) as session:
        disk.arm(1, error, only=["sync_folder"], late=True)
        session.writer.append([record(1)])
        while session.writer.waiting and not disk.failures:
            session.writer.drain(1)
        assert list(Store(tmp_path).read(SESSION).records) == [record(1)]
        session.writer.append([record(1), record(2)])
        assert session.writer.drain(5)
        assert session.problems == ()
    assert list(store.read(SESSION).records) == records(1, 2)


def test_a_disk_without_links_keeps_the_version_of_the_opening(tmp_path: Path) -> None:
    disk = FaultyDisk()
    disk.arm(1, EPERM, lasting=True, only=["link"])
    store = Store(tmp_path, files=disk)
    with store.create(SESSION, {}) as session:
        session.writer.append(records(1, 2))
    with store.open(SESSION) as session:
        session.writer.append([record(3)])
        assert session.writer.drain(5)
    (tmp_path / "sessions" / f"{SESSION}.json").write_bytes(b"")
    with store.open(SESSION) as session:
        assert seqs(session.records) == [1, 2]
        assert session.problems
    assert [path.read_bytes() for path in (tmp_path / "trash").iterdir()] == [b""]


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize(("error", "step"), EACH_CALL)
def test_an_opening_that_fails_anywhere_loses_nothing(
    tmp_path: Path, error: int, step: int, lasting: bool, damaged: bool
) -> None:
    number = 1 - step
    while True:
        number += step
        root = tmp_path / str(number)
        stored_session(root, 3)
        path = root / "sessions" / f"{SESSION}.json"
        if damaged:
            path.write_bytes(path.read_bytes()[:-20])
        disk = FaultyDisk()
        disk.arm(number, error, lasting=lasting)
        try:
            with Store(root, files=disk).open(SESSION) as session:
                opened = seqs(session.records)
            assert opened in ([1, 2, 3], [1, 2])
        except FolderProblem:
            assert disk.failures
        disk.heal()
        with Store(root).open(SESSION) as session:
            assert seqs(session.records) == ([1, 2] if damaged else [1, 2, 3])
        if disk.failures == 0:
            break
    assert number > 8


def test_a_folder_that_is_gone_is_told_and_written_to_when_it_is_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    ear = Ear()
    with store.create(SESSION, {"title": "Kickoff"}) as session:
        session.writer.listen(ear.saved.append, ear.hear_failure)
        session.writer.append([record(1)])
        assert session.writer.drain(5)
        (tmp_path / "data").rename(tmp_path / "unplugged")
        session.writer.append([record(2)])
        assert not session.writer.drain(5)
        assert set(ear.failed) == {"the folder is gone"}
        (tmp_path / "unplugged").rename(tmp_path / "data")
        session.writer.retry()
        assert session.writer.drain(5)
    assert seqs(store.read(SESSION).records) == [1, 2]
