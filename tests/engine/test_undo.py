"""Nothing is final: undo and redo of every kind of act, and the list of the last acts."""

from collections.abc import Callable

import pytest

from facilitator.engine import commands as ask
from facilitator.engine.activities.board import CountVotes, MergeCards, MoveCard, Reveal
from facilitator.engine.activities.groups import NextGroupRound, RedrawGroups
from facilitator.engine.activities.poll import CountHands
from facilitator.engine.activities.round import KeepField
from facilitator.engine.activities.signup import TakeRole
from facilitator.engine.activities.topics import GoOn, NextTopic
from facilitator.engine.commands import Command
from facilitator.engine.events import ActRedone, ActUndone, Event, SegmentStarted
from facilitator.engine.rules import DoesNotApply, Refusal
from facilitator.engine.session import apply, fold
from formats.words import ActId, ItemId, SegmentId
from tests.engine.builders import MINUTE, NOON, Desk, ritual, through_the_disk

ALL = ritual(
    ("intro", 9, "round", {"keep": {"learn": "learns"}}),
    ("cards", 9, "board", {"columns": ["Start", "Stop"], "hidden": True}),
    ("topics", 9, "topics", {"boxes": ["3", "2"], "from": "cards"}),
    ("poll", 4, "poll"),
    ("groups", 8, "groups", {"size": 2, "rounds": 2}),
    ("signup", 4, "signup"),
    ("talk", 9, "discussion"),
)


def desk_in(segment: str) -> Desk:
    """Return a desk with four people, some items, and a segment that runs for a minute."""
    desk = Desk(ALL, "Ana", "Ben", "Chi", "Dee", ends_in=60)
    desk.catch("parked", "parked one")
    desk.catch("card", "first", "second")
    desk.catch("card", "third", column=1)
    desk.catch("action", "act @Ben due fri")
    desk.do(ask.InOrOut("Dee"))
    if segment != "intro":
        desk.do(ask.JumpTo(SegmentId(segment)))
    return desk.wait(minutes=1)


CASES: dict[str, tuple[str, Callable[[Desk], Command]]] = {
    "next": ("intro", lambda _: ask.Next(sure=True)),
    "previous": ("talk", lambda _: ask.Previous()),
    "jump over others": ("intro", lambda _: ask.JumpTo(SegmentId("talk"))),
    "leave out": ("intro", lambda _: ask.Skip(SegmentId("talk"))),
    "more time": ("talk", lambda _: ask.ChangeTime(MINUTE)),
    "less time": ("talk", lambda _: ask.ChangeTime(-MINUTE)),
    "fit": ("intro", lambda desk: (desk.wait(minutes=40), ask.Fit())[1]),
    "hard stop": ("intro", lambda _: ask.SetHardStop(NOON + 90 * MINUTE)),
    "pause": ("talk", lambda _: ask.Pause()),
    "gap left out": ("talk", lambda _: ask.SettleGap(30_000, counts=False)),
    "gap counted": ("talk", lambda _: ask.SettleGap(30_000, counts=True)),
    "next speaker": ("intro", lambda _: ask.NextSpeaker()),
    "order on demand": ("cards", lambda _: ask.NextSpeaker()),
    "give the floor": ("talk", lambda desk: ask.GiveFloor(desk.who("Ben"))),
    "hand": ("talk", lambda desk: ask.RaiseHand(desk.who("Ben"))),
    "join": ("intro", lambda _: ask.InOrOut("Zoe")),
    "go away": ("intro", lambda _: ask.InOrOut("Ana")),
    "come back": ("intro", lambda _: ask.InOrOut("Dee")),
    "capture": ("talk", lambda _: ask.Capture("takeaway", ("one", "two"))),
    "edit": ("talk", lambda _: ask.Edit(ItemId("i1"), "other")),
    "edit the kind": ("talk", lambda _: ask.Edit(ItemId("i1"), "other", kind="decision")),
    "remove": ("talk", lambda _: ask.Remove(ItemId("i2"))),
    "off the record": ("talk", lambda _: ask.OffRecord()),
    "item off the record": ("talk", lambda _: ask.OffRecordItem(ItemId("i1"))),
    "fate": ("talk", lambda _: ask.GiveFate(ItemId("i1"), "assigned", "Ben")),
    "level": ("talk", lambda _: ask.SetLevel("room")),
    "end": ("talk", lambda _: ask.End()),
    "reveal": ("cards", lambda _: Reveal()),
    "votes": ("cards", lambda _: CountVotes(ItemId("i2"), 3)),
    "move": ("cards", lambda _: MoveCard(ItemId("i2"))),
    "merge": ("cards", lambda _: MergeCards(ItemId("i2"), 2)),
    "keep a field": ("intro", lambda desk: KeepField(desk.who("Ana"), "learn", "Rust")),
    "sign up": ("signup", lambda _: TakeRole(0, "ana")),
    "count hands": ("poll", lambda _: CountHands(0, 2, 7)),
    "topic": ("topics", lambda _: NextTopic()),
    "next round of groups": ("groups", lambda _: NextGroupRound()),
    "groups drawn again": ("groups", lambda _: RedrawGroups()),
}


@pytest.mark.parametrize("case", CASES)
def test_undo_gives_back_the_state_before_and_redo_the_state_after(case: str) -> None:
    segment, command = CASES[case]
    desk = desk_in(segment)
    asked = command(desk)
    before = desk.state
    desk.do(asked)
    after = desk.state
    assert after != before
    desk.wait(minutes=2)
    desk.undo()
    assert desk.state == before
    desk.wait(minutes=2)
    desk.redo()
    assert desk.state == after
    assert through_the_disk(desk.open) == desk.open


@pytest.mark.parametrize("command", [ask.Pass(), ask.Later(), ask.NextSpeaker()])
def test_undo_of_what_a_speaker_did(command: Command) -> None:
    desk = desk_in("intro")
    desk.do(ask.NextSpeaker())
    before = desk.state
    desk.do(command, after_seconds=20)
    assert desk.speaker == "Ben"
    desk.undo()
    assert desk.state == before


def test_undo_of_thumbs_and_of_a_longer_topic() -> None:
    desk = desk_in("topics")
    desk.do(NextTopic())
    for command in (GoOn(), ask.ChangeTime(MINUTE)):
        before = desk.state
        desk.do(command)
        assert desk.state != before
        desk.undo()
        assert desk.state == before


def test_undo_goes_back_to_the_opening_and_not_beyond() -> None:
    desk = Desk(ALL, "Ana")
    desk.catch("parked", "one")
    desk.undo()
    desk.undo()
    assert (desk.state.status, desk.state.current) == ("waiting", None)
    assert "Nothing to take back" in desk.refuse(ask.Undo())
    desk.redo()
    desk.redo()
    assert desk.texts() == ["one"]
    assert "Nothing to do again" in desk.refuse(ask.Redo())


def test_a_new_act_empties_redo() -> None:
    desk = Desk(ALL)
    desk.catch("parked", "one")
    desk.undo()
    desk.catch("parked", "two")
    assert desk.open.redoable == ()
    assert "Nothing to do again" in desk.refuse(ask.Redo())
    assert desk.texts() == ["two"]


def test_a_pause_that_is_taken_back_never_stopped_the_clock() -> None:
    desk = Desk(ALL).wait(minutes=1)
    desk.do(ask.Pause())
    desk.wait(minutes=2)
    desk.undo()
    assert desk.spent("intro") == 3


# The list of the last acts


def test_an_accidental_next_is_taken_back_and_what_was_caught_since_stays() -> None:
    desk = Desk(ALL, "Ana", "Ben").wait(minutes=2)
    desk.do(ask.NextSpeaker())
    desk.do(ask.Next(sure=True), after_seconds=60)
    accident = desk.act()
    later = desk.catch("takeaway", "said after the accident")
    assert desk.item(later).segment == "cards"
    desk.wait(minutes=1)
    desk.do(ask.UndoAct(accident))
    assert desk.state.current == "intro"
    assert (desk.spent("intro"), desk.spent("cards")) == (4, 0), "the clock runs as if nothing had happened"
    assert (desk.speaker, desk.item(later).segment) == ("Ana", "intro")
    desk.redo()
    assert (desk.state.current, desk.item(later).segment) == ("cards", "cards")


def test_an_act_on_which_another_depends_names_it_and_offers_both() -> None:
    desk = Desk(ritual(("talk", 9, "discussion")), "Ana")
    desk.do(ask.InOrOut("Ben"))
    joined = desk.act()
    desk.catch("parked", "kept")
    desk.do(ask.GiveFloor(desk.who("Ben")))
    spoke = desk.act()
    answer = desk.answer(ask.UndoAct(joined))
    assert answer == Refusal(
        "Ben spoke after joining; choose it again to take both back.", again=True, also=(spoke,)
    )
    assert desk.do(ask.UndoAct(joined, (spoke,))) == (ActUndone(joined, (spoke,)),)
    assert [person.name for person in desk.state.people.values()] == ["Ana"]
    assert (desk.speaker, desk.texts()) == ("", ["kept"])
    assert desk.do(ask.Redo()) == (ActRedone(joined, (spoke,)),)
    assert desk.speaker == "Ben"


def test_taking_back_reaches_all_that_hangs_together() -> None:
    desk = Desk(ritual(("talk", 9, "discussion")), "Ana")
    desk.do(ask.InOrOut("Ben"))
    joined = desk.act()
    desk.do(ask.GiveFloor(desk.who("Ben")))
    desk.do(ask.GiveFloor(desk.who("Ana")), after_seconds=10)
    desk.catch("action", "write it down @Ben")
    answer = desk.answer(ask.UndoAct(joined))
    assert isinstance(answer, Refusal)
    assert answer.why == "Ben spoke after joining; choose it again to take all 4 back."
    assert len(answer.also) == 3
    desk.do(ask.UndoAct(joined, answer.also))
    assert (desk.speaker, desk.texts()) == ("", [])
    desk.redo()
    assert (desk.speaker, desk.texts()) == ("Ana", ["write it down"])


def test_acts_that_fit_only_together_are_taken_back_in_one() -> None:
    desk = Desk(ritual(("talk", 9, "discussion"))).wait(minutes=1)
    acts = []
    for _ in range(4):  # pause, resume, pause, resume
        desk.do(ask.Pause(), after_seconds=60)
        acts.append(desk.act())
    answer = desk.answer(ask.UndoAct(acts[0]))
    assert isinstance(answer, Refusal)
    assert answer.why.startswith("The session went on after pausing; choose it again")
    assert answer.also == (acts[1],)
    desk.do(ask.UndoAct(acts[0], answer.also))
    assert desk.state.paused_ms == MINUTE


@pytest.mark.parametrize(
    ("why", "first", "then"),
    [
        ("“now” was changed after being kept", ask.Capture("parked", ("x",)), ask.Edit(ItemId("i1"), "now")),
        ("An item was removed after being kept", ask.Capture("parked", ("x",)), ask.Remove(ItemId("i1"))),
        ("Zoe went away after joining", ask.InOrOut("Zoe"), ask.InOrOut("Zoe")),
    ],
)
def test_the_refusal_reads_as_a_sentence(why: str, first: Command, then: Command) -> None:
    desk = Desk(ritual(("talk", 9, "discussion")))
    desk.do(first)
    act = desk.act()
    desk.do(then)
    said = desk.refuse(ask.UndoAct(act))
    assert said == f"{why}; choose it again to take both back."


def test_a_refusal_never_shows_what_is_off_the_record() -> None:
    desk = Desk(ritual(("talk", 9, "discussion")))
    item = desk.catch("parked", "secret")
    act = desk.act()
    desk.do(ask.OffRecordItem(item))
    said = desk.refuse(ask.UndoAct(act))
    assert said == "An item was changed after being kept; choose it again to take both back."


def test_another_subject_is_named_with_what_it_did() -> None:
    desk = Desk(ritual(("one", 9, "talk"), ("two", 9, "talk")), "Ana")
    desk.do(ask.Next())
    act = desk.act()
    desk.do(ask.GiveFloor(desk.who("Ana")))
    said = desk.refuse(ask.UndoAct(act))
    assert said == "Ana spoke after “Two” began; choose it again to take both back."


def test_who_was_named_by_mistake_falls_out_of_an_order_that_was_drawn_since() -> None:
    desk = Desk(ritual(("one", 9, "talk"), ("round", 9, "round")), "Ana", "Ben")
    desk.do(ask.InOrOut("Bem"))
    mistake = desk.act()
    desk.do(ask.Next())
    desk.do(ask.UndoAct(mistake))
    assert desk.coming == ["Ana", "Ben"]


def test_what_is_not_in_force_can_not_be_taken_back() -> None:
    desk = Desk(ALL)
    desk.catch("parked", "one")
    act = desk.act()
    desk.undo()
    assert "not in force" in desk.refuse(ask.UndoAct(act))
    assert "not in force" in desk.refuse(ask.UndoAct(ActId("a1")))
    assert "not in force" in desk.refuse(ask.UndoAct(ActId("nowhere")))


# The fold


def test_marks_that_do_not_fit_are_told() -> None:
    desk = Desk(ALL)
    last = desk.open.events[-1]

    def mark(body: ActUndone | ActRedone) -> Event:
        return Event("x", last.seq + 1, ActId("x"), last.at, body)

    for wrong in (ActUndone(ActId("a1")), ActUndone(ActId("none")), ActRedone(desk.act())):
        with pytest.raises(DoesNotApply):
            apply(desk.session, mark(wrong))


def test_a_session_begins_with_its_opening() -> None:
    with pytest.raises(ValueError, match="without its first event"):
        fold([])
    stray = Event("x", 1, ActId("x"), NOON, SegmentStarted(SegmentId("intro")))
    with pytest.raises(DoesNotApply, match="no session is open"):
        apply(None, stray)
    desk = Desk(ALL)
    with pytest.raises(DoesNotApply, match="open already"):
        apply(desk.session, desk.open.events[0])
