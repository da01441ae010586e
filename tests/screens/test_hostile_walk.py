"""A walk through every screen with hostile texts wherever a text from outside can stand."""

import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import TextArea

from data.community import Community
from data.folders import DataFolder
from data.records import JSON
from data.store import Store
from data.versions import decode, encode, kept
from facilitator import cli
from facilitator.app import FacilitatorApp
from facilitator.conductor import Conductor, session_of
from facilitator.engine.commands import Capture
from facilitator.engine.people import read_names
from facilitator.lobby import how_it_goes, remember
from facilitator.options import parser
from facilitator.start_commands import begin_session, prepare
from formats.catalogue import Catalogue
from formats.reader import read_format
from formats.words import ItemKind, SessionId
from screens.history import HistoryScreen
from screens.messages import Asked
from screens.notes import NotesScreen
from screens.setup import SetupScreen
from screens.widgets.field import Field
from screens.widgets.outline import Outline
from screens.widgets.people import People
from screens.widgets.picklist import PickList
from screens.widgets.sheet import Sheet
from screens.wrapup import WrapUpScreen
from tests.engine.builders import ritual
from tests.hostile import BY_NAME, HOSTILE, ORDER_CHARACTERS, ORDERS, Hostile
from tests.live.builders import SMALL, HandClock, Live, Size, live, session_start
from tests.quick import QuickPilot, settled
from tests.screens.hostile_eyes import Eyes, packed, squeezed
from tests.screens.hostile_formats import BRACES, BRACES_STAY, HostileFormat, HostileSegment, in_yaml

HUGE: Size = (220, 80)
"""A screen on which everything has room."""
FOLDER = "data" if os.name == "nt" else "da\x1b]0;HOSTILE\x07ta[link=' [@click=app.quit]\u202e\x9b2J"
"""A data folder whose own name is hostile: it stands in messages and beneath the notes."""
FOLDER_SHOWN = "data" if os.name == "nt" else "da]0;HOSTILEta[link=' [@click=app.quit]2J"
KINDS: tuple[ItemKind, ...] = ("parked", "takeaway", "decision", "action", "resource")


class Walk:
    """Goes through a live session and looks at whatever opens."""

    def __init__(self, desk: Live, texts: Sequence[Hostile], made: HostileFormat, *, whole: bool) -> None:
        """Walk with these texts; `whole`: the screen is large enough for them to be read."""
        self.desk = desk
        self.made = made
        self.eyes = Eyes(desk.app)
        self.packs = packed(50, texts)
        self.parts = {kind: self.packs[at :: len(KINDS)] for at, kind in enumerate(KINDS)}
        self._whole = whole

    def check(self, where: str, texts: Iterable[Hostile], widget: str, *, line: bool = True) -> None:
        """Look at the screen, and for texts in a part of it where they have room."""
        self.eyes.strips()
        if self._whole:
            found = self.desk.screen.query_one(widget)
            self.eyes.check(where, [one.line if line else one.kept for one in texts], found)

    async def open(self, *keys: str) -> None:
        """Press keys one by one, with a look after each."""
        for key in keys:
            await self.desk.press(key)
            self.eyes.strips()

    async def capture(self) -> None:
        """Keep the texts as items of every kind: from the engine's door, pasted, and typed."""
        for kind, texts in self.parts.items():
            self.desk.conductor.do(Capture(kind, tuple(one.raw for one in texts)))
        await self.desk.saved()
        self.check_lists()
        for key, text in zip("ptdar", (*ORDERS[:4], self.packs[0]), strict=True):
            await self.desk.press(key)
            await self.desk.paste(text.raw)
            self.check(f"line of {key}", [text], "#typed")
            await self.open("enter")
            self.check(f"message of {key}", [text], "#message")
            # A pasted line comes without the space at its end.
            assert self.desk.last.text == text.kept
        typed = self.packs[0].line.replace("\t", " ")
        await self.desk.press("p")
        await self.desk.type_(typed)
        await self.open("enter")
        assert self.desk.last.text == typed

    def check_lists(self) -> None:
        """Look for all items in their lists."""
        for kind, texts in self.parts.items():
            self.check(f"list of {kind}", texts, f"#list-{kind}")

    async def segment(self, one: HostileSegment) -> None:
        """Look at a segment: its words, what can be done in it, its cues."""
        desk = self.desk
        if desk.conductor.ask("jump_to", target=one.id).refusal is not None:
            # Some in the round are still to come, and that was asked about once.
            desk.conductor.ask("jump_to", target=one.id)
        self.fill(one)
        await desk.press("escape")
        if one.activity in {"board", "topics"}:
            self.check(f"{one.id} cards", self.packs[:3], "#board" if one.activity == "board" else "#lines")
        self.check(f"{one.id} title", [one.title], "#doing")
        self.check(f"{one.id} prompts", one.prompts, "#prompts", line=False)
        if one.activity == "board":
            self.check(f"{one.id} columns", one.words, "#board")
        elif one.words and one.activity != "groups":
            self.check(f"{one.id} words", one.words, "#lines")
        if one.activity not in {"talk", "discussion", "break"}:
            await self.open("v", "escape")
        await self.open("k")
        if not desk.foot.has_class("-cues"):
            await self.open("k")  # The first press only warned that the room would see them.
        self.check(f"{one.id} cues", one.cues, "#cues", line=False)
        await self.desk.press("escape")

    def fill(self, one: HostileSegment) -> None:
        """Put in what the activity of a segment keeps."""
        conductor = self.desk.conductor
        some = self.packs[:3]
        match one.activity:
            case "board" | "topics":
                conductor.ask("card", some[0].raw, more=tuple(text.raw for text in some[1:]))
                conductor.ask("next_topic" if one.activity == "topics" else "reveal")
            case "round":
                conductor.ask("next_speaker")
                speaker = conductor.state.floor
                assert speaker is not None
                for at in range(len(one.words)):
                    conductor.ask("keep_field", some[at % len(some)].raw, target=f"{speaker.person} k{at}")
            case "signup":
                conductor.ask("take_role", next(iter(conductor.state.people.values())).name, target="0")
            case "groups":
                conductor.ask("next_group_round")
            case _:
                pass

    async def lists(self) -> None:
        """Open every list at the foot, the help, the preview of fit, and what else there is."""
        await self.open("j", "end", "down", "escape", "U", "down", "escape", ":", "escape", "?", "escape")
        await self.open("tab", ".", "escape", "e", "escape", "escape", "-", "f", "escape", "g", "u", "ctrl+r")
        await self.open("h")
        await self.desk.paste(self.packs[0].raw)
        await self.open("enter", "escape", "o", "o", "z", "escape")
        self.desk.clock.at += 10 * 60_000
        await self.desk.sleep(600)
        await self.open("1")

    async def wrap_up(self) -> None:
        """Give fates in the wrap-up, with a look at its lists."""
        await self.open("w")
        assert self.desk.shows(WrapUpScreen)
        self.check_lists()
        await self.open("down", "1", "2", "3")
        await self.desk.paste(next(iter(self.desk.state.people.values())).name)
        await self.open("enter", "tab", "e", "escape", "p", "escape")

    async def notes(self) -> None:
        """Close, and look at the notes at every level and in every dialect."""
        self.desk.no_clipboard()
        for _ in range(3):  # What has no fate is told first.
            if not self.desk.shows(NotesScreen):
                await self.open("enter")
        assert self.desk.shows(NotesScreen), self.desk.text
        shown = self.desk.screen.query_one(Sheet)
        if self._whole:
            self.eyes.check("where the notes are", [FOLDER_SHOWN], self.desk.screen.query_one("#known"))
        for key in "dldlvdlxfs":
            await self.open(key)
        assert shown.size.height > 1


def people_of(texts: Sequence[Hostile]) -> list[str]:
    """Return people whose names are these texts, a few in each."""
    return [one.raw for one in packed(40, texts)] + ["Plain Ben", "Plain Chi"]


async def walk_live(folder: Path, texts: Sequence[Hostile], size: Size, *, times: int = 1) -> None:
    """Run a session from its first segment to its notes with these texts."""
    made = HostileFormat(texts, times=times)
    format = read_format(made.write(folder / "format.yaml"))
    people, title = people_of(texts), made.name.raw
    async with live(folder / FOLDER, format=format, people=people, title=title, size=size) as desk:
        walk = Walk(desk, texts, made, whole=size == HUGE)
        await walk.capture()
        for one in made.segments:
            await walk.segment(one)
        await walk.lists()
        await walk.wrap_up()
        await walk.notes()
        assert desk.app.crash_file is None
        assert desk.app._exception is None


async def test_a_session_from_beginning_to_end(tmp_path: Path) -> None:
    await walk_live(tmp_path, HOSTILE, HUGE)


@pytest.mark.torture
@pytest.mark.parametrize("size", [SMALL, HUGE], ids=str)
@pytest.mark.parametrize("one", [one for one in HOSTILE if one.line], ids=lambda one: one.name)
async def test_each_text_alone_in_every_place(tmp_path: Path, one: Hostile, size: Size) -> None:
    await walk_live(tmp_path, [one], size)


# --- before a session --------------------------------------------------------------------------------------------


class Before:
    """What stands before a session: home, setup, history; with a hand on the keys."""

    def __init__(self, app: FacilitatorApp, pilot: Pilot[None]) -> None:
        """Stand before this app."""
        self.app = app
        self.eyes = Eyes(app)
        self._pilot = pilot

    async def settle(self) -> None:
        """Wait until all is read and drawn."""
        await settled(self.app, self._pilot)
        await self.app.workers.wait_for_complete()
        await settled(self.app, self._pilot)

    async def open(self, *keys: str) -> None:
        """Press keys one by one, with a look after each."""
        for key in keys:
            await self._pilot.press(key)
            await self.settle()
            self.eyes.strips()

    async def paste(self, text: str) -> None:
        """Paste into what has the focus."""
        self.app.post_message(events.Paste(text))
        await self.settle()
        self.eyes.strips()

    def check(self, where: str, texts: Iterable[str], widget: str | type[Widget]) -> None:
        """Look for texts in a part of the screen."""
        self.eyes.check(where, texts, self.app.screen.query_one(widget))


@asynccontextmanager
async def before(folder: Path, formats: Path, size: Size = (200, 100)) -> AsyncIterator[Before]:
    """Open home with a data folder and a folder of formats."""
    app = FacilitatorApp(
        HandClock(), Store(DataFolder(folder)), catalogue=Catalogue([formats]), ticking=False
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        found = Before(app, QuickPilot(pilot.app))
        await found.settle()
        yield found
    assert app.crash_file is None
    assert app.let_go()


def shelf_of(folder: Path, texts: Sequence[Hostile]) -> list[Hostile]:
    """Write formats with these names, and files with hostile names that are no formats."""
    folder.mkdir()
    names = packed(60, texts)
    for number, name in enumerate(names):
        segments = f"segments: [{{title: {in_yaml(name.raw)}, minutes: 5, activity: talk}}]\n"
        head = f"name: {in_yaml(name.raw)}\nsummary: {in_yaml(name.raw)}\nask: {{{BRACES_STAY}}}\n"
        (folder / f"f{number}.yaml").write_text(head + segments, encoding="utf-8")
    if os.name == "posix":
        for one in ORDERS[:6]:
            path = folder / f"{one.raw.replace('/', '').replace(chr(0), '')}.yaml"
            path.write_text(
                f"name: {in_yaml(one.raw)}\nsegment: [{in_yaml(one.raw)}, [/]\n", encoding="utf-8"
            )
    return names


def stored(store: Store, titles: Sequence[Hostile]) -> None:
    """Leave a session unfinished under each title."""
    clock = HandClock()
    store.folder.ensure()
    for number, title in enumerate(titles):
        start = session_start(ritual(("talk", 5, "talk")), ["Ana"], clock=clock, title=title.raw)
        begun = Conductor.begin(store, SessionId(f"20261118-1200-ritual-{number:04x}"), start, clock)
        assert isinstance(begun, Conductor), begun
        assert begun.leave()


def at_home(text: str) -> str:
    """Return a text as home shows it: where an answer will stand, it has dots."""
    for key in BRACES:
        text = text.replace(f"{{{key}}}", "…")
    return text


async def test_home(tmp_path: Path) -> None:
    made = HostileFormat(HOSTILE)
    names = shelf_of(tmp_path / "formats", HOSTILE)
    made.write(tmp_path / "formats" / "all.yaml")
    titles = packed(90, HOSTILE)
    stored(Store(DataFolder(tmp_path / FOLDER)), titles)
    async with before(tmp_path / FOLDER, tmp_path / "formats") as home:
        home.check("formats", [one.line for one in names], "#formats")
        home.check("unfinished", [one.line for one in titles[-3:]], "#resume")
        await home.open("down", "P", "question_mark", "question_mark", "slash")
        await home.paste("f5]52;c" + ORDERS[5].raw)
        home.check("what is looked for", ["f5]52;c" + ORDERS[5].line], "#find-field")
        await home.open("escape", "slash")
        await home.paste(made.name.raw)
        home.check("the format", [made.name.line, made.summary.line], Outline)
        home.check("its parts", [at_home(one.title.line) for one in made.segments[:60]], Outline)
        await home.open("escape", "slash")
        await home.paste(ORDERS[0].raw)
        home.check("what is wrong with a file", ["This file can't be read yet", ORDERS[0].line], Outline)
        await home.open("enter", "escape", "e")


async def test_an_agenda_that_is_pasted(tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    async with before(tmp_path / "data", tmp_path / "formats") as home:
        await home.open("a")
        lines = [one for one in packed(60, HOSTILE) if BY_NAME["separators of Unicode"].raw not in one.raw]
        await home.paste("\n".join(one.raw for one in lines))
        assert home.app.screen.query_one(TextArea).text == "\n".join(one.kept for one in lines)
        home.check("the agenda", [one.kept for one in lines[-10:]], TextArea)
        await home.open("f2")
        assert home.app.screen.query_one(".agenda--problem").display
        parts = [f"{at} {one.raw.strip()} (5 min)" for at, one in enumerate(packed(90, ORDERS), start=1)]
        home.app.screen.query_one(TextArea).text = ""
        await home.paste("\n".join(parts))
        await home.open("f2")
        assert isinstance(home.app.screen, SetupScreen)
        home.check("schedule", [one.line for one in packed(90, ORDERS)[:3]], "Schedule")


NOT_PRINTABLE = "山田\u3000太郎 👩🏽\u200d🚀 می\u200cخواهم 1\u00a0000 \ue000 \U000323af"
"""What Python calls not printable, and people type: wide space, joiners, a space that holds, a sign newer than it."""


async def test_every_letter_can_be_typed_and_no_order(tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    async with before(tmp_path / "data", tmp_path / "formats") as home:
        for key in ("slash", "a"):
            await home.open(key)
            for character in f"{NOT_PRINTABLE}\x07\x9b\u202e\U000e0041":
                home.app.post_message(events.Key(_character_to_key(character), character))
            await home.settle()
            screen = home.app.screen
            taken = screen.query_one(Field).value if key == "slash" else screen.query_one(TextArea).text
            assert taken == NOT_PRINTABLE
            await home.open("escape")
    async with live(tmp_path / "live", ("talk", 5, "talk")) as desk:
        await desk.press("p")
        await desk.type_(f"{NOT_PRINTABLE}\x07\x9b\u202e\U000e0041")
        await desk.press("enter")
        assert desk.last.text == NOT_PRINTABLE


async def test_setup(tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    made = HostileFormat(HOSTILE)
    made.write(tmp_path / "formats" / "all.yaml")
    async with before(tmp_path / FOLDER, tmp_path / "formats") as door:
        door.app.on_asked(Asked("setup", target="all"))
        await door.settle()
        assert isinstance(door.app.screen, SetupScreen)
        door.check("head", [made.name.line, made.summary.line], "#head")
        door.check("question", [made.question.line], "#form")
        door.check("schedule", [one.title.line for one in made.segments[1:]], "Schedule")
        names = [one for one in HOSTILE if one.line and read_names(one.raw) == (" ".join(one.line.split()),)]
        assert len(names) > 30
        door.app.screen.query_one("#people-field", Field).focus()
        await door.paste("\n".join(one.raw for one in names))
        door.check("people", [one.line for one in names[:6]], People)
        packs = packed(60, HOSTILE)
        fields = [one for one in door.app.screen.query(Field) if one.id != "people-field"]
        assert len(fields) > 6
        for field, text in zip(fields, packs, strict=False):
            field.value = ""
            field.focus()
            await door.paste(text.raw)
            assert field.value == text.line
        await door.open("f2")
        assert isinstance(door.app.screen, SetupScreen)


# --- what was stored -----------------------------------------------------------------------------------------------


def placeholder(at: int) -> str:
    """Return what stands for the text at a place until the file is written by hand."""
    return f"placeholder-{at}-"


def by_hand(path: Path, texts: Sequence[Hostile]) -> None:
    """Write texts into a stored file in the place of their placeholders, as someone with an editor could."""

    def put(value: object) -> object:
        match value:
            case str():
                for at, one in enumerate(texts):
                    value = value.replace(placeholder(at), one.raw)
                return value
            case dict():
                return {str(put(key)): put(one) for key, one in value.items()}
            case list():
                return [put(one) for one in value]
            case _:
                return value

    found = decode(path.read_bytes(), path)
    tables = {
        name: {
            number: kept(cast("dict[str, JSON]", put(dict(document)))) for number, document in table.items()
        }
        for name, table in found.tables.items()
    }
    path.write_bytes(encode(tables, writes=found.writes + 1))


def stored_by_hand(store: Store, texts: Sequence[Hostile]) -> SessionId:
    """Leave a session with a placeholder in each place, and then put the texts there; the first is its title."""
    clock = HandClock()
    store.folder.ensure()
    names = [placeholder(at) for at in range(len(texts))]
    board = (names[0][:60], 10, "board", {"id": "board", "columns": ["one"], "prompts": names[:3]})
    start = session_start(ritual(board), names[1:], clock=clock, title=names[0])
    begun = Conductor.begin(store, SessionId("20261118-1200-ritual-0a1b"), start, clock)
    assert isinstance(begun, Conductor), begun
    for at, kind in enumerate(KINDS):
        assert begun.do(Capture(kind, tuple(names[at :: len(KINDS)]))).refusal is None
    begun.ask("card", names[1])
    remember(store, how_it_goes(begun))
    assert begun.leave()
    by_hand(store.places(begun.id).file, texts)
    by_hand(store.folder.community, texts)
    return begun.id


async def test_a_session_that_was_written_by_hand(tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    store = Store(DataFolder(tmp_path / FOLDER))
    texts = packed(50, HOSTILE)
    stored_by_hand(store, texts)
    async with before(tmp_path / FOLDER, tmp_path / "formats") as home:
        home.check("unfinished", [texts[0].line], "#resume")
        await home.open("h", "P")
        assert isinstance(home.app.screen, HistoryScreen)
        home.check("history", [texts[0].line], PickList)
        await home.open("escape", "up", "enter")
        home.check("title", [texts[0].line], "TopLine")
        home.check("prompts", [one.kept for one in texts[:3]], "#prompts")
        home.check("card", [texts[1].line], "#board")
        for at, kind in enumerate(KINDS):
            home.check(kind, [one.line for one in texts[at :: len(KINDS)]], f"#list-{kind}")
        await home.open("j", "escape", "i")
        await home.open("escape", "q")


@pytest.mark.parametrize(
    "command", ["notes", "sessions show --private", "sessions show --json", "sessions list"]
)
def test_the_command_line_tells_of_it_safely(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    texts = packed(50, HOSTILE)
    store = Store(DataFolder(tmp_path / FOLDER))
    stored_by_hand(store, texts)
    assert cli.main(["--data", str(tmp_path / FOLDER), *command.split()]) == 0
    said, complained = capfd.readouterr()
    drawn = {one for one in said + complained if one not in "\n\t"}
    assert not ORDER_CHARACTERS.intersection(drawn)
    if command.startswith("sessions"):
        assert squeezed(texts[0].line[:30]) in squeezed(said).replace('\\"', '"')


def test_people_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [one for one in HOSTILE if one.line and read_names(one.raw) == (" ".join(one.line.split()),)]
    list_of_names = tmp_path / "people.txt"
    raw = "\n".join(one.raw for one in names)
    list_of_names.write_bytes(raw.encode("utf-8", "surrogatepass") + b"\n\xff\xfe\x9b2J broken\n")
    monkeypatch.setenv("FACILITATOR_DATA", str(tmp_path / FOLDER))
    words = ["run", "kickoff", "--people-from", str(list_of_names), "--title", BY_NAME["OSC 0, a title"].raw]
    prepared = prepare(parser().parse_args(words), Catalogue([]), HandClock())
    came = [chip.name for chip in prepared.answers.people]
    assert not ORDER_CHARACTERS.intersection("".join(came))
    assert [name for name in came if "\ufffd" not in name] == [
        " ".join(one.line.split()) for one in names if "\udc00" not in one.raw and "\udcff" not in one.raw
    ]
    begun = begin_session(prepared, Store(DataFolder(tmp_path / FOLDER)), HandClock())
    assert begun.state.title == BY_NAME["OSC 0, a title"].line
    assert begun.leave()


def test_what_was_written_by_hand_is_clean_before_anything_is_made_of_it(tmp_path: Path) -> None:
    store = Store(DataFolder(tmp_path / FOLDER))
    texts = packed(50, HOSTILE)
    session = stored_by_hand(store, texts)
    state = session_of(store.read(session).records).state
    assert state.title == texts[0].line
    assert [person.name for person in state.people.values()] == [one.line for one in texts[1:]]
    caught = {item.text for item in state.items.values()}
    assert caught == {one.kept for one in texts}
    (summary,) = Community(store.folder).summaries()
    assert (summary.title, list(summary.people)) == (texts[0].line, [one.kept for one in texts[1:]])
    assert cli.main(["--data", str(tmp_path / FOLDER), "notes", "--out", str(tmp_path / "notes.md")]) == 0
    written = (tmp_path / "notes.md").read_text(encoding="utf-8")
    assert ORDER_CHARACTERS.intersection(written) <= {"\n", "\t"}
