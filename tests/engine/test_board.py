"""Boards: numbered cards in columns, silent writing, merging, votes, and later segments that go on with them."""

from facilitator.engine import commands as ask
from facilitator.engine.activities import RULES
from facilitator.engine.activities.board import CountVotes, MergeCards, MoveCard, Reveal
from facilitator.engine.items import board_hidden, card_home, cards_of, is_hidden
from formats.words import ItemId, SegmentId
from tests.engine.builders import Desk, ritual

NORMS = ritual(
    ("talk", 5, "talk"),
    ("norms", 10, "board", {"columns": ["Talk", "Disagree", "Stays"], "hidden": True}),
    ("vote", 5, "board", {"from": "norms", "votes": True}),
)


def allowed(desk: Desk) -> frozenset[str]:
    current = desk.state.now_running
    assert current is not None
    return RULES[current.spec.activity].allowed(desk.state, current)


def test_cards_are_taken_before_their_board_begins_and_numbered_in_order() -> None:
    desk = Desk(NORMS)
    first = desk.catch("card", "one at a time", "ask first")
    desk.do(ask.Next())
    third = desk.catch("card", "names stay here", column=2)
    cards = cards_of(desk.state, SegmentId("norms"))
    assert [(card.number, card.column, card.text) for card in cards] == [
        (1, 0, "one at a time"),
        (2, 0, "ask first"),
        (3, 2, "names stay here"),
    ]
    assert (desk.item(first).segment, desk.item(third).segment) == ("talk", "norms")


def test_a_column_that_is_not_there_is_the_last_one() -> None:
    desk = Desk(NORMS)
    assert desk.item(desk.catch("card", "x", column=9)).column == 2


def test_cards_written_silently_are_hidden_until_they_are_revealed() -> None:
    desk = Desk(NORMS)
    item = desk.catch("card", "quiet")
    assert is_hidden(desk.state, desk.item(item))
    desk.do(ask.Next())
    assert allowed(desk) == {"reveal"}
    desk.do(Reveal())
    assert not is_hidden(desk.state, desk.item(item))
    assert allowed(desk) == {"move_card", "merge_card", "card_action", "count_votes"}
    assert "Nothing is hidden" in desk.refuse(Reveal())


def test_going_on_with_a_hidden_board_shows_it() -> None:
    desk = Desk(NORMS)
    desk.do(ask.Next())
    item = desk.catch("card", "quiet")
    desk.do(ask.Next())
    assert not is_hidden(desk.state, desk.item(item))


def test_a_board_that_was_skipped_is_shown_by_the_one_that_goes_on_with_it() -> None:
    desk = Desk(NORMS)
    desk.catch("card", "quiet")
    desk.do(ask.JumpTo(SegmentId("vote")))
    assert not board_hidden(desk.state, SegmentId("norms"))
    later = desk.catch("card", "loud")
    assert (desk.item(later).board, desk.item(later).number) == ("norms", 2)
    desk.do(ask.JumpTo(SegmentId("norms")))
    assert not board_hidden(desk.state, SegmentId("norms"))


def test_cards_go_to_the_board_that_runs_else_to_the_next_else_to_the_last() -> None:
    two = ritual(("one", 5, "board"), ("talk", 5, "talk"), ("two", 5, "board"), ("end", 5, "talk"))
    desk = Desk(two, begun=False, starts_in=1)
    homes = []
    for _ in range(5):
        home = card_home(desk.state)
        assert home is not None
        homes.append(home.id)
        if len(homes) < 5:
            desk.do(ask.Next())
    assert homes == ["one", "one", "two", "two", "two"]


def test_cards_move_round_the_columns() -> None:
    desk = Desk(NORMS)
    item = desk.catch("card", "x")
    for column in (1, 2, 0):
        desk.do(MoveCard(item))
        assert desk.item(item).column == column
    desk.do(MoveCard(item, step=-1))
    assert desk.item(item).column == 2
    single = Desk(ritual(("cards", 5, "board")))
    assert "no other column" in single.refuse(MoveCard(single.catch("card", "x")))


def test_a_card_that_says_the_same_goes_under_another_with_its_votes() -> None:
    desk = Desk(NORMS)
    desk.catch("card", "a", "b", "c")
    a, b, c = (ItemId(f"i{nth}") for nth in (1, 2, 3))
    desk.do(CountVotes(a, 2))
    desk.do(CountVotes(b, 3))
    desk.do(MergeCards(a, 2))
    assert [card.text for card in cards_of(desk.state, SegmentId("norms"))] == ["b", "c"]
    assert (desk.item(a).merged, desk.item(b).votes) == (b, 5)
    desk.do(MergeCards(b, 3))
    assert (desk.item(a).merged, desk.item(b).merged, desk.item(c).votes) == (c, c, 5)
    assert "Choose a card" in desk.refuse(MoveCard(a))
    assert "same card" in desk.refuse(MergeCards(c, 3))
    assert "no card 2" in desk.refuse(MergeCards(c, 2))


def test_what_lay_under_a_card_is_seen_again_when_that_is_removed() -> None:
    desk = Desk(NORMS)
    desk.catch("card", "a", "b")
    desk.do(MergeCards(ItemId("i1"), 2))
    desk.do(ask.Remove(ItemId("i2")))
    assert [card.text for card in cards_of(desk.state, SegmentId("norms"))] == ["a"]


def test_votes_are_typed_and_bad_ones_refused() -> None:
    desk = Desk(NORMS)
    item = desk.catch("card", "a")
    desk.do(CountVotes(item, 4))
    assert desk.item(item).votes == 4
    assert "already" in desk.refuse(CountVotes(item, 4))
    for votes in (-1, 1_000):
        assert "0 to 999" in desk.refuse(CountVotes(item, votes))
    assert "not there" in desk.refuse(CountVotes(ItemId("i9"), 1))
    assert "Choose a card" in desk.refuse(CountVotes(desk.catch("parked", "b"), 1))


def test_an_action_is_made_from_a_card() -> None:
    desk = Desk(NORMS, "Ben")
    card = desk.catch("card", "more interviews")
    desk.do(ask.Capture("action", ("more interviews @ben",), origin=card))
    action = list(desk.state.items.values())[-1]
    assert (action.kind, action.origin, action.owner) == ("action", card, desk.who("Ben"))
    assert desk.item(card).kind == "card"
