"""Which formats there are, and whose."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from formats.catalogue import Catalogue, Entry, UnknownFormat, library_entries, listing, shown
from formats.reader import FormatError, read_format

OWN = "name: Our own\nsegments:\n  - {title: Talk, minutes: 1.5, activity: talk}\n"


def entry(catalogue: Catalogue, format_id: str) -> Entry:
    return next(one for one in catalogue.entries() if one.id == format_id)


def test_without_folders_there_is_the_library() -> None:
    catalogue = Catalogue([])
    assert sorted(one.id for one in catalogue.entries()) == sorted(one.id for one in library_entries())
    assert catalogue.load("kickoff").planned_seconds == 5400


def test_own_files_stand_beside_the_library_and_before_it(tmp_path: Path) -> None:
    (tmp_path / "kickoff.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "weekly.txt").write_text("Check-in (5 min)\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("Our formats\n", encoding="utf-8")
    (tmp_path / ".hidden.yaml").write_text("x", encoding="utf-8")
    catalogue = Catalogue([tmp_path, tmp_path / "missing"])
    assert len(catalogue.entries()) == len(library_entries()) + 1
    assert entry(catalogue, "kickoff").source == "user"
    assert entry(catalogue, "kickoff").name == "Our own"
    assert entry(catalogue, "weekly").seconds == 300
    assert entry(catalogue, "book-club").source == "library"
    assert catalogue.load("kickoff").name == "Our own"


def test_an_earlier_folder_goes_before_a_later_one(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "own.yaml").write_text(OWN.replace("own", str(number)), encoding="utf-8")
    assert Catalogue([tmp_path / "1", tmp_path / "2"]).load("own").name == "Our 1"
    assert Catalogue([tmp_path / "2", tmp_path / "1"]).load("own").name == "Our 2"


def test_a_broken_file_stays_in_the_list_with_what_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("nam: x\n", encoding="utf-8")
    catalogue = Catalogue([tmp_path])
    found = entry(catalogue, "broken")
    assert found.problem is not None
    assert f"{broken}:1:1: nam: unknown key; did you mean 'name'?" in found.problem
    assert entry(catalogue, "kickoff").problem is None
    with pytest.raises(FormatError):
        catalogue.load("broken")


def test_two_files_of_one_id_are_both_listed(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "own.yml").write_text(OWN, encoding="utf-8")
    catalogue = Catalogue([tmp_path])
    assert entry(catalogue, "own").problem is None
    assert "'own.yaml' has the same id" in (entry(catalogue, "own-2").problem or "")


def test_a_file_is_read_again_only_when_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN, encoding="utf-8")
    catalogue = Catalogue([tmp_path])
    reads: list[Path] = []

    def counted(path: Path) -> object:
        reads.append(path)
        return read_format(path)

    monkeypatch.setattr("formats.reader.read_format", counted)
    first = entry(catalogue, "own")
    assert entry(catalogue, "own") is first
    assert reads == [file]
    file.write_text(OWN.replace("Our own", "Changed"), encoding="utf-8")
    assert entry(catalogue, "own").name == "Changed"
    os.utime(file, ns=(1, 1))
    entry(catalogue, "own")
    assert reads == [file, file, file]
    file.unlink()
    assert all(one.id != "own" for one in catalogue.entries())


def test_any_file_can_be_named_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.yaml"
    file.write_text(OWN, encoding="utf-8")
    assert Catalogue([]).load(str(file)).id == "elsewhere"


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("kickof", "kickoff"),
        ("Bookclub", "book-club"),
        ("Quarterly retrospectiv", "quarterly-retro"),
        ("zzz", None),
        ("", None),
        ("a\0b", None),
        ("x" * 10_000, None),
        ("~nobody-of-this-name/x", None),
    ],
)
def test_an_unknown_format_is_answered_with_the_nearest(wanted: str, near: str | None) -> None:
    with pytest.raises(UnknownFormat) as unknown:
        Catalogue([]).load(wanted)
    assert unknown.value.nearest[:1] == ((near,) if near else ())
    assert str(unknown.value).isprintable()


def test_the_json_of_a_list() -> None:
    row = next(one for one in listing(library_entries()) if one["id"] == "pulse-check")
    assert set(row) == {"id", "name", "summary", "minutes"}
    assert row["minutes"] == 10
    assert isinstance(row["minutes"], int)


def test_a_broken_file_is_not_in_the_json(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("x", encoding="utf-8")
    assert "broken" not in {row["id"] for row in listing(Catalogue([tmp_path]).entries())}


def test_the_json_of_one_format(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    form = shown(Catalogue([tmp_path]).load("own"))
    assert list(form) == ["id", "name", "summary", "minutes", "level", "segments"]
    assert form == {
        "id": "own",
        "name": "Our own",
        "summary": "",
        "minutes": 1.5,
        "level": "names",
        "segments": [
            {
                "id": "talk",
                "title": "Talk",
                "minutes": 1.5,
                "activity": "talk",
                "protected": False,
                "prompts": [],
                "cues": [],
                "at_least_seconds": None,
                "warn_at_seconds": None,
                "last_words_at_seconds": None,
                "presenters": 1,
                "box_seconds": None,
            }
        ],
    }
    json.dumps(form)


def test_every_format_of_the_library_has_a_json_form() -> None:
    for one in library_entries():
        segments = shown(Catalogue([]).load(one.id))["segments"]
        assert isinstance(segments, list)
        for segment in segments:
            assert list(segment)[:7] == ["id", "title", "minutes", "activity", "protected", "prompts", "cues"]


def test_listing_the_library_loads_neither_model_nor_reader() -> None:
    code = (
        "import sys; from formats.catalogue import Catalogue; assert Catalogue([]).entries();"
        "print(sorted({'pydantic', 'yaml', 'rich', 'textual', 'formats.model'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_the_model_loads_nothing_that_draws_or_reads_files() -> None:
    code = "import sys, formats.model; print(sorted({'yaml', 'rich', 'textual'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
