"""The lists of what was caught, each item marked while it is on its way to the disk."""

from dataclasses import replace

from facilitator.engine.items import board_hidden
from facilitator.engine.state import Item, State
from facilitator.known import Known
from facilitator.presenter import wording
from facilitator.presenter.secrets import as_typed, is_secret, shown
from formats.words import ItemId, ItemKind
from screens.views.live import ActivityView, BoardView, ItemRow, LineRow, LinesView, ListView, Mark

HEADINGS: dict[ItemKind, str] = {
    "parked": "Parking lot",
    "takeaway": "Takeaways",
    "decision": "Decisions",
    "action": "Actions",
    "resource": "Resources",
}
"""The lists of the live screen, in their order."""


class Lists:
    """Makes the lists, and each row again only when its item changed or what else it rests on.

    A long session has many items, and every act would else make all their rows anew.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._rests_on: tuple[object, ...] = ()
        self._rows: dict[ItemId, tuple[Item, ItemRow]] = {}

    def make(self, state: State, known: Known) -> tuple[ListView, ...]:
        """Make all lists."""
        names = tuple((person.id, person.name) for person in state.people.values())
        hidden = tuple(segment.id for segment in state.segments if board_hidden(state, segment.id))
        if (names, hidden) != self._rests_on:
            self._rests_on, self._rows = (names, hidden), {}
        before, self._rows = self._rows, {}
        rows: dict[ItemKind, list[ItemRow]] = {kind: [] for kind in HEADINGS}
        for item in state.items.values():
            if item.kind not in rows:
                continue
            made = before.get(item.id)
            saved = item.seq <= known.acknowledged
            if made is None or made[0] is not item or made[1].mark or not saved:
                made = (item, row(state, item, known))
            self._rows[item.id] = made
            rows[item.kind].append(made[1])
        return tuple(ListView(kind, heading, tuple(rows[kind])) for kind, heading in HEADINGS.items())


def mark_of(item: Item, known: Known) -> Mark:
    """Say whether an item is on the disk."""
    if item.seq <= known.acknowledged:
        return ""
    return "!" if known.problem else "…"


def marked(view: ActivityView, state: State, known: Known) -> ActivityView:
    """Mark the cards of a board and the topics of a list that are not on the disk yet."""
    match view:
        case BoardView(columns=columns):
            return replace(
                view,
                columns=tuple(
                    replace(column, cards=tuple(_marked_card(card, state, known) for card in column.cards))
                    for column in columns
                ),
            )
        case LinesView(rows=rows):
            return replace(view, rows=tuple(_marked_line(line, state, known) for line in rows))
        case None:
            return None


def _marked_card(card: ItemRow, state: State, known: Known) -> ItemRow:
    mark = mark_of(state.items[ItemId(card.id)], known)
    return replace(card, mark=mark) if mark else card


def _marked_line(line: LineRow, state: State, known: Known) -> LineRow:
    item = state.items.get(ItemId(line.id))
    mark = "" if item is None else mark_of(item, known)
    return replace(line, label=f"{mark} {line.label}") if mark else line


def row(state: State, item: Item, known: Known) -> ItemRow:
    """Make the row of an item."""
    tail = []
    if not is_secret(state, item):
        who = item.owner or (item.author if item.kind == "parked" else None)
        tail = [state.name(who)] if who is not None else []
        tail += [wording.day(item.due)] if item.due is not None else []
    return ItemRow(
        item.id,
        shown(state, item),
        " · ".join(tail),
        mark_of(item, known),
        item.fate or "",
        typed=as_typed(state, item),
    )
