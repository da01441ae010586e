"""What was chosen about the notes: kept over sessions, never in the way, whatever becomes of its file."""

import json
import os
import threading
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path

import pytest

from data.folders import DataFolder
from data.preferences import LARGEST, Preferences, PreferencesFile
from data.problems import FolderProblem
from tests.data.builders import FaultyDisk

CHOSEN = Preferences("slack", {"kickoff": ("time", "people"), "retro": ("resources",)})


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.ensure()
    return made


def in_trash(folder: DataFolder) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.trash.iterdir())]


def test_what_was_chosen_is_there_again(folder: DataFolder) -> None:
    file = PreferencesFile(folder)
    assert file.read() == Preferences()

    file.change(lambda _: CHOSEN)

    assert PreferencesFile(folder).read() == CHOSEN
    assert json.loads(folder.preferences.read_text(encoding="ascii"))["schema"] == 1


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_nobody_else_can_read_it(folder: DataFolder) -> None:
    PreferencesFile(folder).change(lambda _: CHOSEN)
    assert folder.preferences.stat().st_mode & 0o777 == 0o600


def test_each_change_sees_what_another_program_kept(folder: DataFolder) -> None:
    one, other = PreferencesFile(folder), PreferencesFile(folder)
    one.change(lambda kept: replace(kept, left_out={**kept.left_out, "kickoff": ("time",)}))
    other.change(lambda kept: replace(kept, dialect="discord"))
    one.change(lambda kept: replace(kept, left_out={**kept.left_out, "retro": ("people",)}))

    assert other.read() == Preferences("discord", {"kickoff": ("time",), "retro": ("people",)})


def test_many_at_once_lose_nothing(folder: DataFolder) -> None:
    def choose(number: int) -> None:
        PreferencesFile(folder).change(
            lambda kept: replace(kept, left_out={**kept.left_out, f"f{number}": ("time",)})
        )

    threads = [threading.Thread(target=choose, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(PreferencesFile(folder).read().left_out) == {f"f{number}" for number in range(4)}


def test_nothing_left_out_leaves_no_entry(folder: DataFolder) -> None:
    file = PreferencesFile(folder)
    file.change(lambda _: CHOSEN)
    file.change(lambda kept: replace(kept, left_out={**kept.left_out, "kickoff": ()}))

    assert file.read() == Preferences("slack", {"retro": ("resources",)})


def test_what_did_not_change_is_not_written(folder: DataFolder) -> None:
    file = PreferencesFile(folder)
    file.change(lambda _: CHOSEN)
    before = folder.preferences.stat().st_ino

    file.change(lambda kept: kept)

    assert folder.preferences.stat().st_ino == before


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[1]",
        b'{"schema": 1',
        b"\xff\xfe",
        b"[" * 100_000,
        b'"' + b"a" * LARGEST + b'"',
    ],
    ids=("empty", "null", "list", "cut", "no text", "deep", "large"),
)
def test_a_damaged_file_is_kept_and_counts_as_none(folder: DataFolder, raw: bytes) -> None:
    folder.preferences.write_bytes(raw)
    file = PreferencesFile(folder)
    assert file.read() == Preferences()
    assert folder.preferences.read_bytes() == raw, "reading changes nothing"

    file.change(lambda kept: replace(kept, dialect="teams"))

    assert file.read() == Preferences("teams")
    assert in_trash(folder) == [raw]


def test_a_folder_in_its_place_is_put_aside(folder: DataFolder) -> None:
    folder.preferences.mkdir()
    file = PreferencesFile(folder)
    assert file.read() == Preferences()

    file.change(lambda _: CHOSEN)

    assert file.read() == CHOSEN


@pytest.mark.skipif(os.name != "posix", reason="links are those of POSIX")
def test_a_link_in_its_place_is_not_followed(folder: DataFolder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text('{"schema": 1, "dialect": "slack"}', encoding="ascii")
    folder.preferences.symlink_to(elsewhere)
    file = PreferencesFile(folder)
    assert file.read() == Preferences()

    file.change(lambda _: CHOSEN)

    assert file.read() == CHOSEN
    assert "slack" in elsewhere.read_text(encoding="ascii")
    assert not folder.preferences.is_symlink()


def test_what_is_not_as_it_should_be_was_not_chosen(folder: DataFolder) -> None:
    folder.preferences.write_text(
        '{"schema": 1, "dialect": 7, "left_out": {"kickoff": ["time", 3, null], "retro": "people"}}',
        encoding="ascii",
    )
    assert PreferencesFile(folder).read() == Preferences("", {"kickoff": ("time",), "retro": ()})


def test_what_is_not_known_here_stays(folder: DataFolder) -> None:
    folder.preferences.write_text('{"schema": 1, "theme": "light"}', encoding="ascii")

    PreferencesFile(folder).change(lambda _: CHOSEN)

    assert json.loads(folder.preferences.read_text(encoding="ascii"))["theme"] == "light"


def test_a_newer_file_is_left_alone(folder: DataFolder) -> None:
    raw = '{"schema": 2, "dialect": {"name": "slack"}}'
    folder.preferences.write_text(raw, encoding="ascii")
    file = PreferencesFile(folder)
    assert file.read() == Preferences()

    with pytest.raises(FolderProblem, match="newer facilitator"):
        file.change(lambda _: CHOSEN)
    assert folder.preferences.read_text(encoding="ascii") == raw


def test_a_full_disk_is_told_and_leaves_what_was_there(folder: DataFolder) -> None:
    disk = FaultyDisk()
    file = PreferencesFile(folder, files=disk)
    file.change(lambda _: CHOSEN)
    disk.arm(1, ENOSPC, lasting=True, only=("create",))

    with pytest.raises(FolderProblem, match="the disk is full"):
        file.change(lambda kept: replace(kept, dialect="teams"))

    disk.heal()
    assert file.read() == CHOSEN
