"""A session without a screen: how it begins, its acts by name, second presses."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data.store import Store
from facilitator.asking import COMMANDS
from facilitator.conductor import (
    AGAIN_SECONDS,
    CHOSEN_AGAIN_SECONDS,
    CanNotResume,
    Conductor,
    session_of,
)
from facilitator.engine.commands import Newcomer, Pause, Start
from facilitator.engine.events import SegmentStarted
from facilitator.engine.rules import Refusal
from facilitator.soundness import sound_session
from formats.words import ActId, ItemId, SegmentId
from screens import acts
from tests.conductor.builders import SESSION, TALKS, Computer, Desk
from tests.engine.builders import MINUTE, NOON, Part, ritual


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# Beginning


def test_a_session_begins_with_its_first_segment(desk: Desk) -> None:
    assert desk.state.current == "one"
    assert desk.state.started_at == NOON
    assert desk.saved()
    stored = desk.store.read(SESSION)
    assert [one.kind for one in stored.records][:1] == ["SessionStarted"]
    assert session_of(stored.records) == desk.conductor.session
    assert stored.header["title"] == "Ritual"
    assert stored.header["status"] == "running"


def test_with_a_start_ahead_it_waits_unless_told_to_run_at_once(tmp_path: Path) -> None:
    waiting = Desk(tmp_path / "a", starts_in=5)
    assert waiting.state.status == "waiting"
    assert waiting.state.current is None
    running = Desk(tmp_path / "b", starts_in=5, at_once=True)
    assert running.state.current == "one"
    past = Desk(tmp_path / "c", starts_in=-5)
    assert past.state.current == "one"


def test_what_can_not_begin_leaves_nothing_behind(tmp_path: Path) -> None:
    computer = Computer()
    store = Store(tmp_path, now=computer.now)
    chosen = ritual(*TALKS)
    start = Start(chosen, "", chosen.level, 1, people=(Newcomer("Ana"), Newcomer("ana")))
    refused = Conductor.begin(store, SESSION, start, computer)
    assert isinstance(refused, Refusal)
    assert "Two people are called ana" in refused.why
    assert store.ids() == []


# Acts by name


SENSIBLE: dict[str, tuple[tuple[str, str], ...]] = {
    "jump_to": (("", "other"),),
    "skip": (("", "other"),),
    "insert": (("Break 5", ""), ("10 min round of thanks", "other")),
    "move_up": (("", "other"),),
    "move_down": (("", "inserted-7"),),
    "retitle": (("Something else", "other"),),
    "set_minutes": (("1.5", "other"), ("90s", "plain")),
    "edit_prompt": (("Why?", "other 0"), ("", "other 0")),
    "hard_stop": (("13:30", ""), ("", "")),
    "in_or_out": (("Dee", ""), ("Dee", "")),
    "hand": (("chi", ""),),
    "give_floor": (("chi", ""), ("", "p1")),
    "hand_nearer": (("", "p2"),),
    "hand_further": (("", "p1"),),
    "lower_hand": (("", "p1"),),
    "facilitates": (("ben", ""), ("ben", "")),
    "keeps_time": (("ben", ""), ("chi", "")),
    "takes_notes": (("ben", ""), ("ben", "")),
    "presents": (("ben", "other"), ("chi", "")),
    "park": (("one", ""),),
    "takeaway": (("one", ""),),
    "decision": (("one", ""),),
    "action": (("one @ben due fri", ""),),
    "resource": (("one", ""),),
    "card": (("one", "0"), ("one", "")),
    "edit": (("otherwise", "i1"), ("otherwise still", "i1 takeaway")),
    "remove": (("", "i1"),),
    "off_record_item": (("", "i1"),),
    "fate_discussed": (("", "i1"),),
    "fate_next": (("", "i1"),),
    "fate_assign": (("ben", "i1"),),
    "fate_drop": (("", "i1"),),
    "count_votes": (("3", "i2"),),
    "move_card": (("", "i2"),),
    "merge_card": (("2", "i2"),),
    "card_action": (("", "i2"), ("do it", "i2")),
    "keep_field": (("to fly", "p1 learn"),),
    "take_role": (("ben", "0"),),
    "count_hands": (("4", "0 1"),),
    "undo_act": (("", "a3"),),
    "level": (("", "room"),),
}
"""What each act that needs more than its name is given: texts and targets."""

BOARD: Part = ("board", 10, "board", {"columns": ["Keep", "Drop"], "hidden": "true"})
PLACE: dict[str, Part] = {
    "reveal": BOARD,
    "count_votes": ("board", 10, "board", {"columns": ["Keep", "Drop"]}),
    "move_card": ("board", 10, "board", {"columns": ["Keep", "Drop"]}),
    "merge_card": ("board", 10, "board", {"columns": ["Keep", "Drop"]}),
    "card_action": ("board", 10, "board"),
    "card": ("board", 10, "board"),
    "keep_field": ("round", 10, "round", {"keep": {"learn": "wants to learn"}}),
    "hand_nearer": ("open", 10, "discussion"),
    "hand_further": ("open", 10, "discussion"),
    "lower_hand": ("open", 10, "discussion"),
    "pass": ("round", 10, "round"),
    "later": ("round", 10, "round"),
    "next_speaker": ("round", 10, "round"),
    "take_role": ("roles", 10, "signup"),
    "count_hands": ("poll", 10, "poll"),
    "next_topic": ("topics", 10, "topics"),
    "go_on_topic": ("topics", 10, "topics"),
    "next_group_round": ("groups", 10, "groups", {"rounds": 2}),
    "redraw_groups": ("groups", 10, "groups"),
}
"""The segment in which an act has a meaning."""

BEFORE: dict[str, Callable[[Desk], object]] = {
    "move_up": lambda desk: desk.ask("insert", "Break 5"),
    "move_down": lambda desk: desk.ask("insert", "Break 5"),
    "hand_nearer": lambda desk: (desk.ask("hand", "ana"), desk.ask("hand", "ben")),
    "hand_further": lambda desk: (desk.ask("hand", "ana"), desk.ask("hand", "ben")),
    "lower_hand": lambda desk: desk.ask("hand", "ana"),
    "end": lambda desk: desk.ask("end"),
    "previous": lambda desk: desk.ask("next"),
    "fit": lambda desk: (desk.ask("add_five"), desk.ask("fit")),
    "pass": lambda desk: desk.ask("next_speaker"),
    "later": lambda desk: desk.ask("next_speaker"),
    "keep_field": lambda desk: desk.ask("next_speaker"),
    "go_on_topic": lambda desk: desk.ask("next_topic"),
    "redo": lambda desk: desk.ask("undo"),
    "gap_counts": lambda desk: desk.sleep(60),
    "gap_left_out": lambda desk: desk.sleep(60),
}
"""What has to be done before an act."""


@pytest.mark.parametrize("act", sorted(COMMANDS))
def test_every_act_of_a_session_is_done_when_it_makes_sense(tmp_path: Path, act: str) -> None:
    desk = Desk(tmp_path, PLACE.get(act, ("plain", 10, "talk")), ("other", 10, "talk"))
    desk.ask("park", "parked before")
    desk.ask("card", "first card")
    desk.ask("card", "second card")
    if act in BEFORE:
        BEFORE[act](desk)
    for text, target in SENSIBLE.get(act, (("", ""),)):
        wanted = desk.conductor.session.acts[1] if act == "undo_act" else target
        outcome = desk.conductor.ask(act, text, wanted)
        assert outcome.refusal is None, f"{act}: {outcome.refusal}"
        assert outcome.events
    assert desk.saved()
    assert session_of(desk.store.read(SESSION).records) == desk.conductor.session


@pytest.mark.parametrize("act", sorted(COMMANDS))
@pytest.mark.parametrize(
    ("text", "target"), [("", ""), ("nonsense", "nowhere"), ("-1", "i99 0"), ("\x1b[2J", "9")]
)
def test_no_act_falls_over_whatever_it_is_given(tmp_path: Path, act: str, text: str, target: str) -> None:
    for desk in (Desk(tmp_path / "a", people=()), Desk(tmp_path / "b", starts_in=5)):
        outcome = desk.conductor.ask(act, text, target)
        if outcome.refusal is not None:
            assert outcome.refusal.why.endswith("."), outcome.refusal.why
            assert "!" not in outcome.refusal.why
            assert not outcome.events
        desk.conductor.ask("end")
        assert isinstance(desk.conductor.ask(act, text, target).events, tuple)
        assert desk.conductor.kept.close()


def test_an_act_that_nobody_knows_is_a_mistake_of_the_program(desk: Desk) -> None:
    with pytest.raises(KeyError):
        desk.conductor.ask("dance")
    assert {act.name for act in acts.LIVE if act.kind == "session"} == set(COMMANDS)


# Second presses


def test_next_is_asked_twice_while_people_are_still_to_come(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("round", 12, "round"), ("talk", 10, "talk"))
    assert desk.ask("next") == "n again goes on; still to come: Ana, Ben, Chi."
    assert desk.ask("next") == ""
    assert desk.state.current == "talk"


def test_jumping_back_and_closing_are_asked_twice_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("talk", 10, "talk"), ("round", 12, "round"), ("end", 10, "talk"))
    desk.ask("next")
    for act in ("previous", "end"):
        assert "still to come: Ana, Ben, Chi" in desk.ask(act)
    assert "still to come" in desk.ask("jump_to", target="end")
    assert "still to come" in desk.ask("jump_to", target="talk"), "another segment is asked about anew"
    # The list has to be opened again before it can be chosen again.
    desk.live(AGAIN_SECONDS + 1)
    assert desk.ask("jump_to", target="talk") == ""
    assert desk.state.current == "talk"


def test_a_second_press_means_it_only_when_it_follows_at_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("round", 12, "round"), ("talk", 10, "talk"))
    desk.ask("next")
    desk.live(AGAIN_SECONDS + 1)
    assert "still to come" in desk.ask("next")
    desk.ask("park", "in between")
    assert "still to come" in desk.ask("next")
    assert desk.state.current == "round"


def test_an_act_is_taken_back_with_those_that_rest_on_it_when_chosen_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("round", 12, "round"), people=("Ana",))
    desk.ask("in_or_out", "Ben")
    joined = desk.conductor.session.acts[-1]
    desk.ask("next_speaker")
    desk.ask("next_speaker")
    before = desk.conductor.session
    assert desk.ask("undo_act", target=joined).startswith("Ben spoke after joining")
    assert desk.conductor.session is before
    desk.live(CHOSEN_AGAIN_SECONDS - 1)
    assert desk.ask("undo_act", target=joined) == ""
    assert list(desk.state.people) == ["p1"]
    assert desk.ask("redo") == ""
    assert desk.state == before.state

    desk.ask("undo_act", target=joined)
    desk.live(CHOSEN_AGAIN_SECONDS + 1)
    assert "choose it again" in desk.ask("undo_act", target=joined)
    assert len(desk.state.people) == 2


def test_fit_is_shown_first_and_done_when_asked_again(desk: Desk) -> None:
    assert "It fits" in desk.ask("fit")
    assert not desk.previews()
    desk.ask("add_five")
    desk.ask("fit")
    assert desk.previews()
    assert desk.state.segments[1].plan_ms == 20 * MINUTE
    assert desk.conductor.close_preview()
    assert not desk.conductor.close_preview()
    desk.ask("fit")
    desk.ask("fit")
    assert desk.state.segments[1].plan_ms == 18 * MINUTE
    assert not desk.previews()


def test_a_command_without_a_key_goes_the_same_way(desk: Desk) -> None:
    outcome = desk.conductor.do(Pause())
    assert outcome.refusal is None
    assert outcome.before.state.paused_since is None
    assert desk.state.paused_since == NOON
    assert desk.saved()
    assert desk.store.read(SESSION).records[-1].kind == "Paused"


def test_ids_are_never_given_twice_even_after_undo(desk: Desk) -> None:
    desk.ask("park", "one")
    desk.ask("undo")
    desk.ask("park", "two")
    assert list(desk.state.items) == [ItemId("i2")]
    desk.ask("in_or_out", "Dee")
    desk.ask("undo")
    desk.ask("in_or_out", "Eli")
    assert list(desk.state.people)[-1] == "p5"
    ids = [event.id for event in desk.conductor.session.events]
    assert len(set(ids)) == len(ids)
    assert ActId("") not in desk.conductor.session.acts
    assert any(event.body == SegmentStarted(SegmentId("one")) for event in desk.conductor.session.events)


def test_a_time_to_be_back_is_that_of_the_clock_that_people_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("one", 10, "talk"), ("two", 10, "talk"))
    desk.live(60)
    desk.computer.at -= 30 * MINUTE
    desk.live(60)
    # The clock shows 11:32; the first segment has eight minutes left.
    assert desk.ask("insert", "Lunch until 12:00") == ""
    lunch = desk.state.segments[1]
    assert (lunch.plan_ms, lunch.until) == (20 * MINUTE, NOON + 30 * MINUTE)
    assert desk.conductor.local(lunch.until or 0).strftime("%H:%M") == "12:00"


def test_a_session_with_a_time_to_be_back_that_no_clock_shows_can_not_be_used(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("one", 10, "talk"), ("two", 10, "talk"))
    assert desk.ask("insert", "Lunch until 12:40") == ""
    assert desk.saved()
    *others, last = desk.store.read(SESSION).records
    assert sound_session([*others, last], desk.computer) == desk.conductor.session
    with pytest.raises(CanNotResume, match="no clock shows"):
        sound_session([*others, replace(last, data={**last.data, "until": 10**15})], desk.computer)


@pytest.mark.parametrize("typed", ["", "talk to the board"])
def test_an_action_made_from_a_card_off_the_record_is_off_it_too(tmp_path: Path, typed: str) -> None:
    desk = Desk(tmp_path, ("board", 10, "board"))
    desk.ask("card", "between us")
    desk.ask("off_record_item", target="i1")
    desk.ask("card_action", typed, target="i1")
    action = desk.state.items[ItemId("i2")]
    assert (action.text, action.off) == (typed or "between us", True)
