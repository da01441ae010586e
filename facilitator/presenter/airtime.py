"""Who had the floor for how long: the facilitator's own, and never part of what the room sees unasked."""

from facilitator.engine.state import State, Voice
from facilitator.engine.turns import airtime
from facilitator.presenter import wording


def airtime_lines(state: State, now: int) -> tuple[str, ...]:
    """Tell each person's minutes and turns, most first, then how much of the session that covers."""
    heard = {person: airtime(state, person, now) for person in state.people}
    most_first = sorted(heard, key=lambda person: -heard[person])
    lines = []
    for person in most_first:
        turns = state.voices.get(person, Voice()).turns
        speaking = state.floor is not None and state.floor.person == person
        counted = turns + speaking
        often = "1 turn" if counted == 1 else f"{counted} turns"
        lines.append(f"{state.name(person)}  {wording.spent(heard[person])}, {often}")
    return (coverage(state, now), *lines)


def coverage(state: State, now: int) -> str:
    """Say how much of the session somebody had the floor."""
    length = state.length_ms(now)
    heard = sum(airtime(state, person, now) for person in state.people)
    share = round(100 * heard / length) if length else 0
    return f"Somebody had the floor for {wording.spent(heard)} of {wording.spent(length)} ({share} %)."
