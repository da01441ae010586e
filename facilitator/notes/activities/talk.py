"""Talk: who presented."""

from facilitator.engine.state import Segment
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Entry, Section


def sections(telling: Discretion, segment: Segment) -> tuple[Section, ...]:
    """Return the presenters of a talk that was held, where people are named."""
    presenters = telling.names(telling.state.presenters.get(segment.id, ()))
    if not presenters or not segment.entered:
        return ()
    entries = tuple(Entry(name, label=telling.words.presented_by) for name in presenters)
    return (Section("activities", segment.spec.title, entries),)
