"""The queue of raised hands."""

from dataclasses import replace

from facilitator.engine.commands import MoveHand, RaiseHand
from facilitator.engine.events import Event, HandLowered, HandMoved, HandRaised
from facilitator.engine.rules import Bodies, Moment, Refusal, Unfit
from facilitator.engine.state import State
from facilitator.engine.turns import in_the_room, is_fair, running
from formats.words import PersonId


def raise_hand(state: State, command: RaiseHand, _moment: Moment) -> Bodies | Refusal:
    """Put a hand up, or down when it is up."""
    current = running(state)
    if isinstance(current, Refusal):
        return current
    if command.person not in state.people:
        return Refusal("Nobody of that name is listed; i adds someone.")
    if command.person in state.hands:
        return (HandLowered(command.person),)
    name = state.name(command.person)
    if not state.people[command.person].present:
        return Refusal(f"{name} is away; i and the name brings {name} back.")
    if state.floor is not None and state.floor.person == command.person:
        return Refusal(f"{name} has the floor already.")
    return (HandRaised(command.person),)


def move_hand(state: State, command: MoveHand, _moment: Moment) -> Bodies | Refusal:
    """Move a raised hand nearer to its turn, or further from it."""
    current = running(state)
    if isinstance(current, Refusal):
        return current
    if command.person not in state.hands:
        return Refusal("That hand is not up; h and a name puts one up.")
    name = state.name(command.person)
    if is_fair(current):
        return Refusal("Here whoever spoke least comes first; j gives someone the floor at once.")
    others = [one for one in state.hands if one != command.person]
    to = state.hands.index(command.person) + command.step
    if to < 0:
        return Refusal(f"{name} is next already; s calls {name}.")
    if to > len(others):
        return Refusal(f"{name} is the last one already.")
    return (HandMoved(command.person, others[to] if to < len(others) else None),)


def _queued(hands: tuple[PersonId, ...], person: PersonId, before: PersonId | None) -> tuple[PersonId, ...]:
    others = [one for one in hands if one != person]
    place = len(others) if before is None else others.index(before)
    return (*others[:place], person, *others[place:])


def apply_hand_raised(state: State, body: HandRaised, _event: Event) -> State:
    """Fold `HandRaised`."""
    person = in_the_room(state, body.person)
    if body.person in state.hands:
        raise Unfit(f"{person.name} has a hand up already")
    return replace(state, hands=(*state.hands, body.person))


def apply_hand_lowered(state: State, body: HandLowered, _event: Event) -> State:
    """Fold `HandLowered`."""
    if body.person not in state.hands:
        raise Unfit("that hand is not up")
    return replace(state, hands=tuple(one for one in state.hands if one != body.person))


def apply_hand_moved(state: State, body: HandMoved, _event: Event) -> State:
    """Fold `HandMoved`."""
    if body.person not in state.hands or (body.before is not None and body.before not in state.hands):
        raise Unfit("that hand is not up")
    return replace(state, hands=_queued(state.hands, body.person, body.before))
