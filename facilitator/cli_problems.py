"""How a command ends: its exit status, and what is said when it can't go on."""

from collections.abc import Iterable

from formats.text import clean

DONE, FAILED, WRONG, NOTHING_THERE, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses: done; failed; wrong use or bad input; no such session or format; interrupted."""


class Stop(Exception):
    """A command can't go on; the message is what the person should know, on one line.

    Attributes:
        status: The exit status.
    """

    def __init__(self, sentence: str, status: int = WRONG) -> None:
        """Say what to do."""
        super().__init__(sentence)
        self.status = status

    def told(self) -> str:
        """Return what is written to standard error; what was typed may stand in it, so it is cleaned."""
        line = " ".join(clean(str(self)).split("\n"))
        return f"facilitator: {line}\n"


class Faults(Stop):
    """A file has faults; each stands on a line of its own, `file:line:column: where: what`, as editors read them."""

    def __init__(self, faults: Iterable[object]) -> None:
        """Take all of them."""
        super().__init__("\n".join(str(one) for one in faults))

    def told(self) -> str:
        """Return the faults as they are, without a word before them."""
        return f"{clean(str(self))}\n"
