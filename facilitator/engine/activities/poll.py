"""Poll: questions answered by hands; counts are kept, never who raised a hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from facilitator.engine.commands import Command
from facilitator.engine.events import Body, Event
from facilitator.engine.rules import Bodies, Moment, Refusal, Rules, Unfit, kept
from facilitator.engine.state import ActivityState, Segment, State
from formats import model
from formats.words import SegmentId

MOST_HANDS = 999
SCALE = ("1", "2", "3", "4", "5")
"""The choices of a question that names none."""


@dataclass(frozen=True, slots=True)
class PollState(ActivityState):
    """Hands by question and choice, each by its place from 0."""

    counts: Mapping[int, Mapping[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CountHands(Command):
    """Say how many hands are up for a choice of a question, each by its place from 0."""

    question: int
    choice: int
    hands: int


@dataclass(frozen=True, slots=True)
class HandsCounted(Body):
    """So many hands were up for a choice of a question."""

    segment: SegmentId
    question: int
    choice: int
    hands: int


def choices(spec: model.Poll) -> tuple[str, ...]:
    """Return what can be answered."""
    return spec.choices or SCALE


def _fresh(_state: State, _segment: Segment) -> ActivityState:
    return PollState()


def _count(state: State, command: CountHands, _moment: Moment) -> Bodies | Refusal:
    segment = state.now_running
    if segment is None or not isinstance(segment.spec, model.Poll):
        return Refusal("There is no poll in this segment.")
    spec = segment.spec
    if not (0 <= command.question < len(spec.questions) and 0 <= command.choice < len(choices(spec))):
        return Refusal("There is no such choice.")
    if not 0 <= command.hands <= MOST_HANDS:
        return Refusal(f"Type how many hands are up, from 0 to {MOST_HANDS}.")
    return (HandsCounted(segment.id, command.question, command.choice, command.hands),)


def _apply(state: State, body: HandsCounted, _event: Event) -> State:
    stands = kept(state, body.segment, PollState)
    if stands is None:
        raise Unfit(f"the poll {body.segment} has not begun")
    counts = {**stands.counts.get(body.question, {}), body.choice: body.hands}
    return state.with_activity(body.segment, replace(stands, counts={**stands.counts, body.question: counts}))


def _allowed(_state: State, _segment: Segment) -> frozenset[str]:
    return frozenset({"count_hands"})


RULES = Rules(fresh=_fresh, decide={CountHands: _count}, apply={HandsCounted: _apply}, allowed=_allowed)
"""What a poll adds."""
