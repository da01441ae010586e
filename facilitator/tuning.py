"""`facilitator formats tune`: what the segments of a format really took in past sessions, and timings after that."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Final, TextIO

from data.folders import format_in_id
from data.problems import DataError
from data.store import Store
from facilitator.cli_problems import DONE, NOTHING_THERE, Stop
from facilitator.conductor import CanNotResume, session_of
from facilitator.engine.state import State
from facilitator.tables import fitted, table
from formats.durations import write_duration
from formats.model import Format
from formats.words import SegmentId

_MINUTE: Final = 60
_LEAST_SECONDS: Final = 30
"""A segment that was left again sooner than this was passed through, not held."""


@dataclass(frozen=True, slots=True)
class Tuned:
    """What a segment took, and what it might be given.

    Attributes:
        planned_seconds: Its plan in the format as it is now.
        median_seconds: The middle of what it took; `None` where it was never held.
        sessions: How many sessions stand behind that.
    """

    id: SegmentId
    title: str
    planned_seconds: int
    median_seconds: int | None
    sessions: int

    @property
    def proposed_seconds(self) -> int:
        """The median in whole minutes, a minute at least; the plan where nothing is known."""
        if self.median_seconds is None:
            return self.planned_seconds
        return max(_MINUTE, (self.median_seconds + _MINUTE // 2) // _MINUTE * _MINUTE)


def tuned(chosen: Format, sessions: Iterable[State]) -> tuple[Tuned, ...]:
    """Gather what each segment of a format took in sessions of it; segments belong together by their ids."""
    spent: dict[SegmentId, list[int]] = {segment.id: [] for segment in chosen.segments}
    for state in sessions:
        for held in state.segments:
            seconds = held.box.spent(state.at) // 1_000
            if held.id in spent and held.entered and seconds >= _LEAST_SECONDS:
                spent[held.id].append(seconds)
    return tuple(
        Tuned(
            segment.id,
            segment.title,
            segment.planned_seconds,
            round(median(spent[segment.id])) if spent[segment.id] else None,
            len(spent[segment.id]),
        )
        for segment in chosen.segments
    )


def past_sessions(store: Store, format_id: str) -> Iterator[State]:
    """Read the sessions of a format that have ended; rehearsals and what can't be read are left out."""
    for session_id in store.ids():
        # The id tells most other formats apart, so that they need not be read.
        if f"-{format_in_id(format_id)}-" not in session_id:
            continue
        try:
            state = session_of(store.read(session_id).records).state
        except (DataError, CanNotResume):
            continue
        if state.format.id == format_id and state.status == "ended" and state.speed == 1:
            yield state


def tune(chosen: Format, store: Store, *, as_json: bool, out: TextIO) -> int:
    """Write what each segment took and a timing after it, as a table or JSON. Gives the exit status.

    Raises:
        Stop: No session of this format has ended yet, or none was really held.
    """
    past = tuple(past_sessions(store, chosen.id))
    if not past:
        raise Stop(
            f"no session of {chosen.id} has ended yet; after the first, this tells what it took",
            status=NOTHING_THERE,
        )
    rows = tuned(chosen, past)
    if not any(row.sessions for row in rows):
        raise Stop(
            f"no segment of {chosen.id} was held for {_LEAST_SECONDS} seconds yet; so there is nothing to learn from",
            status=NOTHING_THERE,
        )
    if as_json:
        out.write(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=2) + "\n")
        return DONE
    lines = [("segment", "plan", "took", "propose", "sessions"), *(_as_row(row) for row in rows), _sum(rows)]
    for line in table(lines, right={1, 2, 3, 4}):
        out.write(fitted(line, out) + "\n")
    return DONE


def _as_json(row: Tuned) -> dict[str, str | int | None]:
    return {
        "id": row.id,
        "title": row.title,
        "planned_seconds": row.planned_seconds,
        "spent_seconds_median": row.median_seconds,
        "proposed_seconds": row.proposed_seconds,
        "sessions": row.sessions,
    }


def _as_row(row: Tuned) -> tuple[str, str, str, str, str]:
    took = "-" if row.median_seconds is None else write_duration(row.median_seconds)
    proposed = write_duration(row.proposed_seconds)
    changed = proposed if row.proposed_seconds != row.planned_seconds else "="
    return (row.title, write_duration(row.planned_seconds), took, changed, str(row.sessions))


def _sum(rows: tuple[Tuned, ...]) -> tuple[str, str, str, str, str]:
    planned = write_duration(sum(row.planned_seconds for row in rows))
    return ("together", planned, "", write_duration(sum(row.proposed_seconds for row in rows)), "")
