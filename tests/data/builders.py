"""Small makers and disks that misbehave, for stories about what lasts."""

import os
from collections.abc import Callable, Iterable
from errno import ENOSPC
from pathlib import Path
from random import Random
from threading import Event

from data.files import FileSystem, Signature
from data.problems import SaveProblem
from data.records import JSON, Record
from data.store import Store
from formats.words import SessionId

SESSION = SessionId("20240506-1400-kickoff-0a1b")
OTHER = SessionId("20240507-0900-retro-ffff")
START = 1_715_000_000_000


def record(seq: int, text: str = "a thought") -> Record:
    return Record(f"e{seq}", seq, f"act{seq}", START + seq, "Captured", {"text": text, "number": seq})


def records(first: int, last: int) -> list[Record]:
    return [record(seq) for seq in range(first, last + 1)]


def seqs(found: Iterable[Record]) -> list[int]:
    return [one.seq for one in found]


def stored_session(root: Path, count: int, *, text: str = "a thought") -> Store:
    """A closed session whose records were written one by one, so that its backups are of different ages."""
    store = Store(root)
    with store.create(SESSION, {"title": "Kickoff"}) as session:
        for seq in range(1, count + 1):
            session.writer.append([record(seq, text)])
            assert session.writer.drain(10)
    return store


class Ear:
    """Hears what a writer tells."""

    def __init__(self) -> None:
        self.saved: list[int] = []
        self.failed: list[str] = []
        self.notices: list[str] = []

    def hear_failure(self, problem: SaveProblem) -> None:
        self.failed.append(problem.why)


class FaultyDisk(FileSystem):
    """A disk on which chosen calls fail.

    `fail_at` counts the calls from 1; with `lasting` all later ones fail too. `half` makes a write take half of its
    data before the disk is full, `late` lets a call do its work before it reports a failure.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fail_at = 0
        self.error = ENOSPC
        self.lasting = self.half = self.late = False
        self.only: frozenset[str] = frozenset()
        self.failures = 0

    def arm(
        self,
        fail_at: int,
        error: int = ENOSPC,
        *,
        lasting: bool = False,
        half: bool = False,
        late: bool = False,
        only: Iterable[str] = (),
    ) -> None:
        self.calls.clear()
        self.fail_at, self.error, self.lasting, self.half, self.late = fail_at, error, lasting, half, late
        self.only = frozenset(only)
        self.failures = 0

    def heal(self) -> None:
        self.fail_at = 0

    def create(self, path: Path) -> int:
        self._meet("create")
        return super().create(path)

    def write(self, descriptor: int, data: memoryview) -> int:
        if self.half and self._due("write"):
            if len(data) > 1:
                return super().write(descriptor, data[: len(data) // 2])
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        self._meet("write", counted=not self.half)
        return super().write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        self._around("sync", lambda: super(FaultyDisk, self).sync(descriptor))

    def status(self, descriptor: int) -> Signature:
        self._meet("status")
        return super().status(descriptor)

    def close(self, descriptor: int) -> None:
        super().close(descriptor)
        self._meet("close")

    def replace(self, source: Path, target: Path) -> None:
        self._around("replace", lambda: super(FaultyDisk, self).replace(source, target))

    def link(self, source: Path, target: Path) -> None:
        self._around("link", lambda: super(FaultyDisk, self).link(source, target))

    def remove(self, path: Path) -> None:
        self._around("remove", lambda: super(FaultyDisk, self).remove(path))

    def sync_folder(self, path: Path) -> None:
        self._around("sync_folder", lambda: super(FaultyDisk, self).sync_folder(path))

    def signature(self, path: Path) -> Signature | None:
        self._meet("signature")
        return super().signature(path)

    def read(self, path: Path) -> bytes:
        self._meet("read")
        return super().read(path)

    def _around(self, name: str, work: Callable[[], None]) -> None:
        if self.late and self._due(name):
            work()
            raise OSError(self.error, os.strerror(self.error))
        self._meet(name, counted=not self.late)
        work()

    def _meet(self, name: str, *, counted: bool = True) -> None:
        if counted and self._due(name) and not self.half:
            raise OSError(self.error, os.strerror(self.error))

    def _due(self, name: str) -> bool:
        if self.only and name not in self.only:
            return False
        self.calls.append(name)
        number = len(self.calls)
        due = self.fail_at > 0 and (number == self.fail_at or (self.lasting and number > self.fail_at))
        self.failures += due
        return due


class PowerCutDisk(FileSystem):
    """A disk in memory that knows what would be left after a power cut.

    Content survives once its file was synced; names survive once their folder was synced, and of the changes to names
    since then any number of the first ones may have reached the disk, too.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.cut_at = 0
        self._content: dict[int, bytearray] = {}
        self._synced: dict[int, bytes] = {}
        self._names: dict[Path, int] = {}
        self._durable: dict[Path, int] = {}
        self._changes: list[tuple[Path, int | None]] = []
        self._descriptors: dict[int, int] = {}
        self._next = 1000

    def create(self, path: Path) -> int:
        self._step()
        if path in self._names:
            raise FileExistsError(path)
        self._next += 1
        self._content[self._next] = bytearray()
        self._descriptors[self._next] = self._next
        self._name(path, self._next)
        return self._next

    def write(self, descriptor: int, data: memoryview) -> int:
        self._step()
        self._content[descriptor] += data
        return len(data)

    def sync(self, descriptor: int) -> None:
        self._step()
        self._synced[descriptor] = bytes(self._content[descriptor])

    def status(self, descriptor: int) -> Signature:
        return Signature(descriptor, 0, len(self._content[descriptor]))

    def close(self, descriptor: int) -> None:
        self._step()

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        inode = self._names[source]
        self._changes.append((target, inode))
        self._changes.append((source, None))
        self._names[target] = inode
        del self._names[source]

    def link(self, source: Path, target: Path) -> None:
        self._step()
        if source not in self._names:
            raise FileNotFoundError(source)
        if target in self._names:
            raise FileExistsError(target)
        self._name(target, self._names[source])

    def remove(self, path: Path) -> None:
        self._step()
        if path not in self._names:
            raise FileNotFoundError(path)
        del self._names[path]
        self._changes.append((path, None))

    def sync_folder(self, path: Path) -> None:
        self._step()
        for name, inode in self._changes:
            self._settle(self._durable, name, inode, path)
        self._changes = [change for change in self._changes if change[0].parent != path]

    def signature(self, path: Path) -> Signature | None:
        inode = self._names.get(path)
        return None if inode is None else self.status(inode)

    def read(self, path: Path) -> bytes:
        if path not in self._names:
            raise FileNotFoundError(path)
        return bytes(self._content[self._names[path]])

    def leave(self, root: Path, random: Random) -> None:
        """Write what a power cut leaves into a real folder."""
        left = dict(self._durable)
        for name, inode in self._changes[: random.randint(0, len(self._changes))]:
            self._settle(left, name, inode, name.parent)
        for path, inode in left.items():
            target = root / path.parent.name / path.name
            target.write_bytes(self._synced.get(inode, self._torn(inode, random)))

    def _torn(self, inode: int, random: Random) -> bytes:
        whole = bytes(self._content[inode])
        cut = random.randint(0, len(whole))
        return random.choice([b"", whole[:cut], whole[:cut] + bytes(len(whole) - cut)])

    def _name(self, path: Path, inode: int) -> None:
        self._names[path] = inode
        self._changes.append((path, inode))

    @staticmethod
    def _settle(names: dict[Path, int], name: Path, inode: int | None, folder: Path) -> None:
        if name.parent != folder:
            return
        if inode is None:
            names.pop(name, None)
        else:
            names[name] = inode

    def _step(self) -> None:
        self.calls += 1
        if self.cut_at and self.calls >= self.cut_at:
            raise OSError(5, "no power")


def header_of(store: Store) -> dict[str, JSON]:
    return store.read(SESSION).header


class SlowDisk(FileSystem):
    """A disk whose flushes last, while it is held, until they are let go."""

    def __init__(self) -> None:
        self._flows = Event()
        self._flows.set()
        self.flushes = 0

    def hold(self) -> None:
        """Let no flush end from now on."""
        self._flows.clear()

    def let_go(self) -> None:
        """Let all flushes end."""
        self._flows.set()

    def sync(self, descriptor: int) -> None:
        self.flushes += 1
        assert self._flows.wait(60), "the disk was held and never let go"
        super().sync(descriptor)
