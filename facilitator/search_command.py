"""`facilitator sessions search`: words found again in titles, items, prompts and names of all sessions."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TextIO
from unicodedata import normalize

from data.problems import DataError
from data.store import Store
from facilitator.cli_problems import DONE, Stop
from facilitator.clock import Clock, WallClock
from facilitator.conductor import CanNotResume, session_of
from facilitator.engine.activities.round import RoundState
from facilitator.engine.items import is_hidden
from facilitator.engine.state import Segment, State
from facilitator.json_forms import SCHEMA, Json
from facilitator.notes.discretion import Discretion
from facilitator.printing import write_json
from facilitator.tables import fitted
from formats.text import clean_line, signs
from formats.words import SessionId

IN_A_PIPE: Final = 160
"""How many signs of a long text are printed where no terminal sets the width."""
_LEAST: Final = 20
_KIND: Final = 9
"""The width of the column of kinds: as wide as the widest."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A text in which all words stand.

    Attributes:
        title: That of the session.
        day: When the session was held, on the wall here.
        kind: What the text is: `title`, `series`, `segment`, `prompt`, `person`, `kept`, or the kind of an item.
        segment: The title of the segment that it belongs to; empty where it belongs to none.
    """

    session: SessionId
    title: str
    day: date
    kind: str
    text: str
    segment: str = ""


def search_sessions(store: Store, words: Sequence[str], *, as_json: bool, out: TextIO, err: TextIO) -> int:
    """Find texts in which all of some words stand, whatever their case; the newest session first.

    What is off the record is never found, nor a card that the room has not seen yet, and names only where the notes
    of that session name people. Nothing is changed, and no session is waited for.

    Args:
        store: Where sessions are kept.
        words: What was typed.
        as_json: Whether the hits are for scripts.
        out: Takes the hits, those of each session as soon as it was read.
        err: Is told of sessions that can't be read.

    Returns:
        The exit status.

    Raises:
        Stop: There is no word.
    """
    wanted = tuple(dict.fromkeys(folded(word) for typed in words for word in typed.split()))
    if not wanted:
        raise Stop("type at least one word to search for")
    clock = WallClock()
    found: list[Hit] = []
    for session_id in store.ids():
        if not _may_hold(store, session_id, wanted):
            continue
        try:
            state = session_of(store.read(session_id).records).state
        except (DataError, CanNotResume) as problem:
            err.write(f"facilitator: {session_id} was not searched: {clean_line(str(problem))}\n")
            continue
        hits = [
            hit for hit in _texts(session_id, state, clock) if all(one in folded(hit.text) for one in wanted)
        ]
        found += hits
        if hits and not as_json:
            out.writelines(f"{_line(hit, wanted, out)}\n" for hit in hits)
            out.flush()
    if as_json:
        write_json([_json(hit) for hit in found], out)
    elif not found:
        err.write("Nothing was found; fewer words, or the beginning of one, find more.\n")
    return DONE


def folded(text: str) -> str:
    """Return a text as it is compared: whatever the case, and however its accents were typed."""
    return normalize("NFC", text.casefold())


def _may_hold(store: Store, session_id: SessionId, wanted: Sequence[str]) -> bool:
    """Say whether all words stand anywhere in the file of a session.

    Most sessions are passed over by that, at a fraction of what reading one takes. One that does not look like a
    session is not: it may have a backup that can be read.
    """
    try:
        raw = store.files.read(store.places(session_id).file)
        text = raw.decode("ascii") if b"\\" not in raw else " ".join(_strings(json.loads(raw)))
    except (OSError, ValueError, RecursionError):
        return True
    if not raw.rstrip().endswith(b"}"):
        return True
    text = folded(text)
    return all(word in text for word in wanted)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from _strings(one)
        case list():
            for one in value:
                yield from _strings(one)
        case _:
            pass


def _texts(session_id: SessionId, state: State, clock: Clock) -> Iterator[Hit]:
    """Yield everything of a session that can be found, as a hit."""
    day = clock.local(state.started_at or state.opened_at).date()

    def hit(kind: str, text: str, segment: str = "") -> Hit:
        return Hit(session_id, state.title, day, kind, text, segment)

    yield hit("title", state.title)
    if state.series:
        yield hit("series", state.series)
    for segment in state.segments:
        yield hit("segment", segment.spec.title, segment.spec.title)
        yield from (hit("prompt", prompt, segment.spec.title) for prompt in segment.spec.prompts)
        yield from (hit("kept", text, segment.spec.title) for text in _kept(state, segment))
    titles = {segment.id: segment.spec.title for segment in state.segments}
    for item in state.items.values():
        if not item.off and (state.status == "ended" or not is_hidden(state, item)):
            yield hit(item.kind, item.text, titles.get(item.segment, "") if item.segment else "")
    named = Discretion(state, state.level, state.at).names(state.people)
    yield from (hit("person", name) for name in named)


def _kept(state: State, segment: Segment) -> Iterator[str]:
    """Yield what people offered in a round; who did is not said, nor can it be told from the order."""
    stands = state.activities.get(segment.id)
    if isinstance(stands, RoundState):
        texts = [text for fields in stands.fields.values() for text in fields.values()]
        yield from sorted(texts, key=str.casefold)


def _line(hit: Hit, wanted: Sequence[str], out: TextIO) -> str:
    before = f"{hit.session}  {hit.day.isoformat()}  {hit.kind:<{_KIND}}"
    room = IN_A_PIPE
    if out.isatty():
        room = max(_LEAST, shutil.get_terminal_size().columns - len(before) - 2)
    return fitted(f"{before}  {_excerpt(hit.text, wanted, room)}", out)


def _excerpt(text: str, wanted: Sequence[str], room: int) -> str:
    """Return a text on one line; of a long one, the part in which the first of the words stands."""
    line = clean_line(text)
    if len(line) <= room or len(kept := list(signs(line))) <= room:
        return line
    at = min(max(0, folded(line).find(word)) for word in wanted)
    first = max(0, min(len(list(signs(line[:at]))) - room // 4, len(kept) - room))
    shown = "".join(kept[first : first + room]).strip()
    return f"{'…' if first else ''}{shown}{'…' if first + room < len(kept) else ''}"


def _json(hit: Hit) -> Json:
    return {
        "schema": SCHEMA,
        "session": hit.session,
        "title": hit.title,
        "date": hit.day.isoformat(),
        "kind": hit.kind,
        "text": hit.text,
        "segment": hit.segment or None,
    }
