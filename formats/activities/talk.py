"""One or more people present, each with a box."""

from typing import Annotated, Literal

from pydantic import Field

from formats.activities.base import Part, SegmentBase


class Talk(SegmentBase):
    """One or more people present while the others listen."""

    activity: Literal["talk"] = "talk"
    presenters: Annotated[int, Field(ge=1, le=20)] = 1
    """How many are to be named in setup."""
    box_seconds: Part | None = Field(default=None, alias="box")
    """Each presenter's box; without it the plan is shared out equally."""
