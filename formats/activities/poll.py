"""Questions that are answered by hands."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from formats.activities.base import Different, SegmentBase, Text, Word


class Poll(SegmentBase):
    """Hands are counted for each choice, never who raised them."""

    placeholders_in: ClassVar[tuple[str, ...]] = ("title", "prompts", "cues", "questions")

    activity: Literal["poll"] = "poll"
    questions: Annotated[tuple[Text, ...], Field(min_length=1, max_length=9)]
    """What is asked, one after the other."""
    choices: Annotated[tuple[Word, ...], Field(max_length=9), Different] = ()
    """What may be answered; empty means 1 to 5."""
