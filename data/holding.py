"""Holding a session, so that no other program writes it, and seeing who holds one."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from data.files import FileSystem, sweep
from data.folders import SessionPlaces
from data.locks import Holder, Lock, is_alive_here, is_held, read_owner
from data.problems import NOBODY_KNOWN, FolderProblem, HeldElsewhere, in_words


@contextmanager
def held(
    places: SessionPlaces,
    *,
    files: FileSystem,
    on: bool = False,
    leftovers: Callable[[Path], None] | None = None,
) -> Iterator[Lock]:
    """Hold the lock of a session.

    Args:
        places: where the session lies.
        files: the way to the disk.
        on: keep holding it afterwards, when all went well.
        leftovers: what to do about temporary files beside a file of the session; they are removed if not said.

    Raises:
        HeldElsewhere: when another program has it.
        FolderProblem: when there can be no lock, or a call to the disk fails inside.
    """
    lock = Lock(places.lock)
    was_there = os.path.lexists(places.lock)
    if not lock.take():
        raise HeldElsewhere(places.session_id, read_owner(places.owner, files=files) or NOBODY_KNOWN)
    if not was_there:
        _check_alone(places, lock, files)
    keep = False
    try:
        for path in (places.file, places.owner, places.draft):
            if leftovers is not None:
                leftovers(path)
            else:
                sweep(path, files=files)
        with told(places.file):
            yield lock
        keep = on
    finally:
        if not keep:
            lock.release(remove=read_owner(places.owner, files=files) is None)


def _check_alone(places: SessionPlaces, lock: Lock, files: FileSystem) -> None:
    """Let go of a lock that had to be made anew though its owner lives: its file was removed from under that one.

    Raises:
        HeldElsewhere: when it is so.
    """
    owner = read_owner(places.owner, files=files)
    if owner is not None and is_alive_here(owner):
        lock.release()
        raise HeldElsewhere(places.session_id, owner)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell a failed call to the disk as a problem with this file.

    Raises:
        FolderProblem: when one failed.
    """
    try:
        yield
    except OSError as error:
        raise FolderProblem(
            path, in_words(error), "Make room or choose another folder with --data, then try again."
        ) from error


def holder(places: SessionPlaces, *, files: FileSystem, now: int) -> Holder:
    """Who has a session open at this moment (UTC milliseconds), told without taking its lock."""
    owner = read_owner(places.owner, files=files) or NOBODY_KNOWN
    return Holder(is_held(places.lock), owner, max(0, now - owner.last) if owner.last else None)


@contextmanager
def in_turn(lock_path: Path, *, wait: float) -> Iterator[bool]:
    """Do something one program after the other.

    Args:
        lock_path: the file of the lock that they share; it stays.
        wait: for how many seconds to wait for the others, at most.

    Yields:
        Whether it is our turn; False when the others take too long, or when there can be no lock.
    """
    lock = Lock(lock_path)
    try:
        taken = lock.take(wait=wait)
    except FolderProblem:
        taken = False
    try:
        yield taken
    finally:
        if taken:
            lock.release()
