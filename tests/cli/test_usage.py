"""What bad input gets: one line that says what to do instead, and an exit status."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator import cli, options
from facilitator.app import FacilitatorApp
from facilitator.notes import DIALECTS
from tests.cli.held import Shelf, facilitator, pretend_a_terminal

Captured = pytest.CaptureFixture[str]

NO_TERMINAL = "this opens a screen and needs a terminal; run it in one, without pipes"
MINUTES = "--minutes takes a length up to 720 minutes, as in --minutes 60 or 1:30; “{}” is none"


def refused(status: int, line: str, *words: str) -> tuple[tuple[str, ...], int, str]:
    return words, status, line


REFUSALS = [
    refused(2, MINUTES.format("0"), "run", "kickoff", "--minutes", "0"),
    refused(2, MINUTES.format("-5"), "run", "kickoff", "--minutes", "-5"),
    refused(2, MINUTES.format("-5"), "run", "kickoff", "--minutes=-5"),
    refused(2, MINUTES.format("ten"), "run", "kickoff", "--minutes", "ten"),
    refused(2, MINUTES.format("100000"), "run", "kickoff", "--minutes", "100000"),
    refused(2, MINUTES.format("nan"), "run", "kickoff", "--minutes", "nan"),
    refused(
        2,
        "--starts takes a time of day, as in --starts 10:30; “25:00” is none",
        *("run", "kickoff", "--starts", "25:00"),
    ),
    refused(
        2,
        "--ends takes a time of day, as in --ends 11:30; “soon” is none",
        *("run", "kickoff", "--ends", "soon"),
    ),
    refused(
        2,
        "--ends: 10:00 has passed at 10:00, and the next one is over 12 hours ahead; name another end.",
        *("run", "kickoff", "--starts", "10:00", "--ends", "10:00"),
    ),
    refused(
        2,
        "--people: ana is there already; add a letter to tell two apart.",
        *("run", "kickoff", "--people", "Ana, Ben, ana"),
    ),
    refused(
        2,
        "--facilitator: One person facilitates; name one.",
        *("run", "kickoff", "--facilitator", "Ana, Ben"),
    ),
    refused(
        2,
        "--title: A title has 10,000 characters at most; shorten it.",
        *("run", "kickoff", "--title", "x" * 10_001),
    ),
    refused(
        2,
        "--people: A name has 10,000 characters at most; shorten it.",
        *("run", "kickoff", "--people", "x" * 10_001),
    ),
    refused(
        2,
        "--rehearse takes how many times as fast the clock runs, from 1 to 3600, as in --rehearse 60",
        *("run", "kickoff", "--rehearse", "fast"),
    ),
    refused(
        2,
        "--rehearse takes how many times as fast the clock runs, from 1 to 3600, as in --rehearse 60",
        *("run", "kickoff", "--rehearse", "0"),
    ),
    refused(
        2,
        "--people-from: nowhere.txt can't be read, no such file or directory; "
        "give a text file with a name on each line",
        *("run", "kickoff", "--people-from", "nowhere.txt"),
    ),
    refused(3, "there is no format 'kickof'; did you mean kickoff?", "run", "kickof"),
    refused(
        3,
        "there is no format 'qqqqq'; `facilitator formats list` shows what there is",
        *("run", "qqqqq"),
    ),
    refused(3, "no session is unfinished; facilitator run starts one", "resume"),
    refused(2, NO_TERMINAL),
    refused(2, NO_TERMINAL, "run", "kickoff"),
    refused(2, NO_TERMINAL, "run", "kickoff", "--rehearse", "60"),
    refused(
        2,
        "--data takes the name of a folder; leave it out for your own",
        *("--data", "", "sessions", "list"),
    ),
]


@pytest.mark.parametrize(("words", "status", "line"), REFUSALS, ids=lambda one: str(one)[:50])
def test_bad_input_gets_one_line(
    words: tuple[str, ...], status: int, line: str, shelf: Shelf, capsys: Captured
) -> None:
    assert facilitator(shelf, *words) == status
    said = capsys.readouterr()
    assert said.err == f"facilitator: {line}\n"
    assert said.out == ""
    assert shelf.store.ids() == []


@pytest.mark.parametrize(
    "words",
    [
        ["walk"],
        ["run"],
        ["run", "kickoff", "--level", "secret"],
        ["run", "kickoff", "--order", "alphabet"],
        ["run", "kickoff", "--seed", "x"],
        ["run", "kickoff", "--minutes", "5", "--ends", "11:00"],
        ["run", "kickoff", "--people", "Ana", "--people-from", "x"],
        ["run", "kickoff", "--peop", "Ana"],
        ["formats"],
        ["sessions"],
        ["notes", "--level", "all"],
        ["--nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_use_gets_one_line_that_names_the_help(words: list[str], capsys: Captured) -> None:
    assert cli.main(words) == 2
    error = capsys.readouterr().err
    assert error.startswith("facilitator: ")
    assert error.endswith("--help says what there is\n")
    assert error.count("\n") == 1


def test_a_format_with_faults_tells_all_of_them_as_editors_read_them(
    shelf: Shelf, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("nam: x\nsegments:\n  - {title: A, minutes: ten, activity: talk}\n", encoding="utf-8")
    assert facilitator(shelf, "run", str(file)) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) >= 3
    assert all(line.startswith(f"{file}:") for line in lines)
    assert f"{file}:1:1: nam: unknown key; did you mean 'name'?" in lines
    assert shelf.store.ids() == []


def test_what_was_typed_cannot_act_on_the_terminal(shelf: Shelf, capsys: Captured) -> None:
    assert facilitator(shelf, "run", "kickoff", "--starts", "\x1b]52;c;eA==\a\nnow and then") == 2
    line = capsys.readouterr().err.removesuffix("\n")
    assert "now and then" in line
    assert line.isprintable()


def test_resuming_needs_a_terminal_and_touches_nothing_without(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.left()
    before = shelf.path(session_id).read_bytes()
    assert facilitator(shelf, "resume") == 2
    assert capsys.readouterr().err == f"facilitator: {NO_TERMINAL}\n"
    assert shelf.path(session_id).read_bytes() == before


def test_an_unwritable_folder_gets_one_line(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_a_terminal(monkeypatch)
    shelf.root.write_text("a file where the folder should be", encoding="utf-8")
    for words in ([], ["run", "kickoff"]):
        assert facilitator(shelf, *words) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"facilitator: {shelf.root}: there is a file where the folder should be.")
        assert said.count("\n") == 1
    for words in (["sessions", "list"], ["notes"], ["resume"]):
        assert facilitator(shelf, *words) in {1, 3}
        assert capsys.readouterr().err.count("\n") == 1


def test_resuming_what_another_window_has_gets_one_line(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_a_terminal(monkeypatch)
    conductor = shelf.begun()
    assert facilitator(shelf, "resume") == 1
    said = capsys.readouterr().err
    assert said.startswith(f"facilitator: The session {conductor.id} is open in another window")
    assert said.count("\n") == 1
    conductor.leave()


def test_resuming_a_damaged_session_gets_one_line(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_a_terminal(monkeypatch)
    shelf.damage(shelf.left())
    assert facilitator(shelf, "resume") == 1
    assert capsys.readouterr().err.count("\n") == 1


class Opened:
    """Stands in the place of the screen and keeps what it was to show."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.apps: list[FacilitatorApp] = []
        pretend_a_terminal(monkeypatch)
        monkeypatch.setattr(FacilitatorApp, "run", self.apps.append)

        def show(app: FacilitatorApp) -> int:
            self.apps.append(app)
            opening = app._opening
            assert opening is not None
            self.state, self.speed = opening.state, app.clock.speed
            assert app.let_go()
            return 0

        monkeypatch.setattr(cli, "show_app", show)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return Opened(monkeypatch)


def test_everything_that_is_given_arrives(shelf: Shelf, opened: Opened, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_bytes("\ufeffAna\r\n- Ben\nChi <chi@example.org>\n".encode())
    words = ["--title", "Our *start*", "--people-from", str(names), "--minutes", "75", "--level", "room"]
    more = ["--facilitator", "Ben", "--seed", "7", "--order", "shuffle"]
    assert facilitator(shelf, "run", "kickoff", *words, *more) == 0
    state = opened.state
    assert state.title == "Our *start*"
    assert [person.name for person in state.people.values()] == ["Ana", "Ben", "Chi"]
    assert state.level == "room"
    assert state.seed == 7
    assert state.facilitator is not None
    assert state.name(state.facilitator) == "Ben"
    assert state.hard_stop is not None
    assert abs(state.hard_stop - state.opened_at - 75 * 60_000) < 60_000
    assert {segment.spec.order for segment in state.segments if segment.spec.activity == "round"} == {
        "shuffle"
    }
    assert state.status == "running"


def test_a_length_is_read_as_in_setup(shelf: Shelf, opened: Opened) -> None:
    assert facilitator(shelf, "run", "kickoff", "--minutes", "1:15") == 0
    assert opened.state.hard_stop is not None
    assert abs(opened.state.hard_stop - opened.state.opened_at - 75 * 60_000) < 60_000


def test_bytes_that_are_no_text_are_seen_to_be_missing(shelf: Shelf, opened: Opened) -> None:
    assert facilitator(shelf, "run", "kickoff", "--title", "A\udcffB", "--people", "Jos\udce9, Ana") == 0
    assert opened.state.title == "A\ufffdB"
    assert [person.name for person in opened.state.people.values()] == ["Jos\ufffd", "Ana"]


def test_names_from_windows_are_read_too(shelf: Shelf, opened: Opened, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_bytes("Zoë\r\nŁucja\r\n".encode("utf-16"))
    assert facilitator(shelf, "run", "kickoff", "--people-from", str(names)) == 0
    assert [person.name for person in opened.state.people.values()] == ["Zoë", "Łucja"]


def test_without_people_the_session_runs_all_the_same(shelf: Shelf, opened: Opened) -> None:
    assert facilitator(shelf, "run", "kickoff") == 0
    assert opened.state.people == {}
    assert opened.state.status == "running"


def test_a_rehearsal_lies_elsewhere_and_runs_faster(
    shelf: Shelf, opened: Opened, capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert facilitator(shelf, "run", "kickoff", "--rehearse", "60") == 0
    assert opened.speed == 60
    assert opened.state.speed == 60
    assert not shelf.root.exists()
    (folder,) = tmp_path.glob("facilitator-rehearsal-*")
    assert capsys.readouterr().err == (
        f"This was a rehearsal; what it wrote is in {folder} until you throw it away.\n"
    )
    assert cli.main(["--data", str(folder), "resume"]) == 0
    assert opened.speed == 60


def test_where_the_notes_of_a_rehearsal_are_is_told(shelf: Shelf) -> None:
    session_id = shelf.ended()
    path = shelf.store.save_notes(session_id, "Kickoff", shelf.clock.local(shelf.clock.now()).date(), "notes")
    assert cli._where_rehearsed(shelf.store) == (
        f"The notes of this rehearsal are in {path} until you throw them away."
    )


def test_resuming_takes_the_newest_or_the_named(shelf: Shelf, opened: Opened) -> None:
    shelf.left(people="Ana")
    shelf.left("pulse-check", people="Ben")
    assert facilitator(shelf, "resume") == 0
    assert opened.state.format.id == "pulse-check"
    assert facilitator(shelf, "resume", shelf.store.ids()[1]) == 0
    assert opened.state.format.id == "kickoff"


def test_a_crash_of_a_command_leaves_a_log_and_one_line(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_given: object, **_more: object) -> int:
        raise ZeroDivisionError("the sky fell")

    monkeypatch.setattr("facilitator.sessions_commands.list_sessions", burst)
    assert facilitator(shelf, "sessions", "list") == 1
    (log,) = shelf.store.folder.logs.glob("crash-*.log")
    assert capsys.readouterr().err == (
        f"facilitator: something went wrong; your sessions are safe, the details are in {log}\n"
    )
    assert "ZeroDivisionError: the sky fell" in log.read_text(encoding="utf-8")
    if os.name == "posix":
        assert log.stat().st_mode & 0o077 == 0


def test_the_environment_names_folders_unless_options_do(
    shelf: Shelf, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.ended(title="By the environment")
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.md").write_text("# Mine\nTalk (5 min)\n", encoding="utf-8")
    monkeypatch.setenv("FACILITATOR_DATA", str(shelf.root))
    monkeypatch.setenv("FACILITATOR_FORMATS", str(own))
    cli.main(["notes"])
    assert capsys.readouterr().out.startswith("# By the environment\n")
    cli.main(["formats", "list"])
    assert "\nmine " in capsys.readouterr().out
    assert cli.main(["--data", str(tmp_path / "other"), "notes"]) == 3
    cli.main(["--formats", str(tmp_path / "other"), "formats", "list"])
    assert "\nmine " not in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks its own settings, not the environment")
def test_a_locale_that_is_not_installed_changes_nothing(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    shelf.ended()
    assert facilitator(shelf, "sessions", "list") == 0
    assert "19 Nov 2026" in capsys.readouterr().out


PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


def every_parser(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from every_parser(below)


def test_the_help_names_every_dialect() -> None:
    *names, last = DIALECTS
    assert f"{', '.join(names)} or {last}" == options.DIALECTS


def test_the_page_names_every_command_and_option() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for parser in every_parser(options.parser()):
        command = parser.prog.removeprefix("facilitator").strip()
        assert not command or f"`{command}" in page or f"`facilitator {command}" in page
        for action in parser._actions:
            for option in action.option_strings:
                assert not option.startswith("--") or f"`{option}" in page or f"[{option}" in page, option


def test_the_page_knows_the_list_for_scripts(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended()
    facilitator(shelf, "sessions", "list", "--json")
    (told,) = json.loads(capsys.readouterr().out)
    written = json.loads(PAGE.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0])
    assert list(written) == list(told)
