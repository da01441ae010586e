"""Who facilitates, keeps time, takes notes, and presents."""

from dataclasses import replace

from facilitator.engine.commands import GiveDuty
from facilitator.engine.events import Body, DutyGiven, DutyGivenBack, Event, OrderDrawn
from facilitator.engine.rules import Bodies, Moment, Refusal, Unfit
from facilitator.engine.state import State
from formats import model
from formats.words import Duty, PersonId, SegmentId


def holder(state: State, duty: Duty) -> PersonId | None:
    """Return who has a duty that holds for the whole session."""
    return state.facilitator if duty == "facilitator" else state.duties.get(duty)


def give_duty(state: State, command: GiveDuty, _moment: Moment) -> Bodies | Refusal:
    """Give someone a duty, or take it back from whoever has it."""
    if command.person not in state.people:
        return Refusal("Nobody of that name is listed; i adds someone.")
    if command.duty == "presenter":
        return _presenter(state, command.person, command.segment or state.current)
    if holder(state, command.duty) == command.person:
        return (DutyGivenBack(command.duty, command.person),)
    return (DutyGiven(command.duty, command.person),)


def _presenter(state: State, person: PersonId, segment: SegmentId | None) -> Bodies | Refusal:
    found = next((one for one in state.segments if one.id == segment), None)
    if found is None or not isinstance(found.spec, model.Talk):
        return Refusal("Only a talk has presenters; choose one in the agenda.")
    if person in state.presenters.get(found.id, ()):
        if found.entered:
            return Refusal(f"“{found.spec.title}” has begun; x lets {state.name(person)} pass.")
        return (DutyGivenBack("presenter", person, found.id),)
    bodies: tuple[Body, ...] = (DutyGiven("presenter", person, found.id),)
    if found.entered and found.id not in state.orders:
        return (*bodies, OrderDrawn(found.id, (person,), latecomers=False))
    return bodies


def _is_listed(state: State, person: PersonId) -> None:
    if person not in state.people:
        raise Unfit(f"nobody is listed as {person}")


def apply_duty_given(state: State, body: DutyGiven, _event: Event) -> State:
    """Fold `DutyGiven`; who is to present in a talk that runs comes last in it."""
    _is_listed(state, body.person)
    if body.duty == "facilitator":
        return replace(state, facilitator=body.person)
    if body.segment is None:
        return replace(state, duties={**state.duties, body.duty: body.person})
    before: tuple[PersonId, ...] = state.presenters.get(body.segment, ())
    orders = state.orders
    order = orders.get(body.segment)
    if order is not None and body.person not in order.queue:
        orders = {**orders, body.segment: replace(order, queue=(*order.queue, body.person))}
    return replace(
        state, presenters={**state.presenters, body.segment: (*before, body.person)}, orders=orders
    )


def apply_duty_given_back(state: State, body: DutyGivenBack, _event: Event) -> State:
    """Fold `DutyGivenBack`."""
    _is_listed(state, body.person)
    name = state.name(body.person)
    if body.segment is not None:
        presenters = state.presenters.get(body.segment, ())
        if body.person not in presenters:
            raise Unfit(f"{name} was not to present")
        left = tuple(one for one in presenters if one != body.person)
        return replace(state, presenters={**state.presenters, body.segment: left})
    if holder(state, body.duty) != body.person:
        raise Unfit(f"{name} does not have that duty")
    if body.duty == "facilitator":
        return replace(state, facilitator=None)
    return replace(state, duties={duty: who for duty, who in state.duties.items() if duty != body.duty})
