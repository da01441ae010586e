"""A TinyDB storage that survives what a laptop in a meeting meets: crashes, full disks, power cuts, rivals.

It is meant for one owner at a time, who holds the lock of the file. While it is in use, what was read or written
last stays in memory: adding a document neither reads nor parses the file, and encodes that document alone.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from data.files import DISK, FileSystem, Signature, keep_aside, write_whole
from data.migrations import can_migrate, migrated
from data.problems import DamagedFile, NewerSchema
from data.records import JSON
from data.versions import SCHEMA, Tables, Version, decode, encode, kept

PlainDocuments = Mapping[int, Mapping[str, JSON]]
"""Documents by their numbers."""


class SessionStorage(Storage):
    """Keeps a TinyDB file whole, checked and backed up.

    Attributes:
        path: the file.
        on_notice: told, in a sentence, when another program changed the file underneath.
        schema_read: the schema that the file had when it was read; None before that or without a file.
    """

    def __init__(
        self,
        path: Path,
        *,
        previous: Path | None = None,
        aside: Path | None = None,
        within: Path | None = None,
        files: FileSystem = DISK,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare; nothing is read yet.

        Args:
            path: the file.
            previous: where the version before the last is kept, if it is to be kept.
            aside: the folder that takes a file which another program put in the place of ours.
            within: the folder that must still be there for the file's own folder, if that is gone, to be made again.
                Without it, or while it is gone as well (a stick that was pulled out), writing fails.
            files: the way to the disk.
            on_notice: see the attributes.
        """
        self.path = path
        self.schema_read: int | None = None
        self._previous = previous
        self._aside = aside if aside is not None else path.parent
        self._within = within
        self._files = files
        self.on_notice = on_notice
        self._tables: Tables | None = None
        self._writes = 0
        self._last_seen: Signature | None = None
        # A try that failed at its last step may be on the disk all the same: that version is ours too.
        self._our_contents: set[int] = set()
        self._strangers: set[Signature | None] = set()

    @property
    def tables_in_memory(self) -> Tables:
        """The tables as they were last read or written; empty when there was no file."""
        return self._tables if self._tables is not None else {}

    def read(self) -> dict[str, dict[str, Mapping[str, JSON]]] | None:
        """The tables, from memory if they were read before; None when there is no file.

        An older schema is brought to the newest one in memory; the file itself changes with the next write.

        Raises:
            DamagedFile: when the file is not what was written; an empty file is damaged, not new.
            NewerSchema: when a newer program wrote it.
            OSError: when it can't be read.
        """
        if self._tables is None:
            try:
                signature = self._files.signature(self.path)
                raw = self._files.read(self.path)
            except FileNotFoundError:
                return None
            version = decode(raw, self.path)
            current = understood(version, self.path)
            self.schema_read = version.schema
            self._tables, self._writes = current.tables, current.writes
            self._our_contents = {crc32(raw)}
            self._last_seen = signature
        return {name: dict(documents) for name, documents in self.tables_in_memory.items()}

    def write(self, data: Mapping[str, Mapping[str, Mapping[str, JSON]]]) -> None:
        """Put all tables on the disk. When this returns they survive a power cut.

        Raises:
            OSError: when they could not be written; memory then still holds what was written last, and the
                next write brings everything.
            ValueError: for what JSON does not know, such as NaN.
            TypeError: for what is no JSON at all.
        """
        tables: Tables = {
            name: {str(number): kept(document) for number, document in documents.items()}
            for name, documents in data.items()
        }
        raw = encode(tables, writes=self._writes + 1)
        self._look_underneath()
        self._our_contents.add(crc32(raw))
        newest: list[Signature] = []

        def before_replace(signature: Signature) -> None:
            newest.append(signature)
            self._keep_previous()

        try:
            write_whole(self.path, raw, files=self._files, before_replace=before_replace)
        except FileNotFoundError:
            if self._within is None:
                raise
            self._make_folder_again(self._within)
            write_whole(self.path, raw, files=self._files, before_replace=before_replace)
        self._tables = tables
        self._writes += 1
        self._our_contents = {crc32(raw)}
        self._last_seen = newest[-1]
        was_gone = None in self._strangers
        self._strangers.clear()
        if was_gone:
            self._tell(f"{self.path} was gone. It is written anew; nothing is missing.")

    def close(self) -> None:
        """Forget what was read or written."""
        self._tables = None
        self._last_seen = None
        self._our_contents.clear()

    def _make_folder_again(self, within: Path) -> None:
        """Make the folder of the file again where it alone is gone; no history is lost, each write brings all of it.

        Raises:
            OSError: when the folder around it is gone as well, or it can't be made.
        """
        self._files.make_folder(self.path.parent)
        self._files.sync_folder(within)

    def _keep_previous(self) -> None:
        """Link the version that is about to be replaced; a save does not fail for want of a backup."""
        if self._previous is None or self._tables is None or self._strangers:
            return
        with suppress(OSError):
            self._files.remove(self._previous)
        with suppress(OSError):
            self._files.link(self.path, self._previous)

    def is_in_place(self) -> bool:
        """Whether the file is still the one that was written or read last; a disk that can't tell counts as a yes."""
        try:
            return self._tables is None or self._files.signature(self.path) == self._last_seen
        except OSError:
            return True

    def _look_underneath(self) -> None:
        """Keep what another program put in the place of our file before it is replaced, and say so."""
        if self._tables is None:
            return
        found = self._files.signature(self.path)
        if found is None:
            self._strangers.add(None)
            return
        self._strangers.discard(None)
        if found in self._strangers or found == self._last_seen:
            return
        with suppress(OSError):
            if crc32(self._files.read(self.path)) in self._our_contents:
                self._last_seen = found
                return
        self._files.make_folder(self._aside)
        evidence = keep_aside(self.path, aside_name(self.path, self._aside, "replaced"), files=self._files)
        self._strangers |= {found, self._files.signature(self.path)}
        self._tell(
            f"Another program changed {self.path.name} while it was open here. What this window holds is kept; "
            f"the other version lies at {evidence}."
        )

    def _tell(self, notice: str) -> None:
        if self.on_notice is not None:
            self.on_notice(notice)


def understood(version: Version, path: Path) -> Version:
    """A version in the newest schema.

    Raises:
        NewerSchema: when a newer program wrote it.
        DamagedFile: when it claims a schema that there never was.
    """
    if version.schema > SCHEMA:
        raise NewerSchema(path, version.schema, SCHEMA)
    if not can_migrate(version):
        raise DamagedFile(path, f"it claims a data version that never was ({version.schema})")
    return migrated(version)


def aside_name(path: Path, folder: Path, what: str) -> Path:
    """A telling name for a file that is kept as evidence: which file, what happened, and when (UTC)."""
    return folder / f"{path.stem}.{what}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{path.suffix}"


class DocumentTable(Table):
    """A TinyDB table whose documents are put whole."""

    def put(self, documents: PlainDocuments) -> None:
        """Write documents under their numbers in one go, in the place of any that stood there.

        TinyDB's own upsert writes the file twice for a new document, and once more for each further one.
        """
        self._update_table(lambda table: table.update(documents))


class Database(TinyDB):
    """A TinyDB on a `SessionStorage`."""

    table_class = DocumentTable

    def __init__(self, storage: SessionStorage) -> None:
        super().__init__(storage=lambda: storage)

    def documents(self, name: str) -> DocumentTable:
        """The table of that name."""
        table = self.table(name)
        assert isinstance(table, DocumentTable)
        return table
