"""Whether records that are whole are a session that can be used: they fold, and all that is asked of it answers."""

from collections.abc import Sequence
from typing import Final

from data.records import LATEST_MS, Record
from facilitator.clock import Clock
from facilitator.conductor import CanNotResume, session_of
from facilitator.engine.session import Session
from facilitator.engine.state import State
from facilitator.json_forms import session_json
from facilitator.known import Known
from facilitator.notes import DIALECTS, Wish, notes_text
from facilitator.presenter.live import Presenter

LONGEST_MS: Final = 366 * 86_400_000
"""A year, in milliseconds: no segment is planned to take longer, whatever was added to it."""
FASTEST: Final = 86_400
"""The clock of a rehearsal that runs faster than this passes a day in a second."""


def sound_session(records: Sequence[Record], clock: Clock) -> Session:
    """Fold records, and try whatever the program will ever ask of the session.

    Records that came from elsewhere, or that a foreign hand changed, can be whole and fold and still hold a time that
    no calendar knows, or a length that nobody can add up. They should fail here, and not before a room full of people.

    Raises:
        CanNotResume: They are no session that can be used.
    """
    _look_at_times(records)
    try:
        session = session_of(records)
        _try_everything(session, clock)
    except CanNotResume:
        raise
    except Exception as error:  # whatever a foreign hand wrote must end as a sentence
        what = type(error).__name__
        raise CanNotResume(f"what it says can't be told in times and numbers ({what})") from error
    return session


def _look_at_times(records: Sequence[Record]) -> None:
    before = 0
    for record in records:
        if not 0 <= record.at <= LATEST_MS:
            raise CanNotResume(f"event {record.seq} happened at a time that no clock shows")
        if record.at < before:
            raise CanNotResume(f"event {record.seq} happened before the one that precedes it")
        before = record.at


def _look_at_lengths(state: State) -> None:
    if not 0 < state.speed <= FASTEST:
        raise CanNotResume(f"its clock runs {state.speed:g} times as fast as the wall")
    moments = (state.planned_start, state.hard_stop, *(segment.until for segment in state.segments))
    if any(not 0 <= moment <= LATEST_MS for moment in moments if moment is not None):
        raise CanNotResume("it begins or ends at a time that no clock shows")
    for segment in state.segments:
        lengths = (segment.planned_ms, segment.box.plan_ms or 0, segment.box.spent_ms)
        if any(abs(length) > LONGEST_MS for length in lengths):
            raise CanNotResume(f"its segment {segment.id} takes longer than a year")


def _try_everything(session: Session, clock: Clock) -> None:
    state = session.state
    _look_at_lengths(state)
    now = max(clock.now(), state.at)
    known = Known(acknowledged=len(session.events), events=len(session.events))
    presenter = Presenter(clock.local)
    presenter.live(session, known, now)
    presenter.wrap_up(session, known, now)
    session_json("", state, now, clock.local, private=True)
    for dialect in DIALECTS:
        notes_text(state, Wish(dialect), local=clock.local, now=now)
