"""What a ritual is: a format and its segments.

A format has two written forms. Files use short keys and lengths as people write them (`minutes: 1.5`). The
stored form is `model_dump(mode="json")`, with full names and whole seconds. `Format.model_validate` reads
both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from formats.activities.base import Id, Key, SegmentBase, Text, Title
from formats.activities.board import Board
from formats.activities.break_ import Break
from formats.activities.discussion import Discussion
from formats.activities.groups import Groups
from formats.activities.poll import Poll
from formats.activities.round import Round
from formats.activities.signup import Signup
from formats.activities.talk import Talk
from formats.activities.topics import Topics
from formats.durations import LONGEST
from formats.text import clean, clean_line
from formats.words import ActivityName, Level, SegmentId, Shelf

__all__ = [
    "MOST_SEGMENTS",
    "PLACEHOLDER",
    "SEGMENT_CLASSES",
    "Board",
    "Break",
    "Discussion",
    "Format",
    "Groups",
    "Poll",
    "Problem",
    "Round",
    "Segment",
    "SegmentBase",
    "Signup",
    "Talk",
    "Topics",
    "problems_between",
    "with_unique_ids",
]

Segment = Annotated[
    Talk | Discussion | Round | Board | Topics | Poll | Groups | Signup | Break,
    Field(discriminator="activity"),
]
"""A segment of any activity."""

SEGMENT_CLASSES: Final[Mapping[ActivityName, type[SegmentBase]]] = {
    "talk": Talk,
    "discussion": Discussion,
    "round": Round,
    "board": Board,
    "topics": Topics,
    "poll": Poll,
    "groups": Groups,
    "signup": Signup,
    "break": Break,
}
"""The class of each activity."""

MOST_SEGMENTS: Final = 60
"""More than this in one format is a mistake."""

PLACEHOLDER: Final = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)\}")
"""Where an answer stands in a title, prompt or cue."""


@dataclass(frozen=True)
class Problem:
    """Something wrong between segments: where, as keys and indexes of the file, and what, as a sentence."""

    at: tuple[str | int, ...]
    what: str


def with_unique_ids(segments: Sequence[SegmentBase]) -> tuple[SegmentBase, ...]:
    """Number the ids that were made from equal titles; ids that were given stay as they are."""
    taken = {segment.id for segment in segments if "id" in segment.model_fields_set}
    numbers: dict[str, int] = {}
    unique = []
    for segment in segments:
        if "id" in segment.model_fields_set:
            unique.append(segment)
            continue
        id_ = segment.id
        while id_ in taken:
            numbers[segment.id] = numbers.get(segment.id, 1) + 1
            id_ = SegmentId(f"{segment.id}-{numbers[segment.id]}")
        taken.add(id_)
        unique.append(segment if id_ == segment.id else segment.model_copy(update={"id": id_}))
    return tuple(unique)


def problems_between(segments: Sequence[SegmentBase | None]) -> list[Problem]:
    """Find what is wrong between segments; None stands for one that could not be read."""
    problems = []
    seen: set[SegmentId] = set()
    boards: set[SegmentId] = set()
    complete = True
    for index, segment in enumerate(segments):
        if segment is None:
            complete = False
            continue
        if segment.id in seen:
            taken = f"'{segment.id}' is the id of an earlier segment too; write another one"
            problems.append(Problem(("segments", index, "id"), taken))
        source = segment.from_segment if isinstance(segment, Board | Topics) else None
        if source is not None and source not in boards and complete:
            problems.append(Problem(("segments", index, "from"), _no_such_board(source, boards)))
        seen.add(segment.id)
        if isinstance(segment, Board):
            boards.add(segment.id)
    total = sum(one.planned_seconds for one in segments if one is not None)
    if total > LONGEST:
        too_long = f"together they take {total // 60} minutes; a format may take 720 (12 hours)"
        problems.append(Problem(("segments",), too_long))
    return problems


def _no_such_board(source: str, boards: set[SegmentId]) -> str:
    known = ", ".join(sorted(boards))
    hint = f"write one of: {known}" if known else "put a board before this segment, or leave 'from' out"
    return f"'{source}' is not the id of an earlier board; {hint}"


def _whole(segments: tuple[SegmentBase, ...]) -> tuple[SegmentBase, ...]:
    unique = with_unique_ids(segments)
    problems = problems_between(unique)
    if problems:
        # Each problem keeps its own place, relative to the field that is being read.
        raise ValidationError.from_exception_data(
            "segments",
            [
                InitErrorDetails(
                    type=PydanticCustomError("between_segments", "{what}", {"what": problem.what}),
                    loc=problem.at[1:],
                    input=None,
                )
                for problem in problems
            ],
        )
    return unique


def _to_summary(value: object) -> object:
    return clean(value).strip() if isinstance(value, str) else value


class Format(BaseModel):
    """A ritual that can be run: its segments in order, and what to ask before it starts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    """The name of its file without the ending."""
    name: Title
    """What people call it."""
    summary: Annotated[str, BeforeValidator(_to_summary), Field(max_length=500)] = ""
    """What it is for, in a sentence."""
    shelf: Shelf = "weekly"
    """Where it stands on the home screen."""
    level: Level = "names"
    """What the notes may say of people, unless the session says otherwise."""
    ask: Annotated[dict[Key, Text], Field(max_length=9)] = {}
    """What setup asks: a key, and the question. `{key}` stands for the answer."""
    segments: Annotated[
        tuple[Segment, ...], Field(min_length=1, max_length=MOST_SEGMENTS), AfterValidator(_whole)
    ]
    """The parts in order."""

    @property
    def planned_seconds(self) -> int:
        """The length of the whole format in seconds."""
        return sum(segment.planned_seconds for segment in self.segments)

    def answered(self, answers: Mapping[str, str]) -> "Format":
        """Put the answers given in setup where their placeholders stand; nothing is left to ask afterwards.

        A question without an answer stands in its own place, so that the room is asked instead. What is then
        longer than its place allows ends in an ellipsis.
        """
        if not self.ask:
            return self
        words = {key: clean(answers.get(key, "")).strip() or question for key, question in self.ask.items()}
        segments = tuple(_filled(segment, words) for segment in self.segments)
        return self.model_copy(update={"segments": segments, "ask": {}})


_LONGEST_TITLE: Final = 120
_LONGEST_TEXT: Final = 500


def _filled(segment: SegmentBase, words: Mapping[str, str]) -> SegmentBase:
    def fill(text: str, field: str) -> str:
        full = PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), text)
        limit = _LONGEST_TITLE if field == "title" else _LONGEST_TEXT
        full = clean_line(full) if field == "title" else full
        return full if len(full) <= limit else full[: limit - 1].rstrip() + "…"

    update: dict[str, str | tuple[str, ...]] = {}
    for field in segment.placeholders_in:
        value: str | tuple[str, ...] = getattr(segment, field)
        update[field] = (
            fill(value, field) if isinstance(value, str) else tuple(fill(one, field) for one in value)
        )
    return segment.model_copy(update=dict(update))
