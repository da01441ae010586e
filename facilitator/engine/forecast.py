"""When the session will end, and how far that is from the plan. Milliseconds; moments are UTC."""

from facilitator.engine.state import Segment, State
from facilitator.engine.timebox import Shortening, fit
from facilitator.engine.turns import smallest_box, still_to_come
from formats.words import SegmentId


def lengths_to_come(state: State, now: int) -> dict[SegmentId, int]:
    """Return what each segment to come will still take, in order: its plan, or what its time to end leaves of it."""
    begin = begins(state, now) + need_of_current(state, now)
    lengths: dict[SegmentId, int] = {}
    for segment in state.to_come():
        lengths[segment.id] = segment.takes(begin)
        begin += lengths[segment.id]
    return lengths


def plan_to_come(state: State, now: int) -> int:
    """Return what the segments to come still need."""
    return sum(lengths_to_come(state, now).values())


def not_held(state: State, now: int) -> tuple[Segment, int] | None:
    """Return the first segment to come that can't end when it is to end, and when it will; `None` if there is none."""
    end = begins(state, now) + need_of_current(state, now)
    lengths = lengths_to_come(state, now)
    for segment in state.to_come():
        end += lengths[segment.id]
        if segment.until is not None and end > segment.until:
            return segment, end
    return None


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
    """Return by how much the time left is too short for all who are still to come, in milliseconds.

    So much has to be added: in an overrun what the segment is over, too.
    """
    current = state.now_running
    need = need_of_round(state, now)
    return 0 if current is None or need == 0 else max(0, need - current.box.left(now))


def begins(state: State, now: int) -> int:
    """Return from when on what is to come takes its time: now, or the start that is waited for."""
    return max(now, state.planned_start or now) if state.status == "waiting" else now


def begins_behind(state: State, after: SegmentId | None, now: int) -> int:
    """Return when what stands behind a segment will begin; `None` stands for the current one."""
    begin = begins(state, now) + need_of_current(state, now)
    lengths = lengths_to_come(state, now)
    if after is None or after not in lengths:
        return begin
    for segment, length in lengths.items():
        begin += length
        if segment == after:
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
    return begins(state, now) + need_of_current(state, now) + plan_to_come(state, now)


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

    Protected segments keep their plans, nothing is lengthened, nothing goes under its floor. What has a time to end
    keeps it: before it, segments are shortened only so far that it can begin in time.

    Returns:
        The new plans of the segments that change, and the remainder; both in milliseconds.
    """
    changed: dict[SegmentId, int] = {}
    short = 0
    begin = begins(state, now) + need_of_current(state, now)
    stretch: list[Segment] = []
    for segment in (*state.to_come(), None):
        if segment is not None and segment.until is None:
            stretch.append(segment)
            continue
        end = target(state, now) if segment is None else _latest_begin(segment)
        plans, short = _stretch_fitted(stretch, end - begin)
        changed |= plans
        begin += sum(_left(one, plans.get(one.id, one.plan_ms)) for one in stretch)
        begin += 0 if segment is None else segment.takes(begin)
        stretch = []
    return changed, short


def _stretch_fitted(stretch: list[Segment], available_ms: int) -> tuple[dict[SegmentId, int], int]:
    """Return the plans with which segments that follow each other take a time together, and what can't be won."""
    free = [segment for segment in stretch if not segment.spec.protected]
    fixed = sum(_left(segment, segment.plan_ms) for segment in stretch if segment.spec.protected)
    parts = [_what_is_left(s.plan_ms, s.floor_ms, s.box.spent_ms) for s in free]
    plans, short = fit(parts, available_ms - fixed)
    changed = {
        segment.id: plan + segment.box.spent_ms
        for segment, part, plan in zip(free, parts, plans, strict=True)
        if plan != part.plan_ms
    }
    return changed, short


def _latest_begin(segment: Segment) -> int:
    """Return when a segment that has a time to end must begin, in UTC milliseconds, so that its floor is kept."""
    return (segment.until or 0) - max(0, segment.floor_ms - segment.box.spent_ms)


def _left(segment: Segment, plan_ms: int) -> int:
    return max(0, plan_ms - segment.box.spent_ms)


def _what_is_left(plan_ms: int, floor_ms: int, spent_ms: int) -> Shortening:
    left = max(0, plan_ms - spent_ms)
    return Shortening(left, min(left, max(0, floor_ms - spent_ms)))
