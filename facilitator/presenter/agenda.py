"""The agenda: what was, what is, what comes, planned and spent, and what fit would make of it."""

from typing import Literal

from facilitator.engine import forecast
from facilitator.engine.state import Segment, Standing, State
from facilitator.presenter import wording
from facilitator.presenter.shape import Local
from formats.durations import write_duration
from formats.words import SegmentId
from screens.views.live import AgendaRow, AgendaView, SegmentView

SIGNS: dict[Standing, Literal["✓", "▶", "·", "-"]] = {
    "done": "✓",
    "current": "▶",
    "ahead": "·",
    "skipped": "-",
}
"""The sign before a segment."""


def agenda(state: State, now: int, local: Local, *, preview: bool) -> AgendaView:
    """Make the agenda; `preview` shows what fit would give each segment."""
    plans: dict[SegmentId, int] = {}
    note = ""
    if preview:
        plans, short = forecast.fitted(state, now)
        note = _fit_note(state, now, plans, short)
    waiting = state.status == "waiting"
    starts = state.planned_start or now
    rows = []
    for segment in state.segments:
        rows.append(
            AgendaRow(
                id=segment.id,
                title=segment.spec.title,
                sign=SIGNS[state.standing(segment)],
                planned=wording.plan(segment.plan_ms),
                spent=_spent(segment, now),
                protected=segment.spec.protected,
                starts=wording.clock(local(starts)) if waiting else "",
                fitted=wording.plan(plans[segment.id]) if segment.id in plans else "",
                length=write_duration(segment.plan_ms // wording.SECOND),
                prompts=segment.spec.prompts,
                talk=segment.spec.activity == "talk",
            )
        )
        starts += 0 if segment.skipped else segment.plan_ms
    return AgendaView(tuple(rows), note, clock_times=waiting)


def _spent(segment: Segment, now: int) -> str:
    return str(segment.box.spent(now) // wording.MINUTE) if segment.entered else ""


def _fit_note(state: State, now: int, plans: dict[SegmentId, int], short: int) -> str:
    if not plans and forecast.drift(state, now) < 1_000:
        return "It fits as it is."
    won = sum(state.segment(segment).plan_ms - plan for segment, plan in plans.items())
    what = f"f or enter: {wording.length(won)} shorter" if plans else "Nothing can be shortened"
    return what if short <= 0 else f"{what}, {wording.length(short)} can't be won"


def segment(state: State) -> SegmentView:
    """Make the title, the place and the prompts of what we are doing."""
    current = state.now_running
    if current is None:
        first = state.segments[0]
        return SegmentView(state.title, f"first: {first.spec.title}", "waiting", first.spec.prompts)
    place = f"{state.position(current.id) + 1} of {len(state.segments)}"
    return SegmentView(current.spec.title, place, current.spec.activity, current.spec.prompts)
