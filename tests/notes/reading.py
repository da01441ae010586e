"""How a chat reads the notes: the visible text of Markdown, and what it took for structure."""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

INVISIBLE = "\u200b"


@dataclass
class Read:
    """A document as its reader sees it.

    Attributes:
        headings: Depth and text, in order.
        items: The text of each list item, without those beneath it.
        paragraphs: The text of what stands in no list.
        kinds: Every kind of node there is.
    """

    headings: list[tuple[int, str]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


PLAIN = {
    "heading_open",
    "heading_close",
    "paragraph_open",
    "paragraph_close",
    "bullet_list_open",
    "bullet_list_close",
    "list_item_open",
    "list_item_close",
    "inline",
    "text",
    "hardbreak",
}
"""The only kinds of nodes that notes are made of."""


def read_markdown(source: str, flavour: str = "commonmark") -> Read:
    parser = MarkdownIt("commonmark")
    if flavour == "github":
        parser.enable(["table", "strikethrough"])
    read = Read()
    tokens = parser.parse(source)
    in_items = 0
    for place, token in enumerate(tokens):
        read.kinds.add(token.type)
        read.kinds |= {child.type for child in token.children or ()}
        in_items += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "inline":
            text = visible(token)
            if tokens[place - 1].type == "heading_open":
                read.headings.append((int(tokens[place - 1].tag[1]), text))
            elif in_items:
                read.items.append(text)
            else:
                read.paragraphs.append(text)
    return read


def visible(inline: Token) -> str:
    breaks = {"hardbreak": "\n", "softbreak": " "}
    seen = (breaks.get(child.type, child.content) for child in inline.children or ())
    return "".join(seen).replace(INVISIBLE, "")
