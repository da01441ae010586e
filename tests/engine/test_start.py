"""Opening a session: what is refused, and what stands then."""

from datetime import date

from facilitator.engine import commands as ask
from facilitator.engine.commands import Newcomer, Start
from facilitator.engine.rules import Moment, Refusal
from facilitator.engine.session import decide, fold
from facilitator.engine.state import State
from formats.words import ActId, SegmentId
from tests.engine.builders import MINUTE, NOON, Desk, ritual

FORMAT = ritual(("demos", 10, "talk"), ask={"question": "What is it about?"})


def opened(start: Start) -> State | str:
    """Open a session; return its state, or why it was refused."""
    answer = decide(None, start, Moment(NOON, date(2026, 11, 18), ActId("a1")))
    return answer.why if isinstance(answer, Refusal) else fold(answer).state


def start(*names: str, **more: object) -> Start:
    people = tuple(Newcomer(name) for name in names)
    return Start(FORMAT, level="names", seed=1, people=people, **{"title": "", **more})  # type: ignore[arg-type]  # fields by name


def test_a_session_takes_its_title_from_the_format_if_none_is_given() -> None:
    state = opened(start("Ana"))
    assert isinstance(state, State)
    assert (state.title, state.status, state.current) == ("Ritual", "waiting", None)
    other = opened(start("Ana", title=" Our\nkickoff "))
    assert isinstance(other, State)
    assert other.title == "Our kickoff"


def test_what_can_not_be_opened_says_what_to_do() -> None:
    said = {
        "twice": opened(start("Ana", "ana")),
        "empty": opened(start("Ana", " \n")),
        "long": opened(start("x" * 10_001)),
        "past": opened(start("Ana", hard_stop=NOON)),
        "before": opened(start("Ana", planned_start=NOON + 2 * MINUTE, hard_stop=NOON + MINUTE)),
        "facilitator": opened(start("Ana", facilitator="Zoe")),
        "presenter": opened(start("Ana", presenters={SegmentId("demos"): ("Zoe",)})),
        "segment": opened(start("Ana", presenters={SegmentId("nowhere"): ("Ana",)})),
    }
    expected = {
        "twice": "Two people are called ana",
        "empty": "at least a letter",
        "long": "10,000 characters",
        "past": "is past",
        "before": "before the start",
        "facilitator": "Zoe is to facilitate",
        "presenter": "Zoe is to present",
        "segment": "no segment nowhere",
    }
    for case, words in expected.items():
        assert isinstance(said[case], str), case
        assert words in str(said[case])


def test_the_roles_that_were_named() -> None:
    state = opened(start("Ana", "Ben", facilitator="ben", presenters={SegmentId("demos"): ("Ana",)}))
    assert isinstance(state, State)
    assert (state.facilitator, state.presenters) == ("p2", {"demos": ("p1",)})


def test_answers_stand_in_the_agenda_and_a_question_stands_for_itself() -> None:
    asked = ritual(("talk", 5, "talk", {"title": "About: {question}"}), ask={"question": "What next?"})
    for answers, title in (({}, "About: What next?"), ({"question": " Tea\x07 "}, "About: Tea")):
        state = opened(Start(asked, "", "names", 1, answers=answers))
        assert isinstance(state, State)
        assert state.segments[0].spec.title == title


def test_nothing_can_be_asked_before_a_session_is_open() -> None:
    answer = decide(None, ask.Next(), Moment(NOON, date(2026, 11, 18), ActId("a1")))
    assert isinstance(answer, Refusal)


def test_nobody_needs_to_be_listed() -> None:
    desk = Desk(FORMAT).wait(minutes=3)
    assert desk.left() == 7
