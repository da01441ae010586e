"""What was asked of notes on the command line, as the notes take it."""

import argparse
from collections.abc import Iterable

from facilitator.cli_problems import Stop
from facilitator.notes import DIALECTS, LEAST_LIMIT, Wish
from facilitator.notes.document import SECTION_KEYS, SectionKey
from formats.text import nearest


def wish_of(given: argparse.Namespace) -> Wish:
    """Return what was asked of the notes.

    Raises:
        Stop: There is nothing of that kind.
    """
    dialect = dialect_of(given.dialect)
    if given.task_lists and dialect != "markdown":
        raise Stop("--task-lists is for markdown; leave it out, or leave --as out")
    if given.limit is not None and given.limit < LEAST_LIMIT:
        raise Stop(f"--limit takes {LEAST_LIMIT:,} characters at least")
    if given.limit is not None and DIALECTS[dialect].hand is None:
        raise Stop(f"notes as {dialect} only make sense whole; leave --limit out")
    return Wish(
        dialect,
        given.level,
        leave_out=frozenset(_sections(given.without)),
        short=given.short,
        limit=given.limit,
        task_lists=given.task_lists,
    )


def dialect_of(typed: str) -> str:
    """Return the dialect of that name, in whatever case it was typed.

    Raises:
        Stop: There is none.
    """
    name = typed.casefold()
    if name not in DIALECTS:
        raise Stop(f"notes can't be written as '{typed}'; there is {', '.join(DIALECTS)}")
    return name


def _sections(typed: Iterable[str]) -> Iterable[SectionKey]:
    """Yield the sections that were named, one by one or with commas between."""
    known: dict[str, SectionKey] = {key: key for key in SECTION_KEYS}
    for word in (word.strip() for words in typed for word in words.split(",")):
        key = known.get(word.casefold())
        if key is None:
            close = nearest(word, SECTION_KEYS, 1)
            meant = f"did you mean {close[0]}?" if close else f"there is {', '.join(SECTION_KEYS)}"
            raise Stop(f"the notes have no section '{word}'; {meant}")
        yield key
