"""What the command line prints: nothing in it acts on a terminal, wherever its words came from."""

import json
from collections.abc import Iterable
from typing import TextIO, cast

from formats.text import clean, is_clean


class _CleanText:
    """A stream that takes out of every text what acts on a terminal, and hands the rest on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(clean(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()


def printed(stream: TextIO) -> TextIO:
    """Return a stream through which commands print; whatever a name or an option holds, it only ever reads.

    The one way for everything that a command writes to its standard output and error. What is meant to act on the
    terminal, such as asking it to copy, goes around it.
    """
    # Writing is all that commands do with it; the rest of a TextIO would be names without a use.
    return cast("TextIO", _CleanText(stream))


def write_json(value: object, out: TextIO) -> None:
    """Write a value as JSON that people can read; what acts on a terminal stands in it as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if not is_clean(text):
        text = json.dumps(value, ensure_ascii=True, indent=2)
    out.write(f"{text}\n")
