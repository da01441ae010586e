"""Boxes, their phases, and the arithmetic of fit, worked by hand."""

import pytest

from facilitator.engine.timebox import Box, Shortening, closing_from, fit, phase, warning_from
from formats.words import Phase
from tests.engine.builders import MINUTE, SECOND


def test_a_box_counts_only_while_it_runs() -> None:
    box = Box(10 * MINUTE).started(1_000).stopped(61_000)
    assert (box.spent(500_000), box.left(500_000)) == (60_000, 9 * MINUTE)
    again = box.started(500_000)
    assert again.spent(530_000) == 90_000
    assert again.started(510_000) == again, "a box that runs is not started anew"


def test_a_box_that_is_over_has_less_than_nothing_left() -> None:
    assert Box(MINUTE, since=0).left(90_000) == -30_000


def test_a_clock_that_was_set_back_takes_nothing_from_a_box() -> None:
    box = Box(MINUTE, spent_ms=5_000, since=100_000)
    assert box.spent(40_000) == 5_000
    assert box.stopped(40_000) == Box(MINUTE, spent_ms=5_000)


def test_a_box_with_an_open_end_is_never_over() -> None:
    open_end = Box(None, since=0)
    assert (open_end.left(99_000), open_end.spent(99_000)) == (0, 99_000)
    assert open_end.lengthened(MINUTE) == open_end


def test_a_gap_is_taken_out_but_never_more_than_the_box_ran() -> None:
    box = Box(10 * MINUTE, since=0)
    assert box.without(4 * MINUTE, 6 * MINUTE).spent(6 * MINUTE) == 2 * MINUTE
    assert box.without(9 * MINUTE, 6 * MINUTE).spent(6 * MINUTE) == 0
    assert box.without(9 * MINUTE, 6 * MINUTE).spent(7 * MINUTE) == MINUTE, "it runs on from there"
    assert box.stopped(MINUTE).without(MINUTE, MINUTE).spent(0) == MINUTE, "a box that stands keeps all"


@pytest.mark.parametrize(
    ("plan", "warning", "closing"),
    [
        # 90 min: a fifth is 18 min; a twentieth is 4:30.
        (90 * MINUTE, 18 * MINUTE, 270 * SECOND),
        # 10 min: a fifth is 2 min; a twentieth is 30 s.
        (10 * MINUTE, 2 * MINUTE, 30 * SECOND),
        # 4 min: a fifth is 48 s, so a minute; half a minute is within the last sixth of 40 s.
        (4 * MINUTE, MINUTE, 30 * SECOND),
        # 2 min: never before the last third of 40 s, nor the last sixth of 20 s.
        (2 * MINUTE, 40 * SECOND, 20 * SECOND),
        (30 * SECOND, 10 * SECOND, 5 * SECOND),
    ],
)
def test_when_warning_and_last_words_begin(plan: int, warning: int, closing: int) -> None:
    assert (warning_from(plan), closing_from(plan)) == (warning, closing)


@pytest.mark.parametrize(
    ("left", "near"),
    [
        (10 * MINUTE, "calm"),
        (2 * MINUTE + 1, "calm"),
        (2 * MINUTE, "warning"),
        (30_001, "warning"),
        (30_000, "closing"),
        (1, "closing"),
        (0, "over"),
        (-5 * MINUTE, "over"),
    ],
)
def test_the_phases_of_ten_minutes(left: int, near: Phase) -> None:
    assert phase(10 * MINUTE, left) == near


def test_a_format_may_set_the_warning_itself() -> None:
    assert phase(10 * MINUTE, 5 * MINUTE, warn_at_ms=5 * MINUTE) == "warning"
    assert phase(10 * MINUTE, 2 * MINUTE, warn_at_ms=MINUTE) == "calm"
    assert warning_from(2 * MINUTE, 10 * MINUTE) == 2 * MINUTE, "never more than there is"


def test_a_format_may_set_the_last_words_itself() -> None:
    assert phase(10 * MINUTE, 90_000, last_words_at_ms=90_000) == "closing"
    assert phase(10 * MINUTE, 90_001, last_words_at_ms=90_000) == "warning"
    assert phase(10 * MINUTE, 29_000, last_words_at_ms=10_000) == "warning"
    assert phase(10 * MINUTE, 5 * MINUTE, warn_at_ms=MINUTE, last_words_at_ms=5 * MINUTE) == "closing"
    assert closing_from(2 * MINUTE, 10 * MINUTE) == 2 * MINUTE, "never more than there is"


def parts(*plans_and_floors: tuple[float, float]) -> list[Shortening]:
    return [Shortening(round(plan * MINUTE), round(floor * MINUTE)) for plan, floor in plans_and_floors]


@pytest.mark.parametrize(
    ("plans_and_floors", "minutes", "fitted", "short"),
    [
        # There is time enough: nothing is lengthened.
        (((10, 3), (20, 7)), 40, [10, 20], 0),
        (((10, 3), (20, 7)), 30, [10, 20], 0),
        # In proportion: 24 of 30 minutes is four fifths.
        (((10, 3), (20, 7)), 24, [8, 16], 0),
        # 6:45 each; whole minutes, and the odd half minute goes to one.
        (((10, 3), (10, 3)), 13.5, [7, 6.5], 0),
        # The short one would get 1 of 12, and keeps its 4.
        (((30, 10), (6, 4)), 14, [10, 4], 0),
        (((30, 8), (6, 4)), 15, [11, 4], 0),
        # A floor that is not in whole minutes is held to the second.
        (((10, 3.5), (10, 1)), 6, [3.5, 2.5], 0),
        # The floors take all there is; the rest is named.
        (((10, 3), (20, 7)), 10, [3, 7], 0),
        (((10, 3), (20, 7)), 8, [3, 7], 2),
        (((10, 3), (20, 7)), -5, [3, 7], 15),
        # Nothing to come at all.
        ((), -3, [], 3),
    ],
)
def test_fit_by_hand(
    plans_and_floors: tuple[tuple[float, float], ...], minutes: float, fitted: list[float], short: float
) -> None:
    plans, remainder = fit(parts(*plans_and_floors), round(minutes * MINUTE))
    assert [plan / MINUTE for plan in plans] == fitted
    assert remainder / MINUTE == short


def test_fit_is_exact_to_the_millisecond() -> None:
    plans, short = fit(parts((17, 6), (11, 4), (23, 8)), 31 * MINUTE + 7_123)
    assert sum(plans) == 31 * MINUTE + 7_123
    assert short == 0
    assert sum(plan % MINUTE != 0 for plan in plans) == 1, "all but one are whole minutes"
