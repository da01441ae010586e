"""Escapes for CommonMark (and what GitHub adds to it): only where a reader would see something else than was typed.

An escape is left out where the rules of CommonMark 0.31 make it plain that nothing happens without: a `_` inside a
word, a `*` between spaces, a lone `` ` ``. Where it depends on finer points, the escape is made. The text is looked
at as a whole, because emphasis and code reach over line ends.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Final

from facilitator.notes.marked import Marked
from facilitator.notes.pings import INVISIBLE, address_places, ping_places

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
_SHORTCODE: Final = re.compile(r"(?<![\w:]):(?=[a-z+-][\w+-]*:)", re.IGNORECASE)


def escape_lines(text: str) -> list[str]:
    """Return the lines of a text, escaped so that each may begin a line and all may stand in one paragraph."""
    marked = Marked(text)
    _inside(marked)
    for start, end in marked.lines():
        _at_line_start(marked, start, text[start:end])
    return marked.written().split("\n")


def escape_heading(text: str) -> str:
    """Return a text escaped as the content of a heading; line ends become spaces."""
    marked = Marked(" ".join(text.split("\n")))
    _inside(marked)
    closing = _CLOSING_HASHES.search(marked.text)
    if closing is not None:
        _escape(marked, (closing.start(),))
    return marked.written() or INVISIBLE


def _escape(marked: Marked, places: Iterable[int]) -> None:
    marked.put_before(places, "\\")


def _inside(marked: Marked) -> None:
    """Mark what matters anywhere in a line."""
    text = marked.text
    addresses = address_places(text)
    for start, end in marked.lines():
        # Space at either end of a line is not kept by Markdown unless it is written as a character reference.
        for place in (start, end - 1):
            if start <= place < end and _is_space(text[place]):
                marked.instead[place] = f"&#{ord(text[place])};"
    _escape(marked, (found.start() for found in _TAG.finditer(text)))
    _escape(marked, (found.start() for found in _ENTITY.finditer(text)))
    _escape(marked, _links(text))
    _escape(marked, _code(text))
    for mark in "*_~":
        _escape(marked, _emphasis(text, mark, addresses, marked.instead.keys()))
    _escape(marked, _backslashes(text))
    marked.put_after(ping_places(text), INVISIBLE)
    codes = (found.start() for found in _SHORTCODE.finditer(text))
    marked.put_after((place for place in codes if place not in addresses), INVISIBLE)


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


def _emphasis(text: str, mark: str, addresses: Set[int], coded: Set[int]) -> set[int]:
    """Return the marks that could begin or end emphasis; those in addresses only if need be."""
    runs = [_run(text, found.span(), coded) for found in re.finditer(re.escape(mark) + "+", text)]
    elsewhere = [run for run in runs if run.places[0] not in addresses]
    inside = [run for run in runs if run.places[0] in addresses]
    if not _could_pair(runs):
        return set()
    chosen = elsewhere + (inside if _could_pair(inside) else [])
    return {place for run in chosen if run.opens or run.closes for place in run.places}


def _run(text: str, span: tuple[int, int], coded: Set[int]) -> _Run:
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


def _at_line_start(marked: Marked, start: int, line: str) -> None:
    """Mark what would make a line a heading, a list, a quote, code, a rule, a table or a definition."""
    found = _LINE_START.match(line)
    if found is None:
        return
    place = start + found.start("ordinal") if found["ordinal"] else start
    mark = marked.text[place]
    end = place + 1
    if mark in "*_~`":
        # What is left of a run must not be able to pair with another one.
        while end < len(marked.text) and marked.text[end] == mark:
            end += 1
    _escape(marked, range(place, end))
