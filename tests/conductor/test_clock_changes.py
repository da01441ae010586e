"""A clock that is set while the session runs, and times of day that are named before or after."""

from pathlib import Path

import pytest

from facilitator.engine import forecast
from facilitator.engine.events import HardStopSet
from tests.conductor.builders import Desk
from tests.engine.builders import MINUTE, SECOND

HOUR = 3_600


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def ends_late_by(desk: Desk) -> float:
    """Return the seconds by which the session will end late, as the screen shows it."""
    session, now = desk.conductor.shown()
    return forecast.drift(session.state, now) / SECOND


def test_a_clock_that_is_set_back_does_not_take_the_session_with_it(desk: Desk) -> None:
    desk.live(60).set_clock(-HOUR).live(60)
    assert desk.left() == 8
    assert desk.waits == 0
    assert ends_late_by(desk) == 0
    desk.do("park", "after the change")
    # What the wall shows now is what the session shows.
    assert desk.conductor.local(desk.conductor.now()) == desk.computer.local(desk.computer.at)


def test_a_clock_that_is_not_steady_costs_the_time_between_two_looks(desk: Desk) -> None:
    desk.live(60)
    desk.computer.at += SECOND - HOUR * SECOND  # Nothing but the clock tells that a second passed.
    desk.tick()
    assert desk.spent() == 60


def test_the_second_in_which_a_steady_clock_was_set_back_is_not_lost_for_a_moment(desk: Desk) -> None:
    desk.live(60).set_clock(-2).live(1)
    assert desk.spent() == 61


def test_a_stop_during_which_the_clock_was_set_back_is_asked_about(desk: Desk) -> None:
    # A steady clock counts while a process is stopped, and on some systems while the computer sleeps.
    desk.live(60).set_clock(20 - HOUR)
    desk.computer.awake_ms += 20 * SECOND
    desk.tick()
    assert desk.waits == 20
    desk.do("gap_left_out")
    assert desk.spent() == 60


def test_now_stands_still_rather_than_going_back(desk: Desk) -> None:
    seen = []
    for step in (1_000, -500, 3_000, -200_000, 1_000, 100, -2_000):
        desk.computer.at += step
        desk.do("park", f"{step}")
        seen.append(desk.conductor.now())
        desk.tick()
        seen.append(desk.conductor.now())
    assert seen == sorted(seen)


def test_a_clock_that_runs_a_little_fast_or_slow_is_followed(tmp_path: Path) -> None:
    # 0.05 % for twenty minutes is 0.6 s.
    for folder, ms, spent in (("fast", 1_000.5, 1_200.6), ("slow", 999.5, 1_199.4)):
        desk = Desk(tmp_path / folder)
        start = desk.computer.at
        for tick in range(1, 1_201):
            desk.computer.at = start + round(tick * ms)
            desk.computer.awake_ms += SECOND
            desk.conductor.tick()
        desk.check()
        assert desk.spent() == spent
        assert desk.waits == 0


def test_a_second_press_still_follows_at_once_on_a_clock_that_was_set_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("one", 12, "round"), ("two", 10, "talk"))
    desk.live(10)
    desk.ask("next")
    desk.set_clock(-HOUR).live(6)
    assert "still to come" in desk.ask("next")
    assert desk.ask("next") == ""


# Times of day


def test_a_time_to_end_is_the_one_that_the_clock_shows_after_it_was_set_back(desk: Desk) -> None:
    # 12:00, an hour of agenda; at 12:10 the clock is set to 11:10.
    desk.live(600).set_clock(-HOUR).live(60)
    desk.do("hard_stop", "12:00")
    assert desk.conductor.session.events[-1].body == HardStopSet(desk.conductor.now() + 49 * MINUTE)
    assert ends_late_by(desk) == 60 + 0  # One is over by a minute: 50 min to come from 11:11 on.
    assert "past" in desk.ask("hard_stop", "11:05")


def test_a_time_to_end_keeps_its_distance_when_the_clock_is_set_back_and_that_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ends_in=60).live(600)
    desk.set_clock(-HOUR).live(60)
    assert ends_late_by(desk) == 60
    assert len(desk.conductor.notices) == 1
    notice = desk.conductor.notices[0]
    assert notice.startswith("The clock was set back by 60 min.")
    assert "“end by” names the end anew" in notice


def test_nothing_is_told_where_no_time_was_named_or_little_changed(tmp_path: Path) -> None:
    unnamed = Desk(tmp_path / "a").live(5).set_clock(-HOUR).live(5)
    assert unnamed.conductor.notices == ()
    little = Desk(tmp_path / "b", ends_in=60).live(5).set_clock(-30).live(5)
    assert little.conductor.notices == ()
    waiting = Desk(tmp_path / "c", starts_in=60).live(5).set_clock(-HOUR).live(5)
    assert len(waiting.conductor.notices) == 1


def test_a_time_to_end_is_no_other_while_a_gap_that_was_none_comes_and_goes(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ends_in=60).live(60).set_clock(HOUR).live(5)
    assert ends_late_by(desk) == HOUR + 1  # With the second in which it was set.
    desk.set_clock(-HOUR).live(5)
    assert ends_late_by(desk) == 0
    assert desk.conductor.notices == ()
