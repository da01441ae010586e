"""How people, segments and items are called in a sentence; what may not be seen is not called by its text."""

from facilitator.engine.state import State
from facilitator.presenter import wording
from facilitator.presenter.secrets import is_secret
from formats.words import ItemId, PersonId, SegmentId


def person(state: State, who: PersonId) -> str:
    """Return a name, or `someone` when that person was taken back."""
    return state.people[who].name if who in state.people else "someone"


def segment(state: State, wanted: SegmentId, longest: int = 60) -> str:
    """Return a title in quotes, of `longest` characters at most."""
    title = next((one.spec.title for one in state.segments if one.id == wanted), "a segment")
    return wording.quoted(title, longest)


def item(state: State, wanted: ItemId) -> str:
    """Return an item in quotes."""
    found = state.items.get(wanted)
    if found is None:
        return "an item"
    return "an item off the record" if is_secret(state, found) else wording.quoted(found.text)
