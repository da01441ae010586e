"""By keys: the agenda changes while it runs, hands and duties are given, and what is private stays so."""

from pathlib import Path

import pytest

from screens.views.live import ChoiceRow
from screens.widgets.choices import Rows
from screens.wrapup import WrapUpScreen
from tests.live.builders import MIDDLE, SMALL, Live, Size, live
from tests.quick import some_of

FOUR = (
    ("open", 10, "talk"),
    ("main", 20, "discussion", {"prompts": ["What went well?", "What next?"]}),
    ("round", 15, "round"),
    ("close", 5, "talk"),
)


def titles(desk: Live) -> list[str]:
    return [segment.spec.title for segment in desk.state.segments]


async def choose_segment(desk: Live, title: str) -> None:
    """Go to the agenda with the arrows, down to a segment."""
    await desk.press("shift+tab")
    steps = titles(desk).index(title) - (
        0 if desk.state.current is None else desk.state.position(desk.state.current)
    )
    await desk.press(*(["down"] * steps if steps > 0 else ["up"] * -steps))


def offered(desk: Live) -> tuple[ChoiceRow, ...]:
    """Return what can be chosen in the list at the foot."""
    return desk.foot.choices.query_one(Rows).rows


async def pick(desk: Live, label: str) -> None:
    """Open what can be done with what is chosen, and take one of it by its number."""
    await desk.press(".")
    row = next(one for one in offered(desk) if one.label == label)
    assert row.key, f"{label} has no key"
    await desk.press(row.key)


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_a_break_comes_in_with_one_key_and_a_line(tmp_path: Path, size: Size) -> None:
    async with live(tmp_path, *FOUR, size=size) as desk:
        await desk.advance(60)
        await desk.press("I")
        await desk.type_("Break 8")
        desk.check_clock()
        await desk.press("enter")
        assert titles(desk) == ["Open", "Break", "Main", "Round", "Close"]
        assert desk.message == "“Break” comes in, 8 min · u takes it back"
        assert desk.saw("8 min late")
        await desk.press("n")
        assert desk.saw("8:00") or desk.state.now_running is not None
        await desk.press("u", "u")
        assert titles(desk) == ["Open", "Main", "Round", "Close"]
        assert desk.saw("on time")


TYPED_IN_A_HURRY = [
    ("Break 10", "Break", 10, "break"),
    ("10 min coffee break", "coffee break", 10, "break"),
    ("Check-out round 7:30", "Check-out round", 7.5, "round"),
    ("90s silence", "silence", 1.5, "discussion"),
    ("(5 min) One more thing", "One more thing", 5, "discussion"),
    # It is 12:00 and the first segment has ten minutes: the break begins at 12:10.
    ("Lunch until 12:45", "Lunch", 35, "break"),
    ("back at 12:30", "Break", 20, "break"),
    ("Coffee until 12:35", "Coffee", 25, "break"),
    ("Coffee, back 2 pm", "Coffee", 110, "break"),
    ("Look back until 12:30", "Look back", 20, "break"),
    ("Play it back 5", "Play it back", 5, "discussion"),
    ("Break - 5 min", "Break", 5, "break"),
    ("13 min 30 s retro", "retro", 13.5, "discussion"),
    ("3 wishes 10", "3 wishes", 10, "discussion"),
]
NOT_UNDERSTOOD = [
    ("Break", "Type a title and its minutes"),
    ("12", "Type a title and its minutes"),
    ("Lunch until 12:05", "12:05 is past by then"),
    ("Break 900", "longer than 12 hours"),
    ("Break 0", "no time at all"),
    ("Break -5", "-5 is less than nothing; type a length above 0, as in Break 5."),
    ("Break –5 min", "less than nothing"),
    ("Lunch until 25:00", "Type the time to be back as hours and minutes, as in Lunch until 13:00."),
    ("Lunch until 13", "as in Lunch until 13:00"),
    ("Lunch until half 1", "as in Lunch until 13:00"),
    ("Lunch 13:00", "Type Lunch until 13:00 for the time of day, or Lunch 13 min for the length."),
    ("12:05 Break", "or Break 12 min 05 s for the length"),
]


async def test_what_is_typed_in_a_hurry_is_understood(tmp_path: Path) -> None:
    async with live(tmp_path, *FOUR) as desk:
        for typed, title, minutes, activity in TYPED_IN_A_HURRY:
            await desk.say("I", typed)
            came = desk.state.segments[1]
            found = (came.spec.title, came.plan_ms / 60_000, came.spec.activity)
            assert found == (title, minutes, activity), typed
            await desk.press("u")


async def test_what_is_not_understood_stays_in_the_line(tmp_path: Path) -> None:
    async with live(tmp_path, *FOUR) as desk:
        for typed, why in NOT_UNDERSTOOD:
            await desk.say("I", typed)
            assert len(desk.state.segments) == 4, typed
            assert why in desk.message
            assert desk.typed == typed
            await desk.press("escape")


@pytest.mark.parametrize("size", some_of((SMALL, MIDDLE), SMALL))
async def test_a_segment_moves_and_gets_other_minutes_title_and_prompts(tmp_path: Path, size: Size) -> None:
    async with live(tmp_path, *FOUR, size=size) as desk:
        await choose_segment(desk, "Close")
        await pick(desk, "up")
        assert titles(desk) == ["Open", "Main", "Close", "Round"]
        await pick(desk, "minutes")
        assert desk.typed == "5"
        await desk.type_("2:30")  # What stood there gives way to the first character.
        assert desk.typed == "2:30"
        await desk.press("enter")
        assert desk.plan("close") == 2.5
        assert desk.message == "“Close”: 2:30 less · u takes it back"
        await pick(desk, "title")
        await desk.type_(" [x]")
        await desk.press("enter")
        assert titles(desk) == ["Open", "Main", "Close [x]", "Round"]
        await desk.press("escape")
        await choose_segment(desk, "Main")
        await pick(desk, "What next?")
        await desk.press(*["backspace"] * 5)
        await desk.type_("else?")
        await desk.press("enter")
        await pick(desk, "add a prompt")
        await desk.type_("Who?")
        await desk.press("enter")
        await pick(desk, "What went well?")
        await desk.press("ctrl+u", "enter")
        assert desk.state.segment(desk.state.segments[1].id).spec.prompts == ("What else?", "Who?")
        await desk.press("escape", "n")
        assert desk.saw("What else?")
        desk.check_clock()


async def test_what_can_not_be_changed_says_why(tmp_path: Path) -> None:
    async with live(tmp_path, *FOUR) as desk:
        await desk.press("n")
        await choose_segment(desk, "Open")
        await pick(desk, "up")
        assert desk.message == "Only what is still to come can be moved."
        await pick(desk, "minutes")
        await desk.press("ctrl+u")
        await desk.type_("soon")
        await desk.press("enter")
        assert "is not a length of time" in desk.message
        assert desk.typed == "soon"


async def test_a_segment_that_runs_on_is_told_after_a_minute(tmp_path: Path) -> None:
    async with live(tmp_path, *FOUR, size=SMALL) as desk:
        await desk.advance(10 * 60 + 55)
        assert "should have begun" not in desk.text
        await desk.advance(10)
        assert desk.message == "“Main” should have begun 1 min ago; n goes on to it, + adds time."
        await desk.advance(60)
        assert "2 min ago" in desk.message
        await desk.press("space")
        await desk.advance(60)
        assert "should have begun" not in desk.text
        await desk.press("space", "n")
        assert "should have begun" not in desk.text


async def test_a_forgotten_start_is_told_after_a_minute(tmp_path: Path) -> None:
    async with live(tmp_path, *FOUR, starts_in=1) as desk:
        await desk.advance(110)
        assert "n starts it" not in desk.message
        await desk.advance(15)
        assert desk.message == "The session should have started 1 min ago; n starts it."
        await desk.press("n")
        assert desk.current == "open"


async def test_hands_are_called_moved_and_lowered_from_their_list(tmp_path: Path) -> None:
    async with live(tmp_path, ("open", 10, "discussion"), size=SMALL) as desk:
        await desk.press("H")
        assert desk.message == "No hand is up; h and a name puts one up."
        for name in ("an", "be", "ch"):
            await desk.press("h")
            await desk.type_(name)
            await desk.press("enter")
        await desk.press("H")
        labels = [(row.label, row.detail) for row in offered(desk)]
        assert labels[:4] == [
            ("Ana", "give the floor"),
            ("Ben", "give the floor"),
            ("Chi", "give the floor"),
            ("Ana", "sooner"),
        ]
        desk.check_clock()
        await desk.press(*["down"] * labels.index(("Chi", "sooner")), "enter")
        assert [desk.state.name(one) for one in desk.state.hands] == ["Ana", "Chi", "Ben"]
        await desk.press("H", "2")
        assert desk.speaker == "Chi"
        await desk.press("s")
        assert desk.speaker == "Ana"


async def test_duties_are_given_by_name_and_stand_in_their_list(tmp_path: Path) -> None:
    async with live(tmp_path, ("talk", 10, "talk"), size=SMALL) as desk:
        await desk.press("D", "2")
        await desk.type_("be")
        await desk.press("enter")
        assert desk.message == "Ben: timekeeper · u takes it back"
        await desk.press("D")
        assert ("timekeeper", "Ben") in [(row.label, row.detail) for row in offered(desk)]
        await desk.press("4")
        await desk.type_("chi")
        await desk.press("enter", "s")
        assert desk.speaker == "Chi"


async def test_a_round_of_volunteers_asks_who_begins(tmp_path: Path) -> None:
    async with live(tmp_path, ("round", 9, "round", {"order": "volunteers"}), size=SMALL) as desk:
        assert desk.saw("Who begins? j or h and a name; s draws by lot.")
        await desk.press("s")
        assert desk.speaker == ""
        assert "s again draws by lot" in desk.message
        await desk.press("h")
        await desk.type_("ch")
        await desk.press("enter", "s")
        assert desk.speaker == "Chi"
        assert not desk.saw("Who begins?")


async def test_airtime_is_seen_in_the_wrap_up_only_after_a_warning_and_for_ten_seconds(
    tmp_path: Path,
) -> None:
    async with live(tmp_path, ("open", 10, "discussion"), size=SMALL) as desk:
        await desk.press("h")
        await desk.type_("ben")
        await desk.press("enter", "s")
        await desk.advance(90)
        await desk.press("s", "w")
        assert desk.shows(WrapUpScreen)
        await desk.press("k")
        assert desk.message == "The room will see who spoke how long; k again shows it for ten seconds."
        assert not desk.saw("1 turn")
        await desk.press("k")
        assert desk.saw("Ben  1:30, 1 turn")
        assert desk.saw("Somebody had the floor for 1:30 of 1:30 (100 %).")
        desk.check_clock()
        await desk.advance(11)
        assert not desk.saw("1 turn")
        await desk.press("k", "k")
        assert desk.saw("1 turn")
        await desk.press("escape")
        assert desk.shows(WrapUpScreen)
        assert not desk.saw("1 turn")
        await desk.press("escape")
        assert not desk.shows(WrapUpScreen)


async def test_the_bell_rings_on_last_words_and_over_only_when_it_is_on(tmp_path: Path) -> None:
    async with live(tmp_path, ("one", 10, "discussion"), ("two", 10, "discussion")) as desk:
        rung: list[int] = []

        def left() -> float:
            current = desk.state.now_running
            return 0 if current is None else current.box.left(desk.clock.at) / 1_000

        desk.app.bell = lambda: rung.append(round(left()))  # type: ignore[method-assign]  # for this app alone
        await desk.advance(10 * 60 + 5)
        assert rung == []
        await desk.press("n", ":")
        await desk.type_("bell")
        await desk.press("enter")
        assert desk.message == "The bell rings on the last words and at the end."
        await desk.advance(9 * 60)
        assert rung == []
        await desk.advance(65)
        assert 26 <= rung[0] <= 30
        assert -4 <= rung[1] <= 0
        await desk.advance(120)
        assert len(rung) == 2
