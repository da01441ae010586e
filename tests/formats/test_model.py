"""What a format holds, and its stored form."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from formats.model import Board, Break, Discussion, Format, Groups, Poll, Round, Segment, Signup, Talk, Topics

ONE_OF_EACH: tuple[Segment, ...] = (
    Talk(title="Opening: {topic}", planned_seconds=600, presenters=2, box_seconds=240),
    Discussion(title="Open floor", planned_seconds=600, queue="fair", prompts=("What about {topic}",)),
    Round(
        title="Everyone",
        planned_seconds=900,
        order="quiet-first",
        opens="facilitator",
        keep={"learn": "wants"},
    ),
    Board(
        id="norms", title="Norms", planned_seconds=600, columns=("Talk", "Stay"), hidden=True, authors="shown"
    ),
    Board(title="Dots", planned_seconds=300, from_segment="norms", votes=True),
    Topics(title="One by one", planned_seconds=1200, from_segment="norms"),
    Poll(title="Hands", planned_seconds=60, questions=("How was {topic}",), choices=("Good", "Poor")),
    Groups(title="In threes", planned_seconds=1800, size=3, rounds=3, roles=("A", "B", "C")),
    Break(title="Coffee", planned_seconds=600),
    Signup(title="Volunteers", planned_seconds=300, roles=("Present next",), protected=True),
)


def everything() -> Format:
    return Format(id="everything", name="Everything", ask={"topic": "Which topic?"}, segments=ONE_OF_EACH)


def stored(held: Format) -> object:
    return json.loads(json.dumps(held.model_dump(mode="json")))


def test_the_stored_form_reads_back_as_the_same_format() -> None:
    assert Format.model_validate(stored(everything())) == everything()


def test_the_length_is_the_sum_of_the_segments() -> None:
    assert everything().planned_seconds == sum(one.planned_seconds for one in ONE_OF_EACH)


def test_equal_titles_get_numbers_and_given_ids_stay() -> None:
    made = Format(
        id="twice",
        name="Twice",
        segments=(
            Discussion(title="Talk", planned_seconds=60),
            Discussion(title="Talk!", planned_seconds=60),
            Discussion(title="Else", id="talk-2", planned_seconds=60),
            Discussion(title="talk", planned_seconds=60),
        ),
    )
    assert [one.id for one in made.segments] == ["talk", "talk-3", "talk-2", "talk-4"]
    assert Format.model_validate(stored(made)) == made


@pytest.mark.parametrize(
    ("planned", "at_least", "floor"),
    [
        (900, None, 300),
        (100, None, 60),
        (61, None, 60),
        (45, None, 45),
        (200, None, 67),
        (900, 600, 600),
        (900, 30, 30),
    ],
)
def test_a_third_stays_at_least_when_time_is_short(planned: int, at_least: int | None, floor: int) -> None:
    segment = Discussion(title="Open floor", planned_seconds=planned, at_least_seconds=at_least)
    assert segment.floor_seconds == floor


def test_answers_stand_where_they_were_asked_for() -> None:
    filled = everything().answered({"topic": "{topic} [red] 100 %s\n{0}"})
    assert filled.segments[0].title == "Opening: {topic} [red] 100 %s {0}"
    assert filled.segments[1].prompts == ("What about {topic} [red] 100 %s\n{0}",)
    assert filled.segments[0].id == everything().segments[0].id
    assert filled.ask == {}


def test_without_an_answer_the_room_is_asked() -> None:
    assert everything().answered({}).segments[1].prompts == ("What about Which topic?",)


@given(st.text(st.characters(exclude_categories=()), max_size=900))
def test_whatever_is_answered_the_session_can_be_opened_again(answer: str) -> None:
    filled = everything().answered({"topic": answer})
    assert Format.model_validate(stored(filled)) == filled


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "A", "planned_seconds": 60, "activity": "talk", "hidden": True},
        {"title": "A", "planned_seconds": True, "activity": "talk"},
        {"title": "A", "planned_seconds": 1.5, "activity": "talk"},
        {"title": "A", "planned_seconds": 50_000, "activity": "talk"},
        {"title": " \t", "planned_seconds": 60, "activity": "talk"},
        {"title": "A" * 121, "planned_seconds": 60, "activity": "talk"},
        {"title": "A", "planned_seconds": 60, "activity": "talk", "presenters": 21},
        {"title": "A", "planned_seconds": 60, "activity": "talk", "box_seconds": 61},
        {"title": "A", "planned_seconds": 60, "activity": "talk", "prompts": ["x"] * 21},
        {"title": "A", "planned_seconds": 60, "activity": "board"},
        {"title": "A", "planned_seconds": 60, "activity": "board", "columns": ["Keep", "keep"]},
        {"title": "A", "planned_seconds": 60, "activity": "board", "from_segment": "nowhere"},
        {"title": "A", "planned_seconds": 60, "activity": "groups", "size": 2, "roles": ["x", "y", "z"]},
        {"title": "A", "planned_seconds": 60, "activity": "signup", "roles": []},
        {"title": "A", "planned_seconds": 60, "activity": "poll", "questions": []},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Format.model_validate({"id": "wrong", "name": "Wrong", "segments": [wrong]})


def test_a_format_ends_on_the_day_it_began() -> None:
    hours = [Discussion(title=f"Hour {hour}", planned_seconds=3600) for hour in range(13)]
    Format(id="long", name="Long", segments=tuple(hours[:12]))
    with pytest.raises(ValidationError, match="720"):
        Format(id="long", name="Long", segments=tuple(hours))


def test_text_is_cleaned_where_it_comes_in() -> None:
    talk = Talk(title=" A\x1b[31m\ntitle ", planned_seconds=60, prompts=("line\r\nline\u202e",))
    assert talk.title == "A[31m title"
    assert talk.prompts == ("line\nline",)
