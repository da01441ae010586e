"""A synchronising tool replaces files of a running session: what it put there is kept and told, and nothing is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.community import Community
from data.store import Store
from data.versions import SCHEMA, encode, kept
from tests.data.builders import record, stored_session
from tests.live.builders import SESSION, SMALL, Live, live
from tests.quick import some_of

Put = Callable[[Path, bytes], bytes | None]
"""Puts something in the place of a file, given an older version of it; the bytes that must be kept, if any."""


def _older(path: Path, older: bytes) -> bytes:
    path.write_bytes(older)
    return older


def _foreign(path: Path, _older: bytes) -> bytes:
    foreign = encode({"session": {"1": kept({})}, "events": {"1": kept(record(1).to_document())}}, writes=999)
    path.write_bytes(foreign)
    return foreign


def _newer_schema(path: Path, _older: bytes) -> bytes:
    newer = encode({"other": {"1": kept({})}}, writes=1, schema=SCHEMA + 1)
    path.write_bytes(newer)
    return newer


def _garbage(path: Path, _older: bytes) -> bytes:
    path.write_bytes(b"\xff\x00 [red] garbage")
    return b"\xff\x00 [red] garbage"


def _empty(path: Path, _older: bytes) -> bytes:
    path.write_bytes(b"")
    return b""


def _gone(_path: Path, _older: bytes) -> None:
    """Leave the place empty."""


def _folder(path: Path, _older: bytes) -> None:
    path.mkdir()
    (path / "inside").write_bytes(b"theirs")


def _link(path: Path, _older: bytes) -> None:
    path.symlink_to(path.parents[2] / "elsewhere")


def trash(desk: Live) -> list[Path]:
    return sorted(desk.app.store.folder.trash.iterdir())


def squeezed(text: str) -> str:
    """A text without the spaces and borders by which a screen breaks it into rows."""
    return "".join(text.split())


def check_nothing_lost(desk: Live, *texts: str) -> None:
    """Fail unless every event is on the disk once, in order."""
    found = Store(desk.app.store.folder).read(SESSION)
    assert found.problems == ()
    assert [one.id for one in found.records] == [one.id for one in desk.conductor.session.events]
    assert [one.seq for one in found.records] == list(range(1, len(found.records) + 1))
    assert tuple(one.data["text"] for one in found.records if one.kind == "ItemCaptured") == texts


@pytest.mark.parametrize(
    "put",
    some_of(
        (_older, _foreign, _newer_schema, _garbage, _empty, _gone, _folder, _link),
        *(_older, _garbage, _gone, _link),
    ),
)
async def test_what_was_put_there_is_kept_and_named_and_no_event_is_lost(tmp_path: Path, put: Put) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"not ours")
    async with live(tmp_path / "data", size=SMALL) as desk:
        path = desk.app.store.places(SESSION).file
        older = path.read_bytes()
        await desk.say("t", "before")
        await desk.saved()
        path.unlink()
        theirs = put(path, older)
        await desk.say("t", "after")
        await desk.saved()
        await desk.until(lambda: desk.foot.has_class("-fails"))
        check_nothing_lost(desk, "before", "after")
        desk.check_clock()
        if put is _gone:
            assert trash(desk) == []
            assert squeezed("was gone. It is written anew; nothing is missing.") in squeezed(desk.text)
        else:
            (evidence,) = trash(desk)
            assert squeezed(str(evidence)) in squeezed(desk.text), desk.text
            assert theirs is None or evidence.read_bytes() == theirs
            assert evidence.is_dir() == (put is _folder)
            assert evidence.is_symlink() == (put is _link)
        assert elsewhere.read_bytes() == b"not ours"

        await desk.press("escape")
        assert not desk.foot.has_class("-fails")
        await desk.say("t", "on and on")
        await desk.saved()
        assert not desk.foot.has_class("-fails"), "it is said once"
        check_nothing_lost(desk, "before", "after", "on and on")
        assert path.is_file()
        assert not path.is_symlink()


async def test_a_tool_that_does_it_again_and_again_loses_nothing(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        path = desk.app.store.places(SESSION).file
        older = path.read_bytes()
        texts = [f"thought {number}" for number in range(8)]
        for number, text in enumerate(texts):
            path.write_bytes(older + b" " * number)  # The first is what we had written: nothing was changed.
            await desk.say("t", text)
            await desk.saved()
        check_nothing_lost(desk, *texts)
        assert sorted(one.read_bytes() for one in trash(desk)) == [
            older + b" " * number for number in range(1, 8)
        ]


@pytest.mark.parametrize("put", [_garbage, _empty, _gone, _folder, _link])
async def test_what_is_remembered_is_whole_at_the_end_whatever_was_put_there(
    tmp_path: Path, put: Put
) -> None:
    folder = tmp_path / "data"
    stored_session(folder, 1)  # No session that could be folded: it is left out, and holds nothing up.
    async with live(folder) as desk:
        desk.no_clipboard()
        path = desk.app.store.folder.community
        path.unlink(missing_ok=True)
        theirs = put(path, b"")
        await desk.press("w", "enter")
        await desk.until(lambda: Community(folder).look())
        (summary,) = Community(folder).summaries()
        assert (summary.id, summary.status) == (SESSION, "ended")
        assert len(trash(desk)) == (put is not _gone)
        assert theirs is None or trash(desk)[0].read_bytes() == theirs


async def test_two_that_have_it_since_its_lock_was_taken_away_are_told_on_the_screen(tmp_path: Path) -> None:
    async with live(tmp_path, size=SMALL) as desk:
        lock = desk.app.store.places(SESSION).lock
        lock.unlink()
        other = Store(tmp_path).open(SESSION)
        await desk.advance(16)
        await desk.saved()
        await desk.until(lambda: desk.foot.has_class("-fails"))
        assert squeezed("The lock of this session was taken away") in squeezed(desk.text)
        await desk.say("t", "goes on")
        await desk.saved()
        check_nothing_lost(desk, "goes on")
        other.close()
