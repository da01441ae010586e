"""What the home screen draws. Nothing of other sessions stands here but after the private key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A segment of the format in view: clock offset, minutes, title, activity, whether protected."""

    starts: str
    minutes: str
    title: str
    activity: str
    protected: bool


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A format on a shelf; `problem` is set when its file can't be read."""

    id: str
    name: str
    minutes: str
    summary: str
    outline: tuple[OutlineRow, ...]
    own: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ShelfView:
    """Formats of one purpose, under a heading."""

    heading: str
    rows: tuple[FormatRow, ...]


@dataclass(frozen=True, slots=True)
class ResumeRow:
    """A session that was not finished."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PastRow:
    """A session that was held."""

    id: str
    when: str
    title: str
    minutes: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """All that home shows; `loading` until the folders of the person were read."""

    shelves: tuple[ShelfView, ...]
    resume: tuple[ResumeRow, ...] = ()
    last_held: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    loading: bool = False
