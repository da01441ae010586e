"""`facilitator sessions`: list, show, delete. Only deleting takes a lock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TextIO

from data.community import Community, Summary
from data.problems import DataError
from data.store import Store
from facilitator.cli_problems import DONE, FAILED, Stop
from facilitator.clock import Clock, WallClock
from facilitator.conductor import CanNotResume, session_of
from facilitator.engine.state import Person, Segment, State, Voice
from facilitator.engine.turns import airtime
from facilitator.finding import Found, find_session, read_session
from facilitator.json_forms import SCHEMA, Json, session_json
from facilitator.notes.wording import write_minutes
from facilitator.presenter import wording
from facilitator.presenter.airtime import coverage
from facilitator.printing import write_json
from facilitator.tables import fitted, table
from formats.text import clean, clean_line
from formats.words import ItemKind, SessionId

Status = Literal["waiting", "running", "ended", "damaged"]

_KINDS: Final[tuple[tuple[ItemKind, str, str], ...]] = (
    ("takeaway", "takeaway", "takeaways"),
    ("decision", "decision", "decisions"),
    ("action", "action", "actions"),
    ("resource", "resource", "resources"),
    ("parked", "parked", "parked"),
    ("card", "card", "cards"),
    ("topic", "topic", "topics"),
)
_SIGNS: Final = {"done": "✓", "current": "▶", "skipped": "-", "ahead": " "}


@dataclass(frozen=True, slots=True)
class Row:
    """One session as the list shows it.

    Attributes:
        status: `damaged` when it can't be read; then `problem` says why, and only the id is sure.
        started_at: UTC milliseconds; `None` before the start.
        ended_at: UTC milliseconds; `None` before the end.
        people: How many were named.
    """

    id: SessionId
    status: Status
    title: str = ""
    format: str = ""
    series: str = ""
    started_at: int | None = None
    ended_at: int | None = None
    planned_seconds: int = 0
    spent_seconds: int = 0
    people: int = 0
    problem: str = ""


def list_sessions(store: Store, *, as_json: bool, out: TextIO, err: TextIO) -> int:
    """List all sessions, newest first: a table, or JSON. Gives the exit status."""
    clock = WallClock()
    rows = list(_rows(store, clock))
    if as_json:
        write_json([_row_json(row, clock) for row in rows], out)
        return DONE
    if not rows:
        told = f"No session is stored in {store.folder.root} yet; facilitator run starts one."
        err.write(f"{clean_line(told)}\n")
        return DONE
    lines = table(
        [("id", "when", "length", "status", "title"), *(_cells(row, clock) for row in rows)], right={2}
    )
    out.writelines(f"{fitted(line, out)}\n" for line in lines)
    return DONE


def _rows(store: Store, clock: Clock) -> Iterator[Row]:
    """Tell of each session what is remembered of it; only those that are not, or did not end, are read."""
    remembered = {summary.id: summary for summary in Community(store.folder).look()}
    unfinished = set(store.unfinished())
    for session_id in store.ids():
        summary = remembered.get(session_id)
        if summary is not None and summary.status == "ended" and session_id not in unfinished:
            yield _remembered(summary)
        else:
            yield _read(store, session_id, clock)


def _remembered(summary: Summary) -> Row:
    return Row(
        id=summary.id,
        status="ended",
        title=summary.title,
        format=summary.format,
        series=summary.series,
        started_at=summary.started_at,
        ended_at=summary.ended_at,
        planned_seconds=summary.planned_seconds,
        spent_seconds=summary.spent_seconds,
        people=len(summary.people),
    )


def _read(store: Store, session_id: SessionId, clock: Clock) -> Row:
    try:
        state = session_of(store.read(session_id).records).state
    except (DataError, CanNotResume) as problem:
        return Row(session_id, "damaged", problem=clean_line(str(problem)))
    return Row(
        id=session_id,
        status=state.status,
        title=state.title,
        format=state.format.id,
        series=state.series,
        started_at=state.started_at,
        ended_at=state.ended_at,
        planned_seconds=sum(segment.planned_ms for segment in state.segments) // 1_000,
        spent_seconds=state.length_ms(clock.now()) // 1_000,
        people=len(state.people),
    )


def _cells(row: Row, clock: Clock) -> tuple[str, str, str, str, str]:
    if row.status == "damaged":
        return row.id, "", "", "damaged", row.problem
    when = "" if row.started_at is None else _moment(clock.local(row.started_at))
    seconds = row.spent_seconds if row.status == "ended" else row.planned_seconds
    status = "ended" if row.status == "ended" else "unfinished"
    return row.id, when, f"{seconds // 60} min", status, row.title


def _row_json(row: Row, clock: Clock) -> Json:
    readable = row.status != "damaged"
    return {
        "schema": SCHEMA,
        "id": row.id,
        "title": row.title if readable else None,
        "format": row.format if readable else None,
        "series": row.series or None,
        "status": row.status,
        "started_at": _iso(row.started_at, clock),
        "ended_at": _iso(row.ended_at, clock),
        "planned_seconds": row.planned_seconds if readable else None,
        "spent_seconds": row.spent_seconds if readable else None,
        "people": row.people if readable else None,
        "problem": row.problem or None,
    }


def show_session(store: Store, wanted: str, *, as_json: bool, private: bool, out: TextIO, err: TextIO) -> int:
    """Show one session: an outline, or JSON. Gives the exit status.

    Raises:
        Stop: There is none, or it can't be read.
    """
    clock = WallClock()
    found = read_session(store, find_session(store, wanted))
    err.writelines(f"facilitator: {clean_line(problem)}\n" for problem in found.problems)
    state = found.session.state
    now = max(clock.now(), state.at)
    if as_json:
        write_json(session_json(found.id, state, now, clock.local, private=private), out)
        return DONE
    lines = [*_head(found, clock), "", *_agenda(state, now), "", *_people(state, now, private=private)]
    lines += [_items(state), _where(store, found.id)]
    out.writelines(f"{clean(line)}\n" for line in lines)
    return DONE


def _head(found: Found, clock: Clock) -> Iterator[str]:
    state = found.session.state
    series = f", {state.series}" if state.series else ""
    yield f"{state.title} ({state.format.id}{series})"
    yield found.id
    planned = f"{sum(segment.planned_ms for segment in state.segments) // wording.MINUTE} min planned"
    spent = write_minutes(state.length_ms(clock.now()))
    if state.started_at is None:
        yield f"not started, {planned}"
    elif state.ended_at is None:
        yield f"{_moment(clock.local(state.started_at))}, unfinished, {planned}"
    else:
        ended = wording.clock(clock.local(state.ended_at))
        yield f"{_moment(clock.local(state.started_at))} to {ended}, {spent}, {planned}"
    yield f"notes level: {state.level}"


def _agenda(state: State, now: int) -> list[str]:
    rows = [_segment(state, segment, now) for segment in state.segments]
    return table([("", "segment", "activity", "plan", "spent"), *rows], right={3, 4})


def _segment(state: State, segment: Segment, now: int) -> tuple[str, str, str, str, str]:
    spent = wording.spent(segment.box.spent(now)) if segment.entered else ""
    sign = _SIGNS[state.standing(segment)]
    return sign, segment.spec.title, segment.spec.activity, wording.spent(segment.planned_ms), spent


def _people(state: State, now: int, *, private: bool) -> list[str]:
    everyone = tuple(state.people.values())
    if not everyone:
        return ["nobody was named"]
    if not private:
        return [f"{len(everyone)} named: {', '.join(map(_person, everyone))}"]
    rows = [
        (
            _person(one),
            str(state.voices.get(one.id, Voice()).turns),
            wording.spent(airtime(state, one.id, now)),
        )
        for one in everyone
    ]
    return [*table([("person", "turns", "airtime"), *rows], right={1, 2}), coverage(state, now), ""]


def _person(person: Person) -> str:
    return person.name if person.present else f"{person.name} (away)"


def _items(state: State) -> str:
    """Count what was captured, leaving out what is off the record."""
    kept = [item.kind for item in state.items.values() if not item.off]
    told = [
        f"{kept.count(kind)} {one if kept.count(kind) == 1 else many}"
        for kind, one, many in _KINDS
        if kind in kept
    ]
    return ", ".join(told) or "nothing was captured"


def _where(store: Store, session_id: SessionId) -> str:
    saved = store.notes_path(session_id)
    return (
        f"notes: {clean_line(str(saved))}"
        if saved is not None
        else f"facilitator notes {session_id} prints the notes"
    )


def delete_session(store: Store, wanted: str, *, out: TextIO) -> int:
    """Move a session to the trash and forget what was remembered of it. Gives the exit status.

    Raises:
        Stop: There is none, or another window has it.
    """
    session_id = find_session(store, wanted)
    notes = store.notes_path(session_id)
    try:
        store.delete(session_id)
    except DataError as problem:
        raise Stop(str(problem), status=FAILED) from problem
    Community(store.folder).forget(session_id)
    out.write(f"{session_id} is in {clean_line(str(store.folder.trash))} now.\n")
    if notes is not None:
        out.write(f"Its notes stay where they are, {clean_line(str(notes))}\n")
    return DONE


def _moment(local: datetime) -> str:
    return f"{local.day} {local:%b %Y} {wording.clock(local)}"


def _iso(at: int | None, clock: Clock) -> str | None:
    return None if at is None else clock.local(at).isoformat(timespec="seconds")
