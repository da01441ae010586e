"""A disk that fails in the middle of a session, and what is then seen and kept."""

from errno import ENOSPC
from pathlib import Path

from data.imports import read_brought
from tests.data.builders import FaultyDisk
from tests.live.builders import SESSION, Live


def fill(disk: FaultyDisk, error: int = ENOSPC) -> None:
    """Let nothing be written any more."""
    disk.arm(1, error, lasting=True, only=("create",))


async def fails(desk: Live) -> None:
    """Wait until it is drawn that the disk fails."""
    await desk.saved()
    await desk.until(lambda: desk.saw("Not saved since"))


async def heals(desk: Live, disk: FaultyDisk) -> None:
    """Let the disk be well, and wait until everything is written."""
    disk.heal()
    await desk.advance(1)
    await desk.saved()
    await desk.until(lambda: not desk.saw("Not saved since"))


def read(desk: Live) -> str:
    """Return what is drawn as one line, so that a sentence is found wherever it was wrapped."""
    return " ".join(desk.text.split())


def status(desk: Live) -> int | None:
    """Return the status with which the program ended; `None` while it runs."""
    return desk.app.return_code


async def ticks_until(desk: Live, words: str) -> None:
    """Let seconds pass until something is drawn that no key brings about."""
    for _ in range(50):
        if words in read(desk):
            return
        await desk.advance(1)
    raise AssertionError(f"{words} did not come; the screen shows\n{desk.text}")


def texts(path: Path) -> list[str]:
    """Return what was caught, as it stands in the file of a session."""
    records = read_brought(path).records
    assert [one.seq for one in records] == list(range(1, len(records) + 1))
    return [str(one.data["text"]) for one in records if one.kind == "ItemCaptured"]


def kept(desk: Live) -> list[str]:
    """Return what was caught, as it stands in the session's own file, once each and in order."""
    return texts(desk.app.store.places(SESSION).file)
