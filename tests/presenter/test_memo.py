"""A part of the view is made again only when its part of the state is another object, so equal parts draw nothing."""

from dataclasses import fields

import pytest

from facilitator.engine import commands as ask
from facilitator.known import Known
from facilitator.presenter.live import Presenter
from screens.views.live import LiveView
from tests.engine.builders import Desk, Part, ritual
from tests.presenter.looking import look, look_back, utc

BOARD: tuple[Part, ...] = (("board", 10, "board", {"columns": ["A", "B"]}), ("talk", 20, "talk"))
PLAIN = {"waiting", "last", "preview", "second"}


def desk_with_items() -> Desk:
    desk = Desk(ritual(*BOARD), "Ana", "Ben")
    desk.catch("parked", "one")
    desk.catch("card", "two")
    return desk


def same(before: LiveView, after: LiveView) -> set[str]:
    """Return the parts that are the same objects in both."""
    names = {field.name for field in fields(LiveView)} - PLAIN
    return {name for name in names if getattr(before, name) is getattr(after, name)}


def test_looking_twice_at_the_same_moment_gives_the_same_parts() -> None:
    desk, presenter = desk_with_items(), Presenter(utc)
    before, after = look(desk, presenter), look(desk, presenter)
    assert before == after
    assert {field.name for field in fields(LiveView)} - PLAIN == same(before, after)


def test_a_second_later_only_the_clock_is_another() -> None:
    desk, presenter = desk_with_items(), Presenter(utc)
    before = look(desk, presenter)
    after = look(desk.wait(seconds=1), presenter)
    assert {field.name for field in fields(LiveView)} - PLAIN - same(before, after) == {"clock"}


def test_while_someone_speaks_the_floor_moves_too() -> None:
    desk, presenter = Desk(ritual(("round", 12, "round")), "Ana", "Ben"), Presenter(utc)
    desk.do(ask.NextSpeaker())
    before = look(desk, presenter)
    after = look(desk.wait(seconds=1), presenter)
    assert {field.name for field in fields(LiveView)} - PLAIN - same(before, after) == {"clock", "floor"}


@pytest.mark.parametrize(
    ("kind", "changed"), [("parked", 0), ("takeaway", 1), ("decision", 2), ("action", 3), ("resource", 4)]
)
def test_an_item_changes_its_list_and_no_other(kind: str, changed: int) -> None:
    desk, presenter = desk_with_items(), Presenter(utc)
    before = look(desk, presenter)
    desk.catch(kind, "three")  # type: ignore[arg-type]  # one of the kinds
    after = look(desk, presenter)
    assert [one is other for one, other in zip(before.lists, after.lists, strict=True)] == [
        place != changed for place in range(5)
    ]
    assert {"clock", "agenda", "segment", "activity", "floor", "typing"} <= same(before, after)


def test_a_card_changes_the_board_and_no_list() -> None:
    desk, presenter = desk_with_items(), Presenter(utc)
    before = look(desk, presenter)
    desk.catch("card", "three", column=1)
    after = look(desk, presenter)
    assert after.activity != before.activity
    assert all(one is other for one, other in zip(before.lists, after.lists, strict=True))


def test_news_of_the_disk_changes_only_what_was_marked() -> None:
    desk, presenter = desk_with_items(), Presenter(utc)
    events = len(desk.open.events)
    before = look(desk, presenter, known=Known(events - 1, events))  # The card is on its way.
    after = look(desk, presenter, known=Known(events, events))
    assert {"activity", "top"} == {field.name for field in fields(LiveView)} - PLAIN - same(before, after)
    assert all(one is other for one, other in zip(before.lists, after.lists, strict=True))


def test_the_wrap_up_shares_the_parts() -> None:
    desk, presenter = desk_with_items(), Presenter(utc)
    live, wrap_up = look(desk, presenter), look_back(desk, presenter)
    assert wrap_up.parked is live.lists[0]
    assert wrap_up.top is live.top
    assert wrap_up.clock is live.clock
    again = look_back(desk.wait(seconds=0.2), presenter)
    assert again.spent is wrap_up.spent
    assert again.lists[0] is wrap_up.lists[0]


def test_another_presenter_shares_nothing_and_says_the_same() -> None:
    desk = desk_with_items()
    assert look(desk, Presenter(utc)) == look(desk, Presenter(utc))
