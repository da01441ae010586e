"""`facilitator notes`: to standard output, into a file, to the clipboard."""

import base64
import sys
from pathlib import Path

import pytest

from facilitator.clipboard import Copied
from tests.cli.held import Shelf, facilitator

Captured = pytest.CaptureFixture[str]


def test_notes_go_to_standard_output_and_nothing_else_does(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana", "A start", "", ("takeaway", "ask *early*"))
    assert facilitator(shelf, "notes") == 0
    said = capsys.readouterr()
    assert said.out.startswith("# A start\n")
    assert r"ask \*early\*" in said.out
    assert said.out.endswith("\n")
    assert not said.out.endswith("\n\n")
    assert said.err == ""


def test_notes_can_be_had_while_the_session_runs(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun()
    conductor.ask("takeaway", "so far")
    conductor.kept.writer.drain(5)
    assert facilitator(shelf, "notes", conductor.id) == 0
    assert "so far" in capsys.readouterr().out
    conductor.leave()


def test_last_is_the_newest(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended(title="Old")
    shelf.ended(title="New")
    facilitator(shelf, "notes", "last")
    assert capsys.readouterr().out.startswith("# New\n")


def test_a_level_that_is_more_open_than_agreed_says_so(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana, Ben", "", "room", ("action", "Book it @Ana"))
    assert facilitator(shelf, "notes") == 0
    said = capsys.readouterr()
    assert "Ana" not in said.out
    assert said.err == ""
    assert facilitator(shelf, "notes", "--level", "names") == 0
    said = capsys.readouterr()
    assert "Ana" in said.out
    assert said.err == (
        "The session agreed on “room”; these notes say more of people than that. Ask them before you share it.\n"
    )


def test_a_level_that_is_less_open_needs_no_word(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana", "", "open")
    assert facilitator(shelf, "notes", "--level", "room") == 0
    said = capsys.readouterr()
    assert "Ana" not in said.out
    assert said.err == ""


def test_notes_go_into_a_new_file_but_never_over_one(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    shelf.ended(title="A start")
    file = tmp_path / "notes.md"
    assert facilitator(shelf, "notes", "--out", str(file)) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"The notes are in {file}\n")
    written = file.read_text(encoding="utf-8")
    assert written.startswith("# A start\n")

    file.write_text("mine", encoding="utf-8")
    assert facilitator(shelf, "notes", "--out", str(file)) == 2
    assert capsys.readouterr().err == (
        f"facilitator: {file} is there already and stays as it is; name another file with --out\n"
    )
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there_is_named(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    shelf.ended()
    assert facilitator(shelf, "notes", "--out", str(tmp_path / "no" / "notes.md")) == 2
    assert capsys.readouterr().err == (
        f"facilitator: there is no folder {tmp_path / 'no'}; make it, or name another file with --out\n"
    )


def test_another_dialect_is_refused_with_those_there_are(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended()
    assert facilitator(shelf, "notes", "--as", "wordstar") == 2
    assert capsys.readouterr().err.startswith(
        "facilitator: notes can't be written as 'wordstar'; there is markdown"
    )


def test_no_session_at_all(shelf: Shelf, capsys: Captured) -> None:
    assert facilitator(shelf, "notes") == 3
    assert capsys.readouterr().err == (
        f"facilitator: no session is stored in {shelf.root} yet; facilitator run starts one\n"
    )


def test_a_damaged_session_is_told_in_one_line(shelf: Shelf, capsys: Captured) -> None:
    shelf.damage(shelf.ended())
    assert facilitator(shelf, "notes") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


def test_notes_from_a_backup_say_what_may_be_missing(shelf: Shelf, capsys: Captured) -> None:
    shelf.damage(shelf.ended("kickoff", "Ana", "", "", ("takeaway", "kept")), backups=False)
    assert facilitator(shelf, "notes") == 0
    said = capsys.readouterr()
    assert "kept" in said.out
    assert "may be missing" in said.err


def test_copying_says_what_is_known_of_it(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    def copy(text: str, *, osc52: object, path: Path | None) -> Copied:
        copied.append(text)
        assert osc52 is None  # neither end of a test is a terminal
        return Copied("copied", "Copied.")

    monkeypatch.setattr("facilitator.clipboard.copy", copy)
    shelf.ended(title="A start")
    assert facilitator(shelf, "notes", "--copy") == 0
    said = capsys.readouterr()
    assert [said.out] == copied
    assert said.err == "Copied.\n"


def test_a_terminal_is_asked_to_fill_its_clipboard(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.clipboard._to_clipboard", lambda _text, _timeout: "none")
    shelf.ended(title="Tést")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert facilitator(shelf, "notes", "--copy") == 0
    said = capsys.readouterr()
    sequence, told = said.err.split("\a")
    assert sequence.startswith("\x1b]52;c;")
    assert base64.b64decode(sequence.removeprefix("\x1b]52;c;")).decode("utf-8") == said.out
    assert told == "Sent to the terminal; a paste shows whether it arrived.\n"


def test_where_nothing_can_be_copied_it_fails_and_says_so(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.clipboard._to_clipboard", lambda _text, _timeout: "none")
    shelf.ended()
    assert facilitator(shelf, "notes", "--copy") == 1
    said = capsys.readouterr()
    assert said.out.startswith("# Kickoff")
    assert said.err == "No clipboard was found here; nothing was copied.\n"
