"""The lists of what was caught, each item marked while it is on its way to the disk."""

from facilitator.engine.state import Item, State
from facilitator.known import Known
from facilitator.presenter import wording
from facilitator.presenter.secrets import is_secret, shown
from formats.words import ItemKind
from screens.views.live import ItemRow, ListView, Mark

HEADINGS: dict[ItemKind, str] = {
    "parked": "Parking lot",
    "takeaway": "Takeaways",
    "decision": "Decisions",
    "action": "Actions",
    "resource": "Resources",
}
"""The lists of the live screen, in their order."""


def lists(state: State, known: Known) -> tuple[ListView, ...]:
    """Make all lists."""
    rows: dict[ItemKind, list[ItemRow]] = {kind: [] for kind in HEADINGS}
    for item in state.items.values():
        if item.kind in rows:
            rows[item.kind].append(row(state, item, known))
    return tuple(ListView(kind, heading, tuple(rows[kind])) for kind, heading in HEADINGS.items())


def mark_of(item: Item, known: Known) -> Mark:
    """Say whether an item is on the disk."""
    if item.seq <= known.acknowledged:
        return ""
    return "!" if known.problem else "…"


def row(state: State, item: Item, known: Known) -> ItemRow:
    """Make the row of an item."""
    tail = []
    if not is_secret(state, item):
        who = item.owner or (item.author if item.kind == "parked" else None)
        tail = [state.name(who)] if who is not None else []
        tail += [wording.day(item.due)] if item.due is not None else []
    return ItemRow(item.id, shown(state, item), " · ".join(tail), mark_of(item, known), item.fate or "")
