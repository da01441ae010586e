"""What may not be seen on the shared screen is replaced by dots before it ever reaches a view."""

from facilitator.engine.inline import write_action
from facilitator.engine.items import is_hidden
from facilitator.engine.state import Item, State
from formats.text import width

DOTS = "•••••"


def dots(text: str) -> str:
    """Return dots and how many characters they stand for."""
    return f"{DOTS} {len(text)}" if width(text) else ""


def is_secret(state: State, item: Item) -> bool:
    """Say whether an item is off the record or still hidden on its board."""
    return item.off or is_hidden(state, item)


def shown(state: State, item: Item) -> str:
    """Return what may be seen of an item's text."""
    return dots(item.text) if is_secret(state, item) else item.text


def as_typed(state: State, item: Item) -> str:
    """Return an item as it can be typed again; nothing when it may not be seen."""
    if is_secret(state, item):
        return ""
    return write_action(state, item.text, item.owner, item.due) if item.kind == "action" else item.text
