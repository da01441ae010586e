"""What the notes screen reads, from its view; knows no widget but the rows of one."""

from collections.abc import Iterator

from screens.views.notes import LookView, NotesView
from screens.widgets.picklist import PickRow
from screens.widgets.sheet import SheetLine

IN, OUT = "✓", "–"
UNSEEN = str.maketrans("", "", "\u200b\ufeff")
"""The signs that take a mark its meaning and have no width."""


def length_of(view: NotesView) -> str:
    """Write how long the notes are, and in how many parts they go; always two lines."""
    return f"{sum(view.sizes):,} characters\n{_parts_of(view)}"


def in_one_line(view: NotesView) -> str:
    """Write dialect, level and length where there is no room for the lists."""
    figures = f"{view.dialect} · {view.level} · {sum(view.sizes):,} characters"
    return f"{figures} · {len(view.sizes)} parts" if len(view.sizes) > 1 else figures


def _parts_of(view: NotesView) -> str:
    limit = "" if view.limit is None else f"{view.limit:,}"
    if len(view.sizes) > 1:
        return f"{len(view.sizes)} parts, {limit} each at most" if limit else f"{len(view.sizes)} parts"
    return f"one part, {limit} would fit" if limit else ""


def lines_of(view: NotesView, owner: int | None, *, exact: bool) -> tuple[SheetLine, ...]:
    """Return the notes as they look, or as they are pasted, or what one person took on.

    Args:
        view: What is shown.
        owner: Whose follow-ups, by their place; `None` for the notes.
        exact: Show what is pasted, but for signs without width, with a line before each part.
    """
    if owner is not None and owner < len(view.follow_ups):
        return tuple(_as_written(view.follow_ups[owner].text))
    if view.look is not None and not exact:
        return tuple(_as_it_looks(view.look))
    if len(view.parts) == 1:
        return tuple(_as_written(view.parts[0]))
    return tuple(line for number in range(len(view.parts)) for line in _part(view, number))


def _part(view: NotesView, number: int) -> Iterator[SheetLine]:
    border = f"── part {number + 1} of {len(view.parts)} · {view.sizes[number]:,} characters ──"
    yield SheetLine(border, "border")
    yield from _as_written(view.parts[number])


def _as_written(text: str) -> Iterator[SheetLine]:
    """Yield what is written, without the signs that nobody sees; some terminals draw a box for them."""
    return (SheetLine(line) for line in text.translate(UNSEEN).split("\n"))


def _as_it_looks(look: LookView) -> Iterator[SheetLine]:
    headings = {start for start, _ in look.headings}
    at = 0
    for line in look.text.split("\n"):
        yield SheetLine(line, "heading" if at in headings else "text")
        at += len(line) + 1


def heading_of(view: NotesView, owner: int | None, *, exact: bool) -> str:
    """Say how the text is shown, and the key that changes it."""
    if owner is not None or view.look is None:
        return "AS IT IS PASTED"
    return "AS IT IS PASTED · v" if exact else "AS IT LOOKS THERE · v"


def section_rows(view: NotesView) -> tuple[PickRow, ...]:
    """Return the sections, with the digit that switches each."""
    return tuple(
        PickRow(row.key, row.heading, _digit(place), IN if row.shown else OUT)
        for place, row in enumerate(view.sections)
    )


def follow_up_rows(view: NotesView) -> tuple[PickRow, ...]:
    """Return who took something on. A row is told by its place: two people may be called alike."""
    return tuple(
        PickRow(str(place), row.owner or _unowned(view), _digit(place), str(row.count))
        for place, row in enumerate(view.follow_ups)
    )


def _unowned(view: NotesView) -> str:
    return "all, naming nobody" if view.level == "room" else "nobody yet"


def _digit(place: int) -> str:
    return str((place + 1) % 10) if place < 10 else ""
