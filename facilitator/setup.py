"""From what was filled in to the command that opens a session: one reading for the setup screen and the command line.

Clock times are local; what they mean depends on the zone of the moment that is handed in, so that an evening across a
change of the clocks is as long as it is.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from facilitator.engine.commands import Newcomer, Start
from facilitator.engine.people import LONGEST_NAME, read_names, same_names, twice_refused
from facilitator.moments import read_moment
from formats.durations import LONGEST, parse_duration
from formats.model import Format, Talk
from formats.text import clean_line, crop
from formats.words import LEVELS, Duty, SegmentId
from screens.views.setup import PersonChip, SetupAnswers

LATE_START: Final = timedelta(hours=1)
"""After midnight, a start of the evening before that is no further back than this is meant."""
MOST_HOURS: Final = 5
"""`1:30` is a length in hours and minutes; from this many hours on it may as well be a time of day, so we ask."""
_UNTIL = re.compile(r"(?:until|till?|to|by|ends?(?:\s+at)?)\s+(?P<clock>.+)", re.IGNORECASE)
_HOURS_AND_MINUTES = re.compile(r"(?P<hours>[0-9]{1,2}):(?P<minutes>[0-5][0-9])")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class SetupProblem:
    """Why a session can't begin: which field, and a sentence that says what to do instead.

    Fields are `title`, `people`, `starts`, `length`, `level`, `series`, `facilitator`, `timekeeper`, `note_taker`,
    `presenters.<segment>` and `answers.<key>`.
    """

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Times:
    """When a session is to run; all times are local and know their zone.

    Attributes:
        begins: When it starts as planned, or now.
        planned_start: The start that was given, if any.
        planned_end: When it ends if every part takes its plan.
        hard_stop: When it has to end, if that differs from the plan.
    """

    begins: datetime
    planned_start: datetime | None
    planned_end: datetime
    hard_stop: datetime | None


def begin_command(
    format_: Format,
    answers: SetupAnswers,
    now_local: datetime,
    seed: int,
    *,
    at_once: bool,
    history: Mapping[str, float],
    speed: float = 1.0,
) -> Start | SetupProblem:
    """Make the command that opens a session from what was filled in, or say which field to mend.

    Args:
        format_: What is run.
        answers: What was filled in, as typed.
        now_local: The present moment with its zone.
        seed: For the draws of this session.
        at_once: Start the clock even if the start is ahead.
        history: Mean airtime by name, in seconds for each session attended.
        speed: How fast a rehearsal runs.
    """
    title = clean_line(answers.title) or format_.name
    if len(title) > LONGEST_NAME:
        return SetupProblem("title", f"A title has {LONGEST_NAME:,} characters at most; shorten it.")
    level = next((one for one in LEVELS if one == answers.level.strip().casefold()), None)
    if level is None:
        return SetupProblem("level", "The notes can be open, names or room; choose one of them.")
    times = planned_times(format_, answers, now_local)
    if isinstance(times, SetupProblem):
        return times
    people = _people(format_, answers)
    if isinstance(people, SetupProblem):
        return people
    airtime = {clean_line(name).casefold(): seconds for name, seconds in history.items()}
    facilitator = read_names(answers.facilitator)
    duties: dict[Duty, str] = {
        duty: names[0] for duty, typed in _duties(answers).items() if (names := read_names(typed))
    }
    return Start(
        format=format_,
        title=title,
        level=level,
        seed=seed,
        people=tuple(Newcomer(one.name, one.present, airtime.get(one.name.casefold())) for one in people),
        facilitator=facilitator[0] if facilitator else None,
        duties=duties,
        presenters={
            SegmentId(segment): names
            for segment, typed in answers.presenters.items()
            if (names := read_names(typed))
        },
        series=clean_line(answers.series),
        planned_start=_milliseconds(times.planned_start),
        hard_stop=_milliseconds(times.hard_stop),
        at_once=at_once,
        speed=speed,
        answers={key: clean_line(answers.answers.get(key, "")) for key in format_.ask},
        parked_before=answers.parked_before if answers.bring_back else (),
    )


def _duties(answers: SetupAnswers) -> dict[Duty, str]:
    return {"timekeeper": answers.timekeeper, "note-taker": answers.note_taker}


def planned_times(format_: Format, answers: SetupAnswers, now_local: datetime) -> Times | SetupProblem:
    """Read start and length; a length that differs from the plan makes a hard stop."""
    plan = timedelta(seconds=format_.planned_seconds)
    start = read_start(answers.starts, now_local)
    if isinstance(start, SetupProblem):
        return start
    begins = start or now_local
    stop = _end(answers.length, begins, plan)
    if isinstance(stop, SetupProblem):
        return stop
    if stop is not None and _between(now_local, stop) <= timedelta(0):
        begun = f" that begins at {_written(begins)}" if start is not None else ""
        return SetupProblem(
            "length", f"A session{begun} would have ended at {_written(stop)} already; name a later end."
        )
    return Times(begins, start, later(begins, plan), stop)


def read_start(text: str, now_local: datetime) -> datetime | SetupProblem | None:
    """Read a clock time as today's, or tomorrow's when today's is long past; nothing and `now` mean at once."""
    wanted = clean_line(text)
    if wanted.casefold() in {"", "now"}:
        return None
    meant = read_moment(wanted, now_local)
    if meant is None:
        what = f"“{_short(wanted)}” is not a time of day"
        return SetupProblem("starts", f"{what}; write it as 10:30, or leave it empty to start now.")
    evening_before = read_moment(wanted, later(now_local, -timedelta(days=1)))
    if evening_before is not None and timedelta(0) <= _between(evening_before, now_local) <= LATE_START:
        return evening_before
    return meant


def _end(text: str, begins: datetime, plan: timedelta) -> datetime | SetupProblem | None:
    wanted = clean_line(text)
    if not wanted:
        return None
    until = _UNTIL.fullmatch(wanted)
    if until is not None:
        return _end_by_clock(until["clock"].strip(), begins, plan)
    seconds = read_length(wanted)
    if isinstance(seconds, SetupProblem):
        return seconds
    length = timedelta(seconds=seconds)
    return None if length == plan else later(begins, length)


def _end_by_clock(text: str, begins: datetime, plan: timedelta) -> datetime | SetupProblem | None:
    stop = read_moment(text, begins)
    if stop is None:
        return SetupProblem("length", f"“{_short(text)}” is not a time of day; write it as until 11:30.")
    length = _between(begins, stop)
    if length <= timedelta(0) or length > timedelta(seconds=LONGEST):
        sentence = (
            f"{_written(stop)} has passed at {_written(begins)}, and the next one is over 12 hours ahead; "
            "name another end."
        )
        return SetupProblem("length", sentence)
    return None if length == plan else stop


def read_length(text: str) -> int | SetupProblem:
    """Read the length of a session in seconds; here `1:30` is an hour and a half."""
    both = _HOURS_AND_MINUTES.fullmatch(text)
    if both is not None:
        hours, minutes = int(both["hours"]), int(both["minutes"])
        if MOST_HOURS <= hours < 24:
            return SetupProblem(
                "length",
                f"Is {text} an end or a length? Write until {text} for an end, {hours}h{minutes:02} for a length.",
            )
        if hours < MOST_HOURS and (hours or minutes):
            return (hours * 60 + minutes) * 60
    try:
        return parse_duration(text)
    except ValueError as error:
        return SetupProblem("length", f"{error}.")


def later(moment: datetime, by: timedelta) -> datetime:
    """Return a moment by so much real time later, whatever the clocks do meanwhile.

    A moment of this computer's clock carries a fixed offset, which may be another by then: its own rules tell.
    """
    moved = moment.astimezone(UTC) + by
    fixed = isinstance(moment.tzinfo, timezone)
    if fixed and moment.astimezone().utcoffset() == moment.utcoffset():
        return moved.astimezone()
    return moved.astimezone(moment.tzinfo)


def _between(one: datetime, other: datetime) -> timedelta:
    """Return the real time from one moment to another: within a zone, Python would compare what clocks show."""
    return timedelta(seconds=other.timestamp() - one.timestamp())


def _milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1_000)


def _people(format_: Format, answers: SetupAnswers) -> tuple[PersonChip, ...] | SetupProblem:
    chips = [replace(chip, name=clean_line(chip.name)) for chip in answers.people]
    if any(not chip.name for chip in chips):
        return SetupProblem("people", "A name is empty; type at least a letter.")
    twice = same_names(chip.name for chip in chips)
    if twice:
        return SetupProblem("people", twice_refused(_short(twice[0])))
    facilitator = read_names(answers.facilitator)
    if len(facilitator) > 1:
        return SetupProblem("facilitator", "One person facilitates; name one.")
    chips = _with(chips, facilitator)
    for duty, typed in _duties(answers).items():
        named = read_names(typed)
        if len(named) > 1:
            return SetupProblem(duty.replace("-", "_"), f"One person is {duty}; name one.")
        chips = _with(chips, named)
    talks = {segment.id for segment in format_.segments if isinstance(segment, Talk)}
    for segment, typed in answers.presenters.items():
        names = read_names(typed)
        if names and segment not in talks:
            return SetupProblem(
                f"presenters.{segment}", f"There is no talk called {_short(segment)} in this format."
            )
        again = same_names(names)
        if again:
            return SetupProblem(
                f"presenters.{segment}", f"{_short(again[0])} stands here twice; name each once."
            )
        chips = _with(chips, names)
    if any(len(chip.name) > LONGEST_NAME for chip in chips):
        return SetupProblem("people", f"A name has {LONGEST_NAME:,} characters at most; shorten it.")
    return tuple(chips)


def _with(chips: list[PersonChip], names: Iterable[str]) -> list[PersonChip]:
    """Add who is to do something and is not on the list; who is on it is in the room."""
    known = {chip.name.casefold() for chip in chips}
    return [*chips, *(PersonChip(name) for name in names if name.casefold() not in known)]


def _written(moment: datetime) -> str:
    return f"{moment.hour}:{moment:%M}"


def _short(text: str) -> str:
    return crop(text[:400], _SHOWN)
