"""Small groups: how large, who with whom, and who holds which role."""

import random
from collections import Counter
from itertools import combinations

import pytest

from facilitator.engine.grouping import Group, draw_groups, role_at, sizes
from formats.words import PersonId


def rounds_of(people: int, size: int, roles: int, rounds: int, seed: int = 1) -> list[tuple[Group, ...]]:
    """Draw all rounds, one after the other."""
    chance = random.Random(seed)
    room = [PersonId(f"p{nth}") for nth in range(people)]
    drawn: list[tuple[Group, ...]] = []
    for nth in range(rounds):
        drawn.append(draw_groups(room, size, roles, drawn, chance, to_follow=rounds - nth - 1))
    return drawn


def met_again(drawn: list[tuple[Group, ...]]) -> int:
    """Count how often two met who had met before."""
    pairs = Counter(
        frozenset(pair) for groups in drawn for group in groups for pair in combinations(group, 2)
    )
    return sum(count - 1 for count in pairs.values())


@pytest.mark.parametrize(
    ("people", "size", "expected"),
    [
        (0, 2, ()),
        (1, 3, ()),
        (2, 2, (2,)),
        (2, 4, (2,)),
        (3, 2, (3,)),
        (5, 2, (3, 2)),
        (3, 4, (3,)),
        (4, 3, (4,)),
        (5, 3, (3, 2)),
        (7, 3, (4, 3)),
        (8, 3, (3, 3, 2)),
        (9, 3, (3, 3, 3)),
        (5, 4, (5,)),
        (6, 4, (3, 3)),
        (7, 4, (4, 3)),
        (9, 4, (5, 4)),
        (10, 4, (4, 3, 3)),
        (11, 4, (4, 4, 3)),
    ],
)
def test_leftovers_make_groups_of_one_more_or_less(people: int, size: int, expected: tuple[int, ...]) -> None:
    assert sizes(people, size) == expected


@pytest.mark.parametrize("size", [2, 3, 4])
def test_nobody_is_ever_alone(size: int) -> None:
    for people in range(2, 61):
        made = sizes(people, size)
        assert sum(made) == people
        assert min(made) >= 2
        assert max(made) <= size + 1


@pytest.mark.parametrize(
    ("people", "size", "roles", "rounds"),
    [
        (4, 2, 0, 3),
        (6, 2, 0, 5),
        (8, 2, 0, 4),
        (9, 3, 3, 3),
        (12, 3, 3, 3),
        (9, 3, 1, 3),
        (4, 2, 2, 2),
        (20, 2, 2, 2),
        (60, 3, 3, 3),
    ],
)
def test_nobody_meets_twice_where_that_can_be_avoided(
    people: int, size: int, roles: int, rounds: int
) -> None:
    for seed in range(3):
        drawn = rounds_of(people, size, roles, rounds, seed)
        assert met_again(drawn) == 0
        for groups in drawn:
            assert sorted(len(group) for group in groups) == sorted(sizes(people, size))
            assert len({person for group in groups for person in group}) == people


@pytest.mark.parametrize(
    ("people", "size", "roles"),
    [(3, 3, 3), (6, 3, 3), (9, 3, 3), (9, 3, 1), pytest.param(12, 4, 4, marks=pytest.mark.torture)],
)
def test_roles_go_round_even_where_the_same_people_meet(people: int, size: int, roles: int) -> None:
    for seed in range(3):
        held = Counter(
            (person, place)
            for groups in rounds_of(people, size, roles, size, seed)
            for group in groups
            for place, person in enumerate(group[:roles])
        )
        assert set(held.values()) == {1}
        assert len(held) == people * roles


def test_a_larger_group_has_the_last_role_twice_if_everyone_has_one() -> None:
    roles = ("Interviewer", "Interviewee", "Observer")
    assert [role_at(roles, 3, place) for place in range(4)] == [*roles, "Observer"]
    assert [role_at(("Client",), 3, place) for place in range(3)] == ["Client", "", ""]
    assert role_at((), 3, 0) == ""


def test_drawing_anew_gives_other_groups() -> None:
    room = [PersonId(name) for name in "abcdef"]
    for seed in range(10):
        chance = random.Random(seed)
        first = draw_groups(room, 2, 0, [], chance)
        again = draw_groups(room, 2, 0, [], chance, replaced=first)
        assert not {frozenset(group) for group in first} & {frozenset(group) for group in again}


def test_who_came_and_went_does_not_matter() -> None:
    first = draw_groups([PersonId(name) for name in "abcd"], 2, 2, [], random.Random(1))
    after = draw_groups([PersonId(name) for name in "abxyz"], 2, 2, [first], random.Random(1))
    assert sorted(person for group in after for person in group) == ["a", "b", "x", "y", "z"]
