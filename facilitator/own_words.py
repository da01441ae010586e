"""A person's own wording of the notes, or another language: one small file in the data folder."""

import stat

from data.folders import DataFolder
from data.problems import in_words
from facilitator.notes.headings import AS_THEY_COME, Headings
from facilitator.notes.headings_file import LARGEST, parse_headings
from formats.complaints import FormatError, shown_file

_USUAL = "the notes come with the usual headings"


def own_headings(folder: DataFolder) -> tuple[Headings, str]:
    """Return the wording of the notes, and what is wrong with the file that says it, in one line; empty without.

    With a file that can't be used, the notes are worded as usual: they are wanted now, and the file can be mended
    later.
    """
    path = folder.wording
    name = shown_file(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return AS_THEY_COME, f"{name} is no file; {_USUAL}"
        with path.open("rb") as file:
            # Four bytes at most for each character that is read, and one more to tell that there are too many.
            raw = file.read(4 * LARGEST + 1)
    except FileNotFoundError:
        return AS_THEY_COME, ""
    except OSError as error:
        return AS_THEY_COME, f"{name} can't be read, {in_words(error)}; {_USUAL}"
    try:
        return parse_headings(raw.decode("utf-8"), name=name), ""
    except UnicodeDecodeError:
        return AS_THEY_COME, f"{name} is not text in UTF-8; {_USUAL}"
    except FormatError as error:
        first, *others = error.complaints
        more = f" ({len(others)} more)" if others else ""
        return AS_THEY_COME, f"{first}{more}; {_USUAL}"
