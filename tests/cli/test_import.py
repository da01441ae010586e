"""`facilitator sessions import`: a session from a file that lies elsewhere, and nothing lost on either side."""

import json
import os
import shutil
from datetime import datetime
from errno import ENOSPC
from io import StringIO
from pathlib import Path

import pytest

from data.beside import beside, keep_beside
from data.community import Community
from data.files import FileSystem
from data.imports import LARGEST, MOST_RECORDS
from data.problems import FolderProblem
from data.records import JSON
from data.sessions import rescue
from data.store import Store
from data.versions import encode, kept
from facilitator.conductor import Conductor, session_of
from facilitator.drafts import from_text, to_text
from facilitator.import_command import import_sessions
from facilitator.lobby import resume
from formats.words import SessionId
from screens.views.draft import Draft
from tests.cli.held import HERE, Shelf, facilitator
from tests.cli.test_check import changed, everything_under

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def away(tmp_path: Path) -> Shelf:
    """Return the data folder of another computer."""
    return Shelf(tmp_path / "away")


def file_of(session: dict[str, JSON], events: list[dict[str, JSON]]) -> bytes:
    """Give a session file as a foreign tool would write it, checksum and all."""
    tables = {
        "session": {"1": kept(session)},
        "events": {str(number): kept(event) for number, event in enumerate(events, start=1)},
    }
    return encode(tables, writes=1)


def grown(shelf: Shelf, *texts: str) -> Conductor:
    """Begin a session in which these takeaways were caught, each written by itself."""
    conductor = shelf.begun()
    for text in texts:
        conductor.ask("takeaway", text)
        assert conductor.kept.writer.drain(5)
    return conductor


def test_a_file_from_another_computer(shelf: Shelf, away: Shelf, capsys: Captured) -> None:
    session_id = away.ended("kickoff", "Ana, Ben", "Far away", "", ("takeaway", "listen"))
    file = away.path(session_id)
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    assert capsys.readouterr().out == f"{session_id}: brought in from {file}, 6 events\n"
    assert shelf.store.read(session_id).records == away.store.read(session_id).records
    assert shelf.store.unfinished() == []
    assert Community(shelf.root).summaries() == Community(away.root).summaries()
    assert facilitator(shelf, "sessions", "check") == 0
    assert f"{session_id}: fine, 6 events" in capsys.readouterr().out
    if os.name == "posix":
        assert shelf.path(session_id).stat().st_mode & 0o777 == 0o600


def test_a_rescued_copy_is_gone_on_with(shelf: Shelf, away: Shelf, tmp_path: Path, capsys: Captured) -> None:
    conductor = grown(away, "one", "two")
    stored = conductor.kept
    file = rescue(away.store.read(conductor.id).records, stored.header, tmp_path / "stick")
    conductor.leave()
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    told = capsys.readouterr().out
    assert told == (
        f"{conductor.id}: brought in from {file}, 7 events; "
        f"it had not ended, facilitator resume {conductor.id} goes on with it\n"
    )
    assert shelf.store.unfinished() == [conductor.id]
    shelf.clock.wait(30)
    again = resume(Store(shelf.root, now=shelf.clock.now), shelf.clock, conductor.id)
    assert [item.text for item in again.state.items.values()] == ["one", "two"]
    assert again.gap_ms == 30 * 60_000, "the time since the last event is asked about, not counted"
    again.leave()


def test_the_same_again_changes_nothing(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    session_id = shelf.ended()
    file = shutil.copy(shelf.path(session_id), tmp_path / "copy.json")
    before = everything_under(shelf.root)
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    assert (
        capsys.readouterr().out == f"{session_id}: {file} holds what is here already; nothing was changed\n"
    )
    assert everything_under(shelf.root) == before


def test_of_two_lengths_the_longer_is_taken_and_the_shorter_kept(
    shelf: Shelf, away: Shelf, capsys: Captured
) -> None:
    conductor = grown(away, "one")
    shutil.copytree(away.root, shelf.root)
    for path in shelf.store.folder.open.iterdir():
        path.unlink()
    shorter = shelf.path(conductor.id).read_bytes()
    for text in ("two", "three"):
        conductor.ask("takeaway", text)
    conductor.leave()
    file = away.path(conductor.id)
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    (told,) = capsys.readouterr().out.splitlines()
    assert told.startswith(
        f"{conductor.id}: {file} goes on for 2 events more than what was here, and was taken"
    )
    (kept_at,) = shelf.store.folder.trash.iterdir()
    assert f"the version before is kept at {kept_at}" in told
    assert kept_at.read_bytes() == shorter
    assert shelf.store.read(conductor.id).records == away.store.read(conductor.id).records

    assert facilitator(shelf, "sessions", "import", str(kept_at)) == 0
    assert capsys.readouterr().out == (
        f"{conductor.id}: what is here goes on for 2 events more and stays; {kept_at} was left as it is\n"
    )
    assert shelf.store.read(conductor.id).records == away.store.read(conductor.id).records


def test_two_that_went_another_way_are_not_mixed(shelf: Shelf, away: Shelf, capsys: Captured) -> None:
    conductor = grown(away, "one")
    conductor.leave()
    shutil.copytree(away.root, shelf.root)
    for one, text in ((away, "here"), (shelf, "there")):
        going_on = resume(one.store, one.clock, conductor.id)
        going_on.ask("takeaway", text)
        going_on.leave()
    file, before = away.path(conductor.id), everything_under(shelf.root)
    assert facilitator(shelf, "sessions", "import", str(file)) == 1
    said = capsys.readouterr().err
    assert "the two agree up to event 6 and then differ" in said
    assert "--as-new" in said
    assert everything_under(shelf.root) == before

    assert facilitator(shelf, "sessions", "import", "--as-new", str(file)) == 0
    told = capsys.readouterr().out
    (fresh,) = set(shelf.store.ids()) - {conductor.id}
    assert told.startswith(f"{fresh}: brought in from {file} beside {conductor.id}, 7 events")
    assert fresh.startswith("202611")
    assert shelf.store.read(fresh).header["id"] == fresh
    assert session_of(shelf.store.read(fresh).records).state.title == "Kickoff"


def test_what_was_erased_does_not_come_back_unasked(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    session_id = shelf.ended("kickoff", "Ana", "", "", ("takeaway", "a secret"))
    old = shutil.copy(shelf.path(session_id), tmp_path / "old.json")
    changed(shelf.path(session_id), {"data": {"item": "i1", "kind": "takeaway", "text": "(erased)"}}, "4")
    assert facilitator(shelf, "sessions", "import", str(old)) == 1
    assert "the two agree up to event 3 and then differ" in capsys.readouterr().err
    assert b"a secret" not in shelf.path(session_id).read_bytes()


def test_a_session_that_another_window_has_waits(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    conductor = grown(shelf, "one")
    file = shutil.copy(shelf.path(conductor.id), tmp_path)
    assert facilitator(shelf, "sessions", "import", str(file)) == 1
    assert f"The session {conductor.id} is open in another window" in capsys.readouterr().err
    conductor.leave()


def test_a_damaged_one_is_replaced_and_kept(shelf: Shelf, away: Shelf, capsys: Captured) -> None:
    session_id = away.ended()
    shutil.copytree(away.root, shelf.root)
    shelf.damage(session_id)
    assert facilitator(shelf, "sessions", "import", str(away.path(session_id))) == 0
    assert "the version before is kept at " in capsys.readouterr().out
    assert len(list(shelf.store.folder.trash.iterdir())) == 3
    assert shelf.store.read(session_id).records == away.store.read(session_id).records


def test_one_that_cannot_be_used_makes_room_for_one_that_can(shelf: Shelf, away: Shelf) -> None:
    session_id = away.ended()
    shutil.copytree(away.root, shelf.root)
    changed(shelf.path(session_id), {"kind": "Applauded"})
    odd = shelf.path(session_id).read_bytes()
    assert facilitator(shelf, "sessions", "import", str(away.path(session_id))) == 0
    (kept_at,) = shelf.store.folder.trash.iterdir()
    assert kept_at.read_bytes() == odd
    assert shelf.store.read(session_id).records == away.store.read(session_id).records


def test_a_deleted_one_comes_back_out_of_the_trash(shelf: Shelf) -> None:
    session_id = shelf.ended()
    records = shelf.store.read(session_id).records
    assert facilitator(shelf, "sessions", "delete", session_id) == 0
    assert facilitator(shelf, "sessions", "import", str(shelf.store.folder.trash / f"{session_id}.json")) == 0
    assert shelf.store.read(session_id).records == records


def test_all_or_nothing(shelf: Shelf, away: Shelf, tmp_path: Path, capsys: Captured) -> None:
    first, second = away.ended(), away.ended()
    broken = tmp_path / "broken.json"
    broken.write_bytes(away.path(second).read_bytes()[:-40])
    assert facilitator(shelf, "sessions", "import", str(away.path(first)), str(broken)) == 2
    said = capsys.readouterr()
    assert said.err == f"facilitator: {broken} can't be brought in: it is cut off or mixed up.\n"
    assert said.out == ""
    assert not shelf.root.exists()
    files = [str(away.path(one)) for one in (first, second)]
    assert facilitator(shelf, "sessions", "import", *files) == 0
    assert set(shelf.store.ids()) == {first, second}


def test_versions_of_one_session_in_one_go(shelf: Shelf, away: Shelf, capsys: Captured) -> None:
    session_id = away.ended("kickoff", "Ana", "", "", ("takeaway", "one"), ("takeaway", "two"))
    places = away.store.places(session_id)
    assert facilitator(shelf, "sessions", "import", str(places.previous), str(places.file)) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert shelf.store.read(session_id).records == away.store.read(session_id).records


def test_a_file_without_a_name_of_its_own_gets_one(shelf: Shelf, away: Shelf, tmp_path: Path) -> None:
    session_id = away.ended()
    events = [record.to_document() for record in away.store.read(session_id).records]
    file = tmp_path / "from Ben.json"
    file.write_bytes(file_of({"title": "Kickoff"}, events))
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    (fresh,) = shelf.store.ids()
    assert fresh != session_id
    assert fresh.startswith("202611")


def test_a_name_that_leads_elsewhere_leads_nowhere(shelf: Shelf, away: Shelf, tmp_path: Path) -> None:
    events = [record.to_document() for record in away.store.read(away.ended()).records]
    file = tmp_path / "x.json"
    file.write_bytes(file_of({"id": "../../escaped-0a1b"}, events))
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    (fresh,) = shelf.store.ids()
    assert fresh.startswith("202611")
    assert not list(tmp_path.rglob("escaped*"))


def test_what_acts_on_a_terminal_is_taken_out(
    shelf: Shelf, away: Shelf, tmp_path: Path, capsys: Captured
) -> None:
    session_id = away.ended("kickoff", "Ana", "", "", ("takeaway", "TEXT"))
    file = tmp_path / f"{session_id}.json"
    raw = away.path(session_id)
    changed(
        raw,
        {"data": {"item": "i1", "kind": "takeaway", "text": "\x1b]52;c;eA==\x07read \x9b31m\u202eme"}},
        "4",
    )
    shutil.copy(raw, file)
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    assert "characters that act on a terminal were taken out" in capsys.readouterr().out
    (item,) = session_of(shelf.store.read(session_id).records).state.items.values()
    assert item.text == "]52;c;eA==read 31mme"
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    assert "holds what is here already" in capsys.readouterr().out


def test_a_newer_one_is_refused_politely(shelf: Shelf, away: Shelf, tmp_path: Path, capsys: Captured) -> None:
    session_id = away.ended()
    file = tmp_path / "newer.json"
    file.write_bytes(encode({"session": {"1": kept({"title": "x"})}}, writes=1, schema=99))
    assert facilitator(shelf, "sessions", "import", str(file)) == 2
    assert "Please update facilitator" in capsys.readouterr().err
    file.write_bytes(encode({"session": {"1": kept({"title": "x"})}}, writes=1, schema=0))
    assert facilitator(shelf, "sessions", "import", str(file)) == 2
    assert "a data version that never was (0)" in capsys.readouterr().err
    assert not shelf.root.exists(), session_id


PAUSED: dict[str, JSON] = {"id": "e1", "seq": 1, "act": "a", "at": 1, "kind": "Paused", "data": {}}


def nested(depth: int) -> JSON:
    value: JSON = 1
    for _ in range(depth):
        value = [value]
    return value


REFUSED = [
    ("nowhere.json", None, "there is no such file"),
    ("empty.json", b"", "it is empty"),
    ("null.json", b"null", "it holds no tables"),
    ("notes.md", b"# Notes\n", "it is cut off or mixed up"),
    ("plain.json", b'{"events": {"1": {"id": "e1"}}}', "it does not say how it was written"),
    ("utf16.json", '{"a": 1}'.encode("utf-16"), "it is not text"),
    ("deep.json", b"[" * 100_000, "its values lie too deep inside one another"),
    ("deep2.json", file_of({"a": nested(61)}, [PAUSED]), "its values lie more than 60 deep"),
    ("quotes.json", b'{"a": "' + b'\\"' * 200_000, "it is cut off or mixed up"),
    ("parts.json", b"[" + b"{}," * 300_000 + b"{}]", "it has more parts than any session"),
    ("large.json", b" " * (LARGEST + 1), "it is larger than 8 MiB"),
    ("none.json", file_of({"title": "x"}, []), "it holds no events"),
]


@pytest.mark.parametrize(("name", "content", "why"), REFUSED, ids=[one[0] for one in REFUSED])
def test_what_is_no_session_is_refused_in_a_line(
    name: str, content: bytes | None, why: str, shelf: Shelf, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    assert facilitator(shelf, "sessions", "import", str(file)) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"facilitator: {file} can't be brought in: {why}")
    assert said.count("\n") == 1
    assert not shelf.root.exists()


def test_a_folder_is_no_session(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    assert facilitator(shelf, "sessions", "import", str(tmp_path)) == 2
    assert "it is no file; name the file of a session" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_does_not_hold_it_up(shelf: Shelf, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert facilitator(shelf, "sessions", "import", str(tmp_path / "pipe.json")) == 2


def test_a_crowd_of_events_is_refused(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    event: dict[str, JSON] = {"act": "a", "at": 1, "kind": "Paused", "data": {}}
    events = [{"id": f"e{n}", "seq": n, **event} for n in range(1, MOST_RECORDS + 2)]
    file = tmp_path / "crowd.json"
    file.write_bytes(file_of({"title": "x"}, events))
    assert facilitator(shelf, "sessions", "import", str(file)) == 2
    assert "it holds more than 10,000 events" in capsys.readouterr().err


def test_the_day_of_a_new_id_is_that_of_the_session(shelf: Shelf, away: Shelf) -> None:
    session_id = away.ended()
    assert facilitator(shelf, "sessions", "import", "--as-new", str(away.path(session_id))) == 0
    (fresh,) = shelf.store.ids()
    assert fresh != session_id
    began = datetime.fromtimestamp(shelf.store.read(fresh).records[0].at / 1_000, HERE)
    assert fresh[:8] == f"{began:%Y%m%d}"
    assert SessionId(fresh) in {one.id for one in Community(shelf.root).summaries()}


def test_it_is_shown_like_any_other(shelf: Shelf, away: Shelf, capsys: Captured) -> None:
    session_id = away.ended()
    facilitator(shelf, "sessions", "import", str(away.path(session_id)))
    capsys.readouterr()
    facilitator(shelf, "sessions", "show", "--json")
    here = json.loads(capsys.readouterr().out)
    facilitator(away, "sessions", "show", "--json")
    assert json.loads(capsys.readouterr().out) == here


class FullFor(FileSystem):
    """A disk that has no room for one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def replace(self, source: Path, target: Path) -> None:
        if target == self._path:
            raise OSError(ENOSPC, "no room")
        super().replace(source, target)


def test_a_disk_that_fails_midway_names_the_file_and_what_is_in(shelf: Shelf, away: Shelf) -> None:
    first, second, third = away.ended(), away.ended(), away.ended()
    refused = shelf.path(second)
    store, out = Store(shelf.root, files=FullFor(refused)), StringIO()
    files = [away.path(one) for one in (first, second, third)]
    with pytest.raises(FolderProblem, match="the disk is full") as told:
        import_sessions(store, files, as_new=False, out=out)
    assert told.value.path == refused
    assert out.getvalue() == f"{first}: brought in from {files[0]}, 6 events\n"
    assert shelf.store.ids() == [first]
    assert [one.id for one in Community(shelf.root).summaries()] == [first]


def test_where_nothing_is_brought_in_nothing_is_mended_either(
    shelf: Shelf, away: Shelf, capsys: Captured
) -> None:
    conductor = grown(away, "one", "two")
    conductor.leave()
    shutil.copytree(away.root, shelf.root)
    going_on = resume(away.store, away.clock, conductor.id)
    going_on.ask("takeaway", "elsewhere")
    going_on.leave()
    changed(shelf.store.places(conductor.id).previous, {"id": "another"}, "5")
    shelf.damage(conductor.id, backups=False)
    before = everything_under(shelf.root)
    assert facilitator(shelf, "sessions", "import", str(away.path(conductor.id))) == 1
    assert "Nothing was changed." in capsys.readouterr().err
    assert everything_under(shelf.root) == before


def test_what_is_here_is_what_opening_it_would_go_on_from(
    shelf: Shelf, away: Shelf, tmp_path: Path, capsys: Captured
) -> None:
    conductor = grown(away, "one")
    file = shutil.copy(away.path(conductor.id), tmp_path / "one.json")
    for text in ("two", "three"):
        conductor.ask("takeaway", text)
        assert conductor.kept.writer.drain(5)
    conductor.leave()
    shutil.copytree(away.root, shelf.root)
    shelf.path(conductor.id).unlink()
    shutil.copy(shelf.store.places(conductor.id).opening, shelf.path(conductor.id))
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    assert "what is here goes on for 1 event more and stays" in capsys.readouterr().out


def test_what_was_being_typed_comes_along_once(
    shelf: Shelf, away: Shelf, tmp_path: Path, capsys: Captured
) -> None:
    conductor = grown(away, "one")
    file = rescue(away.store.read(conductor.id).records, conductor.kept.header, tmp_path / "stick")
    typed = (Draft("decision", "half a thought"), Draft("park", "secret", hidden=True))
    keep_beside(file, to_text(typed))
    conductor.leave()
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    assert "; what was being typed came with it, 2 drafts; it had not ended" in capsys.readouterr().out
    draft = shelf.store.places(conductor.id).draft
    assert from_text(draft.read_text(encoding="utf-8")).drafts == typed
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    assert capsys.readouterr().out.endswith("holds what is here already; nothing was changed\n")

    here = (Draft("decision", "half a"), Draft("takeaway", "typed since"))
    draft.write_text(to_text(here), encoding="utf-8")
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    assert (
        "holds what is here already; what was being typed came with it, 2 drafts" in capsys.readouterr().out
    )
    assert from_text(draft.read_text(encoding="utf-8")).drafts == (here[1], *typed)


def test_drafts_beside_a_file_that_nobody_can_read_are_told(
    shelf: Shelf, away: Shelf, capsys: Captured
) -> None:
    conductor = grown(away, "one")
    conductor.leave()
    file = away.path(conductor.id)
    beside(file).write_bytes(b"\xff{")
    assert facilitator(shelf, "sessions", "import", str(file)) == 0
    told = capsys.readouterr().out
    assert f"; not all of {beside(file)} can be read, and it stays as it is" in told
    assert not shelf.store.places(conductor.id).draft.exists()
