"""Files are written whole or not at all."""

import os
import sys
from errno import EACCES, EIO, ENOSPC, EPERM, EROFS
from pathlib import Path

import pytest

from data.files import keep_aside, move_aside, sweep, write_new, write_whole
from tests.data.builders import FaultyDisk

ERRORS = [ENOSPC, EIO, EACCES, EROFS]


def calls_of_one_write(tmp_path: Path) -> int:
    disk = FaultyDisk()
    write_whole(tmp_path / "trial", b"x", files=disk)
    (tmp_path / "trial").unlink()
    return len(disk.calls)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("lasting", [False, True])
def test_whichever_call_fails_the_file_is_old_or_new(tmp_path: Path, error: int, lasting: bool) -> None:
    path = tmp_path / "file"
    calls = calls_of_one_write(tmp_path)
    assert calls >= 6
    for number in range(1, calls + 1):
        path.write_bytes(b"old")
        disk = FaultyDisk()
        disk.arm(number, error, lasting=lasting)
        with pytest.raises(OSError) as failed:
            write_whole(path, b"brand new", files=disk)
        assert failed.value.errno == error
        assert path.read_bytes() == (b"brand new" if disk.calls[number - 1] == "sync_folder" else b"old")
        if not lasting:
            assert os.listdir(tmp_path) == ["file"]


def test_a_disk_that_takes_a_little_at_a_time_gets_everything(tmp_path: Path) -> None:
    class Sipping(FaultyDisk):
        def write(self, descriptor: int, data: memoryview) -> int:
            return os.write(descriptor, data[:7])

    write_whole(tmp_path / "file", bytes(range(256)), files=Sipping())
    assert (tmp_path / "file").read_bytes() == bytes(range(256))


def test_a_disk_that_takes_nothing_is_an_error(tmp_path: Path) -> None:
    class Full(FaultyDisk):
        def write(self, descriptor: int, data: memoryview) -> int:
            return 0

    with pytest.raises(OSError, match="no more"):
        write_whole(tmp_path / "file", b"data", files=Full())
    assert os.listdir(tmp_path) == []


def test_a_link_in_the_place_of_the_file_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "file").symlink_to(tmp_path / "precious")
    write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert not (tmp_path / "file").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such flag")
def test_a_link_is_not_followed_when_reading(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "file").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError):
        FaultyDisk().read(tmp_path / "file")


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path, links: bool) -> None:
    disk = FaultyDisk()
    if not links:
        disk.arm(1, EPERM, lasting=True, only=["link"])
    made = [write_new(tmp_path / "notes.md", text, files=disk) for text in (b"one", b"two", b"three")]
    assert [path.name for path in made] == ["notes.md", "notes 2.md", "notes 3.md"]
    assert [path.read_bytes() for path in made] == [b"one", b"two", b"three"]
    assert len(os.listdir(tmp_path)) == 3


def test_a_new_file_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    for number in range(1, 6):
        disk = FaultyDisk()
        disk.arm(number, ENOSPC, lasting=True, only=["create", "write", "sync", "close", "link"])
        with pytest.raises(OSError):
            write_new(tmp_path / "notes.md", b"text", files=disk)
        assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("links", [True, False])
def test_evidence_is_kept_without_overwriting_older_evidence(tmp_path: Path, links: bool) -> None:
    disk = FaultyDisk()
    if not links:
        disk.arm(1, EPERM, lasting=True, only=["link"])
    (tmp_path / "damaged").write_bytes(b"older")
    (tmp_path / "file").write_bytes(b"newer")
    kept = keep_aside(tmp_path / "file", tmp_path / "damaged", files=disk)
    assert kept.read_bytes() == b"newer"
    assert (tmp_path / "damaged").read_bytes() == b"older"
    assert (tmp_path / "file").exists() is links
    (tmp_path / "third").write_bytes(b"newest")
    assert move_aside(tmp_path / "third", tmp_path / "damaged").read_bytes() == b"newest"
    assert len({path.read_bytes() for path in tmp_path.glob("damaged*")}) == 3


def test_what_a_killed_program_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    for name in ("file", ".file.0a1b2c3d.tmp", ".other.0a1b2c3d.tmp", "file.tmp"):
        (tmp_path / name).touch()
    sweep(tmp_path / "file")
    assert sorted(os.listdir(tmp_path)) == [".other.0a1b2c3d.tmp", "file", "file.tmp"]
