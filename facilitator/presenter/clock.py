"""The top line and the countdown: the parts that change with every tick."""

from facilitator.engine import forecast
from facilitator.engine.state import Segment, State
from facilitator.engine.timebox import Box, phase
from facilitator.known import Known
from facilitator.presenter import disk, wording
from facilitator.presenter.activities import SHOWN
from facilitator.presenter.shape import Local
from formats.durations import write_drift
from formats.words import Level, Phase
from screens.views.live import ClockView, TopView

ROOM: dict[Phase, str] = {"calm": "left", "warning": "nearly time", "closing": "last words", "over": "over"}
"""What the room reads in each phase of a box."""

SAID_OF_NOTES: dict[Level, str] = {
    "open": "notes say who said what",
    "names": "notes name who was there",
    "room": "notes name nobody",
}
"""What the top line says of the notes."""

FLASH_MS = 3_000


def top(state: State, known: Known, now: int, local: Local) -> TopView:
    """Make the line at the top."""
    drift = forecast.drift(state, now)
    ending = forecast.projected_end(state, now)
    words = write_drift(drift)
    if known.problem:
        saved, mark = "not saved !", "failed"
    elif known.waiting:
        saved, mark = "saving …", "saving"
    else:
        saved, mark = "saved ✓", "saved"
    return TopView(
        title=state.title,
        series=state.series,
        clock=wording.clock(local(now)),
        ends=f"{'ended' if state.status == 'ended' else 'ends'} {wording.clock(local(ending))}",
        drift=words,
        late=words.endswith("late"),
        saved=saved,
        saved_mark=mark,  # type: ignore[arg-type]  # one of three words, each from a branch above
        problem=disk.banner(known, local),
        level=SAID_OF_NOTES[state.level],
        off_record=state.off_record,
        rehearsal=state.speed != 1,
    )


def countdown(state: State, now: int) -> ClockView:
    """Make the countdown of the box that is drawn large."""
    current = state.now_running
    if current is None:
        return _waiting(state, now)
    box, of = drawn_box(state, current)
    planned = box.plan_ms or 0
    remaining = box.left(now)
    near = segment_phase(current, now) if box is current.box else phase(planned, remaining)
    stands = state.paused_since is not None or state.status == "ended"
    if near == "over":
        text, words = f"+{wording.spent(-remaining)}", f"over, of {wording.plan(planned)} min{of}"
    else:
        text, words = wording.left(remaining), f"{ROOM[near]} of {wording.plan(planned)} min{of}"
    if state.paused_since is not None:
        words = f"paused {wording.spent(now - state.paused_since)}"
    if state.status == "ended":
        words = "ended"
    return ClockView(
        text=text,
        words=words,
        room=ROOM[near],
        phase=near,
        spent=min(1.0, round(box.spent(now) / planned, 4)) if planned else 1.0,
        hollow=stands,
        flash=near == "over" and not stands and -FLASH_MS < remaining <= 0 and box is current.box,
    )


def segment_phase(segment: Segment, now: int) -> Phase:
    """Say how near a segment is to its end, whatever is drawn large inside it."""
    left = segment.box.left(now)
    return phase(segment.plan_ms, left, segment.warn_at_ms, segment.last_words_at_ms)


def drawn_box(state: State, current: Segment) -> tuple[Box, str]:
    """Return the box that is drawn large, and what names it when it is not the segment's own."""
    kept = state.activities.get(current.id)
    inner = None if kept is None else kept.large_box
    return (current.box, "") if inner is None else (inner, SHOWN[current.spec.activity].inner)


def _waiting(state: State, now: int) -> ClockView:
    if state.planned_start is None:
        return ClockView("0:00", "n starts the session", "", "calm", 0.0, hollow=True)
    ahead = state.planned_start - now
    if ahead > 0:
        return ClockView(
            wording.left(ahead), f"starts in {wording.left(ahead)}", "", "calm", 0.0, hollow=True
        )
    late = f"should have started {wording.spent(-ahead)} ago; n starts"
    return ClockView(f"+{wording.spent(-ahead)}", late, "", "warning", 0.0, hollow=True)
