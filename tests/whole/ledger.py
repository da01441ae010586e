"""What must stand in a session's file, worked out from its records alone and without any of the program's rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from data.records import Record
from screens.widgets.bigclock import digits
from tests.whole.hands import EDITED, JOINED, Step

SECOND = 1_000
MINUTE = 60 * SECOND


def said(record: Record) -> tuple[tuple[str, str], ...]:
    """Return the kind and the text of what a record holds as typed."""
    data = record.data
    match record.kind:
        case "ItemCaptured":
            return ((str(data["kind"]), str(data["text"])),)
        case "ItemEdited":
            return ((EDITED, str(data["text"])),)
        case "PersonJoined":
            return ((JOINED, str(data["name"])),)
        case _:
            return ()


def comes_of(step: Step, records: Sequence[Record]) -> bool:
    """Say whether the records of one act are what a step leaves."""
    texts = tuple(one for record in records for one in said(record))
    return texts == step.said and any(record.kind in step.kinds for record in records)


def check_kept(
    before: Sequence[Record], after: Sequence[Record], steps: Sequence[Step], promised: int
) -> None:
    """Fail unless a session holds what it held before, then the steps in order: at least those that were promised.

    Args:
        before: What it held when the program began.
        after: What it holds now.
        steps: What was done, the last of it perhaps not wholly.
        promised: How many of the steps the screen showed as saved.
    """
    assert list(after[: len(before)]) == list(before), "something that was written is gone or changed"
    assert [record.seq for record in after] == list(range(1, len(after) + 1))
    assert len({record.id for record in after}) == len(after)
    at = 0
    for name, group in groupby(after[len(before) :], key=lambda record: record.act):
        records = list(group)
        while at < len(steps) and not comes_of(steps[at], records):
            assert not steps[at].sure, f"{steps[at]} is lost, or {name} came of nothing: {records}"
            at += 1
        assert at < len(steps), f"{name} came of nothing that was done: {records}"
        at += 1
    lost = [step for step in steps[at:promised] if step.sure]
    assert not lost, f"the screen showed as saved what is lost: {lost}"


def in_force(records: Sequence[Record]) -> list[Record]:
    """Leave out the acts that were taken back."""
    gone: set[str] = set()
    for record in records:
        acts = {str(record.data.get("act")), *(str(one) for one in _list(record.data.get("also")))}
        if record.kind == "ActUndone":
            gone |= acts
        elif record.kind == "ActRedone":
            gone -= acts
    return [record for record in records if record.act not in gone]


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []


@dataclass
class Clockwork:
    """How long each segment ran, in milliseconds.

    Attributes:
        started: When the first one started, UTC milliseconds.
        current: The segment that runs.
        paused: Since when the boxes stand still; None while they run.
        stood: How long they stood still in all.
        spent: What each segment has spent, by id.
        added: What was added to each, by id.
    """

    started: int = 0
    current: str = ""
    paused: int | None = None
    stood: int = 0
    spent: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    _since: int = 0

    def _count(self, at: int) -> None:
        if self.paused is not None:
            self.stood += at - self._since
        elif self.current:
            self.spent[self.current] = self.spent.get(self.current, 0) + at - self._since
        self._since = at

    def take(self, record: Record) -> None:
        self._count(record.at)
        match record.kind:
            case "SegmentStarted":
                self.started = self.started or record.at
                self.current, self.paused = str(record.data["segment"]), None
            case "Paused":
                self.paused = record.at
            case "Resumed":
                self.paused = None
            case "TimeAdded":
                segment, more = str(record.data["segment"]), record.data["ms"]
                assert isinstance(more, int)
                self.added[segment] = self.added.get(segment, 0) + more


def clockwork(records: Sequence[Record], now: int) -> Clockwork:
    """Work out the times of a session up to a moment, in UTC milliseconds."""
    found = Clockwork()
    for record in in_force(records):
        found.take(record)
    found._count(now)
    return found


def clock_shows(rows: list[str], records: Sequence[Record], now: int, plan_ms: int) -> bool:
    """Say whether the countdown is drawn right to a second; it is drawn once a second.

    Args:
        rows: The screen, on which digits are drawn in their smallest size.
        records: The records of the session.
        now: The moment on the wall, UTC milliseconds.
        plan_ms: The plan of every segment at the start.
    """
    found = clockwork(records, now)
    left = plan_ms + found.added.get(found.current, 0) - found.spent.get(found.current, 0)
    for seconds in range(-(-left // SECOND), -(-left // SECOND) + 2):
        minutes, rest = divmod(seconds, 60)
        text = f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
        drawn = digits(text, 1, hollow=found.paused is not None)
        if all(any(line.rstrip() in row for row in rows) for line in drawn):
            return True
    return False
