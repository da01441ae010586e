"""Who speaks, who is next, who wants to. What would mark anyone (passes, airtime, silence) never stands here."""

from facilitator.engine import forecast
from facilitator.engine.state import Segment, State
from facilitator.engine.turns import (
    ALL_AWAY,
    all_asked,
    hands_in_turn,
    not_introduced,
    still_to_come,
    waits_for_volunteer,
)
from facilitator.presenter import wording
from screens.views.live import FloorView

FOLLOWING = 2


def floor(state: State, now: int) -> FloorView:
    """Make the line of the floor."""
    if not state.people:
        return FloorView(note="Nobody is listed; i and a name adds someone.")
    if state.status == "waiting":
        here = tuple(state.name(person) for person in state.present())
        if here:
            return FloorView(coming=here, here=True)
        return FloorView(note="Nobody is here yet; i brings people in.")
    if state.current is None or state.status == "ended":
        return FloorView()
    current = state.segment(state.current)
    coming = [state.name(person) for person in still_to_come(state, state.current)]
    speaking = state.floor
    turn, over = "", False
    if speaking is not None:
        spent = speaking.box.spent(now)
        plan = speaking.box.plan_ms
        over = plan is not None and spent >= plan
        if plan is None:
            turn = wording.spent(spent)
        elif not over:
            turn = f"{wording.spent(spent)} of {wording.left(plan)}"
    return FloorView(
        speaker="" if speaking is None else state.name(speaking.person),
        turn=turn,
        time=over,
        following=tuple(coming[:FOLLOWING]),
        coming=tuple(coming[FOLLOWING:]),
        hands=tuple(state.name(person) for person in hands_in_turn(state, current, now)),
        missing=tuple(state.name(person) for person in not_introduced(state)),
        note=_note(state, current, now),
    )


def _note(state: State, current: Segment, now: int) -> str:
    if not state.present():
        return ALL_AWAY
    if current.id not in state.orders:
        return _who_begins(state, current)
    if state.floor is None and not still_to_come(state, current.id):
        return f"{all_asked(state, current.id)}; n goes on."
    short = forecast.short_of_round(state, now)
    if short < wording.SECOND:
        return ""
    return f"{wording.minutes_up(short)} min more for all to speak; + adds"


def _who_begins(state: State, current: Segment) -> str:
    if not waits_for_volunteer(state, current) or state.hands or state.floor is not None:
        return ""
    return "Who begins? j or h and a name; s draws by lot."
