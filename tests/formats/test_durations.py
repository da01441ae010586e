"""Lengths of time, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.durations import LONGEST, parse_duration, write_duration


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("15", 900),
        ("1.5", 90),
        (" 5 ", 300),
        ("5:00", 300),
        ("0:45", 45),
        ("90:00", 5400),
        ("1:30:00", 5400),
        ("90s", 90),
        ("90 sec", 90),
        ("10m", 600),
        ("10 min", 600),
        ("10 minutes", 600),
        ("10'", 600),
        ("1h", 3600),
        ("1h30", 5400),
        ("1h 30m", 5400),
        ("1.5h", 5400),
        ("1 hour 5 min", 3900),
        ("2m30", 150),
        ("2 min 30 s", 150),
        ("12h", LONGEST),
        ("720", LONGEST),
    ],
)
def test_what_people_write_is_understood(written: str, seconds: int) -> None:
    assert parse_duration(written) == seconds


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("0", "write a length above 0"),
        ("0:00", "write a length above 0"),
        ("0.0001", "write a length above 0"),
        ("-5", "less than nothing; write a length above 0"),
        ("-0:30", "less than nothing; write a length above 0"),
        ("ten", "write minutes such as 15"),
        ("", "write minutes such as 15"),
        ("5:75", "write minutes such as 15"),
        ("1:2:3", "write minutes such as 15"),
        ("15 potatoes", "write minutes such as 15"),
        ("nan", "write minutes such as 15"),
        ("1e3", "write minutes such as 15"),
        ("٥", "write minutes such as 15"),
        ("9" * 100_000, "write minutes such as 15"),
        ("100000", "write 720 minutes or less"),
        ("721", "write 720 minutes or less"),
        ("12:00:01", "write 720 minutes or less"),
    ],
)
def test_a_refusal_says_what_to_write(written: str, says: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse_duration(written)
    assert says in str(refusal.value)
    assert len(str(refusal.value)) < 160


@given(st.integers(1, LONGEST))
def test_what_is_written_is_read_back(seconds: int) -> None:
    assert parse_duration(write_duration(seconds)) == seconds


@pytest.mark.parametrize(("seconds", "written"), [(900, "15"), (90, "1:30"), (45, "45s"), (5400, "90")])
def test_lengths_are_written_as_a_person_would(seconds: int, written: str) -> None:
    assert write_duration(seconds) == written
