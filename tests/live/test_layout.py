"""Nothing ever hides the clock, nothing jumps, and what did not change is not drawn again."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from textual.widget import Widget

from facilitator.engine.commands import Capture
from facilitator.known import Known
from screens.widgets.activities.board import Board
from screens.widgets.activities.lines import Lines
from screens.widgets.agenda import Agenda
from screens.widgets.bigclock import BigClock
from screens.widgets.floor import Floor
from screens.widgets.foot import Foot
from screens.widgets.heading import Heading
from screens.widgets.itemlist import ItemList
from screens.widgets.plain import Plain
from screens.widgets.timebar import TimeBar
from screens.widgets.topline import TopLine
from tests.engine.builders import Part
from tests.live.builders import MIDDLE, SIZES, SMALL, Live, Size, live
from tests.quick import some_of

DRAWS = (TopLine, Agenda, Heading, BigClock, TimeBar, Board, Lines, Floor, ItemList, Plain)
MANY: tuple[Part, ...] = tuple((f"part{number}", 5, "talk") for number in range(20))
TALK: Part = (
    "talk",
    20,
    "talk",
    {"prompts": [f"Prompt {n} for the room" for n in range(6)], "cues": [f"Cue {n}" for n in range(8)]},
)
TROUBLE = "No room is left on the disk, and this sentence goes on for so long that it needs a second row (3 waiting)"


async def with_trouble(desk: Live) -> None:
    """Have the top of the foot say that the disk fails."""
    known = Known(acknowledged=0, events=9, problem=TROUBLE, since=desk.clock.at)
    desk.conductor.known = lambda: known  # type: ignore[method-assign]  # as if the disk had failed
    await desk.advance(1)


@pytest.mark.parametrize("size", some_of(SIZES, SMALL), ids=str)
async def test_the_clock_is_never_hidden(tmp_path: Path, size: Size) -> None:
    async with live(tmp_path, TALK, *MANY, size=size) as desk:
        desk.check_clock()
        for opening in ("p", ":", "j", "?"):
            await desk.press(opening)
            desk.check_clock()
            desk.check_layout()
            await desk.press("escape")
        await desk.press("k", "k")
        assert desk.saw("Cue 0")
        desk.check_clock()
        await with_trouble(desk)
        assert desk.saw("Not saved since")
        desk.check_clock()
        await desk.sleep(40 * 60)
        assert desk.saw("passed unseen")
        desk.check_clock()

        await desk.press(
            "escape", "k", "k"
        )  # Cues, banner and question at once, and then each on top of them.
        desk.check_clock()
        for opening in ("p", "t", ":", "j", "?"):
            await desk.press(opening)
            assert desk.saw("Not saved since")
            assert desk.saw("passed unseen")
            desk.check_clock()
            desk.check_layout()
            await desk.press("escape")
        await desk.press("p")
        await desk.paste("x" * 20_001)
        await desk.press("enter")
        assert "too much for one item" in desk.message
        desk.check_clock()
        await desk.press("escape", "z", ":")
        desk.check_clock()


@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=str)
async def test_clock_and_floor_stand_in_the_same_place_in_every_activity(tmp_path: Path, size: Size) -> None:
    prompts = {"prompts": ["One", "Two", "Three", "Four"]}
    active: tuple[Part, ...] = (
        ("board", 10, "board", {"columns": ["A", "B"], **prompts}),
        ("topics", 10, "topics", prompts),
        ("round", 10, "round", {"keep": {"learn": "wants to learn"}, **prompts}),
        ("roles", 10, "signup", {"roles": ["A", "B"], **prompts}),
        ("poll", 10, "poll", {"questions": ["Was it worth it?"], **prompts}),
        ("groups", 10, "groups", {"size": 2, **prompts}),
    )
    async with live(tmp_path, ("plain", 10, "talk", prompts), *active, size=size) as desk:
        clock, floor = desk.screen.query_one(BigClock), desk.screen.query_one(Floor)
        of_the_clock = desk.region(clock)
        floors = set()
        for segment in ("board", "topics", "round", "roles", "poll", "groups"):
            desk.conductor.ask("jump_to", target=segment)
            if segment in {"board", "topics"}:
                cards = tuple(f"card {number}" for number in range(30))
                desk.conductor.do(Capture("card", cards, column=1))
            await desk.advance(1)
            assert desk.region(clock) == of_the_clock, segment
            floors.add(desk.region(floor))
            desk.check_clock()
            desk.check_layout()
            if segment in {"board", "topics"}:
                assert desk.saw("card 29")
        assert len(floors) == 1
        assert next(iter(floors)).height == 2


def regions(desk: Live) -> dict[str, object]:
    """Return where each part of the screen lies."""
    return {
        f"{type(one).__name__} {one.id}": desk.screen.find_widget(one).region
        for kind in (*DRAWS, Foot)
        for one in desk.screen.query(kind)
        if one.display and one.size
    }


@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=str)
async def test_nothing_jumps_when_items_arrive(tmp_path: Path, size: Size) -> None:
    async with live(tmp_path, ("board", 10, "board"), *MANY[:3], size=size) as desk:
        before = regions(desk)
        for key, text in (
            ("p", "one"),
            ("t", "two " * 40),
            ("d", "three"),
            ("a", "four @ana"),
            ("c", "five"),
        ):
            await desk.say(key, text)
            assert regions(desk) == before
        await desk.advance(5)
        assert regions(desk) == before
        await desk.press("p")
        inside = {name: place for name, place in regions(desk).items() if "message" not in name}
        kept = {name: place for name, place in before.items() if "message" not in name}
        assert {name: inside[name] for name in kept} == kept  # The line takes the place of the message.


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count how often each kind of widget is drawn."""
    drawn: Counter[str] = Counter()

    def counting(kind: type[Widget]) -> object:
        render = kind.render

        def counted_render(self: Widget) -> object:
            drawn[f"{kind.__name__}#{self.id}" if kind is Plain else kind.__name__] += 1
            return render(self)

        return patch.object(kind, "render", counted_render)

    patches = [counting(kind) for kind in DRAWS]
    for one in patches:
        one.start()  # type: ignore[attr-defined]  # what patch.object returns has no public type
    try:
        yield drawn
    finally:
        for one in patches:
            one.stop()  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=str)
async def test_a_tick_draws_only_what_the_seconds_change(tmp_path: Path, size: Size) -> None:
    async with live(tmp_path, ("board", 10, "board"), *MANY[:3], size=size) as desk:
        await desk.say("p", "one")
        await desk.say("c", "two")
        await desk.saved()
        await desk.advance(5)
        with counted() as drawn:
            for _ in range(10):
                await desk.advance(1)
        assert drawn["BigClock"] == 10
        assert set(drawn) <= {"BigClock", "TimeBar"}, drawn


async def test_an_item_draws_only_its_list(tmp_path: Path) -> None:
    async with live(tmp_path, ("board", 10, "board"), *MANY[:3]) as desk:
        await desk.saved()
        with counted() as drawn:
            desk.conductor.do(Capture("parked", ("one",)))
            desk.app.tick()
            await desk.settle()
            await desk.saved()
        assert set(drawn) <= {"ItemList", "TopLine", "BigClock"}, drawn
        assert drawn["ItemList"] <= 2  # Once on its way to the disk, once saved.


async def test_a_long_agenda_shows_where_we_are_and_leaves_room_for_the_lists(tmp_path: Path) -> None:
    async with live(tmp_path, *MANY, *((f"late{n}", 5, "talk") for n in range(30))) as desk:
        await desk.say("p", "one")
        assert desk.saw("one")
        assert desk.saw("Part0")
        await desk.press("j")
        await desk.type_("late25")
        await desk.press("enter")
        assert desk.saw("▶ Late25")
        desk.check_clock()


async def test_a_long_title_is_cut_but_its_place_is_not(tmp_path: Path) -> None:
    long = ("x" * 60 + " " + "y" * 50, 5, "talk", {"id": "long"})
    async with live(tmp_path, long, *MANY[:3], size=SMALL) as desk:
        assert desk.saw("1 of 4")
        desk.check_layout()


async def test_all_that_fit_would_give_is_seen_or_scrolled_to(tmp_path: Path) -> None:
    async with live(tmp_path, *MANY, size=SMALL, ends_in=70) as desk:
        await desk.press("f")
        assert desk.saw("f or enter: 30 min shorter")
        assert desk.saw("What fit would give")
        seen = {one.title for one in desk.live_screen.view.agenda.rows if desk.saw(f"{one.title} ")}  # type: ignore[union-attr]  # it is shown
        assert len(seen) == 20, seen
        desk.check_clock()
        desk.check_layout()
        await desk.press("escape")
        assert not desk.saw("What fit would give")
    few = tuple(
        (f"a title of many more letters than there is room for {n}", 5, "talk", {"id": f"s{n}"})
        for n in range(20)
    )
    async with live(tmp_path / "long", *few, size=SMALL, ends_in=70) as desk:
        await desk.press("f")
        assert desk.saw("7 more; up and down")
        assert desk.keys.endswith("up/down more")
        above = desk.text
        await desk.press(*["down"] * 9)
        assert desk.text != above
        assert desk.live_screen.choice.id == ""
        await desk.press("f")
        assert desk.saw("made it fit: 19 segments shorter")
    async with live(tmp_path / "wide", size=MIDDLE, ends_in=20) as desk:
        await desk.press("f")
        assert not desk.saw("What fit would give")
        assert desk.saw("f or enter: 21:20 shorter, 0:40")
        assert desk.saw("can't be won")


async def test_the_strip_shows_which_segment_is_chosen(tmp_path: Path) -> None:
    async with live(tmp_path, *MANY, size=SMALL) as desk:
        await desk.press("shift+tab", *["down"] * 12)
        assert desk.saw("· Part12 13/20")
        await desk.press("escape")
        assert desk.saw("▶ Part0 1/20")


async def test_keys_and_messages_are_never_cut_where_they_say_what_to_do(tmp_path: Path) -> None:
    long = [(f"a segment with quite a long title, number {n}", 5, "talk", {"id": f"s{n}"}) for n in range(3)]
    people = tuple(f"Person number {n:02}" for n in range(60))
    async with live(tmp_path, ("round", 30, "round"), *long, people=people, size=SMALL) as desk:
        clock = desk.region(desk.screen.query_one(BigClock))
        await desk.press("s", "n")
        assert desk.saw("and 56 more.")
        assert desk.region(desk.screen.query_one(BigClock)) == clock
        await desk.press("n", "shift+tab", "down", "down", ".", "3")
        assert desk.message == "“A segment with quit…” comes before “A segment with quit…” · u takes it back"
        await desk.press(".")
        assert desk.saw("2 more")
        await desk.press("5")
        await desk.type_("soon")
        await desk.press("enter")
        assert desk.saw("or 1h30.")
        desk.check_layout()
        await desk.press("escape", "escape", "j", "4")
        assert desk.keys.endswith("w wrap-up")
        assert desk.saw("w wrap-up")


async def test_that_the_notes_name_nobody_is_seen_however_little_room_there_is(tmp_path: Path) -> None:
    async with live(
        tmp_path, *MANY[:2], title="Quarterly look back of the whole chapter", size=SMALL
    ) as desk:
        assert not desk.saw("notes name")
        desk.conductor.ask("level", target="room")
        await desk.advance(1)
        assert "notes name nobody" in desk.rows[0]
        assert "Quarterly" in desk.rows[0]
        await desk.press("o")
        assert "no names" in desk.rows[0]
        assert "off the record" in desk.rows[0]
        assert "saved" in desk.rows[0] or "saving" in desk.rows[0]
        desk.check_layout()
    async with live(tmp_path / "rehearsed", *MANY[:2], speed=60, size=SMALL) as desk:
        desk.conductor.ask("level", target="room")
        await desk.press("o")
        assert "REHEARSAL   off the record" in desk.rows[0]
        assert desk.rows[0].endswith(("saved ✓ ", "saving … "))
