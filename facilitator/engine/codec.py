"""Events as they are stored and back: `{id, seq, act, at, kind, data}`."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from facilitator.engine.activities import RULES
from facilitator.engine.events import CORE, Body, Event
from formats.text import clean_tree
from formats.words import ActId


class UnknownEvent(Exception):
    """A stored event can't be read: its kind is not known, or what it says does not fit its kind."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An event as plain data."""

    id: str
    seq: int
    act: str
    at: int
    kind: str
    data: Mapping[str, object]


KINDS: dict[str, type[Body]] = {
    kind.__name__: kind for kind in (*CORE, *(kind for rules in RULES.values() for kind in rules.apply))
}
"""Every kind of event by the name under which it is stored."""

_ADAPTERS: dict[type[Body], TypeAdapter[Body]] = {}


def _adapter(kind: type[Body]) -> TypeAdapter[Body]:
    """Build the reader and writer of a kind when it is first met: most sessions meet half of them."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_stored(event: Event) -> Stored:
    """Return an event as plain data that JSON can hold."""
    kind = type(event.body)
    data = _adapter(kind).dump_python(event.body, mode="json")
    return Stored(event.id, event.seq, event.act, event.at, kind.__name__, data)


def from_stored(stored: Stored) -> Event:
    """Read an event from plain data, cleaned like all that comes from outside: a file can be written by anyone.

    Raises:
        UnknownEvent: It can't be read.
    """
    kind = KINDS.get(stored.kind)
    if kind is None:
        raise UnknownEvent(
            f"event {stored.seq} is of the kind {stored.kind}, which this version does not know"
        )
    try:
        body = _adapter(kind).validate_python(clean_tree(dict(stored.data)))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnknownEvent(
            f"event {stored.seq} ({stored.kind}) can't be read at {where}: {first['msg']}"
        ) from error
    return Event(stored.id, stored.seq, ActId(stored.act), stored.at, body)
