"""What is done when a session's file is not what was written: evidence kept, the newest good version used."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from errno import EIO
from functools import partial
from pathlib import Path
from typing import TypeVar

from data.files import FileSystem, keep_aside, move_aside, write_new, write_whole
from data.folders import SessionPlaces
from data.problems import (
    Damaged,
    DamagedFile,
    DamagedRecord,
    FolderProblem,
    NewerSchema,
    NoSuchSession,
    in_words,
)
from data.records import JSON, Record
from data.storage import Database, SessionStorage, aside_name, understood
from data.versions import SCHEMA, Tables, Version, decode, kept
from formats.text import clean_line

SESSION_TABLE = "session"
EVENTS_TABLE = "events"
HEADER_NUMBER = 1

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Content:
    """What a session holds, and what a person should know about how it was read.

    Attributes:
        header: the one document that describes it.
        records: its records in order.
        problems: sentences about damage and what was done; empty when all was well.
    """

    header: dict[str, JSON]
    records: list[Record]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Backup:
    """An earlier version of a session that is whole.

    Attributes:
        path: its file.
        raw: the file as it is.
        writes: how many times the session had been written then; the higher, the newer.
        content: what it holds.
    """

    path: Path
    raw: bytes
    writes: int
    content: Content


def content_of(tables: Tables, path: Path) -> Content:
    """The header and the records that tables hold.

    Raises:
        DamagedFile: when they are not those of a session.
    """
    header = tables.get(SESSION_TABLE, {}).get(str(HEADER_NUMBER))
    if header is None:
        raise DamagedFile(path, "the head of the session is missing")
    try:
        numbered = [
            (number, Record.from_document(doc)) for number, doc in tables.get(EVENTS_TABLE, {}).items()
        ]
    except DamagedRecord as error:
        raise DamagedFile(path, error.why) from None
    records = sorted((record for _, record in numbered), key=lambda record: record.seq)
    if any(number != str(record.seq) for number, record in numbered) or len(
        {record.id for record in records}
    ) != len(records):
        raise DamagedFile(path, "its records are not numbered as they should be")
    return Content(dict(header), records)


def tables_of(header: Mapping[str, JSON], records: Sequence[Record]) -> Tables:
    """The tables in which a header and records are stored.

    Raises:
        ValueError, TypeError: when they can't be written as JSON.
    """
    return {
        SESSION_TABLE: {str(HEADER_NUMBER): kept(header)},
        EVENTS_TABLE: {str(record.seq): kept(record.to_document()) for record in records},
    }


def storage_of(places: SessionPlaces, files: FileSystem) -> SessionStorage:
    """The file of a session, ready to be read and written; the version before each write is kept."""
    folder = places.folder
    return SessionStorage(
        places.file, previous=places.previous, aside=folder.trash, within=folder.root, files=files
    )


def load(storage: SessionStorage, places: SessionPlaces, files: FileSystem) -> Content:
    """Read a session for writing, mending what can be mended. Only for who holds its lock.

    A damaged file is kept in the trash, and the newest version that is whole takes its place; so is one that is older
    than its backups. A file of an older schema is copied to the backups and written anew.

    Raises:
        NoSuchSession: when neither the session nor a backup is there.
        Damaged: when no version is whole; all of them stay where they are.
        NewerSchema: when a newer program wrote it; it is left alone.
        FolderProblem: when it can't be read for another reason.
    """
    try:
        found = _read(storage, places)
        content = found if found is not None else _restored(storage, places, files, "it is gone")
    except DamagedFile as damage:
        content = _restored(storage, places, files, damage.why)
    longer = _longer_backup(places, content, files) if not content.problems else None
    if longer is not None:
        content = _with_more(longer, storage, places, files)
    if storage.schema_read is not None and storage.schema_read < SCHEMA:
        return _written_anew(storage, places, files, content)
    return content


def look(places: SessionPlaces, files: FileSystem) -> Content:
    """Read a session without a lock and without changing anything.

    Raises:
        NoSuchSession, Damaged, NewerSchema, FolderProblem: as `load` does.
    """
    storage = SessionStorage(places.file, files=files)
    try:
        found = _read(storage, places)
        if found is not None:
            return found
        why = "it is gone"
    except DamagedFile as damage:
        why = damage.why
    whole, _ = backups_of(places, files)
    if not whole:
        raise _nothing_whole(places, files, why)
    best = whole[0]
    return Content(
        best.content.header,
        best.content.records,
        (
            f"The file {places.file} can't be read: {why}. Shown is the version before it, {best.path}, "
            f"with {_count(best.content.records)}; what was written after that may be missing.",
        ),
    )


def foresee(places: SessionPlaces, files: FileSystem) -> Content:
    """Read what a session would go on from if it were opened now, without changing anything.

    Raises:
        NoSuchSession, Damaged, NewerSchema, FolderProblem: as `load` does.
    """
    content = look(places, files)
    longer = None if content.problems else _longer_backup(places, content, files)
    return content if longer is None else longer.content


def keep_opening(places: SessionPlaces, files: FileSystem) -> None:
    """Keep the version that a session is opened with; a full disk does not keep it from being opened."""
    with suppress(OSError):
        files.remove(places.opening)
    try:
        files.link(places.file, places.opening)
    except OSError:
        with suppress(OSError):
            write_whole(places.opening, files.read(places.file), files=files)


def _twice(read: Callable[[], _T], path: Path) -> _T:
    """Read, and once more if that fails: a disk that stumbles once must not make a good file look damaged.

    Raises:
        DamagedFile: when the disk has lost the content.
        FolderProblem: when it can't be read for a reason that a person can mend.
    """
    with suppress(OSError):
        return read()
    try:
        return read()
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno == EIO:
            raise DamagedFile(path, "the disk can't read it") from error
        raise FolderProblem(path, in_words(error), "See that this file can be read and try again.") from error


def _read(storage: SessionStorage, places: SessionPlaces) -> Content | None:
    found = _twice(storage.read, places.file)
    return _ours(storage.tables_in_memory, places, places.file) if found is not None else None


def _ours(tables: Tables, places: SessionPlaces, path: Path) -> Content:
    """Return what a file of a session holds.

    Raises:
        DamagedFile: when it is no session, or another one, put there by hand or by a tool.
    """
    content = content_of(tables, path)
    named = content.header.get("id")
    if isinstance(named, str) and named != places.session_id:
        raise DamagedFile(path, f"it is another session, {clean_line(named)[:80]}")
    return content


def _restored(storage: SessionStorage, places: SessionPlaces, files: FileSystem, why: str) -> Content:
    whole, unreadable = backups_of(places, files)
    if not whole:
        raise _nothing_whole(places, files, why)
    best = whole[0]
    evidence = []
    if files.signature(places.file) is not None:
        aside = aside_name(places.file, places.folder.trash, "damaged")
        evidence.append(keep_aside(places.file, aside, files=files))
    for path in unreadable:
        with suppress(OSError):
            evidence.append(move_aside(path, aside_name(path, places.folder.trash, "damaged"), files=files))
    write_whole(places.file, best.raw, files=files)
    storage.close()
    storage.read()
    kept_at = f" The damaged file is kept at {evidence[0]}." if evidence else ""
    return Content(
        best.content.header,
        best.content.records,
        (f"The file {places.file} could not be used: {why}.{kept_at} {_goes_on_from(best)}",),
    )


def go_back_to(backup: Backup, places: SessionPlaces, files: FileSystem) -> Content:
    """Put an earlier version in the place of a session's file, which goes to the trash. Only under its lock.

    Raises:
        OSError: when it can't be written; the file is then the old one or the new one, never a mixture.
    """
    told = []
    if files.signature(places.file) is not None:
        aside = aside_name(places.file, places.folder.trash, "set-aside")
        told.append(f"The file {places.file} is kept at {keep_aside(places.file, aside, files=files)}.")
    write_whole(places.file, backup.raw, files=files)
    told.append(_goes_on_from(backup))
    return Content(backup.content.header, backup.content.records, (" ".join(told),))


def _longer_backup(places: SessionPlaces, content: Content, files: FileSystem) -> Backup | None:
    """A backup that was written later than the file itself and goes on where it ends.

    A tool that synchronises or restores files can put an old version in the place of a new one.
    """
    whole, _ = backups_of(places, files)
    if not whole or len(whole[0].content.records) <= len(content.records):
        return None
    newest = whole[0]
    goes_on = newest.content.records[: len(content.records)] == content.records
    written = decode(files.read(places.file), places.file).writes
    return newest if goes_on and newest.writes > written else None


def _with_more(newer: Backup, storage: SessionStorage, places: SessionPlaces, files: FileSystem) -> Content:
    more = len(newer.content.records)
    restored = go_back_to(newer, places, files)
    storage.close()
    storage.read()
    told = f"An older version of {places.file} had taken its place; {newer.path} goes on to event {more}."
    return replace(restored, problems=(told, *restored.problems))


def _goes_on_from(backup: Backup) -> str:
    records = backup.content.records
    return (
        f"The session goes on from {backup.path} with {_count(records)}, the last of them from {_time_of(records)}; "
        "what was written after that may be missing."
    )


def _written_anew(
    storage: SessionStorage, places: SessionPlaces, files: FileSystem, content: Content
) -> Content:
    copy = places.folder.backups / f"{places.session_id}.schema-{storage.schema_read}.json"
    try:
        kept_at = write_new(copy, files.read(places.file), files=files)
        storage.write(storage.tables_in_memory)
    except OSError as error:
        raise FolderProblem(
            places.file,
            f"it can't be brought to the newest form, {in_words(error)}",
            "Make room and try again.",
        ) from error
    told = f"The session was written by an older version and was brought up to date. A copy is at {kept_at}."
    return Content(content.header, content.records, (*content.problems, told))


def backups_of(places: SessionPlaces, files: FileSystem) -> tuple[list[Backup], list[Path]]:
    """The backups that are whole, the newest first, and the paths of those that are not.

    Raises:
        FolderProblem: when one is there and can't be read.
    """
    whole, damaged = [], []
    for path in places.backups:
        try:
            raw = _twice(partial(files.read, path), path)
            version: Version = decode(raw, path)
            content = _ours(understood(version, path).tables, places, path)
        except FileNotFoundError:
            continue
        except DamagedFile:
            damaged.append(path)
        except NewerSchema:
            continue
        else:
            whole.append(Backup(path, raw, version.writes, content))
    return sorted(whole, key=lambda backup: backup.writes, reverse=True), damaged


def _nothing_whole(places: SessionPlaces, files: FileSystem, why: str) -> Damaged | NoSuchSession:
    there = [path for path in (places.file, *places.backups) if files.signature(path) is not None]
    if not there:
        return NoSuchSession(places.session_id)
    return Damaged(places.session_id, f"{why}, and no backup is whole", there)


def _count(records: list[Record]) -> str:
    return "1 record" if len(records) == 1 else f"{len(records)} records"


def _time_of(records: list[Record]) -> str:
    if not records:
        return "its start"
    with suppress(OverflowError, ValueError, OSError):
        return f"{datetime.fromtimestamp(records[-1].at / 1000, UTC).astimezone():%Y-%m-%d %H:%M:%S}"
    return "an unknown time"


class SessionSink:
    """Puts a session's records and header into its database."""

    def __init__(self, storage: SessionStorage) -> None:
        self._database = Database(storage)

    def save_records(self, documents: Mapping[int, Mapping[str, JSON]]) -> None:
        """Write documents under their numbers, in the place of any that stood there."""
        self._database.documents(EVENTS_TABLE).put(documents)

    def save_header(self, header: Mapping[str, JSON]) -> None:
        """Write the header of the session."""
        self._database.documents(SESSION_TABLE).put({HEADER_NUMBER: header})

    def close(self) -> None:
        """Forget what was read."""
        self._database.close()
