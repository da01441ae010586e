"""Over months: who is first, who is last, and whose voice is heard, in thousands of series played through."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from math import sqrt
from statistics import fmean

import pytest

from data.community import Summary
from facilitator.engine import commands as ask
from facilitator.engine.state import Person, State
from facilitator.engine.turns import draw
from facilitator.lobby import heard_before, longest_not_done, summary_of
from formats.words import Order, PersonId, SessionId
from tests.engine.builders import NOON, Desk, ritual

PEOPLE = ("Ana", "Ben", "Chi", "Dee", "Eli", "Fay", "Gus", "Hal")
SERIES = 2_000
SESSIONS = 20
ROUND_SECONDS = 600.0
OVER = 1.6
"""How far someone who has much to say goes over the box before giving the floor back."""
CRITICAL = 24.32
"""Chi-square with seven degrees of freedom is above this once in a thousand times."""

EMPTY = Desk(ritual(("round", 10, "round")), begun=False).state


@dataclass
class Played:
    """What came of one series of sessions.

    Attributes:
        first: Who was asked first, session by session.
        last: Who was asked last.
        places: Where in the order each was, from 0 for the first to 1 for the last, in each session attended.
        airtime: For how many seconds each had the floor, in each session attended.
    """

    places: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in PEOPLE})
    first: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    airtime: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in PEOPLE})


def room(present: list[str], heard: dict[str, float]) -> State:
    """Return a session with these people, and what is remembered of them."""
    people = {
        PersonId(name): Person(PersonId(name), name, present=True, history_seconds=heard.get(name))
        for name in present
    }
    return replace(EMPTY, people=people)


def speak(order: tuple[PersonId, ...], chance: random.Random) -> dict[str, float]:
    """Let everyone speak in turn for as long as they like, or as the boxes and the others leave them."""
    left, spoken = ROUND_SECONDS, {}
    for place, name in enumerate(order):
        box = max(left / (len(order) - place), ROUND_SECONDS / len(order) / 2)
        said = min(chance.lognormvariate(4.4, 0.6), OVER * box, left)
        spoken[str(name)] = said
        left -= said
    return spoken


def play(how: Order, seed: int, away: dict[str, float] | None = None) -> Played:
    """Play a series of sessions; `away` says how likely someone does not come."""
    chance = random.Random(seed)
    played, before = Played(), list[Summary]()
    for number in range(SESSIONS):
        present = [name for name in PEOPLE if chance.random() >= (away or {}).get(name, 0)]
        state = room(present, dict(heard_before(before, "team")))
        order = draw(state, state.present(), how, chance, NOON)
        played.first.append(str(order[0]))
        played.last.append(str(order[-1]))
        for place, who in enumerate(order):
            played.places[str(who)].append(place / (len(order) - 1))
        spoken = speak(order, chance)
        for name, seconds in spoken.items():
            played.airtime[name].append(seconds)
        before.insert(0, held(number, spoken))
    return played


def held(number: int, spoken: dict[str, float]) -> Summary:
    return Summary(
        SessionId(f"20260101-{number:04}-team-0000"),
        "Team",
        "team",
        "team",
        NOON + number,
        NOON + number + 1,
        600,
        600,
        tuple(spoken),
        {name: round(seconds) for name, seconds in spoken.items()},
        "ended",
    )


def chi_square(counts: Counter[str]) -> float:
    """Return how far counts are from being the same for everyone."""
    expected = counts.total() / len(PEOPLE)
    return sum((counts[name] - expected) ** 2 / expected for name in PEOPLE)


def deviation(values: list[float]) -> float:
    middle = fmean(values)
    return sqrt(fmean((one - middle) ** 2 for one in values))


@pytest.fixture(scope="module")
def series() -> dict[Order, list[Played]]:
    """Play every series once, for all that is asked of them."""
    played: dict[Order, int] = {"roster": SERIES // 5, "shuffle": SERIES, "quiet-first": SERIES}
    return {how: [play(how, seed) for seed in range(count)] for how, count in played.items()}


@pytest.mark.parametrize("how", ["shuffle", "quiet-first"])
@pytest.mark.parametrize("session", [0, 9, 19])
def test_first_and_last_places_are_spread_as_chance_allows(
    series: dict[Order, list[Played]], how: Order, session: int
) -> None:
    # One session of each series, so that no two places depend on each other.
    firsts = Counter(one.first[session] for one in series[how])
    lasts = Counter(one.last[session] for one in series[how])
    assert chi_square(firsts) < CRITICAL, firsts
    assert chi_square(lasts) < CRITICAL, lasts


def test_the_roster_is_not_spread_which_the_measure_sees(series: dict[Order, list[Played]]) -> None:
    assert chi_square(Counter(one.first[9] for one in series["roster"])) > CRITICAL


def test_quiet_first_evens_out_who_is_heard(series: dict[Order, list[Played]]) -> None:
    def spread(how: Order) -> float:
        return fmean(deviation([fmean(times) for times in one.airtime.values()]) for one in series[how])

    assert spread("quiet-first") < spread("shuffle") < spread("roster")
    assert spread("quiet-first") < 0.5 * spread("roster")


def test_nobody_is_first_in_every_session_of_a_series(series: dict[Order, list[Played]]) -> None:
    for how in ("shuffle", "quiet-first"):
        assert max(max(Counter(one.first).values()) for one in series[how]) < SESSIONS


@pytest.mark.torture
def test_absence_neither_punishes_nor_favours() -> None:
    played = [play("quiet-first", seed, away={"Ana": 0.5, "Ben": 0.5}) for seed in range(SERIES)]
    regulars = fmean(place for one in played for name in PEOPLE[2:] for place in one.places[name])
    for name in ("Ana", "Ben"):
        mine = fmean(place for one in played for place in one.places[name])
        # Half a place of eight at the most: the mean of few sessions is less often pulled up by a long one.
        assert mine == pytest.approx(regulars, abs=0.5 / 7)
        heard = fmean(seconds for one in played for seconds in one.airtime[name])
        others = fmean(seconds for one in played for other in PEOPLE[2:] for seconds in one.airtime[other])
        # Whoever comes seldom meets a slightly fuller room on average, with a little less time for each.
        assert heard == pytest.approx(others, rel=0.06)


def test_eight_sessions_are_remembered_and_a_newcomer_stands_at_the_average() -> None:
    old = [held(number, {"Ana": 900.0, "Ben": 100.0, "Chi": 5.0}) for number in range(8, 20)]
    new = [held(number, {"Ana": 60.0, "Ben": 120.0}) for number in range(8)]
    heard = dict(heard_before([*new, *old], "team"))
    assert heard == {"Ana": 60.0, "Ben": 120.0}
    assert heard_before(new, "another team") == {}
    state = room(["Ana", "Ben", "Chi"], heard)
    assert draw(state, state.present(), "quiet-first", random.Random(1), NOON) == ("Ana", "Chi", "Ben")


def test_who_was_listed_but_did_not_come_is_not_taken_for_silent() -> None:
    desk = Desk(ritual(("round", 10, "round")), "Ana", "Ben", "Chi")
    desk.do(ask.InOrOut("Chi"))
    for _ in range(3):
        desk.do(ask.NextSpeaker(), after_seconds=30)
    desk.do(ask.End())
    summary = summary_of(SessionId("20260101-1000-team-0000"), desk.state, desk.now)
    assert summary.airtime_seconds == {"Ana": 30, "Ben": 30}
    assert heard_before([summary], "ritual") == {"Ana": 30, "Ben": 30}


def test_who_has_waited_longest_for_a_duty_comes_first() -> None:
    held_by = [("Ben",), ("Ana",), ("Ben",)]  # the newest first
    before = [replace(held(number, {}), duties={"timekeeper": names}) for number, names in enumerate(held_by)]
    people = ("Ana", "Ben", "Chi", "Dee")
    assert longest_not_done(before, "team", "timekeeper", people) == ("Chi", "Dee", "Ana", "Ben")
    assert longest_not_done(before, "team", "note-taker", people) == people
    assert longest_not_done(before, "another team", "timekeeper", people) == people


def test_a_summary_tells_who_had_which_duty() -> None:
    desk = Desk(
        ritual(("talk", 10, "talk")), "Ana", "Ben", facilitator="Ana", presenters={"talk": ("Ben", "Ana")}
    )
    desk.do(ask.GiveDuty("note-taker", desk.who("Ben")))
    summary = summary_of(SessionId("20260101-1000-team-0000"), desk.state, desk.now)
    assert summary.duties == {
        "facilitator": ("Ana",),
        "note-taker": ("Ben",),
        "presenter": ("Ben", "Ana"),
    }
