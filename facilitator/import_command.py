"""`facilitator sessions import`: sessions from files that lie elsewhere, checked before anything is written."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from data.community import Community
from data.holding import held, told
from data.imports import Brought, Standing, bring_in, read_brought, shared, standing, stored_records
from data.problems import NewerSchema, NotBroughtIn, WentAnotherWay
from data.records import Record
from data.store import Store
from data.versions import SCHEMA
from facilitator.cli_problems import DONE, WRONG, Stop
from facilitator.clock import Clock, WallClock
from facilitator.conductor import CanNotResume
from facilitator.drafts import Found
from facilitator.engine.session import Session
from facilitator.engine.state import State
from facilitator.import_drafts import bring_in_drafts, drafts_beside, told_of_drafts
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
        drafts: What was being typed into it, as it lies beside the file.
    """

    id: SessionId
    was: SessionId | None
    brought: Brought
    session: Session
    drafts: Found

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
    """Bring in the sessions of some files. All are tried first, and nothing is changed unless all of them can be.

    Args:
        store: Where they go.
        paths: The files; they stay as they are.
        as_new: Give each an id of its own, whatever is stored already.
        out: Is told what came of each as soon as it is written, so that it is known if the disk fails midway.

    Returns:
        The exit status.

    Raises:
        Stop: A file can't be brought in; the line says why.
        DataError: A session is open in another window, went another way, or can't be written.
    """
    clock = WallClock()
    candidates = [_candidate(store, path, clock, as_new=as_new) for path in paths]
    store.folder.ensure()
    with ExitStack() as locks:
        for session_id in sorted({one.id for one in candidates}):
            locks.enter_context(held(store.places(session_id), files=store.files))
        targets: dict[SessionId, _Target] = {}
        stands = [_stand(store, candidate, targets, clock) for candidate in candidates]
        for id_, target in targets.items():
            kept_at = _write(store, target, clock)
            for candidate, stood in zip(candidates, stands, strict=True):
                if candidate.id == id_:
                    drafts = _write_drafts(store, candidate, target)
                    out.write(f"{clean_line(_line(candidate, stood, target, kept_at, drafts))}\n")
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
    if known is not None and not as_new:
        id_ = known
    else:
        state = session.state
        id_ = store.fresh_id(clock.local(state.opened_at), state.format.id)
    return _Candidate(id_, known, brought.known_as(id_), session, drafts_beside(path))


def _stand(store: Store, candidate: _Candidate, targets: dict[SessionId, _Target], clock: Clock) -> Standing:
    """Tell how a session stands to what is stored and to those before it, and whether it is to be written."""
    target = targets.get(candidate.id)
    if target is None:
        places = store.places(candidate.id)
        with told(places.file):
            here = _usable(stored_records(places, store.files), clock)
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
    with told(places.file):
        kept_at = bring_in(places, candidate.brought, ended_at=candidate.state.ended_at, files=store.files)
    Community(store.folder).record(summary_of(candidate.id, candidate.state, clock.now()))
    return kept_at


def _write_drafts(store: Store, candidate: _Candidate, target: _Target) -> str:
    """Bring in what was being typed, unless what stands now goes on for more; say what became of it."""
    if len(candidate.brought.records) != len(target.best or ()):
        return ""
    ended, places, taken = candidate.state.status == "ended", store.places(candidate.id), 0
    if not ended:
        with told(places.draft):
            taken = bring_in_drafts(places, candidate.drafts.drafts, files=store.files)
    return told_of_drafts(candidate.brought.path, candidate.drafts, taken, ended=ended)


def _line(candidate: _Candidate, stood: Standing, target: _Target, kept_at: Path | None, drafts: str) -> str:
    id_, path = candidate.id, candidate.brought.path
    more = _events(abs(len(candidate.brought.records) - len(target.here or ())))
    match stood:
        case "same":
            return f"{id_}: {path} holds what is here already{drafts or '; nothing was changed'}"
        case "shorter":
            return f"{id_}: what is here goes on for {more} more and stays; {path} was left as it is"
        case "longer":
            line = f"{id_}: {path} goes on for {more} more than what was here, and was taken"
        case "new" if candidate.was not in {None, id_}:
            line = f"{id_}: brought in from {path} beside {candidate.was}, {_events(len(candidate.brought.records))}"
        case _:
            line = f"{id_}: brought in from {path}, {_events(len(candidate.brought.records))}"
    return f"{line}{_remarks(candidate, kept_at, drafts)}"


def _remarks(candidate: _Candidate, kept_at: Path | None, drafts: str) -> str:
    remarks = [
        f"; the version before is kept at {kept_at}" if kept_at is not None else "",
        "; it was brought up to date" if candidate.brought.schema < SCHEMA else "",
        "; characters that act on a terminal were taken out" if candidate.brought.cleaned else "",
        drafts,
    ]
    if candidate.state.status != "ended":
        remarks.append(f"; it had not ended, facilitator resume {candidate.id} goes on with it")
    return "".join(remarks)


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"
