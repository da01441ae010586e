"""The whole kickoff rehearsed by keys, sixty times as fast: its notes tell the minutes that were played."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from formats.catalogue import Catalogue
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of Unix is needed")

PLAYED = (2, 3, 1, 2, 1, 1)
"""For how many minutes each segment is played; what comes after is played for a minute."""
BEGINNING = 10
"""So many characters of a title are surely shown, and tell it from the others."""
SPENT = re.compile(r"\((\d+) min planned, (?:(\d+)|under 1) min spent\)")


def spent_on(title: str, rows: list[str]) -> int:
    """Read from the agenda at the side how many minutes a segment took so far; -1 while it is not drawn as current."""
    found = (re.match(r"\s*▶ (.+?)\s+(?:◆\s+)?(\d+)\s+(\d+)\s*$", row[:44]) for row in rows)
    taken = (int(match[3]) for match in found if match and match[1].startswith(title[:BEGINNING]))
    return next(taken, -1)


def go_on(room: Terminal, following: str) -> None:
    """Go on to what follows, even where a round still names who is to come."""
    room.press("n")

    def answered(rows: list[str]) -> bool:
        return any(following in row or "n again goes on" in row for row in rows)

    room.until(answered)
    if not any(following in row for row in room.rows):
        room.press("n")
        room.until(following)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(
        *("--data", str(tmp_path / "data"), "run", "kickoff", "--people", "Ana, Ben, Chi", "--at-once"),
        *("--rehearse", "60"),
        columns=140,
        rows=60,
    )
    yield terminal
    terminal.discard()


def test_the_notes_show_the_minutes_that_were_played(room: Terminal) -> None:
    segments = Catalogue([]).load("kickoff").segments
    played: list[int] = []
    for place, segment in enumerate(segments):
        minutes = PLAYED[place] if place < len(PLAYED) else 1

        def far_enough(rows: list[str], title: str = segment.title, minutes: int = minutes) -> bool:
            return spent_on(title, rows) >= minutes

        played.append(spent_on(segment.title, room.until(far_enough)))
        following = f"{place + 2} of {len(segments)}" if place + 1 < len(segments) else "Wrap-up"
        go_on(room, following)
    room.press("2", "\r", "\r")
    rows = room.until("Together (")
    told = [match for match in map(SPENT.search, rows) if match]
    planned = [segment.planned_seconds // 60 for segment in segments]
    assert [int(match[1]) for match in told] == [*planned, sum(planned)]
    for shown, minutes in zip(told, played, strict=False):
        # The agenda rounds down, the notes to the nearest minute; a key takes its while, and a second is a minute.
        assert minutes <= int(shown[2] or 0) <= minutes + 3
    assert sum(played) <= int(told[-1][2]) <= sum(played) + 3 * len(segments)
