"""What is remembered over sessions: who took part, which series there are, and how each session went.

All of it can be built again from the sessions, so it never stands in the way of one: when its file is busy, damaged
or can't be written, the session goes on without.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from errno import EISDIR, ELOOP
from pathlib import Path

from data.files import DISK, FileSystem, keep_aside, sweep
from data.folders import DataFolder
from data.holding import in_turn
from data.problems import DamagedFile, NewerSchema
from data.records import JSON
from data.storage import Database, SessionStorage, aside_name
from formats.text import clean, clean_line
from formats.words import SessionId

TABLE = "sessions"
PATIENCE_SECONDS = 1.0
"""How long another program may hold the file before we go on without it."""
_Numbers = Mapping[JSON, int]
"""The number of the document of each session that is remembered, by its id."""
_Documents = Mapping[int, Mapping[str, JSON]]
_IN_ITS_PLACE = {EISDIR: "a folder stands in its place", ELOOP: "a link stands in its place"}


@dataclass(frozen=True, slots=True)
class Summary:
    """How one session went.

    Attributes:
        id: which session.
        title: its title.
        format: the id of its format.
        series: the series it belongs to; empty without one.
        started_at: UTC milliseconds.
        ended_at: UTC milliseconds; None while it runs.
        planned_seconds: how long it was to last.
        spent_seconds: how long it lasted.
        people: the names of those who were listed, in that order.
        airtime_seconds: how long each of those who took part had the floor.
        status: a word for how far it got.
        parked_open: the parked texts that wait for the next session.
        actions_open: the texts of actions that were taken on.
        duties: the names of those who had each duty.
    """

    id: SessionId
    title: str
    format: str
    series: str
    started_at: int
    ended_at: int | None
    planned_seconds: int
    spent_seconds: int
    people: tuple[str, ...]
    airtime_seconds: Mapping[str, int]
    status: str
    parked_open: tuple[str, ...] = ()
    actions_open: tuple[str, ...] = ()
    duties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Community:
    """The file `community.json`."""

    def __init__(self, folder: DataFolder | Path, *, files: FileSystem = DISK) -> None:
        """Nothing is read yet.

        Args:
            folder: the data folder.
            files: the way to the disk.
        """
        self._folder = folder if isinstance(folder, DataFolder) else DataFolder(folder)
        self._files = files
        self._problems: list[str] = []

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences for the person about damage that was found."""
        return tuple(self._problems)

    @property
    def needs_rebuild(self) -> bool:
        """Whether the file is missing or was found damaged, so that `rebuild` should fill it from the sessions."""
        return bool(self._problems) or self._files.signature(self._folder.community) is None

    def record(self, summary: Summary) -> bool:
        """Remember how a session goes, in the place of what was known of it.

        Returns:
            Whether it was written; if not, the session goes on and the file can be rebuilt later.
        """
        return self._put(lambda known: _numbered([summary], known))

    def rebuild(self, summaries: Iterable[Summary]) -> bool:
        """Forget everything and remember these sessions instead.

        Returns:
            Whether it was written.
        """
        wanted = list(summaries)
        with self._held() as storage:
            if storage is None:
                return False
            documents = _numbered(wanted, {}).items()
            try:
                storage.write({TABLE: {str(number): document for number, document in documents}})
            except OSError:
                return False
            self._problems.clear()
            return True

    def fill(self, summaries: Iterable[Summary]) -> bool:
        """Remember those of these sessions that are not remembered yet, after the file was lost.

        What another program remembered meanwhile is newer than what was read for this, and stays.

        Returns:
            Whether it was written.
        """
        wanted = list(summaries)
        done = self._put(lambda known: _numbered([one for one in wanted if one.id not in known], known))
        if done:
            self._problems.clear()
        return done

    def forget(self, session_id: SessionId) -> bool:
        """Forget a session, such as one that was deleted.

        Returns:
            Whether the file is without it now.
        """
        with self._held() as storage:
            if storage is None:
                return False
            table = Database(storage).documents(TABLE)
            numbers = [document.doc_id for document in table if document.get("id") == session_id]
            try:
                if numbers:
                    table.remove(doc_ids=numbers)
            except OSError:
                return False
            return True

    def summaries(self) -> list[Summary]:
        """All sessions that are remembered, newest first; empty without a readable file. A damaged one is put aside."""
        try:
            return self._newest_first()
        except DamagedFile:
            with self._held():
                # Taking hold of a damaged file puts it aside.
                return []

    def look(self) -> list[Summary]:
        """All sessions that are remembered, newest first, for who only reads: no lock is taken, nothing changes."""
        try:
            return self._newest_first()
        except DamagedFile:
            return []

    def _newest_first(self) -> list[Summary]:
        try:
            found = _read(SessionStorage(self._folder.community, files=self._files))
        except (NewerSchema, OSError):
            return []
        return sorted(found, key=lambda summary: (summary.started_at, summary.id), reverse=True)

    def _put(self, documents: Callable[[_Numbers], _Documents]) -> bool:
        """Write documents; which ones, the numbers under which sessions are known decide."""
        with self._held() as storage:
            if storage is None:
                return False
            table = Database(storage).documents(TABLE)
            try:
                table.put(documents({document.get("id"): document.doc_id for document in table}))
            except OSError:
                return False
            return True

    @contextmanager
    def _held(self) -> Iterator[SessionStorage | None]:
        """The file under its lock, ready to be read; None when it can't be had. A damaged one is put aside."""
        with in_turn(self._folder.open / "community.lock", wait=PATIENCE_SECONDS) as taken:
            if not taken:
                yield None
                return
            sweep(self._folder.community, files=self._files)
            yield self._readable()

    def _readable(self) -> SessionStorage | None:
        storage = SessionStorage(
            self._folder.community,
            previous=self._folder.backups / "community.1.json",
            aside=self._folder.trash,
            files=self._files,
        )
        try:
            _read(storage)
        except DamagedFile as damage:
            storage.close()
            return storage if self._put_aside(damage) else None
        except (NewerSchema, OSError):
            return None
        return storage

    def _put_aside(self, damage: DamagedFile) -> bool:
        path = self._folder.community
        try:
            evidence = keep_aside(path, aside_name(path, self._folder.trash, "damaged"), files=self._files)
            with suppress(FileNotFoundError):
                self._files.remove(path)
        except OSError:
            return False
        self._problems.append(
            f"What was remembered over sessions could not be read: {damage.why}. The file is kept at {evidence}. "
            "It is built again from the sessions; nothing else is missing."
        )
        return True


def last_people(summaries: Iterable[Summary], series_or_format: str) -> list[str]:
    """Who was there the last time a series met or a format was run, told from summaries, the newest first."""
    for summary in summaries:
        if series_or_format in (summary.series, summary.format) and summary.people:
            return list(summary.people)
    return []


def _read(storage: SessionStorage) -> list[Summary]:
    """Read the file.

    Raises:
        DamagedFile: when it holds no summaries, or is no file at all.
        NewerSchema: when a newer program wrote it.
        OSError: when it can't be read just now.
    """
    try:
        storage.read()
    except OSError as error:
        if error.errno not in _IN_ITS_PLACE:
            raise
        raise DamagedFile(storage.path, _IN_ITS_PLACE[error.errno]) from error
    documents = storage.tables_in_memory.get(TABLE, {}).values()
    return [_summary(document, storage.path) for document in documents]


def _numbered(summaries: Iterable[Summary], known: _Numbers) -> _Documents:
    """Summaries as documents, under the number at which each is known, or else under a free one."""
    number_of = dict(known)
    free = max(number_of.values(), default=0) + 1
    documents: dict[int, Mapping[str, JSON]] = {}
    for summary in summaries:
        number = number_of.setdefault(summary.id, free)
        free = max(free, number + 1)
        documents[number] = _document(summary)
    return documents


def _document(summary: Summary) -> dict[str, JSON]:
    document: dict[str, JSON] = {}
    for one in fields(summary):
        document[one.name] = _plain(getattr(summary, one.name))
    return document


def _plain(value: "JSON | tuple[str, ...] | Mapping[str, int | tuple[str, ...]]") -> JSON:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return value


def _summary(document: Mapping[str, JSON], path: Path) -> Summary:
    reader = _Fields(document, path)
    return Summary(
        id=SessionId(reader.text("id")),
        title=reader.text("title"),
        format=reader.text("format"),
        series=reader.text("series"),
        started_at=reader.number("started_at"),
        ended_at=None if document.get("ended_at") is None else reader.number("ended_at"),
        planned_seconds=reader.number("planned_seconds"),
        spent_seconds=reader.number("spent_seconds"),
        people=reader.texts("people"),
        airtime_seconds=reader.numbers("airtime_seconds"),
        status=reader.text("status"),
        parked_open=reader.texts("parked_open"),
        actions_open=reader.texts("actions_open"),
        duties=reader.names("duties"),
    )


class _Fields:
    """Reads fields of a stored document, each of the type that it must have, its texts cleaned."""

    def __init__(self, document: Mapping[str, JSON], path: Path) -> None:
        self._document = document
        self._path = path

    def text(self, name: str) -> str:
        value = self._document.get(name)
        if not isinstance(value, str):
            raise self._wrong(name)
        return clean_line(value)

    def number(self, name: str) -> int:
        value = self._document.get(name)
        if not isinstance(value, int):
            raise self._wrong(name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._document.get(name)
        if not isinstance(value, list):
            raise self._wrong(name)
        found = [text for text in value if isinstance(text, str)]
        if len(found) != len(value):
            raise self._wrong(name)
        return tuple(clean(text) for text in found)

    def numbers(self, name: str) -> dict[str, int]:
        value = self._document.get(name)
        if not isinstance(value, dict):
            raise self._wrong(name)
        found = {clean(key): number for key, number in value.items() if isinstance(number, int)}
        if len(found) != len(value):
            raise self._wrong(name)
        return found

    def names(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return lists of names by a word; summaries of before there were any have none."""
        value = self._document.get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(name)
        return {key: _Fields(value, self._path).texts(key) for key in value}

    def _wrong(self, name: str) -> DamagedFile:
        return DamagedFile(self._path, f"the field {name!r} of a summary is not what it should be")
