"""What becomes of a segment's time whatever the computer does: a table worked by hand, for both answers.

Seconds are seconds of the session. In a rehearsal sixty of them pass in one of the wall, so the same stories hold
there, but for those that rest on the five seconds of the wall which make a gap.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conductor.builders import Desk

HOUR = 3_600
Step = tuple[str, float | str]
"""What happens, with its seconds; or an act that is asked."""


@dataclass(frozen=True)
class Row:
    """One story.

    Attributes:
        steps: What happens, in order, from the moment the segment starts.
        waits: The seconds that are asked about at the end.
        counted: The seconds spent on the segment when they count.
        left_out: The seconds spent when they are left out.
        rehearsed: Whether it reads the same sixty times as fast.
    """

    story: str
    steps: tuple[Step, ...]
    waits: float
    counted: float
    left_out: float
    rehearsed: bool = True


ROWS = (
    # 60 + 2,400 + 30; without what was slept 60 + 30.
    Row("asleep for 40 min", (("live", 60), ("sleep", 2_400), ("live", 30)), 2_400, 2_490, 90),
    # 60 + 20 + 10; 60 + 10.
    Row("stopped for 20 s", (("live", 60), ("sleep", 20), ("live", 10)), 20, 90, 70, rehearsed=False),
    # 60 + 5 + 10: five seconds are no gap.
    Row("stopped for 5 s", (("live", 60), ("sleep", 5), ("live", 10)), 0, 75, 75),
    # 60 + 300 + 3 + 60 + 10; 60 + 3 + 10.
    Row(
        "asleep again before anybody answered",
        (("live", 60), ("sleep", 300.5), ("live", 3), ("sleep", 600.5), ("live", 10)),
        901,
        974,
        73,
    ),
    # The second in which the clock was set is part of what is asked: 60 + 3,600 + 30; 60 + 30 - 1.
    Row(
        "an hour forward",
        (("live", 60), ("clock", HOUR), ("live", 30)),
        HOUR + 1,
        HOUR + 90,
        89,
        rehearsed=False,
    ),
    # 60 + 10 + 30, and nothing is asked any more.
    Row(
        "an hour forward, then back",
        (("live", 60), ("clock", HOUR), ("live", 10), ("clock", -HOUR), ("live", 30)),
        0,
        100,
        100,
    ),
    # 60 + 10 + 30: the answer left the hour out, with the second in which it came; the way back takes nothing.
    Row(
        "an hour forward, left out, then back",
        (
            ("live", 60),
            ("clock", HOUR),
            ("live", 10),
            ("ask", "gap_left_out"),
            ("clock", -HOUR),
            ("live", 30),
        ),
        0,
        99,
        99,
        rehearsed=False,
    ),
    # A sleep of 2,400 s on a computer whose clock was 1,800 s ahead when it woke, and was then put right.
    Row(
        "asleep for 40 min, awake with a clock half an hour ahead",
        (("live", 60), ("sleep", 2_400 + 1_800), ("live", 10), ("clock", -1_800), ("live", 10)),
        2_400,
        2_480,
        80,
    ),
    # 60 + 30 on a clock that shows an hour less.
    Row("an hour back", (("live", 60), ("clock", -HOUR), ("live", 30)), 0, 90, 90),
    # 60 + 10 + 30; forward again is asked, as any jump is, and lasts a second longer, in which it came.
    Row(
        "an hour back, then forward",
        (("live", 60), ("clock", -HOUR), ("live", 10), ("clock", HOUR), ("live", 30)),
        HOUR + 1,
        HOUR + 100,
        99,
        rehearsed=False,
    ),
    Row("back by 2 s", (("live", 60), ("clock", -2), ("live", 10)), 0, 70, 70, rehearsed=False),
    # Less than a second back is not seen between ticks: half a second is lost.
    Row("back by 0.5 s", (("live", 60), ("clock", -0.5), ("live", 10)), 0, 69.5, 69.5, rehearsed=False),
    # Ten times 6 + 6 s.
    Row(
        "back by 2 s ten times", 10 * (("live", 6), ("clock", -2), ("live", 6)), 0, 120, 120, rehearsed=False
    ),
    # 60 + 299 + 10: less than five minutes count.
    Row("crashed for 4 min 59 s", (("live", 60), ("ask", "park"), ("crash", 299), ("live", 10)), 0, 369, 369),
    # 60 + 1,200 + 10; 60 + 10. The captured item tells that the program lived.
    Row(
        "crashed for 20 min",
        (("live", 60), ("ask", "park"), ("crash", 1_200), ("live", 10)),
        1_200,
        1_270,
        70,
    ),
    # Signs of life come every 15 s: the last one after 60, so 10 + 1,200 are asked.
    Row(
        "crashed for 20 min, 10 s after the last sign of life",
        (("live", 70), ("crash", 1_200), ("live", 10)),
        1_210,
        1_280,
        70,
        rehearsed=False,
    ),
    # Whoever leaves with q leaves a sign: 70 + 1,200 + 10; 70 + 10.
    Row("left for 20 min", (("live", 70), ("leave", 1_200), ("live", 10)), 1_200, 1_280, 80),
    # Three days are 259,200 s.
    Row(
        "crashed for three days",
        (("live", 60), ("ask", "park"), ("crash", 259_200), ("live", 10)),
        259_200,
        259_270,
        70,
    ),
    # Paused after 60, for 30 + 1,200 + 30; then 10 more.
    Row(
        "crashed during a pause",
        (
            ("live", 60),
            ("ask", "pause"),
            ("live", 30),
            ("crash", 1_200),
            ("live", 30),
            ("ask", "pause"),
            ("live", 10),
        ),
        0,
        70,
        70,
    ),
    Row("asleep during a pause", (("live", 60), ("ask", "pause"), ("sleep", 2_400), ("live", 9)), 0, 60, 60),
    # A pause that is taken back: 60 + 2,400 + 9 ran meanwhile, of which 2,400 passed unseen.
    Row(
        "asleep during a pause that is taken back",
        (("live", 60), ("ask", "pause"), ("sleep", 2_400), ("live", 9), ("ask", "undo")),
        2_400,
        2_469,
        69,
    ),
    # 60 + 2,400 + 5, then 10 s away, which count silently, then 10; all but the 2,400 are spent.
    Row(
        "crashed before anybody answered",
        (("live", 60), ("sleep", 2_400), ("live", 5), ("ask", "park"), ("crash", 10), ("live", 10)),
        2_400,
        2_485,
        85,
    ),
    # 60 + 2,400 + 1,200 + 900 + 10: each is asked, the later ones together with the first.
    Row(
        "crashed twice before anybody answered",
        (("live", 60), ("sleep", 2_400), ("crash", 1_200), ("crash", 900), ("live", 10)),
        4_500,
        4_570,
        70,
    ),
    # Settled, and then crashed: it is not asked again. 60 + 2,400 left out, + 10 + 10.
    Row(
        "crashed right after the answer",
        (("live", 60), ("sleep", 2_400), ("ask", "gap_left_out"), ("crash", 10), ("live", 10)),
        0,
        80,
        80,
    ),
    # 60 + 40 + 10 + 5: the hour that the clock lost is remembered beyond the crash.
    Row(
        "an hour back, then crashed for 10 s",
        (("live", 60), ("clock", -HOUR), ("live", 40), ("crash", 10), ("live", 5)),
        0,
        115,
        115,
    ),
    # 60 + 40 + 1,200 + 5, on a clock that lost an hour; the last sign was left after 60 + 1 + 30.
    Row(
        "an hour back, then crashed for 20 min",
        (("live", 60), ("clock", -HOUR), ("live", 40), ("ask", "park"), ("crash", 1_200), ("live", 5)),
        1_200,
        1_305,
        105,
    ),
)


HAPPENS: dict[str, Callable[[Desk, float], Desk]] = {
    "live": Desk.live,
    "sleep": Desk.sleep,
    "clock": Desk.set_clock,
    "crash": Desk.crash,
    "leave": Desk.leave,
}


def desk_after(folder: Path, row: Row, speed: float) -> Desk:
    """Play a story from the start of the segment."""
    desk = Desk(folder, ("one", 300, "talk"), ("two", 300, "talk"), speed=speed)
    desk.tick()
    for what, how in row.steps:
        if isinstance(how, str):
            desk.do(how, "said" if how == "park" else "")
        else:
            HAPPENS[what](desk, how)
    return desk


CASES = [
    pytest.param(row, speed, id=f"{row.story}, {speed:g}x")
    for row in ROWS
    for speed in (1.0, 60.0)
    if row.rehearsed or speed == 1
]


@pytest.mark.parametrize(("row", "speed"), CASES)
@pytest.mark.parametrize("counts", [True, False], ids=["counts", "left out"])
def test_every_second_is_where_it_belongs_or_is_asked(
    tmp_path: Path, row: Row, speed: float, counts: bool
) -> None:
    desk = desk_after(tmp_path, row, speed)
    # A clock in milliseconds of the wall can't be read finer than 60 ms of a rehearsal.
    exactly = pytest.approx(row.waits, abs=0.06 * (speed > 1))
    assert desk.waits == exactly
    if row.waits:
        assert desk.shown_spent() == pytest.approx(row.left_out, abs=0.1), "shown as if it were left out"
        desk.do("gap_counts" if counts else "gap_left_out")
    assert desk.waits == 0
    wanted = row.counted if counts else row.left_out
    assert desk.spent() == pytest.approx(wanted, abs=0.001 if speed == 1 else 0.2)
    desk.live(60)
    assert desk.spent() == pytest.approx(wanted + (0 if desk.state.paused_since else 60), abs=0.3)
