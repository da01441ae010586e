"""What is off the record leaves no word behind, and the session stays the session it was."""

import random
from dataclasses import replace

import pytest

from facilitator.engine import commands as ask
from facilitator.engine.activities.board import CountVotes, MergeCards, MoveCard
from facilitator.engine.activities.topics import NextTopic
from facilitator.engine.commands import Command
from facilitator.engine.confidence import confidence, without_words, words_in_confidence
from facilitator.engine.events import ItemCaptured, ItemEdited
from facilitator.engine.session import Session, fold
from facilitator.engine.state import Item, State
from formats.words import ItemId, ItemKind
from tests.engine.builders import Desk, ritual, through_the_disk

GATHERING = ritual(
    ("open", 10, "discussion"), ("cards", 9, "board", {"columns": ["A", "B"]}), ("lean", 9, "topics")
)
INSTEAD = "off the record"


def told(session: Session) -> str:
    """Give everything that the events say, as one text."""
    return repr(session.events)


def emptied(session: Session) -> Session:
    """Fold what is left without the words, as it comes back from a disk."""
    return through_the_disk(fold(without_words(session, confidence(session), INSTEAD)))


def an_hour() -> Desk:
    return Desk(GATHERING, "Ana", "Ben", level="open")


def test_what_was_said_off_the_record_goes_and_the_rest_stays() -> None:
    desk = an_hour()
    desk.catch("takeaway", "ask early")
    desk.do(ask.OffRecord())
    secret = desk.catch("action", "talk to Ben @Ben due 2026-12-01")
    desk.do(ask.Edit(secret, "talk to Ben alone @Ben"))
    desk.do(ask.OffRecord())
    kept = desk.catch("decision", "weekly")
    after = emptied(desk.open)
    assert "talk to Ben" not in told(after)
    assert [item.text for item in after.state.items.values()] == ["ask early", INSTEAD, "weekly"]
    assert after.state.items[kept] == desk.item(kept)
    hollow = after.state.items[secret]
    assert hollow.off
    assert (hollow.author, hollow.owner, hollow.due) == (None, None, None)


def test_an_item_that_was_put_on_the_record_is_on_it() -> None:
    desk = an_hour()
    desk.do(ask.OffRecord())
    item = desk.catch("parked", "we never agreed")
    desk.do(ask.OffRecordItem(item))
    assert without_words(desk.open, confidence(desk.open), INSTEAD) == desk.open.events


def test_what_it_said_before_that_was_not_put_on_the_record() -> None:
    desk = an_hour()
    desk.do(ask.OffRecord())
    item = desk.catch("parked", "Ben is lazy")
    desk.do(ask.Edit(item, "Ben needs help"))
    desk.do(ask.OffRecordItem(item))
    desk.do(ask.Edit(item, "we all need help"))
    after = emptied(desk.open)
    assert "lazy" not in told(after)
    assert "Ben needs help" in told(after), "these words were on the record for a while"
    assert after.state == desk.state


def test_an_item_put_off_the_record_takes_all_its_words_along() -> None:
    desk = an_hour()
    item = desk.catch("takeaway", "said openly")
    desk.do(ask.OffRecordItem(item))
    assert "said openly" not in told(emptied(desk.open))
    desk.undo()
    assert "said openly" in told(emptied(desk.open)), "taken back, it is on the record again"


@pytest.mark.parametrize("gone", [ask.Remove(ItemId("i1")), ask.Undo()], ids=["removed", "taken back"])
def test_what_is_gone_stays_off_the_record(gone: Command) -> None:
    desk = an_hour()
    desk.catch("takeaway", "between us")
    desk.do(ask.OffRecord())
    desk.do(ask.OffRecord())
    desk.do(ask.OffRecordItem(ItemId("i1")))
    if isinstance(gone, ask.Undo):
        acts = desk.open.acts[-4:]
        desk.do(ask.UndoAct(acts[0], (acts[3],)))
    else:
        desk.do(gone)
    assert ItemId("i1") not in desk.state.items
    assert "between us" not in told(emptied(desk.open))


def test_what_was_put_on_the_record_and_taken_back_is_off_it() -> None:
    desk = an_hour()
    desk.do(ask.OffRecord())
    item = desk.catch("takeaway", "between us")
    desk.do(ask.OffRecordItem(item))
    desk.undo()
    desk.do(ask.Remove(item))
    assert "between us" not in told(emptied(desk.open))
    after = emptied(desk.open)
    assert after.redoable == desk.open.redoable


def test_an_edit_that_was_taken_back_while_off_the_record_goes_too() -> None:
    desk = an_hour()
    item = desk.catch("takeaway", "said openly")
    desk.do(ask.OffRecordItem(item))
    desk.do(ask.Edit(item, "between us"))
    desk.undo()
    desk.undo()
    after = emptied(desk.open)
    assert "said openly" in told(after)
    assert "between us" not in told(after)


def test_words_that_were_on_the_record_by_mistake_alone_were_never_on_it() -> None:
    desk = an_hour()
    desk.do(ask.OffRecord())
    item = desk.catch("parked", "Ben is lazy")
    desk.do(ask.OffRecordItem(item))
    desk.undo()
    desk.do(ask.Edit(item, "Ben needs help"))
    desk.do(ask.OffRecordItem(item))
    after = emptied(desk.open)
    assert "lazy" not in told(after)
    assert after.state == desk.state


def test_who_is_to_see_to_it_is_not_told_either() -> None:
    desk = an_hour()
    desk.do(ask.OffRecord())
    item = desk.catch("parked", "the reorganisation")
    desk.do(ask.GiveFate(item, "assigned", "Ben"))
    after = emptied(desk.open)
    assert (after.state.items[item].owner, after.state.items[item].fate) == (None, "assigned")


def test_cards_keep_their_numbers_and_votes() -> None:
    desk = an_hour()
    desk.do(ask.Next())
    first = desk.catch("card", "pairing")
    desk.do(ask.OffRecord())
    secret = desk.catch("card", "the reorganisation")
    desk.do(ask.OffRecord())
    third = desk.catch("card", "reviews")
    desk.do(CountVotes(secret, 3))
    desk.do(MergeCards(secret, 1))
    after = emptied(desk.open)
    assert (after.state.items[first].votes, after.state.items[third].number) == (3, 3)
    assert "reorganisation" not in told(after)


def test_the_words_are_named_once_and_not_if_they_stand_on_the_record_as_well() -> None:
    desk = an_hour()
    desk.catch("takeaway", "both")
    desk.do(ask.OffRecord())
    desk.catch("takeaway", "both", "between us", "between us")
    assert words_in_confidence(desk.open, confidence(desk.open)) == ("between us",)


def test_an_item_known_to_be_off_the_record_is_so_in_an_older_copy() -> None:
    desk = an_hour()
    item = desk.catch("takeaway", "said openly")
    before = desk.open
    private = confidence(before, frozenset({item}))
    assert "said openly" not in repr(without_words(before, private, INSTEAD))


def in_public(state: State) -> State:
    """Give a state without what is off the record in it."""

    def public(item: Item) -> Item:
        if not item.off:
            return replace(item, origin=None)
        return replace(item, text="", author=None, owner=None, due=None, origin=None)

    return replace(state, items={key: public(item) for key, item in state.items.items()})


def something(chance: random.Random, desk: Desk, number: int) -> Command:
    """Choose what is asked; its words are like no others."""
    item = ItemId(f"i{chance.randint(1, 8)}")
    kind: ItemKind = chance.choice(["parked", "takeaway", "action", "card", "decision"])
    words = f"words-{number}-end @Ben"
    return chance.choice(
        [
            ask.Capture(kind, (words,)),
            ask.Capture(kind, (words,), off=True),
            ask.Edit(item, words, kind=chance.choice([None, kind])),
            ask.Edit(item, words),
            ask.Remove(item),
            ask.OffRecord(),
            ask.OffRecordItem(item),
            ask.GiveFate(item, chance.choice(["assigned", "dropped"]), "Ben"),
            ask.Undo(),
            ask.Redo(),
            ask.UndoAct(chance.choice(desk.open.acts)),
            CountVotes(item, chance.randint(1, 4)),
            MergeCards(item, chance.randint(1, 3)),
            MoveCard(item),
            NextTopic(),
            ask.Next(),
        ]
    )


def open_and_secret(desk: Desk) -> tuple[set[str], set[str]]:
    """Tell which words stand on the record now, and which belong to what is off it now, looking at nothing but that."""
    items = desk.state.items.values()
    open_words = {item.text for item in items if not item.off}
    off = {item.id for item in items if item.off}
    bodies = [event.body for event in desk.open.events]
    worded = [body for body in bodies if isinstance(body, ItemCaptured | ItemEdited)]
    never = {body.item for body in worded} - {
        body.item for body in bodies if isinstance(body, ItemCaptured) and not body.off
    }
    never -= {getattr(body, "item", "") for body in bodies if getattr(body, "off", None) is False}
    return open_words, {body.text for body in worded if body.item in off | never}


def tell_at_random(seed: int, steps: int) -> None:
    chance = random.Random(seed)
    desk = an_hour()
    for number in range(steps):
        desk.answer(something(chance, desk, number))
    after = emptied(desk.open)
    open_words, secret = open_and_secret(desk)
    said = told(after)
    assert not [words for words in secret if words in said]
    assert not [words for words in open_words if words not in said]
    assert in_public(after.state) == in_public(desk.state)
    assert (after.undone, after.redoable, after.acts) == (
        desk.open.undone,
        desk.open.redoable,
        desk.open.acts,
    )
    again = emptied(after)
    assert again.events == after.events


def test_whatever_is_done_the_session_folds_to_the_same_without_the_words() -> None:
    for seed in range(20):
        tell_at_random(seed, 60)


@pytest.mark.torture
def test_whatever_is_done_at_length() -> None:
    for seed in range(1_000, 1_600):
        tell_at_random(seed, 150)
