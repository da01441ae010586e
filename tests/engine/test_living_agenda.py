"""The agenda changes while the session runs: moved, inserted, retitled, given other minutes and prompts."""

import pytest

from facilitator.engine import commands as ask
from facilitator.engine import forecast
from facilitator.engine.commands import Command
from facilitator.engine.events import PromptsChanged, SegmentMoved, SegmentRetitled, TimeAdded
from formats.model import Break, Discussion, Segment
from formats.words import SegmentId
from tests.engine.builders import HOUR, MINUTE, NOON, Desk, ritual, through_the_disk

FOUR = (("open", 10, "talk"), ("main", 20, "discussion"), ("round", 15, "round"), ("close", 5, "talk"))


def order(desk: Desk) -> list[str]:
    """Return the titles in the order of the agenda."""
    return [segment.spec.title for segment in desk.state.segments]


def ends(desk: Desk) -> float:
    """Return the projected end, in minutes after noon."""
    return (forecast.projected_end(desk.state, desk.now) - NOON) / MINUTE


def late(desk: Desk) -> float:
    return forecast.drift(desk.state, desk.now) / MINUTE


def seg(id: str) -> SegmentId:
    return SegmentId(id)


def pause(minutes: int, title: str = "Break") -> Segment:
    return Break(title=title, planned_seconds=minutes * 60)


# Moving


def test_a_segment_moves_among_those_to_come_and_the_end_stays() -> None:
    desk = Desk(ritual(*FOUR)).wait(minutes=4)
    assert desk.do(ask.Move(seg("close"), -1)) == (SegmentMoved(seg("close"), seg("round")),)
    assert order(desk) == ["Open", "Main", "Close", "Round"]
    assert (ends(desk), late(desk)) == (50, 0)
    desk.do(ask.Move(seg("main"), 1))
    assert order(desk) == ["Open", "Close", "Main", "Round"]
    desk.do(ask.Next())
    assert desk.state.current == "close"
    desk.undo()
    desk.undo()
    desk.undo()
    assert order(desk) == ["Open", "Main", "Round", "Close"]


def test_what_lies_behind_or_runs_stays_where_it_is() -> None:
    desk = Desk(ritual(*FOUR))
    desk.do(ask.Next(), after_seconds=60)
    assert desk.refuse(ask.Move(seg("open"), 1)) == "Only what is still to come can be moved."
    assert desk.refuse(ask.Move(seg("main"), 1)) == "Only what is still to come can be moved."
    assert desk.refuse(ask.Move(seg("round"), -1)) == "“Round” is next already; n goes on to it."
    assert desk.refuse(ask.Move(seg("close"), 1)) == "“Close” is the last one already."
    assert desk.refuse(ask.Move(seg("none"), 1)) == "There is no such segment."


def test_before_the_start_everything_can_be_moved() -> None:
    desk = Desk(ritual(*FOUR), starts_in=10, begun=False)
    desk.do(ask.Move(seg("main"), -1))
    assert order(desk)[:2] == ["Main", "Open"]
    desk.do(ask.Next())
    assert desk.state.current == "main"


def test_a_vote_stays_behind_the_board_whose_cards_it_goes_on_with() -> None:
    desk = Desk(ritual(("open", 5, "talk"), ("cards", 5, "board"), ("vote", 5, "board", {"from": "cards"})))
    assert desk.refuse(ask.Move(seg("vote"), -1)) == (
        "“Vote” goes on with the cards of an earlier board and stays behind it."
    )
    assert "stays behind it" in desk.refuse(ask.Move(seg("cards"), 1))


# Inserting


def test_a_break_comes_in_behind_the_current_segment_and_makes_the_session_later() -> None:
    desk = Desk(ritual(*FOUR)).wait(minutes=10)
    desk.do(ask.Insert(pause(8)))
    assert order(desk) == ["Open", "Break", "Main", "Round", "Close"]
    # 10 spent, then 8 + 20 + 15 + 5; the plan was 50.
    assert (ends(desk), late(desk)) == (58, 8)
    desk.do(ask.Next())
    assert (desk.left(), desk.state.now_running and desk.state.now_running.spec.activity) == (8, "break")
    desk.wait(minutes=8)
    desk.do(ask.Next())
    assert (desk.state.current, ends(desk), late(desk)) == ("main", 58, 8)
    desk.do(ask.Fit())
    assert late(desk) == 0, "a fit wins back what the break took"
    assert through_the_disk(desk.open) == desk.open


def test_a_segment_comes_in_behind_the_chosen_one_or_at_the_end() -> None:
    desk = Desk(ritual(*FOUR))
    talk = Discussion(title="One more thing", planned_seconds=300)
    desk.do(ask.Insert(talk, after=seg("main")))
    desk.do(ask.Insert(pause(5), after=seg("close")))
    assert order(desk) == ["Open", "Main", "One more thing", "Round", "Close", "Break"]
    ids = [segment.id for segment in desk.state.segments]
    assert len(set(ids)) == 6, "each has an id of its own"


def test_what_comes_in_behind_a_segment_that_is_over_comes_next() -> None:
    desk = Desk(ritual(*FOUR))
    desk.do(ask.Next(), after_seconds=60)
    desk.do(ask.Insert(pause(5), after=seg("open")))
    assert order(desk) == ["Open", "Main", "Break", "Round", "Close"]


def test_an_inserted_segment_is_taken_back_with_all_that_happened_in_it() -> None:
    desk = Desk(ritual(*FOUR))
    desk.do(ask.Insert(pause(5)))
    inserted = desk.act()
    desk.do(ask.Move(seg("main"), -1))
    desk.do(ask.Next())
    desk.do(ask.Next())
    assert desk.state.now_running is not None
    assert desk.state.now_running.spec.title == "Break"
    assert desk.refuse(ask.UndoAct(inserted)) == (
        "“Main” moved after “Break” came in; choose it again to take all 3 back."
    )


def test_an_agenda_has_sixty_segments_at_most() -> None:
    desk = Desk(ritual(("only", 5, "talk")))
    for _ in range(59):
        desk.do(ask.Insert(pause(1)))
    assert desk.refuse(ask.Insert(pause(1))) == "An agenda has 60 segments at most; leave one out first."


# Title, minutes, prompts


def test_a_segment_gets_another_title_whether_over_running_or_to_come() -> None:
    desk = Desk(ritual(*FOUR))
    desk.do(ask.Next(), after_seconds=60)
    for id, title in (("open", "Hello"), ("main", "The roadmap [x]"), ("close", "Bye")):
        assert desk.do(ask.Retitle(seg(id), f" {title}\n")) == (SegmentRetitled(seg(id), title),)
    assert order(desk) == ["Hello", "The roadmap [x]", "Round", "Bye"]
    desk.undo()
    assert order(desk)[-1] == "Close"
    assert desk.refuse(ask.Retitle(seg("open"), "  ")) == "A title needs at least a letter."
    assert "120 characters" in desk.refuse(ask.Retitle(seg("open"), "x" * 121))
    assert desk.refuse(ask.Retitle(seg("open"), "Hello")) == "It is called that already."


def test_minutes_are_set_for_what_runs_and_what_is_to_come() -> None:
    desk = Desk(ritual(*FOUR)).wait(minutes=4)
    assert desk.do(ask.SetMinutes(seg("main"), 12 * MINUTE)) == (TimeAdded(seg("main"), -8 * MINUTE),)
    desk.do(ask.SetMinutes(seg("open"), 90_000 + 4 * MINUTE))
    # 4:00 spent + 1:30 left + 12 + 15 + 5.
    assert (ends(desk), late(desk)) == (37.5, -12.5)
    desk.undo()
    assert (ends(desk), late(desk)) == (42, -8)


def test_minutes_that_can_not_be_are_refused() -> None:
    desk = Desk(ritual(*FOUR)).wait(minutes=4)
    assert "spent more than that" in desk.refuse(ask.SetMinutes(seg("open"), 3 * MINUTE))
    assert "that length already" in desk.refuse(ask.SetMinutes(seg("main"), 20 * MINUTE))
    assert "12 hours" in desk.refuse(ask.SetMinutes(seg("main"), 13 * HOUR))
    assert "12 hours" in desk.refuse(ask.SetMinutes(seg("main"), 0))
    desk.do(ask.Next())
    assert desk.refuse(ask.SetMinutes(seg("open"), 20 * MINUTE)) == "“Open” is over; j goes back to it."


def test_prompts_change_for_this_session_alone() -> None:
    desk = Desk(ritual(("main", 20, "discussion", {"prompts": ["What went well?"]})))
    changed = desk.do(ask.SetPrompts(seg("main"), ("What went *well*?", " ", "What next?\n")))
    assert changed == (PromptsChanged(seg("main"), ("What went *well*?", "What next?")),)
    assert desk.segment("main").spec.prompts == ("What went *well*?", "What next?")
    assert desk.state.format.segments[0].prompts == ("What went well?",)
    assert "already" in desk.refuse(ask.SetPrompts(seg("main"), ("What went *well*?", "What next?")))
    assert "20 prompts" in desk.refuse(ask.SetPrompts(seg("main"), tuple("abcdefghijklmnopqrstu")))
    assert "500 characters" in desk.refuse(ask.SetPrompts(seg("main"), ("x" * 501,)))
    desk.undo()
    assert desk.segment("main").spec.prompts == ("What went well?",)


# By hand: jumps, overruns, midnight and stops that are past, each taken back again


@pytest.mark.parametrize(
    ("command", "end", "drift"),
    [
        (ask.Insert(pause(10)), 62, 12),
        (ask.SetMinutes(seg("main"), 30 * MINUTE), 62, 12),
        (ask.SetMinutes(seg("round"), 5 * MINUTE), 42, -8),
        (ask.Skip(seg("round")), 37, -13),
        (ask.Move(seg("close"), -1), 52, 2),
        (ask.Retitle(seg("close"), "Good bye"), 52, 2),
        (ask.ChangeTime(5 * MINUTE), 55, 5),
        (ask.JumpTo(seg("close")), 17, -33),
        (ask.Pause(), 52, 2),
        (ask.SetHardStop(NOON + 45 * MINUTE), 52, 7),
    ],
)
def test_each_change_moves_the_end_at_once_and_undo_gives_it_back(
    command: Command, end: float, drift: float
) -> None:
    # Two minutes over in a segment of ten: 12 + 20 + 15 + 5 = 52 against a plan of 50.
    desk = Desk(ritual(*FOUR)).wait(minutes=12)
    before = desk.state
    assert (ends(desk), late(desk)) == (52, 2)
    desk.do(command)
    assert (ends(desk), late(desk)) == (end, drift)
    desk.undo()
    assert (ends(desk), late(desk)) == (52, 2)
    assert desk.state == before


def test_jumping_back_into_a_finished_segment_goes_on_from_what_was_spent() -> None:
    desk = Desk(ritual(*FOUR)).wait(minutes=6)
    desk.do(ask.Next())
    desk.wait(minutes=5)
    desk.do(ask.JumpTo(seg("open")))
    # 4 left of open, 15 left of main, round 15, close 5.
    assert (desk.left(), ends(desk), late(desk)) == (4, 50, 0)
    desk.do(ask.Insert(pause(3)))
    assert order(desk) == ["Open", "Break", "Main", "Round", "Close"]
    assert late(desk) == 3
    desk.undo()
    desk.undo()
    assert (desk.state.current, desk.left(), late(desk)) == ("main", 15, -4)


def test_a_break_over_midnight() -> None:
    desk = Desk(ritual(*FOUR), now=NOON + 11 * HOUR + 45 * MINUTE)
    desk.do(ask.Insert(pause(10)), after_seconds=10 * 60)
    desk.do(ask.Next())
    desk.wait(minutes=10)
    assert desk.left() == 0
    assert (ends(desk) - 12 * 60, late(desk)) == (45, 10)


def test_a_hard_stop_that_passed_counts_on() -> None:
    desk = Desk(ritual(*FOUR), ends_in=15).wait(minutes=20)
    assert late(desk) == 45, "20 + 20 + 15 + 5 against 15"
    desk.do(ask.Insert(pause(5)))
    assert late(desk) == 50
