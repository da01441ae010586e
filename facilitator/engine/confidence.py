"""What of a session is off the record, and the same session without its words.

No event is taken out: the numbers of events, items and cards, and with them undo, rest on how many there were. The
words go, and whoever they name; what is left folds to the same session, an item of one fixed text in each place.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from facilitator.engine.events import Body, Event, FateGiven, ItemCaptured, ItemEdited, ItemOffRecord
from facilitator.engine.session import Session
from formats.words import ItemId


@dataclass(frozen=True, slots=True)
class Confidence:
    """What of a session is not to leave it.

    Attributes:
        items: The items that are off the record, those too that were removed or taken back since.
        drafts: The numbers of events whose words their item had only while it was off the record: other words
            stood there by the time it was put on it.
    """

    items: frozenset[ItemId]
    drafts: frozenset[int]

    def holds(self, event: Event) -> bool:
        """Say whether an event holds words, or names, that are off the record."""
        match event.body:
            case ItemCaptured(item=item) | ItemEdited(item=item):
                return item in self.items or event.seq in self.drafts
            case FateGiven(item=item):
                return item in self.items
            case _:
                return False


def confidence(session: Session, known: AbstractSet[ItemId] = frozenset()) -> Confidence:
    """Tell what of a session is off the record.

    An item counts as it stands now; one that was off for a while and put on the record is on it. One that is gone
    counts as it stood last, and where taking back leaves a doubt, it was off the record.

    Args:
        session: The session.
        known: Items that are off the record, whatever the session says of them.
    """
    histories: dict[ItemId, _History] = {}
    for event in session.events:
        if isinstance(event.body, ItemCaptured | ItemEdited | ItemOffRecord):
            history = histories.setdefault(event.body.item, _History())
            history.tell(event, in_force=event.act not in session.undone)
    items = session.state.items
    off = frozenset(
        item
        for item, told in histories.items()
        if item in known or (items[item].off if item in items else told.doubtful)
    )
    drafts = frozenset(seq for item, told in histories.items() if item not in off for seq in told.never_on)
    return Confidence(off, drafts)


def without_words(session: Session, private: Confidence, instead: str) -> tuple[Event, ...]:
    """Return the events of a session without what is off the record; as many, with the same numbers.

    Args:
        session: The session.
        private: What of it is off the record.
        instead: What stands in the place of each text.
    """
    return tuple(
        replace(event, body=_emptied(event.body, instead)) if private.holds(event) else event
        for event in session.events
    )


def words_in_confidence(session: Session, private: Confidence) -> tuple[str, ...]:
    """Return the texts that are off the record, each once; not those that stand on the record as well."""
    told = [
        (event.body.text, private.holds(event))
        for event in session.events
        if isinstance(event.body, ItemCaptured | ItemEdited)
    ]
    on_record = {text for text, held in told if not held}
    return tuple(dict.fromkeys(text for text, held in told if held and text not in on_record))


@dataclass(slots=True)
class _History:
    """What is known of one item, event by event.

    Attributes:
        off: Whether it is off the record by the events in force so far.
        doubtful: The same, where one that put it off counts though it was taken back.
        never_on: The numbers of the events whose words were never on the record so far.
    """

    off: bool = False
    doubtful: bool = False
    never_on: set[int] = field(default_factory=set)
    _newest: int = 0

    def tell(self, event: Event, *, in_force: bool) -> None:
        """Hear the next event."""
        match event.body:
            case ItemCaptured(off=off):
                self._stands(off=off, in_force=in_force)
                self._reads(event.seq, in_force=in_force)
            case ItemOffRecord(off=off):
                self._stands(off=off, in_force=in_force)
                if in_force and not off:
                    self.never_on.discard(self._newest)
            case _:
                self._reads(event.seq, in_force=in_force)

    def _stands(self, *, off: bool, in_force: bool) -> None:
        if in_force:
            self.off = self.doubtful = off
        elif off:
            self.doubtful = True

    def _reads(self, seq: int, *, in_force: bool) -> None:
        if in_force:
            self._newest = seq
        if self.off if in_force else self.doubtful:
            self.never_on.add(seq)


def _emptied(body: Body, instead: str) -> Body:
    match body:
        case ItemCaptured():
            return replace(body, text=instead, author=None, owner=None, due=None, origin=None)
        case ItemEdited():
            return replace(body, text=instead, owner=None, due=None)
        case FateGiven():
            return replace(body, owner=None)
        case _:
            return body
