"""What the notes screen draws."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotesView:
    """The notes as they will be pasted.

    Attributes:
        text: The notes in the chosen dialect.
        characters: How many that are.
        level: What they say of people.
        saved: Where the file is, a sentence.
        copied: What is known of the copy, a sentence.
        can_return: Whether the end can still be taken back.
    """

    title: str
    text: str
    characters: int
    dialect: str
    dialects: tuple[str, ...]
    level: str
    levels: tuple[str, ...]
    saved: str
    copied: str = ""
    can_return: bool = False
