"""Whatever is being written when a call to the disk fails: old or new, never a mixture, and it goes on afterwards.

Appending and opening stand in `test_faults.py`; here is everything else that writes. Each trial is run for every call
that is made, counted one by one until none is left to fail.
"""

import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path

import pytest

from data.community import Community, Summary
from data.files import FileSystem, Signature
from data.migrations import MIGRATIONS
from data.problems import DataError, FolderProblem
from data.records import Record
from data.rewrite import REWRITTEN, rewrite
from data.sessions import OpenSession
from data.store import Store
from data.versions import Tables, encode, kept
from tests.data.builders import OTHER, SESSION, START, FaultyDisk, record, records, seqs, stored_session
from tests.data.test_faults import ERRORS, WAYS, Way

SECRET = "said in confidence"
FILE = f"sessions/{SESSION}.json"


class Trial(ABC):
    """Something that writes, tried on a disk of which one call fails.

    Attributes:
        root: The data folder.
        disk: The disk that is used.
        whole: The same folder on a disk that is well.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.disk = FaultyDisk()
        self.store = Store(root, files=self.disk)
        self.whole = Store(root)
        self.prepare()

    @abstractmethod
    def prepare(self) -> None:
        """Bring about what stands before."""

    @abstractmethod
    def do(self) -> bool:
        """Do it on the faulty disk; say whether it claims to be done."""

    @abstractmethod
    def check(self, *, done: bool) -> None:
        """Look at what is there, with the disk well again, and go on."""

    def contents(self) -> Iterator[bytes]:
        yield from (path.read_bytes() for path in self.root.rglob("*") if path.is_file())


class WithSession(Trial):
    """A trial on a session that is open; it has three records."""

    def prepare(self) -> None:
        self.session: OpenSession = self.store.create(SESSION, {"title": "Kickoff", "status": "running"})
        self.session.writer.append(records(1, 3))
        self.session.save_draft("before")
        assert self.session.writer.drain(5)

    def goes_on(self) -> None:
        """See that one more record gets there, after all that waited."""
        self.session.writer.append([record(5)])
        assert self.session.writer.drain(5)
        assert self.session.problems == ()
        assert self.session.close()


class Closing(WithSession):
    """A session is closed with a record that is not written yet."""

    def do(self) -> bool:
        self.session.writer.append([record(4)])
        return self.session.close()

    def check(self, *, done: bool) -> None:
        found = list(self.whole.read(SESSION).records)
        assert found in (records(1, 3), records(1, 4))
        assert not done or found == records(1, 4)
        # Where only the sign of life failed, the record is there and waits no longer.
        waits = () if found == records(1, 4) else (record(4),)
        assert done or self.session.writer.waiting_records() in (waits, (record(4),))
        with self.whole.open(SESSION) as again:
            assert again.problems == ()
            # What was not saved can be handed over again, whether or not it got there.
            again.writer.append([record(4)])
        assert list(self.whole.read(SESSION).records) == records(1, 4)


class ChangingTheHeader(WithSession):
    """The header changes, and a record is appended in the same moment."""

    def do(self) -> bool:
        self.session.update_header({"status": "ended"})
        self.session.writer.append([record(4)])
        return self.session.writer.drain(5)

    def check(self, *, done: bool) -> None:
        found = self.whole.read(SESSION)
        assert found.problems == ()
        assert found.header["status"] in {"running", "ended"}
        assert list(found.records) in (records(1, 3), records(1, 4))
        assert not done or (found.header["status"], len(found.records)) == ("ended", 4)
        self.goes_on()
        assert self.whole.read(SESSION).header == {"title": "Kickoff", "status": "ended"}
        assert list(self.whole.read(SESSION).records) == records(1, 5)


class Drafting(WithSession):
    """What is being typed is kept, beside a sign of life."""

    def do(self) -> bool:
        self.session.save_draft("what is being typed")
        self.session.touch(1, 0)
        return self.session.writer.drain(5)

    def check(self, *, done: bool) -> None:
        path = self.whole.places(SESSION).draft
        found = path.read_text(encoding="utf-8")
        assert found in {"before", "what is being typed"}
        assert not done or found == "what is being typed"
        assert list(self.whole.read(SESSION).records) == records(1, 3)
        self.session.writer.retry()
        assert self.session.writer.drain(5)
        assert path.read_text(encoding="utf-8") == "what is being typed"
        self.session.writer.append([record(4)])
        self.goes_on()


class Finishing(WithSession):
    """A session ends: its header says so, and it no longer counts as unfinished."""

    def do(self) -> bool:
        self.session.update_header({"status": "ended"})
        return self.session.finish(5) and self.session.close()

    def check(self, *, done: bool) -> None:
        self.session.close()
        found = self.whole.read(SESSION)
        assert list(found.records) == records(1, 3)
        assert not done or found.header["status"] == "ended"
        # Either it ended, or it is offered under Resume.
        assert found.header["status"] == "ended" or self.whole.unfinished() == [SESSION]
        with self.whole.open(SESSION) as again:
            assert again.problems == ()
            assert list(again.records) == records(1, 3)


class Rewriting(Trial):
    """What was said in confidence is taken out of a session and of its backups."""

    def prepare(self) -> None:
        store = stored_session(self.root, 2)
        with store.open(SESSION) as session:
            session.writer.append([record(3, SECRET)])
            session.writer.drain(5)
            session.writer.append([record(4)])

    def _rewrite(self, store: Store) -> None:
        def without(written: Sequence[Record]) -> list[Record]:
            return [
                replace(one, data={**one.data, "text": ""}) if one.data.get("text") == SECRET else one
                for one in written
            ]

        rewrite(store, SESSION, without, "off the record")

    def do(self) -> bool:
        with suppress(FolderProblem):
            self._rewrite(self.store)
            return True
        return False

    def check(self, *, done: bool) -> None:
        found = self.whole.read(SESSION)
        assert found.problems == ()
        assert seqs(found.records) in ([1, 2, 3, 4], [1, 2, 3, 4, 5])
        assert not done or not any(SECRET.encode() in content for content in self.contents())
        self._rewrite(self.whole)
        assert not any(SECRET.encode() in content for content in self.contents())
        with self.whole.open(SESSION) as session:
            assert session.problems == ()
            assert seqs(session.records) == [1, 2, 3, 4, 5]
            assert session.records[-1].kind == REWRITTEN


class Migrating(Trial):
    """A session of an older schema is brought up to date."""

    def prepare(self) -> None:
        with self.whole.create(SESSION, {"title": "New"}):
            pass
        events = {str(seq): kept(record(seq).to_document()) for seq in (1, 2)}
        self.older = encode({"head": {"1": kept({"name": "Old"})}, "events": events}, writes=4, schema=0)
        (self.root / FILE).write_bytes(self.older)
        for backup in self.whole.places(SESSION).backups:
            backup.unlink(missing_ok=True)

    def do(self) -> bool:
        with suppress(DataError), self.store.open(SESSION) as session:
            assert session.header == {"title": "Old"}
            return list(session.records) == records(1, 2)
        return False

    def check(self, *, done: bool) -> None:
        raw = (self.root / FILE).read_bytes()
        assert raw == self.older or b'"schema":1' in raw
        assert not done or raw != self.older
        with self.whole.open(SESSION) as session:
            assert session.header == {"title": "Old"}
            assert list(session.records) == records(1, 2)
            session.writer.append([record(3)])
        assert list(self.whole.read(SESSION).records) == records(1, 3)
        copies = list(self.whole.folder.backups.glob(f"{SESSION}.schema-0*.json"))
        assert self.older in [copy.read_bytes() for copy in copies]


def older_schema(tables: Tables) -> dict[str, dict[str, dict[str, object]]]:
    """Bring schema 0, which there is for this test alone, to schema 1."""
    return {
        "session": {"1": {"title": tables["head"]["1"]["name"]}},
        "events": {number: dict(document) for number, document in tables["events"].items()},
    }


class Remembering(Trial):
    """How a session went is written into the community's file."""

    ONE = Summary(SESSION, "Kickoff", "kickoff", "", START, None, 3_600, 60, ("Ana",), {}, "running")
    TWO = replace(ONE, id=OTHER, started_at=START + 1)

    def prepare(self) -> None:
        self.whole.folder.ensure()
        assert Community(self.root).record(self.ONE)

    def do(self) -> bool:
        return Community(self.root, files=self.disk).record(self.TWO)

    def check(self, *, done: bool) -> None:
        known = Community(self.root)
        found = known.summaries()
        assert found in ([self.ONE], [self.TWO, self.ONE])
        assert not done or found == [self.TWO, self.ONE]
        assert known.problems == ()
        assert known.record(self.TWO)
        assert Community(self.root).summaries() == [self.TWO, self.ONE]


TRIALS = (Closing, ChangingTheHeader, Drafting, Finishing, Rewriting, Migrating, Remembering)


def run(folder: Path, trial: type[Trial], error: int, way: Way) -> int:
    """Let each call fail in turn; return for how many that was so."""
    number, failed = 0, 0
    while True:
        number += 1
        tried = trial(folder / str(number))
        tried.disk.arm(number, error, lasting=way.lasting, half=way.half, late=way.late)
        done = tried.do()
        failures = tried.disk.failures
        tried.disk.heal()
        tried.check(done=done)
        failed += failures > 0
        if failures == 0:
            assert done
            return failed


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
@pytest.mark.parametrize(
    "error",
    [
        pytest.param(error, marks=[] if place == 0 else pytest.mark.torture)
        for place, error in enumerate(ERRORS)
    ],
)
@pytest.mark.parametrize("trial", TRIALS)
def test_a_call_that_fails_anywhere_leaves_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trial: type[Trial], error: int, way: Way
) -> None:
    monkeypatch.setitem(MIGRATIONS, 0, older_schema)
    assert run(tmp_path, trial, error, way) >= 3


def in_place(
    path: Path,
    data: bytes,
    *,
    files: FileSystem,
    durable: bool = True,
    before_replace: Callable[[Signature], None] | None = None,
) -> None:
    """Write a file as most programs do."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        files.write(descriptor, memoryview(data))
        files.sync(descriptor)
        if before_replace is not None:
            before_replace(files.status(descriptor))
    finally:
        files.close(descriptor)


@pytest.mark.parametrize("trial", [Closing, ChangingTheHeader, Drafting, Rewriting, Remembering])
def test_the_same_trials_find_a_program_that_writes_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trial: type[Trial]
) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("data.") and hasattr(module, "write_whole"):
            monkeypatch.setattr(module, "write_whole", in_place)
    with pytest.raises((AssertionError, DataError, OSError)):
        run(tmp_path, trial, ENOSPC, WAYS["after a short write"])
