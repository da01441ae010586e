"""`facilitator run` and `facilitator resume`, up to the moment at which a screen opens."""

import argparse
import codecs
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from data.problems import DataError, HeldElsewhere
from data.store import Store
from facilitator.cli_problems import FAILED, NOTHING_THERE, Faults, Stop
from facilitator.clock import Clock, RehearsalClock, WallClock
from facilitator.conductor import CanNotResume, Conductor
from facilitator.finding import find_session
from facilitator.following import Following
from facilitator.lobby import NotBegun, begin, find_unfinished_again, first_answers, resume, with_people
from facilitator.moments import read_moment
from facilitator.setup import SetupProblem, begin_command, read_length, read_start
from formats.catalogue import Catalogue, UnknownFormat
from formats.complaints import FormatError
from formats.durations import LONGEST
from formats.model import Format, Round
from formats.words import SessionId
from screens.views.setup import SetupAnswers

LARGEST_LIST: Final = 1_000_000
"""The most bytes that a file of names may have."""
LONGEST_MINUTES: Final = LONGEST // 60


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session that was asked for, read and found right; nothing of it is on the disk yet."""

    format: Format
    answers: SetupAnswers
    at_once: bool
    seed: int | None


def prepare(given: argparse.Namespace, catalogue: Catalogue, clock: Clock) -> Prepared:
    """Read everything that was given about a session.

    Raises:
        Stop: It can't begin like this; the sentence says what to do.
    """
    chosen = load_format(catalogue, given.format)
    if given.order is not None:
        chosen = _ordered(chosen, given.order)
    answers, twice = with_people(first_answers(chosen, ()), given.people or _people_from(given.people_from))
    if twice:
        raise Stop(f"{_option(given, 'people')}: {twice}")
    answers = replace(
        answers,
        title=given.title or answers.title,
        starts=_starts(given.starts, clock),
        length=_length(given, clock),
        level=given.level or answers.level,
        series=given.series,
        facilitator=given.facilitator,
        timekeeper=given.timekeeper,
        note_taker=given.note_taker,
    )
    tried = begin_command(
        chosen, answers, clock.local(clock.now()), 0, at_once=given.at_once, history={}, speed=clock.speed
    )
    if isinstance(tried, SetupProblem):
        raise Stop(_told(given, tried.field, tried.sentence))
    return Prepared(chosen, answers, given.at_once, given.seed)


def begin_session(prepared: Prepared, store: Store, clock: Clock) -> Conductor:
    """Begin what was prepared; from here on it is on the disk.

    Raises:
        Stop: It can't be written, or the engine refuses it.
    """
    try:
        store.folder.ensure()
        begun = begin(
            store,
            clock,
            prepared.format,
            prepared.answers,
            at_once=prepared.at_once,
            seed=prepared.seed,
        )
    except DataError as error:
        raise Stop(str(error), status=FAILED) from error
    if isinstance(begun, NotBegun):
        raise Stop(begun.sentence)
    return begun


def load_format(catalogue: Catalogue, wanted: str) -> Format:
    """Read a format by its id or its file.

    Raises:
        Stop: There is none, or it has faults; all of them are told.
    """
    try:
        return catalogue.load(wanted)
    except UnknownFormat as unknown:
        raise Stop(str(unknown), status=NOTHING_THERE) from unknown
    except FormatError as faults:
        raise Faults(faults.complaints) from faults


def session_to_resume(wanted: str | None, store: Store) -> SessionId:
    """Find the session that is to go on: the one that is named, else the newest that did not end.

    Raises:
        Stop: There is none.
        DataError: The folder can't be used.
    """
    if wanted is not None:
        return find_session(store, wanted)
    find_unfinished_again(store)
    waiting = store.unfinished()
    if not waiting:
        raise Stop("no session is unfinished; facilitator run starts one", status=NOTHING_THERE)
    return waiting[0]


def resume_session(store: Store, session_id: SessionId) -> tuple[Conductor, Clock]:
    """Open a session to go on with it, on a clock as fast as the one it began with.

    Raises:
        Stop: Another window has it, or it can't be read.
    """
    try:
        clock = _clock_of(store, session_id)
        return resume(store, clock, session_id), clock
    except HeldElsewhere as held:
        raise Stop(f"{held} facilitator resume --follow looks on.", status=FAILED) from held
    except DataError as problem:
        raise Stop(str(problem), status=FAILED) from problem
    except CanNotResume as problem:
        raise Stop(f"the session {session_id} can't go on: {problem}", status=FAILED) from problem


def follow_session(store: Store, wanted: str | None) -> tuple[Following, Clock]:
    """Look at a session that another window has, without writing anything: the named one, else the newest.

    Raises:
        Stop: There is none, or it can't be read.
        DataError: The folder can't be used.
    """
    session_id = find_session(store, wanted) if wanted is not None else _session_to_follow(store)
    try:
        clock = _clock_of(store, session_id)
        return Following(store, clock, session_id), clock
    except DataError as problem:
        raise Stop(str(problem), status=FAILED) from problem
    except CanNotResume as problem:
        raise Stop(f"the session {session_id} can't be shown: {problem}", status=FAILED) from problem


def _session_to_follow(store: Store) -> SessionId:
    """Find the newest session that somebody has, else the newest that did not end."""
    waiting = store.unfinished()
    if not waiting:
        raise Stop("no session is under way that could be followed", status=NOTHING_THERE)
    return next((one for one in waiting if store.holder(one).held), waiting[0])


def _clock_of(store: Store, session_id: SessionId) -> Clock:
    """Return a clock as fast as the one that a session began with.

    Raises:
        DataError: It can't be read.
    """
    speed = store.read(session_id).header.get("speed")
    return RehearsalClock(speed) if isinstance(speed, int | float) and speed > 1 else WallClock()


def _ordered(chosen: Format, order: str) -> Format:
    segments = tuple(
        segment.model_copy(update={"order": order}) if isinstance(segment, Round) else segment
        for segment in chosen.segments
    )
    return chosen.model_copy(update={"segments": segments})


def _people_from(named: str | None) -> str:
    if named is None:
        return ""
    way_out = "give a text file with a name on each line"
    try:
        with Path(named).expanduser().open("rb") as file:
            raw = file.read(LARGEST_LIST + 1)
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or "there is no such file"
        raise Stop(f"--people-from: {named} can't be read, {why[:1].lower()}{why[1:]}; {way_out}") from error
    if len(raw) > LARGEST_LIST:
        raise Stop(f"--people-from: {named} is too large for a list of names; {way_out}")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    return raw.decode("utf-8-sig", errors="replace")


def _starts(typed: str, clock: Clock) -> str:
    if isinstance(read_start(typed, clock.local(clock.now())), SetupProblem):
        raise Stop(f"--starts takes a time of day, as in --starts 10:30; “{typed}” is none")
    return typed


def _length(given: argparse.Namespace, clock: Clock) -> str:
    """Return the length, or the end, as setup reads it."""
    if given.ends:
        if read_moment(given.ends, clock.local(clock.now())) is None:
            raise Stop(f"--ends takes a time of day, as in --ends 11:30; “{given.ends}” is none")
        return f"until {given.ends}"
    typed: str = given.minutes
    if typed and isinstance(read_length(typed), SetupProblem):
        raise Stop(
            f"--minutes takes a length up to {LONGEST_MINUTES} minutes, as in --minutes 60 or 1:30; “{typed}” is none"
        )
    return typed


def _told(given: argparse.Namespace, field: str, sentence: str) -> str:
    option = _option(given, field)
    return f"{option}: {sentence}" if option else sentence


def _option(given: argparse.Namespace, field: str) -> str:
    """Return the option by which a field of setup was given."""
    if field == "people":
        return "--people-from" if given.people_from else "--people"
    if field == "length":
        return "--ends" if given.ends else "--minutes"
    named = {"title", "starts", "level", "facilitator", "timekeeper", "note_taker"}
    return f"--{field.replace('_', '-')}" if field in named else ""
