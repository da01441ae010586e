"""Choosing by arrows, tab and the mouse, and what can be done with what is chosen."""

from pathlib import Path

from screens.choosing import Choice
from screens.widgets.choices import Rows
from screens.widgets.itemlist import ItemList
from tests.live.builders import SMALL, live


async def test_tab_goes_through_the_lists_and_arrows_through_the_items(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        for text in ("one", "two", "three"):
            await desk.say("p", text)
        await desk.say("t", "four")
        await desk.press("tab")
        assert desk.live_screen.choice == Choice("parked", "i3")
        assert desk.keys.startswith("arrows choose")
        await desk.press("up", "up", "up")
        assert desk.live_screen.choice == Choice("parked", "i1")
        await desk.press("down")
        assert desk.live_screen.choice == Choice("parked", "i2")
        await desk.press("right")
        assert desk.live_screen.choice == Choice("takeaway", "i4")
        await desk.press("tab")
        assert desk.live_screen.choice == Choice("agenda", "welcome")
        await desk.press("tab", "shift+tab")
        assert desk.live_screen.choice == Choice("agenda", "welcome")
        await desk.press("escape")
        assert desk.live_screen.choice == Choice()


async def test_cards_are_chosen_across_columns(tmp_path: Path) -> None:
    board = ("board", 10, "board", {"columns": ["Keep", "Empty", "Drop"]})
    async with live(tmp_path, board) as desk:
        await desk.say("c", "one")
        await desk.say("c", "two")
        await desk.press("c", "down", "down")
        await desk.type_("three")
        await desk.press("enter")
        assert [item.column for item in desk.state.items.values()] == [0, 0, 2]
        await desk.press("up")
        assert desk.live_screen.choice == Choice("cards", "i3")
        await desk.press("right")
        assert desk.live_screen.choice == Choice("cards", "i1")
        await desk.press("down", "left")
        assert desk.live_screen.choice == Choice("cards", "i3")
        await desk.press(".")
        assert desk.saw("three ▸")
        await desk.press("2")
        assert [item.column for item in desk.state.items.values()] == [0, 0, 0]
        await desk.press(".")
        await desk.type_("merge")
        await desk.press("enter")
        assert desk.saw("merge into card ▸")
        await desk.type_("1")
        await desk.press("enter")
        assert desk.last.merged == "i1"
        assert desk.live_screen.choice == Choice()  # What was merged is not there to be chosen.


async def test_e_edits_delete_removes_and_capital_o_puts_off_the_record(tmp_path: Path) -> None:
    async with live(tmp_path, size=SMALL) as desk:
        await desk.press("e")
        assert desk.message.startswith("Choose an item first")
        await desk.say("p", "travel budgte")
        await desk.press("tab", "e")
        assert desk.saw("edit ▸ travel budgte")
        await desk.press("backspace", "backspace")
        await desk.type_("et")
        await desk.press("enter")
        assert desk.items == [("parked", "travel budget")]
        assert desk.message.startswith("now reads “travel budget”")

        await desk.press("e", "enter")  # Nothing changed, so there is nothing to say.
        assert not desk.foot.line.is_open
        assert "Nothing changed" not in desk.text

        await desk.press("O")
        assert desk.last.off
        assert not desk.saw("travel")
        assert desk.saw("••••• 13")
        await desk.press("O")
        assert desk.saw("travel budget")
        await desk.press("delete")
        assert desk.items == []
        assert desk.live_screen.choice == Choice()
        await desk.press("u")
        assert desk.items == [("parked", "travel budget")]


async def test_an_action_is_edited_as_it_was_typed(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("a", "write it up @ben due fri")
        await desk.press("tab", "e")
        assert desk.typed == "write it up @Ben due 2026-11-20"
        await desk.type_(" ")
        await desk.press("enter")
        assert desk.last.owner == "p2"
        assert desk.last.due == "2026-11-20"


async def test_a_text_of_several_lines_keeps_them_when_edited(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("p", "norms")
        await desk.press("tab", "e")
        await desk.paste(":\n- ask\n- listen")
        await desk.press("enter")
        assert desk.last.text == "norms:\n- ask\n- listen"
        await desk.press("e")
        assert desk.typed == "norms:↵- ask↵- listen"
        await desk.type_("!")
        await desk.paste("a ↵\nb")  # What stands for a new line is never a sign that was typed.
        assert desk.typed == "norms:⏎- ask⏎- listen!a ↵⏎b"
        await desk.press("enter")
        assert desk.last.text == "norms:\n- ask\n- listen!a ↵\nb"


async def test_the_full_stop_offers_what_the_chosen_item_can_become(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("p", "who owns the roadmap?")
        await desk.press("tab", ".")
        assert desk.saw("who owns the roadmap? ▸")
        for act in ("discussed", "next session", "assign", "drop", "edit", "remove", "item off the record"):
            assert desk.saw(act)
        await desk.press("1")
        assert desk.fates() == ["discussed"]
        await desk.press("enter", "3")
        assert desk.saw("who takes it on ▸")
        await desk.type_("chi")
        await desk.press("enter")
        assert desk.last.owner == "p3"
        assert desk.fates() == ["assigned"]


async def test_with_nothing_chosen_the_full_stop_is_the_palette(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press(".")
        assert desk.saw("this segment ▸")
        await desk.type_("takeaway")
        await desk.press("enter")
        assert desk.saw("takeaway ▸")


async def test_what_nobody_chose_does_not_head_the_list_of_all_acts(tmp_path: Path) -> None:
    keeping = ("round", 12, "round", {"keep": {"learn": "wants to learn"}})
    async with live(tmp_path, keeping, size=SMALL) as desk:
        await desk.press("s", "v", "1")
        await desk.type_("SQL")
        await desk.press("enter")
        assert desk.saw("wants to learn: SQL")
        await desk.press(".")
        assert desk.saw("this segment ▸")
        assert not desk.saw("SQL ▸")


async def test_a_list_is_narrowed_by_the_beginnings_of_words_and_says_how_many_more_there_are(
    tmp_path: Path,
) -> None:
    async with live(tmp_path, ("talk", 10, "discussion"), size=SMALL) as desk:
        for name in ("an", "be"):
            await desk.say("h", name)
        await desk.press("H")
        rows = desk.foot.choices.query_one(Rows)
        assert [row.label for row in rows.rows] == ["Ana", "Ben", *["Ana"] * 3, *["Ben"] * 3]
        assert desk.saw("1 more")
        for typed, found in (("lower", 2), ("low ha", 2), ("ot ye", 2), ("not", 2), ("be lo", 1), ("noh", 0)):
            await desk.type_(typed)
            assert len(rows.rows) == found, typed
            assert not desk.saw("more")
            await desk.press(*["backspace"] * len(typed))
        assert desk.saw("1 more")
        await desk.type_("not")
        await desk.press("enter")
        assert [desk.state.name(one) for one in desk.state.hands] == ["Ben", "Ana"]
        await desk.press(":")
        await desk.type_("end")
        assert rows.rows[0].label == "end by"


async def test_topics_can_be_chosen_edited_and_removed(tmp_path: Path) -> None:
    async with live(tmp_path, ("topics", 20, "topics")) as desk:
        await desk.say("c", "testing")
        await desk.say("c", "deploying")
        await desk.press("tab")
        assert desk.live_screen.choice == Choice("cards", "i2")
        await desk.press("up", "e")
        assert desk.typed == "testing"
        await desk.type_(" in pairs")
        await desk.press("enter")
        assert desk.saw("testing in pairs")
        await desk.press("delete")
        assert desk.items == [("topic", "deploying")]


async def test_the_mouse_chooses_and_a_second_click_opens_the_menu(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("p", "one")
        await desk.say("p", "two")
        parked = desk.screen.query_one("#list-parked", ItemList)
        await desk.pilot.click(parked, offset=(2, 1))
        assert desk.live_screen.choice == Choice("parked", "i1")
        await desk.pilot.click(parked, offset=(2, 1))
        assert desk.foot.choices.is_open
        await desk.press("escape", "escape")
        await desk.pilot.click("#agenda", offset=(3, 3))
        assert desk.live_screen.choice == Choice("agenda", "board")
        await desk.pilot.click("#agenda", offset=(3, 3))
        await desk.settle()
        await desk.pilot.click("Rows", offset=(3, 0))
        await desk.settle()
        assert desk.current == "board"


async def test_the_chosen_one_of_many_is_in_view(tmp_path: Path) -> None:
    async with live(tmp_path, size=SMALL) as desk:
        await desk.press("p")
        await desk.paste("\n".join(f"item {number}" for number in range(30)))
        await desk.press("escape")
        assert desk.saw("item 29")
        assert not desk.saw("item 3\n")
        await desk.press("tab", *["up"] * 26)
        assert desk.saw("item 3")
        assert desk.live_screen.choice == Choice("parked", "i4")
