"""The door to all stored sessions. Light to import: the home screen stands before anything heavy is loaded."""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from data.files import DISK, FileSystem, Signature, move_aside, write_new, write_whole
from data.folders import DataFolder, SessionPlaces, is_session_id, new_session_id, safe_name
from data.folders import unfinished as unfinished_in
from data.problems import (
    AmbiguousSession,
    Damaged,
    DataError,
    FolderProblem,
    HeldElsewhere,
    NewerSchema,
    NoSuchSession,
    Owner,
    SaveProblem,
    SessionExists,
    in_words,
)
from data.records import JSON, Record, utc_ms
from formats.words import SessionId

if TYPE_CHECKING:
    from data.locks import Holder
    from data.preferences import PreferencesFile
    from data.sessions import OpenSession, StoredSession

__all__ = [
    "AmbiguousSession",
    "Damaged",
    "DataError",
    "FolderProblem",
    "HeldElsewhere",
    "NewerSchema",
    "NoSuchSession",
    "Owner",
    "Record",
    "SaveProblem",
    "SessionExists",
    "Store",
]

LAST = "last"
"""The word for the newest session."""
_BACKUPS = frozenset({"1.json", "2.json"})
NOTES_SECONDS = 1.0
"""How long another program may be saving notes before we save ours all the same."""


class Store:
    """All sessions of one data folder.

    Attributes:
        folder: where everything lies.
        files: the way to the disk.
    """

    def __init__(
        self, folder: DataFolder | Path, *, files: FileSystem = DISK, now: Callable[[], int] = utc_ms
    ) -> None:
        """Nothing is read or made yet; call `folder.ensure()` before writing.

        Args:
            folder: the data folder.
            files: the way to the disk.
            now: the time in UTC milliseconds, for signs of life.
        """
        self.folder = folder if isinstance(folder, DataFolder) else DataFolder(folder)
        self.files = files
        self._now = now

    def create(self, session_id: SessionId, header: Mapping[str, JSON]) -> "OpenSession":
        """Make a new session and open it; it counts as unfinished from now on.

        Raises:
            SessionExists: when there is one of that id.
            HeldElsewhere: when another program is making it at this moment.
            FolderProblem: when it can't be written.
            ValueError: when the id is none, or the header is no JSON.
        """
        from data import sessions

        self.folder.ensure()
        return sessions.create(self.folder.of(session_id), header, files=self.files, now=self._now)

    def open(self, session_id: SessionId) -> "OpenSession":
        """Open a session for writing. What was damaged is mended as far as it can be, and told in `problems`.

        Raises:
            NoSuchSession: when there is none; names those most like it.
            HeldElsewhere: when another program has it; names which.
            NewerSchema: when a newer program wrote it; it is left alone.
            Damaged: when neither it nor a backup can be read; everything is left where it is.
            FolderProblem: when the folder can't be used.
        """
        from data import sessions

        self.folder.ensure()
        try:
            return sessions.open_session(self.places(session_id), files=self.files, now=self._now)
        except NoSuchSession:
            raise self._none_like(session_id) from None

    def read(self, session_id: SessionId) -> "StoredSession":
        """Read a session without a lock and without changing anything, also while it runs elsewhere.

        Raises:
            NoSuchSession, NewerSchema, Damaged, FolderProblem: as `open` does.
        """
        from data import sessions

        try:
            return sessions.read(self.places(session_id), files=self.files)
        except NoSuchSession:
            raise self._none_like(session_id) from None

    def version(self, session_id: SessionId) -> Signature | None:
        """What tells whether a session was written since it was last read, for whoever follows it; None without one."""
        return self.files.signature(self.places(session_id).file)

    def holder(self, session_id: SessionId) -> "Holder":
        """Who has a session open at this moment, told without taking its lock or changing anything.

        Raises:
            NoSuchSession: when the id is none.
        """
        from data import holding

        return holding.holder(self.places(session_id), files=self.files, now=self._now())

    def ids(self) -> list[SessionId]:
        """All stored sessions, newest first, told by their names alone.

        Raises:
            FolderProblem: when the folder is there and can't be listed.
        """
        parts = (os.path.splitext(name) for name in _names_in(self.folder.sessions))
        found = [SessionId(stem) for stem, suffix in parts if suffix == ".json" and is_session_id(stem)]
        return sorted(found, reverse=True)

    def all_ids(self) -> list[SessionId]:
        """All sessions, newest first, those too of which only a backup is left.

        Raises:
            FolderProblem: when a folder is there and can't be listed.
        """
        parts = (name.partition(".") for name in _names_in(self.folder.backups))
        backed_up = {SessionId(stem) for stem, _, rest in parts if rest in _BACKUPS and is_session_id(stem)}
        return sorted(backed_up.union(self.ids()), reverse=True)

    def fresh_id(self, local: datetime, format_id: str) -> SessionId:
        """An id that no stored session has.

        Args:
            local: the local time at which the session began.
            format_id: its format.

        Raises:
            FolderProblem: when the folder is there and can't be listed.
        """
        taken = set(self.ids())
        while True:
            session_id = new_session_id(local, format_id, secrets.token_hex(2))
            if session_id not in taken:
                return session_id

    def resolve(self, text: str) -> SessionId:
        """The session that a person means by an id, the beginning of one, or `last`.

        Raises:
            NoSuchSession: when none is meant; names those most like it.
            AmbiguousSession: when several begin like this.
        """
        wanted = text.strip()
        ids = self.ids()
        if wanted == LAST and ids:
            return ids[0]
        if wanted in ids:
            return SessionId(wanted)
        matches = [session_id for session_id in ids if wanted and session_id.startswith(wanted)]
        if not matches:
            raise self._none_like(wanted)
        if len(matches) > 1:
            raise AmbiguousSession(wanted, matches)
        return matches[0]

    def unfinished(self) -> list[SessionId]:
        """The sessions that have not ended, newest first."""
        return unfinished_in(self.folder)

    def mark_unfinished(self, session_id: SessionId) -> None:
        """Let a session count as unfinished again, for when the folder `open/` was lost.

        Raises:
            OSError: when the sign can't be left.
        """
        from data import locks

        places = self.places(session_id)
        written = self.files.signature(places.file)
        if written is None:
            raise self._none_like(session_id)
        if self.files.signature(places.owner) is None:
            last = written.changed_ns // 1_000_000
            locks.count_as_unfinished(places.owner, start=last, last=last, files=self.files)

    def delete(self, session_id: SessionId) -> None:
        """Move a session with its backups, its draft and what was pasted into it to the trash.

        Raises:
            NoSuchSession: when there is none.
            HeldElsewhere: when another program has it.
            FolderProblem: when it can't be moved.
        """
        from data import holding
        from data.typed import pasted_of

        places = self.places(session_id)
        with holding.held(places, files=self.files):
            there = [
                path
                for path in (places.draft, *pasted_of(places), *reversed(places.backups), places.file)
                if self.files.signature(path) is not None
            ]
            if not there:
                raise self._none_like(session_id)
            for path in there:
                move_aside(path, self.folder.trash / path.name, files=self.files)
            with suppress(FileNotFoundError):
                self.files.remove(places.owner)

    def save_notes(self, session_id: SessionId, title: str, day: date, text: str) -> Path:
        """Save the notes of a session for people, as Markdown.

        The same session writes into the same file again, unless somebody changed that file since: then, and when
        another session has the name, the notes get a name of their own. Nothing of anybody else is overwritten.

        Args:
            session_id: whose notes these are.
            title: the session's title, for the name of the file.
            day: the local date of the session, for the name of the file.
            text: the notes.

        Returns:
            The file.

        Raises:
            FolderProblem: when they can't be written.
        """
        from data.holding import in_turn

        data = text.encode("utf-8", "replace")
        # Whoever can't wait for its turn goes on without: the worst that can come of it is a name of its own.
        with in_turn(self.folder.open / "notes.lock", wait=NOTES_SECONDS):
            return self._save_notes(session_id, safe_name(f"{day.isoformat()} {title}", ".md"), data)

    def _save_notes(self, session_id: SessionId, name: str, data: bytes) -> Path:
        index = self._notes_index()
        try:
            self.files.make_folder(self.folder.notes)
            path = self._own_notes(index, session_id)
            if path is not None:
                write_whole(path, data, files=self.files)
            else:
                path = write_new(self.folder.notes / name, data, files=self.files)
            index[session_id] = {"file": path.name, "checksum": crc32(data)}
            with suppress(OSError):
                # Without the index the next notes get a new name, which is safe.
                write_whole(
                    self._index_path,
                    json.dumps(index, indent=0).encode("ascii"),
                    files=self.files,
                    durable=False,
                )
        except OSError as error:
            raise FolderProblem(
                self.folder.notes,
                f"the notes can't be saved, {in_words(error)}",
                "Save them to another folder.",
            ) from error
        return path

    @property
    def preferences(self) -> "PreferencesFile":
        """What was chosen about the notes."""
        from data.preferences import PreferencesFile

        return PreferencesFile(self.folder, files=self.files)

    def untouched_notes(self, session_id: SessionId) -> Path | None:
        """Where the notes of a session were saved last, if nobody has changed that file since."""
        return self._own_notes(self._notes_index(), session_id)

    def notes_path(self, session_id: SessionId) -> Path | None:
        """Where the notes of a session were saved last, if they still lie there."""
        entry = self._notes_index().get(session_id)
        path = self._path_in(entry)
        return path if path is not None and self.files.signature(path) is not None else None

    def places(self, session_id: SessionId) -> SessionPlaces:
        """Where the files of a session lie.

        Raises:
            NoSuchSession: when the id is none.
        """
        if not is_session_id(session_id):
            raise self._none_like(session_id)
        return self.folder.of(session_id)

    @property
    def _index_path(self) -> Path:
        return self.folder.notes / ".index.json"

    def _notes_index(self) -> dict[str, object]:
        with suppress(OSError, ValueError, RecursionError):
            found = json.loads(self.files.read(self._index_path))
            if isinstance(found, dict):
                return found
        return {}

    def _path_in(self, entry: object) -> Path | None:
        name = entry.get("file") if isinstance(entry, dict) else None
        # The index lies in a folder that people use: a name from it must not lead out of there.
        if not isinstance(name, str) or name != os.path.basename(name) or not name.endswith(".md"):
            return None
        return self.folder.notes / name

    def _own_notes(self, index: dict[str, object], session_id: SessionId) -> Path | None:
        """The file that this session's notes may overwrite: its own, and untouched since."""
        entry = index.get(session_id)
        path = self._path_in(entry)
        if path is None or not isinstance(entry, dict):
            return None
        with suppress(OSError):
            if crc32(self.files.read(path)) == entry.get("checksum"):
                return path
        return None

    def _none_like(self, wanted: str) -> NoSuchSession:
        from difflib import get_close_matches

        nearest = get_close_matches(wanted, self.ids(), n=3, cutoff=0.5)
        return NoSuchSession(wanted, [SessionId(match) for match in nearest])


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FolderProblem(folder, in_words(error), "Choose another folder with --data.") from error
