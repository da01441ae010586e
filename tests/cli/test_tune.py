"""What the segments of a format took in past sessions, and the timings that follow."""

import io
import json
from pathlib import Path

import pytest

from data.folders import new_session_id
from data.store import Store
from facilitator.cli_problems import NOTHING_THERE, Stop
from facilitator.conductor import Conductor
from facilitator.engine import commands as ask
from facilitator.tuning import tune
from formats.model import Format
from formats.words import SegmentId
from tests.engine.builders import MINUTE, ritual
from tests.live.builders import HandClock, session_start, store_in

RITUAL = ritual(("open", 10, "talk"), ("main", 20, "discussion"), ("extra", 5, "talk"), ("close", 5, "talk"))


def hold(store: Store, format: Format, minutes: tuple[float, float, float], *, ends: bool = True) -> None:
    """Hold a session that leaves the extra out; each other segment takes these minutes."""
    clock = HandClock()
    start = session_start(format, clock=clock)
    id = new_session_id(clock.local(clock.now()), format.id, f"{len(store.ids()):04x}")
    begun = Conductor.begin(store, id, start, clock)
    assert isinstance(begun, Conductor)
    begun.do(ask.Skip(SegmentId("extra")))
    for spent in minutes[:-1]:
        clock.at += round(spent * MINUTE)
        begun.do(ask.Next(sure=True))
    clock.at += round(minutes[-1] * MINUTE)
    if ends:
        begun.do(ask.End())
    begun.finish() if ends else begun.leave()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_in(tmp_path, HandClock())


def told(store: Store, format: Format = RITUAL) -> list[dict[str, object]]:
    out = io.StringIO()
    assert tune(format, store, as_json=True, out=out) == 0
    rows: list[dict[str, object]] = json.loads(out.getvalue())
    return rows


def test_the_median_of_what_was_spent_is_proposed(store: Store) -> None:
    # Sorted: 12, 14, 30 · 15, 15.4, 16 · 0.2 (passed through), 4.6, 6; medians 14, 15.4 and 5.3.
    for minutes in ((14, 16, 6), (12, 15.4, 0.2), (30, 15, 4.6)):
        hold(store, RITUAL, minutes)
    rows = {row["id"]: row for row in told(store)}
    assert rows["open"] == {
        "id": "open",
        "title": "Open",
        "planned_seconds": 600,
        "spent_seconds_median": 14 * 60,
        "proposed_seconds": 14 * 60,
        "sessions": 3,
    }
    assert (rows["main"]["spent_seconds_median"], rows["main"]["proposed_seconds"]) == (924, 15 * 60)
    assert (rows["close"]["spent_seconds_median"], rows["close"]["sessions"]) == (318, 2)
    assert (rows["extra"]["spent_seconds_median"], rows["extra"]["proposed_seconds"]) == (None, 300)


def test_what_is_no_session_of_it_is_left_out(store: Store) -> None:
    hold(store, RITUAL, (10, 10, 5))
    hold(store, RITUAL, (50, 50, 50), ends=False)
    other = RITUAL.model_copy(update={"id": "ritual!"})
    hold(store, other, (90, 90, 90))
    next(store.folder.sessions.glob("*-0000.json")).with_name("20200101-1000-ritual-beef.json").write_text(
        "{"
    )
    assert [row["sessions"] for row in told(store)] == [1, 1, 0, 1]


def test_the_table_is_for_people(store: Store) -> None:
    hold(store, RITUAL, (14, 20, 5))
    out = io.StringIO()
    tune(RITUAL, store, as_json=False, out=out)
    assert out.getvalue().splitlines() == [
        "segment   plan  took  propose  sessions",
        "Open        10    14       14         1",
        "Main        20    20        =         1",
        "Extra        5     -        =         0",
        "Close        5     5        =         1",
        "together    40             44",
    ]


def test_sessions_that_were_only_passed_through_teach_nothing(store: Store) -> None:
    hold(store, RITUAL, (0.1, 0.2, 0.1))
    with pytest.raises(Stop, match="was held for 30 seconds yet") as stopped:
        tune(RITUAL, store, as_json=False, out=io.StringIO())
    assert stopped.value.status == NOTHING_THERE


def test_without_a_session_it_says_so(store: Store) -> None:
    with pytest.raises(Stop, match="no session of ritual has ended yet") as stopped:
        tune(RITUAL, store, as_json=False, out=io.StringIO())
    assert stopped.value.status == NOTHING_THERE
