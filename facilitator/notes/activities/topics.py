"""Topics: each one that was talked about, and beneath it what came of it."""

from facilitator.engine.activities.topics import TopicsState, topics_left
from facilitator.engine.rules import kept
from facilitator.engine.state import Item, Segment
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Entry, Section
from facilitator.notes.wording import write_kind
from formats import model


def sections(telling: Discretion, segment: Segment) -> tuple[Section, ...]:
    """Return the topics that were taken, in the order in which they were."""
    stands = kept(telling.state, segment.id, TopicsState)
    if stands is None:
        return ()
    told = {item.id: item for item in telling.items("card", "topic")}
    taken = dict.fromkeys((*stands.done, stands.item))
    entries = tuple(_topic(telling, told[item]) for item in taken if item in told)
    return (Section("topics", segment.spec.title, entries),) if entries else ()


def not_taken(telling: Discretion, segment: Segment) -> tuple[Entry, ...]:
    """Return the topics that there was no time for; of a board's cards, only those that someone voted for."""
    spec = segment.spec
    if not isinstance(spec, model.Topics):
        return ()
    told = {item.id for item in telling.items("card", "topic")}
    left = (item for item in topics_left(telling.state, segment.id) if item.id in told)
    return tuple(
        Entry(item.text, votes=item.votes, kind=item.kind)
        for item in left
        if spec.from_segment is None or item.votes
    )


def _topic(telling: Discretion, topic: Item) -> Entry:
    merged = (item for item in telling.items("card", "topic") if item.merged == topic.id)
    came_of_it = telling.items("takeaway", "decision", "action", "resource", "parked")
    return telling.entry(
        topic,
        *(Entry(item.text, number=item.number, who=telling.author(item), kind=item.kind) for item in merged),
        *(
            Entry(item.text, label=write_kind(item.kind, telling.words), kind=item.kind)
            for item in came_of_it
            if topic.id in (item.origin, item.subject)
        ),
    )
