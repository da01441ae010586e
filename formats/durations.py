"""Lengths of time as people write them: a bare number is minutes, everything else says its unit."""

import re
from typing import Final

LONGEST: Final = 12 * 60 * 60
"""The longest length that any box or format may have, in seconds."""

_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_BARE = re.compile(rf"(?P<minutes>{_NUMBER})")
_CLOCK = re.compile(
    r"(?:(?P<hours>[0-9]{1,6}):(?=[0-5][0-9]:))?(?P<minutes>[0-9]{1,6}):(?P<seconds>[0-5][0-9])"
)
_UNITS = re.compile(
    rf"(?:(?P<hours>{_NUMBER})\s*(?:h|hrs?|hours?))?"
    rf"\s*(?:(?P<minutes>{_NUMBER})\s*(?:m|mins?|minutes?|['′]))?"
    rf"\s*(?:(?P<seconds>{_NUMBER})\s*(?:s|secs?|seconds?|[\"″]))?"
)
_HOURS_AND = re.compile(r"(?P<hours>[0-9]{1,6})\s*h\s*(?P<minutes>[0-5]?[0-9])")
_MINUTES_AND = re.compile(r"(?P<minutes>[0-9]{1,6})\s*(?:m|['′])\s*(?P<seconds>[0-5]?[0-9])")
_LONGEST_WRITING = 40


def parse_duration(text: str) -> int:
    """Read a length of time, in whole seconds.

    A number alone is minutes (`15`, `1.5`); with colons it is minutes and seconds (`5:00`) or hours too
    (`1:30:00`); else it names its units (`90s`, `10 min`, `1h30`).

    Raises:
        ValueError: It is no length, is nothing or less, or is over 12 hours; the message says what to write.
    """
    written = text.strip().lower()
    shown = written if len(written) <= _LONGEST_WRITING else written[:_LONGEST_WRITING] + "…"
    if re.match(r"[-−][\s0-9.]", written):
        raise ValueError(f"'{shown}' is less than nothing; write a length above 0, such as 5 or 90s")
    seconds = _seconds_in(written) if len(written) <= _LONGEST_WRITING else None
    if seconds is None:
        raise ValueError(
            f"'{shown}' is not a length of time; write minutes such as 15 or 1.5, or 5:00, 90s or 1h30"
        )
    if seconds < 1:
        raise ValueError(f"'{shown}' is no time at all; write a length above 0, such as 5 or 90s")
    if seconds > LONGEST:
        raise ValueError(f"'{shown}' is longer than 12 hours; write 720 minutes or less")
    return seconds


def write_duration(seconds: int) -> str:
    """Write a length in seconds so that `parse_duration` reads the same: minutes where they are whole."""
    minutes, rest = divmod(seconds, 60)
    if rest == 0:
        return str(minutes)
    return f"{seconds}s" if minutes == 0 else f"{minutes}:{rest:02}"


def write_drift(milliseconds: int) -> str:
    """Write how far a time is from the one it should be, in the nearest minute: `3 min late`, `on time`."""
    minutes = (abs(milliseconds) + 30_000) // 60_000
    if minutes == 0:
        return "on time"
    return f"{minutes} min late" if milliseconds > 0 else f"{minutes} min early"


def _seconds_in(written: str) -> int | None:
    for pattern in (_BARE, _CLOCK, _HOURS_AND, _MINUTES_AND, _UNITS):
        found = pattern.fullmatch(written) if written else None
        if found is not None:
            parts = found.groupdict()
            return round(
                float(parts.get("hours") or 0) * 3600
                + float(parts.get("minutes") or 0) * 60
                + float(parts.get("seconds") or 0)
            )
    return None
