"""Names of files made from whatever was typed, and links that wait where a file is to be written."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.check import check_session
from data.community import Community, Summary
from data.files import write_new, write_whole
from data.folders import NAME_BYTES, safe_name
from data.problems import DataError
from data.records import Record
from data.sessions import rescue
from data.store import Store
from facilitator.crash import write_crash
from formats.words import SessionId
from tests.data.builders import SESSION, stored_session
from tests.hostile import HOSTILE, ORDER_CHARACTERS

SUFFIXES = ("", ".md", ".json", ".yaml")
SEPARATORS = frozenset('/\\:*?"<>|')
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)
"""What Windows takes for a device, whatever follows after a dot."""
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
PIECES = (
    *(
        "CON",
        "Nul",
        "COM¹",
        "..",
        ".",
        " ",
        "-",
        "/",
        "\\",
        ":",
        "\x00",
        "\x1b",
        "\u202e",
        "\u200b",
        "\ud800",
    ),
    *("\U000e0041", "\u2028", "\u00a0", "\ufeff", "é", "語", "👨\u200d👩", "x" * 80),
)
WICKED = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


def check(name: str, suffix: str) -> None:
    """Fail unless every system takes the name as that of one file, and shows it as what it is."""
    stem = name.removesuffix(suffix)
    assert name.endswith(suffix)
    assert stem
    assert len(name.encode("utf-8")) <= NAME_BYTES == 80
    assert not SEPARATORS.intersection(name)
    assert not ORDER_CHARACTERS.intersection(name)
    assert not any(one.isspace() and one != " " for one in name)
    assert name.isprintable()
    assert name not in {".", ".."}
    assert not name.startswith((".", "-", " "))
    assert not name.endswith((".", " "))
    assert not stem.endswith((".", " "))
    assert stem.split(".")[0].rstrip(" ").casefold() not in DEVICES


@given(ANY_TEXT | WICKED, st.sampled_from(SUFFIXES))
@example("con" + "." * 100 + "x", ".md")
@example("x" * 75 + " .", "")
@example("x" * 75 + ". y", "")
def test_any_text_makes_a_name_that_every_system_takes(text: str, suffix: str) -> None:
    check(safe_name(text, suffix), suffix)
    assert safe_name(safe_name(text)) == safe_name(text)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_name_is_that_of_a_device(suffix: str) -> None:
    for device in DEVICES:
        for more in ("", ".", " ", ".txt", " .txt", ".tar.gz", ". .", ":", ":x", "/", "\u200b", "\x00.x"):
            check(safe_name(device + more, suffix), suffix)
            check(safe_name(f"../{device.upper()}{more}", suffix), suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_titles_make_such_names_too(suffix: str) -> None:
    for one in HOSTILE:
        check(safe_name(one.raw, suffix), suffix)


def test_hostile_titles_make_files_in_their_folder_and_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "down"
    folder.mkdir(parents=True)
    made = [write_new(folder / safe_name(one.raw, ".md"), one.name.encode()) for one in HOSTILE]
    assert len({path.resolve() for path in made}) == len(HOSTILE)
    assert {path.parent.resolve() for path in made} == {folder.resolve()}
    assert [path.read_bytes() for path in made] == [one.name.encode() for one in HOSTILE]
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == len(HOSTILE)


def test_notes_and_rescued_sessions_get_such_names(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    store.folder.ensure()
    for at, one in enumerate(HOSTILE):
        session = SessionId(f"20261118-1200-ritual-{at:04x}")
        notes = store.save_notes(session, one.raw, date(2026, 11, 18), "notes")
        check(notes.name, ".md")
        assert notes.parent == store.folder.notes
        kept = rescue((), {"title": one.raw}, tmp_path / "rescued")
        check(kept.name, ".json")
        assert kept.parent == tmp_path / "rescued"
    assert len(list(store.folder.notes.glob("*.md"))) == len(HOSTILE)


@pytest.mark.parametrize("title", ["../../gone", "..\\..\\gone", "/etc/gone", "C:\\gone", "~/gone"])
def test_an_index_of_notes_that_was_written_by_hand_leads_nowhere_else(tmp_path: Path, title: str) -> None:
    store = Store(tmp_path / "data")
    store.folder.ensure()
    (store.folder.notes / ".index.json").write_text(
        json.dumps({SESSION: {"file": f"{title}.md", "checksum": 0}})
    )
    saved = store.save_notes(SESSION, "Kickoff", date(2026, 11, 18), "notes")
    assert saved.parent == store.folder.notes
    assert not list(tmp_path.rglob("*gone*"))


# --- links ---------------------------------------------------------------------------------------------------------

ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
PRECIOUS = b"precious"

Place = Callable[[Store], Path]
PLACES: dict[str, Place] = {
    "session": lambda store: store.places(SESSION).file,
    "backup": lambda store: store.places(SESSION).previous,
    "backup of the opening": lambda store: store.places(SESSION).opening,
    "draft": lambda store: store.places(SESSION).draft,
    "owner": lambda store: store.places(SESSION).owner,
    "lock": lambda store: store.places(SESSION).lock,
    "community": lambda store: store.folder.community,
    "backup of the community": lambda store: store.folder.backups / "community.1.json",
    "lock of the community": lambda store: store.folder.open / "community.lock",
    "notes": lambda store: store.folder.notes / "2026-11-18 Kickoff.md",
    "index of notes": lambda store: store.folder.notes / ".index.json",
}


def everything_done(store: Store) -> None:
    """Open a session, write into it, type, save notes, remember it and close it, whatever can't be done."""
    try:
        with store.open(SESSION) as session:
            session.save_draft("half a thought")
            session.touch(1, 0)
            session.writer.append(
                [Record("e9", len(session.records) + 1, "a9", 1_800_000_000_000, "Said", {})]
            )
            session.update_header({"title": "Kickoff"})
            session.writer.drain(5)
    except DataError:
        pass
    try:
        store.save_notes(SESSION, "Kickoff", date(2026, 11, 18), "notes")
        store.save_notes(SESSION, "Kickoff", date(2026, 11, 18), "other notes")
    except DataError:
        pass
    summary = Summary(SESSION, "Kickoff", "kickoff", "", 1, None, 60, 60, ("Ana",), {"Ana": 1}, "running")
    Community(store.folder).record(summary)
    Community(store.folder).summaries()
    try:
        store.read(SESSION)
        check_session(store.places(SESSION), lambda _: "", lambda _: True)
        store.delete(SESSION)
    except DataError:
        pass


@ON_POSIX
@pytest.mark.parametrize("dangling", [False, True], ids=["to a file", "to nothing"])
@pytest.mark.parametrize("place", PLACES)
def test_a_link_in_the_place_of_a_file_is_never_followed(tmp_path: Path, place: str, dangling: bool) -> None:
    store = stored_session(tmp_path / "data", 2)
    outside = tmp_path / "outside"
    outside.mkdir()
    precious = outside / "precious"
    if not dangling:
        precious.write_bytes(PRECIOUS)
        precious.chmod(0o644)
    link = PLACES[place](store)
    link.unlink(missing_ok=True)
    link.symlink_to(precious)
    everything_done(store)
    assert os.listdir(outside) == ([] if dangling else ["precious"])
    if not dangling:
        assert precious.read_bytes() == PRECIOUS
        assert precious.stat().st_mode & 0o777 == 0o644


@ON_POSIX
def test_a_temporary_file_is_never_written_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "precious").write_bytes(PRECIOUS)
    monkeypatch.setattr("data.files.os.urandom", lambda count: b"\x00" * count)
    (tmp_path / ".file.00000000.tmp").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError):
        write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "precious").read_bytes() == PRECIOUS


@ON_POSIX
@pytest.mark.parametrize("writable", [True, False], ids=["in its folder", "in the folder of the system"])
def test_a_crash_is_never_written_through_a_link_or_over_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writable: bool
) -> None:
    store = Store(tmp_path / "data")
    system = tmp_path / "tmp"
    system.mkdir()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(system))
    if writable:
        store.folder.ensure()
    else:
        (tmp_path / "data").write_bytes(b"no folder")
    folder = store.folder.logs if writable else system
    monkeypatch.setattr("facilitator.crash.datetime", StoppedClock)
    first = write_crash(store, "one")
    assert first is not None
    assert first.parent == folder
    assert first.stat().st_mode & 0o777 == 0o600
    precious = tmp_path / "precious"
    precious.write_bytes(PRECIOUS)
    first.unlink()
    first.symlink_to(precious)
    second = write_crash(store, RuntimeError("two \ud800"))
    third = write_crash(store, "three")
    assert second is not None
    assert third is not None
    assert second == third
    assert {path.name for path in folder.iterdir()} == {first.name, second.name}
    assert not second.is_symlink()
    assert b"two \\ud800" in second.read_bytes()
    assert second.read_bytes().endswith(b"three")
    assert precious.read_bytes() == PRECIOUS


class StoppedClock(datetime):
    """A clock on which it is always the same second."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 11, 18, 12, 0, tzinfo=tz)
