"""One version of a database file: how tables become bytes, and how bytes are trusted again.

The file is one JSON object. Its first member, `_meta`, carries the number of the schema, how often the file was
written, and a CRC32 over both numbers and over the very bytes of all that follows. This part stays the same in
every schema, so that a damaged file can be told from a newer one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from zlib import crc32

from data.problems import DamagedFile
from data.records import JSON

SCHEMA = 1
"""The newest arrangement of tables and records that this program knows."""

_META = "_meta"
_META_FIELDS = {"schema", "writes", "checksum"}

encode_document = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode
"""A document as one line of ASCII JSON.

Raises:
    ValueError: for numbers that JSON does not know (NaN, infinity) and for circles.
    TypeError: for anything that is no JSON.
"""


class Kept(dict[str, JSON]):
    """A document as it stands in the file, with its very text, so that it is encoded once in its life.

    It can't be changed in place, since its text would not follow: put another document in its stead.

    Attributes:
        text: the document as one line of JSON.
    """

    __slots__ = ("text",)
    text: str

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a stored document is never changed in place: put a new one in its stead")

    # One refusal stands for methods of many signatures.
    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


def kept(document: Mapping[str, JSON]) -> Kept:
    """A document ready for the file. What can be read from it later is what the file will say.

    Raises:
        ValueError: for what JSON does not know, such as NaN.
        TypeError: for what is no JSON at all.
    """
    if isinstance(document, Kept):
        return document
    text = encode_document(dict(document))
    return _kept_as(text, json.loads(text))


def _kept_as(text: str, document: Mapping[str, JSON]) -> Kept:
    result = Kept(document)
    result.text = text
    return result


Tables = dict[str, dict[str, Kept]]
"""The documents of each table by their number, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one file holds.

    Attributes:
        schema: the arrangement of its tables.
        writes: how many times the file had been written; of two versions the higher one is newer.
        tables: its tables, without `_meta`.
    """

    schema: int
    writes: int
    tables: Tables


def encode(tables: Tables, *, writes: int, schema: int = SCHEMA) -> bytes:
    """The whole file: one line a document, so that people can read it and comparisons show what changed."""
    body = _body(tables)
    meta = {"1": {"schema": schema, "writes": writes, "checksum": _checksum(body, schema, writes)}}
    return b'{"_meta":' + encode_document(meta).encode("ascii") + b"," + body + b"}\n"


def decode(raw: bytes, path: Path) -> Version:
    """What a file holds, of whichever schema.

    Raises:
        DamagedFile: when it is not what was written.
    """
    try:
        content = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_such_number)
    except (ValueError, RecursionError) as error:
        raise DamagedFile(path, _why_not_read(raw, error)) from None
    if not isinstance(content, dict) or not content:
        raise DamagedFile(path, "it holds no tables")
    schema, writes, checksum = _meta(content.pop(_META, None), path)
    tables = _tables(content, path)
    if _checksum(_body(tables), schema, writes) != checksum:
        raise DamagedFile(path, "its content does not match its checksum")
    return Version(schema, writes, tables)


def _body(tables: Tables) -> bytes:
    parts = []
    for name, documents in tables.items():
        lines = ",\n".join([f'"{number}":{document.text}' for number, document in documents.items()])
        parts.append(f"\n{encode_document(name)}:{{\n{lines}\n}}")
    return ",".join(parts).encode("ascii")


def _checksum(body: bytes, schema: int, writes: int) -> str:
    return f"{crc32(body, crc32(f'{schema}:{writes}:'.encode('ascii'))):08x}"


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _why_not_read(raw: bytes, error: Exception) -> str:
    if not raw.strip(b"\0 \t\r\n"):
        return "it is empty"
    if isinstance(error, UnicodeDecodeError):
        return "it is not text"
    if isinstance(error, RecursionError):
        return "its values lie too deep inside one another"
    return "it is cut off or mixed up"


def _meta(found: object, path: Path) -> tuple[int, int, str]:
    meta = found.get("1") if isinstance(found, dict) and len(found) == 1 else None
    if isinstance(meta, dict) and set(meta) == _META_FIELDS:
        schema, writes, checksum = meta["schema"], meta["writes"], meta["checksum"]
        if type(schema) is int and type(writes) is int and isinstance(checksum, str):
            return schema, writes, checksum
    raise DamagedFile(path, "it does not say how it was written")


def _tables(content: dict[str, object], path: Path) -> Tables:
    tables: Tables = {}
    for name, documents in content.items():
        if not isinstance(documents, dict):
            raise DamagedFile(path, f"its part {name!r} is no table")
        table = tables[name] = {}
        for number, document in documents.items():
            if not isinstance(document, dict) or not (number.isascii() and number.isdigit()):
                raise DamagedFile(path, f"its table {name!r} holds something that is no document")
            try:
                table[number] = _kept_as(encode_document(document), document)
            except (ValueError, RecursionError):
                raise DamagedFile(path, f"its table {name!r} holds a number that can't be") from None
    return tables
