"""Writes the page of keys from the table of acts: `python -m screens.keys_page > docs/keys.md`."""

import sys
from collections.abc import Iterable

from screens.acts import GROUPS, Act, written
from screens.offers import NEEDS_A_ROW

_HEAD = """\
# The keys of a live session

Every act is one key, or one key and a line of text. `:` opens a list at the foot in which every act is found *by
name*. What is marked *from a list* needs to know what it is about: `j`, `.`, `v` and `U` open the lists it stands in.
`?` shows these keys at the foot. Nothing is final: `u` takes the newest act back.

This page is made from the table of acts in `screens/acts.py`.
"""
_FOOT = """\
## In an open line

| key | what it does |
| --- | --- |
| `enter` | save, and close the line |
| `ctrl+j` | save, and keep the line open; `shift+enter` too where the terminal can send it |
| `up` `down` | change what is being captured |
| `esc` | close the line and keep what was typed |

A list that is pasted saves an item for each of its lines. With no line open, a paste opens the park line with it.

## Choosing

| key | what it does |
| --- | --- |
| arrows, `tab` | choose an item, a card or a segment |
| `enter` | choose what is marked |
| `1` to `9` | choose from a list at the foot; digits count only there |
| `1` `2` `3` `4` | in the wrap-up: discussed, next session, assign, drop |
| `:` `ctrl+p` | in the wrap-up: what can be done there, by name; `w` leads back to all other acts |

## On the notes

| key | what it does |
| --- | --- |
| `y` | copy the notes; long ones part by part |
| `Y` | copy them with headings and lists, for a page or a mail |
| `d` | write them in the next dialect; it is remembered |
| `l` | say more or less of people; more than the session agreed on is asked about |
| `v` | the text with every sign that is pasted, but those without width, in its parts; or how it looks there |
| `s` | the few lines for a chat, and everything again |
| `x` | leave sections out, or bring them back, by their digit; remembered for each format |
| `t` | actions as boxes to tick, in Markdown |
| `f` | who took on what, each to be copied with `y` |
| `u` | back into a session that was just closed |
| `esc` | leave what is asked, or close the open list; with none open, home |
| `enter` `q` | home |
"""


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join((_HEAD, *(_section(heading, acts) for heading, acts in GROUPS), _FOOT))


def _section(heading: str, acts: Iterable[Act]) -> str:
    rows = "".join(f"| {_keys(act)} | {act.label} | {act.help} |\n" for act in acts)
    return f"## {heading}\n\n| key | act | what it does |\n| --- | --- | --- |\n{rows}"


def _keys(act: Act) -> str:
    if act.keys:
        return " ".join(f"`{written(key)}`" for key in act.keys)
    return "*from a list*" if act.name in NEEDS_A_ROW else "*by name*"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a stream that was not replaced
    sys.stdout.write(page())
