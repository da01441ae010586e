"""What was typed or pasted and is no record: a draft that nobody can read, a paste that is too large for a session."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from data.files import FileSystem, keep_aside, move_aside, write_new, write_whole
from data.folders import SessionPlaces
from data.storage import aside_name
from data.writer import Writer


class Typed:
    """What is typed into an open session. Writing goes on in the writer's thread; nobody waits for it here.

    Attributes:
        draft: what is being typed; empty when nothing is.
        written: what of it is on the disk.
    """

    def __init__(self, places: SessionPlaces, writer: Writer, *, files: FileSystem) -> None:
        """Go on with the draft that is there."""
        self.draft = ""
        with suppress(OSError):
            self.draft = files.read(places.draft).decode("utf-8", "surrogateescape")
        self.written = self.draft
        self._places = places
        self._writer = writer
        self._files = files
        self._pasted = 0
        self._pasting: set[str] = set()
        self._finished = False

    @property
    def is_at_stake(self) -> bool:
        """Whether there is something that is lost if the disk does not take it."""
        return bool(self.draft or self._pasting)

    def save_draft(self, text: str) -> None:
        """Keep what is being typed, soon; empty text removes the draft."""
        if text == self.draft or self._finished:
            return
        self.draft = text
        self._writer.put_after("draft", lambda: self._write_draft(text))

    def _write_draft(self, text: str) -> None:
        draft, files = self._places.draft, self._files
        make_room(draft, self._places, files)
        if text:
            # Where this folder alone is gone it is made again, as that of the session is.
            files.make_folder(draft.parent)
            write_whole(draft, text.encode("utf-8", "replace"), files=files)
        else:
            with suppress(FileNotFoundError):
                files.remove(draft)
        self.written = text

    def set_draft_aside(self) -> Path | None:
        """Keep a draft that could not be read whole in the trash, before the next one takes its place.

        Returns:
            Where it is kept; None when it could not be.
        """
        draft = self._places.draft
        with suppress(OSError):
            aside = aside_name(draft, self._places.folder.trash, "damaged")
            return keep_aside(draft, aside, files=self._files)
        return None

    def keep_pasted(self, text: str, told: Callable[[Path], None]) -> None:
        """Keep a text that is too large for the session in a file of its own, soon.

        Args:
            text: all of it.
            told: told the file once it is on the disk, from the writer's thread.
        """
        self._pasted += 1
        name = f"pasted {self._pasted}"
        self._pasting.add(name)

        def keep() -> None:
            path = write_pasted(self._places, text, files=self._files)
            self._pasting.discard(name)
            # Whoever can't be told any more must not have it written a second time.
            with suppress(Exception):
                told(path)

        self._writer.put_aside(name, keep)

    def finish(self) -> None:
        """Move the draft of a session that has ended to the trash, since it was never sent off; keep no other.

        Where it can't be moved it stays where it is.
        """
        self._finished = True
        draft, files = self._places.draft, self._files
        make_room(draft, self._places, files)
        with suppress(OSError):
            found = files.signature(draft)
            if found is None:
                return
            if found.size:
                move_aside(draft, self._places.folder.trash / draft.name, files=files)
            else:
                files.remove(draft)


def make_room(path: Path, places: SessionPlaces, files: FileSystem) -> None:
    """Put a folder that another program made in the place of a file into the trash."""
    if path.is_dir() and not path.is_symlink():
        with suppress(OSError):
            move_aside(path, places.folder.trash / path.name, files=files)


def write_pasted(places: SessionPlaces, text: str, *, files: FileSystem) -> Path:
    """Keep a text in a file of its own, `pasted/<session id>.<n>.txt`; what lies there is never overwritten.

    Returns:
        The file.

    Raises:
        OSError: when it can't be written.
    """
    folder = places.folder.pasted
    files.make_folder(folder)
    numbers = [_number(path, places) for path in pasted_of(places)]
    name = f"{places.session_id}.{max(numbers, default=0) + 1}.txt"
    return write_new(folder / name, text.encode("utf-8", "replace"), files=files)


def pasted_of(places: SessionPlaces) -> tuple[Path, ...]:
    """The files that hold what was pasted into a session."""
    with suppress(OSError):
        return tuple(sorted(places.folder.pasted.glob(f"{places.session_id}.*.txt")))
    return ()


def _number(path: Path, places: SessionPlaces) -> int:
    found = re.fullmatch(r"\.(\d+)(?: \d+)?\.txt", path.name.removeprefix(places.session_id))
    return int(found[1]) if found else 0
