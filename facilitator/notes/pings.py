"""What calls somebody, or turns into a picture, in nearly every chat. A character nobody sees keeps it from that."""

import re
from typing import Final

from facilitator.notes.marked import Marked

INVISIBLE: Final = "\u200b"
"""A space without width. Between `@` and a name it keeps every chat from seeing a mention there."""
STOP: Final = "\ufeff"
"""A character without width that JavaScript, in which the programs of chats are written, takes for white space. Beside
a mark it keeps it from being one, after an address it ends it."""

ADDRESS: Final = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bmailto:|\bwww\.)[^\s<>]+", re.IGNORECASE)
"""The address of a page, or of mail as a link."""
CHAT_ADDRESS: Final = re.compile(r"https?://[^\s\ufeff<]+[^<.,:;\"')\]\s\ufeff]")
"""What chats show as an address: just as it stands, so that an escape in it would be seen and lead elsewhere."""

_PING: Final = re.compile(r"[@＠](?=\S)")
# Discord sees these two even at the beginning of a longer word.
_CALLS_ALL: Final = re.compile(r"[@＠](?:everyone|here|(?:channel|all|team)\b)", re.IGNORECASE)
# The path of a page whose host is one; not `https://@ana`, `cc://@ana` or `www.@ana`, which some chats do not take for
# addresses, so that they would see a mention there.
_PAGE: Final = re.compile(r"\bhttps?://[^\W_][\w-]*(?:\.[\w-]+)+(?::\d+)?[/?#][^\s<>\ufeff]*", re.IGNORECASE)
# Marks may end what is before the `@` of an address of mail, but so they do in `cc:-@ana.k`; and where words have no
# spaces between them, a mention follows right on a letter.
_MAIL_BEFORE: Final = re.compile(r"[A-Za-z0-9]$")
_MAIL_AFTER: Final = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
_SHORTCODE: Final = re.compile(r"(?<!\d):(?=[\w+-]+:)|(?<=\d):(?!\d\d:\d)(?=[\w+-]+:)")
_EMOTICON: Final = re.compile(
    r"(?:(?<![^\s(])(?:[:;=][-'^]?[)(DPpbOo/\\|*3@$Ss\[\]<>]|</?3|[xX]D|>:-?[()]|[CcD]:|8-?\)|\(-?:)|\)-?:)"
    r"(?![^\s.,!?)])"
)


def address_places(text: str) -> set[int]:
    """Return where addresses stand."""
    return {place for found in ADDRESS.finditer(text) for place in range(*found.span())}


def ping_places(text: str) -> set[int]:
    """Return each `@` that could call someone: all but those in addresses of pages and of mail.

    Those who are called all at once are called in addresses too.
    """
    pages = {place for found in _PAGE.finditer(text) for place in range(*found.span())}
    places = set()
    for found in _PING.finditer(text):
        place = found.start()
        harmless = place in pages or (
            _MAIL_BEFORE.search(text[max(0, place - 1) : place]) and _MAIL_AFTER.match(text, place)
        )
        if not harmless or _CALLS_ALL.match(text, place):
            places.add(place)
    return places


def picture_places(text: str, addresses: set[int]) -> set[int]:
    """Return the first characters of what chats draw as a picture: `:tada:`, `:)`, `<3`; no times of day."""
    found = (*_SHORTCODE.finditer(text), *_EMOTICON.finditer(text))
    return {one.start() for one in found if one.start() not in addresses}


def hold_line_ends(marked: Marked) -> None:
    """Keep chats from dropping the white space at either end of a line."""
    for first, last in marked.space_at_ends():
        if marked.text[first].isspace():
            marked.before[first] = INVISIBLE
        if marked.text[last].isspace():
            marked.after[last] = INVISIBLE
