"""The agenda as it runs: next, back, jump, leave out, bring back, the end."""

from facilitator.engine import commands as ask
from facilitator.engine.activities.round import KeepField
from facilitator.engine.events import SegmentStarted
from facilitator.engine.forecast import drift, plan_to_come
from formats.words import SegmentId
from tests.engine.builders import MINUTE, Desk, ritual

FOUR = (("one", 5, "talk"), ("two", 5, "talk"), ("three", 5, "talk"), ("four", 5, "talk"))


def standing(desk: Desk) -> str:
    """Return how the segments stand, a letter each: ahead, current, done, skipped."""
    return "".join(desk.state.standing(segment)[0] for segment in desk.state.segments)


def jump(desk: Desk, to: str) -> None:
    desk.do(ask.JumpTo(SegmentId(to)))


def test_next_goes_on_and_each_segment_keeps_what_it_took() -> None:
    desk = Desk(ritual(*FOUR))
    assert standing(desk) == "caaa"
    desk.do(ask.Next(), after_seconds=4 * 60)
    desk.wait(minutes=1)
    assert (standing(desk), desk.spent("one"), desk.spent("two")) == ("dcaa", 4, 1)


def test_the_last_segment_leads_to_the_wrap_up() -> None:
    desk = Desk(ritual(("one", 5, "talk")))
    assert "wrap-up" in desk.refuse(ask.Next())


def test_a_session_that_waits_takes_cards_and_people_but_no_time() -> None:
    desk = Desk(ritual(("cards", 5, "board")), "Ana", starts_in=5, begun=False)
    desk.catch("card", "early")
    desk.do(ask.InOrOut("Ben"))
    for command in (ask.Pause(), ask.Previous(), ask.ChangeTime(MINUTE), ask.NextSpeaker()):
        assert "n starts it" in desk.refuse(command)
    desk.wait(minutes=3)
    desk.do(ask.Next())
    assert (desk.spent("cards"), desk.state.started_at) == (0, desk.now)


def test_back_gives_the_segment_before_the_time_it_still_had() -> None:
    desk = Desk(ritual(*FOUR))
    desk.do(ask.Next(), after_seconds=180)
    desk.do(ask.Previous(), after_seconds=60)
    desk.wait(minutes=1)
    assert (standing(desk), desk.spent("one"), desk.left()) == ("caaa", 4, 1)
    assert "first segment" in desk.refuse(ask.Previous())


def test_jumping_back_into_a_finished_segment_goes_on_counting_there() -> None:
    desk = Desk(ritual(*FOUR))
    desk.do(ask.Next(), after_seconds=5 * 60)
    desk.do(ask.Next(), after_seconds=3 * 60)
    jump(desk, "one")
    desk.wait(minutes=2)
    assert (desk.spent("one"), desk.left()) == (7, -2)
    # Two still has two minutes of its five; three and four have all of theirs.
    assert plan_to_come(desk.state, desk.now) == 12 * MINUTE


def test_what_is_jumped_over_is_left_out_until_it_is_brought_back() -> None:
    desk = Desk(ritual(*FOUR))
    assert desk.do(ask.JumpTo(SegmentId("three"))) == (
        SegmentStarted(SegmentId("three"), (SegmentId("two"),)),
    )
    assert standing(desk) == "dsca"
    assert "lies behind" in desk.refuse(ask.Skip(SegmentId("two")))
    desk.do(ask.Previous())
    assert standing(desk) == "caaa", "going back takes back what the jump left out"
    desk.undo()
    jump(desk, "two")
    assert standing(desk) == "dcaa"
    jump(desk, "four")
    assert standing(desk) == "dddc", "three was seen already"
    jump(desk, "one")
    assert standing(desk) == "caaa"


def test_what_was_left_out_for_its_own_sake_stays_out_when_the_room_goes_back() -> None:
    desk = Desk(ritual(*FOUR))
    desk.do(ask.Skip(SegmentId("two")))
    jump(desk, "four")
    desk.do(ask.Previous())
    assert standing(desk) == "csaa"


def test_back_reaches_what_was_jumped_over_when_nothing_else_lies_before() -> None:
    desk = Desk(ritual(*FOUR), starts_in=10, begun=False)
    jump(desk, "four")
    assert standing(desk) == "sssc"
    for stands in ("ssca", "scaa", "caaa"):
        desk.do(ask.Previous())
        assert standing(desk) == stands
    assert "first segment" in desk.refuse(ask.Previous())
    left_out = Desk(ritual(*FOUR), starts_in=10, begun=False)
    left_out.do(ask.Skip(SegmentId("one")))
    left_out.do(ask.Next())
    assert left_out.refuse(ask.Previous()) == "All that lies before was left out; j goes to it."


def test_a_segment_left_out_is_passed_by_and_not_counted() -> None:
    desk = Desk(ritual(*FOUR))
    desk.do(ask.Skip(SegmentId("two")))
    assert drift(desk.state, desk.now) == -5 * MINUTE
    desk.do(ask.Next())
    assert standing(desk) == "dsca"


def test_jumps_that_lead_nowhere_are_refused() -> None:
    desk = Desk(ritual(*FOUR))
    assert "no such segment" in desk.refuse(ask.JumpTo(SegmentId("nowhere")))
    assert "no such segment" in desk.refuse(ask.Skip(SegmentId("nowhere")))
    assert "current" in desk.refuse(ask.JumpTo(SegmentId("one")))
    assert "running" in desk.refuse(ask.Skip(SegmentId("one")))


def test_going_on_ends_a_pause() -> None:
    desk = Desk(ritual(*FOUR)).wait(minutes=1)
    desk.do(ask.Pause())
    desk.do(ask.Next(), after_seconds=120)
    desk.wait(minutes=1)
    assert desk.state.paused_since is None
    assert (desk.state.paused_ms, desk.spent("one"), desk.spent("two")) == (2 * MINUTE, 1, 1)


def test_who_speaks_gives_the_floor_back_when_the_segment_ends() -> None:
    desk = Desk(ritual(*FOUR), "Ana")
    desk.do(ask.GiveFloor(desk.who("Ana")))
    desk.do(ask.Next(), after_seconds=30)
    assert desk.speaker == ""
    assert desk.state.voices[desk.who("Ana")].airtime_ms == 30_000


def test_after_the_end_only_the_notes_can_still_be_mended() -> None:
    desk = Desk(ritual(("cards", 5, "board"), ("round", 5, "round", {"keep": {"learn": "learns"}})), "Ana")
    parked = desk.catch("parked", "later")
    desk.do(ask.Next())
    desk.do(ask.NextSpeaker())
    desk.do(ask.End())
    assert desk.state.status == "ended"
    ana = desk.who("Ana")
    for command in (
        ask.Next(), ask.Previous(), ask.Pause(), ask.End(), ask.Fit(), ask.ChangeTime(MINUTE),
        ask.NextSpeaker(), ask.GiveFloor(ana), ask.RaiseHand(ana), ask.InOrOut("Ben"),
        ask.JumpTo(SegmentId("cards")), ask.Skip(SegmentId("cards")), ask.SetHardStop(None),
        ask.SettleGap(1, counts=False), KeepField(ana, "learn", "Rust"),
    ):  # fmt: skip
        assert "ended" in desk.refuse(command)
    desk.do(ask.GiveFate(parked, "dropped"))
    desk.do(ask.Edit(parked, "for later"))
    desk.catch("takeaway", "it was good")
    desk.do(ask.SetLevel("room"))
    desk.undo()
    assert desk.state.level == "names"


def test_parked_items_nobody_decided_about_go_to_the_next_session() -> None:
    desk = Desk(ritual(("one", 5, "talk")))
    kept, decided = desk.catch("parked", "a"), desk.catch("parked", "b")
    takeaway = desk.catch("takeaway", "c")
    desk.do(ask.GiveFate(decided, "dropped"))
    desk.do(ask.End())
    assert [desk.item(one).fate for one in (kept, decided, takeaway)] == ["next session", "dropped", None]


def test_the_end_can_be_taken_back() -> None:
    desk = Desk(ritual(("one", 5, "talk"))).wait(minutes=2)
    desk.do(ask.End())
    desk.wait(minutes=1)
    desk.undo()
    assert (desk.state.status, desk.left()) == ("running", 2)


def test_closing_while_it_waits_or_is_paused() -> None:
    waiting = Desk(ritual(*FOUR), starts_in=10, begun=False)
    waiting.do(ask.End())
    assert waiting.state.status == "ended"
    paused = Desk(ritual(*FOUR)).wait(minutes=1)
    paused.do(ask.Pause())
    paused.do(ask.End(), after_seconds=60)
    assert (paused.state.paused_ms, paused.spent("one")) == (MINUTE, 1)
