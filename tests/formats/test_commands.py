"""What `facilitator formats` writes, and how it ends."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator.formats_commands import (
    check_formats,
    copy_format,
    list_formats,
    new_format,
    show_folders,
    show_format,
)
from formats.agenda import parse_agenda
from formats.catalogue import LIBRARY, Catalogue
from formats.model import SEGMENT_CLASSES
from formats.reader import parse_format, read_format


class Said:
    """What was written to both ends."""

    def __init__(self) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()

    @property
    def errors(self) -> list[str]:
        return self.err.getvalue().splitlines()


@pytest.fixture
def said() -> Said:
    return Said()


def test_the_list_stands_in_columns(said: Said, tmp_path: Path) -> None:
    (tmp_path / "wide.yaml").write_text(
        'name: 日本語\nsummary: "two\\nlines"\nsegments: [{title: A, minutes: 1.5, activity: talk}]\n',
        encoding="utf-8",
    )
    (tmp_path / "broken.yaml").write_text("nam: x\n", encoding="utf-8")
    assert list_formats(Catalogue([tmp_path]), as_json=False, out=said.out) == 0
    header, *rows = said.lines
    assert header.split() == ["id", "min", "name", "summary"]
    kickoff = next(row for row in rows if row.startswith("kickoff"))
    assert kickoff.index("Kickoff") == header.index("name")
    assert kickoff.split()[1] == "90"
    assert any(
        row.startswith("wide ") and " 1.5  日本語 " in row and row.endswith("two lines") for row in rows
    )
    assert rows[-1].startswith("can't be read: ")
    assert "broken.yaml:1:1: " in rows[-1]


def test_the_list_as_json(said: Said) -> None:
    assert list_formats(Catalogue([]), as_json=True, out=said.out) == 0
    assert {"id", "name", "summary", "minutes"} == set(json.loads(said.out.getvalue())[0])


def test_one_format_is_shown(said: Said) -> None:
    assert show_format(Catalogue([]), "kickoff", as_json=False, out=said.out, err=said.err) == 0
    assert said.lines[0] == "Kickoff (kickoff), 90 min, notes level: names"
    assert " 10:00 Introduce everyone (round, 15 min)" in said.lines
    assert any("(signup, 5 min, protected)" in line for line in said.lines)


def test_one_format_as_json(said: Said) -> None:
    assert show_format(Catalogue([]), "pulse-check", as_json=True, out=said.out, err=said.err) == 0
    assert json.loads(said.out.getvalue())["minutes"] == 10


def test_an_unknown_format_is_answered_with_the_nearest(said: Said) -> None:
    assert show_format(Catalogue([]), "kickof", as_json=True, out=said.out, err=said.err) == 3
    assert said.errors == ["there is no format 'kickof'; did you mean kickoff?"]
    assert said.lines == []


def test_a_broken_format_is_not_shown(said: Said, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("nam: x\n", encoding="utf-8")
    assert show_format(Catalogue([tmp_path]), "own", as_json=False, out=said.out, err=said.err) == 2
    assert len(said.errors) == 3


def test_checking_tells_what_is_fine_and_what_is_not(said: Said, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("nam: x\n", encoding="utf-8")
    fine = LIBRARY / "start-stop-continue.yaml"
    assert check_formats([fine, broken, tmp_path / "missing.yaml"], out=said.out, err=said.err) == 2
    assert said.lines == [f"{fine}: fine, 55 min in 6 segments"]
    assert f"{broken}:1:1: nam: unknown key; did you mean 'name'?" in said.errors
    assert (
        said.errors[-1] == f"{tmp_path / 'missing.yaml'}:1:1: file: can't be read: No such file or directory"
    )


def test_a_folder_is_checked_whole(said: Said, tmp_path: Path) -> None:
    assert check_formats([LIBRARY], out=said.out, err=said.err) == 0
    assert len(said.lines) == len(list(LIBRARY.glob("*.yaml")))
    assert check_formats([tmp_path], out=said.out, err=said.err) == 2
    assert "no formats here" in said.errors[0]


def test_the_folders_are_told_in_the_order_of_search(said: Said, tmp_path: Path) -> None:
    assert show_folders(Catalogue([tmp_path]), out=said.out) == 0
    assert said.lines == [str(tmp_path), str(LIBRARY)]


def test_a_new_format_can_be_used_as_it_is(said: Said, tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    catalogue = Catalogue([folder])
    assert new_format(catalogue, "our-weekly", out=said.out, err=said.err) == 0
    file = folder / "our-weekly.yaml"
    assert said.lines == [str(file)]
    assert len(file.read_text(encoding="utf-8").splitlines()) == 11
    assert catalogue.load("our-weekly").name == "Our weekly"


def test_nothing_is_written_over(said: Said, tmp_path: Path) -> None:
    catalogue = Catalogue([tmp_path])
    own = tmp_path / "own.md"
    own.write_text("Talk (5 min)", encoding="utf-8")
    assert new_format(catalogue, "own", out=said.out, err=said.err) == 2
    assert copy_format(catalogue, "kickoff", "own", out=said.out, err=said.err) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["own.md"]
    assert own.read_text(encoding="utf-8") == "Talk (5 min)"
    assert said.errors[0] == f"{own} is there already and stays as it is; choose another id"


@pytest.mark.parametrize("wrong", ["../evil", "Our Weekly", "", "a/b", "x.yaml", "a\0b"])
def test_an_id_stays_inside_the_folder(wrong: str, said: Said, tmp_path: Path) -> None:
    folder = tmp_path / "formats"
    assert new_format(Catalogue([folder]), wrong, out=said.out, err=said.err) == 2
    assert "an id has small letters, digits and hyphens only" in said.errors[0]
    assert list(tmp_path.iterdir()) == []


def test_a_copy_shadows_the_original(said: Said, tmp_path: Path) -> None:
    catalogue = Catalogue([tmp_path])
    assert copy_format(catalogue, "kickoff", None, out=said.out, err=said.err) == 0
    assert copy_format(catalogue, "kickoff", "our-start", out=said.out, err=said.err) == 0
    assert copy_format(catalogue, "kikoff", None, out=said.out, err=said.err) == 3
    assert {one.id for one in catalogue.entries() if one.source == "user"} == {"kickoff", "our-start"}
    assert read_format(tmp_path / "our-start.yaml").segments == read_format(LIBRARY / "kickoff.yaml").segments


def test_without_a_folder_of_ones_own_it_says_so(said: Said) -> None:
    assert new_format(Catalogue([]), "own", out=said.out, err=said.err) == 2
    assert "--formats DIR" in said.errors[0]


def test_the_commands_load_nothing_that_draws_a_screen() -> None:
    code = "import sys, facilitator.formats_commands; print('textual' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"


PAGE = Path(__file__).parents[2] / "docs" / "formats.md"


def test_the_examples_on_the_page_can_be_used() -> None:
    blocks = PAGE.read_text(encoding="utf-8").split("```yaml\n")[1:]
    assert blocks
    for block in blocks:
        parse_format(block.split("```")[0], name=str(PAGE), format_id="example")


def test_the_agenda_on_the_page_can_be_used() -> None:
    agenda = next(
        block for block in PAGE.read_text(encoding="utf-8").split("```\n") if block.startswith("# Weekly")
    )
    assert len(parse_agenda(agenda, str(PAGE), "example").segments) == 7


def test_the_page_names_every_key() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for activity, segment_class in SEGMENT_CLASSES.items():
        assert f"`{activity}`" in page
        for name, field in segment_class.model_fields.items():
            assert f"`{field.alias or name}`" in page, name
