"""Twelve hours with three thousand events: what an act and a tick cost stays level, and so does what is remembered.

Work is told by counting calls, memory by what Python itself counts: neither depends on how busy the computer is.
"""

import gc
import os
import sys
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

from bench.longday import BEGIN, EVENTS, HOURS, PARTS, ROUND_OF_ACTS, Asking, DayClock, LongDay, begin
from data.store import Store
from facilitator.conductor import Conductor
from facilitator.desk import Desk
from screens.messages import Asked
from tests.live.builders import HandClock, Live, opened, store_in

ACTS_OF_A_LAP = len(ROUND_OF_ACTS) * len(PARTS)
"""After so many acts each was done in each part of the day, and all begins anew."""
SHORT, SHORT_HOURS = 300, 2
"""Enough for three laps."""
days = pytest.mark.parametrize(
    ("events", "hours"), [(SHORT, SHORT_HOURS), pytest.param(EVENTS, HOURS, marks=pytest.mark.torture)]
)
CAPTURES = {"park": "p", "takeaway": "t", "decision": "d", "action": "a", "resource": "r", "card": "c"}


def tell(figures: str) -> None:
    """Leave figures for whoever runs this with `-s`."""
    sys.stdout.write(f"\n{figures}\n")


class Counter:
    """Counts the calls of functions in this thread."""

    def __init__(self) -> None:
        self.calls = 0

    def _count(self, _frame: object, event: str, _arg: object) -> None:
        self.calls += event in {"call", "c_call"}

    @contextmanager
    def counting(self) -> Iterator[None]:
        self.calls = 0
        sys.setprofile(self._count)
        try:
            yield
        finally:
            sys.setprofile(None)


@dataclass
class Lap:
    """What was counted in a lap: calls by act, and by tick.

    Attributes:
        events: How many events there were after it.
        acts: The calls that each act took, by its name.
        ticks: The calls that each tick took.
    """

    events: int = 0
    acts: dict[str, list[int]] = field(default_factory=dict)
    ticks: list[int] = field(default_factory=list)

    @property
    def an_act(self) -> float:
        """What an act takes, other than undo."""
        return mean(calls for act, found in self.acts.items() if act != "undo" for calls in found)

    @property
    def an_undo(self) -> float:
        """What an undo takes."""
        return mean(self.acts["undo"])


class DayAtTheDesk:
    """The long day without a screen: each act and each tick makes the view that a screen would draw."""

    def __init__(self, folder: Path, events: int, hours: float) -> None:
        self.clock = DayClock()
        self.store = Store(folder, now=self.clock.now)
        self.conductor = begin(self.store, self.clock)
        self.day = LongDay(self.conductor, self.clock, events, hours)
        self.desk = Desk(self.conductor, self.store, lambda: self.clock.at / 1_000)

    def tick(self) -> None:
        self.desk.tick()
        self.desk.live_view()

    def ask(self, asking: Asking) -> None:
        self.desk.ask(asking.act, asking.text, asking.target)
        self.desk.live_view()

    def saved(self) -> None:
        """Wait for the disk, and see what was saved drawn so."""
        assert self.conductor.kept.writer.drain(30)
        self.desk.live_view()

    def laps(self) -> Iterator[Lap]:
        """Live through the day, and count in laps: one is alike the other, so what differs between them has grown."""
        while self.day.happened < self.day.events:
            yield self._lap()

    def _lap(self) -> Lap:
        lap, counter = Lap(), Counter()
        for _ in range(ACTS_OF_A_LAP):
            for _ in self.day.ticks():
                with counter.counting():
                    self.tick()
                lap.ticks.append(counter.calls)
            asking = self.day.next_act()
            with counter.counting():
                self.ask(asking)
            lap.acts.setdefault(asking.act, []).append(counter.calls)
            self.saved()
        lap.events = self.day.happened
        return lap


@days
def test_an_act_and_a_tick_cost_the_same_in_the_evening_as_in_the_morning(
    tmp_path: Path, events: int, hours: float
) -> None:
    desk = DayAtTheDesk(tmp_path, events, hours)
    # In the first lap every list gets its first row, and in a fresh process what is needed once is loaded and kept.
    _, first, *_, last = desk.laps()
    desk.conductor.leave()
    lived = (desk.clock.at - BEGIN) / 3_600_000
    further = last.events - first.events
    an_event = (last.an_act - first.an_act) / further
    tell(
        f"{last.events} events in {lived:.1f} h, {len(desk.conductor.state.items)} items: calls an act "
        f"{first.an_act:.0f} to {last.an_act:.0f}, {an_event:.2f} more by each event, a tick {mean(first.ticks):.0f} "
        f"to {mean(last.ticks):.0f}, an undo {first.an_undo:.0f} to {last.an_undo:.0f}"
    )
    assert set(first.acts) == set(last.acts) == {one.act for one in ROUND_OF_ACTS}
    # So little that looking at a part of the events would tell.
    assert mean(last.ticks) - mean(first.ticks) <= 0.02 * further
    # A row of a list is looked at, not every event makes one, and nothing else grows.
    assert an_event <= 1
    assert last.an_act <= 2.5 * first.an_act
    # Undo alone folds everything anew; that grows with the session, and not faster.
    assert last.an_undo <= 150 * last.events


@days
def test_what_is_remembered_grows_by_the_events_alone(tmp_path: Path, events: int, hours: float) -> None:
    desk = DayAtTheDesk(tmp_path, events, hours)
    held: list[int] = []
    tracemalloc.start()
    try:
        for part in (1, 2, 3):
            while desk.day.happened * 3 < events * part:
                for _ in desk.day.ticks():
                    desk.tick()
                desk.ask(desk.day.next_act())
                if desk.day.happened % 20 == 0:
                    desk.saved()
            desk.saved()
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    desk.conductor.leave()
    first, second = (after - before for before, after in pairwise(held))
    an_event = second / (events / 3)
    tell(f"memory after each third, KB: {[one // 1_000 for one in held]}; an event {an_event:.0f} bytes")
    assert an_event < 12_000
    assert second <= 1.4 * first


def resident() -> int:
    """Return how much memory this process takes, in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def do(room: Live, asking: Asking) -> None:
    """Ask for an act as it is asked on the screen: what is caught goes through the line."""
    if asking.act in CAPTURES:
        await room.say(CAPTURES[asking.act], asking.text)
    else:
        room.app.post_message(Asked(asking.act, asking.text, asking.target))
        await room.settle()


@pytest.mark.torture
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc here")
async def test_a_whole_day_on_the_screen(tmp_path: Path) -> None:
    clock = HandClock(BEGIN)
    store = store_in(tmp_path, clock)
    conductor: Conductor = begin(store, clock)
    day = LongDay(conductor, clock)
    took: list[float] = []
    memory: dict[int, int] = {}
    async with opened(conductor, store, clock) as room:
        for mark in (1_000, 2_000, 3_000):
            while day.happened < mark:
                before = clock.at
                for at in day.ticks():
                    # What Live lets pass it adds to the clock itself.
                    clock.at = before
                    await room.advance((at - before) / 1_000)
                    before = clock.at
                asking = day.next_act()
                began = time.perf_counter()
                await do(room, asking)
                if asking.act != "undo":
                    took.append(time.perf_counter() - began)
            await room.saved()
            gc.collect()
            memory[mark] = resident()
        assert room.items
        widgets = len(list(room.screen.walk_children()))
    early, late = mean(took[:300]), mean(took[-300:])
    an_event = (memory[3_000] - memory[2_000]) / 1_000
    tell(
        f"12 h on the screen: an act took {early * 1_000:.1f} ms among the first 300, {late * 1_000:.1f} ms among the "
        f"last 300; memory {[one // 1_000_000 for one in memory.values()]} MB, {an_event / 1_000:.1f} KB an event; "
        f"{widgets} widgets"
    )
    assert late <= 4 * early
    assert an_event < 30_000
