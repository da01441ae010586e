"""Round: everyone in turn with a box each; what people say can be kept in named fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from facilitator.engine.commands import Command
from facilitator.engine.events import Body, Event, OrderDrawn
from facilitator.engine.items import too_long
from facilitator.engine.rules import Bodies, Moment, Refusal, Rules, Unfit, kept
from facilitator.engine.state import ActivityState, Segment, State
from facilitator.engine.turns import draw, waits_for_volunteer
from formats import model
from formats.text import clean
from formats.words import PersonId, SegmentId


@dataclass(frozen=True, slots=True)
class RoundState(ActivityState):
    """What people offered, by person and field."""

    fields: Mapping[PersonId, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeepField(Command):
    """Keep what someone said under one of the round's fields; an empty text takes it away."""

    person: PersonId
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldKept(Body):
    """What someone said was kept under a field of a round."""

    segment: SegmentId
    person: PersonId
    field: str
    text: str


def fields_of(state: State, segment: SegmentId) -> Mapping[str, str]:
    """Return the fields that a round keeps, with their headings; none for other activities."""
    spec = state.segment(segment).spec
    return spec.keep if isinstance(spec, model.Round) else {}


def keeping(state: State) -> SegmentId | None:
    """Return the round whose fields can be kept now: that of the turn that runs, else the current segment."""
    of = state.floor.of if state.floor is not None else state.current
    return of if of is not None and fields_of(state, of) else None


def _order(state: State, segment: Segment, moment: Moment) -> OrderDrawn | None:
    spec = segment.spec
    if not isinstance(spec, model.Round) or not state.present():
        return None
    order = draw(state, state.present(), spec.order, moment.chance(state), moment.now)
    if spec.opens == "facilitator" and state.facilitator in order:
        order = (state.facilitator, *(one for one in order if one != state.facilitator))
    away = tuple(one.id for one in state.people.values() if not one.present)
    return OrderDrawn(segment.id, (*order, *away))


def _begin(state: State, segment: Segment, moment: Moment) -> Bodies:
    if waits_for_volunteer(state, segment):
        return ()
    drawn = _order(state, segment, moment)
    return () if drawn is None else (drawn,)


def _turn_box(_state: State, segment: Segment) -> int | None:
    spec = segment.spec
    if isinstance(spec, model.Round) and spec.box_seconds is not None:
        return spec.box_seconds * 1_000
    return None


def _fresh(_state: State, _segment: Segment) -> ActivityState:
    return RoundState()


def _keep(state: State, command: KeepField, _moment: Moment) -> Bodies | Refusal:
    of = keeping(state)
    if of is None or command.field not in fields_of(state, of):
        return Refusal("This segment keeps nothing of each person; t keeps a takeaway.")
    if command.person not in state.people:
        return Refusal("Nobody has the floor; s calls the next speaker.")
    if state.off_record:
        return Refusal("All is off the record now, and this would stand in the notes; o ends that first.")
    text = clean(command.text).strip()
    refused = too_long(text)
    return Refusal(refused) if refused else (FieldKept(of, command.person, command.field, text),)


def _kept(state: State, body: FieldKept, _event: Event) -> State:
    stands = kept(state, body.segment, RoundState)
    if stands is None:
        raise Unfit(f"the round {body.segment} has not begun")
    if body.person not in state.people:
        raise Unfit(f"nobody is listed as {body.person}")
    mine = {**stands.fields.get(body.person, {}), body.field: body.text}
    if not body.text:
        del mine[body.field]
    return state.with_activity(body.segment, replace(stands, fields={**stands.fields, body.person: mine}))


def _allowed(state: State, _segment: Segment) -> frozenset[str]:
    return (
        frozenset({"keep_field"}) if keeping(state) is not None and state.floor is not None else frozenset()
    )


RULES = Rules(
    fresh=_fresh,
    begin=_begin,
    turn_box=_turn_box,
    order_on_demand=_order,
    decide={KeepField: _keep},
    apply={FieldKept: _kept},
    allowed=_allowed,
)
"""What a round adds."""
