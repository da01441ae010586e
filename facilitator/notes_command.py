"""`facilitator notes`: the notes of a session to standard output, a file, the clipboard."""

import argparse
import base64
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from data.store import Store
from facilitator.cli_problems import DONE, FAILED, Stop
from facilitator.clock import WallClock
from facilitator.finding import Found, find_session, read_session
from facilitator.notes import Wish, document_parts, document_text, notes_document
from facilitator.notes.document import Document
from facilitator.notes.mentions import mentions
from facilitator.own_words import own_headings
from facilitator.presenter import wording
from facilitator.wishes import wish_of
from facilitator.writing_out import refuse_force_alone, write_out
from formats.text import clean_line
from formats.words import LEVELS, Level


def print_notes(given: argparse.Namespace, store: Store, *, out: TextIO, err: TextIO) -> int:
    """Write the notes that were asked for; needs no lock, so they can be had while the session runs.

    Args:
        given: The session, and what was asked of its notes, as they were typed.
        store: Where sessions are kept.
        out: Takes the notes.
        err: Takes everything that is said about them.

    Returns:
        The exit status.

    Raises:
        Stop: There are none, or they can't be written as or where they were wanted.
    """
    refuse_force_alone(given.out, force=given.force)
    wish = wish_of(given)
    found = read_session(store, find_session(store, given.session))
    headings, problem = own_headings(store.folder)
    for one in (*found.problems, *([problem] if problem else [])):
        err.write(f"facilitator: {clean_line(one)}\n")
    _say_what_is_more_open(found, given.level, err)
    document = _document(found, replace(wish, headings=headings))
    parts = document_parts(document, wish)
    part = _part(given.part, len(parts))
    text = _ended(document_text(document, wish) if part is None else parts[part - 1])
    _say_who_is_named(found, document, err)
    kept_at = store.notes_path(found.id)
    if given.out is not None:
        kept_at = write_out(given.out, text.encode("utf-8", "replace"), force=given.force)
        err.write(f"The notes are in {clean_line(str(kept_at))}\n")
    else:
        out.write(text)
        out.flush()
    if given.copy:
        return _copy(parts, part or 1, kept_at, err)
    if part is None and len(parts) > 1:
        err.write(
            f"For {wish.dialect} these are {len(parts)} messages; --part 1 to --part {len(parts)} give each.\n"
        )
    return DONE


def _document(found: Found, wish: Wish) -> Document:
    clock = WallClock()
    # A rehearsal, or a clock that was set back, leaves a session whose last event lies ahead of the wall.
    now = max(clock.now(), found.session.events[-1].at)
    return notes_document(found.session.state, wish, local=clock.local, now=now)


def _part(wanted: int | None, parts: int) -> int | None:
    if wanted is None or 1 <= wanted <= parts:
        return wanted
    there = "there is 1 part" if parts == 1 else f"there are {parts} parts"
    raise Stop(f"there is no part {wanted}; {there}{'' if parts == 1 else f', --part takes 1 to {parts}'}")


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _say_what_is_more_open(found: Found, level: Level | None, err: TextIO) -> None:
    agreed = found.session.state.level
    if level is not None and LEVELS.index(level) < LEVELS.index(agreed):
        err.write(
            f"The session agreed on “{agreed}”; these notes say more of people than that. "
            "Ask them before you share it.\n"
        )


def _say_who_is_named(found: Found, document: Document, err: TextIO) -> None:
    """Say whom people's own words name, where the notes are to name nobody."""
    if document.level != "room":
        return
    people = [person.name for person in found.session.state.people.values()]
    named = {name for one in mentions(document, people) for name in one.names}
    if named:
        who = wording.names([name for name in people if name in named])
        err.write(f"What was typed names {who}; look it over before you share it.\n")


def _copy(parts: tuple[str, ...], part: int, kept_at: Path | None, err: TextIO) -> int:
    from facilitator.clipboard import copy

    copied = copy(parts[part - 1], osc52=_ask_the_terminal(), path=kept_at)
    which = f"Part {part} of {len(parts)}: " if len(parts) > 1 else ""
    then = f" --part {part + 1} copies the next one." if part < len(parts) else ""
    err.write(f"{which}{copied.sentence}{then}\n")
    return FAILED if copied.state == "failed" else DONE


def _ask_the_terminal() -> Callable[[str], None] | None:
    """Return what asks the terminal to fill its clipboard; `None` where neither end of us is one."""
    terminal = next((one for one in (sys.stderr, sys.stdout) if one.isatty()), None)
    if terminal is None:
        return None

    def ask(text: str) -> None:
        encoded = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
        terminal.write(f"\x1b]52;c;{encoded}\a")
        terminal.flush()

    return ask
