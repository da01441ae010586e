"""Times as people read them. What remains is rounded up, what is spent or over is rounded down."""

import time
from datetime import date, datetime
from functools import cache

SECOND = 1_000
MINUTE = 60 * SECOND


def count(ms: int) -> str:
    """Write milliseconds (whole seconds) as `m:ss`, or `h:mm:ss` from an hour on."""
    seconds = ms // SECOND
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


def left(ms: int) -> str:
    """Write what remains, rounded up to the second."""
    return count(-(-ms // SECOND) * SECOND)


def spent(ms: int) -> str:
    """Write what is spent or over, rounded down to the second."""
    return count(ms // SECOND * SECOND)


def plan(ms: int) -> str:
    """Write a plan: `20`, or `2:30` where it is not in whole minutes."""
    return str(ms // MINUTE) if ms % MINUTE == 0 else count(ms)


def length(ms: int) -> str:
    """Write a length as it is told: `20 min`, or `2:30` where it is not in whole minutes."""
    return f"{ms // MINUTE} min" if ms % MINUTE == 0 else count(ms)


def minutes_up(ms: int) -> int:
    """Return milliseconds as minutes, rounded up."""
    return -(-ms // MINUTE)


@cache
def _twelve_hours() -> bool:
    afternoon = time.strftime("%X", (2000, 1, 1, 13, 0, 0, 5, 1, 0))
    return afternoon.strip().startswith(("01", "1:", "1."))


def clock(moment: datetime) -> str:
    """Write a clock time as the locale does, without seconds."""
    if _twelve_hours():
        return f"{moment.hour % 12 or 12}:{moment:%M} {moment:%p}".strip()
    return f"{moment.hour}:{moment:%M}"


def away(ms: int) -> str:
    """Write for how long nobody looked: to the second, or in days and hours from two days on."""
    hours = ms // MINUTE // 60
    if hours < 48:
        return spent(ms)
    days, rest = divmod(hours, 24)
    return f"{days} days" if rest == 0 else f"{days} days {rest} h"


def moment(then: datetime, now: datetime) -> str:
    """Write a clock time, with its day where that is not today."""
    if then.date() == now.date():
        return clock(then)
    return f"{then:%a} {then.day} {then:%b}, {clock(then)}"


def day(iso: str) -> str:
    """Write a local date (ISO 8601) as `Fri 27 Nov`."""
    found = date.fromisoformat(iso)
    return f"{found:%a} {found.day} {found:%b}"


def names(people: list[str] | tuple[str, ...]) -> str:
    """Join names for a sentence."""
    if len(people) < 2:
        return "".join(people)
    return ", ".join(people[:-1]) + " and " + people[-1]


def quoted(text: str, longest: int = 60) -> str:
    """Quote the beginning of a typed text on one line."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= longest else line[: longest - 1] + '…'}”"
