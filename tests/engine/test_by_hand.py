"""Cases worked by hand, a row for each act: the times after it, and the times that taking it back gives again."""

from dataclasses import dataclass

import pytest

from facilitator.engine import commands as ask
from facilitator.engine import forecast
from facilitator.engine.commands import Command
from formats.model import Break
from formats.words import SegmentId
from tests.engine.builders import HOUR, MINUTE, NOON, Desk, Part, ritual

PARTS: tuple[Part, ...] = (
    ("open", 10, "talk"),
    ("main", 20, "discussion"),
    ("round", 12, "round"),
    ("close", 5, "talk", {"protected": True}),
)
LATER = 7
"""So many minutes after an act it is taken back."""


@dataclass(frozen=True)
class Row:
    """An act, so many minutes after the one before; then what is left, and when the session ends, in minutes.

    Attributes:
        ends: The projected end, after the moment at which the session was opened.
        late: How far that is behind the time to end.
        plans: The plans of all segments.
    """

    after: float
    act: Command
    left: float
    ends: float
    late: float
    plans: tuple[float, ...] = (10, 20, 12, 5)


def lunch(until: float) -> Command:
    return ask.Insert(Break(title="Lunch", planned_seconds=15 * 60), until=NOON + round(until * MINUTE))


CASES: dict[str, tuple[float | None, int, tuple[Row, ...]]] = {
    # Each: the time to end, in minutes; the moment of the opening; the acts.
    "pause in an overrun": (
        None,
        NOON,
        (
            Row(12, ask.Pause(), -2, 49, 2),
            Row(5, ask.Pause(), -2, 54, 7),
            Row(3, ask.Next(), 20, 57, 10),
        ),
    ),
    "time added while paused": (
        None,
        NOON,
        (
            Row(4, ask.Pause(), 6, 47, 0),
            # Two minutes of pause, and five that were given.
            Row(2, ask.ChangeTime(5 * MINUTE), 11, 54, 7, (15, 20, 12, 5)),
            Row(1, ask.ChangeTime(-MINUTE), 10, 54, 7, (14, 20, 12, 5)),
            Row(0, ask.Pause(), 10, 54, 7, (14, 20, 12, 5)),
            Row(3, ask.ChangeTime(MINUTE), 8, 55, 8, (15, 20, 12, 5)),
        ),
    ),
    "fit three times in a row": (
        None,
        NOON,
        (
            # 18 minutes have gone; 47 - 18 - 5 = 24 are left for 20 + 12.
            Row(18, ask.Fit(), -8, 47, 0, (10, 15, 9, 5)),
            # 4 more: 20 for 15 + 9 is 12.5 and 7.5; the whole minute goes to the first of them.
            Row(4, ask.Fit(), -12, 47, 0, (10, 13, 7, 5)),
            # 9 more: 11 for 13 + 7 is 7.15 and 3.85; the round keeps a third of 12.
            Row(9, ask.Fit(), -21, 47, 0, (10, 7, 4, 5)),
            # Nothing has passed, so there is nothing more to win; on to what is left.
            Row(0, ask.Next(), 7, 47, 0, (10, 7, 4, 5)),
        ),
    ),
    "fit until nothing can be won": (
        None,
        NOON,
        (
            # 10 minutes are left for 20 + 12 and 5: the floors are 6:40, 4 and 5.
            Row(37, ask.Fit(), -27, 37 + 6 + 2 / 3 + 4 + 5, 5 + 2 / 3, (10, 6 + 2 / 3, 4, 5)),
            Row(1, ask.Next(), 6 + 2 / 3, 38 + 6 + 2 / 3 + 4 + 5, 6 + 2 / 3, (10, 6 + 2 / 3, 4, 5)),
        ),
    ),
    "jumping back into a finished segment": (
        None,
        NOON,
        (
            Row(6, ask.Next(), 20, 43, -4),
            # 4 left of open, 15 of main, 12, 5.
            Row(5, ask.JumpTo(SegmentId("open")), 4, 47, 0),
            # It is over by two; main has its 15 still.
            Row(6, ask.JumpTo(SegmentId("close")), 5, 22, -25),
            # Back to main, which still has them, and the round that was jumped over is to come again; 4 left of close.
            Row(1, ask.Previous(), 15, 49, 2),
        ),
    ),
    "over midnight": (
        None,
        NOON + 11 * HOUR + 50 * MINUTE,
        (
            # 23:58, then 0:04, 0:09 and 0:40.
            Row(8, ask.Pause(), 2, 47, 0),
            Row(6, ask.Pause(), 2, 53, 6),
            Row(5, ask.Next(), 20, 56, 9),
            # Main is over by eleven, and the round keeps a third: 50 + 4 + 5.
            Row(31, ask.Fit(), -11, 59, 12, (10, 20, 4, 5)),
        ),
    ),
    "a hard stop earlier than now": (
        15,
        NOON,
        (
            # Twenty minutes have gone, five more than there were: 20 + 12 + 5 are still to come.
            Row(20, ask.Insert(Break(title="Break", planned_seconds=180)), -10, 60, 45, (10, 3, 20, 12, 5)),
            # The floors of 3, 20 and 12: 1, 6:40 and 4.
            Row(
                0,
                ask.Fit(),
                -10,
                20 + 1 + 6 + 2 / 3 + 4 + 5,
                5 + 1 + 6 + 2 / 3 + 4 + 5,
                (10, 1, 6 + 2 / 3, 4, 5),
            ),
            Row(
                1,
                ask.SetHardStop(NOON + 30 * MINUTE),
                -11,
                21 + 16 + 2 / 3,
                7 + 2 / 3,
                (10, 1, 6 + 2 / 3, 4, 5),
            ),
            Row(0, ask.SetHardStop(None), -11, 21 + 16 + 2 / 3, -10 + 2 / 3, (10, 1, 6 + 2 / 3, 4, 5)),
        ),
    ),
    "lunch until half past twelve": (
        None,
        NOON,
        (
            Row(0, lunch(30), 10, 67, 20, (10, 15, 20, 12, 5)),
            # Four minutes over: lunch has 16 still, and ends when it should.
            Row(14, ask.Next(), 16, 67, 20, (10, 16, 20, 12, 5)),
            Row(2, ask.ChangeTime(5 * MINUTE), 19, 72, 25, (10, 21, 20, 12, 5)),
            Row(19, ask.Next(), 20, 72, 25, (10, 21, 20, 12, 5)),
        ),
    ),
    "a gap left out, and one that counts": (
        None,
        NOON,
        (
            Row(8, ask.SettleGap(5 * MINUTE, counts=False), 7, 52, 5),
            Row(3, ask.SettleGap(2 * MINUTE, counts=True), 4, 52, 5),
        ),
    ),
}


def opened(case: str) -> Desk:
    ends_in, at, _rows = CASES[case]
    return Desk(ritual(*PARTS), "Ana", "Ben", ends_in=ends_in, now=at)


def times(desk: Desk) -> tuple[object, ...]:
    """Return all that is told of time: spent and planned of each segment, what is left, the end, how late."""
    state, now = desk.state, desk.now
    return (
        [(segment.id, segment.plan_ms, segment.box.spent(now)) for segment in state.segments],
        [state.standing(segment) for segment in state.segments],
        desk.left(),
        forecast.lengths_to_come(state, now),
        forecast.projected_end(state, now),
        forecast.drift(state, now),
        state.length_ms(now),
    )


@pytest.mark.parametrize("case", CASES)
def test_the_times_after_each_act(case: str) -> None:
    _ends_in, at, rows = CASES[case]
    desk = opened(case)
    for row in rows:
        desk.wait(minutes=row.after)
        desk.do(row.act)
        ends = (forecast.projected_end(desk.state, desk.now) - at) / MINUTE
        late = forecast.drift(desk.state, desk.now) / MINUTE
        told = (desk.left(), ends, late, *desk.plans())
        assert told == pytest.approx((row.left, row.ends, row.late, *row.plans)), row.act


@pytest.mark.parametrize("case", CASES)
def test_each_act_taken_back_gives_the_times_before(case: str) -> None:
    desk, without = opened(case), opened(case)
    for row in CASES[case][2]:
        for one in (desk, without):
            one.wait(minutes=row.after)
        before, state = times(desk), desk.state
        desk.do(row.act)
        desk.undo()
        assert (times(desk), desk.state) == (before, state), "at once"
        desk.redo()
        # Taken back later, it is as if it had never happened: time went on as it would have without it.
        kept, at = desk.session, desk.now
        for one in (desk, without):
            one.wait(minutes=LATER)
        desk.undo()
        assert times(desk) == times(without), "later"
        for one in (desk, without):
            one.now = at
        desk.session = kept
        without.do(row.act)
        assert times(desk) == times(without)
