"""What is remembered over sessions helps, and never stands in the way."""

from dataclasses import replace
from pathlib import Path

import pytest

from data import community as community_module
from data.community import Community, Summary, last_people
from data.folders import DataFolder
from data.locks import Lock
from data.versions import SCHEMA, encode, kept
from formats.words import SessionId
from tests.data.builders import OTHER, SESSION, START, FaultyDisk

KICKOFF = Summary(
    id=SESSION,
    title="Kickoff",
    format="kickoff",
    series="Rust circle",
    started_at=START,
    ended_at=None,
    planned_seconds=3600,
    spent_seconds=0,
    people=("Ana", "Ben"),
    airtime_seconds={},
    status="running",
)
RETRO = replace(
    KICKOFF,
    id=OTHER,
    title="Looking back",
    format="quarterly-retro",
    started_at=START + 86_400_000,
    ended_at=START + 90_000_000,
    people=("Ben", "Cleo ☕"),
    airtime_seconds={"Ben": 120, "Cleo ☕": 60},
    status="ended",
    parked_open=("who hosts?",),
    actions_open=("Ben books the room",),
)


def community(root: Path) -> Community:
    folder = DataFolder(root)
    folder.ensure()
    return Community(folder)


def test_what_is_recorded_is_remembered_newest_first(tmp_path: Path) -> None:
    known = community(tmp_path)
    assert community(tmp_path).needs_rebuild
    assert known.summaries() == []
    assert known.record(KICKOFF)
    assert known.record(RETRO)
    assert not known.needs_rebuild
    assert Community(tmp_path).summaries() == [RETRO, KICKOFF]


def test_the_end_of_a_session_takes_the_place_of_its_start(tmp_path: Path) -> None:
    known = community(tmp_path)
    known.record(KICKOFF)
    ended = replace(KICKOFF, ended_at=START + 3_600_000, status="ended", spent_seconds=3600)
    assert known.record(ended)
    assert known.summaries() == [ended]


def test_people_are_known_by_series_and_by_format(tmp_path: Path) -> None:
    known = community(tmp_path)
    known.rebuild([KICKOFF, RETRO, replace(RETRO, id=SessionId("20240508-0900-x-0000"), people=())])
    summaries = known.summaries()
    assert last_people(summaries, "Rust circle") == ["Ben", "Cleo ☕"]
    assert last_people(summaries, "kickoff") == ["Ana", "Ben"]
    assert last_people(summaries, "book-club") == []


def test_a_session_can_be_forgotten(tmp_path: Path) -> None:
    known = community(tmp_path)
    known.rebuild([KICKOFF, RETRO])
    assert known.forget(SESSION)
    assert known.forget(SESSION)
    assert known.summaries() == [RETRO]
    known.record(KICKOFF)
    assert known.summaries() == [RETRO, KICKOFF]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b'{"sessions": {}}',
        encode({"sessions": {"1": kept({"id": "x"})}}, writes=1),
        encode({"sessions": {"1": kept({**dict.fromkeys(KICKOFF.__slots__, 0)})}}, writes=1),
    ],
)
def test_a_damaged_file_is_put_aside_and_started_anew(tmp_path: Path, raw: bytes) -> None:
    known = community(tmp_path)
    (tmp_path / "community.json").write_bytes(raw)
    assert known.summaries() == []
    assert "kept at" in known.problems[0]
    assert [path.read_bytes() for path in (tmp_path / "trash").iterdir()] == [raw]
    assert community(tmp_path).needs_rebuild
    assert known.rebuild([KICKOFF])
    assert known.problems == ()
    assert not known.needs_rebuild
    assert known.summaries() == [KICKOFF]


def test_a_damaged_file_does_not_keep_a_session_from_starting(tmp_path: Path) -> None:
    known = community(tmp_path)
    (tmp_path / "community.json").write_bytes(b"\xff")
    assert known.record(KICKOFF)
    assert known.summaries() == [KICKOFF]
    assert known.problems


def test_a_busy_file_does_not_keep_a_session_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(community_module, "PATIENCE_SECONDS", 0.0)
    known = community(tmp_path)
    known.record(KICKOFF)
    lock = Lock(tmp_path / "open" / "community.lock")
    assert lock.take()
    assert not known.record(RETRO)
    assert not known.rebuild([])
    assert not known.forget(SESSION)
    assert known.summaries() == [KICKOFF]
    lock.release()
    assert known.record(RETRO)


def test_a_newer_file_is_left_as_it_is(tmp_path: Path) -> None:
    known = community(tmp_path)
    newer = encode({"other": {"1": kept({})}}, writes=1, schema=SCHEMA + 1)
    (tmp_path / "community.json").write_bytes(newer)
    assert known.summaries() == []
    assert not known.record(KICKOFF)
    assert (tmp_path / "community.json").read_bytes() == newer


def test_no_folder_and_no_disk_are_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not Community(tmp_path / "file").record(KICKOFF)
    assert Community(tmp_path / "file").summaries() == []
    community(tmp_path).record(KICKOFF)
    number = 0
    while True:
        number += 1
        disk = FaultyDisk()
        disk.arm(number, lasting=True)
        written = Community(tmp_path, files=disk).record(RETRO)
        disk.heal()
        assert KICKOFF in Community(tmp_path).summaries()
        if written:
            break
    assert Community(tmp_path).summaries() == [RETRO, KICKOFF]
