"""Who may write: one program at a time for a file, known by a lock that its death sets free."""

import json
import os
import socket
import sys
import warnings
from contextlib import suppress
from dataclasses import asdict, dataclass
from errno import EACCES, EAGAIN, EDEADLK, EWOULDBLOCK
from pathlib import Path

from filelock import FileLock, Timeout

from data.files import DISK, FileSystem, write_whole
from data.problems import NOBODY_KNOWN, FolderProblem, Owner, in_words
from data.records import LATEST_MS

LOOK_SECONDS = 0.1
"""How long taking a lock outlasts somebody who only looks whether it is held, which takes microseconds."""
_TAKEN = frozenset({EACCES, EAGAIN, EDEADLK, EWOULDBLOCK})
_LOOK = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a session open, as far as it can be told without taking its lock.

    Attributes:
        held: whether its lock is held; None where that can't be told.
        owner: who had it last.
        silent_ms: how long ago its last sign of life is, in milliseconds; None without one.
    """

    held: bool | None
    owner: Owner
    silent_ms: int | None


class Lock:
    """A lock on a file of its own, held by this process or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path, mode=0o600, thread_local=False)
        self._place: tuple[int, int] | None = None

    def take(self, *, wait: float = LOOK_SECONDS) -> bool:
        """Try to take the lock.

        Args:
            wait: for how many seconds to try, at most.

        Returns:
            Whether it was taken; False when another program holds it.

        Raises:
            FolderProblem: when there can be no lock in that folder.
        """
        if self.path.is_symlink():
            # Older versions of the library would follow it and empty the file that it leads to.
            raise FolderProblem(self.path, "a link stands in the place of the lock", "Remove the link.")
        try:
            # The library would make every folder above as well, and so another one where a stick was pulled out.
            DISK.make_folder(self.path.parent)
            # Where a disk knows no locks the library warns on the terminal, which belongs to the screen.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._lock.acquire(timeout=wait, poll_interval=0.02)
        except Timeout:
            return False
        except OSError as error:
            raise FolderProblem(
                self.path, f"no lock can be taken, {in_words(error)}", "Choose another folder with --data."
            ) from error
        self._place = _place_of(self.path)
        return True

    @property
    def is_in_place(self) -> bool:
        """Whether the file that this lock is on still has its name.

        Where it was removed or replaced, another program can lock the name and does not know of this one.
        """
        return self._place is not None and _place_of(self.path) == self._place

    def take_again(self) -> bool:
        """Lock the name anew, after the file under it was removed or replaced.

        Returns:
            Whether it was taken; False when another program holds it. The old one is held on to then.

        Raises:
            FolderProblem: when there can be no lock any more.
        """
        anew = Lock(self.path)
        if not anew.take():
            return False
        self._lock.release()
        self._lock, self._place = anew._lock, anew._place
        return True

    def release(self, *, remove: bool = False) -> None:
        """Let others have it.

        Args:
            remove: also remove the file of the lock, when nobody will need it soon.
        """
        remove = remove and self.is_in_place
        if remove:
            # Before the release: whoever waits then finds out that this name is gone, and makes a new one.
            with suppress(OSError):
                self.path.unlink()
        self._lock.release()
        if remove:
            # Where an open file can't be removed (Windows), now is the time.
            with suppress(OSError):
                self.path.unlink()


def is_held(path: Path) -> bool | None:
    """Say whether a program holds a lock, without taking it or changing its file; None where that can't be told."""
    try:
        descriptor = os.open(path, _LOOK)
    except FileNotFoundError:
        # Where the whole folder is gone, nothing is known of who has what.
        return False if path.parent.is_dir() else None
    except OSError:
        return None
    try:
        return _is_taken(descriptor)
    finally:
        os.close(descriptor)


def is_alive_here(owner: Owner) -> bool:
    """Say whether the program that an `.owner` file names runs on this computer, as another one than this."""
    if sys.platform == "win32" or owner.host != this_host() or owner.pid in {0, os.getpid()}:
        # On Windows an open lock can't be removed, so nobody needs to ask.
        return False
    try:
        os.kill(owner.pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def read_owner(path: Path, *, files: FileSystem = DISK) -> Owner | None:
    """Who an `.owner` file names; None without one. A torn file still tells when it was last touched."""
    try:
        signature = files.signature(path)
    except OSError:
        return None
    if signature is None:
        return None
    touched = signature.changed_ns // 1_000_000
    try:
        found = json.loads(files.read(path))
        at = found.get("at")
        owner = Owner(
            pid=int(found["pid"]),
            host=str(found["host"]),
            start=_moment(found["start"]),
            last=_moment(found["last"]),
            at=None if at is None else _moment(at),
            held_ms=_moment(found.get("held_ms", 0)),
            returned_ms=_moment(found.get("returned_ms", 0)),
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return Owner(NOBODY_KNOWN.pid, NOBODY_KNOWN.host, NOBODY_KNOWN.start, touched)
    return owner


def _moment(told: object) -> int:
    """Read milliseconds that a clock can show.

    Raises:
        ValueError: It is no number, or one that no clock shows.
    """
    if not isinstance(told, int) or not 0 <= told <= LATEST_MS:
        raise ValueError("no clock shows that")
    return told


def write_owner(path: Path, owner: Owner, *, files: FileSystem = DISK) -> None:
    """Leave a sign of life. It need not survive a power cut, so it costs no flush.

    Raises:
        OSError: when it can't be written.
    """
    write_whole(path, json.dumps(asdict(owner)).encode("ascii"), files=files, durable=False)


def count_as_unfinished(path: Path, *, start: int, last: int, files: FileSystem = DISK) -> None:
    """Leave a sign of life of nobody, so that a session counts as unfinished.

    Args:
        path: the `.owner` file; when it was opened, as told there, stays.
        start: when it was opened, UTC milliseconds, if that is not known.
        last: when it was last alive, UTC milliseconds.
        files: the way to the disk.

    Raises:
        OSError: when it can't be written.
    """
    before = read_owner(path, files=files)
    owner = Owner(pid=0, host="", start=start if before is None else before.start, last=last)
    write_owner(path, owner, files=files)


def this_host() -> str:
    """The name of this computer, as others on a shared folder know it."""
    return socket.gethostname()


def _place_of(path: Path) -> tuple[int, int] | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_taken(descriptor: int) -> bool | None:
    """Say whether the lock on an open file is held elsewhere. It is held here for no longer than the question takes."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            # Shared: any number of programs may look at the same time.
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        return True if error.errno in _TAKEN else None
    return False
