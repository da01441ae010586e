"""Times of day as people type them, as the next such moment."""

import re
from datetime import datetime, timedelta

_TIME = re.compile(r"^(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?$", re.IGNORECASE)

LONG_PAST = timedelta(hours=12)
"""A time of day that was longer ago than this means tomorrow's."""


def read_moment(text: str, now: datetime) -> datetime | None:
    """Read a time of day such as `11:30`, `9.05`, `9h05` or `2 pm`.

    Args:
        text: What was typed.
        now: The local time, with its zone.

    Returns:
        Today's moment of that time; tomorrow's when today's was more than twelve hours ago; `None` if it is no time.
    """
    match = _TIME.match(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "")[:1].casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif match["minute"] is None:
        return None
    if hour > 23 or minute > 59:
        return None
    # Wall time is set first and the zone found again after, so that a change of the clocks in between is right.
    wall = now.replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None)
    moment = wall.astimezone() if _is_here(now) else wall.replace(tzinfo=now.tzinfo)
    if now - moment > LONG_PAST:
        later = wall + timedelta(days=1)
        moment = later.astimezone() if _is_here(now) else later.replace(tzinfo=now.tzinfo)
    return moment


def _is_here(now: datetime) -> bool:
    """Say whether a moment is in the zone of this computer."""
    here = now.replace(tzinfo=None).astimezone()
    return here.utcoffset() == now.utcoffset()
