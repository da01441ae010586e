"""What a person chose once about the notes, so that it need not be chosen again: a file of its own, `preferences.json`.

It is no part of `community.json`, since that can be built again from the sessions and this can not. Nothing of weight
stands in it: when it is missing, damaged, or from a newer program, everything goes on as if nothing had been chosen.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from data.files import DISK, FileSystem, keep_aside, sweep, write_whole
from data.folders import DataFolder
from data.holding import in_turn
from data.problems import FolderProblem, in_words
from data.records import JSON
from data.storage import aside_name

SCHEMA: Final = 1
PATIENCE_SECONDS: Final = 1.0
"""How long another program may hold the file before we write all the same."""
LARGEST: Final = 256 * 1024
"""More bytes than this are no preferences."""
_WAY_OUT: Final = "It counts until the program ends."


@dataclass(frozen=True, slots=True)
class Preferences:
    """What was chosen.

    Attributes:
        dialect: How the notes were written last; empty when nothing was chosen.
        left_out: Which sections the notes of a format do without, by the id of the format.
    """

    dialect: str = ""
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Change = Callable[[Preferences], Preferences]
"""From what is kept to what is to be kept."""


class PreferencesFile:
    """The file `preferences.json`."""

    def __init__(self, folder: DataFolder, *, files: FileSystem = DISK) -> None:
        """Nothing is read yet.

        Args:
            folder: the data folder.
            files: the way to the disk.
        """
        self._folder = folder
        self._path = folder.preferences
        self._files = files

    def read(self) -> Preferences:
        """Read what was chosen, as far as it can be read. Nothing is changed."""
        document = self._document()
        return Preferences() if document is None or _is_newer(document) else _preferences(document)

    def change(self, change: Change) -> None:
        """Keep something else from now on. What other programs kept meanwhile stays.

        A file that can't be read goes to the trash first.

        Args:
            change: gets what stands in the file, and returns what is to stand there.

        Raises:
            FolderProblem: when it can't be written, or a newer program wrote it.
        """
        # Whoever can't wait for its turn goes on without: the worst that can come of it is one choice less.
        with in_turn(self._folder.open / "preferences.lock", wait=PATIENCE_SECONDS):
            try:
                self._change(change)
            except OSError as error:
                why = f"what you chose can't be kept, {in_words(error)}"
                raise FolderProblem(self._path, why, _WAY_OUT) from error

    def _change(self, change: Change) -> None:
        sweep(self._path, files=self._files)
        document = self._document()
        if document is None:
            self._put_aside()
            document = {}
        if _is_newer(document):
            raise FolderProblem(self._path, "a newer facilitator keeps what you choose", _WAY_OUT)
        before = _preferences(document)
        after = change(before)
        if after == before and document:
            return
        left_out: dict[str, JSON] = {name: list(keys) for name, keys in after.left_out.items() if keys}
        document |= {"schema": SCHEMA, "dialect": after.dialect, "left_out": left_out}
        write_whole(self._path, json.dumps(document, indent=1).encode("ascii"), files=self._files)

    def _document(self) -> dict[str, JSON] | None:
        """What stands in the file; nothing without one, `None` where something else does."""
        try:
            raw = self._files.read(self._path)
            found: JSON = json.loads(raw) if len(raw) <= LARGEST else None
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    def _put_aside(self) -> None:
        if self._files.signature(self._path) is not None:
            keep_aside(self._path, self._aside, files=self._files)

    @property
    def _aside(self) -> Path:
        return aside_name(self._path, self._folder.trash, "damaged")


def _is_newer(document: Mapping[str, JSON]) -> bool:
    schema = document.get("schema")
    return isinstance(schema, int) and schema > SCHEMA


def _preferences(document: Mapping[str, JSON]) -> Preferences:
    """Read what can be read; whatever is not what it should be was not chosen."""
    dialect, left_out = document.get("dialect"), document.get("left_out")
    return Preferences(
        dialect if isinstance(dialect, str) else "",
        {name: _words(keys) for name, keys in left_out.items()} if isinstance(left_out, dict) else {},
    )


def _words(found: JSON) -> tuple[str, ...]:
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()
