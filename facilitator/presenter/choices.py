"""What can be chosen at the foot: segments and people to jump to, the last acts, how the notes speak of people."""

from facilitator.engine.session import Session
from facilitator.engine.state import State
from facilitator.engine.turns import not_introduced
from facilitator.presenter import wording
from facilitator.presenter.agenda import SIGNS
from facilitator.presenter.clock import SAID_OF_NOTES
from facilitator.presenter.shape import Local
from facilitator.presenter.telling import events_of, tell
from formats.words import LEVELS
from screens.views.live import ChoiceRow

LAST_ACTS = 20


def jumps(state: State) -> tuple[ChoiceRow, ...]:
    """Offer the segments, then who was not introduced yet, then everyone in the room."""
    if state.status == "ended":
        return ()
    segments = [
        ChoiceRow(
            "jump_to",
            segment.id,
            segment.spec.title,
            detail=f"{SIGNS[state.standing(segment)]} {wording.plan(segment.plan_ms)} min",
            key=str(place) if place < 10 else "",
        )
        for place, segment in enumerate(state.segments, start=1)
    ]
    missing = not_introduced(state)
    people = [
        ChoiceRow(
            "give_floor", person, state.name(person), detail="not introduced yet" if person in missing else ""
        )
        for person in (*missing, *(one for one in state.present() if one not in missing))
    ]
    return (*segments, *(people if state.current is not None else ()))


def last_acts(session: Session, local: Local) -> tuple[ChoiceRow, ...]:
    """Offer the last acts, newest first, any of which may be taken back."""
    rows = []
    for act in reversed(session.acts[1:][-LAST_ACTS:]):
        said = tell(session, act) or "something"
        at = events_of(session, act)[-1].at
        rows.append(ChoiceRow("undo_act", act, said, detail=wording.clock(local(at))))
    return tuple(rows)


def levels(state: State) -> tuple[ChoiceRow, ...]:
    """Offer what the notes may say of people."""
    return tuple(
        ChoiceRow("level", level, level, detail=SAID_OF_NOTES[level], key=str(place))
        for place, level in enumerate(LEVELS, start=1)
        if level != state.level
    )
