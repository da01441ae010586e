"""Topics in the order of their votes, a small box each."""

from typing import Annotated, Literal

from pydantic import Field

from formats.activities.base import Seconds, SegmentBase, SegmentIdField


class Topics(SegmentBase):
    """The room picks topics, takes each for a small box, and says by thumbs whether to go on."""

    activity: Literal["topics"] = "topics"
    boxes_seconds: Annotated[tuple[Seconds, ...], Field(min_length=1, max_length=6)] = Field(
        default=(300, 120, 60), alias="boxes"
    )
    """A topic's first box, then what each vote to go on adds."""
    from_segment: SegmentIdField | None = Field(default=None, alias="from")
    """The earlier board whose cards are the topics."""
