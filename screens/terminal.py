"""What the terminal sends and takes: no broken byte ends the program, no terminal that is gone holds it."""

import sys
from codecs import IncrementalDecoder
from collections.abc import Callable
from functools import partial


def read_broken_bytes() -> None:
    """Have bytes that are no UTF-8 read as the replacement character.

    Textual's driver reads strictly, so that a single invalid byte typed or pasted ends the app (its issue 6456).
    It makes its decoder by a name of its module, which is the one place where this can be changed.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    strict = vars(linux_driver)["getincrementaldecoder"]
    if not isinstance(strict, _Forgiving):
        vars(linux_driver)["getincrementaldecoder"] = _Forgiving(strict)


def outlive_the_terminal() -> None:
    """Have what is drawn for a terminal that was closed thrown away.

    Textual draws from a thread that dies with the terminal, and whoever draws then waits for ever for room in its
    queue: the program would neither end nor let go of its session.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver
    from textual.drivers._writer_thread import WriterThread

    class LastingWriter(WriterThread):
        def run(self) -> None:
            try:
                super().run()
            except OSError:
                while self._queue.get() is not None:
                    pass

    vars(linux_driver)["WriterThread"] = LastingWriter


class _Forgiving:
    """Makes decoders that replace what they can't read."""

    def __init__(self, make: Callable[[str], Callable[..., IncrementalDecoder]]) -> None:
        self._make = make

    def __call__(self, encoding: str) -> Callable[[], IncrementalDecoder]:
        return partial(self._make(encoding), errors="replace")
