"""Who may write: one program at a time for a file, known by a lock that its death sets free."""

import json
import socket
import warnings
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from data.files import DISK, FileSystem, write_whole
from data.problems import NOBODY_KNOWN, FolderProblem, Owner, in_words


class Lock:
    """A lock on a file of its own, held by this process or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path, mode=0o600, thread_local=False)

    def take(self, *, wait: float = 0.0) -> bool:
        """Try to take the lock.

        Args:
            wait: for how many seconds to try, at most.

        Returns:
            Whether it was taken; False when another program holds it.

        Raises:
            FolderProblem: when there can be no lock in that folder.
        """
        try:
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
        return True

    def release(self, *, remove: bool = False) -> None:
        """Let others have it.

        Args:
            remove: also remove the file of the lock, when nobody will need it soon.
        """
        if remove:
            # Before the release: whoever waits then finds out that this name is gone, and makes a new one.
            with suppress(OSError):
                self.path.unlink()
        self._lock.release()
        if remove:
            # Where an open file can't be removed (Windows), now is the time.
            with suppress(OSError):
                self.path.unlink()


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
        owner = Owner(
            pid=int(found["pid"]), host=str(found["host"]), start=int(found["start"]), last=int(found["last"])
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return Owner(NOBODY_KNOWN.pid, NOBODY_KNOWN.host, NOBODY_KNOWN.start, touched)
    return owner


def write_owner(path: Path, owner: Owner, *, files: FileSystem = DISK) -> None:
    """Leave a sign of life. It need not survive a power cut, so it costs no flush.

    Raises:
        OSError: when it can't be written.
    """
    write_whole(path, json.dumps(asdict(owner)).encode("ascii"), files=files, durable=False)


def this_host() -> str:
    """The name of this computer, as others on a shared folder know it."""
    return socket.gethostname()
