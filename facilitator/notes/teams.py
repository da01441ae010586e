"""The notes for Teams: lines without any mark, since a paste shows marks as often as it obeys them."""

from functools import partial
from typing import Final

from facilitator.notes.bullets import plain_hand
from facilitator.notes.escaping_plain import guard_lines
from facilitator.notes.sheet import whole

LIMIT: Final = 28_000
"""Characters that Teams takes in one message, about."""

HAND: Final = plain_hand(guard_lines, "•", "◦")

render = partial(whole, HAND)
