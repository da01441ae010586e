"""What is caught: parked tangents, takeaways, decisions, actions, resources, cards and topics."""

from dataclasses import dataclass, replace

from facilitator.engine.commands import (
    Capture,
    Edit,
    GiveFate,
    OffRecord,
    OffRecordItem,
    Remove,
    SetLevel,
)
from facilitator.engine.events import (
    Event,
    FateGiven,
    ItemCaptured,
    ItemEdited,
    ItemOffRecord,
    ItemRemoved,
    LevelSet,
    OffRecordSet,
)
from facilitator.engine.inline import read_action
from facilitator.engine.people import find
from facilitator.engine.rules import Bodies, Moment, Refusal, Unfit, new_item
from facilitator.engine.state import Item, Segment, State
from formats import model
from formats.text import clean
from formats.words import LONGEST_TEXT, ItemId, ItemKind, PersonId, SegmentId

GONE = "That item is not there any more."


def board_root(state: State, segment: Segment) -> SegmentId:
    """Return the segment whose cards a board or a queue of topics goes on with: itself, or the earlier one."""
    seen = segment
    while isinstance(seen.spec, model.Board | model.Topics) and seen.spec.from_segment is not None:
        seen = state.segment(seen.spec.from_segment)
    return seen.id


def columns(state: State, root: SegmentId) -> tuple[str, ...]:
    """Return the titles of a board's columns; topics have none."""
    spec = state.segment(root).spec
    return spec.columns if isinstance(spec, model.Board) else ()


def card_home(state: State) -> Segment | None:
    """Return where a card goes: the current board or topics, else the next to come, else the last one."""
    current = state.now_running
    places = [one for one in state.segments if isinstance(one.spec, model.Board | model.Topics)]
    if current is not None and current in places:
        return current
    coming = [one for one in state.to_come() if one in places]
    if coming:
        return coming[0]
    return places[-1] if places else None


def cards_of(state: State, root: SegmentId) -> tuple[Item, ...]:
    """Return the cards on a board, in the order of capture."""
    return tuple(item for item in state.items.values() if item.board == root and item.merged is None)


def is_hidden(state: State, item: Item) -> bool:
    """Say whether a card lies on a board where people are still writing silently."""
    return item.board is not None and board_hidden(state, item.board)


def board_hidden(state: State, root: SegmentId) -> bool:
    """Say whether the cards of a board are not to be seen yet."""
    spec = state.segment(root).spec
    if not isinstance(spec, model.Board) or not spec.hidden:
        return False
    kept = state.activities.get(root)
    return kept is None or not kept.shows_cards


def too_long(text: str) -> str | None:
    """Say that a text is too long for one item, and what to do."""
    if len(text) <= LONGEST_TEXT:
        return None
    return (
        f"That is {len(text):,} characters; one item holds {LONGEST_TEXT:,}. Split it, or keep a link to it."
    )


def capture(state: State, command: Capture, moment: Moment) -> Bodies | Refusal:
    """Catch one text or several."""
    texts = [text for text in (clean(text) for text in command.texts) if text.strip()]
    if not texts:
        return Refusal("Nothing was typed; type what to keep, or esc to close the line.")
    for text in texts:
        refused = too_long(text)
        if refused is not None:
            return Refusal(refused)
    place = _place(state, command.kind, command.column)
    if isinstance(place, Refusal):
        return place
    off = state.off_record or command.off
    return tuple(
        _captured(state, command, text, moment, new_item(moment, nth), place, off=off)
        for nth, text in enumerate(texts)
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item lies, and what it is by that: a card on a board, a topic on a list, anything else on none."""

    kind: ItemKind
    board: SegmentId | None = None
    column: int | None = None


def _place(state: State, kind: ItemKind, column: int | None) -> _Place | Refusal:
    if kind not in {"card", "topic"}:
        return _Place(kind)
    home = card_home(state)
    if home is None:
        return Refusal("This ritual has no board; p parks, t keeps a takeaway.")
    board = board_root(state, home)
    titles = columns(state, board)
    known = min(max(column or 0, 0), len(titles) - 1) if titles else None
    return _Place("topic" if isinstance(state.segment(board).spec, model.Topics) else "card", board, known)


def _captured(
    state: State, command: Capture, text: str, moment: Moment, item: ItemId, place: _Place, *, off: bool
) -> ItemCaptured:
    owner, due = None, None
    if command.kind == "action":
        said = read_action(state, text, moment.today)
        text, owner, due = said.text, said.owner, said.due
    author = command.author
    if author is None and state.level == "open" and state.floor is not None:
        # Only where it was agreed that the notes say who said what.
        author = state.floor.person
    return ItemCaptured(
        item, place.kind, text, author, owner, due, place.board, place.column, off, command.origin
    )


def edit(state: State, command: Edit, moment: Moment) -> Bodies | Refusal:
    """Change what an item says, its kind or its column."""
    item = state.items.get(command.item)
    if item is None:
        return Refusal(GONE)
    text = clean(command.text)
    if not text.strip():
        return Refusal("An empty text would lose it; delete takes the item away.")
    refused = too_long(text)
    if refused is not None:
        return Refusal(refused)
    stays = command.kind is None or command.kind == item.kind
    place: _Place | Refusal = _Place(item.kind, item.board, _column(state, item, command.column))
    if command.kind is not None and not stays:
        place = _place(state, command.kind, command.column)
    if isinstance(place, Refusal):
        return place
    owner, due = None, None
    if place.kind == "action":
        said = read_action(state, text, moment.today)
        text, owner, due = said.text, said.owner, said.due
    as_it_was = item.owner if place.kind == "action" else None
    if stays and (text, owner, due, place.column) == (item.text, as_it_was, item.due, item.column):
        return Refusal("Nothing changed.")
    return (ItemEdited(item.id, place.kind, text, owner, due, place.column, place.board),)


def _column(state: State, item: Item, wanted: int | None) -> int | None:
    if wanted is None or item.board is None:
        return item.column
    titles = columns(state, item.board)
    return min(max(wanted, 0), len(titles) - 1) if titles else None


def remove(state: State, command: Remove, _moment: Moment) -> Bodies | Refusal:
    """Take an item away."""
    return (ItemRemoved(command.item),) if command.item in state.items else Refusal(GONE)


def off_record(state: State, _command: OffRecord, _moment: Moment) -> Bodies | Refusal:
    """Put all that follows off the record, or back on it."""
    return (OffRecordSet(not state.off_record),)


def off_record_item(state: State, command: OffRecordItem, _moment: Moment) -> Bodies | Refusal:
    """Put one item off the record, or back on it."""
    item = state.items.get(command.item)
    return Refusal(GONE) if item is None else (ItemOffRecord(item.id, not item.off),)


def give_fate(state: State, command: GiveFate, _moment: Moment) -> Bodies | Refusal:
    """Decide what becomes of a parked item."""
    item = state.items.get(command.item)
    if item is None:
        return Refusal(GONE)
    if item.kind != "parked":
        return Refusal("Only what was parked has a fate.")
    owner: PersonId | None = None
    if command.fate == "assigned":
        person = find(state, command.owner)
        if isinstance(person, Refusal):
            return person
        owner = person.id
    given = FateGiven(item.id, command.fate, owner)
    if (item.fate, item.owner) == (given.fate, given.owner):
        return (FateGiven(item.id, None),)
    return (given,)


def set_level(state: State, command: SetLevel, _moment: Moment) -> Bodies | Refusal:
    """Say what the notes may say of people."""
    if command.level == state.level:
        return Refusal("The notes are at that level already.")
    return (LevelSet(command.level),)


def _item(state: State, item: ItemId) -> Item:
    found = state.items.get(item)
    if found is None:
        raise Unfit(f"there is no item {item}")
    return found


def _known(state: State, *people: PersonId | None) -> None:
    if any(one is not None and one not in state.people for one in people):
        raise Unfit("someone it names is not listed")


def _subject(state: State) -> ItemId | None:
    """Return the topic that is talked about just now."""
    kept = None if state.current is None else state.activities.get(state.current)
    return None if kept is None else kept.subject


def apply_captured(state: State, body: ItemCaptured, event: Event) -> State:
    """Fold `ItemCaptured`."""
    if body.item in state.items:
        raise Unfit(f"there is an item {body.item} already")
    _known(state, body.author, body.owner)
    number = 0 if body.board is None else _next_number(state, body.board)
    return state.with_item(
        Item(
            id=body.item,
            kind=body.kind,
            text=body.text,
            at=event.at,
            seq=event.seq,
            segment=state.current,
            author=body.author,
            owner=body.owner,
            due=body.due,
            board=body.board,
            column=body.column,
            number=number,
            off=body.off,
            origin=body.origin,
            subject=_subject(state) if body.board is None else None,
        )
    )


def _next_number(state: State, board: SegmentId) -> int:
    return 1 + max((one.number for one in state.items.values() if one.board == board), default=0)


def apply_edited(state: State, body: ItemEdited, event: Event) -> State:
    """Fold `ItemEdited`."""
    item = _item(state, body.item)
    _known(state, body.owner)
    same_kind = body.kind == item.kind
    number = item.number
    if body.board != item.board:
        number = 0 if body.board is None else _next_number(state, body.board)
    return state.with_item(
        replace(
            item,
            kind=body.kind,
            text=body.text,
            owner=body.owner if body.kind == "action" or not same_kind else item.owner,
            due=body.due,
            column=body.column,
            board=body.board,
            number=number,
            fate=item.fate if same_kind else None,
            merged=item.merged if body.board == item.board else None,
            seq=event.seq,
        )
    )


def apply_removed(state: State, body: ItemRemoved, event: Event) -> State:
    """Fold `ItemRemoved`; cards that lay under it are seen again."""
    _item(state, body.item)
    kept = {
        key: replace(one, merged=None, seq=event.seq) if one.merged == body.item else one
        for key, one in state.items.items()
        if key != body.item
    }
    return replace(state, items=kept)


def apply_item_off(state: State, body: ItemOffRecord, event: Event) -> State:
    """Fold `ItemOffRecord`."""
    item = _item(state, body.item)
    return state.with_item(replace(item, off=body.off, seq=event.seq))


def apply_fate(state: State, body: FateGiven, event: Event) -> State:
    """Fold `FateGiven`."""
    item = _item(state, body.item)
    _known(state, body.owner)
    return state.with_item(replace(item, fate=body.fate, owner=body.owner, seq=event.seq))


def apply_off_record(state: State, body: OffRecordSet, _event: Event) -> State:
    """Fold `OffRecordSet`."""
    return replace(state, off_record=body.on)


def apply_level(state: State, body: LevelSet, _event: Event) -> State:
    """Fold `LevelSet`."""
    return replace(state, level=body.level)


def left_without_fate(state: State) -> tuple[ItemId, ...]:
    """Return the parked items that nobody decided about."""
    return tuple(item.id for item in state.items.values() if item.kind == "parked" and item.fate is None)
