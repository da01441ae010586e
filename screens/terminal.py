"""What the terminal sends and takes: the one place where parts of Textual's drivers are exchanged.

Textual's drivers find their parts (decoder, parser, writing thread) by names of their modules, and offer no other way
to give them better ones. What is put there has the shape of what stood there. A Textual without such a name works as
it comes: `pyproject.toml` bounds its version, and a test says when a name is gone.
"""

import sys
import threading
import time
from codecs import IncrementalDecoder
from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Final, Protocol, TypeVar

from screens.drawing import Drawer
from screens.pasting import Incoming, Keys

FEWEST_SECONDS: Final = 1.0
"""A thread that falls over sooner than this has little to read."""
MOST_FALLS: Final = 10
"""After so many of them in a row there is nothing to read any more."""

_Part = TypeVar("_Part")


class Decoder(Protocol):
    """The half of a decoder that Textual's driver asks for."""

    def decode(self, sent: bytes, final: bool = False) -> str:
        """Return what was sent as text."""


def driver_module() -> ModuleType:
    """Return the module in which Textual reads from a terminal of this system."""
    return import_module(
        "textual.drivers.win32" if sys.platform == "win32" else "textual.drivers.linux_driver"
    )


def read_broken_bytes() -> None:
    """Have what is no text read as the replacement character, and the end of the terminal seen as an end.

    On Unix Textual reads strictly, so that a single invalid byte typed or pasted ends the app (its issue 6456), and a
    terminal that is gone is read again and again without a pause. On Windows half an emoji makes the keys deaf.
    """
    if sys.platform == "win32":
        _exchange("EventMonitor", lasting)
    else:
        _exchange("getincrementaldecoder", forgiving)


def keep_pastes_whole() -> None:
    """Have pastes taken out of what is sent before keys are looked for in it."""
    _exchange("XTermParser", whole_pastes)


def outlive_the_terminal(draw_again: Callable[[], object]) -> None:
    """Have nobody wait for a terminal that takes nothing or is gone.

    Args:
        draw_again: Called from another thread when the terminal has missed something and takes it again.
    """
    if sys.platform != "win32":
        _exchange("WriterThread", lambda _thread: partial(Drawer, on_again=draw_again))


_AS_THEY_CAME: Final[dict[str, object]] = {}
"""What stood first under each name."""


def _exchange(name: str, better: Callable[[_Part], object]) -> None:
    """Put something better under a name of the driver's module, made from what stood there first."""
    names = vars(driver_module())
    if name in names:
        _AS_THEY_CAME.setdefault(name, names[name])
        part: _Part = _AS_THEY_CAME[name]  # type: ignore[assignment]  # a name says what its part is
        names[name] = better(part)


def whole_pastes(parser: Callable[[bool], Keys]) -> Callable[[bool], Incoming]:
    """Make parsers that take pastes out before the other one looks for keys."""

    def make(debug: bool = False) -> Incoming:
        return Incoming(partial(parser, debug))

    return make


def forgiving(
    make: Callable[[str], Callable[..., IncrementalDecoder]],
) -> Callable[[str], Callable[[], Decoder]]:
    """Make decoders that replace what they can't read."""
    return lambda encoding: lambda: _Forgiving(make(encoding)(errors="replace"))


class _Forgiving:
    """Reads what a terminal sends until it is gone."""

    def __init__(self, decoder: IncrementalDecoder) -> None:
        self._decoder = decoder

    def decode(self, sent: bytes, final: bool = False) -> str:
        """Return what was sent as text.

        Raises:
            EOFError: The terminal is gone: it has something to read, and that is nothing.
        """
        if not sent:
            raise EOFError("the terminal is gone")
        return self._decoder.decode(sent, final)


class Monitor(Protocol):
    """The thread in which Textual reads the console of Windows."""

    exit_event: threading.Event

    def run(self) -> None:
        """Read until the end, or until something can't be read."""


def lasting(monitor: type[Monitor]) -> type[Monitor]:
    """Make a thread that goes on reading after it met what it can't read, half of an emoji for one."""

    class Lasting(monitor):  # type: ignore[valid-type, misc]  # the class is known when it runs
        def run(self) -> None:
            falls = 0
            while not self.exit_event.is_set() and falls < MOST_FALLS:
                begun = time.monotonic()
                super().run()
                falls = falls + 1 if time.monotonic() - begun < FEWEST_SECONDS else 0

    return Lasting
