"""What an act did, in a few words: for the line at the foot and for the list of the last acts."""

from itertools import dropwhile, takewhile

from facilitator.engine import events as happened
from facilitator.engine.events import Body, Event
from facilitator.engine.session import Session
from facilitator.engine.state import State
from facilitator.presenter import naming, wording
from facilitator.presenter.activities import SHOWN
from facilitator.presenter.secrets import is_secret
from formats.words import ActId

CAUGHT = {
    "parked": "parked",
    "takeaway": "takeaway",
    "decision": "decision",
    "action": "action",
    "resource": "resource",
    "card": "card",
    "topic": "topic",
}


def events_of(session: Session, act: ActId) -> tuple[Event, ...]:
    """Return the events of an act in order. They stand together, and are looked for from the newest on."""
    from_newest = dropwhile(lambda event: event.act != act, reversed(session.events))
    return tuple(takewhile(lambda event: event.act == act, from_newest))[::-1]


def tell(session: Session, act: ActId) -> str:
    """Say what an act did."""
    bodies = [event.body for event in events_of(session, act)]
    told = [said for said in (_say(session.state, body) for body in bodies) if said]
    caught = [body for body in bodies if isinstance(body, happened.ItemCaptured)]
    if len(caught) > 1:
        return f"{len(caught)} kept"
    joined = [body for body in bodies if isinstance(body, happened.PersonJoined | happened.PersonCameBack)]
    if len(joined) > 1:
        return f"{len(joined)} people came in"
    return told[-1] if told else ""


def _say(state: State, body: Body) -> str:  # noqa: C901, PLR0912 - one line for each kind of event
    match body:
        case happened.ItemCaptured(item=item, kind=kind, text=text):
            found = state.items.get(item)
            if found is None:
                # Whether it might be seen went with it.
                return f"{CAUGHT[kind]} kept, removed since"
            if body.off or is_secret(state, found):
                return f"{CAUGHT[kind]} kept, not shown"
            owner = f" for {naming.person(state, body.owner)}" if body.owner is not None else ""
            due = f", due {wording.day(body.due)}" if body.due is not None else ""
            return f"{CAUGHT[kind]} {wording.quoted(text)}{owner}{due}"
        case happened.SegmentStarted(segment=segment):
            return f"on to {naming.segment(state, segment)}"
        case happened.SegmentSkipped(segment=segment):
            return f"{naming.segment(state, segment)} left out"
        case happened.SegmentBroughtBack(segment=segment):
            return f"{naming.segment(state, segment)} is back"
        case happened.SegmentMoved(segment=segment, before=before):
            to = "is last now" if before is None else f"comes before {naming.segment(state, before)}"
            return f"{naming.segment(state, segment)} {to}"
        case happened.SegmentInserted(spec=spec):
            return f"{wording.quoted(spec.title)} comes in, {wording.length(spec.planned_seconds * 1_000)}"
        case happened.SegmentRetitled(title=title):
            return f"now called {wording.quoted(title)}"
        case happened.PromptsChanged(segment=segment):
            return f"other prompts for {naming.segment(state, segment)}"
        case happened.TimeAdded(segment=segment, ms=ms) | happened.BoxChanged(segment=segment, ms=ms):
            of = "" if segment == state.current else f"{naming.segment(state, segment)}: "
            return f"{of}{wording.length(abs(ms))} {'more' if ms > 0 else 'less'}"
        case happened.Fitted(plans=plans):
            segments = "1 segment" if len(plans) == 1 else f"{len(plans)} segments"
            return f"made it fit: {segments} shorter"
        case happened.HardStopSet(at=at):
            return "a time to end" if at is not None else "no time to end"
        case happened.Paused():
            return "paused"
        case happened.Resumed():
            return "going on"
        case happened.GapCounted():
            return "the gap counts"
        case happened.GapLeftOut(ms=ms):
            return f"{wording.away(ms)} left out"
        case happened.TurnStarted(person=person):
            return f"{naming.person(state, person)} has the floor"
        case happened.TurnEnded(person=person, how=how):
            return f"{naming.person(state, person)} gave the floor back" if how != "left" else ""
        case happened.PersonJoined(person=person, name=name):
            return f"{name} joined" if person in state.people else "someone joined"
        case happened.PersonWentAway(person=person):
            return f"{naming.person(state, person)} is away"
        case happened.PersonCameBack(person=person):
            return f"{naming.person(state, person)} is back"
        case happened.HandRaised(person=person):
            return f"{naming.person(state, person)} raised a hand"
        case happened.HandMoved(person=person):
            return f"{naming.person(state, person)} moved in the queue"
        case happened.DutyGiven(duty=duty, person=person):
            return f"{naming.person(state, person)}: {duty}"
        case happened.DutyGivenBack(duty=duty, person=person):
            return f"{naming.person(state, person)}: no longer {duty}"
        case happened.HandLowered(person=person):
            return f"{naming.person(state, person)} lowered the hand"
        case happened.ItemEdited(item=item):
            return f"now reads {naming.item(state, item)}"
        case happened.ItemRemoved():
            return "removed"
        case happened.ItemOffRecord(off=off):
            return "one item off the record" if off else "the item is on the record again"
        case happened.OffRecordSet(on=on):
            return "off the record from here on" if on else "on the record again"
        case happened.FateGiven(item=item, fate=fate):
            return f"{naming.item(state, item)}: {fate}" if fate else f"{naming.item(state, item)}: undecided"
        case happened.LevelSet(level=level):
            return f"notes at the level {level}"
        case happened.SessionEnded():
            return "closed"
        case _:
            said = (shown.say(state, body) for shown in SHOWN.values())
            return next((one for one in said if one), "")
