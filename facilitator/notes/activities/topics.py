"""Topics: each topic that was taken, with its votes."""

from facilitator.engine.items import board_root
from facilitator.engine.state import Segment
from facilitator.notes.activities.board import entries_of
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Entry, Section
from formats import model


def sections(telling: Discretion, segment: Segment) -> tuple[Section, ...]:
    """Return the topics of a segment."""
    if not isinstance(segment.spec, model.Topics):
        return ()
    root = board_root(telling.state, segment)
    cards = [item for item in telling.items("card", "topic") if item.board == root]
    entries = entries_of(telling, cards)
    return (Section("topics", segment.spec.title, entries),) if entries else ()


def not_taken(telling: Discretion, segment: Segment) -> tuple[Entry, ...]:
    """Return the topics that there was no time for."""
    return ()
