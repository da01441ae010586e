"""The writer never blocks, never gives up, and says exactly what is on the disk."""

import threading
from collections.abc import Mapping
from errno import EIO
from pathlib import Path

import pytest

from data.problems import SaveProblem
from data.records import JSON
from data.store import Store
from data.versions import Kept
from data.writer import Writer
from tests.data.builders import OTHER, SESSION, Ear, FaultyDisk, record, records, seqs, stored_session


class SlowDisk:
    """A sink that takes its time: each write waits until it is let through, or is told to fail."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []
        self.headers: list[Mapping[str, JSON]] = []
        self.begun = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self.broken = False

    def save_records(self, documents: Mapping[int, Kept]) -> None:
        self.begun.release()
        assert self.go.acquire(timeout=10)
        if self.broken:
            raise OSError(EIO, "broken")
        self.written.append(list(documents))

    def save_header(self, header: Mapping[str, JSON]) -> None:
        self.headers.append(header)


def listening(writer: Writer) -> Ear:
    ear = Ear()
    writer.listen(ear.saved.append, ear.hear_failure, ear.notices.append)
    return ear


def test_appending_does_not_wait_for_a_slow_disk_and_order_is_kept() -> None:
    sink = SlowDisk()
    writer = Writer(sink)
    ear = listening(writer)
    writer.append([record(1)])
    assert sink.begun.acquire(timeout=10)
    for seq in range(2, 6):
        writer.append([record(seq)])
    assert (writer.acknowledged, writer.waiting) == (0, 5)
    assert not writer.drain(0)
    assert seqs(writer.waiting_records()) == [1, 2, 3, 4, 5]
    sink.go.release(2)
    assert writer.close(10)
    assert sink.written == [[1], [2, 3, 4, 5]]
    assert ear.saved == [1, 5]
    assert (writer.acknowledged, writer.waiting) == (5, 0)


def test_a_failed_write_keeps_everything_and_is_tried_again_only_when_asked() -> None:
    sink = SlowDisk()
    writer = Writer(sink)
    problems: list[SaveProblem] = []
    saved: list[int] = []
    writer.listen(saved.append, problems.append)
    sink.broken = True
    sink.go.release(3)
    writer.append([record(1)])
    assert not writer.drain(10)
    writer.append([record(2)])
    assert not writer.drain(10)
    tries = len(problems)
    assert not sink.begun.acquire(timeout=0) or tries >= 1
    sink.broken = False
    sink.go.release(5)
    writer.retry()
    assert writer.drain(10)
    assert writer.close(10)
    assert set(problems) == {SaveProblem("the disk reports an error")}
    assert sink.written == [[1, 2]]
    assert saved == [2]


def test_the_writer_does_nothing_while_nobody_asks(tmp_path: Path) -> None:
    disk = FaultyDisk()
    store = Store(tmp_path, files=disk)
    with store.create(SESSION, {}) as session:
        disk.arm(1, lasting=True, only=["create"])
        session.writer.append([record(1)])
        assert not session.writer.drain(5)
        failures = disk.failures
        assert session.writer.waiting == 1
        assert disk.failures == failures
        disk.heal()
        disk.calls.clear()
        session.writer.retry()
        assert session.writer.drain(5)
        calls = len(disk.calls)
        for _ in range(100):
            session.writer.retry()
        assert session.writer.drain(5)
        assert len(disk.calls) == calls


def test_a_record_handed_over_twice_is_written_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.create(SESSION, {}) as session:
        session.writer.append([record(1), record(2)])
        session.writer.append([record(2), record(3)])
        session.writer.drain(5)
        session.writer.append([record(1)])
    assert list(store.read(SESSION).records) == records(1, 3)


def test_no_two_records_share_a_number_or_an_id(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)
    with store.open(SESSION) as session:
        other = record(9)
        with pytest.raises(ValueError, match="another record"):
            session.writer.append([type(other)("new", 2, other.act, other.at, other.kind, other.data)])
        with pytest.raises(ValueError, match="another number"):
            session.writer.append([type(other)("e2", 9, other.act, other.at, other.kind, other.data)])
        assert session.writer.waiting == 0
    assert list(store.read(SESSION).records) == records(1, 2)


def test_what_is_no_json_is_refused_at_once_and_holds_up_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.create(SESSION, {}) as session:
        one = record(1)
        with pytest.raises(ValueError):
            session.writer.append([type(one)("x", 1, one.act, one.at, one.kind, {"n": float("nan")})])
        with pytest.raises(ValueError):
            session.update_header({"n": float("inf")})
        session.writer.append([one])
        assert session.writer.drain(5)
    assert list(store.read(SESSION).records) == [one]


def test_a_listener_that_fails_does_not_take_the_writer_with_it(tmp_path: Path) -> None:
    def gone(_: object) -> None:
        raise RuntimeError("the window is closed")

    store = Store(tmp_path)
    with store.create(SESSION, {}) as session:
        session.writer.listen(gone, gone, gone)
        session.writer.append([record(1)])
        session.writer.drain(5)
        session.writer.append([record(2)])
        assert session.writer.drain(5)
    assert seqs(store.read(SESSION).records) == [1, 2]


def test_a_fault_of_our_own_is_told_and_nothing_is_dropped() -> None:
    class Odd(SlowDisk):
        def save_records(self, documents: Mapping[int, Kept]) -> None:
            raise LookupError("odd")

    writer = Writer(Odd())
    ear = listening(writer)
    writer.append([record(1)])
    assert not writer.drain(10)
    assert not writer.close(10)
    assert seqs(writer.waiting_records()) == [1]
    assert "odd" in ear.failed[0]


def test_after_closing_nothing_more_is_taken(tmp_path: Path) -> None:
    session = Store(tmp_path).create(SESSION, {})
    assert session.close()
    assert session.close()
    with pytest.raises(RuntimeError, match="open it again"):
        session.writer.append([record(1)])
    with pytest.raises(RuntimeError, match="open it again"):
        session.update_header({"x": 1})
    session.touch(1, 0)
    session.writer.retry()
    assert session.writer.drain(1)


def test_closing_with_a_full_disk_says_so_and_keeps_what_waits(tmp_path: Path) -> None:
    disk = FaultyDisk()
    store = Store(tmp_path, files=disk)
    session = store.create(SESSION, {})
    disk.arm(1, lasting=True)
    session.writer.append(records(1, 2))
    assert not session.finish()
    assert not session.close()
    assert not session.close()
    assert list(session.writer.waiting_records()) == records(1, 2)
    disk.heal()
    assert store.unfinished() == [SESSION]
    with store.open(SESSION) as again:
        assert again.records == ()


def test_a_lock_is_not_given_up_while_a_write_hangs() -> None:
    sink = SlowDisk()
    writer = Writer(sink)
    writer.append([record(1)])
    assert sink.begun.acquire(timeout=10)
    assert not writer.close(0)
    assert writer.is_running
    sink.go.release()
    assert writer.close(10)
    assert not writer.is_running


def test_a_file_changed_underneath_is_told_to_who_listens(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 2)
    with store.create(OTHER, {"title": "another"}):
        pass
    foreign = (tmp_path / "sessions" / f"{OTHER}.json").read_bytes()
    with store.open(SESSION) as session:
        ear = listening(session.writer)
        path = tmp_path / "sessions" / f"{SESSION}.json"
        path.unlink()
        path.write_bytes(foreign)
        session.writer.append([record(3)])
        assert session.writer.drain(5)
        assert "Another program" in session.problems[0]
    assert ear.notices == list(session.problems)
    assert seqs(store.read(SESSION).records) == [1, 2, 3]
    assert [path.read_bytes() for path in (tmp_path / "trash").iterdir()] == [foreign]


def test_what_follows_records_waits_for_them_and_what_does_not_goes_ahead() -> None:
    sink = SlowDisk()
    writer = Writer(sink)
    listening(writer)
    done: list[str] = []
    sink.broken = True
    sink.go.release()
    writer.append([record(1)])
    writer.put_after("draft", lambda: done.append("the first draft"))
    writer.put_aside("owner", lambda: done.append("a sign of life"))
    sink.go.release(3)
    assert not writer.drain(10)
    assert set(done) == {"a sign of life"}
    writer.put_after("draft", lambda: done.append("the last draft"))
    sink.broken = False
    sink.go.release(5)
    assert writer.close(10)
    assert sink.written == [[1]]
    assert done[-1] == "the last draft"
    assert "the first draft" not in done
