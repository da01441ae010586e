"""How a sign-up is seen: what there is to take on, and who did."""

from facilitator.engine.activities.signup import RoleGivenBack, RoleTaken, SignupState
from facilitator.engine.events import Body
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment, State
from facilitator.presenter import naming, wording
from facilitator.presenter.shape import Local, Shown
from formats import model
from formats.words import SegmentId
from screens.views.live import ChoiceRow, LineRow, LinesView


def _takers(state: State, segment: Segment, role: int) -> str:
    stands = kept(state, segment.id, SignupState)
    people = () if stands is None else stands.taken.get(role, ())
    return ", ".join(state.name(person) for person in people)


def _roles(segment: Segment) -> tuple[str, ...]:
    return segment.spec.roles if isinstance(segment.spec, model.Signup) else ()


def _view(state: State, segment: Segment, _now: int, _local: Local) -> LinesView:
    rows = tuple(
        LineRow(f"{place + 1}  {role}", _takers(state, segment, place) or "open", id=str(place))
        for place, role in enumerate(_roles(segment))
    )
    return LinesView("Who takes what on", rows, "v, the number and a name signs someone up")


def _own(state: State, segment: Segment) -> tuple[ChoiceRow, ...]:
    return tuple(
        ChoiceRow(
            "take_role",
            str(place),
            role,
            detail=_takers(state, segment, place),
            key=str(place + 1) if place < 9 else "",
            prompt=f"who takes on {role}",
        )
        for place, role in enumerate(_roles(segment))
    )


def _role(state: State, segment: SegmentId, role: int) -> str:
    found = next((one for one in state.segments if one.id == segment), None)
    return "a role" if found is None else wording.quoted(_roles(found)[role])


def _say(state: State, body: Body) -> str:
    match body:
        case RoleTaken(segment=segment, role=role, person=person):
            return f"{naming.person(state, person)} takes on {_role(state, segment, role)}"
        case RoleGivenBack(segment=segment, role=role, person=person):
            return f"{naming.person(state, person)} gives {_role(state, segment, role)} back"
        case _:
            return ""


SHOWN = Shown(view=_view, own=_own, say=_say)
"""How a sign-up is seen."""
