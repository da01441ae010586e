"""Ticks, sleeps, clocks that are set, crashes, acts in any order: every second is somewhere, or it is asked about."""

import tempfile
from pathlib import Path

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

from facilitator.conductor import Conductor, session_of
from facilitator.sessiontime import SILENT_GAP_MS
from tests.conductor.builders import SESSION, Desk
from tests.engine.builders import SECOND, Part

PARTS: tuple[Part, ...] = (
    ("round", 6, "round"),
    ("talk", 10, "talk"),
    ("topics", 9, "topics", {"boxes": ["3", "2"]}),
    ("open", 10, "discussion"),
)
ACTS = st.sampled_from(
    [
        ("next", "", ""), ("next", "", ""), ("previous", "", ""), ("jump_to", "", "open"), ("skip", "", "topics"),
        ("pause", "", ""), ("pause", "", ""), ("add_five", "", ""), ("take_minute", "", ""), ("fit", "", ""),
        ("hard_stop", "13:30", ""), ("next_speaker", "", ""), ("pass", "", ""), ("give_floor", "", "p2"),
        ("in_or_out", "Ana", ""), ("in_or_out", "Dee", ""), ("card", "a topic", ""), ("next_topic", "", ""),
        ("go_on_topic", "", ""), ("park", "one", ""), ("end", "", ""), ("undo", "", ""), ("undo", "", ""),
        ("redo", "", ""),
    ]
)  # fmt: skip


class Afternoon(RuleBasedStateMachine):
    """A session, and beside it how long it really lasted as far as anybody could know.

    Attributes:
        passed_ms: What passed since the beginning, in milliseconds of the session: all that was seen or slept, and what
            the clock was set forward by. What it was set back by is taken off as far as a gap waits to be settled.
        slack_ms: By how much the clock's own grain, and steps back too short to be seen, may leave them apart.
    """

    @initialize(
        speed=st.sampled_from([1.0, 1.0, 60.0]), waits=st.booleans(), ends_in=st.sampled_from([None, 35.0])
    )
    def begin(self, speed: float, waits: bool, ends_in: float | None) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.desk = Desk(
            Path(self._folder.name), *PARTS, speed=speed, starts_in=5 if waits else None, ends_in=ends_in
        )
        self.desk.tick()
        self.speed = speed
        self.began = self.desk.conductor.now()
        self.passed_ms = self.slack_ms = 0.0

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            assert self.desk.conductor.kept.close()
            self._folder.cleanup()

    @property
    def conductor(self) -> Conductor:
        return self.desk.conductor

    @property
    def held_ms(self) -> int:
        """What waits and is not in the session's time."""
        return self.conductor.shown()[1] - self.conductor.now()

    @property
    def runs(self) -> bool:
        state = self.conductor.state
        return state.status == "running" and state.paused_since is None

    # Seconds below are those of the wall.

    @rule(seconds=st.integers(1, 20))
    def time_passes(self, seconds: int) -> None:
        before = self.conductor.gap_ms
        self.desk.live(seconds * self.speed)
        self.passed_ms += seconds * SECOND * self.speed
        assert self.conductor.gap_ms == before

    @rule(seconds=st.sampled_from([1, 4, 5, 6, 20, 300, 2_400]))
    def nobody_looks(self, seconds: int) -> None:
        before = self.conductor.gap_ms
        self.desk.sleep(seconds * self.speed)
        passed = seconds * SECOND * self.speed
        self.passed_ms += passed
        asked = passed if self.runs and seconds > 5 else 0
        assert self.conductor.gap_ms == before + asked, "what nobody saw is asked about, and nothing else"

    @rule(seconds=st.sampled_from([6, 30, 3_600, 86_400]))
    def the_clock_is_set_forward(self, seconds: int) -> None:
        before, runs = self.conductor.gap_ms, self.runs
        self.desk.set_clock(seconds * self.speed).live(self.speed)
        passed = (seconds + 1) * SECOND * self.speed
        self.passed_ms += passed
        assert self.conductor.gap_ms == before + (passed if runs else 0)

    @rule(seconds=st.sampled_from([0.4, 1, 2, 30, 3_600, 90_000]))
    def the_clock_is_set_back(self, seconds: float) -> None:
        held = self.held_ms
        self.desk.set_clock(-seconds * self.speed).live(self.speed)
        step = seconds * SECOND * self.speed
        self.passed_ms += SECOND * self.speed - min(step, held)
        if seconds <= 1:
            self.slack_ms += step

    @rule(seconds=st.sampled_from([0, 3, 100, 299, 301, 1_200, 259_200]), said=st.booleans())
    def the_program_crashes(self, seconds: int, said: bool) -> None:
        if said:
            self.desk.ask("park", "the last words")
        before, waited, runs = self.conductor.now(), self.conductor.gap_ms, self.runs
        away = seconds * SECOND * self.speed
        self.desk.crash(away / SECOND)
        self.passed_ms += away
        assert self.conductor.gap_ms >= waited, "a question was lost"
        if runs and away >= SILENT_GAP_MS:
            assert self.conductor.gap_ms >= waited + away - self.speed
        if not runs:
            assert self.conductor.now() >= before

    @rule(of=ACTS)
    def something_is_asked(self, of: tuple[str, str, str]) -> None:
        act, text, target = of
        waited = self.conductor.gap_ms
        spent = self.conductor.state.spent_ms(self.conductor.now())
        self.desk.ask(act, text, target)
        if waited:
            assert self.conductor.gap_ms == waited, "only an answer settles it"
            assert self.conductor.state.spent_ms(self.conductor.now()) == spent, "time was moved"

    @precondition(lambda self: self.conductor.gap_ms)
    @rule(counts=st.booleans())
    def somebody_answers(self, counts: bool) -> None:
        waited, held = self.conductor.gap_ms, self.held_ms
        before = self.conductor.state.spent_ms(self.conductor.now())
        self.desk.do("gap_counts" if counts else "gap_left_out")
        spent = self.conductor.state.spent_ms(self.conductor.now()) - before
        assert self.conductor.gap_ms == 0
        # What a pause or the end that was taken back let in, and is not held, is spent already when it is asked.
        if self.runs:
            assert spent == (held if counts else held - waited)

    @invariant()
    def every_second_is_somewhere(self) -> None:
        if not hasattr(self, "desk"):
            return
        self.desk.check()
        in_all = self.conductor.now() + self.held_ms - self.began
        assert abs(in_all - self.passed_ms) <= self.slack_ms + self.grain_ms

    @property
    def grain_ms(self) -> float:
        """How finely a rehearsal's clock can be read: to the millisecond of the wall, anew with each program."""
        return 0 if self.speed == 1 else 5 * SECOND

    @invariant()
    def what_is_kept_is_what_is_known(self) -> None:
        if hasattr(self, "desk") and len(self.conductor.session.events) % 7 == 0:
            assert self.desk.saved()
            assert session_of(self.desk.store.read(SESSION).records) == self.conductor.session


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Afternoon,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_afternoon() -> None:
    run(25, 25)


@pytest.mark.torture
def test_very_many_afternoons() -> None:
    run(2_000, 60)
