"""A damaged file is never taken for a good one, never thrown away, and the newest good version goes on."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from tinydb.storages import JSONStorage

from data.check import check_session
from data.problems import Damaged
from data.store import Store
from tests.data.builders import SESSION, record, seqs, stored_session

TEXT = "a naïve thought \U0001f642 [x] *b*"
NAMES = (f"sessions/{SESSION}.json", f"backups/{SESSION}.1.json", f"backups/{SESSION}.2.json")
HELD = (15, 14, 12)
"""How many records the file and its two backups hold."""


def truncated(raw: bytes, random: Random) -> bytes:
    return raw[: random.randrange(len(raw))]


def zeroed(raw: bytes, random: Random) -> bytes:
    start = random.randrange(len(raw))
    end = random.randint(start + 1, len(raw))
    return raw[:start] + bytes(end - start) + raw[end:]


def bits_flipped(raw: bytes, random: Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(random.choice([1, 1, 1, 2, 5])):
        changed[random.randrange(len(raw))] ^= 1 << random.randrange(8)
    return bytes(changed)


def duplicated(raw: bytes, random: Random) -> bytes:
    if random.random() < 0.3:
        return raw + raw
    start = random.randrange(len(raw))
    piece = raw[start : start + random.randint(1, 400)]
    return raw[:start] + piece + raw[start:]


def without_a_line(raw: bytes, random: Random) -> bytes:
    lines = raw.split(b"\n")
    del lines[random.randrange(len(lines))]
    return b"\n".join(lines)


def two_lines_swapped(raw: bytes, random: Random) -> bytes:
    lines = raw.split(b"\n")
    one, two = random.sample(range(len(lines)), 2)
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def a_word_changed(raw: bytes, random: Random) -> bytes:
    return raw.replace(b"thought", b"thing", random.randint(1, 3))


def foreign_bytes(raw: bytes, random: Random) -> bytes:
    place = random.randrange(len(raw))
    return raw[:place] + random.choice([b"\xff", b"\xc3\x28", b"\xed\xa0\x80"]) + raw[place:]


DAMAGES: list[Callable[[bytes, Random], bytes]] = [
    truncated,
    zeroed,
    bits_flipped,
    bits_flipped,
    duplicated,
    without_a_line,
    two_lines_swapped,
    a_word_changed,
    foreign_bytes,
    lambda raw, random: b"",
    lambda raw, random: random.choice([b"null", b"{}", b"[]", b"0", b'{"events":{}}', b" \n"]),
    lambda raw, random: b"\xef\xbb\xbf" + raw,
    lambda raw, random: raw.decode("ascii").encode("utf-16"),
    lambda raw, random: random.randbytes(len(raw)),
    lambda raw, random: json.dumps(json.loads(raw), indent=2).encode("ascii"),
]


def means_the_same(raw: bytes, whole: bytes) -> bool:
    """Whether both are the same JSON in the same order; how it is laid out does not matter."""
    with suppress(ValueError, RecursionError):
        return json.dumps(json.loads(raw.decode("utf-8-sig"))) == json.dumps(json.loads(whole))
    return False


def whole_files(root: Path) -> dict[str, bytes]:
    store = stored_session(root, 12, text=TEXT)
    with store.open(SESSION) as session:
        for seq in (13, 14, 15):
            session.writer.append([record(seq, TEXT)])
            assert session.writer.drain(5)
    return {name: (root / name).read_bytes() for name in NAMES}


@pytest.mark.parametrize("trials", [60, pytest.param(4000, marks=pytest.mark.torture)])
def test_no_damage_is_accepted_silently(tmp_path: Path, trials: int) -> None:
    whole = whole_files(tmp_path)
    store = Store(tmp_path)
    seen = set()
    for seed in range(trials):
        random = Random(seed)
        damaged_count = random.choice([1, 1, 1, 2, 3])
        files = dict(whole)
        for name in NAMES[:damaged_count]:
            damage = DAMAGES[(seed + len(name)) % len(DAMAGES)]
            files[name] = damage(whole[name], random)
        for name, raw in files.items():
            (tmp_path / name).unlink(missing_ok=True)
            (tmp_path / name).write_bytes(raw)
        for old in (tmp_path / "trash").iterdir():
            old.unlink()
        good = [means_the_same(files[name], whole[name]) for name in NAMES]
        seen.add(good.index(True) if any(good) else 3)
        if not any(good):
            with pytest.raises(Damaged):
                store.read(SESSION)
            with pytest.raises(Damaged) as told:
                store.open(SESSION)
            assert len(told.value.kept) == 3
            assert {name: (tmp_path / name).read_bytes() for name in NAMES} == files
            continue
        expected = [record(seq, TEXT) for seq in range(1, HELD[good.index(True)] + 1)]
        looked = store.read(SESSION)
        assert list(looked.records) == expected
        assert bool(looked.problems) is not good[0]
        assert {name: (tmp_path / name).read_bytes() for name in NAMES} == files
        with store.open(SESSION) as session:
            assert list(session.records) == expected
            evidence = [path.read_bytes() for path in (tmp_path / "trash").iterdir()]
            if good[0]:
                assert session.problems == ()
                assert evidence == []
            else:
                (told_to_person,) = session.problems
                assert NAMES[good.index(True)].split("/")[1] in told_to_person
                assert "trash" in told_to_person
                assert "may be missing" in told_to_person
                damaged = [files[name] for name, is_good in zip(NAMES, good, strict=True) if not is_good]
                assert sorted(evidence) == sorted(damaged)
    assert seen == {0, 1, 2, 3}


def test_mending_says_what_it_did_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 3)

    def done() -> tuple[str, ...]:
        return check_session(store.places(SESSION), lambda _: "", lambda _: True).done

    assert done() == ()
    (tmp_path / NAMES[0]).write_bytes(b"null")
    (told,) = done()
    assert "damaged file is kept" in told
    assert done() == ()
    assert seqs(store.read(SESSION).records) == [1, 2]


def test_a_session_whose_file_is_gone_comes_back_from_its_backup(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 3)
    (tmp_path / NAMES[0]).unlink()
    assert store.unfinished() == [SESSION]
    assert "it is gone" in store.read(SESSION).problems[0]
    with store.open(SESSION) as session:
        assert seqs(session.records) == [1, 2]
        assert "it is gone" in session.problems[0]
        session.writer.append([record(3)])
    assert seqs(store.read(SESSION).records) == [1, 2, 3]


def test_after_damage_the_newest_version_counts_not_the_first_in_line(tmp_path: Path) -> None:
    store = stored_session(tmp_path, 3)
    with store.open(SESSION):
        pass
    (tmp_path / NAMES[0]).unlink()
    (tmp_path / NAMES[0]).write_bytes(b"")
    assert seqs(store.read(SESSION).records) == [1, 2, 3]


@pytest.mark.parametrize(
    "damage", [lambda raw: b"", lambda raw: b"null", lambda raw: raw.replace(b"thought", b"thing")]
)
def test_tinydbs_own_storage_accepts_such_files(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    whole = whole_files(tmp_path)
    (tmp_path / "plain.json").write_bytes(damage(whole[NAMES[0]]))
    storage = JSONStorage(str(tmp_path / "plain.json"))
    found = storage.read()
    storage.close()
    assert found != json.loads(whole[NAMES[0]])
