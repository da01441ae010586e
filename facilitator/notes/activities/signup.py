"""Sign-up: what there was to take on, and who took it."""

from facilitator.engine.activities.signup import SignupState
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Entry, Section
from formats import model
from formats.words import PersonId


def sections(telling: Discretion, segment: Segment) -> tuple[Section, ...]:
    """Return every role of a sign-up that was held; roles that nobody took are said to be open."""
    if not isinstance(segment.spec, model.Signup) or not segment.entered:
        return ()
    entries = tuple(entry for entry, _taken in _roles(telling, segment, segment.spec.roles))
    return (Section("activities", segment.spec.title, entries),)


def taken_roles(telling: Discretion, segment: Segment) -> tuple[Entry, ...]:
    """Return the roles of a sign-up that somebody took; none where nobody is named, for they would tell nothing."""
    if not isinstance(segment.spec, model.Signup) or not telling.names_people:
        return ()
    return tuple(entry for entry, taken in _roles(telling, segment, segment.spec.roles) if taken)


def _roles(telling: Discretion, segment: Segment, roles: tuple[str, ...]) -> tuple[tuple[Entry, bool], ...]:
    stands = kept(telling.state, segment.id, SignupState) or SignupState()
    return tuple(_role(telling, role, stands.taken.get(place, ())) for place, role in enumerate(roles))


def _role(telling: Discretion, role: str, people: tuple[PersonId, ...]) -> tuple[Entry, bool]:
    if not people:
        return Entry(role, remarks=(telling.words.nobody_yet,)), False
    remarks = () if telling.names_people else (telling.words.taken,)
    return Entry(role, owners=telling.names(people), remarks=remarks), True
