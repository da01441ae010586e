"""Pairs, threes or fours."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo

from formats.activities.base import Different, SegmentBase, Word


def _one_for_each(roles: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    size = info.data.get("size", len(roles))
    if len(roles) > size:
        raise ValueError(
            f"more roles than the {size} people of a group; leave some out, or make groups larger"
        )
    return roles


class Groups(SegmentBase):
    """The room works in small groups; roles rotate from round to round."""

    activity: Literal["groups"] = "groups"
    size: Annotated[int, Field(ge=2, le=4)]
    """How many make a group."""
    rounds: Annotated[int, Field(ge=1, le=12)] = 1
    """How many rounds of equal length share the plan."""
    roles: Annotated[tuple[Word, ...], Field(max_length=4), Different, AfterValidator(_one_for_each)] = ()
    """What people in a group take in turn; at most one for each."""
