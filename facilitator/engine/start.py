"""Opening a session: who, what, from when, until when."""

from facilitator.engine.commands import Start
from facilitator.engine.events import Body, DutyGiven, ItemCaptured, PersonJoined, SessionStarted
from facilitator.engine.people import LONGEST_NAME, newcomers, same_names, twice_refused
from facilitator.engine.rules import Bodies, Moment, Refusal, new_item
from facilitator.engine.state import Segment, State
from facilitator.engine.timebox import Box
from formats.text import clean, clean_line
from formats.words import PersonId


def begin(command: Start, moment: Moment) -> Bodies | Refusal:
    """Return what happens when a session is opened; whether it waits follows from its planned start.

    The first segment of a session that does not wait is started by a command of its own.
    """
    title = clean_line(command.title) or command.format.name
    names = [clean_line(one.name) for one in command.people]
    twice = same_names(names)
    if twice:
        return Refusal(twice_refused(twice[0]))
    if any(not name for name in names):
        return Refusal("A name is empty; type at least a letter.")
    if any(len(text) > LONGEST_NAME for text in (title, *names)):
        return Refusal(f"A name or a title has {LONGEST_NAME:,} characters at most.")
    if command.hard_stop is not None and command.hard_stop <= moment.now:
        return Refusal("The time to end is past; name one that is to come.")
    if None not in (command.hard_stop, command.planned_start) and (
        (command.hard_stop or 0) <= (command.planned_start or 0)
    ):
        return Refusal("The end comes before the start; name a later end.")
    answers = {key: clean_line(command.answers.get(key, "")) for key in command.format.ask}
    started = SessionStarted(
        title=title,
        # A question that nobody answered stands in the agenda itself, so that the room can.
        format=command.format.answered(
            {key: answers[key] or asked for key, asked in command.format.ask.items()}
        ),
        level=command.level,
        seed=command.seed,
        series=clean_line(command.series),
        planned_start=command.planned_start,
        hard_stop=command.hard_stop,
        speed=command.speed,
        answers=answers,
    )
    joined = newcomers(command.people, moment)
    duties = _duties(command, joined)
    if isinstance(duties, Refusal):
        return duties
    parked = (
        ItemCaptured(new_item(moment, nth), "parked", clean(text))
        for nth, text in enumerate(text for text in command.parked_before if text.strip())
    )
    return (started, *joined, *duties, *parked)


def _duties(command: Start, joined: tuple[PersonJoined, ...]) -> tuple[Body, ...] | Refusal:
    by_name: dict[str, PersonId] = {one.name.casefold(): one.person for one in joined}
    duties: list[Body] = []
    if command.facilitator is not None:
        facilitator = by_name.get(clean_line(command.facilitator).casefold())
        if facilitator is None:
            return Refusal(
                f"{command.facilitator} is to facilitate but is not among the people; add the name."
            )
        duties.append(DutyGiven("facilitator", facilitator))
    for duty, name in command.duties.items():
        person = by_name.get(clean_line(name).casefold())
        if person is None:
            return Refusal(f"{name} is to be {duty} but is not among the people; add the name.")
        duties.append(DutyGiven(duty, person))
    segments = {segment.id for segment in command.format.segments}
    for segment, presenters in command.presenters.items():
        if segment not in segments:
            return Refusal(f"The format has no segment {segment} to present in; leave it out.")
        for name in presenters:
            person = by_name.get(clean_line(name).casefold())
            if person is None:
                return Refusal(f"{name} is to present but is not among the people; add the name.")
            duties.append(DutyGiven("presenter", person, segment))
    return tuple(duties)


def opened(body: SessionStarted, at: int) -> State:
    """Fold `SessionStarted`, the first event of every session."""
    return State(
        title=body.title,
        format=body.format,
        level=body.level,
        seed=body.seed,
        series=body.series,
        status="waiting",
        opened_at=at,
        at=at,
        planned_start=body.planned_start,
        hard_stop=body.hard_stop,
        speed=body.speed,
        segments=tuple(
            Segment(spec, spec.planned_seconds * 1_000, Box(spec.planned_seconds * 1_000))
            for spec in body.format.segments
        ),
    )
