"""`facilitator sessions erase-private`: what is off the record in a session, forgotten for good."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from data.community import Community
from data.problems import HeldElsewhere
from data.records import Record
from data.remains import Words, files_within
from data.rewrite import rewrite, traces
from data.store import Store
from data.typed import pasted_of
from facilitator.cli_problems import DONE, FAILED, Stop
from facilitator.clock import WallClock
from facilitator.conductor import CanNotResume, session_of
from facilitator.confiding import open_drafts, records_without_words, without_private_drafts
from facilitator.drafts import from_text
from facilitator.elsewhere import rescued
from facilitator.engine.confidence import Confidence, confidence, words_in_confidence
from facilitator.engine.events import ItemCaptured, ItemEdited, OffRecordSet
from facilitator.engine.session import Session
from facilitator.finding import Found, find_session, read_session
from facilitator.lobby import summary_of
from formats.text import clean_line
from formats.words import SessionId

ERASED = "erased"
"""What stands in the place of each text."""
_WHAT = "what was off the record was erased"
_YES = frozenset({"y", "yes"})


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be erased.

    Attributes:
        private: What of the session is off the record.
        texts: Its words, and those of the drafts that may not be seen.
        items: How many items still have words that are off the record.
        drafts: How many drafts go.
        pastes: The files of what was pasted; whether it was on the record nobody can tell any more.
    """

    id: SessionId
    session: Session
    private: Confidence
    texts: tuple[str, ...]
    items: int
    drafts: int
    pastes: tuple[Path, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase: what was typed counts only where the session was ever off the record."""
        held = bool(self.private.items or self.private.drafts)
        ever = held or any(isinstance(event.body, OffRecordSet) for event in self.session.events)
        return not held and not (ever and (self.drafts or self.pastes))

    def told(self) -> str:
        """Say what goes; nothing where it went before."""
        counts = (
            (self.items, "item off the record", "items off the record"),
            (self.drafts, "draft", "drafts"),
            (len(self.pastes), "large paste", "large pastes"),
        )
        parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
        return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def erase_private(
    store: Store,
    wanted: str,
    *,
    sure: bool,
    ask: Callable[[str], str] | None,
    out: TextIO,
    err: TextIO,
) -> int:
    """Erase what is off the record in a session: in its file, and in every copy of it that is known.

    After a crash in its middle it can be run again.

    Args:
        store: Where sessions are kept.
        wanted: Which session.
        sure: It is meant; nothing is asked.
        ask: Puts a question to the person and gives the answer; `None` where nobody can be asked.
        out: Is told what was done.
        err: Is told of damage that was met on the way.

    Returns:
        The exit status; 1 when a copy could not be removed.

    Raises:
        Stop: There is no such session, it can't be read, or nobody said that it is meant.
        DataError: It is open in another window, or can't be written; then it can be run again.
    """
    found = read_session(store, find_session(store, wanted))
    err.writelines(f"facilitator: {clean_line(problem)}\n" for problem in found.problems)
    holder = store.holder(found.id)
    if holder.held:
        raise HeldElsewhere(found.id, holder.owner)
    plan = _plan(store, found)
    if plan.is_empty:
        out.write(f"Nothing in {found.id} is off the record; nothing was changed.\n")
        return DONE
    if plan.told() and not sure and not _is_meant(plan, ask):
        out.write("Nothing was erased.\n")
        return DONE
    words = Words(plan.texts)
    gone = _remove_own(store, plan, words)
    done = rewrite(
        store,
        found.id,
        _Change(plan),
        _WHAT,
        drafts=lambda text: without_private_drafts(text, plan.private),
        pastes=True,
    )
    remembered = _remember_anew(store, plan)
    failed = _remove_rescued(found.id, gone)
    _tell(plan, [*gone, *done.removed], [*done.left, *failed, *_others(store, plan, words)], out)
    if not remembered:
        err.write("facilitator: community.json could not be written; run this again when the disk is well\n")
    return FAILED if failed or not remembered else DONE


def _plan(store: Store, found: Found) -> _Plan:
    session = found.session
    private = confidence(session)
    places = store.places(found.id)
    typed = ""
    with suppress(OSError):
        typed = store.files.read(places.draft).decode("utf-8", "replace")
    drafts = from_text(typed).drafts
    hidden = [one for one in drafts if one not in open_drafts(drafts, private)]
    texts = [text for text in words_in_confidence(session, private) if text != ERASED]
    items = {
        event.body.item
        for event in session.events
        if isinstance(event.body, ItemCaptured | ItemEdited)
        and private.holds(event)
        and event.body.text != ERASED
    }
    return _Plan(
        id=found.id,
        session=session,
        private=private,
        texts=(*texts, *(one.text for one in hidden)),
        items=len(items),
        drafts=len(hidden),
        pastes=pasted_of(places),
    )


def _is_meant(plan: _Plan, ask: Callable[[str], str] | None) -> bool:
    if ask is None:
        raise Stop(f"{plan.told()} would be erased for good from {plan.id}; --yes says that it is meant")
    question = (
        f"{plan.told()} will be erased for good from {plan.id} and every copy of it. "
        "Nobody can bring that back. Type yes to go on: "
    )
    return ask(question).strip().casefold() in _YES


class _Change:
    """Empties the records of the session, and those of copies of it.

    An item that is off the record in the session is so in every copy, whatever that one says of it.
    """

    def __init__(self, plan: _Plan) -> None:
        self._captured = {
            event.id: event.body.item
            for event in plan.session.events
            if isinstance(event.body, ItemCaptured) and event.body.item in plan.private.items
        }

    def __call__(self, records: Sequence[Record]) -> list[Record] | None:
        try:
            session = session_of(records)
        except CanNotResume:
            return None
        known = frozenset(self._captured[one.id] for one in session.events if one.id in self._captured)
        return records_without_words(records, session, confidence(session, known), ERASED)


def _remove_own(store: Store, plan: _Plan, words: Words) -> list[Path]:
    """Remove what this program wrote and can do without: reports of crashes, and notes that nobody has changed.

    Raises:
        OSError: One can't be removed.
    """
    folder = store.folder
    derived = [path for path in files_within(folder) if path.parent == folder.logs or _is_remembered(path)]
    notes = store.untouched_notes(plan.id)
    gone = []
    for path in (*derived, *([notes] if notes is not None else [])):
        if path != folder.community and words.stand_in(path):
            store.files.remove(path)
            gone.append(path)
    return gone


def _is_remembered(path: Path) -> bool:
    """Say whether a file is what is remembered over sessions, or an earlier version of it."""
    return path.name.lstrip(".").startswith("community.") and path.suffix != ".lock"


def _remember_anew(store: Store, plan: _Plan) -> bool:
    """Have what is remembered of the session follow it; say whether it does."""
    community = Community(store.folder, files=store.files)
    if not any(one.id == plan.id for one in community.look()):
        return True
    state = session_of(store.read(plan.id).records).state
    summary = summary_of(plan.id, state, WallClock().now())
    # Twice, because each write keeps the version before it.
    return community.record(summary) and community.record(summary)


def _remove_rescued(session_id: SessionId, gone: list[Path]) -> list[Path]:
    """Remove copies that were rescued into other folders; give those that could not be."""
    failed = []
    for path in rescued(session_id):
        try:
            path.unlink()
        except OSError:
            failed.append(path)
            continue
        gone.append(path)
        with suppress(OSError):
            path.parent.rmdir()
    return failed


def _others(store: Store, plan: _Plan, words: Words) -> list[Path]:
    """Find files that hold the same words and are not this session's: notes that were changed, other sessions."""
    if not plan.texts:
        return []
    own = {*store.places(plan.id).backups, store.places(plan.id).file, *traces(store.places(plan.id))}
    return [path for path in files_within(store.folder) if path not in own and words.stand_in(path)]


def _tell(plan: _Plan, gone: Sequence[Path], left: Sequence[Path], out: TextIO) -> None:
    if plan.told():
        out.write(f"{plan.id}: {plan.told()} erased for good, in every copy of it.\n")
    else:
        out.write(f"{plan.id}: what was off the record was erased before; every copy of it follows now.\n")
    if gone:
        out.write("Removed with it, since they held such words or nobody can tell what they hold:\n")
        out.writelines(f"  {clean_line(str(path))}\n" for path in gone)
    if left:
        out.write("These may still hold the same words and are yours to look at:\n")
        out.writelines(f"  {clean_line(str(path))}\n" for path in left)
