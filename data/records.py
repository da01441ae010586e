"""The envelope of everything that is written into a session: who, when, which kind, and what.

This package keeps records in order and whole; what a kind means is known to the engine alone.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from data.problems import DamagedRecord

__all__ = ["JSON", "LATEST_MS", "DamagedRecord", "Record", "utc_ms"]

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
"""Whatever a JSON file can hold."""

LATEST_MS = 7_258_118_400_000
"""The year 2200, in UTC milliseconds: no clock that is right says more."""

_FIELDS = ("id", "seq", "act", "at", "kind", "data")


@dataclass(frozen=True, slots=True)
class Record:
    """One written event.

    Attributes:
        id: its identity; a second write of the same id is the same record.
        seq: its place in the session, from 1; also its number in the file.
        act: the id that the records of one command share.
        at: when it happened, UTC milliseconds.
        kind: the name of the event.
        data: its content.
    """

    id: str
    seq: int
    act: str
    at: int
    kind: str
    data: Mapping[str, JSON]

    def to_document(self) -> dict[str, JSON]:
        """The record as it stands in the file."""
        return {
            "id": self.id,
            "seq": self.seq,
            "act": self.act,
            "at": self.at,
            "kind": self.kind,
            "data": dict(self.data),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> "Record":
        """The record that a stored document holds.

        Raises:
            DamagedRecord: when a field is missing, unknown or of the wrong type.
        """
        if set(document) != set(_FIELDS):
            wrong = sorted(set(document) ^ set(_FIELDS))
            raise DamagedRecord(f"a record has other fields than expected ({', '.join(map(str, wrong))})")
        seq = _whole_number(document, "seq")
        if seq < 1:
            raise DamagedRecord(f"a record has the number {seq}")
        data = document["data"]
        if not isinstance(data, dict):
            raise DamagedRecord(f"the content of record {seq} is no table")
        return cls(
            id=_word(document, "id"),
            seq=seq,
            act=_word(document, "act"),
            at=_whole_number(document, "at"),
            kind=_word(document, "kind"),
            data=data,
        )


def _word(document: Mapping[str, object], field: str) -> str:
    value = document[field]
    if not isinstance(value, str) or not value:
        raise DamagedRecord(f"the field {field!r} of a record is no text")
    return value


def _whole_number(document: Mapping[str, object], field: str) -> int:
    value = document[field]
    if not isinstance(value, int) or isinstance(value, bool):
        raise DamagedRecord(f"the field {field!r} of a record is no whole number")
    return value


def utc_ms() -> int:
    """The time on the wall, UTC milliseconds."""
    return time.time_ns() // 1_000_000
