"""Names in what people typed.

The notes name nobody at the level `room`, but texts stay as they were typed; so those in which someone is named are
pointed out before they leave.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from facilitator.notes.document import Document, Entry, Section

SHORTEST_PART: Final = 3
"""Parts of a name that are shorter (`de`, `La`) count only as part of the whole name, unless they begin it."""

_WITHOUT_SPACES: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Scripts in which words stand next to each other without a space: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A text in the notes that names someone.

    Attributes:
        text: As typed: an item, a title, a label.
        names: Who is named in it, as the session knows them, in the order of the list of people.
        heading: Under which heading it stands; empty for the title of the notes.
    """

    text: str
    names: tuple[str, ...]
    heading: str


def mentions(document: Document, people: Iterable[str]) -> tuple[Mention, ...]:
    """Return which texts of the notes name someone, in the order of the notes, each once a heading.

    A name is found as a whole word, whatever its case and accents: `zoe` is Zoë, `Analysis` is not Ana. Of a name
    of several words, each that is long enough is looked for. Who is only named by the program (an owner, say) is no
    mention.

    Args:
        document: The notes.
        people: The names to look for.
    """
    search = _Search(people)
    found: dict[tuple[str, str], Mention] = {}
    for heading, text in _typed(document):
        names = search.named_in(text)
        if names:
            found.setdefault((heading, text), Mention(text, names, heading))
    return tuple(found.values())


class _Search:
    """Looks for all names at once: notes may have a thousand items, and a community a hundred people."""

    def __init__(self, people: Iterable[str]) -> None:
        self._people = tuple(dict.fromkeys(people))
        self._who: dict[str, set[str]] = {}
        for person in self._people:
            for written in _ways_to_write(person):
                self._who.setdefault(written, set()).add(person)
        self._patterns = tuple(_patterns(self._who))

    def named_in(self, text: str) -> tuple[str, ...]:
        folded = _folded(text)
        found = (way for pattern in self._patterns for way in pattern.findall(folded))
        who = {person for way in found for person in self._who[way]}
        return tuple(person for person in self._people if person in who)


def _patterns(ways: Iterable[str]) -> Iterator[re.Pattern[str]]:
    """Yield patterns that together find all ways to write names, as whole words where words can be told apart."""
    # The longest first, so that "Ana Maria" is not read as an Ana who is somebody else.
    ordered = sorted(ways, key=len, reverse=True)
    for kind, whole_word in _KINDS_OF_WORDS:
        written = "|".join(re.escape(way) for way in ordered if _kind(way) == kind)
        if written:
            yield re.compile(whole_word.format(written))


_KINDS_OF_WORDS: Final = (
    ("letters", r"(?<![^\W_])(?:{})(?![^\W_])"),
    ("joined", r"(?:{})"),
    ("signs", r"(?<!\S)(?:{})(?!\S)"),
)
"""How a name is set apart from what is around it: by letters and digits ending; not at all; by space, where it begins
or ends with something that is no letter (it may be an emoji or a star)."""


def _kind(written: str) -> str:
    if _WITHOUT_SPACES.search(written):
        return "joined"
    return "letters" if written[0].isalnum() and written[-1].isalnum() else "signs"


def _ways_to_write(person: str) -> Iterator[str]:
    whole = _folded(person)
    if not whole:
        return
    yield whole
    first, *others = whole.split()
    if any(character.isalnum() for character in first):
        yield first
    yield from (one for one in others if len(one) >= SHORTEST_PART and any(map(str.isalnum, one)))


def _folded(text: str) -> str:
    """Return a text without case and accents, and with every kind of space as one."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def _typed(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every text that somebody typed, with the heading above it."""
    yield "", document.title
    for fact in document.facts:
        yield "", fact
    for section in document.sections:
        yield from _in_section(section)


def _in_section(section: Section) -> Iterator[tuple[str, str]]:
    yield section.heading, section.heading
    yield from _in_entries(section.heading, section.entries)
    for smaller in section.sections:
        yield from _in_section(smaller)


def _in_entries(heading: str, entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        yield heading, entry.text
        if entry.label:
            yield heading, entry.label
        yield from _in_entries(heading, entry.entries)
