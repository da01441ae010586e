"""From a session to its notes: what is in them, in which order, and what they say of people."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from facilitator.engine.forecast import drift, started_late
from facilitator.engine.state import State
from facilitator.notes.activities import NOTES
from facilitator.notes.activities.signup import taken_roles
from facilitator.notes.activities.topics import not_taken
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import About, Document, Entry, Section, SectionKey
from facilitator.notes.headings import AS_THEY_COME, Headings, Titles, filled
from facilitator.notes.wording import counted, write_day, write_duty, write_minutes, write_punctuality
from formats.words import Duty, Fate, ItemKind, Level, PersonId

Local = Callable[[int], datetime]
"""From UTC milliseconds to the time on the wall."""


def compose(
    state: State,
    *,
    level: Level | None = None,
    leave_out: Collection[SectionKey] = (),
    headings: Headings = AS_THEY_COME,
    local: Local,
    now: int,
) -> Document:
    """Return what the notes of a session say.

    What is off the record never gets into them, nor who passed, how long anyone spoke, or any cue. Cards of a
    board that was never revealed are in them once the session has ended; until then they are counted.

    Args:
        state: The session, running or ended.
        level: What the notes say of people, if not what the session itself holds to.
        leave_out: The parts that are not wanted.
        headings: The program's own words in them.
        local: From UTC milliseconds to the time on the wall.
        now: UTC milliseconds; counts only while the session runs.
    """
    telling = Discretion(state, state.level if level is None else level, now, headings.words)
    day = local(_moment(state, now)).date()
    return Document(
        title=state.title,
        day=day,
        facts=_facts(telling, day, headings),
        level=telling.level,
        sections=tuple(
            one
            for one in _sections(telling, headings.titles)
            if one.key not in leave_out and (one.entries or one.sections)
        ),
        headings=headings,
        about=_about(telling, local),
    )


def _sections(telling: Discretion, titles: Titles) -> Iterable[Section]:
    yield _captured(telling, "takeaways", titles.takeaways, "takeaway")
    yield _captured(telling, "decisions", titles.decisions, "decision")
    yield _captured(telling, "actions", titles.actions, "action")
    yield _captured(telling, "resources", titles.resources, "resource")
    yield from _of_activities(telling, "activities")
    yield from _of_activities(telling, "topics")
    yield _captured(telling, "parking-lot", titles.parking_lot, "parked")
    yield _not_reached(telling, titles)
    yield _next_session(telling, titles)
    yield _time(telling, titles)
    yield _people(telling, titles)


def _moment(state: State, now: int) -> int:
    """Return the moment whose day is that of the session."""
    return state.started_at if state.started_at is not None else state.planned_start or now


def _facts(telling: Discretion, day: date, headings: Headings) -> tuple[str, ...]:
    people, words = len(telling.were_there()), headings.words
    facts = (
        telling.state.series,
        write_day(day, headings=headings),
        _length(telling),
        counted(people, words.person, words.people) if people else "",
    )
    return tuple(fact for fact in facts if fact)


def _length(telling: Discretion) -> str:
    state, words = telling.state, telling.words
    if state.started_at is None:
        return words.not_started
    length = write_minutes(state.length_ms(telling.now), words)
    return length if state.status == "ended" else filled(words.so_far, length=length)


def _about(telling: Discretion, local: Local) -> About:
    state = telling.state

    def on_the_wall(at: int | None) -> datetime | None:
        return None if at is None else local(at)

    return About(
        format_id=state.format.id,
        format_name=state.format.name,
        series=state.series,
        status=state.status,
        planned_start=on_the_wall(state.planned_start),
        started_at=on_the_wall(state.started_at),
        ended_at=on_the_wall(state.ended_at),
        length_ms=state.length_ms(telling.now),
        planned_ms=sum(one.planned_ms for one in state.segments),
        drift_ms=drift(state, telling.now) if state.status == "ended" else None,
        people=len(telling.were_there()),
    )


def _captured(telling: Discretion, key: SectionKey, heading: str, kind: ItemKind) -> Section:
    return Section(key, heading, tuple(telling.entry(item) for item in telling.items(kind)))


def _of_activities(telling: Discretion, key: SectionKey) -> Iterable[Section]:
    """Yield what the activities leave behind, in the order of the agenda; those of one key."""
    for segment in telling.state.segments:
        for section in NOTES[segment.spec.activity](telling, segment):
            if section.key == key:
                yield replace(section, segment=segment.id)


def _not_reached(telling: Discretion, titles: Titles) -> Section:
    state = telling.state
    segments = (Entry(one.spec.title) for one in state.segments if not one.entered)
    topics = (entry for one in state.segments for entry in not_taken(telling, one))
    heading = titles.not_reached if state.status == "ended" else titles.not_reached_yet
    return Section("not-reached", heading, (*segments, *topics))


def _next_session(telling: Discretion, titles: Titles) -> Section:
    """Gather what the next session begins with: what was put off, and who took on what."""
    carried: Fate = "next session"
    items = (Entry(item.text, kind=item.kind) for item in telling.items("parked") if item.fate == carried)
    roles = (entry for one in telling.state.segments for entry in taken_roles(telling, one))
    return Section("next-session", titles.next_session, (*items, *roles))


def _time(telling: Discretion, titles: Titles) -> Section:
    state = telling.state
    if state.started_at is None:
        return Section("time", "")
    entries = [
        Entry(
            one.spec.title,
            planned_ms=one.planned_ms,
            spent_ms=one.box.spent(telling.now) if one.entered else None,
        )
        for one in state.segments
    ]
    together = Entry(
        telling.words.together,
        planned_ms=sum(one.planned_ms for one in state.segments),
        spent_ms=sum(one.box.spent(telling.now) for one in state.segments),
    )
    return Section("time", titles.time, (*entries, together, *_punctuality(telling)))


def _punctuality(telling: Discretion) -> tuple[Entry, ...]:
    """Say by how much the session started and ended off its times, once it has ended."""
    state = telling.state
    if state.status != "ended":
        return ()
    words = telling.words
    late, off = started_late(state), write_punctuality(drift(state, telling.now), words)
    if late is None:
        return (Entry(filled(words.ended, when=off)),)
    return (Entry(filled(words.started_and_ended, started=write_punctuality(late, words), ended=off)),)


def _people(telling: Discretion, titles: Titles) -> Section:
    """List who was there, and what they were asked to do; empty where nobody is named."""
    if not telling.names_people:
        return Section("people", "")
    state = telling.state
    duties: list[tuple[Duty, PersonId | None]] = [("facilitator", state.facilitator), *state.duties.items()]
    entries = tuple(
        Entry(
            person.name,
            remarks=tuple(write_duty(duty, telling.words) for duty, who in duties if who == person.id),
        )
        for person in telling.were_there()
    )
    return Section("people", titles.people, entries, in_a_line=True)
