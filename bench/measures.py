"""The comparisons. Each runs ours and the bare one in turn, so that what else the computer does hits both.

The last one has nothing beside it but itself: the end of a very long session beside its beginning.
"""

import gc
import os
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

from bench import longday
from bench.bare import READY, replace_durably
from bench.table import Row
from bench.terminal import NotShown, Terminal, cpu_seconds
from data.folders import DataFolder
from data.store import Store
from facilitator.clock import WallClock
from facilitator.conductor import Conductor
from facilitator.desk import Desk
from facilitator.engine.commands import Newcomer, Start
from formats.catalogue import Catalogue
from formats.words import SessionId

REPOSITORY = Path(__file__).resolve().parent.parent
RUNS = 15
KEYS = 60
SAVES = 41
SAVES_SEEN = 15
EVENTS = 100
CPU_SECONDS = 20
DOWN = "\x1b[B"
SESSION = SessionId("20260101-1000-kickoff-0001")
FIRST = "Kickoff"
"""The format that stands first on home."""


@contextmanager
def somewhere() -> Iterator[Path]:
    """Give a folder that goes away again."""
    with tempfile.TemporaryDirectory(prefix="facilitator-bench-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def environment(home: Path) -> dict[str, str]:
    """Return what the programs know of the computer: nothing of the person who runs this."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FACILITATOR", "TEXTUAL", "PYTHON"))
    }
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "CACHE", "STATE")}
    return {**kept, **folders, "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def ours(folder: Path, *words: str) -> Terminal:
    """Open the installed command."""
    command = str(Path(sys.executable).with_name("facilitator"))
    return Terminal([command, "--data", str(folder / "data"), *words], environment(folder))


def bare(folder: Path, name: str, *given: str) -> Terminal:
    """Open a bare app. It is imported, not run as a script, so that it is compiled once like everything else."""
    words = ", ".join(map(repr, (name, *given)))
    begin = f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); from bench.bare import run; run({words})"
    return Terminal([sys.executable, "-c", begin], environment(folder))


def running(folder: Path) -> Terminal:
    """Open a session whose clock runs."""
    return ours(folder, "run", "kickoff", "--people", "Ana, Ben", "--at-once")


def on_a_row(text: str) -> Callable[[list[str]], bool]:
    """Return what tells whether a text stands on some row."""
    return lambda rows: any(text in row for row in rows)


def begins_a_row(text: str) -> Callable[[list[str]], bool]:
    """Return what tells whether some row begins with a text, so that no mark stands before it."""
    return lambda rows: any(row.lstrip().startswith(text) for row in rows)


def another_chosen(rows: list[str]) -> bool:
    """Tell whether home shows another format chosen than the first."""
    return any("▸" in row and FIRST not in row for row in rows)


def start() -> list[Row]:
    """From the start of the program to its first words, and to the answer to a key."""
    seen: dict[str, list[float]] = {"ours": [], "bare": []}
    taken: dict[str, list[float]] = {"ours": [], "bare": []}
    with somewhere() as folder:
        for run in range(RUNS + 1):
            for who, first_seen in seen.items():
                terminal = ours(folder) if who == "ours" else bare(folder, "start")
                words = FIRST if who == "ours" else READY
                answer = ("▸", another_chosen) if who == "ours" else ("took down", on_a_row("took down"))
                with terminal:
                    terminal.wait_for_bytes(words)
                    terminal.press(DOWN)
                    first, answered = terminal.wait_until(answer[0], on_a_row(words), answer[1])
                # The first run only warms the disk.
                if run:
                    first_seen.append(first - terminal.started)
                    taken[who].append(answered - terminal.started)
    return [
        Row("start to a format's name", tuple(seen["ours"]), tuple(seen["bare"]), 1.3),
        Row("start to a key answered", tuple(taken["ours"]), tuple(taken["bare"]), 1.3),
    ]


def keys() -> list[Row]:
    """From a key in the capture line to its letter on the screen."""
    took: dict[str, list[float]] = {"ours": [], "bare": []}
    with somewhere() as folder, running(folder) as live, bare(folder, "keys") as field:
        live.wait_for_bytes("Why we are here")
        live.settle()
        live.press("p")
        live.wait_until("park", on_a_row("park ▸"))
        field.wait_until(READY, on_a_row(READY))
        typed = ""
        for place in range(KEYS):
            # No word of either screen ends like this, so that only the echo can be what is found.
            typed += ascii_lowercase[(place * 7 + 9) % 26]
            for who, terminal in (("ours", live), ("bare", field)):
                pressed = terminal.press(typed[-1])
                tail = typed[-8:]
                (shown,) = terminal.wait_until(tail[-2:], on_a_row(tail))
                took[who].append(shown - pressed)
    # The first keys find what they need for the first time.
    return [Row("a key to its echo", tuple(took["ours"][5:]), tuple(took["bare"][5:]), 2)]


def begin_session(folder: Path) -> Conductor:
    """Begin a session that has a hundred events."""
    store = Store(DataFolder(folder / "data"))
    chosen = Catalogue([]).load("kickoff")
    people = (Newcomer("Ana"), Newcomer("Ben"))
    start_it = Start(chosen, chosen.name, chosen.level, seed=1, people=people, at_once=True)
    conductor = Conductor.begin(store, SESSION, start_it, WallClock())
    if not isinstance(conductor, Conductor):
        raise RuntimeError(conductor.why)
    while len(conductor.session.events) < EVENTS:
        conductor.ask("park", f"Something to come back to, number {len(conductor.session.events)}")
    conductor.kept.writer.drain(10)
    return conductor


def save() -> list[Row]:
    """From `enter` to saved: without a screen, and then as it is seen."""
    return [*_save_without_screen(), *_save_on_screen()]


def _save_without_screen() -> list[Row]:
    took: dict[str, list[float]] = {"ours": [], "bare": []}
    with somewhere() as folder:
        conductor = begin_session(folder)
        news = threading.Event()
        conductor.listen(news.set)
        file = folder / "data" / "sessions" / f"{SESSION}.json"
        for run in range(SAVES):
            news.clear()
            began = time.perf_counter()
            conductor.ask("park", f"Something to come back to, once more {run}")
            while conductor.known().waiting:
                news.wait(5)
                news.clear()
            took["ours"].append(time.perf_counter() - began)
            content = file.read_bytes()
            began = time.perf_counter()
            replace_durably(folder / "data" / "sessions" / "bare", content)
            took["bare"].append(time.perf_counter() - began)
        conductor.leave()
    return [Row(f"a capture to saved, {EVENTS} events", tuple(took["ours"]), tuple(took["bare"]), 3)]


def _save_on_screen() -> list[Row]:
    took: dict[str, list[float]] = {"ours": [], "bare": []}
    with somewhere() as folder:
        begin_session(folder).leave()
        size = (folder / "data" / "sessions" / f"{SESSION}.json").stat().st_size
        with (
            ours(folder, "resume", SESSION) as live,
            bare(folder, "save", str(folder / "bare"), str(size)) as field,
        ):
            live.wait_for_bytes("Why we are here")
            live.settle()
            field.wait_until(READY, on_a_row(READY))
            for run in range(SAVES_SEEN):
                live.press("p")
                live.wait_until("park", on_a_row("park ▸"))
                text = f"qz{run}zq"
                for who, terminal in (("ours", live), ("bare", field)):
                    terminal.press(text)
                    terminal.wait_until(text[-2:], on_a_row(text))
                    entered = terminal.press("\r")
                    # A mark stands before what is still being saved; the bare field has a frame.
                    (shown,) = terminal.wait_until(text, begins_a_row(text))
                    took[who].append(shown - entered)
    return [Row(f"enter to shown as saved, {EVENTS} events", tuple(took["ours"]), tuple(took["bare"]), None)]


def cpu() -> list[Row]:
    """How much a countdown computes in a second."""
    with somewhere() as folder, running(folder) as live, bare(folder, "cpu") as digits:
        live.wait_for_bytes("Why we are here")
        for terminal in (live, digits):
            terminal.settle()
        time.sleep(2)
        both = (live, digits)
        before = [cpu_seconds(terminal.process) for terminal in both]
        written = [terminal.bytes_out for terminal in both]
        began = time.perf_counter()
        time.sleep(CPU_SECONDS)
        seconds = time.perf_counter() - began
        spent = [
            (cpu_seconds(terminal.process) - earlier) / seconds
            for terminal, earlier in zip(both, before, strict=True)
        ]
        wrote = [
            (terminal.bytes_out - earlier) / seconds for terminal, earlier in zip(both, written, strict=True)
        ]
        if not all(wrote):
            raise NotShown("a countdown stood still")
    return [Row("CPU of a countdown, a second", (spent[0],), (spent[1],), 1.5)]


def long() -> list[Row]:
    """How an act and its memory grow over twelve hours and three thousand events."""
    part = longday.EVENTS // 10
    early, late, undo = _long_times(part)
    first, second = _long_memory()
    return [
        Row(f"an act drawn: last {part} of {longday.EVENTS:,} beside first", late, early, 3),
        Row("an undo drawn: the last ones beside the first", undo[-10:], undo[:10], None),
        Row("memory an event: second half beside first", (second,), (first,), 1.2, unit="KB"),
    ]


@contextmanager
def _long_day() -> Iterator[tuple[longday.LongDay, Desk]]:
    with somewhere() as folder:
        clock = longday.DayClock()
        store = Store(DataFolder(folder), now=clock.now)
        conductor = longday.begin(store, clock)
        yield longday.LongDay(conductor, clock), Desk(conductor, store, lambda: clock.at / 1_000)
        conductor.leave()


def _do_next(day: longday.LongDay, desk: Desk) -> str:
    asking = day.next_act()
    desk.ask(asking.act, asking.text, asking.target)
    desk.live_view()
    return asking.act


def _long_times(part: int) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    took: dict[bool, list[float]] = {False: [], True: []}
    with _long_day() as (day, desk):
        while day.happened < day.events:
            for _ in day.ticks():
                desk.tick()
                desk.live_view()
            # With the writer at rest, so that each act is timed for itself.
            day.conductor.kept.writer.drain(10)
            began = time.perf_counter()
            act = _do_next(day, desk)
            took[act == "undo"].append(time.perf_counter() - began)
    return tuple(took[False][:part]), tuple(took[False][-part:]), tuple(took[True])


def _long_memory() -> tuple[float, float]:
    """Return what an event takes in the first and in the second half, in megabytes."""
    held: list[int] = []
    with _long_day() as (day, desk):
        tracemalloc.start()
        try:
            for half in (0, 1, 2):
                while day.happened * 2 < day.events * half:
                    # Time passes in one step each, since ticks leave nothing behind.
                    day.clock.at += longday.TICK_SECONDS * 1_000
                    desk.tick()
                    _do_next(day, desk)
                day.conductor.kept.writer.drain(10)
                gc.collect()
                held.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    an_event = [(after - before) * 2 / longday.EVENTS / 1e6 for before, after in pairwise(held)]
    return an_event[0], an_event[1]


MEASURES: dict[str, Callable[[], list[Row]]] = {
    "start": start,
    "keys": keys,
    "save": save,
    "cpu": cpu,
    "long": long,
}
"""What can be measured, by its name on the command line."""
