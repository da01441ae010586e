"""A document as a row of pieces (title, headings, items, lines), and what a dialect of lines does to write each.

Every dialect that consists of lines goes through here, so that writing a document whole and writing it in parts are
the same thing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.wording import in_full

BETWEEN_FACTS: Final = " · "
BETWEEN_NAMES: Final = ", "

PieceKind = Literal["title", "heading", "line", "item"]


@dataclass(frozen=True, slots=True)
class Piece:
    """The smallest part of a document that is written at once.

    Attributes:
        kind: What it is.
        text: As typed, with the program's words around it; not yet escaped.
        depth: Of a heading: 2 for a section's, 3 beneath it and so on. Of an item: 0, and 1 beneath another one.
        task: Whether it is something to be done.
        names: The texts that a line is made of; it can be parted between them.
    """

    kind: PieceKind
    text: str
    depth: int = 0
    task: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that belong together: an item with all beneath it, or a line.

    Attributes:
        pieces: In order; none for a section in which nothing stands.
        under: The headings above, the outermost first, each with its place in the document.
    """

    pieces: tuple[Piece, ...]
    under: tuple[tuple[int, Piece], ...] = ()


@dataclass(frozen=True, slots=True)
class Hand:
    """How a dialect writes each piece, escaped, without a line end after it.

    Attributes:
        title: Writes the title.
        heading: Writes a heading of a depth.
        line: Writes a line that stands by itself.
        item: Writes an item of a depth; the last value says whether it is something to be done.
        spaced: Whether a blank line stands between any two pieces that are not items of one list; else only before
            headings.
    """

    title: Callable[[str], str]
    heading: Callable[[str, int], str]
    line: Callable[[str], str]
    item: Callable[[str, int, bool], str]
    spaced: bool = False

    def write(self, piece: Piece, depth: int) -> str:
        """Write a piece; `depth` counts in place of its own."""
        match piece.kind:
            case "title":
                return self.title(piece.text)
            case "heading":
                return self.heading(piece.text, depth)
            case "line":
                return self.line(piece.text)
            case "item":
                return self.item(piece.text, depth, piece.task)


@dataclass(frozen=True, slots=True)
class Pen:
    """Where the writing of one text stands: what comes next depends on what came last.

    Attributes:
        hand: How it is written.
        last: What was written last; empty at the beginning.
        outermost: The depth of the items that stand at the margin. A part of a text can begin with an item that lay
            beneath another one.
    """

    hand: Hand
    last: PieceKind | Literal[""] = ""
    outermost: int = 0

    def write(self, piece: Piece) -> tuple["Pen", str]:
        """Return the text of a piece with the gap before it, and the pen as it stands then."""
        depth, outermost = piece.depth, 0
        if piece.kind == "item":
            outermost = min(self.outermost, piece.depth) if self.last == "item" else piece.depth
            depth -= outermost
        text = self._gap(piece.kind) + self.hand.write(piece, depth)
        return Pen(self.hand, piece.kind, outermost), text

    def _gap(self, kind: PieceKind) -> str:
        if not self.last:
            return ""
        if kind == "heading" and (self.hand.spaced or self.last != "heading"):
            return "\n\n"
        in_one_list = kind == self.last == "item"
        return "\n\n" if self.hand.spaced and not in_one_list else "\n"


def written(hand: Hand, pieces: Iterable[Piece]) -> str:
    """Return the text of some pieces, ending in a newline."""
    pen = Pen(hand)
    texts: list[str] = []
    for piece in pieces:
        pen, text = pen.write(piece)
        texts.append(text)
    return "".join(texts) + "\n"


def laid_out(document: Document) -> tuple[tuple[Piece, ...], tuple[Group, ...]]:
    """Return the title of a document, where it has one, and the groups that stand under it."""
    title = (Piece("title", document.title),) if document.title else ()
    groups: list[Group] = []
    if document.facts:
        groups.append(Group((Piece("line", BETWEEN_FACTS.join(document.facts)),)))
    for section in document.sections:
        _lay_out(section, document, (), groups)
    return title, tuple(groups)


def whole(hand: Hand, document: Document) -> str:
    """Return the text of a document, however long."""
    title, groups = laid_out(document)
    return written(hand, _in_order(title, groups))


def _in_order(title: Iterable[Piece], groups: Iterable[Group]) -> Iterator[Piece]:
    yield from title
    above: tuple[tuple[int, Piece], ...] = ()
    for group in groups:
        yield from (heading for number, heading in group.under if (number, heading) not in above)
        yield from group.pieces
        above = group.under


def _lay_out(
    section: Section, document: Document, above: tuple[tuple[int, Piece], ...], groups: list[Group]
) -> None:
    # Two headings can have the same words, so each has its place: that of the first group beneath it.
    heading = Piece("heading", section.heading, depth=len(above) + 2)
    under = (*above, (len(groups), heading)) if section.heading else above
    if section.in_a_line and section.entries:
        names = tuple(in_full(entry, document) for entry in section.entries)
        groups.append(Group((Piece("line", BETWEEN_NAMES.join(names), names=names),), under))
    else:
        to_do = section.key == "actions"
        groups.extend(Group(tuple(_items(entry, document, 0, to_do)), under) for entry in section.entries)
    for smaller in section.sections:
        _lay_out(smaller, document, under, groups)
    if not section.entries and not section.sections:
        groups.append(Group((), under))


def _items(entry: Entry, document: Document, depth: int, to_do: bool) -> Iterator[Piece]:
    yield Piece("item", in_full(entry, document), depth, task=to_do and depth == 0)
    for beneath in entry.entries:
        yield from _items(beneath, document, depth + 1, to_do)
