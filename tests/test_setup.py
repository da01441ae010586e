"""From what is filled in to the command that opens a session."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from facilitator.engine.commands import Start
from facilitator.presenter.setup import setup_view
from facilitator.setup import SetupProblem, begin_command
from formats.model import Format
from formats.words import SegmentId
from screens.views.setup import PersonChip, SetupAnswers

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 3, 10, 10, 2, tzinfo=BERLIN)
FORMAT = Format.model_validate(
    {
        "id": "weekly",
        "name": "Weekly",
        "ask": {"topic": "What is it about?"},
        "segments": [
            {"title": "Check-in", "minutes": "10", "activity": "round"},
            {"title": "{topic}", "id": "talk", "minutes": "30", "activity": "talk", "presenters": "2"},
            {"title": "Takeaways", "minutes": "20", "activity": "round", "protected": "true"},
        ],
    },
    by_alias=True,
)
ANSWERS = SetupAnswers("weekly", "Our weekly", (PersonChip("Ana"), PersonChip("Ben", present=False)))


def begun(now: datetime = MORNING, **changes: object) -> Start | SetupProblem:
    answers = replace(ANSWERS, **changes)  # type: ignore[arg-type]  # the fields of the answers
    return begin_command(FORMAT, answers, now, 7, at_once=False, history={"ana": 90.0})


def started(now: datetime = MORNING, **changes: object) -> Start:
    command = begun(now, **changes)
    assert isinstance(command, Start), command
    return command


def refused(now: datetime = MORNING, **changes: object) -> SetupProblem:
    problem = begun(now, **changes)
    assert isinstance(problem, SetupProblem), problem
    assert problem.sentence.endswith(".")
    assert "!" not in problem.sentence
    return problem


def local(milliseconds: int | None, zone: ZoneInfo = BERLIN) -> str:
    assert milliseconds is not None
    return f"{datetime.fromtimestamp(milliseconds / 1_000, zone):%d %H:%M}"


def test_what_was_filled_in_is_taken_over() -> None:
    command = started(answers={"topic": " Pricing\n", "other": "x"}, level="room", series=" Product ")
    assert (command.title, command.level, command.series, command.seed) == (
        "Our weekly",
        "room",
        "Product",
        7,
    )
    assert command.answers == {"topic": "Pricing"}
    assert [(one.name, one.present, one.history_seconds) for one in command.people] == [
        ("Ana", True, 90.0),
        ("Ben", False, None),
    ]
    assert (command.planned_start, command.hard_stop, command.at_once) == (None, None, False)


def test_an_empty_title_is_that_of_the_format() -> None:
    assert started(title=" ").title == "Weekly"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10:30", "10 10:30"),
        ("9:05", "10 09:05"),
        ("9.05", "10 09:05"),
        ("9h05", "10 09:05"),
        ("2 pm", "10 14:00"),
        ("2:15pm", "10 14:15"),
        ("12:10 am", "10 00:10"),
        ("23:55", "10 23:55"),
    ],
)
def test_a_start_is_a_time_of_today(typed: str, meant: str) -> None:
    assert local(started(starts=typed).planned_start) == meant


@pytest.mark.parametrize(
    ("now", "typed", "meant"),
    [
        ("10 22:30", "9:00", "11 09:00"),
        ("10 20:59", "9:00", "10 09:00"),
        ("10 00:10", "23:55", "09 23:55"),
        ("10 00:10", "22:55", "10 22:55"),
    ],
)
def test_a_start_long_past_is_tomorrows_and_one_just_before_midnight_is_the_evenings(
    now: str, typed: str, meant: str
) -> None:
    moment = datetime.strptime(f"2026-03-{now}", "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN)
    assert local(started(moment, starts=typed).planned_start) == meant


@pytest.mark.parametrize("typed", ["", " ", "now", "Now"])
def test_without_a_start_it_begins_at_once(typed: str) -> None:
    assert started(starts=typed).planned_start is None


@pytest.mark.parametrize("typed", ["ten", "25:00", "10:61", "13 pm", "10:30:00", "[red]", "x" * 10_000])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    problem = refused(starts=typed)
    assert problem.field == "starts"
    assert "10:30" in problem.sentence
    assert len(problem.sentence) < 200


@pytest.mark.parametrize(
    ("starts", "length", "stop"),
    [
        ("", "45", "10 10:47"),
        ("", "1:30", "10 11:32"),
        ("", "90s", "10 10:03"),
        ("", "1h15", "10 11:17"),
        ("", "until 11:30", "10 11:30"),
        ("", "till 11.30", "10 11:30"),
        ("", "ends at 11:30", "10 11:30"),
        ("10:30", "45", "10 11:15"),
        ("10:30", "until 12:00", "10 12:00"),
        ("23:30", "until 0:15", "11 00:15"),
        ("23:30", "45", "11 00:15"),
        ("9:55", "45", "10 10:40"),
    ],
)
def test_a_length_makes_a_hard_stop(starts: str, length: str, stop: str) -> None:
    assert local(started(starts=starts, length=length).hard_stop) == stop


@pytest.mark.parametrize("length", ["", "60", "1:00", "until 11:02"])
def test_a_length_that_is_the_plan_makes_none(length: str) -> None:
    assert started(length=length).hard_stop is None


@pytest.mark.parametrize(
    ("length", "says"),
    [
        ("0", "no time at all"),
        ("-5", "less than nothing"),
        ("ten", "not a length"),
        ("100000", "12 hours"),
        ("0:00", "no time"),
        ("11:30", "until 11:30"),
        ("until noon", "until 11:30"),
        ("until 9:30", "has passed at"),
        ("until 10:02", "has passed at"),
        ("[/]", "not a length"),
    ],
)
def test_lengths_that_make_no_sense_are_refused(length: str, says: str) -> None:
    problem = refused(length=length)
    assert problem.field == "length"
    assert says in problem.sentence


def test_an_end_that_is_past_is_refused() -> None:
    problem = refused(starts="8:00", length="30")
    assert problem.field == "length"
    assert "8:30" in problem.sentence


def test_sessions_are_as_long_as_they_are_when_the_clocks_change() -> None:
    evening = datetime(2026, 3, 28, 23, 0, tzinfo=BERLIN)
    into_summer = started(evening, starts="1:30", length="90")
    assert local(into_summer.planned_start) == "29 01:30"
    assert local(into_summer.hard_stop) == "29 04:00"
    autumn = datetime(2026, 10, 24, 23, 0, tzinfo=BERLIN)
    back = started(autumn, starts="1:30", length="90")
    assert back.hard_stop is not None
    assert back.planned_start is not None
    assert back.hard_stop - back.planned_start == timedelta(minutes=90) // timedelta(milliseconds=1)


def test_two_people_of_one_name_are_refused_with_a_suggestion() -> None:
    problem = refused(people=(PersonChip("Ana"), PersonChip("ana")))
    assert problem.field == "people"
    assert "“ana B”" in problem.sentence


def test_an_empty_name_is_refused() -> None:
    assert refused(people=(PersonChip("\x1b"),)).field == "people"


def test_no_people_at_all_is_fine() -> None:
    assert started(people=()).people == ()


def test_who_facilitates_or_presents_is_among_the_people() -> None:
    command = started(facilitator="Fay", presenters={"talk": "ana, Gus"})
    assert [one.name for one in command.people] == ["Ana", "Ben", "Fay", "Gus"]
    assert command.facilitator == "Fay"
    assert command.presenters == {SegmentId("talk"): ("ana", "Gus")}


def test_one_person_facilitates() -> None:
    assert refused(facilitator="Ana and Ben, Chi").field == "facilitator"


def test_presenters_belong_to_a_talk_and_stand_there_once() -> None:
    assert refused(presenters={"nowhere": "Ana"}).field == "presenters.nowhere"
    assert refused(presenters={"talk": "Ana, ana"}).field == "presenters.talk"
    assert started(presenters={"talk": " ,"}).presenters == {}


def test_an_unknown_level_is_refused() -> None:
    assert refused(level="secret").field == "level"
    assert started(level=" Room ").level == "room"


def test_a_title_without_end_is_refused() -> None:
    assert refused(title="x" * 10_001).field == "title"
    assert len(started(title="x" * 10_000).title) == 10_000


def test_a_rehearsal_keeps_its_speed() -> None:
    command = begin_command(FORMAT, ANSWERS, MORNING, 1, at_once=True, history={}, speed=60.0)
    assert isinstance(command, Start)
    assert (command.speed, command.at_once) == (60.0, True)


def test_the_schedule_has_clock_times_from_the_start() -> None:
    view = setup_view(FORMAT, replace(ANSWERS, starts="10:30", answers={"topic": "Pricing"}), MORNING)
    assert [(row.starts, row.minutes, row.title) for row in view.schedule] == [
        ("10:30", "10", "Check-in"),
        ("10:40", "30", "Pricing"),
        ("11:10", "20", "Takeaways"),
    ]
    assert [row.protected for row in view.schedule] == [False, False, True]
    assert view.ends == "Ends 11:30, after 60 min."


def test_a_shorter_or_longer_time_is_said() -> None:
    assert "15 min sooner than planned" in setup_view(FORMAT, replace(ANSWERS, length="45"), MORNING).ends
    assert "30 min more than planned" in setup_view(FORMAT, replace(ANSWERS, length="1:30"), MORNING).ends


def test_a_time_that_is_still_being_typed_leaves_the_schedule_standing() -> None:
    view = setup_view(FORMAT, replace(ANSWERS, starts="10:30", length="unt"), MORNING)
    assert view.schedule[0].starts == "10:30"
    assert view.ends == "The length can't be read yet."
    late = setup_view(FORMAT, replace(ANSWERS, starts="until", length="60"), MORNING)
    assert late.ends == "The start can't be read yet."
    assert view.problem == ""
    assert setup_view(FORMAT, replace(ANSWERS, starts="1"), MORNING).schedule[0].starts == "10:02"


def test_questions_and_talks_are_asked_for() -> None:
    view = setup_view(FORMAT, ANSWERS, MORNING, problem="No.", problem_field="starts", proposed=True)
    assert [(one.key, one.text) for one in view.questions] == [("topic", "What is it about?")]
    assert [(one.segment, one.title, one.number) for one in view.talks] == [("talk", "What is it about?", 2)]
    assert (view.problem, view.problem_field, view.proposed) == ("No.", "starts", True)


def test_the_schedule_is_right_in_the_night_the_clocks_change() -> None:
    night = datetime(2026, 3, 29, 1, 45, tzinfo=BERLIN)
    view = setup_view(FORMAT, ANSWERS, night)
    assert [row.starts for row in view.schedule] == ["1:45", "1:55", "3:25"]
    assert view.ends == "Ends 3:45, after 60 min."
