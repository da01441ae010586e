"""Sessions that say what no session says, with a checksum that is right: made by a foreign tool, or to harm."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Final

from data.records import JSON
from data.versions import encode, kept
from facilitator.engine.codec import KINDS

Document = dict[str, JSON]
Events = dict[str, Document]
"""The events of a session by their numbers, as they stand in its file."""

STRANGE: list[JSON] = [None, True, -1, 0, 1, 1.5, 1e300, 10**15, -(10**15), 2**53, 10**30, 10**400]
STRANGE += ["", "x" * 300_000, "p1", "p9", "i1", "i99", "norms", "\x1b[2J", "\ud800", "é" * 10, "2026-13-45"]
STRANGE += [[], {}, [[]], {"a": 1}, ["p1", "p1"], ["p1"] * 1_000, {"k" * 5_000: 1}]
"""What may stand anywhere in place of anything."""


def _places(value: JSON, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if at:
        yield at
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _places(one, (*at, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _places(one, (*at, index))


def _inside(document: Document, random: Random) -> tuple[JSON, str | int]:
    """Choose a place in a document by lot: what holds it, and its key there."""
    at = random.choice(list(_places(document)))
    holder: JSON = document
    for step in at[:-1]:
        holder = holder[step]  # type: ignore[index]  # the place was found there
    return holder, at[-1]


def _another_value(events: Events, key: str, random: Random) -> None:
    holder, last = _inside(events[key], random)
    holder[last] = copy.deepcopy(random.choice(STRANGE))  # type: ignore[index]  # the place was found there


def _a_key_less(events: Events, key: str, random: Random) -> None:
    holder, last = _inside(events[key], random)
    if isinstance(holder, dict):
        holder.pop(str(last), None)


def _another_kind(events: Events, key: str, random: Random) -> None:
    events[key]["kind"] = random.choice([*KINDS, "Applauded"])


def _an_event_less(events: Events, key: str, random: Random) -> None:
    del events[key]


def _two_swapped(events: Events, key: str, random: Random) -> None:
    other = random.choice(list(events))
    events[key], events[other] = events[other], events[key]
    events[key]["seq"], events[other]["seq"] = int(key), int(other)


def _one_again(events: Events, key: str, random: Random) -> None:
    number = max(map(int, events)) + 1
    again = copy.deepcopy(events[key])
    again.update(id=random.choice([f"again{number}", again.get("id")]), seq=number)
    events[str(number)] = again


def _one_more(events: Events, key: str, random: Random) -> None:
    number = max(map(int, events)) + 1
    kind = random.choice(list(KINDS))
    like = [event for event in events.values() if event.get("kind") == kind]
    data: JSON = {
        "segment": random.choice(["norms", "x"]),
        "person": "p1",
        "item": "i1",
        "act": random.choice(list(events.values())).get("act"),
        "ms": copy.deepcopy(random.choice(STRANGE)),
        "at": copy.deepcopy(random.choice(STRANGE)),
    }
    if like:
        data = copy.deepcopy(random.choice(like).get("data"))
    at = max((event["at"] for event in events.values() if isinstance(event.get("at"), int)), default=1)  # type: ignore[type-var]  # whole numbers
    events[str(number)] = {
        "id": f"n{number}",
        "seq": number,
        "act": f"a{number}",
        "at": at,
        "kind": kind,
        "data": data,
    }


CHANGES: Final[list[Callable[[Events, str, Random], None]]] = [
    *[_another_value] * 5,
    _a_key_less,
    _another_kind,
    _an_event_less,
    _two_swapped,
    _one_again,
    _one_more,
]


def _built(content: Mapping[str, Mapping[str, JSON]], random: Random) -> bytes:
    tables = {
        name: {number: kept(document) for number, document in documents.items() if isinstance(document, dict)}
        for name, documents in content.items()
        if name != "_meta"
    }
    return encode(tables, writes=random.choice([1, 5]), schema=random.choice([1] * 30 + [0, 2, -1, 10**9]))


def mutated_sessions(good: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Change good sessions, each a little, and give each its right checksum.

    Args:
        good: The session files to begin with.
        count: How many are wanted.
        seed: The same number gives the same files.
    """
    parsed = [json.loads(raw) for raw in good]
    for number in range(count):
        random = Random(f"{seed}:{number}")
        content = copy.deepcopy(random.choice(parsed))
        events: Events = content["events"]
        for _ in range(random.choice([1, 1, 1, 2, 5])):
            if events:
                key = random.choice(list(events))
                if events[key]:
                    random.choice(CHANGES)(events, key, random)
        if random.random() < 0.1:
            content["session"]["1"][random.choice(["id", "title", "status"])] = copy.deepcopy(
                random.choice(STRANGE)
            )
        yield _built(content, random)
