"""Talk: one or more named presenters, each with a box."""

from facilitator.engine.events import OrderDrawn
from facilitator.engine.rules import Bodies, Moment, Rules
from facilitator.engine.state import ActivityState, Segment, State
from formats import model


def _begin(state: State, segment: Segment, _moment: Moment) -> Bodies:
    presenters = state.presenters.get(segment.id, ())
    return (OrderDrawn(segment.id, presenters, latecomers=False),) if presenters else ()


def _turn_box(state: State, segment: Segment) -> int | None:
    if not isinstance(segment.spec, model.Talk):
        return None
    if segment.spec.box_seconds is not None:
        return segment.spec.box_seconds * 1_000
    order = state.orders.get(segment.id)
    number = max(segment.spec.presenters, len(order.queue) if order is not None else 0)
    return segment.plan_ms // number


def _fresh(_state: State, _segment: Segment) -> ActivityState:
    return ActivityState()


RULES = Rules(fresh=_fresh, begin=_begin, turn_box=_turn_box)
"""What a talk adds."""
