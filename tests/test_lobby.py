"""What home knows of sessions comes back when the files that tell it are lost."""

import shutil
from pathlib import Path

import pytest

from data.community import Community, Summary
from data.problems import DataError
from facilitator import lobby
from facilitator.app import FacilitatorApp
from facilitator.start_commands import session_to_resume
from formats.model import Format
from screens.history import HistoryScreen
from screens.home import HomeScreen
from screens.setup import SetupScreen
from screens.views.home import HomeView
from screens.views.setup import PersonChip, SetupAnswers
from screens.widgets.picklist import PickList
from tests.cli.held import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "data")


async def home_of(shelf: Shelf) -> tuple[HomeView, int]:
    """Open the app and return what home shows once the folders were read, and how many sessions it offers."""
    app = FacilitatorApp(shelf.clock, shelf.store, ticking=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, HomeScreen)
        assert screen.view is not None
        found = screen.query("#resume")
        return screen.view, len(found.first(PickList).rows) if found else 0


def known(shelf: Shelf) -> list[Summary]:
    return Community(shelf.root).summaries()


async def test_what_is_remembered_is_built_again_when_its_file_is_lost(shelf: Shelf) -> None:
    shelf.ended()
    shelf.ended("pulse-check")
    before = known(shelf)
    shelf.store.folder.community.unlink()
    view, _ = await home_of(shelf)
    assert dict(view.last_held) == {
        "kickoff": "Last held 19 Nov 2026",
        "pulse-check": "Last held 19 Nov 2026",
    }
    assert view.problem == ""
    assert known(shelf) == before


async def test_damage_is_told_at_home_and_what_was_remembered_is_built_again(shelf: Shelf) -> None:
    shelf.ended()
    before = known(shelf)
    shelf.store.folder.community.write_bytes(b"spoilt")
    view, _ = await home_of(shelf)
    assert "What was remembered over sessions could not be read" in view.problem
    assert view.last_held
    assert known(shelf) == before
    view, _ = await home_of(shelf)
    assert view.problem == "", "it is said once"


def test_a_session_that_cannot_be_read_does_not_hold_the_others_up(shelf: Shelf) -> None:
    spoilt, fine = shelf.ended(), shelf.ended()
    shelf.damage(spoilt)
    shelf.store.folder.community.unlink()
    summaries, problem = lobby.remembered_anew(shelf.store, shelf.clock)
    assert [one.id for one in summaries] == [fine]
    assert problem == ""


def test_nothing_is_written_where_no_session_is(shelf: Shelf) -> None:
    shelf.store.folder.ensure()
    assert lobby.remembered_anew(shelf.store, shelf.clock) == ([], "")
    assert not shelf.store.folder.community.exists()


async def test_an_unfinished_session_is_offered_though_the_signs_of_it_are_lost(shelf: Shelf) -> None:
    left, ended = shelf.left(), shelf.ended()
    shutil.rmtree(shelf.store.folder.open)
    view, rows = await home_of(shelf)
    assert [row.id for row in view.resume] == [left]
    assert rows == 1
    assert ended not in shelf.store.unfinished()


def test_resume_finds_an_unfinished_session_though_the_signs_of_it_are_lost(shelf: Shelf) -> None:
    left, _ = shelf.left(), shelf.ended()
    shutil.rmtree(shelf.store.folder.open)
    assert session_to_resume(None, shelf.store) == left
    conductor = lobby.resume(shelf.store, shelf.clock, left)
    assert conductor.leave()


def test_only_the_newest_sessions_are_looked_through(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lobby, "LOOKED_FOR", 1)
    shelf.left()
    shelf.ended()
    shutil.rmtree(shelf.store.folder.open)
    lobby.find_unfinished_again(shelf.store)
    assert shelf.store.unfinished() == []


async def test_history_and_setup_use_what_home_has_read(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.ended("kickoff", "Ana, Ben")
    app = FacilitatorApp(shelf.clock, shelf.store, ticking=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()

        def refused(_community: Community) -> list[Summary]:
            raise DataError("read on the way of the keys")

        monkeypatch.setattr(Community, "summaries", refused)
        await pilot.press("h")
        await pilot.pause()
        history = app.screen
        assert isinstance(history, HistoryScreen)
        assert history.view is not None
        assert len(history.view) == 1
        await pilot.press("escape")
        await pilot.pause()
        app.screen.query_one("#formats", PickList).focus()
        await pilot.press("enter")
        await pilot.pause()
        setup = app.screen
        assert isinstance(setup, SetupScreen)
        assert [chip.name for chip in setup.answers.people] == ["Ana", "Ben"]


def test_each_duty_goes_to_another_one_of_those_in_the_room() -> None:
    chosen = Format.model_validate(
        {
            "id": "team",
            "name": "Team",
            "segments": [{"title": "Show", "minutes": "5", "activity": "talk", "presenters": "2"}],
        }
    )
    people = tuple(PersonChip(name, name != "Fay") for name in ("Ana", "Ben", "Chi", "Dee", "Eli", "Fay"))
    answers = SetupAnswers("team", "Team", people)
    assert lobby.whose_turn(chosen, answers, []) == {
        "presenters.show": "Ana, Ben",
        "timekeeper": "Chi",
        "note_taker": "Dee",
        "facilitator": "Eli",
    }
    few = SetupAnswers("team", "Team", people[:1])
    assert set(lobby.whose_turn(chosen, few, []).values()) == {"Ana"}
    assert lobby.whose_turn(chosen, SetupAnswers("team", "Team"), []) == {}
