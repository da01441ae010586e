"""What can be chosen at the foot: segments and people to jump to, the last acts, how the notes speak of people."""

from facilitator.engine.duties import holder
from facilitator.engine.session import Session
from facilitator.engine.state import State
from facilitator.engine.turns import hands_in_turn, is_fair, not_introduced
from facilitator.presenter import wording
from facilitator.presenter.agenda import SIGNS
from facilitator.presenter.clock import SAID_OF_NOTES
from facilitator.presenter.shape import Local
from facilitator.presenter.telling import events_of, tell
from formats.words import LEVELS, Duty
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
            detail=f"{SIGNS[state.standing(segment)]} {wording.length(segment.plan_ms)}",
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


def hands(state: State, now: int) -> tuple[ChoiceRow, ...]:
    """Offer to call each raised hand, in the order in which they would be called, then to move or lower it."""
    current = state.now_running
    if current is None:
        return ()
    queue = hands_in_turn(state, current, now)
    called = [
        ChoiceRow(
            "give_floor", one, state.name(one), detail="give the floor", key=str(place) if place < 10 else ""
        )
        for place, one in enumerate(queue, start=1)
    ]
    moved = [("hand_nearer", "sooner"), ("hand_further", "not yet"), ("lower_hand", "lower the hand")]
    offered = moved[-1:] if is_fair(current) else moved
    rest = [ChoiceRow(act, one, state.name(one), detail=what) for one in queue for act, what in offered]
    return (*called, *rest)


def duties(state: State) -> tuple[ChoiceRow, ...]:
    """Offer each duty with whoever has it; of a talk that runs, its presenters."""
    acts: dict[Duty, str] = {
        "facilitator": "facilitates",
        "timekeeper": "keeps_time",
        "note-taker": "takes_notes",
    }
    rows = []
    for place, (duty, act) in enumerate(acts.items(), start=1):
        who = holder(state, duty)
        name = "" if who is None else state.name(who)
        rows.append(
            ChoiceRow(act, "", duty, detail=name or "nobody yet", key=str(place), prompt=f"who is {duty}")
        )
    current = state.now_running
    if current is not None and current.spec.activity == "talk":
        named = ", ".join(state.name(one) for one in state.presenters.get(current.id, ()))
        rows.append(
            ChoiceRow(
                "presents",
                current.id,
                "presenter",
                detail=named or "nobody yet",
                key="4",
                prompt="who presents",
            )
        )
    return tuple(rows)


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
