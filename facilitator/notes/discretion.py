"""What the notes may say of people and of items, at each level. Everything that names someone goes through here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from facilitator.engine.activities.round import RoundState
from facilitator.engine.cards import author_dropped
from facilitator.engine.items import is_hidden
from facilitator.engine.state import Item, Person, State
from facilitator.notes.document import Entry
from facilitator.notes.headings import AS_THEY_COME, Words
from formats.words import ItemKind, Level, PersonId, SegmentId


@dataclass(frozen=True)
class Discretion:
    """A session as notes of a level may tell it.

    Attributes:
        state: The session.
        level: `open`: also who said something; `names`: what people offered or took on; `room`: nobody.
        now: The moment the notes are made, in UTC milliseconds.
        words: The program's own words.
    """

    state: State
    level: Level
    now: int
    words: Words = AS_THEY_COME.words

    @property
    def names_people(self) -> bool:
        """Whether anyone may be named at all."""
        return self.level != "room"

    def name(self, person: PersonId | None) -> str:
        """Return the name of someone who offered something or took it on; empty where nobody is named."""
        if person is None or not self.names_people or person not in self.state.people:
            return ""
        return self.state.name(person)

    def names(self, people: Iterable[PersonId]) -> tuple[str, ...]:
        """Return the names of people who offered something or took it on; none where nobody is named."""
        return tuple(name for name in (self.name(person) for person in people) if name)

    def author(self, item: Item) -> str:
        """Return who said, wrote or parked an item, where the level and the board show it."""
        if self.level != "open" or author_dropped(self.state, item):
            return ""
        return self.name(item.author)

    def items(self, *kinds: ItemKind) -> tuple[Item, ...]:
        """Return the items of these kinds that may be told, in the order of capture.

        Those off the record never may, and those that are written silently not before they are shown or the session
        has ended.
        """
        return tuple(item for item in self._told if item.kind in kinds)

    @cached_property
    def _told(self) -> tuple[Item, ...]:
        return tuple(item for item in self.state.items.values() if not item.off and not self._waits(item))

    def waiting(self, board: SegmentId) -> int:
        """Return how many cards of a board are written silently and not shown yet."""
        return sum(
            item.board == board and not item.off and self._waits(item) for item in self.state.items.values()
        )

    def _waits(self, item: Item) -> bool:
        return self.state.status != "ended" and is_hidden(self.state, item)

    def entry(self, item: Item, *beneath: Entry) -> Entry:
        """Return what the notes say of an item: its text, and of people what the level allows."""
        takes_it_on = item.kind == "action" or item.fate == "assigned"
        return Entry(
            item.text,
            number=item.number if item.kind in {"card", "topic"} else 0,
            who=self.author(item),
            owners=self.names((item.owner,)) if takes_it_on and item.owner is not None else (),
            due=read_day(item.due),
            fate=(item.fate or "") if item.kind == "parked" else "",
            votes=item.votes,
            entries=beneath,
            kind=item.kind,
        )

    def were_there(self) -> tuple[Person, ...]:
        """Return who took part, in the order of the list."""
        return tuple(person for person in self.state.people.values() if took_part(self.state, person))


def took_part(state: State, person: Person) -> bool:
    """Say whether someone was in the room: is there now, or was asked, spoke, wrote or offered something before.

    People who are listed because they came last time, and did not come, were not there; that they own an action
    does not change it.
    """
    if person.present or person.id in state.voices:
        return True
    if any(person.id in {*order.done, *order.passed, *order.again} for order in state.orders.values()):
        return True
    if any(person.id == item.author for item in state.items.values()):
        return True
    return any(isinstance(one, RoundState) and one.fields.get(person.id) for one in state.activities.values())


def read_day(iso: str | None) -> date | None:
    """Read the local date of an action; what is no date counts as none."""
    try:
        return None if iso is None else date.fromisoformat(iso)
    except ValueError:
        return None
