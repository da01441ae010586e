"""Everything before a session: rituals on the shelves, what was not finished, setup, and the beginning."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from math import inf

from data.community import Community, Summary
from data.problems import DataError, HeldElsewhere, SessionExists
from data.store import Store
from facilitator.clock import Clock
from facilitator.conductor import CanNotResume, Conductor, session_of
from facilitator.engine.commands import Start
from facilitator.engine.duties import holder
from facilitator.engine.people import read_names
from facilitator.engine.rules import Refusal
from facilitator.engine.session import Session
from facilitator.engine.state import State
from facilitator.engine.turns import airtime
from facilitator.notes.discretion import took_part
from facilitator.notes_choices import choices_in
from facilitator.notes_desk import NotesDesk
from facilitator.presenter import wording
from facilitator.setup import SetupProblem, begin_command
from facilitator.soundness import sound_session
from formats.model import Format, Talk
from formats.words import DUTIES, Duty, SessionId
from screens.views.home import PastRow, ResumeRow
from screens.views.setup import PersonChip, SetupAnswers

LOOKED_FOR = 20
"""How many of the newest sessions are read where it is no longer known which of them did not end."""
SESSIONS_REMEMBERED = 8
"""Over how many sessions of a series the mean airtime goes."""


@dataclass(frozen=True, slots=True)
class NotBegun:
    """Why a session could not begin: the field of setup it is about, and a sentence."""

    field: str
    sentence: str


def begin(
    store: Store,
    clock: Clock,
    chosen: Format,
    answers: SetupAnswers,
    *,
    at_once: bool,
    seed: int | None = None,
) -> Conductor | NotBegun:
    """Begin a session from what setup, or the command line, was told.

    Raises:
        DataError: It can't be written.
    """
    now = clock.now()
    summaries, problem = remembered_anew(store, clock)
    history = heard_before(summaries, answers.series or chosen.id)
    start = begin_command(
        chosen,
        answers,
        clock.local(now),
        secrets.randbelow(2**31) if seed is None else seed,
        at_once=at_once,
        history=history,
        speed=clock.speed,
    )
    if isinstance(start, SetupProblem):
        return NotBegun(start.field, start.sentence)
    conductor = _opened(store, clock, start)
    if isinstance(conductor, Refusal):
        return NotBegun("", conductor.why)
    if problem:
        conductor.tell(problem)
    remember(store, how_it_goes(conductor))
    return conductor


def _opened(store: Store, clock: Clock, start: Start) -> Conductor | Refusal:
    """Open a new session under an id that no other program takes at the same moment.

    Raises:
        DataError: It can't be written.
    """
    while True:
        session_id = store.fresh_id(clock.local(clock.now()), start.format.id)
        with suppress(SessionExists, HeldElsewhere):
            return Conductor.begin(store, session_id, start, clock)


def resume(store: Store, clock: Clock, session_id: SessionId) -> Conductor:
    """Go on with a session.

    Raises:
        DataError: It can't be opened.
        CanNotResume: It was opened and can't be used; it is let go again.
    """
    kept = store.open(session_id)
    try:
        return Conductor.resume(kept, sound_session(kept.records, clock), clock)
    except CanNotResume:
        kept.close()
        raise


def past_notes(store: Store, clock: Clock, session_id: SessionId) -> NotesDesk:
    """Return the notes of a stored session, to be looked at.

    Raises:
        DataError: It can't be read.
        CanNotResume: It can't be folded.
    """
    state = session_of(store.read(session_id).records).state
    return NotesDesk(
        lambda: state,
        clock.now,
        clock.local,
        file=store.notes_path(session_id),
        can_return=False,
        choices=choices_in(store),
    )


def parked_before(summaries: Iterable[Summary], format_id: str) -> tuple[str, ...]:
    """Return what the last session of a format left for the next one."""
    held = (one for one in summaries if one.format == format_id and one.ended_at)
    return next((one.parked_open for one in held), ())


def first_answers(chosen: Format, proposed: Sequence[str], parked: tuple[str, ...] = ()) -> SetupAnswers:
    """Return setup as it is filled in before anything is typed."""
    return SetupAnswers(
        format_id=chosen.id,
        title=chosen.name,
        people=tuple(PersonChip(name) for name in proposed),
        answers=dict.fromkeys(chosen.ask, ""),
        level=chosen.level,
        parked_before=parked,
    )


def with_people(answers: SetupAnswers, typed: str) -> tuple[SetupAnswers, str]:
    """Add people from what was typed or pasted; the second part names who was there already."""
    known = {chip.name.casefold() for chip in answers.people}
    chips = list(answers.people)
    twice = []
    for name in read_names(typed):
        if name.casefold() in known:
            twice.append(name)
            continue
        known.add(name.casefold())
        chips.append(PersonChip(name))
    said = f"{wording.names(twice)} is there already; add a letter to tell two apart." if twice else ""
    return replace(answers, people=tuple(chips)), said


def heard_before(summaries: Iterable[Summary], series_or_format: str) -> Mapping[str, float]:
    """Return each name's mean airtime in seconds per session attended, over the last ones of a series.

    `summaries` come newest first. Who attended none of the last ones is a newcomer again.
    """
    held = (
        one for one in summaries if series_or_format in (one.series, one.format) and one.ended_at is not None
    )
    heard: dict[str, list[int]] = {}
    for summary in islice(held, SESSIONS_REMEMBERED):
        for name, seconds in summary.airtime_seconds.items():
            heard.setdefault(name, []).append(seconds)
    return {name: sum(seconds) / len(seconds) for name, seconds in heard.items()}


def remembered(store: Store) -> list[Summary]:
    """Return what is remembered of the sessions, the newest first."""
    return Community(store.folder).summaries()


def remembered_anew(store: Store, clock: Clock, *, but: SessionId | None = None) -> tuple[list[Summary], str]:
    """Return what is remembered of the sessions, built again from them where its file was lost or is damaged.

    Args:
        store: Where the sessions are.
        clock: What time it is, for sessions that run.
        but: A session that is not read for it, because what it comes to is remembered right afterwards.

    Returns:
        The newest first, and a sentence about damage that was found; empty when all was well.

    Raises:
        DataError: The folder can't be used.
    """
    community = Community(store.folder)
    summaries = community.summaries()
    problem = " ".join(community.problems)
    ids = [one for one in store.ids() if one != but] if community.needs_rebuild else []
    if ids:
        now = clock.now()
        read = ((session_id, _readable(store, session_id)) for session_id in ids)
        community.fill([summary_of(one, session.state, now) for one, session in read if session])
        summaries = community.summaries()
    return summaries, problem


def _readable(store: Store, session_id: SessionId) -> Session | None:
    try:
        return session_of(store.read(session_id).records)
    except (DataError, CanNotResume):
        return None


def last_held(summaries: Iterable[Summary], clock: Clock) -> tuple[tuple[str, str], ...]:
    """Return when each format was held last, in words."""
    latest: dict[str, int] = {}
    for summary in summaries:
        latest[summary.format] = max(latest.get(summary.format, 0), summary.started_at)
    return tuple((format_id, f"{clock.local(at):%d %b %Y}".lstrip("0")) for format_id, at in latest.items())


def past(summaries: Iterable[Summary], clock: Clock) -> tuple[PastRow, ...]:
    """Return the sessions that were held, newest first."""
    rows = []
    for summary in summaries:
        when = clock.local(summary.started_at)
        rows.append(
            PastRow(
                summary.id,
                f"{when:%d %b %Y} {wording.clock(when)} {summary.format}",
                summary.title,
                f"{summary.spent_seconds // 60} min",
            )
        )
    return tuple(rows)


def unfinished(store: Store, clock: Clock) -> tuple[ResumeRow, ...]:
    """Return the sessions that were not finished, each told in a line."""
    rows = []
    for session_id in store.unfinished():
        try:
            stored = store.read(session_id)
            told = _told(session_of(stored.records), clock)
        except (DataError, CanNotResume) as problem:
            told = f"{session_id}: {problem}"
        rows.append(ResumeRow(session_id, told))
    return tuple(rows)


def find_unfinished_again(store: Store) -> None:
    """Let the newest sessions that did not end count as unfinished again where the folder `open/` was lost.

    Raises:
        DataError: The folder can't be used.
    """
    newest = store.ids()[:LOOKED_FOR]
    if not newest or store.unfinished():
        return
    store.folder.ensure()
    for session_id in newest:
        with suppress(DataError, OSError):
            if store.read(session_id).header.get("status") != "ended":
                store.mark_unfinished(session_id)


def _told(session: Session, clock: Clock) -> str:
    state = session.state
    opened = clock.local(state.opened_at)
    today = clock.local(clock.now()).date()
    day = "today" if opened.date() == today else f"{opened:%d %b}".lstrip("0")
    where = "waiting for its start"
    current = state.now_running
    if current is not None:
        spent = current.box.spent(max(clock.now(), state.at)) // wording.MINUTE
        where = f"in {wording.quoted(current.spec.title)}, {spent} min spent"
    if state.status == "ended":
        where = "closed, its notes not yet looked at"
    return f"{state.title}, {day} {wording.clock(opened)}, {where}"


def summary_of(session_id: SessionId, state: State, now: int) -> Summary:
    """Return what is remembered of a session; `now` is in UTC milliseconds and counts while it runs."""
    now = max(now, state.at)
    kept = [item for item in state.items.values() if not item.off]
    return Summary(
        id=session_id,
        title=state.title,
        format=state.format.id,
        series=state.series,
        started_at=state.started_at or state.opened_at,
        ended_at=state.ended_at,
        planned_seconds=sum(segment.planned_ms for segment in state.segments) // 1_000,
        spent_seconds=state.length_ms(now) // 1_000,
        people=tuple(state.name(person) for person in state.people),
        airtime_seconds={
            one.name: airtime(state, one.id, now) // 1_000
            for one in state.people.values()
            if took_part(state, one)
        },
        status=state.status,
        parked_open=tuple(
            item.text for item in kept if item.kind == "parked" and item.fate == "next session"
        ),
        actions_open=tuple(item.text for item in kept if item.kind == "action"),
        duties=_duties(state),
    )


def _duties(state: State) -> dict[str, tuple[str, ...]]:
    """Return who had which duty, by names."""
    held = {duty: holder(state, duty) for duty in DUTIES}
    presenters = dict.fromkeys(state.name(one) for named in state.presenters.values() for one in named)
    told: dict[str, tuple[str, ...]] = {
        duty: (state.name(who),) for duty, who in held.items() if who is not None
    }
    return {**told, "presenter": tuple(presenters)} if presenters else told


def longest_not_done(
    summaries: Iterable[Summary], series_or_format: str, duty: Duty, people: Sequence[str]
) -> tuple[str, ...]:
    """Order people by how long ago they had a duty in a series: who never had it first, as they are listed.

    `summaries` come newest first.
    """
    waited: dict[str, int] = {}
    held = (one for one in summaries if series_or_format in (one.series, one.format))
    for ago, summary in enumerate(held, start=1):
        for name in summary.duties.get(duty, ()):
            waited.setdefault(name.casefold(), ago)
    return tuple(sorted(people, key=lambda name: -waited.get(name.casefold(), inf)))


def whose_turn(chosen: Format, answers: SetupAnswers, summaries: Sequence[Summary]) -> dict[str, str]:
    """Propose for each duty who of those in the room has not had it for longest, by the field of setup.

    Nobody is proposed twice while there are others.
    """
    people = [chip.name for chip in answers.people if chip.present]
    taken: list[str] = []
    turns: dict[str, str] = {}

    def propose(field: str, duty: Duty, number: int) -> None:
        waiting = longest_not_done(summaries, answers.series or chosen.id, duty, people)
        free = [name for name in waiting if name not in taken]
        names = (free or list(waiting))[:number]
        taken.extend(names)
        if names:
            turns[field] = ", ".join(names)

    for segment in chosen.segments:
        if isinstance(segment, Talk):
            propose(f"presenters.{segment.id}", "presenter", segment.presenters)
    propose("timekeeper", "timekeeper", 1)
    propose("note_taker", "note-taker", 1)
    propose("facilitator", "facilitator", 1)
    return turns


def how_it_goes(conductor: Conductor) -> Summary:
    """Return what is to be remembered of a session as it stands."""
    return summary_of(conductor.id, conductor.state, conductor.now())


def remember(store: Store, summary: Summary) -> None:
    """Remember how a session goes, from any thread; a community file that can't be written holds nothing up."""
    Community(store.folder).record(summary)


def remember_end(store: Store, summary: Summary, clock: Clock) -> None:
    """Remember how a session went, and all others where their file was lost meanwhile."""
    with suppress(DataError):
        remembered_anew(store, clock, but=summary.id)
    remember(store, summary)
