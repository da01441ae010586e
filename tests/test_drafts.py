"""How drafts are written down: whatever was typed is read again, and whatever is damaged never fails or shows more."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.drafts import from_text, keys_of, missing, placed, to_text
from facilitator.engine import commands as ask
from facilitator.presenter.allowed import allowed
from facilitator.presenter.live import own
from formats.text import clean
from screens.acts import BY_NAME, CAPTURE_KINDS
from screens.views.draft import Draft
from tests.engine.builders import Desk, ritual

ACTS = sorted(act.name for act in BY_NAME.values() if act.kind == "session")
TYPED = st.text(min_size=1, max_size=60).map(clean).filter(str.strip)
DRAFTS = st.lists(
    st.builds(Draft, st.sampled_from(ACTS), TYPED, st.sampled_from(["", "i3", "p1 learn"]), st.booleans()),
    max_size=6,
)


@given(DRAFTS)
def test_what_was_written_down_is_read_again(drafts: list[Draft]) -> None:
    found = from_text(to_text(drafts))
    assert found.drafts == tuple(drafts)
    assert found.whole


@given(DRAFTS, st.data())
def test_a_file_that_was_cut_off_still_has_its_first_drafts(drafts: list[Draft], data: st.DataObject) -> None:
    whole = to_text(drafts)
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    found = from_text(cut)
    assert found.drafts == tuple(drafts)[: len(found.drafts)]
    assert len(found.drafts) >= cut.count("\n") - 1 - cut.endswith("]}\n")
    assert not found.whole or cut.strip() in {"", whole.strip()}


@given(st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "replace")))
def test_no_file_fails_whatever_is_in_it(text: str) -> None:
    found = from_text(text)
    assert all(draft.act in BY_NAME and clean(draft.text) == draft.text for draft in found.drafts)


@pytest.mark.parametrize("hidden", [{}, {"hidden": None}, {"hidden": "no"}, {"hidden": 0}])
def test_what_does_not_say_that_it_may_be_seen_may_not(hidden: dict[str, object]) -> None:
    row = {"act": "park", "text": "the reorganisation", **hidden}
    (draft,) = from_text(json.dumps({"schema": 1, "drafts": [row]})).drafts
    assert draft.hidden


def test_the_form_of_earlier_versions_is_read() -> None:
    assert from_text("park half a tho").drafts == (Draft("park", "half a tho"),)
    assert from_text("card* a secret\nin two lines").drafts == (
        Draft("card", "a secret\nin two lines", hidden=True),
    )
    assert from_text("").whole
    assert not from_text("what is it").whole


def test_what_is_not_written_as_it_was_typed_is_counted() -> None:
    one, two = Draft("park", "one"), Draft("edit", "two", "i1")
    assert missing(to_text([one, two]), to_text([one, two])) == 0
    assert missing(to_text([one, two]), to_text([one])) == 1
    assert missing(to_text([one, two]), to_text([Draft("park", "on")])) == 2
    assert missing("", to_text([one])) == 0


def test_the_keys_are_named_once_each_in_their_order() -> None:
    drafts = [Draft("action", "1"), Draft("park", "2"), Draft("action", "3"), Draft("edit", "4", "i1")]
    assert keys_of(drafts) == "a, p and e bring it back"
    assert keys_of(drafts[:1]) == "a brings it back"
    assert keys_of([Draft("keep_field", "x", "p1 learn")]) == "v brings it back"
    assert keys_of([Draft("count_votes", "3", "i1")]) == ". brings it back"
    assert keys_of([Draft("hard_stop", "11")]) == ": brings it back"


def found_places(desk: Desk, *drafts: Draft) -> list[tuple[str, str]]:
    """Return behind which act, and for what, drafts are found again."""
    session = desk.open
    there = placed(drafts, session, own(session.state), allowed(session, gap=False))
    assert [one.text for one in there] == [one.text for one in drafts]
    return [(one.act, one.target) for one in there]


def test_every_act_has_a_place_for_its_draft_and_hidden_stays_hidden() -> None:
    desk = Desk(ritual(("talk", 10, "talk")))
    session = desk.open
    drafts = [Draft(act, "x", target, hidden=True) for act in ACTS for target in ("", "i9", "p1 x")]
    for draft in placed(drafts, session, own(session.state), allowed(session, gap=False)):
        assert draft.hidden
        assert draft.act in CAPTURE_KINDS or draft.act in allowed(session, gap=False)


def test_the_edit_of_an_item_that_is_gone_is_a_draft_of_its_last_kind() -> None:
    desk = Desk(ritual(("talk", 10, "talk")))
    item = desk.catch("parked", "first")
    assert found_places(desk, Draft("edit", "first!", item)) == [("edit", item)]
    desk.do(ask.Edit(item, "first", kind="decision"))
    desk.do(ask.Remove(item))
    assert found_places(desk, Draft("edit", "first!", item), Draft("count_votes", "3", item)) == [
        ("decision", ""),
        ("park", ""),
    ]


def test_a_card_is_parked_where_there_is_no_board() -> None:
    assert found_places(Desk(ritual(("talk", 10, "talk"))), Draft("card", "x")) == [("park", "")]
    assert found_places(Desk(ritual(("board", 10, "board"))), Draft("card", "x")) == [("card", "")]
