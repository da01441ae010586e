"""The only door through which written records change: to erase what is off the record, to forget a person."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from data.files import write_whole
from data.holding import held
from data.records import Record, utc_ms
from data.recovery import load, tables_of
from data.storage import SessionStorage
from data.store import Store
from data.typed import pasted_of
from formats.words import SessionId

REWRITTEN = "Rewritten"
"""The kind of the record that says that others were changed: `{"what": ..., "count": ...}`."""


def rewrite(
    store: Store,
    session_id: SessionId,
    change: Callable[[Record], Record | None],
    what: str,
    *,
    drafts: bool = False,
) -> int:
    """Change or remove written records of one session, in its file and in every backup of it.

    It can be run again after a crash in its middle: what is changed already stays as it is, and the backups follow.

    Args:
        store: where the session lies.
        session_id: which session.
        change: given each record; returns it as it is, another of the same id and number, or None to remove it.
        what: what was done, in words that give away nothing of what was removed.
        drafts: also remove what was being typed.

    Returns:
        How many records were changed or removed.

    Raises:
        ValueError: when `change` gives a record another id or number.
        NoSuchSession, HeldElsewhere, NewerSchema, Damaged, FolderProblem: as for opening the session.
    """
    files = store.files
    places = store.places(session_id)
    with held(places, files=files):
        # Without a backup of its own: the version before is what must not remain.
        storage = SessionStorage(places.file, aside=places.folder.trash, files=files)
        content = load(storage, places, files)
        records, count = _changed(content.records, change)
        if count:
            records.append(_mark(content.records, what, count))
            storage.write(tables_of(content.header, records))
        clean = files.read(places.file)
        for backup in places.backups:
            write_whole(backup, clean, files=files)
        for copy in places.folder.backups.glob(f"{session_id}.schema-*.json"):
            files.remove(copy)
        if drafts:
            with suppress(FileNotFoundError):
                files.remove(places.draft)
    return count


def traces(store: Store, session_id: SessionId) -> tuple[Path, ...]:
    """Other files that may still hold what a rewrite removed: evidence in the trash, pastes, and saved notes."""
    found = (*sorted(store.folder.trash.glob(f"{session_id}*")), *pasted_of(store.places(session_id)))
    notes = store.notes_path(session_id)
    return found if notes is None else (*found, notes)


def _changed(records: list[Record], change: Callable[[Record], Record | None]) -> tuple[list[Record], int]:
    result, count = [], 0
    for record in records:
        new = change(record)
        if new is not None and (new.id, new.seq) != (record.id, record.seq):
            raise ValueError(f"record {record.seq} was given another id or number")
        count += new != record
        if new is not None:
            result.append(new)
    return result, count


def _mark(records: list[Record], what: str, count: int) -> Record:
    last = records[-1]
    token = secrets.token_hex(8)
    return Record(
        id=f"rewritten-{token}",
        seq=last.seq + 1,
        act=f"rewritten-{token}",
        at=max(last.at, utc_ms()),
        kind=REWRITTEN,
        data={"what": what, "count": count},
    )
