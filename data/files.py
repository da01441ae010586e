"""The one way in which files are written: whole or not at all, and on the disk when it says so.

Every call that reaches the disk goes through a `FileSystem`, so that tests can make any one of them fail.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from errno import EINVAL, EIO, ENOTSUP, EOPNOTSUPP
from itertools import count
from pathlib import Path
from typing import NamedTuple

_CREATE = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 20
_PRIVATE = 0o600
_PRIVATE_FOLDER = 0o700


class Signature(NamedTuple):
    """What tells one version of a file from the next without reading it."""

    inode: int
    changed_ns: int
    size: int


def _signature(status: os.stat_result) -> Signature:
    return Signature(status.st_ino, status.st_mtime_ns, status.st_size)


class FileSystem:
    """The calls to the system that writing and reading need, one method each, nothing hidden between them."""

    def create(self, path: Path) -> int:
        """Open a new file for writing, for this user alone; never an existing one, never through a link."""
        return os.open(path, _CREATE, _PRIVATE)

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write a part of the data, as much as the system takes; the number of bytes that it took."""
        return os.write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        """Have the disk keep what was written."""
        if sys.platform == "darwin":
            import fcntl

            # There, fsync only hands the data to the drive, which may still lose it.
            with suppress(OSError):
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
        os.fsync(descriptor)

    def status(self, descriptor: int) -> Signature:
        """The signature of an open file."""
        return _signature(os.fstat(descriptor))

    def close(self, descriptor: int) -> None:
        """Close a file."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Put one file in the place of another in one step."""
        os.replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name; refused when the name is taken."""
        os.link(source, target)

    def remove(self, path: Path) -> None:
        """Remove a name."""
        os.unlink(path)

    def make_folder(self, path: Path) -> None:
        """Make a folder for this user alone, inside one that is there; whatever has its name stays as it is."""
        with suppress(FileExistsError):
            os.mkdir(path, _PRIVATE_FOLDER)

    def sync_folder(self, path: Path) -> None:
        """Have the disk keep the names in a folder; nothing to do where a folder can't be synced."""
        if sys.platform == "win32":
            return
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in {EINVAL, ENOTSUP, EOPNOTSUPP}:
                raise
        finally:
            os.close(descriptor)

    def signature(self, path: Path) -> Signature | None:
        """The signature of a file by name; None when there is none."""
        try:
            return _signature(os.lstat(path))
        except FileNotFoundError:
            return None

    def read(self, path: Path) -> bytes:
        """The whole content of a file; a link in its place is not followed."""
        descriptor = os.open(path, _READ)
        with os.fdopen(descriptor, "rb") as file:
            return file.read()


DISK = FileSystem()
"""The disk as it is."""


def write_whole(
    path: Path,
    data: bytes,
    *,
    files: FileSystem = DISK,
    durable: bool = True,
    before_replace: Callable[[Signature], None] | None = None,
) -> None:
    """Write a file so that at every moment either its old or its new content is there, never a mixture.

    Each try has a temporary file of its own in the same folder: after a failed fsync the same file must not
    be trusted again. When this returns, the content survives a power cut.

    Args:
        path: the file; what stood there is replaced.
        data: its whole content.
        files: the way to the disk.
        durable: False for signs of life only, which may be lost in a power cut.
        before_replace: called with the signature of the new file just before it takes its place.

    Raises:
        OSError: when any step fails. If only the last one did (the folder), the new content may be there all
            the same.
    """
    temporary = _written_aside(path, data, files, durable=durable, then=before_replace)
    try:
        files.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            files.remove(temporary)
        raise
    if durable:
        files.sync_folder(path.parent)


def write_new(path: Path, data: bytes, *, files: FileSystem = DISK) -> Path:
    """Write a file that was not there before, whole or not at all; a taken name gets ` 2`, ` 3` and so on.

    Returns:
        The path that it got.

    Raises:
        OSError: when any step fails.
    """
    temporary = _written_aside(path, data, files, durable=True, then=None)
    try:
        target = _linked_under_free_name(temporary, path, files)
    finally:
        with suppress(OSError):
            files.remove(temporary)
    if target is None:
        target = _created_under_free_name(path, data, files)
    files.sync_folder(path.parent)
    return target


def keep_aside(path: Path, target: Path, *, files: FileSystem = DISK) -> Path:
    """Keep a file as evidence under another name, never over another file.

    Where the disk knows links, the file also stays where it is; else it is moved.

    Returns:
        The path under which it is kept.

    Raises:
        OSError: when it could be neither linked nor moved.
    """
    linked = _linked_under_free_name(path, target, files)
    if linked is not None:
        return linked
    return move_aside(path, target, files=files)


def move_aside(path: Path, target: Path, *, files: FileSystem = DISK) -> Path:
    """Move a file to another name, never over another file.

    Returns:
        The path under which it now lies.

    Raises:
        OSError: when it can't be moved.
    """
    free = next(name for name in _names(target) if files.signature(name) is None)
    files.replace(path, free)
    return free


def sweep(path: Path, *, files: FileSystem = DISK) -> None:
    """Remove temporary files that a killed program left beside a file. Only for who holds its lock."""
    with suppress(OSError):
        for leftover in path.parent.glob(f".{path.name}.*.tmp"):
            with suppress(OSError):
                files.remove(leftover)


def _names(path: Path) -> Iterator[Path]:
    """A path, then the same with ` 2`, ` 3` ... before its suffix."""
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem} {number}{path.suffix}")


def _written_aside(
    path: Path, data: bytes, files: FileSystem, *, durable: bool, then: Callable[[Signature], None] | None
) -> Path:
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    descriptor = files.create(temporary)
    try:
        try:
            _write_all(descriptor, data, files)
            if durable:
                files.sync(descriptor)
            signature = files.status(descriptor)
        except BaseException:
            with suppress(OSError):
                files.close(descriptor)
            raise
        files.close(descriptor)
        if then is not None:
            then(signature)
    except BaseException:
        with suppress(OSError):
            files.remove(temporary)
        raise
    return temporary


def _write_all(descriptor: int, data: bytes, files: FileSystem) -> None:
    rest = memoryview(data)
    while rest:
        taken = files.write(descriptor, rest[:_CHUNK])
        if taken <= 0:
            raise OSError(EIO, "the disk takes no more data")
        rest = rest[taken:]


def _linked_under_free_name(source: Path, path: Path, files: FileSystem) -> Path | None:
    """The free name under which the source was linked, or None where links are refused."""
    for name in _names(path):
        try:
            files.link(source, name)
        except FileExistsError:
            continue
        except OSError:
            return None
        return name
    return None


def _created_under_free_name(path: Path, data: bytes, files: FileSystem) -> Path:
    for name in _names(path):
        try:
            descriptor = files.create(name)
        except FileExistsError:
            continue
        break
    try:
        try:
            _write_all(descriptor, data, files)
            files.sync(descriptor)
        finally:
            files.close(descriptor)
    except BaseException:
        with suppress(OSError):
            files.remove(name)
        raise
    return name
