"""`facilitator doctor`: what works here, and what to do where it does not. It changes nothing that lasts."""

import locale
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from data.locks import Lock
from data.problems import DataError, in_words
from data.store import Store
from data.tidy import is_left_over, strays, too_open
from facilitator.cli_problems import DONE, FAILED
from facilitator.clock import WallClock
from facilitator.conductor import CanNotResume
from facilitator.soundness import sound_session
from formats.catalogue import Catalogue
from formats.text import clean_line
from formats.words import SessionId

NARROWEST, LOWEST = 80, 24
"""The smallest terminal in which everything has its place, in columns and rows."""
MOST_READ: Final = 200
"""How many sessions are read; `sessions check` reads all."""
LITTLE_ROOM: Final = 50_000_000
"""Under so many bytes a disk may be full before the session has ended."""
PACKAGES: Final = ("textual", "pydantic", "tinydb", "PyYAML", "pyperclip", "platformdirs", "filelock")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    Attributes:
        works: Whether all is well.
        what: What was looked at.
        told: What was found; where it does not work, also what to do.
        grave: Whether something that lasts is at risk.
    """

    works: bool
    what: str
    told: str
    grave: bool = False

    def __str__(self) -> str:
        word = "works" if self.works else "look here"
        return clean_line(f"{word:<9}  {self.what:<9}  {self.told}")


def fine(what: str, told: str) -> Finding:
    """Say that something works."""
    return Finding(works=True, what=what, told=told)


def look(what: str, told: str, *, grave: bool = False) -> Finding:
    """Say that something does not work, and what to do."""
    return Finding(works=False, what=what, told=told, grave=grave)


def examine(store: Store, catalogue: Catalogue, *, out: TextIO) -> int:
    """Look at everything that a session needs and write a line for each.

    Returns:
        The exit status: 1 when the data folder can't be used or a session is damaged.
    """
    grave = False
    for finding in _findings(store, catalogue):
        out.write(f"{finding}\n")
        out.flush()
        grave = grave or finding.grave
    return FAILED if grave else DONE


def _findings(store: Store, catalogue: Catalogue) -> Iterator[Finding]:
    yield from terminal()
    yield clipboard()
    yield data_folder(store)
    yield from sessions(store)
    yield from order(store)
    yield from own_formats(catalogue)
    yield from own_words(store)
    yield from program()


def terminal() -> Iterator[Finding]:
    """Look at the terminal: whether it is one, its size, type, colours, letters, and what stands in between."""
    missing = [
        name for name, stream in (("input", sys.stdin), ("error", sys.stderr)) if not _is_terminal(stream)
    ]
    if missing:
        told = f"no terminal on standard {' and '.join(missing)}; start it without pipes to open a screen"
        yield look("terminal", told)
    else:
        yield _size()
    yield _kind()
    yield _letters()
    if os.environ.get("TMUX"):
        way = "for copies to reach you, its set-clipboard must be on: tmux set -g set-clipboard on"
        yield fine("tmux", f"runs inside tmux; {way}")
    elif os.environ.get("STY"):
        told = "runs inside screen, which passes no copies on; facilitator notes --out FILE writes them to a file"
        yield look("screen", told)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _size() -> Finding:
    columns, rows = shutil.get_terminal_size()
    for stream in (sys.stderr, sys.stdin, sys.stdout):
        with suppress(OSError, ValueError):
            columns, rows = os.get_terminal_size(stream.fileno())
            break
    size = f"{columns} columns, {rows} rows"
    if columns < NARROWEST or rows < LOWEST:
        return look(
            "terminal",
            f"{size}; make the window at least {NARROWEST} by {LOWEST}, or the type smaller",
        )
    return fine("terminal", size)


def _kind() -> Finding:
    kind = os.environ.get("TERM", "")
    if os.name == "nt":
        return fine("colours", "as Windows draws them")
    if kind in {"", "dumb", "unknown"}:
        what = f"TERM is {kind}" if kind else "TERM is not set"
        return look("colours", f"{what}; set it to what your terminal is, as in TERM=xterm-256color")
    if os.environ.get("NO_COLOR"):
        return fine("colours", f"{kind}, none, because NO_COLOR is set; words and signs say the same")
    if os.environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return fine("colours", f"{kind}, all of them")
    if "256" in kind or "direct" in kind:
        return fine("colours", f"{kind}, 256; COLORTERM=truecolor gives all, if the terminal has them")
    told = f"{kind} knows few; TERM=xterm-256color gives more, if the terminal has them"
    return look("colours", told)


def _letters() -> Finding:
    encoding = locale.getpreferredencoding(do_setlocale=False)
    if encoding.replace("-", "").lower() in {"utf8", "cp65001"} or os.name == "nt":
        return fine("letters", "all of them, in UTF-8")
    told = f"this terminal is set to {encoding}; set LANG to a UTF-8 locale, as in LANG=C.UTF-8"
    return look("letters", told)


def clipboard() -> Finding:
    """Say what would take a copy, without copying anything."""
    from facilitator.clipboard import tool

    found = tool()
    if found:
        return fine("clipboard", f"{found}, and the terminal is asked as well")
    told = "the terminal is asked to copy, which not every one does; notes are always saved as a file too"
    for screen, package in (("WAYLAND_DISPLAY", "wl-clipboard"), ("DISPLAY", "xclip")):
        if os.environ.get(screen):
            return look("clipboard", f"{told}; the package {package} makes it sure")
    return look("clipboard", told)


def data_folder(store: Store) -> Finding:
    """Write, lock and remove a file where sessions are kept, and leave no trace of it."""
    root = store.folder.root
    made = _missing(root)
    try:
        store.folder.ensure()
        _try_writing(store.folder.sessions)
        lock = Lock(store.folder.open / "doctor.lock")
        if lock.take():
            lock.release(remove=True)
        room = shutil.disk_usage(root).free
    except DataError as problem:
        return look("data", str(problem), grave=True)
    except OSError as error:
        told = f"{root} can't be written, {in_words(error)}; choose another folder with --data"
        return look("data", told, grave=True)
    finally:
        _remove_empty(store, made)
    if room < LITTLE_ROOM:
        return look("data", f"{root} has room for {room // 1_000_000} MB only; make some", grave=True)
    return fine("data", str(root))


def _try_writing(folder: Path) -> None:
    path = folder / f".doctor-{os.getpid()}"
    try:
        with path.open("xb") as file:
            file.write(b"facilitator")
            file.flush()
            os.fsync(file.fileno())
    finally:
        path.unlink(missing_ok=True)


def _missing(folder: Path) -> list[Path]:
    """Return the folders on the way to one that are not there, the innermost first."""
    return [one for one in (folder, *folder.parents) if not one.exists()]


def _remove_empty(store: Store, made: list[Path]) -> None:
    if not made:
        return
    for path in (*store.folder.inner, *made):
        with suppress(OSError):
            path.rmdir()


def sessions(store: Store) -> Iterator[Finding]:
    """Count the sessions, and read the newest."""
    try:
        ids, waiting = store.ids(), store.unfinished()
    except OSError as error:
        yield look(
            "sessions", f"{store.folder.sessions} can't be read, {error.strerror or error}", grave=True
        )
        return
    read = list(dict.fromkeys([*waiting, *ids[:MOST_READ]]))
    damaged = [(one, problem) for one in read if (problem := _damage(store, one))]
    for session_id, problem in damaged:
        told = f"{problem} facilitator sessions check {session_id} mends what can be mended"
        yield look("sessions", told, grave=True)
    if not damaged:
        unread = f"; the newest {MOST_READ} were read" if len(ids) > MOST_READ else ""
        unfinished = f", {len(waiting)} unfinished" if waiting else ""
        yield fine("sessions", f"{len(ids)} stored{unfinished}{unread}")
    crash = _last_crash(store)
    if crash is not None:
        yield look(
            "crashes",
            f"the last one is told in {crash}; send it to whoever keeps this program, or delete it",
        )


def order(store: Store) -> Iterator[Finding]:
    """Look for what killed programs left behind, and for files that others can read."""
    waiting = store.unfinished()
    now = time.time()
    with suppress(DataError):
        known = {*store.ids(), *waiting}
        left = sum(is_left_over(one.path, now) for one in strays(store.folder, known))
        if left:
            yield look(
                "order", f"{_files(left)} left behind; facilitator sessions check puts them in the trash"
            )
    others = len(too_open(store.folder, waiting))
    if others:
        yield look("order", f"{_files(others)} not for you alone; facilitator sessions check closes them")


def _files(count: int) -> str:
    return "1 file or folder is" if count == 1 else f"{count:,} files or folders are"


def _damage(store: Store, session_id: SessionId) -> str:
    try:
        stored = store.read(session_id)
        sound_session(stored.records, WallClock())
    except CanNotResume as problem:
        return f"The session {session_id} can't be read: {problem}."
    except DataError as problem:
        return str(problem)
    return " ".join(stored.problems)


def _last_crash(store: Store) -> Path | None:
    found: list[Path] = []
    with suppress(OSError):
        found = sorted(store.folder.logs.glob("crash-*.log"))
    return found[-1] if found else None


def own_formats(catalogue: Catalogue) -> Iterator[Finding]:
    """Look at the folders of people's own formats and at what lies there."""
    for folder in catalogue.folders:
        yield _formats_folder(folder)
    entries = catalogue.entries()
    broken = [entry for entry in entries if entry.problem is not None]
    for entry in broken:
        first = (entry.problem or "").splitlines()[0]
        yield look("formats", f"{first}; facilitator formats check {entry.path} says all of it")
    mine = sum(entry.source == "user" for entry in entries) - len(broken)
    yield fine("formats", f"{len(entries) - len(broken)} can be run, {mine} of them your own")


def _formats_folder(folder: Path) -> Finding:
    if not folder.exists():
        return fine("formats", f"{folder} is not there yet; facilitator formats new ID makes it")
    if not folder.is_dir():
        return look("formats", f"{folder} is no folder; name another with --formats")
    if not os.access(folder, os.R_OK | os.X_OK):
        return look("formats", f"{folder} can't be read; give yourself the right to, or name another")
    try:
        _try_writing(folder)
    except OSError as error:
        told = f"{folder} can be read, but nothing can be added, {in_words(error)}"
        return look("formats", told)
    return fine("formats", str(folder))


def own_words(store: Store) -> Iterator[Finding]:
    """Look at a person's own wording of the notes, if there is one."""
    from facilitator.own_words import read_wording

    path = store.folder.wording
    if not path.exists():
        return
    _, faults = read_wording(path)
    for fault in faults:
        yield look("notes", fault)
    if not faults:
        yield fine("notes", f"{path} says in which words they come")


def program() -> Iterator[Finding]:
    """Name the versions of the program and of what it stands on."""
    from importlib.metadata import PackageNotFoundError, version

    python = ".".join(map(str, sys.version_info[:3]))
    yield fine("python", f"{python} on {sys.platform}, {sys.executable}")
    told = []
    for name in ("facilitator", *PACKAGES):
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield look("versions", f"{name} is not installed; install facilitator anew")
    yield fine("versions", ", ".join(told))
