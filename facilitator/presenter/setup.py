"""What setup shows: everything filled in, and the schedule as it will run."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from facilitator.presenter import wording
from facilitator.presenter.home import length
from facilitator.setup import SetupProblem, Times, later, planned_times
from formats.model import Format, Talk
from formats.text import clean_line
from screens.views.setup import PresenterSlot, Question, ScheduleRow, SetupAnswers, SetupView


def setup_view(
    format_: Format,
    answers: SetupAnswers,
    now_local: datetime,
    *,
    problem: str = "",
    problem_field: str = "",
    proposed: bool = False,
    turns: Mapping[str, str] | None = None,
) -> SetupView:
    """Make the view of setup.

    Times that can't be read yet, because they are still being typed, leave the schedule as it would run from now.

    Args:
        format_: What is to be run.
        answers: What was filled in so far.
        now_local: The present moment with its zone.
        problem: Why it can't begin, a sentence.
        problem_field: Which field that is about.
        proposed: Whether the people are those of last time.
        turns: Whose turn it is to do something, by field.
    """
    read = planned_times(format_, answers, now_local)
    unread = read.field if isinstance(read, SetupProblem) else ""
    times = _without_what_is_unread(format_, answers, now_local) if isinstance(read, SetupProblem) else read
    return SetupView(
        format_name=format_.name,
        summary=format_.summary,
        answers=answers,
        questions=tuple(Question(key, text) for key, text in format_.ask.items()),
        talks=tuple(
            PresenterSlot(segment.id, segment.title, segment.presenters)
            for segment in format_.answered(answers.answers).segments
            if isinstance(segment, Talk)
        ),
        schedule=_schedule(format_, answers, times),
        ends=_ends(format_, times, unread=unread),
        proposed=proposed,
        turns=turns or {},
        problem=problem,
        problem_field=problem_field,
    )


def _without_what_is_unread(format_: Format, answers: SetupAnswers, now_local: datetime) -> Times:
    """Read the times as far as they can be read."""
    for known in (replace(answers, length=""), replace(answers, length="", starts="")):
        times = planned_times(format_, known, now_local)
        if not isinstance(times, SetupProblem):
            return times
    raise AssertionError("an empty start and an empty length can always be read")


def _schedule(format_: Format, answers: SetupAnswers, times: Times) -> tuple[ScheduleRow, ...]:
    rows = []
    begins = times.begins
    for segment in format_.answered(answers.answers).segments:
        rows.append(
            ScheduleRow(
                wording.clock(begins),
                length(segment.planned_seconds),
                clean_line(segment.title),
                segment.protected,
            )
        )
        begins = later(begins, timedelta(seconds=segment.planned_seconds))
    return tuple(rows)


def _ends(format_: Format, times: Times, *, unread: str) -> str:
    if unread:
        return f"The {'start' if unread == 'starts' else 'length'} can't be read yet."
    planned = f"{wording.clock(times.planned_end)}, after {length(format_.planned_seconds)} min"
    if times.hard_stop is None:
        return f"Ends {planned}."
    stop = wording.clock(times.hard_stop)
    minutes = round((times.planned_end.timestamp() - times.hard_stop.timestamp()) / 60)
    if minutes > 0:
        return f"Has to end {stop}, {minutes} min sooner than planned; f makes it fit."
    return f"Has until {stop}, {-minutes} min more than planned."
