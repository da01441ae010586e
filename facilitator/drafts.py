"""Drafts between the disk and the screens: how they are written down, and where each of them is found again."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from facilitator.engine.events import ItemCaptured, ItemEdited
from facilitator.engine.session import Session
from formats.text import clean
from screens.acts import BY_NAME, CAPTURE_KINDS, written
from screens.views.draft import Draft
from screens.views.live import ChoiceRow

SCHEMA = 1
_OLDER = re.compile(r"(?P<act>[a-z_]+)(?P<hidden>\*?) (?P<text>.+)", re.DOTALL)
"""The form of earlier versions: the act, a star where the text is drawn as dots, and the text."""
_KEYS_OF_KINDS = {"parked": "park", "topic": "card"}
"""The acts that catch an item, where they are not called as its kind."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a file of drafts.

    Attributes:
        drafts: What could be read, the oldest first.
        whole: Whether that is all there was.
    """

    drafts: tuple[Draft, ...]
    whole: bool


def to_text(drafts: Iterable[Draft]) -> str:
    """Write drafts down, one a line so that each can be read on its own; nothing for none."""
    rows = [
        json.dumps(
            {"act": one.act, "target": one.target, "hidden": one.hidden, "text": one.text},
            ensure_ascii=False,
        )
        for one in drafts
    ]
    if not rows:
        return ""
    return f'{{"schema":{SCHEMA},"drafts":[\n' + ",\n".join(rows) + "\n]}\n"


_NO_TEXT = re.compile("[\udc80-\udcff]+")
"""Bytes that are no UTF-8, as they are read from a file."""


def from_text(text: str) -> Found:
    """Read what was written down, in the older plain form, too; of a damaged file, what can be read."""
    if not text.strip():
        return Found((), whole=True)
    if _NO_TEXT.search(text):
        return replace(from_text(_NO_TEXT.sub("\ufffd", text)), whole=False)
    older = _OLDER.fullmatch(text)
    if older is not None and older["act"] in BY_NAME:
        return Found((Draft(older["act"], clean(older["text"]), hidden=bool(older["hidden"])),), whole=True)
    stored = _json(text)
    if isinstance(stored, dict) and isinstance(stored.get("drafts"), list):
        rows, whole = stored["drafts"], stored.get("schema") == SCHEMA
    else:
        rows, whole = [_json(line.strip().removesuffix(",")) for line in text.split("\n")[1:]], False
    read = [_draft(row) for row in rows]
    return Found(tuple(one for one in read if one is not None), whole=whole and None not in read)


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _draft(row: object) -> Draft | None:
    if not isinstance(row, dict):
        return None
    act, text, target = row.get("act"), row.get("text"), row.get("target", "")
    if not (isinstance(act, str) and isinstance(text, str) and isinstance(target, str) and act in BY_NAME):
        return None
    # Where it does not say for sure that the text may be seen, it may not.
    return Draft(act, clean(text), target, hidden=row.get("hidden") is not False)


def missing(stored: str, written: str) -> int:
    """Count the drafts that are not written as they were typed.

    Args:
        stored: What is being typed, as it is to be written down.
        written: What of it was written.
    """
    if stored == written:
        return 0
    there = from_text(written).drafts
    return sum(one not in there for one in from_text(stored).drafts)


def placed(
    drafts: Iterable[Draft], session: Session, own: tuple[ChoiceRow, ...], allowed: frozenset[str]
) -> tuple[Draft, ...]:
    """Put each draft behind an act by which it can be reached; what has none any more is parked.

    Args:
        drafts: What was typed.
        session: The session for which it was typed.
        own: What the activity can do now.
        allowed: The acts that are possible now.
    """
    offered = {(row.act, row.target) for row in own if row.prompt}
    return tuple(_placed(draft, session, offered, allowed) for draft in drafts)


def _placed(draft: Draft, session: Session, offered: set[tuple[str, str]], allowed: frozenset[str]) -> Draft:
    act = BY_NAME[draft.act]
    item_is_there = draft.target.partition(" ")[0] in session.state.items
    if draft.act in CAPTURE_KINDS:
        reached = draft.act in allowed
    elif act.takes == "item":
        reached = item_is_there
    else:
        reached = (draft.act, draft.target) in offered or (not draft.target and draft.act in allowed)
    if reached:
        return draft
    kind = _key_of_kind(draft.target, session) if draft.act == "edit" else "park"
    return replace(draft, act=kind if kind in allowed else "park", target="")


def _key_of_kind(item: str, session: Session) -> str:
    """Return the act that catches items of the kind that an item had, whether or not it is still there."""
    kinds = [
        event.body.kind
        for event in session.events
        if isinstance(event.body, ItemCaptured | ItemEdited) and event.body.item == item
    ]
    return _KEYS_OF_KINDS.get(kinds[-1], kinds[-1]) if kinds else "park"


def keys_of(drafts: Iterable[Draft]) -> str:
    """Say which keys bring drafts back; there must be one."""
    *others, last = dict.fromkeys(_key(draft) for draft in drafts)
    return f"{', '.join(others)} and {last} bring it back" if others else f"{last} brings it back"


def _key(draft: Draft) -> str:
    act = BY_NAME[draft.act]
    if act.keys:
        return written(act.keys[0])
    if act.takes == "item":
        return written(BY_NAME["menu"].keys[0])
    return written(BY_NAME["activity" if draft.target else "palette"].keys[0])
