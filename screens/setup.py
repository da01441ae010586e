"""The setup screen: everything filled in, and `enter` begins."""

from collections.abc import Iterator
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from formats.text import clean, clean_line
from formats.words import LONGEST_TEXT
from screens.messages import Asked, Begin
from screens.views.setup import PresenterSlot, SetupAnswers, SetupView
from screens.widgets.comesback import ComesBack
from screens.widgets.field import Field
from screens.widgets.formrow import FormRow
from screens.widgets.keyline import KeyHint, KeyLine
from screens.widgets.levelchoice import LevelChoice
from screens.widgets.people import People
from screens.widgets.plain import Plain, content
from screens.widgets.schedule import Schedule
from screens.widgets.unfold import Unfold

DUTIES = {"facilitator": "Facilitator", "timekeeper": "Timekeeper", "note_taker": "Note-taker"}
"""What someone can be asked to do for the whole session, by the field that takes the name."""
MOST_TALKS = 2
"""More talks than these are folded into one line."""
LAST_HINTS = (KeyHint("enter or tab", "next field", "next_field"), KeyHint("esc", "home", "back"))
PEOPLE_LAST_HINTS = (KeyHint("tab", "next field", "next_field"), LAST_HINTS[1])
BEGIN_HINT = KeyHint("ctrl+s or F2", "start", "begin")


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Holds the rows. It scrolls to where the focus is; the arrows are for going from field to field."""


class SetupScreen(Screen[None]):
    """Draws what was filled in so far and says what changed; the focus begins where haste needs it."""

    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "begin", "start", id="setup.begin"),
        Binding("escape", "back", "home", id="setup.back"),
        Binding("up", "previous_field", show=False, id="setup.up"),
        Binding("down,enter", "next_field", show=False, id="setup.down"),
    ]

    view: reactive[SetupView | None] = reactive[SetupView | None](None, always_update=True)
    """What is shown. An equal view counts as an answer too, so it is never passed over."""

    def __init__(self, view: SetupView | None = None) -> None:
        """Show a view."""
        super().__init__()
        self.set_reactive(SetupScreen.view, view)
        self._rows: dict[str, FormRow] = {}
        self._known: SetupAnswers | None = None
        self._problem = ("", "")
        self._adding = False
        self._begins_after = False

    # --- laying out ---------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay out a row for all that can be filled in."""
        view = self.view
        if view is None:
            return
        self._known = view.answers
        self._rows = dict(self._made(view))
        yield Plain(id="head")
        with Horizontal(id="body"):
            with Form(id="form"):
                for name, row in self._rows.items():
                    if not name.startswith("presenters."):
                        yield row
                yield from self._talks(view.talks)
            with VerticalScroll(id="right"):
                yield Schedule()
        yield Plain(id="foot")
        yield KeyLine()

    def _made(self, view: SetupView) -> Iterator[tuple[str, FormRow]]:
        answers = view.answers
        yield "title", FormRow("Title", Field(answers.title, placeholder=view.format_name))
        for question in view.questions:
            field = Field(answers.answers.get(question.key, ""), placeholder="leave empty to ask the room")
            yield f"answers.{question.key}", FormRow(question.text, field)
        people = Field(placeholder="type or paste names", lists=True, id="people-field")
        yield "people", FormRow("People", people, People(answers.people))
        yield "starts", FormRow("Starts", Field(answers.starts, placeholder="now, or a time such as 10:30"))
        length = Field(answers.length, placeholder="as planned, 60, until 11:30")
        yield "length", FormRow("Length", length)
        yield "level", FormRow("Notes name", LevelChoice(answers.level))
        if answers.parked_before:
            back = ComesBack(answers.parked_before, bring_back=answers.bring_back)
            yield "parked_before", FormRow("Last time", back)
        yield (
            "series",
            FormRow("Series", Field(answers.series, placeholder="the community or team")),
        )
        for name, label in DUTIES.items():
            typed = getattr(answers, name)
            yield name, FormRow(label, Field(typed, placeholder="a name"))
        for talk in view.talks:
            some = "a name" if talk.number == 1 else f"{talk.number} names, with commas"
            named = Field(answers.presenters.get(talk.segment, ""), placeholder=some)
            yield f"presenters.{talk.segment}", FormRow(f"Who presents “{clean_line(talk.title)}”", named)

    def _talks(self, talks: tuple[PresenterSlot, ...]) -> ComposeResult:
        rows = [self._rows[f"presenters.{talk.segment}"] for talk in talks]
        named = self.view is not None and any(self.view.answers.presenters.values())
        folded = len(talks) > MOST_TALKS and not named
        if folded:
            yield FormRow("Presenters", Unfold(f"{len(talks)} talks; enter opens them", id="unfold"))
        yield Vertical(*rows, id="presenters", classes="-folded" if folded else "")

    def on_mount(self) -> None:
        """Draw the first view and be ready for names."""
        if self.view is not None and self.query("#people-field"):
            self.set_focus(self._people_field())
            self._show(self.view)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the room there is."""
        self.set_class(event.size.width < 70, "-narrow")
        self.set_class(event.size.height >= 34, "-high")
        self.set_class(event.size.height < 20, "-low")
        if self.view is not None and self._rows:
            self._show_end(self.view)

    def _show_end(self, view: SetupView) -> None:
        """Say when the session ends beneath its length, where the schedule has no room."""
        self._rows["length"].show_note(view.ends if self.has_class("-narrow") else "")

    # --- drawing ------------------------------------------------------------------------------------------------

    async def watch_view(self, view: SetupView | None) -> None:
        """Draw another view."""
        if view is None or not self.is_mounted:
            return
        if not self._rows:
            await self.recompose()
            self.set_focus(self._people_field())
        people = self.query_one(People).chips
        self._show(view)
        if self._adding and (view.answers.people != people or view.problem_field == "people"):
            self._go_on(view)

    def _show(self, view: SetupView) -> None:
        before, self._known = self._known, view.answers
        if before is not None and before != view.answers:
            self._fill(before, view.answers)
        people = self.query_one(People)
        people.chips = view.answers.people
        note = "They were here last time; space takes one out, delete takes one off."
        self._rows["people"].show_note(note if view.proposed and view.answers.people else "")
        for name, row in self._rows.items():
            if isinstance(row.field, Field) and (name in DUTIES or name.startswith("presenters.")):
                row.field.offer(view.turns.get(name, ""))
        schedule = self.query_one(Schedule)
        schedule.rows, schedule.ends = view.schedule, view.ends
        self._show_end(view)
        head = Content.assemble(content(clean_line(view.format_name), "bold $text-accent"), "  ")
        self.query_one("#head", Plain).show(
            Content.assemble(head, content(clean_line(view.summary), "$text-muted"))
        )
        self._show_problem(view)
        self._show_keys()

    def _fill(self, before: SetupAnswers, after: SetupAnswers) -> None:
        """Put into fields what the app changed; what it left as it was stays as typed."""
        old, new = dict(_texts(before)), dict(_texts(after))
        for name, text in new.items():
            row = self._rows.get(name)
            if row is not None and isinstance(row.field, Field) and old.get(name) != text:
                row.field.value = text
        if before.level != after.level:
            self.query_one(LevelChoice).level = after.level

    def _show_problem(self, view: SetupView) -> None:
        there = view.problem_field if view.problem_field in self._rows else ""
        for name, row in self._rows.items():
            row.show_problem(view.problem if name == there else "")
        foot = self.query_one("#foot", Plain)
        foot.show("" if there else view.problem)
        foot.set_class(bool(view.problem) and not there, "-some")
        problem = (view.problem_field, view.problem)
        if problem != self._problem and there:
            self._unfold_for(there)
            self._rows[there].field.focus()
            self._rows[there].scroll_visible(animate=False)
        self._problem = problem

    def _unfold_for(self, name: str) -> None:
        if name.startswith("presenters."):
            self.query_one("#presenters").remove_class("-folded")

    def _go_on(self, view: SetupView) -> None:
        """Go on after the app answered to names: empty the field if they were taken, and begin if that was asked."""
        self._adding = False
        begins, self._begins_after = self._begins_after, False
        if view.problem_field == "people" and view.problem:
            return
        self._people_field().value = ""
        if begins:
            self._begin()

    def _show_keys(self) -> None:
        people = self._people_field()
        hints: tuple[KeyHint, ...]
        if people.has_focus:
            first = KeyHint("enter", "add" if people.value.strip() else "start", "enter")
            hints = (first, KeyHint("down", "who is here", "next_field"))
        elif self.query_one(People).has_focus:
            hints = (KeyHint("space", "here or not"), KeyHint("delete", "take off the list"), BEGIN_HINT)
        elif any(one.has_focus for one in self.query(ComesBack)):
            hints = (KeyHint("space", "change"), KeyHint("P", "show"), BEGIN_HINT)
        elif self.query_one(LevelChoice).has_focus:
            hints = (KeyHint("left/right", "change"), BEGIN_HINT)
        else:
            hints = (BEGIN_HINT,)
        last = PEOPLE_LAST_HINTS if people.has_focus else LAST_HINTS
        self.query_one(KeyLine).hints = (*hints, *last)

    # --- what is typed ------------------------------------------------------------------------------------------

    @property
    def answers(self) -> SetupAnswers:
        """What is filled in now, as typed."""
        if self.view is None:
            raise RuntimeError("setup has no view yet")
        known = self.view.answers
        return SetupAnswers(
            format_id=known.format_id,
            title=self._typed("title"),
            people=self.query_one(People).chips,
            answers={one.key: self._typed(f"answers.{one.key}") for one in self.view.questions},
            series=self._typed("series"),
            starts=self._typed("starts"),
            length=self._typed("length"),
            level=self.query_one(LevelChoice).level,
            facilitator=self._typed("facilitator"),
            timekeeper=self._typed("timekeeper"),
            note_taker=self._typed("note_taker"),
            presenters={
                talk.segment: typed
                for talk in self.view.talks
                if (typed := self._typed(f"presenters.{talk.segment}"))
            },
            parked_before=known.parked_before,
            bring_back=all(one.bring_back for one in self.query(ComesBack)),
        )

    def _typed(self, name: str) -> str:
        field = self._rows[name].field
        return field.value if isinstance(field, Field) else ""

    def _people_field(self) -> Field:
        return self.query_one("#people-field", Field)

    @on(Input.Changed)
    def _field_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input is self._people_field():
            self._show_keys()
            if self.view is not None and self.view.problem_field == "people" and not self._adding:
                self.post_message(Asked("setup_changed"))
        elif self.view is not None and _said(self.answers) != _said(self.view.answers):
            self.post_message(Asked("setup_changed"))

    @on(People.Changed)
    @on(LevelChoice.Changed)
    @on(ComesBack.Changed)
    def _choice_changed(self) -> None:
        self.post_message(Asked("setup_changed"))

    @on(People.Beyond)
    def _left_chips(self, event: People.Beyond) -> None:
        if event.step < 0:
            self._people_field().focus()
        else:
            self._rows["starts"].field.focus()

    @on(Unfold.Opened)
    def _unfold(self) -> None:
        self.query_one("#presenters").remove_class("-folded")
        self.query_one("#presenters").query(Field).first().focus()

    @on(Field.Pasted)
    def _pasted(self, event: Field.Pasted) -> None:
        self._paste_people(event.text)

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste that no field took as a list of names."""
        if event.text.strip():
            self._paste_people(clean(event.text))

    def _paste_people(self, text: str) -> None:
        """Ask to add a pasted list. It also stands in the field until it was taken: nothing is lost if it is not."""
        field = self._people_field()
        if len(text) > LONGEST_TEXT:
            field.restricted()
            return
        typed = field.value.strip()
        lines = [line for line in text.replace("\t", "\n").split("\n") if line.strip()]
        field.value = ", ".join([typed, *lines] if typed else lines)
        field.focus()
        self._add(f"{typed}\n{text}" if typed else text)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Name the keys that act here, and keep the field in view with its label and what is said of it."""
        if not self._rows:
            return
        self._show_keys()
        row = next(
            (row for row in event.widget.ancestors if isinstance(row, Widget) and row in self._all()), None
        )
        if row is not None:
            row.scroll_visible(animate=False)

    def _all(self) -> list[Widget]:
        return list(self._rows.values())

    # --- going on -----------------------------------------------------------------------------------------------

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input is self._people_field():
            self.action_enter()
        else:
            self.action_next_field()

    def action_enter(self) -> None:
        """Add the names that are typed; with none typed, begin."""
        typed = self._people_field().value.strip()
        if typed:
            self._add(typed)
        else:
            self._begin()

    def action_begin(self) -> None:
        """Begin from anywhere; names that still stand in the field come along."""
        typed = self._people_field().value.strip()
        if typed:
            self._begins_after = True
            self._add(typed)
        else:
            self._begin()

    def _add(self, raw: str) -> None:
        self._adding = True
        self.post_message(Asked("add_people", text=raw))

    def _begin(self) -> None:
        # The same problem may be found again, and the person is to be led to it again.
        self._problem = ("", "")
        answers = self.answers
        self.post_message(Begin(answers, waiting=bool(answers.starts.strip())))

    def action_back(self) -> None:
        """Ask to go back home."""
        self.post_message(Asked("back"))

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.focus_previous()


def _texts(answers: SetupAnswers) -> Iterator[tuple[str, str]]:
    """Go through what was typed, by the name of its row."""
    yield "title", answers.title
    yield "starts", answers.starts
    yield "length", answers.length
    yield "series", answers.series
    for name in DUTIES:
        yield name, getattr(answers, name)
    for key, text in answers.answers.items():
        yield f"answers.{key}", text
    for segment, names in answers.presenters.items():
        yield f"presenters.{segment}", names


def _said(answers: SetupAnswers) -> dict[str, str]:
    """Return what was typed without the fields that are empty, which may be there or not."""
    return {name: text for name, text in _texts(answers) if text}
