"""What an activity adds to what is seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from facilitator.engine.events import Body
from facilitator.engine.state import Segment, State
from screens.views.live import ActivityView, ChoiceRow

Local = Callable[[int], datetime]
"""From UTC milliseconds to local time."""


def nothing_shown(_state: State, _segment: Segment, _now: int, _local: Local) -> ActivityView:
    """Show nothing of an activity's own."""
    return None


def no_choices(_state: State, _segment: Segment) -> tuple[ChoiceRow, ...]:
    """Offer nothing of an activity's own."""
    return ()


def says_nothing(_state: State, _body: Body) -> str:
    """Say nothing of an event that is not the activity's own."""
    return ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What an activity adds to what is seen.

    Attributes:
        view: What stands in the middle of the screen.
        own: What `v` offers at the foot, digits first.
        inner: What names the box that is drawn large instead of the segment's, as in ` for this topic`.
        say: What one of its own events did, in a few words; empty for others.
        moves: Whether the view depends on the time and is made again at every tick.
    """

    view: Callable[[State, Segment, int, Local], ActivityView] = nothing_shown
    own: Callable[[State, Segment], tuple[ChoiceRow, ...]] = no_choices
    inner: str = ""
    moves: bool = False
    say: Callable[[State, Body], str] = says_nothing
