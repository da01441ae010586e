"""The kickoff that the pictures show, held by keys, on a clock that is set by hand, in a folder that is thrown away."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from contextlib import chdir
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch

from textual.pilot import Pilot
from textual.widgets import Input

from data.folders import DataFolder
from data.store import Store
from docs.pictures.still import still
from facilitator.app import FacilitatorApp
from facilitator.clipboard import Copied
from facilitator.conductor import Conductor
from facilitator.engine.commands import Newcomer, Next, Start
from facilitator.engine.rules import Refusal
from formats.catalogue import Catalogue
from formats.words import SessionId

SIZE: Final = (120, 36)
"""Columns and rows of the terminal that is drawn."""
FOLDER: Final = "~/.local/share/facilitator"
"""The data folder as the pictures name it; it is made, under this very name, inside one that is thrown away."""
TICK_MS: Final = 4_000
"""The clock goes on in steps that no one takes for a sleeping computer."""
PEOPLE: Final = "Ana, Ben, Chi, Dee, Eli, Fay, Gus, Hal, Ivy"


class HandClock:
    """A clock that stands still until it is moved, in a place without summer time."""

    speed = 1.0

    def __init__(self) -> None:
        """Begin on a Friday at ten."""
        self.moment = int(datetime(2026, 11, 20, 10, 0, tzinfo=UTC).timestamp() * 1_000)

    def now(self) -> int:
        """Return the moment, in UTC milliseconds."""
        return self.moment

    def local(self, moment: int) -> datetime:
        """Return a moment as local time."""
        return datetime.fromtimestamp(moment / 1_000, tz=UTC)


@dataclass
class Stage:
    """The running program, its clock, and the hands that press its keys."""

    app: FacilitatorApp
    clock: HandClock
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text into the field that has the cursor."""
        await self.until(lambda: isinstance(self.app.focused, Input), f"a field to type {text!r} into")
        field = self.app.focused
        assert isinstance(field, Input)
        field.insert_text_at_cursor(text)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something is so.

        Raises:
            RuntimeError: It does not come; the keys before it led elsewhere.
        """
        for _ in range(100):
            if condition():
                return
            await self.pilot.pause()
        raise RuntimeError(f"it did not come: {what}")

    async def say(self, key: str, text: str, *keys: str) -> None:
        """Open a line with a key, press further keys in it, type and send it."""
        await self.press(key, *keys)
        await self.type(text)
        await self.press("enter")

    async def keep(self, field: str, text: str) -> None:
        """Keep what the speaker says under a field of the round."""
        await self.press("v", field)
        await self.type(text)
        await self.press("enter")

    async def wait(self, minutes: float) -> None:
        """Let time pass, tick by tick."""
        end = self.clock.moment + int(minutes * 60_000)
        while self.clock.moment < end:
            self.clock.moment = min(end, self.clock.moment + TICK_MS)
            self.app.tick()
        await self.pilot.pause()

    async def picture(self) -> str:
        """Draw what is seen once all of it is on the disk and nothing is under way."""
        await self.app.workers.wait_for_complete()
        while not self._saved():
            await asyncio.sleep(0.005)
        self.app.room.show()
        for field in self.app.screen.query(Input):
            field.cursor_blink = False
        await self.pilot.pause()
        return self.app.export_screenshot()

    def _saved(self) -> bool:
        try:
            desk = self.app.room.desk
        except RuntimeError:  # Home and setup have nothing to save.
            return True
        return desk.conductor.known().waiting == 0


Telling = Callable[[Stage], Awaitable[None]]


async def _home(stage: Stage) -> None:
    await stage.until(lambda: stage.app.screen.query("#resume"), "what can be resumed")


async def _setup(stage: Stage) -> None:
    await stage.press("tab", "enter")
    await stage.type(PEOPLE)
    await stage.press("enter", "shift+tab")
    await stage.type("How do we find out what people need?")
    await stage.press("tab")


async def _live(stage: Stage) -> None:
    await stage.press("enter")
    await stage.wait(4)
    await stage.say("t", "We meet to get better at our craft, not to report")
    await stage.wait(7.2)
    await stage.press("n", "s")
    await stage.wait(1.3)
    await stage.keep("1", "pricing")
    await stage.keep("2", "user interviews")
    await stage.press("s")
    await stage.wait(1.6)
    await stage.say("p", "travel budget for conferences")
    await stage.keep("2", "saying no kindly")
    await stage.press("s")
    await stage.wait(0.9)


async def _capture(stage: Stage) -> None:
    await stage.press("a")
    await stage.type("Ask Gus for his list of questions @ch")


async def _board(stage: Stage) -> None:
    await stage.type("i due fri")
    await stage.press("enter")
    for _ in range(7):
        await stage.wait(1.5)
        await stage.press("s")
    await stage.press("n")
    await stage.wait(4)
    await stage.say("c", "camera optional")
    await stage.say("c", "one at a time")
    await stage.wait(5)
    await stage.say("c", "ask before advising", "down")
    await stage.wait(3)
    await stage.say("c", "names and numbers", "down")
    await stage.say("c", "who said what")


async def _wrap_up(stage: Stage) -> None:
    await stage.wait(8.5)
    await stage.press("n")
    await stage.wait(9)
    await stage.press("n")
    await stage.wait(10)
    await stage.say("t", "Five interviews are enough to begin with")
    await stage.press("n")
    await stage.wait(19)
    await stage.say("d", "We meet every other Friday at ten")
    await stage.say("p", "who owns the roadmap?")
    await stage.press("n")
    await stage.wait(1)
    await stage.press("w", "1")


async def _notes(stage: Stage) -> None:
    await stage.press("2", "enter")


SCENES: Final[dict[str, Telling]] = {
    "home": _home,
    "setup": _setup,
    "live": _live,
    "capture": _capture,
    "board": _board,
    "wrap-up": _wrap_up,
    "notes": _notes,
}
"""The pictures in the order in which they come about; each goes on from the one before."""


def _unfinished_before(store: Store, clock: HandClock) -> None:
    """Leave an office hour behind that was broken off, so that home has something to go on with."""
    people = tuple(Newcomer(name) for name in PEOPLE.split(", ")[:5])
    chosen = Catalogue([]).load("office-hours")
    ten = clock.moment
    clock.moment = ten - 12 * 60_000
    start = Start(chosen, chosen.name, chosen.level, 1, people, at_once=True)
    begun = Conductor.begin(store, SessionId("20261120-0948-office-hours-ab12"), start, clock)
    if isinstance(begun, Refusal):
        raise RuntimeError(begun.why)
    clock.moment = ten - 7 * 60_000
    begun.do(Next())
    clock.moment = ten
    begun.leave()


async def draw(wanted: Iterable[str] = tuple(SCENES)) -> dict[str, str]:
    """Hold the session as far as the pictures that are wanted need it, and return them as SVG by their names."""
    names = set(wanted)
    last = max(list(SCENES).index(name) for name in names)
    drawn: dict[str, str] = {}
    copied = Copied("copied", "Copied.")
    with (
        tempfile.TemporaryDirectory() as away,
        chdir(away),
        patch("facilitator.clipboard.copy", return_value=copied),
    ):
        clock = HandClock()
        store = Store(DataFolder(Path(FOLDER)), now=clock.now)
        _unfinished_before(store, clock)
        seconds = clock.moment
        app = FacilitatorApp(
            clock,
            store,
            catalogue=Catalogue([]),
            ticking=False,
            wall=lambda: (clock.moment - seconds) / 1_000,
        )
        async with app.run_test(size=SIZE) as pilot:
            stage = Stage(app, clock, pilot)
            for name, telling in list(SCENES.items())[: last + 1]:
                await telling(stage)
                if name in names:
                    drawn[name] = still(await stage.picture(), name)
        app.room.let_go(lambda: None)
    return drawn
