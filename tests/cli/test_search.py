"""`facilitator sessions search`: found again, whoever said it openly."""

import json
import sys

import pytest

from facilitator.engine.commands import End
from facilitator.lobby import how_it_goes, remember
from tests.cli.held import Shelf, facilitator

Captured = pytest.CaptureFixture[str]


def found(shelf: Shelf, capsys: Captured, *words: str) -> list[str]:
    """Search, and give what was found: the kind and the text of each hit."""
    assert facilitator(shelf, "sessions", "search", *words) == 0
    return [" ".join(line.split()[2:]) for line in capsys.readouterr().out.splitlines()]


def test_a_hit_says_which_session_when_what_and_the_words(shelf: Shelf, capsys: Captured) -> None:
    session_id = shelf.ended("kickoff", "Ana", "A start", "", ("takeaway", "Ask *early*\nand often"))
    assert facilitator(shelf, "sessions", "search", "EARLY", "often") == 0
    said = capsys.readouterr()
    assert said.out == f"{session_id}  2026-11-19  takeaway   Ask *early* and often\n"
    assert said.err == ""


def test_it_looks_through_titles_items_prompts_and_names(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Rosa, Ben", "About the roses", "", ("park", "more rosemary"))
    assert found(shelf, capsys, "ros") == ["title About the roses", "parked more rosemary", "person Rosa"]
    assert found(shelf, capsys, "this", "community", "for") == ["prompt What this community is for"]
    assert found(shelf, capsys, "introduce") == ["segment Introduce everyone"]


def test_all_words_must_be_in_one_text(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana", "", "", ("takeaway", "ask early"), ("takeaway", "ask often"))
    assert found(shelf, capsys, "often ask") == ["takeaway ask often"]
    assert found(shelf, capsys, "early", "often") == []


def test_nothing_found_is_said_and_is_no_failure(shelf: Shelf, capsys: Captured) -> None:
    assert facilitator(shelf, "sessions", "search", "anything") == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "Nothing was found; fewer words, or the beginning of one, find more.\n",
    )
    assert facilitator(shelf, "sessions", "search", "anything", "--json") == 0
    assert capsys.readouterr().out == "[]\n"
    assert facilitator(shelf, "sessions", "search", " ") == 2
    assert capsys.readouterr().err == "facilitator: type at least one word to search for\n"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Straße", "STRASSE"),
        ("STRASSE", "straße"),
        ("Cafe\u0301", "caf\u00e9"),
        ("ÜBERBLICK", "u\u0308berblick"),
        ('she said "no"', '"NO"'),
        ("C:\\new\\table", "\\NEW\\"),
        ("日本語で話す", "日本語"),
        ("👩‍👩‍👧 day", "👩‍👩‍👧"),
        ("ﬁnish", "FINISH"),
    ],
)
def test_a_word_is_found_however_it_is_written(text: str, word: str, shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Ana", "", "", ("takeaway", text))
    assert found(shelf, capsys, word) == [f"takeaway {text}"]


def test_what_is_off_the_record_is_never_found(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun()
    conductor.ask("takeaway", "zebra on the record")
    conductor.ask("off_record")
    conductor.ask("takeaway", "zebra between us")
    conductor.ask("off_record")
    conductor.ask("takeaway", "zebra put aside")
    conductor.ask("off_record_item", target="i3")
    conductor.ask("takeaway", "zebra removed")
    conductor.ask("remove", target="i4")
    assert conductor.leave()
    assert found(shelf, capsys, "zebra") == ["takeaway zebra on the record"]


def test_a_card_is_found_once_the_room_may_see_it(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun("mad-sad-glad")
    conductor.ask("card", "zebra written silently")
    conductor.kept.writer.drain(5)
    assert found(shelf, capsys, "zebra") == []
    conductor.do(End())
    remember(shelf.store, how_it_goes(conductor))
    assert conductor.finish()
    assert found(shelf, capsys, "zebra") == ["card zebra written silently"]


def test_names_are_found_where_the_notes_name_people(shelf: Shelf, capsys: Captured) -> None:
    shelf.ended("kickoff", "Rosa", "", "names")
    shelf.ended("kickoff", "Rosa", "", "room")
    assert found(shelf, capsys, "rosa") == ["person Rosa"]


def test_the_newest_session_comes_first_and_one_that_runs_is_not_waited_for(
    shelf: Shelf, capsys: Captured
) -> None:
    old = shelf.ended(title="Zebra")
    conductor = shelf.begun(title="zebra too")
    assert facilitator(shelf, "sessions", "search", "zebra") == 0
    ids = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert ids == [conductor.id, old]
    conductor.leave()


def test_for_scripts_it_is_told_whole(shelf: Shelf, capsys: Captured) -> None:
    conductor = shelf.begun(title="Überblick")
    conductor.ask("takeaway", "zebra\nstripes")
    assert conductor.leave()
    assert facilitator(shelf, "sessions", "search", "zebra", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told == {
        "schema": 1,
        "session": conductor.id,
        "title": "Überblick",
        "date": "2026-11-19",
        "kind": "takeaway",
        "text": "zebra\nstripes",
        "segment": "Why we are here",
    }


def test_of_a_long_text_the_part_with_the_word_is_shown(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.ended("kickoff", "Ana", "", "", ("takeaway", f"{'before ' * 99}zebra{' after' * 99}"))
    (line,) = found(shelf, capsys, "ZEBRA")
    assert line.startswith("takeaway …")
    assert " zebra after" in line
    assert line.endswith("…")
    assert len(line) < 180
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "90")
    (line,) = found(shelf, capsys, "ZEBRA")
    assert " zebra" in line


def test_a_damaged_session_costs_one_line_and_its_backup_is_searched(shelf: Shelf, capsys: Captured) -> None:
    spoilt = shelf.ended("kickoff", "Ana", "", "", ("takeaway", "zebra"))
    shelf.damage(spoilt, backups=False)
    gone = shelf.ended("kickoff", "Ana", "", "", ("takeaway", "zebra"))
    shelf.damage(gone)
    assert facilitator(shelf, "sessions", "search", "zebra") == 0
    said = capsys.readouterr()
    assert said.out == f"{spoilt}  2026-11-19  takeaway   zebra\n"
    assert said.err.startswith(f"facilitator: {gone} was not searched: ")
    assert said.err.count("\n") == 1


def test_a_thousand_other_sessions_are_passed_over_unread(
    shelf: Shelf, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    for title in ("Zebra", "Horse", "Donkey"):
        shelf.ended(title=title)
    whole = type(shelf.store).read

    def counted(self: object, session_id: str) -> object:
        read.append(session_id)
        return whole(self, session_id)  # type: ignore[arg-type]  # it is handed on as it came

    monkeypatch.setattr(type(shelf.store), "read", counted)
    assert found(shelf, capsys, "zebra") == ["title Zebra"]
    assert len(read) == 1
