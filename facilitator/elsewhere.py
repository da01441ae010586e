"""Where else a session is kept: in a folder that was named, or, when the program ends, wherever there is room."""

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from data.beside import keep_beside
from data.elsewhere import Copy
from data.problems import DataError, FolderProblem, in_words
from data.sessions import rescue
from facilitator.conductor import Conductor, to_record
from formats.words import SessionId

ROOM_NEEDED = 4 << 20
"""Bytes that must be free in a folder for it to be proposed; far more than a session takes."""
_RESCUES = "facilitator-rescue-"
"""How the folders begin into which sessions are rescued without asking."""
CATCHING_UP_SECONDS = 2.0
"""How long a copy may take to catch up with the session."""


class NotKept(Exception):
    """The session could not be saved in a folder; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a session is that could not be kept where it belongs.

    Attributes:
        path: The file.
        lacks_draft: Whether what was being typed could not be written beside it.
    """

    path: Path
    lacks_draft: bool = False


class Elsewhere:
    """Keeps a session in another folder as well, and renews that copy while its own disk fails.

    Attributes:
        copy: The copy; `None` before there is one.
    """

    def __init__(self, conductor: Conductor) -> None:
        """Keep nothing yet."""
        self.copy: Copy | None = None
        self._conductor = conductor
        # A folder is saved to in a thread, while the session goes on and renews the copy before.
        self._lock = threading.Lock()

    def propose(self) -> str:
        """Return the folder that stands in the line at first: where the copy lies, else one with room in it."""
        if self.copy is not None:
            return str(self.copy.path.parent)
        folders = list(_folders())
        return str(next((folder for folder in folders if _has_room(folder)), folders[-1]))

    def save(self, typed: str) -> Path:
        """Save the whole session in a folder; the copy is on that disk when this returns.

        Args:
            typed: The folder, as typed.

        Returns:
            The file.

        Raises:
            NotKept: It can't be saved there.
        """
        folder = _folder(typed)
        if self.copy is not None and self.copy.path.parent == folder and self._caught_up(self.copy):
            return self.copy.path
        conductor = self._conductor
        records = [to_record(event) for event in conductor.session.events]
        try:
            copy = Copy(records, conductor.kept.header, folder, draft=conductor.draft())
        except FolderProblem as problem:
            raise NotKept(f"Not saved there: {problem.why}. Type another folder.") from problem
        except DataError as problem:
            raise NotKept(f"Not saved there: {problem}") from problem
        with self._lock:
            before, self.copy = self.copy, copy
        if before is not None:
            before.close(0.0)
        return copy.path

    def renew(self) -> None:
        """Bring the copy up to date; returns at once."""
        with self._lock:
            if self.copy is not None:
                self._hand_over(self.copy)

    def rescue(self) -> Kept:
        """Save the session wherever there is room, without asking, unless the copy has everything already.

        What is being typed is kept beside it, if need be in a folder that has more room.

        Returns:
            Where it is.

        Raises:
            NotKept: There is no room anywhere.
        """
        if self.copy is not None and self._caught_up(self.copy):
            return Kept(self.copy.path)
        conductor = self._conductor
        records = [to_record(event) for event in conductor.session.events]
        lacking: Kept | None = None
        why = "no folder can be written"
        # The system's own folder first: that of a disk that does not answer would hold up the end for ever.
        for folder in reversed(list(_folders())):
            try:
                own = Path(tempfile.mkdtemp(prefix=_RESCUES, dir=folder))
                path = rescue(records, conductor.kept.header, own)
                lacking = lacking or Kept(path, lacks_draft=True)
                keep_beside(path, conductor.draft())
                return Kept(path)
            except DataError as problem:
                why = str(problem)
            except OSError as problem:
                why = f"{folder}: {in_words(problem)}"
        if lacking is not None:
            return lacking
        raise NotKept(why)

    def holds_everything(self) -> bool:
        """Say whether there is a copy in which nothing is missing."""
        copy = self.copy
        if copy is None or copy.draft != self._conductor.draft():
            return False
        return copy.acknowledged >= len(self._conductor.session.events)

    def close(self) -> None:
        """Let go of the copy."""
        if self.copy is not None:
            self.copy.close(CATCHING_UP_SECONDS)

    def _hand_over(self, copy: Copy) -> None:
        conductor = self._conductor
        new = conductor.session.events[copy.handed :]
        copy.renew([to_record(event) for event in new], conductor.kept.header, draft=conductor.draft())

    def _caught_up(self, copy: Copy) -> bool:
        self.renew()
        return copy.drain(CATCHING_UP_SECONDS) and self.holds_everything() and copy.path.exists()


def _folder(typed: str) -> Path:
    """Return the folder that was typed, in quotes or not.

    Raises:
        NotKept: It is none, and none can be made there.
    """
    text = typed.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    try:
        folder = Path(text).expanduser().absolute()
        if folder.is_dir() or (not folder.exists() and folder.parent.is_dir()):
            return folder
        there = folder.exists()
    except (OSError, RuntimeError, ValueError) as problem:
        raise NotKept("That leads to no folder; type one that is there, such as ~ for your own.") from problem
    if there:
        raise NotKept("There is a file of that name; type the name of a folder.")
    raise NotKept(f"There is no folder {folder.parent}; type one that is there.")


def rescued(session_id: SessionId) -> list[Path]:
    """Return the copies of a session that lie where it was ever rescued to without asking, with their drafts."""
    found: list[Path] = []
    for folder in (one for place in _folders() for one in sorted(place.glob(f"{_RESCUES}*"))):
        # The system's folder is everybody's: a link there leads to what was never made here.
        if not folder.is_symlink():
            with suppress(OSError):
                found += [path for path in sorted(folder.iterdir()) if path.stem == session_id]
    return found


def _folders() -> Iterator[Path]:
    """Yield the folders that every computer has: the person's own, and the system's for a while."""
    with suppress(RuntimeError):
        yield Path.home()
    try:
        yield Path(tempfile.gettempdir())
    except OSError:
        yield Path.cwd()


def _has_room(folder: Path) -> bool:
    try:
        return os.access(folder, os.W_OK | os.X_OK) and shutil.disk_usage(folder).free >= ROOM_NEEDED
    except OSError:
        return False
