"""Which formats there are: the library that comes with the program, and people's own files, which go before it.

The library is listed from a generated index, so that the home screen can be drawn without reading YAML. This module
loads neither the model nor the reader until a format itself is asked for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from formats.complaints import Complaint, FormatError, shown_file
from formats.text import clean_line, nearest

if TYPE_CHECKING:
    from formats.model import Format, Segment

__all__ = [
    "FORMAT_ENDINGS",
    "LIBRARY",
    "Catalogue",
    "Entry",
    "FormatError",
    "Outline",
    "UnknownFormat",
    "library_entries",
    "listing",
    "shown",
    "write_index",
]

LIBRARY: Final = Path(__file__).parent / "library"
"""The folder of the formats that come with the program."""
FORMAT_ENDINGS: Final = frozenset({".yaml", ".yml", ".md", ".markdown", ".txt"})
"""Files with these endings are formats when they lie in one of the folders."""

_INDEX = "index.json"
_SHELVES = ("start", "weekly", "practice", "back")


@dataclass(frozen=True)
class Outline:
    """One segment as lists show it."""

    title: str
    """What the room reads."""
    seconds: int
    """The plan in seconds."""
    activity: str
    """What it does."""
    protected: bool
    """Whether it is never shortened."""


@dataclass(frozen=True)
class Entry:
    """One format as lists show it."""

    id: str
    """What it is called on the command line."""
    name: str
    """What people call it."""
    summary: str
    """What it is for; empty if nobody wrote it."""
    seconds: int
    """The length in seconds; 0 if the file cannot be read."""
    shelf: str
    """Where it stands on the home screen."""
    segments: tuple[Outline, ...] = ()
    """Its parts in order."""
    source: Literal["library", "user"] = "library"
    """Whose it is."""
    path: Path | None = None
    """The file."""
    problem: str | None = None
    """All complaints, a line each, if the file cannot be read."""


class UnknownFormat(Exception):
    """Nothing is called that; `nearest` holds the ids that may have been meant."""

    def __init__(self, wanted: str, close: Sequence[str]) -> None:
        """Say what was wanted, and what was probably meant."""
        self.wanted = clean_line(wanted[:200])
        self.nearest: tuple[str, ...] = tuple(close)
        meant = (
            f"did you mean {' or '.join(close)}?"
            if close
            else "`facilitator formats list` shows what there is"
        )
        super().__init__(f"there is no format '{self.wanted}'; {meant}")


class Catalogue:
    """The library and people's own formats; where both have an id, theirs is used.

    Files in people's folders are read again only when their time or size has changed.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        """Look into `folders`, of which an earlier one goes before a later one, and then into the library."""
        self.folders: tuple[Path, ...] = tuple(folders)
        self._read: dict[Path, tuple[tuple[int, int], Entry]] = {}

    def entries(self) -> list[Entry]:
        """List all formats by shelf and name, those that cannot be read with what is wrong with them."""
        by_id = {entry.id: entry for entry in library_entries()}
        mine: dict[str, Entry] = {}
        for path in self._files():
            entry = self._entry(path)
            if entry is None:
                continue
            other = mine.get(entry.id)
            if other is None:
                mine[entry.id] = entry
            elif other.path is not None and other.path.parent == path.parent:
                twin = _twin(entry, other.path, {*mine, *by_id})
                mine[twin.id] = twin
        by_id.update(mine)
        return sorted(
            by_id.values(), key=lambda entry: (_SHELVES.index(entry.shelf), entry.name.casefold(), entry.id)
        )

    def load(self, format_id_or_path: str) -> Format:
        """Read the format that has this id, or the file that has this path.

        Raises:
            UnknownFormat: There is neither.
            FormatError: The file cannot be read as a format; it says all that is wrong.
        """
        from formats.reader import read_format

        return read_format(self.path_of(format_id_or_path))

    def path_of(self, format_id_or_path: str) -> Path:
        """Find the file of a format.

        Raises:
            UnknownFormat: There is none.
        """
        wanted = format_id_or_path.strip()
        known = {entry.id: entry for entry in self.entries()}
        entry = known.get(wanted) or known.get(wanted.casefold())
        if entry is not None and entry.path is not None:
            return entry.path
        if wanted and "\0" not in wanted:
            try:
                path = Path(wanted).expanduser()
                if path.is_file():
                    return path
            except (OSError, RuntimeError):  # too long a name, or no such person's home
                pass
        names = {entry.name: entry.id for entry in known.values()}
        close = nearest(wanted, known) or [names[name] for name in nearest(wanted, names)]
        raise UnknownFormat(wanted, close)

    def _files(self) -> Iterator[Path]:
        for folder in dict.fromkeys(self.folders):
            yield from format_files(folder)

    def _entry(self, path: Path) -> Entry | None:
        try:
            status = path.stat()
        except OSError:  # gone since the folder was listed
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        kept = self._read.get(path)
        if kept is None or kept[0] != stamp:
            kept = (stamp, _entry_of_file(path))
            self._read[path] = kept
        return kept[1]


def format_files(folder: Path) -> list[Path]:
    """List the files of a folder that are meant as formats, by name; none if there is no such folder."""
    try:
        found = [
            path for path in folder.iterdir() if path.suffix.lower() in FORMAT_ENDINGS and path.is_file()
        ]
    except OSError:
        return []
    return sorted(
        path for path in found if not path.name.startswith((".", "~")) and path.stem.lower() != "readme"
    )


def library_entries() -> list[Entry]:
    """List the formats that come with the program, from the index alone."""
    index = json.loads((LIBRARY / _INDEX).read_text(encoding="utf-8"))
    return [
        Entry(
            id=one["id"],
            name=one["name"],
            summary=one["summary"],
            seconds=one["seconds"],
            shelf=one["shelf"],
            segments=tuple(Outline(**segment) for segment in one["segments"]),
            path=LIBRARY / f"{one['id']}.yaml",
        )
        for one in index
    ]


def index_text() -> str:
    """Make the index of the library from its files.

    Raises:
        FormatError: A file of the library cannot be read.
    """
    from formats.reader import read_format

    read = [read_format(path) for path in sorted(LIBRARY.glob("*.yaml"))]
    rows = [
        {
            "id": one.id,
            "name": one.name,
            "summary": one.summary,
            "seconds": one.planned_seconds,
            "shelf": one.shelf,
            "segments": [asdict(_outline(segment)) for segment in one.segments],
        }
        for one in read
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def write_index() -> Path:
    """Write the index of the library beside its files, and give its path."""
    path = LIBRARY / _INDEX
    path.write_text(index_text(), encoding="utf-8", newline="\n")
    return path


def listing(entries: Iterable[Entry]) -> list[dict[str, object]]:
    """Give the JSON form of a list of formats; those that cannot be read are left out."""
    return [
        {"id": entry.id, "name": entry.name, "summary": entry.summary, "minutes": minutes_of(entry.seconds)}
        for entry in entries
        if entry.problem is None
    ]


def shown(format_: Format) -> dict[str, object]:
    """Give the JSON form of one format: minutes as numbers, other lengths in seconds."""
    return {
        "id": format_.id,
        "name": format_.name,
        "summary": format_.summary,
        "minutes": minutes_of(format_.planned_seconds),
        "level": format_.level,
        "segments": [_segment_shown(segment) for segment in format_.segments],
    }


def minutes_of(seconds: int) -> int | float:
    """Give seconds as minutes: a whole number where they are whole."""
    return seconds // 60 if seconds % 60 == 0 else round(seconds / 60, 4)


def _segment_shown(segment: Segment) -> dict[str, object]:
    fields = segment.model_dump(mode="json")
    first = ("id", "title", "activity", "protected", "prompts", "cues")
    head = {key: fields.pop(key) for key in first}
    head = {
        "id": head["id"],
        "title": head["title"],
        "minutes": minutes_of(fields.pop("planned_seconds")),
        **head,
    }
    if "from_segment" in fields:
        fields["from"] = fields.pop("from_segment")
    return {**head, **fields}


def _outline(segment: Segment) -> Outline:
    return Outline(segment.title, segment.planned_seconds, segment.activity, segment.protected)


def _entry_of_file(path: Path) -> Entry:
    from formats.reader import format_id_of, read_format

    try:
        read = read_format(path)
    except FormatError as error:
        return Entry(
            id=format_id_of(path),
            name=clean_line(path.stem)[:120] or path.suffix,
            summary="",
            seconds=0,
            shelf="weekly",
            source="user",
            path=path,
            problem=str(error),
        )
    return Entry(
        id=read.id,
        name=read.name,
        summary=read.summary,
        seconds=read.planned_seconds,
        shelf=read.shelf,
        segments=tuple(_outline(segment) for segment in read.segments),
        source="user",
        path=path,
    )


def _twin(entry: Entry, other: Path, taken: set[str]) -> Entry:
    """Keep a file in the list whose id another file in its folder has, and say so."""
    number = next(number for number in range(2, len(taken) + 3) if f"{entry.id}-{number}" not in taken)
    what = f"'{shown_file(other.name)}' has the same id; give one of them another name"
    complaint = Complaint(shown_file(entry.path or entry.id), 1, 1, "file", what)
    return replace(
        entry, id=f"{entry.id}-{number}", problem="\n".join(filter(None, [str(complaint), entry.problem]))
    )


if __name__ == "__main__":
    sys.stdout.write(f"{write_index()}\n")
