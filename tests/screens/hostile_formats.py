"""Formats whose every word is hostile, written into files as someone who means harm would."""

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from tests.hostile import Hostile
from tests.screens.hostile_eyes import packed

LONGEST_TITLE, LONGEST_WORD = 110, 80
"""Characters, and cells, of the texts that are written: no more than may be."""
ACTIVITIES = ("talk", "discussion", "round", "board", "topics", "poll", "groups", "signup", "break")

BRACES = ("braces", "x", "name")
"""What stands in braces in the texts: a format may only have what it asks for there."""
BRACES_STAY = ", ".join(f'{key}: "{{{key}}}"' for key in BRACES)
"""Asks for each, with a question that reads like its place, so that it stays as it is when nobody answers."""


def in_yaml(text: str) -> str:
    """Write a text as YAML takes it whatever it contains; half a pair of surrogates is nothing for a file."""
    return '"' + "".join(_escaped(one) for one in text if not "\ud800" <= one <= "\udfff") + '"'


def _escaped(character: str) -> str:
    return character if character.isascii() and character.isalnum() else f"\\U{ord(character):08x}"


class Texts:
    """Hands out texts one after the other, over and over."""

    def __init__(self, texts: Sequence[Hostile]) -> None:
        """Hand out these: joined to titles, and one by one as words."""
        self._titles = packed(LONGEST_TITLE, texts)
        words = [one for one in texts if one.line and len(one.line) <= LONGEST_WORD] or self._titles
        # There are more of them than places: the first few are of every kind.
        self._words = [one for start in range(5) for one in words[start::5]]
        self._title, self._word = cycle(self._titles), cycle(self._words)

    def title(self) -> Hostile:
        """Return the next for a title."""
        return next(self._title)

    def titles(self, number: int) -> list[Hostile]:
        """Return the next few for prompts, cues or questions."""
        return [next(self._title) for _ in range(min(number, len(self._titles)))]

    def words(self, number: int) -> list[Hostile]:
        """Return the next few for columns, roles or choices; no two are alike."""
        return [next(self._word) for _ in range(min(number, len(self._words)))]


class HostileSegment:
    """One segment and the texts in it."""

    def __init__(self, place: int, activity: str, texts: Texts) -> None:
        """Fill every field that the activity has."""
        self.id = f"s{place}"
        self.activity = activity
        self.title = texts.title()
        self.prompts = texts.titles(3)
        self.cues = texts.titles(3)
        self.words: list[Hostile] = []
        self.fields: dict[str, str] = {}
        wide = 2 if place % 2 else 1
        match activity:
            case "board":
                self.words = texts.words(wide)
                self.fields["columns"] = _listed(self.words)
                self.fields["hidden"] = "true" if place % 2 else "false"
            case "poll":
                self.words = texts.words(4)
                self.questions = texts.titles(2)
                self.fields["questions"] = _listed(self.questions)
                self.fields["choices"] = _listed(self.words)
            case "signup":
                self.words = texts.words(9)
                self.fields["roles"] = _listed(self.words)
            case "groups":
                self.words = texts.words(3)
                self.fields |= {"size": "3", "rounds": "2", "roles": _listed(self.words)}
            case "round":
                self.words = texts.words(2)
                kept = ", ".join(f"k{at}: {in_yaml(one.raw)}" for at, one in enumerate(self.words))
                self.fields["keep"] = f"{{{kept}}}"
            case _:
                pass

    def written(self) -> str:
        """Return the segment as it stands in a file."""
        lines = [
            f"  - id: {self.id}",
            f"    title: {in_yaml(self.title.raw)}",
            "    minutes: 5",
            f"    activity: {self.activity}",
            f"    prompts: {_listed(self.prompts)}",
            f"    cues: {_listed(self.cues)}",
            *(f"    {key}: {value}" for key, value in self.fields.items()),
        ]
        return "\n".join(lines) + "\n"


class HostileFormat:
    """A format of every activity, several times each, until every text stood in a title."""

    def __init__(self, texts: Sequence[Hostile], times: int = 3) -> None:
        """Make it of these texts."""
        hands = Texts(texts)
        self.name = hands.title()
        self.summary = hands.title()
        self.question = hands.title()
        self.segments = [
            HostileSegment(place, activity, hands) for place, activity in enumerate(ACTIVITIES * times)
        ]

    def write(self, path: Path) -> Path:
        """Write it to a file."""
        head = (
            f"name: {in_yaml(self.name.raw)}\nsummary: {in_yaml(self.summary.raw)}\n"
            f"ask: {{topic: {in_yaml(self.question.raw)}, {BRACES_STAY}}}\nsegments:\n"
        )
        path.write_text(head + "".join(one.written() for one in self.segments), encoding="utf-8")
        return path


def _listed(texts: Sequence[Hostile]) -> str:
    return "[" + ", ".join(in_yaml(one.raw) for one in texts) + "]"
