"""How a browser reads the notes as HTML, and how an editor reads them when they are pasted into it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

INVISIBLE = "\u200b"
_BREAK = "\x00"
_VOID = {"br", "meta"}


@dataclass
class ReadHtml:
    """A document as its reader sees it.

    Attributes:
        headings: Depth and text, in order.
        items: The text of each list item, without those beneath it.
        paragraphs: The text of what stands in no list.
        terms: What stands in a list of terms, with what is said of each.
        links: Where each link leads, and what is read there.
        times: The date that a machine reads, and what people read.
        tags: Every tag with the names of its attributes.
        title: That of the page.
    """

    headings: list[tuple[int, str]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    terms: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    tags: dict[str, set[str]] = field(default_factory=dict)
    title: str = ""


class _Reader(HTMLParser):
    """Follows the tags; text counts for the innermost block that it stands in."""

    def __init__(self, *, pasted: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.read = ReadHtml()
        self.open: list[str] = []
        self.blocks: list[list[str]] = []
        self.inline: list[tuple[str, list[str]]] = []
        self.places: list[int] = []
        self.pasted = pasted

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.tags.setdefault(tag, set()).update(name for name, _ in attrs)
        if tag == "br":
            self._text(_BREAK)
        if tag in _VOID:
            return
        self.open.append(tag)
        if tag == "li":
            self.places.append(len(self.read.items))
            self.read.items.append("")
        if tag in {"a", "time"}:
            where = dict(attrs)["href" if tag == "a" else "datetime"]
            self.inline.append((where or "", []))
        if tag in {"li", "p", "dt", "dd", "h1", "h2", "h3", "h4", "title"}:
            self.blocks.append([])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"
        if tag in {"a", "time"}:
            where, pieces = self.inline.pop()
            of = self.read.links if tag == "a" else self.read.times
            of.append((where, "".join(pieces).replace(INVISIBLE, "")))
        if tag not in {"li", "p", "dt", "dd", "h1", "h2", "h3", "h4", "title"}:
            return
        seen = self._seen("".join(self.blocks.pop()))
        match tag:
            case "li":
                self.read.items[self.places.pop()] = seen
            case "p":
                self.read.paragraphs.append(seen)
            case "dt":
                self.read.terms.append((seen, ""))
            case "dd":
                self.read.terms[-1] = (self.read.terms[-1][0], seen)
            case "title":
                self.read.title = seen
            case _:
                self.read.headings.append((int(tag[1]), seen))

    def handle_data(self, data: str) -> None:
        # The page's style keeps the white space of what was typed; everywhere else it runs together.
        if "bdi" not in self.open:
            data = data.strip("\n")  # Line ends stand between blocks, where they are not seen.
        self._text(data if "bdi" in self.open and not self.pasted else re.sub("[ \t\n]+", " ", data))

    def _text(self, text: str) -> None:
        if self.open and self.open[-1] in {"ul", "dl", "section", "article", "style"}:
            return
        if self.blocks:
            self.blocks[-1].append(text)
        for _, pieces in self.inline:
            pieces.append(text)

    def _seen(self, text: str) -> str:
        lines = text.split(_BREAK)
        if self.pasted:
            # Spaces at the ends of a line are not seen, and several of them as one, unless they do not break.
            lines = [re.sub(" +", " ", line).strip(" ").replace("\u00a0", " ") for line in lines]
        return "\n".join(lines).replace(INVISIBLE, "")


def read_page(source: str) -> ReadHtml:
    return _read(source, pasted=False)


def read_paste(source: str) -> ReadHtml:
    return _read(source, pasted=True)


def _read(source: str, *, pasted: bool) -> ReadHtml:
    reader = _Reader(pasted=pasted)
    reader.feed(source)
    reader.close()
    assert not reader.open, f"{reader.open} are never closed"
    return reader.read


def as_pasted(text: str) -> str:
    """Give what is read of a text after a paste: a tab as four spaces, every space as a plain one."""
    return text.replace(INVISIBLE, "").replace("\t", "    ").replace("\u00a0", " ")
