"""A text with marks on single characters: what every dialect adds to what was typed, and where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Marked:
    """A text as typed, and what is to be written around single characters of it.

    Attributes:
        text: As typed.
        before: What goes before a character, by its place.
        after: What goes after it.
        instead: What is written in place of it.
    """

    text: str
    before: dict[int, str] = field(default_factory=dict)
    after: dict[int, str] = field(default_factory=dict)
    instead: dict[int, str] = field(default_factory=dict)

    def put_before(self, places: Iterable[int], what: str) -> None:
        """Write something before each of these characters, whatever was to go there."""
        self.before.update(dict.fromkeys(places, what))

    def put_after(self, places: Iterable[int], what: str) -> None:
        """Write something after each of these characters, whatever was to go there."""
        self.after.update(dict.fromkeys(places, what))

    def lines(self) -> Iterator[tuple[int, int]]:
        """Go through the lines of the text, by where each begins and ends."""
        start = 0
        for line in self.text.split("\n"):
            yield start, start + len(line)
            start += len(line) + 1

    def space_at_ends(self) -> Iterator[tuple[int, int]]:
        """Go through the lines that begin or end in white space, by their first and last character."""
        for start, end in self.lines():
            line = self.text[start:end]
            if line and line != line.strip():
                yield start, end - 1

    def written(self) -> str:
        """Return the text with all that was put to it."""
        pieces: list[str] = []
        done = 0
        for place in sorted({*self.before, *self.after, *self.instead}):
            character = self.instead.get(place, self.text[place])
            pieces.append(self.text[done:place])
            pieces.append(f"{self.before.get(place, '')}{character}{self.after.get(place, '')}")
            done = place + 1
        pieces.append(self.text[done:])
        return "".join(pieces)
