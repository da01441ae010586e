"""A session without a screen: what is known of the disk, drafts, leaving and finishing."""

from errno import ENOSPC
from pathlib import Path

import pytest

from data.locks import read_owner
from data.records import Record
from facilitator.conductor import LIFE_SECONDS, CanNotResume, session_of
from tests.conductor.builders import SESSION, Desk
from tests.data.builders import FaultyDisk
from tests.engine.builders import NOON, SECOND


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_is_stored_and_can_not_be_folded_is_told(desk: Desk) -> None:
    assert desk.saved()
    records = list(desk.store.read(SESSION).records)
    with pytest.raises(CanNotResume, match="no events yet"):
        session_of([])
    stranger = Record("x", len(records) + 1, "x", NOON, "Danced", {})
    with pytest.raises(CanNotResume, match="newer version"):
        session_of([*records, stranger])
    with pytest.raises(CanNotResume, match="does not fit those before it"):
        session_of([*records, records[0]])


def test_what_is_known_follows_the_disk(tmp_path: Path) -> None:
    disk = FaultyDisk()
    desk = Desk(tmp_path, files=disk)
    assert desk.saved()
    news: list[int] = []
    desk.conductor.listen(lambda: news.append(1))
    known = desk.conductor.known()
    assert known.acknowledged == known.events == len(desk.conductor.session.events)
    assert known.waiting == 0

    disk.arm(1, ENOSPC, lasting=True, only=("create",))
    desk.ask("park", "while it is full")
    assert not desk.saved()
    known = desk.conductor.known()
    assert known.waiting == 1
    assert known.problem
    assert known.since is not None
    assert news

    disk.heal()
    desk.live(1)
    assert desk.saved()
    assert desk.conductor.known().problem == ""
    assert desk.conductor.known().waiting == 0
    assert session_of(desk.store.read(SESSION).records) == desk.conductor.session


def test_a_tick_never_writes_the_session_and_leaves_a_sign_of_life_now_and_then(tmp_path: Path) -> None:
    disk = FaultyDisk()
    desk = Desk(tmp_path, files=disk)
    desk.live(1)
    assert desk.saved()
    before = desk.store.version(SESSION)
    signs = set()
    for _ in range(LIFE_SECONDS * 2):
        desk.live(1)
        assert desk.saved()
        signs.add(desk.store.files.signature(desk.store.places(SESSION).owner))
    assert desk.store.version(SESSION) == before
    assert 2 <= len(signs) <= 3


def test_drafts_are_kept_and_let_go(desk: Desk) -> None:
    assert desk.conductor.draft() == ""
    desk.conductor.save_draft("park half a thou")
    desk.crash()
    assert desk.conductor.draft() == "park half a thou"
    desk.conductor.save_draft("")
    desk.crash()
    assert desk.conductor.draft() == ""


def test_leaving_keeps_it_unfinished_and_finishing_does_not(tmp_path: Path) -> None:
    left = Desk(tmp_path / "a")
    assert left.conductor.leave()
    assert left.store.unfinished() == [SESSION]
    ended = Desk(tmp_path / "b")
    ended.ask("end")
    assert ended.conductor.finish()
    assert ended.store.unfinished() == []
    header = ended.store.read(SESSION).header
    assert header["status"] == "ended"
    assert header["ended_at"] == NOON


def test_what_the_writer_notices_is_told_until_it_was_read(desk: Desk) -> None:
    desk.conductor.kept.writer.notice("another program was here")
    assert desk.conductor.notices == ("another program was here",)
    desk.conductor.kept.writer.notice("and again")
    desk.conductor.notices_read()
    assert desk.conductor.notices == ("and again",), "what nobody has seen is not read"


def test_what_is_put_by_is_on_the_disk_with_the_time_of_the_session(desk: Desk) -> None:
    desk.live(3).sleep(60)
    desk.ask("park", "one")
    desk.conductor.put_by()
    owner = read_owner(desk.store.places(SESSION).owner)
    assert owner is not None
    assert owner.at == desk.conductor.now()
    assert owner.held_ms == 60 * SECOND
    assert desk.conductor.known().waiting == 0
