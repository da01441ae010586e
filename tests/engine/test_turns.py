"""Rounds, hands and presenters: every voice is asked before any voice is asked twice."""

from collections.abc import Callable

import pytest

from facilitator.engine import commands as ask
from facilitator.engine import forecast
from facilitator.engine.commands import Command
from facilitator.engine.events import OrderDrawn, TurnEnded, TurnStarted
from facilitator.engine.state import Voice
from facilitator.engine.turns import airtime, never_asked, not_introduced
from formats.words import SegmentId
from tests.engine.builders import MINUTE, SECOND, Desk, ritual

ROUND = ritual(("round", 12, "round"), ("talk", 10, "discussion"))


def next_one(desk: Desk, after_seconds: float = 0) -> str:
    """Hand the floor on; say who has it now."""
    desk.do(ask.NextSpeaker(), after_seconds)
    return desk.speaker


def box(desk: Desk) -> float | None:
    """Return the box of the turn, in seconds."""
    assert desk.state.floor is not None
    plan = desk.state.floor.box.plan_ms
    return None if plan is None else plan / SECOND


# A round


def test_a_round_asks_everyone_once_in_the_order_of_the_list() -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi")
    assert desk.coming == ["Ana", "Ben", "Chi"]
    assert [next_one(desk, 60) for _ in range(4)] == ["Ana", "Ben", "Chi", ""]
    assert "Everyone was asked" in desk.refuse(ask.NextSpeaker())


def test_each_box_is_what_is_left_shared_among_those_to_come() -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi", "Dee")
    next_one(desk)
    assert box(desk) == 180
    next_one(desk, 300)  # Ana took five minutes; seven are left for three.
    assert box(desk) == 140
    next_one(desk, 60)
    assert box(desk) == 180, "Ben gave a minute and more back"
    next_one(desk, 350)
    assert box(desk) == 90, "never under half of the first box"


@pytest.mark.parametrize(
    ("minutes", "first", "second", "short"),
    [
        # A minute was talked away: 11 minutes are shared, and so on.
        (1, 165, 165, 0),
        # 6 minutes are left, half of what the plan gives each.
        (6, 90, 90, 0),
        # Less than half of it: the plan's own 3 minutes; then at least 1:30 for each of the three others.
        (6.1, 180, 90, 96),
        (12, 180, 90, 450),
        (14, 180, 90, 570),
    ],
)
def test_a_round_that_is_begun_late_has_boxes_from_its_plan(
    minutes: float, first: float, second: float, short: float
) -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi", "Dee").wait(minutes=minutes)
    next_one(desk)
    assert box(desk) == first
    assert forecast.short_of_round(desk.state, desk.now) == short * SECOND
    next_one(desk, first)
    assert box(desk) == second


def test_what_the_room_writes_on_a_board_takes_from_the_boxes_in_which_it_is_read_out() -> None:
    desk = Desk(ritual(("cards", 12, "board")), "Ana", "Ben", "Chi", "Dee").wait(minutes=10)
    next_one(desk)
    assert box(desk) == 30


def test_a_box_that_the_format_fixes_stays() -> None:
    desk = Desk(ritual(("round", 12, "round", {"box": "90s"})), "Ana", "Ben")
    next_one(desk)
    assert box(desk) == 90
    next_one(desk, 600)
    assert box(desk) == 90


def test_who_passes_is_asked_once_more_at_the_end_and_then_left_in_peace() -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi")
    next_one(desk)
    desk.do(ask.Pass())
    assert (desk.speaker, desk.coming) == ("Ben", ["Chi", "Ana"])
    assert [next_one(desk), next_one(desk)] == ["Chi", "Ana"]
    desk.do(ask.Pass())
    assert (desk.speaker, desk.coming) == ("", [])
    assert "Everyone was asked" in desk.refuse(ask.NextSpeaker())


def test_later_means_at_the_end_and_is_no_pass() -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi")
    next_one(desk)
    desk.do(ask.Later())
    assert (desk.speaker, desk.coming) == ("Ben", ["Chi", "Ana"])
    desk.do(ask.Later())
    assert (desk.speaker, desk.coming) == ("Chi", ["Ana", "Ben"])
    next_one(desk)
    desk.do(ask.Pass())
    assert (desk.speaker, desk.coming) == ("Ben", ["Ana"]), "Ana said later, and passed only once"


def test_everyone_passes_and_everyone_is_asked_once_more() -> None:
    desk = Desk(ROUND, "Ana", "Ben")
    next_one(desk)
    asked = [desk.speaker]
    while desk.speaker:
        desk.do(ask.Pass())
        asked.append(desk.speaker)
    # Ben was the last to pass; Ana is asked once more at once, Ben after her.
    assert asked == ["Ana", "Ben", "Ana", "Ben", ""]


def test_the_only_one_who_passes_can_be_called_once_more() -> None:
    desk = Desk(ROUND, "Ana")
    next_one(desk)
    desk.do(ask.Pass())
    assert (desk.speaker, desk.coming) == ("", ["Ana"])
    assert next_one(desk) == "Ana"
    desk.do(ask.Pass())
    assert "Everyone was asked" in desk.refuse(ask.NextSpeaker())


def test_a_pass_counts_as_time_on_the_floor_but_not_as_a_turn() -> None:
    desk = Desk(ROUND, "Ana", "Ben")
    next_one(desk)
    desk.do(ask.Pass(), after_seconds=10)
    desk.do(ask.Later(), after_seconds=5)
    desk.do(ask.NextSpeaker(), after_seconds=60)
    ana, ben = desk.who("Ana"), desk.who("Ben")
    assert desk.state.voices == {ana: Voice(1, 70_000), ben: Voice(0, 5_000)}
    assert airtime(desk.state, ben, desk.now + 2_000) == 7_000, "the turn that runs counts up to now"


def test_without_anyone_speaking_there_is_nothing_to_pass() -> None:
    desk = Desk(ROUND, "Ana")
    assert "s calls" in desk.refuse(ask.Pass())
    assert "s calls" in desk.refuse(ask.Later())


def test_who_is_away_is_passed_over_and_asked_when_back() -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi")
    desk.do(ask.InOrOut("Ben"))
    assert (desk.coming, next_one(desk), next_one(desk)) == (["Ana", "Chi"], "Ana", "Chi")
    desk.do(ask.InOrOut("ben"))
    assert (desk.coming, next_one(desk)) == (["Ben"], "Ben")


def test_leaving_in_mid_turn_ends_it_and_coming_back_means_one_more_turn_at_the_end() -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi")
    next_one(desk)
    bodies = desk.do(ask.InOrOut("Ana"), after_seconds=20)
    assert bodies[0] == TurnEnded(desk.who("Ana"), "left")
    assert (desk.speaker, desk.coming) == ("", ["Ben", "Chi"])
    assert desk.state.voices[desk.who("Ana")] == Voice(1, 20_000)
    next_one(desk)
    desk.do(ask.InOrOut("Ana"))
    assert desk.coming == ["Chi", "Ana"]
    assert [next_one(desk), next_one(desk), next_one(desk)] == ["Chi", "Ana", ""]


@pytest.mark.parametrize("speaking", [True, False])
def test_everyone_is_away(speaking: bool) -> None:
    desk = Desk(ROUND, "Ana", "Ben")
    if speaking:
        next_one(desk)
    desk.do(ask.InOrOut("Ana"))
    desk.do(ask.InOrOut("Ben"))
    assert desk.refuse(ask.NextSpeaker()) == "Everyone is away; i and a name brings someone back."
    desk.do(ask.InOrOut("Ana"))
    assert next_one(desk) == "Ana"
    if not speaking:
        next_one(desk)
        assert desk.refuse(ask.NextSpeaker()) == (
            "Everyone who is here was asked; n goes on to the next segment."
        )
    desk.do(ask.Next())


def test_a_latecomer_is_asked_at_the_end_even_in_the_last_second() -> None:
    desk = Desk(ROUND, "Ana", "Ben")
    next_one(desk)
    desk.do(ask.InOrOut("Zoe"))
    assert desk.coming == ["Ben", "Zoe"]
    assert [next_one(desk), next_one(desk, 720)] == ["Ben", "Zoe"]
    desk.do(ask.InOrOut("Late"))
    assert (next_one(desk), next_one(desk)) == ("Late", "")


def test_a_latecomer_comes_before_those_who_passed() -> None:
    desk = Desk(ROUND, "Ana", "Ben")
    next_one(desk)
    desk.do(ask.Pass())
    desk.do(ask.InOrOut("Zoe"))
    assert desk.coming == ["Zoe", "Ana"]


def test_going_on_in_mid_round_names_who_is_still_to_come() -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi", "Dee")
    next_one(desk)
    desk.do(ask.Pass())
    desk.do(ask.Later())
    why = desk.refuse(ask.Next())
    assert why == "n again goes on; still to come: Dee, Ana, Ben."
    assert why.endswith(f"{', '.join(desk.coming)}."), "the room reads the same, so nobody sees who passed"
    why = desk.refuse(ask.GiveFloor(desk.who("Ana")))
    assert why == "Ana comes after the others; still to come: Dee, Ana, Ben."
    assert desk.refuse(ask.GiveFloor(desk.who("Ben"))) == why.replace("Ana comes", "Ben comes")
    desk.do(ask.Next(sure=True))
    assert desk.state.current == "talk"


@pytest.mark.parametrize(
    ("command", "again"),
    [
        (ask.Next, "n again goes on"),
        (ask.Previous, "b again goes back"),
        (lambda sure=False: ask.JumpTo(SegmentId("end"), sure=sure), "choose it again to go there"),
        (ask.End, "enter again closes"),
    ],
)
@pytest.mark.parametrize("how", ["in mid-round", "before anybody volunteered", "before anybody was there"])
def test_a_round_is_left_by_no_way_without_naming_who_is_still_to_come(
    command: Callable[..., Command], again: str, how: str
) -> None:
    order = "volunteers" if how == "before anybody volunteered" else "roster"
    rounds = ritual(("talk", 5, "talk"), ("round", 12, "round", {"order": order}), ("end", 5, "talk"))
    desk = Desk(rounds, *([] if how == "before anybody was there" else ["Ana", "Ben", "Chi"]))
    desk.do(ask.Next())
    desk.do(ask.InOrOut("Dee"))
    if how == "in mid-round":
        next_one(desk)
    waiting = {"in mid-round": "Ben, Chi, Dee", "before anybody was there": "Dee"}.get(
        how, "Ana, Ben, Chi, Dee"
    )
    assert desk.refuse(command(sure=False)) == f"{again}; still to come: {waiting}."
    desk.do(command(sure=True))
    assert desk.state.current != "round" or desk.state.status == "ended"


def test_many_who_are_still_to_come_are_counted() -> None:
    desk = Desk(ROUND, *(f"Person {nth}" for nth in range(1, 61)))
    why = desk.refuse(ask.Next())
    assert why == "n again goes on; still to come: Person 1, Person 2, Person 3 and 57 more."


def test_closing_in_mid_round_names_people_and_items_at_once() -> None:
    desk = Desk(ROUND, "Ana", "Ben")
    next_one(desk)
    desk.catch("parked", "later")
    assert desk.refuse(ask.End(sure=False)) == (
        "enter again closes; still to come: Ben; 1 parked item has no fate and will go to the next session."
    )
    desk.do(ask.End())


def test_a_round_that_was_left_goes_on_with_those_who_came_in_between() -> None:
    desk = Desk(ROUND, "Ana", "Ben")
    next_one(desk)
    desk.do(ask.Next(sure=True))
    desk.do(ask.InOrOut("Zoe"))
    desk.do(ask.Previous())
    assert desk.coming == ["Ben", "Zoe"], "the order is not drawn anew"


def test_jumping_to_someone_in_a_round_keeps_the_promise() -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi")
    desk.do(ask.GiveFloor(desk.who("Chi")))
    assert (desk.speaker, desk.coming) == ("Chi", ["Ana", "Ben"])
    next_one(desk)
    assert "Chi was asked already; still to come: Ben" in desk.refuse(ask.GiveFloor(desk.who("Chi")))
    assert "has the floor" in desk.refuse(ask.GiveFloor(desk.who("Ana")))
    next_one(desk)
    next_one(desk)
    desk.do(ask.GiveFloor(desk.who("Chi")))
    assert desk.speaker == "Chi", "once everyone was asked, anyone may speak again"


def test_nobody_listed() -> None:
    desk = Desk(ROUND)
    assert "i and a name" in desk.refuse(ask.NextSpeaker())
    desk.do(ask.InOrOut("Ana\nBen"))
    assert [next_one(desk), next_one(desk), next_one(desk)] == ["Ana", "Ben", ""]


# The order


def test_the_facilitator_opens_where_the_format_says_so() -> None:
    opened = ritual(("round", 9, "round", {"order": "shuffle", "opens": "facilitator"}))
    for seed in range(5):
        assert Desk(opened, "Ana", "Ben", "Chi", facilitator="Chi", seed=seed).coming[0] == "Chi"


def test_a_shuffle_is_drawn_once_and_stands_in_the_event() -> None:
    shuffled = ritual(("round", 9, "round", {"order": "shuffle"}))
    people = ("Ana", "Ben", "Chi", "Dee", "Eli")
    orders = {tuple(Desk(shuffled, *people, seed=seed).coming) for seed in range(40)}
    assert len(orders) > 20
    desk = Desk(shuffled, *people)
    drawn = next(event.body for event in desk.open.events if isinstance(event.body, OrderDrawn))
    assert [desk.state.name(person) for person in drawn.order] == desk.coming


@pytest.mark.parametrize("order", ["roster", "shuffle", "quiet-first", "volunteers"])
@pytest.mark.parametrize("with_the_floor", [True, False], ids=["who still has the floor", "who gave it back"])
def test_who_spoke_last_is_not_first_in_the_next_round(order: str, with_the_floor: bool) -> None:
    twice = ritual(("one", 9, "round"), ("two", 9, "round", {"order": order}))
    firsts = set()
    for seed in range(30):
        desk = Desk(twice, "Ana", "Ben", "Chi", seed=seed)
        for name in ("Ana", "Ben", "Chi"):
            assert next_one(desk, 60 if name == "Ben" else 20) == name
        if not with_the_floor:
            next_one(desk, 20)
        desk.do(ask.Next(), after_seconds=20)
        firsts.add(next_one(desk))
    # The list begins with Ana, and Ana spoke the longest.
    assert firsts == {"roster": {"Ana"}, "quiet-first": {"Ben"}}.get(order, {"Ana", "Ben"})


def test_a_list_goes_on_behind_who_spoke_last_when_that_is_its_first() -> None:
    desk = Desk(ritual(("one", 9, "round"), ("two", 9, "round"), ("three", 9, "round")), "Ana", "Ben", "Chi")
    next_one(desk)
    desk.do(ask.Later())
    assert [next_one(desk), next_one(desk)] == ["Chi", "Ana"]
    desk.do(ask.Next())
    assert desk.coming == ["Ben", "Chi", "Ana"]
    alone = Desk(ritual(("one", 9, "round"), ("two", 9, "round")), "Ana")
    next_one(alone)
    alone.do(ask.Next())
    assert next_one(alone) == "Ana", "there is nobody else"


def test_who_spoke_last_is_not_first_either_when_the_first_one_leaves_before_the_round_begins() -> None:
    twice = ritual(("one", 9, "round"), ("two", 9, "round", {"order": "shuffle"}))
    for seed in range(20):
        desk = Desk(twice, "Ana", "Ben", "Chi", seed=seed)
        for _ in range(3):
            next_one(desk, 20)
        desk.do(ask.Next())
        left = desk.coming[0]
        desk.do(ask.InOrOut(left))
        following = ({"Ana", "Ben"} - {left}).pop()
        assert desk.coming == [following, "Chi"]
        assert next_one(desk) == following
        desk.do(ask.InOrOut(left))
        assert sorted(desk.coming) == sorted([left, "Chi"])


def test_who_opens_or_volunteers_is_first_even_after_speaking_last() -> None:
    opened = ritual(
        ("one", 9, "round", {"opens": "facilitator"}),
        ("two", 9, "round", {"opens": "facilitator"}),
        ("three", 9, "round", {"order": "volunteers"}),
    )
    desk = Desk(opened, "Ana", "Ben", facilitator="Ana")
    next_one(desk)
    desk.do(ask.Later())
    assert (next_one(desk), desk.coming) == ("Ana", [])
    desk.do(ask.Next())
    assert desk.coming == ["Ana", "Ben"], "the facilitator shows how, as the format says"
    assert [next_one(desk), next_one(desk)] == ["Ana", "Ben"]
    desk.do(ask.Next())
    desk.do(ask.RaiseHand(desk.who("Ben")))
    assert (next_one(desk), desk.coming) == ("Ben", ["Ana"])


def test_quiet_first_asks_those_with_the_least_airtime_and_newcomers_at_the_average() -> None:
    quiet = ritual(("round", 9, "round", {"order": "quiet-first"}))
    desk = Desk(quiet, "Ana", "Ben", "Chi", "New", history={"Ana": 300, "Ben": 60, "Chi": 150})
    assert desk.coming == ["Ben", "Chi", "New", "Ana"]


def test_quiet_first_counts_what_was_said_today() -> None:
    quiet = ritual(("talk", 9, "discussion"), ("round", 9, "round", {"order": "quiet-first"}))
    desk = Desk(quiet, "Ana", "Ben", history={"Ana": 10, "Ben": 60})
    desk.do(ask.GiveFloor(desk.who("Ana")))
    desk.do(ask.Next(), after_seconds=120)
    assert desk.coming == ["Ben", "Ana"]


# Not introduced yet

KEEPS = ritual(
    ("intro", 6, "round", {"keep": {"learn": "wants to learn"}}),
    ("talk", 9, "discussion"),
    ("end", 5, "round"),
)


def missing(desk: Desk) -> list[str]:
    return [desk.state.name(person) for person in not_introduced(desk.state)]


def test_who_joins_after_the_introductions_is_listed_until_the_turn_is_caught_up() -> None:
    desk = Desk(KEEPS, "Ana", "Ben")
    for _ in range(3):
        next_one(desk)
    assert missing(desk) == []
    desk.do(ask.Next())
    desk.do(ask.InOrOut("Zoe"))
    assert missing(desk) == ["Zoe"]
    assert desk.do(ask.GiveFloor(desk.who("Zoe"))) == (
        TurnStarted(desk.who("Zoe"), desk.segment("intro").id, 3 * MINUTE),
    )
    assert desk.state.current == "talk"
    next_one(desk, 60)
    assert missing(desk) == []


def test_who_was_left_out_is_listed_and_who_passed_is_not() -> None:
    desk = Desk(KEEPS, "Ana", "Ben", "Chi")
    next_one(desk)
    desk.do(ask.Pass())
    desk.do(ask.Later())
    assert missing(desk) == [], "the round runs still"
    desk.do(ask.Next(sure=True))
    assert missing(desk) == ["Ben"], "Ana passed, Chi spoke"
    desk.do(ask.InOrOut("Ben"))
    assert missing(desk) == []


def test_a_round_without_fields_leaves_nobody_unintroduced() -> None:
    desk = Desk(ROUND, "Ana")
    desk.do(ask.Next(sure=True))
    assert missing(desk) == []


# Hands


def test_hands_are_called_in_the_order_raised() -> None:
    desk = Desk(ritual(("talk", 9, "discussion")), "Ana", "Ben", "Chi")
    for name in ("Chi", "Ana"):
        desk.do(ask.RaiseHand(desk.who(name)))
    assert [next_one(desk), next_one(desk), next_one(desk)] == ["Chi", "Ana", ""]
    assert box(desk) is None if desk.state.floor else True
    assert "No hand is up" in desk.refuse(ask.NextSpeaker())


def test_a_fair_queue_calls_whoever_spoke_least() -> None:
    desk = Desk(ritual(("talk", 9, "discussion", {"queue": "fair"})), "Ana", "Ben", "Chi")
    desk.do(ask.GiveFloor(desk.who("Ana")))
    desk.do(ask.GiveFloor(desk.who("Ben")), after_seconds=60)
    next_one(desk, 10)
    for name in ("Ana", "Ben", "Chi"):
        desk.do(ask.RaiseHand(desk.who(name)))
    assert [next_one(desk, 1) for _ in range(4)] == ["Chi", "Ben", "Ana", ""]


def test_a_hand_comes_down_again_and_needs_someone_in_the_room() -> None:
    desk = Desk(ritual(("talk", 9, "discussion")), "Ana", "Ben")
    ana, ben = desk.who("Ana"), desk.who("Ben")
    desk.do(ask.RaiseHand(ana))
    desk.do(ask.RaiseHand(ana))
    assert desk.state.hands == ()
    desk.do(ask.RaiseHand(ben))
    desk.do(ask.InOrOut("Ben"))
    assert desk.state.hands == ()
    assert "is away" in desk.refuse(ask.RaiseHand(ben))
    assert "is away" in desk.refuse(ask.GiveFloor(ben))
    desk.do(ask.GiveFloor(ana))
    assert "has the floor" in desk.refuse(ask.RaiseHand(ana))


def test_who_gives_the_floor_up_hands_it_to_the_next_hand() -> None:
    desk = Desk(ritual(("talk", 9, "discussion")), "Ana", "Ben")
    desk.do(ask.GiveFloor(desk.who("Ana")))
    assert "No other hand" in desk.refuse(ask.Later())
    desk.do(ask.RaiseHand(desk.who("Ben")))
    desk.do(ask.Later())
    assert (desk.speaker, desk.state.hands) == ("Ben", (desk.who("Ana"),))
    desk.do(ask.Pass())
    assert (desk.speaker, desk.state.hands) == ("Ana", ())


def test_hands_come_down_with_the_segment() -> None:
    desk = Desk(ritual(("one", 9, "discussion"), ("two", 9, "discussion")), "Ana")
    desk.do(ask.RaiseHand(desk.who("Ana")))
    desk.do(ask.Next())
    assert desk.state.hands == ()


def test_airtime_stands_still_in_a_pause() -> None:
    desk = Desk(ritual(("talk", 9, "discussion")), "Ana")
    ana = desk.who("Ana")
    desk.do(ask.GiveFloor(ana))
    desk.do(ask.Pause(), after_seconds=30)
    desk.wait(minutes=2)
    assert airtime(desk.state, ana, desk.now) == 30_000
    desk.do(ask.Pause())
    assert airtime(desk.state, ana, desk.now + 5_000) == 35_000


# Presenters, and boards read out


def test_presenters_come_one_after_the_other_with_a_box_each() -> None:
    demos = ritual(("demos", 12, "talk", {"presenters": "3"}))
    desk = Desk(demos, "Ana", "Ben", "Chi", "Dee", presenters={"demos": ("Chi", "Ana")})
    assert desk.coming == ["Chi", "Ana"]
    assert next_one(desk) == "Chi"
    assert box(desk) == 240
    desk.do(ask.InOrOut("Zoe"))
    assert [next_one(desk, 600), box(desk)] == ["Ana", 240]
    assert next_one(desk) == "", "latecomers do not present"


def test_a_talk_without_presenters_calls_hands() -> None:
    desk = Desk(ritual(("talk", 12, "talk")), "Ana")
    assert "No hand is up" in desk.refuse(ask.NextSpeaker())
    desk.do(ask.RaiseHand(desk.who("Ana")))
    assert next_one(desk) == "Ana"


def test_a_board_draws_an_order_when_someone_is_called() -> None:
    desk = Desk(ritual(("cards", 6, "board")), "Ana", "Ben")
    assert [next_one(desk), next_one(desk), next_one(desk)] == ["Ana", "Ben", ""]


def test_who_has_just_spoken_is_not_first_in_an_order_drawn_then() -> None:
    desk = Desk(ritual(("cards", 6, "board")), "Ana", "Ben", "Chi")
    desk.do(ask.GiveFloor(desk.who("Ana")))
    assert [next_one(desk), desk.coming] == ["Ben", ["Chi", "Ana"]]


def test_sixty_people_are_all_asked_once() -> None:
    people = [f"Person {nth}" for nth in range(60)]
    desk = Desk(ritual(("round", 60, "round", {"order": "shuffle"})), *people)
    asked = [next_one(desk, 30) for _ in people]
    assert sorted(asked) == sorted(people)
    assert never_asked(desk.state, desk.segment("round").id) == ()
