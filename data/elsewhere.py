"""A session kept in another folder as well, because its own disk fails or somebody wants a copy."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from data.beside import clear_beside, keep_beside
from data.files import DISK, FileSystem
from data.problems import FolderProblem, SaveProblem, in_words
from data.records import JSON, Record
from data.recovery import SessionSink
from data.sessions import rescue
from data.storage import SessionStorage
from data.writer import Writer


class Copy:
    """The whole session in one file of another folder, renewed by a thread of its own as the session goes on.

    Attributes:
        path: the file.
        handed: the highest number of a record that was handed over; 0 when none was.
        draft: what was being typed, as far as it is on that disk.
    """

    def __init__(
        self,
        records: Sequence[Record],
        header: Mapping[str, JSON],
        folder: Path,
        *,
        draft: str = "",
        files: FileSystem = DISK,
    ) -> None:
        """Write the copy; it is on the disk when this returns.

        Args:
            records: all records of the session.
            header: the document that describes it.
            folder: where to. Nothing there is overwritten.
            draft: what is being typed; it gets a file of its own beside the session.
            files: the way to the disk.

        Raises:
            DataError: when it can't be written there; it says why.
        """
        self.path = rescue(records, header, folder, files=files)
        storage = SessionStorage(self.path, files=files)
        try:
            storage.read()
            clear_beside(self.path, files=files)
            keep_beside(self.path, draft, files=files)
        except OSError as error:
            raise FolderProblem(folder, in_words(error), "Choose another folder.") from error
        self.handed = _last(records)
        self.draft = self._handed_draft = draft
        self._files = files
        self._header = dict(header)
        self._problem = ""
        self._writer = Writer(SessionSink(storage), records)
        self._writer.listen(self._saved, self._failed)

    @property
    def problem(self) -> str:
        """Why the copy can't be renewed, in words; empty when all is well."""
        return self._problem

    @property
    def acknowledged(self) -> int:
        """The highest number up to which all records are in the copy."""
        return self._writer.acknowledged

    def renew(self, records: Sequence[Record], header: Mapping[str, JSON], *, draft: str = "") -> None:
        """Bring what came since; returns at once. What could not be written before is tried again."""
        if header != self._header:
            self._header = dict(header)
            self._writer.put_header(header)
        if records:
            self.handed = _last(records)
            self._writer.append(records)
        if draft != self._handed_draft:
            self._handed_draft = draft
            self._writer.put_after("draft", lambda: self._keep_draft(draft))
        self._writer.retry()

    def drain(self, timeout: float) -> bool:
        """Wait until all that was handed over is in the copy, `timeout` seconds at most; say whether it is."""
        return self._writer.drain(timeout)

    def close(self, timeout: float) -> bool:
        """Write what waits and end; say whether all that was handed over is in the copy.

        Args:
            timeout: seconds to wait at most.
        """
        return self._writer.close(timeout)

    def _keep_draft(self, draft: str) -> None:
        keep_beside(self.path, draft, files=self._files)
        self.draft = draft

    def _saved(self, _seq: int) -> None:
        self._problem = ""

    def _failed(self, problem: SaveProblem) -> None:
        self._problem = problem.why


def _last(records: Sequence[Record]) -> int:
    return max((record.seq for record in records), default=0)
