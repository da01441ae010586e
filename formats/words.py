"""The words that every floor shares: kinds, levels, fates, ids that stay the same within a session, and a limit."""

from typing import Final, Literal, NewType, get_args

SessionId = NewType("SessionId", str)
"""`YYYYMMDD-HHMM-<format>-<4 hex>`."""
PersonId = NewType("PersonId", str)
"""`p1`, `p2` ... in the order in which people were named."""
SegmentId = NewType("SegmentId", str)
"""The id given in the format, or made from the title; unique within the session."""
ItemId = NewType("ItemId", str)
"""`i1`, `i2` ... in the order of capture."""
ActId = NewType("ActId", str)
"""The id that the events of one command share."""

ActivityName = Literal["talk", "discussion", "round", "board", "topics", "poll", "groups", "signup", "break"]
"""What a segment does."""

Level = Literal["open", "names", "room"]
"""What the notes may say of people: `open` who said what, `names` who was there and what they took on, `room` none."""

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""The levels, from the most to the least that the notes may say of people."""

ItemKind = Literal["parked", "takeaway", "decision", "action", "resource", "card", "topic"]
"""What a captured item is."""

Fate = Literal["discussed", "next session", "assigned", "dropped"]
"""What became of a parked item."""

Order = Literal["roster", "shuffle", "quiet-first", "volunteers"]
"""How the turns of a round are ordered."""

Duty = Literal["facilitator", "timekeeper", "note-taker", "presenter"]
"""What someone was asked to do in a session; a presenter does it in one segment."""

DUTIES: Final[tuple[Duty, ...]] = ("facilitator", "timekeeper", "note-taker")
"""The duties that hold for a whole session."""

Phase = Literal["calm", "warning", "closing", "over"]
"""How near a box is to its end."""

Authors = Literal["dropped", "shown"]
"""Whether a board shows who wrote a card."""

Shelf = Literal["start", "weekly", "practice", "back"]
"""Where a format stands on the home screen: start a community, every week, practise a skill, look back."""

LONGEST_TEXT: Final = 20_000
"""How many characters one item may have, and so one line that is typed."""
