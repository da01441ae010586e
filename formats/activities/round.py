"""Everyone in turn, with a box each."""

from typing import Annotated, Literal

from pydantic import Field

from formats.activities.base import Key, Part, SegmentBase, Word
from formats.words import Order


class Round(SegmentBase):
    """Everyone has a turn, and may pass."""

    activity: Literal["round"] = "round"
    order: Order = "roster"
    """How the turns are ordered."""
    opens: Literal["facilitator"] | None = None
    """Who takes the first turn and shows how."""
    keep: Annotated[dict[Key, Word], Field(max_length=8)] = Field(default={})
    """What is kept of each person: the name of a field and what the notes call it."""
    box_seconds: Part | None = Field(default=None, alias="box")
    """Each turn's box; without it what is left is shared among those still to come."""
