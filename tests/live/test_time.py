"""Keeping time by keys: pause, next, back, more and less, fit, jumping, gaps, a start ahead."""

from pathlib import Path

import pytest

from facilitator import lobby
from facilitator.engine.events import GapCounted, GapLeftOut
from screens.widgets.bigclock import BigClock
from tests.live.builders import MIDDLE, SESSION, SMALL, HandClock, Live, Size, live, opened, store_in

THREE_TALKS = (("one", 10, "talk"), ("two", 20, "talk"), ("three", 30, "talk"))


def shown_clock(desk: Live) -> str:
    """Return what the countdown reads."""
    view = desk.screen.query_one(BigClock).view
    assert view is not None
    return view.text


async def test_space_pauses_the_box_but_not_the_day(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.advance(60)
        assert desk.saw("left of 10 min")
        assert desk.saw("ends 13:00 · on time")

        await desk.press("space")
        assert desk.message == "paused · u takes it back"
        await desk.advance(120)
        assert desk.saw("paused 2:00")
        assert desk.saw("ends 13:02 · 2 min late")

        await desk.press("space")
        assert desk.message.startswith("going on")
        assert shown_clock(desk) == "9:00"


async def test_n_goes_on_and_b_comes_back_to_the_time_that_was_left(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS, size=SMALL) as desk:
        await desk.advance(180)
        await desk.press("b")
        assert "first segment" in desk.message
        await desk.press("n")
        assert desk.current == "two"
        assert desk.saw("Two   2 of 3")
        assert desk.saw("▶ Two 2/3")
        await desk.advance(60)
        await desk.press("b")
        assert desk.current == "one"
        assert shown_clock(desk) == "7:00"


async def test_plus_and_minus_change_the_box_that_is_drawn_large(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.press("+")
        assert desk.plan("one") == 11
        assert desk.message.startswith("1 min more")
        await desk.press("=", ">")
        assert desk.plan("one") == 17
        await desk.press("-", "<")
        assert desk.plan("one") == 11
        assert desk.message.startswith("5 min less")
        await desk.press("<", "<")
        assert desk.plan("one") == 1
        await desk.press("-")
        assert desk.plan("one") == 1
        assert "n goes on" in desk.message


async def test_f_shows_what_fitting_would_do_and_f_again_does_it(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.press(">", ">")
        assert desk.saw("10 min late")

        await desk.press("f")
        assert desk.plan("two") == 20
        assert desk.saw("20→16")
        assert desk.saw("f or enter: 10 min shorter")
        assert desk.keys == "f or enter make it fit   esc leave it"

        await desk.press("escape")
        assert not desk.saw("→")
        assert desk.plan("two") == 20

        await desk.press("f", "f")
        assert (desk.plan("two"), desk.plan("three")) == (16, 24)
        assert desk.saw("on time")
        assert desk.message.startswith("made it fit")
        await desk.press("f")
        assert "It fits" in desk.message


async def test_fit_is_previewed_on_a_small_screen_too_and_enter_does_it(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS, size=SMALL) as desk:
        await desk.press(">", ">", "f")
        assert desk.saw("10 min shorter")
        assert any(row.split()[:2] == ["Two", "20→16"] for row in desk.rows)
        desk.check_clock()
        await desk.press("enter")
        assert desk.plan("two") == 16


async def test_anything_else_closes_the_preview_of_fit(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.press(">", ">", "f", "+")
        assert not desk.saw("→")
        await desk.press("f")
        assert desk.saw("→")
        assert desk.plan("two") == 20


async def test_j_jumps_to_a_segment_by_its_number(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.press("j")
        assert desk.foot.choices.is_open
        assert desk.saw("jump to ▸")
        assert desk.keys.startswith("enter choose")
        await desk.press("3")
        assert desk.current == "three"
        assert not desk.saw("jump to ▸")
        assert desk.skipped() == ["two"]  # What was jumped over is left out until it is brought back.
        assert desk.saw("- Two")

        # The next one after the current is offered first, however the last list was used.
        await desk.press("b", "j", "enter")
        assert desk.current == "two"


async def test_a_segment_is_chosen_left_out_and_brought_back(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.press("tab", "down", "down", ".")
        assert desk.saw("Three ▸")
        await desk.press("2")
        assert desk.skipped() == ["three"]
        assert desk.message.startswith("“Three” left out")
        await desk.press("enter", "2")
        assert desk.skipped() == []
        await desk.press("enter", "1")
        assert desk.current == "three"


async def test_a_time_to_end_is_set_by_name_and_taken_away_by_an_empty_line(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.press(":")
        await desk.type_("end by")
        await desk.press("enter")
        await desk.type_("12:50")
        await desk.press("enter")
        assert desk.saw("10 min late")

        await desk.press(":")
        await desk.type_("end by")
        await desk.press("enter", "enter")
        assert desk.state.hard_stop is None
        assert desk.saw("on time")

        await desk.press(":")
        await desk.type_("end by")
        await desk.press("enter")
        await desk.type_("soon")
        await desk.press("enter")
        assert desk.saw("as in 11:30")
        assert desk.typed == "soon"


@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=str)
async def test_40_min_of_sleep_are_asked_about_and_1_counts_them(tmp_path: Path, size: Size) -> None:
    async with live(tmp_path, *THREE_TALKS, size=size) as desk:
        await desk.advance(60)
        await desk.sleep(40 * 60)
        assert desk.saw("40:00 passed unseen since 12:01 (asleep, closed, or the clock was set).")
        assert desk.saw("1 it counts as spent   2 leave it out: the box goes on from where it was")
        # Until somebody answers, all is shown as if it were left out: the box as before, the end 40 min later.
        assert shown_clock(desk) == "9:00"
        assert desk.saw("ends 13:40 · 40 min late")
        desk.check_clock()

        await desk.press("n")
        assert desk.current == "one"
        assert "1 it counts, 2 leave it out" in desk.message
        await desk.say("p", "what woke us")
        assert desk.items == [("parked", "what woke us")]

        await desk.press("u")
        assert desk.items == []
        await desk.press("u")
        assert "1 it counts, 2 leave it out" in desk.message

        await desk.press("1")
        assert not desk.saw("passed unseen")
        assert any(isinstance(event.body, GapCounted) for event in desk.conductor.session.events)
        assert shown_clock(desk) == "+31:00"
        assert desk.saw("ends 13:31 · 31 min late")


async def test_2_leaves_a_gap_out_and_the_session_ends_later(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS, size=SMALL) as desk:
        await desk.advance(60)
        await desk.sleep(40 * 60)
        desk.check_clock()
        await desk.press("2")
        left_out = [
            event.body for event in desk.conductor.session.events if isinstance(event.body, GapLeftOut)
        ]
        assert left_out == [GapLeftOut(40 * 60_000)]
        assert shown_clock(desk) == "9:00"
        assert desk.message.startswith("40:00 left out")
        await desk.press("1")
        assert desk.current == "one"  # With nothing asked, a digit answers nothing.


async def test_a_clock_set_forward_and_back_again_leaves_no_question_and_no_time(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS, size=SMALL) as desk:
        await desk.advance(60)
        await desk.sleep(60 * 60)
        assert desk.saw("1:00:00 passed unseen since 12:01")
        await desk.sleep(-60 * 60)
        assert not desk.saw("passed unseen")
        assert shown_clock(desk) == "9:00"
        assert desk.saw("12:01   ends 13:00 · on time")
        await desk.advance(60)
        assert shown_clock(desk) == "8:00"


async def test_a_clock_set_back_asks_nothing_and_set_forward_again_it_is_asked(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.advance(60)
        await desk.sleep(-60 * 60)
        await desk.advance(60)
        assert not desk.saw("passed unseen")
        assert desk.saw("11:02   ends 12:00 · on time")
        assert shown_clock(desk) == "8:00"
        await desk.sleep(60 * 60)
        assert desk.saw("1:00:00 passed unseen since 11:02")
        await desk.press("2")
        assert shown_clock(desk) == "8:00"


async def test_a_time_to_end_is_meant_as_the_clock_shows_it_after_it_was_set_back(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS, size=SMALL, ends_in=60) as desk:
        await desk.advance(60)
        await desk.sleep(-60 * 60)
        assert desk.saw("The clock was set back by 60 min.")
        await desk.press("escape")
        assert not desk.saw("set back")
        await desk.press(":")
        await desk.type_("end by")
        await desk.press("enter")
        await desk.type_("12:30")
        await desk.press("enter")
        assert desk.saw("11:01   ends 12:00 · 30 min early")


async def test_a_gap_that_nobody_answered_is_asked_again_after_a_crash(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.advance(60)
        await desk.sleep(40 * 60)
        assert desk.saw("40:00 passed unseen")
    clock = HandClock(desk.clock.at + 20_000)
    store = store_in(tmp_path, clock)
    async with opened(lobby.resume(store, clock, SESSION), store, clock, size=SMALL) as again:
        assert again.saw("40:00 passed unseen since 12:01")
        await again.press("2")
        assert shown_clock(again) == "8:40"  # The twenty seconds without a program count.


async def test_an_end_that_was_taken_back_is_not_remembered_as_the_end(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        desk.no_clipboard()
        await desk.press("w", "enter")
        assert desk.status() == "ended"
        assert lobby.remembered(desk.app.store)[0].status == "ended"
        await desk.press("u")
        assert desk.status() == "running"
        assert lobby.remembered(desk.app.store)[0].status == "running"
        assert lobby.remembered(desk.app.store)[0].ended_at is None


async def test_no_time_runs_while_paused_so_no_gap_is_asked_about(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        await desk.press("space")
        await desk.sleep(40 * 60)
        assert not desk.saw("passed unseen")


async def test_a_start_ahead_is_waited_for(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS, ("board", 5, "board"), starts_in=5) as desk:
        assert desk.saw("starts in 5:00")
        assert desk.saw("starts  plan")
        assert desk.saw("12:05   10")
        assert desk.saw("here  Ana, Ben, Chi")
        desk.check_clock()

        await desk.press("space")
        assert "n starts it" in desk.message
        await desk.say("c", "written before the start")
        await desk.say("i", "Dee")
        assert desk.items == [("card", "written before the start")]
        assert desk.saw("here  Ana, Ben, Chi, Dee")

        await desk.advance(150)
        assert desk.saw("starts in 2:30")
        await desk.advance(180)
        assert desk.saw("should have started 0:30 ago")
        await desk.press("n")
        assert desk.current == "one"
        assert desk.saw("left of 10 min")


async def test_a_segment_that_is_over_says_so_and_lights_its_frame_for_a_moment(tmp_path: Path) -> None:
    async with live(tmp_path, *THREE_TALKS) as desk:
        clock = desk.screen.query_one(BigClock)
        await desk.advance(8 * 60)
        assert desk.saw("nearly time")
        await desk.advance(110)
        assert desk.saw("last words")
        await desk.advance(10)
        assert desk.saw("over, of 10 min")
        assert clock.has_class("-flash")
        await desk.advance(4)
        assert not clock.has_class("-flash")
        await desk.advance(68)
        assert clock.view is not None
        assert clock.view.text == "+1:12"
        assert clock.has_class("-over")


@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=str)
async def test_the_clock_keeps_its_size_as_the_time_runs_out(tmp_path: Path, size: Size) -> None:
    async with live(tmp_path, ("topics", 20, "topics"), size=size) as desk:
        clock = desk.screen.query_one(BigClock)
        place = desk.region(clock)
        for minutes in (16, 3.5, 1):
            await desk.advance(minutes * 60)
            assert desk.region(clock) == place
            desk.check_clock()
        await desk.press("space")
        assert desk.region(clock) == place
