"""The notes as JSON, for scripts: all that the notes know at their level. Described in `docs/notes-json.md`."""

import json
from datetime import date, datetime
from typing import Final

from facilitator.notes.document import About, Document, Entry, Section

VERSION: Final = 1
"""Grows when a key is taken away or means something else; new keys may come without."""

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""What JSON can hold."""


def render(document: Document) -> str:
    """Return the notes as JSON, ending in a newline: lengths in seconds, times ISO 8601 with their zone."""
    return json.dumps(as_data(document), ensure_ascii=False, indent=2) + "\n"


def as_data(document: Document) -> dict[str, Json]:
    """Return the notes as plain data. What was typed stands in it as it was typed."""
    return {
        "version": VERSION,
        "kind": document.kind,
        "language": document.headings.language,
        "level": document.level,
        "title": document.title,
        "date": _iso(document.day),
        "facts": list(document.facts),
        "session": None if document.about is None else _session(document.about),
        "sections": [_section(one) for one in document.sections],
    }


def _session(about: About) -> Json:
    return {
        "format": {"id": about.format_id, "name": about.format_name},
        "series": about.series or None,
        "status": about.status,
        "planned_start": _iso(about.planned_start),
        "started_at": _iso(about.started_at),
        "ended_at": _iso(about.ended_at),
        "length_seconds": _seconds(about.length_ms),
        "planned_seconds": _seconds(about.planned_ms),
        "drift_seconds": _seconds(about.drift_ms),
        "people": about.people,
    }


def _section(section: Section) -> Json:
    return {
        "key": section.key,
        "heading": section.heading or None,
        "segment": section.segment or None,
        "entries": [_entry(one) for one in section.entries],
        "sections": [_section(one) for one in section.sections],
    }


def _entry(entry: Entry) -> Json:
    return {
        "text": entry.text,
        "kind": entry.kind or None,
        "number": entry.number or None,
        "person": entry.person or None,
        "label": entry.label or None,
        "author": entry.who or None,
        "owners": list(entry.owners),
        "due": _iso(entry.due),
        "fate": entry.fate or None,
        "votes": entry.votes,
        "hands": entry.hands,
        "starts_at": _iso(entry.at),
        "length_seconds": _seconds(entry.length_ms),
        "planned_seconds": _seconds(entry.planned_ms),
        "spent_seconds": _seconds(entry.spent_ms),
        "remarks": list(entry.remarks),
        "entries": [_entry(one) for one in entry.entries],
    }


def _iso(moment: date | datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def _seconds(milliseconds: int | None) -> int | None:
    return None if milliseconds is None else round(milliseconds / 1_000)
