"""`facilitator notes`: to standard output, into a file, to the clipboard."""

import base64
import os
import sys
from errno import ENOSPC
from pathlib import Path

import pytest

from data.files import FileSystem
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
        f"facilitator: {file} is there already and stays as it is; name another file with --out, or add --force\n"
    )
    assert file.read_text(encoding="utf-8") == "mine"
    assert facilitator(shelf, "notes", "--out", str(file), "--force") == 0
    assert file.read_text(encoding="utf-8") == written
    assert list(tmp_path.glob(".*.tmp")) == []
    capsys.readouterr()
    assert facilitator(shelf, "notes", "--force") == 2
    assert capsys.readouterr() == (
        "",
        "facilitator: --force is for a file that is there already; name it with --out FILE, or leave --force out\n",
    )


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


def test_a_full_disk_leaves_the_file_as_it_was(
    shelf: Shelf, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.ended()
    file = tmp_path / "notes.md"
    file.write_text("mine", encoding="utf-8")

    def full(self: FileSystem, descriptor: int, data: memoryview) -> int:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystem, "write", full)
    for name in (file, tmp_path / "new.md"):
        assert facilitator(shelf, "notes", "--out", str(name), "--force") == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert (
            said.err
            == f"facilitator: {name} can't be written, the disk is full; name another file with --out\n"
        )
    assert file.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["notes.md"]


def test_a_file_that_another_program_puts_there_meanwhile_stays(
    shelf: Shelf, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.ended()
    file = tmp_path / "notes.md"
    sync = FileSystem.sync

    def slow(self: FileSystem, descriptor: int) -> None:
        sync(self, descriptor)
        file.write_text("theirs", encoding="utf-8")

    monkeypatch.setattr(FileSystem, "sync", slow)
    assert facilitator(shelf, "notes", "--out", str(file)) == 2
    assert "is there already" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "theirs"
    assert list(tmp_path.glob(".*.tmp")) == []


def test_nothing_but_a_file_is_written_over(shelf: Shelf, tmp_path: Path, capsys: Captured) -> None:
    shelf.ended()
    assert facilitator(shelf, "notes", "--out", str(tmp_path), "--force") == 2
    assert "is a folder; name a file in it" in capsys.readouterr().err
    assert facilitator(shelf, "notes", "--out", os.devnull, "--force") == 2
    assert "is no file; name another" in capsys.readouterr().err
    assert facilitator(shelf, "notes", "--out", "~nobody-of-that-name/notes.md") == 2
    assert capsys.readouterr().err.count("\n") == 1


LONG = tuple(("takeaway", f"thought {number} {'that goes on ' * 12}") for number in range(16))


def test_the_part_that_was_asked_for(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana", "A start", "", *LONG)
    assert facilitator(shelf, "notes", "--as", "discord") == 0
    said = capsys.readouterr()
    assert all(f"thought {number} " in said.out for number in range(16))
    assert said.err == "For discord these are 2 messages; --part 1 to --part 2 give each.\n"
    parts = []
    for number in (1, 2):
        assert facilitator(shelf, "notes", "--as", "discord", "--part", str(number)) == 0
        said = capsys.readouterr()
        assert said.err == ""
        assert len(said.out) <= 2_000
        parts.append(said.out)
    assert "(2 of 2)" in parts[1]
    assert all(sum(f"thought {number} " in part for part in parts) == 1 for number in range(16))
    for wrong in ("0", "3", "-1"):
        assert facilitator(shelf, "notes", "--as", "discord", "--part", wrong) == 2
        assert capsys.readouterr().err == (
            f"facilitator: there is no part {wrong}; there are 2 parts, --part takes 1 to 2\n"
        )


def test_a_part_of_what_is_not_split(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended(title="A start")
    assert facilitator(shelf, "notes", "--part", "1") == 0
    assert capsys.readouterr().out.startswith("# A start\n")
    assert facilitator(shelf, "notes", "--part", "2") == 2
    assert capsys.readouterr().err == "facilitator: there is no part 2; there is 1 part\n"


def test_the_limit_of_a_part_can_be_set(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana", "A start", "", *LONG)
    assert facilitator(shelf, "notes", "--limit", "500", "--part", "2") == 0
    assert len(capsys.readouterr().out) <= 500
    for words, told in (
        (("--limit", "10"), "--limit takes 200 characters at least\n"),
        (("--limit", "500", "--as", "json"), "notes as json only make sense whole; leave --limit out\n"),
    ):
        assert facilitator(shelf, "notes", *words) == 2
        assert capsys.readouterr().err == f"facilitator: {told}"
    assert facilitator(shelf, "notes", "--limit", "many") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_sections_are_left_out(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana", "A start", "", ("takeaway", "ask early"), ("decision", "weekly"))
    assert facilitator(shelf, "notes", "--without", "takeaways", "--without", "time, people") == 0
    said = capsys.readouterr().out
    assert "weekly" in said
    assert "ask early" not in said
    assert "Ana" not in said
    assert "Planned and spent" not in said
    for word, told in (("times", "did you mean time?"), ("", "there is takeaways, decisions,")):
        assert facilitator(shelf, "notes", "--without", word) == 2
        assert f"the notes have no section '{word}'; {told}" in capsys.readouterr().err


def test_the_short_form_and_task_lists(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana", "A start", "", ("takeaway", "ask early"), ("action", "Book it @Ana"))
    assert facilitator(shelf, "notes", "--short", "--as", "SLACK") == 0
    said = capsys.readouterr().out
    assert "ask early" in said
    assert "Planned and spent" not in said
    assert facilitator(shelf, "notes", "--task-lists") == 0
    assert "- [ ] Book it" in capsys.readouterr().out
    assert facilitator(shelf, "notes", "--task-lists", "--as", "slack") == 2
    assert capsys.readouterr().err == (
        "facilitator: --task-lists is for markdown; leave it out, or leave --as out\n"
    )


def test_names_in_what_was_typed_are_pointed_out_where_nobody_is_named(
    shelf: Shelf, capsys: Captured
) -> None:
    shelf.ended("kickoff", "Ana, Ben", "", "room", ("takeaway", "as Ben said"))
    assert facilitator(shelf, "notes") == 0
    assert capsys.readouterr().err == "What was typed names Ben; look it over before you share it.\n"


def test_own_headings_come_from_the_data_folder(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana", "", "", ("takeaway", "ask early"))
    wording = shelf.root / "notes.yaml"
    wording.write_text("headings: {takeaways: Was bleibt}\n", encoding="utf-8")
    assert facilitator(shelf, "notes") == 0
    said = capsys.readouterr()
    assert "## Was bleibt" in said.out
    assert said.err == ""
    for written, told in (
        (b"headings: {takeaway: X, decision: Y}\n", f"{wording}:1:12: "),
        (b"headings: {takeaways: \xff}\n", f"{wording} is not text in UTF-8"),
        (b"#" * 300_000, f"{wording}:1:1: file: longer than"),
    ):
        wording.write_bytes(written)
        assert facilitator(shelf, "notes") == 0
        said = capsys.readouterr()
        assert "## Takeaways" in said.out
        assert said.err.startswith(f"facilitator: {told}")
        assert said.err.endswith("; the notes come with the usual headings\n")
        assert said.err.count("\n") == 1
    wording.write_text("headings: {takeaway: X, decision: Y}\n", encoding="utf-8")
    assert facilitator(shelf, "notes") == 0
    assert " (1 more; facilitator doctor lists them); " in capsys.readouterr().err
    wording.unlink()
    wording.mkdir()
    assert facilitator(shelf, "notes") == 0
    assert "is no file; the notes come with the usual headings" in capsys.readouterr().err


def test_an_invitation_before_the_session(shelf: Shelf, capsys: Captured) -> None:
    assert (
        facilitator(shelf, "formats", "show", "kickoff", "--as", "slack", "--start", "2027-03-24 9:30") == 0
    )
    said = capsys.readouterr().out
    assert said.startswith("*Kickoff*\nWed 24 Mar 2027 · 09:30–11:00 · 90 min\n")
    assert "09:40 · Introduce everyone (15 min)" in said
    assert "Go first yourself" not in said, "cues are for whoever leads"
    assert facilitator(shelf, "formats", "show", "kickoff", "--as", "text") == 0
    assert ":" not in capsys.readouterr().out.splitlines()[1], "without a start there are no clock times"
    (shelf.root).mkdir(exist_ok=True)
    (shelf.root / "notes.yaml").write_text("headings: {agenda: Ablauf}\n", encoding="utf-8")
    assert facilitator(shelf, "formats", "show", "kickoff", "--as", "text", "--start", "10:00") == 0
    said = capsys.readouterr().out
    assert "Ablauf" in said
    assert "10:10" in said


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("kickof", "--as", "text"), 3, "there is no format 'kickof'; did you mean kickoff?"),
        (
            ("kickoff", "--as", "wordstar"),
            2,
            "notes can't be written as 'wordstar'; there is markdown, slack,",
        ),
        (("kickoff", "--as", "text", "--start", "soon"), 2, "'soon' is no time; write --start as in 10:00,"),
        (("kickoff", "--as", "text", "--start", "2027-13-01 10:00"), 2, "'2027-13-01 10:00' is no time;"),
        (("kickoff", "--start", "10:00"), 2, "--start is for an invitation; add --as"),
        (("kickoff", "--as", "text", "--json"), 2, "--json describes the format and --as invites to it;"),
    ],
)
def test_an_invitation_that_can_not_be_written(
    words: tuple[str, ...], status: int, told: str, shelf: Shelf, capsys: Captured
) -> None:
    assert facilitator(shelf, "formats", "show", *words) == status
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"facilitator: {told}")
    assert said.err.count("\n") == 1


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


def test_a_long_text_is_copied_part_by_part(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    def copy(text: str, *, osc52: object, path: Path | None) -> Copied:
        copied.append(text)
        return Copied("copied", "Copied.")

    monkeypatch.setattr("facilitator.clipboard.copy", copy)
    shelf.ended("kickoff", "Ana", "A start", "", *LONG)
    assert facilitator(shelf, "notes", "--as", "discord", "--copy") == 0
    assert capsys.readouterr().err == "Part 1 of 2: Copied. --part 2 copies the next one.\n"
    assert facilitator(shelf, "notes", "--as", "discord", "--copy", "--part", "2") == 0
    said = capsys.readouterr()
    assert said.err == "Part 2 of 2: Copied.\n"
    assert copied[1].strip() == said.out.strip()
    assert all(len(text) <= 2_000 for text in copied)


def test_where_nothing_can_be_copied_it_fails_and_says_so(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.clipboard._to_clipboard", lambda _text, _timeout: "none")
    shelf.ended()
    assert facilitator(shelf, "notes", "--copy") == 1
    said = capsys.readouterr()
    assert said.out.startswith("# Kickoff")
    assert said.err == "No clipboard was found here; nothing was copied.\n"
