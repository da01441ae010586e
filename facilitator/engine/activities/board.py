"""Board: columns of numbered cards; silent writing and its reveal, merging, votes, actions made from cards."""

from dataclasses import dataclass, replace

from facilitator.engine.cards import (
    BoardState,
    CardsRevealed,
    CountVotes,
    VotesCounted,
    apply_revealed,
    apply_votes,
    changed_card,
    chosen_card,
    count_votes,
    reveal_first,
)
from facilitator.engine.commands import Command
from facilitator.engine.events import Body, Event, OrderDrawn
from facilitator.engine.items import board_hidden, board_root, cards_of, columns
from facilitator.engine.rules import Bodies, Moment, Refusal, Rules
from facilitator.engine.state import ActivityState, Segment, State
from facilitator.engine.turns import draw
from formats import model
from formats.words import ItemId, SegmentId

__all__ = [
    "RULES",
    "BoardState",
    "CardMerged",
    "CardMoved",
    "CardsRevealed",
    "CountVotes",
    "MergeCards",
    "MoveCard",
    "Reveal",
    "VotesCounted",
    "current_board",
]


@dataclass(frozen=True, slots=True)
class Reveal(Command):
    """Show the cards that were written silently."""


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


def _fresh(_state: State, _segment: Segment) -> ActivityState:
    return BoardState()


def _order(state: State, segment: Segment, moment: Moment) -> OrderDrawn | None:
    here = state.present()
    roster = draw(state, here, "roster", moment.chance(state), moment.now)
    return OrderDrawn(segment.id, roster) if here else None


def _reveal(state: State, _command: Reveal, _moment: Moment) -> Bodies | Refusal:
    current = state.now_running
    root = None if current is None else board_root(state, current)
    if root is None or not board_hidden(state, root):
        return Refusal("Nothing is hidden here.")
    return (CardsRevealed(root),)


def _move(state: State, command: MoveCard, _moment: Moment) -> Bodies | Refusal:
    card = chosen_card(state, command.item)
    if isinstance(card, Refusal):
        return card
    titles = columns(state, card.board) if card.board is not None else ()
    if len(titles) < 2:
        return Refusal("There is no other column.")
    return (CardMoved(card.id, ((card.column or 0) + command.step) % len(titles)),)


def _merge(state: State, command: MergeCards, _moment: Moment) -> Bodies | Refusal:
    card = chosen_card(state, command.item)
    if isinstance(card, Refusal):
        return card
    on_board = () if card.board is None else cards_of(state, card.board)
    into = next((one for one in on_board if one.number == command.into_number), None)
    if into is None:
        return Refusal(f"There is no card {command.into_number} on this board.")
    if into.id == card.id:
        return Refusal("That is the same card; type the number of another one.")
    return (CardMerged(card.id, into.id),)


def _apply_moved(state: State, body: CardMoved, event: Event) -> State:
    return state.with_item(replace(changed_card(state, body.item, event), column=body.column))


def _apply_merged(state: State, body: CardMerged, event: Event) -> State:
    card = changed_card(state, body.item, event)
    into = changed_card(state, body.into, event)
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
    begin=reveal_first,
    order_on_demand=_order,
    decide={Reveal: _reveal, CountVotes: count_votes, MoveCard: _move, MergeCards: _merge},
    apply={
        CardsRevealed: apply_revealed,
        VotesCounted: apply_votes,
        CardMoved: _apply_moved,
        CardMerged: _apply_merged,
    },
    allowed=_allowed,
)
"""What a board adds."""
