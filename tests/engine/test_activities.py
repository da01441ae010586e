"""Kept fields, sign-ups, polls, topics and groups."""

import pytest

from facilitator.engine import commands as ask
from facilitator.engine.activities import RULES
from facilitator.engine.activities.board import CountVotes, Reveal
from facilitator.engine.activities.groups import (
    GroupsState,
    NextGroupRound,
    RedrawGroups,
    in_no_group,
)
from facilitator.engine.activities.poll import CountHands, PollState, choices
from facilitator.engine.activities.round import KeepField, RoundState, keeping
from facilitator.engine.activities.signup import SignupState, TakeRole
from facilitator.engine.activities.topics import (
    GoOn,
    NextTopic,
    TopicEnded,
    TopicsState,
    TopicStarted,
    current_topic,
    topics_left,
)
from facilitator.engine.forecast import drift
from facilitator.engine.grouping import role_at
from facilitator.engine.rules import kept
from formats import model
from formats.words import ItemId, SegmentId
from tests.engine.builders import MINUTE, SECOND, Desk, ritual


def allowed(desk: Desk) -> frozenset[str]:
    current = desk.state.now_running
    assert current is not None
    return RULES[current.spec.activity].allowed(desk.state, current)


# Rounds that keep fields

INTRO = ritual(
    ("intro", 6, "round", {"keep": {"learn": "wants to learn", "teach": "could teach"}}),
    ("talk", 5, "discussion"),
)


def fields(desk: Desk) -> dict[str, dict[str, str]]:
    """Return what is kept, by name."""
    stands = kept(desk.state, SegmentId("intro"), RoundState)
    assert stands is not None
    return {desk.state.name(person): dict(said) for person, said in stands.fields.items()}


def test_what_people_offer_is_kept_changed_and_taken_away() -> None:
    desk = Desk(INTRO, "Ana", "Ben")
    assert allowed(desk) == frozenset()
    desk.do(ask.NextSpeaker())
    assert allowed(desk) == {"keep_field"}
    ana = desk.who("Ana")
    desk.do(KeepField(ana, "learn", " research "))
    desk.do(KeepField(ana, "teach", "SQL"))
    desk.do(KeepField(ana, "learn", "interviews"))
    assert fields(desk) == {"Ana": {"learn": "interviews", "teach": "SQL"}}
    desk.do(KeepField(ana, "teach", ""))
    assert fields(desk) == {"Ana": {"learn": "interviews"}}


def test_an_introduction_that_is_caught_up_keeps_its_fields_in_the_round() -> None:
    desk = Desk(INTRO, "Ana")
    desk.do(ask.NextSpeaker())
    desk.do(ask.Next())
    assert keeping(desk.state) is None
    desk.do(ask.InOrOut("Zoe"))
    zoe = desk.who("Zoe")
    desk.do(ask.GiveFloor(zoe))
    assert keeping(desk.state) == "intro"
    desk.do(KeepField(zoe, "teach", "chess"))
    assert fields(desk) == {"Zoe": {"teach": "chess"}}


def test_fields_that_can_not_be_kept() -> None:
    desk = Desk(INTRO, "Ana")
    ana = desk.who("Ana")
    assert "keeps nothing" in desk.refuse(KeepField(ana, "shoe size", "40"))
    assert "20,000" in desk.refuse(KeepField(ana, "learn", "x" * 20_001))
    desk.do(ask.OffRecord())
    assert "o ends that first" in desk.refuse(KeepField(ana, "learn", "a secret"))
    desk.do(ask.OffRecord())
    desk.do(ask.Next(sure=True))
    assert "keeps nothing" in desk.refuse(KeepField(ana, "learn", "x"))


# Sign-ups


def test_roles_are_taken_by_several_and_given_back_by_the_same_key() -> None:
    desk = Desk(ritual(("signup", 5, "signup"), ("talk", 5, "talk")), "Ana", "Ben")
    ana, ben = desk.who("Ana"), desk.who("Ben")
    desk.do(TakeRole(0, "an"))
    desk.do(TakeRole(0, "Ben"))
    desk.do(TakeRole(1, "Ben"))
    desk.do(TakeRole(0, "Ana"))
    stands = kept(desk.state, SegmentId("signup"), SignupState)
    assert stands is not None
    assert stands.taken == {0: (ben,), 1: (ben,)}
    assert ana not in stands.taken[0]
    assert "from 1 to 2" in desk.refuse(TakeRole(2, "Ana"))
    assert "i adds someone" in desk.refuse(TakeRole(0, "Zoe"))
    desk.do(ask.Next())
    assert "nothing to sign up for" in desk.refuse(TakeRole(0, "Ana"))


# Polls


def test_hands_are_counted_by_question_and_choice() -> None:
    desk = Desk(ritual(("poll", 5, "poll", {"questions": ["Learned?", "Safe?"]}), ("talk", 5, "talk")))
    spec = desk.segment("poll").spec
    assert isinstance(spec, model.Poll)
    assert choices(spec) == ("1", "2", "3", "4", "5")
    desk.do(CountHands(0, 4, 6))
    desk.do(CountHands(0, 3, 2))
    desk.do(CountHands(1, 4, 5))
    desk.do(CountHands(0, 4, 7))
    stands = kept(desk.state, SegmentId("poll"), PollState)
    assert stands is not None
    assert stands.counts == {0: {4: 7, 3: 2}, 1: {4: 5}}
    assert "no such choice" in desk.refuse(CountHands(2, 0, 1))
    assert "no such choice" in desk.refuse(CountHands(0, 5, 1))
    assert "from 0 to 999" in desk.refuse(CountHands(0, 0, -1))
    desk.do(ask.Next())
    assert "no poll" in desk.refuse(CountHands(0, 0, 1))


# Topics

COFFEE = ritual(
    ("cards", 5, "board"),
    ("topics", 20, "topics", {"boxes": ["5", "2", "1"], "from": "cards"}),
    ("close", 5, "talk"),
)


def coffee() -> Desk:
    """Return a desk at the topics, with three of them: b has most votes, a and c tie."""
    desk = Desk(COFFEE, "Ana")
    desk.catch("card", "a", "b", "c")
    desk.do(CountVotes(ItemId("i2"), 3))
    desk.do(ask.Next())
    return desk


def topic(desk: Desk) -> str:
    item = current_topic(desk.state, SegmentId("topics"))
    return "" if item is None else item.text


def topic_left(desk: Desk) -> float:
    """Return the minutes left of the topic."""
    stands = kept(desk.state, SegmentId("topics"), TopicsState)
    assert stands is not None
    assert stands.box is not None
    assert desk.state.large_box == stands.box
    return stands.box.left(desk.now) / MINUTE


def test_topics_are_taken_by_votes_and_ties_by_number() -> None:
    desk = coffee()
    assert [item.text for item in topics_left(desk.state, SegmentId("topics"))] == ["b", "a", "c"]
    taken = []
    for _ in range(3):
        desk.do(NextTopic(), after_seconds=60)
        taken.append(topic(desk))
    assert taken == ["b", "a", "c"]
    assert desk.do(NextTopic()) == (TopicEnded(SegmentId("topics"), ItemId("i3")),)
    assert "No topic is left" in desk.refuse(NextTopic())
    late = desk.catch("card", "late")
    desk.do(NextTopic())
    assert desk.item(late).text == topic(desk)


def test_each_topic_has_its_box_and_thumbs_add_the_next_smaller_one() -> None:
    desk = coffee()
    assert desk.do(NextTopic()) == (TopicStarted(SegmentId("topics"), ItemId("i2"), 5 * MINUTE),)
    desk.wait(minutes=6)
    assert topic_left(desk) == -1
    for added in (1, 2, 3):
        desk.do(GoOn())
        assert topic_left(desk) == -1 + {1: 2, 2: 3, 3: 4}[added]
    desk.do(NextTopic())
    assert topic_left(desk) == 5
    desk.do(GoOn())
    assert topic_left(desk) == 7, "the next topic begins with its first extension again"


def test_a_minute_more_is_a_minute_for_the_topic() -> None:
    desk = coffee()
    desk.do(ask.ChangeTime(MINUTE))
    assert desk.plans()[1] == 21, "between topics the segment's box is drawn large"
    desk.do(NextTopic())
    desk.do(ask.ChangeTime(MINUTE), after_seconds=60)
    assert (topic_left(desk), desk.plans()[1]) == (5, 21)
    desk.do(ask.ChangeTime(-5 * MINUTE))
    assert topic_left(desk) == 0
    assert "v shows how to go on" in desk.refuse(ask.ChangeTime(-MINUTE))
    desk.do(GoOn())
    assert topic_left(desk) == 2, "a minute more is no thumb up"


def test_a_topic_stands_still_with_the_session_and_gives_a_gap_back() -> None:
    desk = coffee()
    desk.do(NextTopic())
    desk.do(ask.Pause(), after_seconds=60)
    desk.wait(minutes=3)
    assert topic_left(desk) == 4
    desk.do(ask.Pause())
    desk.wait(minutes=2)
    assert topic_left(desk) == 2
    desk.do(ask.SettleGap(90 * SECOND, counts=False))
    assert topic_left(desk) == 3.5


def test_a_topic_taken_during_a_pause_waits_for_its_end() -> None:
    desk = coffee()
    desk.do(ask.Pause())
    desk.do(NextTopic())
    desk.do(ask.Pause(), after_seconds=60)
    desk.wait(minutes=1)
    assert topic_left(desk) == 4


def test_leaving_the_segment_ends_the_topic() -> None:
    desk = coffee()
    desk.do(NextTopic())
    desk.do(ask.Next(), after_seconds=60)
    assert (topic(desk), desk.state.large_box) == ("", desk.segment("close").box)
    desk.do(ask.Previous())
    assert topic(desk) == ""
    desk.do(NextTopic())
    assert topic(desk) == "a", "b is done"


def test_what_topics_allow() -> None:
    desk = Desk(ritual(("topics", 9, "topics"), ("talk", 5, "talk")))
    assert allowed(desk) == frozenset()
    assert "No topic is left" in desk.refuse(NextTopic())
    assert "take the next topic" in desk.refuse(GoOn())
    item = desk.catch("card", "a")
    assert (desk.item(item).kind, desk.item(item).board) == ("topic", "topics")
    assert allowed(desk) == {"next_topic", "count_votes"}
    desk.do(CountVotes(item, 2))
    desk.do(NextTopic())
    assert allowed(desk) == {"next_topic", "go_on_topic", "count_votes"}
    desk.do(ask.Next())
    assert "has no topics" in desk.refuse(NextTopic())
    assert "has no topics" in desk.refuse(GoOn())


def test_cards_can_be_shown_from_the_topics_too() -> None:
    hidden = ritual(
        ("cards", 5, "board", {"hidden": True}),
        ("topics", 9, "topics", {"from": "cards"}),
        ("talk", 5, "talk"),
    )
    desk = Desk(hidden)
    desk.catch("card", "a")
    desk.do(ask.Next())
    first = desk.act()
    desk.do(ask.Next())
    desk.do(ask.Previous())
    desk.do(ask.UndoAct(first))  # With it goes that the cards were shown; the room is in the topics still.
    assert desk.state.current == "topics"
    assert allowed(desk) == {"next_topic", "reveal"}
    desk.do(Reveal())
    assert allowed(desk) == {"next_topic", "count_votes"}


def test_a_topic_whose_card_is_taken_away_can_still_be_left() -> None:
    desk = coffee()
    desk.do(NextTopic())
    desk.do(ask.Remove(ItemId("i2")))
    assert topic(desk) == ""
    desk.do(NextTopic())
    assert topic(desk) == "a"


# Groups


def in_groups(*people: str, rounds: int = 3, size: int = 2, roles: tuple[str, ...] = ()) -> Desk:
    format = ritual(
        ("groups", 12, "groups", {"size": size, "rounds": rounds, "roles": list(roles)}), ("talk", 5, "talk")
    )
    return Desk(format, *people)


def groups(desk: Desk) -> list[set[str]]:
    stands = kept(desk.state, SegmentId("groups"), GroupsState)
    assert stands is not None
    return [{desk.state.name(person) for person in group} for group in stands.groups]


def test_groups_are_drawn_when_their_segment_begins() -> None:
    desk = in_groups("Ana", "Ben", "Chi", "Dee", "Eli")
    assert sorted(len(group) for group in groups(desk)) == [2, 3]
    assert set().union(*groups(desk)) == {"Ana", "Ben", "Chi", "Dee", "Eli"}


def test_rounds_share_the_plan_and_then_are_over() -> None:
    desk = in_groups("Ana", "Ben", "Chi", "Dee")
    box = desk.state.large_box
    assert box is not None
    assert (box.plan_ms, box.left(desk.now + MINUTE)) == (4 * MINUTE, 3 * MINUTE)
    seen = [groups(desk)]
    for _ in range(2):
        desk.do(NextGroupRound(), after_seconds=240)
        seen.append(groups(desk))
    met = [frozenset(group) for drawn in seen for group in drawn]
    assert len(set(met)) == 6, "everyone met everyone"
    assert "All rounds are over" in desk.refuse(NextGroupRound())
    assert allowed(desk) == {"redraw_groups"}


def test_an_overrun_of_a_round_is_seen_in_the_projected_end() -> None:
    desk = in_groups("Ana", "Ben", "Chi", "Dee")
    assert drift(desk.state, desk.now) == 0
    desk.wait(minutes=6)
    assert drift(desk.state, desk.now) == 2 * MINUTE, "two more rounds of four minutes are to come"
    desk.do(NextGroupRound())
    desk.do(ask.ChangeTime(MINUTE))
    assert drift(desk.state, desk.now) == 3 * MINUTE


def test_everyone_holds_each_role_once() -> None:
    roles = ("Interviewer", "Interviewee", "Observer")
    people = [f"P{nth}" for nth in range(9)]
    desk = in_groups(*people, size=3, roles=roles)
    held: dict[str, list[str]] = {name: [] for name in people}
    for nth in range(3):
        if nth:
            desk.do(NextGroupRound(), after_seconds=60)
        stands = kept(desk.state, SegmentId("groups"), GroupsState)
        assert stands is not None
        for group in stands.groups:
            for place, person in enumerate(group):
                held[desk.state.name(person)].append(role_at(roles, 3, place))
    assert all(sorted(each) == sorted(roles) for each in held.values())


def test_groups_drawn_again_are_other_groups_in_the_time_that_is_left() -> None:
    desk = in_groups("Ana", "Ben", "Chi", "Dee")
    before = groups(desk)
    desk.wait(minutes=1)
    desk.do(ask.InOrOut("Eli"))
    assert in_no_group(desk.state, SegmentId("groups")) == (desk.who("Eli"),)
    desk.do(RedrawGroups())
    assert in_no_group(desk.state, SegmentId("groups")) == ()
    assert [group for group in groups(desk) if len(group) == 2 and group in before] == []
    box = desk.state.large_box
    assert box is not None
    assert box.left(desk.now) == 3 * MINUTE
    stands = kept(desk.state, SegmentId("groups"), GroupsState)
    assert stands is not None
    assert len(stands.rounds) == 1


def test_groups_need_two_people() -> None:
    desk = in_groups("Ana")
    assert groups(desk) == []
    assert desk.state.large_box == desk.segment("groups").box
    assert allowed(desk) == frozenset()
    assert "two people" in desk.refuse(RedrawGroups())
    assert "two people" in desk.refuse(NextGroupRound())
    desk.do(ask.InOrOut("Ben"))
    desk.do(RedrawGroups(), after_seconds=60)
    assert groups(desk) == [{"Ana", "Ben"}]
    desk.do(ask.Next())
    assert "has no groups" in desk.refuse(RedrawGroups())


def test_the_round_stands_still_while_the_room_is_elsewhere() -> None:
    desk = in_groups("Ana", "Ben")
    desk.do(ask.Next(), after_seconds=60)
    desk.do(ask.Previous(), after_seconds=600)
    box = desk.state.large_box
    assert box is not None
    assert box.left(desk.now + MINUTE) == 2 * MINUTE
    assert len(groups(desk)) == 1


@pytest.mark.parametrize("joins", [True, False])
def test_who_was_named_by_mistake_falls_out_of_the_groups(joins: bool) -> None:
    desk = Desk(ritual(("talk", 5, "talk"), ("groups", 6, "groups")), "Ana", "Ben", "Chi")
    desk.do(ask.InOrOut("Bem"))
    mistake = desk.act()
    desk.do(ask.Next())
    if not joins:
        desk.do(ask.UndoAct(mistake))
    assert set().union(*groups(desk)) == {"Ana", "Ben", "Chi"} | ({"Bem"} if joins else set())
