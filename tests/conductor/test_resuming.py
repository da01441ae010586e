"""Coming back to a session: where its time goes on, what is asked, and what a sign of life is for."""

import json
from pathlib import Path

import pytest

from facilitator.clock import RehearsalClock
from tests.conductor.builders import SESSION, Desk, resumed
from tests.engine.builders import NOON, SECOND

HOUR = 3_600


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(("seconds", "asked"), [(1, False), (299, False), (300, True), (1_200, True)])
def test_a_short_time_away_counts_and_a_long_one_is_asked_about(
    desk: Desk, seconds: int, asked: bool
) -> None:
    desk.live(60).crash(seconds)
    assert desk.waits == (seconds if asked else 0)
    assert desk.spent() == 60 + (0 if asked else seconds)


def test_the_same_holds_in_a_rehearsal_for_seconds_of_the_session(tmp_path: Path) -> None:
    desk = Desk(tmp_path, speed=60).live(600).leave(240)  # Four seconds of the wall.
    assert (desk.waits, desk.spent()) == (0, 840)
    desk.live(60).leave(1_200)
    assert (desk.waits, desk.spent()) == (1_200, 900)
    desk.do("gap_left_out").live(60)
    assert desk.spent() == 960


def test_a_gap_that_nobody_settled_is_asked_about_again_alone(desk: Desk) -> None:
    desk.live(60).sleep(30).crash(20)
    assert desk.waits == 30
    assert desk.spent() == 80
    assert desk.conductor.gap_since == NOON + 60 * SECOND


def test_what_a_tick_found_just_before_the_crash_is_known(desk: Desk) -> None:
    desk.live(60).sleep(10).crash(5)  # Signs come every 15 s, and whenever something is found.
    assert (desk.waits, desk.spent()) == (10, 65)
    desk.do("gap_left_out").set_clock(-2).live(2).crash(3)
    assert (desk.waits, desk.spent()) == (0, 70)


def test_a_pause_through_which_the_program_was_away_is_asked_about_when_it_never_was(desk: Desk) -> None:
    desk.live(60).do("pause").crash(1_200)
    assert desk.waits == 0
    desk.do("undo")
    assert desk.waits == 1_200
    desk.do("gap_left_out")
    assert desk.spent() == 60


def test_a_gap_that_was_settled_is_not_asked_about_again_even_if_no_sign_was_left_since(desk: Desk) -> None:
    desk.live(60).sleep(2_400).live(3)
    assert desk.saved()
    sign = desk.store.places(SESSION).owner.read_bytes()
    assert json.loads(sign)["held_ms"] == 2_400 * SECOND
    desk.do("gap_left_out")
    assert desk.conductor.kept.close()
    desk.store.places(SESSION).owner.write_bytes(sign)
    desk.computer.at += 10 * SECOND
    desk.conductor = resumed(desk.store.open(SESSION), desk.computer)
    assert desk.waits == 0
    assert desk.spent() == 73


def test_an_end_taken_back_and_not_settled_is_asked_about_again(desk: Desk) -> None:
    desk.live(60).do("end").live(20).sleep(1_200).do("undo").do("park", "said meanwhile").crash(5)
    assert desk.waits == 1_220
    desk.do("gap_left_out")
    assert desk.spent() == 65
    assert desk.crash(5).waits == 0


def test_a_question_about_a_pause_taken_back_outlives_a_crash(desk: Desk) -> None:
    desk.live(60).do("pause").set_clock(6).live(1).do("undo")
    # Six seconds that were not seen, and the one in which that was noticed.
    assert desk.waits == 7
    desk.crash()
    assert desk.waits == 7
    desk.do("gap_left_out").crash()
    assert desk.waits == 0


def test_a_session_without_a_sign_of_life_goes_on_from_its_last_event(desk: Desk) -> None:
    desk.live(60).do("park", "the last event").live(30)
    assert desk.conductor.kept.close()
    desk.store.places(SESSION).owner.unlink()
    desk.computer.at += 100 * SECOND
    desk.conductor = resumed(desk.store.open(SESSION), desk.computer)
    assert desk.waits == 0
    assert desk.spent() == 190


def test_a_sign_of_life_that_does_not_tell_the_time_of_the_session_is_not_trusted(desk: Desk) -> None:
    # The program ended between opening the session and its first sign.
    desk.live(60).do("park", "the last event")
    assert desk.conductor.kept.close()
    desk.computer.at += 1_200 * SECOND
    desk.store.open(SESSION).close()
    desk.computer.at += 10 * SECOND
    desk.conductor = resumed(desk.store.open(SESSION), desk.computer)
    assert desk.waits == 1_210


def test_a_clock_that_is_behind_is_told_and_the_session_goes_on_from_where_it_was(desk: Desk) -> None:
    desk.live(120).do("park", "one").crash(20, clock_set_by=-HOUR)
    assert desk.left() == 8
    assert desk.conductor.notices[0].startswith("The clock is 59 min behind")
    desk.live(60)
    assert desk.left() == 7
    assert desk.conductor.local(desk.conductor.now()) == desk.computer.local(desk.computer.at)


def test_what_was_set_back_is_known_after_a_crash_and_a_named_end_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ends_in=60).live(60).set_clock(-HOUR).live(40)
    local = desk.conductor.local(desk.state.hard_stop or 0)
    desk.crash(10)
    assert desk.spent() == 110
    assert desk.conductor.local(desk.state.hard_stop or 0) == local
    assert desk.conductor.local(desk.conductor.now()) == desk.computer.local(desk.computer.at)


def test_a_session_that_waits_for_its_start_goes_on_waiting(tmp_path: Path) -> None:
    desk = Desk(tmp_path, starts_in=30).live(60).crash(1_200)
    assert (desk.state.status, desk.waits) == ("waiting", 0)
    assert (desk.state.planned_start or 0) - desk.conductor.now() == 540 * SECOND
    desk.do("next").live(60)
    assert desk.spent() == 60


def test_a_rehearsal_stands_where_it_was_and_not_where_the_wall_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path, speed=60).live(3_600)
    assert desk.conductor.leave()
    desk.conductor = resumed(desk.store.open(SESSION), RehearsalClock(60, desk.computer))
    assert desk.spent() == HOUR
