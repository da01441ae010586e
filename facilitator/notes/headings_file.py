"""Reads the wording of the notes from YAML text. Described in `docs/notes-yaml.md`.

As with formats, everything that is wrong is told at once, each in a line with its place; then nothing of it is used.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final

from facilitator.notes.headings import AS_THEY_COME, PLACEHOLDER, Headings, Titles, Words
from formats.complaints import Complaint, FormatError, short
from formats.text import clean_line, nearest
from formats.yamltree import Path, Tree, read_tree

LARGEST: Final = 64 * 1024
"""The largest text that is read, in characters; all words together have some two thousand."""
LONGEST: Final = 80
"""How long a heading or a word may be, in characters."""
LONGEST_ABBREVIATION: Final = 20
"""How long the name of a day or a month may be, in characters."""

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_NOTHING: Final = re.compile(r"(?:\s|#[^\n]*)*")
_KEYS: Final = ("language", "headings", "words", "days", "months")


def parse_headings(text: str, *, name: str) -> Headings:
    """Read the wording of the notes; what the text leaves out stays as it comes.

    Args:
        text: What stands in the file; nothing but comments changes nothing.
        name: Stands for the file in complaints.

    Raises:
        FormatError: With everything that is wrong in it.
    """
    if len(text) > LARGEST:
        what = f"longer than {LARGEST // 1024} thousand characters; this file needs a page at most"
        raise FormatError([Complaint(name, 1, 1, "file", what)])
    text = text.removeprefix("\ufeff")
    if _NOTHING.fullmatch(text):
        return AS_THEY_COME
    tree = read_tree(text, kind="wording", least="'headings' or 'words'")
    reading = _Reading(tree, name)
    for refusal in tree.refusals:
        reading.complain(refusal.place.line, refusal.place.column, refusal.at, refusal.what)
    if tree.root is None:
        raise FormatError(reading.complaints)
    headings = reading.headings()
    if reading.complaints:
        raise FormatError(reading.complaints)
    return headings


def written(field: str) -> str:
    """Return how the name of a heading or a word is written in the file."""
    return field.replace("_", "-")


class _Reading:
    """Reads what a tree holds, and remembers what is wrong with it."""

    def __init__(self, tree: Tree, name: str) -> None:
        self.complaints: list[Complaint] = []
        self._tree = tree
        self._name = name

    def complain(self, line: int, column: int, at: Path, what: str) -> None:
        where = ".".join(short(str(step)) for step in at) or "file"
        self.complaints.append(Complaint(self._name, line, column, where, what))

    def headings(self) -> Headings:
        """Return what the file says; where it says something that can't be, what was there before."""
        root = self._keys((), _KEYS)
        return Headings(
            language=self._language() if "language" in root else AS_THEY_COME.language,
            titles=Titles(**self._texts("headings", AS_THEY_COME.titles) if "headings" in root else {}),
            words=Words(**self._texts("words", AS_THEY_COME.words) if "words" in root else {}),
            days=self._names("days", AS_THEY_COME.days, "Monday") if "days" in root else AS_THEY_COME.days,
            months=(
                self._names("months", AS_THEY_COME.months, "January")
                if "months" in root
                else AS_THEY_COME.months
            ),
        )

    def _refuse(self, at: Path, what: str, *, key: bool = False) -> None:
        place = (self._tree.keys if key else self._tree.values)[at]
        self.complain(place.line, place.column, at, what)

    def _keys(self, at: Path, known: tuple[str, ...]) -> Mapping[str, object]:
        """Return the keys at a place with their values, those that are not known left out and told."""
        held = self._value(at)
        if not isinstance(held, dict):
            self._refuse(at, f"write keys with their texts, such as {', '.join(known[:3])}")
            return {}
        for key in held:
            if key not in known:
                self._refuse((*at, key), _unknown(key, known, at_top=not at), key=True)
        return {key: value for key, value in held.items() if key in known}

    def _value(self, at: Path) -> object:
        value = self._tree.root
        for step in at:
            value = value[step] if isinstance(value, dict) and isinstance(step, str) else None
        return value

    def _texts(self, key: str, usual: Titles | Words) -> dict[str, str]:
        names = {written(one.name): one.name for one in fields(usual)}
        found = {}
        for name, value in self._keys((key,), tuple(names)).items():
            text = self._text((key, name), value, LONGEST)
            if text is None:
                continue
            problem = _problem_with_places(text, str(getattr(usual, names[name])))
            if problem:
                self._refuse((key, name), problem)
            else:
                found[names[name]] = text
        return found

    def _text(self, at: Path, value: object, longest: int) -> str | None:
        problem = _problem(value, longest)
        if problem:
            self._refuse(at, problem)
            return None
        return str(value).strip()

    def _names(self, key: str, usual: tuple[str, ...], first: str) -> tuple[str, ...]:
        held = self._value((key,))
        if not isinstance(held, list) or len(held) != len(usual):
            self._refuse((key,), f"write a list of {len(usual)}, from {first} on")
            return usual
        texts = [self._text((key, place), one, LONGEST_ABBREVIATION) for place, one in enumerate(held)]
        return tuple(text or "" for text in texts)

    def _language(self) -> str:
        held = self._value(("language",))
        if isinstance(held, str) and _LANGUAGE.fullmatch(held):
            return held
        self._refuse(("language",), "write the tag of a language, such as en, de or pt-BR")
        return AS_THEY_COME.language


def _problem(value: object, longest: int) -> str:
    """Say what is wrong with a text; nothing where it is fine."""
    if not isinstance(value, str):
        return "write text; put it in quotes if it begins with { or ["
    if not value.strip():
        return "empty; write some text, or leave the key out"
    if len(value.splitlines()) > 1 or value.endswith("\n"):
        return "more than one line; write it on one"
    if clean_line(value) != value.strip():
        return "holds characters that act on what shows them; remove them"
    if len(value) > longest:
        return f"longer than {longest} characters; shorten it"
    return ""


def _problem_with_places(text: str, usual: str) -> str:
    """Say what is wrong with what stands in braces; each place of the usual word has to be there once."""
    wanted = PLACEHOLDER.findall(usual)
    around = PLACEHOLDER.sub("", text)
    if sorted(PLACEHOLDER.findall(text)) == sorted(wanted) and not set("{}") & set(around):
        return ""
    if not wanted:
        return "nothing is put into this one; write it without braces"
    places = " and ".join(f"{{{place}}}" for place in wanted)
    return f"has to hold {places} once, and no other braces"


def _unknown(key: str, known: tuple[str, ...], *, at_top: bool) -> str:
    close = nearest(key, known, 1)
    if close:
        return f"unknown key; did you mean '{close[0]}'?"
    above = next(_headings_that_hold(key), "") if at_top else ""
    if above:
        return f"unknown key here; write it under '{above}'"
    return f"unknown key; write one of: {', '.join(known)}"


def _headings_that_hold(key: str) -> Iterator[str]:
    holders: tuple[tuple[str, Titles | Words], ...] = (
        ("headings", AS_THEY_COME.titles),
        ("words", AS_THEY_COME.words),
    )
    for above, usual in holders:
        if key in {written(one.name) for one in fields(usual)}:
            yield above
