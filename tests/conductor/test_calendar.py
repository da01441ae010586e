"""Days on which the clocks change, and midnight: lengths stay as long as they are, times of day mean what they say."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from facilitator.clock import WallClock
from facilitator.engine import forecast
from facilitator.moments import read_moment
from tests.conductor.builders import Computer, Desk
from tests.engine.builders import MINUTE

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")

AHEAD = {BERLIN: datetime(2026, 3, 29, 1, 0, tzinfo=UTC), NEW_YORK: datetime(2026, 3, 8, 7, 0, tzinfo=UTC)}
"""When clocks go from 2:00 to 3:00; in Berlin it is 1:00 UTC, in New York, five hours behind, 7:00."""
BACK = {BERLIN: datetime(2026, 10, 25, 1, 0, tzinfo=UTC), NEW_YORK: datetime(2026, 11, 1, 6, 0, tzinfo=UTC)}
"""When they go back by an hour: in Berlin from 3:00 to 2:00, at 1:00 UTC; in New York from 2:00 to 1:00, at 6:00."""
ZONES = pytest.mark.parametrize("zone", [BERLIN, NEW_YORK], ids=str)


def desk_before(
    folder: Path,
    change: datetime,
    zone: ZoneInfo,
    minutes: float,
    *,
    starts_in: float | None = None,
    ends_in: float | None = None,
) -> Desk:
    """Begin a session of an hour so many minutes before the clocks change; negative: after."""
    at = round(change.timestamp() * 1_000 - minutes * MINUTE)
    return Desk(folder, computer=Computer(at, zone), starts_in=starts_in, ends_in=ends_in)


def shown(desk: Desk, moment: int | None) -> str:
    """Return a moment as the clock on the wall shows it."""
    assert moment is not None
    return f"{desk.conductor.local(moment):%H:%M}"


@ZONES
@pytest.mark.parametrize("changes", [AHEAD, BACK], ids=["ahead", "back"])
def test_nothing_happens_to_lengths_and_nothing_is_asked(
    tmp_path: Path, zone: ZoneInfo, changes: dict[ZoneInfo, datetime]
) -> None:
    desk = desk_before(tmp_path, changes[zone], zone, 5)
    desk.live(600)
    assert (desk.spent(), desk.waits, desk.left()) == (600, 0, 0)
    assert forecast.drift(desk.state, desk.conductor.now()) == 0


@pytest.mark.parametrize(
    ("zone", "changes", "begins", "now", "ends"),
    [
        # 60 min from 1:30 on: 30 to the change, 30 after it.
        (BERLIN, AHEAD, "01:30", "03:10", "03:30"),
        (NEW_YORK, AHEAD, "01:30", "03:10", "03:30"),
        (BERLIN, BACK, "02:30", "02:10", "02:30"),
        (NEW_YORK, BACK, "01:30", "01:10", "01:30"),
    ],
)
def test_a_planned_start_and_a_hard_stop_on_either_side(
    tmp_path: Path, zone: ZoneInfo, changes: dict[ZoneInfo, datetime], begins: str, now: str, ends: str
) -> None:
    desk = desk_before(tmp_path, changes[zone], zone, 40, starts_in=10, ends_in=70)
    desk.live(600)
    assert shown(desk, desk.state.planned_start) == begins
    desk.do("next").live(40 * 60)
    assert desk.spent() == 2_400
    assert shown(desk, desk.conductor.now()) == now
    assert shown(desk, desk.state.hard_stop) == ends
    # Of 60 min 40 are spent on one that was to take 10, and 50 are to come.
    assert forecast.drift(desk.state, desk.conductor.now()) == 30 * MINUTE


def test_an_end_in_the_hour_that_is_left_out_is_as_far_off_as_it_sounds(tmp_path: Path) -> None:
    # 1:50 is 10 min before the change; 2:30 sounds 40 min off, and clocks will show 3:30 by then.
    desk = desk_before(tmp_path, AHEAD[BERLIN], BERLIN, 10)
    desk.do("hard_stop", "02:30")
    assert desk.state.hard_stop == desk.conductor.now() + 40 * MINUTE
    assert shown(desk, desk.state.hard_stop) == "03:30"
    # At 3:10 it is past, as anybody would read it.
    desk.live(20 * 60)
    assert shown(desk, desk.conductor.now()) == "03:10"
    assert "past" in desk.ask("hard_stop", "02:30")
    desk.do("hard_stop", "03:20")
    assert desk.state.hard_stop == desk.conductor.now() + 10 * MINUTE


@pytest.mark.parametrize(
    ("zone", "minutes_before", "typed", "minutes_off"),
    [
        (BERLIN, 60, "02:30", 30),  # 2:00 the first time: the first 2:30 comes next.
        (BERLIN, 15, "02:30", 45),  # 2:45 the first time: the first 2:30 is past, the second is 45 min off.
        (BERLIN, -15, "02:30", 15),  # 2:15 the second time.
        (BERLIN, 15, "03:10", 85),  # 2:45 the first time: 15 min, an hour, and ten minutes.
        (NEW_YORK, 60, "01:30", 30),
        (NEW_YORK, 15, "01:30", 45),
        (NEW_YORK, -15, "01:30", 15),
        (NEW_YORK, 15, "2:10 am", 85),
    ],
)
def test_an_end_in_the_hour_that_comes_twice_is_the_next_one(
    tmp_path: Path, zone: ZoneInfo, minutes_before: float, typed: str, minutes_off: float
) -> None:
    desk = desk_before(tmp_path, BACK[zone], zone, minutes_before)
    desk.do("hard_stop", typed)
    assert desk.state.hard_stop == desk.conductor.now() + minutes_off * MINUTE


def test_a_time_in_the_hour_that_came_twice_is_past_once_both_are(tmp_path: Path) -> None:
    desk = desk_before(tmp_path, BACK[BERLIN], BERLIN, -70)  # 3:10
    assert "past" in desk.ask("hard_stop", "02:30")


@ZONES
def test_asleep_over_the_change_is_as_long_as_it_was(tmp_path: Path, zone: ZoneInfo) -> None:
    for changes in (AHEAD, BACK):
        desk = desk_before(tmp_path / str(changes[zone].month), changes[zone], zone, 5)
        desk.live(60).sleep(2_400)
        assert desk.waits == 2_400
        desk.do("gap_left_out")
        assert desk.spent() == 60


def test_a_crash_over_the_change_is_as_long_as_it_was(tmp_path: Path) -> None:
    desk = desk_before(tmp_path, BACK[BERLIN], BERLIN, 2).live(60).crash(120)
    assert (desk.waits, desk.spent()) == (0, 180)


def test_midnight_is_a_moment_like_any_other(tmp_path: Path) -> None:
    midnight = datetime(2026, 11, 19, tzinfo=BERLIN)
    desk = desk_before(tmp_path, midnight, BERLIN, 10)
    desk.do("hard_stop", "00:40")
    assert desk.state.hard_stop == desk.conductor.now() + 50 * MINUTE
    desk.do("action", "write to Ben due tomorrow").live(1_200).do("action", "write to Chi due tomorrow")
    assert (desk.spent(), desk.waits) == (1_200, 0)
    assert [item.due for item in desk.state.items.values()] == ["2026-11-19", "2026-11-20"]
    desk.sleep(60).do("gap_left_out")
    assert desk.spent() == 1_200


def test_what_is_due_tomorrow_is_read_by_the_day_on_the_wall_while_a_gap_waits(tmp_path: Path) -> None:
    desk = desk_before(tmp_path, datetime(2026, 11, 19, tzinfo=BERLIN), BERLIN, 10)
    desk.sleep(1_200).do("action", "write to Chi due tomorrow")
    assert [item.due for item in desk.state.items.values()] == ["2026-11-20"]


@pytest.mark.skipif(sys.platform == "win32", reason="the zone of a process can't be set there")
@pytest.mark.parametrize(
    ("change", "minutes_before", "typed", "minutes_off"),
    [
        (AHEAD, 10, "02:30", 40),
        (AHEAD, 10, "03:30", 40),
        (BACK, 15, "02:30", 45),
        (BACK, -15, "02:30", 15),
        (BACK, 15, "03:10", 85),
    ],
)
def test_this_computers_own_clock_reads_them_the_same(
    monkeypatch: pytest.MonkeyPatch,
    change: dict[ZoneInfo, datetime],
    minutes_before: float,
    typed: str,
    minutes_off: float,
) -> None:
    # It gives moments with the offset of that moment alone, and the zone has to be found again.
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        at = round(change[BERLIN].timestamp() * 1_000 - minutes_before * MINUTE)
        moment = read_moment(typed, WallClock().local(at))
        assert moment is not None
        assert moment.timestamp() * 1_000 - at == minutes_off * MINUTE
    finally:
        monkeypatch.undo()
        time.tzset()
