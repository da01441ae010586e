"""The program's own words in the notes, the same in every dialect: what stands before a text, and after it."""

from datetime import date
from typing import Final

from facilitator.notes.document import Entry

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FAR_AHEAD_DAYS: Final = 300
"""A date this far from the session could be taken for one of another year, so its year is written."""

_MINUTE_MS: Final = 60_000


def write_day(day: date, *, near: date | None = None) -> str:
    """Write a date as people say it, `Fri 27 Nov`; with its year unless it lies near a known day."""
    short = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    if near is not None and abs((day - near).days) < FAR_AHEAD_DAYS:
        return short
    return f"{short} {day.year}"


def write_minutes(milliseconds: int) -> str:
    """Write a length of time in whole minutes, the nearest."""
    minutes = (milliseconds + _MINUTE_MS // 2) // _MINUTE_MS
    if minutes == 0 and milliseconds > 0:
        return "under 1 min"
    return f"{minutes} min"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: `1 vote`, `2 votes`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def lead(entry: Entry) -> str:
    """Return what stands before the text: a card's number, whose words they are, what they answer."""
    number = f"{entry.number} · " if entry.number else ""
    match entry.person, entry.label:
        case "", "":
            return number
        case "", label:
            return f"{number}{label}: "
        case person, "":
            return f"{number}{person}: "
        case person, label:
            return f"{number}{person} — {label}: "


def remarks(entry: Entry, day: date) -> tuple[str, ...]:
    """Return what the program says of an entry, in order; `day` is that of the session."""
    said: list[str] = []
    if entry.fate != "assigned":
        said.extend(entry.owners)
    if entry.due is not None:
        said.append(f"due {write_day(entry.due, near=day)}")
    if entry.fate:
        to = f" to {', '.join(entry.owners)}" if entry.fate == "assigned" and entry.owners else ""
        said.append(entry.fate + to)
    if entry.votes:
        said.append(counted(entry.votes, "vote"))
    if entry.hands is not None:
        said.append(counted(entry.hands, "hand"))
    if entry.planned_ms is not None:
        said.append(f"{write_minutes(entry.planned_ms)} planned")
        said.append("not held" if entry.spent_ms is None else f"{write_minutes(entry.spent_ms)} spent")
    return (*said, *entry.remarks)


def tail(entry: Entry, day: date) -> str:
    """Return what stands after the text: who said it, and the program's remarks in brackets."""
    who = f" — {entry.who}" if entry.who else ""
    said = remarks(entry, day)
    return f"{who} ({', '.join(said)})" if said else who


def in_full(entry: Entry, day: date) -> str:
    """Return an entry as plain text with all that belongs to it, without what lies beneath."""
    return f"{lead(entry)}{entry.text}{tail(entry, day)}"
