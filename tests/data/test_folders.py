"""Names that every system takes, and folders for one pair of eyes."""

import os
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.folders import (
    DataFolder,
    FolderProblem,
    default_data_folder,
    default_formats_folder,
    is_session_id,
    new_session_id,
    safe_name,
    unfinished,
)
from tests.data.builders import OTHER, SESSION, stored_session

RESERVED = ["CON", "con", "nul.txt", "LPT1", "com9.md", "AUX .x", "COM¹", "conin$", "prn"]


@given(st.text(max_size=300), st.sampled_from(["", ".md", ".json"]))
def test_any_title_makes_a_name_that_leads_nowhere_else(title: str, suffix: str) -> None:
    name = safe_name(title, suffix)
    assert name.endswith(suffix)
    assert len(name) > len(suffix)
    assert len(name.encode("utf-8")) <= 80
    assert os.path.basename(name) == name
    assert name.isprintable()
    assert not set(name) & set('/\\:*?"<>|')
    assert name[0] not in ".- "
    assert name[-1] not in ". "


@pytest.mark.parametrize("title", RESERVED)
def test_names_that_windows_keeps_for_itself_are_changed(title: str) -> None:
    stem = safe_name(title).split(".", maxsplit=1)[0].strip().casefold()
    assert stem.startswith("_")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Kickoff", "Kickoff.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("..", "untitled.md"),
        ("", "untitled.md"),
        ("\x1b]0;gone\x07", "]0;gone.md"),
        ("a\nb\tc", "a b c.md"),
        ("\u202egnp.exe", "gnp.exe.md"),
        ("\ud800", "untitled.md"),
        ("-rf", "rf.md"),
        ("C:\\Users", "C-Users.md"),
        ("Café ☕", "Café ☕.md"),
    ],
)
def test_hostile_titles_become_plain_names(title: str, name: str) -> None:
    assert safe_name(title, ".md") == name


def test_a_long_title_is_cut_between_characters() -> None:
    name = safe_name("ü" * 10_000, ".md")
    assert name.rstrip(".md") == "ü" * (len(name) - 3)
    assert len(name.encode()) <= 80


def test_a_session_id_tells_when_and_what() -> None:
    made = new_session_id(datetime(2024, 5, 6, 14, 0), "Kick Öff!", "0a1b")  # noqa: DTZ001 - local time is meant
    assert made == "20240506-1400-kick-off-0a1b"
    assert is_session_id(made)
    assert is_session_id(new_session_id(datetime(2024, 5, 6), "日本" * 90, "ffff"))  # noqa: DTZ001 - as above


@pytest.mark.parametrize("token", ["", "xyz1", "ABCD", "00000", "0a1b\n"])
def test_a_token_is_four_hexadecimal_digits(token: str) -> None:
    with pytest.raises(ValueError, match="four hexadecimal digits"):
        new_session_id(datetime(2024, 5, 6), "kickoff", token)  # noqa: DTZ001 - local time is meant


@pytest.mark.parametrize(
    "text", ["", "..", "../20240506-1400-kickoff-0a1b", "20240506-1400-kickoff-0a1b\n", "last"]
)
def test_what_is_no_session_id_makes_no_path(text: str, tmp_path: Path) -> None:
    assert not is_session_id(text)
    with pytest.raises(ValueError, match="no id"):
        DataFolder(tmp_path).of(type(SESSION)(text))


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_folders_and_files_are_for_this_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        root = tmp_path / "far" / "away"
        store = stored_session(root, 3)
        with store.open(SESSION) as session:
            session.save_draft("half a thou")
            session.writer.drain(5)
            store.save_notes(SESSION, "Kickoff", datetime(2024, 5, 6).date(), "notes")  # noqa: DTZ001 - local
            modes = {path: path.stat().st_mode & 0o777 for path in root.rglob("*")}
    finally:
        os.umask(before)
    assert root.stat().st_mode & 0o777 == 0o700
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {path.suffix for path in modes if path.is_file()} >= {".json", ".lock", ".owner", ".draft", ".md"}


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(FolderProblem) as told:
        DataFolder(tmp_path / "data").ensure()
    assert told.value.path == tmp_path / "data"
    assert "--data" in told.value.what_to_do
    assert (tmp_path / "data").read_text() == "mine"


def test_a_folder_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FolderProblem):
        DataFolder(tmp_path / "file" / "data").ensure()


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FolderProblem, match="can't be written"):
        DataFolder(tmp_path).ensure()


def test_defaults_are_folders_of_this_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert "facilitator" in default_data_folder().parts
    assert default_formats_folder().name == "formats"
    if sys.platform == "linux":
        assert default_data_folder() == tmp_path / "data" / "facilitator"
        assert default_formats_folder() == tmp_path / "config" / "facilitator" / "formats"


def test_unfinished_sessions_are_told_by_the_names_in_open_alone(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 1)
    with store.create(OTHER, {}):
        pass
    (tmp_path / "sessions" / f"{SESSION}.json").write_bytes(b"not even read")
    assert unfinished(DataFolder(tmp_path)) == [OTHER, SESSION]


def test_a_sign_without_a_session_is_not_unfinished(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert unfinished(folder) == []
    folder.ensure()
    (folder.open / f"{SESSION}.owner").write_text("{}")
    (folder.open / "..owner").write_text("{}")
    assert unfinished(folder) == []
