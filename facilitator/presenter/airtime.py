"""Who had the floor for how long: the facilitator's own, and never part of what the room sees unasked."""

from facilitator.engine.state import State, Voice
from facilitator.engine.turns import airtime
from facilitator.presenter import wording
from screens.views.wrapup import AirtimeView


def airtime_view(state: State, now: int) -> AirtimeView:
    """Tell each person's minutes and turns, most first, then how much of the session that covers."""
    heard = {person: airtime(state, person, now) for person in state.people}
    most_first = sorted(heard, key=lambda person: -heard[person])
    rows = []
    for person in most_first:
        turns = state.voices.get(person, Voice()).turns
        speaking = state.floor is not None and state.floor.person == person
        counted = turns + speaking
        often = "1 turn" if counted == 1 else f"{counted} turns"
        rows.append((state.name(person), f"{wording.spent(heard[person])}, {often}"))
    return AirtimeView(coverage(state, now), tuple(rows))


def coverage(state: State, now: int) -> str:
    """Say how much of the session somebody had the floor."""
    length = state.length_ms(now)
    heard = sum(airtime(state, person, now) for person in state.people)
    share = round(100 * heard / length) if length else 0
    return f"Somebody had the floor for {wording.spent(heard)} of {wording.spent(length)} ({share} %)."
