"""What an action says in passing: who takes it on (`@name`) and until when (`due fri`), at the end of its text."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from facilitator.engine.people import find
from facilitator.engine.rules import Refusal
from facilitator.engine.state import State
from formats.words import PersonId

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DUE = re.compile(r"(?:^|\s)due(?:\s+|:\s*)(?P<when>[\w./-]+(?:\s+[\w-]+){0,2})$", re.IGNORECASE)
_IN_NUMBERS = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4})?)?\Z", re.ASCII)
_OWNER = re.compile(r"(?:^|\s)@(?P<name>[^\s@][^@\n]*)$")


@dataclass(frozen=True, slots=True)
class Said:
    """An action as understood: the rest of the text, who takes it on, the local date until when (ISO 8601)."""

    text: str
    owner: PersonId | None
    due: str | None


def read_action(state: State, text: str, today: date) -> Said:
    """Read `@owner` and `due ...` off the end of a text, in either order; what is not understood stays in the text."""
    owner: PersonId | None = None
    due: str | None = None
    rest = text.rstrip()
    while True:
        when = _DUE.search(rest) if due is None else None
        day = read_date(when["when"], today) if when is not None else None
        if when is not None and day is not None:
            due, rest = day.isoformat(), rest[: when.start()].rstrip()
            continue
        who = _OWNER.search(rest) if owner is None else None
        person = find(state, who["name"]) if who is not None else None
        if who is not None and person is not None and not isinstance(person, Refusal):
            owner, rest = person.id, rest[: who.start()].rstrip()
            continue
        break
    if not rest.strip() or (owner is None and due is None):
        return Said(text, None, None)
    return Said(rest, owner, due)


def write_action(state: State, text: str, owner: PersonId | None, due: str | None) -> str:
    """Write an action as it can be typed, the inverse of `read_action`."""
    tail = ("" if owner is None else f" @{state.name(owner)}") + ("" if due is None else f" due {due}")
    return text + tail


def read_date(text: str, today: date) -> date | None:
    """Read a date as said in passing: `fri`, `tomorrow`, `next week`, `27 nov`, `27.11.`, `in 2 weeks`, `2026-11-27`.

    A weekday is the next one after today; a day of the year without a year is the next one from today on.
    """
    words = text.casefold().replace(",", " ").split()
    match words:
        case ["today"]:
            return today
        case ["tomorrow"]:
            return today + timedelta(days=1)
        case ["next", "week"]:
            return today + timedelta(days=7 - today.weekday())
        case ["next", day] | [day] if (weekday := _place_in(_DAYS, day)) is not None:
            return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
        case ["in", number, unit] if (
            number.isdecimal() and len(number) < 4 and unit.rstrip("s") in ("day", "week")
        ):
            return today + timedelta(days=int(number) * (7 if unit.startswith("week") else 1))
        case [day, word] if day.isdecimal() and (month := _place_in(_MONTHS, word)) is not None:
            return _next_day(int(day), month + 1, today)
        case [word, day] if day.isdecimal() and (month := _place_in(_MONTHS, word)) is not None:
            return _next_day(int(day), month + 1, today)
        case [numbers] if (written := _IN_NUMBERS.match(numbers)) is not None:
            nth, month_number = int(written["day"]), int(written["month"])
            return (
                _next_day(nth, month_number, today)
                if written["year"] is None
                else _date(int(written["year"]), month_number, nth)
            )
        case [iso] if len(iso) == len("2026-11-27"):
            try:
                return date.fromisoformat(iso)
            except ValueError:
                return None
        case _:
            return None


def _place_in(words: tuple[str, ...], written: str) -> int | None:
    """Return which of the words is meant by its first letters, three at least."""
    if len(written) < 3:
        return None
    return next((place for place, word in enumerate(words) if word.startswith(written)), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_day(day: int, month: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None
