"""Whatever is done in whatever order on a disk that fails now and then: nothing acknowledged is lost or doubled."""

import shutil
import tempfile
from errno import EACCES, EIO, ENOSPC, EROFS
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import data.storage
from data.problems import DataError
from data.records import JSON, Record
from data.sessions import OpenSession
from data.store import Store
from tests.data.builders import SESSION, FaultyDisk, record
from tests.data.test_faults_everywhere import in_place


class SessionMachine(RuleBasedStateMachine):
    """One session, its disk, and what must be true of both."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.disk = FaultyDisk()
        self.store = Store(self.root, files=self.disk)
        self.whole = Store(self.root)
        self.session: OpenSession | None = self.store.create(SESSION, {"changes": 0})
        self.session.writer.listen(self.heard.append, lambda _: None)
        self.appended: list[Record] = []
        self.promised = 0
        self.header: dict[str, JSON] = {"changes": 0}
        self.draft = ""

    @property
    def heard(self) -> list[int]:
        if not hasattr(self, "_heard"):
            self._heard: list[int] = []
        return self._heard

    def teardown(self) -> None:
        self.disk.heal()
        if self.session is not None:
            self.session.close()
        shutil.rmtree(self.root)

    @precondition(lambda self: self.session is not None)
    @rule(count=st.integers(1, 4), again=st.integers(0, 2))
    def append(self, count: int, again: int) -> None:
        assert self.session is not None
        first = len(self.appended) + 1
        new = [record(seq) for seq in range(first, first + count)]
        self.session.writer.append([*self.appended[len(self.appended) - again :], *new])
        self.appended += new
        self.session.writer.drain(5)

    @precondition(lambda self: self.session is not None)
    @rule()
    def retry(self) -> None:
        assert self.session is not None
        self.session.writer.retry()
        self.session.writer.drain(5)

    @precondition(lambda self: self.session is not None)
    @rule()
    def change_header(self) -> None:
        assert self.session is not None
        self.session.update_header({"changes": len(self.appended)})
        if self.session.writer.drain(5):
            self.header = self.session.header

    @precondition(lambda self: self.session is not None)
    @rule(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
    def type_a_draft(self, text: str) -> None:
        assert self.session is not None
        self.session.save_draft(text)
        self.session.touch(1, 0)
        if self.session.writer.drain(5):
            self.draft = text

    @rule(
        number=st.integers(1, 14),
        error=st.sampled_from([ENOSPC, EIO, EACCES, EROFS]),
        lasting=st.booleans(),
        half=st.booleans(),
        late=st.booleans(),
    )
    def break_the_disk(self, number: int, error: int, lasting: bool, half: bool, late: bool) -> None:
        self.disk.arm(number, error, lasting=lasting, half=half, late=late and not half)

    @rule()
    def heal_the_disk(self) -> None:
        self.disk.heal()

    @precondition(lambda self: self.session is not None)
    @rule()
    def everything_arrives_on_a_healthy_disk(self) -> None:
        assert self.session is not None
        self.disk.heal()
        self.session.writer.retry()
        assert self.session.writer.drain(5)
        assert list(self.whole.read(SESSION).records) == self.appended
        assert self.session.writer.acknowledged == len(self.appended)
        assert self.whole.read(SESSION).header == self.session.header

    @precondition(lambda self: self.session is not None)
    @rule()
    def die(self) -> None:
        """Nothing more is written, and the lock is free."""
        assert self.session is not None
        self.promised = self.session.writer.acknowledged
        self.disk.arm(1, EIO, lasting=True)
        self.session.close()
        self.session = None
        self.disk.heal()
        self.come_to_terms()

    @precondition(lambda self: self.session is not None)
    @rule()
    def close(self) -> None:
        assert self.session is not None
        saved = self.session.close()
        self.promised = len(self.appended) if saved else self.session.writer.acknowledged
        self.session = None
        self.come_to_terms()

    @precondition(lambda self: self.session is None)
    @rule()
    def open(self) -> None:
        try:
            self.session = self.store.open(SESSION)
        except DataError:
            return
        assert list(self.session.records) == self.appended
        assert self.session.draft() is not None
        self._heard = []
        self.session.writer.listen(self.heard.append, lambda _: None)

    def come_to_terms(self) -> None:
        """What was never acknowledged may be there or not; the next window goes on from what is."""
        found = list(self.whole.read(SESSION).records)
        assert len(found) >= self.promised
        assert found == self.appended[: len(found)]
        self.appended = found

    @invariant()
    def what_was_acknowledged_is_on_the_disk(self) -> None:
        found = list(self.whole.read(SESSION).records)
        assert found == self.appended[: len(found)]
        if self.session is not None:
            assert len(found) >= self.session.writer.acknowledged
            assert self.session.problems == ()
        assert self.heard == sorted(self.heard)
        assert self.whole.read(SESSION).problems == ()


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        SessionMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_machine_finds_a_program_that_writes_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.storage, "write_whole", in_place)
    with pytest.raises((AssertionError, DataError)):
        run_state_machine_as_test(
            SessionMachine,
            settings=settings(
                # It ends with the first failure; so many are needed only by whoever has no luck.
                max_examples=2_000,
                stateful_step_count=20,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_any_order_of_acts_and_faults() -> None:
    run(25, 20)


@pytest.mark.torture
def test_very_many_orders_of_acts_and_faults() -> None:
    run(2000, 40)
