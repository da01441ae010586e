"""Rows that are remembered say the same as rows made anew, whatever happens in between."""

from facilitator.engine import commands as ask
from facilitator.engine.activities.board import Reveal
from facilitator.engine.commands import Command
from facilitator.known import Known
from facilitator.presenter.live import Presenter
from formats.words import ItemId
from tests.engine.builders import Desk, Part, ritual
from tests.presenter.looking import look, utc

BOARD: tuple[Part, ...] = (("board", 10, "board", {"columns": ["A"], "hidden": "true"}), ("talk", 20, "talk"))
ONE, TWO = ItemId("i1"), ItemId("i2")

STORY: tuple[Command, ...] = (
    ask.Capture("parked", ("roadmap?",)),
    ask.Capture("action", ("write it down @ben due fri",)),
    ask.Capture("card", ("hidden",)),
    ask.Edit(ONE, "budget?"),
    ask.OffRecordItem(ONE),
    ask.Undo(),
    ask.InOrOut("Ben"),
    ask.InOrOut("Dee, Eli"),
    ask.GiveFate(ONE, "assigned", "Dee"),
    ask.Edit(TWO, "write it up @dee"),
    Reveal(),
    ask.Edit(ItemId("i3"), "was a card", kind="takeaway"),
    ask.Undo(),
    ask.Redo(),
    ask.OffRecord(),
    ask.Capture("decision", ("between us",)),
    ask.Remove(ONE),
    ask.Next(),
)


def test_what_is_remembered_says_the_same_as_what_is_made_anew() -> None:
    desk, presenter = Desk(ritual(*BOARD), "Ana", "Ben"), Presenter(utc)
    for command in STORY:
        desk.do(command)
        events = len(desk.open.events)
        for known in (
            Known(events - 1, events),
            Known(events - 1, events, "the disk is full"),
            Known(events, events),
        ):
            assert look(desk, presenter, known=known) == look(desk, Presenter(utc), known=known)


def test_a_row_is_made_again_only_for_the_item_that_changed() -> None:
    desk, presenter = Desk(ritual(*BOARD), "Ana", "Ben"), Presenter(utc)
    desk.catch("parked", "one")
    desk.catch("parked", "two")
    before = look(desk, presenter).lists[0].rows
    desk.do(ask.InOrOut("Ben"))
    desk.do(ask.Edit(TWO, "two in other words"))
    desk.catch("parked", "three")
    after = look(desk, presenter).lists[0].rows
    assert [row.text for row in after] == ["one", "two in other words", "three"]
    assert after[0] is before[0]
