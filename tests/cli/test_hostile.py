"""Whatever names, options, files and the environment hold: no command prints what acts on a terminal."""

import argparse
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.versions import decode, encode, kept
from facilitator import cli, options
from facilitator.printing import printed, write_json
from tests.cli.held import Shelf, facilitator
from tests.quick import some_of

Captured = pytest.CaptureFixture[str]

HOSTILE = {
    "copies": "x\x1b]52;c;eA==\x07y",
    "clears": "x\x1b[2J\x1b[Hy\x9b31m",
    "goes back": "x\x08\x08\x7fy\rz",
    "turns": "x\u202etxt.exe\u2066y",
    "hides": "x\U000e0041\U000e007fy",
    "is no text": "x\udc9b\udcffy",
    "breaks lines": "x\nfacilitator: all is well\ny",
}
"""Texts without a separator of folders, so that files can have them as names."""
_TURNS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def acts(text: str) -> list[str]:
    """Give the characters that act on a terminal, or hide or turn what a line says."""
    return [
        character
        for character in text
        if (unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t")
        or character in _TURNS
        or 0xE0000 <= ord(character) <= 0xE007F
    ]


def said(capsys: Captured) -> str:
    both = capsys.readouterr()
    assert "\nfacilitator: all is well" not in f"\n{both.out}\n{both.err}", "a name passes for a line of ours"
    return both.out + both.err


def leaves(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for word, inner in action.choices.items():
            yield from leaves(inner, (*words, word))
    if not below:
        yield words, parser


def commands(text: str) -> Iterator[list[str]]:
    """Give every command there is with a hostile text for each thing that it takes, one at a time and all at once."""
    for words, parser in leaves(options.parser()):
        places = [action for action in parser._actions if not action.option_strings]
        taking = [one for one in parser._actions if one.option_strings and one.nargs != 0]
        switches = [one.option_strings[0] for one in parser._actions if one.nargs == 0 and one.dest != "help"]
        yield [*words, *(text for _ in places)]
        for switch in switches:
            yield [*words, *(text for _ in places), switch]
        for option in taking:
            yield [*words, *("kickoff" for _ in places), f"{option.option_strings[0]}={text}"]
    yield [text]
    yield [f"--{text}"]


@pytest.fixture
def spoilt(shelf: Shelf, tmp_path: Path) -> Shelf:
    """Return a data folder in which another program has written what no program should."""
    session_id = shelf.ended(
        "kickoff", "NAME, Ben", "TITLE", "", ("takeaway", "TEXT"), ("action", "TEXT @Ben")
    )
    path = shelf.path(session_id)
    version = decode(path.read_bytes(), path)
    hostile = "".join(HOSTILE[name] for name in ("copies", "clears", "turns", "hides", "breaks lines"))

    def worse(value: object) -> object:
        if isinstance(value, dict):
            return {key: worse(one) for key, one in value.items()}
        if isinstance(value, list):
            return [worse(one) for one in value]
        return hostile if value in {"NAME", "TITLE", "TEXT", "TEXT @Ben"} else value

    tables = {
        name: {number: kept(worse(document)) for number, document in documents.items()}  # type: ignore[arg-type]  # a document stays one
        for name, documents in version.tables.items()
    }
    path.unlink()
    path.write_bytes(encode(tables, writes=version.writes + 1))
    shelf.store.folder.community.unlink()
    damaged = shelf.ended()
    shelf.damage(damaged)
    return shelf


@pytest.mark.parametrize("name", some_of(HOSTILE, *list(HOSTILE)[:2]))
def test_no_argument_acts_on_the_terminal(name: str, shelf: Shelf, capsys: Captured, tmp_path: Path) -> None:
    shelf.ended()
    text = HOSTILE[name]
    (tmp_path / "formats").mkdir()
    count = 0
    for words in commands(text):
        facilitator(shelf, "--formats", str(tmp_path / "formats"), *words)
        told = said(capsys)
        assert acts(told) == [], words
        assert "Traceback" not in told
        count += 1
    assert count > 40


@pytest.mark.parametrize("name", some_of(HOSTILE, *list(HOSTILE)[:2]))
def test_no_folder_acts_on_the_terminal(
    name: str, capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name != "posix" and name != "turns":
        pytest.skip("no file can have that name here")
    folder = tmp_path / HOSTILE[name]
    file = tmp_path / f"file {HOSTILE[name]}"
    file.touch()
    plain: tuple[list[str], ...] = (
        ["sessions", "list"],
        ["sessions", "show"],
        ["sessions", "check"],
        ["sessions", "delete", "x"],
        ["notes"],
        ["resume"],
        ["formats", "path"],
        ["formats", "list"],
        ["formats", "new", "ours"],
        ["formats", "copy", "kickoff"],
        ["sessions", "import", str(file)],
        ["formats", "check", str(file)],
        ["doctor"],
        [],
    )
    for where in (folder, file, folder / "missing"):
        for words in plain:
            monkeypatch.delenv("FACILITATOR_DATA", raising=False)
            monkeypatch.delenv("FACILITATOR_FORMATS", raising=False)
            cli.main(["--data", str(where), "--formats", str(where), *words])
            assert acts(said(capsys)) == [], words
            monkeypatch.setenv("FACILITATOR_DATA", str(where))
            monkeypatch.setenv("FACILITATOR_FORMATS", str(where))
            monkeypatch.setenv("TERM", HOSTILE["clears"])
            cli.main(words)
            assert acts(said(capsys)) == [], words


def test_no_stored_text_acts_on_the_terminal(spoilt: Shelf, capsys: Captured) -> None:
    for words in (
        ["sessions", "list"],
        ["sessions", "list", "--json"],
        ["sessions", "show", spoilt.store.ids()[1]],
        ["sessions", "show", spoilt.store.ids()[1], "--json", "--private"],
        ["sessions", "show", spoilt.store.ids()[1], "--private"],
        ["notes", spoilt.store.ids()[1], "--level", "open"],
        ["sessions", "check"],
        ["sessions", "check", "--json"],
        ["sessions", "show", spoilt.store.ids()[0]],
        ["doctor"],
        ["sessions", "delete", spoilt.store.ids()[1]],
    ):
        facilitator(spoilt, *words)
        told = said(capsys)
        assert told
        assert acts(told) == [], words


def test_no_format_acts_on_the_terminal(shelf: Shelf, capsys: Captured, tmp_path: Path) -> None:
    folder = tmp_path / "formats"
    folder.mkdir()
    hostile = "x\\e]52;c;eA==\\ay\\u202ez\\x9b"
    (folder / "ours.yaml").write_text(
        f'name: "{hostile}"\nsummary: "{hostile}"\nsegments:\n'
        f'  - {{title: "{hostile}", minutes: 5, activity: talk, prompts: ["{hostile}"], cues: ["{hostile}"]}}\n',
        encoding="utf-8",
    )
    (folder / "wrong.yaml").write_text(f'name: "{hostile}"\n"{hostile}": 1\nsegments: []\n', encoding="utf-8")
    (folder / "plan.md").write_text("# \x1b[2J\x9bPlan\n- \x1b]0;x\x07Talk (99 h)\n", encoding="utf-8")
    here = ["--formats", str(folder)]
    for words in (
        ["formats", "list"],
        ["formats", "list", "--json"],
        ["formats", "show", "ours"],
        ["formats", "show", "ours", "--json"],
        ["formats", "show", "wrong"],
        ["formats", "check", str(folder)],
        ["formats", "copy", "ours", "theirs"],
        ["run", "wrong"],
        ["doctor"],
    ):
        facilitator(shelf, *here, *words)
        told = said(capsys)
        assert told
        assert acts(told) == [], words


@pytest.mark.skipif(os.name != "posix", reason="Windows takes no such names")
def test_the_bytes_of_the_program_itself(tmp_path: Path) -> None:
    hostile = tmp_path / b"x\x1b[2J\xff\xc2\x9b".decode("utf-8", "surrogateescape")
    hostile.touch()
    for words in (["--data", str(hostile), "sessions", "list"], [str(hostile)], ["notes", str(hostile)]):
        done = subprocess.run(
            [sys.executable, "-m", "facilitator", *words], capture_output=True, check=False, timeout=60
        )
        assert done.returncode in {1, 2, 3}
        assert done.stderr.count(b"\n") == 1
        assert acts(done.stderr.decode("utf-8")) == []


def test_a_file_in_the_place_of_the_data_folder_is_called_one(capsys: Captured, tmp_path: Path) -> None:
    file = tmp_path / "passwd"
    file.write_text("root", encoding="utf-8")
    for words in (
        ["sessions", "list"],
        ["sessions", "check"],
        ["notes"],
        ["resume"],
        ["sessions", "import", "x"],
    ):
        assert cli.main(["--data", str(file), *words]) == 1
        assert capsys.readouterr().err == (
            f"facilitator: {file}: there is a file where the folder should be. "
            "Name a folder with --data or FACILITATOR_DATA.\n"
        )


def test_what_is_printed_reads_on_without_what_acts(capsys: Captured) -> None:
    out = printed(sys.stdout)
    out.writelines(["a \x1b[31mred\n", "\ttab and ünïcode 👩‍👩‍👧\n"])
    write_json({"name": "x\x1b\x7f\x9b\u202e\udcffü"}, out)
    assert capsys.readouterr().out == (
        'a [31mred\n\ttab and ünïcode 👩‍👩‍👧\n{\n  "name": "x\\u001b\\u007f\\u009b\\u202e\\udcff\\u00fc"\n}\n'
    )
