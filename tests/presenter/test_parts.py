"""The parts of the live view: the top line, the countdown, the agenda, the floor, the lists, what can be chosen."""

import pytest

from facilitator.engine import commands as ask
from facilitator.engine.activities.round import KeepField
from facilitator.known import Known
from facilitator.presenter.allowed import allowed
from formats.words import ItemId, Phase, SegmentId
from screens import acts
from screens.views.live import BoardView, FloorView, LinesView
from tests.engine.builders import MINUTE, NOON, Desk, ritual
from tests.presenter.looking import all_saved, look, look_back

TALKS = ritual(("one", 10, "talk"), ("two", 20, "talk"), ("three", 30, "talk", {"protected": "true"}))
ROUND = ritual(("round", 12, "round"), ("talk", 10, "discussion"))


# The countdown


@pytest.mark.parametrize(
    ("seconds", "text", "words", "phase"),
    [
        (0, "10:00", "left of 10 min", "calm"),
        (0.001, "10:00", "left of 10 min", "calm"),
        (1, "9:59", "left of 10 min", "calm"),
        (479, "2:01", "left of 10 min", "calm"),
        (480, "2:00", "nearly time of 10 min", "warning"),
        (570, "0:30", "last words of 10 min", "closing"),
        (599.5, "0:01", "last words of 10 min", "closing"),
        (600, "+0:00", "over, of 10 min", "over"),
        (600.9, "+0:00", "over, of 10 min", "over"),
        (672, "+1:12", "over, of 10 min", "over"),
    ],
)
def test_the_countdown_says_what_is_left_in_words(
    seconds: float, text: str, words: str, phase: Phase
) -> None:
    clock = look(Desk(TALKS).wait(seconds=seconds)).clock
    assert (clock.text, clock.words, clock.phase) == (text, words, phase)
    assert 0 <= clock.spent <= 1


def test_the_frame_lights_for_three_seconds_for_a_segment_and_never_for_a_person() -> None:
    desk = Desk(ritual(("round", 2, "round", {"box": "30s"})), "Ana")
    desk.do(ask.NextSpeaker())
    assert not look(desk.wait(seconds=31)).clock.flash
    assert look(desk).floor.time
    assert not look(desk.wait(seconds=88)).clock.flash
    assert look(desk.wait(seconds=1)).clock.flash
    assert look(desk.wait(seconds=2)).clock.flash
    assert not look(desk.wait(seconds=1)).clock.flash


def test_a_pause_stands_still_and_says_for_how_long() -> None:
    desk = Desk(TALKS).wait(minutes=4)
    desk.do(ask.Pause())
    clock = look(desk.wait(seconds=40)).clock
    assert (clock.text, clock.words, clock.hollow) == ("6:00", "paused 0:40", True)
    assert look(desk).top.drift == "1 min late"


def test_before_the_start_the_clock_says_how_long_still() -> None:
    desk = Desk(TALKS, starts_in=2, begun=False)
    assert look(desk).clock.words == "starts in 2:00"
    assert look(desk.wait(seconds=119.5)).clock.text == "0:01"
    late = look(desk.wait(seconds=60)).clock
    assert late.text == "+0:59"
    assert late.words == "should have started 0:59 ago; n starts"
    assert look(Desk(TALKS, begun=False)).clock.words == "n starts the session"


def test_the_box_inside_an_activity_is_named() -> None:
    desk = Desk(ritual(("groups", 20, "groups", {"rounds": 2})), "Ana", "Ben")
    assert look(desk).clock.words == "left of 10 min for this round"


# The top line


def test_the_top_line_says_when_it_will_end_and_how_far_that_is_from_the_plan() -> None:
    desk = Desk(TALKS, ends_in=70)
    top = look(desk).top
    assert (top.clock, top.ends, top.drift, top.late) == ("12:00", "ends 13:00", "10 min early", False)
    top = look(desk.wait(minutes=25)).top
    assert (top.clock, top.ends, top.drift, top.late) == ("12:25", "ends 13:15", "5 min late", True)
    desk.do(ask.End())
    assert look(desk).top.ends == "ended 12:25"


@pytest.mark.parametrize(
    ("known", "saved", "mark", "problem"),
    [
        (Known(5, 5), "saved ✓", "saved", ""),
        (Known(3, 5), "saving …", "saving", ""),
        (
            Known(3, 5, "the disk is full", NOON),
            "not saved !",
            "failed",
            "Not saved since 12:00: the disk is full (2 waiting; the session goes on). S saves elsewhere.",
        ),
    ],
)
def test_the_top_line_says_what_is_on_the_disk(known: Known, saved: str, mark: str, problem: str) -> None:
    top = look(Desk(TALKS), known=known).top
    assert (top.saved, top.saved_mark, top.problem) == (saved, mark, problem)


def test_the_top_line_says_what_the_notes_say_of_people() -> None:
    for level, said in (("open", "who said what"), ("names", "who was there"), ("room", "name nobody")):
        assert said in look(Desk(TALKS, level=level)).top.level  # type: ignore[arg-type]  # one of three levels


# The agenda


def test_the_agenda_says_what_was_what_is_and_what_comes() -> None:
    desk = Desk(TALKS)
    desk.do(ask.Next(), after_seconds=11 * 60)
    rows = look(desk.wait(minutes=3)).agenda.rows
    assert [row.sign for row in rows] == ["✓", "▶", "·"]
    assert [row.planned for row in rows] == ["10", "20", "30"]
    assert [row.spent for row in rows] == ["11", "3", ""]
    assert [row.protected for row in rows] == [False, False, True]
    desk.do(ask.Skip(SegmentId("three")))
    assert look(desk).agenda.rows[2].sign == "-"


def test_before_the_start_the_agenda_has_clock_times() -> None:
    view = look(Desk(TALKS, starts_in=30, begun=False)).agenda
    assert view.clock_times
    assert [row.starts for row in view.rows] == ["12:30", "12:40", "13:00"]


@pytest.mark.parametrize(
    ("minutes", "fitted", "note"),
    [
        (0, ["", "", ""], "It fits as it is."),
        (15, ["", "15", ""], "f or enter: 5 min shorter"),
        (12.5, ["", "17:30", ""], "f or enter: 2:30 shorter"),
        (30, ["", "6:40", ""], "f or enter: 13:20 shorter, 6:40 can't be won"),
    ],
)
def test_the_preview_of_fit_says_what_is_won_and_what_is_not(
    minutes: float, fitted: list[str], note: str
) -> None:
    view = look(Desk(TALKS).wait(minutes=minutes), preview=True).agenda
    assert [row.fitted for row in view.rows] == fitted
    assert view.note == note


def test_fit_says_when_nothing_can_be_shortened() -> None:
    desk = Desk(ritual(("one", 10, "talk"), ("two", 10, "talk", {"protected": "true"}))).wait(minutes=15)
    assert look(desk, preview=True).agenda.note == "Nothing can be shortened, 5 min can't be won"


# The floor


def test_the_floor_says_who_speaks_who_is_next_and_who_is_still_to_come() -> None:
    desk = Desk(ROUND, "Ana", "Ben", "Chi", "Dee", "Eli")
    assert look(desk).floor == FloorView(following=("Ana", "Ben"), coming=("Chi", "Dee", "Eli"))
    desk.do(ask.NextSpeaker())
    floor = look(desk.wait(seconds=72.9)).floor
    assert (floor.speaker, floor.turn, floor.time) == ("Ana", "1:12 of 2:24", False)
    assert floor.following == ("Ben", "Chi")
    floor = look(desk.wait(minutes=2)).floor
    assert (floor.turn, floor.time) == ("", True)  # How long over is private.


def test_in_a_discussion_nothing_is_said_of_who_was_not_heard() -> None:
    desk = Desk(ritual(("talk", 10, "discussion")), "Ana", "Ben", "Chi")
    desk.do(ask.RaiseHand(desk.who("Chi")))
    assert look(desk).floor == FloorView(hands=("Chi",))
    desk.do(ask.NextSpeaker())
    assert look(desk.wait(seconds=5)).floor == FloorView(speaker="Chi", turn="0:05")


@pytest.mark.parametrize(
    ("desk", "note", "coming"),
    [
        (Desk(ROUND), "Nobody is listed; i and a name adds someone.", ()),
        (Desk(ROUND, "Ana", starts_in=5, begun=False), "", ("Ana",)),
        (Desk(ROUND, "Ana", "Ben").wait(minutes=20), "", ()),
    ],
)
def test_the_floor_says_what_to_do_when_nobody_can_speak(
    desk: Desk, note: str, coming: tuple[str, ...]
) -> None:
    floor = look(desk).floor
    assert (floor.note, floor.coming) == (note, coming)
    assert floor.here == (desk.state.status == "waiting")


def test_what_no_longer_fits_into_a_round_is_named_in_minutes() -> None:
    desk = Desk(ritual(("round", 4, "round", {"box": "2"})), "Ana", "Ben", "Chi")
    desk.do(ask.NextSpeaker())
    assert look(desk).floor.note == "2 min more for all to speak; + adds"
    desk.do(ask.ChangeTime(2 * MINUTE))
    assert look(desk).floor.note == ""


def test_who_missed_a_round_that_keeps_fields_stays_listed() -> None:
    desk = Desk(
        ritual(("round", 12, "round", {"keep": {"learn": "learns"}}), ("talk", 10, "discussion")), "Ana"
    )
    desk.do(ask.NextSpeaker())
    desk.do(ask.Next())
    desk.do(ask.InOrOut("Ben"))
    view = look(desk)
    assert view.floor.missing == ("Ben",)
    assert [(row.label, row.detail) for row in view.jumps if row.act == "give_floor"] == [
        ("Ben", "not introduced yet"),
        ("Ana", ""),
    ]
    assert "keep_field" not in view.allowed
    desk.do(ask.GiveFloor(desk.who("Ben")))
    view = look(desk)
    assert "keep_field" in view.allowed
    assert [(row.target, row.prompt, row.key) for row in view.own] == [("p2 learn", "Ben learns", "1")]
    desk.do(KeepField(desk.who("Ben"), "learn", "to fly"))
    assert look(desk).own[0].draft == "to fly"


# The lists


def test_items_are_marked_until_they_are_on_the_disk() -> None:
    desk = Desk(ritual(("board", 10, "board"), ("topics", 10, "topics")), "Ana")
    desk.catch("parked", "one")
    before = len(desk.open.events)
    desk.catch("parked", "two")
    desk.catch("card", "three")
    events = len(desk.open.events)
    on_its_way = look(desk, known=Known(before, events))
    assert [row.mark for row in on_its_way.lists[0].rows] == ["", "…"]
    assert isinstance(on_its_way.activity, BoardView)
    assert on_its_way.activity.columns[0].cards[0].mark == "…"
    failed = look(desk, known=Known(before, events, "the disk is full", NOON))
    assert [row.mark for row in failed.lists[0].rows] == ["", "!"]
    assert isinstance(failed.activity, BoardView)
    assert failed.activity.columns[0].cards[0].mark == "!"

    desk.do(ask.Next())
    desk.catch("card", "four")
    events = len(desk.open.events)
    topics = look(desk, known=Known(events - 1, events)).activity
    assert isinstance(topics, LinesView)
    assert [row.label for row in topics.rows] == ["… 1"]


def test_rows_say_who_and_until_when() -> None:
    desk = Desk(TALKS, "Ana", "Ben")
    desk.catch("action", "write it up @ben due 27 nov")
    parked = desk.catch("parked", "roadmap")
    desk.do(ask.GiveFate(parked, "assigned", "ana"))
    view = look(desk)
    rows = {row.id: row for one in view.lists for row in one.rows}
    assert rows["i1"].tail == "Ben · Fri 27 Nov"
    assert rows["i1"].typed == "write it up @Ben due 2026-11-27"
    assert (rows["i2"].tail, rows["i2"].fate) == ("Ana", "assigned")
    assert [one.heading for one in view.lists] == [
        "Parking lot",
        "Takeaways",
        "Decisions",
        "Actions",
        "Resources",
    ]


# The wrap-up


def test_the_wrap_up_says_what_was_planned_and_spent_and_what_has_no_fate() -> None:
    desk = Desk(TALKS)
    desk.catch("parked", "one")
    two = desk.catch("parked", "two")
    desk.do(ask.GiveFate(two, "discussed"))
    desk.do(ask.JumpTo(SegmentId("three")), after_seconds=630.5)
    view = look_back(desk.wait(seconds=5))
    assert [(row.title, row.planned, row.spent) for row in view.spent] == [
        ("One", "10", "10:30"),
        ("Two", "20", "not reached"),
        ("Three", "30", "0:05"),
        ("Together", "60", "10:35"),
    ]
    assert view.undecided == 1


# What can be chosen, and what is possible


def test_the_first_nine_segments_are_jumped_to_by_a_digit() -> None:
    desk = Desk(ritual(*((f"part{n}", 5, "talk") for n in range(12))), "Ana")
    rows = look(desk).jumps
    assert [row.key for row in rows[:12]] == [*"123456789", "", "", ""]
    assert rows[0].detail == "▶ 5 min"
    assert [row.act for row in rows[12:]] == ["give_floor"]
    waiting = Desk(TALKS, "Ana", starts_in=5, begun=False)
    assert all(row.act == "jump_to" for row in look(waiting).jumps)


def test_the_last_twenty_acts_can_be_chosen_newest_first() -> None:
    desk = Desk(TALKS)
    for number in range(25):
        desk.catch("parked", f"item {number}")
    rows = look(desk).done
    assert len(rows) == 20
    assert rows[0].label == "parked “item 24”"
    assert rows[0].detail == "12:00"


def test_what_the_status_refuses_is_not_possible() -> None:
    waiting = look(Desk(TALKS, "Ana", starts_in=5, begun=False)).allowed
    running = Desk(TALKS, "Ana")
    ended = Desk(TALKS, "Ana")
    ended.do(ask.End())
    assert {"next", "fit", "in_or_out", "park"} <= waiting
    assert not {"pause", "previous", "next_speaker", "add_minute", "pass", "card"} & waiting
    assert {"pause", "next_speaker"} <= look(running).allowed
    assert not {"pass", "later"} & look(running).allowed
    assert not {"next", "fit", "pause", "end", "jump", "in_or_out"} & look(ended).allowed
    assert {"park", "undo", "level"} <= look(ended).allowed
    assert look(ended).own == look(ended).jumps == ()
    assert allowed(running.open, gap=True) >= {"gap_counts", "gap_left_out"}
    assert look(running).allowed <= set(acts.BY_NAME)


def test_a_gap_is_asked_about_with_two_keys() -> None:
    question = look(Desk(TALKS), gap_ms=40 * MINUTE).question
    assert question is not None
    assert question.text.startswith("40:00 passed unseen")
    assert [(row.key, row.act) for row in question.answers] == [("1", "gap_counts"), ("2", "gap_left_out")]


def test_the_last_segment_is_known_for_the_wrap_up() -> None:
    desk = Desk(TALKS)
    assert not look(desk).last
    desk.do(ask.Skip(SegmentId("three")))
    desk.do(ask.Next())
    assert look(desk).last


def test_a_card_knows_its_number_and_its_votes() -> None:
    desk = Desk(ritual(("board", 10, "board", {"columns": ["A", "B"], "votes": "true"})))
    desk.catch("card", "one")
    desk.catch("card", "two", column=1)
    view = look(desk)
    assert isinstance(view.activity, BoardView)
    assert [(column.title, [card.number for card in column.cards]) for column in view.activity.columns] == [
        ("A", [1]),
        ("B", [2]),
    ]
    assert [row.prompt for row in view.own] == ["votes for 1", "votes for 2"]
    assert all_saved(desk).waiting == 0
    assert desk.state.items[ItemId("i1")].number == 1
