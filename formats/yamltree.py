"""YAML as plain strings, lists and keys, each with its place in the file.

Nothing is typed here: `no` is a word and `5:00` is text until the model says otherwise. What could blow up
or say two things at once (aliases, tags, duplicate keys, deep nesting, several documents) is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    NodeEvent,
    ScalarEvent,
)

from formats.complaints import short

DEEPEST: Final = 20
"""How deep values may lie inside one another."""
MOST_PARTS: Final = 5_000
"""The most keys, values and lists in a file: sixty segments with twenty prompts each have some three thousand."""

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


class _Mark(Protocol):
    line: int
    column: int


_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_REFUSED_CHARACTER = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_REFUSALS = 20

_SYNTAX: Final = {
    "mapping values are not allowed": "a colon stands inside plain text; put the text in quotes",
    "cannot start any token": "a tab, or a sign that YAML keeps to itself; use spaces, or quotes around the text",
    "could not find expected ':'": "a colon is missing after the key, or a text with quotes is not closed",
    "did not find expected key": "not indented like the lines above, or quotes are inside text",
    "did not find expected '-' indicator": "this line is not indented like the list above it",
    "did not find expected ',' or ']'": "a list in brackets is not closed, or a comma is missing",
    "did not find expected ',' or '}'": "braces are not closed, or a comma is missing; put text with braces in quotes",
    "found unexpected end of stream": "quotes are opened here and never closed",
    "found undefined tag handle": "text may not begin with ! here; put it in quotes",
    "found unknown escape character": "a backslash stands in double quotes; use single quotes",
    "did not find expected alphabetic or numeric": "text may not begin with * or & here; put it in quotes",
    "did not find expected node content": "brackets or braces are not closed; put text that begins with one in quotes",
    "did not find URI escape": "text may not begin with ! or % here; put it in quotes",
}


@dataclass(frozen=True)
class Place:
    """Where something stands, both counted from 1."""

    line: int
    column: int


START: Final = Place(1, 1)


@dataclass(frozen=True)
class Refusal:
    """Something that may not stand in the file, whatever the model says."""

    place: Place
    at: Path
    what: str


@dataclass
class Tree:
    """A file's values, and where each value and each key stands."""

    root: object = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, place: Place, at: Path, what: str) -> None:
        """Remember something that may not stand here."""
        self.refusals.append(Refusal(place, at, what))


def read_tree(text: str, *, kind: str = "format", least: str = "a name and segments") -> Tree:
    """Read one YAML document. What was refused stands in `refusals`; `root` is None if nothing could be read.

    Args:
        text: The file.
        kind: What it is, for what is said of it: a format, or what the notes are worded in.
        least: What such a file must have.
    """
    tree = Tree()
    found = _REFUSED_CHARACTER.search(text)
    if found is not None:
        line_start = text.rfind("\n", 0, found.start()) + 1
        place = Place(text.count("\n", 0, found.start()) + 1, found.start() - line_start + 1)
        tree.refuse(place, (), f"a character that no text holds (U+{ord(found[0]):04X}); remove it")
        return tree
    try:
        for refusal in _refused_structures(text, kind):
            tree.refusals.append(refusal)
            if len(tree.refusals) >= _MOST_REFUSALS:
                break
        if tree.refusals:
            return tree
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        place, what = _syntax(error)
        tree.refuse(place, (), what)
        return tree
    if node is None:
        tree.refuse(START, (), f"the file is empty; write at least {least}")
        return tree
    tree.root = _plant(tree, node, ())
    return tree


def _refused_structures(text: str, kind: str) -> Iterator[Refusal]:
    depth = documents = parts = 0
    for event in yaml.parse(text, Loader=_LOADER):
        place = _place(event.start_mark)
        parts += isinstance(event, NodeEvent)
        if parts > MOST_PARTS:
            what = f"more than {MOST_PARTS:,} keys and values before this; a {kind} has a few hundred"
            yield Refusal(place, (), what)
            return
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents == 2:
                yield Refusal(
                    place, (), f"a second document begins here; put each {kind} into a file of its own"
                )
                return
        if isinstance(event, AliasEvent):
            yield Refusal(
                place, (), "aliases (*name) are not used here; write the text again, or put it in quotes"
            )
        elif isinstance(event, NodeEvent) and event.anchor is not None:
            yield Refusal(
                place, (), "anchors (&name) are not used here; remove it, or put the text in quotes"
            )
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
            yield Refusal(place, (), "tags (!name) are not used here; remove it, or put the text in quotes")
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                yield Refusal(place, (), f"lists and keys lie more than {DEEPEST} deep; a {kind} needs four")
                return
        elif isinstance(event, CollectionEndEvent):
            depth -= 1


def _plant(tree: Tree, node: yaml.Node, at: Path) -> object:
    tree.values[at] = _place(node.start_mark)
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plant(tree, child, (*at, index)) for index, child in enumerate(node.value)]
    mapping: dict[str, object] = {}
    for key_node, value_node in node.value:
        place = _place(key_node.start_mark)
        if not isinstance(key_node, yaml.ScalarNode):
            tree.refuse(place, at, "a key must be a plain word; put text with braces or brackets in quotes")
            continue
        key = str(key_node.value)
        if key in mapping:
            first = tree.keys[(*at, key)].line
            tree.refuse(
                place, (*at, key), f"'{short(key)}' stands here twice, first on line {first}; keep one"
            )
            continue
        tree.keys[(*at, key)] = place
        mapping[key] = _plant(tree, value_node, (*at, key))
    return mapping


def _place(mark: _Mark | None) -> Place:
    return START if mark is None else Place(mark.line + 1, mark.column + 1)


def _syntax(error: yaml.YAMLError) -> tuple[Place, str]:
    if not isinstance(error, yaml.MarkedYAMLError):
        return START, "not readable as YAML text"
    problem = str(error.problem or error.context or "")
    for sign, sentence in _SYNTAX.items():
        if sign in problem:
            return _place(error.problem_mark or error.context_mark), sentence
    return _place(error.problem_mark or error.context_mark), f"not readable as YAML: {short(problem, 120)}"
