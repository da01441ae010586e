"""Time that passed unseen: when it is asked about, what waits for the answer, and what the answer does."""

from pathlib import Path

import pytest

from facilitator.conductor import MOVES_TIME
from facilitator.engine.commands import Next
from facilitator.engine.events import GapCounted, GapLeftOut
from facilitator.engine.rules import Refusal
from tests.conductor.builders import Desk
from tests.engine.builders import MINUTE, SECOND

FIRST = "First say whether the time that passed unseen counts: 1 it counts, 2 leave it out."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("speed", "wall_seconds", "asked"),
    [(1.0, 5, False), (1.0, 5.1, True), (1.0, 2_400, True), (60.0, 5, False), (60.0, 5.1, True)],
)
def test_a_gap_is_what_the_wall_did_not_see(
    tmp_path: Path, speed: float, wall_seconds: float, asked: bool
) -> None:
    desk = Desk(tmp_path, speed=speed).sleep(wall_seconds * speed)
    assert desk.waits == (wall_seconds * speed if asked else 0)


def test_a_session_that_starts_slowly_is_not_asked_about(desk: Desk) -> None:
    # The session has begun; the screen is still being built, and the first tick is late.
    desk.computer.at += 8 * SECOND
    desk.tick()
    assert desk.waits == 0
    assert desk.spent() == 8


def test_a_gap_is_outside_of_the_session_until_it_is_settled(desk: Desk) -> None:
    desk.live(60).sleep(300)
    assert desk.waits == 300
    assert desk.left() == 9
    assert desk.shown_spent() == 60
    desk.do("gap_counts")
    assert desk.conductor.session.events[-1].body == GapCounted(5 * MINUTE)
    assert desk.waits == 0
    assert desk.left() == 4


def test_what_is_shown_meanwhile_ends_when_the_answer_to_leave_it_out_will_have_it_end(desk: Desk) -> None:
    desk.live(60).sleep(2_400)
    shown, then = desk.conductor.shown()
    assert desk.conductor.local(then) == desk.computer.local(desk.computer.at)
    assert shown.state.left_out_ms == 2_400 * SECOND
    desk.do("gap_left_out")
    assert desk.conductor.shown() == (desk.conductor.session, then)
    assert (desk.state.segments, desk.state.left_out_ms) == (shown.state.segments, shown.state.left_out_ms)


def test_a_gap_left_out_did_not_happen_to_the_box_until_that_is_taken_back(desk: Desk) -> None:
    desk.live(60).sleep(300).live(3).sleep(60)  # It slept again before anybody answered.
    assert desk.waits == 360
    desk.do("gap_left_out")
    assert desk.conductor.session.events[-1].body == GapLeftOut(6 * MINUTE)
    assert desk.left() * 60 == 537
    desk.do("undo")
    assert desk.left() * 60 == 177


def test_a_key_that_is_quicker_than_the_tick_finds_the_gap_itself(desk: Desk) -> None:
    desk.live(60)
    desk.computer.at += 2_400 * SECOND
    assert desk.ask("next") == FIRST
    assert desk.waits == 2_400


# What waits


@pytest.mark.parametrize("act", sorted(MOVES_TIME))
def test_what_moves_time_waits_until_a_gap_is_settled(desk: Desk, act: str) -> None:
    desk.sleep(60)
    assert desk.ask(act, target="two") == FIRST
    assert desk.ask("park", "what is said is kept all the same") == ""


def test_no_other_way_moves_time_either(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("one", 10, "discussion"), ("two", 20, "talk"))
    desk.live(5).do("give_floor", target="p1").live(5).do("pause").do("pause").sleep(60)
    before = desk.state
    paused, resumed = desk.conductor.session.acts[-2:]
    for act, text, target in (
        ("undo", "", ""),
        ("undo_act", "", resumed),
        ("in_or_out", "Ana", ""),
        ("hard_stop", "13:30", ""),
    ):
        assert desk.ask(act, text, target) == FIRST, act
    assert "choose it again" in desk.ask("undo_act", target=paused)
    assert desk.ask("undo_act", target=paused) == FIRST
    assert desk.conductor.do(Next(sure=True)).refusal == Refusal(FIRST)
    assert desk.state == before
    desk.do("gap_counts").do("undo").do("undo")
    assert desk.state.paused_since is not None


def test_redo_waits_too_where_it_moves_time(desk: Desk) -> None:
    desk.live(5).do("pause").do("undo").sleep(60)
    assert desk.ask("redo") == FIRST
    desk.do("gap_left_out")
    assert desk.spent() == 5


def test_what_moves_no_time_can_be_taken_back_meanwhile(desk: Desk) -> None:
    desk.do("park", "one").sleep(60)
    desk.do("undo").do("redo").do("in_or_out", "Dee").do("park", "two")
    desk.do("undo_act", target=desk.conductor.session.acts[-1])
    assert [item.text for item in desk.state.items.values()] == ["one"]
    assert desk.waits == 60


def test_who_speaks_gets_the_airtime_only_once_it_counts(tmp_path: Path) -> None:
    for folder, answer, seconds in (("a", "gap_counts", 70), ("b", "gap_left_out", 10)):
        desk = Desk(tmp_path / folder, ("one", 10, "discussion"))
        desk.do("give_floor", target="p1").live(10).sleep(60).do(answer)
        floor = desk.state.floor
        assert floor is not None
        assert floor.box.spent(desk.conductor.now()) == seconds * SECOND


# When nothing runs


def test_no_gap_while_paused_waiting_or_ended(tmp_path: Path) -> None:
    for before in ("pause", "end"):
        assert Desk(tmp_path / before).live(1).do(before).sleep(600).waits == 0
    assert Desk(tmp_path / "waiting", starts_in=30).live(1).sleep(600).waits == 0


def test_a_pause_slept_through_is_asked_about_when_it_never_was(desk: Desk) -> None:
    desk.live(60).do("pause").live(20).sleep(2_400).live(20).do("pause").live(10)
    assert desk.waits == 0
    desk.do("undo")  # Pausing goes on,
    assert desk.waits == 0
    desk.do("undo")  # and now there never was a pause: 60 + 20 + 2,400 + 20 + 10 ran.
    assert desk.waits == 2_400
    desk.do("gap_left_out")
    assert desk.spent() == 110
    desk.do("pause").live(20).do("undo")
    assert desk.waits == 0, "what was settled is not asked about again"


def test_an_end_taken_back_late_is_asked_about(desk: Desk) -> None:
    desk.live(60).do("end").live(20).sleep(1_200).do("undo")
    assert desk.waits == 1_220
    assert desk.ask("next") == FIRST
    desk.do("gap_left_out")
    assert desk.spent() == 60
    desk.live(5)
    assert desk.spent() == 65


def test_an_end_taken_back_soon_counts(desk: Desk) -> None:
    desk.live(60).do("end").live(20).do("undo")
    assert desk.waits == 0
    assert desk.spent() == 80
