"""Handing the floor round by keys: next, pass, later, in or out, hands, jumping to a person."""

from pathlib import Path

from tests.live.builders import SMALL, live

ROUND = (("round", 12, "round"), ("talk", 10, "discussion"))


async def test_s_hands_the_floor_round_in_the_order_of_the_list(tmp_path: Path) -> None:
    async with live(tmp_path, *ROUND) as desk:
        assert desk.saw("next  Ana, Ben   still to come  Chi")
        await desk.press("s")
        assert desk.saw("Ana speaks 0:00 of 4:00   next  Ben, Chi")
        assert desk.message == "Ana has the floor · u takes it back"
        await desk.advance(90)
        assert desk.saw("Ana speaks 1:30 of 4:00")
        await desk.advance(150)
        assert desk.saw("Ana speaks time")

        await desk.press("s", "s", "s")
        assert desk.speaker == ""
        assert not desk.saw("still to come")
        await desk.press("s")
        assert "Everyone was asked; n goes on" in desk.message


async def test_x_passes_and_l_waits_and_neither_marks_anyone(tmp_path: Path) -> None:
    async with live(tmp_path, *ROUND, size=SMALL) as desk:
        await desk.press("x")
        assert "s calls the next speaker" in desk.message
        await desk.press("s", "x")
        assert desk.speaker == "Ben"
        await desk.press("l")
        assert desk.speaker == "Chi"
        assert desk.saw("next  Ana, Ben")
        await desk.press("s")
        assert desk.speaker == "Ana"
        await desk.press("x")
        assert desk.speaker == "Ben"
        assert not desk.saw("Ana,")
        assert not desk.saw("passed")
        desk.check_clock()


async def test_n_with_people_still_to_come_asks_for_a_second_press(tmp_path: Path) -> None:
    async with live(tmp_path, *ROUND) as desk:
        await desk.press("s", "n")
        assert desk.current == "round"
        assert desk.message == "n again goes on; still to come: Ben, Chi."
        await desk.press("n")
        assert desk.current == "talk"

        await desk.press("b", "n")
        assert desk.current == "round"
        await desk.advance(6)
        await desk.press("n")
        assert desk.current == "round"  # Too long after: it asks again.


async def test_i_lets_people_join_go_away_and_come_back(tmp_path: Path) -> None:
    async with live(tmp_path, *ROUND) as desk:
        await desk.say("i", "Dee")
        assert desk.message == "Dee joined · u takes it back"
        assert desk.saw("still to come  Chi, Dee")
        await desk.say("i", "ben")
        assert desk.message.startswith("Ben is away")
        assert desk.saw("next  Ana, Chi")
        await desk.say("i", "Ben")
        assert desk.message.startswith("Ben is back")

        await desk.press("i")
        await desk.paste("Eli (Host)\n- Fay <fay@example.org>\nAna\n")
        assert [person.name for person in desk.state.people.values()] == [
            "Ana",
            "Ben",
            "Chi",
            "Dee",
            "Eli",
            "Fay",
        ]
        assert "2 people came in" in desk.message
        await desk.press("escape")


async def test_a_name_that_stands_twice_is_refused_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    async with live(tmp_path, *ROUND) as desk:
        await desk.press("i")
        await desk.paste("Dee\nEli\nDee")
        assert desk.saw("Two people are called Dee")
        assert desk.typed == "Dee↵Eli↵Dee"
        await desk.press("backspace", "backspace", "backspace", "backspace", "enter")
        assert [person.name for person in desk.state.people.values()] == ["Ana", "Ben", "Chi", "Dee", "Eli"]


async def test_names_complete_as_typed_and_the_arrow_takes_them(tmp_path: Path) -> None:
    async with live(tmp_path, *ROUND) as desk:
        await desk.press("i")
        await desk.type_("Ch")
        await desk.until(lambda: desk.saw("in or out ▸ Chi"))
        await desk.press("enter")
        assert desk.message == "Chi is listed; type the whole name, or enter again adds Ch too."
        await desk.until(lambda: desk.saw("in or out ▸ Chi"))
        await desk.press("right", "enter")
        assert desk.message.startswith("Chi is away")


async def test_h_raises_hands_and_s_calls_them(tmp_path: Path) -> None:
    async with live(tmp_path, ("talk", 10, "discussion")) as desk:
        await desk.press("s")
        assert "No hand is up; h and a name" in desk.message
        await desk.say("h", "ch")
        await desk.say("h", "b")
        assert desk.saw("hands  Chi, Ben")
        await desk.say("h", "Ben")
        assert desk.message.startswith("Ben lowered the hand")
        await desk.press("s")
        assert desk.speaker == "Chi"
        await desk.advance(65)
        assert desk.saw("Chi speaks 1:05")

        await desk.say("h", "Zoe")
        assert desk.saw("Nobody here is called Zoe; i adds someone.")
        assert desk.typed == "Zoe"


async def test_j_and_a_few_letters_give_someone_the_floor(tmp_path: Path) -> None:
    async with live(tmp_path, *ROUND) as desk:
        await desk.press("j")
        await desk.type_("chi")
        await desk.press("enter")
        assert desk.speaker == "Chi"
        assert desk.saw("next  Ana, Ben")


async def test_who_joins_after_a_round_that_keeps_fields_is_caught_up_with_j(tmp_path: Path) -> None:
    keeping = ("round", 12, "round", {"keep": {"learn": "wants to learn"}})
    async with live(tmp_path, keeping, ("talk", 10, "discussion")) as desk:
        await desk.press("s", "s", "s", "s", "n")
        await desk.say("i", "Dee")
        assert desk.saw("not introduced yet  Dee")
        await desk.press("j")
        assert desk.saw("not introduced yet")
        await desk.type_("dee")
        await desk.press("enter")
        assert desk.speaker == "Dee"
        assert desk.current == "talk"
        await desk.press("v")
        await desk.press("1")
        await desk.type_("to fly")
        await desk.press("enter", "s")
        assert not desk.saw("not introduced yet")


async def test_nobody_is_listed_and_the_session_runs_all_the_same(tmp_path: Path) -> None:
    async with live(tmp_path, *ROUND, people=()) as desk:
        assert desk.saw("Nobody is listed; i and a name adds someone.")
        await desk.press("s")
        assert "i and a name adds someone" in desk.message
        await desk.say("i", "Ana, Ben")
        await desk.press("s")
        assert desk.speaker == "Ana"


async def test_jumping_back_and_closing_name_who_is_still_to_come_too(tmp_path: Path) -> None:
    first = ("first", 5, "talk")
    async with live(tmp_path, first, *ROUND, ("last", 5, "talk"), size=SMALL) as desk:
        await desk.press("n", "s", "b")
        assert desk.message == "b again goes back; still to come: Ben, Chi."
        await desk.press("j", "4")
        assert desk.message == "choose it again to go there; still to come: Ben, Chi."
        assert desk.current == "round"
        await desk.press("j", "4")
        assert desk.current == "last"
        assert desk.message.startswith("on to “Last”, 1 left out")
        await desk.press("b")
        assert desk.current == "round"
        await desk.press("w", "enter")
        assert desk.saw("enter again closes; still to come: Ben, Chi.")
        assert desk.state.ended_at is None
        await desk.press("enter")
        assert desk.state.ended_at is not None


async def test_however_many_are_still_to_come_their_number_is_seen(tmp_path: Path) -> None:
    people = tuple(f"Person{number:02}" for number in range(60))
    keeping = ("round", 60, "round", {"keep": {"learn": "wants to learn"}})
    async with live(tmp_path, keeping, ROUND[1], people=people, size=SMALL) as desk:
        await desk.press("s")
        assert desk.saw("0:00 of 1:00   next  Person01, Person02\n still to come  Person03, Person04, ")
        assert desk.saw("Person08 +51\n")
        await desk.advance(3_600)
        assert desk.saw("Person00 speaks time   next  Person01, Person02   still to come  Person03 +56")
        await desk.press("s", "n", "n")
        assert desk.saw("not introduced yet  Person02, Person03, Person04, Person05, Person06 +53")


async def test_floor_and_foot_name_the_same_people_so_nobody_sees_who_passed(tmp_path: Path) -> None:
    async with live(tmp_path, *ROUND, people=("Ana", "Ben", "Chi", "Dee"), size=SMALL) as desk:
        await desk.press("s", "x", "l", "n")
        assert desk.saw("next  Dee, Ana   still to come  Ben")
        assert desk.message == "n again goes on; still to come: Dee, Ana, Ben."
