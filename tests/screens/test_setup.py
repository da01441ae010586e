"""The setup screen, by keys, with the app's answers given by the real presenter."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from textual import events
from textual.widgets import Input

from facilitator.engine.commands import Start
from facilitator.lobby import with_people
from facilitator.presenter.setup import setup_view
from facilitator.setup import SetupProblem, begin_command
from formats.model import Format
from formats.text import clean_line, width
from screens.messages import Asked, Begin
from screens.setup import SetupScreen
from screens.views.setup import PersonChip, SetupAnswers
from screens.widgets.levelchoice import LevelChoice
from screens.widgets.people import People, place
from tests.quick import some_of
from tests.screens.hosts import HOSTILE, LARGE, MIDDLE, SIZES, SMALL, Host, seen, seen_text, typed, until

NOW = datetime(2026, 3, 10, 10, 2, tzinfo=ZoneInfo("Europe/Berlin"))


def ritual(talks: int = 1) -> Format:
    return Format.model_validate(
        {
            "id": "weekly",
            "name": "Weekly",
            "summary": "A short one",
            "ask": {"topic": "What is the first discussion about?"},
            "segments": [
                {"title": "Check-in", "minutes": "10", "activity": "round"},
                *(
                    {"title": f"Talk {number}", "minutes": "10", "activity": "talk"}
                    for number in range(1, talks + 1)
                ),
                {"title": "On {topic}", "minutes": "40", "activity": "discussion"},
            ],
        },
        by_alias=True,
    )


class Setup(Host):
    """Answers as the app does."""

    def __init__(self, people: tuple[str, ...] = (), *, talks: int = 1, title: str = "Weekly") -> None:
        self.ritual = ritual(talks)
        answers = SetupAnswers("weekly", title, tuple(PersonChip(name) for name in people))
        self.setup = SetupScreen(setup_view(self.ritual, answers, NOW, proposed=bool(people)))
        super().__init__(self.setup, self._answer_to)
        self.problem: SetupProblem | None = None
        self.turns: dict[str, str] = {}

    def _answer_to(self, message: Asked | Begin) -> None:
        if isinstance(message, Begin):
            command = begin_command(self.ritual, message.answers, NOW, 1, at_once=False, history={})
            if isinstance(command, SetupProblem):
                self.problem = command
                self.show(message.answers, command.sentence, command.field)
        elif message.act == "setup_changed":
            self.show(self.setup.answers)
        elif message.act == "add_people":
            answers, problem = with_people(self.setup.answers, message.text)
            self.show(answers, problem, "people" if problem else "")

    def show(self, answers: SetupAnswers, problem: str = "", field: str = "") -> None:
        self.setup.view = setup_view(
            self.ritual, answers, NOW, problem=problem, problem_field=field, turns=self.turns
        )

    @property
    def names(self) -> list[str]:
        return [chip.name for chip in self.setup.answers.people]

    @property
    def field(self) -> Input:
        return self.setup.query_one("#people-field", Input)

    def focused_input(self) -> Input:
        assert isinstance(self.focused, Input)
        return self.focused


async def to_label(press: Callable[..., Awaitable[None]], app: Setup, label: str) -> None:
    """Go on until the field of this row has the focus."""
    for _ in range(20):
        row = next((one for one in app.setup._rows.values() if one.has_focus_within), None)
        if row is not None and row._label == label:
            return
        await press("tab")
    raise AssertionError(label)


async def test_one_key_begins_when_all_is_as_proposed() -> None:
    app = Setup(("Ana", "Ben"))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "They were here" in seen_text(app))
        await pilot.press("enter")
        (begin,) = app.begun
        assert [chip.name for chip in begin.answers.people] == ["Ana", "Ben"]
        assert not begin.waiting


async def test_names_are_added_by_enter_and_the_next_enter_begins() -> None:
    app = Setup()
    async with app.run_test(size=SMALL) as pilot:
        assert "enter start" in seen(app)[-1]
        await typed(pilot, "Ana, Ben")
        assert "enter add" in seen(app)[-1]
        await pilot.press("enter")
        assert app.names == ["Ana", "Ben"]
        assert app.field.value == ""
        assert "✓ Ana  ✓ Ben" in seen_text(app)
        assert app.begun == []
        await pilot.press("enter")
        assert len(app.begun) == 1


async def test_a_list_is_pasted_at_once() -> None:
    app = Setup(("Ana",))
    async with app.run_test(size=SMALL) as pilot:
        app.post_message(events.Paste("Ben <ben@x.org>\r\nChi (Host)\r\n- Dee\r\n"))
        await until(pilot, lambda: app.names == ["Ana", "Ben", "Chi", "Dee"])
        assert app.field.value == ""
        assert app.asked[-1].text == "Ben <ben@x.org>\nChi (Host)\n- Dee"


async def test_what_was_typed_before_a_paste_joins_it() -> None:
    app = Setup()
    async with app.run_test(size=SMALL) as pilot:
        await typed(pilot, "Ana")
        app.post_message(events.Paste("Ben\nChi"))
        await until(pilot, lambda: app.names == ["Ana", "Ben", "Chi"])


@pytest.mark.parametrize("flood", ["Ana\n" * 250_000, "x" * 1_000_000], ids=["list", "one line"])
async def test_a_flood_leaves_the_field_as_it_was_and_says_so(flood: str) -> None:
    app = Setup()
    async with app.run_test(size=SMALL) as pilot:
        await typed(pilot, "Zoe")
        app.post_message(events.Paste(flood))
        await until(pilot, lambda: [one.message for one in app._notifications])
        assert [one.message for one in app._notifications] == [
            "A field takes 20,000 characters; that is more."
        ]
        assert app.field.value == "Zoe"
        assert app.names == []


async def test_a_paste_that_no_field_takes_is_taken_as_names() -> None:
    app = Setup(("Ana",))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down")
        assert isinstance(app.focused, People)
        app.post_message(events.Paste("Ben\tChi"))
        await until(pilot, lambda: app.names == ["Ana", "Ben", "Chi"])


async def test_a_name_that_is_there_is_refused_beside_the_field_and_stays_typed() -> None:
    app = Setup(("Ana",))
    async with app.run_test(size=SMALL) as pilot:
        await typed(pilot, "Ana")
        await pilot.press("enter")
        await until(pilot, lambda: "there already" in seen_text(app))
        assert app.field.value == "Ana"
        assert app.focused is app.field
        await typed(pilot, " B")
        await until(pilot, lambda: "there already" not in seen_text(app))
        await pilot.press("enter")
        assert app.names == ["Ana", "Ana B"]


async def test_space_takes_someone_out_and_delete_off_the_list() -> None:
    app = Setup(("Ana", "Ben", "Chi"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down", "right", "space")
        assert "· Ben" in seen_text(app)
        assert app.setup.answers.people[1] == PersonChip("Ben", present=False)
        await pilot.press("space")
        assert "✓ Ben" in seen_text(app)
        await pilot.press("delete")
        assert app.names == ["Ana", "Chi"]
        await pilot.press("backspace", "backspace")
        await until(pilot, lambda: app.focused is app.field)
        assert app.names == []
        assert {one.act for one in app.asked} == {"setup_changed"}


async def test_a_chip_can_be_clicked() -> None:
    app = Setup(("Ana", "Ben"))
    async with app.run_test(size=SMALL) as pilot:
        row = next(place for place, text in enumerate(seen(app)) if "✓ Ben" in text)
        column = seen(app)[row].index("Ben")
        await pilot.click(offset=(column, row))
        await pilot.click(offset=(column, row))
        await until(pilot, lambda: not app.setup.answers.people[1].present)


async def test_enter_goes_from_field_to_field_and_begins_nowhere_else() -> None:
    app = Setup(("Ana",))
    async with app.run_test(size=SMALL) as pilot:
        await to_label(pilot.press, app, "Starts")
        first = app.focused
        await pilot.press("enter")
        assert app.focused is not first
        await pilot.press("up")
        assert app.focused is first
        await pilot.press("enter", "enter", "enter")
        assert app.begun == []


async def test_the_schedule_follows_what_is_typed() -> None:
    app = Setup()
    async with app.run_test(size=MIDDLE) as pilot:
        assert "10:12" in seen_text(app)
        await to_label(pilot.press, app, "Starts")
        await typed(pilot, "14:00")
        await until(pilot, lambda: "14:10" in seen_text(app))
        await to_label(pilot.press, app, "Length")
        await typed(pilot, "45")
        await until(pilot, lambda: "Has to end 14:45" in seen_text(app))


async def test_the_answer_to_a_question_stands_in_the_schedule() -> None:
    app = Setup()
    async with app.run_test(size=MIDDLE) as pilot:
        await to_label(pilot.press, app, "What is the first discussion about?")
        await typed(pilot, "pricing")
        await until(pilot, lambda: "On pricing" in seen_text(app))
        assert app.setup.answers.answers == {"topic": "pricing"}


@pytest.mark.parametrize("size", [(60, 14), *some_of(SIZES)])
async def test_a_problem_is_said_beside_its_field_which_gets_the_focus(size: tuple[int, int]) -> None:
    app = Setup(("Ana", "Ben"), talks=2)
    async with app.run_test(size=size) as pilot:
        await to_label(pilot.press, app, "Length")
        await typed(pilot, "ten")
        await to_label(pilot.press, app, "Facilitator")
        await typed(pilot, "Fay")
        for _ in range(2):
            await pilot.press("ctrl+s")
            await until(pilot, lambda: app.focused is app.setup._rows["length"].field)
            text = seen_text(app)
            assert "'ten' is not a length" in text
            row = next(place for place, one in enumerate(seen(app)) if "'ten' is not" in one)
            assert "Length" in seen(app)[row - 1]
            await to_label(pilot.press, app, "Facilitator")
        assert app.focused_input().value == "Fay"
        assert app.names == ["Ana", "Ben"]


async def test_the_problem_goes_when_the_field_is_mended() -> None:
    app = Setup()
    async with app.run_test(size=SMALL) as pilot:
        await to_label(pilot.press, app, "Length")
        await typed(pilot, "0")
        await pilot.press("f2")
        await until(pilot, lambda: "no time at all" in seen_text(app))
        await pilot.press("backspace", "6", "0")
        await until(pilot, lambda: "no time at all" not in seen_text(app))
        await pilot.press("f2")
        assert len(app.begun) == 2
        assert app.begun[-1].answers.length == "60"


async def test_a_problem_of_no_field_stands_at_the_foot() -> None:
    app = Setup()
    async with app.run_test(size=SMALL) as pilot:
        app.show(app.setup.answers, "The disk is full; free some space.")
        await until(pilot, lambda: "The disk is full" in seen(app)[-2])


async def test_names_still_in_the_field_come_along() -> None:
    app = Setup(("Ana",))
    async with app.run_test(size=SMALL) as pilot:
        await typed(pilot, "Ben")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.begun)
        assert [chip.name for chip in app.begun[0].answers.people] == ["Ana", "Ben"]


async def test_names_that_are_refused_hold_the_beginning_up() -> None:
    app = Setup(("Ana",))
    async with app.run_test(size=SMALL) as pilot:
        await typed(pilot, "Ana")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "there already" in seen_text(app))
        assert app.begun == []


async def test_a_start_makes_the_session_wait() -> None:
    app = Setup()
    async with app.run_test(size=SMALL) as pilot:
        await to_label(pilot.press, app, "Starts")
        await typed(pilot, "10:30")
        await pilot.press("f2")
        assert app.begun[0].waiting
        assert app.begun[0].answers.starts == "10:30"


async def test_the_level_is_changed_by_arrows() -> None:
    app = Setup()
    async with app.run_test(size=MIDDLE) as pilot:
        await to_label(pilot.press, app, "Notes name")
        assert "who was there and what they took on" in seen_text(app)
        await pilot.press("right")
        assert app.setup.answers.level == "room"
        await pilot.press("left", "left")
        assert "who said what" in seen_text(app)
        assert app.setup.query_one(LevelChoice).level == "open"


async def test_many_talks_are_folded_until_someone_wants_to_name_presenters() -> None:
    app = Setup(talks=4)
    async with app.run_test(size=SMALL) as pilot:
        assert "4 talks" in seen_text(app)
        assert "Talk 3”" not in seen_text(app)
        app.setup.query_one("#unfold").focus()
        await pilot.press("enter")
        await typed(pilot, "Gus")
        await until(pilot, lambda: app.setup.answers.presenters == {"talk-1": "Gus"})
        assert "Who presents “Talk 1”" in seen_text(app)


async def test_escape_asks_to_go_back() -> None:
    app = Setup()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("x", "escape")
        assert app.acts()[-1] == ("back", "")


async def test_what_the_app_changes_is_filled_in_and_what_is_typed_stays() -> None:
    app = Setup()
    async with app.run_test(size=SMALL) as pilot:
        await to_label(pilot.press, app, "Starts")
        await typed(pilot, "10:30")
        answers = app.setup.answers
        app.show(
            SetupAnswers("weekly", "Renamed", (PersonChip("Zoe"),), answers.answers, starts=answers.starts)
        )
        await until(pilot, lambda: "Renamed" in seen_text(app))
        assert app.focused_input().value == "10:30"
        assert app.names == ["Zoe"]


@pytest.mark.parametrize("size", [(60, 14), *some_of(((80, 16), *SIZES))])
async def test_every_field_can_be_seen_while_it_has_the_focus(size: tuple[int, int]) -> None:
    app = Setup(tuple(f"Person {number}" for number in range(30)), talks=2)
    async with app.run_test(size=size) as pilot:
        for _ in range(12):
            await pilot.press("tab")
            focused = app.focused
            assert focused is not None
            foot = app.setup.query_one("KeyLine").region
            assert focused.region.bottom <= foot.y, focused
            assert focused.region.y >= 0
            assert "esc home" in seen(app)[-1]


@pytest.mark.parametrize("size", some_of((SMALL, LARGE)))
async def test_whatever_is_typed_or_pasted_is_shown_as_it_is(size: tuple[int, int]) -> None:
    app = Setup()
    async with app.run_test(size=size) as pilot:
        for text in HOSTILE:
            app.field.focus()
            app.show(SetupAnswers("weekly", text, (PersonChip(text),)))
            await until(pilot, lambda: app.focused is app.field and len(app.names) == 1)
            assert clean_line(text)[:10] in seen_text(app)
            app.post_message(events.Paste(f"{text} two"))
            await until(pilot, lambda: app.field.value or len(app.names) > 1)
            if app.field.value:
                await pilot.press("enter")
            await until(pilot, lambda: not app.field.value and len(app.names) > 1)
            app.setup._rows["facilitator"].field.focus()
            await pilot.press("ctrl+u")
            app.post_message(events.Paste(text))
            await until(pilot, lambda: app.focused_input().value)
            assert app.focused_input().value == clean_line(text)
            await pilot.press("f2")
            assert all(width(row) <= size[0] for row in seen(app)), text
            assert not any("\x1b" in row or "\u202e" in row for row in seen(app)), text


async def test_of_very_many_people_the_chosen_one_is_in_view() -> None:
    app = Setup(tuple(f"Person {number}" for number in range(200)))
    async with app.run_test(size=SMALL) as pilot:
        assert "more" in seen_text(app)
        await pilot.press("down", *(["down"] * 40))
        assert "✓ Person 80" in seen_text(app)
        await pilot.press("space")
        assert "· Person 80" in seen_text(app)
        assert "Starts" in seen_text(app)


def test_chips_wrap_into_lines() -> None:
    chips = tuple(PersonChip(f"Name {number}") for number in range(5))
    placed = place(chips, 22)
    assert [(one.line, one.start) for one in placed] == [(0, 0), (0, 10), (1, 0), (1, 10), (2, 0)]
    assert place((), 22) == ()


async def test_whose_turn_it_is_stands_in_the_field_and_right_takes_it() -> None:
    app = Setup(("Ana", "Ben"))
    app.turns = {"timekeeper": "Ben", "presenters.talk-1": "Ana"}
    async with app.run_test(size=MIDDLE) as pilot:
        app.show(app.setup.answers)
        await until(pilot, lambda: "Ben? right takes it" in seen_text(app))
        assert "Ana? right takes it" in seen_text(app)
        await to_label(pilot.press, app, "Timekeeper")
        await pilot.press("right")
        assert app.focused_input().value == "Ben"
        await pilot.press("f2")
        (begin,) = app.begun
        assert (begin.answers.timekeeper, begin.answers.note_taker) == ("Ben", "")
        assert begin.answers.presenters == {}


async def test_what_stands_in_empty_fields_is_seen_whole_on_a_small_screen() -> None:
    app = Setup(talks=3, title="")
    app.turns = {"timekeeper": "Maximiliane Alexandra von Hohenfels"}
    async with app.run_test(size=SMALL) as pilot:
        app.show(app.setup.answers)
        await until(pilot, lambda: "Maximiliane…? right takes it" in seen_text(app))
        for wanted in (
            "leave empty to ask the room",
            "type or paste names",
            "now, or a time such as 10:30",
            "as planned, 60, until 11:30",
            "the community or team",
            "3 talks; enter opens them",
        ):
            assert wanted in seen_text(app)


async def test_the_series_and_the_duties_are_typed_like_the_rest() -> None:
    app = Setup(("Ana", "Ben"))
    async with app.run_test(size=MIDDLE) as pilot:
        for label, text in (("Series", "Craft [x]"), ("Timekeeper", "Ana"), ("Note-taker", "Gus")):
            await to_label(pilot.press, app, label)
            await typed(pilot, text)
        await pilot.press("f2")
        (begin,) = app.begun
        command = begin_command(app.ritual, begin.answers, NOW, 1, at_once=False, history={})
        assert isinstance(command, Start)
        assert command.series == "Craft [x]"
        assert command.duties == {"timekeeper": "Ana", "note-taker": "Gus"}
        assert [one.name for one in command.people] == ["Ana", "Ben", "Gus"]
