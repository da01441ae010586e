"""Round: what people offered under its fields, in the order of the list of people."""

from collections.abc import Iterator

from facilitator.engine.activities.round import RoundState
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Entry, Section
from formats import model


def sections(telling: Discretion, segment: Segment) -> tuple[Section, ...]:
    """Return what was kept in a round; where nobody is named, field by field, so that nothing points to anyone."""
    spec = segment.spec
    stands = kept(telling.state, segment.id, RoundState)
    if stands is None or not isinstance(spec, model.Round):
        return ()
    entries = tuple(_by_person(telling, spec, stands) if telling.names_people else _by_field(spec, stands))
    return (Section("activities", spec.title, entries),) if entries else ()


def _by_person(telling: Discretion, spec: model.Round, stands: RoundState) -> Iterator[Entry]:
    for person in telling.state.people:
        mine = stands.fields.get(person, {})
        for field, heading in spec.keep.items():
            if mine.get(field):
                yield Entry(mine[field], person=telling.name(person), label=heading)


def _by_field(spec: model.Round, stands: RoundState) -> Iterator[Entry]:
    for field, heading in spec.keep.items():
        texts = [mine[field] for mine in stands.fields.values() if mine.get(field)]
        yield from (Entry(text, label=heading) for text in sorted(texts, key=str.casefold))
