"""How a break is seen: when to be back."""

from facilitator.engine.state import Segment, State
from facilitator.presenter import wording
from facilitator.presenter.shape import Local, Shown
from screens.views.live import LineRow, LinesView


def _view(_state: State, segment: Segment, now: int, local: Local) -> LinesView:
    back = local(now + max(0, segment.box.left(now)))
    return LinesView("Break", (LineRow("Back at", wording.clock(back), strong=True),))


SHOWN = Shown(view=_view, moves=True)
"""How a break is seen."""
