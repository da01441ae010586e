"""The notes as plain text, for a mail or a file: as typed, but that nobody is called by it."""

from functools import partial
from typing import Final

from facilitator.notes.bullets import plain_hand
from facilitator.notes.marked import Marked
from facilitator.notes.pings import INVISIBLE, ping_places
from facilitator.notes.sheet import whole


def _lines(text: str) -> list[str]:
    marked = Marked(text)
    marked.put_after(ping_places(text), INVISIBLE)
    return marked.written().split("\n")


HAND: Final = plain_hand(_lines, "-")

render = partial(whole, HAND)
