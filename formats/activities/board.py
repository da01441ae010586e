"""Columns of cards."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo

from formats.activities.base import Different, Flag, SegmentBase, SegmentIdField, Word
from formats.words import Authors


def _named_or_inherited(columns: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    if not columns and info.data.get("from_segment", "unreadable") is None:
        raise ValueError("write at least one column, or 'from' with the id of an earlier board")
    return columns


class Board(SegmentBase):
    """People write cards into columns, silently or aloud; later boards may go on with them."""

    activity: Literal["board"] = "board"
    from_segment: SegmentIdField | None = Field(default=None, alias="from")
    """The earlier board whose cards this one goes on with."""
    columns: Annotated[
        tuple[Word, ...],
        Field(max_length=9, validate_default=True),
        Different,
        AfterValidator(_named_or_inherited),
    ] = ()
    """The columns from left to right; empty only if the board goes on with another's."""
    hidden: Flag = False
    """Silent writing: cards are shown when they are revealed."""
    authors: Authors = "dropped"
    """Whether a card shows who wrote it."""
    votes: Flag = False
    """Whether people put dots on cards."""
