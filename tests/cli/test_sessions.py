"""`facilitator sessions`: what is stored, told to people and to scripts."""

import json
from datetime import datetime

import pytest

from data.community import Community
from tests.cli.held import Shelf, facilitator

Captured = pytest.CaptureFixture[str]


def test_the_list_is_newest_first_and_says_how_far_each_got(shelf: Shelf, capsys: Captured) -> None:
    first = shelf.ended(title="Our *first* one")
    second = shelf.left()
    assert facilitator(shelf, "sessions", "list") == 0
    header, newest, oldest = capsys.readouterr().out.splitlines()
    assert header.split() == ["id", "when", "length", "status", "title"]
    assert newest.startswith(second)
    assert "90 min  unfinished  Kickoff" in newest
    assert oldest.startswith(first)
    assert "20 min  ended       Our *first* one" in oldest
    assert header.index("title") == oldest.index("Our *first*")


def test_the_list_for_scripts(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended(title="Überblick 日本")
    assert facilitator(shelf, "sessions", "list", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    started, ended = (
        datetime.fromisoformat(told.pop("started_at")),
        datetime.fromisoformat(told.pop("ended_at")),
    )
    assert started.timestamp() == datetime.fromisoformat("2026-11-19T10:00:00+01:00").timestamp()
    assert (ended - started).total_seconds() == 1_200
    assert told == {
        "schema": 1,
        "id": session_id,
        "title": "Überblick 日本",
        "format": "kickoff",
        "series": None,
        "status": "ended",
        "planned_seconds": 5_400,
        "spent_seconds": 1_200,
        "people": 3,
        "problem": None,
    }


def test_what_is_remembered_and_what_is_read_tell_the_same(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended()
    facilitator(shelf, "sessions", "list", "--json")
    remembered = capsys.readouterr().out
    shelf.store.folder.community.unlink()
    facilitator(shelf, "sessions", "list", "--json")
    assert capsys.readouterr().out == remembered


def test_no_sessions_is_an_empty_list_and_a_hint(shelf: Shelf, capsys: Captured) -> None:
    assert facilitator(shelf, "sessions", "list") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"No session is stored in {shelf.root} yet; facilitator run starts one.\n"
    assert facilitator(shelf, "sessions", "list", "--json") == 0
    assert capsys.readouterr().out == "[]\n"
    assert not shelf.root.exists()


def test_a_damaged_session_costs_one_line(shelf: Shelf, capsys: Captured) -> None:
    spoilt, fine = shelf.left(), shelf.ended()
    shelf.damage(spoilt)
    assert facilitator(shelf, "sessions", "list") == 0
    _, newest, oldest = capsys.readouterr().out.splitlines()
    assert newest.startswith(fine)
    assert oldest.split()[:2] == [spoilt, "damaged"]
    assert "can't be read" in oldest
    assert facilitator(shelf, "sessions", "list", "--json") == 0
    told = json.loads(capsys.readouterr().out)[1]
    assert told["status"] == "damaged"
    assert told["title"] is None
    assert told["spent_seconds"] is None
    assert spoilt in told["problem"]
    assert facilitator(shelf, "sessions", "show", spoilt) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"facilitator: The session {spoilt} can't be read: ")
    assert error.count("\n") == 1


def test_one_session_is_shown(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended(
        "kickoff", "Ana, Ben", "A start", "", ("park", "travel [x]"), ("takeaway", "listen"), ("park", "more")
    )
    assert facilitator(shelf, "sessions", "show", session_id) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["A start (kickoff)", session_id]
    assert "20 min, 90 min planned" in lines[2]
    assert any(line.split()[:4] == ["✓", "Why", "we", "are"] for line in lines)
    assert "2 named: Ana, Ben" in lines
    assert "1 takeaway, 2 parked" in lines
    assert lines[-1] == f"facilitator notes {session_id} prints the notes"


def test_airtime_is_shown_only_when_it_is_asked_for(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun()
    conductor.ask("jump_to", target=conductor.state.segments[1].id)
    conductor.ask("next_speaker")
    shelf.clock.wait(1.5)
    conductor.ask("next_speaker")
    assert conductor.leave()
    facilitator(shelf, "sessions", "show")
    assert "1:30" not in capsys.readouterr().out.split("named:")[1]
    facilitator(shelf, "sessions", "show", "--private")
    said = capsys.readouterr().out
    assert ["Ana", "1", "1:30"] in [line.split() for line in said.splitlines()]
    assert "Somebody had the floor for " in said
    facilitator(shelf, "sessions", "show", "last", "--json")
    assert "airtime_seconds" not in json.loads(capsys.readouterr().out)["people"][0]
    facilitator(shelf, "sessions", "show", "last", "--json", "--private")
    told = json.loads(capsys.readouterr().out)
    assert told["airtime"]["counted_seconds"] >= 90
    assert told["airtime"]["session_seconds"] >= told["airtime"]["counted_seconds"]
    ana = told["people"][0]
    assert (ana["name"], ana["turns"], ana["airtime_seconds"]) == ("Ana", 1, 90)


def test_what_is_off_the_record_is_not_even_counted(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun()
    conductor.ask("off_record")
    conductor.ask("takeaway", "between us")
    assert conductor.leave()
    facilitator(shelf, "sessions", "show")
    facilitator(shelf, "sessions", "show", "--json")
    said = capsys.readouterr().out
    assert "nothing was captured" in said
    assert "between us" not in said


def test_an_unknown_session_is_answered_with_the_nearest(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    mistyped = session_id.replace("kickoff", "kikcoff")
    assert facilitator(shelf, "sessions", "show", mistyped) == 3
    assert (
        capsys.readouterr().err
        == f"facilitator: there is no session '{mistyped}'; did you mean {session_id}?\n"
    )
    assert facilitator(shelf, "sessions", "show", "zzz") == 3
    assert (
        capsys.readouterr().err
        == "facilitator: there is no session 'zzz'; facilitator sessions list shows what there is\n"
    )


def test_the_beginning_of_an_id_is_enough_while_it_means_one(shelf: Shelf, capsys: Captured) -> None:
    first, second = shelf.ended(), shelf.ended("pulse-check")
    assert facilitator(shelf, "sessions", "show", second[:14]) == 0
    assert second in capsys.readouterr().out
    assert facilitator(shelf, "sessions", "show", "2026") == 2
    said = capsys.readouterr().err
    assert first in said
    assert second in said


def test_a_session_that_is_open_elsewhere_is_not_deleted(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun()
    assert facilitator(shelf, "sessions", "delete", conductor.id) == 1
    assert "is open in another window" in capsys.readouterr().err
    conductor.leave()


def test_deleting_moves_to_the_trash(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended()
    notes = shelf.store.save_notes(session_id, "Kickoff", datetime(2026, 11, 19).date(), "# Kickoff\n")  # noqa: DTZ001
    assert facilitator(shelf, "sessions", "delete", session_id) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{session_id} is in {shelf.store.folder.trash} now.",
        f"Its notes stay where they are, {notes}",
    ]
    assert not shelf.path(session_id).exists()
    assert (shelf.store.folder.trash / f"{session_id}.json").exists()
    assert Community(shelf.root).summaries() == []
    assert facilitator(shelf, "sessions", "delete", session_id) == 3


def test_deleting_needs_to_be_told_which(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended()
    assert facilitator(shelf, "sessions", "delete") == 2
    assert "SESSION" in capsys.readouterr().err
    assert len(shelf.store.ids()) == 1
