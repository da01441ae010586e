"""What boards and topics share: votes on cards, and cards that are shown at last."""

from dataclasses import dataclass, replace

from facilitator.engine.commands import Command
from facilitator.engine.events import Body, Event
from facilitator.engine.items import GONE, board_hidden, board_root
from facilitator.engine.rules import Bodies, Moment, Refusal, Unfit
from facilitator.engine.state import ActivityState, Item, Segment, State
from formats import model
from formats.words import ItemId, SegmentId

MOST_VOTES = 999


@dataclass(frozen=True, slots=True)
class BoardState(ActivityState):
    """Whether the cards of a board were revealed."""

    revealed: bool = False

    @property
    def shows_cards(self) -> bool:
        """Whether cards that were written silently are shown by now."""
        return self.revealed


@dataclass(frozen=True, slots=True)
class CountVotes(Command):
    """Say how many votes a card or topic has."""

    item: ItemId
    votes: int


@dataclass(frozen=True, slots=True)
class CardsRevealed(Body):
    """The cards of a board are seen from now on."""

    segment: SegmentId


@dataclass(frozen=True, slots=True)
class VotesCounted(Body):
    """A card has so many votes."""

    item: ItemId
    votes: int


def author_dropped(state: State, item: Item) -> bool:
    """Say whether an item lies on a board that does not show who wrote its cards."""
    if item.board is None:
        return False
    spec = state.segment(item.board).spec
    return isinstance(spec, model.Board) and spec.authors == "dropped"


def chosen_card(state: State, item: ItemId) -> Item | Refusal:
    """Return the card that is chosen, if it is one and lies under no other."""
    card = state.items.get(item)
    if card is None or card.board is None or card.merged is not None:
        return Refusal("Choose a card first, with the arrows." if card is not None else GONE)
    return card


def changed_card(state: State, item: ItemId, event: Event) -> Item:
    """Return a card, marked as changed by an event.

    Raises:
        Unfit: There is none of that id.
    """
    card = state.items.get(item)
    if card is None:
        raise Unfit(f"there is no card {item}")
    return replace(card, seq=event.seq)


def count_votes(state: State, command: CountVotes, _moment: Moment) -> Bodies | Refusal:
    """Keep how many votes a card has."""
    card = chosen_card(state, command.item)
    if isinstance(card, Refusal):
        return card
    if not 0 <= command.votes <= MOST_VOTES:
        return Refusal(f"Votes go from 0 to {MOST_VOTES}.")
    if card.votes == command.votes:
        return Refusal("The card has that many votes already.")
    return (VotesCounted(card.id, command.votes),)


def reveal_first(state: State, segment: Segment, _moment: Moment) -> Bodies:
    """Show the cards of an earlier board when a segment that goes on with them begins."""
    root = board_root(state, segment)
    return (CardsRevealed(root),) if root != segment.id and board_hidden(state, root) else ()


def apply_votes(state: State, body: VotesCounted, event: Event) -> State:
    """Fold `VotesCounted`."""
    return state.with_item(replace(changed_card(state, body.item, event), votes=body.votes))


def apply_revealed(state: State, body: CardsRevealed, _event: Event) -> State:
    """Fold `CardsRevealed`, for a board that was skipped too."""
    return state.with_activity(body.segment, BoardState(revealed=True))
