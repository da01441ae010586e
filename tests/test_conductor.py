"""A session without a screen: acts by name, what is known of the disk, gaps, coming back, second presses."""

from collections.abc import Callable
from errno import ENOSPC
from pathlib import Path

import pytest

from data.files import DISK, FileSystem
from data.records import Record
from data.store import Store
from facilitator.asking import COMMANDS
from facilitator.conductor import (
    AGAIN_SECONDS,
    CHOSEN_AGAIN_SECONDS,
    LIFE_SECONDS,
    MOVES_TIME,
    CanNotResume,
    Conductor,
    session_of,
)
from facilitator.engine.commands import Capture, Pause
from facilitator.engine.events import GapCounted, GapLeftOut, SegmentStarted
from facilitator.engine.rules import Refusal
from facilitator.engine.state import State
from facilitator.engine.timebox import Box
from formats.words import ActId, ItemId, SegmentId
from screens import acts
from tests.data.builders import FaultyDisk
from tests.engine.builders import MINUTE, NOON, SECOND, Part, ritual
from tests.live.builders import SESSION, THREE, HandClock, session_start, store_in

TALKS: tuple[Part, ...] = (("one", 10, "talk"), ("two", 20, "talk"), ("three", 30, "talk"))


class Desk:
    """A conductor, its clock and its disk."""

    def __init__(
        self,
        folder: Path,
        *parts: Part,
        people: tuple[str, ...] = THREE,
        speed: float = 1.0,
        starts_in: float | None = None,
        ends_in: float | None = None,
        at_once: bool = False,
        files: FileSystem = DISK,
    ) -> None:
        self.clock = HandClock(speed=speed)
        self.store: Store = store_in(folder, self.clock, files)
        start = session_start(
            ritual(*(parts or TALKS)),
            people,
            clock=self.clock,
            starts_in=starts_in,
            ends_in=ends_in,
            at_once=at_once,
        )
        begun = Conductor.begin(self.store, SESSION, start, self.clock)
        assert isinstance(begun, Conductor), begun
        self.conductor = begun

    @property
    def state(self) -> State:
        return self.conductor.state

    @property
    def box(self) -> Box:
        """The box of the current segment."""
        current = self.state.now_running
        assert current is not None
        return current.box

    def left(self) -> float:
        """Return the minutes left of the current segment."""
        return self.box.left(self.conductor.now()) / MINUTE

    def wait(self, seconds: float, *, ticks: bool = True) -> None:
        """Let seconds of the wall pass; with a tick each second, or one at the end."""
        if not ticks:
            self.clock.at += round(seconds * SECOND * self.clock.speed)
            self.conductor.tick()
            return
        for _ in range(round(seconds)):
            self.clock.at += round(SECOND * self.clock.speed)
            self.conductor.tick()

    def sleep(self, seconds: float) -> None:
        """Tick, and let seconds pass unseen before the next tick."""
        self.conductor.tick()
        self.wait(seconds, ticks=False)

    def previews(self) -> bool:
        """Say whether the preview of fit is shown."""
        return self.conductor.preview

    def ask(self, act: str, text: str = "", target: str = "", more: tuple[str, ...] = ()) -> str:
        """Do an act; return why it was refused, or nothing."""
        refusal = self.conductor.ask(act, text, target, more).refusal
        return "" if refusal is None else refusal.why

    def saved(self) -> bool:
        """Wait for the disk."""
        return self.conductor.kept.writer.drain(5)

    def again(self, after_seconds: float = 0) -> "Desk":
        """End the program without a word and come back after some seconds."""
        assert self.conductor.kept.close()
        self.clock.at += round(after_seconds * SECOND)
        self.conductor = Conductor.resume(self.store.open(SESSION), self.clock)
        return self


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
    clock = HandClock()
    store = store_in(tmp_path, clock)
    start = session_start(ritual(*TALKS), ("Ana", "ana"), clock=clock)
    refused = Conductor.begin(store, SESSION, start, clock)
    assert isinstance(refused, Refusal)
    assert "Two people are called ana" in refused.why
    assert store.ids() == []


# Acts by name


SENSIBLE: dict[str, tuple[tuple[str, str], ...]] = {
    "jump_to": (("", "other"),),
    "skip": (("", "other"),),
    "hard_stop": (("13:30", ""), ("", "")),
    "in_or_out": (("Dee", ""), ("Dee", "")),
    "hand": (("chi", ""),),
    "give_floor": (("chi", ""), ("", "p1")),
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


def test_a_second_press_means_it_only_when_it_follows_at_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("round", 12, "round"), ("talk", 10, "talk"))
    desk.ask("next")
    desk.wait(AGAIN_SECONDS + 1)
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
    desk.wait(CHOSEN_AGAIN_SECONDS - 1)
    assert desk.ask("undo_act", target=joined) == ""
    assert list(desk.state.people) == ["p1"]
    assert desk.ask("redo") == ""
    assert desk.state == before.state

    desk.ask("undo_act", target=joined)
    desk.wait(CHOSEN_AGAIN_SECONDS + 1)
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


# Gaps


@pytest.mark.parametrize(
    ("speed", "seconds", "asked"),
    [
        (1.0, 5, False),
        (1.0, 5.1, True),
        (1.0, 2_400, True),
        (60.0, 5, False),
        (60.0, 5.1, True),
        (0.5, 5, False),
    ],
)
def test_a_gap_is_what_the_wall_did_not_see(
    tmp_path: Path, speed: float, seconds: float, asked: bool
) -> None:
    desk = Desk(tmp_path, speed=speed)
    desk.wait(2)
    desk.wait(seconds, ticks=False)
    assert desk.conductor.gap_ms == (round(seconds * SECOND * speed) if asked else 0)


def test_a_gap_that_counts_changes_nothing(desk: Desk) -> None:
    desk.wait(60)
    desk.wait(5 * 60, ticks=False)
    assert desk.left() == 4
    desk.ask("gap_counts")
    assert desk.conductor.session.events[-1].body == GapCounted(5 * MINUTE)
    assert desk.conductor.gap_ms == 0
    assert desk.left() == 4


def test_a_gap_left_out_did_not_happen_to_the_box(desk: Desk) -> None:
    desk.wait(60)
    desk.wait(5 * 60, ticks=False)
    desk.wait(3)
    desk.wait(60, ticks=False)  # It slept again before anybody answered.
    assert desk.conductor.gap_ms == 6 * MINUTE
    desk.ask("gap_left_out")
    assert desk.conductor.session.events[-1].body == GapLeftOut(6 * MINUTE)
    assert desk.left() * 60 == 537
    desk.ask("undo")
    assert desk.left() * 60 == 177


@pytest.mark.parametrize("act", sorted(MOVES_TIME))
def test_what_moves_time_waits_until_a_gap_is_settled(tmp_path: Path, act: str) -> None:
    desk = Desk(tmp_path)
    desk.wait(1)
    desk.wait(60, ticks=False)
    assert desk.ask(act, target="two") == (
        "First say whether the time that passed unseen counts: 1 it counts, 2 leave it out."
    )
    assert desk.ask("park", "what is said is kept all the same") == ""


def test_no_gap_while_paused_waiting_or_ended(tmp_path: Path) -> None:
    for folder, before in (("a", "pause"), ("b", "end")):
        desk = Desk(tmp_path / folder)
        desk.wait(1)
        desk.ask(before)
        desk.wait(600, ticks=False)
        assert desk.conductor.gap_ms == 0
    waiting = Desk(tmp_path / "c", starts_in=30)
    waiting.wait(1)
    waiting.wait(600, ticks=False)
    assert waiting.conductor.gap_ms == 0


def test_a_clock_that_is_set_back_does_not_take_the_session_with_it(desk: Desk) -> None:
    desk.wait(60)
    desk.clock.at -= 60 * MINUTE
    desk.conductor.tick()
    assert desk.left() == 9
    desk.wait(60)
    assert desk.left() == 8
    desk.ask("park", "after the change")
    moments = [event.at for event in desk.conductor.session.events]
    assert moments == sorted(moments)
    assert desk.conductor.gap_ms == 0
    # What the wall shows now is what the session shows.
    assert desk.conductor.local(desk.conductor.now()) == desk.clock.local(desk.clock.at)


def test_now_never_goes_back(desk: Desk) -> None:
    seen = []
    for step in (1_000, -500, 3_000, -200_000, 1_000, 100, -2_000):
        desk.clock.at += step
        desk.conductor.tick()
        desk.conductor.do(Capture("parked", (f"{step}",)))
        seen.append(desk.conductor.now())
    assert seen == sorted(seen)


# Coming back


@pytest.mark.parametrize(("seconds", "asked"), [(1, False), (299, False), (300, True), (1_200, True)])
def test_on_coming_back_a_short_time_away_counts_and_a_long_one_is_asked_about(
    tmp_path: Path, seconds: int, asked: bool
) -> None:
    desk = Desk(tmp_path)
    desk.wait(60)
    before = desk.left()
    desk.again(after_seconds=seconds)
    assert (desk.conductor.gap_ms > 0) is asked
    assert round((before - desk.left()) * 60) == seconds


def test_after_a_long_time_away_leaving_it_out_gives_the_time_back(desk: Desk) -> None:
    desk.wait(60)
    desk.again(after_seconds=1_200)
    assert desk.conductor.gap_ms == 1_200 * SECOND
    desk.ask("gap_left_out")
    assert desk.left() == 9


def test_coming_back_to_a_pause_asks_nothing(desk: Desk) -> None:
    desk.ask("pause")
    desk.again(after_seconds=3_600)
    assert desk.conductor.gap_ms == 0
    assert desk.left() == 10


def test_coming_back_with_a_clock_that_is_behind_goes_on_from_where_it_was(desk: Desk) -> None:
    desk.wait(120)
    desk.ask("park", "one")
    desk.again(after_seconds=-3_600)
    assert desk.left() == 8
    desk.wait(60)
    assert desk.left() == 7


def test_what_is_stored_and_can_not_be_folded_is_told(desk: Desk) -> None:
    assert desk.saved()
    records = list(desk.store.read(SESSION).records)
    with pytest.raises(CanNotResume, match="no events yet"):
        session_of([])
    stranger = Record("x", len(records) + 1, "x", NOON, "Danced", {})
    with pytest.raises(CanNotResume, match="newer version"):
        session_of([*records, stranger])
    with pytest.raises(CanNotResume, match="does not fit those before it"):
        session_of([*records, records[0]])


# The disk


def test_what_is_known_follows_the_disk(tmp_path: Path) -> None:
    disk = FaultyDisk()
    desk = Desk(tmp_path, files=disk)
    assert desk.saved()
    news: list[int] = []
    desk.conductor.listen(lambda: news.append(1))
    known = desk.conductor.known()
    assert known.acknowledged == known.events == len(desk.conductor.session.events)
    assert known.waiting == 0

    disk.arm(1, ENOSPC, lasting=True, only=("create",))
    desk.ask("park", "while it is full")
    assert not desk.saved()
    known = desk.conductor.known()
    assert known.waiting == 1
    assert known.problem
    assert known.since is not None
    assert news

    disk.heal()
    desk.wait(1)
    assert desk.saved()
    assert desk.conductor.known().problem == ""
    assert desk.conductor.known().waiting == 0
    assert session_of(desk.store.read(SESSION).records) == desk.conductor.session


def test_a_tick_never_writes_the_session_and_leaves_a_sign_of_life_now_and_then(tmp_path: Path) -> None:
    disk = FaultyDisk()
    desk = Desk(tmp_path, files=disk)
    desk.wait(1)
    assert desk.saved()
    before = desk.store.version(SESSION)
    signs = set()
    for _ in range(LIFE_SECONDS * 2):
        desk.wait(1)
        assert desk.saved()
        signs.add(desk.store.files.signature(desk.store.places(SESSION).owner))
    assert desk.store.version(SESSION) == before
    assert 2 <= len(signs) <= 3


def test_drafts_are_kept_and_let_go(desk: Desk) -> None:
    assert desk.conductor.draft() == ""
    desk.conductor.save_draft("park half a thou")
    desk.again()
    assert desk.conductor.draft() == "park half a thou"
    desk.conductor.save_draft("")
    desk.again()
    assert desk.conductor.draft() == ""


def test_leaving_keeps_it_unfinished_and_finishing_does_not(tmp_path: Path) -> None:
    left = Desk(tmp_path / "a")
    assert left.conductor.leave()
    assert left.store.unfinished() == [SESSION]
    ended = Desk(tmp_path / "b")
    ended.ask("end")
    assert ended.conductor.finish()
    assert ended.store.unfinished() == []
    header = ended.store.read(SESSION).header
    assert header["status"] == "ended"
    assert header["ended_at"] == NOON


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
