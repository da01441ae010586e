"""A person's own wording of the notes, or another language: one small file in the data folder."""

import re
import stat
from pathlib import Path
from typing import Final

from data.folders import DataFolder
from data.problems import in_words
from facilitator.notes.headings import AS_THEY_COME, Headings
from facilitator.notes.headings_file import LARGEST, parse_headings
from formats.complaints import FormatError, shown_file

_USUAL: Final = "the notes come with the usual headings"
_NAME: Final = "notes.yaml"
_FORMAT: Final = re.compile(rb"^segments\s*:", re.MULTILINE)


def own_headings(folder: DataFolder) -> tuple[Headings, str]:
    """Return the wording of the notes, and what is wrong with the file that says it, in one line; empty without.

    With a file that can't be used, the notes are worded as usual: they are wanted now, and the file can be mended
    later.
    """
    headings, faults = read_wording(folder.wording)
    if not faults:
        return headings, ""
    first, *others = faults
    more = f" ({len(others)} more; facilitator doctor lists them)" if others else ""
    return headings, f"{first}{more}; {_USUAL}"


def read_wording(path: Path) -> tuple[Headings, tuple[str, ...]]:
    """Return the wording that a file says, and all that is wrong with it, a line each; the usual one without it."""
    name = shown_file(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return AS_THEY_COME, (f"{name} is no file",)
        with path.open("rb") as file:
            # Four bytes at most for each character that is read, and one more to tell that there are too many.
            raw = file.read(4 * LARGEST + 1)
    except FileNotFoundError:
        return AS_THEY_COME, ()
    except OSError as error:
        return AS_THEY_COME, (f"{name} can't be read, {in_words(error)}",)
    try:
        return parse_headings(raw.decode("utf-8"), name=name), ()
    except UnicodeDecodeError:
        return AS_THEY_COME, (f"{name} is not text in UTF-8",)
    except FormatError as error:
        return AS_THEY_COME, tuple(map(str, error.complaints))


def is_wording(path: Path) -> bool:
    """Tell whether a file has the name of a wording and is not a format of that name."""
    if path.name != _NAME or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return _FORMAT.search(file.read(LARGEST)) is None
    except OSError:
        return False
