"""Break: a pause inside the session, with a time to be back that follows from its box."""

from facilitator.engine.rules import Rules
from facilitator.engine.state import ActivityState, Segment, State


def _fresh(_state: State, _segment: Segment) -> ActivityState:
    return ActivityState()


RULES = Rules(fresh=_fresh)
"""What a break adds."""
