"""How each activity is seen, a file each."""

from facilitator.presenter.activities import board, break_, groups, poll, round, signup, topics
from facilitator.presenter.shape import Shown
from formats.words import ActivityName

SHOWN: dict[ActivityName, Shown] = {
    "talk": Shown(),
    "discussion": Shown(),
    "round": round.SHOWN,
    "board": board.SHOWN,
    "topics": topics.SHOWN,
    "poll": poll.SHOWN,
    "groups": groups.SHOWN,
    "signup": signup.SHOWN,
    "break": break_.SHOWN,
}
"""How each activity is seen; talks and discussions show prompts and the floor alone."""
