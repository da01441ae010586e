"""The short form of the notes: a title line, and a line each for takeaways, decisions, actions and what is next."""

from dataclasses import replace
from typing import Final

from facilitator.notes.document import Document, Entry, Section, SectionKey
from facilitator.notes.headings import filled
from facilitator.notes.wording import in_full

IN_SHORT: Final[tuple[SectionKey, ...]] = ("takeaways", "decisions", "actions", "next-session")
"""What the short form is made of, a line each."""
LINE: Final = 240
"""How many characters of items a line holds. An item is there whole or counted, never cut."""

_ONE_LINE: Final = str.maketrans("\n\t", "  ")


def five_lines(document: Document) -> Document:
    """Return the short form of notes: what is in none of its lines is counted at the end of its line.

    Args:
        document: The notes, at the level and without the parts that are not wanted.
    """
    found = {section.key: section for section in document.sections if section.key in IN_SHORT}
    lines = tuple(_line(document, found[key]) for key in IN_SHORT if key in found)
    return replace(
        document,
        title=" · ".join((document.title, *document.facts)),
        facts=(),
        sections=(Section("short", "", lines),) if lines else (),
        kind="short",
    )


def _line(document: Document, section: Section) -> Entry:
    words = document.headings.words
    shown: list[str] = []
    room = LINE
    for entry in section.entries:
        item = _item(document, entry)
        if len(item) <= room:
            shown.append(item)
            room -= len(item)
    left = len(section.entries) - len(shown)
    if not shown:
        shown = [filled(words.only_counted, n=left)]
    elif left:
        shown.append(filled(words.more, n=left))
    label = words.next if section.key == "next-session" else section.heading
    return Entry("; ".join(shown), label=label)


def _item(document: Document, entry: Entry) -> str:
    """Return an entry on one line; who said it is left to the long form."""
    line = replace(entry, text=entry.text.translate(_ONE_LINE).strip(), who="")
    return in_full(line, document)
