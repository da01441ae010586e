"""`facilitator run` and `facilitator resume`, up to the moment at which a screen opens."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from data.problems import AmbiguousSession, DataError, NoSuchSession
from data.store import Store
from facilitator.cli_problems import NOTHING_THERE, Stop
from facilitator.clock import Clock
from facilitator.conductor import Conductor
from facilitator.lobby import NotBegun, begin, first_answers, with_people
from formats.catalogue import Catalogue, UnknownFormat
from formats.complaints import FormatError
from formats.model import Format, Round
from formats.words import SessionId


def begin_session(given: argparse.Namespace, store: Store, catalogue: Catalogue, clock: Clock) -> Conductor:
    """Begin the session that was asked for.

    Raises:
        Stop: It can't begin; the sentence says what to do.
    """
    chosen = load_format(catalogue, given.format)
    if given.order is not None:
        chosen = _ordered(chosen, given.order)
    answers = first_answers(chosen, ())
    answers, problem = with_people(answers, given.people or _people_from(given.people_from))
    if problem:
        raise Stop(problem)
    length = given.minutes
    if given.ends:
        if length:
            raise Stop("give --minutes or --ends, not both")
        length = f"until {given.ends}"
    answers = replace(
        answers,
        title=given.title or answers.title,
        starts=given.starts,
        length=length,
        level=given.level or answers.level,
        facilitator=given.facilitator,
    )
    try:
        begun = begin(store, clock, chosen, answers, at_once=given.at_once, seed=given.seed)
    except DataError as error:
        raise Stop(str(error), status=1) from error
    if isinstance(begun, NotBegun):
        raise Stop(f"{begun.field}: {begun.sentence}" if begun.field else begun.sentence)
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
        raise Stop("\n".join(str(one) for one in faults.complaints)) from faults


def _ordered(chosen: Format, order: str) -> Format:
    segments = tuple(
        segment.model_copy(update={"order": order}) if isinstance(segment, Round) else segment
        for segment in chosen.segments
    )
    return chosen.model_copy(update={"segments": segments})


def _people_from(named: str | None) -> str:
    if named is None:
        return ""
    try:
        raw = sys.stdin.buffer.read() if named == "-" else Path(named).expanduser().read_bytes()
    except OSError as error:
        raise Stop(
            f"{named} can't be read: {error.strerror}; give a file with a name on each line"
        ) from error
    return raw.decode("utf-8", errors="replace")


def session_to_resume(given: argparse.Namespace, store: Store) -> SessionId:
    """Find the session that is meant.

    Raises:
        Stop: There is none.
    """
    if given.session:
        return find_session(store, given.session)
    waiting = store.unfinished()
    if not waiting:
        raise Stop("no session is unfinished; facilitator run starts one", status=NOTHING_THERE)
    return waiting[0]


def find_session(store: Store, wanted: str) -> SessionId:
    """Find a session by its id, the beginning of one, or `last`.

    Raises:
        Stop: There is none, or more than one.
    """
    try:
        return store.resolve(wanted)
    except NoSuchSession as missing:
        raise Stop(str(missing), status=NOTHING_THERE) from missing
    except AmbiguousSession as several:
        raise Stop(str(several)) from several
