"""Hundreds of sessions of two hundred acts each, drawn by lot: the sums of time, and every voice offered the floor."""

import random
import re
from dataclasses import replace

import pytest

from facilitator.engine import commands as ask
from facilitator.engine import forecast
from facilitator.engine.activities.topics import GoOn, NextTopic
from facilitator.engine.commands import Command
from facilitator.engine.events import Fitted, TurnStarted
from facilitator.engine.rules import Refusal
from facilitator.engine.state import State
from facilitator.engine.turns import floor_freed, still_to_come
from formats.model import Break, Round
from formats.words import PersonId, SegmentId
from tests.engine.builders import MINUTE, NOON, Desk, ritual
from tests.engine.test_machine import fit_is_fair

AGENDA = ritual(
    ("intro", 8, "round", {"keep": {"learn": "learns"}, "opens": "facilitator"}),
    ("cards", 7, "board", {"columns": ["Start", "Stop"]}),
    ("topics", 12, "topics", {"boxes": ["3", "2"], "from": "cards"}),
    ("pause", 5, "break"),
    ("talk", 9, "talk", {"presenters": "2"}),
    ("open", 15, "discussion", {"queue": "fair", "at_least": "6"}),
    ("fixed", 6, "round", {"box": "1", "order": "shuffle"}),
    ("ask", 10, "round", {"order": "volunteers", "protected": True}),
    ("last", 5, "round", {"order": "quiet-first"}),
)
NAMES = ("Ana", "Ben", "Chi", "Dee", "Eli", "Fay", "Gus")
ACTS = 200
PAUSE = Break(title="Lunch", planned_seconds=600)
LEAVES = (ask.Next, ask.Previous, ask.JumpTo, ask.End)
"""The acts by which a round can be left."""
STEPS = (0, 1, 7, 20, 61, 180, 700)
"""Seconds between two acts."""


class Story:
    """One session by lot, and what is looked at after each act."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        here = NAMES[: self.chance.randint(1, len(NAMES))]
        waits = self.chance.random() < 0.3
        self.desk = Desk(
            AGENDA,
            *here,
            facilitator="Ana",
            presenters={"talk": here[:2]},
            starts_in=5 if waits else None,
            ends_in=self.chance.choice([None, 50.0, 90.0]),
            begun=not waits,
            seed=seed,
        )
        self.asked: dict[SegmentId, list[PersonId]] = {}
        self.told: frozenset[PersonId] = frozenset()

    def segment(self) -> SegmentId:
        return self.chance.choice(self.desk.state.segments).id

    def person(self) -> PersonId:
        return self.chance.choice(list(self.desk.state.people))

    def command(self) -> Command:
        """Draw an act, those of a round more often than others."""
        chance = self.chance
        kinds = (
            *(ask.NextSpeaker() for _ in range(8)),
            *(ask.Pass(), ask.Pass(), ask.Later(), ask.Later()),
            *(ask.Next() for _ in range(3)),
            ask.Previous(sure=False),
            ask.Pause(),
            ask.Fit(),
            ask.JumpTo(self.segment(), sure=False),
            ask.Skip(self.segment()),
            ask.Move(self.segment(), chance.choice([-1, 1])),
            ask.Insert(Break(title="Break", planned_seconds=chance.choice([60, 300])), self.segment()),
            ask.Insert(PAUSE, self.segment(), until=self.desk.now + chance.choice([20, 60]) * MINUTE),
            ask.SetMinutes(self.segment(), chance.choice([MINUTE, 6 * MINUTE, 20 * MINUTE])),
            ask.ChangeTime(chance.choice([-5, -1, 1, 5]) * MINUTE),
            ask.SetHardStop(chance.choice([None, NOON + 45 * MINUTE, NOON + 100 * MINUTE])),
            ask.SettleGap(chance.choice([30_000, 20 * MINUTE]), counts=chance.random() < 0.5),
            ask.InOrOut(chance.choice(NAMES)),
            ask.RaiseHand(self.person()),
            ask.GiveFloor(self.person()),
            ask.Capture("topic", ("a topic",)),
            NextTopic(),
            GoOn(),
        )
        return chance.choice(kinds)

    def go_on(self) -> None:
        """Let some time pass and do one act."""
        self.desk.wait(seconds=self.chance.choice(STEPS))
        self.do(self.command())

    def do(self, command: Command) -> None:
        """Do an act, and now and then once more where that is asked for; `told` is who was named the first time."""
        before, now = self.desk.state, self.moment
        answer = self.desk.answer(command)
        if not isinstance(answer, Refusal):
            self.nobody_is_skipped_without_a_word(before)
            self.told = frozenset()
            for event in answer:
                if isinstance(event.body, Fitted):
                    fit_is_fair(before, self.desk.state, now)
                if isinstance(event.body, TurnStarted):
                    self.everyone_once_before_anyone_twice(before, event.body)
                    self.nobody_begins_who_spoke_last(before, command, event.body)
                    self.no_box_is_under_half_of_the_first(before, event.body)
        elif answer.again and isinstance(command, LEAVES) and not command.sure and self.chance.random() < 0.4:
            self.told = who_is_named(before, answer.why)
            self.do(replace(command, sure=True))
        self.sums()

    @property
    def moment(self) -> int:
        return max(self.desk.now, self.desk.open.events[-1].at)

    def nobody_is_skipped_without_a_word(self, before: State) -> None:
        """Whoever is in the room was offered the floor in a round that is left, or was named before it was left."""
        current, after = before.now_running, self.desk.state
        left = after.current != before.current or after.status == "ended"
        if current is None or current.spec.activity != "round" or not left:
            return
        offered = {*self.asked.get(current.id, ())}
        assert set(before.present()) <= offered | self.told

    def nobody_begins_who_spoke_last(self, before: State, command: Command, turn: TurnStarted) -> None:
        """Who is called first in a round did not speak last in the one before, unless there is nobody else."""
        spec = before.segment(turn.of).spec
        own_reason = isinstance(command, ask.GiveFloor) or (
            spec.opens is not None if isinstance(spec, Round) else True
        )
        volunteer = before.hands[:1] == (turn.person,)
        if own_reason or volunteer or len(self.asked[turn.of]) > 1 or before.present() == (turn.person,):
            return
        freed = floor_freed(before, "done", self.moment)
        assert turn.person != freed.last_speaker

    def no_box_is_under_half_of_the_first(self, before: State, turn: TurnStarted) -> None:
        spec = before.segment(turn.of).spec
        if not isinstance(spec, Round) or spec.box_seconds is not None or turn.box_ms is None:
            return
        order = before.orders.get(turn.of)
        first = None if order is None else order.first_box_ms
        if first is None:
            # Half of what the plan gives everyone who was ever there, however late the round begins.
            assert turn.box_ms >= before.segment(turn.of).plan_ms // len(before.people) // 2
        else:
            assert turn.box_ms >= first // 2

    def everyone_once_before_anyone_twice(self, before: State, turn: TurnStarted) -> None:
        asked = self.asked.setdefault(turn.of, [])
        order = before.orders.get(turn.of)
        spec = before.segment(turn.of).spec
        called_by_name = turn.of != before.current  # an introduction that is caught up inside another segment
        if turn.person in asked and order is not None and spec.activity == "round" and not called_by_name:
            waiting = [one for one in order.queue if one not in asked and before.people[one].present]
            assert waiting == []
        asked.append(turn.person)

    def sums(self) -> None:
        """Spent, paused and left out are what passed since the start; drift is the end less the target."""
        state, now = self.desk.state, self.moment
        assert forecast.drift(state, now) == forecast.projected_end(state, now) - forecast.target(state, now)
        assert all(segment.plan_ms > 0 for segment in state.segments)
        if state.started_at is None:
            return
        spent = [segment.box.spent(now) for segment in state.segments]
        paused = state.paused_ms + (0 if state.paused_since is None else now - state.paused_since)
        assert min(spent) >= 0
        assert sum(spent) + paused + state.left_out_ms == now - state.started_at


def who_is_named(state: State, why: str) -> frozenset[PersonId]:
    """Return whom a refusal named as still to come, those it only counted too."""
    found = re.search(r"still to come: (.*?)(?: and (\d+) more)?[.;]", why)
    if found is None:
        return frozenset()
    named = [
        next(one.id for one in state.people.values() if one.name == name) for name in found[1].split(", ")
    ]
    assert state.current is not None
    waiting = still_to_come(state, state.current) or state.present()
    assert list(waiting[: len(named)]) == named
    assert len(waiting) == len(named) + int(found[2] or 0)
    return frozenset(waiting)


def play(seeds: range) -> None:
    for seed in seeds:
        story = Story(seed)
        for _ in range(ACTS):
            story.go_on()
        story.do(ask.End(sure=False))


@pytest.mark.parametrize("part", range(10))
def test_five_hundred_sessions(part: int) -> None:
    play(range(part * 50, part * 50 + 50))


@pytest.mark.torture
@pytest.mark.parametrize("part", range(10))
def test_five_thousand_sessions(part: int) -> None:
    play(range(1_000 + part * 500, 1_500 + part * 500))
