"""What stays of a crash: its traceback in a file, never on the screen."""

import os
import stat
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.store import Store

_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def write_crash(store: "Store", error: BaseException | str) -> Path | None:
    """Keep a traceback in the log folder, or in the system's own where that one can't be written.

    Args:
        store: Whose log folder it is.
        error: What was raised, or its traceback where only that is left of it.

    Returns:
        The file; `None` when there is no writing anywhere.
    """
    text = error if isinstance(error, str) else "".join(traceback.format_exception(error))
    name = f"crash-{datetime.now().astimezone():%Y%m%d-%H%M%S}-{os.getpid()}"
    for folder in _folders(store):
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in (
            folder / f"{name}{more}.log" for more in ("", *(f" {number}" for number in range(2, 10)))
        ):
            with suppress(OSError):
                _append(path, text)
                return path
    return None


def _append(path: Path, text: str) -> None:
    """Write to the end of a file: one fall often leads to another, and they are read together.

    The system's folder is everybody's. What waits there under this name must not lead the words elsewhere, and what
    people typed may stand in an error, so nobody else may read it.

    Raises:
        OSError: It can't be written, or it is a link, or somebody else's.
    """
    descriptor = os.open(path, _APPEND, 0o600)
    with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != _me() or found.st_nlink > 1:
            raise FileExistsError(path)
        file.write(text)


def _me() -> int:
    return 0 if sys.platform == "win32" else os.getuid()


def _folders(store: "Store") -> Iterator[Path]:
    yield store.folder.logs
    yield Path(tempfile.gettempdir())
