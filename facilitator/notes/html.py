"""The notes as HTML: a page that stands alone, and a fragment that keeps its form when it is pasted.

Everything that was typed is escaped and isolated (`<bdi>`), so that it neither becomes markup nor turns the direction
of what is around it. The page has no scripts and loads nothing, which its policy also forbids.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.html_style import STYLE
from facilitator.notes.pings import INVISIBLE, address_places, picture_places, ping_places
from facilitator.notes.wording import Part, parts, remarks, write_day

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\u200b]+", re.IGNORECASE)
_AFTER_ADDRESS: Final = frozenset(".,;:!?'*_~")
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}
_SPACES: Final = re.compile("(?:^ | $|(?<= ) )", re.MULTILINE)
_RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_TAB: Final = "\u00a0" * 4
_DEEPEST_HEADING: Final = 6

Typed = Callable[[str], str]
"""How a text that was typed is written, already escaped; it differs in what keeps its spaces."""


def render(document: Document) -> str:
    """Return the notes as one self-contained page, for a browser, a printer or a web server.

    Spaces and line ends are those that were typed; the page's style keeps them.
    """
    language = document.headings.language
    direction = ' dir="rtl"' if language.split("-")[0].lower() in _RIGHT_TO_LEFT else ""
    page = _Page(document, typed=_isolated, parted=True)
    day = f" · {write_day(document.day, headings=document.headings)}" if document.day else ""
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{escape(language)}"{direction}>',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{escape(document.title + day)}</title>",
            f"<style>\n{STYLE}</style>",
            "</head>",
            "<body>",
            page.written(),
            "</body>",
            "</html>",
            "",
        )
    )


_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def fragment(document: Document) -> str:
    """Return the notes as HTML for the clipboard: simple tags without classes or styles.

    What takes a paste throws styles away and runs spaces together, so spaces at the ends of a line and beside others
    are non-breaking ones here, and a tab is four of them.
    """
    return _Page(document, typed=_isolated_with_spaces, parted=False).written() + "\n"


def _isolated(text: str) -> str:
    return f"<bdi>{_with_links(text)}</bdi>"


def _isolated_with_spaces(text: str) -> str:
    # Where nothing was typed, the spaces on both sides would run together.
    return _isolated(_SPACES.sub("\u00a0", text.replace("\t", _TAB)) or INVISIBLE)


def _with_links(text: str) -> str:
    """Return a text escaped, its line ends as breaks, and what is surely the address of a page as a link to it.

    HTML is copied into chats as well, so what would call somebody there, or be drawn as a picture, is kept from it.
    """
    addresses = address_places(text)
    held = ping_places(text) | picture_places(text, addresses)

    def shown(start: int, end: int) -> str:
        pieces = (f"{text[at]}{INVISIBLE if at in held else ''}" for at in range(start, end))
        return escape("".join(pieces)).replace("\n", "<br>")

    written = []
    done = 0
    for found in _ADDRESS.finditer(text):
        address = _without_what_follows(found[0])
        if address.endswith("://"):
            continue
        start, end = found.start(), found.start() + len(address)
        written += [shown(done, start), f'<a href="{escape(address)}">{shown(start, end)}</a>']
        done = end
    return "".join((*written, shown(done, len(text))))


def _without_what_follows(address: str) -> str:
    """Return an address without the marks that belong to the sentence around it."""
    while address:
        last = address[-1]
        opening = _BRACKETS.get(last)
        lone = opening is not None and address.count(last) > address.count(opening)
        if last not in _AFTER_ADDRESS and not lone:
            break
        address = address[:-1]
    return address


@dataclass(frozen=True, slots=True)
class _Page:
    """Writes a document as HTML.

    Attributes:
        document: What to write.
        typed: How typed text is written.
        parted: Whether its parts are put into elements of their own (article, section, header).
    """

    document: Document
    typed: Typed
    parted: bool

    def written(self) -> str:
        head = [f"<h1>{self.typed(self.document.title)}</h1>", *self._facts()]
        body = [line for section in self.document.sections for line in self._section(section, depth=2)]
        if not self.parted:
            return "\n".join((*head, *body))
        return "\n".join(("<article>", "<header>", *head, "</header>", *body, "</article>"))

    def _facts(self) -> Iterable[str]:
        if self.document.facts:
            yield f"<p>{' · '.join(self._fact(fact) for fact in self.document.facts)}</p>"

    def _fact(self, fact: str) -> str:
        day = self.document.day
        if day is not None and fact == write_day(day, headings=self.document.headings):
            return self._part(Part(fact, day=day))
        return self.typed(fact)

    def _section(self, section: Section, depth: int) -> Iterable[str]:
        if self.parted:
            yield "<section>"
        if section.heading:
            heading = f"h{min(depth, _DEEPEST_HEADING)}"
            yield f"<{heading}>{self.typed(section.heading)}</{heading}>"
        yield from self._entries(section)
        for smaller in section.sections:
            yield from self._section(smaller, depth + 1)
        if self.parted:
            yield "</section>"

    def _entries(self, section: Section) -> Iterable[str]:
        if not section.entries:
            return
        if section.in_a_line:
            yield f"<p>{', '.join(self._own(entry) for entry in section.entries)}</p>"
        elif self.parted and section.key == "time":
            yield from self._times(section.entries)
        else:
            yield from self._list(section.entries)

    def _times(self, entries: tuple[Entry, ...]) -> Iterable[str]:
        """Yield what was planned and spent as names with figures, and after them what else there is to say."""
        measured = [entry for entry in entries if entry.planned_ms is not None]
        yield "<dl>"
        for entry in measured:
            said = (map(self._part, remark) for remark in remarks(entry, self.document))
            figures = ", ".join("".join(pieces) for pieces in said)
            yield f"<dt>{self.typed(entry.text)}</dt><dd>{figures}</dd>"
        yield "</dl>"
        yield from (f"<p>{self._own(entry)}</p>" for entry in entries if entry.planned_ms is None)

    def _list(self, entries: tuple[Entry, ...]) -> Iterable[str]:
        yield "<ul>"
        for entry in entries:
            if entry.entries:
                yield f"<li>{self._own(entry)}"
                yield from self._list(entry.entries)
                yield "</li>"
            else:
                yield f"<li>{self._own(entry)}</li>"
        yield "</ul>"

    def _own(self, entry: Entry) -> str:
        return "".join(self._part(part) for part in parts(entry, self.document))

    def _part(self, part: Part) -> str:
        if part.typed:
            return self.typed(part.text)
        if part.day is not None:
            return f'<time datetime="{part.day.isoformat()}">{escape(part.text)}</time>'
        return escape(part.text)
