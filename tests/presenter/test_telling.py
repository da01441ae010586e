"""What each act did, in a few words: every kind of event is told, and nothing secret by it."""

import pytest

from facilitator.engine import commands as ask
from facilitator.engine.activities.board import MergeCards, MoveCard, Reveal
from facilitator.engine.activities.groups import NextGroupRound
from facilitator.engine.activities.poll import CountHands
from facilitator.engine.activities.round import KeepField
from facilitator.engine.activities.signup import TakeRole
from facilitator.engine.activities.topics import GoOn, NextTopic
from facilitator.engine.cards import CountVotes
from facilitator.engine.codec import KINDS
from facilitator.engine.commands import Command
from facilitator.presenter.telling import tell
from formats.model import Break
from formats.words import ItemId, PersonId, SegmentId
from tests.engine.builders import MINUTE, NOON, Desk, Part, ritual

ANA, BEN = PersonId("p1"), PersonId("p2")
ONE, TWO = ItemId("i1"), ItemId("i2")
TALKS: tuple[Part, ...] = (("one", 10, "talk"), ("two", 20, "talk"))
THREE: tuple[Part, ...] = (*TALKS, ("three", 5, "talk"))
OPEN: tuple[Part, ...] = (("open", 10, "discussion"),)
ROUND: tuple[Part, ...] = (("round", 12, "round", {"keep": {"learn": "learns"}}),)
BOARD: tuple[Part, ...] = (("board", 10, "board", {"columns": ["A", "B"]}), ("two", 20, "talk"))
HIDDEN: tuple[Part, ...] = (("board", 10, "board", {"columns": ["A"], "hidden": "true"}),)
TOPICS: tuple[Part, ...] = (("topics", 20, "topics"),)
Story = tuple[tuple[Part, ...], tuple[Command, ...], str]

PARK = ask.Capture("parked", ("roadmap?",))
CARDS = ask.Capture("card", ("first", "second"))

STORIES: list[Story] = [
    (TALKS, (PARK,), "parked “roadmap?”"),
    (TALKS, (ask.Capture("decision", ("we\nmeet",)),), "decision “we meet”"),
    (TALKS, (ask.Capture("action", ("write @ben due fri",)),), "action “write” for Ben, due Fri 20 Nov"),
    (TALKS, (ask.Capture("takeaway", ("a", "b", "c")),), "3 kept"),
    (TALKS, (ask.OffRecord(), PARK), "parked kept, not shown"),
    (TALKS, (ask.OffRecord(),), "off the record from here on"),
    (TALKS, (ask.OffRecord(), ask.OffRecord()), "on the record again"),
    (TALKS, (PARK, ask.Edit(ONE, "budget?")), "now reads “budget?”"),
    (TALKS, (PARK, ask.OffRecordItem(ONE)), "one item off the record"),
    (TALKS, (PARK, ask.OffRecordItem(ONE), ask.OffRecordItem(ONE)), "the item is on the record again"),
    (TALKS, (PARK, ask.OffRecordItem(ONE), ask.Edit(ONE, "budget?")), "now reads an item off the record"),
    (TALKS, (PARK, ask.Remove(ONE)), "removed"),
    (TALKS, (PARK, ask.GiveFate(ONE, "discussed")), "“roadmap?”: discussed"),
    (TALKS, (PARK, ask.GiveFate(ONE, "dropped"), ask.GiveFate(ONE, "dropped")), "“roadmap?”: undecided"),
    (TALKS, (ask.Next(),), "on to “Two”"),
    (TALKS, (ask.Skip(SegmentId("two")),), "“Two” left out"),
    (TALKS, (ask.Skip(SegmentId("two")), ask.Skip(SegmentId("two"))), "“Two” is back"),
    (TALKS, (ask.Insert(Break(title="Break", planned_seconds=300)),), "“Break” comes in, 5 min"),
    (THREE, (ask.Move(SegmentId("three"), -1),), "“Three” comes before “Two”"),
    (THREE, (ask.Move(SegmentId("two"), 1),), "“Two” is last now"),
    (TALKS, (ask.Retitle(SegmentId("two"), "Second"),), "now called “Second”"),
    (TALKS, (ask.SetPrompts(SegmentId("two"), ("Why?",)),), "other prompts for “Two”"),
    (TALKS, (ask.SetMinutes(SegmentId("two"), 18 * MINUTE + 30_000),), "“Two”: 1:30 less"),
    (TALKS, (ask.GiveDuty("timekeeper", BEN),), "Ben: timekeeper"),
    (TALKS, (ask.GiveDuty("timekeeper", BEN), ask.GiveDuty("timekeeper", BEN)), "Ben: no longer timekeeper"),
    (OPEN, (ask.RaiseHand(ANA), ask.RaiseHand(BEN), ask.MoveHand(BEN, -1)), "Ben moved in the queue"),
    (TALKS, (ask.ChangeTime(MINUTE),), "1 min more"),
    (TALKS, (ask.ChangeTime(-5 * MINUTE),), "5 min less"),
    (TALKS, (ask.ChangeTime(5 * MINUTE), ask.Fit()), "made it fit: 1 segment shorter"),
    (TALKS, (ask.SetHardStop(NOON + 90 * MINUTE),), "a time to end"),
    (TALKS, (ask.SetHardStop(None),), "no time to end"),
    (TALKS, (ask.Pause(),), "paused"),
    (TALKS, (ask.Pause(), ask.Pause()), "going on"),
    (TALKS, (ask.SettleGap(90_999, counts=True),), "the gap counts"),
    (TALKS, (ask.SettleGap(90_999, counts=False),), "1:30 left out"),
    (TALKS, (ask.InOrOut("Eli"),), "Eli joined"),
    (TALKS, (ask.InOrOut("Eli, Fay"),), "2 people came in"),
    (TALKS, (ask.InOrOut("Ben"),), "Ben is away"),
    (TALKS, (ask.InOrOut("Ben"), ask.InOrOut("Ben")), "Ben is back"),
    (TALKS, (ask.RaiseHand(BEN),), "Ben raised a hand"),
    (TALKS, (ask.RaiseHand(BEN), ask.RaiseHand(BEN)), "Ben lowered the hand"),
    (TALKS, (ask.SetLevel("room"),), "notes at the level room"),
    (TALKS, (ask.End(),), "closed"),
    (ROUND, (ask.NextSpeaker(),), "Ana has the floor"),
    (ROUND, (ask.NextSpeaker(), ask.Pass()), "Ben has the floor"),
    (ROUND, (ask.NextSpeaker(), ask.Later()), "Ben has the floor"),
    (ROUND, (ask.NextSpeaker(), ask.InOrOut("Ana")), "Ana is away"),
    (ROUND, (ask.NextSpeaker(), ask.NextSpeaker(), ask.NextSpeaker()), "Ben gave the floor back"),
    (ROUND, (ask.NextSpeaker(), KeepField(ANA, "learn", "to fly")), "kept of Ana"),
    (BOARD, (CARDS, MoveCard(ONE)), "moved “first”"),
    (BOARD, (CARDS, MergeCards(ONE, 2)), "merged into “second”"),
    (BOARD, (CARDS, CountVotes(ONE, 4)), "4 votes for “first”"),
    (HIDDEN, (ask.Capture("card", ("first",)),), "card kept, not shown"),
    (HIDDEN, (CARDS, Reveal()), "the cards are shown"),
    (HIDDEN, (CARDS, ask.Edit(ONE, "other")), "now reads an item off the record"),
    (TOPICS, (CARDS, NextTopic()), "topic “first”"),
    (TOPICS, (CARDS, NextTopic(), GoOn()), "2 min more for this topic"),
    (TOPICS, (ask.Capture("card", ("first",)), NextTopic(), NextTopic()), "the topic is done"),
    (TOPICS, (CARDS, NextTopic(), ask.ChangeTime(MINUTE)), "1 min more"),
    ((("poll", 5, "poll"),), (CountHands(0, 0, 1),), "1 hand"),
    ((("poll", 5, "poll"),), (CountHands(0, 0, 7),), "7 hands"),
    ((("roles", 5, "signup"),), (TakeRole(0, "ben"),), "Ben takes on “Present”"),
    ((("roles", 5, "signup"),), (TakeRole(0, "ben"), TakeRole(0, "ben")), "Ben gives “Present” back"),
    ((("groups", 20, "groups", {"rounds": 2}),), (NextGroupRound(),), "groups for round 2"),
]


def played(parts: tuple[Part, ...], story: tuple[Command, ...]) -> Desk:
    """Play a story with two people."""
    desk = Desk(ritual(*parts), "Ana", "Ben")
    for command in story:
        desk.do(command)
    return desk


@pytest.mark.parametrize(("parts", "story", "said"), STORIES, ids=[said for _, _, said in STORIES])
def test_an_act_is_told_in_a_few_words(
    parts: tuple[Part, ...], story: tuple[Command, ...], said: str
) -> None:
    desk = played(parts, story)
    assert tell(desk.open, desk.act()) == said


def test_every_kind_of_event_is_told() -> None:
    sessions = [played(parts, story).open for parts, story, _ in STORIES]
    told = {
        type(event.body).__name__
        for session in sessions
        for event in session.events
        if tell(session, event.act)
    }
    opening = {"SessionStarted", "DutyGiven"}  # The session itself stays, so nobody is told of it.
    marks = {"ActUndone", "ActRedone", "Rewritten"}  # Told by what they take back.
    assert set(KINDS) - opening - marks <= told


def test_what_was_taken_back_and_named_since_falls_over_nothing() -> None:
    desk = Desk(ritual(*BOARD), "Ana")
    desk.do(ask.InOrOut("Ben"))
    joined = desk.act()
    desk.do(ask.RaiseHand(PersonId("p2")))
    hand = desk.act()
    desk.do(CARDS)
    cards = desk.act()
    desk.do(ask.Capture("card", ("third",)))
    third = desk.act()
    desk.do(MoveCard(ItemId("i3")))
    moved = desk.act()
    desk.do(ask.Remove(ItemId("i3")))
    assert tell(desk.open, moved) == "moved an item"
    assert tell(desk.open, third) == "card kept, removed since"
    assert tell(desk.open, cards) == "2 kept"
    desk.do(ask.UndoAct(joined, (hand,)))
    assert tell(desk.open, joined) == "someone joined"
    assert tell(desk.open, hand) == "someone raised a hand"
