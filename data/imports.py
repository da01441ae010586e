"""Session files from elsewhere: rescued copies, backups, files from another computer or out of the trash.

Such a file may have been made by anybody, so it is measured before it is read, and read before anything is written.
"""

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from data.check import sign_of_life
from data.files import DISK, FileSystem, keep_aside, move_aside
from data.folders import SessionPlaces, is_session_id
from data.problems import Damaged, DamagedFile, NoSuchSession, NotBroughtIn, in_words
from data.records import JSON, Record
from data.recovery import EVENTS_TABLE, HEADER_NUMBER, SESSION_TABLE, content_of, keep_opening, load
from data.storage import SessionStorage, aside_name, understood
from data.versions import SCHEMA, decode, kept
from formats.text import clean, clean_line, is_clean
from formats.words import SessionId

LARGEST = 8 * 1024 * 1024
"""The largest file that is read, in bytes; a session of twelve hours has less than one million."""
MOST_RECORDS = 10_000
"""The most events that a session may bring; twelve hours have some three thousand."""
DEEPEST = 60
"""How deep values may lie inside one another in a document; those of a session lie six deep."""
_MOST_PARTS = 150_000
"""The most brackets, braces and commas: once read, each takes many times the room that it takes in the file."""
_LARGEST_NUMBER = 2**53
"""Beyond this, numbers are no longer the same in every program that reads JSON."""
_BY_HAND = "If it is yours, put it into the folder sessions/ yourself and run facilitator sessions check"
_LINES = frozenset({"title", "name", "series", "format_name"})
"""The fields that are one line wherever they stand."""

Standing = Literal["new", "same", "longer", "shorter", "other"]
"""How an imported session stands to the stored one of the same id."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A session as it was read from a file that lies anywhere.

    Attributes:
        path: the file.
        session_id: which session, by its head or else by the name of the file; None when neither tells.
        header: the document that describes it.
        records: its records in order.
        cleaned: whether characters that act on a terminal were taken out of its texts.
        schema: the arrangement that the file had; it is the newest one here.
    """

    path: Path
    session_id: SessionId | None
    header: dict[str, JSON]
    records: tuple[Record, ...]
    cleaned: bool = False
    schema: int = SCHEMA

    def known_as(self, session_id: SessionId) -> "Brought":
        """The same session under another id."""
        return replace(self, session_id=session_id, header={**self.header, "id": session_id})


def read_brought(path: Path) -> Brought:
    """Read a session from a file that lies anywhere. Nothing is changed.

    Raises:
        NotBroughtIn: when it is no whole session, or larger or deeper than any session is.
        NewerSchema: when a newer program wrote it.
    """
    raw = _bytes_of(path)
    _measure(raw, path)
    try:
        version = decode(raw, path)
        content = content_of(understood(version, path).tables, path)
    except DamagedFile as damage:
        raise NotBroughtIn(path, damage.why) from None
    if not content.records:
        raise NotBroughtIn(path, "it holds no events")
    if len(content.records) > MOST_RECORDS:
        raise NotBroughtIn(path, f"it holds more than {MOST_RECORDS:,} events. {_BY_HAND}")
    header = _cleaned(content.header, path)
    records = tuple(_cleaned_record(record, path) for record in content.records)
    cleaned = header != content.header or list(records) != content.records
    return Brought(path, _id_of(path, header), header, records, cleaned, version.schema)


def standing(stored: Sequence[Record] | None, brought: Brought) -> Standing:
    """How a session from a file stands to the records of the stored one; None: there is none."""
    if stored is None:
        return "new"
    here = [_cleaned_record(record, brought.path) for record in stored]
    there = list(brought.records)
    if here == there:
        return "same"
    if there[: len(here)] == here:
        return "longer"
    return "shorter" if here[: len(there)] == there else "other"


def shared(stored: Sequence[Record], brought: Brought) -> int:
    """How many records both have in common, from the first one on."""
    pairs = zip(stored, brought.records, strict=False)
    return next((nth for nth, (one, other) in enumerate(pairs) if one != other), len(brought.records))


def stored_records(places: SessionPlaces, files: FileSystem = DISK) -> list[Record] | None:
    """The records of a stored session, mended if need be; None when there is none that can be read.

    Only for who holds its lock.

    Raises:
        NewerSchema, FolderProblem: as for opening it.
    """
    try:
        return load(_storage(places, files), places, files).records
    except (NoSuchSession, Damaged):
        return None


def bring_in(
    places: SessionPlaces, brought: Brought, *, ended_at: int | None, files: FileSystem = DISK
) -> Path | None:
    """Store a session from a file, in the place of the stored one if there is any. Only for who holds its lock.

    Args:
        places: where it goes.
        brought: the session, under the id of that place.
        ended_at: when it ended, UTC milliseconds; None: it did not, and counts as unfinished.
        files: the way to the disk.

    Returns:
        Where the version that was stored before is kept, if there was one.

    Raises:
        OSError: when it can't be written; the stored one is then as it was.
    """
    kept_at, storage = _put_aside(places, files)
    status = "running" if ended_at is None else "ended"
    header = {**brought.header, "id": places.session_id, "status": status, "ended_at": ended_at}
    storage.write(
        {
            SESSION_TABLE: {str(HEADER_NUMBER): kept(header)},
            EVENTS_TABLE: {str(record.seq): kept(record.to_document()) for record in brought.records},
        }
    )
    keep_opening(places, files)
    if ended_at is None:
        sign_of_life(places, brought.records, files)
    elif files.signature(places.draft) is None and files.signature(places.owner) is not None:
        files.remove(places.owner)
    return kept_at


def _put_aside(places: SessionPlaces, files: FileSystem) -> tuple[Path | None, SessionStorage]:
    """Keep the version that is to be replaced, and give what writes in its place."""
    storage = _storage(places, files)
    there = [path for path in (places.file, *places.backups) if files.signature(path) is not None]
    if not there:
        return None, storage
    trash = places.folder.trash
    try:
        load(storage, places, files)
    except Damaged:
        moved = [move_aside(path, aside_name(path, trash, "damaged"), files=files) for path in there]
        return moved[0], _storage(places, files)
    return keep_aside(places.file, aside_name(places.file, trash, "before-import"), files=files), storage


def _storage(places: SessionPlaces, files: FileSystem) -> SessionStorage:
    folder = places.folder
    return SessionStorage(
        places.file, previous=places.previous, aside=folder.trash, within=folder.root, files=files
    )


def _bytes_of(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise NotBroughtIn(path, "it is no file; name the file of a session")
        with open(path, "rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise NotBroughtIn(path, "there is no such file") from None
    except OSError as error:
        raise NotBroughtIn(path, f"it can't be read, {in_words(error)}") from error
    except ValueError:
        raise NotBroughtIn(path, "no file can have this name") from None
    if len(raw) > LARGEST:
        raise NotBroughtIn(path, f"it is larger than {LARGEST // 1024**2} MiB. {_BY_HAND}")
    return raw


def _measure(raw: bytes, path: Path) -> None:
    """Refuse what would take far more room than its size, before it is taken apart."""
    if raw.count(b"[") + raw.count(b"{") + raw.count(b",") > _MOST_PARTS:
        raise NotBroughtIn(path, "it has more parts than any session. " + _BY_HAND)


def _id_of(path: Path, header: dict[str, JSON]) -> SessionId | None:
    by_name = re.split(r"[. ]", path.name, maxsplit=1)[0]
    for candidate in (header.get("id"), by_name):
        if isinstance(candidate, str) and is_session_id(candidate):
            return SessionId(candidate)
    return None


def _cleaned_record(record: Record, path: Path) -> Record:
    if not all(is_clean(word) for word in (record.id, record.act, record.kind)):
        raise NotBroughtIn(path, f"record {record.seq} has a name that no program gives")
    return replace(record, data=_cleaned(record.data, path))


def _cleaned(document: object, path: Path) -> dict[str, JSON]:
    found = _cleaned_value(document, "", path, DEEPEST)
    assert isinstance(found, dict)
    return found


def _cleaned_value(value: object, field: str, path: Path, room: int) -> JSON:
    if room == 0:
        raise NotBroughtIn(path, f"its values lie more than {DEEPEST} deep, and those of a session six deep")
    match value:
        case str():
            return clean_line(value) if field in _LINES else _cleaned_text(value)
        case bool() | float() | None:
            return value
        case int():
            if abs(value) > _LARGEST_NUMBER and field != "seed":
                raise NotBroughtIn(path, "it holds a number that is too large to be one of a session")
            return value
        case list():
            return [_cleaned_value(one, "", path, room - 1) for one in value]
        case dict():
            return {
                _cleaned_text(str(key)): _cleaned_value(one, str(key), path, room - 1)
                for key, one in value.items()
            }
    raise NotBroughtIn(path, "it holds something that is no JSON")


def _cleaned_text(text: str) -> str:
    # Most texts are plain, and seeing that is far quicker than looking for each thing that might be wrong.
    return text if text.isascii() and text.isprintable() else clean(text)
