"""Times of day as people type them, as the next such moment."""

import re
from datetime import datetime, timedelta, timezone

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
    wall = now.replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None)
    moment = _next_shown(wall, now)
    if now.timestamp() - moment.timestamp() > LONG_PAST.total_seconds():
        moment = _next_shown(wall + timedelta(days=1), now)
    return moment


def _next_shown(wall: datetime, now: datetime) -> datetime:
    """Return when clocks here show `wall`.

    Of an hour that comes twice, the first that is not past. A time in an hour that is left out is as far off as it
    sounds; once the clocks were changed, it is past.
    """
    first, second = (_in_zone(wall.replace(fold=fold), now) for fold in (0, 1))
    turned_back = first.timestamp() < second.timestamp()
    if turned_back:
        return second if first.timestamp() < now.timestamp() else first
    # In the hour that is left out, the second reading is the earlier one; else both are the same.
    return second if now.replace(tzinfo=None) > wall else first


def _in_zone(wall: datetime, now: datetime) -> datetime:
    """Give a wall time the zone of `now`; a fixed offset of this computer's clock may be another one by then."""
    if isinstance(now.tzinfo, timezone) and _is_here(now):
        return wall.astimezone()
    return wall.replace(tzinfo=now.tzinfo)


def _is_here(now: datetime) -> bool:
    """Say whether a moment is in the zone of this computer."""
    read_here = (now.replace(tzinfo=None, fold=fold).astimezone() for fold in (0, 1))
    return any(here.utcoffset() == now.utcoffset() for here in read_here)
