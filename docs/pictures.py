"""Draws the pictures of the documentation from the running program, always the same: `python -m docs.pictures`.

One kickoff is held by keys, as a facilitator would, on a clock that is set by hand and in a folder that is thrown
away. Each picture is an SVG without anything random in it and without a font from elsewhere, so that a second run
writes the same files, and a difference is a change in what is seen.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from contextlib import chdir
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch
from xml.sax.saxutils import escape, unescape

from textual.pilot import Pilot
from textual.widgets import Input

from data.folders import DataFolder
from data.store import Store
from facilitator.app import FacilitatorApp
from facilitator.clipboard import Copied
from facilitator.conductor import Conductor
from facilitator.engine.commands import Newcomer, Next, Start
from facilitator.engine.rules import Refusal
from formats.catalogue import Catalogue
from formats.words import SessionId

PICTURES: Final = Path(__file__).parent / "pictures"
"""Where the pictures lie."""
SIZE: Final = (120, 36)
"""Columns and rows of the terminal that is drawn."""
FOLDER: Final = "~/.local/share/facilitator"
"""The data folder as the pictures name it; it is made, under this very name, inside one that is thrown away."""
TICK_MS: Final = 4_000
"""The clock goes on in steps that no one takes for a sleeping computer."""
PEOPLE: Final = "Ana, Ben, Chi, Dee, Eli, Fay, Gus, Hal, Ivy"
FAMILY: Final = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
BLOCKS: Final = {
    "█": (0, 0, 1, 1),
    "▀": (0, 0, 1, 1 / 2),
    "▄": (0, 1 / 2, 1, 1 / 2),
    "▅": (0, 3 / 8, 1, 5 / 8),
    "▁": (0, 7 / 8, 1, 1 / 8),
    "▌": (0, 0, 1 / 2, 1),
    "▐": (1 / 2, 0, 1 / 2, 1),
    "━": (0, 0.44, 1, 0.12),
    "╸": (0, 0.44, 1 / 2, 0.12),
    "╺": (1 / 2, 0.44, 1 / 2, 0.12),
    "─": (0, 0.47, 1, 0.06),
}
"""Characters that are drawn as what they are, since few fonts fill their cells: x, y, width, height within the cell."""
CELL_WIDTH: Final = 12.2
CELL_HEIGHT: Final = 24.4
BASELINE: Final = 18.5
"""The size of a cell in the pictures, and how far below its top a text stands."""


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
        """Type a text into the field that has the cursor.

        Raises:
            RuntimeError: None has; the keys before it led elsewhere.
        """
        field = self.app.focused
        if not isinstance(field, Input):
            raise RuntimeError(f"no field is open to type {text!r} into")
        field.insert_text_at_cursor(text)
        await self.pilot.pause()

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
    await stage.app.workers.wait_for_complete()


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
        app.room.let_go()
    return drawn


def still(svg: str, name: str) -> str:
    """Return a screenshot without what changes from run to run or comes from elsewhere.

    Args:
        svg: The screenshot as Textual draws it: its ids are numbers made from its content, and its font is fetched.
        name: What the ids begin with instead.
    """
    own = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    own = re.sub(r"terminal-\d+", name, own)
    own = own.replace("font-family: Fira Code, monospace", f"font-family: {FAMILY}")
    own = own.replace("font-family: arial", "font-family: sans-serif")
    own = re.sub(r"\s*<!--.*?-->", "", own)
    own = TEXT.sub(_with_solid_blocks, own)
    return "\n".join(line.rstrip() for line in own.splitlines() if line.strip()) + "\n"


TEXT: Final = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)"(?P<rest>[^>]*)>(?P<text>[^<]*)</text>'
)
"""A text of one style, on one row."""


def _with_solid_blocks(found: re.Match[str]) -> str:
    """Return a text with its block characters as rectangles in its colour."""
    text = unescape(found["text"], {"&#160;": " "})
    if not set(text) & BLOCKS.keys():
        return found[0]
    left, top = float(found["x"]), float(found["y"]) - BASELINE
    drawn = []
    for run in re.finditer(r"(.)\1*", text):
        if run[1] in BLOCKS:
            x, y, width, height = BLOCKS[run[1]]
            many = len(run[0]) if width == 1 else 1
            drawn += [
                f'<rect class="{found["style"]}" x="{left + (run.start() + nth * many + x) * CELL_WIDTH:.1f}" '
                f'y="{top + y * CELL_HEIGHT:.1f}" width="{many * width * CELL_WIDTH + 0.1:.1f}" '
                f'height="{height * CELL_HEIGHT + 0.2:.1f}"/>'
                for nth in range(len(run[0]) // many)
            ]
    other = "".join(" " if one in BLOCKS else one for one in text)
    if other.strip():
        spaced = escape(other).replace(" ", "&#160;")
        start = f'<text class="{found["style"]}" x="{found["x"]}" y="{found["y"]}"{found["rest"]}>'
        drawn.append(f"{start}{spaced}</text>")
    return "".join(drawn)


def main(names: list[str]) -> None:
    """Draw the pictures that are named, or all."""
    for name, svg in asyncio.run(draw(names or SCENES)).items():
        path = PICTURES / f"{name}.svg"
        path.write_text(svg, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.relative_to(Path.cwd())}  {len(svg) // 1_000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
