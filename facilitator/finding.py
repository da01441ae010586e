"""The session that is meant on the command line, read without a lock."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.problems import AmbiguousSession, DataError, NoSuchSession
from data.records import JSON, Record
from data.store import Store
from facilitator.cli_problems import FAILED, NOTHING_THERE, Stop
from facilitator.conductor import CanNotResume, session_of
from facilitator.engine.session import Session
from formats.words import SessionId


@dataclass(frozen=True, slots=True)
class Found:
    """A session as it lies on the disk.

    Attributes:
        id: Which one.
        session: Its events and what stands after them.
        problems: Sentences about damage that was met on the way; empty when all was well.
        header: The document that describes it.
        records: Its events as they are stored.
    """

    id: SessionId
    session: Session
    problems: tuple[str, ...]
    header: Mapping[str, JSON]
    records: tuple[Record, ...]


def find_session(store: Store, wanted: str) -> SessionId:
    """Find a session by its id, the beginning of one, or `last`.

    Raises:
        Stop: There is none, or more than one.
    """
    try:
        return store.resolve(wanted)
    except NoSuchSession as missing:
        raise Stop(_none(store, missing), status=NOTHING_THERE) from missing
    except AmbiguousSession as several:
        raise Stop(str(several)) from several


def read_session(store: Store, session_id: SessionId) -> Found:
    """Read and fold a session.

    Raises:
        Stop: It can't be read; the line says why and where its files are.
    """
    try:
        stored = store.read(session_id)
        session = session_of(stored.records)
        return Found(session_id, session, stored.problems, stored.header, stored.records)
    except NoSuchSession as missing:
        raise Stop(_none(store, missing), status=NOTHING_THERE) from missing
    except DataError as damage:
        raise Stop(str(damage), status=FAILED) from damage
    except CanNotResume as problem:
        raise Stop(f"the session {session_id} can't be read: {problem}", status=FAILED) from problem


def _none(store: Store, missing: NoSuchSession) -> str:
    if not store.ids():
        return f"no session is stored in {store.folder.root} yet; facilitator run starts one"
    close = " or ".join(missing.nearest)
    way_out = f"did you mean {close}?" if close else "facilitator sessions list shows what there is"
    return f"there is no session '{missing.wanted}'; {way_out}"
