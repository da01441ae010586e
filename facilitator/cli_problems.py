"""How a command ends: its exit status, and the one line that is said when it can't go on."""

DONE, FAILED, WRONG, NOTHING_THERE, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses: done; failed; wrong use or bad input; no such session or format; interrupted."""


class Stop(Exception):
    """A command can't go on; the message is what the person should know, as a rule one line.

    Attributes:
        status: The exit status.
    """

    def __init__(self, sentence: str, status: int = WRONG) -> None:
        """Say what to do."""
        super().__init__(sentence)
        self.status = status
