"""What every screen of a running session shares: its foot, with the line that is typed into, and what it asks for."""

from textual.events import Mount, Paste
from textual.message import Message
from textual.screen import Screen

from formats.words import LONGEST_TEXT
from screens.messages import Asked, Drafted
from screens.views.draft import Draft
from screens.views.live import LiveView, QuestionView
from screens.views.wrapup import WrapUpView
from screens.widgets.choices import Choices
from screens.widgets.foot import Foot
from screens.widgets.line import Line, LineFor
from screens.widgets.typedinput import is_too_much, list_of

FULL = f"One item holds {LONGEST_TEXT:,} characters; ctrl+j saves these and goes on with a new one."


class SessionScreen(Screen[None]):
    """A screen of a running session. It must lay out one `Foot`.

    Attributes:
        drafts: What was typed before this screen was there; its line takes it over once it is built.
        is_built: Whether the parts are there to be drawn.
    """

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        """Start with nothing shown."""
        super().__init__()
        self.drafts: tuple[Draft, ...] = ()
        self.is_built = False

    @property
    def foot(self) -> Foot:
        """The foot."""
        return self.query_one(Foot)

    def on_mount(self, _event: Mount) -> None:
        """Draw the view that was given before the parts were there."""
        if not self.query(Foot):
            # It was taken away again before it stood.
            return
        self.is_built = True
        self.foot.line.tell = self._hear
        self.foot.choices.tell = self._hear
        self.foot.line.bring_drafts(self.drafts)
        self.draw()

    def draw(self) -> None:
        """Draw the whole view for the first time; what a screen has beside its foot it draws itself."""
        self.show_keys()

    def show_keys(self) -> None:
        """Show at the foot what can be pressed; a screen with keys of its own names them."""
        self.foot.refresh_state("")

    def draw_foot(self, view: LiveView | WrapUpView) -> None:
        """Hand the foot what is said, asked and not saved."""
        foot = self.foot
        foot.view = view.message
        foot.set_typing(view.typing)
        foot.show_problem(view.top.problem)
        foot.ask(view.question)

    # --- what the foot tells -----------------------------------------------------------------------------------

    def _hear(self, message: Message) -> None:
        """Take what the line and the list tell, at once."""
        match message:
            case Line.Said():
                self.said(message)
            case Line.Typed():
                self.post_message(Drafted(message.drafts))
            case Line.TooMuch():
                self.post_message(Asked("keep_pasted", message.text))
            case Line.Full():
                self.say(FULL)
            case Choices.Picked():
                self.picked(message)
            case _:
                self.give_back()

    def said(self, message: Line.Said) -> None:
        """Ask for what was typed to be kept."""
        line = message.line
        first, *more = message.texts
        self.post_message(Asked(line.act, first, line.target, tuple(more), off=line.off, hidden=line.secret))
        self.foot.line.saved(stays=message.stays)
        self.show_keys()

    def picked(self, _message: Choices.Picked) -> None:
        """Do what was chosen in the list at the foot; a screen that opens none has nothing to do."""
        self.give_back()

    def give_back(self) -> None:
        """Give the keys back to the screen."""
        self.set_focus(None)
        self.show_keys()

    def on_paste(self, event: Paste) -> None:
        """Open the park line with what was pasted while no line is open; whatever else is open makes room for it."""
        event.stop()
        lines = list_of(event.text)
        if is_too_much(lines):
            self.post_message(Asked("keep_pasted", event.text))
        elif len(lines) == 1:
            self.foot.make_room()
            self.foot.line.open_with(LineFor("park", kinds=True), lines[0])
            self.show_keys()
        elif lines:
            self.post_message(Asked("park", text=lines[0], more=lines[1:]))

    # --- what is asked -----------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Say at the foot why nothing happened."""
        self.post_message(Asked("say", text))

    def answer(self, question: QuestionView | None, key: str) -> None:
        """Answer the question at the foot with one of its keys."""
        for row in question.answers if question is not None else ():
            if row.key == key:
                self.post_message(Asked(row.act, target=row.target))

    def open_line(self, line: LineFor, text: str = "") -> None:
        """Open the line with the draft that waits for it, else with a text."""
        self.foot.line.open(line, text)
        self.show_keys()

    def edit_line(self, item: str, text: str, *, secret: bool) -> None:
        """Open the line with the text of an item, as dots when it may not be seen."""
        self.open_line(LineFor("edit", item, "edit", secret=secret), text)

    def reopen(self, line: LineFor, text: str, *, hidden: bool) -> None:
        """Open the line again with a text that was refused, as dots when it was drawn as such."""
        self.foot.line.reopen(line, text, hidden=hidden)
        self.show_keys()
