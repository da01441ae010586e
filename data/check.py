"""Checking stored sessions: each is read, compared with its checksum, made to prove itself, and mended if need be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time

from data.files import DISK, FileSystem
from data.folders import DataFolder, SessionPlaces
from data.holding import held
from data.locks import count_as_unfinished
from data.problems import DataError, FolderProblem, HeldElsewhere
from data.records import Record
from data.recovery import Backup, Content, backups_of, go_back_to, load, look
from data.storage import SessionStorage
from data.tidy import (
    close_to_others,
    is_left_over,
    leftovers_beside,
    strays,
    to_trash,
    too_open,
)
from formats.words import SessionId

WhyNot = Callable[[Sequence[Record]], str]
"""Says why records that are whole are no session that can be used; empty when they are one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking one session.

    Attributes:
        session_id: which session.
        content: what it holds now; None when no version of it can be read.
        done: what was mended, in sentences.
        held: whether a running program has it, so that it was looked at only.
        problem: what could not be mended, as a sentence; empty when all is well now.
        spare: the newest backup that can be used, when the session itself is whole and can't.
        left: files beside it that belong to nothing and could not be moved, in sentences; they say nothing of it.
    """

    session_id: SessionId
    content: Content | None = None
    done: tuple[str, ...] = ()
    held: bool = False
    problem: str = ""
    spare: Path | None = None
    left: tuple[str, ...] = ()


def check_session(
    places: SessionPlaces,
    why_not: WhyNot,
    has_ended: Callable[[Sequence[Record]], bool],
    *,
    go_back: bool = False,
    files: FileSystem = DISK,
) -> Checked:
    """Check one session and mend what can be mended; one that a running program has is looked at only.

    Args:
        places: where it lies.
        why_not: says why records are no session that can be used.
        has_ended: says of a session that can be used whether it is over.
        go_back: go back to the newest backup that can be used, if the session itself is whole and can't.
        files: the way to the disk.
    """
    done: list[str] = []
    left: list[str] = []
    id_ = places.session_id

    def put_away(path: Path) -> None:
        for one in leftovers_beside(path):
            try:
                done.append(to_trash(one, places.folder, files))
            except FolderProblem as problem:
                left.append(str(problem))

    try:
        with held(places, files=files, leftovers=put_away):
            for path in places.backups:
                put_away(path)
            storage = SessionStorage(places.file, aside=places.folder.trash, files=files)
            content = load(storage, places, files)
            done += content.problems
            why = why_not(content.records)
            spare = _spare(places, files, why_not) if why else None
            if spare is not None and go_back:
                content = go_back_to(spare, places, files)
                done += content.problems
                why, spare = "", None
            if not why and not has_ended(content.records):
                done += _counted_as_unfinished(places, content.records, files)
    except HeldElsewhere:
        return _looked_at(places, why_not, files)
    except DataError as problem:
        return Checked(id_, done=tuple(done), problem=str(problem), left=tuple(left))
    spare_path = None if spare is None else spare.path
    return Checked(id_, content, tuple(done), problem=why, spare=spare_path, left=tuple(left))


def tidy(folder: DataFolder, known: Iterable[SessionId], files: FileSystem = DISK) -> list[str]:
    """Move to the trash what belongs to nothing, and close to others what they need not read.

    Args:
        folder: the data folder.
        known: the sessions that there are; those that a running program has are left alone.
        files: the way to the disk.

    Returns:
        What was done, in sentences.
    """
    there = list(known)
    done: list[str] = []
    now = time()
    for stray in strays(folder, there):
        if stray.session_id in there:
            continue
        if stray.session_id is not None:
            done += _put_away_under_lock(folder.of(stray.session_id), stray.path, files)
        elif is_left_over(stray.path, now):
            done.append(_to_trash_or_why_not(stray.path, folder, files))
    return done


def close_folder(folder: DataFolder, held_now: Iterable[SessionId]) -> list[str]:
    """Close files and folders to others; the sessions named are left alone. Gives what was done, in sentences."""
    return close_to_others(too_open(folder, held_now))


def _to_trash_or_why_not(path: Path, folder: DataFolder, files: FileSystem) -> str:
    try:
        return to_trash(path, folder, files)
    except FolderProblem as problem:
        return str(problem)


def _put_away_under_lock(places: SessionPlaces, path: Path, files: FileSystem) -> list[str]:
    if path == places.lock:
        try:
            # A lock is an empty file: taking it and letting go of it leaves nothing behind.
            with held(places, files=files):
                return []
        except DataError:
            return []
    try:
        with held(places, files=files, leftovers=lambda _: None):
            return [to_trash(path, places.folder, files)]
    except HeldElsewhere:
        return []
    except DataError as problem:
        return [str(problem)]


def _looked_at(places: SessionPlaces, why_not: WhyNot, files: FileSystem) -> Checked:
    try:
        content = look(places, files)
    except DataError as problem:
        return Checked(places.session_id, held=True, problem=str(problem))
    except OSError as error:
        return Checked(places.session_id, held=True, problem=f"{places.file} can't be read: {error}")
    wrong = " ".join(one for one in (*content.problems, why_not(content.records)) if one)
    return Checked(places.session_id, content, held=True, problem=wrong)


def _spare(places: SessionPlaces, files: FileSystem, why_not: WhyNot) -> Backup | None:
    whole, _ = backups_of(places, files)
    return next((one for one in whole if not why_not(one.content.records)), None)


def _counted_as_unfinished(places: SessionPlaces, records: Sequence[Record], files: FileSystem) -> list[str]:
    if any(files.signature(path) is not None for path in (places.owner, places.draft)):
        return []
    count_as_unfinished(places.owner, start=records[0].at, last=records[-1].at, files=files)
    return ["It had not ended and counts as unfinished again."]
