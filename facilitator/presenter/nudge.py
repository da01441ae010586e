"""A quiet word at the foot when something should have begun a minute ago: the session, or the next segment."""

from facilitator.engine import forecast
from facilitator.engine.state import State
from facilitator.presenter import wording
from facilitator.presenter.shape import Local
from screens.views.live import NOTHING_SAID, MessageView

PATIENCE_MS = wording.MINUTE
"""So long nothing is said."""


def nudge(state: State, now: int, local: Local) -> MessageView:
    """Say what should have begun, and by which key it does; nothing while all is in time or stands still."""
    if state.status == "waiting":
        return _forgotten_start(state, now)
    late = _late_back(state, now, local)
    if late:
        return MessageView(late)
    current = state.now_running
    if current is None or state.status != "running" or state.paused_since is not None:
        return NOTHING_SAID
    over = -current.box.left(now)
    if over < PATIENCE_MS:
        return NOTHING_SAID
    ago = f"{over // wording.MINUTE} min ago"
    following = next(state.to_come(), None)
    if following is None:
        return MessageView(f"The last segment should have ended {ago}; w opens the wrap-up, + adds time.")
    title = wording.quoted(following.spec.title, 30)
    if current.spec.activity == "break":
        return MessageView(f"The break was over {ago}; n goes on to {title}.")
    return MessageView(f"{title} should have begun {ago}; n goes on to it, + adds time.")


def _late_back(state: State, now: int, local: Local) -> str:
    """Say that what should end at a time of day can't any more, as with a lunch; empty while it can."""
    missed = forecast.not_held(state, now)
    if missed is None:
        return ""
    segment, back = missed
    if segment.until is None or back - segment.until < PATIENCE_MS:
        return ""
    title = wording.quoted(segment.spec.title, 30)
    would, wanted = (wording.clock(local(at)) for at in (back, segment.until))
    coming = [one.id for one in state.to_come()]
    before = coming[: coming.index(segment.id)]
    if not before:
        how = "; n goes on to it"
    elif any(one in before for one in forecast.fitted(state, now)[0]):
        how = "; f shortens what comes before it"
    else:
        how = ""
    return f"{title} would end at {would}, not at {wanted}{how}."


def _forgotten_start(state: State, now: int) -> MessageView:
    if state.planned_start is None or now - state.planned_start < PATIENCE_MS:
        return NOTHING_SAID
    minutes = (now - state.planned_start) // wording.MINUTE
    return MessageView(f"The session should have started {minutes} min ago; n starts it.")
