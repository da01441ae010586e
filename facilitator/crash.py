"""What stays of a crash: its traceback in a file, never on the screen."""

import os
import tempfile
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.store import Store


def write_crash(store: "Store", error: BaseException | str) -> Path | None:
    """Keep a traceback in the log folder, or in the system's own where that one can't be written.

    Args:
        store: Whose log folder it is.
        error: What was raised, or its traceback where only that is left of it.

    Returns:
        The file; `None` when there is no writing anywhere.
    """
    text = error if isinstance(error, str) else "".join(traceback.format_exception(error))
    name = f"crash-{datetime.now().astimezone():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    for folder in _folders(store):
        path = folder / name
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # What people typed may stand in an error, so nobody else may read it.
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            continue
        return path
    return None


def _folders(store: "Store") -> Iterator[Path]:
    yield store.folder.logs
    yield Path(tempfile.gettempdir())
