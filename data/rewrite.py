"""The only door through which written records change: to erase what is off the record, to forget a person."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from data.beside import stored_draft
from data.files import FileSystem, write_whole
from data.folders import SessionPlaces
from data.holding import held
from data.problems import DamagedFile, NewerSchema
from data.records import Record, utc_ms
from data.recovery import content_of, load, tables_of
from data.storage import SessionStorage, understood
from data.store import Store
from data.tidy import session_named
from data.typed import pasted_of
from data.versions import decode, encode
from formats.words import SessionId

REWRITTEN = "Rewritten"
"""The kind of the record that says that others were changed: `{"what": ..., "count": ...}`."""

Change = Callable[[Sequence[Record]], Sequence[Record] | None]
"""Given all records of a session, returns as many, of the same ids and numbers; None when it can't tell."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a rewrite.

    Attributes:
        changed: how many records of the session were changed; 0 when all were already as they should be.
        removed: the files that were removed, because nobody can tell what of them should stay.
        left: folders that another program left under the session's name, which were not looked into.
    """

    changed: int
    removed: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()


def rewrite(
    store: Store,
    session_id: SessionId,
    change: Change,
    what: str,
    *,
    drafts: Callable[[str], str] | None = None,
    pastes: bool = False,
) -> Done:
    """Change written records of one session, in its file, in every backup, and in every copy in the trash.

    No record can be taken out: those to come are numbered by how many there are. A copy in the trash keeps what it
    alone has; one that can't be read is removed, since nobody can tell what it holds.

    It can be run again after a crash in its middle: what is changed already stays as it is, and all else follows.

    Args:
        store: where the session lies.
        session_id: which session.
        change: gives the records as they are to be.
        what: what was done, in words that give away nothing of what was removed.
        drafts: given all that was being typed, returns what of it stays; without it, drafts stay.
        pastes: also remove what was pasted and has a file of its own.

    Raises:
        ValueError: when `change` gives a record another id or number, or can't tell.
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
            storage.write(tables_of(content.header, [*records, _mark(content.records, what, count)]))
        clean = files.read(places.file)
        for backup in places.backups:
            write_whole(backup, clean, files=files)
        if drafts is not None:
            _rewrite_draft(places, drafts, files)
        elsewhere = _Elsewhere(places, records, change, drafts, pastes=pastes, files=files)
        for path in traces(places):
            elsewhere.clear(path)
        return Done(count, tuple(elsewhere.removed), tuple(elsewhere.left))


def traces(places: SessionPlaces) -> tuple[Path, ...]:
    """All that may hold words of a session beside its file, its backups and its draft.

    These are copies in the trash and from before the file was brought to a newer form, what was pasted, and what a
    killed program left half written.
    """
    folder = places.folder
    within = (folder.sessions, folder.backups, folder.open, folder.trash)
    known = {places.file, *places.backups, places.draft, places.owner, places.lock}
    found = [path for inside in within for path in _named(inside, places.session_id) if path not in known]
    return tuple(dict.fromkeys((*found, *_named(folder.pasted, places.session_id), *pasted_of(places))))


def _named(folder: Path, session_id: SessionId) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in sorted(folder.iterdir()) if session_named(path.name) == session_id)


def _rewrite_draft(places: SessionPlaces, drafts: Callable[[str], str], files: FileSystem) -> None:
    before = stored_draft(places, files=files)
    after = drafts(before)
    if after == before:
        return
    if after:
        write_whole(places.draft, after.encode("utf-8", "replace"), files=files)
    else:
        files.remove(places.draft)


class _Elsewhere:
    """Clears files that lie beside a session.

    Attributes:
        removed: the files that were removed.
        left: what was not looked into.
    """

    def __init__(
        self,
        places: SessionPlaces,
        known: Sequence[Record],
        change: Change,
        drafts: Callable[[str], str] | None,
        *,
        pastes: bool,
        files: FileSystem,
    ) -> None:
        """Take what the session says now; a record of the same id is the same record in any copy."""
        self.removed: list[Path] = []
        self.left: list[Path] = []
        self._known = {record.id: record for record in known}
        self._change = change
        self._drafts = drafts
        self._pastes = pastes
        self._trash = places.folder.trash
        self._files = files

    def clear(self, path: Path) -> None:
        """Rewrite or remove one file.

        Raises:
            OSError: when it can't be.
        """
        if path.is_dir() and not path.is_symlink():
            self.left.append(path)
            return
        if (path.suffix == ".txt" and not self._pastes) or (path.suffix == ".draft" and self._drafts is None):
            return
        clean = None if path.is_symlink() or path.parent != self._trash else self._cleared(path)
        if clean is not None:
            write_whole(path, clean, files=self._files)
        else:
            self._files.remove(path)
            self.removed.append(path)

    def _cleared(self, path: Path) -> bytes | None:
        """Return what a file in the trash is to hold; None when nothing, or nobody can tell."""
        if path.suffix == ".draft" and self._drafts is not None:
            return self._drafts(self._files.read(path).decode("utf-8", "replace")).encode("utf-8") or None
        return self._copy(path) if path.suffix == ".json" else None

    def _copy(self, path: Path) -> bytes | None:
        try:
            version = understood(decode(self._files.read(path), path), path)
            content = content_of(version.tables, path)
        except (DamagedFile, NewerSchema):
            return None
        as_known = [self._known.get(record.id, record) for record in content.records]
        records = self._change(as_known)
        return None if records is None else encode(tables_of(content.header, records), writes=version.writes)


def _changed(records: Sequence[Record], change: Change) -> tuple[list[Record], int]:
    changed = change(records)
    if changed is None:
        raise ValueError("the records can't be changed, since nobody can tell what they say")
    if [(one.id, one.seq) for one in changed] != [(one.id, one.seq) for one in records]:
        raise ValueError("a record was taken out, or given another id or number")
    return list(changed), sum(new != old for new, old in zip(changed, records, strict=True))


def _mark(records: Sequence[Record], what: str, count: int) -> Record:
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
