"""`facilitator sessions export`: one session as a file that `sessions import` reads, without what is private in it."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from data.beside import beside, stored_draft
from data.records import Record
from data.recovery import tables_of
from data.store import Store
from data.versions import encode
from facilitator.cli_problems import DONE, Stop
from facilitator.confiding import records_without_words, without_private_drafts
from facilitator.drafts import from_text
from facilitator.engine.confidence import Confidence, confidence
from facilitator.finding import find_session, read_session
from facilitator.writing_out import path_out, refuse_force_alone, refuse_what_is_there, write_out
from formats.text import clean_line

LEFT_OUT = "off the record"
"""What stands in the place of each text that was left out."""


def export_session(store: Store, given: argparse.Namespace, *, out: TextIO, err: TextIO) -> int:
    """Write a session for another computer, or for another program; needs no lock.

    Without `--with-private`, the words of what is off the record are left out, and so are drafts that may not be
    seen. All events keep their places, so that the session can be gone on with, numbers and undo as they were.

    Args:
        store: Where sessions are kept.
        given: `session`, `with_private`, `out` (a file) and `force` as they were typed.
        out: Takes the session, unless it goes into a file.
        err: Takes everything that is said about it.

    Returns:
        The exit status.

    Raises:
        Stop: There is none, or it can't be written where it was wanted.
    """
    refuse_force_alone(given.out, force=given.force)
    found = read_session(store, find_session(store, given.session))
    err.writelines(f"facilitator: {clean_line(problem)}\n" for problem in found.problems)
    private = confidence(found.session)
    records: Sequence[Record] = found.records
    typed = stored_draft(store.places(found.id), files=store.files)
    if given.with_private:
        err.write("What was said off the record is in it; keep it where only you can read it.\n")
    else:
        records = records_without_words(records, found.session, private, LEFT_OUT)
        shown = without_private_drafts(typed, private)
        err.write(_left_out(private, typed, shown))
        typed = shown
    data = encode(tables_of(found.header, records), writes=1)
    if given.out is not None:
        path = _write(given.out, data, typed, force=given.force)
        beside_it = f", and what was being typed in {clean_line(str(beside(path)))}" if typed else ""
        err.write(f"The session is in {clean_line(str(path))}{beside_it}\n")
        return DONE
    out.write(data.decode("ascii"))
    out.flush()
    if typed:
        err.write("What is being typed is not in it; --out FILE keeps that beside the file.\n")
    return DONE


def _left_out(private: Confidence, typed: str, shown: str) -> str:
    """Say what was left out; nothing where nothing was."""
    items, drafts = len(private.items), len(from_text(typed).drafts) - len(from_text(shown).drafts)
    parts = [f"{items:,} {'item' if items == 1 else 'items'} off the record"] if items else []
    parts += [f"{drafts:,} {'draft' if drafts == 1 else 'drafts'}"] if drafts else []
    return f"Left out: {' and '.join(parts)}; --with-private takes them along.\n" if parts else ""


def _write(wanted: str, data: bytes, typed: str, *, force: bool) -> Path:
    """Write the session, and beside it what was being typed, where importing it finds both.

    Raises:
        Stop: One of them can't be written; then neither is.
    """
    path = path_out(wanted)
    draft = beside(path)
    refuse_what_is_there(path, force=force)
    if draft == path:
        raise Stop("a session can't be kept under a name that ends in .draft; name another file with --out")
    refuse_what_is_there(draft, force=force)
    # First, so that a disk that is full leaves no session without it.
    if typed:
        write_out(str(draft), typed.encode("utf-8", "replace"), force=force)
    try:
        write_out(str(path), data, force=force)
    except Stop:
        if typed:
            draft.unlink(missing_ok=True)
        raise
    if not typed:
        draft.unlink(missing_ok=True)
    return path
