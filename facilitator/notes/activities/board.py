"""Board: its columns with their cards, most votes first, and under each card those merged into it."""

from facilitator.engine.items import columns
from facilitator.engine.state import Item, Segment
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Entry, Section
from facilitator.notes.wording import counted
from formats import model


def sections(telling: Discretion, segment: Segment) -> tuple[Section, ...]:
    """Return a board; one that goes on with an earlier board's cards adds nothing to it."""
    spec = segment.spec
    if not isinstance(spec, model.Board) or spec.from_segment is not None:
        return ()
    cards = [item for item in telling.items("card", "topic") if item.board == segment.id]
    titles = columns(telling.state, segment.id)
    within = tuple(
        Section(
            "activities", title, entries_of(telling, [one for one in cards if (one.column or 0) == place])
        )
        for place, title in enumerate(titles)
    )
    kept = tuple(one for one in within if one.entries)
    waiting = _waiting(telling, segment)
    return (Section("activities", spec.title, waiting, sections=kept),) if kept or waiting else ()


def _waiting(telling: Discretion, segment: Segment) -> tuple[Entry, ...]:
    """Count the cards that are not shown yet; where there are none, say nothing."""
    cards, words = telling.waiting(segment.id), telling.words
    return (Entry(counted(cards, words.hidden_card, words.hidden_cards)),) if cards else ()


def entries_of(telling: Discretion, cards: list[Item]) -> tuple[Entry, ...]:
    """Return cards with those merged into them beneath; a card whose other card is not told stands by itself."""
    told = {card.id for card in telling.items("card", "topic")}
    tops = [card for card in cards if card.merged not in told]
    tops.sort(key=lambda card: (-card.votes, card.number))
    return tuple(telling.entry(card, *_beneath(telling, card)) for card in tops)


def _beneath(telling: Discretion, card: Item) -> tuple[Entry, ...]:
    merged = (item for item in telling.items("card", "topic") if item.merged == card.id)
    # The votes of a merged card are counted with those of the card it lies under.
    return tuple(
        Entry(item.text, number=item.number, who=telling.author(item), kind=item.kind) for item in merged
    )
