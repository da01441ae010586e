"""The foot of the live screen: a question, cues, a message, the open line, a list or the help, and the keys."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive

from screens.acts import Act, written
from screens.views.live import MessageView, QuestionView, TypingView
from screens.widgets.choices import Choices
from screens.widgets.glance import Glance, Row
from screens.widgets.help import Help
from screens.widgets.keyline import Keys
from screens.widgets.line import Line
from screens.widgets.message import Message
from screens.widgets.plain import Plain, content


class Foot(Vertical):
    """Everything that opens, opens here, and the rest of the screen stays as it is."""

    DEFAULT_CSS = """
    Foot { height: auto; dock: bottom; background: $background; }
    Foot Message { padding: 0 1; }
    Foot #glance { display: none; padding: 0 1; background: $panel; }
    Foot #question { display: none; height: auto; padding: 0 1; background: $warning-muted; }
    Foot #problem { display: none; height: auto; max-height: 5; padding: 0 1; background: $error-muted; }
    Foot #cues { display: none; height: auto; max-height: 6; padding: 0 1; background: $panel; }
    Foot #keys { height: 1; padding: 0 1; background: $panel; }
    Foot.-asks #question, Foot.-fails #problem, Foot.-cues #cues, Foot.-glance #glance { display: block; }
    Foot.-typing #message, Foot.-choosing #message, Foot.-helping #message { display: none; }
    Foot.-typing.-refused #message { display: block; }
    Foot.-choosing #cues, Foot.-helping #cues { display: none; }
    Foot.-choosing #glance, Foot.-helping #glance { display: none; }
    """

    view: reactive[MessageView] = reactive(MessageView(), repaint=False)
    keys: reactive[str] = reactive("", repaint=False)

    def compose(self) -> ComposeResult:
        """Lay out all parts, most of them closed."""
        yield Plain(id="problem")
        yield Plain(id="question")
        yield Plain(id="cues")
        yield Glance(id="glance")
        yield Choices()
        yield Help(id="help")
        yield Message(id="message")
        yield Line()
        yield Keys(id="keys")

    @property
    def line(self) -> Line:
        """The open line."""
        return self.query_one(Line)

    @property
    def choices(self) -> Choices:
        """The list."""
        return self.query_one(Choices)

    @property
    def help(self) -> Help:
        """The help."""
        return self.query_one(Help)

    def watch_view(self, view: MessageView) -> None:
        """Show what the last act did."""
        if self.is_mounted:
            self.set_class(view.refused, "-refused")
            self.query_one(Message).view = view

    def watch_keys(self, keys: str) -> None:
        """Show what can be pressed."""
        if self.is_mounted:
            self.query_one(Keys).keys = keys

    def show_problem(self, problem: str) -> None:
        """Say why what was typed is not on the disk; nothing covers it."""
        self.set_class(bool(problem), "-fails")
        self.query_one("#problem", Plain).show(content(problem, "bold"))

    def ask(self, question: QuestionView | None) -> None:
        """Ask a question with its keys."""
        self.set_class(question is not None, "-asks")
        if question is not None:
            self.query_one("#question", Plain).show(content(asked(question), "bold"))

    def show_cues(self, cues: tuple[str, ...]) -> None:
        """Show the facilitator's cues, or take them away."""
        self.set_class(bool(cues), "-cues")
        self.query_one("#cues", Plain).show(Content("\n").join([content(f"• {cue}") for cue in cues]))

    @property
    def glance(self) -> Glance:
        """The rows that are shown for a while: what fit would do, or who spoke how long."""
        return self.query_one(Glance)

    def show_glance(self, heading: str, rows: tuple[Row, ...]) -> None:
        """Show rows under a heading, or take them away."""
        self.set_class(bool(rows), "-glance")
        self.glance.show(heading, rows)

    def set_typing(self, typing: TypingView) -> None:
        """Pass on what the line needs to know."""
        self.line.typing = typing

    def make_room(self) -> None:
        """Close the list and the help, because the line opens."""
        for one in (self.choices, self.help):
            one.remove_class("-open")

    def refresh_state(self, keys: str) -> None:
        """Show the keys of whatever is open, else those given."""
        line, choices, helping = self.line.is_open, self.choices.is_open, self.help.is_open
        self.set_class(line, "-typing")
        self.set_class(choices, "-choosing")
        self.set_class(helping, "-helping")
        if line:
            self.keys = self.line.keys
        elif choices:
            self.keys = Choices.KEYS
        else:
            self.keys = Help.KEYS if helping else keys

    @property
    def is_high(self) -> bool:
        """Whether so much is open that lists and prompts make room for it on a low screen."""
        return (
            self.choices.is_open or self.help.is_open or self.has_class("-cues") or self.has_class("-glance")
        )

    @property
    def is_busy(self) -> bool:
        """Whether a line, a list or the help is open."""
        return self.line.is_open or self.choices.is_open or self.help.is_open


def asked(question: QuestionView | None) -> str:
    """Write a question with its keys; nothing without one."""
    if question is None:
        return ""
    return "   ".join((question.text, *(f"{row.key} {row.label}" for row in question.answers)))


def key_line(acts: list[Act]) -> str:
    """Write the keys of some acts for the foot."""
    return "   ".join(f"{written(act.keys[0])} {act.label}" for act in acts)
