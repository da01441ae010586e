"""What was being typed into a session, beside a file of that session that lies in another folder."""

import stat
from contextlib import suppress
from pathlib import Path

from data.files import DISK, FileSystem, keep_aside, move_aside, write_whole
from data.folders import SessionPlaces
from data.imports import LARGEST
from data.storage import aside_name


def beside(file: Path) -> Path:
    """Where what was being typed lies: under the name of the session's file, with `.draft` for `.json`."""
    return file.with_suffix(".draft")


def clear_beside(file: Path, *, files: FileSystem = DISK) -> None:
    """Move what lies there already, left by another copy, out of the way of a file that was just made.

    Raises:
        OSError: when it can't be moved.
    """
    draft = beside(file)
    if files.signature(draft) is not None:
        move_aside(draft, draft.with_name(f"{draft.stem} before.draft"), files=files)


def keep_beside(file: Path, text: str, *, files: FileSystem = DISK) -> None:
    """Keep what is being typed beside a file of its session; it is on that disk when this returns.

    Args:
        file: the session.
        text: all drafts, as they are written down; empty text removes those that lie there.
        files: the way to the disk.

    Raises:
        OSError: when it can't be written.
    """
    if text:
        write_whole(beside(file), text.encode("utf-8", "replace"), files=files)
        return
    with suppress(FileNotFoundError):
        files.remove(beside(file))


def read_beside(file: Path) -> str | None:
    """Read what was being typed. Nothing is changed.

    Returns:
        The text; empty where there is none, `None` where it can't be read or is larger than any session is.
    """
    draft = beside(file)
    try:
        # Nothing but a plain file: a pipe would hold it up for ever.
        if not stat.S_ISREG(draft.stat().st_mode):
            return None
        with draft.open("rb") as stored:
            raw = stored.read(LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError:
        return None
    return None if len(raw) > LARGEST else raw.decode("utf-8", "replace")


def stored_draft(places: SessionPlaces, *, files: FileSystem = DISK) -> str:
    """Read what was being typed into a stored session; empty when nothing was.

    Raises:
        OSError: when it can't be read.
    """
    try:
        return files.read(places.draft).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def bring_in_draft(places: SessionPlaces, text: str, *, damaged: bool, files: FileSystem = DISK) -> None:
    """Store what was being typed for whoever resumes a session. Only for who holds its lock.

    Args:
        places: where it goes.
        text: all drafts, those that were stored already included.
        damaged: whether the file in its place could not be read whole; it is kept in the trash.
        files: the way to the disk.

    Raises:
        OSError: when it can't be written; the stored one is then as it was.
    """
    if damaged:
        keep_aside(places.draft, aside_name(places.draft, places.folder.trash, "damaged"), files=files)
    files.make_folder(places.draft.parent)
    write_whole(places.draft, text.encode("utf-8", "replace"), files=files)
