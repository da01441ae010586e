"""How a round that keeps fields is seen: what each person offered."""

from facilitator.engine.activities.round import FieldKept, RoundState, fields_of, keeping
from facilitator.engine.events import Body
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment, State
from facilitator.presenter import naming
from facilitator.presenter.shape import Local, Shown
from screens.views.live import ChoiceRow, LineRow, LinesView


def _view(state: State, segment: Segment, _now: int, _local: Local) -> LinesView | None:
    of = keeping(state) or segment.id
    headings = fields_of(state, of)
    stands = kept(state, of, RoundState)
    if not headings:
        return None
    fields = {} if stands is None else stands.fields
    speaking = None if state.floor is None else state.floor.person
    rows = tuple(
        LineRow(
            state.name(person),
            " · ".join(f"{headings[field]}: {text}" for field, text in said.items() if field in headings),
            strong=person == speaking,
        )
        for person, said in fields.items()
        if said
    )
    keys = "   ".join(f"v {place} {heading}" for place, heading in enumerate(headings.values(), start=1))
    hint = "" if rows else f"to keep what the speaker says:   {keys}"
    return LinesView("Kept", rows, hint, newest=True)


def _own(state: State, _segment: Segment) -> tuple[ChoiceRow, ...]:
    of = keeping(state)
    if of is None or state.floor is None:
        return ()
    name = state.name(state.floor.person)
    stands = kept(state, of, RoundState)
    said = {} if stands is None else stands.fields.get(state.floor.person, {})
    return tuple(
        ChoiceRow(
            "keep_field",
            f"{state.floor.person} {field}",
            f"{name} {heading}",
            detail=said.get(field, ""),
            key=str(place) if place < 10 else "",
            prompt=f"{name} {heading}",
            draft=said.get(field, ""),
        )
        for place, (field, heading) in enumerate(fields_of(state, of).items(), start=1)
    )


def _say(state: State, body: Body) -> str:
    match body:
        case FieldKept(person=person):
            return f"kept of {naming.person(state, person)}"
        case _:
            return ""


SHOWN = Shown(view=_view, own=_own, say=_say)
"""How a round is seen."""
