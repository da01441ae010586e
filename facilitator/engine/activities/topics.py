"""Topics: a queue of cards taken by votes, a small box each, and thumbs to go on."""

from dataclasses import dataclass, replace

from facilitator.engine.cards import (
    CardsRevealed,
    CountVotes,
    VotesCounted,
    apply_revealed,
    apply_votes,
    count_votes,
    reveal_first,
)
from facilitator.engine.commands import Command
from facilitator.engine.events import Body, Event
from facilitator.engine.items import board_hidden, board_root, cards_of
from facilitator.engine.rules import Bodies, Moment, Refusal, Rules, Unfit, kept
from facilitator.engine.state import ActivityState, Item, Segment, State
from facilitator.engine.timebox import Box
from formats import model
from formats.words import ItemId, SegmentId


@dataclass(frozen=True, slots=True)
class TopicsState(ActivityState):
    """Which topic is talked about, and which were.

    Attributes:
        item: The topic that runs; `None` between topics.
        box: Its box, started and stopped with the segment's; `None` between topics.
        extensions: How often the room wanted to go on with it.
        done: The topics that were talked about, in order.
    """

    item: ItemId | None = None
    box: Box | None = None
    extensions: int = 0
    done: tuple[ItemId, ...] = ()

    @property
    def large_box(self) -> Box | None:
        """The box of the topic that runs."""
        return self.box

    @property
    def subject(self) -> ItemId | None:
        """The topic that runs."""
        return self.item

    def with_large_box(self, box: Box) -> "TopicsState":
        """Return the same with the topic's box changed."""
        return replace(self, box=box)

    def left(self, _at: int) -> "TopicsState":
        """Return the same with the topic ended: another segment begins."""
        return self.ended()

    def ended(self) -> "TopicsState":
        """Return the same with no topic running; the one that ran is done."""
        if self.item is None:
            return self
        done = self.done if self.item in self.done else (*self.done, self.item)
        return replace(self, item=None, box=None, extensions=0, done=done)


@dataclass(frozen=True, slots=True)
class NextTopic(Command):
    """End the topic that runs, and take the one with the most votes of those left."""


@dataclass(frozen=True, slots=True)
class GoOn(Command):
    """Give the topic that runs its next, smaller box, because thumbs are up."""


@dataclass(frozen=True, slots=True)
class TopicStarted(Body):
    """A topic is talked about, for `box_ms` milliseconds at first."""

    segment: SegmentId
    item: ItemId
    box_ms: int


@dataclass(frozen=True, slots=True)
class TopicExtended(Body):
    """The room goes on with the topic for `ms` milliseconds more."""

    segment: SegmentId
    ms: int


@dataclass(frozen=True, slots=True)
class TopicEnded(Body):
    """The room is done with a topic."""

    segment: SegmentId
    item: ItemId


def topics_left(state: State, segment: SegmentId) -> tuple[Item, ...]:
    """Return the topics that were not taken yet: most votes first, ties in the order of their numbers."""
    stands = kept(state, segment, TopicsState) or TopicsState()
    taken = {*stands.done, stands.item}
    cards = cards_of(state, board_root(state, state.segment(segment)))
    waiting = [card for card in cards if card.id not in taken]
    return tuple(sorted(waiting, key=lambda card: (-card.votes, card.number)))


def current_topic(state: State, segment: SegmentId) -> Item | None:
    """Return the topic that runs in a segment; `None` between topics, and when its card was taken away."""
    stands = kept(state, segment, TopicsState)
    return None if stands is None or stands.item is None else state.items.get(stands.item)


def next_box_ms(spec: model.Topics, extensions: int) -> int:
    """Return the box that thumbs up add after so many extensions, in milliseconds; the last one repeats."""
    return spec.boxes_seconds[min(extensions + 1, len(spec.boxes_seconds) - 1)] * 1_000


def _fresh(_state: State, _segment: Segment) -> ActivityState:
    return TopicsState()


def _here(state: State) -> tuple[Segment, model.Topics, TopicsState] | Refusal:
    segment = state.now_running
    stands = kept(state, state.current, TopicsState)
    if segment is None or stands is None or not isinstance(segment.spec, model.Topics):
        return Refusal("This segment has no topics; n goes on to the next segment.")
    return segment, segment.spec, stands


def _next(state: State, _command: NextTopic, _moment: Moment) -> Bodies | Refusal:
    here = _here(state)
    if isinstance(here, Refusal):
        return here
    segment, spec, stands = here
    ended = () if stands.item is None else (TopicEnded(segment.id, stands.item),)
    left = topics_left(state, segment.id)
    if left:
        return (*ended, TopicStarted(segment.id, left[0].id, spec.boxes_seconds[0] * 1_000))
    return ended or Refusal("No topic is left; c adds one, n goes on to the next segment.")


def _go_on(state: State, _command: GoOn, _moment: Moment) -> Bodies | Refusal:
    here = _here(state)
    if isinstance(here, Refusal):
        return here
    segment, spec, stands = here
    if stands.item is None:
        return Refusal("No topic has begun; take the next topic first.")
    return (TopicExtended(segment.id, next_box_ms(spec, stands.extensions)),)


def _stands(state: State, segment: SegmentId) -> TopicsState:
    stands = kept(state, segment, TopicsState)
    if stands is None:
        raise Unfit(f"the segment of the topics, {segment}, has not begun")
    return stands


def _apply_started(state: State, body: TopicStarted, event: Event) -> State:
    stands = _stands(state, body.segment)
    if body.item not in state.items:
        raise Unfit(f"there is no topic {body.item}")
    runs = state.current == body.segment and state.paused_since is None
    box = Box(body.box_ms, since=event.at if runs else None)
    return state.with_activity(body.segment, replace(stands.ended(), item=body.item, box=box))


def _apply_extended(state: State, body: TopicExtended, _event: Event) -> State:
    stands = _stands(state, body.segment)
    if stands.box is None:
        raise Unfit("no topic runs")
    longer = replace(stands, box=stands.box.lengthened(body.ms), extensions=stands.extensions + 1)
    return state.with_activity(body.segment, longer)


def _apply_ended(state: State, body: TopicEnded, _event: Event) -> State:
    stands = _stands(state, body.segment)
    if stands.item != body.item:
        raise Unfit("that topic does not run")
    return state.with_activity(body.segment, stands.ended())


def _allowed(state: State, segment: Segment) -> frozenset[str]:
    stands = kept(state, segment.id, TopicsState)
    root = board_root(state, segment)
    runs = stands is not None and stands.item is not None
    acts = {"go_on_topic"} if runs else set()
    if runs or topics_left(state, segment.id):
        acts.add("next_topic")
    if board_hidden(state, root):
        acts.add("reveal")
    elif cards_of(state, root):
        acts.add("count_votes")
    return frozenset(acts)


RULES = Rules(
    fresh=_fresh,
    begin=reveal_first,
    decide={NextTopic: _next, GoOn: _go_on, CountVotes: count_votes},
    apply={
        TopicStarted: _apply_started,
        TopicExtended: _apply_extended,
        TopicEnded: _apply_ended,
        VotesCounted: apply_votes,
        CardsRevealed: apply_revealed,
    },
    allowed=_allowed,
)
"""What topics add."""
