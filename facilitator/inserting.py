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
from formats.model import Segment
from formats.text import clean_line
from formats.words import SegmentId

LONGEST_TITLE = 120
HOW = "Type a title and its minutes, as in Break 10, or a break with a time to be back: Lunch until 13:00."
_UNTIL = re.compile(
    r"^(?P<title>.*?)[\s,:-]*\b(?:until|till|back at|back)\s+(?P<clock>\S+(?:\s*[ap]\.?m\.?)?)$",
    re.IGNORECASE,
)
_AROUND = " \t()[]:,-–—"


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
    until = _UNTIL.match(line)
    moment = None if until is None else read_moment(until["clock"], local)
    if until is not None and moment is not None:
        ahead = (forecast.begins_behind(state, after, now) - now) / 1_000
        seconds = round(moment.timestamp() - local.timestamp() - ahead)
        if seconds < 1:
            return Refusal(f"{until['clock']} is past by then; name a later time to be back.")
        return _made(until["title"].strip(_AROUND) or "Break", seconds, after)
    found = _with_length(line)
    if isinstance(found, Refusal):
        return found
    return _made(*found, after)


def _made(title: str, seconds: int, after: SegmentId | None) -> Insert | Refusal:
    if len(title) > LONGEST_TITLE:
        return Refusal(f"A title has {LONGEST_TITLE} characters at most; this one has {len(title)}.")
    made: Segment = named_segment(title, seconds)
    return Insert(made, after)


def _with_length(line: str) -> tuple[str, int] | Refusal:
    """Find the length at either end of a line; two words are looked at before one, as in “10 min”."""
    words = line.split()
    said = ""
    for count in (2, 1):
        for length, title in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            named = " ".join(title).strip(_AROUND)
            if not named:
                continue
            try:
                return named, parse_duration(" ".join(length).strip(_AROUND))
            except ValueError as error:
                said = (
                    str(error) if any(letter.isdigit() for letter in length[0][:1]) and count == 1 else said
                )
    return Refusal(f"{said[:1].upper()}{said[1:]}." if said and "is not a length" not in said else HOW)
