"""Escapes for Discord: a backslash takes the meaning from any sign, and is not seen.

The rules are those of the parser that Discord's own program is made with (simple-markdown), as the package
`discord-markdown` writes them down, and the headings, lists and small print that Discord has added since.
"""

import re
from collections.abc import Iterator, Set
from typing import Final

from facilitator.notes.marked import Marked
from facilitator.notes.pings import CHAT_ADDRESS, INVISIBLE, STOP, hold_line_ends, picture_places, ping_places

_SIGN: Final = re.compile(r"[\\*_~|`<\[]")
_RUN: Final = re.compile(r"https?://[^\s\ufeff<]*")
_LINE_START: Final = re.compile(
    r"(?=\#{1,6}(?:\s|$)) | (?=-\#?(?:\s|$)) | (?=\+(?:\s|$)) | (?=>) | [0-9]{1,9}(?=[.)](?:\s|$))",
    re.VERBOSE,
)


def escape_lines(text: str) -> list[str]:
    """Return the lines of a text, escaped so that each may begin a line or an item."""
    marked = Marked(text)
    inside = {place for found in CHAT_ADDRESS.finditer(text) for place in range(*found.span())}
    signs = {found.start() for found in _SIGN.finditer(text)} - inside
    marked.put_before(signs, "\\")
    for start, end in marked.lines():
        found = _LINE_START.match(text[start:end])
        if found is not None:
            marked.before[start + found.end()] = "\\"
    # An address would go on through the backslash that comes after it, or begin by it.
    marked.put_before(_after_addresses(text, signs), STOP + "\\")
    marked.put_after(picture_places(text, inside) | ping_places(text), INVISIBLE)
    hold_line_ends(marked)
    return marked.written().split("\n")


def _after_addresses(text: str, signs: Set[int]) -> Iterator[int]:
    """Yield the signs to be escaped that follow on an address, or on the beginning of one, without a space."""
    for run in _RUN.finditer(text):
        sign = next((place for place in range(run.start(), run.end() + 1) if place in signs), None)
        if sign is not None:
            yield sign
