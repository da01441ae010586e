"""What the notes screen draws."""

from dataclasses import dataclass

from screens.views.live import QuestionView


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
        said: What the last act did, for a while.
        unsaved: Why the session is not all on the disk, a sentence; empty when it is.
        question: What is asked on the way out.
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
    said: str = ""
    unsaved: str = ""
    question: QuestionView | None = None
