"""`facilitator formats show --as`: the agenda of a session that is ahead, to be sent round."""

from datetime import date, datetime
from typing import TextIO

from data.folders import DataFolder
from facilitator.cli_problems import DONE, NOTHING_THERE, Faults, Stop
from facilitator.clock import WallClock
from facilitator.moments import read_moment
from facilitator.notes import Wish, document_text
from facilitator.notes.agenda import invitation
from facilitator.own_words import own_headings
from facilitator.wishes import dialect_of
from formats.catalogue import Catalogue, UnknownFormat
from formats.complaints import FormatError
from formats.text import clean_line


def print_invitation(
    catalogue: Catalogue,
    wanted: str,
    *,
    dialect: str,
    start: str | None,
    folder: DataFolder,
    out: TextIO,
    err: TextIO,
) -> int:
    """Write the agenda of a format for the chat or the mail in which people are invited.

    Args:
        catalogue: Where formats are found.
        wanted: The format, by id or path.
        dialect: How it is written.
        start: When it begins: a time of day, or a date and a time; without it there are no clock times.
        folder: Where a person's own wording lies.
        out: Takes the invitation.
        err: Is told what is wrong with that wording.

    Returns:
        The exit status.

    Raises:
        Stop: There is no such format or dialect, or that is no time.
    """
    wish = Wish(dialect_of(dialect))
    begins = None if start is None else _moment(start)
    try:
        chosen = catalogue.load(wanted)
    except UnknownFormat as unknown:
        raise Stop(str(unknown), status=NOTHING_THERE) from unknown
    except FormatError as error:
        raise Faults(error.complaints) from error
    headings, problem = own_headings(folder)
    if problem:
        err.write(f"facilitator: {clean_line(problem)}\n")
    text = document_text(invitation(chosen, start=begins, headings=headings), wish)
    out.write(text if text.endswith("\n") else f"{text}\n")
    return DONE


def _moment(typed: str) -> datetime:
    clock = WallClock()
    day, _, time = typed.strip().replace("T", " ").rpartition(" ")
    found = read_moment(time if day[:4].isdigit() else typed, clock.local(clock.now()))
    try:
        if found is not None and day[:4].isdigit():
            found = datetime.combine(date.fromisoformat(day.strip()), found.time()).astimezone()
    except (ValueError, OverflowError, OSError):
        found = None
    if found is None:
        raise Stop(f"'{typed}' is no time; write --start as in 10:00, or as in '2027-03-24 10:00'")
    return found
