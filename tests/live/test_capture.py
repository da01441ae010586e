"""Catching what must not be lost: one key and a line of text, lists by paste, drafts, refusals."""

from pathlib import Path

import pytest

from facilitator import lobby
from facilitator.engine import items
from tests.live.builders import SESSION, SMALL, HandClock, live, opened, store_in

FAMILY = "👨‍👩‍👧"


async def test_each_kind_has_its_key(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        for key, text in zip(
            "ptdr", ("travel budget", "five talks a week", "we meet weekly", "a book"), strict=True
        ):
            await desk.say(key, text)
        await desk.say("a", "write it up @be due fri")
        assert desk.items == [
            ("parked", "travel budget"),
            ("takeaway", "five talks a week"),
            ("decision", "we meet weekly"),
            ("resource", "a book"),
            ("action", "write it up"),
        ]
        assert desk.message == "action “write it up” for Ben, due Fri 20 Nov · u takes it back"
        await desk.saved()
        assert desk.saw("Parking lot · 1")
        assert desk.saw("write it up")
        assert desk.saw("Ben · Fri 20 Nov")
        assert desk.saw("saved ✓")
        await desk.say("a", "ask @Zoe")
        assert desk.last.text == "ask @Zoe"
        assert "nobody here is called Zoe, so it stays in the text" in desk.message


async def test_ctrl_j_keeps_the_line_open_and_enter_on_an_empty_one_closes_it(tmp_path: Path) -> None:
    async with live(tmp_path, size=SMALL) as desk:
        await desk.press("t")
        assert desk.keys.startswith("enter save   ctrl+j save")
        assert desk.keys.endswith("esc close, keep the draft")
        assert desk.saw("keep the draft")
        await desk.type_("one")
        await desk.press("ctrl+j")
        await desk.type_("two")
        await desk.press("ctrl+j", "enter")
        assert desk.items == [("takeaway", "one"), ("takeaway", "two")]
        assert not desk.foot.line.is_open
        await desk.press("n")
        assert desk.current == "round"  # The keys are the screen's again.


async def test_esc_keeps_the_draft_for_the_same_key(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("p")
        await desk.type_("half a thou")
        await desk.press("escape", "t")
        assert desk.typed == ""
        await desk.press("escape", "p")
        assert desk.typed == "half a thou"
        await desk.type_("ght")
        await desk.press("enter", "p")
        assert desk.items == [("parked", "half a thought")]
        assert desk.typed == ""


async def test_a_draft_is_found_again_in_the_wrap_up_and_back(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("p")
        await desk.type_("half")
        await desk.press("escape", "w", "p")
        assert desk.typed == "half"
        await desk.press("escape", "w", "p")
        assert desk.typed == "half"


async def test_a_draft_survives_the_end_of_the_program(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("d")
        await desk.type_("half a deci")
        await desk.saved()
    clock = HandClock(desk.clock.at)
    store = store_in(tmp_path, clock)
    async with opened(lobby.resume(store, clock, SESSION), store, clock) as again:
        await again.advance(1)
        assert "d brings it back" in again.message
        await again.press("d")
        assert again.typed == "half a deci"


async def test_up_and_down_change_the_kind_and_the_column(tmp_path: Path) -> None:
    async with live(tmp_path, ("board", 10, "board", {"columns": ["Keep", "Drop"]})) as desk:
        await desk.press("p")
        await desk.type_("small steps")
        assert desk.saw("park ▸ small steps")
        await desk.press("down")
        assert desk.saw("takeaway ▸ small steps")
        await desk.press("up", "up")
        assert desk.saw("card · Drop ▸ small steps")
        await desk.press("enter")
        assert desk.last.column == 1
        await desk.press("c", "up")
        assert desk.saw("card · Keep ▸")
        await desk.type_("big steps")
        await desk.press("enter")
        assert desk.items == [("card", "small steps"), ("card", "big steps")]
        assert desk.last.column == 0
        assert desk.saw("Keep · 1")


async def test_topics_can_be_chosen_as_a_kind_too(tmp_path: Path) -> None:
    async with live(tmp_path, ("topics", 20, "topics")) as desk:
        await desk.press("c", "up", "down")
        assert desk.saw("card ▸")
        await desk.type_("testing")
        await desk.press("enter")
        assert desk.items == [("topic", "testing")]


async def test_a_pasted_list_saves_several_of_the_open_kind(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("t")
        await desk.type_("first ")
        await desk.paste("- one\r\n- two\n\n- three\n")
        assert desk.items == [("takeaway", "first one"), ("takeaway", "two"), ("takeaway", "three")]
        assert desk.message == "3 kept · u takes it back"
        assert desk.foot.line.is_open
        await desk.press("escape", "u")
        assert desk.items == []


async def test_a_paste_with_no_line_open_parks(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.paste("from the chat")
        assert desk.items == []
        assert desk.saw("park ▸ from the chat")
        await desk.press("enter")
        await desk.paste("one\ntwo")
        assert desk.items == [("parked", "from the chat"), ("parked", "one"), ("parked", "two")]


async def test_several_lines_pasted_into_the_line_of_one_thing_stay_together(tmp_path: Path) -> None:
    async with live(tmp_path, ("round", 12, "round", {"keep": {"learn": "wants to learn"}})) as desk:
        await desk.say("p", "norms:")
        await desk.press("tab", "e")
        await desk.paste("- listen\n- ask\n")
        await desk.press("enter")
        assert desk.items == [("parked", "norms:- listen\n- ask")]
        await desk.press("escape", "s", "v", "1")
        await desk.paste("to fly\nto sing")
        await desk.press("enter")
        assert desk.saw("wants to learn: to fly to sing")


async def test_what_is_refused_stands_in_the_line_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "LONGEST_TEXT", 9)
    async with live(tmp_path, ("talk", 10, "talk")) as desk:
        await desk.press("t")
        await desk.type_("ten signs.")
        await desk.press("enter")
        assert desk.items == []
        assert desk.saw("That is 10 characters")
        assert desk.typed == "ten signs."
        assert desk.saw("takeaway ▸")
        await desk.press("backspace", "enter")
        assert desk.items == [("takeaway", "ten signs")]

        await desk.press("t")
        await desk.paste("short\nmuch longer")
        assert desk.items[1:] == []
        assert desk.typed == "short↵much longer"


async def test_what_was_typed_until_the_refusal_came_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "LONGEST_TEXT", 9)
    async with live(tmp_path) as desk:
        await desk.press("t")
        await desk.type_("ten signs.")
        # All at once: the refusal comes when the next text is being typed already.
        desk.foot.line.input.action_keep_open()
        desk.foot.line.input.insert_text_at_cursor("the next")
        await desk.settle()
        assert desk.typed == "ten signs."
        await desk.press("backspace", "enter")
        assert desk.items == [("takeaway", "ten signs")]
        await desk.press("t")
        assert desk.typed == "the next"


async def test_a_name_that_nobody_has_is_not_thrown_away(tmp_path: Path) -> None:
    async with live(tmp_path, ("talk", 10, "discussion")) as desk:
        await desk.press("h")
        await desk.type_("Zoe")
        await desk.press("enter")
        assert desk.typed == "Zoe"
        await desk.press("escape", "h")
        assert desk.typed == ""  # A name is typed again sooner than it is corrected.


async def test_there_is_no_card_without_a_board(tmp_path: Path) -> None:
    async with live(tmp_path, ("talk", 10, "talk")) as desk:
        await desk.press("c")
        assert not desk.foot.line.is_open
        assert desk.message.startswith("There is no board for a card in this ritual; p parks")


async def test_backspace_and_arrows_take_a_family_as_one_sign(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("p")
        await desk.paste(f"a{FAMILY}e\u0301🇩🇪b")
        await desk.press("left", "backspace")
        assert desk.typed == f"a{FAMILY}e\u0301b"
        await desk.press("backspace")
        assert desk.typed == f"a{FAMILY}b"
        await desk.press("left", "delete")
        assert desk.typed == "ab"
        await desk.paste(FAMILY)
        await desk.press("left", "right", "backspace")
        assert desk.typed == "ab"
        await desk.press("home", "backspace", "end", "delete")
        assert desk.typed == "ab"


async def test_the_message_goes_away_after_four_seconds(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("p", "one")
        await desk.advance(3)
        assert desk.message == "parked “one” · u takes it back"
        await desk.advance(1)
        assert desk.message == ""
        await desk.press("e")  # What the screen itself says stays as long.
        assert desk.message.startswith("Choose an item first")
        await desk.advance(3)
        assert desk.message.startswith("Choose an item first")
        await desk.advance(1)
        assert desk.message == ""
