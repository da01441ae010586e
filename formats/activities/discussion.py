"""An open floor with a queue of raised hands."""

from typing import Literal

from formats.activities.base import SegmentBase


class Discussion(SegmentBase):
    """An open floor with a queue of raised hands."""

    activity: Literal["discussion"] = "discussion"
    queue: Literal["raised", "fair"] = "raised"
    """Who is offered the floor first: the hand that went up first, or the one who has spoken least."""
