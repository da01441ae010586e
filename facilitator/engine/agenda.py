"""The agenda changes while it runs: a segment moves, gets another title, length or prompts, or comes in between."""

from dataclasses import replace

from facilitator.engine.commands import Insert, Move, Retitle, SetMinutes, SetPrompts
from facilitator.engine.events import (
    Event,
    PromptsChanged,
    SegmentInserted,
    SegmentMoved,
    SegmentRetitled,
    TimeAdded,
)
from facilitator.engine.rules import Bodies, Moment, Refusal, Unfit
from facilitator.engine.state import Segment, State
from facilitator.engine.timebox import Box
from formats import model
from formats.model import MOST_SEGMENTS
from formats.text import clean, clean_line
from formats.words import SegmentId

LONGEST_SEGMENT_MS = 12 * 60 * 60_000
LONGEST_TITLE = 120
LONGEST_PROMPT = 500
MOST_PROMPTS = 20
NO_SUCH_SEGMENT = Refusal("There is no such segment.")


def move(state: State, command: Move, _moment: Moment) -> Bodies | Refusal:
    """Move a segment to come one place up or down among those to come."""
    found = _found(state, command.segment)
    if found is None:
        return NO_SUCH_SEGMENT
    if _lies_behind(state, found.id):
        return Refusal("Only what is still to come can be moved.")
    place = state.position(found.id)
    to = place + command.step
    if to <= _current_place(state):
        return Refusal(f"“{found.spec.title}” is next already; n goes on to it.")
    if to >= len(state.segments):
        return Refusal(f"“{found.spec.title}” is the last one already.")
    others = [one for one in state.segments if one.id != found.id]
    order = (*others[:to], found, *others[to:])
    late = _before_its_board(order)
    if late is not None:
        return Refusal(f"“{late.spec.title}” goes on with the cards of an earlier board and stays behind it.")
    return (SegmentMoved(found.id, _following(order, found.id)),)


def insert(state: State, command: Insert, moment: Moment) -> Bodies | Refusal:
    """Put a new segment behind another one, or else behind the current one."""
    if len(state.segments) >= MOST_SEGMENTS:
        return Refusal(f"An agenda has {MOST_SEGMENTS} segments at most; leave one out first.")
    if command.until is not None and command.until <= moment.now:
        return Refusal("That time is past; name one that is to come.")
    after = command.after or state.current
    if after is not None and _found(state, after) is None:
        return NO_SUCH_SEGMENT
    place = 0 if after is None else max(state.position(after), _current_place(state)) + 1
    before = state.segments[place].id if place < len(state.segments) else None
    spec = command.spec.model_copy(update={"id": SegmentId(f"inserted-{moment.seq + 1}")})
    return (SegmentInserted(spec, before, command.until),)


def retitle(state: State, command: Retitle, _moment: Moment) -> Bodies | Refusal:
    """Give a segment another title."""
    found = _found(state, command.segment)
    if found is None:
        return NO_SUCH_SEGMENT
    title = clean_line(command.title)
    if not title:
        return Refusal("A title needs at least a letter.")
    if len(title) > LONGEST_TITLE:
        return Refusal(f"A title has {LONGEST_TITLE} characters at most; this one has {len(title)}.")
    if title == found.spec.title:
        return Refusal("It is called that already.")
    return (SegmentRetitled(found.id, title),)


def set_minutes(state: State, command: SetMinutes, moment: Moment) -> Bodies | Refusal:
    """Give a segment that runs or is to come another length."""
    found = _found(state, command.segment)
    if found is None:
        return NO_SUCH_SEGMENT
    title = found.spec.title
    if found.id != state.current and _lies_behind(state, found.id):
        return Refusal(f"“{title}” is over; j goes back to it.")
    if not 0 < command.ms <= LONGEST_SEGMENT_MS:
        return Refusal("A segment lasts 12 hours at most, and more than nothing.")
    if command.ms < found.box.spent(moment.now):
        return Refusal(f"“{title}” has spent more than that already; n goes on to the next segment.")
    by_the_clock = found.until is not None and found.id != state.current
    if command.ms == found.plan_ms and not by_the_clock:
        return Refusal(f"“{title}” has that length already.")
    return (TimeAdded(found.id, command.ms - found.plan_ms),)


def set_prompts(state: State, command: SetPrompts, _moment: Moment) -> Bodies | Refusal:
    """Give a segment other prompts, for this session alone."""
    found = _found(state, command.segment)
    if found is None:
        return NO_SUCH_SEGMENT
    prompts = tuple(text for text in (clean(one).strip() for one in command.prompts) if text)
    if len(prompts) > MOST_PROMPTS:
        return Refusal(f"A segment has {MOST_PROMPTS} prompts at most.")
    longest = max((len(one) for one in prompts), default=0)
    if longest > LONGEST_PROMPT:
        return Refusal(f"A prompt has {LONGEST_PROMPT} characters at most; this one has {longest}.")
    if prompts == found.spec.prompts:
        return Refusal("The prompts read like that already.")
    return (PromptsChanged(found.id, prompts),)


def _found(state: State, wanted: SegmentId) -> Segment | None:
    return next((one for one in state.segments if one.id == wanted), None)


def _current_place(state: State) -> int:
    return -1 if state.current is None else state.position(state.current)


def _lies_behind(state: State, segment: SegmentId) -> bool:
    return state.position(segment) <= _current_place(state)


def _following(order: tuple[Segment, ...], segment: SegmentId) -> SegmentId | None:
    """Return which segment stands behind one, if any does."""
    place = next(at for at, one in enumerate(order) if one.id == segment)
    return order[place + 1].id if place + 1 < len(order) else None


def _before_its_board(order: tuple[Segment, ...]) -> Segment | None:
    """Return the first segment that stands before the board whose cards it goes on with."""
    seen: set[SegmentId] = set()
    for one in order:
        spec = one.spec
        source = spec.from_segment if isinstance(spec, model.Board | model.Topics) else None
        if source is not None and source not in seen:
            return one
        seen.add(one.id)
    return None


def _placed(state: State, segment: Segment, before: SegmentId | None) -> State:
    """Return the state with a segment that is to come standing before another one, or last."""
    others = tuple(one for one in state.segments if one.id != segment.id)
    if before is None:
        return replace(state, segments=(*others, segment))
    place = next((at for at, one in enumerate(others) if one.id == before), None)
    if place is None:
        raise Unfit(f"the agenda has no segment {before} to stand before")
    if state.current is not None and place <= state.position(state.current):
        raise Unfit(f"“{state.segment(before).spec.title}” lies behind")
    return replace(state, segments=(*others[:place], segment, *others[place:]))


def _standing(state: State, wanted: SegmentId) -> Segment:
    found = _found(state, wanted)
    if found is None:
        raise Unfit(f"the agenda has no segment {wanted}")
    return found


def apply_moved(state: State, body: SegmentMoved, _event: Event) -> State:
    """Fold `SegmentMoved`."""
    found = _standing(state, body.segment)
    if _lies_behind(state, found.id):
        raise Unfit(f"“{found.spec.title}” is not to come")
    return _placed(state, found, body.before)


def apply_inserted(state: State, body: SegmentInserted, _event: Event) -> State:
    """Fold `SegmentInserted`; what comes in between was not part of the plan that the session has to keep to."""
    if _found(state, body.spec.id) is not None:
        raise Unfit(f"the agenda has a segment {body.spec.id} already")
    plan = body.spec.planned_seconds * 1_000
    made = Segment(body.spec, plan, Box(plan), inserted=True, until=body.until)
    return _placed(state, made, body.before)


def apply_retitled(state: State, body: SegmentRetitled, _event: Event) -> State:
    """Fold `SegmentRetitled`."""
    found = _standing(state, body.segment)
    return state.with_segment(replace(found, spec=found.spec.model_copy(update={"title": body.title})))


def apply_prompts(state: State, body: PromptsChanged, _event: Event) -> State:
    """Fold `PromptsChanged`."""
    found = _standing(state, body.segment)
    return state.with_segment(replace(found, spec=found.spec.model_copy(update={"prompts": body.prompts})))
