"""`facilitator sessions check`: every session is verified, what can be mended is, and nothing is thrown away."""

import json
import os
import time
from errno import ENOSPC
from io import StringIO
from pathlib import Path

import pytest

from data.community import Community
from data.files import FileSystem
from data.records import JSON
from data.store import Store
from data.versions import Tables, decode, encode, kept
from facilitator.check_command import check_sessions
from formats.words import SessionId
from tests.cli.held import Shelf, facilitator

Captured = pytest.CaptureFixture[str]


def changed(path: Path, change: dict[str, JSON], seq: str = "3") -> None:
    """Edit an event of a session as a foreign tool would, checksum and all."""
    version = decode(path.read_bytes(), path)
    tables: Tables = {name: dict(documents) for name, documents in version.tables.items()}
    tables["events"][seq] = kept({**tables["events"][seq], **change})
    path.unlink()  # a backup may be the same file under another name
    path.write_bytes(encode(tables, writes=version.writes + 1))
    path.chmod(0o600)


def everything_under(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mode)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_checking_says_what_is_fine(shelf: Shelf, capsys: Captured) -> None:
    first, second = shelf.left(), shelf.ended()
    assert facilitator(shelf, "sessions", "check") == 0
    newest, oldest, known, both = capsys.readouterr().out.splitlines()
    assert newest == f"{second}: fine, 6 events"
    assert oldest == f"{first}: fine, 5 events"
    assert known == "what is remembered over sessions fits them"
    assert both == "2 checked, nothing is lost"


def test_checking_mends_what_can_be_mended(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended("kickoff", "Ana", "", "", ("takeaway", "one"), ("takeaway", "two"))
    shelf.damage(session_id, backups=False)
    assert facilitator(shelf, "sessions", "check", session_id) == 0
    (told,) = capsys.readouterr().out.splitlines()
    assert told.startswith(f"{session_id}: mended: ")
    assert str(shelf.store.folder.trash) in told
    assert facilitator(shelf, "sessions", "check", session_id) == 0
    assert ": fine, " in capsys.readouterr().out


def test_a_session_whose_file_is_gone_is_brought_back(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    shelf.path(session_id).unlink()
    assert facilitator(shelf, "sessions", "check") == 0
    assert capsys.readouterr().out.startswith(f"{session_id}: mended: ")
    assert shelf.path(session_id).exists()


def test_checking_fails_where_nothing_whole_is_left(shelf: Shelf, capsys: Captured) -> None:
    spoilt, fine = shelf.ended(), shelf.ended()
    shelf.damage(spoilt)
    assert facilitator(shelf, "sessions", "check") == 1
    newest, oldest, _known, both = capsys.readouterr().out.splitlines()
    assert newest.startswith(f"{fine}: fine")
    assert oldest.startswith(f"{spoilt}: can't be mended: ")
    assert both == "2 checked, 1 can't be mended"


def test_checking_remembers_again_what_was_lost(shelf: Shelf) -> None:
    shelf.left()
    shelf.ended()
    before = Community(shelf.root).summaries()
    assert len(before) == 2
    shelf.store.folder.community.unlink()
    assert facilitator(shelf, "sessions", "check") == 0
    after = Community(shelf.root).summaries()
    assert [one.id for one in after] == [one.id for one in before]
    assert after[0] == before[0], "the one that ended is remembered as it was"


def test_what_fits_is_left_exactly_as_it_was(shelf: Shelf) -> None:
    shelf.left()
    shelf.ended()
    before = everything_under(shelf.root)
    assert facilitator(shelf, "sessions", "check") == 0
    assert everything_under(shelf.root) == before


def test_a_running_session_is_looked_at_and_not_touched(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun()
    conductor.ask("park", "travel")
    assert conductor.kept.writer.drain(5)
    beside = shelf.path(conductor.id).with_name(f".{conductor.id}.json.0123abcd.tmp")
    beside.write_bytes(b"half of it")
    shelf.path(conductor.id).chmod(0o640)
    before = everything_under(shelf.root)
    assert facilitator(shelf, "sessions", "check") == 0
    assert f"{conductor.id}: fine, 6 events, open in another window" in capsys.readouterr().out
    after = everything_under(shelf.root)
    del before["community.json"], after["community.json"]
    assert {name: before[name] for name in before if ".lock" not in name} == {
        name: after[name] for name in after if ".lock" not in name and name in before
    }
    conductor.leave()


def test_a_kind_of_event_that_nobody_knows_is_answered_with_the_version_before(
    shelf: Shelf, capsys: Captured
) -> None:
    session_id = shelf.ended()
    path, before = shelf.path(session_id), shelf.store.places(session_id).previous
    changed(path, {"kind": "Applauded"})
    odd = path.read_bytes()
    assert facilitator(shelf, "sessions", "check", session_id) == 1
    (told,) = capsys.readouterr().out.splitlines()
    assert told.startswith(f"{session_id}: can't be used: event 3 is of the kind Applauded")
    assert f"{before}: facilitator sessions check {session_id} --go-back goes on from there." in told
    assert path.read_bytes() == odd
    assert facilitator(shelf, "sessions", "check", session_id, "--go-back") == 0
    (told,) = capsys.readouterr().out.splitlines()
    assert told.startswith(f"{session_id}: mended: The file {path} is kept at ")
    (evidence,) = shelf.store.folder.trash.iterdir()
    assert evidence.read_bytes() == odd
    assert path.read_bytes() == before.read_bytes()
    assert facilitator(shelf, "notes", session_id) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"at": 10**20},
        {"at": 0},
        {"data": {"person": "p1", "name": "Zoë", "present": "perhaps"}},
        {"kind": "SegmentStarted", "data": {"segment": "nowhere"}},
        {"kind": "TimeAdded", "data": {"segment": "why-we-are-here", "ms": 10**17}},
        {"kind": "HardStopSet", "data": {"at": 10**17}},
        {"kind": "SessionEnded", "data": {"to_next": ["i9"]}},
    ],
    ids=str,
)
def test_what_no_session_can_say_is_found(change: dict[str, JSON], shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    changed(shelf.path(session_id), change)
    assert facilitator(shelf, "sessions", "check") == 1
    assert capsys.readouterr().out.startswith(f"{session_id}: can't be used: ")


def test_without_a_backup_that_can_be_used_nothing_is_offered(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    places = shelf.store.places(session_id)
    places.opening.unlink()
    for path in (places.file, places.previous):
        changed(path, {"kind": "Applauded"}, "1")
    before = everything_under(shelf.root)
    for more in ([], ["--go-back"]):
        assert facilitator(shelf, "sessions", "check", session_id, *more) == 1
        assert "No backup can be used either." in capsys.readouterr().out
    assert everything_under(shelf.root) == before


def test_going_back_needs_to_be_told_which(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended()
    assert facilitator(shelf, "sessions", "check", "--go-back") == 2
    assert capsys.readouterr().err == "facilitator: --go-back needs to be told which session; name it\n"


def test_an_old_version_in_the_place_of_a_new_one_is_noticed(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun()
    for text in ("one", "two", "three"):
        conductor.ask("takeaway", text)
        assert conductor.kept.writer.drain(5)
    conductor.leave()
    path, previous = shelf.path(conductor.id), shelf.store.places(conductor.id).previous
    newest, old = previous.read_bytes(), shelf.store.places(conductor.id).opening.read_bytes()
    path.unlink()
    path.write_bytes(old)
    assert facilitator(shelf, "sessions", "check") == 0
    assert f"An older version of {path} had taken its place" in capsys.readouterr().out
    assert path.read_bytes() == newest
    assert any(one.read_bytes() == old for one in shelf.store.folder.trash.iterdir())


def test_what_killed_programs_left_is_moved_to_the_trash(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    folder = shelf.store.folder
    gone = SessionId("20250101-0900-kickoff-ffff")
    leftovers = [
        folder.sessions / f".{session_id}.json.0123abcd.tmp",
        folder.backups / f".{session_id}.1.json.89abcdef.tmp",
        folder.sessions / f".{gone}.json.0123abcd.tmp",
        folder.open / f"{gone}.owner",
        folder.open / f"{gone}.draft",
        folder.root / ".community.json.0123abcd.tmp",
    ]
    for path in leftovers:
        path.write_bytes(path.name.encode())
    an_hour_ago = time.time() - 4_000
    os.utime(leftovers[-1], (an_hour_ago, an_hour_ago))
    (folder.open / f"{gone}.lock").touch()
    assert facilitator(shelf, "sessions", "check") == 0
    told = capsys.readouterr().out
    assert all(str(path) in told for path in leftovers)
    assert not any(path.exists() for path in leftovers)
    assert {path.read_bytes() for path in folder.trash.iterdir()} == {
        path.name.encode() for path in leftovers
    }
    assert [path.name for path in folder.open.iterdir()] == ["community.lock"]
    assert facilitator(shelf, "sessions", "check") == 0
    assert f"{session_id}: fine, 6 events" in capsys.readouterr().out


def test_what_is_being_written_just_now_is_left_alone(shelf: Shelf) -> None:
    shelf.ended()
    fresh = shelf.root / ".community.json.0123abcd.tmp"
    fresh.write_bytes(b"half")
    assert facilitator(shelf, "sessions", "check") == 0
    assert fresh.exists()


def test_a_session_that_lost_its_sign_counts_as_unfinished_again(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.left()
    for path in shelf.store.folder.open.iterdir():
        path.unlink()
    assert shelf.store.unfinished() == []
    assert facilitator(shelf, "sessions", "check") == 0
    assert (
        f"{session_id}: mended: It had not ended and counts as unfinished again." in capsys.readouterr().out
    )
    assert shelf.store.unfinished() == [session_id]
    with shelf.store.open(session_id) as session:
        assert session.last_sign_of_life == session.records[-1].at, (
            "the time since then must not count unasked"
        )


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no modes")
def test_files_that_others_can_read_are_closed_to_them(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    folder, places = shelf.store.folder, shelf.store.places(session_id)
    opened = [places.file, places.previous, folder.community]
    for path in opened:
        path.chmod(0o644)
    for path in (folder.root, folder.sessions, folder.trash):
        path.chmod(0o755)
    assert facilitator(shelf, "sessions", "check") == 0
    told = capsys.readouterr().out
    assert all(f"{path} has the mode 0600 now" in told for path in opened)
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in opened)
    assert all(path.stat().st_mode & 0o777 == 0o700 for path in (folder.root, folder.sessions, folder.trash))


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no modes")
def test_a_folder_with_other_things_in_it_keeps_its_mode(shelf: Shelf) -> None:
    shelf.ended()
    (shelf.root / "slides.pdf").touch()
    shelf.root.chmod(0o755)
    assert facilitator(shelf, "sessions", "check") == 0
    assert shelf.root.stat().st_mode & 0o777 == 0o755


def test_what_is_remembered_and_does_not_fit_is_built_again(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    spoilt = shelf.ended(title="Spoilt")
    Community(shelf.root).forget(session_id)
    shelf.damage(spoilt)
    assert facilitator(shelf, "sessions", "check") == 1
    assert "what is remembered over sessions was built again" in capsys.readouterr().out
    known = {one.id: one.title for one in Community(shelf.root).summaries()}
    assert known == {session_id: "Kickoff", spoilt: "Spoilt"}, "what was known of a damaged one stays known"


def test_the_report_for_scripts(shelf: Shelf, capsys: Captured) -> None:
    fine, odd, spoilt = shelf.left(), shelf.ended(), shelf.ended()
    changed(shelf.path(odd), {"kind": "Applauded"})
    shelf.damage(spoilt)
    assert facilitator(shelf, "sessions", "check", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    by_id = {one.pop("id"): one for one in told.pop("sessions")}
    assert told == {
        "schema": 1,
        "checked": 3,
        "fine": 1,
        "mended": 0,
        "held": 0,
        "not_mended": 2,
        "folder": [],
        "remembered": "fits",
    }
    assert by_id[fine] == {
        "status": "fine",
        "held": False,
        "events": 5,
        "done": [],
        "problem": None,
        "backup": None,
    }
    assert by_id[odd]["status"] == "unusable"
    assert by_id[odd]["backup"] == str(shelf.store.places(odd).previous)
    assert by_id[spoilt]["status"] == "damaged"
    assert str(shelf.path(spoilt)) in by_id[spoilt]["problem"]


def test_no_session_is_nothing_to_check(shelf: Shelf, capsys: Captured) -> None:
    assert facilitator(shelf, "sessions", "check") == 0
    assert capsys.readouterr().out == "there is no session to check\n"
    assert not shelf.root.exists()


def test_a_terminal_is_told_how_far_it_is(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.check_command.PROGRESS_EVERY", 2)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    for _ in range(5):
        shelf.ended()
    assert facilitator(shelf, "sessions", "check", "--json") == 0
    assert capsys.readouterr().err == "2 of 5 checked\n4 of 5 checked\n"


class FullTrash(FileSystem):
    """A disk on which nothing can be moved to the trash."""

    def replace(self, source: Path, target: Path) -> None:
        if target.parent.name == "trash":
            raise OSError(ENOSPC, "no room")
        super().replace(source, target)


def checked_on(shelf: Shelf, disk: FileSystem, wanted: str | None = None) -> tuple[int, list[str]]:
    out = StringIO()
    store = Store(shelf.root, files=disk)
    status = check_sessions(store, wanted, as_json=False, go_back=False, out=out, err=StringIO())
    return status, out.getvalue().splitlines()


def test_a_leftover_that_stays_says_nothing_of_its_session(shelf: Shelf) -> None:
    session_id = shelf.ended()
    beside = shelf.path(session_id).with_name(f".{session_id}.json.0123abcd.tmp")
    astray = shelf.root / ".community.json.0123abcd.tmp"
    for path in (beside, astray):
        path.write_bytes(b"half of it")
    an_hour_ago = time.time() - 4_000
    os.utime(astray, (an_hour_ago, an_hour_ago))
    told = "it belongs to nothing and can't be moved to the trash, the disk is full. Make room, then check again."
    status, lines = checked_on(shelf, FullTrash())
    assert status == 0
    assert lines[0] == f"{session_id}: fine, 6 events"
    assert {f"{astray}: {told}", f"{beside}: {told}"} <= set(lines)
    assert checked_on(shelf, FullTrash(), session_id) == (
        0,
        [f"{session_id}: fine, 6 events", f"{beside}: {told}"],
    )
    assert beside.exists()
    assert astray.exists()


def test_a_running_session_whose_file_is_damaged_is_not_called_mended(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun()
    conductor.ask("park", "travel")
    assert conductor.kept.writer.drain(5)
    shelf.damage(conductor.id, backups=False)
    assert facilitator(shelf, "sessions", "check", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["fine"], report["mended"], report["not_mended"]) == (0, 0, 0)
    (one,) = report["sessions"]
    assert (one["status"], one["held"], one["done"]) == ("held", True, [])
    assert "can't be read" in one["problem"]
    assert facilitator(shelf, "sessions", "check", conductor.id) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{conductor.id}: open in another window, so it was only looked at: The file ")
    conductor.leave()


def test_of_a_running_session_that_can_not_be_used_no_backup_is_spoken_of(
    shelf: Shelf, capsys: Captured
) -> None:
    conductor = shelf.begun()
    assert conductor.kept.writer.drain(5)
    changed(shelf.path(conductor.id), {"kind": "Applauded"}, "1")
    assert facilitator(shelf, "sessions", "check", conductor.id) == 1
    told = capsys.readouterr().out
    assert "can't be used, open in another window: event 1 is of the kind Applauded" in told
    assert "It was only looked at." in told
    assert "backup" not in told
    conductor.leave()


def test_where_something_was_done_it_is_not_said_that_nothing_was(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    places = shelf.store.places(session_id)
    whole = places.file.read_bytes()
    for path in (places.opening, places.previous, places.file):
        path.unlink()
    for path in (places.file, places.previous):
        path.write_bytes(whole)
        changed(path, {"kind": "Applauded"}, "1")
    places.file.write_bytes(b"spoilt")
    assert facilitator(shelf, "sessions", "check", session_id) == 1
    told = capsys.readouterr().out
    assert "Nothing was changed" not in told
    assert "No backup can be used either." in told
    assert "The damaged file is kept at" in told


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no modes")
def test_checking_one_session_leaves_the_files_of_others_alone(shelf: Shelf) -> None:
    one, other = shelf.ended(), shelf.ended()
    shelf.path(other).chmod(0o640)
    assert facilitator(shelf, "sessions", "check", one) == 0
    assert shelf.path(other).stat().st_mode & 0o777 == 0o640
