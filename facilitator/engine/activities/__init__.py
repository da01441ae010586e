"""What each activity adds to the engine, a file each."""

from facilitator.engine.activities import (
    board,
    break_,
    discussion,
    groups,
    poll,
    round,
    signup,
    talk,
    topics,
)
from facilitator.engine.rules import Rules
from formats.words import ActivityName

RULES: dict[ActivityName, Rules] = {
    "talk": talk.RULES,
    "discussion": discussion.RULES,
    "round": round.RULES,
    "board": board.RULES,
    "topics": topics.RULES,
    "poll": poll.RULES,
    "groups": groups.RULES,
    "signup": signup.RULES,
    "break": break_.RULES,
}
"""The rules of each activity."""
