"""How a board is seen: columns of numbered cards, dots while people write silently, the most votes first."""

from facilitator.engine.activities.board import CardMerged, CardMoved
from facilitator.engine.cards import CardsRevealed, VotesCounted
from facilitator.engine.events import Body
from facilitator.engine.items import board_hidden, board_root, cards_of, columns
from facilitator.engine.state import Item, Segment, State
from facilitator.presenter import naming
from facilitator.presenter.secrets import as_typed, shown
from facilitator.presenter.shape import Local, Shown
from formats import model
from screens.views.live import BoardView, ChoiceRow, ColumnView, ItemRow


def _row(state: State, card: Item, *, authors: bool) -> ItemRow:
    author = state.name(card.author) if authors and card.author is not None else ""
    return ItemRow(
        card.id,
        shown(state, card),
        tail=author,
        number=card.number,
        votes=card.votes,
        typed=as_typed(state, card),
    )


def _view(state: State, segment: Segment, _now: int, _local: Local) -> BoardView:
    root = board_root(state, segment)
    spec = state.segment(root).spec
    voting = isinstance(segment.spec, model.Board) and segment.spec.votes
    authors = isinstance(spec, model.Board) and spec.authors == "shown"
    cards = list(cards_of(state, root))
    if any(card.votes for card in cards):
        cards.sort(key=lambda card: (-card.votes, card.number))
    rows = {card.id: _row(state, card, authors=authors) for card in cards}
    titles = columns(state, root) or ("",)
    return BoardView(
        columns=tuple(
            ColumnView(title, tuple(rows[card.id] for card in cards if (card.column or 0) == place))
            for place, title in enumerate(titles)
        ),
        hidden=board_hidden(state, root),
        votes=voting or any(card.votes for card in cards),
    )


def _own(state: State, segment: Segment) -> tuple[ChoiceRow, ...]:
    root = board_root(state, segment)
    if board_hidden(state, root):
        return (ChoiceRow("reveal", "", "show the cards", key="1"),)
    voting = isinstance(segment.spec, model.Board) and segment.spec.votes
    cards = cards_of(state, root)
    if not voting:
        return ()
    return tuple(
        ChoiceRow(
            "count_votes",
            card.id,
            f"votes for {card.number}",
            detail=shown(state, card),
            key=str(card.number) if card.number < 10 else "",
            prompt=f"votes for {card.number}",
        )
        for card in cards
    )


def _say(state: State, body: Body) -> str:
    match body:
        case CardsRevealed():
            return "the cards are shown"
        case CardMoved(item=item):
            return f"moved {naming.item(state, item)}"
        case CardMerged(into=into):
            return f"merged into {naming.item(state, into)}"
        case VotesCounted(item=item, votes=votes):
            return f"{votes} votes for {naming.item(state, item)}"
        case _:
            return ""


SHOWN = Shown(view=_view, own=_own, say=_say)
"""How a board is seen."""
