"""Board: columns of numbered cards; silent writing and its reveal, merging, votes, actions made from cards."""

from dataclasses import dataclass, replace

from facilitator.engine.commands import Command
from facilitator.engine.events import Body, Event
from facilitator.engine.items import GONE, board_hidden, board_root, columns
from facilitator.engine.rules import Bodies, Moment, Refusal, Rules, Unfit, kept
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
class Reveal(Command):
    """Show the cards that were written silently."""


@dataclass(frozen=True, slots=True)
class CountVotes(Command):
    """Say how many votes a card has."""

    item: ItemId
    votes: int


@dataclass(frozen=True, slots=True)
class MoveCard(Command):
    """Put a card into the next column, or `step` columns on."""

    item: ItemId
    step: int = 1


@dataclass(frozen=True, slots=True)
class MergeCards(Command):
    """Put a card under another one that says the same, named by its number."""

    item: ItemId
    into_number: int


@dataclass(frozen=True, slots=True)
class CardsRevealed(Body):
    """The cards of a board are seen from now on."""

    segment: SegmentId


@dataclass(frozen=True, slots=True)
class VotesCounted(Body):
    """A card has so many votes."""

    item: ItemId
    votes: int


@dataclass(frozen=True, slots=True)
class CardMoved(Body):
    """A card lies in another column, counted from 0."""

    item: ItemId
    column: int


@dataclass(frozen=True, slots=True)
class CardMerged(Body):
    """A card lies under another one."""

    item: ItemId
    into: ItemId


def current_board(state: State) -> SegmentId | None:
    """Return the board on the screen: the one whose cards the current segment goes on with."""
    current = state.now_running
    if current is None or not isinstance(current.spec, model.Board):
        return None
    return board_root(state, current)


def _begin(state: State, segment: Segment, _moment: Moment) -> Bodies:
    root = board_root(state, segment)
    if root == segment.id or not board_hidden(state, root) or root not in state.activities:
        return ()
    return (CardsRevealed(root),)


def _fresh(_state: State, _segment: Segment) -> ActivityState:
    return BoardState()


def _card(state: State, item: ItemId) -> Item | Refusal:
    card = state.items.get(item)
    if card is None or card.board is None or card.merged is not None:
        return Refusal("Choose a card first, with the arrows." if card is not None else GONE)
    return card


def _reveal(state: State, _command: Reveal, _moment: Moment) -> Bodies | Refusal:
    root = current_board(state)
    if root is None or not board_hidden(state, root):
        return Refusal("Nothing is hidden here.")
    return (CardsRevealed(root),)


def _count(state: State, command: CountVotes, _moment: Moment) -> Bodies | Refusal:
    card = _card(state, command.item)
    if isinstance(card, Refusal):
        return card
    if not 0 <= command.votes <= MOST_VOTES:
        return Refusal(f"Votes go from 0 to {MOST_VOTES}.")
    if card.votes == command.votes:
        return Refusal("The card has that many votes already.")
    return (VotesCounted(card.id, command.votes),)


def _move(state: State, command: MoveCard, _moment: Moment) -> Bodies | Refusal:
    card = _card(state, command.item)
    if isinstance(card, Refusal):
        return card
    titles = columns(state, card.board) if card.board is not None else ()
    if len(titles) < 2:
        return Refusal("There is no other column.")
    return (CardMoved(card.id, ((card.column or 0) + command.step) % len(titles)),)


def _merge(state: State, command: MergeCards, _moment: Moment) -> Bodies | Refusal:
    card = _card(state, command.item)
    if isinstance(card, Refusal):
        return card
    into = next(
        (
            one
            for one in state.items.values()
            if one.board == card.board and one.number == command.into_number and one.merged is None
        ),
        None,
    )
    if into is None:
        return Refusal(f"There is no card {command.into_number} on this board.")
    if into.id == card.id:
        return Refusal("That is the same card; type the number of another one.")
    return (CardMerged(card.id, into.id),)


def _changed(state: State, item: ItemId, event: Event) -> Item:
    card = state.items.get(item)
    if card is None:
        raise Unfit("a card was changed that it caught")
    return replace(card, seq=event.seq)


def _apply_revealed(state: State, body: CardsRevealed, _event: Event) -> State:
    stands = kept(state, body.segment, BoardState)
    if stands is None:
        raise Unfit("cards were revealed on a board that it started")
    return state.with_activity(body.segment, replace(stands, revealed=True))


def _apply_votes(state: State, body: VotesCounted, event: Event) -> State:
    return state.with_item(replace(_changed(state, body.item, event), votes=body.votes))


def _apply_moved(state: State, body: CardMoved, event: Event) -> State:
    return state.with_item(replace(_changed(state, body.item, event), column=body.column))


def _apply_merged(state: State, body: CardMerged, event: Event) -> State:
    card = _changed(state, body.item, event)
    into = _changed(state, body.into, event)
    under = state.with_item(replace(card, merged=into.id))
    for other in state.items.values():
        if other.merged == card.id:
            under = under.with_item(replace(other, merged=into.id, seq=event.seq))
    return under.with_item(replace(into, votes=into.votes + card.votes))


def _allowed(state: State, segment: Segment) -> frozenset[str]:
    root = board_root(state, segment)
    hidden = board_hidden(state, root)
    cards = any(item.board == root for item in state.items.values())
    acts = {"reveal"} if hidden else set()
    if cards and not hidden:
        acts |= {"move_card", "merge_card", "card_action", "count_votes"}
    return frozenset(acts)


RULES = Rules(
    fresh=_fresh,
    begin=_begin,
    order_on_demand=True,
    decide={Reveal: _reveal, CountVotes: _count, MoveCard: _move, MergeCards: _merge},
    apply={
        CardsRevealed: _apply_revealed,
        VotesCounted: _apply_votes,
        CardMoved: _apply_moved,
        CardMerged: _apply_merged,
    },
    allowed=_allowed,
)
"""What a board adds."""
