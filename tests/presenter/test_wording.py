"""Times as people read them: what remains is rounded up, what is spent or over is rounded down."""

from collections.abc import Iterator
from datetime import UTC, datetime
from unittest.mock import patch

import pytest

from facilitator.presenter import wording
from formats.durations import write_drift

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000


@pytest.fixture(autouse=True)
def _clock_of_the_locale() -> Iterator[None]:
    """Forget how this computer writes the time, before and after."""
    forget = wording._twelve_hours.cache_clear
    forget()
    yield
    forget()


@pytest.mark.parametrize(
    ("ms", "left", "spent"),
    [
        (0, "0:00", "0:00"),
        (1, "0:01", "0:00"),
        (999, "0:01", "0:00"),
        (SECOND, "0:01", "0:01"),
        (SECOND + 1, "0:02", "0:01"),
        (59_999, "1:00", "0:59"),
        (MINUTE, "1:00", "1:00"),
        (72_500, "1:13", "1:12"),
        (HOUR - 1, "1:00:00", "59:59"),
        (HOUR, "1:00:00", "1:00:00"),
        (2 * HOUR + 3 * MINUTE + 4_001, "2:03:05", "2:03:04"),
        (12 * HOUR, "12:00:00", "12:00:00"),
    ],
)
def test_what_remains_is_rounded_up_and_what_is_spent_down(ms: int, left: str, spent: str) -> None:
    assert wording.left(ms) == left
    assert wording.spent(ms) == spent


@pytest.mark.parametrize(
    ("ms", "said"),
    [(20 * MINUTE, "20"), (150 * SECOND, "2:30"), (90 * SECOND, "1:30"), (0, "0"), (HOUR, "60")],
)
def test_plans_are_minutes_where_they_can_be(ms: int, said: str) -> None:
    assert wording.plan(ms) == said


@pytest.mark.parametrize(("ms", "minutes"), [(0, 0), (1, 1), (MINUTE, 1), (MINUTE + 1, 2), (119_999, 2)])
def test_minutes_that_are_missing_are_rounded_up(ms: int, minutes: int) -> None:
    assert wording.minutes_up(ms) == minutes


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (0, "on time"),
        (29_999, "on time"),
        (-29_999, "on time"),
        (30_000, "1 min late"),
        (-30_000, "1 min early"),
        (89_999, "1 min late"),
        (90_000, "2 min late"),
        (3 * MINUTE, "3 min late"),
        (-75 * MINUTE, "75 min early"),
    ],
)
def test_drift_is_said_in_whole_minutes(ms: int, said: str) -> None:
    assert write_drift(ms) == said


@pytest.mark.parametrize(
    ("hour", "minute", "full", "half"),
    [
        (0, 5, "0:05", "12:05 AM"),
        (9, 30, "9:30", "9:30 AM"),
        (11, 59, "11:59", "11:59 AM"),
        (12, 0, "12:00", "12:00 PM"),
        (13, 7, "13:07", "1:07 PM"),
        (23, 0, "23:00", "11:00 PM"),
    ],
)
def test_clock_times_are_written_as_the_locale_does(
    monkeypatch: pytest.MonkeyPatch, hour: int, minute: int, full: str, half: str
) -> None:
    moment = datetime(2026, 11, 18, hour, minute, 42, tzinfo=UTC)
    for twelve, expected in ((False, full), (True, half)):
        monkeypatch.setattr(wording, "_twelve_hours", lambda twelve=twelve: twelve)
        assert wording.clock(moment) == expected


@pytest.mark.parametrize(
    ("written", "twelve"),
    [
        ("13:00:00", False),
        ("13.00.00", False),
        ("01:00:00 PM", True),
        ("1:00:00 PM", True),
        (" 1.00.00 pm", True),
    ],
)
def test_the_locale_is_read_from_how_it_writes_one_in_the_afternoon(written: str, twelve: bool) -> None:
    with patch("time.strftime", return_value=written):
        assert wording._twelve_hours() is twelve


def test_a_day_is_a_weekday_and_a_date() -> None:
    assert wording.day("2026-11-27") == "Fri 27 Nov"
    assert wording.day("2026-12-01") == "Tue 1 Dec"


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ((), ""),
        (("Ana",), "Ana"),
        (("Ana", "Ben"), "Ana and Ben"),
        (("Ana", "Ben", "Chi"), "Ana, Ben and Chi"),
    ],
)
def test_names_are_joined_as_in_a_sentence(people: tuple[str, ...], said: str) -> None:
    assert wording.names(people) == said


def test_quotes_are_one_line_and_not_long() -> None:
    assert wording.quoted("one\n  two") == "“one two”"
    assert wording.quoted("x" * 60) == f"“{'x' * 60}”"
    assert wording.quoted("x" * 61) == f"“{'x' * 59}…”"
