"""What can go wrong with what lasts, each with what the person needs to mend it.

Light on purpose: the home screen and the command line import this before anything heavy is loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from errno import (
    EACCES,
    EBUSY,
    EDQUOT,
    EEXIST,
    EFBIG,
    EIO,
    EISDIR,
    EMFILE,
    ENAMETOOLONG,
    ENFILE,
    ENODEV,
    ENOENT,
    ENOSPC,
    ENOTCONN,
    ENOTDIR,
    ENXIO,
    EPERM,
    EROFS,
    ESTALE,
    ETIMEDOUT,
)
from pathlib import Path

from formats.words import SessionId

_WHY = {
    ENOSPC: "the disk is full",
    EDQUOT: "your share of the disk is used up",
    EFBIG: "the file has grown too large for this disk",
    EIO: "the disk reports an error",
    ENODEV: "the disk is gone",
    ENXIO: "the disk is gone",
    ESTALE: "the network folder is gone",
    ENOTCONN: "the network folder is gone",
    ETIMEDOUT: "the disk does not answer",
    EBUSY: "the file is in use by another program",
    EMFILE: "too many files are open",
    ENFILE: "too many files are open",
    EROFS: "the disk can only be read",
    EACCES: "writing there is not allowed",
    EPERM: "writing there is not allowed",
    ENOENT: "the folder is gone",
    ENOTDIR: "there is a file where the folder should be",
    EEXIST: "there is a file where the folder should be",
    EISDIR: "there is a folder where the file should be",
    ENAMETOOLONG: "the name is too long for this disk",
}


def in_words(error: OSError) -> str:
    """What a failed call to the system means, in words without a full stop."""
    known = _WHY.get(error.errno or 0)
    return known if known is not None else (error.strerror or str(error) or type(error).__name__)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a session open, as its `.owner` file tells; an unknown number is 0, an unknown host empty.

    Attributes:
        pid: the process that opened it.
        host: the computer that it runs on.
        start: when it was opened, UTC milliseconds.
        last: its last sign of life, UTC milliseconds.
        at: what time it was in the session at that sign, UTC milliseconds; None when that was not left.
        held_ms: what the session still held back from its time then, in milliseconds.
        returned_ms: what stood in its time then and was still to be settled, in milliseconds.
    """

    pid: int
    host: str
    start: int
    last: int
    at: int | None = None
    held_ms: int = 0
    returned_ms: int = 0


NOBODY_KNOWN = Owner(pid=0, host="", start=0, last=0)
"""The owner of a session whose `.owner` file is missing or can't be read."""


@dataclass(frozen=True, slots=True)
class SaveProblem:
    """A write that did not reach the disk. Nothing is lost by it: all that waits is kept in order.

    Attributes:
        why: the reason in words, without a full stop.
    """

    why: str


class DataError(Exception):
    """Anything about the stored data that a person should be told of."""


class FolderProblem(DataError):
    """A file or folder that can't be used.

    Attributes:
        path: which one.
        why: the reason in words.
        what_to_do: the way out, as a sentence.
    """

    def __init__(self, path: Path, why: str, what_to_do: str) -> None:
        self.path = path
        self.why = why
        self.what_to_do = what_to_do
        super().__init__(f"{path}: {why}. {what_to_do}")


class DamagedRecord(DataError):
    """A stored document that is no record: a field is missing, unknown or of the wrong type."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class DamagedFile(DataError):
    """A file whose content is not what was written into it."""

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        self.why = why
        super().__init__(f"{path}: {why}")


class Damaged(DataError):
    """A session of which no version can be read any more.

    Attributes:
        session_id: which session.
        why: what is wrong with each version, in words.
        kept: the damaged files, all still there.
    """

    def __init__(self, session_id: SessionId, why: str, kept: Sequence[Path]) -> None:
        self.session_id = session_id
        self.why = why
        self.kept = tuple(kept)
        places = ", ".join(str(path) for path in self.kept)
        super().__init__(
            f"The session {session_id} can't be read: {why}. Nothing was deleted; its files are {places}."
        )


class NewerSchema(DataError):
    """A file that a newer version of this program wrote; it is left as it is."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        self.path = path
        self.found = found
        self.known = known
        super().__init__(
            f"{path} was written by a newer version of facilitator (data version {found}, this one reads up "
            f"to {known}). It was left as it is. Please update facilitator to open it."
        )


class NoSuchSession(DataError):
    """No stored session answers to what was asked for.

    Attributes:
        wanted: the text that was given.
        nearest: stored sessions that look most like it, the best first.
    """

    def __init__(self, wanted: str, nearest: Sequence[SessionId] = ()) -> None:
        self.wanted = wanted
        self.nearest = tuple(nearest)
        hint = f" Did you mean {self.nearest[0]}?" if self.nearest else ""
        super().__init__(f"There is no session {wanted!r}.{hint}")


class AmbiguousSession(DataError):
    """More than one stored session begins with what was given.

    Attributes:
        wanted: the text that was given.
        matches: the sessions that begin with it, newest first.
    """

    def __init__(self, wanted: str, matches: Sequence[SessionId]) -> None:
        self.wanted = wanted
        self.matches = tuple(matches)
        some = ", ".join(self.matches[:5]) + (" ..." if len(self.matches) > 5 else "")
        super().__init__(
            f"{len(self.matches)} sessions begin with {wanted!r}: {some}. Please give more of the id."
        )


class SessionExists(DataError):
    """A session of that id is stored already."""

    def __init__(self, session_id: SessionId) -> None:
        self.session_id = session_id
        super().__init__(f"There is a session {session_id} already. Choose another id.")


class HeldElsewhere(DataError):
    """Another program has this session open.

    Attributes:
        session_id: which session.
        owner: who has it, as far as is known.
    """

    def __init__(self, session_id: SessionId, owner: Owner) -> None:
        self.session_id = session_id
        self.owner = owner
        who = f" (process {owner.pid} on {owner.host})" if owner.pid else ""
        super().__init__(
            f"The session {session_id} is open in another window{who}. "
            "Go on there, or leave it there with q and resume it here."
        )


class NotBroughtIn(DataError):
    """A file that can't be brought in as a session; it was left as it is.

    Attributes:
        path: which file.
        why: the reason in words.
    """

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        self.why = why
        super().__init__(f"{path} can't be brought in: {why}.")


class WentAnotherWay(DataError):
    """A file holds a session that is stored already, with other events than the stored one.

    Attributes:
        path: the file.
        session_id: which session.
        shared: how many events both have in common, from the first one on.
    """

    def __init__(self, path: Path, session_id: SessionId, shared: int) -> None:
        self.path = path
        self.session_id = session_id
        self.shared = shared
        common = f"agree up to event {shared}" if shared else "have no event in common"
        super().__init__(
            f"{path} holds the session {session_id}, which is here already; the two {common} and then differ. "
            "Nothing was changed. With --as-new it is brought in beside the other one, under an id of its own."
        )
