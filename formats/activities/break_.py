"""A pause with a time to be back."""

from typing import Literal

from formats.activities.base import SegmentBase


class Break(SegmentBase):
    """A pause with a time to be back."""

    activity: Literal["break"] = "break"
