"""A live session on a screen of any size, with a clock that is set by hand and a disk in a folder of the test."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.cells import cell_len
from textual.events import Key, Paste
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from data.files import DISK, FileSystem
from data.folders import DataFolder
from data.store import Store
from facilitator.app import FacilitatorApp
from facilitator.conductor import Conductor
from facilitator.engine.commands import Newcomer, Start
from facilitator.engine.state import Item, State
from formats.model import Format
from formats.words import SegmentId, SessionId
from screens.live import LiveScreen
from screens.widgets.bigclock import BigClock, digits
from screens.widgets.foot import Foot
from tests.engine.builders import MINUTE, NOON, Part, ritual
from tests.quick import PATIENCE, came, settled

SMALL = (80, 24)
LOW = (100, 30)
MIDDLE = (120, 36)
LARGE = (200, 60)
SIZES = (SMALL, LOW, MIDDLE, LARGE)
Size = tuple[int, int]

SESSION = SessionId("20261118-1200-ritual-0a1b")
THREE = ("Ana", "Ben", "Chi")
STEP_SECONDS = 4
"""Ticks are never further apart than this, so that no gap is seen."""


class HandClock:
    """A clock that stands where it was set. It shows UTC."""

    def __init__(self, at: int = NOON, speed: float = 1.0) -> None:
        self.at = at
        self.speed = speed

    def now(self) -> int:
        return self.at

    def local(self, moment: int) -> datetime:
        return datetime.fromtimestamp(moment / 1_000, UTC)


class Live:
    """What a facilitator has in hand: keys, eyes, and the clock on the wall."""

    def __init__(
        self,
        app: FacilitatorApp,
        pilot: Pilot[None],
        conductor: Conductor,
        clock: HandClock,
        wall: list[float],
        *,
        disk_is_real: bool,
    ) -> None:
        self.app = app
        self.pilot = pilot
        self.conductor = conductor
        self.clock = clock
        self._wall = wall
        self._disk_is_real = disk_is_real

    # Hands.

    async def press(self, *keys: str) -> None:
        """Press keys, as they are written on them or as Textual names them."""
        for key in keys:
            name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            self.app.post_message(Key(name, key if len(key) == 1 else None))
            await self.settle()

    async def type_(self, text: str) -> None:
        """Type a text into the open line, a key for each character, as fast as fingers never are."""
        for character in text:
            name = character if character.isalnum() else _character_to_key(character)
            self.app.post_message(Key(name, character))
        await self.settle()

    async def say(self, key: str, text: str) -> None:
        """Press a key, put a text into the line it opens, and save."""
        await self.press(key)
        await self.paste(text)
        await self.press("enter")

    async def paste(self, text: str) -> None:
        """Paste into whatever has the focus, else into the screen."""
        self.app.post_message(Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until every message was taken and everything was drawn."""
        await settled(self.app, self.pilot)

    # The clock.

    async def advance(self, seconds: float) -> None:
        """Let time pass, with a tick at least every few seconds."""
        self._let_the_disk_keep_up()
        left = round(seconds * 1_000)
        while left > 0:
            step = min(left, STEP_SECONDS * 1_000)
            self._pass(step)
            self.app.tick()
            left -= step
        await self.settle()

    async def sleep(self, seconds: float) -> None:
        """Let time pass unseen, as when the computer sleeps, and tick once."""
        self._let_the_disk_keep_up()
        self._pass(round(seconds * 1_000))
        self.app.tick()
        await self.settle()

    def _let_the_disk_keep_up(self) -> None:
        """Wait for a real disk, whose seconds are not those of the hand: it would seem not to answer."""
        if self._disk_is_real:
            self.conductor.kept.writer.drain(PATIENCE)

    def _pass(self, ms: int) -> None:
        self.clock.at += round(ms * self.clock.speed)
        # Its seconds are those of a clock that nobody sets.
        self._wall[0] += max(0, ms) / 1_000

    async def saved(self) -> None:
        """Wait until all that waits is on the disk, or could not be written, and is drawn so."""
        self.conductor.kept.writer.drain(5)
        await self.settle()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so, by letting the app go idle; fail when it does not come."""
        if not await came(condition, self.settle):
            raise AssertionError(f"it did not come; the screen shows\n{self.text}")

    # Eyes.

    @property
    def state(self) -> State:
        """What stands now."""
        return self.conductor.state

    @property
    def items(self) -> list[tuple[str, str]]:
        """What was caught: kinds and texts, in order."""
        return [(item.kind, item.text) for item in self.state.items.values()]

    @property
    def last(self) -> Item:
        """What was caught last."""
        return list(self.state.items.values())[-1]

    @property
    def current(self) -> str:
        """The id of the current segment; empty before the first."""
        return self.state.current or ""

    @property
    def speaker(self) -> str:
        """Who has the floor; empty if nobody has."""
        return "" if self.state.floor is None else self.state.name(self.state.floor.person)

    def shows(self, kind: type[Screen[None]]) -> bool:
        """Say whether a screen of this kind is shown."""
        return isinstance(self.app.screen, kind)

    def status(self) -> str:
        """Return whether the session waits, runs or has ended."""
        return self.state.status

    def skipped(self) -> list[str]:
        """Return the segments that were left out."""
        return [one.id for one in self.state.segments if one.skipped]

    def fates(self) -> list[str | None]:
        """Return what became of each item, in order."""
        return [item.fate for item in self.state.items.values()]

    def no_clipboard(self) -> list[str]:
        """Keep what is copied away from this computer's clipboard; the list fills with it."""
        copied: list[str] = []
        self.app.copy = lambda text, path, told: copied.append(text)  # type: ignore[method-assign]  # for this app alone
        return copied

    def plan(self, segment: str) -> float:
        """Return the plan of a segment, in minutes."""
        return self.state.segment(SegmentId(segment)).plan_ms / MINUTE

    @property
    def screen(self) -> Screen[object]:
        """The screen that is shown."""
        return self.app.screen

    @property
    def live_screen(self) -> LiveScreen:
        """The live screen, which must be shown."""
        assert isinstance(self.app.screen, LiveScreen), self.app.screen
        return self.app.screen

    @property
    def foot(self) -> Foot:
        """The foot of the screen."""
        return self.screen.query_one(Foot)

    @property
    def rows(self) -> list[str]:
        """What is really drawn, a text for each row of the screen."""
        return [strip.text for strip in self.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """What is really drawn, as one text."""
        return "\n".join(row.rstrip() for row in self.rows)

    @property
    def message(self) -> str:
        """What stands at the foot of what the last act did."""
        return str(self.screen.query_one("#message").render())

    @property
    def keys(self) -> str:
        """The line of keys at the foot."""
        return str(self.screen.query_one("#keys").render())

    @property
    def typed(self) -> str:
        """What stands in the open line."""
        return self.foot.line.input.value

    def region(self, widget: Widget) -> Region:
        """Return where a widget is drawn, without what is cut off."""
        place = self.screen.find_widget(widget)
        return place.region.intersection(place.clip)

    def drawn_in(self, region: Region) -> list[str]:
        """Return what is drawn in a part of the screen, a text for each row."""
        strips = self.screen._compositor.render_strips()[region.y : region.bottom]
        return [strip.crop(region.x, region.right).text for strip in strips]

    def saw(self, text: str) -> bool:
        """Say whether a text is drawn anywhere."""
        return text in self.text

    # What is always so.

    def check_clock(self) -> None:
        """Fail unless the whole countdown is drawn and the foot is beneath it."""
        clock, foot = self.screen.query_one(BigClock), self.foot
        place = self.screen.find_widget(clock)
        assert self.region(clock) == place.region, "a part of the clock is cut off"
        assert place.region.area > 0
        assert self.screen.region.contains_region(place.region)
        assert not self.region(foot).overlaps(place.region), "the foot lies over the clock"
        view = clock.view
        assert view is not None
        drawn = self.drawn_in(place.region)
        scales = (digits(view.text, scale, hollow=view.hollow) for scale in range(1, 12))
        shown = any(
            all(part.strip() in row for part, row in zip(rows, drawn, strict=False)) for rows in scales
        )
        assert shown or view.text in "\n".join(drawn), f"{view.text} is not drawn in full:\n{self.text}"

    def check_layout(self) -> None:
        """Fail unless every row is as wide as the screen and nothing drawn acts on a terminal."""
        for row in self.rows:
            assert cell_len(row) == self.app.size.width, repr(row)
            assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in row), repr(row)


def workshop() -> Format:
    """A ritual with one segment of each common activity."""
    return ritual(
        ("welcome", 5, "talk", {"prompts": ["Why we are here"], "cues": ["Smile", "Be brief"]}),
        ("round", 12, "round", {"keep": {"learn": "wants to learn", "teach": "could teach"}}),
        ("board", 10, "board", {"columns": ["Keep", "Drop"]}),
        ("talk", 10, "discussion"),
        ("roles", 5, "signup", {"protected": "true"}),
    )


def session_start(
    format: Format,
    people: Sequence[str] = THREE,
    *,
    clock: HandClock,
    starts_in: float | None = None,
    ends_in: float | None = None,
    presenters: Mapping[str, tuple[str, ...]] | None = None,
    title: str = "",
    at_once: bool = False,
) -> Start:
    """Make what opens a session; `starts_in` and `ends_in` are minutes from now."""
    return Start(
        format,
        title,
        format.level,
        1,
        people=tuple(Newcomer(name) for name in people),
        presenters={SegmentId(key): names for key, names in (presenters or {}).items()},
        planned_start=None if starts_in is None else clock.at + round(starts_in * MINUTE),
        hard_stop=None if ends_in is None else clock.at + round(ends_in * MINUTE),
        speed=clock.speed,
        at_once=at_once,
    )


def store_in(folder: Path, clock: HandClock, files: FileSystem = DISK) -> Store:
    """Make a store in a folder of the test."""
    store = Store(DataFolder(folder), files=files, now=clock.now)
    store.folder.ensure()
    return store


@asynccontextmanager
async def live(
    folder: Path,
    *parts: Part,
    format: Format | None = None,
    people: Sequence[str] = THREE,
    size: Size = MIDDLE,
    speed: float = 1.0,
    starts_in: float | None = None,
    ends_in: float | None = None,
    presenters: Mapping[str, tuple[str, ...]] | None = None,
    title: str = "",
    files: FileSystem = DISK,
) -> AsyncIterator[Live]:
    """Run a new session on the live screen; without segments or a format it is the workshop."""
    clock = HandClock(speed=speed)
    chosen = format or (ritual(*parts) if parts else workshop())
    store = store_in(folder, clock, files)
    start = session_start(
        chosen,
        people,
        clock=clock,
        starts_in=starts_in,
        ends_in=ends_in,
        presenters=presenters,
        title=title,
    )
    begun = Conductor.begin(store, SESSION, start, clock)
    assert isinstance(begun, Conductor), begun
    async with opened(begun, store, clock, size=size) as running:
        yield running


@asynccontextmanager
async def opened(
    conductor: Conductor, store: Store, clock: HandClock, *, size: Size = MIDDLE
) -> AsyncIterator[Live]:
    """Run a session that was begun or resumed on the live screen, and let go of it at the end."""
    wall = [0.0]
    app = FacilitatorApp(clock, store, ticking=False, opening=conductor, wall=lambda: wall[0])
    try:
        async with app.run_test(size=size) as pilot:
            await settled(app, pilot)
            running = Live(app, pilot, conductor, clock, wall, disk_is_real=store.files is DISK)
            await running.saved()
            yield running
            if app.return_code is None:
                app.exit(return_code=0)
    finally:
        conductor.kept.close()
