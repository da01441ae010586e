"""What may not be seen never reaches a view, wherever one looks in it."""

from collections.abc import Callable

import pytest

from facilitator.engine import commands as ask
from facilitator.engine.activities.board import MergeCards, MoveCard
from facilitator.engine.activities.topics import NextTopic
from facilitator.engine.cards import CountVotes
from facilitator.presenter.secrets import dots
from facilitator.presenter.telling import tell
from formats.words import ItemId
from tests.engine.builders import Desk, Part, ritual
from tests.presenter.looking import look, look_back, texts

SECRET = "the reorganisation"
ONE = ItemId("i1")
BOARD: Part = ("board", 10, "board", {"columns": ["A", "B"], "votes": "true", "authors": "shown"})
HIDDEN: Part = ("hidden", 10, "board", {"columns": ["A", "B"], "votes": "true", "hidden": "true"})
LATER: Part = ("later", 10, "talk")


def off(kind: str, part: Part = LATER) -> Desk:
    """Catch something off the record."""
    desk = Desk(ritual(part, ("end", 5, "talk")), "Ana", "Ben")
    desk.do(ask.OffRecord())
    desk.do(ask.Capture(kind, (SECRET,)))  # type: ignore[arg-type]  # one of the kinds
    desk.do(ask.OffRecord())
    return desk


def put_off(kind: str, part: Part = LATER) -> Desk:
    """Catch something on the record and put it off."""
    desk = Desk(ritual(part, ("end", 5, "talk")), "Ana", "Ben")
    desk.do(ask.Capture(kind, (SECRET,)))  # type: ignore[arg-type]  # one of the kinds
    desk.do(ask.OffRecordItem(ONE))
    return desk


def silent() -> Desk:
    """Write a card silently."""
    desk = Desk(ritual(HIDDEN, ("end", 5, "talk")), "Ana", "Ben")
    desk.do(ask.Capture("card", (SECRET,)))
    return desk


KINDS = ("parked", "takeaway", "decision", "action", "resource")
WAYS: dict[str, Callable[[], Desk]] = {
    **{f"{kind}, off": lambda kind=kind: off(kind) for kind in KINDS},  # type: ignore[misc]  # a default binds the kind
    **{f"{kind}, put off": lambda kind=kind: put_off(kind) for kind in KINDS},  # type: ignore[misc]  # as above
    "card, off": lambda: off("card", BOARD),
    "card, put off": lambda: put_off("card", BOARD),
    "topic, off": lambda: off("card", ("topics", 10, "topics")),
    "topic, put off": lambda: put_off("card", ("topics", 10, "topics")),
    "card, silent": silent,
    "topic from a hidden board": lambda: off("card", ("topics", 10, "topics")),
}
THEN: dict[str, tuple[ask.Command, ...]] = {
    "nothing": (),
    "edited": (ask.Edit(ONE, f"{SECRET} again"),),
    "given a fate": (ask.GiveFate(ONE, "assigned", "Ana"),),
    "voted": (CountVotes(ONE, 3),),
    "moved": (MoveCard(ONE),),
    "merged": (ask.Capture("card", ("other",)), MergeCards(ItemId("i2"), 1)),
    "made current": (NextTopic(),),
    "removed": (ask.Remove(ONE),),
    "taken back": (ask.Undo(),),
    "taken back and done again": (ask.Undo(), ask.Redo()),
    "gone on": (ask.Next(),),
    "closed": (ask.End(),),
}


@pytest.mark.parametrize("then", THEN)
@pytest.mark.parametrize("way", WAYS)
def test_no_view_holds_what_may_not_be_seen(way: str, then: str) -> None:
    desk = WAYS[way]()
    for command in THEN[then]:
        before = desk.open
        desk.answer(command)
        if then.startswith("taken back") and "put off" in way:
            return  # Taking that back makes it seen again, as it should.
        told = tell(before, desk.act()) + tell(desk.open, desk.act()) + desk.said
        assert "reorganisation" not in told
        for view in (look(desk), look(desk, preview=True), look_back(desk)):
            assert not [text for text in texts(view) if "reorganisation" in text]


def test_dots_say_how_many_characters_they_stand_for() -> None:
    assert dots("abcde") == "••••• 5"
    assert dots("日本") == "••••• 2"
    assert dots("") == ""
    view = look(off("parked"))
    assert view.lists[0].rows[0].text == f"••••• {len(SECRET)}"
    assert view.lists[0].rows[0].typed == ""


def test_who_has_something_off_the_record_is_not_said_either() -> None:
    desk = Desk(ritual(LATER), "Ana", "Ben")
    desk.do(ask.OffRecord())
    desk.do(ask.Capture("action", ("talk to them @ben due fri",)))
    row = look(desk).lists[3].rows[0]
    assert (row.text, row.tail) == ("••••• 12", "")


def test_the_line_is_told_to_draw_dots() -> None:
    typing = look(silent()).typing
    assert typing.secret_cards
    assert not typing.secret
    desk = Desk(ritual(BOARD))
    desk.do(ask.OffRecord())
    assert look(desk).typing.secret
    assert look(desk).top.off_record


def test_what_is_private_to_the_facilitator_stands_nowhere_in_view() -> None:
    desk = Desk(ritual(("round", 12, "round"), ("talk", 10, "discussion")), "Ana", "Ben", "Chi")
    desk.do(ask.NextSpeaker())
    desk.do(ask.Pass(), after_seconds=77)
    desk.do(ask.NextSpeaker(), after_seconds=123)
    desk.do(ask.NextSpeaker(), after_seconds=30)
    desk.do(ask.NextSpeaker(), after_seconds=30)
    desk.do(ask.Next())
    said = " ".join(texts(look(desk))).split()
    for private in ("pass", "passed", "1:17", "2:03", "77", "123", "airtime"):
        assert private not in said
