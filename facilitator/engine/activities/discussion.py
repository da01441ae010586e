"""Discussion: an open floor with a queue of hands. Whom `s` calls is decided in the turns all segments share."""

from facilitator.engine.rules import Rules
from facilitator.engine.state import ActivityState, Segment, State


def _fresh(_state: State, _segment: Segment) -> ActivityState:
    return ActivityState()


RULES = Rules(fresh=_fresh)
"""What a discussion adds."""
