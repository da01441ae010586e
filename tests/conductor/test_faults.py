"""A session goes on whatever call to the disk fails; when the disk is well all of it is there, once and in order."""

from pathlib import Path

import pytest

from data.store import Store
from facilitator.conductor import Conductor, session_of
from tests.conductor.builders import resumed
from tests.data.builders import FaultyDisk
from tests.data.test_faults import ERRORS, WAYS, Way
from tests.engine.builders import Part, ritual
from tests.live.builders import SESSION, THREE, HandClock, session_start, store_in

PARTS: tuple[Part, ...] = (("round", 10, "round"), ("board", 20, "board"), ("talk", 30, "talk"))


class Session:
    """A session on a disk that fails now and then."""

    def __init__(self, folder: Path) -> None:
        self.disk = FaultyDisk()
        self.clock = HandClock()
        store = store_in(folder, self.clock, self.disk)
        begun = Conductor.begin(
            store, SESSION, session_start(ritual(*PARTS), THREE, clock=self.clock), self.clock
        )
        assert isinstance(begun, Conductor)
        self.conductor = begun
        self.whole = Store(folder)
        assert self.drained()

    def drained(self) -> bool:
        return self.conductor.kept.writer.drain(5)

    def go_on(self) -> None:
        """Do what is done in a session, a second apart, while the disk does what it will."""
        for act, text in (
            ("park", "who owns [the map]?"),
            ("next_speaker", ""),
            ("takeaway", "small steps"),
            ("pause", ""),
            ("decision", "we meet on Fridays"),
            ("undo", ""),
            ("pause", ""),
        ):
            self.clock.at += 1_000
            self.conductor.tick()
            assert self.conductor.ask(act, text).refusal is None
            self.conductor.save_draft(f"after {act}")
            self.drained()

    def check_what_is_there(self) -> None:
        """See that the disk holds the first of the events, and all that are said to be saved."""
        found = session_of(self.whole.read(SESSION).records)
        known = self.conductor.known()
        assert found.events == self.conductor.session.events[: len(found.events)]
        assert len(found.events) >= known.acknowledged

    def tick_until_saved(self) -> None:
        """Tick once a second with a disk that is well; it is tried again without anybody's doing."""
        for _ in range(10):
            self.clock.at += 1_000
            self.conductor.tick()
            if self.drained():
                break
        known = self.conductor.known()
        assert (known.acknowledged, known.problem) == (len(self.conductor.session.events), "")


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_the_session_goes_on(tmp_path: Path, way: Way) -> None:
    # Each call of the first act, later ones in steps: they do the same again.
    fail_in_turn(tmp_path, ERRORS[0], way, each_until=10, step=11)


@pytest.mark.torture
@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
@pytest.mark.parametrize("error", ERRORS)
def test_the_session_goes_on_whichever_call_it_is(tmp_path: Path, error: int, way: Way) -> None:
    fail_in_turn(tmp_path, error, way, each_until=0, step=1)


def fail_in_turn(folder: Path, error: int, way: Way, *, each_until: int, step: int) -> None:
    """Let one call after the other fail in sessions of their own, until one is so late that none fails."""
    number, told = 0, 0
    while True:
        number += 1 if number < each_until else step
        session = Session(folder / str(number))
        session.disk.arm(number, error, lasting=way.lasting, half=way.half, late=way.late)
        session.go_on()
        session.check_what_is_there()
        failures, told = session.disk.failures, told + bool(session.conductor.known().problem)
        session.disk.heal()
        session.tick_until_saved()
        assert session_of(session.whole.read(SESSION).records) == session.conductor.session
        assert session.whole.read(SESSION).problems == ()
        assert session.conductor.draft() == "after pause"
        assert session.conductor.leave()
        again = resumed(session.whole.open(SESSION), session.clock)
        assert again.session == session.conductor.session
        assert again.draft() == "after pause"
        again.leave()
        if failures == 0:
            break
    assert number > 30
    assert told or not way.lasting
