"""The installed command ended in the midst of a session, again and again: what its screen showed as saved is there.

A facilitator whose keys are drawn by lot works in a real terminal. At a moment drawn by lot, which may lie within a
word, a key or a write, the program is killed or told to end; then the same session is resumed.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from data.records import Record
from data.store import Store
from facilitator.conductor import session_of
from facilitator.drafts import from_text
from screens.views.draft import Draft
from tests.terminal import COMMAND, Terminal
from tests.whole.hands import ESCAPE, HAND, KEYS_OF_DRAFTS, Hands, Step, act, shown_as_saved
from tests.whole.ledger import MINUTE, SECOND, check_kept, clock_shows, clockwork

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of Unix is needed")

PLAN_MINUTES = 90
RITUAL = "name: Crash test\nsegments:\n" + "".join(
    f"  - {{title: {title}, minutes: {PLAN_MINUTES}, activity: {activity}}}\n"
    for title, activity in (
        ("Round", "round"),
        ("Open floor", "discussion"),
        ("Cards", "board, columns: [Keep, Drop]"),
        ("Talk", "talk"),
        ("Close", "discussion"),
    )
)
OFF_MS = 250
"""How far the time of a record may be from the wall's after many resumptions, each of which costs a part of a ms."""
_OPEN_LINE = re.compile(r"^ *(?!in or out|hand)\S.* ▸ (.*)$")
"""A line that is open, and what stands in it; a name is drawn completed, so that what was typed of it is not seen."""


@dataclass(frozen=True)
class Seen:
    """When something was done and when it was shown as saved, UTC milliseconds."""

    token: str
    pressed: int
    shown: int


def _off_record(rows: list[str]) -> bool:
    return "off the record" in rows[0]


def now_ms() -> int:
    return int(time.time() * 1_000)


class Series:
    """One session that is ended and resumed again and again."""

    def __init__(self, folder: Path, seed: int, *program: str) -> None:
        """Begin; `program` is what runs instead of the installed command."""
        self.data = folder / "data"
        self.ritual = folder / "crash-test.yaml"
        self.ritual.write_text(RITUAL, encoding="utf-8")
        self.store = Store(self.data)
        self.random = Random(seed)
        self.hands = Hands(self.random)
        self.records: tuple[Record, ...] = ()
        self._program = program or (str(COMMAND),)
        self._steps: list[Step] = []
        self._promised = 0
        self._seen: list[Seen] = []

    def begin(self) -> Terminal:
        begun = (
            ("run", str(self.ritual), "--people", f"Ana, Ben, {HAND}") if not self.records else ("resume",)
        )
        command, *given = self._program
        return Terminal(*given, "--data", str(self.data), *begun, command=Path(command))

    def live(self, number: int, times: int) -> None:
        """Begin and be ended by a signal, again and again."""
        for _ in range(times):
            self.live_once(number)

    def live_once(self, number: int) -> None:
        """Begin or resume, work for a while, end by a signal, and look at what is left."""
        self._steps, self._promised, self._seen = [], 0, []
        drafts = self.drafts()
        room = self.begin()
        try:
            room.until(lambda rows: "saved ✓" in rows[0])
            if not self.records:
                self.records = self.store.read(self.store.ids()[0]).records
            room.until(self._clock_is_right)
            self._work(room, drafts)
            self._strike(room, number)
            status = self._end(room, number)
        finally:
            room.discard()
        self._check(room, number, status, drafts)

    def _clock_is_right(self, rows: list[str]) -> bool:
        return clock_shows(rows, self.records, now_ms(), PLAN_MINUTES * MINUTE)

    def drafts(self) -> tuple[Draft, ...]:
        """Return what is kept of lines that were open."""
        kept = [from_text(path.read_text(encoding="utf-8")) for path in (self.data / "open").glob("*.draft")]
        assert all(one.whole for one in kept)
        return tuple(draft for one in kept for draft in one.drafts)

    def _work(self, room: Terminal, drafts: tuple[Draft, ...]) -> None:
        if _off_record(room.rows):
            self._do(room, act("o", "OffRecordSet"))
        for draft in drafts:
            if draft.act in KEYS_OF_DRAFTS:
                self._take_up(room, draft)
        self._do(room, self.hands.catch())
        for _ in range(self.random.randint(0, 2)):
            for step in self.hands.anything(room.rows):
                self._do(room, step)
            self._do(room, self.hands.catch())

    def _take_up(self, room: Terminal, draft: Draft) -> None:
        """Find what was being typed under its key, and finish it."""
        room.press(KEYS_OF_DRAFTS[draft.act])
        room.until("▸ •" if draft.hidden else f"▸ {draft.text}".rstrip())
        self._do(room, self.hands.go_on_with(draft.act, draft.text))

    def _do(self, room: Terminal, step: Step) -> None:
        """Do a step; wait until it is shown as saved where it is shown at all."""
        self._steps.append(step)
        pressed, was_off = now_ms(), _off_record(room.rows)
        room.press(step.keys)
        if "OffRecordSet" in step.kinds:
            # A line that opens in the same moment goes by what the screen showed until then.
            room.until(lambda rows: _off_record(rows) is not was_off)
        if not step.token:
            return
        room.until(lambda rows: step.token in shown_as_saved(rows))
        self._promised = len(self._steps)
        self._seen.append(Seen(step.token, pressed, now_ms()))
        if "arrows choose" in room.rows[-1]:
            room.press(ESCAPE)
            room.until(lambda rows: "arrows choose" not in rows[-1])

    def _strike(self, room: Terminal, number: int) -> None:
        """Do something, and end the program at a moment drawn by lot."""
        steps = (*self.hands.anything(room.rows), self.hands.catch())
        self._steps += steps
        keys = "".join(step.keys for step in steps).encode()
        cut = self.random.choice([len(keys), self.random.randint(0, len(keys))])
        room.send(keys[:cut])
        match self.random.choice(["at once", "while it writes", "while it draws"]):
            case "while it writes":
                until = time.perf_counter() + self.random.random() * 0.05
                while time.perf_counter() < until:
                    pass
            case "while it draws":
                room.hear(self.random.randint(1, 3_000))
        if number != signal.SIGKILL:
            room.signal(number)

    def _end(self, room: Terminal, number: int) -> int:
        if number != signal.SIGKILL:
            return room.end()
        room.kill()
        return 128 + number

    def _check(self, room: Terminal, number: int, status: int, drafts: tuple[Draft, ...]) -> None:
        shown = shown_as_saved(room.rows)
        tokens = [step.token for step in self._steps]
        self._promised = max([self._promised, *(tokens.index(one) + 1 for one in shown & set(tokens) - {""})])
        (session_id,) = self.store.unfinished()
        found = self.store.read(session_id)
        assert found.problems == ()
        check_kept(self.records, found.records, self._steps, self._promised)
        self.records = found.records
        self._check_times()
        self._check_drafts(room, drafts, ended=number != signal.SIGKILL)
        assert status == 128 + number
        if number != signal.SIGKILL:
            assert not room.left_switched, f"not given back: {room.left_switched}"
            assert room.last_words == ""
        assert not list(self.store.folder.logs.glob("crash-*"))

    def _check_times(self) -> None:
        """See that each record bears the time of the wall, and that the fold spends what the records say."""
        for seen in self._seen:
            record = next(one for one in self.records if seen.token in str(one.data.get("text")))
            early, late = seen.pressed - OFF_MS, seen.shown + OFF_MS
            assert early <= record.at <= late, f"{record} is not from {seen} by the wall"
        now = now_ms()
        state = session_of(self.records).state
        wanted = clockwork(self.records, now)
        assert {one.id: one.box.spent(now) for one in state.segments if one.entered} == wanted.spent
        assert sum(wanted.spent.values()) + wanted.stood == now - wanted.started

    def _check_drafts(self, room: Terminal, before: tuple[Draft, ...], *, ended: bool) -> None:
        """See that what was being typed is kept as it was typed, all of it where there was time to keep it."""
        kept = [draft.text for draft in self.drafts()]
        texts = [str(record.data.get("text", "")) for record in self.records]
        known = [*(step.typed for step in self._steps), *texts, *(draft.text for draft in before)]
        assert all(any(one.startswith(text) for one in known) for text in kept), f"nobody typed that: {kept}"
        lines = [found[1].strip() for row in room.rows[-2:] if (found := _OPEN_LINE.search(row))]
        if ended and lines and lines[0] and "•" not in lines[0]:
            # What was sent off after the line was drawn for the last time is no draft any more, but an item.
            assert any(one.startswith(lines[0]) for one in (*kept, *texts)), (
                f"the line showed {lines[0]!r}, kept is {kept}"
            )

    def told(self) -> dict[str, object]:
        """Return what the command line tells of the session."""
        done = subprocess.run(
            [str(COMMAND), "--data", str(self.data), "sessions", "show", "last", "--json"],
            capture_output=True,
            check=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
        found: dict[str, object] = json.loads(done.stdout)
        return found


SIGNALS = {"kill -9": signal.SIGKILL, "TERM": signal.SIGTERM, "HUP": signal.SIGHUP}


@pytest.mark.parametrize("lives", [1, pytest.param(100, marks=pytest.mark.torture)])
@pytest.mark.parametrize("name", SIGNALS)
def test_what_was_shown_as_saved_outlives_any_end(tmp_path: Path, name: str, lives: int) -> None:
    series = Series(tmp_path, seed=SIGNALS[name])
    series.live(SIGNALS[name], lives)
    told = series.told()
    wanted = clockwork(series.records, now_ms())
    assert isinstance(told["segments"], list)
    for segment in told["segments"]:
        assert abs(segment["spent_seconds"] * SECOND - wanted.spent.get(segment["id"], 0)) <= SECOND


@dataclass(frozen=True)
class Careless:
    """A program with a fault: how it is ended, what is wrong with it, and what is found by that."""

    number: int
    wrong: str
    found: str


CARELESS = {
    "saved is said before it is so": Careless(
        signal.SIGKILL,
        "from data.writer import Writer\nwrite, held = Writer._write, []\n"
        "def later(self, batch, header):\n"
        "    held.extend(batch)\n"
        "    if held and held[0][0].seq > 8 and len(held) < 8 and header is None:\n        return None\n"
        "    done = write(self, list(held), header)\n    held.clear()\n    return done\n"
        "Writer._write = later\n",
        "is lost",
    ),
    "what is typed is not kept": Careless(
        signal.SIGTERM,
        "from data.sessions import OpenSession\nOpenSession.save_draft = lambda self, *text: None\n",
        "the line showed",
    ),
    "the terminal is not given back": Careless(
        signal.SIGHUP,
        "import os\nfrom facilitator.app import FacilitatorApp\n"
        "FacilitatorApp._on_signal = lambda self, number: os._exit(128 + number)\n",
        "not given back",
    ),
    "the clock is wrong": Careless(
        signal.SIGKILL,
        "from facilitator.clock import WallClock\nnow = WallClock.now\n"
        "WallClock.now = lambda self: now(self) - 1_500\n",
        "by the wall|_clock_is_right",
    ),
}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, marks=[] if place == 0 else pytest.mark.torture)
        for place, fault in enumerate(CARELESS)
    ],
)
def test_the_same_trial_finds_a_careless_program(tmp_path: Path, fault: str) -> None:
    careless = CARELESS[fault]
    program = tmp_path / "program" / "careless.py"
    program.parent.mkdir()
    program.write_text(f"{careless.wrong}from facilitator import cli\ncli.run()\n", encoding="utf-8")
    series = Series(tmp_path, 3, sys.executable, str(program))
    with pytest.raises(AssertionError, match=careless.found):
        series.live(careless.number, 20)
