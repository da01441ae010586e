"""From a session to its notes: what is in them, in which order, and what they say of people."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from facilitator.engine.forecast import drift, started_late
from facilitator.engine.state import State
from facilitator.notes.activities import NOTES
from facilitator.notes.activities.signup import taken_roles
from facilitator.notes.activities.topics import not_taken
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Document, Entry, Section, SectionKey
from facilitator.notes.wording import counted, write_day, write_minutes
from formats.durations import write_drift
from formats.words import Fate, ItemKind, Level


def compose(
    state: State, *, level: Level | None = None, local: Callable[[int], datetime], now: int
) -> Document:
    """Return what the notes of a session say.

    What is off the record never gets into them, nor who passed, how long anyone spoke, or any cue. Cards of a
    board that was never revealed are in them: the silence was for the writing alone.

    Args:
        state: The session, running or ended.
        level: What the notes say of people, if not what the session itself holds to.
        local: From UTC milliseconds to the time on the wall.
        now: UTC milliseconds; counts only while the session runs.
    """
    telling = Discretion(state, state.level if level is None else level, now)
    day = _day(state, local, now)
    sections = (
        _captured(telling, "takeaways", "Takeaways", "takeaway"),
        _captured(telling, "decisions", "Decisions", "decision"),
        _captured(telling, "actions", "Actions", "action"),
        _captured(telling, "resources", "Resources", "resource"),
        *_of_activities(telling, "activities"),
        *_of_activities(telling, "topics"),
        _captured(telling, "parking-lot", "Parking lot", "parked"),
        _not_reached(telling),
        _next_session(telling),
        _time(telling),
        _people(telling),
    )
    return Document(
        title=state.title,
        day=day,
        facts=_facts(telling, day),
        level=telling.level,
        sections=tuple(one for one in sections if one.entries or one.sections),
    )


def _day(state: State, local: Callable[[int], datetime], now: int) -> date:
    if state.started_at is not None:
        return local(state.started_at).date()
    return local(state.planned_start or now).date()


def _facts(telling: Discretion, day: date) -> tuple[str, ...]:
    state = telling.state
    people = len(telling.were_there())
    facts = (
        state.series,
        write_day(day),
        _length(state, telling.now),
        counted(people, "person", "people") if people else "",
    )
    return tuple(fact for fact in facts if fact)


def _length(state: State, now: int) -> str:
    if state.started_at is None:
        return "not started yet"
    length = write_minutes(state.length_ms(now))
    return length if state.status == "ended" else f"{length} so far"


def _captured(telling: Discretion, key: SectionKey, heading: str, kind: ItemKind) -> Section:
    return Section(key, heading, tuple(telling.entry(item) for item in telling.items(kind)))


def _of_activities(telling: Discretion, key: SectionKey) -> Iterable[Section]:
    """Yield what the activities leave behind, in the order of the agenda; those of one key."""
    for segment in telling.state.segments:
        for section in NOTES[segment.spec.activity](telling, segment):
            if section.key == key:
                yield section


def _not_reached(telling: Discretion) -> Section:
    state = telling.state
    segments = (Entry(one.spec.title) for one in state.segments if not one.entered)
    topics = (entry for one in state.segments for entry in not_taken(telling, one))
    heading = "Not reached" if state.status == "ended" else "Not reached yet"
    return Section("not-reached", heading, (*segments, *topics))


def _next_session(telling: Discretion) -> Section:
    """Gather what the next session begins with: what was put off, and who took on what."""
    carried: Fate = "next session"
    items = (Entry(item.text) for item in telling.items("parked") if item.fate == carried)
    roles = (entry for one in telling.state.segments for entry in taken_roles(telling, one))
    return Section("next-session", "Next session", (*items, *roles))


def _time(telling: Discretion) -> Section:
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
        "Together",
        planned_ms=sum(one.planned_ms for one in state.segments),
        spent_ms=sum(one.box.spent(telling.now) for one in state.segments),
    )
    return Section("time", "Planned and spent", (*entries, together, *_punctuality(telling)))


def _punctuality(telling: Discretion) -> tuple[Entry, ...]:
    """Say by how much the session started and ended off its times, once it has ended."""
    state = telling.state
    if state.status != "ended":
        return ()
    late = started_late(state)
    said = "" if late is None else f"Started {write_drift(late)}, "
    ended = f"ended {write_drift(drift(state, telling.now))}"
    return (Entry(f"{said}{ended}" if said else ended.capitalize()),)


def _people(telling: Discretion) -> Section:
    """List who was there, and what they were asked to do; empty where nobody is named."""
    if not telling.names_people:
        return Section("people", "")
    state = telling.state
    duties = [("facilitator", state.facilitator), *state.duties.items()]
    entries = tuple(
        Entry(person.name, remarks=tuple(duty for duty, who in duties if who == person.id))
        for person in telling.were_there()
    )
    return Section("people", "Who was there", entries, in_a_line=True)
