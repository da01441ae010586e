"""How topics are seen: the one that runs, those that wait by their votes, those that were talked about."""

from facilitator.engine.activities.topics import (
    TopicEnded,
    TopicExtended,
    TopicsState,
    TopicStarted,
    current_topic,
    topics_left,
)
from facilitator.engine.events import Body
from facilitator.engine.items import board_hidden, board_root
from facilitator.engine.rules import kept
from facilitator.engine.state import Item, Segment, State
from facilitator.presenter import naming, wording
from facilitator.presenter.secrets import shown
from facilitator.presenter.shape import Local, Shown
from screens.views.live import ChoiceRow, LineRow, LinesView

MOST_DIGITS = 9


def _line(state: State, card: Item, *, strong: bool = False, done: bool = False) -> LineRow:
    votes = f"  {'●' * min(card.votes, 8)} {card.votes}" if card.votes else ""
    sign = "✓ " if done else ("▶ " if strong else "")
    return LineRow(f"{sign}{card.number}", shown(state, card) + votes, strong=strong, id=card.id)


def _view(state: State, segment: Segment, _now: int, _local: Local) -> LinesView:
    stands = kept(state, segment.id, TopicsState) or TopicsState()
    running = current_topic(state, segment.id)
    done = [state.items[item] for item in stands.done if item in state.items and item != stands.item]
    rows = [_line(state, card, done=True) for card in done]
    if running is not None:
        rows.append(_line(state, running, strong=True))
    rows += [_line(state, card) for card in topics_left(state, segment.id)]
    if running is not None:
        note = "v: thumbs up go on, else next topic"
    elif rows:
        note = "v counts votes and takes the next topic"
    else:
        note = "c adds a topic; then v counts votes and takes the first"
    voted = any(card.votes for card in topics_left(state, segment.id))
    return LinesView("Topics", tuple(rows), note, newest=not voted)


def _own(state: State, segment: Segment) -> tuple[ChoiceRow, ...]:
    if board_hidden(state, board_root(state, segment)):
        return (ChoiceRow("reveal", "", "show the cards", key="1"),)
    running = current_topic(state, segment.id)
    rows = []
    if running is not None:
        rows.append(ChoiceRow("go_on_topic", "", "thumbs up: go on", key="+"))
    left = topics_left(state, segment.id)
    if left or running is not None:
        rows.append(ChoiceRow("next_topic", "", "next topic", key="0"))
    for card in left:
        key = str(card.number) if card.number <= MOST_DIGITS else ""
        prompt = f"votes for {card.number}"
        rows.append(ChoiceRow("count_votes", card.id, prompt, shown(state, card), key=key, prompt=prompt))
    return tuple(rows)


def _say(state: State, body: Body) -> str:
    match body:
        case TopicStarted(item=item):
            return f"topic {naming.item(state, item)}"
        case TopicExtended(ms=ms):
            return f"{wording.length(ms)} more for this topic"
        case TopicEnded():
            return "the topic is done"
        case _:
            return ""


SHOWN = Shown(view=_view, own=_own, inner=" for this topic", say=_say)
"""How topics are seen."""
