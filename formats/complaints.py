"""What is said about a format that cannot be read: where it stands, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from formats.text import clean_line

MOST_SHOWN = 100
"""A file that is wrong in more places than this is told so in one line at the end."""


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong in a file; `str` gives `file:line:column: where: what`."""

    file: str
    """The file as it was named."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    where: str
    """The place in the format, such as `segments[2].minutes`; segments count from 0, as in its JSON."""
    what: str
    """What is wrong and what to write."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.where}: {self.what}"


class FormatError(Exception):
    """A format cannot be read; `complaints` holds all that is wrong with it, in the order of the file."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        """Sort the complaints by place and leave out doubles."""
        unique = sorted(dict.fromkeys(complaints), key=lambda one: (one.line, one.column))
        if len(unique) > MOST_SHOWN:
            last = unique[MOST_SHOWN - 1]
            more = f"and {len(unique) - MOST_SHOWN} more; mend these first"
            unique = [*unique[:MOST_SHOWN], Complaint(last.file, last.line, last.column, "file", more)]
        self.complaints: tuple[Complaint, ...] = tuple(unique)
        super().__init__("\n".join(str(one) for one in self.complaints))


def shown_file(path: Path | str) -> str:
    """Give a file's name as it may be printed: a name may hold anything, even what acts on a terminal."""
    return clean_line(str(path)) or "?"


def short(text: str, characters: int = 40) -> str:
    """Give `text` short enough to be quoted in a sentence, on one line."""
    line = clean_line(text[: characters * 4])
    return line if len(line) <= characters else line[: characters - 1] + "…"
