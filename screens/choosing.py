"""Which item, card or segment is chosen: regions by tab, rows by the arrows. Knows no widget."""

from dataclasses import dataclass

from screens.views.live import AgendaView, BoardView, ItemRow, LinesView, ListView, LiveView


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen: a region (`agenda`, `cards`, or the kind of a list) and an id; both empty when nothing is."""

    region: str = ""
    id: str = ""


def regions(view: LiveView) -> dict[str, tuple[str, ...]]:
    """Return the ids that can be chosen, by region, in the order of tab."""
    found: dict[str, tuple[str, ...]] = {}
    if isinstance(view.activity, BoardView):
        found["cards"] = tuple(card.id for column in view.activity.columns for card in column.cards)
    elif isinstance(view.activity, LinesView) and view.segment.activity == "topics":
        found["cards"] = tuple(line.id for line in view.activity.rows)
    found |= {one.kind: _ids(one) for one in view.lists}
    found["agenda"] = _segments(view.agenda)
    return {region: ids for region, ids in found.items() if ids}


def _ids(one: ListView) -> tuple[str, ...]:
    return tuple(row.id for row in one.rows)


def _segments(agenda: AgendaView) -> tuple[str, ...]:
    return tuple(row.id for row in agenda.rows)


def still_there(choice: Choice, view: LiveView) -> Choice:
    """Return the choice, or none when what was chosen is gone."""
    return choice if choice.id in regions(view).get(choice.region, ()) else Choice()


def next_region(choice: Choice, view: LiveView, step: int) -> Choice:
    """Choose in the next region: the newest of a list, the current segment of the agenda."""
    there = regions(view)
    names = list(there)
    if not names:
        return Choice()
    if choice.region not in names:
        return _enter(names[0 if step > 0 else -1], there, view)
    return _enter(names[(names.index(choice.region) + step) % len(names)], there, view)


def _enter(region: str, there: dict[str, tuple[str, ...]], view: LiveView) -> Choice:
    if region == "agenda":
        current = next((row.id for row in view.agenda.rows if row.sign == "▶"), there[region][0])
        return Choice(region, current)
    return Choice(region, there[region][-1])


def moved(choice: Choice, view: LiveView, down: int, right: int) -> Choice:
    """Choose a neighbour; with nothing chosen, the newest card or item."""
    there = regions(view)
    if choice.region not in there:
        return next_region(choice, view, 1)
    if choice.region == "cards" and isinstance(view.activity, BoardView):
        return _among_cards(choice, view.activity, down, right)
    if right:
        return next_region(choice, view, right)
    ids = there[choice.region]
    place = max(0, min(len(ids) - 1, ids.index(choice.id) + down))
    return Choice(choice.region, ids[place])


def _among_cards(choice: Choice, board: BoardView, down: int, right: int) -> Choice:
    columns = [column.cards for column in board.columns]
    across = next(at for at, cards in enumerate(columns) if any(card.id == choice.id for card in cards))
    place = next(at for at, card in enumerate(columns[across]) if card.id == choice.id)
    if right:
        filled = [at for at, cards in enumerate(columns) if cards]
        across = filled[(filled.index(across) + right) % len(filled)]
    cards: tuple[ItemRow, ...] = columns[across]
    return Choice("cards", cards[max(0, min(len(cards) - 1, place + down))].id)


def _rows(view: LiveView) -> list[ItemRow]:
    rows = [row for one in view.lists for row in one.rows]
    if isinstance(view.activity, BoardView):
        rows += [card for column in view.activity.columns for card in column.cards]
    return rows


def typed_text(item: str, view: LiveView) -> str:
    """Return how an item can be typed again; nothing when it may not be seen."""
    return next((row.typed for row in _rows(view) if row.id == item), "")


def item_text(choice: Choice, view: LiveView) -> str:
    """Return what the chosen thing reads; nothing when nothing is chosen."""
    if not choice.id:
        return ""
    found = next((row.text for row in _rows(view) if row.id == choice.id), "")
    if not found and isinstance(view.activity, LinesView):
        found = next((line.text for line in view.activity.rows if line.id == choice.id), "")
    return found or next((row.title for row in view.agenda.rows if row.id == choice.id), "")
