"""The notes of a session: one document model, written in the dialect of the chat they go to."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from facilitator.engine.state import State
from facilitator.notes import markdown
from facilitator.notes.compose import compose
from facilitator.notes.document import Document, SectionKey
from formats.words import Level

__all__ = ["DIALECTS", "compose", "notes_text"]

DIALECTS: Final[Mapping[str, Callable[[Document], str]]] = {"markdown": markdown.render}
"""How the notes are written for each kind of chat, by the name under which people ask for it."""


def notes_text(
    state: State,
    *,
    dialect: str = "markdown",
    level: Level | None = None,
    local: Callable[[int], datetime],
    now: int,
    leave_out: Collection[SectionKey] = (),
) -> str:
    """Return the notes of a session as text that can be pasted.

    Args:
        state: The session, running or ended.
        dialect: A name from `DIALECTS`.
        level: What the notes say of people, if not what the session itself holds to.
        local: From UTC milliseconds to the time on the wall.
        now: UTC milliseconds; counts only while the session runs.
        leave_out: The parts that are not wanted.

    Raises:
        KeyError: There is no such dialect.
    """
    document = compose(state, level=level, local=local, now=now)
    wanted = tuple(section for section in document.sections if section.key not in leave_out)
    return DIALECTS[dialect](replace(document, sections=wanted))
