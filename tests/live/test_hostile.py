"""Whatever people type is drawn as they typed it: never markup, never an order to the terminal, never too wide."""

from pathlib import Path

import pytest

from facilitator.engine.commands import Capture
from formats.text import clean, clean_line
from screens.widgets.itemlist import ItemList
from tests.engine.builders import Part, ritual
from tests.live.builders import LARGE, MIDDLE, SMALL, Live, Size, live

MARKUP = (
    "[red]alarm[/]",
    "[/]",
    "[link='",
    "see [/etc/passwd]",
    "[x] done",
    "[@click=app.exit]x[/]",
    "\\[b]",
    "$text",
)
ORDERS = (
    "\x1b[2Jgone",
    "\x1b]52;c;aGk=\x07clip",
    "\x9b31mred",
    "\u202egnp.exe",
    "a\u2066b\u2069c",
    "tag\U000e0041s",
    "bell\x07 back\x08space",
    "nul\x00 and del\x7f",
)
SCRIPTS = (
    "日本語の名前 全角",
    "👨‍👩‍👧‍👦 family",
    "🇩🇪🇫🇷 flags",
    "שלום עולם",
    "مرحبا بكم",
    "é è ñ",
    "👍🏽 ok",
    "Zoë\u200bB",
)
HOSTILE = (*MARKUP, *ORDERS, *SCRIPTS)


def hostile_ritual(title: str) -> tuple[Part, ...]:
    """Make segments whose every text is hostile; columns are all different."""
    words = {"prompts": [title, "two"], "cues": [title]}
    return (
        (title, 10, "board", {"id": "one", "columns": [title[:70], "plain"], **words}),
        (title, 10, "round", {"id": "two", "keep": {"learn": title[:70]}, **words}),
        (title, 10, "poll", {"id": "three", "questions": [title], "choices": [title[:70], "no"]}),
        (title, 10, "signup", {"id": "four", "roles": [title[:70], "other"]}),
        (title, 10, "topics", {"id": "five"}),
        (title, 10, "groups", {"id": "six", "size": 2, "roles": [title[:70]]}),
    )


async def go_through_everything(desk: Live, typed: str) -> None:
    """Open every part of the screen with a hostile text in it, and look at each."""
    for kind in ("parked", "takeaway", "decision", "action"):
        desk.conductor.do(Capture(kind, (typed,)))
    for key in "rc":
        await desk.press(key)
        await desk.paste(typed)
        desk.check_layout()
        await desk.press("enter")
    for keys in (
        ("tab", "."),
        ("escape", "e"),
        ("escape", "escape", "s", "j"),
        ("escape", "U"),
        ("escape", "k", "k"),
    ):
        await desk.press(*keys)
        desk.check_layout()
    for segment in ("two", "three", "four", "five", "six"):
        desk.conductor.ask("jump_to", target=segment)
        await desk.press("escape", "v")
        desk.check_layout()
        desk.check_clock()
    await desk.press("escape", "escape", "w", "3")
    await desk.paste(typed)
    await desk.press("enter")
    desk.check_layout()
    desk.check_clock()


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("[red]alarm[/] [link=' \x1b]52;c;aGk=\x07\x1b[2J\u202egnp.exe\x9b31m [x] done [/]", SMALL),
        pytest.param("日本語の名前 👨‍👩‍👧‍👦 שלום é 🇩🇪", MIDDLE, marks=pytest.mark.torture),
        pytest.param("x" * 10_000, SMALL, marks=pytest.mark.torture),
        ("語 " * 5_000, SMALL),
    ],
    ids=["markup and orders", "scripts", "long", "long and wide"],
)
async def test_the_layout_stands_whatever_is_typed(tmp_path: Path, typed: str, size: Size) -> None:
    title = clean_line(typed)[:110].strip() or "x"
    people = (typed[:10_000], f"{title[:50]} B", "Ana")
    format = ritual(*hostile_ritual(title))
    async with live(tmp_path, format=format, people=people, title=typed[:10_000], size=size) as desk:
        desk.check_layout()
        desk.check_clock()
        await go_through_everything(desk, typed)
        assert desk.app.crash_file is None


async def test_what_was_typed_is_drawn_unchanged(tmp_path: Path) -> None:
    async with live(tmp_path, ("talk", 10, "talk"), size=(110, 150)) as desk:
        for typed in HOSTILE[:-1]:
            desk.conductor.do(Capture("parked", (typed,)))
        await desk.press("p")
        await desk.paste(HOSTILE[-1])
        await desk.press("enter")
        await desk.saved()
        assert [text for _, text in desk.items] == [clean(typed) for typed in HOSTILE]
        shown = desk.screen.query_one("#list-parked", ItemList)
        drawn = [row.rstrip() for row in desk.drawn_in(desk.region(shown))]
        for typed in HOSTILE:
            assert clean(typed) in drawn, typed
        desk.check_layout()


async def test_names_and_titles_are_drawn_unchanged(tmp_path: Path) -> None:
    people = ("[b]Ana[/b]", "שרה", "李小龍", "👩‍👩‍👧 Kim")
    format = ritual(("[i]Round[/i] [/]", 10, "round", {"id": "round", "prompts": ["[x] ask", "[link='"]}))
    async with live(tmp_path, format=format, people=people, title="[red]Kickoff[/] [/x]", size=LARGE) as desk:
        assert desk.saw("[red]Kickoff[/] [/x]")
        assert desk.saw("[i]round[/i] [/]   1 of 1")
        assert desk.saw("[x] ask")
        assert desk.saw("[link='")
        for name in people:
            assert desk.saw(name)
        await desk.press("s")
        assert desk.saw("[b]Ana[/b] speaks")
        assert desk.message == "[b]Ana[/b] has the floor · u takes it back"
        await desk.press("j")
        assert desk.saw("[i]round[/i] [/]")
        await desk.type_("[b]")
        assert desk.saw("[b]Ana[/b]")


@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=str)
async def test_two_hundred_items_and_forty_people(tmp_path: Path, size: Size) -> None:
    people = tuple(f"Person number {number}" for number in range(40))
    async with live(tmp_path, ("round", 60, "round"), people=people, size=size) as desk:
        await desk.press("p")
        await desk.paste("\n".join(f"item {number} 語" for number in range(200)))
        await desk.press("escape", "s", "s")
        assert desk.saw("item 199 語")
        assert desk.saw("Person number 1 speaks")
        assert desk.saw("next  Person numb")
        desk.check_layout()
        desk.check_clock()


async def test_keys_that_act_on_a_terminal_do_nothing_in_the_line(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("p")
        await desk.paste("a\x1b[31mb\x07\u202ec\td")
        assert desk.typed == "a[31mbc d"
        desk.foot.line.input.value = "set\x1b otherwise"
        await desk.settle()
        assert desk.typed == "set otherwise"
        desk.check_layout()
