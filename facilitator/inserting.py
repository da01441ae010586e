"""A line typed in a hurry, such as “Break 10” or “lunch until 13:00”, read as a segment to put into the agenda."""

import re
from datetime import datetime

from facilitator.engine import forecast
from facilitator.engine.commands import Insert
from facilitator.engine.rules import Refusal
from facilitator.engine.state import State
from facilitator.moments import read_moment
from formats.agenda import named_segment
from formats.durations import parse_duration
from formats.model import Break
from formats.text import clean_line
from formats.words import SegmentId

LONGEST_TITLE = 120
MOST_WORDS = 4
"""A length may take so many words, as in “1 min 30 s”."""
HOW = "Type a title and its minutes, as in Break 10, or a break with a time to be back: Lunch until 13:00."
_UNTIL = re.compile(r"^(?P<title>.*?)[\s,:-]*\b(?:until|till|back at)\b\s*(?P<clock>.*)$", re.IGNORECASE)
_BACK = re.compile(r"^(?P<title>.*?)[\s,:-]*\bback\s+(?P<clock>\S+(?:\s*[ap]\.?m\.?)?)$", re.IGNORECASE)
_AROUND = " \t()[]:,-–—"
_BRACKETS = " \t()[]:,"
_LESS_THAN_NOTHING = re.compile(r"[-–—−]\d")
_OF_THE_DAY = re.compile(r"\d{1,2}:\d{2}")


def read_insert(
    state: State, typed: str, local: datetime, now: int, after: SegmentId | None
) -> Insert | Refusal:
    """Read what is to come in, behind a segment or else behind the current one.

    Args:
        state: The session.
        typed: As typed; the length stands before or behind the title, or a time of day after `until`.
        local: The present moment with its zone.
        now: The moment of the session, in UTC milliseconds.
        after: The segment behind which it comes.
    """
    line = clean_line(typed)
    if not line:
        return Refusal(HOW)
    says_until = _UNTIL.match(line)
    until = says_until or _BACK.match(line)
    moment = None if until is None else read_moment(until["clock"], local)
    if says_until is not None and moment is None:
        return Refusal("Type the time to be back as hours and minutes, as in Lunch until 13:00.")
    if until is not None and moment is not None:
        ahead = (forecast.begins_behind(state, after, now) - now) / 1_000
        seconds = round(moment.timestamp() - local.timestamp() - ahead)
        if seconds < 1:
            return Refusal(f"{until['clock']} is past by then; name a later time to be back.")
        title = until["title"].strip(_AROUND) or "Break"
        back_at = now + round((moment.timestamp() - local.timestamp()) * 1_000)
        return _too_long(title) or Insert(Break(title=title, planned_seconds=seconds), after, back_at)
    found = _with_length(line, local)
    if isinstance(found, Refusal):
        return found
    return _too_long(found[0]) or Insert(named_segment(*found), after)


def _too_long(title: str) -> Refusal | None:
    if len(title) <= LONGEST_TITLE:
        return None
    return Refusal(f"A title has {LONGEST_TITLE} characters at most; this one has {len(title)}.")


def _with_length(line: str, local: datetime) -> tuple[str, int] | Refusal:
    """Find the length at either end of a line; more words are looked at before fewer, as in “10 min”."""
    words = line.split()
    said = ""
    for count in range(MOST_WORDS, 0, -1):
        for length, title in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            named, written = " ".join(title).strip(_AROUND), " ".join(length).strip(_BRACKETS)
            if not named:
                continue
            if _LESS_THAN_NOTHING.match(written):
                return Refusal(f"{written} is less than nothing; type a length above 0, as in {named} 5.")
            try:
                seconds = parse_duration(written.strip(_AROUND))
            except ValueError as error:
                said = (
                    str(error) if any(letter.isdigit() for letter in length[0][:1]) and count == 1 else said
                )
            else:
                return _of_the_day(named, written.strip(_AROUND), local) or (named, seconds)
    return Refusal(f"{said[:1].upper()}{said[1:]}." if said and "is not a length" not in said else HOW)


def _of_the_day(title: str, written: str, local: datetime) -> Refusal | None:
    """Ask what is meant by a length that is read as easily as a time of day still to come."""
    moment = read_moment(written, local) if _OF_THE_DAY.fullmatch(written) else None
    if moment is None or moment.timestamp() <= local.timestamp():
        return None
    minutes, _, seconds = written.partition(":")
    length = f"{minutes} min" if int(seconds) == 0 else f"{minutes} min {seconds} s"
    return Refusal(f"Type {title} until {written} for the time of day, or {title} {length} for the length.")
