"""The agenda as it runs: starting, next, back, jump, skip, time more or less, fit, pause, gaps, the end."""

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
from facilitator.engine.state import Floor, Segment, State
from facilitator.engine.timebox import MINUTE
from facilitator.engine.turns import floor_freed, never_asked
from formats.words import ActivityName, SegmentId

LONGEST_SEGMENT = 12 * 60 * MINUTE
ENDED = Refusal("The session has ended.")
NOT_STARTED = Refusal("The session has not started yet; n starts it.")

Table = dict[ActivityName, Rules]


def start_of(
    state: State, segment: Segment, moment: Moment, rules: Table, skipping: tuple[SegmentId, ...] = ()
) -> Bodies:
    """Return what happens when a segment is made the current one."""
    resumed = (Resumed(),) if state.paused_since is not None else ()
    begun = () if segment.entered else rules[segment.spec.activity].begin(state, segment, moment)
    return (*resumed, SegmentStarted(segment.id, skipping), *begun)


def go_on(state: State, command: Next, moment: Moment, rules: Table) -> Bodies | Refusal:
    """Go on to the next segment, or start a session that waits."""
    if state.status == "ended":
        return ENDED
    following = next(state.to_come(), None)
    if following is None:
        return Refusal("This is the last segment; w opens the wrap-up.")
    if state.current is not None and not command.sure:
        waiting = never_asked(state, state.current)
        if waiting and state.segment(state.current).spec.activity == "round":
            names = ", ".join(state.name(person) for person in waiting[:5])
            more = f" and {len(waiting) - 5} more" if len(waiting) > 5 else ""
            return Refusal(f"Still to come: {names}{more}. n again goes on all the same.", again=True)
    return start_of(state, following, moment, rules)


def go_back(state: State, _command: Previous, moment: Moment, rules: Table) -> Bodies | Refusal:
    """Go back to the segment before."""
    if state.status == "ended":
        return ENDED
    if state.current is None:
        return NOT_STARTED
    before = [segment for segment in state.segments[: state.position(state.current)] if not segment.skipped]
    if not before:
        return Refusal("This is the first segment.")
    return start_of(state, before[-1], moment, rules)


def jump_to(state: State, command: JumpTo, moment: Moment, rules: Table) -> Bodies | Refusal:
    """Go to any segment; those jumped over are left out until they are brought back."""
    if state.status == "ended":
        return ENDED
    if command.segment not in {segment.id for segment in state.segments}:
        return Refusal("There is no such segment.")
    if command.segment == state.current:
        return Refusal("That is the current segment.")
    to = state.position(command.segment)
    start = 0 if state.current is None else state.position(state.current) + 1
    over = tuple(one.id for one in state.segments[start:to] if not one.skipped and not one.entered)
    return start_of(state, state.segment(command.segment), moment, rules, over)


def skip(state: State, command: Skip, _moment: Moment) -> Bodies | Refusal:
    """Leave a segment out, or bring it back."""
    if state.status == "ended":
        return ENDED
    if command.segment not in {segment.id for segment in state.segments}:
        return Refusal("There is no such segment.")
    segment = state.segment(command.segment)
    match state.standing(segment):
        case "current":
            return Refusal("It is running; n goes on to the next one.")
        case "skipped" if segment.skipped:
            return (SegmentBroughtBack(segment.id),)
        case "ahead":
            return (SegmentSkipped(segment.id),)
        case _:
            return Refusal("It is over already; j goes back to it.")


def change_time(state: State, command: ChangeTime, moment: Moment) -> Bodies | Refusal:
    """Give the current segment more time, or less."""
    if state.status == "ended":
        return ENDED
    current = state.now_running
    if current is None:
        return NOT_STARTED
    plan = current.plan_ms + command.ms
    if plan > LONGEST_SEGMENT:
        return Refusal("A segment lasts 12 hours at most.")
    if command.ms < 0 and plan <= 0:
        return Refusal("Less than that is nothing; n goes on to the next segment.")
    if command.ms < 0 and plan < current.box.spent(moment.now):
        return Refusal("That much is spent already; n goes on to the next segment.")
    return (TimeAdded(current.id, command.ms),)


def fit_rest(state: State, _command: Fit, moment: Moment) -> Bodies | Refusal:
    """Shorten what is to come so that the session ends on time."""
    if state.status == "ended":
        return ENDED
    plans, _short = forecast.fitted(state, moment.now)
    if plans:
        return (Fitted(plans),)
    late = forecast.drift(state, moment.now)
    if late < 1_000:
        return Refusal("It fits: the session ends on time as it is.")
    minutes = -(-late // MINUTE)
    return Refusal(f"Nothing to come can be shortened; {minutes} min can't be won.")


def set_hard_stop(state: State, command: SetHardStop, moment: Moment) -> Bodies | Refusal:
    """Say when the session has to end."""
    if state.status == "ended":
        return ENDED
    if command.at is not None and command.at <= moment.now:
        return Refusal("That time is past; name one that is to come.")
    return (HardStopSet(command.at),)


def pause(state: State, _command: Pause, _moment: Moment) -> Bodies | Refusal:
    """Pause, or resume."""
    if state.status == "ended":
        return ENDED
    if state.current is None:
        return NOT_STARTED
    return (Resumed(),) if state.paused_since is not None else (Paused(),)


def settle_gap(_state: State, command: SettleGap, _moment: Moment) -> Bodies | Refusal:
    """Keep whether a gap counts."""
    return (GapCounted(command.ms) if command.counts else GapLeftOut(command.ms),)


def end(state: State, _command: End, _moment: Moment) -> Bodies | Refusal:
    """Close the session; parked items without a fate go to the next one."""
    return ENDED if state.status == "ended" else (SessionEnded(left_without_fate(state)),)


def _leave_current(state: State, at: int) -> State:
    freed = floor_freed(state, "done", at)
    if freed.current is None:
        return freed
    current = freed.segment(freed.current)
    return freed.with_segment(replace(current, box=current.box.stopped(at)))


def _running(state: State, at: int) -> State:
    current = state.now_running
    if current is None or state.paused_since is not None:
        return state
    return state.with_segment(replace(current, box=current.box.started(at)))


def _exists(state: State, segment: SegmentId, what: str) -> Segment:
    if segment not in {one.id for one in state.segments}:
        raise Unfit(what)
    return state.segment(segment)


def apply_segment_started(state: State, body: SegmentStarted, event: Event, rules: Table) -> State:
    """Fold `SegmentStarted`."""
    segment = _exists(state, body.segment, "a segment started that it brought")
    left = _leave_current(state, event.at)
    for skipped in body.skipping:
        left = left.with_segment(replace(left.segment(skipped), skipped=True))
    segment = left.segment(body.segment)
    entered = left.with_segment(replace(segment, entered=True, skipped=False))
    if segment.id not in entered.activities:
        entered = entered.with_activity(segment.id, rules[segment.spec.activity].fresh(entered, segment))
    started_at = event.at if entered.started_at is None else entered.started_at
    current = replace(entered, current=segment.id, status="running", started_at=started_at, hands=())
    return _running(current, event.at)


def apply_skipped(state: State, body: SegmentSkipped, _event: Event) -> State:
    """Fold `SegmentSkipped`."""
    segment = _exists(state, body.segment, "a segment was left out that it brought")
    if segment.id == state.current:
        raise Unfit("a segment was left out that would be running")
    return state.with_segment(replace(segment, skipped=True))


def apply_brought_back(state: State, body: SegmentBroughtBack, _event: Event) -> State:
    """Fold `SegmentBroughtBack`."""
    segment = _exists(state, body.segment, "a segment was brought back that it brought")
    return state.with_segment(replace(segment, skipped=False))


def apply_time_added(state: State, body: TimeAdded, _event: Event) -> State:
    """Fold `TimeAdded`; the box keeps what was spent."""
    segment = _exists(state, body.segment, "time was added to a segment that it brought")
    if segment.plan_ms + body.ms <= 0:
        raise Unfit("time was taken that it added")
    return state.with_segment(replace(segment, box=segment.box.lengthened(body.ms)))


def apply_fitted(state: State, body: Fitted, _event: Event) -> State:
    """Fold `Fitted`."""
    fitted = state
    for segment, plan in body.plans.items():
        one = _exists(fitted, segment, "a segment was shortened that it brought")
        fitted = fitted.with_segment(replace(one, box=replace(one.box, plan_ms=plan)))
    return fitted


def apply_hard_stop(state: State, body: HardStopSet, _event: Event) -> State:
    """Fold `HardStopSet`."""
    return replace(state, hard_stop=body.at)


def apply_paused(state: State, _body: object, event: Event) -> State:
    """Fold `Paused`."""
    if state.paused_since is not None or state.current is None:
        raise Unfit("it was paused again")
    current = state.segment(state.current)
    stopped = state.with_segment(replace(current, box=current.box.stopped(event.at)))
    return replace(stopped, paused_since=event.at, floor=_floor_box(state.floor, event.at, runs=False))


def apply_resumed(state: State, _body: object, event: Event) -> State:
    """Fold `Resumed`."""
    if state.paused_since is None:
        raise Unfit("it went on after the pause")
    paused = state.paused_ms + max(0, event.at - state.paused_since)
    resumed = replace(
        state, paused_since=None, paused_ms=paused, floor=_floor_box(state.floor, event.at, runs=True)
    )
    return _running(resumed, event.at)


def _floor_box(floor: Floor | None, at: int, *, runs: bool) -> Floor | None:
    if floor is None:
        return None
    return replace(floor, box=floor.box.started(at) if runs else floor.box.stopped(at))


def apply_gap_counted(state: State, _body: GapCounted, _event: Event) -> State:
    """Fold `GapCounted`: the time counts as it is."""
    return state


def apply_gap_left_out(state: State, body: GapLeftOut, _event: Event) -> State:
    """Fold `GapLeftOut`: the running boxes stand as if that time had not passed."""
    if state.current is None or state.paused_since is not None:
        return state
    current = state.segment(state.current)
    shortened = state.with_segment(replace(current, box=current.box.without(body.ms)))
    floor = state.floor
    if floor is not None:
        floor = replace(floor, box=floor.box.without(body.ms))
    return replace(shortened, left_out_ms=state.left_out_ms + body.ms, floor=floor)


def apply_ended(state: State, body: SessionEnded, event: Event) -> State:
    """Fold `SessionEnded`."""
    if state.status == "ended":
        raise Unfit("the session ended twice")
    paused = state.paused_ms
    if state.paused_since is not None:
        paused += max(0, event.at - state.paused_since)
    ended = replace(
        _leave_current(state, event.at),
        status="ended",
        ended_at=event.at,
        paused_since=None,
        paused_ms=paused,
        hands=(),
    )
    for item in body.to_next:
        found = ended.items.get(item)
        if found is not None:
            ended = ended.with_item(replace(found, fate="next session", seq=event.seq))
    return ended
