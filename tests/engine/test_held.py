"""Lunch until 13:00: a segment with a time to be back keeps that time, whatever happens before it."""

from dataclasses import replace

from facilitator.engine import commands as ask
from facilitator.engine import forecast
from facilitator.engine.codec import from_stored, to_stored
from facilitator.engine.events import SegmentInserted, TimeAdded
from facilitator.engine.session import fold
from formats.model import Break
from formats.words import SegmentId
from tests.engine.builders import MINUTE, NOON, Desk, ritual, through_the_disk

DAY = (("one", 30, "talk"), ("two", 40, "discussion"), ("three", 30, "talk"))
LUNCH = SegmentId("inserted-5")


def desk_with_lunch(*, until: float = 60, minutes: float = 30, ends_in: float | None = None) -> Desk:
    """Return a desk where lunch comes behind the first segment, `until` so many minutes after noon."""
    desk = Desk(ritual(*DAY), "Ana", "Ben", ends_in=ends_in)
    spec = Break(title="Lunch", planned_seconds=round(minutes * 60))
    desk.do(ask.Insert(spec, until=NOON + round(until * MINUTE)))
    assert isinstance(desk.open.events[-1].body, SegmentInserted)
    assert desk.state.segments[1].id == LUNCH
    return desk


def lunch(desk: Desk) -> float:
    """Return how many minutes lunch would take as things stand."""
    return forecast.lengths_to_come(desk.state, desk.now)[LUNCH] / MINUTE


def back_at(desk: Desk) -> float:
    """Return when the break that runs is over, in minutes after noon."""
    return (desk.now - NOON) / MINUTE + desk.left()


def ends(desk: Desk) -> float:
    return (forecast.projected_end(desk.state, desk.now) - NOON) / MINUTE


def test_an_overrun_shortens_it_and_moves_neither_its_end_nor_that_of_the_session() -> None:
    desk = desk_with_lunch()
    assert (lunch(desk), ends(desk)) == (30, 130)
    desk.wait(minutes=42)
    assert (lunch(desk), ends(desk)) == (18, 130)
    desk.do(ask.Next())
    assert (desk.left(), back_at(desk), ends(desk)) == (18, 60, 130)
    assert through_the_disk(desk.open) == desk.open
    desk.undo()
    assert (lunch(desk), ends(desk)) == (18, 130)


def test_what_begins_early_is_longer_and_ends_when_it_should() -> None:
    desk = desk_with_lunch().wait(minutes=20)
    assert (lunch(desk), ends(desk)) == (30, 130), "ten minutes of the first segment are left"
    desk.do(ask.Next())
    assert (back_at(desk), ends(desk)) == (60, 130)


def test_it_keeps_a_third_of_its_plan_and_says_then_that_the_time_can_not_be_held() -> None:
    desk = desk_with_lunch().wait(minutes=50)
    assert (lunch(desk), forecast.not_held(desk.state, desk.now)) == (10, None)
    desk.wait(minutes=2)
    assert (lunch(desk), ends(desk)) == (10, 132)
    missed = forecast.not_held(desk.state, desk.now)
    assert missed is not None
    segment, back = missed
    assert (segment.id, (back - NOON) / MINUTE) == (LUNCH, 62)
    desk.do(ask.Next())
    assert (desk.left(), back_at(desk)) == (10, 62)


def test_a_pause_before_it_takes_from_it_too() -> None:
    desk = desk_with_lunch()
    desk.do(ask.Pause(), after_seconds=60)
    desk.wait(minutes=5)
    assert (lunch(desk), ends(desk)) == (25, 130)
    desk.do(ask.Pause())
    assert (lunch(desk), ends(desk)) == (25, 130)


def test_fit_leaves_it_alone_and_wins_behind_it_what_is_won() -> None:
    desk = desk_with_lunch(ends_in=116).wait(minutes=35)
    assert (lunch(desk), forecast.drift(desk.state, desk.now) / MINUTE) == (25, 14)
    desk.do(ask.Fit())
    # 56 minutes are left behind lunch for 40 + 30.
    assert desk.plans() == [30, 30, 32, 24]
    assert (lunch(desk), ends(desk)) == (25, 116)
    desk.do(ask.Next())
    assert back_at(desk) == 60


def test_fit_shortens_what_comes_before_it_only_so_far_that_the_time_can_be_held() -> None:
    desk = desk_with_lunch()
    desk.do(ask.Move(SegmentId("two"), -1))
    # 30 + 40 before lunch, which ends at 60 and takes 10 at least: 20 have to go, and so the end is held as well.
    assert (lunch(desk), ends(desk)) == (10, 110)
    desk.do(ask.Fit())
    assert desk.plans() == [30, 20, 30, 30]
    assert (lunch(desk), ends(desk), forecast.not_held(desk.state, desk.now)) == (10, 90, None)
    assert "It fits" in desk.refuse(ask.Fit())


def test_what_fit_can_not_win_is_named_when_the_time_to_be_back_is_behind_the_end() -> None:
    desk = desk_with_lunch(ends_in=70)
    plans, short = forecast.fitted(desk.state, desk.now)
    # Ten minutes are left behind lunch, and the floors of 40 and 30 are 13:20 and 10.
    assert {id: plan / MINUTE for id, plan in plans.items()} == {"two": 800 / 60, "three": 10}
    assert short == 13 * MINUTE + 20_000
    desk.do(ask.Fit())
    assert forecast.drift(desk.state, desk.now) == short


def test_time_given_while_it_runs_moves_the_time_to_be_back() -> None:
    desk = desk_with_lunch().wait(minutes=36)
    desk.do(ask.Next())
    desk.do(ask.ChangeTime(5 * MINUTE))
    assert back_at(desk) == 65
    # Out of it and into it again: it still ends at that time.
    desk.do(ask.Next(), after_seconds=4 * 60)
    desk.do(ask.Previous(), after_seconds=3 * 60)
    assert back_at(desk) == 65
    desk.wait(minutes=30)
    desk.do(ask.Next())
    desk.do(ask.Previous())
    assert desk.left() < 0, "a break that is over stays over"


def test_minutes_set_for_it_take_its_time_to_be_back_away() -> None:
    desk = desk_with_lunch().wait(minutes=40)
    before = desk.state
    assert desk.do(ask.SetMinutes(LUNCH, 15 * MINUTE)) == (TimeAdded(LUNCH, -15 * MINUTE),)
    assert (lunch(desk), ends(desk)) == (15, 125)
    desk.wait(minutes=5)
    assert (lunch(desk), ends(desk)) == (15, 130)
    desk.undo()
    assert desk.state == before
    desk.do(ask.SetMinutes(LUNCH, 30 * MINUTE))
    assert (lunch(desk), ends(desk)) == (30, 145), "the length it was to have, but no more by the clock"


def test_a_time_to_be_back_that_is_past_is_refused() -> None:
    spec = Break(title="Lunch", planned_seconds=60)
    desk = Desk(ritual(*DAY))
    assert desk.refuse(ask.Insert(spec, until=NOON)) == "That time is past; name one that is to come."


def test_two_of_them_each_keep_their_time() -> None:
    desk = desk_with_lunch(ends_in=130)
    desk.do(ask.Insert(Break(title="Tea", planned_seconds=600), SegmentId("two"), until=NOON + 110 * MINUTE))
    # 30, lunch until 60, 40, tea until 110, 30.
    assert ends(desk) == 140
    desk.wait(minutes=45)
    assert (lunch(desk), ends(desk)) == (15, 140)
    desk.do(ask.Fit())
    assert desk.plans() == [30, 30, 40, 10, 20]
    assert ends(desk) == 130


def test_a_session_from_before_times_to_be_back_were_kept_reads_as_it_did() -> None:
    desk = desk_with_lunch()
    stored = [to_stored(event) for event in desk.open.events]
    old = [replace(one, data={key: of for key, of in one.data.items() if key != "until"}) for one in stored]
    state = fold([from_stored(one) for one in old]).state
    later = desk.wait(minutes=42).now
    assert state.segments[1].until is None
    assert forecast.lengths_to_come(state, later)[LUNCH] == 30 * MINUTE
