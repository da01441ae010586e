"""Why an act can only be taken back together with others, said as a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.engine import events as happened
from facilitator.engine.events import Body, Event
from facilitator.engine.items import is_hidden
from facilitator.engine.state import State
from formats.words import ActId, ItemId, PersonId, SegmentId

_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Clause:
    """What happened to whom, in two forms: "Ben spoke", and "after speaking"."""

    subject: str
    did: str
    doing: str


def why_together(state: State, events: Sequence[Event], act: ActId, dependent: Event, acts: int) -> str:
    """Say what depends on an act, and how to take all of it back.

    Args:
        state: What stands now, for the names.
        events: All events of the session.
        act: The act that was to be taken back.
        dependent: The first event that does not fit without it.
        acts: How many acts go together.
    """
    then = clause(state, dependent.body)
    causes = [clause(state, event.body) for event in events if event.act == act]
    same = next((one for one in causes if one.subject == then.subject), None)
    after = same.doing if same is not None else f"{causes[0].subject} {causes[0].did}"
    said = f"{then.subject} {then.did} after {after}"
    together = "both" if acts == 2 else f"all {acts}"
    return f"{said[0].upper()}{said[1:]}; choose it again to take {together} back."


def clause(state: State, body: Body) -> Clause:  # noqa: C901, PLR0912 - one line for each kind of event
    """Say what an event was."""
    match body:
        case happened.PersonJoined(person=person):
            return Clause(_name(state, person), "joined", "joining")
        case happened.PersonWentAway(person=person):
            return Clause(_name(state, person), "went away", "going away")
        case happened.PersonCameBack(person=person):
            return Clause(_name(state, person), "came back", "coming back")
        case happened.DutyGiven(person=person):
            return Clause(_name(state, person), "took a duty on", "taking a duty on")
        case happened.TurnStarted(person=person):
            return Clause(_name(state, person), "spoke", "speaking")
        case happened.TurnEnded(person=person):
            return Clause(_name(state, person), "gave the floor back", "giving the floor back")
        case happened.HandRaised(person=person):
            return Clause(_name(state, person), "raised a hand", "raising a hand")
        case happened.HandLowered(person=person):
            return Clause(_name(state, person), "lowered the hand", "lowering the hand")
        case happened.HandMoved(person=person):
            return Clause(_name(state, person), "moved in the queue", "moving in the queue")
        case happened.DutyGivenBack(person=person):
            return Clause(_name(state, person), "gave a duty back", "giving a duty back")
        case happened.SegmentStarted(segment=segment):
            return Clause(_title(state, segment), "began", "beginning")
        case happened.SegmentSkipped(segment=segment):
            return Clause(_title(state, segment), "was left out", "being left out")
        case happened.SegmentBroughtBack(segment=segment):
            return Clause(_title(state, segment), "was brought back", "being brought back")
        case happened.SegmentMoved(segment=segment):
            return Clause(_title(state, segment), "moved", "moving")
        case happened.SegmentInserted(spec=spec):
            return Clause(_title(state, spec.id), "came in", "coming in")
        case happened.TimeAdded(segment=segment) | happened.BoxChanged(segment=segment):
            return Clause(_title(state, segment), "got another length", "getting another length")
        case happened.Fitted():
            return Clause("the rest", "was made to fit", "being made to fit")
        case happened.Paused():
            return Clause("the session", "paused", "pausing")
        case happened.Resumed():
            return Clause("the session", "went on", "going on")
        case happened.SessionEnded():
            return Clause("the session", "ended", "ending")
        case happened.ItemCaptured(item=item):
            return Clause(_item(state, item), "was kept", "being kept")
        case happened.ItemRemoved(item=item):
            return Clause(_item(state, item), "was removed", "being removed")
        case _:
            return _by_what_it_names(state, body)


def _by_what_it_names(state: State, body: Body) -> Clause:
    """Say of the other kinds, those of activities among them, whom or what they touched."""
    item, person, segment = (getattr(body, field, None) for field in ("item", "person", "segment"))
    if isinstance(item, str):
        return Clause(_item(state, ItemId(item)), "was changed", "being changed")
    if isinstance(person, str):
        return Clause(_name(state, PersonId(person)), "took part", "taking part")
    if isinstance(segment, str):
        return Clause(_title(state, SegmentId(segment)), "went on", "going on")
    return Clause("the session", "was changed", "being changed")


def _name(state: State, person: PersonId) -> str:
    return state.people[person].name if person in state.people else "someone"


def _title(state: State, segment: SegmentId) -> str:
    return next((_quoted(one.spec.title) for one in state.segments if one.id == segment), "a segment")


def _item(state: State, item: ItemId) -> str:
    """Quote an item, unless the shared screen must not show it."""
    found = state.items.get(item)
    if found is None or found.off or is_hidden(state, found):
        return "an item"
    return _quoted(found.text)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + '…'}”"
