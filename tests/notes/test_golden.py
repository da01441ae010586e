"""One rich session in every dialect and at every level, kept in `golden/` so that a change can be read in review.

After a change that is meant, write them anew and read the difference: `.venv/bin/python -m tests.notes.test_golden`

What nobody sees is written out there: `‹200B›` for a space without width, `‹FEFF›` for one that ends a mark.
"""

from pathlib import Path

import pytest

from facilitator.notes import DIALECTS, Wish, notes_parts, notes_text
from facilitator.notes.pings import INVISIBLE, STOP
from formats.words import LEVELS, Level
from tests.notes.sessions import local, rich

GOLDEN = Path(__file__).parent / "golden"
PARTS_OF = 900
"""Characters a part has in the golden file that shows how notes are split."""


def seen(text: str) -> str:
    return text.replace(INVISIBLE, "‹200B›").replace(STOP, "‹FEFF›")


def kept_in(dialect: str, level: Level) -> Path:
    return GOLDEN / f"{dialect}-{level}{DIALECTS[dialect].suffix}"


def in_full(dialect: str, level: Level) -> str:
    held = rich(level)
    return seen(notes_text(held.state, Wish(dialect), local=local, now=held.now))


def in_parts() -> str:
    held = rich("open")
    parts = notes_parts(held.state, Wish("slack", limit=PARTS_OF), local=local, now=held.now)
    return f"{'—' * 20}\n".join(seen(part) for part in parts)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_rich_session_reads_like_its_golden_file(dialect: str, level: Level) -> None:
    assert in_full(dialect, level) == kept_in(dialect, level).read_text(encoding="utf-8")


def test_its_parts_read_like_their_golden_file() -> None:
    assert in_parts() == (GOLDEN / "parts.txt").read_text(encoding="utf-8")


def write_anew() -> None:
    """Write what the tests hold the notes to from what they are now."""
    for file in GOLDEN.iterdir():
        file.unlink()
    for dialect in DIALECTS:
        for level in LEVELS:
            kept_in(dialect, level).write_text(in_full(dialect, level), encoding="utf-8", newline="\n")
    (GOLDEN / "parts.txt").write_text(in_parts(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_anew()
