"""Escapes for CommonMark (and what GitHub adds to it): only where a reader would see something else than was typed.

An escape is left out where the rules of CommonMark 0.31 make it plain that nothing happens without: a `_` inside a
word, a `*` between spaces, a lone `` ` ``. Where it depends on finer points, the escape is made. The text is looked
at as a whole, because emphasis and code reach over line ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

_ADDRESS: Final = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bmailto:|\bwww\.)[^\s<>]+", re.IGNORECASE)
_CODE_RUN: Final = re.compile("`+")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]*);")
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?]|[^\s<>]*@[^\s<>]*>)")
_LINKED: Final = re.compile(r"\][(\[:]")
_LINE_START: Final = re.compile(
    r"""(?P<heading>\#{1,6}(?:\s|$))
    |(?P<bullet>[-+*](?:\s|$))
    |[0-9]{1,9}(?P<ordinal>[.)](?:\s|$))
    |(?P<quote>>)
    |(?P<fence>`{3,}|~{3,})
    |(?P<underline>(?:=+|-+)\s*$)
    |(?P<rule>(?P<ruled>[-_*])(?:\s*(?P=ruled)){2,}\s*$)
    |(?P<table>[|:-][|:\s-]*-[|:\s-]*$|:?-+:?$)
    |(?P<task>\[[ xX]\](?:\s|$))""",
    re.VERBOSE,
)
_CLOSING_HASHES: Final = re.compile(r"(?:^|(?<=\s))#+$")
_PING: Final = re.compile(r"@(?=\S)")
_CALLS_ALL: Final = re.compile(r"@(?:everyone|here|channel|all|team)\b", re.IGNORECASE)
_MAIL_BEFORE: Final = re.compile(r"[\w.+-]$")
_MAIL_AFTER: Final = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
_SHORTCODE: Final = re.compile(r"(?<![\w:]):(?=[a-z+-][\w+-]*:)", re.IGNORECASE)
_INVISIBLE: Final = "\u200b"


@dataclass(slots=True)
class _Escapes:
    """What to write for each character of a text, where that is not the character itself."""

    text: str
    backslash: set[int] = field(default_factory=set)
    invisible_after: set[int] = field(default_factory=set)
    coded: set[int] = field(default_factory=set)

    def lines(self) -> list[str]:
        return "".join(self._written(place) for place in range(len(self.text))).split("\n")

    def _written(self, place: int) -> str:
        character = self.text[place]
        if place in self.coded:
            return f"&#{ord(character)};"
        before = "\\" if place in self.backslash else ""
        after = _INVISIBLE if place in self.invisible_after else ""
        return f"{before}{character}{after}"


def escape_lines(text: str) -> list[str]:
    """Return the lines of a text, escaped so that each may begin a line and all may stand in one paragraph."""
    escapes = _Escapes(text)
    _inside(escapes)
    for start, end in _lines(text):
        _at_line_start(escapes, start, text[start:end])
    return escapes.lines()


def escape_heading(text: str) -> str:
    """Return a text escaped as the content of a heading; line ends become spaces."""
    line = " ".join(text.split("\n"))
    escapes = _Escapes(line)
    _inside(escapes)
    closing = _CLOSING_HASHES.search(line)
    if closing is not None:
        escapes.backslash.add(closing.start())
    return escapes.lines()[0] or _INVISIBLE


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _inside(escapes: _Escapes) -> None:
    """Mark what matters anywhere in a line."""
    text = escapes.text
    addresses = {place for found in _ADDRESS.finditer(text) for place in range(*found.span())}
    for start, end in _lines(text):
        # Space at either end of a line is not kept by Markdown unless it is written as a character reference.
        escapes.coded |= {
            place for place in (start, end - 1) if start <= place < end and _is_space(text[place])
        }
    escapes.backslash |= {found.start() for found in _TAG.finditer(text)}
    escapes.backslash |= {found.start() for found in _ENTITY.finditer(text)}
    escapes.backslash |= _links(text)
    escapes.backslash |= _code(text)
    for mark in "*_~":
        escapes.backslash |= _emphasis(text, mark, addresses, escapes.coded)
    escapes.backslash |= _backslashes(text)
    escapes.invisible_after |= _pings(text, addresses)
    escapes.invisible_after |= {f.start() for f in _SHORTCODE.finditer(text) if f.start() not in addresses}


def _is_space(character: str) -> bool:
    return character.isspace() or character == "\ufeff"


def _links(text: str) -> set[int]:
    """Return the brackets that could begin a link or an image."""
    last = max((found.start() for found in _LINKED.finditer(text)), default=-1)
    return {place for place, character in enumerate(text[: last + 1]) if character == "["}


def _code(text: str) -> set[int]:
    """Return the backticks that could begin or end code; a single run of them does neither."""
    runs = list(_CODE_RUN.finditer(text))
    return set() if len(runs) < 2 else {place for run in runs for place in range(*run.span())}


@dataclass(frozen=True, slots=True)
class _Run:
    places: range
    opens: bool
    closes: bool


def _emphasis(text: str, mark: str, addresses: set[int], coded: set[int]) -> set[int]:
    """Return the marks that could begin or end emphasis; those in addresses only if need be."""
    runs = [_run(text, found.span(), coded) for found in re.finditer(re.escape(mark) + "+", text)]
    elsewhere = [run for run in runs if run.places[0] not in addresses]
    inside = [run for run in runs if run.places[0] in addresses]
    if not _could_pair(runs):
        return set()
    chosen = elsewhere + (inside if _could_pair(inside) else [])
    return {place for run in chosen if run.opens or run.closes for place in run.places}


def _run(text: str, span: tuple[int, int], coded: set[int]) -> _Run:
    start, end = span
    before = text[start - 1] if start > 0 else " "
    after = text[end] if end < len(text) else " "
    # A space written as a character reference counts as what it is written with: punctuation.
    space_before = _is_space(before) and start - 1 not in coded
    space_after = _is_space(after) and end not in coded
    in_word = text[start] == "_"
    opens = not space_after and not (in_word and before.isalnum())
    closes = not space_before and not (in_word and after.isalnum())
    return _Run(range(start, end), opens, closes)


def _could_pair(runs: Sequence[_Run]) -> bool:
    first = next((place for place, run in enumerate(runs) if run.opens), None)
    return first is not None and any(run.closes for run in runs[first + 1 :])


def _backslashes(text: str) -> set[int]:
    """Return the backslashes that would escape what follows them, or break the line."""
    after = f"{text[1:]}\n"
    return {
        place
        for place, (one, following) in enumerate(zip(text, after, strict=False))
        if one == "\\" and not following.isalnum()
    }


def _pings(text: str, addresses: set[int]) -> set[int]:
    """Return each `@` that could call someone: all but those in addresses of pages and of mail."""
    places = set()
    for found in _PING.finditer(text):
        place = found.start()
        harmless = place in addresses or (
            _MAIL_BEFORE.search(text[max(0, place - 1) : place]) and _MAIL_AFTER.match(text, place)
        )
        if not harmless or _CALLS_ALL.match(text, place):
            places.add(place)
    return places


def _at_line_start(escapes: _Escapes, start: int, line: str) -> None:
    """Mark what would make a line a heading, a list, a quote, code, a rule, a table or a definition."""
    found = _LINE_START.match(line)
    if found is None:
        return
    place = start + found.start("ordinal") if found["ordinal"] else start
    escapes.backslash.add(place)
    mark = escapes.text[place]
    if mark in "*_~`":
        # What is left of a run must not be able to pair with another one.
        end = place
        while end < len(escapes.text) and escapes.text[end] == mark:
            escapes.backslash.add(end)
            end += 1
