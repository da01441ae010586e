"""`facilitator sessions import`: sessions from files that lie elsewhere, checked before anything is written."""

import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from data.community import Community
from data.folders import new_session_id
from data.holding import held
from data.imports import Brought, Standing, bring_in, read_brought, shared, standing, stored_records
from data.problems import NewerSchema, NotBroughtIn, WentAnotherWay
from data.records import Record
from data.store import Store
from data.versions import SCHEMA
from facilitator.cli_problems import DONE, WRONG, Stop
from facilitator.clock import Clock, WallClock
from facilitator.conductor import CanNotResume
from facilitator.engine.session import Session
from facilitator.engine.state import State
from facilitator.lobby import summary_of
from facilitator.soundness import sound_session
from formats.text import clean_line
from formats.words import SessionId


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A session from a file that can be used, under the id that it is to have.

    Attributes:
        id: That id.
        was: The id that it had; None when the file does not tell.
    """

    id: SessionId
    was: SessionId | None
    brought: Brought
    session: Session

    @property
    def state(self) -> State:
        return self.session.state


@dataclass(slots=True)
class _Target:
    """What is to stand under one id after the import.

    Attributes:
        here: What is stored now; None when nothing that can be read is.
        best: The longest of what is stored and what was brought so far.
        taken: The session that is to be written; None while what is stored stays.
    """

    here: Sequence[Record] | None
    best: Sequence[Record] | None
    taken: _Candidate | None = None


def import_sessions(store: Store, paths: Sequence[Path], *, as_new: bool, out: TextIO) -> int:
    """Bring in the sessions of some files; either all of them can be, or nothing is changed.

    Args:
        store: Where they go.
        paths: The files; they stay as they are.
        as_new: Give each an id of its own, whatever is stored already.
        out: Is told what came of each.

    Returns:
        The exit status.

    Raises:
        Stop: A file can't be brought in; the line says why.
        DataError: A session is open in another window, went another way, or can't be written.
    """
    clock = WallClock()
    candidates = [_candidate(store, path, clock, as_new=as_new) for path in paths]
    store.folder.ensure()
    lines = []
    with ExitStack() as locks:
        for session_id in sorted({one.id for one in candidates}):
            locks.enter_context(held(store.places(session_id), files=store.files))
        targets: dict[SessionId, _Target] = {}
        stands = [_stand(store, candidate, targets, clock) for candidate in candidates]
        kept_at = {id_: _write(store, target, clock) for id_, target in targets.items()}
        for candidate, stood in zip(candidates, stands, strict=True):
            lines.append(_line(candidate, stood, targets[candidate.id], kept_at[candidate.id]))
    out.writelines(f"{clean_line(line)}\n" for line in lines)
    return DONE


def _candidate(store: Store, path: Path, clock: Clock, *, as_new: bool) -> _Candidate:
    try:
        brought = read_brought(path)
        session = sound_session(brought.records, clock)
    except (NotBroughtIn, NewerSchema) as problem:
        raise Stop(str(problem), status=WRONG) from problem
    except CanNotResume as problem:
        raise Stop(str(NotBroughtIn(path, str(problem))), status=WRONG) from problem
    known = brought.session_id
    id_ = known if known is not None and not as_new else _fresh_id(store, session.state, clock)
    return _Candidate(id_, known, brought.known_as(id_), session)


def _fresh_id(store: Store, state: State, clock: Clock) -> SessionId:
    taken = set(store.ids())
    while True:
        fresh = new_session_id(clock.local(state.opened_at), state.format.id, secrets.token_hex(2))
        if fresh not in taken:
            return fresh


def _stand(store: Store, candidate: _Candidate, targets: dict[SessionId, _Target], clock: Clock) -> Standing:
    """Tell how a session stands to what is stored and to those before it, and whether it is to be written."""
    target = targets.get(candidate.id)
    if target is None:
        here = _usable(stored_records(store.places(candidate.id), store.files), clock)
        target = targets[candidate.id] = _Target(here, here)
    stood = standing(target.best, candidate.brought)
    if stood == "other":
        common = shared(target.best or (), candidate.brought)
        raise WentAnotherWay(candidate.brought.path, candidate.id, common)
    if stood in {"new", "longer"}:
        target.best, target.taken = candidate.brought.records, candidate
    return stood


def _usable(records: list[Record] | None, clock: Clock) -> list[Record] | None:
    """Return stored records if they are a session that can be used; any other makes room for one that can."""
    if records is None:
        return None
    try:
        sound_session(records, clock)
    except CanNotResume:
        return None
    return records


def _write(store: Store, target: _Target, clock: Clock) -> Path | None:
    if target.taken is None:
        return None
    candidate = target.taken
    places = store.places(candidate.id)
    kept_at = bring_in(places, candidate.brought, ended_at=candidate.state.ended_at, files=store.files)
    Community(store.folder).record(summary_of(candidate.id, candidate.state, clock.now()))
    return kept_at


def _line(candidate: _Candidate, stood: Standing, target: _Target, kept_at: Path | None) -> str:
    id_, path = candidate.id, candidate.brought.path
    more = _events(abs(len(candidate.brought.records) - len(target.here or ())))
    match stood:
        case "same":
            return f"{id_}: {path} holds what is here already; nothing was changed"
        case "shorter":
            return f"{id_}: what is here goes on for {more} more and stays; {path} was left as it is"
        case "longer":
            told = f"{id_}: {path} goes on for {more} more than what was here, and was taken"
        case "new" if candidate.was not in {None, id_}:
            told = f"{id_}: brought in from {path} beside {candidate.was}, {_events(len(candidate.brought.records))}"
        case _:
            told = f"{id_}: brought in from {path}, {_events(len(candidate.brought.records))}"
    return f"{told}{_remarks(candidate, kept_at)}"


def _remarks(candidate: _Candidate, kept_at: Path | None) -> str:
    remarks = [
        f"; the version before is kept at {kept_at}" if kept_at is not None else "",
        "; it was brought up to date" if candidate.brought.schema < SCHEMA else "",
        "; characters that act on a terminal were taken out" if candidate.brought.cleaned else "",
    ]
    if candidate.state.status != "ended":
        remarks.append(f"; it had not ended, facilitator resume {candidate.id} goes on with it")
    return "".join(remarks)


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"
