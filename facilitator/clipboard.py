"""Copying for a paste elsewhere, and saying exactly what is known of it.

Two ways are taken, always both. The clipboard of this computer, through pyperclip: its tools may hang, fail without
a word or write over the screen, so it runs aside, in a process of its own, for two seconds at most. And OSC 52, the
sequence by which a terminal is asked to fill its own clipboard, near or far: no terminal says whether it did.
"""

import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

PATIENCE_SECONDS: Final = 2.0
"""How long the clipboard may take to answer."""

_NONE_HERE: Final = 3
"""The exit status by which the process aside says that this computer has no clipboard it knows."""

_ASIDE: Final = f"""
import subprocess, sys

text = sys.stdin.buffer.read().decode("utf-8")
import pyperclip

copy, _ = pyperclip.determine_clipboard()
if not copy:
    sys.exit({_NONE_HERE})
started = []
popen = subprocess.Popen


class Kept(popen):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        started.append(self)


subprocess.Popen = Kept
copy(text)
sys.exit(1 if any(one.wait() != 0 for one in started) else 0)
"""
"""What runs aside. pyperclip never looks at the exit status of the tools it starts; this does."""

_NAME_ASIDE: Final = """
import pyperclip

copy, _ = pyperclip.determine_clipboard()
print(copy.__name__ if copy else "")
"""
"""What runs aside to name the clipboard. Looking for it may start tools, or a whole window system."""

Answer = Literal["took it", "refused", "silent", "none"]
"""What the clipboard of this computer did with the text."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What is known of a copy.

    Attributes:
        state: `copied`: the clipboard took it; `sent`: the terminal was asked to; `failed`: neither.
        sentence: The same for the person, with where the text is kept if it may not have arrived.
    """

    state: Literal["copied", "sent", "failed"]
    sentence: str


def copy(
    text: str,
    *,
    osc52: Callable[[str], None] | None,
    timeout: float = PATIENCE_SECONDS,
    path: Path | None = None,
) -> Copied:
    """Copy a text by every way there is. May be called from a thread; returns after `timeout` seconds at most.

    Args:
        text: What to copy.
        osc52: Asks the terminal to take it; `None` where there is no terminal.
        timeout: How long the clipboard may take to answer, in seconds.
        path: Where the text is saved, if it is.
    """
    if osc52 is not None:
        osc52(text)
    answer = _to_clipboard(text, timeout)
    if answer == "took it":
        return Copied("copied", "Copied.")
    if osc52 is not None:
        return Copied("sent", _sent(path))
    return Copied("failed", _failed(answer, path))


def tool(timeout: float = PATIENCE_SECONDS) -> str:
    """Return what would take a copy here, such as `xclip`; empty where nothing was found. Nothing is copied.

    Args:
        timeout: How long the search may take, in seconds.
    """
    if not sys.executable or not is_within_reach():
        return ""
    try:
        named = subprocess.run(
            [sys.executable, "-P", "-c", _NAME_ASIDE],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=True,
            env=_environment(),
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return named.stdout.strip().removeprefix("copy_")


def _sent(path: Path | None) -> str:
    if path is None:
        return "Sent to the terminal; a paste shows whether it arrived."
    return f"Sent to the terminal; if a paste brings something else, it is saved at {path}"


_PROBLEMS: Final[dict[Answer, str]] = {
    "refused": "The clipboard did not take it",
    "silent": "The clipboard did not answer",
    "none": "No clipboard was found here",
}


def _failed(answer: Answer, path: Path | None) -> str:
    problem = _PROBLEMS[answer]
    return f"{problem}; nothing was copied." if path is None else f"{problem}; it is saved at {path}"


def _to_clipboard(text: str, timeout: float) -> Answer:
    if not sys.executable or not is_within_reach():
        return "none"
    if timeout <= 0:
        return "silent"
    # -P: a file called pyperclip.py in the folder one happens to be in is not it.
    options, given = ("-P", "-c", _ASIDE), text.encode("utf-8", "replace")
    status = hand_over(sys.executable, options, given, timeout, environment=_environment())
    if isinstance(status, str):
        return status
    if status == 0:
        return "took it"
    return "none" if status == _NONE_HERE else "refused"


def hand_over(
    tool: str,
    options: Sequence[str],
    given: bytes,
    timeout: float,
    *,
    environment: Mapping[str, str] | None = None,
) -> int | Literal["refused", "silent"]:
    """Start a tool, without a shell, and give it something on its standard input.

    Args:
        tool: Where it lies.
        options: What it is started with; never anything that a person typed.
        given: What it reads.
        timeout: How long it may take, in seconds; after that it is ended with all that it started.
        environment: Its environment; that of this program if not said.

    Returns:
        Its exit status; `refused` when it could not be started, `silent` when it took too long.
    """
    try:
        aside = subprocess.Popen(
            [tool, *options],
            stdin=subprocess.PIPE,
            # xclip and wl-copy stay alive to serve the paste and keep what they were given open.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=os.name == "posix",
        )
    except OSError:
        return "refused"
    try:
        aside.communicate(given, timeout=timeout)
    except subprocess.TimeoutExpired:
        _stop(aside)
        return "silent"
    return aside.returncode


def is_within_reach() -> bool:
    """Say whether there can be a clipboard, and whether it is that of whoever sits at the keyboard."""
    if sys.platform in {"darwin", "win32"}:
        # From afar it would fill the clipboard of a computer that nobody sits at; the terminal knows better.
        return not (os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))
    if sys.platform == "cygwin" or "microsoft" in platform.release().lower():
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _environment() -> dict[str, str]:
    """Return the environment for the process aside; pbcopy takes text for another encoding unless told."""
    return {**os.environ, "LC_ALL": "en_US.UTF-8"} if platform.system() == "Darwin" else dict(os.environ)


def _stop(aside: subprocess.Popen[bytes]) -> None:
    """End the process aside and, where processes come in groups, whatever it started."""
    if sys.platform == "win32":
        aside.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(aside.pid, signal.SIGKILL)
    aside.communicate()
