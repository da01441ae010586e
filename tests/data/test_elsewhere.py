"""A copy of a session in another folder: whole, renewed, never in the place of anything else."""

import errno
import os
from pathlib import Path

import pytest

from data.elsewhere import Copy
from data.imports import read_brought
from data.problems import FolderProblem, in_words
from tests.data.builders import SESSION, FaultyDisk, records, seqs

HEADER = {"id": SESSION, "title": "Kickoff"}


def test_a_copy_is_there_at_once_and_is_renewed(tmp_path: Path) -> None:
    copy = Copy(records(1, 3), HEADER, tmp_path)
    assert seqs(read_brought(copy.path).records) == [1, 2, 3]
    copy.renew(records(4, 5), {**HEADER, "status": "ended"})
    copy.renew((), {**HEADER, "status": "ended"})
    assert copy.drain(5)
    assert (copy.handed, copy.acknowledged, copy.problem) == (5, 5, "")
    assert copy.close(5)
    found = read_brought(copy.path)
    assert seqs(found.records) == [1, 2, 3, 4, 5]
    assert found.header["status"] == "ended"
    assert [path.name for path in tmp_path.iterdir()] == [f"{SESSION}.json"]


def test_a_copy_that_fails_says_why_and_catches_up(tmp_path: Path) -> None:
    disk = FaultyDisk()
    copy = Copy(records(1, 1), HEADER, tmp_path, files=disk)
    disk.arm(1, errno.ENOSPC, lasting=True, only=("sync",))
    copy.renew(records(2, 2), HEADER)
    assert not copy.drain(5)
    copy.renew(records(3, 3), HEADER)
    assert not copy.close(5)
    assert copy.problem == "the disk is full"
    assert copy.acknowledged == 1
    assert seqs(read_brought(copy.path).records) == [1]


def test_the_folder_of_a_copy_is_never_made_again(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = Copy(records(1, 1), HEADER, stick)
    stick.rename(tmp_path / "pulled out")
    copy.renew(records(2, 2), HEADER)
    assert not copy.drain(5)
    assert not stick.exists()
    (tmp_path / "pulled out").rename(stick)
    copy.renew((), HEADER)
    assert copy.drain(5)
    assert copy.close(5)
    assert seqs(read_brought(copy.path).records) == [1, 2]


def test_a_copy_that_can_not_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FolderProblem, match="there is a file where the folder should be"):
        Copy(records(1, 1), HEADER, tmp_path / "file")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EFBIG, "the file has grown too large for this disk"),
        (errno.EIO, "the disk reports an error"),
        (errno.EROFS, "the disk can only be read"),
        (errno.EACCES, "writing there is not allowed"),
        (errno.EPERM, "writing there is not allowed"),
        (errno.ENOENT, "the folder is gone"),
        (errno.ENODEV, "the disk is gone"),
        (errno.ENXIO, "the disk is gone"),
        (errno.ESTALE, "the network folder is gone"),
        (errno.ENOTCONN, "the network folder is gone"),
        (errno.ETIMEDOUT, "the disk does not answer"),
        (errno.EBUSY, "the file is in use by another program"),
        (errno.EMFILE, "too many files are open"),
        (errno.ENFILE, "too many files are open"),
        (errno.ENOTDIR, "there is a file where the folder should be"),
        (errno.EEXIST, "there is a file where the folder should be"),
        (errno.EISDIR, "there is a folder where the file should be"),
        (errno.ENAMETOOLONG, "the name is too long for this disk"),
    ],
)
def test_every_failure_has_its_words(number: int, words: str) -> None:
    assert in_words(OSError(number, os.strerror(number))) == words
    assert in_words(OSError(12_345, "Something else")) == "Something else"
