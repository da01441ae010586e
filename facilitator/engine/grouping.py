"""Drawing small groups: nobody alone, no pair twice and no role twice for anyone while that can be avoided."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from formats.words import PersonId

Group = tuple[PersonId, ...]
"""The people of a group; the place of each is their role."""

_ROLE_TWICE = 10_000
_PAIR_TWICE = 100
_JUST_THE_SAME = 10
_SMALL_ROOM = 16
_LOOKS_AHEAD = 12
_MOST_TRIES = 120
_MOST_COMPARED = 40_000
"""How many exchanges of two people one draw weighs: what a person does not notice waiting for."""


def sizes(people: int, size: int) -> tuple[int, ...]:
    """Return how large the groups are: of the wanted size, or one more or less; never one person alone.

    Two people make a pair whatever the size; fewer than two make no group.
    """
    if people < 2:
        return ()
    # Pairs can only grow: one less would be one alone. Else the nearest number of groups, even in size.
    groups = people // 2 if size == 2 else max(1, (2 * people + size) // (2 * size))
    smaller, larger = divmod(people, groups)
    return (*(smaller + 1,) * larger, *(smaller,) * (groups - larger))


def role_at(roles: Sequence[str], size: int, place: int) -> str:
    """Return the role of a place in a group; a larger group has the last role twice, if everyone has one."""
    if place < len(roles):
        return roles[place]
    return roles[-1] if roles and len(roles) == size else ""


class _History:
    """Who met whom and held which role in earlier rounds: how bad it is to put people together, by their places."""

    def __init__(
        self,
        people: Sequence[PersonId],
        past: Sequence[Sequence[Group]],
        replaced: Sequence[Group],
        roles: int,
        size: int,
    ) -> None:
        nth = {person: place for place, person in enumerate(people)}
        self.roles = roles
        # In a larger group the last role is held by two, where everyone has one.
        self.role = [*range(roles), *([roles - 1] * 2 if 0 < roles == size else [])]
        self.together = [[0] * len(people) for _ in people]
        self.holding = [[0] * roles for _ in people]
        self._count_pairs(nth, [replaced], _JUST_THE_SAME)
        met = [[0] * len(people) for _ in people]
        for group in (group for groups in past for group in groups):
            for one, other in permutations((nth[person] for person in group if person in nth), 2):
                met[one][other] += 1
                self.together[one][other] += _PAIR_TWICE * (2 * met[one][other] - 1)
        for groups in past:
            self._turn_roles(nth, groups)

    def _count_pairs(
        self, nth: Mapping[PersonId, int], rounds: Sequence[Sequence[Group]], weight: int
    ) -> None:
        for group in (group for groups in rounds for group in groups):
            for one, other in permutations((nth[person] for person in group if person in nth), 2):
                self.together[one][other] += weight

    def _turn_roles(self, nth: Mapping[PersonId, int], groups: Sequence[Group]) -> None:
        """Count the roles held; of those not held, the following one suits best."""
        for group in groups:
            for place, person in enumerate(group):
                if person not in nth or place >= len(self.role):
                    continue
                held, following = self.role[place], (self.role[place] + 1) % self.roles
                mine = self.holding[nth[person]]
                mine[:] = [bad - bad % _ROLE_TWICE + (role != following) for role, bad in enumerate(mine)]
                mine[held] += _ROLE_TWICE

    def cost(self, group: Sequence[int]) -> int:
        """Say how bad a group is; 0 is as good as can be."""
        bad = 0
        for place, one in enumerate(group):
            together = self.together[one]
            for other in group[:place]:
                bad += together[other]
            if place < len(self.role):
                bad += self.holding[one][self.role[place]]
        return bad


def draw_groups(
    people: Sequence[PersonId],
    size: int,
    roles: int,
    past: Sequence[Sequence[Group]],
    chance: random.Random,
    *,
    to_follow: int = 0,
    replaced: Sequence[Group] = (),
) -> tuple[Group, ...]:
    """Draw the groups of a round.

    Several shuffles are bettered by exchanging two people as long as that helps, and the best one is taken. First
    comes that nobody holds a role twice, then that no two meet twice. In a small room the rounds that follow are
    tried out too, so that this one does not spoil them.

    Args:
        people: Who is to be in a group.
        size: How many make a group.
        roles: How many places of a group are roles that change hands.
        past: The groups of the rounds before.
        chance: What to draw from.
        to_follow: How many rounds come after this one.
        replaced: The groups that are drawn anew, not to be drawn again.
    """
    wanted = sizes(len(people), size)
    if not wanted:
        return ()

    def draw(before: Sequence[Sequence[Group]], not_these: Sequence[Group], share: int) -> _Drawn:
        history = _History(people, before, not_these, roles, size)
        return _best_of(people, wanted, history, chance, share)

    looks_ahead = to_follow > 0 and len(people) <= _SMALL_ROOM
    if not looks_ahead:
        return draw(past, replaced, 1).groups
    best: tuple[Group, ...] = ()
    least = -1
    for _ in range(_LOOKS_AHEAD):
        first = draw(past, replaced, _LOOKS_AHEAD // 2)
        so_far, cost = [*past, first.groups], first.cost
        for _ in range(to_follow):
            following = draw(so_far, (), _LOOKS_AHEAD)
            so_far.append(following.groups)
            cost += following.cost
        if least < 0 or cost < least:
            best, least = first.groups, cost
        if least == 0:
            break
    return best


@dataclass(frozen=True, slots=True)
class _Drawn:
    groups: tuple[Group, ...]
    cost: int


def _best_of(
    people: Sequence[PersonId],
    wanted: Sequence[int],
    history: _History,
    chance: random.Random,
    share: int,
) -> _Drawn:
    """Draw one round as well as a share of the tries allows."""
    tries = max(3, min(_MOST_TRIES, _MOST_COMPARED // len(people) ** 2) // share)
    best: list[list[int]] = []
    least = -1
    for _ in range(tries):
        shuffled = list(range(len(people)))
        chance.shuffle(shuffled)
        groups = _better(_cut(shuffled, wanted), history)
        cost = sum(history.cost(group) for group in groups)
        if least < 0 or cost < least:
            best, least = groups, cost
        if least == 0:
            break
    return _Drawn(tuple(tuple(people[one] for one in group) for group in best), least)


def _cut(people: list[int], wanted: Sequence[int]) -> list[list[int]]:
    groups, start = [], 0
    for size in wanted:
        groups.append(people[start : start + size])
        start += size
    return groups


def _better(groups: list[list[int]], history: _History) -> list[list[int]]:
    """Exchange two people, or two roles within a group, as long as that makes the round better."""
    places = [(nth, place) for nth, group in enumerate(groups) for place in range(len(group))]
    costs = [history.cost(group) for group in groups]
    improved = True
    while improved and any(costs):
        improved = False
        for (one, here), (other, there) in combinations(places, 2):
            before = costs[one] + (costs[other] if other != one else 0)
            if before == 0:
                continue
            groups[one][here], groups[other][there] = groups[other][there], groups[one][here]
            after = history.cost(groups[one]) + (history.cost(groups[other]) if other != one else 0)
            if after < before:
                costs[one], costs[other] = history.cost(groups[one]), history.cost(groups[other])
                improved = True
            else:
                groups[one][here], groups[other][there] = groups[other][there], groups[one][here]
    return groups
