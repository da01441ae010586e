"""No act is final: u, ctrl+r, and the list of the last acts."""

from pathlib import Path

from tests.live.builders import SMALL, live


async def test_u_takes_back_the_newest_act_and_ctrl_r_does_it_again(tmp_path: Path) -> None:
    talks = (("one", 10, "talk"), ("two", 20, "talk"), ("three", 30, "talk"))
    async with live(tmp_path, *talks) as desk:
        await desk.press("n")
        await desk.say("p", "caught after next")
        await desk.press("n", "u")
        assert desk.current == "two"
        assert desk.message == "taken back: on to “Three” · ctrl+r does it again"
        await desk.press("u")
        assert desk.items == []
        await desk.press("ctrl+r")
        assert desk.items == [("parked", "caught after next")]
        assert desk.message.startswith("done again")
        await desk.press("ctrl+r", "ctrl+r")
        assert desk.current == "three"
        assert "Nothing to do again" in desk.message


async def test_the_session_itself_stays(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("u", "u")
        assert desk.message == "Nothing to take back; the session itself stays."
        assert desk.state.status == "waiting"
        await desk.press("n")
        assert desk.current == "welcome"


async def test_any_of_the_last_acts_can_be_taken_back(tmp_path: Path) -> None:
    async with live(tmp_path, size=SMALL) as desk:
        await desk.press("n")
        await desk.say("p", "one")
        await desk.say("p", "two")
        await desk.press("U")
        assert desk.saw("take back ▸")
        desk.check_clock()
        await desk.type_("round")
        await desk.press("enter")
        assert desk.current == "welcome"
        assert desk.items == [("parked", "one"), ("parked", "two")]


async def test_an_act_on_which_others_rest_is_taken_back_with_them_on_choosing_it_again(
    tmp_path: Path,
) -> None:
    async with live(tmp_path, ("round", 12, "round"), people=("Ana",)) as desk:
        await desk.say("i", "Ben")
        await desk.press("s", "s")
        assert desk.speaker == "Ben"
        await desk.press("U")
        await desk.type_("ben joined")
        await desk.press("enter")
        assert desk.message == "Ben spoke after joining; choose it again to take both back."
        assert len(desk.state.people) == 2
        await desk.advance(10)  # Opening the list again takes a while.
        await desk.press("U")
        await desk.type_("ben joined")
        await desk.press("enter")
        assert len(desk.state.people) == 1
        assert desk.speaker == "Ana"
        await desk.press("ctrl+r")
        assert desk.speaker == "Ben"


async def test_esc_leaves_the_list_and_nothing_happens(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("p", "one")
        await desk.press("U", "escape")
        assert desk.items == [("parked", "one")]
        await desk.press("n")
        assert desk.current == "round"
