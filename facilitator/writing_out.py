"""Files that were asked for with `--out`: whole or not at all, and never over another one unless that is meant."""

import os
import stat
from pathlib import Path

from data.files import DISK, FileSystem, Signature, write_whole
from data.problems import in_words
from facilitator.cli_problems import FAILED, Stop

_ANOTHER = "name another file with --out"


def write_out(typed: str, data: bytes, *, force: bool, files: FileSystem = DISK) -> Path:
    """Write the file that was named.

    Args:
        typed: Its name, as typed.
        data: Its whole content.
        force: A file that is there already may be replaced.
        files: The way to the disk.

    Returns:
        The file.

    Raises:
        Stop: It can't be written; what was there before is as it was.
    """
    path = path_out(typed)
    refuse_what_is_there(path, force=force)

    def look_again(_signature: Signature) -> None:
        # Writing takes a while on a slow disk, in which another program may put a file there.
        refuse_what_is_there(path, force=force)

    try:
        write_whole(path, data, files=files, before_replace=look_again)
    except FileNotFoundError as error:
        raise Stop(f"there is no folder {path.parent}; make it, or {_ANOTHER}") from error
    except OSError as error:
        raise Stop(f"{path} can't be written, {in_words(error)}; {_ANOTHER}", status=FAILED) from error
    return path


def path_out(typed: str) -> Path:
    """Return the file that was named.

    Raises:
        Stop: No file can have that name.
    """
    if not typed.strip() or "\0" in typed:
        raise Stop(f"--out takes the name of a file; {_ANOTHER}")
    try:
        path = Path(typed).expanduser()
    except RuntimeError as error:
        raise Stop(f"{typed} leads to no folder; {_ANOTHER}") from error
    if not path.name:
        raise Stop(f"{path} is a folder; name a file in it with --out")
    return path


def refuse_force_alone(out: str | None, *, force: bool) -> None:
    """Refuse `--force` where no file is written, so that nobody waits for one.

    Raises:
        Stop: It stands alone.
    """
    if force and out is None:
        raise Stop(
            "--force is for a file that is there already; name it with --out FILE, or leave --force out"
        )


def refuse_what_is_there(path: Path, *, force: bool) -> None:
    """Stop before anything that is there is written over.

    Raises:
        Stop: Something is there, and it may not or can't be replaced.
    """
    try:
        there = os.lstat(path).st_mode
    except OSError:
        return
    if stat.S_ISDIR(there):
        raise Stop(f"{path} is a folder; name a file in it with --out")
    if not stat.S_ISREG(there) and not stat.S_ISLNK(there):
        raise Stop(f"{path} is no file; {_ANOTHER}")
    if not force:
        raise Stop(f"{path} is there already and stays as it is; {_ANOTHER}, or add --force")
