"""`facilitator notes`: the notes of a session to standard output, a file, the clipboard."""

import argparse
import base64
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from data.store import Store
from facilitator.cli_problems import DONE, FAILED, Stop
from facilitator.clock import WallClock
from facilitator.finding import Found, find_session, read_session
from facilitator.notes import DIALECTS, notes_text
from formats.words import LEVELS, Level


def print_notes(given: argparse.Namespace, store: Store, *, out: TextIO, err: TextIO) -> int:
    """Write the notes that were asked for; needs no lock, so they can be had while the session runs.

    Args:
        given: `session`, `dialect`, `level`, `copy` and `out` (a file) as they were typed.
        store: Where sessions are kept.
        out: Takes the notes.
        err: Takes everything that is said about them.

    Returns:
        The exit status.

    Raises:
        Stop: There are none, or they can't be written where they were wanted.
    """
    if given.dialect not in DIALECTS:
        raise Stop(f"notes can't be written as '{given.dialect}'; there is {', '.join(DIALECTS)}")
    found = read_session(store, find_session(store, given.session))
    for problem in found.problems:
        err.write(f"facilitator: {problem}\n")
    _say_what_is_more_open(found, given.level, err)
    text = _notes(found, given.dialect, given.level)
    if given.out is not None:
        err.write(f"The notes are in {_write_new(given.out.expanduser(), text)}\n")
    else:
        out.write(text if text.endswith("\n") else f"{text}\n")
        out.flush()
    return (
        _copy(text, store.notes_path(found.id) if given.out is None else given.out, err)
        if given.copy
        else DONE
    )


def _notes(found: Found, dialect: str, level: Level | None) -> str:
    clock = WallClock()
    # A rehearsal, or a clock that was set back, leaves a session whose last event lies ahead of the wall.
    now = max(clock.now(), found.session.events[-1].at)
    return notes_text(found.session.state, dialect=dialect, level=level, local=clock.local, now=now)


def _say_what_is_more_open(found: Found, level: Level | None, err: TextIO) -> None:
    agreed = found.session.state.level
    if level is not None and LEVELS.index(level) < LEVELS.index(agreed):
        err.write(
            f"The session agreed on “{agreed}”; these notes say more of people than that. "
            "Ask them before you share it.\n"
        )


def _write_new(path: Path, text: str) -> Path:
    """Write a file that was not there before, whole or not at all."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:
                path.unlink()
                raise
    except FileExistsError as error:
        raise Stop(f"{path} is there already and stays as it is; name another file with --out") from error
    except FileNotFoundError as error:
        raise Stop(f"there is no folder {path.parent}; make it, or name another file with --out") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(
            f"{path} can't be written, {why[:1].lower()}{why[1:]}; name another file with --out",
            status=FAILED,
        ) from error
    return path


def _copy(text: str, kept_at: Path | None, err: TextIO) -> int:
    from facilitator.clipboard import copy

    copied = copy(text, osc52=_ask_the_terminal(), path=kept_at)
    err.write(f"{copied.sentence}\n")
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
