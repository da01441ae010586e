"""What each activity leaves in the notes, a file each."""

from collections.abc import Callable, Mapping
from typing import Final

from facilitator.engine.state import Segment
from facilitator.notes.activities import board, groups, poll, round, signup, talk, topics
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Section
from formats.words import ActivityName

Telling = Callable[[Discretion, Segment], tuple[Section, ...]]
"""From the session as it may be told, and a segment, to the sections that the segment leaves."""


def nothing(_telling: Discretion, _segment: Segment) -> tuple[Section, ...]:
    """Say that an activity leaves nothing but what was captured in it."""
    return ()


NOTES: Final[Mapping[ActivityName, Telling]] = {
    "talk": talk.sections,
    "discussion": nothing,
    "round": round.sections,
    "board": board.sections,
    "topics": topics.sections,
    "poll": poll.sections,
    "groups": groups.sections,
    "signup": signup.sections,
    "break": nothing,
}
"""The notes of each activity."""
