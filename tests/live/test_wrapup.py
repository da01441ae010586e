"""The wrap-up: fates, owners, closing, notes, and going back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from facilitator.engine.commands import End, Undo
from screens.live import LiveScreen
from screens.notes import NotesScreen
from screens.widgets.bigclock import BigClock
from screens.wrapup import WrapUpScreen
from tests.engine.builders import Part
from tests.live.builders import LARGE, MIDDLE, SESSION, SMALL, Live, Size, live

ONE: tuple[Part, ...] = (("talk", 10, "talk"),)


@asynccontextmanager
async def wrapping_up(folder: Path, *parked: str, size: Size = MIDDLE) -> AsyncIterator[Live]:
    """Open the wrap-up of a session in which these were parked; nothing reaches the clipboard of this computer."""
    async with live(folder, *ONE, size=size) as desk:
        desk.no_clipboard()
        for text in parked:
            await desk.say("p", text)
        await desk.press("w")
        assert desk.shows(WrapUpScreen)
        yield desk


async def test_parked_items_get_their_fates_one_by_one(tmp_path: Path) -> None:
    async with wrapping_up(tmp_path, "one", "two", "three", "four") as desk:
        await desk.press("1", "2", "3")
        assert desk.saw("who takes it on ▸")
        await desk.type_("be")
        await desk.press("enter", "4")
        assert desk.fates() == ["discussed", "next session", "assigned", "dropped"]
        assert desk.saw("next session")
        assert desk.saw("Ben · assigned")
        await desk.press("up", "up", "up", "1")
        assert desk.fates()[0] is None  # The same fate again takes it back.
        await desk.press("u")
        assert desk.fates()[0] == "discussed"
        desk.check_clock()


async def test_an_unknown_owner_is_refused_and_the_name_kept(tmp_path: Path) -> None:
    async with wrapping_up(tmp_path, "one", size=SMALL) as desk:
        await desk.press("3")
        await desk.type_("Zoe")
        await desk.press("enter")
        assert desk.saw("Nobody here is called Zoe")
        assert desk.typed == "Zoe"
        assert desk.fates() == [None]


async def test_the_same_keys_capture_edit_and_remove(tmp_path: Path) -> None:
    async with wrapping_up(tmp_path) as desk:
        await desk.press("e")
        assert desk.message == "Nothing is kept yet; a keeps an action, p parks."
        await desk.press("1")
        assert "Choose a parked item first" in desk.message
        await desk.say("a", "book a room @chi due fri")
        assert desk.saw("Chi · Fri 20 Nov")
        await desk.say("t", "small is fine")
        await desk.say("p", "still open")
        assert [kind for kind, _ in desk.items] == ["action", "takeaway", "parked"]
        await desk.press("tab", "shift+tab", "up", "e")
        await desk.type_("!")
        await desk.press("enter")
        assert desk.items[2] == ("parked", "still open!")
        await desk.press("delete")
        assert [kind for kind, _ in desk.items] == ["action", "takeaway"]
        await desk.press("colon")
        await desk.type_("end now")  # No letter of it acts: `n` would close the session.
        assert desk.shows(WrapUpScreen)
        await desk.press("escape", "colon")
        await desk.type_("discussed")
        await desk.press("enter")
        assert "Choose a parked item first" in desk.message
        await desk.press("ctrl+p")
        await desk.type_("park")
        await desk.press("enter")
        await desk.type_("found by name")
        await desk.press("enter")
        assert desk.items[-1] == ("parked", "found by name")


async def test_planned_and_spent_are_added_up_and_a_late_start_is_told(tmp_path: Path) -> None:
    async with live(tmp_path, ("first", 10, "talk"), ("second", 5, "talk"), starts_in=2, size=LARGE) as desk:
        await desk.advance(5 * 60)
        await desk.press("n")
        await desk.advance(12 * 60 + 5)
        await desk.press("n")
        await desk.advance(60)
        await desk.press("w")
        rows = [row.split() for row in desk.rows]
        assert any(row[-3:] == ["First", "10", "12:05"] for row in rows)
        assert any(row[-3:] == ["Second", "5", "1:00"] for row in rows)
        assert any(row[-3:] == ["Together", "15", "13:05"] for row in rows)
        assert desk.saw("Started 3 min late")


async def test_on_a_low_screen_planned_and_spent_is_a_line_until_tab_comes_to_it(tmp_path: Path) -> None:
    parts: tuple[Part, ...] = tuple((f"part{number}", 5, "talk") for number in range(20))
    async with live(tmp_path, *parts, size=SMALL) as desk:
        await desk.say("p", "one")
        await desk.advance(65)
        await desk.press("n", "w")
        assert desk.saw("Planned and spent · 100 and 1:05")
        assert not desk.saw("Part0")
        await desk.press("tab")
        rows = [row.split() for row in desk.rows]
        assert any(row[-3:] == ["Part0", "5", "1:05"] for row in rows)
        assert desk.saw("Planned and spent\n")
        assert desk.saw("7 more; up and down")
        assert not desk.saw("Together")
        await desk.press(*["down"] * 9)
        assert desk.saw("Together")
        desk.check_clock()
        desk.check_layout()
        await desk.press("1", "delete")
        assert desk.message == "Choose an item first: tab and the arrows, or the mouse."
        await desk.press("tab", "1")
        assert desk.fates() == ["discussed"]
        assert desk.saw("Planned and spent · 100")
        assert desk.keys.endswith("enter close  w back")


async def test_airtime_names_everyone_however_many_there_are(tmp_path: Path) -> None:
    ten = ("Ana", "Ben", "Chi", "Dee", "Eli", "Fay", "Gus", "Hal", "Ida", "Jon")
    many = tuple(f"Person {number:02}" for number in range(60))
    async with live(tmp_path, ("talk", 10, "discussion"), people=ten, size=SMALL) as desk:
        await desk.say("h", "jon")
        await desk.press("s")
        await desk.advance(70)
        await desk.press("w", "k", "k")
        for name in ten:
            assert desk.saw(f"{name}  1:10, 1 turn" if name == "Jon" else f"{name}  0:00, 0 turns")
        desk.check_clock()
        desk.conductor.ask("in_or_out", many[0], more=many[1:])
        await desk.advance(1)
        seen = set()
        for _ in range(20):
            seen |= {name for name in (*ten, *many) if desk.saw(f"{name}  ")}
            await desk.press("down")
        assert seen == {*ten, *many}
        assert desk.saw("more; up and down")
        desk.check_clock()
        desk.check_layout()


async def test_closing_asks_when_fates_are_missing(tmp_path: Path) -> None:
    async with wrapping_up(tmp_path, "one", "two", size=SMALL) as desk:
        await desk.press("1", "enter")
        assert desk.saw("1 parked item has no fate and will go to the next session")
        assert desk.status() == "running"
        desk.check_clock()
        await desk.advance(6)
        await desk.press("enter")  # So much later it says so again.
        assert desk.status() == "running"
        await desk.press("enter")
        assert desk.status() == "ended"
        assert desk.fates() == ["discussed", "next session"]


async def test_a_gap_is_asked_about_here_too_and_the_digits_answer_it_first(tmp_path: Path) -> None:
    async with wrapping_up(tmp_path, "one", size=SMALL) as desk:
        await desk.sleep(20 * 60)
        assert desk.saw("20:00 passed unseen")
        desk.check_clock()
        await desk.press("2")
        assert desk.fates() == [None]
        assert not desk.saw("passed unseen")
        assert desk.saw("left of 10 min")
        await desk.press("2")
        assert desk.fates() == ["next session"]


async def test_closing_saves_the_notes_and_shows_them(tmp_path: Path) -> None:
    async with wrapping_up(tmp_path, "one") as desk:
        await desk.press("1", "enter")
        await desk.until(lambda: desk.shows(NotesScreen))
        notes = desk.app.store.notes_path(SESSION)
        assert notes is not None
        assert "one" in notes.read_text(encoding="utf-8")
        assert desk.saw("Ritual")
        await desk.until(lambda: desk.saw("Saved in"))


async def test_the_end_can_be_taken_back(tmp_path: Path) -> None:
    async with wrapping_up(tmp_path) as desk:
        await desk.advance(60)
        await desk.press("enter")
        await desk.until(lambda: desk.shows(NotesScreen))
        await desk.press("u")
        await desk.until(lambda: desk.shows(LiveScreen))
        assert desk.status() == "running"
        await desk.advance(60)
        clock = desk.screen.query_one(BigClock).view
        assert clock is not None
        assert clock.text == "8:00"
        await desk.say("p", "one more thing")
        assert desk.items == [("parked", "one more thing")]


async def test_n_in_the_last_segment_opens_the_wrap_up_and_w_leaves_it(tmp_path: Path) -> None:
    async with live(tmp_path, ("one", 5, "talk"), ("two", 5, "talk")) as desk:
        assert "wrap-up" not in desk.keys
        await desk.press("n")
        assert desk.keys.endswith("w wrap-up")
        await desk.press("n")
        assert desk.shows(WrapUpScreen)
        assert desk.status() == "running"
        await desk.press("w")
        assert desk.shows(LiveScreen)
        await desk.press("w", "escape")
        assert desk.shows(LiveScreen)


async def test_the_clock_stays_and_runs_at_every_size(tmp_path: Path) -> None:
    for place, size in enumerate((SMALL, MIDDLE)):
        async with wrapping_up(tmp_path / str(place), *(f"item {n}" for n in range(3)), size=size) as desk:
            desk.check_layout()
            desk.check_clock()
            assert desk.saw("ends 12:10")
            await desk.advance(61)
            assert desk.screen.query_one(BigClock).view is not None
            assert desk.screen.query_one(BigClock).view.text == "8:59"  # type: ignore[union-attr]  # checked above
            await desk.press("p")
            desk.check_clock()
            await desk.press("escape", "enter")
            desk.check_clock()
            desk.check_layout()


async def test_what_is_off_the_record_is_dots_here_too(tmp_path: Path) -> None:
    async with live(tmp_path, *ONE) as desk:
        await desk.press("o")
        await desk.say("p", "the reorganisation")
        await desk.press("w")
        assert not desk.saw("reorganisation")
        assert desk.saw("••••• 18")
        await desk.press("e")
        assert desk.typed == "the reorganisation"
        assert not desk.saw("reorganisation")
        await desk.press("escape", "p")
        await desk.type_("more of it")
        assert not desk.saw("more of it")


async def test_going_back_into_a_closed_session_asks_about_the_time_since(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        conductor = desk.app.room.desk.conductor
        conductor.do(End())
        desk.clock.at += 40 * 60_000
        conductor.do(Undo())
        assert conductor.gap_ms == 40 * 60_000
        conductor.ask("gap_left_out")
        assert conductor.gap_ms == 0
        assert conductor.state.left_out_ms == 40 * 60_000
