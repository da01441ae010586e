"""What is caught: as typed, with owners and dates read in passing, fates, and what stays off the record."""

from datetime import date

import pytest

from facilitator.engine import commands as ask
from facilitator.engine.events import ItemCaptured, ItemEdited
from facilitator.engine.inline import read_action, read_date, write_action
from formats.words import LONGEST_TEXT, ItemId, ItemKind
from tests.engine.builders import Desk, ritual

TALK = ritual(("talk", 5, "talk"))
BOARD = ritual(("talk", 5, "talk"), ("cards", 5, "board", {"columns": ["Start", "Stop"]}))
WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize("kind", ["parked", "takeaway", "decision", "action", "resource"])
def test_every_kind_is_kept_as_typed(kind: ItemKind) -> None:
    desk = Desk(TALK)
    text = "  # *not* [x] <b>bold</b>\n- `code` 👩‍👩‍👧 @ "
    item = desk.catch(kind, text)
    kept = desk.item(item)
    assert (kept.kind, kept.text, kept.segment, kept.at) == (kind, text, "talk", desk.now)


def test_a_list_is_kept_as_several_items_and_control_characters_fall_away() -> None:
    desk = Desk(TALK)
    bodies = desk.do(ask.Capture("parked", ("one", " ", "two\x1b]52;c\x07", "three\r\n")))
    assert [body.text for body in bodies if isinstance(body, ItemCaptured)] == ["one", "two]52;c", "three\n"]
    assert list(desk.state.items) == ["i1", "i2", "i3"]


def test_nothing_typed_and_too_much_typed() -> None:
    desk = Desk(TALK)
    assert "Nothing was typed" in desk.refuse(ask.Capture("parked", (" ", "\x00")))
    assert "20,001 characters" in desk.refuse(ask.Capture("parked", ("x" * (LONGEST_TEXT + 1),)))
    item = desk.catch("parked", "x" * LONGEST_TEXT)
    assert "20,001" in desk.refuse(ask.Edit(item, "x" * (LONGEST_TEXT + 1)))
    assert "delete takes" in desk.refuse(ask.Edit(item, " \n"))


def test_cards_need_a_board() -> None:
    assert "has no board" in Desk(TALK).refuse(ask.Capture("card", ("one",)))


# Owners and dates


@pytest.mark.parametrize(
    ("typed", "text", "owner", "due"),
    [
        ("write guide", "write guide", None, None),
        ("write guide @ben", "write guide", "Ben", None),
        ("write guide due fri", "write guide", None, "2026-11-20"),
        ("write guide @ben due fri", "write guide", "Ben", "2026-11-20"),
        ("write guide due fri @ben", "write guide", "Ben", "2026-11-20"),
        ("write guide @Ana Maria de Souza due tomorrow", "write guide", "Ana Maria de Souza", "2026-11-19"),
        ("write guide @ana m", "write guide", "Ana Maria de Souza", None),
        ("ask @ben about it", "ask @ben about it", None, None),
        ("mail ben@example.org", "mail ben@example.org", None, None),
        ("write guide @nobody", "write guide @nobody", None, None),
        ("write guide due whenever", "write guide due whenever", None, None),
        ("settle what is due", "settle what is due", None, None),
        ("@ben due fri", "@ben due fri", None, None),
        ("  indented @ben ", "  indented", "Ben", None),
        ("keep this space ", "keep this space ", None, None),
    ],
)
def test_an_action_says_who_and_until_when(typed: str, text: str, owner: str | None, due: str | None) -> None:
    desk = Desk(TALK, "Ana Maria de Souza", "Ben", "Chi")
    action = desk.item(desk.catch("action", typed))
    assert (action.text, action.due) == (text, due)
    assert (None if action.owner is None else desk.state.name(action.owner)) == owner


def test_an_action_reads_the_same_after_an_edit() -> None:
    desk = Desk(TALK, "Ana Maria de Souza")
    item = desk.catch("action", "write guide @Ana Maria de Souza due fri")
    kept = desk.item(item)
    written = write_action(desk.state, kept.text, kept.owner, kept.due)
    assert written == "write guide @Ana Maria de Souza due 2026-11-20"
    assert read_action(desk.state, written, WEDNESDAY).due == "2026-11-20"
    assert desk.refuse(ask.Edit(item, written)) == "Nothing changed."
    desk.do(ask.Edit(item, "write guide"))
    assert (desk.item(item).owner, desk.item(item).due) == (None, None)


def test_a_long_text_of_signs_is_read_at_once() -> None:
    desk = Desk(TALK, "Ana")
    for text in (
        "@a" + " " * 19_000 + "!",
        "@a " * 6_000 + "!",
        "due " * 4_000 + "!",
        "due" + " " * 19_000 + "!",
    ):
        assert desk.item(desk.catch("action", text)).text == text


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-11-18"),
        ("Tomorrow", "2026-11-19"),
        ("thu", "2026-11-19"),
        ("friday", "2026-11-20"),
        ("next fri", "2026-11-20"),
        ("wed", "2026-11-25"),  # A Wednesday today: the next one.
        ("tues", "2026-11-24"),
        ("next week", "2026-11-23"),
        ("in 3 days", "2026-11-21"),
        ("in 1 day", "2026-11-19"),
        ("in 2 weeks", "2026-12-02"),
        ("27 nov", "2026-11-27"),
        ("nov 27", "2026-11-27"),
        ("27 november", "2026-11-27"),
        ("3 jan", "2027-01-03"),
        ("18 nov", "2026-11-18"),
        ("2026-12-24", "2026-12-24"),
    ],
)
def test_dates_as_they_are_said(said: str, day: str) -> None:
    assert read_date(said, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said", ["", "soon", "fr", "31 feb", "decision 3", "in ² weeks", "² nov", "in 9999 days", "2026-13-01"]
)
def test_what_is_no_date_stays_text(said: str) -> None:
    assert read_date(said, WEDNESDAY) is None


# Changing items


def test_an_edit_changes_text_kind_and_column() -> None:
    desk = Desk(BOARD, "Ben")
    item = desk.catch("card", "idea")
    assert desk.do(ask.Edit(item, "ideas", column=1)) == (
        ItemEdited(item, "card", "ideas", None, None, 1, desk.segment("cards").id),
    )
    assert (desk.item(item).number, desk.item(item).column) == (1, 1)
    desk.do(ask.Edit(item, "ideas @ben", kind="action"))
    action = desk.item(item)
    assert (action.kind, action.text, action.owner, action.board, action.number) == (
        "action", "ideas", desk.who("Ben"), None, 0,
    )  # fmt: skip
    desk.do(ask.Edit(item, "ideas", kind="card"))
    card = desk.item(item)
    assert (card.board, card.number, card.column, card.owner) == ("cards", 1, 0, None)


def test_what_is_no_longer_parked_has_no_fate() -> None:
    desk = Desk(TALK, "Ben")
    item = desk.catch("parked", "one")
    desk.do(ask.GiveFate(item, "assigned", "ben"))
    desk.do(ask.Edit(item, "one", kind="takeaway"))
    assert (desk.item(item).fate, desk.item(item).owner) == (None, None)


def test_an_item_that_is_gone() -> None:
    desk = Desk(TALK)
    item = desk.catch("parked", "one")
    desk.do(ask.Remove(item))
    for command in (
        ask.Edit(item, "x"),
        ask.Remove(item),
        ask.OffRecordItem(item),
        ask.GiveFate(item, "dropped"),
    ):
        assert "not there any more" in desk.refuse(command)
    desk.undo()
    assert desk.texts() == ["one"]


def test_what_is_off_the_record_is_marked_and_what_was_caught_before_is_not() -> None:
    desk = Desk(TALK)
    before = desk.catch("parked", "before")
    desk.do(ask.OffRecord())
    during = desk.catch("parked", "during")
    desk.do(ask.OffRecord())
    after = desk.catch("parked", "after")
    assert [desk.item(one).off for one in (before, during, after)] == [False, True, False]
    desk.do(ask.OffRecordItem(during))
    assert not desk.item(during).off


def test_fates_are_given_changed_and_taken_away_by_the_same_key() -> None:
    desk = Desk(TALK, "Ben", "Bea")
    item = desk.catch("parked", "one")
    desk.do(ask.GiveFate(item, "discussed"))
    desk.do(ask.GiveFate(item, "assigned", "Ben"))
    assert (desk.item(item).fate, desk.item(item).owner) == ("assigned", desk.who("Ben"))
    desk.do(ask.GiveFate(item, "dropped"))
    assert (desk.item(item).fate, desk.item(item).owner) == ("dropped", None)
    desk.do(ask.GiveFate(item, "dropped"))
    assert desk.item(item).fate is None
    assert "More than one fits" in desk.refuse(ask.GiveFate(item, "assigned", "be"))
    takeaway = desk.catch("takeaway", "two")
    assert "Only what was parked" in desk.refuse(ask.GiveFate(takeaway, "dropped"))


def test_the_level_of_the_notes() -> None:
    desk = Desk(TALK)
    desk.do(ask.SetLevel("room"))
    assert desk.state.level == "room"
    assert "already" in desk.refuse(ask.SetLevel("room"))


def test_ids_of_items_are_never_given_twice() -> None:
    desk = Desk(TALK)
    desk.catch("parked", "one")
    desk.undo()
    assert desk.catch("parked", "two") == ItemId("i2")
