"""A TinyDB on the durable storage behaves like one, and the file is checked."""

import contextlib
import json
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import where

from data import versions
from data.migrations import MIGRATIONS
from data.problems import DamagedFile, NewerSchema
from data.records import JSON
from data.storage import Database, SessionStorage
from data.versions import Tables, decode, encode, kept
from tests.data.builders import FaultyDisk

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
documents = st.dictionaries(st.text(max_size=8), json_values, max_size=5)


def numbered(docs: list[dict[str, JSON]]) -> Tables:
    return {"events": {str(number): kept(doc) for number, doc in enumerate(docs, 1)}}


@given(st.lists(documents, max_size=6))
def test_what_is_encoded_is_decoded(docs: list[dict[str, JSON]]) -> None:
    raw = encode(numbered(docs), writes=7)
    raw.decode("ascii")
    found = decode(raw, Path("file"))
    assert (found.schema, found.writes) == (versions.SCHEMA, 7)
    assert found.tables == {"events": {str(number): doc for number, doc in enumerate(docs, 1)}}


@given(st.lists(documents, min_size=1, max_size=3), st.data())
@settings(max_examples=100)
def test_no_single_flipped_bit_changes_the_meaning(docs: list[dict[str, JSON]], data: st.DataObject) -> None:
    raw = bytearray(encode(numbered(docs), writes=1))
    whole = decode(bytes(raw), Path("file"))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with contextlib.suppress(DamagedFile):
        assert decode(bytes(raw), Path("file")) == whole


def test_the_file_is_plain_json_with_a_checksum_over_its_very_bytes() -> None:
    raw = encode(numbered([{"text": "é\u2028"}]), writes=3)
    meta = json.loads(raw)["_meta"]["1"]
    body = raw[raw.index(b",\n") + 1 : -2]
    assert meta == {"schema": 1, "writes": 3, "checksum": f"{crc32(body, crc32(b'1:3:')):08x}"}


def test_tinydb_works_on_it(tmp_path: Path) -> None:
    with Database(SessionStorage(tmp_path / "db.json")) as database:
        table = database.documents("events")
        table.put({1: {"id": "a"}, 2: {"id": "b"}})
        table.insert({"id": "c"})
        table.put({2: {"id": "changed"}})
        table.remove(doc_ids=[1])
    again = Database(SessionStorage(tmp_path / "db.json"))
    assert [(doc.doc_id, doc["id"]) for doc in again.documents("events")] == [(2, "changed"), (3, "c")]
    found = again.documents("events").get(where("id") == "c")
    assert not isinstance(found, list)
    assert found is not None
    assert found.doc_id == 3


def test_an_append_neither_reads_nor_encodes_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FaultyDisk()
    encoded: list[object] = []
    table = Database(SessionStorage(tmp_path / "db.json", files=disk)).documents("events")
    table.put({number: {"text": "x"} for number in range(1, 101)})
    disk.arm(0)
    encode_document = versions.encode_document

    def watched(document: object) -> str:
        encoded.append(document)
        return encode_document(document)

    monkeypatch.setattr(versions, "encode_document", watched)
    table.put({101: {"text": "new"}})
    assert "read" not in disk.calls
    assert [doc for doc in encoded if isinstance(doc, dict) and "text" in doc] == [{"text": "new"}]


def test_a_stored_document_can_not_change_behind_its_text(tmp_path: Path) -> None:
    table = Database(SessionStorage(tmp_path / "db.json")).documents("events")
    mine: dict[str, JSON] = {"text": "as written", "inner": [1]}
    table.put({1: mine})
    mine["text"] = "changed afterwards"
    with pytest.raises(TypeError, match="in its stead"):
        table.update({"text": "in place"}, doc_ids=[1])
    table.put({2: {"text": "next"}})
    read_again = Database(SessionStorage(tmp_path / "db.json")).documents("events").all()
    assert [doc["text"] for doc in read_again] == ["as written", "next"]
    assert [doc["text"] for doc in table.all()] == ["as written", "next"]


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_know_are_refused(tmp_path: Path, bad: float) -> None:
    table = Database(SessionStorage(tmp_path / "db.json")).documents("events")
    table.put({1: {"n": 1}})
    with pytest.raises(ValueError):
        table.put({2: {"n": bad}})
    with pytest.raises(TypeError):
        table.insert({"n": object()})
    assert len(Database(SessionStorage(tmp_path / "db.json")).documents("events")) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"{}",
        b"[]",
        b"\0" * 40,
        b"\xff\xfe{",
        b"[" * 100_000,
        b'{"_meta":{"1":{"schema":1,"writes":1,"checksum":"00000000"}},"events":{"1":{"n":1e999}}}',
        b'{"_meta":{"1":{"schema":1,"writes":1,"checksum":"00000000"}},"events":{"1":{"n":NaN}}}',
        b'{"_meta":{"1":{"schema":true,"writes":1,"checksum":"00000000"}}}',
        b'{"_meta":{"1":{"schema":1,"writes":1,"checksum":"00000000"}},"events":[1]}',
        b'{"_meta":{"1":{"schema":1,"writes":1,"checksum":"00000000"}},"events":{"x":{}}}',
        b'{"_meta":{"1":{"schema":1,"writes":1,"checksum":"00000000"}},"events":{"1":1}}',
        b'{"_meta":{"1":{"schema":1}},"events":{}}',
        b'{"events":{"1":{}}}',
    ],
)
def test_what_was_not_written_here_is_damaged_and_never_new(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "db.json").write_bytes(raw)
    with pytest.raises(DamagedFile):
        SessionStorage(tmp_path / "db.json").read()
    assert (tmp_path / "db.json").read_bytes() == raw


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "db.json").write_bytes(b"\xef\xbb\xbf" + encode(numbered([{"n": 1}]), writes=1))
    assert SessionStorage(tmp_path / "db.json").read() == {"events": {"1": {"n": 1}}}


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    raw = encode(numbered([{"n": 1}]), writes=1, schema=versions.SCHEMA + 1)
    (tmp_path / "db.json").write_bytes(raw)
    with pytest.raises(NewerSchema, match="update facilitator"):
        SessionStorage(tmp_path / "db.json").read()
    assert (tmp_path / "db.json").read_bytes() == raw


def test_an_older_schema_is_brought_up_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def step(tables: Tables) -> dict[str, dict[str, dict[str, JSON]]]:
        return {"events": {number: {**doc, "new": True} for number, doc in tables["happenings"].items()}}

    (tmp_path / "db.json").write_bytes(encode({"happenings": {"1": kept({"n": 1})}}, writes=1, schema=0))
    with pytest.raises(DamagedFile, match="never was"):
        SessionStorage(tmp_path / "db.json").read()
    monkeypatch.setitem(MIGRATIONS, 0, step)
    storage = SessionStorage(tmp_path / "db.json")
    assert storage.read() == {"events": {"1": {"n": 1, "new": True}}}
    assert storage.schema_read == 0


def test_the_version_before_is_kept(tmp_path: Path) -> None:
    storage = SessionStorage(tmp_path / "db.json", previous=tmp_path / "before.json")
    table = Database(storage).documents("events")
    table.put({1: {}})
    table.put({2: {}})
    table.put({3: {}})
    assert list(decode((tmp_path / "before.json").read_bytes(), tmp_path).tables["events"]) == ["1", "2"]


def test_a_file_that_another_program_put_there_is_kept_and_told(tmp_path: Path) -> None:
    told: list[str] = []
    storage = SessionStorage(tmp_path / "db.json", aside=tmp_path / "trash", on_notice=told.append)
    (tmp_path / "trash").mkdir()
    table = Database(storage).documents("events")
    table.put({1: {"text": "ours"}})
    foreign = encode(numbered([{"text": "theirs"}]), writes=9)
    (tmp_path / "db.json").unlink()
    (tmp_path / "db.json").write_bytes(foreign)
    table.put({2: {"text": "ours too"}})
    (evidence,) = (tmp_path / "trash").iterdir()
    assert evidence.read_bytes() == foreign
    assert str(evidence) in told[0]
    assert len(told) == 1
    again = Database(SessionStorage(tmp_path / "db.json")).documents("events").all()
    assert [doc["text"] for doc in again] == ["ours", "ours too"]


def test_a_file_that_was_only_touched_is_still_ours(tmp_path: Path) -> None:
    told: list[str] = []
    table = Database(SessionStorage(tmp_path / "db.json", on_notice=told.append)).documents("events")
    table.put({1: {}})
    same = (tmp_path / "db.json").read_bytes()
    (tmp_path / "db.json").unlink()
    (tmp_path / "db.json").write_bytes(same)
    table.put({2: {}})
    assert told == []
    assert [path.name for path in tmp_path.iterdir()] == ["db.json"]


def test_a_file_that_vanished_is_written_anew_and_told(tmp_path: Path) -> None:
    told: list[str] = []
    table = Database(SessionStorage(tmp_path / "db.json", on_notice=told.append)).documents("events")
    table.put({1: {}})
    (tmp_path / "db.json").unlink()
    table.put({2: {}})
    assert "gone" in told[0]
    assert len(Database(SessionStorage(tmp_path / "db.json")).documents("events")) == 2
