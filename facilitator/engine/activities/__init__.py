"""What each activity adds to the engine, a file each."""

from facilitator.engine.activities import board, break_, discussion, poll, round, signup, talk
from facilitator.engine.rules import Rules
from formats.words import ActivityName

RULES: dict[ActivityName, Rules] = {
    "talk": talk.RULES,
    "discussion": discussion.RULES,
    "round": round.RULES,
    "board": board.RULES,
    "poll": poll.RULES,
    "signup": signup.RULES,
    "break": break_.RULES,
}
"""The rules of each activity."""
