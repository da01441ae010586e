"""What an activity adds to what is seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from facilitator.engine.state import Segment, State
from facilitator.engine.timebox import Box
from screens.views.live import ActivityView, ChoiceRow

Local = Callable[[int], datetime]
"""From UTC milliseconds to local time."""


def nothing_shown(_state: State, _segment: Segment, _now: int, _local: Local) -> ActivityView:
    """Show nothing of an activity's own."""
    return None


def no_choices(_state: State, _segment: Segment) -> tuple[ChoiceRow, ...]:
    """Offer nothing of an activity's own."""
    return ()


def no_inner_box(_state: State, _segment: Segment) -> tuple[Box, str] | None:
    """Say that the segment's own box is drawn large."""
    return None


@dataclass(frozen=True, slots=True)
class Shown:
    """What an activity adds to what is seen.

    Attributes:
        view: What stands in the middle of the screen.
        own: What `v` offers at the foot, digits first.
        box: The box that is drawn large instead of the segment's, and what names it, as in ` for this topic`.
        moves: Whether the view depends on the time and is made again at every tick.
    """

    view: Callable[[State, Segment, int, Local], ActivityView] = nothing_shown
    own: Callable[[State, Segment], tuple[ChoiceRow, ...]] = no_choices
    box: Callable[[State, Segment], tuple[Box, str] | None] = no_inner_box
    moves: bool = False
