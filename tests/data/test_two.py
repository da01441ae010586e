"""Two programs on one data folder: what both do at once is lost for neither, and whoever reads disturbs nobody."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from data.community import Community
from data.files import FileSystem
from data.folders import DataFolder
from data.holding import holder
from data.locks import Lock, is_held, write_owner
from data.problems import Owner
from data.store import Store
from facilitator import lobby
from tests.cli.held import Shelf, facilitator
from tests.data.builders import SESSION, seqs, stored_session
from tests.data.test_community import KICKOFF, RETRO
from tests.two_programs import Pairs

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="pairs are raised by forking")
unix = pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be removed there")
Captured = pytest.CaptureFixture[str]

CHANGES = frozenset(
    {
        "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
        "os.utime", "fcntl.flock", "fcntl.lockf", "msvcrt.locking",
    }
)  # fmt: skip
_done: list[str] | None = None


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _done is None:
        return
    if event in CHANGES:
        _done.append(f"{event}{arguments}")
    elif event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        _done.append(f"open{arguments}")


sys.addaudithook(_hear)


@contextmanager
def all_that_changes() -> Iterator[list[str]]:
    """Hear of every call of this process that locks, or changes a file."""
    global _done  # noqa: PLW0603  # an audit hook stays for ever, so it asks whether anybody listens
    heard: list[str] = []
    _done = heard
    try:
        yield heard
    finally:
        _done = None


@pytest.fixture(scope="module")
def pairs() -> Iterator[Pairs]:
    raised = Pairs()
    yield raised
    raised.close()


def leftovers(folder: DataFolder) -> list[str]:
    """What lies in `open/` besides the lock of what is remembered, which stays."""
    return sorted(path.name for path in folder.open.iterdir() if path.name != "community.lock")


# --- a console and a reader ----------------------------------------------------------------------------------------


def told(shelf: Shelf, capsys: Captured, *words: str) -> str:
    assert facilitator(shelf, *words) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def numbers(texts: list[str]) -> list[int]:
    return [int(text.removeprefix("thought ")) for text in texts]


@pytest.mark.parametrize("count", [60, pytest.param(500, marks=pytest.mark.torture)])
def test_whoever_reads_while_a_console_writes_sees_whole_sessions(
    tmp_path: Path, capsys: Captured, count: int
) -> None:
    shelf = Shelf(tmp_path / "kept")
    session_id = shelf.left("pulse-check")
    console = (
        "import sys; from pathlib import Path; from tests.two_programs import write; "
        f"write(Path(sys.argv[1]), {session_id!r}, {count})"
    )
    reads = 0
    last = 0
    with all_that_changes() as changed:
        writing = subprocess.Popen([sys.executable, "-c", console, str(shelf.root)])
        changed.clear()
        while writing.poll() is None:
            shown = json.loads(told(shelf, capsys, "sessions", "show", session_id, "--json"))
            found = numbers([item["text"] for item in shown["items"]])
            notes = told(shelf, capsys, "notes", session_id)
            (row,) = json.loads(told(shelf, capsys, "sessions", "list", "--json"))
            stored = shelf.store.read(session_id)
            assert found == list(range(1, len(found) + 1)), "a prefix of what was said, in order"
            assert seqs(stored.records) == list(range(1, len(stored.records) + 1))
            assert stored.problems == ()
            assert row["status"] == "running"
            later = [line.removeprefix("- ") for line in notes.splitlines() if line.startswith("- thought ")]
            assert last <= len(found) <= len(later) <= count, "what was there once is never gone again"
            assert numbers(later) == list(range(1, len(later) + 1))
            last = len(later)
            reads += 1
        assert writing.wait() == 0
    assert changed == [], "nothing is locked and nothing is written by reading"
    assert reads >= 3
    shown = json.loads(told(shelf, capsys, "sessions", "show", session_id, "--json"))
    assert len(shown["items"]) == count


def test_reading_leaves_a_damaged_memory_where_it_is(tmp_path: Path, capsys: Captured) -> None:
    shelf = Shelf(tmp_path / "kept")
    shelf.ended()
    shelf.store.folder.community.write_bytes(b"spoilt")
    with all_that_changes() as changed:
        assert "ended" in told(shelf, capsys, "sessions", "list")
    assert changed == []
    assert shelf.store.folder.community.read_bytes() == b"spoilt"


# --- two at the same moment ----------------------------------------------------------------------------------------


@forks
@pytest.mark.parametrize("rounds", [4, pytest.param(300, marks=pytest.mark.torture)])
def test_two_sessions_that_end_at_once_are_both_remembered(tmp_path: Path, pairs: Pairs, rounds: int) -> None:
    for number in range(rounds):
        root = tmp_path / str(number // 5)
        answers = pairs.both("end", root)
        store = Store(root)
        ended = {answer["id"] for answer in answers}
        assert len(ended) == 2
        remembered = {one.id: one for one in Community(root).summaries()}
        assert set(remembered) == set(store.ids())
        assert {one.status for one in remembered.values()} == {"ended"}
        assert [answer["problem"] for answer in answers] == ["", ""]
        for name, answer in zip(("one", "two"), answers, strict=True):
            assert name in Path(answer["notes"]).read_text(encoding="utf-8")
            assert str(store.notes_path(store.resolve(answer["id"]))) == answer["notes"]
        assert len(list((root / "notes").glob("*.md"))) == len(store.ids())
        assert store.unfinished() == []
        assert set(leftovers(store.folder)) <= {"notes.lock"}
        assert is_held(store.folder.open / "community.lock") is False
        assert list((root / "trash").iterdir()) == []


@forks
@pytest.mark.parametrize("rounds", [6, pytest.param(300, marks=pytest.mark.torture)])
def test_two_sessions_that_lose_their_memory_as_they_end_are_both_remembered(
    tmp_path: Path, pairs: Pairs, rounds: int
) -> None:
    for number in range(rounds):
        root = tmp_path / str(number // 5)
        pairs.both("end without memory", root)
        remembered = Community(root).summaries()
        assert {one.id for one in remembered} == set(Store(root).ids())
        assert {one.status for one in remembered} == {"ended"}


@forks
@pytest.mark.parametrize("rounds", [4, pytest.param(300, marks=pytest.mark.torture)])
def test_two_that_begin_by_the_same_lot_get_ids_of_their_own(
    tmp_path: Path, pairs: Pairs, rounds: int
) -> None:
    for number in range(rounds):
        root = tmp_path / str(number // 5)
        before = set(Store(root).ids())
        one, two = (answer["id"] for answer in pairs.both("begin", root))
        assert one != two
        store = Store(root)
        assert set(store.ids()) == {*before, one, two}
        for session_id, text in ((one, "one"), (two, "two")):
            found = store.read(store.resolve(session_id))
            assert [item.data["text"] for item in found.records if item.kind == "ItemCaptured"] == [text]
        assert {summary.id for summary in Community(root).summaries()} == set(store.ids())


@forks
@pytest.mark.parametrize("rounds", [10, pytest.param(300, marks=pytest.mark.torture)])
def test_of_two_that_resume_at_once_exactly_one_gets_it(tmp_path: Path, pairs: Pairs, rounds: int) -> None:
    shelf = Shelf(tmp_path / "kept")
    session_id = shelf.left("pulse-check")
    said: list[str] = []
    for _ in range(rounds):
        (got,) = [answer["got"] for answer in pairs.both("resume", shelf.root) if answer["got"]]
        said.append(got)
    found = shelf.store.read(session_id)
    assert [item.data["text"] for item in found.records if item.kind == "ItemCaptured"] == said
    assert seqs(found.records) == list(range(1, len(found.records) + 1))


# --- what is remembered over sessions ------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["lost", "damaged", "a folder", "a link"])
def test_a_run_before_home_was_shown_remembers_all_that_was(tmp_path: Path, how: str) -> None:
    shelf = Shelf(tmp_path / "kept")
    first, second = shelf.ended(), shelf.ended("pulse-check")
    path = shelf.store.folder.community
    before = {one.id: one for one in Community(shelf.root).summaries()}
    path.unlink()
    if how == "damaged":
        path.write_bytes(b"spoilt")
    elif how == "a folder":
        path.mkdir()
    elif how == "a link":
        path.symlink_to(tmp_path / "elsewhere")
    conductor = shelf.begun()
    now = {one.id: one for one in Community(shelf.root).summaries()}
    assert set(now) == {first, second, conductor.id}
    assert now[first] == before[first]
    assert any("could not be read" in notice for notice in conductor.notices) == (how != "lost")
    assert not (tmp_path / "elsewhere").exists()
    kept = [entry.name for entry in shelf.store.folder.trash.iterdir()]
    assert len(kept) == (how != "lost")

    if path.is_file():
        path.unlink()
    assert conductor.ask("end").refusal is None
    lobby.remember_end(shelf.store, lobby.how_it_goes(conductor), shelf.clock)
    assert conductor.finish()
    after = {one.id: one.status for one in Community(shelf.root).summaries()}
    assert after == {first: "ended", second: "ended", conductor.id: "ended"}


def test_the_order_that_needs_the_past_is_drawn_from_what_was_built_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "kept")
    shelf.ended()
    shelf.store.folder.community.unlink()
    conductor = shelf.begun()
    assert [one.history_seconds for one in conductor.state.people.values()] == [0.0, 0.0, 0.0]
    conductor.leave()


def test_a_new_folder_is_written_once_and_nothing_is_read_for_it(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "kept")
    with all_that_changes() as changed:
        conductor = shelf.begun()
        conductor.kept.writer.drain(10)
    written = [one for one in changed if one.startswith("os.rename") and one.count("community.json") > 1]
    assert len(written) == 1
    conductor.leave()


def test_what_another_program_remembered_meanwhile_stays(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.ensure()
    Community(folder).record(RETRO)
    stale = replace(RETRO, status="running", ended_at=None)
    assert Community(folder).fill([stale, KICKOFF])
    assert Community(folder).summaries() == [RETRO, KICKOFF]


# --- looking whether somebody has it -------------------------------------------------------------------------------


def test_looking_at_a_lock_neither_takes_nor_changes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    assert is_held(path) is False
    assert not path.exists()
    lock = Lock(path)
    assert lock.take()
    before = path.stat()
    assert is_held(path) is True
    assert is_held(path) is True
    lock.release()
    assert is_held(path) is False
    after = path.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    other = Lock(path)
    assert other.take(wait=0.0), "looking leaves no lock behind"
    other.release()
    path.unlink()
    path.mkdir()
    assert is_held(path) in {False, None}
    assert is_held(tmp_path / "no folder" / "a.lock") is None


@unix
def test_any_number_of_programs_may_look_at_a_lock_at_once(tmp_path: Path) -> None:
    import fcntl

    path = tmp_path / "a.lock"
    path.touch()
    with path.open("rb") as looked_at:
        fcntl.flock(looked_at, fcntl.LOCK_SH)
        assert is_held(path) is False


@unix
def test_taking_a_lock_outlasts_a_look_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    path = tmp_path / "a.lock"
    path.touch()
    looked_at = path.open("rb")
    fcntl.flock(looked_at, fcntl.LOCK_SH)
    monkeypatch.setattr(time, "sleep", lambda _seconds: looked_at.close())
    lock = Lock(path)
    assert lock.take(), "the look was over when it tried again"
    lock.release()


@pytest.mark.torture
def test_who_has_it_is_told_with_the_last_sign_of_life(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    places = store.places(SESSION)
    write_owner(places.owner, Owner(7, "there", 1_000, 5_000))
    found = holder(places, files=FileSystem(), now=9_000)
    assert (found.held, found.owner.host, found.silent_ms) == (False, "there", 4_000)
    places.owner.unlink()
    assert holder(places, files=FileSystem(), now=9_000).silent_ms is None
