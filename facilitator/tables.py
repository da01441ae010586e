"""Columns for the terminal: cut to its width on a screen, whole in a pipe."""

import shutil
from collections.abc import Collection, Sequence
from typing import TextIO

from formats.text import clean_line, crop, width


def table(rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """Lay rows out in columns that are as wide as their widest text; wide characters count as two cells.

    Args:
        rows: All of one length.
        right: The columns that stand to the right.
    """
    clean = [[clean_line(text) for text in row] for row in rows]
    widest = [max(width(row[column]) for row in clean) for column in range(len(clean[0]))] if clean else []
    return [
        "  ".join(
            _padded(text, widest[column], right=column in right) for column, text in enumerate(row)
        ).rstrip()
        for row in clean
    ]


def fitted(line: str, out: TextIO) -> str:
    """Cut a line to the terminal it is written to; what is piped on stays whole."""
    return crop(line, shutil.get_terminal_size().columns) if out.isatty() else line


def _padded(text: str, cells: int, *, right: bool) -> str:
    space = " " * (cells - width(text))
    return space + text if right else text + space
