"""A session that is open for writing, and how it comes to be so. Heavy to import; `data.store` is the light door."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from data.files import DISK, FileSystem, write_new
from data.folders import SessionPlaces, safe_name
from data.holding import held, told
from data.locks import Lock, read_owner, this_host, write_owner
from data.problems import (
    AmbiguousSession,
    Damaged,
    FolderProblem,
    HeldElsewhere,
    NewerSchema,
    NoSuchSession,
    Owner,
    SaveProblem,
    SessionExists,
    in_words,
)
from data.records import JSON, Record
from data.recovery import (
    Content,
    SessionSink,
    keep_opening,
    load,
    look,
    storage_of,
    tables_of,
)
from data.storage import SessionStorage
from data.typed import Typed, make_room
from data.versions import encode
from data.writer import Writer
from formats.words import SessionId

__all__ = [
    "AmbiguousSession",
    "Damaged",
    "HeldElsewhere",
    "NewerSchema",
    "NoSuchSession",
    "OpenSession",
    "Owner",
    "SaveProblem",
    "SessionExists",
    "StoredSession",
    "Writer",
    "rescue",
]

CLOSING_SECONDS = 5.0
"""How long closing waits for a slow disk, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as it was read, without a lock.

    Attributes:
        id: which session.
        header: the document that describes it.
        records: its records in order.
        problems: sentences about damage, for the person; empty when all was well.
    """

    id: SessionId
    header: dict[str, JSON]
    records: tuple[Record, ...]
    problems: tuple[str, ...]


class OpenSession:
    """A session that this program alone may write, until it is closed or dies.

    Nothing here waits for the disk except `finish` and `close`.

    Attributes:
        id: which session.
        records: its records as they were when it was opened.
        writer: takes new records.
        typed: what is typed into it and is no record.
        last_sign_of_life: when the program that had it before was last known to live, UTC milliseconds; None when
            nobody had it before.
        owner_before: who had it before, with that sign of life; None when nobody had.
    """

    def __init__(
        self,
        places: SessionPlaces,
        content: Content,
        storage: SessionStorage,
        lock: Lock,
        *,
        files: FileSystem,
        now: Callable[[], int],
    ) -> None:
        """Only `data.store.Store` makes these."""
        before = read_owner(places.owner, files=files)
        self.id = places.session_id
        self.records: tuple[Record, ...] = tuple(content.records)
        self.last_sign_of_life = before.last if before is not None else None
        self.owner_before = before
        self._places = places
        self._files = files
        self._now = now
        self._lock = lock
        self._header = dict(content.header)
        self._problems = list(content.problems)
        opened_at = now()
        self._me = Owner(os.getpid(), this_host(), opened_at, opened_at)
        self._finished = self._closed = self._shared = False
        with suppress(OSError):
            write_owner(places.owner, self._me, files=files)
        storage.on_notice = self._notice
        self._storage = storage
        self._sink = SessionSink(storage)
        self.writer = Writer(self._sink, content.records)
        self.typed = Typed(places, self.writer, files=files)

    @property
    def header(self) -> dict[str, JSON]:
        """The document that describes the session, with all changes asked for so far."""
        return dict(self._header)

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences for the person: damage found on opening, or another program that changed the file since."""
        return tuple(self._problems)

    def wall(self) -> int:
        """What time it is on the wall, by which signs of life are left, UTC milliseconds."""
        return self._now()

    def update_header(self, changes: Mapping[str, JSON]) -> None:
        """Change fields of the header; they are written with what is appended next, or by themselves.

        Raises:
            ValueError, TypeError: when they can't be written as JSON.
        """
        header = {**self._header, **changes}
        self.writer.put_header(header)
        self._header = header

    def save_draft(self, text: str) -> None:
        """Keep what is being typed, soon and off the caller's thread; empty text removes the draft."""
        self.typed.save_draft(text)

    def draft(self) -> str:
        """What was being typed; empty when nothing was."""
        return self.typed.draft

    def touch(self, at: int, held_ms: int, returned_ms: int = 0) -> None:
        """Leave a sign of life, soon and off the caller's thread.

        Args:
            at: what time it is in the session, UTC milliseconds.
            held_ms: what the session holds back from its time, in milliseconds.
            returned_ms: what stands in its time and is still to be settled, in milliseconds.
        """
        self._sign(at, held_ms, returned_ms)

    def _sign(self, at: int | None, held_ms: int, returned_ms: int) -> None:
        if self._finished:
            return
        self._me = replace(self._me, last=self._now(), at=at, held_ms=held_ms, returned_ms=returned_ms)
        me = self._me

        def sign() -> None:
            self._keep_lock()
            if self._shared:
                return
            self._keep_file()
            make_room(self._places.owner, self._places, self._files)
            # A sign that can't be left is not worth a second try: the next one is newer.
            with suppress(OSError):
                write_owner(self._places.owner, me, files=self._files)

        self.writer.put_aside("owner", sign)

    def _keep_file(self) -> None:
        """Have the session written again where its file is gone, or another one lies in its place."""
        if not self._closed and not self._storage.is_in_place():
            self.writer.put_header(self._header)

    def finish(self, timeout: float = CLOSING_SECONDS) -> bool:
        """The session has ended: it no longer counts as unfinished. Close it all the same.

        What was typed and never sent off goes to the trash.

        Args:
            timeout: seconds to wait for what is not on the disk yet.

        Returns:
            Whether everything is on the disk; if not, the session still counts as unfinished.
        """
        if not self.writer.drain(timeout):
            return False
        self._finished = True
        if self._shared:
            # Draft and owner are those of the program that has the session as well.
            return True
        self.typed.finish()
        make_room(self._places.owner, self._places, self._files)
        with suppress(OSError):
            self._files.remove(self._places.owner)
        return True

    def close(self, timeout: float = CLOSING_SECONDS) -> bool:
        """Write what waits and let other programs have the session. Closing twice does no harm.

        Args:
            timeout: seconds to wait for a slow disk.

        Returns:
            Whether everything is on the disk. What is not is in `writer.waiting_records()`.
        """
        if self._closed:
            return self.writer.waiting == 0
        self._keep_file()
        self._closed = True
        if self._me.at is None:
            # Else the last sign says what time it was in the session, which nobody knows here.
            self._sign(None, 0, 0)
        saved = self.writer.close(timeout)
        # A writer that still hangs on the disk may yet replace the file: then only our end frees the lock.
        if not self.writer.is_running:
            self._sink.close()
            self._lock.release(remove=self._finished)
        return saved

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _keep_lock(self) -> None:
        """See to it that the lock keeps others out, also after its file was removed or replaced."""
        if self._shared or self._lock.is_in_place:
            return
        try:
            self._shared = not self._lock.take_again()
        except FolderProblem:
            # The folder is gone or can't be used: the next sign of life finds out more.
            return
        if not self._shared:
            return
        owner = read_owner(self._places.owner, files=self._files)
        other = owner if owner is not None and owner.pid not in {0, os.getpid()} else None
        who = "another program" if other is None else f"process {other.pid} on {other.host}"
        self._notice(
            f"The lock of this session was taken away, and {who} may have the session open, too. Go on in one window "
            "alone. What each writes is kept, what differs in the trash."
        )

    def _notice(self, text: str) -> None:
        self._problems.append(text)
        self.writer.notice(text)


def create(
    places: SessionPlaces, header: Mapping[str, JSON], *, files: FileSystem, now: Callable[[], int]
) -> OpenSession:
    """Make a new session and open it.

    Raises:
        SessionExists: when there is one of that id.
        HeldElsewhere: when another program is making it at this moment.
        FolderProblem: when it can't be written.
    """
    with held(places, files=files, on=True) as lock:
        if any(files.signature(path) is not None for path in (places.file, *places.backups)):
            raise SessionExists(places.session_id)
        storage = storage_of(places, files)
        try:
            SessionSink(storage).save_header(header)
        except OSError:
            # If only the folder could not be flushed the file is there; it was never promised.
            with suppress(OSError):
                files.remove(places.file)
            raise
        keep_opening(places, files)
        return OpenSession(places, Content(dict(header), []), storage, lock, files=files, now=now)


def open_session(places: SessionPlaces, *, files: FileSystem, now: Callable[[], int]) -> OpenSession:
    """Open a session for writing, mending it if need be.

    Raises:
        NoSuchSession, HeldElsewhere, NewerSchema, Damaged, FolderProblem: each says what to do.
    """
    with held(places, files=files, on=True) as lock:
        storage = storage_of(places, files)
        content = load(storage, places, files)
        keep_opening(places, files)
        return OpenSession(places, content, storage, lock, files=files, now=now)


def read(places: SessionPlaces, *, files: FileSystem) -> StoredSession:
    """Read a session without a lock and without changing anything.

    Raises:
        NoSuchSession, NewerSchema, Damaged, FolderProblem: each says what to do.
    """
    with told(places.file):
        content = look(places, files)
    return StoredSession(places.session_id, content.header, tuple(content.records), content.problems)


def rescue(
    records: Sequence[Record], header: Mapping[str, JSON], folder: Path, *, files: FileSystem = DISK
) -> Path:
    """Write a whole session into another folder, for when its own disk is failing.

    Args:
        records: all its records, those that wait included.
        header: the document that describes it; its `id`, if there is one, names the file.
        folder: where to; it is made if need be. Nothing there is overwritten.
        files: the way to the disk.

    Returns:
        The file that holds the session now.

    Raises:
        FolderProblem: when it can't be written there either.
    """
    tables = tables_of(header, records)
    name = safe_name(str(header.get("id") or header.get("title") or "session"), ".json")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return write_new(folder / name, encode(tables, writes=1), files=files)
    except OSError as error:
        raise FolderProblem(folder, in_words(error), "Choose another folder.") from error
