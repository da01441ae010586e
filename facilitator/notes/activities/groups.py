"""Groups: who worked with whom, and in which role."""

from facilitator.engine.activities.groups import GroupsState
from facilitator.engine.grouping import Group, role_at
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Entry, Section
from facilitator.notes.headings import filled
from formats import model


def sections(telling: Discretion, segment: Segment) -> tuple[Section, ...]:
    """Return the groups of each round, where people are named."""
    spec = segment.spec
    stands = kept(telling.state, segment.id, GroupsState)
    if stands is None or not stands.rounds or not isinstance(spec, model.Groups) or not telling.names_people:
        return ()
    rounds = [tuple(group_entry(telling, spec, group) for group in groups) for groups in stands.rounds]
    if len(rounds) == 1:
        return (Section("activities", spec.title, rounds[0]),)
    entries = (
        Entry(filled(telling.words.round, n=number), entries=groups)
        for number, groups in enumerate(rounds, start=1)
    )
    return (Section("activities", spec.title, tuple(entries)),)


def group_entry(telling: Discretion, spec: model.Groups, group: Group, *, number: int = 0) -> Entry:
    """Return who is together in a group, each with the role they have in it; `number` is the group's own."""
    roles = (role_at(spec.roles, spec.size, place) for place in range(len(group)))
    names = (
        f"{name} ({role})" if role else name for name, role in zip(telling.names(group), roles, strict=True)
    )
    return Entry(", ".join(names), number=number)
