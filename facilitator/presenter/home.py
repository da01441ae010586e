"""What the home screen shows: formats on their shelves, what is unfinished, and, when asked, the last time."""

import re
from collections.abc import Iterable, Mapping, Sequence

from facilitator.presenter import wording
from formats.catalogue import Entry, Outline
from formats.words import Shelf
from screens.views.home import FormatRow, HomeView, OutlineRow, ResumeRow, ShelfView

HEADINGS: Mapping[Shelf, str] = {
    "start": "START A COMMUNITY",
    "weekly": "EVERY WEEK",
    "practice": "PRACTISE A SKILL",
    "back": "LOOK BACK",
}
"""The shelves in the order in which they stand."""

_PLACEHOLDER = re.compile(r"\{[A-Za-z][A-Za-z0-9_-]*\}")
"""Where setup will put an answer: nobody gave one yet."""


REACHED_FOR = (
    "kickoff",
    "purpose-workshop",
    "ritual-planning",
    "roles-workshop",
    "learning-session",
    "office-hours",
    "show-and-tell",
    "book-club",
    "interview-practice",
    "start-stop-continue",
    "pulse-check",
    "quarterly-retro",
)
"""Formats that stand first on their shelves, in this order; the others follow by name."""


def home_view(
    entries: Sequence[Entry],
    unfinished: Sequence[tuple[str, str]] = (),
    *,
    last_held: Iterable[tuple[str, str]] = (),
    problem: str = "",
    loading: bool = False,
) -> HomeView:
    """Make the view of home.

    Args:
        entries: The formats there are.
        unfinished: Id and a sentence for each session that was not finished, the newest first.
        last_held: The day on which a format was held last, by its id.
        problem: A sentence on what is wrong with the folders, if anything.
        loading: Whether people's own formats are still being read.
    """
    shelves = tuple(
        ShelfView(
            heading, tuple(_row(entry) for entry in sorted(entries, key=_reach) if entry.shelf == shelf)
        )
        for shelf, heading in HEADINGS.items()
    )
    return HomeView(
        shelves=tuple(shelf for shelf in shelves if shelf.rows),
        resume=tuple(ResumeRow(id_, text) for id_, text in unfinished),
        last_held=tuple((id_, f"Last held {when}") for id_, when in last_held),
        problem=problem,
        loading=loading,
    )


def _reach(entry: Entry) -> tuple[bool, int, str]:
    """Sort what facilitators reach for first to the top of its shelf, their own formats before all."""
    place = REACHED_FOR.index(entry.id) if entry.id in REACHED_FOR else len(REACHED_FOR)
    return (entry.source != "user", place, entry.name.casefold())


def length(seconds: int) -> str:
    """Write the length of a part in minutes: `25`, or `2:30`."""
    return wording.plan(seconds * wording.SECOND)


def _row(entry: Entry) -> FormatRow:
    return FormatRow(
        id=entry.id,
        name=entry.name,
        minutes="" if entry.problem else f"{length(entry.seconds)} min",
        summary=entry.summary,
        outline=_outline(entry.segments),
        own=entry.source == "user",
        problem=entry.problem or "",
    )


def _outline(segments: Sequence[Outline]) -> tuple[OutlineRow, ...]:
    rows = []
    begins = 0
    for one in segments:
        hours, minutes = divmod(begins // 60, 60)
        offset = f"{hours}:{minutes:02}"
        rows.append(
            OutlineRow(
                offset, length(one.seconds), _PLACEHOLDER.sub("…", one.title), one.activity, one.protected
            )
        )
        begins += one.seconds
    return tuple(rows)
