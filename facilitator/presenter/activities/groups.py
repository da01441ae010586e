"""How groups are seen: who is with whom, and who does what, in the round that runs."""

from facilitator.engine.activities.groups import GroupsDrawn, GroupsState, in_no_group
from facilitator.engine.events import Body
from facilitator.engine.grouping import role_at
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment, State
from facilitator.presenter import wording
from facilitator.presenter.shape import Local, Shown
from formats import model
from screens.views.live import ChoiceRow, LineRow, LinesView


def _view(state: State, segment: Segment, _now: int, _local: Local) -> LinesView | None:
    spec = segment.spec
    stands = kept(state, segment.id, GroupsState)
    if not isinstance(spec, model.Groups):
        return None
    if stands is None or not stands.groups:
        return LinesView(
            "Groups", (), "Two people are needed: i and a name adds someone, then v draws the groups."
        )
    rows = []
    for place, group in enumerate(stands.groups, start=1):
        people = []
        for at, person in enumerate(group):
            role = role_at(spec.roles, spec.size, at)
            people.append(f"{state.name(person)} ({role})" if role else state.name(person))
        rows.append(LineRow(str(place), ", ".join(people)))
    outside = in_no_group(state, segment.id)
    note = "v: next round, or draw again"
    if outside:
        names = wording.names([state.name(person) for person in outside])
        note = f"in no group: {names}; v draws again"
    return LinesView(f"Groups · round {len(stands.rounds)} of {stands.of}", tuple(rows), note)


def _own(state: State, segment: Segment) -> tuple[ChoiceRow, ...]:
    stands = kept(state, segment.id, GroupsState)
    if stands is None:
        return ()
    rows = []
    if len(stands.rounds) < stands.of:
        rows.append(ChoiceRow("next_group_round", "", "next round", "Groups and roles change.", key="1"))
    rows.append(
        ChoiceRow("redraw_groups", "", "draw again", "The groups of this round.", key=str(len(rows) + 1))
    )
    return tuple(rows)


def _say(_state: State, body: Body) -> str:
    match body:
        case GroupsDrawn(round=number):
            return f"groups for round {number}"
        case _:
            return ""


SHOWN = Shown(view=_view, own=_own, inner=" for this round", say=_say)
"""How groups are seen."""
