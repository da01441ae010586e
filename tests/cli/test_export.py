"""`facilitator sessions export`: a session for another computer, without what was said off the record."""

import json
from errno import ENOSPC
from pathlib import Path

import pytest

from data.files import FileSystem
from facilitator.conductor import Conductor
from facilitator.drafts import to_text
from facilitator.lobby import resume
from facilitator.notes import DIALECTS, Wish, notes_text
from facilitator.storing import session_of
from formats.words import LEVELS
from screens.views.draft import Draft
from tests.cli.held import Shelf, facilitator

Captured = pytest.CaptureFixture[str]
SECRET = "what was said in confidence"


@pytest.fixture
def away(tmp_path: Path) -> Shelf:
    """Return the data folder of another computer."""
    return Shelf(tmp_path / "away")


def confided(shelf: Shelf) -> Conductor:
    """Hold a session in which something was said off the record."""
    conductor = shelf.begun(level="open")
    conductor.ask("takeaway", "ask early")
    conductor.ask("off_record")
    conductor.ask("action", f"{SECRET} @Ben")
    conductor.ask("off_record")
    conductor.ask("decision", "weekly")
    return conductor


def test_it_comes_back_on_another_computer_without_the_words(
    shelf: Shelf, away: Shelf, tmp_path: Path, capsys: Captured
) -> None:
    conductor = confided(shelf)
    assert conductor.leave()
    file = tmp_path / "out.json"
    assert facilitator(shelf, "sessions", "export", conductor.id, "--out", str(file)) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"Left out: 1 item off the record; --with-private takes them along.\nThe session is in {file}\n"
    )
    assert SECRET.encode() not in file.read_bytes()
    assert facilitator(away, "sessions", "import", str(file)) == 0
    assert facilitator(away, "sessions", "check") == 0
    capsys.readouterr()
    here, there = (session_of(one.store.read(conductor.id).records).state for one in (shelf, away))
    for dialect in DIALECTS:
        for level in LEVELS:
            wish = Wish(dialect, level)
            told = [
                notes_text(one, wish, local=shelf.clock.local, now=shelf.clock.now()) for one in (here, there)
            ]
            assert told[0] == told[1], (dialect, level)


def test_the_session_goes_on_there_with_numbers_and_undo_as_they_were(
    shelf: Shelf, away: Shelf, tmp_path: Path
) -> None:
    conductor = confided(shelf)
    conductor.ask("undo")
    assert conductor.leave()
    file = tmp_path / "out.json"
    facilitator(shelf, "sessions", "export", "last", "--out", str(file))
    facilitator(away, "sessions", "import", str(file))
    again = resume(away.store, away.clock, conductor.id)
    again.ask("redo")
    assert [item.text for item in again.state.items.values()] == ["ask early", "off the record", "weekly"]
    again.ask("takeaway", "from here on")
    again.ask("undo")
    again.ask("undo")
    assert [item.id for item in again.state.items.values()] == ["i1", "i2"]
    assert again.leave()
    assert facilitator(away, "sessions", "check") == 0


def test_with_private_takes_everything_along_and_says_so(
    shelf: Shelf, away: Shelf, tmp_path: Path, capsys: Captured
) -> None:
    conductor = confided(shelf)
    assert conductor.leave()
    assert facilitator(shelf, "sessions", "export", conductor.id, "--with-private") == 0
    said = capsys.readouterr()
    assert said.err == "What was said off the record is in it; keep it where only you can read it.\n"
    file = tmp_path / "out.json"
    file.write_text(said.out, encoding="utf-8")
    assert facilitator(away, "sessions", "import", str(file)) == 0
    assert away.store.read(conductor.id).records == shelf.store.read(conductor.id).records


def test_it_is_one_json_on_standard_output_and_can_be_had_while_the_session_runs(
    shelf: Shelf, capsys: Captured
) -> None:
    conductor = confided(shelf)
    conductor.kept.writer.drain(5)
    assert facilitator(shelf, "sessions", "export", conductor.id) == 0
    said = capsys.readouterr()
    events = json.loads(said.out)["events"]
    assert len(events) == len(conductor.session.events)
    assert SECRET not in said.out
    assert "p2" not in json.dumps(events["9"]), "nor who was to see to it"
    conductor.leave()


def test_what_was_being_typed_goes_beside_it_unless_it_may_not_be_seen(
    shelf: Shelf, away: Shelf, tmp_path: Path, capsys: Captured
) -> None:
    conductor = confided(shelf)
    secret = next(item.id for item in conductor.state.items.values() if item.off)
    drafts = (
        Draft("park", "half a thought"),
        Draft("takeaway", f"more of {SECRET}", hidden=True),
        Draft("edit", f"{SECRET}, put otherwise", secret),
    )
    conductor.save_draft(to_text(drafts))
    assert conductor.leave()
    file = tmp_path / "out.json"
    assert facilitator(shelf, "sessions", "export", conductor.id, "--out", str(file)) == 0
    beside = tmp_path / "out.draft"
    said = capsys.readouterr().err
    assert "Left out: 1 item off the record and 2 drafts;" in said
    assert f"The session is in {file}, and what was being typed in {beside}\n" in said
    assert SECRET.encode() not in beside.read_bytes()
    facilitator(away, "sessions", "import", str(file))
    assert resume(away.store, away.clock, conductor.id).draft() == to_text(drafts[:1])
    capsys.readouterr()

    assert facilitator(shelf, "sessions", "export", conductor.id) == 0
    assert (
        "What is being typed is not in it; --out FILE keeps that beside the file." in capsys.readouterr().err
    )

    assert (
        facilitator(shelf, "sessions", "export", "last", "--with-private", "--force", "--out", str(file)) == 0
    )
    assert beside.read_text(encoding="utf-8") == to_text(drafts)


def test_nothing_that_is_there_is_written_over(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    session_id = shelf.ended()
    file, draft = tmp_path / "out.json", tmp_path / "out.draft"
    for taken in (file, draft):
        taken.write_text("mine", encoding="utf-8")
        assert facilitator(shelf, "sessions", "export", session_id, "--out", str(file)) == 2
        assert capsys.readouterr().err == (
            f"facilitator: {taken} is there already and stays as it is; "
            "name another file with --out, or add --force\n"
        )
        assert taken.read_text(encoding="utf-8") == "mine"
        taken.unlink()
    assert facilitator(shelf, "sessions", "export", session_id, "--force") == 2
    assert capsys.readouterr() == (
        "",
        "facilitator: --force is for a file that is there already; name it with --out FILE, or leave --force out\n",
    )
    file.write_text("mine", encoding="utf-8")
    draft.write_text("of another session", encoding="utf-8")
    assert facilitator(shelf, "sessions", "export", session_id, "--out", str(file), "--force") == 0
    assert json.loads(file.read_bytes())["session"]["1"]["id"] == session_id
    assert not draft.exists(), "it would be brought in with a session that it does not belong to"


@pytest.mark.parametrize("room_for", [0, 1], ids=["nothing fits", "what was typed fits"])
def test_a_full_disk_leaves_nothing_half_written(
    room_for: int, shelf: Shelf, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    conductor = confided(shelf)
    conductor.save_draft(to_text([Draft("park", "half a thought")]))
    assert conductor.leave()
    folder = tmp_path / "stick"
    folder.mkdir()
    written: list[int] = []
    write = FileSystem.write

    def full(self: FileSystem, descriptor: int, data: memoryview) -> int:
        written.append(len(data))
        if len(written) <= room_for:
            return write(self, descriptor, data)
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystem, "write", full)
    file = folder / "out.json"
    assert facilitator(shelf, "sessions", "export", conductor.id, "--out", str(file)) == 1
    assert (
        capsys.readouterr()
        .err.splitlines()[-1]
        .endswith("can't be written, the disk is full; name another file with --out")
    )
    assert list(folder.iterdir()) == []
    assert len(written) == room_for + 1


@pytest.mark.parametrize(
    ("out", "status", "told"),
    [
        ("", 2, "--out takes the name of a file; name another file with --out"),
        (".", 2, "is a folder; name a file in it with --out"),
        ("no/out.json", 2, "make it, or name another file with --out"),
        ("out.draft", 2, "can't be kept under a name that ends in .draft; name another file with --out"),
    ],
)
def test_what_can_not_be_a_file_is_told_in_one_line(
    out: str,
    status: int,
    told: str,
    shelf: Shelf,
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf.ended()
    monkeypatch.chdir(tmp_path)
    assert facilitator(shelf, "sessions", "export", "last", "--out", out) == status
    said = capsys.readouterr().err
    assert said.endswith(f"{told}\n")
    assert said.count("\n") == 1


def test_no_such_session_and_one_that_is_damaged(shelf: Shelf, capsys: Captured) -> None:
    assert facilitator(shelf, "sessions", "export", "last") == 3
    shelf.damage(shelf.ended())
    assert facilitator(shelf, "sessions", "export", "last") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 2
