"""The agenda of a session that is still ahead, to be sent round as an invitation."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.headings import AS_THEY_COME, Headings, filled
from facilitator.notes.wording import write_day, write_minutes
from formats.model import Format, Segment


def invitation(
    form: Format, *, title: str = "", start: datetime | None = None, headings: Headings = AS_THEY_COME
) -> Document:
    """Return what people are told of a session before it: its segments with their lengths and prompts.

    Cues are not in it. A question that setup would ask stands where its answer will.

    Args:
        form: The format that will be run, with the answers in it if they are known.
        title: What the session is called, if not as its format.
        start: When it begins, on the wall, with its zone; then each segment has its clock time.
        headings: The program's own words in it.
    """
    answered = form.answered({})
    entries = tuple(_segments(answered.segments, start))
    intro = (Section("prompts", "", (Entry(form.summary),), in_a_line=True),) if form.summary else ()
    return Document(
        title=title or form.name,
        day=None if start is None else start.date(),
        facts=_facts(form.planned_seconds, start, headings),
        level=form.level,
        sections=(*intro, Section("agenda", headings.titles.agenda, entries)),
        kind="agenda",
        headings=headings,
    )


def _facts(seconds: int, start: datetime | None, headings: Headings) -> tuple[str, ...]:
    length = write_minutes(seconds * 1_000, headings.words)
    if start is None:
        return (length,)
    times = {"start": f"{start:%H:%M}", "end": f"{_after(start, seconds):%H:%M}"}
    between = filled(headings.words.start_and_end, **times)
    return write_day(start.date(), headings=headings), between, length


def _segments(segments: tuple[Segment, ...], start: datetime | None) -> Iterator[Entry]:
    spent = 0
    for segment in segments:
        yield Entry(
            segment.title,
            at=None if start is None else _after(start, spent),
            length_ms=segment.planned_seconds * 1_000,
            entries=tuple(Entry(prompt) for prompt in segment.prompts),
        )
        spent += segment.planned_seconds


def _after(start: datetime, seconds: int) -> datetime:
    """Return the time on the wall so much later, also where the clocks change in between."""
    if start.tzinfo is None:
        return start + timedelta(seconds=seconds)
    return (start.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(start.tzinfo)
