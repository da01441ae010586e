"""`docs/events.md`, written from the kinds of events themselves: `python -m facilitator.engine.event_docs`."""

import dataclasses
import inspect
import re
import sys
from typing import Literal, get_args, get_origin, get_type_hints

from facilitator.engine.activities import RULES
from facilitator.engine.events import CORE, RULES_VERSION, Body

INTRODUCTION = f"""\
# Events

A session is its list of events; everything that is seen follows from them. Each is stored as one document:

```
{{"id": "a3f0c91b.1", "seq": 17, "act": "a3f0c91b", "at": 1764068400000, "kind": "TurnStarted", "data": {{...}}}}
```

- `id`: its identity; an event that is written twice is there once.
- `seq`: its place in the session, from 1.
- `act`: shared by the events of one command, which are taken back together.
- `at`: when, in UTC milliseconds, never smaller than that of the event before.
- `kind` and `data`: what happened; `data` holds the fields listed below.

The version of the rules by which events are folded is {RULES_VERSION}; each session keeps the one it began with.

This page is written from the code by `python -m facilitator.engine.event_docs > docs/events.md`.
"""

_FIELD = re.compile(r"^\s*(?P<name>\w+): (?P<said>.+?)(?=^\s*\w+: |\Z)", re.MULTILINE | re.DOTALL)


def page() -> str:
    """Return the whole page."""
    parts = [INTRODUCTION, "## Of every session\n", *(_kind(kind) for kind in CORE)]
    told = set(CORE)
    for activity, rules in RULES.items():
        own = [kind for kind in rules.apply if kind not in told]
        told.update(own)
        if own:
            parts += [f"## Of the activity `{activity}`\n", *(_kind(kind) for kind in own)]
    return "\n".join(parts)


def _kind(kind: type[Body]) -> str:
    summary, _, attributes = inspect.cleandoc(kind.__doc__ or "").partition("Attributes:")
    said = {match["name"]: " ".join(match["said"].split()) for match in _FIELD.finditer(attributes)}
    types = get_type_hints(kind)
    rows = []
    for field in dataclasses.fields(kind):
        given = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        presence = "" if given else " (may be left out)"
        rows.append(f"| `{field.name}` | {_type(types[field.name])}{presence} | {said.get(field.name, '')} |")
    table = ["| field | what it holds | |", "| --- | --- | --- |", *rows, ""] if rows else []
    return "\n".join([f"### {kind.__name__}", "", summary.strip(), "", *table])


_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "null"}


def _type(kind: object) -> str:
    """Name what JSON holds there."""
    inside = get_args(kind)
    match get_origin(kind):
        case None:
            plain = _PLAIN.get(kind) if isinstance(kind, type) else None
            return plain or str(getattr(kind, "__name__", kind))
        case origin if origin is Literal:
            return ", ".join(f"`{word}`" for word in inside)
        case origin if origin is tuple:
            return f"list of {_type(inside[0])}"
        case origin if origin is dict:
            return f"{_type(inside[1])} by {_type(inside[0])}"
        case _:
            return " or ".join(_type(one) for one in inside)


def main() -> None:
    """Write the page to standard output."""
    sys.stdout.write(page())


if __name__ == "__main__":
    main()
