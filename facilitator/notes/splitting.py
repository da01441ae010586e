"""Notes in parts that a chat takes as one message each, split where people would: between sections and items.

A part begins with the title and with the headings under which it goes on, each with its number: "(2 of 3)". An item
is parted only where it is too long for a message of its own; `cutting` tells where.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from facilitator.notes.cutting import ELLIPSIS, border, cropped, farthest, most, sign_ends
from facilitator.notes.document import Document
from facilitator.notes.headings import Words, filled
from facilitator.notes.sheet import BETWEEN_NAMES, Group, Hand, Pen, Piece, laid_out, whole, written

LEAST_LIMIT: Final = 200
"""The fewest characters a part may be held to: there must be room for a title, headings and a few words."""

_HEADING_SHARE: Final = 8
"""A title or heading that would take more than this share of a part is cut short, and stands in full once beneath."""

_END: Final = 1
"""A part ends in a newline."""

Above = tuple[int, Piece]
"""A title or heading and its place in the document."""


def length(text: str) -> int:
    """Return how many characters a chat counts in a text: as JavaScript does, two for most emoji."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts(document: Document, hand: Hand, limit: int) -> tuple[str, ...]:
    """Return a document in parts, in order; one part where it fits as a whole.

    Args:
        document: What is to be written.
        hand: How it is written.
        limit: The most characters a part may have, as `length` counts them.

    Raises:
        ValueError: The limit leaves no room.
    """
    if limit < LEAST_LIMIT:
        raise ValueError(f"a part needs room for {LEAST_LIMIT} characters; {limit} are too few")
    entire = whole(hand, document)
    if length(entire) <= limit:
        return (entire,)
    title, groups = laid_out(document)
    words = document.headings.words
    for digits in count(len(str(length(entire) // limit))):
        # Eights, because `8)` is a face in some chats: what keeps it from being drawn takes room as well.
        widest = filled(words.part, n="8" * digits, of="8" * digits)
        filling = _Filling(hand, limit, title, widest)
        for group in groups:
            filling.add(group)
        if len(filling.parts) < 10**digits:
            return tuple(written(hand, pieces) for pieces in _numbered(filling.parts, words))
    raise AssertionError("numbers do not end")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A piece in a part; titles and headings know which one they are, since they come again."""

    piece: Piece
    above: Above | None = None


class _Filling:
    """Fills parts one after the other, each as far as whole items allow."""

    def __init__(self, hand: Hand, limit: int, title: Iterable[Piece], widest: str) -> None:
        """Begin the first part.

        Args:
            hand: How everything is written.
            limit: The most characters a part may have.
            title: The title, where there is one.
            widest: A number such as "(8 of 8)", as wide as there will be one.
        """
        self.parts: list[list[_Placed]] = []
        self._hand = hand
        self._limit = limit
        self._titles = tuple((0, piece) for piece in title)
        self._widest = widest
        self._told: set[Above] = set()
        self._short: dict[Piece, Piece] = {}
        self._begin()
        self._tell_in_full(self._titles)

    def add(self, group: Group) -> None:
        """Put a group where it belongs: into the part that is being filled, or into new ones."""
        self._tell_in_full(group.under)
        self._put(group.pieces, group.under)

    def _begin(self) -> None:
        self.parts.append([])
        self._pen = Pen(self._hand)
        self._room = self._limit - _END
        self._open: tuple[Above, ...] = ()
        self._is_fresh = True

    def _tell_in_full(self, above: tuple[Above, ...]) -> None:
        """Put titles and headings that are cut short in full beneath, once."""
        for place, one in enumerate(above):
            if one in self._told:
                continue
            self._told.add(one)
            if self._shortened(one[1]) != one[1]:
                under = () if one in self._titles else above[: place + 1]
                self._put((Piece("line", one[1].text),), under)

    def _put(self, pieces: tuple[Piece, ...], under: tuple[Above, ...]) -> None:
        if self._fits(pieces, under):
            return
        if self._would_fit_alone(pieces, under):
            self._begin()
            self._write(pieces, under)
        elif len(pieces) > 1:
            for piece in pieces:
                self._put((piece,), under)
        elif pieces and len(pieces[0].names) > 1:
            self._put_names(pieces[0].names, under)
        elif pieces:
            self._put_long(pieces[0], under)

    def _fits(self, pieces: tuple[Piece, ...], under: tuple[Above, ...]) -> bool:
        """Write pieces into the part if there is room for them and for the headings they need."""
        # Writing never makes a text shorter, and what is far too long is not worth the writing.
        if sum(len(piece.text) for piece in pieces) > self._room:
            return False
        if self._measured((*self._headings(under), *map(_Placed, pieces)))[1] > self._room:
            return False
        self._write(pieces, under)
        return True

    def _would_fit_alone(self, pieces: tuple[Piece, ...], under: tuple[Above, ...]) -> bool:
        """Tell whether pieces would fit into a part of their own."""
        if self._is_fresh or sum(len(piece.text) for piece in pieces) > self._limit:
            return False
        above = (_Placed(self._shortened(one[1]), one) for one in (*self._titles, *under))
        new = (*above, *map(_Placed, pieces))
        return self._measured(new, Pen(self._hand))[1] <= self._limit - _END

    def _write(self, pieces: tuple[Piece, ...], under: tuple[Above, ...]) -> None:
        new = (*self._headings(under), *map(_Placed, pieces))
        self._pen, size = self._measured(new)
        self._room -= size
        self._open = under
        self._is_fresh = False
        self.parts[-1].extend(new)

    def _headings(self, under: tuple[Above, ...]) -> tuple[_Placed, ...]:
        """Return the title and headings that must be written before something can stand under them."""
        titles = self._titles if self._is_fresh else ()
        missing = (*titles, *(above for above in under if above not in self._open))
        return tuple(_Placed(self._shortened(above[1]), above) for above in missing)

    def _measured(self, new: Iterable[_Placed], pen: Pen | None = None) -> tuple[Pen, int]:
        """Return the pen as it is after writing something, from where it stands unless told, and how much that is."""
        pen, size = pen or self._pen, 0
        for placed in new:
            piece = placed.piece
            if placed.above is not None:
                piece = replace(piece, text=f"{piece.text} {self._widest}")
            pen, text = pen.write(piece)
            size += length(text)
        return pen, size

    def _shortened(self, piece: Piece) -> Piece:
        """Return a title or heading as it stands in parts."""
        if piece not in self._short:
            most_of_it = self._limit // _HEADING_SHARE
            text = cropped(
                piece.text,
                lambda text: length(self._hand.write(replace(piece, text=text), piece.depth)) <= most_of_it,
            )
            self._short[piece] = replace(piece, text=text)
        return self._short[piece]

    def _put_names(self, names: tuple[str, ...], under: tuple[Above, ...]) -> None:
        """Put a line that is too long for a part into several, parted between its names."""
        while names:
            many = self._as_many_as_fit(names, under)
            if many:
                self._write((_line(names[:many]),), under)
            else:
                many = 1
                self._put((_line(names[:1]),), under)
            names = names[many:]
            if names:
                self._begin()

    def _as_many_as_fit(self, names: tuple[str, ...], under: tuple[Above, ...]) -> int:
        return most(min(len(names), self._room), self._room_for(under, lambda many: _line(names[:many])))

    def _put_long(self, piece: Piece, under: tuple[Above, ...]) -> None:
        """Put an item that is too long for a part into several, an ellipsis on both sides of each gap."""
        text, start = piece.text, 0
        ends = sign_ends(text)
        # Names are no longer told apart, and only the beginning of what is to be done has a box to tick.
        piece = replace(piece, names=())
        rest = piece
        while start < len(text) and not self._fits((rest,), under):
            if self._is_fresh or self._room >= self._limit // 2:
                start = self._put_beginning(rest, text, start, ends, under)
                rest = replace(piece, text=f"{ELLIPSIS} {text[start:]}", task=False)
            if start < len(text):
                self._begin()

    def _put_beginning(
        self, piece: Piece, text: str, start: int, ends: Sequence[int], under: tuple[Above, ...]
    ) -> int:
        """Put as much of a long text into a new part as there is room for; return where it goes on."""
        before = f"{ELLIPSIS} " if start else ""

        def up_to(end: int) -> Piece:
            return replace(piece, text=f"{before}{text[start:end]} {ELLIPSIS}")

        has_room = self._room_for(under, up_to)
        end = farthest(ends, start, self._room, has_room)
        at = border(text, start, end, has_room)
        self._write((up_to(at),), under)
        return at + text[at : at + 1].isspace()

    def _room_for(self, under: tuple[Above, ...], made: Callable[[int], Piece]) -> Callable[[int], bool]:
        """Return what tells whether there is room for a piece that is made of a number."""
        pen, taken = self._measured(self._headings(under))

        def has_room(number: int) -> bool:
            return taken + length(pen.write(made(number))[1]) <= self._room

        return has_room


def _line(names: tuple[str, ...]) -> Piece:
    return Piece("line", BETWEEN_NAMES.join(names), names=names)


def _numbered(filled_parts: Iterable[list[_Placed]], words: Words) -> Iterator[list[Piece]]:
    """Yield the pieces of each part, with their number to titles and headings that come more than once."""
    filled_parts = list(filled_parts)
    of = Counter(placed.above for part in filled_parts for placed in part if placed.above is not None)
    seen: Counter[Above] = Counter()
    for part in filled_parts:
        pieces = []
        for placed in part:
            text = placed.piece.text
            if placed.above is not None and of[placed.above] > 1:
                seen[placed.above] += 1
                text += f" {filled(words.part, n=seen[placed.above], of=of[placed.above])}"
            pieces.append(replace(placed.piece, text=text))
        yield pieces
