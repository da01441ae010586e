"""How a sign-up is seen: what there is to take on, and who did."""

from facilitator.engine.activities.signup import SignupState
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment, State
from facilitator.presenter.shape import Local, Shown
from formats import model
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


SHOWN = Shown(view=_view, own=_own)
"""How a sign-up is seen."""
