"""The commands about formats: list, show, check, path, new, copy. None of them opens a screen."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from data.folders import safe_name
from facilitator.cli_problems import DONE, NOTHING_THERE, WRONG
from facilitator.printing import write_json
from facilitator.tables import fitted, table
from formats.catalogue import (
    LIBRARY,
    Catalogue,
    Entry,
    UnknownFormat,
    format_files,
    listing,
    minutes_of,
    shown,
)
from formats.complaints import FormatError, shown_file
from formats.durations import write_duration
from formats.model import Format, Segment
from formats.reader import read_format
from formats.text import clean_line, slug

_TOLD_ELSEWHERE = frozenset({"title", "id", "minutes", "activity", "prompts", "cues", "protected"})
"""What `formats show` tells of a segment otherwise than as a setting."""
_LENGTHS = frozenset({"box", "boxes", "at_least", "warn_at", "last_words_at"})
"""Settings that are lengths of time, in seconds."""

_TEMPLATE = """\
name: {name}
summary: What this session is for, in a sentence
level: names                     # what the notes say of people: open, names or room
segments:
  - title: Check-in
    minutes: 10                  # or 1.5, 5:00, 90s
    activity: round              # talk, discussion, round, board, topics, poll, groups, signup, break
    prompts: [What brings you here today]
    cues: [Go first and be brief]
  - {{title: Open floor, minutes: 15, activity: discussion}}
  - {{title: Takeaways, minutes: 5, activity: round, protected: true}}   # protected: never shortened
"""


def list_formats(catalogue: Catalogue, *, as_json: bool, out: TextIO) -> int:
    """List all formats: a table of id, minutes, name and summary, or JSON. Gives the exit status."""
    entries = catalogue.entries()
    if as_json:
        write_json(listing(entries), out)
        return DONE
    for row in _rows(entry for entry in entries if entry.problem is None):
        out.write(fitted(row, out) + "\n")
    for entry in entries:
        if entry.problem is not None:
            out.write(f"can't be read: {entry.problem.splitlines()[0]}\n")
    return DONE


def show_format(catalogue: Catalogue, wanted: str, *, as_json: bool, out: TextIO, err: TextIO) -> int:
    """Show one format, named by id or path: an outline, or JSON. Gives the exit status."""
    try:
        read = catalogue.load(wanted)
    except UnknownFormat as unknown:
        err.write(f"{unknown}\n")
        return NOTHING_THERE
    except FormatError as error:
        err.write(f"{error}\n")
        return WRONG
    if as_json:
        write_json(shown(read), out)
    else:
        out.writelines(line + "\n" for line in _outline(read))
    return DONE


def check_formats(paths: Sequence[Path], *, out: TextIO, err: TextIO) -> int:
    """Check files, and all formats in folders: what is wrong goes to `err`, a line each. Gives the exit status.

    A wording of the notes is checked as what it is.
    """
    from facilitator.own_words import is_wording, read_wording

    status = DONE
    for path in paths:
        if path.is_dir() and not format_files(path):
            err.write(f"{shown_file(path)}: no formats here; their names end in .yaml, .md or .txt\n")
            status = WRONG
        for file in format_files(path) if path.is_dir() else [path]:
            if is_wording(file):
                _, faults = read_wording(file)
                err.writelines(f"{fault}\n" for fault in faults)
                status = WRONG if faults else status
                out.write("" if faults else f"{shown_file(file)}: fine, words for the notes\n")
                continue
            try:
                read = read_format(file)
            except FormatError as error:
                err.write(f"{error}\n")
                status = WRONG
                continue
            count = len(read.segments)
            parts = f"{count} segment{'' if count == 1 else 's'}"
            out.write(f"{shown_file(file)}: fine, {minutes_of(read.planned_seconds)} min in {parts}\n")
    return status


def show_folders(catalogue: Catalogue, *, out: TextIO) -> int:
    """Write the folders in which formats lie, in the order in which they are searched. Gives the exit status."""
    out.writelines(f"{shown_file(folder)}\n" for folder in [*catalogue.folders, LIBRARY])
    return DONE


def new_format(catalogue: Catalogue, format_id: str, *, out: TextIO, err: TextIO) -> int:
    """Write a small format to start from into the user's folder, never over a file. Gives the exit status."""
    name = clean_line(format_id).replace("-", " ").strip().capitalize()
    text = _TEMPLATE.format(name=json.dumps(name[:100], ensure_ascii=False))
    return _write_own(catalogue, format_id, ".yaml", text, out=out, err=err)


def copy_format(catalogue: Catalogue, wanted: str, new_id: str | None, *, out: TextIO, err: TextIO) -> int:
    """Copy a format into the user's folder, to be changed there, never over a file. Gives the exit status."""
    try:
        source = catalogue.path_of(wanted)
        text = source.read_text(encoding="utf-8")
    except UnknownFormat as unknown:
        err.write(f"{unknown}\n")
        return NOTHING_THERE
    except (OSError, UnicodeDecodeError) as error:
        err.write(f"'{clean_line(wanted)}' can't be copied: {clean_line(str(error))}\n")
        return WRONG
    return _write_own(catalogue, new_id or source.stem, source.suffix, text, out=out, err=err)


def _write_own(
    catalogue: Catalogue, format_id: str, ending: str, text: str, *, out: TextIO, err: TextIO
) -> int:
    fitting = slug(format_id, otherwise="")
    if not fitting or fitting != format_id:
        hint = f"write {fitting}" if fitting else "write one such as our-weekly"
        err.write(f"an id has small letters, digits and hyphens only; {hint}\n")
        return WRONG
    if safe_name(format_id) != format_id:
        err.write(f"some systems keep the name {format_id} for a device; write one such as our-{format_id}\n")
        return WRONG
    if not catalogue.folders:
        err.write("there is no folder for your own formats; name one with --formats DIR\n")
        return WRONG
    folder = catalogue.folders[0]
    there = next((file for file in format_files(folder) if file.stem == format_id), None)
    path = folder / f"{format_id}{ending}"
    try:
        if there is not None:
            raise FileExistsError
        folder.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        err.write(f"{shown_file(there or path)} is there already and stays as it is; choose another id\n")
        return WRONG
    except OSError as error:
        err.write(
            f"{shown_file(path)} can't be written: {error.strerror or error}; see `facilitator doctor`\n"
        )
        return WRONG
    out.write(f"{shown_file(path)}\n")
    return DONE


def _rows(entries: Iterable[Entry]) -> list[str]:
    rows = [(one.id, f"{minutes_of(one.seconds):g}", one.name, one.summary) for one in entries]
    return table([("id", "min", "name", "summary"), *rows], right={1})


def _outline(read: Format) -> list[str]:
    lines = [f"{read.name} ({read.id}), {minutes_of(read.planned_seconds):g} min, notes level: {read.level}"]
    if read.summary:
        lines.append(read.summary)
    lines.extend(f"asks: {question}" for question in read.ask.values())
    begins = 0
    for segment in read.segments:
        lines += ["", _segment_line(segment, begins)]
        lines += [f"       {told}" for told in _settings(segment)]
        lines += [f"       {text}" for text in segment.prompts]
        lines += [f"       cue: {text}" for text in segment.cues]
        begins += segment.planned_seconds
    return lines


def _settings(segment: Segment) -> Iterable[str]:
    """Yield what a segment says of its activity and its thresholds, as it would be written in its file."""
    given = segment.model_dump(exclude_defaults=True, by_alias=True)
    for key, value in given.items():
        if key not in _TOLD_ELSEWHERE:
            several = value if isinstance(value, tuple) else (value,)
            yield f"{key}: {', '.join(_setting(key, one) for one in several)}"


def _setting(key: str, value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() if key in _LENGTHS:
            return write_duration(value)
        case dict():
            return ", ".join(value.values())
    return str(value)


def _segment_line(segment: Segment, begins: int) -> str:
    protected = ", protected" if segment.protected else ""
    length = write_duration(segment.planned_seconds)
    length = f"{length} min" if length.isdigit() else length
    return f"{begins // 60:>3}:{begins % 60:02} {segment.title} ({segment.activity}, {length}{protected})"
