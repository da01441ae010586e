"""The tables of `make bench`: figures go in as they were measured, and are told without being judged by a clock."""

import pytest

from bench.table import Row, figure, table


def row(ours: tuple[float, ...], bare: tuple[float, ...], goal: float | None = 2, what: str = "a key") -> Row:
    return Row(what, ours, bare, goal)


def test_one_run_that_was_disturbed_does_not_count() -> None:
    measured = row((0.003, 0.004, 9.0), (0.002, 0.002, 5.0))
    assert measured.ratio == pytest.approx(2)


def test_an_even_number_of_runs_meets_in_the_middle() -> None:
    assert row((0.001, 0.003), (0.001, 0.001)).ratio == pytest.approx(2)


@pytest.mark.parametrize(
    ("ours", "verdict"),
    [(0.0199, "ok"), (0.02, "ok"), (0.0201, "over")],
)
def test_a_goal_that_is_just_met_is_met(ours: float, verdict: str) -> None:
    assert row((ours,), (0.01,)).verdict == verdict


@pytest.mark.parametrize(("ours", "bare"), [((), (0.1,)), ((0.1,), ()), ((0.1,), (0.0,)), ((), ())])
def test_what_has_no_figures_is_neither_met_nor_missed(
    ours: tuple[float, ...], bare: tuple[float, ...]
) -> None:
    measured = row(ours, bare)
    assert (measured.ratio, measured.verdict) == (None, "not measured")
    assert measured.cells()[3] == "-"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        ((), "-"),
        ((0.00123,), "1.23 ms"),
        ((0.00996,), "9.96 ms"),
        ((0.0123,), "12.3 ms"),
        ((0.412,), "412 ms"),
        ((0.1, 0.3, 0.2), "200 ms"),
    ],
)
def test_a_figure_says_no_more_than_was_measured(seconds: tuple[float, ...], told: str) -> None:
    assert figure(seconds, "ms") == told


def test_what_was_not_promised_is_told_without_a_verdict() -> None:
    measured = row((0.05,), (0.01,), None)
    assert measured.cells()[3:] == ("5.00", "-", "")


def test_columns_stand_under_their_headings() -> None:
    rows = [
        row((0.3,), (0.2,), 1.3, "start to a key answered"),
        row((0.005,), (0.004,), 2, "a key to its echo"),
        row((), (0.004,), 1.5, "CPU"),
    ]
    assert table(rows).splitlines() == [
        "what                        ours     bare  ratio  goal",
        "start to a key answered   300 ms   200 ms   1.50   1.3  over",
        "a key to its echo        5.00 ms  4.00 ms   1.25     2  ok",
        "CPU                            -  4.00 ms      -   1.5  not measured",
    ]


def test_an_empty_table_has_its_headings() -> None:
    assert table([]).split() == ["what", "ours", "bare", "ratio", "goal"]
