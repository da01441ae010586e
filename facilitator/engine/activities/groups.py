"""Groups: pairs, threes or fours; over the rounds roles rotate and people meet others."""

from dataclasses import dataclass, replace

from facilitator.engine.commands import Command
from facilitator.engine.events import Body, Event
from facilitator.engine.grouping import Group, draw_groups
from facilitator.engine.rules import Bodies, Moment, Refusal, Rules, Unfit, kept
from facilitator.engine.state import ActivityState, Segment, State
from facilitator.engine.timebox import Box
from formats import model
from formats.words import PersonId, SegmentId

TOO_FEW = Refusal("Groups need two people in the room; i and a name adds someone.")


@dataclass(frozen=True, slots=True)
class GroupsState(ActivityState):
    """The groups of each round so far.

    Attributes:
        of: How many rounds there are.
        rounds: The groups of each round that began; the last one runs. The place in a group is the role.
        each_ms: What each round gets by the plan, in milliseconds.
        box: The box of the round that runs, started and stopped with the segment's; `None` before the first.
    """

    of: int
    each_ms: int = 0
    rounds: tuple[tuple[Group, ...], ...] = ()
    box: Box | None = None

    @property
    def large_box(self) -> Box | None:
        """The box of the round that runs."""
        return self.box

    def with_large_box(self, box: Box) -> "GroupsState":
        """Return the same with the round's box changed."""
        return replace(self, box=box)

    def needs(self, now: int) -> int:
        """Return what the round that runs and those to come need, in milliseconds."""
        if self.box is None:
            return 0
        return max(0, self.box.left(now)) + (self.of - len(self.rounds)) * self.each_ms

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of the round that runs."""
        return self.rounds[-1] if self.rounds else ()


@dataclass(frozen=True, slots=True)
class NextGroupRound(Command):
    """Begin the next round: groups and roles change."""


@dataclass(frozen=True, slots=True)
class RedrawGroups(Command):
    """Draw the groups of this round anew."""


@dataclass(frozen=True, slots=True)
class GroupsDrawn(Body):
    """The groups of a round, from 1; a round that runs already has new groups and keeps its time.

    Attributes:
        groups: The people of each group; the place in it is the role.
    """

    segment: SegmentId
    round: int
    groups: tuple[tuple[PersonId, ...], ...]


def in_no_group(state: State, segment: SegmentId) -> tuple[PersonId, ...]:
    """Return who is in the room but in no group of the round that runs."""
    stands = kept(state, segment, GroupsState)
    if stands is None or not stands.rounds:
        return ()
    grouped = {person for group in stands.groups for person in group}
    return tuple(person for person in state.present() if person not in grouped)


def _fresh(_state: State, segment: Segment) -> ActivityState:
    return GroupsState(segment.spec.rounds if isinstance(segment.spec, model.Groups) else 1)


def _drawn(state: State, segment: Segment, number: int, moment: Moment) -> GroupsDrawn | None:
    spec = segment.spec
    stands = kept(state, segment.id, GroupsState)
    rounds = () if stands is None else stands.rounds
    if not isinstance(spec, model.Groups) or len(state.present()) < 2:
        return None
    past, replaced = rounds[: number - 1], rounds[number - 1 :]
    groups = draw_groups(
        state.present(),
        spec.size,
        len(spec.roles),
        past,
        moment.chance(state),
        to_follow=spec.rounds - number,
        replaced=replaced[0] if replaced else (),
    )
    return GroupsDrawn(segment.id, number, groups)


def _begin(state: State, segment: Segment, moment: Moment) -> Bodies:
    drawn = _drawn(state, segment, 1, moment)
    return () if drawn is None else (drawn,)


def _here(state: State) -> tuple[Segment, GroupsState] | Refusal:
    segment = state.now_running
    stands = kept(state, state.current, GroupsState)
    if segment is None or stands is None:
        return Refusal("This segment has no groups; n goes on to the next segment.")
    return segment, stands


def _next_round(state: State, _command: NextGroupRound, moment: Moment) -> Bodies | Refusal:
    here = _here(state)
    if isinstance(here, Refusal):
        return here
    segment, stands = here
    if len(stands.rounds) >= stands.of:
        return Refusal("All rounds are over; n goes on to the next segment.")
    drawn = _drawn(state, segment, len(stands.rounds) + 1, moment)
    return TOO_FEW if drawn is None else (drawn,)


def _redraw(state: State, _command: RedrawGroups, moment: Moment) -> Bodies | Refusal:
    here = _here(state)
    if isinstance(here, Refusal):
        return here
    segment, stands = here
    drawn = _drawn(state, segment, max(1, len(stands.rounds)), moment)
    return TOO_FEW if drawn is None else (drawn,)


def _apply(state: State, body: GroupsDrawn, event: Event) -> State:
    stands = kept(state, body.segment, GroupsState)
    if stands is None:
        raise Unfit(f"the segment of the groups, {body.segment}, has not begun")
    if not 1 <= body.round <= len(stands.rounds) + 1:
        raise Unfit(f"round {len(stands.rounds) + 1} of the groups has not begun")
    # Whose joining was taken back since falls out of the group.
    known = tuple(tuple(one for one in group if one in state.people) for group in body.groups)
    rounds = (*stands.rounds[: body.round - 1], tuple(group for group in known if group))
    if body.round == len(stands.rounds):
        return state.with_activity(body.segment, replace(stands, rounds=rounds))
    runs = state.current == body.segment and state.paused_since is None
    each_ms = max(1, state.segment(body.segment).plan_ms // stands.of)
    box = Box(each_ms, since=event.at if runs else None)
    return state.with_activity(body.segment, replace(stands, rounds=rounds, each_ms=each_ms, box=box))


def _allowed(state: State, segment: Segment) -> frozenset[str]:
    stands = kept(state, segment.id, GroupsState)
    if stands is None or len(state.present()) < 2:
        return frozenset()
    acts = {"redraw_groups"}
    if len(stands.rounds) < stands.of:
        acts.add("next_group_round")
    return frozenset(acts)


RULES = Rules(
    fresh=_fresh,
    begin=_begin,
    decide={NextGroupRound: _next_round, RedrawGroups: _redraw},
    apply={GroupsDrawn: _apply},
    allowed=_allowed,
)
"""What groups add."""
