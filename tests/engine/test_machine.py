"""Random acts in random order: what must be true of every session, whatever people do."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from facilitator.engine import commands as ask
from facilitator.engine import forecast
from facilitator.engine.activities.board import CountVotes, MergeCards, MoveCard, Reveal
from facilitator.engine.activities.groups import NextGroupRound, RedrawGroups
from facilitator.engine.activities.poll import CountHands
from facilitator.engine.activities.round import KeepField
from facilitator.engine.activities.signup import TakeRole
from facilitator.engine.activities.topics import GoOn, NextTopic
from facilitator.engine.commands import Command
from facilitator.engine.events import Event, Fitted, OrderDrawn, TurnStarted
from facilitator.engine.rules import Refusal
from facilitator.engine.session import Session
from facilitator.engine.state import State
from formats.model import Break
from formats.words import Duty, Fate, ItemId, ItemKind, PersonId, SegmentId
from tests.engine.builders import MINUTE, NOON, SECOND, Desk, ritual, through_the_disk

EVERYTHING = ritual(
    ("intro", 6, "round", {"keep": {"learn": "learns"}, "opens": "facilitator"}),
    ("cards", 8, "board", {"columns": ["Start", "Stop"], "hidden": True}),
    ("vote", 4, "board", {"from": "cards", "votes": True}),
    ("topics", 9, "topics", {"boxes": ["3", "2"], "from": "cards"}),
    ("groups", 6, "groups", {"size": 2, "rounds": 2, "roles": ["Asks", "Answers"]}),
    ("pause", 5, "break"),
    ("talk", 7, "talk", {"presenters": "2"}),
    ("open", 10, "discussion", {"queue": "fair", "at_least": "6"}),
    ("signup", 3, "signup"),
    ("poll", 3, "poll"),
    ("last", 5, "round", {"order": "quiet-first", "protected": True}),
)
TWO_ROUNDS = ritual(
    ("first", 9, "round", {"keep": {"learn": "learns"}, "order": "shuffle"}),
    ("cards", 9, "board"),
    ("second", 9, "round", {"box": "1", "opens": "facilitator"}),
    ("third", 9, "round", {"order": "volunteers"}),
)
NAMES = ("Ana", "Ben", "Chi", "Dee", "Eli", "Fay")

PAUSE = Break(title="Break", planned_seconds=240)

Asked = Callable[[Desk], Command]
"""A command that depends on what is there."""

numbers = st.integers(0, 59)
segments = st.sampled_from([SegmentId(part.id) for part in EVERYTHING.segments])
names = st.sampled_from([*NAMES, *NAMES, "Ana, Gus", "b"])
kinds: st.SearchStrategy[ItemKind] = st.sampled_from(
    ["parked", "takeaway", "action", "card", "card", "topic"]
)
fates: st.SearchStrategy[Fate] = st.sampled_from(["discussed", "next session", "assigned", "dropped"])
duties: st.SearchStrategy[Duty] = st.sampled_from(["facilitator", "timekeeper", "note-taker", "presenter"])
texts = st.sampled_from(["one", "two\nthree", "do it @ben due fri", "[x]", ""])
minutes = st.sampled_from([-5 * MINUTE, -MINUTE, MINUTE, 5 * MINUTE])


def item(desk: Desk, number: int) -> ItemId:
    """Choose an item that is there, or now and then one that is not."""
    there = list(desk.state.items)
    return there[number % len(there)] if there and number < 56 else ItemId("i99")


def person(desk: Desk, number: int) -> PersonId:
    """Choose someone who is listed, or now and then nobody."""
    listed = list(desk.state.people)
    return listed[number % len(listed)] if listed and number < 56 else PersonId("p99")


def plain(*commands: Command) -> st.SearchStrategy[Asked]:
    return st.sampled_from([lambda _desk, command=command: command for command in commands])


agenda_acts: st.SearchStrategy[Command] = st.one_of(
    st.just(ask.Next(sure=True)),
    st.builds(ask.Next, st.booleans()),
    st.just(ask.Previous()),
    st.builds(ask.JumpTo, segments),
    st.builds(ask.Skip, segments),
    st.builds(ask.ChangeTime, minutes),
    st.just(ask.Fit()),
    st.just(ask.Pause()),
    st.builds(ask.SettleGap, st.sampled_from([0, 30 * SECOND, 20 * MINUTE]), st.booleans()),
    st.builds(ask.SetHardStop, st.sampled_from([None, NOON + 30 * MINUTE, NOON + 90 * MINUTE])),
    st.builds(ask.Move, segments, st.sampled_from([-1, 1])),
    st.builds(ask.Insert, st.just(PAUSE), st.none() | segments),
    st.builds(ask.Retitle, segments, st.sampled_from(["Another title", "", "Open"])),
    st.builds(ask.SetMinutes, segments, st.sampled_from([0, MINUTE, 6 * MINUTE, 20 * MINUTE])),
    st.builds(ask.SetPrompts, segments, st.sampled_from([(), ("Why?",), ("What?", "Who?")])),
)
turn_acts: st.SearchStrategy[Asked] = st.one_of(
    plain(ask.NextSpeaker(), ask.NextSpeaker(sure=False), ask.Pass(), ask.Later()),
    numbers.map(lambda n: lambda desk: ask.GiveFloor(person(desk, n))),
    numbers.map(lambda n: lambda desk: ask.RaiseHand(person(desk, n))),
    numbers.map(lambda n: lambda desk: ask.MoveHand(person(desk, n), 1 if n % 2 else -1)),
    st.tuples(numbers, duties, st.none() | segments).map(
        lambda of: lambda desk: ask.GiveDuty(of[1], person(desk, of[0]), of[2])
    ),
    names.map(lambda name: lambda _desk: ask.InOrOut(name)),
)
item_acts: st.SearchStrategy[Asked] = st.one_of(
    st.tuples(kinds, texts, texts).map(lambda of: lambda _desk: ask.Capture(of[0], of[1:])),
    st.tuples(kinds, texts, texts).map(lambda of: lambda _desk: ask.Capture(of[0], of[1:])),
    st.tuples(numbers, texts, st.none() | kinds).map(
        lambda of: lambda desk: ask.Edit(item(desk, of[0]), of[1], of[2])
    ),
    numbers.map(lambda n: lambda desk: ask.Remove(item(desk, n))),
    numbers.map(lambda n: lambda desk: ask.OffRecordItem(item(desk, n))),
    st.tuples(numbers, fates, names).map(
        lambda of: lambda desk: ask.GiveFate(item(desk, of[0]), of[1], of[2])
    ),
    plain(ask.OffRecord(), ask.SetLevel("open"), ask.SetLevel("room")),
)

OWN: dict[str, Sequence[Callable[[Desk, int], Command]]] = {
    "round": (
        lambda desk, n: KeepField(person(desk, n), "learn" if n % 5 else "nothing", "Rust" if n % 3 else ""),
    ),
    "board": (
        lambda _desk, _n: Reveal(),
        lambda desk, n: CountVotes(item(desk, n), n % 6 - 1),
        lambda desk, n: MoveCard(item(desk, n), 1 if n % 2 else -1),
        lambda desk, n: MergeCards(item(desk, n), n % 4 + 1),
    ),
    "topics": (
        lambda _desk, _n: NextTopic(),
        lambda _desk, _n: GoOn(),
        lambda desk, n: CountVotes(item(desk, n), n % 6),
    ),
    "groups": (lambda _desk, _n: NextGroupRound(), lambda _desk, _n: RedrawGroups()),
    "signup": (lambda _desk, n: TakeRole(n % 4 - 1, NAMES[n % len(NAMES)]),),
    "poll": (lambda _desk, n: CountHands(n % 3 - 1, n % 7 - 1, n),),
}
"""What can be asked in a segment of an activity."""


def in_force(session: Session) -> list[Event]:
    return [event for event in session.events if event.act not in session.undone]


def offered(session: Session, segment: SegmentId) -> set[PersonId]:
    """Return who had the floor in a segment's order; who raised a hand before it was drawn spoke outside of it."""
    bodies = [event.body for event in in_force(session)]
    drawn = (
        place for place, one in enumerate(bodies) if isinstance(one, OrderDrawn) and one.segment == segment
    )
    return {
        one.person
        for one in bodies[next(drawn, len(bodies)) :]
        if isinstance(one, TurnStarted) and one.of == segment
    }


class Watched(RuleBasedStateMachine):
    """A session that is looked at after every act."""

    desk: Desk

    def ask(self, command: Command) -> None:
        """Ask, and look at what came of it."""
        before = self.desk.open
        answer = self.desk.answer(command)
        if isinstance(answer, Refusal):
            assert self.desk.open is before
            assert answer.why.endswith(".")
            return
        after = self.desk.open
        assert after.redoable == ()
        self.every_voice_once_before_any_twice(before, command, answer)
        for event in answer:
            if isinstance(event.body, Fitted):
                fit_is_fair(before.state, after.state, self.moment)
        # A branch, so that the session goes on without the marks.
        self.desk.undo()
        assert self.desk.state == before.state
        self.desk.redo()
        assert self.desk.state == after.state
        self.desk.session = after

    def every_voice_once_before_any_twice(
        self, before: Session, command: Command, happened: Sequence[Event]
    ) -> None:
        current = self.desk.state.now_running
        if current is None:
            return
        free = isinstance(command, ask.GiveFloor) and current.spec.activity != "round"
        for event in happened:
            if not isinstance(event.body, TurnStarted) or event.body.of not in before.state.orders or free:
                continue
            had = offered(before, event.body.of)
            if event.body.person not in had:
                continue
            queue = before.state.orders[event.body.of].queue
            waiting = [one for one in queue if one not in had and before.state.people[one].present]
            assert waiting == [], f"{event.body.person} was asked again before {waiting}"

    # What is always true

    @property
    def moment(self) -> int:
        """The moment of the session, which never goes back."""
        return max(self.desk.now, self.desk.open.events[-1].at)

    @invariant()
    def spent_and_paused_and_left_out_are_the_time_that_passed(self) -> None:
        state, now = self.desk.state, self.moment
        if state.started_at is None:
            assert all(segment.box.spent(now) == 0 for segment in state.segments)
            return
        until = now if state.ended_at is None else state.ended_at
        paused = state.paused_ms + (0 if state.paused_since is None else until - state.paused_since)
        spent = sum(segment.box.spent(until) for segment in state.segments)
        assert spent + paused + state.left_out_ms == until - state.started_at

    @invariant()
    def only_one_box_of_a_segment_runs(self) -> None:
        state = self.desk.state
        running = [segment.id for segment in state.segments if segment.box.since is not None]
        stands = state.status != "running" or state.paused_since is not None
        assert running == ([] if stands else [state.current])

    @invariant()
    def the_end_is_never_in_the_past_and_drift_is_how_far_it_is_from_the_target(self) -> None:
        state, now = self.desk.state, self.moment
        end = forecast.projected_end(state, now)
        assert forecast.drift(state, now) == end - forecast.target(state, now)
        if state.status != "ended":
            assert end >= now
            left = sum(segment.plan_ms - segment.box.spent(now) for segment in state.to_come())
            assert end >= now + left

    @invariant()
    def moments_never_go_back_and_events_are_counted(self) -> None:
        events = self.desk.open.events
        assert all(one.at <= other.at for one, other in pairwise(events))
        assert [event.seq for event in events] == list(range(1, len(events) + 1))

    @invariant()
    def who_speaks_or_wants_to_is_in_the_room(self) -> None:
        state = self.desk.state
        speaking = () if state.floor is None else (state.floor.person,)
        assert {*speaking, *state.hands} <= set(state.present())
        assert len(set(state.hands)) == len(state.hands)

    @invariant()
    def cards_of_a_board_have_numbers_of_their_own(self) -> None:
        numbers = [(item.board, item.number) for item in self.desk.state.items.values() if item.board]
        assert len(set(numbers)) == len(numbers)

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            assert through_the_disk(self.desk.open) == self.desk.open


def fit_is_fair(before: State, after: State, now: int) -> None:
    """Nothing is lengthened, the protected keep their plans, no floor is broken, and the rest is named."""
    _plans, short = forecast.fitted(before, now)
    for then, fitted in zip(before.segments, after.segments, strict=True):
        assert fitted.plan_ms <= then.plan_ms
        assert fitted.plan_ms >= min(then.plan_ms, then.floor_ms)
        if then.spec.protected:
            assert fitted.plan_ms == then.plan_ms
    late = forecast.drift(after, now)
    # A segment with a time to end may make the session shorter than it has to be: what comes before it must.
    held = any(segment.until is not None for segment in before.to_come())
    assert (max(late, 0) if held else late) == short


class AnySession(Watched):
    """A facilitator who presses keys at random."""

    @initialize(
        here=st.integers(0, len(NAMES)),
        waits=st.sampled_from([False, False, False, True]),
        stops=st.sampled_from([None, 45, 75]),
        seed=st.integers(0, 9),
    )
    def open(self, here: int, waits: bool, stops: float | None, seed: int) -> None:
        self.desk = Desk(
            EVERYTHING,
            *NAMES[:here],
            facilitator="Ana" if here else None,
            presenters={"talk": ("Ana",)} if here else {},
            starts_in=5 if waits else None,
            ends_in=stops,
            begun=not waits,
            seed=seed,
        )

    # What people do

    @rule(seconds=st.sampled_from([1, 20, 90, 400, 1500, -420]))
    def time_passes_or_the_clock_is_set_back(self, seconds: int) -> None:
        self.desk.wait(seconds=seconds)

    @rule(command=agenda_acts)
    def the_agenda(self, command: Command) -> None:
        self.ask(command)

    @rule(asked=turn_acts)
    def turns(self, asked: Asked) -> None:
        self.ask(asked(self.desk))

    @rule(asked=turn_acts)
    def more_turns(self, asked: Asked) -> None:
        self.ask(asked(self.desk))

    @rule(asked=item_acts)
    def items(self, asked: Asked) -> None:
        self.ask(asked(self.desk))

    @rule(which=numbers, number=numbers)
    def what_the_activity_adds(self, which: int, number: int) -> None:
        current = self.desk.state.now_running
        here = () if current is None else OWN.get(current.spec.activity, ())
        anywhere = [one for own in OWN.values() for one in own]
        acts = here if here and number < 50 else anywhere
        self.ask(acts[which % len(acts)](self.desk, number))

    @rule(which=numbers, number=numbers)
    def more_of_what_the_activity_adds(self, which: int, number: int) -> None:
        self.what_the_activity_adds(which, number)

    @rule(redo=st.booleans())
    def the_newest_act_is_taken_back(self, redo: bool) -> None:
        self.desk.answer(ask.Redo() if redo else ask.Undo())

    @precondition(lambda self: len(self.desk.open.acts) > 1)
    @rule(back=st.integers(1, 20), stays=st.booleans())
    def one_of_the_last_acts_is_taken_back(self, back: int, stays: bool) -> None:
        whole, before = self.desk.open, self.desk.state
        act = whole.acts[1:][-min(back, len(whole.acts) - 1)]
        answer = self.desk.answer(ask.UndoAct(act))
        if isinstance(answer, Refusal):
            assert answer.also, answer.why
            assert answer.why.endswith(" back.")
            self.desk.do(ask.UndoAct(act, answer.also))
        without = self.desk.open
        assert act not in without.acts
        self.desk.redo()
        assert self.desk.state == before
        self.desk.session = without if stays else whole

    @precondition(lambda self: len(self.desk.open.events) > 25)
    @rule(sure=st.integers(0, 20))
    def the_end(self, sure: int) -> None:
        if sure == 0:
            self.ask(ask.End())


class Rounds(Watched):
    """A room that goes through two rounds and little else, so that they come to their end."""

    @initialize(here=st.integers(1, len(NAMES)), seed=st.integers(0, 9))
    def open(self, here: int, seed: int) -> None:
        self.desk = Desk(TWO_ROUNDS, *NAMES[:here], facilitator="Ana", seed=seed)

    @rule(command=st.sampled_from([ask.NextSpeaker(), ask.NextSpeaker(), ask.Pass(), ask.Later()]))
    def the_floor_goes_on(self, command: Command) -> None:
        self.desk.wait(seconds=20)
        self.ask(command)

    @rule(asked=turn_acts)
    def turns(self, asked: Asked) -> None:
        self.ask(asked(self.desk))

    @rule(number=numbers)
    def someone_is_called(self, number: int) -> None:
        self.ask(ask.GiveFloor(person(self.desk, number)))

    @rule(sure=st.sampled_from([False, False, False, True]))
    def the_next_round_begins(self, sure: bool) -> None:
        self.ask(ask.Next(sure))

    @rule()
    def the_newest_act_is_taken_back(self) -> None:
        self.desk.answer(ask.Undo())


SHORT = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
LONG = settings(SHORT, max_examples=5_000, stateful_step_count=200, derandomize=False)

TestAnySession = AnySession.TestCase
TestAnySession.settings = SHORT
TestRounds = Rounds.TestCase
TestRounds.settings = SHORT


@pytest.mark.torture
@pytest.mark.parametrize("machine", [AnySession, Rounds])
def test_many_long_sessions(machine: type[Watched]) -> None:
    run_state_machine_as_test(machine, settings=LONG)
