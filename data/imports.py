"""Session files from elsewhere: rescued copies, backups, files from another computer or out of the trash.

Such a file may have been made by anybody, so it is measured before it is read, and read before anything is written.
"""

import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from data.files import DISK, FileSystem, keep_aside, move_aside
from data.folders import SessionPlaces, is_session_id
from data.locks import count_as_unfinished
from data.problems import Damaged, DamagedFile, NoSuchSession, NotBroughtIn, in_words
from data.records import JSON, Record
from data.recovery import content_of, foresee, keep_opening, load, storage_of, tables_of
from data.storage import SessionStorage, aside_name, understood
from data.versions import SCHEMA, decode
from formats.text import clean_tree, is_clean
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
    here = _as_shown(stored)
    there = list(brought.records)
    if here == there:
        return "same"
    if there[: len(here)] == here:
        return "longer"
    return "shorter" if here[: len(there)] == there else "other"


def shared(stored: Sequence[Record], brought: Brought) -> int:
    """How many records both have in common, from the first one on."""
    pairs = zip(_as_shown(stored), brought.records, strict=False)
    return next((nth for nth, (one, other) in enumerate(pairs) if one != other), len(brought.records))


def stored_records(places: SessionPlaces, files: FileSystem = DISK) -> list[Record] | None:
    """The records that a stored session would go on from; None when there is none that can be read.

    Nothing is changed.

    Raises:
        NewerSchema, FolderProblem: as for opening it.
    """
    try:
        return foresee(places, files).records
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
    storage.write(tables_of(header, brought.records))
    keep_opening(places, files)
    if ended_at is None:
        first, last = brought.records[0], brought.records[-1]
        count_as_unfinished(places.owner, start=first.at, last=last.at, files=files)
    elif files.signature(places.draft) is None and files.signature(places.owner) is not None:
        files.remove(places.owner)
    return kept_at


def _put_aside(places: SessionPlaces, files: FileSystem) -> tuple[Path | None, SessionStorage]:
    """Keep the version that is to be replaced, and give what writes in its place."""
    storage = storage_of(places, files)
    there = [path for path in (places.file, *places.backups) if files.signature(path) is not None]
    if not there:
        return None, storage
    trash = places.folder.trash
    try:
        load(storage, places, files)
    except Damaged:
        moved = [move_aside(path, aside_name(path, trash, "damaged"), files=files) for path in there]
        return moved[0], storage_of(places, files)
    return keep_aside(places.file, aside_name(places.file, trash, "before-import"), files=files), storage


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


def _as_shown(stored: Sequence[Record]) -> list[Record]:
    """Stored records, cleaned as those of a file are, so that both can be compared."""
    return [replace(record, data=_tree_of(record.data)) for record in stored]


def _cleaned(document: Mapping[str, JSON], path: Path) -> dict[str, JSON]:
    _limit(document, "", path, DEEPEST)
    return _tree_of(document)


def _tree_of(document: Mapping[str, JSON]) -> dict[str, JSON]:
    found = clean_tree(document)
    assert isinstance(found, dict)
    return found


def _limit(value: object, field: str, path: Path, room: int) -> None:
    """Refuse what lies deeper or is larger than anything in a session."""
    if room == 0:
        raise NotBroughtIn(path, f"its values lie more than {DEEPEST} deep, and those of a session six deep")
    match value:
        case dict():
            for key, one in value.items():
                _limit(one, key, path, room - 1)
        case list():
            for one in value:
                _limit(one, "", path, room - 1)
        case int() if abs(value) > _LARGEST_NUMBER and field != "seed":
            raise NotBroughtIn(path, "it holds a number that is too large to be one of a session")
        case _:
            pass
