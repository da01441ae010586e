"""For chats that know marks but no escape for them (Slack, Teams): characters that nobody sees keep marks from pairing.

What is pasted into their message box stays as it is, unless the writer has it turn marks into form: then a mark that
has white space on its inner side is left alone. References such as `&amp;` are for their interfaces to programs; in
the box they would be read as they stand, so there are none here.
"""

import re
from collections.abc import Set
from typing import Final

from facilitator.notes.marked import Marked
from facilitator.notes.pings import CHAT_ADDRESS, INVISIBLE, STOP, hold_line_ends, picture_places, ping_places

_MARKS: Final = tuple(re.compile(marks) for marks in ("[*＊]", "[_＿]", "[~～]"))
"""What makes text bold, italic and struck through, each with its wide form, which Slack takes as well."""
_REFERENCE: Final = re.compile(r"<(?=[@#!A-Za-z])")
_LINE_START: Final = re.compile(r"[-+*•◦](?:\s|$)|[>＞]|[0-9]{1,9}[.)](?:\s|$)")
_BACKTICK: Final = re.compile("[`｀]")


def guard_lines(text: str) -> list[str]:
    """Return the lines of a text, guarded so that each may begin a line or an item."""
    marked = Marked(text)
    addresses = {place for found in CHAT_ADDRESS.finditer(text) for place in range(*found.span())}
    for start, end in marked.lines():
        if _LINE_START.match(text[start:end]):
            # The second one, because a star after the first could be the end of a pair.
            marked.before[start] = INVISIBLE + STOP
    for mark in _MARKS:
        _guard(marked, mark, addresses)
    ticks = [found.start() for found in _BACKTICK.finditer(text)]
    marked.put_after(ticks if len(ticks) > 1 else (), INVISIBLE)
    marked.put_after((found.start() for found in _REFERENCE.finditer(text)), INVISIBLE)
    marked.put_after(picture_places(text, addresses) | ping_places(text), INVISIBLE)
    hold_line_ends(marked)
    # A line without anything would be dropped, or end the item where someone makes a list of it.
    return [line or INVISIBLE for line in marked.written().split("\n")]


def has_marks(text: str) -> bool:
    """Tell whether a text holds a mark of its own, so that none should be put around it."""
    return any(mark.search(text) for mark in (*_MARKS, _BACKTICK))


def _guard(marked: Marked, mark: re.Pattern[str], addresses: Set[int]) -> None:
    """Keep the marks of one kind from pairing; those in addresses stay, or the address would lead nowhere."""
    text = marked.text
    places = [found.start() for found in mark.finditer(text)]
    opening = [place for place in places if not _is_space(text, place + 1)]
    closing = [place for place in places if not _is_space(text, place - 1) and not _goes_on(text, place)]
    last_in_address = max((place for place in closing if place in addresses), default=-1)
    # A lone mark is guarded too, for its other half may stand in another line, or around a heading. Only what stands
    # inside a word (a_file_name) opens nothing as long as nothing can close it.
    begins = {place for place in opening if place < last_in_address or not _is_in_word(text, place)}
    for place in (begins | {*closing}) - addresses:
        # On both sides, since what ends the one mark could make an end of the other.
        if not _is_space(text, place - 1):
            marked.before[place] = STOP
        if not _is_space(text, place + 1):
            marked.after[place] = STOP


def _is_space(text: str, place: int) -> bool:
    """Tell whether JavaScript takes what stands at a place, or nothing, for white space."""
    return not 0 <= place < len(text) or text[place].isspace() or text[place] == STOP


def _goes_on(text: str, place: int) -> bool:
    """Tell whether a word goes on after an underscore."""
    return text[place] == "_" and text[place + 1 : place + 2].isalnum() and text[place + 1].isascii()


def _is_in_word(text: str, place: int) -> bool:
    """Tell whether an underscore follows on a letter or digit."""
    return text[place] == "_" and place > 0 and text[place - 1].isalnum()
