"""What may not be seen on the shared screen is never drawn on it, whichever way it came in."""

from pathlib import Path

import pytest

from facilitator import lobby
from facilitator.engine import items
from tests.live.builders import SESSION, SMALL, HandClock, Live, live, opened, store_in

SECRET = "the reorganisation"
BOARD = ("board", 10, "board", {"columns": ["Keep", "Drop"], "hidden": "true"})


def never(desk: Live) -> None:
    """Fail if any part of the secret is drawn."""
    for word in SECRET.split()[1:]:
        assert word not in desk.text, desk.text


async def test_off_the_record_the_line_and_what_it_saved_are_dots(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("o")
        assert desk.message.startswith("off the record from here on")
        assert desk.saw("off the record   ")
        await desk.press("p")
        for character in SECRET:
            await desk.type_(character)
            never(desk)
        assert desk.saw("park ▸ " + "•" * len(SECRET))
        await desk.press("enter")
        never(desk)
        assert desk.saw(f"••••• {len(SECRET)}")
        assert desk.message == "parked kept, not shown · u takes it back"
        assert desk.last.off

        await desk.press("U")
        never(desk)
        await desk.press("escape", "tab", ".")
        never(desk)
        await desk.press("escape", "e")
        assert desk.typed == SECRET
        never(desk)
        await desk.press("escape", "escape", "u")
        never(desk)
        assert desk.items == []
        assert desk.message.startswith("taken back: parked kept, not shown")


async def test_an_action_off_the_record_does_not_say_whose_name_was_not_understood(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("o")
        await desk.say("a", "talk about @reorganisation")
        never(desk)
        assert "not shown" in desk.message


async def test_back_on_the_record_what_follows_is_seen_and_what_was_off_is_not(tmp_path: Path) -> None:
    async with live(tmp_path, size=SMALL) as desk:
        await desk.press("o")
        await desk.say("t", SECRET)
        await desk.press("o")
        assert not desk.saw("off the record   ")
        await desk.say("t", "we may say this")
        never(desk)
        assert desk.saw("we may say this")


async def test_a_draft_typed_off_the_record_stays_dots(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("o", "p")
        await desk.type_(SECRET)
        await desk.press("escape", "o", "p")
        assert desk.typed == SECRET
        never(desk)
        await desk.press("down")
        never(desk)
        await desk.press("escape", "w", "t")
        assert desk.typed == SECRET
        never(desk)


async def test_a_draft_off_the_record_is_dots_after_a_restart(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("o", "p")
        await desk.type_(SECRET)
        await desk.saved()
    clock = HandClock(desk.clock.at)
    store = store_in(tmp_path, clock)
    async with opened(lobby.resume(store, clock, SESSION), store, clock) as again:
        await again.advance(1)
        never(again)
        await again.press("p")
        assert again.typed == SECRET
        never(again)


async def test_editing_one_item_off_the_record_never_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "LONGEST_TEXT", 100)
    async with live(tmp_path) as desk:
        await desk.press("o")
        await desk.say("p", SECRET)
        await desk.press("o", "tab", "e")
        never(desk)
        await desk.paste("x" * 101)
        await desk.press("enter")
        assert desk.saw("characters; one item holds 100")
        assert desk.typed == SECRET + "x" * 101
        never(desk)
        await desk.press("escape", "e", "enter")
        never(desk)


async def test_a_card_written_silently_is_dots_in_every_kind_it_is_turned_into(tmp_path: Path) -> None:
    async with live(tmp_path, BOARD) as desk:
        await desk.press("c")
        await desk.type_(SECRET)
        never(desk)
        await desk.press("down", "down")
        assert desk.saw("park ▸ •••")
        never(desk)
        await desk.press("up", "up")
        assert desk.saw("card · Keep ▸ •••")
        await desk.press("enter")
        assert desk.items == [("card", SECRET)]
        never(desk)


async def test_a_hidden_card_that_was_removed_is_not_told_of_by_its_text(tmp_path: Path) -> None:
    async with live(tmp_path, BOARD) as desk:
        await desk.say("c", SECRET)
        await desk.press("tab", "delete")
        never(desk)
        await desk.press("U")
        assert desk.saw("card kept, removed since")
        never(desk)


async def test_cues_are_shown_only_on_asking_twice_and_go_after_ten_seconds(tmp_path: Path) -> None:
    async with live(tmp_path, size=SMALL) as desk:
        assert not desk.saw("Smile")
        await desk.press("k")
        assert desk.message == "The room will see your cues; k again shows them for ten seconds."
        assert not desk.saw("Smile")
        await desk.press("k")
        assert desk.saw("• Smile")
        assert desk.saw("• Be brief")
        desk.check_clock()
        assert not desk.saw("Parking lot")  # The lists make room for them on a low screen.
        await desk.advance(9)
        assert desk.saw("• Smile")
        await desk.advance(1)
        assert not desk.saw("Smile")
        assert desk.saw("Parking lot")

        await desk.advance(10)
        await desk.press("k")
        assert not desk.saw("Smile")  # So much later it asks again.
        await desk.press("k", "k")
        assert not desk.saw("Smile")
        await desk.press("k")
        assert desk.saw("Smile")
        await desk.press("escape")
        assert not desk.saw("Smile")
        await desk.press("n", "k")
        assert desk.message == "This segment has no cues."


async def test_cues_are_gone_when_the_segment_changes_and_do_not_come_back_with_it(tmp_path: Path) -> None:
    cues = ("one", 5, "talk", {"cues": ["Smile"]}), ("two", 5, "talk", {"cues": ["Frown"]})
    async with live(tmp_path, *cues) as desk:
        await desk.press("k", "k")
        assert desk.saw("Smile")
        await desk.press("n")
        assert not desk.saw("Smile")
        assert not desk.saw("Frown")
        await desk.press("b")
        assert not desk.saw("Smile")
        await desk.press("k", "k")
        assert desk.saw("Smile")
        await desk.press("w", "w")
        assert not desk.saw("Smile")


async def test_what_was_dots_is_dots_when_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "LONGEST_TEXT", 9)
    async with live(tmp_path) as desk:
        await desk.press("o", "p")
        await desk.type_(SECRET)
        await desk.press("escape", "o", "p", "enter")
        assert desk.typed == SECRET
        never(desk)
        await desk.press("escape", "w", "p")
        assert desk.typed == SECRET
        never(desk)


async def test_the_level_is_changed_by_name_and_the_top_line_says_it(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        assert desk.saw("notes name who was there")
        await desk.press(":")
        await desk.type_("what notes")
        await desk.press("enter")
        assert desk.saw("notes name nobody")
        await desk.type_("room")
        await desk.press("enter")
        assert desk.state.level == "room"
        assert desk.saw("Ritual   notes name nobody")
