"""The one thread that writes a session: in order, batching what waits, and never giving up what it was handed."""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol, TypeVar

from data.problems import SaveProblem, in_words
from data.records import JSON, Record
from data.versions import Kept, kept

_News = TypeVar("_News")


class Sink(Protocol):
    """Where a writer puts what it writes. Each call returns when its content is durable, or raises."""

    def save_records(self, documents: Mapping[int, Kept]) -> None:
        """Write documents under their numbers, in the place of any that stood there."""

    def save_header(self, header: Mapping[str, JSON]) -> None:
        """Write the header of the session."""


class _Beside(NamedTuple):
    """A small write beside the session.

    Attributes:
        job: does it.
        follows: whether it waits for the records that were handed over before it.
    """

    job: Callable[[], None]
    follows: bool


def _nothing(*_: object) -> None:
    """Stands for a listener that was not given."""


class Writer:
    """Writes the records of one session, and whatever else must not hold up the keys.

    After a failed write everything stays queued in order. It is tried again with the next `append`, or when `retry`
    is called; the writer has no timer of its own.
    """

    def __init__(self, sink: Sink, written: Sequence[Record] = ()) -> None:
        """Start.

        Args:
            sink: where to write.
            written: the records that are on the disk already.
        """
        self._sink = sink
        self._changed = threading.Condition()
        self._queue: deque[tuple[Record, Kept]] = deque()
        self._header: Mapping[str, JSON] | None = None
        self._aside: dict[str, _Beside] = {}
        self._acknowledged = max((record.seq for record in written), default=0)
        self._id_of = {record.seq: record.id for record in written}
        self._seq_of = {record.id: record.seq for record in written}
        self._wanted = self._busy = self._closing = False
        self._attempts = 0
        self._failing = False
        self._on_saved: Callable[[int], None] = _nothing
        self._on_failed: Callable[[SaveProblem], None] = _nothing
        self._on_notice: Callable[[str], None] = _nothing
        self._thread = threading.Thread(target=self._run, name="session writer", daemon=True)
        self._thread.start()

    @property
    def acknowledged(self) -> int:
        """The highest number up to which all records are on the disk; 0 when there are none."""
        with self._changed:
            return self._acknowledged

    @property
    def waiting(self) -> int:
        """How many records are not on the disk yet."""
        with self._changed:
            return len(self._queue)

    def waiting_records(self) -> tuple[Record, ...]:
        """The records that are not on the disk yet, in order, for saving them elsewhere."""
        with self._changed:
            return tuple(record for record, _ in self._queue)

    def listen(
        self,
        on_saved: Callable[[int], None],
        on_failed: Callable[[SaveProblem], None],
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        """Say who is told. All three are called from the writer's thread and must not wait for another thread.

        Args:
            on_saved: told the number up to which everything is on the disk, after each successful write.
            on_failed: told of each write that failed.
            on_notice: told, in a sentence, what a person should know though nothing failed.
        """
        with self._changed:
            self._on_saved, self._on_failed = on_saved, on_failed
            self._on_notice = on_notice if on_notice is not None else _nothing

    def append(self, records: Sequence[Record]) -> None:
        """Queue records for writing; returns at once. A record that is handed over twice is written once.

        Raises:
            ValueError: when a record can't be written as JSON, or takes the id or the number of another one.
            TypeError: when a record holds something that is no JSON.
            RuntimeError: after `close`.
        """
        encoded = [(record, kept(record.to_document())) for record in records]
        with self._changed:
            if self._closing:
                raise RuntimeError("the session is closed: open it again to write into it")
            for record in records:
                self._check_place(record)
            for record, document in encoded:
                self._id_of[record.seq] = record.id
                self._seq_of[record.id] = record.seq
                self._queue.append((record, document))
            self._wanted = True
            self._changed.notify_all()

    def put_header(self, header: Mapping[str, JSON]) -> None:
        """Queue the session's header for writing; of several that wait, the last one counts.

        Raises:
            ValueError, TypeError: when it can't be written as JSON.
            RuntimeError: after `close`.
        """
        document = kept(header)
        with self._changed:
            if self._closing:
                raise RuntimeError("the session is closed: open it again to write into it")
            self._header = document
            self._wanted = True
            self._changed.notify_all()

    def put_aside(self, name: str, job: Callable[[], None]) -> None:
        """Queue a small write beside the session, such as a sign of life; of several of a name, the last one counts.

        A job that fails is told as any other write, and waits for the next try.
        """
        self._put_beside(name, _Beside(job, follows=False))

    def put_after(self, name: str, job: Callable[[], None]) -> None:
        """Queue a small write as `put_aside` does, that is only done once what was handed over before is on the disk.

        It is for what takes away a text that became a record: until that is written, the old file is all there is.
        """
        self._put_beside(name, _Beside(job, follows=True))

    def _put_beside(self, name: str, beside: _Beside) -> None:
        with self._changed:
            if self._closing:
                return
            self._aside[name] = beside
            self._wanted = True
            self._changed.notify_all()

    def retry(self) -> None:
        """Try again what failed, if anything did. Cheap when all is well: call it at every tick."""
        with self._changed:
            if self._pending():
                self._wanted = True
                self._changed.notify_all()

    def drain(self, timeout: float) -> bool:
        """Wait until everything is on the disk, or a try made now has failed.

        Args:
            timeout: seconds to wait at most.

        Returns:
            Whether everything is on the disk.
        """
        with self._changed:
            if self._closing:
                return not (self._pending() or self._busy)
            if self._pending():
                self._wanted = True
                self._changed.notify_all()
            last_try = self._attempts + (2 if self._busy else 1)
            self._changed.wait_for(
                lambda: not (self._pending() or self._busy) or self._attempts >= last_try, timeout=timeout
            )
            return not (self._pending() or self._busy)

    def close(self, timeout: float) -> bool:
        """Try once more to write what waits, then end the thread.

        Args:
            timeout: seconds to wait at most.

        Returns:
            Whether everything is on the disk and the thread has ended.
        """
        with self._changed:
            self._closing = True
            self._wanted = self._wanted or self._pending()
            self._changed.notify_all()
        self._thread.join(timeout)
        with self._changed:
            return not self._thread.is_alive() and not self._pending()

    @property
    def is_running(self) -> bool:
        """Whether the thread lives; it can outlive `close` when the disk does not answer."""
        return self._thread.is_alive()

    def notice(self, text: str) -> None:
        """Pass on a notice to who listens."""
        with self._changed:
            tell = self._on_notice
        _tell(tell, text)

    def _check_place(self, record: Record) -> None:
        if self._id_of.get(record.seq, record.id) != record.id:
            raise ValueError(f"the number {record.seq} belongs to another record")
        if self._seq_of.get(record.id, record.seq) != record.seq:
            raise ValueError(f"the record {record.id} has another number already")

    def _pending(self) -> bool:
        return bool(self._queue) or self._header is not None or bool(self._aside)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._closing)
                if not self._wanted:
                    return
                self._wanted = False
                self._busy = True
                batch, header = list(self._queue), self._header
                jobs, self._aside = self._aside, {}
            why = self._write(batch, header)
            waiting_jobs, why_beside = _done(jobs, written=why is None)
            tell_listener = self._settle(batch, header, waiting_jobs, why, why_beside)
            tell_listener()

    def _write(self, batch: Sequence[tuple[Record, Kept]], header: Mapping[str, JSON] | None) -> str | None:
        """Write; the reason in words when it failed."""
        try:
            if header is not None:
                self._sink.save_header(header)
            if batch:
                self._sink.save_records({record.seq: document for record, document in batch})
        except Exception as error:  # noqa: BLE001 - the thread must outlive anything: what waits is kept and told
            return _why(error)
        return None

    def _settle(
        self,
        batch: Sequence[tuple[Record, Kept]],
        header: Mapping[str, JSON] | None,
        waiting_jobs: Mapping[str, _Beside],
        why: str | None,
        why_beside: str | None,
    ) -> Callable[[], None]:
        """Take what was written off the queue; returns what tells the listener."""
        with self._changed:
            self._aside = {**waiting_jobs, **self._aside}
            self._busy = False
            self._attempts += 1
            self._changed.notify_all()
            if why is None:
                for _ in batch:
                    self._queue.popleft()
                if self._header is header:
                    self._header = None
                self._acknowledged = max(self._acknowledged, *(record.seq for record, _ in batch), 0)
            failed = why if why is not None else why_beside
            if failed is not None:
                self._failing = True
                problem = SaveProblem(failed)
                on_failed = self._on_failed
                return lambda: _tell(on_failed, problem)
            if not batch and header is None and not self._failing:
                return _nothing
            self._failing = False
            on_saved, acknowledged = self._on_saved, self._acknowledged
            return lambda: _tell(on_saved, acknowledged)


def _done(jobs: Mapping[str, _Beside], *, written: bool) -> tuple[dict[str, _Beside], str | None]:
    """Do small jobs, those that follow records only if these were `written`.

    Returns:
        Those that wait for the next try, and why the last one that failed did.
    """
    waiting, why = {}, None
    for name, beside in jobs.items():
        if beside.follows and not written:
            waiting[name] = beside
            continue
        try:
            beside.job()
        except Exception as error:  # noqa: BLE001 - the thread must outlive anything: the job waits for the next try
            waiting[name], why = beside, _why(error)
    return waiting, why


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return in_words(error)
    return f"something unexpected happened, {type(error).__name__}: {error}"


def _tell(listener: Callable[[_News], None], news: _News) -> None:
    # A listener that fails (its window was just closed) must not take the writer with it.
    with suppress(Exception):
        listener(news)
