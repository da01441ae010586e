"""What every segment has, whatever it does, and the kinds of values that format files are made of."""

from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)

from formats.durations import LONGEST, parse_duration
from formats.text import clean, clean_line, slug
from formats.words import SegmentId

SHORTEST_FLOOR = 60
"""No segment is shortened below this many seconds, unless its plan is shorter still."""


def _to_line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _to_text(value: object) -> object:
    return clean(value).strip() if isinstance(value, str) else value


def _to_seconds(value: object) -> object:
    """Read what people write; a whole number is seconds already, as in the stored form."""
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("write a length of time, such as 15, 1.5, 5:00 or 90s")
    return value


def _to_flag(value: object) -> object:
    # YAML's other words for yes and no stay words: a column may well be called "on" or "no".
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in {"true", "false"}:
        return value == "true"
    raise ValueError("write true or false")


def _within_plan(seconds: int, info: ValidationInfo) -> int:
    plan = info.data.get("planned_seconds", seconds)
    if seconds > plan:
        raise ValueError("longer than its segment; write a shorter length, or give the segment more minutes")
    return seconds


def _all_different(words: tuple[str, ...]) -> tuple[str, ...]:
    if len({word.casefold() for word in words}) < len(words):
        raise ValueError("the same word stands here twice; name each one differently")
    return words


Title = Annotated[str, StringConstraints(min_length=1, max_length=120), BeforeValidator(_to_line)]
"""One line of at most 120 characters, not empty."""
Word = Annotated[str, StringConstraints(min_length=1, max_length=80), BeforeValidator(_to_line)]
"""A label of at most 80 characters: a column, a role, a choice."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=500), BeforeValidator(_to_text)]
"""A few sentences: a prompt, a cue, a question."""
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
"""The name of something that is kept or asked."""
Seconds = Annotated[int, BeforeValidator(_to_seconds), Field(ge=1, le=LONGEST)]
"""A length of time, above 0 and at most 12 hours."""
Part = Annotated[Seconds, AfterValidator(_within_plan)]
"""A length of time inside a segment: at most as long as the segment."""
Different = AfterValidator(_all_different)
"""No two words of a list are the same."""
Flag = Annotated[bool, BeforeValidator(_to_flag)]
"""true or false, and no other word for them."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""Small letters, digits and single hyphens."""
SegmentIdField = Annotated[SegmentId, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""The id of a segment, checked."""


def _id_from_title(fields: dict[str, Any]) -> SegmentId:
    return SegmentId(slug(fields.get("title", ""), otherwise="segment"))


class SegmentBase(BaseModel):
    """A timeboxed part of a format. Files use the aliases; the stored form uses the names of the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    placeholders_in: ClassVar[tuple[str, ...]] = ("title", "prompts", "cues")
    """The fields in which `{key}` stands for an answer given in setup."""

    title: Title
    """What the room reads."""
    id: SegmentIdField = Field(default_factory=_id_from_title)
    """Given, or made from the title; unique within its format."""
    planned_seconds: Seconds = Field(alias="minutes")
    """How long the segment is meant to take."""
    prompts: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    """For the room."""
    cues: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    """For the facilitator alone."""
    protected: Flag = False
    """Never shortened when the rest is made to fit."""
    at_least_seconds: Part | None = Field(default=None, alias="at_least")
    """The least that shortening leaves."""
    warn_at_seconds: Part | None = Field(default=None, alias="warn_at")
    """How much is left when the warning begins, where the usual moment does not suit."""
    last_words_at_seconds: Part | None = Field(default=None, alias="last_words_at")
    """How much is left when the last words begin, where the usual moment does not suit."""

    @property
    def floor_seconds(self) -> int:
        """What shortening leaves: as the format says, else a third of the plan and at least a minute."""
        if self.at_least_seconds is not None:
            return self.at_least_seconds
        return min(self.planned_seconds, max(SHORTEST_FLOOR, round(self.planned_seconds / 3)))
