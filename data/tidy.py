"""What a data folder gathers beside its sessions: leftovers of killed programs, signs of nothing, open doors.

Nothing is deleted here: what has no place any more is moved to the trash.
"""

import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from data.files import DISK, FileSystem, move_aside
from data.folders import DataFolder, is_session_id
from data.problems import FolderProblem, in_words
from data.storage import aside_name
from formats.words import SessionId

LEFT_OVER_SECONDS = 3_600
"""A temporary file that no lock belongs to counts as left over when it is this old."""
_TEMPORARY = re.compile(r"\.(?P<of>.+)\.[0-9a-f]{8}\.tmp")
_SIGNS = frozenset({".owner", ".draft", ".lock"})
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_MOST_NAMED = 10
"""More files than this are counted instead of named."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that belongs to nothing.

    Attributes:
        path: which one.
        session_id: the session that it was made for; None for what belongs to the folder as a whole.
    """

    path: Path
    session_id: SessionId | None


def strays(folder: DataFolder, known: Iterable[SessionId]) -> list[Stray]:
    """Temporary files of killed programs, and signs in `open/` of sessions that are nowhere.

    A temporary file of a known session may be in use; whether it is, its lock tells.

    Args:
        folder: the data folder.
        known: the sessions that there are.
    """
    there = frozenset(known)
    found = [
        Stray(path, session_named(match["of"]))
        for inside in (folder.root, folder.sessions, folder.backups, folder.open, folder.notes, folder.pasted)
        for path in _in(inside)
        if (match := _TEMPORARY.fullmatch(path.name))
    ]
    for path in _in(folder.open):
        session_id = session_named(path.name)
        if path.suffix in _SIGNS and session_id is not None and session_id not in there:
            found.append(Stray(path, session_id))
    return found


def leftovers_beside(path: Path) -> list[Path]:
    """The temporary files that killed programs left beside a file, or a program that lives writes just now."""
    return [
        one
        for one in _in(path.parent)
        if (match := _TEMPORARY.fullmatch(one.name)) and match["of"] == path.name
    ]


def is_left_over(path: Path, now_seconds: float) -> bool:
    """Whether a temporary file that no lock belongs to is so old that nobody writes it any more."""
    try:
        return now_seconds - path.lstat().st_mtime > LEFT_OVER_SECONDS
    except OSError:
        return False


def to_trash(path: Path, folder: DataFolder, files: FileSystem = DISK) -> str:
    """Move a file that belongs to nothing to the trash, and say so.

    Raises:
        FolderProblem: when it can't be moved.
    """
    plain = path.with_name(path.name.lstrip("."))
    try:
        kept_at = move_aside(path, aside_name(plain, folder.trash, "left-over"), files=files)
    except OSError as error:
        why = f"it belongs to nothing and can't be moved to the trash, {in_words(error)}"
        raise FolderProblem(path, why, "Make room, then check again.") from error
    return f"{path} belonged to nothing; it is kept at {kept_at}."


def too_open(folder: DataFolder, held: Iterable[SessionId] = ()) -> list[Path]:
    """The files and folders that others may read or change, and those that their owner may not.

    The folder itself counts only while it holds nothing but what this program made, and notes are people's own.

    Args:
        folder: the data folder.
        held: sessions whose files are not looked at, since a running program has them.
    """
    if os.name != "posix":
        return []
    spared = frozenset(held)
    found = [path for path in (*_own_root(folder), *folder.inner) if _is_too_open(path, _PRIVATE_FOLDER)]
    found += [
        path
        for inside in folder.inner
        if inside != folder.notes
        for path in _in(inside)
        if session_named(path.name) not in spared and _is_too_open(path, _PRIVATE_FILE)
    ]
    return [
        *found,
        *(path for path in (folder.community, folder.preferences) if _is_too_open(path, _PRIVATE_FILE)),
    ]


def close_to_others(paths: Iterable[Path]) -> list[str]:
    """Give files the mode 0600 and folders 0700, and say so in sentences."""
    closed: list[str] = []
    failed: list[str] = []
    for path in paths:
        mode = _PRIVATE_FOLDER if path.is_dir() else _PRIVATE_FILE
        try:
            path.chmod(mode)
        except OSError as error:
            failed.append(f"{path} is open to others and can't be closed to them, {in_words(error)}.")
        else:
            closed.append(f"{path} has the mode {mode:04o} now, for you alone.")
    if len(closed) > _MOST_NAMED:
        return [
            f"{len(closed):,} files and folders were open to others; they are for you alone now.",
            *failed,
        ]
    return [*closed, *failed]


def _in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []


def session_named(name: str) -> SessionId | None:
    """The session whose file this is; numbers and words after a blank or a dot tell one version from another."""
    stem = re.split(r"[. ]", name.lstrip("."), maxsplit=1)[0]
    return SessionId(stem) if is_session_id(stem) else None


def _own_root(folder: DataFolder) -> list[Path]:
    ours = {path.name for path in (*folder.inner, folder.community, folder.preferences, folder.wording)}
    return [folder.root] if all(path.name in ours for path in _in(folder.root)) else []


def _is_too_open(path: Path, wanted: int) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    kind = stat.S_ISDIR if wanted == _PRIVATE_FOLDER else stat.S_ISREG
    mine = status.st_uid == os.geteuid() if hasattr(os, "geteuid") else True
    return mine and kind(status.st_mode) and stat.S_IMODE(status.st_mode) != wanted
