"""Roles or tasks and who takes them."""

from typing import Annotated, Literal

from pydantic import Field

from formats.activities.base import Different, SegmentBase, Word


class Signup(SegmentBase):
    """People take on roles or tasks."""

    activity: Literal["signup"] = "signup"
    roles: Annotated[tuple[Word, ...], Field(min_length=1, max_length=20), Different]
    """What there is to take on."""
