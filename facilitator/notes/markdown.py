"""The notes as CommonMark. Whatever was typed reads as typed, and as far as possible the source reads so too."""

from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.escaping import escape_heading, escape_lines
from facilitator.notes.wording import in_full

INDENT = "  "


def render(document: Document) -> str:
    """Return the notes as CommonMark, ending in a newline."""
    blocks = [f"# {escape_heading(document.title)}"]
    if document.facts:
        blocks.append(_paragraph(" · ".join(document.facts)))
    for section in document.sections:
        blocks.extend(_section(section, document, depth=2))
    return "\n\n".join(blocks) + "\n"


def _section(section: Section, document: Document, depth: int) -> list[str]:
    blocks = [f"{'#' * depth} {escape_heading(section.heading)}"]
    if section.in_a_line and section.entries:
        blocks.append(_paragraph(", ".join(in_full(entry, document.day) for entry in section.entries)))
    elif section.entries:
        blocks.append("\n".join(_item(entry, document, "") for entry in section.entries))
    for smaller in section.sections:
        blocks.extend(_section(smaller, document, depth + 1))
    return blocks


def _paragraph(text: str) -> str:
    return _broken(escape_lines(text), "")


def _item(entry: Entry, document: Document, indent: str) -> str:
    inner = indent + INDENT
    own = f"{indent}- {_broken(escape_lines(in_full(entry, document.day)), inner)}"
    return "\n".join((own, *(_item(beneath, document, inner) for beneath in entry.entries)))


def _broken(lines: list[str], indent: str) -> str:
    """Join lines with hard breaks: two spaces where there is text, a backslash on an empty line."""
    *before, last = lines
    # An empty line would end the paragraph, and a break at its end would be lost: a backslash alone breaks a
    # line as well, and an invisible space holds the last one open.
    broken = [f"{line}  " if line else "\\" for line in before]
    return f"\n{indent}".join((*broken, last or "\u200b"))
