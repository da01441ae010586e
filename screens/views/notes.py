"""What the notes screen draws."""

from dataclasses import dataclass

from screens.views.live import QuestionView


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section that the notes have or do without.

    Attributes:
        key: Its name.
        heading: What it is called.
        shown: Whether it is in the notes.
    """

    key: str
    heading: str
    shown: bool


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """What one person took on.

    Attributes:
        owner: Who, as listed; empty for what nobody took on yet, and for all of it where nobody is named.
        count: How much that is.
        text: The actions, as they will be pasted.
    """

    owner: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class LookView:
    """The notes as they look where they are pasted.

    Attributes:
        text: What is read there.
        headings: Where its headings begin and end.
    """

    text: str
    headings: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NotesView:
    """The notes as they will be pasted.

    Attributes:
        parts: The notes in the chosen dialect, in as many parts as the chat needs.
        sizes: How many characters are copied with each part.
        limit: How many the chat takes in one message; `None` where it takes any number.
        look: How they look there; `None` where they look as they are written.
        level: What they say of people.
        saved: Where the file is, a sentence.
        copied: What is known of the copy, a sentence.
        can_return: Whether the end can still be taken back.
        next_part: The number of the part that is copied next.
        short: Whether it is the few lines for a chat instead of everything.
        task_lists: Whether actions are boxes to tick; `None` where the dialect has none, or nobody has to act.
        sections: The sections there are, and which of them are left out.
        follow_ups: Who took on what.
        named: Whom the texts name although the notes name nobody, a sentence; empty where nobody is named.
        said: What the last act did, for a while.
        unsaved: Why the session is not all on the disk, a sentence; empty when it is.
        question: What is asked: before more is said of people, or on the way out.
    """

    title: str
    parts: tuple[str, ...]
    sizes: tuple[int, ...]
    dialect: str
    dialects: tuple[str, ...]
    level: str
    levels: tuple[str, ...]
    saved: str
    look: LookView | None = None
    limit: int | None = None
    copied: str = ""
    can_return: bool = False
    next_part: int = 1
    short: bool = False
    task_lists: bool | None = None
    sections: tuple[SectionRow, ...] = ()
    follow_ups: tuple[FollowUpView, ...] = ()
    named: str = ""
    said: str = ""
    unsaved: str = ""
    question: QuestionView | None = None
