"""Events as they are written, and the session that they are when they are read again."""

from collections.abc import Sequence

from data.records import JSON, Record
from facilitator.engine.codec import Stored, UnknownEvent, from_stored, to_stored
from facilitator.engine.events import Event
from facilitator.engine.rules import DoesNotApply
from facilitator.engine.session import Session, fold


class CanNotResume(Exception):
    """A stored session can't be folded; the message says why."""


def to_record(event: Event) -> Record:
    """Return an event as the envelope that is written."""
    stored = to_stored(event)
    data: dict[str, JSON] = stored.data  # type: ignore[assignment]  # the codec gives what JSON can hold
    return Record(stored.id, stored.seq, stored.act, stored.at, stored.kind, data)


def to_event(record: Record) -> Event:
    """Return the event that was written.

    Raises:
        UnknownEvent: This version can't read it.
    """
    return from_stored(Stored(record.id, record.seq, record.act, record.at, record.kind, record.data))


def session_of(records: Sequence[Record]) -> Session:
    """Fold what was written.

    Raises:
        CanNotResume: It is no session that this version can read.
    """
    try:
        return fold([to_event(one) for one in records])
    except UnknownEvent as problem:
        raise CanNotResume(f"{problem}; a newer version of facilitator may be needed") from problem
    except DoesNotApply as problem:
        raise CanNotResume(
            f"event {problem.event.seq} does not fit those before it: {problem.why}"
        ) from problem
    except ValueError as problem:
        raise CanNotResume("it has no events yet") from problem
