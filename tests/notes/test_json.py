"""The JSON of the notes: everything in it is described, and nothing is in it that the notes may not say."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from facilitator.notes import DIALECTS, Wish, notes_document, notes_text
from facilitator.notes.agenda import invitation
from facilitator.notes.document import SECTION_KEYS, Document
from facilitator.notes.follow_ups import follow_ups
from facilitator.notes.json import VERSION, render
from facilitator.notes.segment import segment_document
from formats.words import Level
from tests.hostile import HOSTILE
from tests.notes.sessions import HERE, Held, local, rich
from tests.notes.test_markdown import NAUGHTY, notes_of

PAGE = (Path(__file__).parents[2] / "docs" / "notes-json.md").read_text(encoding="utf-8")
Told = dict[str, object]


def told(document: Document) -> Told:
    return cast("Told", json.loads(render(document)))


def document(held: Held, level: Level | None = None) -> Document:
    return notes_document(held.state, Wish(level=level), local=local, now=held.now)


def all_kinds() -> list[Told]:
    held = rich()
    start = datetime(2026, 11, 20, 10, tzinfo=HERE)
    whole = document(held)
    short = notes_document(held.state, Wish(short=True), local=local, now=held.now)
    agenda, segment = invitation(held.state.format, start=start), segment_document(held.state)
    return [told(one) for one in (whole, short, follow_ups(whole)[0].document, agenda, segment)]


def objects(value: object, key: str) -> Iterator[Told]:
    """Yield what stands in the lists of this name, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from objects(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name == key:
                yield from one
            yield from objects(one, key)


def described(heading: str) -> list[str]:
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)


def test_every_key_is_described_and_always_there() -> None:
    for data in all_kinds():
        assert list(data) == described("The notes")
        if data["session"] is not None:
            assert list(cast("Told", data["session"])) == described("The session")
        for section in objects(data, "sections"):
            assert list(section) == described("A section")
        for entry in objects(data, "entries"):
            assert list(entry) == described("An entry")


def test_every_kind_and_every_part_is_named_on_the_page() -> None:
    for data in all_kinds():
        assert f"`{data['kind']}`" in PAGE
        for section in objects(data, "sections"):
            assert f"`{section['key']}`" in PAGE
    for key in SECTION_KEYS:
        assert f"`{key}`" in PAGE


def test_the_example_has_the_form_that_is_written() -> None:
    [example] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    data = json.loads(example)

    def form(value: object) -> object:
        if isinstance(value, dict):
            return {key: form(one) for key, one in value.items()}
        return type(value) if isinstance(value, list) else None

    real = told(document(rich("names")))
    assert form({**data, "sections": []}) == form({**real, "sections": []})
    [section] = data["sections"]
    same = next(one for one in objects(real, "sections") if one["key"] == "actions")
    assert form(section) == form(same)
    assert section["entries"][0] == cast("list[object]", same["entries"])[0]
    assert data["version"] == VERSION


def test_lengths_are_seconds_and_times_have_a_zone() -> None:
    session = cast("Mapping[str, object]", told(document(rich()))["session"])

    assert session["started_at"] == "2026-11-20T10:00:00+01:00"
    assert session["length_seconds"] == 5_370
    assert session["drift_seconds"] == -930
    times = [one for one in objects(told(document(rich())), "sections") if one["key"] == "time"]
    first = cast("list[Told]", times[0]["entries"])[0]
    assert (first["text"], first["planned_seconds"], first["spent_seconds"]) == (
        "Purpose and vision",
        600,
        660,
    )


def test_an_agenda_tells_when_each_segment_begins() -> None:
    start = datetime(2026, 11, 20, 10, tzinfo=HERE)
    data = told(invitation(rich().state.format, start=start))
    entries = [one for one in objects(data, "entries") if one["starts_at"]]

    assert entries[1]["starts_at"] == "2026-11-20T10:10:00+01:00"
    assert entries[1]["length_seconds"] == 900
    assert data["session"] is None


def test_what_was_typed_stands_as_typed() -> None:
    texts = [*NAUGHTY, *(one.kept for one in HOSTILE)]

    assert [entry["text"] for entry in objects(told(notes_of(*texts)), "entries")] == texts


def test_people_and_what_is_off_the_record_are_told_as_the_level_allows() -> None:
    held = rich()
    for level in ("open", "names", "room"):
        data = told(document(held, level))
        source = json.dumps(data, ensure_ascii=False)
        entries = list(objects(data, "entries"))
        assert "layoffs" not in source
        assert "reorganisation" not in source
        assert any(one["author"] for one in entries) is (level == "open")
        assert any(one["owners"] for one in entries) is (level != "room")
        assert ("Gus" in source) is (level != "room")


def test_the_segment_of_a_part_is_named() -> None:
    data = told(document(rich()))
    segments = {cast("str", one["heading"]): one["segment"] for one in objects(data, "sections")}

    assert segments["Co-create our norms"] == "norms"
    assert segments["Actions"] is None


def test_a_session_with_nothing_in_it() -> None:
    held = Held([{"id": "talk", "title": "🎉", "minutes": "5", "activity": "discussion"}], "", title="🎉🎉")
    data = json.loads(notes_text(held.state, Wish("json", short=True), local=local, now=held.now))
    assert data["sections"] == []
    assert data["title"].startswith("🎉🎉 · ")
    held.end()
    for dialect in DIALECTS:
        assert "🎉🎉" in notes_text(held.state, Wish(dialect), local=local, now=held.now)
