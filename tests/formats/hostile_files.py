"""Formats that were made to harm: each as large as a file may be, each aimed at another part of the reader."""

from typing import Final

from formats.reader import LARGEST

_HEAD = "name: X\nsegments:\n"
_TALK = f"{_HEAD}  - title: A\n    minutes: 5\n    activity: talk\n"
_WORD = "segmentz" * 9


def filled(unit: str, head: str = "", tail: str = "") -> str:
    """Repeat a piece until the file is as large as one may be."""
    room = LARGEST - len((head + tail).encode())
    return head + unit * (room // len(unit.encode())) + tail


def numbered(pattern: str, count: int, between: str = "\n") -> str:
    """Repeat a piece with a number in it."""
    return between.join(pattern.format(number) for number in range(count))


FORMATS: Final = {
    "alias bomb": 'a: &a ["x", "x"]\n' + numbered("b{0}: &b{0} [*a, *a]", 20),
    "aliases": filled("*a,", "a: &a [x]\nb: [", "]"),
    "anchors": filled("- &a b\n"),
    "merge keys": filled("<<: *a\n", "a: &a {x: 1}\n"),
    "tags": filled("- !!str b\n"),
    "python objects": "name: !!python/object/apply:os.system [true]\n",
    "deep lists": filled("["),
    "deep keys": "\n".join(f"{' ' * depth}a:" for depth in range(700)),
    "deep dashes": "- " * 10_000,
    "deep braces": "{a: " * 10_000,
    "twenty deep": filled("[" * 18 + "]" * 18 + ",", "[", "]"),
    "lists": filled("[],", "[", "]"),
    "keys": numbered("k{}: 1", 20_000),
    "likely keys": numbered(_WORD + "{}: 1", 2_000),
    "the same key": filled("a: 1\n"),
    "a long key": filled("a", "", ": 1"),
    "keys that are lists": filled("? [a]\n: b\n"),
    "documents": filled("---\n"),
    "directives": filled("%YAML 1.1\n"),
    "comments": filled("#\n"),
    "lines": "\n" * LARGEST,
    "blanks": " " * LARGEST,
    "backslashes": filled("\\", 'name: "', '"'),
    "digits": filled("9", f"{_HEAD}  - {{title: A, activity: talk, minutes: ", "}"),
    "a huge number": f"{_HEAD}  - {{title: A, activity: talk, minutes: {10**400}}}",
    "numbers that are none": numbered(_HEAD + "  - {{title: A, activity: talk, minutes: {}}}", 1)
    + "".join(
        f"  - {{title: A, activity: talk, minutes: {n}}}\n" for n in ("1e999", ".nan", ".inf", "-0", "0x1F")
    ),
    "segments": filled("  - {title: A, minutes: 5, activity: talk}\n", _HEAD),
    "words for segments": _HEAD + "  - a\n" * 4_000,
    "unknown keys": f"{_TALK}{numbered('    ' + _WORD + '{}: a', 2_000)}",
    "unknown activities": _HEAD
    + "".join(f"  - title: A\n    minutes: 5\n    activity: {_WORD}{n}\n    {_WORD}: a\n" for n in range(60)),
    "prompts": f"{_TALK}    prompts: [{'a,' * 4_000}]",
    "prompts that are lists": f"{_TALK}    prompts: [{'[],' * 4_000}]",
    "placeholders": filled("{abc}", f"{_TALK}    prompts: ['", "']"),
    "likely placeholders": "name: X\nask: {"
    + numbered(_WORD[:38] + "{}: a", 9, ", ")
    + "}\n"
    + _TALK.removeprefix("name: X\n")
    + "    prompts: ['"
    + "".join(f"{{{_WORD[:38]}x{n}}}" for n in range(3_000))
    + "']",
    "questions": "name: X\nask: {" + numbered("k{}: a", 2_000, ", ") + "}\n",
    "columns": f"{_TALK.replace('talk', 'board')}    columns: [{numbered('c{}', 4_000, ',')}]",
    "boxes": f"{_TALK.replace('talk', 'topics')}    boxes: [{'x,' * 4_000}]",
    "an id": filled("a", f"{_HEAD}  - {{title: A, minutes: 5, activity: talk, id: ", "!}"),
    "a zero at the end": "x" * (LARGEST - 1) + "\0",
    "families": filled("👩‍👩‍👧", "name: "),
    "accents": filled("e\u0301", "name: "),
}
"""By what each is made of."""

AGENDAS: Final = {
    "digits": "9" * LARGEST,
    "blanks": filled("5" + " " * 590 + "x\n"),
    "wide blanks": filled(("5" + " " * 20) * 28 + "x\n"),
    "tabs": filled("\t" * 590 + "5\n"),
    "times": filled("9:00 a\n"),
    "many times": filled("9:00-9:01 " * 50 + "\n"),
    "half days": filled("9:00 a.m" * 70 + "\n"),
    "lengths": filled("a (5 min)\n"),
    "lengths in a row": filled("5 min " * 90 + "\n"),
    "ranges": filled("5 to " * 119 + "\n"),
    "dots": filled("5." * 299 + "\n"),
    "about": filled("(~ " * 199 + "\n"),
    "brackets": "(" * LARGEST,
    "brackets with numbers": filled("(5 "),
    "dashes": filled("a - " * 140 + "5\n"),
    "boxes": filled("[ ] " * 140 + "5\n"),
    "marks": filled("- " * 290 + "\n"),
    "headings": filled("# "),
    "numbers": filled("1. " * 190 + "x\n"),
    "stars": "*" * LARGEST,
    "decoration": filled("*a`_" * 140 + "\n"),
    "pipes": "|" * LARGEST,
    "prompts": filled("x\n", "a 5 min\n"),
    "no lengths": filled("- x\n", "- a 5 min\n"),
    "line ends": "\r" * LARGEST,
    "one line": "x" * LARGEST,
}
"""By what each is made of."""
