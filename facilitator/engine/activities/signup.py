"""Sign-up: roles or tasks and who took them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from facilitator.engine.commands import Command
from facilitator.engine.events import Body, Event
from facilitator.engine.people import find
from facilitator.engine.rules import Bodies, Moment, Refusal, Rules, Unfit, kept
from facilitator.engine.state import ActivityState, Segment, State
from formats import model
from formats.words import PersonId, SegmentId


@dataclass(frozen=True, slots=True)
class SignupState(ActivityState):
    """Who took what on: people by the place of the role in the format, from 0."""

    taken: Mapping[int, tuple[PersonId, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakeRole(Command):
    """Someone takes a role on, or gives it back when it was taken by the same person."""

    role: int
    name: str


@dataclass(frozen=True, slots=True)
class RoleTaken(Body):
    """Someone took a role on."""

    segment: SegmentId
    role: int
    person: PersonId


@dataclass(frozen=True, slots=True)
class RoleGivenBack(Body):
    """Someone gave a role back."""

    segment: SegmentId
    role: int
    person: PersonId


def _fresh(_state: State, _segment: Segment) -> ActivityState:
    return SignupState()


def _take(state: State, command: TakeRole, _moment: Moment) -> Bodies | Refusal:
    segment = state.now_running
    stands = kept(state, state.current, SignupState)
    if segment is None or stands is None or not isinstance(segment.spec, model.Signup):
        return Refusal("There is nothing to sign up for in this segment; a keeps an action with its owner.")
    if not 0 <= command.role < len(segment.spec.roles):
        return Refusal(f"Choose a role from 1 to {len(segment.spec.roles)}.")
    person = find(state, command.name)
    if isinstance(person, Refusal):
        return person
    if person.id in stands.taken.get(command.role, ()):
        return (RoleGivenBack(segment.id, command.role, person.id),)
    return (RoleTaken(segment.id, command.role, person.id),)


def _changed(state: State, segment: SegmentId, role: int, people: tuple[PersonId, ...]) -> State:
    stands = kept(state, segment, SignupState)
    if stands is None:
        raise Unfit(f"the sign-up {segment} has not begun")
    return state.with_activity(segment, replace(stands, taken={**stands.taken, role: people}))


def _before(state: State, segment: SegmentId, role: int) -> tuple[PersonId, ...]:
    stands = kept(state, segment, SignupState)
    return () if stands is None else stands.taken.get(role, ())


def _apply_taken(state: State, body: RoleTaken, _event: Event) -> State:
    if body.person not in state.people:
        raise Unfit(f"nobody is listed as {body.person}")
    before = _before(state, body.segment, body.role)
    return _changed(
        state, body.segment, body.role, (*(one for one in before if one != body.person), body.person)
    )


def _apply_given_back(state: State, body: RoleGivenBack, _event: Event) -> State:
    before = _before(state, body.segment, body.role)
    if body.person not in before:
        raise Unfit("that role was not taken")
    return _changed(state, body.segment, body.role, tuple(one for one in before if one != body.person))


def _allowed(_state: State, _segment: Segment) -> frozenset[str]:
    return frozenset({"take_role"})


RULES = Rules(
    fresh=_fresh,
    decide={TakeRole: _take},
    apply={RoleTaken: _apply_taken, RoleGivenBack: _apply_given_back},
    allowed=_allowed,
)
"""What a sign-up adds."""
