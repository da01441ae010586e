"""When the session will end, and how far that is from the plan. Milliseconds; moments are UTC."""

from facilitator.engine.state import State
from facilitator.engine.timebox import Shortening, fit
from facilitator.engine.turns import smallest_box, still_to_come
from formats.words import SegmentId


def plan_to_come(state: State) -> int:
    """Return what the segments to come still need by their plans."""
    return sum(max(0, segment.plan_ms - segment.box.spent_ms) for segment in state.to_come())


def need_of_current(state: State, now: int) -> int:
    """Return what the current segment still needs.

    That is its time left, or more where the smallest boxes still to come in a round, or the box inside the
    activity and those that follow it, take longer.
    """
    current = state.now_running
    if current is None:
        return 0
    inside = 0 if state.inside is None else state.inside.needs(now)
    return max(0, current.box.left(now), need_of_round(state, now), inside)


def need_of_round(state: State, now: int) -> int:
    """Return what the turns still to come in the current segment need at the least; 0 without a round."""
    current = state.now_running
    if current is None or current.id not in state.orders:
        return 0
    waiting = len(still_to_come(state, current.id))
    speaking = 0 if state.floor is None else max(0, state.floor.box.left(now))
    return waiting * smallest_box(state, current) + speaking


def short_of_round(state: State, now: int) -> int:
    """Return by how much the time left is too short for all who are still to come, in milliseconds."""
    current = state.now_running
    left = 0 if current is None else max(0, current.box.left(now))
    return max(0, need_of_round(state, now) - left)


def begins(state: State, now: int) -> int:
    """Return from when on what is to come takes its time: now, or the start that is waited for."""
    return max(now, state.planned_start or now) if state.status == "waiting" else now


def begins_behind(state: State, after: SegmentId | None, now: int) -> int:
    """Return when what stands behind a segment will begin; `None` stands for the current one."""
    begin = begins(state, now) + need_of_current(state, now)
    if after is None or after not in {one.id for one in state.to_come()}:
        return begin
    for segment in state.to_come():
        begin += max(0, segment.plan_ms - segment.box.spent_ms)
        if segment.id == after:
            break
    return begin


def started_late(state: State) -> int | None:
    """Return by how much the session started after its planned start; negative: early; `None` without one."""
    if state.planned_start is None or state.started_at is None:
        return None
    return state.started_at - state.planned_start


def projected_end(state: State, now: int) -> int:
    """Return when the session will end if everything to come takes its plan."""
    if state.status == "ended" and state.ended_at is not None:
        return state.ended_at
    return begins(state, now) + need_of_current(state, now) + plan_to_come(state)


def target(state: State, now: int) -> int:
    """Return when the session should end: the hard stop, else the start called for (or real) and the plan."""
    if state.hard_stop is not None:
        return state.hard_stop
    start = state.planned_start or state.started_at or now
    return start + sum(segment.planned_ms for segment in state.segments if not segment.inserted)


def drift(state: State, now: int) -> int:
    """Return by how much the session will end late; negative: early."""
    return projected_end(state, now) - target(state, now)


def fitted(state: State, now: int) -> tuple[dict[SegmentId, int], int]:
    """Return the plans that make the session end on time, and what can't be won.

    Protected segments keep their plans, nothing is lengthened, nothing goes under its floor.

    Returns:
        The new plans of the segments that change, and the remainder; both in milliseconds.
    """
    coming = [segment for segment in state.to_come() if not segment.spec.protected]
    fixed = sum(max(0, s.plan_ms - s.box.spent_ms) for s in state.to_come() if s.spec.protected)
    available = target(state, now) - begins(state, now) - need_of_current(state, now) - fixed
    parts = [_what_is_left(s.plan_ms, s.floor_ms, s.box.spent_ms) for s in coming]
    plans, short = fit(parts, available)
    changed = {
        segment.id: plan + segment.box.spent_ms
        for segment, part, plan in zip(coming, parts, plans, strict=True)
        if plan != part.plan_ms
    }
    return changed, short


def _what_is_left(plan_ms: int, floor_ms: int, spent_ms: int) -> Shortening:
    left = max(0, plan_ms - spent_ms)
    return Shortening(left, min(left, max(0, floor_ms - spent_ms)))
