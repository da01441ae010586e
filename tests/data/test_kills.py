"""Killed at any moment: what was acknowledged is there, and the file can be read.

The same trials run on TinyDB's own storages must find losses, or else they could not see any.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Protocol

import pytest

from data.files import FileSystem
from data.locks import Lock
from data.problems import DamagedFile, DataError, FolderProblem, HeldElsewhere
from data.records import Record
from data.storage import SessionStorage
from data.store import Store
from tests.data.builders import SESSION, START, PowerCutDisk, record, records, seqs, stored_session
from tests.data.nursery import state_after

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are neither forks nor kill -9 here")


class Nursery:
    """Raises writers in processes of their own and kills them."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.data.nursery"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._stdin, self._stdout = self.process.stdin, self.process.stdout
        self._buffer = b""

    def start(self, kind: str, path: Path, seed: int = 0) -> None:
        self.say({"kind": kind, "path": str(path), "seed": seed})

    def say(self, command: dict[str, object]) -> None:
        self._stdin.write(json.dumps(command).encode("ascii") + b"\n")

    def hear(self) -> tuple[str, int]:
        while b"\n" not in self._buffer:
            heard = os.read(self._stdout.fileno(), 65536)
            assert heard, "the nursery died"
            self._buffer += heard
        line, _, self._buffer = self._buffer.partition(b"\n")
        word, _, number = line.decode("utf-8").partition(" ")
        assert word != "failed", line
        return word, int(number or 0)

    def hear_until(self, wanted: str) -> tuple[int, list[int]]:
        """The number that came with a word, and the acknowledgements heard before it."""
        acknowledged: list[int] = []
        while True:
            word, number = self.hear()
            if word == wanted:
                return number, acknowledged
            if word == "ack":
                acknowledged.append(number)

    def reap(self) -> list[int]:
        self.say({"kind": "reap"})
        return self.hear_until("dead")[1]

    def kill_one(self, kind: str, path: Path, random: Random) -> int:
        """Start a writer, kill it at a random moment; the last thing that it acknowledged."""
        self.start(kind, path, random.randrange(2**30))
        pid, _ = self.hear_until("pid")
        last = 0
        for _ in range(random.randint(1, 15)):
            last, _ = self.hear_until("ack")
        until = perf_counter() + random.random() * 0.003
        while perf_counter() < until:
            pass
        os.kill(pid, signal.SIGKILL)
        return max([last, *self.reap()])

    def close(self) -> None:
        self._stdin.close()
        self.process.wait(10)
        self._stdout.close()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    raised = Nursery()
    yield raised
    raised.close()


class Content(Protocol):
    """Reads the documents of a file."""

    def __call__(self, path: Path) -> dict[str, dict[str, object]]:
        """Read them."""


def durable_content(path: Path) -> dict[str, dict[str, object]]:
    found = SessionStorage(path).read()
    return {number: dict(doc) for number, doc in (found or {}).get("events", {}).items()}


def plain_content(path: Path) -> dict[str, dict[str, object]]:
    found = json.loads(path.read_bytes() or b"{}").get("events", {})
    assert isinstance(found, dict)
    return found


def is_whole(path: Path, seed: int, acknowledged: int, content: Content) -> bool:
    """Whether a file holds what was acknowledged; the change after that may be in it as well."""
    try:
        found = content(path)
    except (ValueError, DamagedFile):
        return False
    return found in (state_after(seed, acknowledged), state_after(seed, acknowledged + 1))


def kill_table(nursery: Nursery, kind: str, path: Path, seed: int, content: Content) -> bool:
    random = Random(seed)
    seed_of_changes = Random(seed).randrange(2**30)
    return is_whole(path, seed_of_changes, nursery.kill_one(kind, path, random), content)


@forks
@pytest.mark.parametrize("kills", [20, pytest.param(1000, marks=pytest.mark.torture)])
def test_mixed_changes_survive_kill_9(tmp_path: Path, nursery: Nursery, kills: int) -> None:
    for seed in range(kills):
        assert kill_table(nursery, "durable", tmp_path / f"{seed}.json", seed, durable_content)


@forks
@pytest.mark.parametrize("kills", [20, pytest.param(1000, marks=pytest.mark.torture)])
def test_a_session_survives_kill_9_again_and_again(tmp_path: Path, nursery: Nursery, kills: int) -> None:
    random = Random(7)
    for trial in range(kills):
        root = tmp_path / str(trial // 5)
        acknowledged = nursery.kill_one("session", root, random)
        store = Store(root)
        assert store.unfinished() == [SESSION]
        found = store.read(SESSION)
        assert found.problems == ()
        assert len(found.records) >= acknowledged
        assert list(found.records) == records(1, len(found.records))
        with store.open(SESSION) as session:
            assert session.problems == ()
            assert session.last_sign_of_life
            assert session.draft().startswith("draft") or session.draft() == ""


@forks
@pytest.mark.parametrize("kind", ["plain", "caching"])
def test_the_same_trial_finds_what_tinydbs_own_storages_lose(
    tmp_path: Path, nursery: Nursery, kind: str
) -> None:
    assert not all(
        kill_table(nursery, kind, tmp_path / f"{seed}.json", seed, plain_content) for seed in range(100)
    )


@forks
def test_the_lock_is_free_when_its_owner_was_killed(tmp_path: Path, nursery: Nursery) -> None:
    store = stored_session(tmp_path, 1)
    nursery.start("hold", tmp_path)
    pid, _ = nursery.hear_until("pid")
    nursery.hear_until("ack")
    with pytest.raises(HeldElsewhere) as told:
        store.open(SESSION)
    assert told.value.owner.pid == pid
    assert seqs(store.read(SESSION).records) == [1]
    os.kill(pid, signal.SIGKILL)
    nursery.reap()
    with store.open(SESSION) as session:
        assert seqs(session.records) == [1]


def two_take_turns(nursery: Nursery, root: Path, rounds: int, how: str) -> None:
    """Let two programs take turns in one session; fail unless every record of both is there once."""
    store = stored_session(root, 0)
    nursery.start(how, root, rounds)
    nursery.start(how, root, rounds)
    acknowledged = [*nursery.reap(), *nursery.reap()]
    found = store.read(SESSION)
    assert sorted(acknowledged) == sorted([*range(1, rounds + 1)] * 2)
    assert seqs(found.records) == list(range(1, 2 * rounds + 1))
    assert len({one.id for one in found.records}) == 2 * rounds
    assert len({one.id.split("-")[0] for one in found.records}) == 2


@forks
@pytest.mark.parametrize("rounds", [10, pytest.param(1000, marks=pytest.mark.torture)])
def test_two_programs_that_take_turns_lose_and_double_nothing(
    tmp_path: Path, nursery: Nursery, rounds: int
) -> None:
    two_take_turns(nursery, tmp_path, rounds, "turns")


@forks
def test_the_same_trial_finds_what_is_lost_without_the_lock(tmp_path: Path) -> None:
    nursery = Nursery()
    try:
        with pytest.raises(AssertionError):
            two_take_turns(nursery, tmp_path, 50, "turns without lock")
    finally:
        nursery.close()


def test_two_windows_without_the_lock_keep_one_record_of_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lock, "take", lambda *_, **__: True)
    monkeypatch.setattr(Lock, "release", lambda *_, **__: None)
    store = stored_session(tmp_path, 0)
    with store.open(SESSION) as one, store.open(SESSION) as two:
        for name, session in (("one", one), ("two", two)):
            session.writer.append([Record(name, 1, name, START, "Captured", {})])
            assert session.writer.drain(5)
    assert len(store.read(SESSION).records) < 2


class WithoutSync(PowerCutDisk):
    """A program that forgets to flush its files."""

    def sync(self, descriptor: int) -> None:
        self._step()


class WithoutFolderSync(PowerCutDisk):
    """A program that forgets to flush the folder."""

    def sync_folder(self, path: Path) -> None:
        self._step()


def survives_power_cut(root: Path, seed: int, disk: PowerCutDisk) -> bool:
    """Cut the power at a random moment of a session; whether what was acknowledged is there afterwards."""
    random = Random(seed)
    disk.cut_at = random.randint(1, 160)
    acknowledged = -1
    try:
        with Store(root / "before", files=disk).create(SESSION, {"title": "Kickoff"}) as session:
            acknowledged = 0
            for seq in range(1, 20):
                session.writer.append([record(seq)])
                if not session.writer.drain(5):
                    break
                acknowledged = seq
    except FolderProblem:
        pass
    store = Store(root / "after")
    store.folder.ensure()
    disk.leave(root / "after", random)
    if acknowledged < 0:
        return True
    try:
        with store.open(SESSION) as session:
            found = list(session.records)
            told = session.problems
    except DataError:
        return False
    return found == records(1, len(found)) and len(found) >= acknowledged and told == ()


@pytest.mark.parametrize("cuts", [100, pytest.param(1600, marks=pytest.mark.torture)])
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, cuts: int) -> None:
    for seed in range(cuts):
        assert survives_power_cut(tmp_path / str(seed), seed, PowerCutDisk())


@pytest.mark.parametrize("careless", [WithoutSync, WithoutFolderSync])
def test_the_same_trial_finds_what_is_lost_without_a_flush(
    tmp_path: Path, careless: type[PowerCutDisk]
) -> None:
    assert issubclass(careless, FileSystem)
    assert not all(survives_power_cut(tmp_path / str(seed), seed, careless()) for seed in range(60))
