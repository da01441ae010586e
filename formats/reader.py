"""Reads formats from files: YAML, or an agenda in plain text or Markdown.

Everything that is wrong is told at once, each with its line and column, because a file is mended faster
that way.
"""

import os
import stat
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from formats.agenda import parse_agenda
from formats.complaints import MOST_SHOWN, Complaint, FormatError, short, shown_file
from formats.model import (
    MOST_SEGMENTS,
    PLACEHOLDER,
    SEGMENT_CLASSES,
    Format,
    Segment,
    SegmentBase,
    problems_between,
    with_unique_ids,
)
from formats.sentences import keys_of, sentence
from formats.text import nearest, slug
from formats.yamltree import START, Place, Tree, read_tree

__all__ = [
    "AGENDA_ENDINGS",
    "LARGEST",
    "Complaint",
    "FormatError",
    "format_id_of",
    "parse_format",
    "read_format",
]

LARGEST: Final = 256 * 1024
"""The largest file that is read, in bytes."""
AGENDA_ENDINGS: Final = frozenset({".md", ".markdown", ".txt"})
"""Files with these endings are agendas for people, not YAML."""

_MOST_WORDED: Final = MOST_SHOWN + 20
"""Only so many mistakes of a file get a sentence of their own; those after them are counted, and not shown."""

_SEGMENT: TypeAdapter[Segment] = TypeAdapter(Segment)
_NO_ACTIVITY: Final = frozenset({"union_tag_not_found", "union_tag_invalid"})
_KEYS_OF_SOME_ACTIVITY: Final = frozenset(
    key for name in SEGMENT_CLASSES for key in keys_of(name)
) - frozenset(field.alias or name for name, field in SegmentBase.model_fields.items())
_MOST_ASKED, _LONGEST_KEY = 9, 40
"""A format asks no more than this; among thousands of long keys one would search for the nearest far too long."""
_At = tuple[str | int, ...]


def format_id_of(path: Path) -> str:
    """Make a format's id from the name of its file."""
    return slug(path.stem, otherwise=f"format-{zlib.crc32(path.stem.encode('utf-8', 'replace')):08x}")


def read_format(path: Path) -> Format:
    """Read a format from a file.

    Raises:
        FormatError: With everything that is wrong in it.
    """
    text = _text_of(path)
    read = parse_agenda if path.suffix.lower() in AGENDA_ENDINGS else parse_format
    return read(text, name=shown_file(path), format_id=format_id_of(path))


def parse_format(text: str, *, name: str, format_id: str) -> Format:
    """Read a format from YAML text; `name` stands for the file in complaints.

    Raises:
        FormatError: With everything that is wrong in it.
    """
    if len(text) > LARGEST:
        raise FormatError([_too_large(name)])
    tree = read_tree(text.removeprefix("\ufeff"))
    complaints = [
        Complaint(name, refusal.place.line, refusal.place.column, _where(refusal.at), refusal.what)
        for refusal in tree.refusals
    ]
    if tree.root is None:
        raise FormatError(complaints)
    if not isinstance(tree.root, dict):
        what = "a format begins with keys such as 'name:' and 'segments:'"
        raise FormatError([*complaints, Complaint(name, *_figures(tree.values[()]), "file", what)])
    data: dict[str, object] = tree.root
    segments = data.get("segments")
    if isinstance(segments, list) and len(segments) > MOST_SEGMENTS:
        what = f"more than {MOST_SEGMENTS}; leave some out"
        complaints.append(
            Complaint(name, *_figures(_place_of(tree, ("segments", MOST_SEGMENTS))), "segments", what)
        )
        data["segments"] = segments[:MOST_SEGMENTS]
    if "id" in data:
        what = "unknown key; the id of a format is the name of its file, so leave it out"
        complaints.append(Complaint(name, *_figures(tree.keys[("id",)]), "id", what))
    complaints += islice(_placeholder_complaints(tree, data, name), _MOST_WORDED)
    try:
        read = Format.model_validate({**data, "id": format_id}, by_alias=True, by_name=False)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        found += _errors_of_unknown_activities(data, found)
        complaints += _model_complaints(tree, data, found, name)
        complaints += _complaints_between(tree, data, found, name)
        raise FormatError(complaints) from None
    if complaints:
        raise FormatError(complaints)
    return read


def _text_of(path: Path) -> str:
    file = shown_file(path)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise FormatError([Complaint(file, 1, 1, "file", "not a file; name a format's file")])
        with open(path, "rb") as opened:
            raw = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no such name can exist"
        raise FormatError([Complaint(file, 1, 1, "file", f"can't be read: {reason}")]) from None
    if len(raw) > LARGEST:
        raise FormatError([_too_large(file)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        what = "not UTF-8 text; save the file as UTF-8"
        raise FormatError([Complaint(file, before.count(b"\n") + 1, column, "file", what)]) from None


def _too_large(file: str) -> Complaint:
    return Complaint(file, 1, 1, "file", f"larger than {LARGEST // 1024} KiB; a format is a few KiB of text")


def _model_complaints(
    tree: Tree, data: dict[str, object], errors: Sequence[ErrorDetails], name: str
) -> Iterator[Complaint]:
    placed = []
    for error in errors:
        if error["type"] == "default_factory_not_called":  # the title is missing, and that is told already
            continue
        at = _path_in_file(error["loc"])
        of_key = at[-1:] == ("[key]",)
        at = at[:-1] if of_key else at
        if error["type"] == "too_short" and _value_at(data, at):  # all of them are wrong, and each is told
            continue
        if error["type"] in _NO_ACTIVITY:
            at = (*at, "activity")
        place = _place_of(tree, at, of_key=of_key or error["type"] == "extra_forbidden")
        placed.append((_figures(place), at, of_key, error))
    placed.sort(key=lambda one: one[0])
    for figures, at, of_key, error in placed[:_MOST_WORDED]:
        where, what = _in_words(data, error, at, of_key=of_key)
        yield Complaint(name, *figures, _where(where), what)
    for figures, at, _, _ in placed[_MOST_WORDED:]:
        yield Complaint(name, *figures, _where(at), "not what belongs here")


def _in_words(data: dict[str, object], error: ErrorDetails, at: _At, *, of_key: bool) -> tuple[_At, str]:
    value = at[-1] if of_key else _value_at(data, at)
    if at[-1:] == ("activity",) and isinstance(_value_at(data, at[:-1]), str | list):
        return at[:-1], "write keys with their values: title, minutes, activity"
    return at, sentence(error, at, value, _value_at(data, at[:-1]))


def _complaints_between(
    tree: Tree, data: dict[str, object], errors: Sequence[ErrorDetails], name: str
) -> Iterator[Complaint]:
    """Check the segments that can be read against each other; the model stops before that if one cannot."""
    segments = data.get("segments")
    checked = not any(error["loc"][0] == "segments" for error in errors)
    checked = checked or any(error["type"] == "between_segments" for error in errors)
    if checked or not isinstance(segments, list):
        return
    readable = [_readable(one) for one in segments]
    unique = iter(with_unique_ids([one for one in readable if one is not None]))
    for problem in problems_between([None if one is None else next(unique) for one in readable]):
        yield Complaint(name, *_figures(_place_of(tree, problem.at)), _where(problem.at), problem.what)


def _errors_of_unknown_activities(
    data: dict[str, object], errors: Sequence[ErrorDetails]
) -> list[ErrorDetails]:
    """Look at what every segment has where the model gave up, since it could not tell what the segment does."""
    found: list[ErrorDetails] = []
    for error in errors:
        segment = _value_at(data, error["loc"]) if error["type"] in _NO_ACTIVITY else None
        if isinstance(segment, dict):
            plain = {key: value for key, value in segment.items() if key not in _KEYS_OF_SOME_ACTIVITY}
            try:
                SegmentBase.model_validate(plain, by_alias=True, by_name=False)
            except ValidationError as inner:
                details = inner.errors(include_url=False, include_input=False)
                found.extend({**one, "loc": (*error["loc"], *one["loc"])} for one in details)
    return found


def _readable(segment: object) -> SegmentBase | None:
    try:
        return _SEGMENT.validate_python(segment, by_alias=True, by_name=False)
    except ValidationError:
        return None


def _placeholder_complaints(tree: Tree, data: dict[str, object], name: str) -> Iterator[Complaint]:
    ask = data.get("ask")
    asked = list(ask) if isinstance(ask, dict) else []
    likely = [key for key in asked[:_MOST_ASKED] if len(key) <= _LONGEST_KEY]
    for at, text in _texts_with_placeholders(data.get("segments")):
        for key in dict.fromkeys(PLACEHOLDER.findall(text)):
            if key not in asked:
                close = nearest(key[:_LONGEST_KEY], likely, 1)
                hint = (
                    f"did you mean {{{close[0]}}}?"
                    if close
                    else "add it to 'ask', or write it without braces"
                )
                what = f"'{{{short(key)}}}' is not a key of 'ask'; {hint}"
                yield Complaint(name, *_figures(_place_of(tree, at)), _where(at), what)


def _texts_with_placeholders(segments: object) -> Iterator[tuple[_At, str]]:
    for index, segment in enumerate(segments if isinstance(segments, list) else []):
        if not isinstance(segment, dict):
            continue
        activity = segment.get("activity")
        segment_class = next((one for key, one in SEGMENT_CLASSES.items() if key == activity), SegmentBase)
        for field in segment_class.placeholders_in:
            held = segment.get(field)
            if isinstance(held, str):
                yield ("segments", index, field), held
            elif isinstance(held, list):
                for number, text in enumerate(held):
                    if isinstance(text, str):
                        yield ("segments", index, field, number), text


def _path_in_file(loc: tuple[int | str, ...]) -> _At:
    """Leave out the activity, which the model puts between a segment and its key."""
    tagged = loc[:1] == ("segments",) and len(loc) > 2 and loc[2] in SEGMENT_CLASSES
    return loc[:2] + loc[3:] if tagged else loc


def _value_at(data: object, at: _At) -> object:
    value = data
    for step in at:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _place_of(tree: Tree, at: _At, *, of_key: bool = False) -> Place:
    if of_key and at in tree.keys:
        return tree.keys[at]
    for length in range(len(at), -1, -1):
        if at[:length] in tree.values:
            return tree.values[at[:length]]
    return START


def _figures(place: Place) -> tuple[int, int]:
    return place.line, place.column


def _where(at: _At) -> str:
    where = ""
    for step in at:
        where += f"[{step}]" if isinstance(step, int) else f".{short(step)}"
    return where.removeprefix(".") or "file"
