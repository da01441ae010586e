"""When the session will end, how far that is from the plan, and what makes it fit again."""

from datetime import UTC, datetime

import pytest

from facilitator.engine import commands as ask
from facilitator.engine import forecast
from facilitator.engine.activities.topics import NextTopic
from facilitator.engine.events import BoxChanged, Fitted, TimeAdded
from tests.engine.builders import HOUR, MINUTE, NOON, Desk, Part, ritual

THREE = (("open", 10, "talk"), ("main", 20, "discussion"), ("close", 5, "talk", {"protected": True}))


def ends(desk: Desk) -> float:
    """Return the projected end, in minutes after noon."""
    return (forecast.projected_end(desk.state, desk.now) - NOON) / MINUTE


def late(desk: Desk) -> float:
    return forecast.drift(desk.state, desk.now) / MINUTE


# Projected end, target and drift


def test_a_session_on_its_plan_ends_on_its_plan() -> None:
    desk = Desk(ritual(*THREE))
    assert (ends(desk), late(desk)) == (35, 0)
    desk.wait(minutes=4)
    assert (ends(desk), late(desk)) == (35, 0)


def test_an_overrun_moves_the_end_minute_by_minute() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=12)
    assert (desk.left(), ends(desk), late(desk)) == (-2, 37, 2)
    desk.do(ask.Next())
    assert (ends(desk), late(desk)) == (37, 2)


def test_going_on_early_wins_time() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=7)
    desk.do(ask.Next())
    assert (ends(desk), late(desk)) == (32, -3)


def test_a_pause_stops_the_box_and_not_the_day() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=4)
    desk.do(ask.Pause())
    desk.wait(minutes=3)
    assert (desk.left(), ends(desk), late(desk)) == (6, 38, 3)
    desk.do(ask.Pause())
    desk.wait(minutes=2)
    assert (desk.left(), ends(desk), late(desk)) == (4, 38, 3)
    assert desk.state.paused_ms == 3 * MINUTE


def test_a_pause_in_an_overrun_keeps_the_overrun() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=11)
    desk.do(ask.Pause())
    desk.wait(minutes=5)
    assert (desk.left(), ends(desk)) == (-1, 41)
    desk.do(ask.Pause())
    desk.wait(minutes=1)
    assert (desk.left(), ends(desk)) == (-2, 42)


def test_time_can_be_added_while_paused_and_never_resets_the_box() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=4)
    desk.do(ask.Pause())
    desk.do(ask.ChangeTime(5 * MINUTE), after_seconds=60)
    assert (desk.left(), desk.spent("open"), ends(desk)) == (11, 4, 41)
    desk.do(ask.Pause())
    assert desk.left() == 11


def test_time_added_in_an_overrun_goes_on_from_what_was_spent() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=12)
    desk.do(ask.ChangeTime(5 * MINUTE))
    assert (desk.left(), desk.plans()[0]) == (3, 15)


def test_time_is_taken_down_to_what_was_spent_and_no_further() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=4)
    assert desk.do(ask.ChangeTime(-5 * MINUTE)) == (TimeAdded(desk.segment("open").id, -5 * MINUTE),)
    assert "spent already" in desk.refuse(ask.ChangeTime(-2 * MINUTE))
    assert "is nothing" in desk.refuse(ask.ChangeTime(-5 * MINUTE))
    assert "12 hours" in desk.refuse(ask.ChangeTime(12 * HOUR))


def test_a_session_that_waits_spends_nothing_and_ends_as_planned() -> None:
    desk = Desk(ritual(*THREE), starts_in=10, begun=False)
    assert desk.state.status == "waiting"
    assert (ends(desk), late(desk)) == (45, 0)
    desk.wait(minutes=9)
    assert (ends(desk), late(desk)) == (45, 0)
    desk.wait(minutes=4)
    assert (ends(desk), late(desk)) == (48, 3), "it should have begun three minutes ago"
    desk.do(ask.Next())
    assert (desk.spent("open"), ends(desk), late(desk)) == (0, 48, 3)


def test_a_session_that_starts_early_ends_early() -> None:
    desk = Desk(ritual(*THREE), starts_in=10, begun=False)
    desk.do(ask.Next(), after_seconds=4 * 60)
    assert (ends(desk), late(desk)) == (39, -6)


def test_the_hard_stop_is_the_target_whatever_was_planned() -> None:
    desk = Desk(ritual(*THREE), ends_in=30)
    assert (ends(desk), late(desk)) == (35, 5)
    desk.do(ask.SetHardStop(NOON + 40 * MINUTE))
    assert late(desk) == -5
    desk.do(ask.SetHardStop(None))
    assert late(desk) == 0
    assert "past" in desk.refuse(ask.SetHardStop(NOON - 1))


def test_a_session_that_has_ended_stays_at_its_end() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=20)
    desk.do(ask.End())
    desk.wait(minutes=60)
    assert (ends(desk), late(desk)) == (20, -15)
    assert desk.spent("open") == 20


def test_a_session_over_midnight() -> None:
    late_night = int(datetime(2026, 11, 18, 23, 50, tzinfo=UTC).timestamp() * 1_000)
    desk = Desk(ritual(*THREE), now=late_night, ends_in=30).wait(minutes=12)
    desk.do(ask.Next())
    end = datetime.fromtimestamp(forecast.projected_end(desk.state, desk.now) / 1_000, UTC)
    assert end == datetime(2026, 11, 19, 0, 27, tzinfo=UTC)
    assert late(desk) == 7


def test_a_round_needs_at_least_the_smallest_boxes_of_those_to_come() -> None:
    desk = Desk(ritual(("round", 8, "round"), ("close", 5, "talk")), "Ana", "Ben", "Chi", "Dee")
    desk.do(ask.NextSpeaker())  # Ana has 2 of 8 minutes; nobody after her has less than 1.
    desk.wait(minutes=7)
    assert ends(desk) == 7 + 3 + 5, "Ben, Chi and Dee take a minute each"
    assert forecast.short_of_round(desk.state, desk.now) == 2 * MINUTE
    desk.do(ask.NextSpeaker())
    assert ends(desk) == 7 + 3 + 5, "Ben's box is a minute, and two are to come"


def test_what_a_round_is_short_of_in_an_overrun_is_what_has_to_be_added() -> None:
    desk = Desk(ritual(("round", 8, "round"), ("close", 5, "talk")), "Ana", "Ben", "Chi", "Dee")
    desk.do(ask.NextSpeaker())
    desk.wait(minutes=12)
    # Four minutes over, and a minute each for Ben, Chi and Dee: seven presses of +.
    for added in range(7):
        assert forecast.short_of_round(desk.state, desk.now) == (7 - added) * MINUTE
        desk.do(ask.ChangeTime(MINUTE))
    assert forecast.short_of_round(desk.state, desk.now) == 0
    assert (desk.left(), ends(desk)) == (3, 12 + 3 + 5)


def test_a_round_in_which_nobody_is_to_come_is_short_of_nothing_however_long_it_takes() -> None:
    desk = Desk(ritual(("round", 8, "round"), ("close", 5, "talk")), "Ana").wait(minutes=7)
    desk.do(ask.NextSpeaker())
    desk.do(ask.NextSpeaker(), after_seconds=600)
    assert forecast.short_of_round(desk.state, desk.now) == 0


def test_a_fixed_box_is_needed_in_full_from_the_start() -> None:
    desk = Desk(ritual(("round", 5, "round", {"box": "2"})), "Ana", "Ben", "Chi")
    assert (ends(desk), forecast.short_of_round(desk.state, desk.now)) == (6, MINUTE)


def test_the_box_of_a_topic_counts_when_it_outlasts_the_segment() -> None:
    desk = Desk(ritual(("topics", 6, "topics", {"boxes": ["5", "2"]}), ("close", 4, "talk")))
    desk.catch("topic", "one")
    desk.do(NextTopic(), after_seconds=4 * 60)
    assert ends(desk) == 4 + 5 + 4
    assert desk.do(ask.ChangeTime(MINUTE)) == (BoxChanged(desk.segment("topics").id, MINUTE),)
    assert (ends(desk), desk.plans()[0]) == (14, 6)


# Fit


def test_fit_wins_back_what_was_lost_and_leaves_the_protected_alone() -> None:
    parts: tuple[Part, ...] = (("open", 10, "talk"), ("one", 20, "talk"), ("two", 10, "talk"))
    desk = Desk(ritual(*parts, ("close", 5, "talk", {"protected": True}))).wait(minutes=16)
    assert late(desk) == 6
    # 24 minutes are left for 20 + 10.
    desk.do(ask.Fit())
    assert desk.plans() == [10, 16, 8, 5]
    assert late(desk) == 0
    assert "fits" in desk.refuse(ask.Fit())


def test_fit_is_exact_to_the_second() -> None:
    desk = Desk(ritual(("open", 10, "talk"), ("one", 20, "talk"), ("two", 10, "talk")))
    desk.wait(minutes=13, seconds=17)
    desk.do(ask.Fit())
    assert late(desk) == 0
    assert ends(desk) == 40
    assert [plan for plan in desk.plans() if plan != int(plan)] == [pytest.approx(18 - 17 / 60)]


def test_fit_goes_to_the_floors_and_names_the_rest() -> None:
    parts: tuple[Part, ...] = (
        ("open", 10, "talk"),
        ("one", 12, "talk", {"at_least": "10"}),
        ("two", 9, "talk"),
        ("three", 1, "talk"),
    )
    desk = Desk(ritual(*parts)).wait(minutes=26)
    plans, short = forecast.fitted(desk.state, desk.now)
    # One keeps 10 of 12, two a third of 9, three its single minute: 14, and 6 are left.
    assert {id: plan / MINUTE for id, plan in plans.items()} == {"one": 10, "two": 3}
    assert short == 8 * MINUTE
    assert desk.do(ask.Fit()) == (Fitted(plans),)
    assert late(desk) == 8
    assert "8 min can't be won" in desk.refuse(ask.Fit())


def test_fit_three_times_in_a_row_only_ever_shortens() -> None:
    desk = Desk(ritual(("open", 10, "talk"), ("one", 20, "talk"), ("two", 10, "talk")))
    before = desk.plans()
    for minutes in (13, 3, 4):
        desk.wait(minutes=minutes)
        desk.do(ask.Fit())
        assert late(desk) == 0
        assert all(now <= then for now, then in zip(desk.plans(), before, strict=True))
        before = desk.plans()
    # 20 minutes have gone; 20 are left, in the proportion of two to one.
    assert desk.plans() == [10, 13, 7]


def test_fit_before_the_start_fits_the_whole_agenda() -> None:
    desk = Desk(ritual(("one", 20, "talk"), ("two", 10, "talk")), starts_in=5, ends_in=26, begun=False)
    desk.do(ask.Fit())
    assert (desk.plans(), late(desk)) == ([14, 7], 0)


def test_fit_with_a_hard_stop_that_is_past_names_all_that_is_late() -> None:
    desk = Desk(ritual(("one", 5, "talk"), ("two", 9, "talk")), ends_in=3).wait(minutes=6)
    _plans, short = forecast.fitted(desk.state, desk.now)
    assert short == 6 * MINUTE, "three minutes past the stop, and three that two needs at the least"
    desk.do(ask.Fit())
    assert late(desk) == 6


def test_nothing_to_come_can_not_be_shortened() -> None:
    desk = Desk(ritual(("one", 5, "talk"), ("two", 5, "talk", {"protected": True}))).wait(minutes=7)
    assert "2 min can't be won" in desk.refuse(ask.Fit())


# Gaps


def test_a_gap_that_counts_changes_nothing() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=6)
    before = desk.left()
    desk.do(ask.SettleGap(4 * MINUTE, counts=True))
    assert desk.left() == before


def test_a_gap_left_out_gives_its_time_back_to_box_and_speaker() -> None:
    desk = Desk(ritual(*THREE), "Ana")
    desk.do(ask.GiveFloor(desk.who("Ana")))
    desk.wait(minutes=6)
    desk.do(ask.SettleGap(4 * MINUTE, counts=False))
    assert (desk.left(), ends(desk), desk.state.left_out_ms) == (8, 39, 4 * MINUTE)
    assert desk.state.floor is not None
    assert desk.state.floor.box.spent(desk.now) == 2 * MINUTE


def test_no_more_is_left_out_than_the_segment_ran() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=6)
    desk.do(ask.Next())
    desk.do(ask.SettleGap(4 * MINUTE, counts=False), after_seconds=60)
    assert (desk.spent("open"), desk.spent("main"), desk.state.left_out_ms) == (6, 0, MINUTE)
    desk.wait(minutes=2)
    assert desk.spent("main") == 2


def test_a_gap_during_a_pause_is_part_of_the_pause() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=1)
    desk.do(ask.Pause())
    desk.do(ask.SettleGap(4 * MINUTE, counts=False), after_seconds=300)
    desk.do(ask.Pause())
    assert (desk.spent("open"), desk.state.paused_ms, desk.state.left_out_ms) == (1, 5 * MINUTE, 0)


def test_a_gap_of_no_time_is_refused() -> None:
    assert "No time" in Desk(ritual(*THREE)).refuse(ask.SettleGap(0, counts=False))


def test_a_clock_set_back_takes_nothing_from_the_session() -> None:
    desk = Desk(ritual(*THREE)).wait(minutes=6)
    desk.do(ask.Pause())
    desk.wait(minutes=-30)
    desk.do(ask.Pause())
    assert desk.segment("open").box.spent_ms == 6 * MINUTE
    moments = [event.at for event in desk.open.events]
    assert moments == sorted(moments)
