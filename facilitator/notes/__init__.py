"""The notes of a session: one document model, written in the dialect of the chat they go to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from facilitator.engine.state import State
from facilitator.notes import discord, html, json, markdown, slack, teams, text
from facilitator.notes.compose import compose
from facilitator.notes.document import Document, SectionKey
from facilitator.notes.five_lines import five_lines
from facilitator.notes.headings import AS_THEY_COME, Headings
from facilitator.notes.sheet import Hand, whole
from facilitator.notes.splitting import LEAST_LIMIT, length, parts
from formats.words import Level

__all__ = [
    "DIALECTS",
    "LEAST_LIMIT",
    "Dialect",
    "Wish",
    "compose",
    "document_parts",
    "document_text",
    "length",
    "notes_document",
    "notes_parts",
    "notes_text",
]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the notes are written for one kind of place.

    Attributes:
        name: Under which people ask for it.
        render: Writes a document whole.
        limit: Characters that the chat takes in one message; `None` where there is no such limit.
        suffix: How the name of a file in it ends, with the dot.
        hand: How it writes each piece, by which it can be split; `None` for what only makes sense whole.
    """

    name: str
    render: Callable[[Document], str]
    limit: int | None
    suffix: str
    hand: Hand | None = None


DIALECTS: Final[Mapping[str, Dialect]] = {
    dialect.name: dialect
    for dialect in (
        Dialect("markdown", markdown.render, None, ".md", markdown.HAND),
        Dialect("slack", slack.render, slack.LIMIT, ".txt", slack.HAND),
        Dialect("discord", discord.render, discord.LIMIT, ".txt", discord.HAND),
        Dialect("teams", teams.render, teams.LIMIT, ".txt", teams.HAND),
        Dialect("text", text.render, None, ".txt", text.HAND),
        Dialect("html", html.render, None, ".html"),
        Dialect("json", json.render, None, ".json"),
    )
}
"""How the notes can be written, by the name under which people ask for it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the notes are asked for.

    Attributes:
        dialect: A name from `DIALECTS`.
        level: What they say of people, if not what the session itself holds to.
        leave_out: The parts that are not wanted.
        short: Whether they are wanted in the few lines that suit a chat.
        limit: Characters that one part may have, if not as many as the chat takes.
        task_lists: Whether actions are written as boxes to tick, in Markdown as GitHub reads it.
        headings: The program's own words in them.
    """

    dialect: str = "markdown"
    level: Level | None = None
    leave_out: frozenset[SectionKey] = frozenset()
    short: bool = False
    limit: int | None = None
    task_lists: bool = False
    headings: Headings = AS_THEY_COME


AS_USUAL: Final = Wish()


def notes_document(
    state: State, wish: Wish = AS_USUAL, *, local: Callable[[int], datetime], now: int
) -> Document:
    """Return what the notes of a session say, before any dialect writes it.

    Args:
        state: The session, running or ended.
        wish: What is wanted of them.
        local: From UTC milliseconds to the time on the wall.
        now: UTC milliseconds; counts only while the session runs.
    """
    document = compose(
        state, level=wish.level, leave_out=wish.leave_out, headings=wish.headings, local=local, now=now
    )
    return five_lines(document) if wish.short else document


def document_text(document: Document, wish: Wish = AS_USUAL) -> str:
    """Return a document in one text, however long, in the dialect of a wish.

    Raises:
        KeyError: There is no such dialect.
    """
    dialect, hand = DIALECTS[wish.dialect], _hand(wish)
    return dialect.render(document) if hand is None else whole(hand, document)


def document_parts(document: Document, wish: Wish = AS_USUAL) -> tuple[str, ...]:
    """Return a document in parts of as many characters as the chat takes, or as are wished for.

    There is one part where nothing needs splitting, and in dialects that only make sense whole.

    Raises:
        KeyError: There is no such dialect.
        ValueError: Fewer characters are wished for than `LEAST_LIMIT`.
    """
    dialect, hand = DIALECTS[wish.dialect], _hand(wish)
    limit = dialect.limit if wish.limit is None else wish.limit
    return (document_text(document, wish),) if hand is None or limit is None else parts(document, hand, limit)


def _hand(wish: Wish) -> Hand | None:
    return markdown.TASKS if wish.task_lists and wish.dialect == "markdown" else DIALECTS[wish.dialect].hand


def notes_text(state: State, wish: Wish = AS_USUAL, *, local: Callable[[int], datetime], now: int) -> str:
    """Return the notes of a session in one text, however long.

    Takes what `notes_document` takes.

    Raises:
        KeyError: There is no such dialect.
    """
    return document_text(notes_document(state, wish, local=local, now=now), wish)


def notes_parts(
    state: State, wish: Wish = AS_USUAL, *, local: Callable[[int], datetime], now: int
) -> tuple[str, ...]:
    """Return the notes of a session in parts that the chat takes as one message each, in order.

    There is one part where nothing needs splitting. Takes what `notes_document` takes.

    Raises:
        KeyError: There is no such dialect.
        ValueError: Fewer characters are wished for than `LEAST_LIMIT`.
    """
    return document_parts(notes_document(state, wish, local=local, now=now), wish)
