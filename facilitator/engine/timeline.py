"""The agenda as it runs: starting, next, back, jump, skip, time more or less, fit, pause, gaps, the end."""

from collections.abc import Callable
from dataclasses import replace

from facilitator.engine import forecast
from facilitator.engine.commands import (
    ChangeTime,
    End,
    Fit,
    JumpTo,
    Next,
    Pause,
    Previous,
    SetHardStop,
    SettleGap,
    Skip,
)
from facilitator.engine.events import (
    BoxChanged,
    Event,
    Fitted,
    GapCounted,
    GapLeftOut,
    HardStopSet,
    Paused,
    Resumed,
    SegmentBroughtBack,
    SegmentSkipped,
    SegmentStarted,
    SessionEnded,
    TimeAdded,
)
from facilitator.engine.items import left_without_fate
from facilitator.engine.rules import Bodies, Moment, Refusal, Rules, Unfit
from facilitator.engine.state import Segment, State
from facilitator.engine.timebox import MINUTE, Box
from facilitator.engine.turns import floor_freed, still_to_come
from formats.words import ActivityName, PersonId, SegmentId

LONGEST_SEGMENT = 12 * 60 * MINUTE
NAMED = 4
"""So many people are named at most before somebody is left out; of more, one fewer and how many others."""
ENDED = Refusal("The session has ended.")
NOT_STARTED = Refusal("The session has not started yet; n starts it.")

Table = dict[ActivityName, Rules]


def start_of(
    state: State, segment: Segment, moment: Moment, rules: Table, skipping: tuple[SegmentId, ...] = ()
) -> Bodies:
    """Return what happens when a segment is made the current one; a pause ends with that by itself."""
    # Whoever has the floor gives it back with the segment, and spoke last when an order is drawn.
    after = floor_freed(state, "done", moment.now)
    begun = () if segment.entered else rules[segment.spec.activity].begin(after, segment, moment)
    return (SegmentStarted(segment.id, skipping), *begun)


def go_on(state: State, command: Next, moment: Moment, rules: Table) -> Bodies | Refusal:
    """Go on to the next segment, or start a session that waits."""
    following = next(state.to_come(), None)
    if following is None:
        return Refusal("This is the last segment; w opens the wrap-up.")
    unheard = "" if command.sure else _still_to_come(state)
    if unheard:
        return Refusal(f"n again goes on; {unheard}.", again=True)
    return start_of(state, following, moment, rules)


def _unheard(state: State) -> tuple[PersonId, ...]:
    """Return who is still to come in a round: the same as the room reads, or it could tell who passed."""
    current = state.now_running
    if current is None:
        return ()
    order = state.orders.get(current.id)
    if order is None:
        return state.present() if current.spec.activity == "round" else ()
    return still_to_come(state, current.id) if order.latecomers else ()


def _still_to_come(state: State) -> str:
    """Say who would be left out if the round were left now; empty if nobody would."""
    waiting = _unheard(state)
    if not waiting:
        return ""
    # So many names fit into a line at the foot.
    shown = waiting if len(waiting) <= NAMED else waiting[: NAMED - 1]
    more = f" and {len(waiting) - len(shown)} more" if len(shown) < len(waiting) else ""
    return f"still to come: {', '.join(state.name(person) for person in shown)}{more}"


def go_back(state: State, command: Previous, moment: Moment, rules: Table) -> Bodies | Refusal:
    """Go back to the segment before that was not left out; where all were jumped over, to the nearest of them."""
    if state.current is None:
        return NOT_STARTED
    place = state.position(state.current)
    earlier = state.segments[:place]
    before = [one for one in earlier if not one.skipped] or [one for one in earlier if one.jumped]
    if not before:
        why = "All that lies before was left out; j goes to it." if place else "This is the first segment."
        return Refusal(why)
    unheard = "" if command.sure else _still_to_come(state)
    if unheard:
        return Refusal(f"b again goes back; {unheard}.", again=True)
    return (*_brought_back(state, before[-1]), *start_of(state, before[-1], moment, rules))


def _brought_back(state: State, segment: Segment) -> tuple[SegmentBroughtBack, ...]:
    """Return what was left out only because the room jumped over it, when it goes back to a segment before."""
    behind = state.segments[state.position(segment.id) + 1 :]
    return tuple(SegmentBroughtBack(one.id) for one in behind if one.jumped)


def jump_to(state: State, command: JumpTo, moment: Moment, rules: Table) -> Bodies | Refusal:
    """Go to any segment; those jumped over are left out until they are brought back, or the room jumps back."""
    if command.segment not in {segment.id for segment in state.segments}:
        return Refusal("There is no such segment.")
    if command.segment == state.current:
        return Refusal("That is the current segment.")
    unheard = "" if command.sure else _still_to_come(state)
    if unheard:
        return Refusal(f"choose it again to go there; {unheard}.", again=True)
    wanted = state.segment(command.segment)
    to = state.position(wanted.id)
    start = 0 if state.current is None else state.position(state.current) + 1
    over = tuple(one.id for one in state.segments[start:to] if not one.skipped and not one.entered)
    return (*_brought_back(state, wanted), *start_of(state, wanted, moment, rules, over))


def skip(state: State, command: Skip, _moment: Moment) -> Bodies | Refusal:
    """Leave a segment out, or bring it back."""
    if command.segment not in {segment.id for segment in state.segments}:
        return Refusal("There is no such segment.")
    segment = state.segment(command.segment)
    if segment.id == state.current:
        return Refusal("It is running; n goes on to the next one.")
    if state.current is not None and state.position(segment.id) < state.position(state.current):
        return Refusal("It lies behind; j goes back to it.")
    return (SegmentBroughtBack(segment.id),) if segment.skipped else (SegmentSkipped(segment.id),)


def change_time(state: State, command: ChangeTime, moment: Moment) -> Bodies | Refusal:
    """Give the box that is drawn large more time, or less."""
    current, box = state.now_running, state.large_box
    if current is None or box is None:
        return NOT_STARTED
    own = box is current.box
    plan = (box.plan_ms or 0) + command.ms
    on = "n goes on to the next segment" if own else "v shows how to go on"
    if plan > LONGEST_SEGMENT:
        return Refusal("A box lasts 12 hours at most.")
    if command.ms < 0 and plan <= 0:
        return Refusal(f"Less than that is nothing; {on}.")
    if command.ms < 0 and plan < box.spent(moment.now):
        return Refusal(f"That much is spent already; {on}.")
    return (TimeAdded(current.id, command.ms) if own else BoxChanged(current.id, command.ms),)


def fit_rest(state: State, _command: Fit, moment: Moment) -> Bodies | Refusal:
    """Shorten what is to come so that the session ends on time."""
    plans, _short = forecast.fitted(state, moment.now)
    if plans:
        return (Fitted(plans),)
    late = forecast.drift(state, moment.now)
    if late < 1_000:
        return Refusal("It fits: the session ends on time as it is.")
    minutes = -(-late // MINUTE)
    return Refusal(f"Nothing to come can be shortened; {minutes} min can't be won.")


def set_hard_stop(_state: State, command: SetHardStop, moment: Moment) -> Bodies | Refusal:
    """Say when the session has to end."""
    if command.at is not None and command.at <= moment.now:
        return Refusal("That time is past; name one that is to come.")
    return (HardStopSet(command.at),)


def pause(state: State, _command: Pause, _moment: Moment) -> Bodies | Refusal:
    """Pause, or resume."""
    if state.current is None:
        return NOT_STARTED
    return (Resumed(),) if state.paused_since is not None else (Paused(),)


def settle_gap(_state: State, command: SettleGap, _moment: Moment) -> Bodies | Refusal:
    """Keep whether a gap counts."""
    if command.ms <= 0:
        return Refusal("No time passed unseen.")
    return (GapCounted(command.ms) if command.counts else GapLeftOut(command.ms),)


def end(state: State, command: End, _moment: Moment) -> Bodies | Refusal:
    """Close the session; parked items without a fate go to the next one."""
    left = left_without_fate(state)
    if not command.sure:
        are = "1 parked item has" if len(left) == 1 else f"{len(left)} parked items have"
        undecided = f"{are} no fate and will go to the next session" if left else ""
        open_ends = [said for said in (_still_to_come(state), undecided) if said]
        if open_ends:
            return Refusal(f"enter again closes; {'; '.join(open_ends)}.", again=True)
    return (SessionEnded(left),)


def _each_box(state: State, change: Callable[[Box], Box]) -> State:
    """Change every box that can run: the current segment's, the speaker's, and the one inside the activity."""
    current, inside, floor = state.now_running, state.inside, state.floor
    if current is None:
        return state
    changed = state.with_segment(replace(current, box=change(current.box)))
    if floor is not None:
        changed = replace(changed, floor=replace(floor, box=change(floor.box)))
    if inside is not None and inside.large_box is not None:
        changed = changed.with_activity(current.id, inside.with_large_box(change(inside.large_box)))
    return changed


def _leave_current(state: State, at: int) -> State:
    freed = floor_freed(state, "done", at)
    if freed.current is None:
        return freed
    stopped = _each_box(freed, lambda box: box.stopped(at))
    inside = stopped.inside
    return stopped if inside is None else stopped.with_activity(freed.current, inside.left(at))


def _not_paused(state: State, at: int) -> State:
    if state.paused_since is None:
        return state
    passed = max(0, at - state.paused_since)
    return replace(state, paused_since=None, paused_ms=state.paused_ms + passed)


def _exists(state: State, segment: SegmentId) -> Segment:
    if segment not in {one.id for one in state.segments}:
        raise Unfit(f"the agenda has no segment {segment}")
    return state.segment(segment)


def _with_all_asked(state: State, segment: SegmentId) -> State:
    """Let those who joined while a round was left be asked at its end, now that the room is back in it."""
    order = state.orders.get(segment)
    if order is None or not order.latecomers:
        return state
    missing = tuple(person for person in state.people if person not in order.queue)
    if not missing:
        return state
    return replace(state, orders={**state.orders, segment: replace(order, queue=(*order.queue, *missing))})


def apply_segment_started(state: State, body: SegmentStarted, event: Event, rules: Table) -> State:
    """Fold `SegmentStarted`."""
    _exists(state, body.segment)
    left = _leave_current(_not_paused(state, event.at), event.at)
    for skipped in body.skipping:
        left = left.with_segment(replace(_exists(left, skipped), skipped=True, jumped=True))
    segment = left.segment(body.segment)
    begun = replace(segment.begun(event.at), entered=True, skipped=False, jumped=False)
    entered = _with_all_asked(left.with_segment(begun), body.segment)
    if segment.id not in entered.activities:
        entered = entered.with_activity(segment.id, rules[segment.spec.activity].fresh(entered, segment))
    started_at = event.at if entered.started_at is None else entered.started_at
    current = replace(entered, current=segment.id, status="running", started_at=started_at, hands=())
    return _each_box(current, lambda box: box.started(event.at))


def apply_skipped(state: State, body: SegmentSkipped, _event: Event) -> State:
    """Fold `SegmentSkipped`."""
    segment = _exists(state, body.segment)
    if segment.id == state.current:
        raise Unfit(f"“{segment.spec.title}” is running")
    return state.with_segment(replace(segment, skipped=True, jumped=False))


def apply_brought_back(state: State, body: SegmentBroughtBack, _event: Event) -> State:
    """Fold `SegmentBroughtBack`."""
    segment = _exists(state, body.segment)
    return state.with_segment(replace(segment, skipped=False, jumped=False))


def apply_time_added(state: State, body: TimeAdded, _event: Event) -> State:
    """Fold `TimeAdded`; the box keeps what was spent.

    A time at which the segment is to end moves along while it runs; one that is to come takes its plan from now on.
    """
    segment = _exists(state, body.segment)
    if segment.plan_ms + body.ms <= 0:
        raise Unfit(f"“{segment.spec.title}” has not that much time")
    until = segment.until
    if until is not None:
        until = until + body.ms if segment.id == state.current else None
    return state.with_segment(replace(segment, box=segment.box.lengthened(body.ms), until=until))


def apply_box_changed(state: State, body: BoxChanged, _event: Event) -> State:
    """Fold `BoxChanged`; the box keeps what was spent."""
    title = _exists(state, body.segment).spec.title
    inside = state.activities.get(body.segment)
    if inside is None or inside.large_box is None:
        raise Unfit(f"no box runs inside “{title}”")
    if (inside.large_box.plan_ms or 0) + body.ms <= 0:
        raise Unfit(f"the box inside “{title}” has not that much time")
    return state.with_activity(body.segment, inside.with_large_box(inside.large_box.lengthened(body.ms)))


def apply_fitted(state: State, body: Fitted, _event: Event) -> State:
    """Fold `Fitted`."""
    fitted = state
    for segment, plan in body.plans.items():
        one = _exists(fitted, segment)
        fitted = fitted.with_segment(replace(one, box=replace(one.box, plan_ms=plan)))
    return fitted


def apply_hard_stop(state: State, body: HardStopSet, _event: Event) -> State:
    """Fold `HardStopSet`."""
    return replace(state, hard_stop=body.at)


def apply_paused(state: State, _body: object, event: Event) -> State:
    """Fold `Paused`."""
    if state.current is None:
        raise Unfit("the session has not started")
    if state.paused_since is not None:
        raise Unfit("the session is paused already")
    return replace(_each_box(state, lambda box: box.stopped(event.at)), paused_since=event.at)


def apply_resumed(state: State, _body: object, event: Event) -> State:
    """Fold `Resumed`."""
    if state.paused_since is None:
        raise Unfit("the session is not paused")
    return _each_box(_not_paused(state, event.at), lambda box: box.started(event.at))


def apply_gap_counted(state: State, _body: GapCounted, _event: Event) -> State:
    """Fold `GapCounted`: the time counts as it is."""
    return state


def apply_gap_left_out(state: State, body: GapLeftOut, event: Event) -> State:
    """Fold `GapLeftOut`: the running boxes stand as if that time had not passed.

    No more than what the current segment's box ran can be left out of it.
    """
    return left_out(state, body.ms, event.at)


def left_out(state: State, gap_ms: int, at: int) -> State:
    """Return the state at a moment as if `gap_ms` milliseconds before it had not passed; moments are UTC."""
    current = state.now_running
    if current is None or current.box.since is None:
        return state
    taken = max(0, min(gap_ms, at - current.box.since))
    shortened = _each_box(state, lambda box: box.without(gap_ms, at))
    return replace(shortened, left_out_ms=state.left_out_ms + taken)


def moves_time(before: State, after: State) -> bool:
    """Say whether time runs otherwise in one state than in another: for another box, another plan, or not at all."""
    return _what_runs(before) != _what_runs(after)


def _what_runs(state: State) -> tuple[object, ...]:
    inside = None if state.inside is None else state.inside.large_box
    agenda = tuple((segment.box, segment.skipped) for segment in state.segments)
    return state.status, state.current, state.paused_since, state.hard_stop, state.floor, inside, agenda


def apply_ended(state: State, body: SessionEnded, event: Event) -> State:
    """Fold `SessionEnded`."""
    ended = replace(
        _leave_current(_not_paused(state, event.at), event.at),
        status="ended",
        ended_at=event.at,
        hands=(),
    )
    for item in body.to_next:
        found = ended.items.get(item)
        if found is not None:
            ended = ended.with_item(replace(found, fate="next session", seq=event.seq))
    return ended
