"""The live screen: draws one frozen view and asks for acts. It knows no rule of time or turns."""

from dataclasses import fields
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.events import Paste
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from screens import acts
from screens.bindings import bindings_of
from screens.choosing import Choice, item_text, moved, next_region, still_there, typed_text
from screens.messages import Asked, Drafted
from screens.offers import menu, own_acts, palette
from screens.views.live import BoardView, ChoiceRow, LinesView, LiveView
from screens.widgets.activities.board import Board
from screens.widgets.activities.lines import Lines
from screens.widgets.agenda import WIDE, Agenda, Chosen
from screens.widgets.bigclock import BigClock
from screens.widgets.choices import Choices
from screens.widgets.floor import Floor
from screens.widgets.foot import Foot, key_line
from screens.widgets.heading import Heading
from screens.widgets.help import Help
from screens.widgets.itemlist import ItemList
from screens.widgets.line import Draft, Line, LineFor, list_of
from screens.widgets.plain import Plain
from screens.widgets.timebar import TimeBar
from screens.widgets.topline import TopLine

CUES_SECONDS = 10
"""How long the cues are shown, and half of it the time in which a second press means it."""
LISTS = ("parked", "takeaway", "decision", "action", "resource")
NUMBER_LINES = {"count_votes": "votes", "merge_card": "merge into card"}


class LiveScreen(Screen[None]):
    """One running session on a shared screen."""

    CSS_PATH = "live.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (160, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high"), (48, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(acts.LIVE),
        Binding("tab", "region(1)", show=False, id="live.region"),
        Binding("shift+tab", "region(-1)", show=False, id="live.region_back"),
        Binding("up", "choose(-1, 0)", show=False, id="live.up"),
        Binding("down", "choose(1, 0)", show=False, id="live.down"),
        Binding("left", "choose(0, -1)", show=False, id="live.left"),
        Binding("right", "choose(0, 1)", show=False, id="live.right"),
        Binding("enter", "enter", show=False, id="live.enter"),
        Binding("1", "answer('1')", show=False, id="live.answer_1"),
        Binding("2", "answer('2')", show=False, id="live.answer_2"),
    ]
    AUTO_FOCUS = ""

    view: reactive[LiveView | None] = reactive(None, repaint=False)
    choice: reactive[Choice] = reactive(Choice(), repaint=False)

    def __init__(self) -> None:
        """Start with nothing shown."""
        super().__init__()
        self._cues_warned = -CUES_SECONDS
        self._cues_until = 0
        self._built = False

    def compose(self) -> ComposeResult:
        """Lay out every part once; what an activity does not show is hidden."""
        yield TopLine()
        with Container(id="body"):
            yield Agenda(id="agenda")
            with Vertical(id="main"):
                yield Heading(id="doing")
                yield BigClock(id="clock")
                yield TimeBar(id="bar")
                yield Plain(id="prompts")
                yield Board(id="board")
                yield Lines(id="lines")
                yield Floor()
            with Container(id="lists"):
                for kind in LISTS:
                    yield ItemList(id=f"list-{kind}", classes="list")
        yield Foot(id="foot")

    @property
    def foot(self) -> Foot:
        """The foot."""
        return self.query_one(Foot)

    def on_mount(self) -> None:
        """Draw the view that was given before the parts were there."""
        if not self.query(Foot):
            # It was taken away again before it stood.
            return
        self._built = True
        self.foot.line.tell = self._hear
        self.foot.choices.tell = self._hear
        self._draw(None, self.view)

    def _hear(self, message: Message) -> None:
        """Take what the line and the list tell, at once."""
        match message:
            case Line.Said():
                self._said(message)
            case Choices.Picked():
                self._picked(message)
            case _:
                self._give_back()

    def watch_view(self, before: LiveView | None, view: LiveView | None) -> None:
        """Hand each part its view; equal parts draw nothing."""
        if self._built:
            self._draw(before, view)

    def _draw(self, before: LiveView | None, view: LiveView | None) -> None:
        if view is None:
            return
        changed = {one.name for one in fields(LiveView) if before is None or _differs(before, view, one.name)}
        self._draw_parts(view, changed)
        if "segment" in changed:
            self._cues_until = 0
            self._draw_segment(view)
        if "activity" in changed:
            self._draw_activity(view)
        if changed & {"lists", "activity", "agenda"}:
            self.choice = still_there(self.choice, view)
        foot = self.foot
        foot.view = view.message
        foot.set_typing(view.typing)
        foot.show_problem(view.top.problem)
        if "question" in changed:
            foot.ask(view.question)
        foot.show_cues(view.cues if view.second < self._cues_until else ())
        if changed - {"top", "clock", "second"} or foot.is_high != self.has_class("-foot-open"):
            self._show_keys()

    def _draw_parts(self, view: LiveView, changed: set[str]) -> None:
        """Hand each part what is new for it; a tick changes the clock and little else."""
        if "top" in changed:
            self.query_one(TopLine).view = view.top
        if "clock" in changed:
            self.query_one(BigClock).view = view.clock
            self.query_one(TimeBar).view = view.clock
        if "agenda" in changed:
            self.query_one(Agenda).view = view.agenda
        if "floor" in changed:
            self.query_one(Floor).view = view.floor
        if "lists" in changed:
            for one in view.lists:
                self.query_one(f"#list-{one.kind}", ItemList).view = one
            self.set_class(any(one.kind == "resource" and one.rows for one in view.lists), "-resources")

    def _draw_segment(self, view: LiveView) -> None:
        segment = view.segment
        self.query_one(Heading).view = segment
        self.query_one("#prompts", Plain).show("\n".join(segment.prompts))

    def _draw_activity(self, view: LiveView) -> None:
        activity = view.activity
        board, lines = self.query_one(Board), self.query_one(Lines)
        board.display = isinstance(activity, BoardView)
        lines.display = isinstance(activity, LinesView)
        self.set_class(activity is None, "-plain")
        if isinstance(activity, BoardView):
            board.view = activity
        elif isinstance(activity, LinesView):
            lines.view = activity

    def watch_choice(self, choice: Choice) -> None:
        """Show what is chosen."""
        if not self._built:
            return
        self.query_one(Agenda).chosen = choice.id if choice.region == "agenda" else ""
        for shown in (self.query_one(Board), self.query_one(Lines)):
            shown.chosen = choice.id if choice.region == "cards" else ""
        for kind in LISTS:
            self.query_one(f"#list-{kind}", ItemList).chosen = choice.id if choice.region == kind else ""
        self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        if self.view is None:
            return
        allowed = self.view.allowed
        if self.choice.id:
            keys = "arrows choose   enter this one   e edit   delete remove   esc leave"
        elif self.view.preview:
            keys = "f or enter make it fit   esc leave it"
        else:
            shown = sorted((act for act in acts.LIVE if act.footer), key=lambda act: act.footer)
            keys = key_line([act for act in shown if act.name in allowed])
            keys += "   w wrap-up" if self.view.last else ""
        self.foot.refresh_state(keys)
        self.set_class(self.foot.is_high, "-foot-open")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let an act through when the view says that it is possible."""
        if action != "act" or self.view is None:
            return True
        return parameters[0] in self.view.allowed or acts.BY_NAME[str(parameters[0])].kind == "session"

    def action_act(self, name: str) -> None:
        """Do what a key asks for: at once, after a line of text, or after a choice."""
        act = acts.BY_NAME[name]
        if act.kind == "screen":
            self._on_screen(name)
        elif act.takes == "nothing":
            self.post_message(Asked(name))
        elif act.takes == "item":
            self._on_item(name)
        elif name == "card" and self.view is not None and name not in self.view.allowed:
            self._say("There is no board for a card in this ritual; p parks, t keeps a takeaway.")
        elif name == "level":
            self._open_choices(act.label, () if self.view is None else self.view.levels)
        else:
            self._open_line(LineFor(name, kinds=name in acts.CAPTURE_KINDS))

    def _on_screen(self, name: str) -> None:
        view = self.view
        if view is None:
            return
        match name:
            case "jump":
                self._open_choices("jump to", view.jumps, at=_after_current(view))
            case "activity":
                self._open_choices(
                    "this activity",
                    own_acts(view, self.choice),
                    none="Nothing to choose here; tab chooses a card first.",
                )
            case "menu":
                self._open_choices(item_text(self.choice, view) or "this segment", menu(view, self.choice))
            case "acts":
                self._open_choices("take back", view.done)
            case "palette":
                self._open_choices("do", palette(view.allowed))
            case "help":
                self.foot.help.open()
                self._show_keys()
            case "big_clock":
                self.toggle_class("-clock-only")
            case "cues":
                self._show_cues(view)
            case "close":
                self._close()
            case _:
                self.post_message(Asked(name))

    def _open_choices(
        self,
        title: str,
        rows: tuple[ChoiceRow, ...],
        *,
        at: int = 0,
        none: str = "Nothing to choose here just now.",
    ) -> None:
        if not rows:
            self._say(none)
            return
        self.foot.choices.open(title, rows, at=at)
        self._show_keys()

    def _on_item(self, name: str) -> None:
        if not self.choice.id or self.choice.region == "agenda":
            self._say("Choose an item first: tab and the arrows, or the mouse.")
            return
        self._with_item(name, self.choice.id)

    def _with_item(self, name: str, item: str) -> None:
        if name in NUMBER_LINES:
            self._open_line(LineFor(name, item, NUMBER_LINES[name]))
        elif name == "fate_assign":
            self._open_line(LineFor(name, item, "who takes it on"))
        elif name == "edit" and self.view is not None and typed_text(item, self.view):
            self.edit_line(item, typed_text(item, self.view), secret=False)
        else:
            self.post_message(Asked(name, target=item))

    def _open_line(self, line: LineFor, text: str | None = None) -> None:
        self.foot.line.open(line, text)
        self._show_keys()

    def edit_line(self, item: str, text: str, *, secret: bool) -> None:
        """Open the line with the text of an item, as dots when it may not be seen."""
        self._open_line(LineFor("edit", item, "edit", secret=secret), text)

    def take_drafts(self, drafts: tuple[Draft, ...]) -> None:
        """Go on with what was typed on the screen before this one."""
        self.foot.line.bring_drafts(drafts)

    def bring_draft(self, act: str, text: str, *, hidden: bool) -> None:
        """Put what was being typed when the program ended where the next capture finds it."""
        self.foot.line.bring_draft(act, text, hidden=hidden)

    def _show_cues(self, view: LiveView) -> None:
        if view.second < self._cues_until:
            self._cues_until = 0
            self.foot.show_cues(())
        elif not view.cues:
            self._say("This segment has no cues.")
        elif view.second - self._cues_warned > CUES_SECONDS / 2:
            self._cues_warned = view.second
            self._say("The room will see your cues; k again shows them for ten seconds.")
        else:
            self._cues_until = view.second + CUES_SECONDS
            self.foot.show_cues(view.cues)
        self._show_keys()

    def _say(self, text: str) -> None:
        self.post_message(Asked("say", text))

    def _close(self) -> None:
        if self.choice.id:
            self.choice = Choice()
        elif self.view is not None and self.view.second < self._cues_until:
            self._show_cues(self.view)
        elif self.has_class("-clock-only"):
            self.remove_class("-clock-only")
        else:
            self.post_message(Asked("close"))

    def action_region(self, step: int) -> None:
        """Choose in the next list, board or agenda."""
        if self.view is not None and not self.foot.is_busy:
            self.choice = next_region(self.choice, self.view, step)

    def action_choose(self, down: int, right: int) -> None:
        """Choose a neighbour."""
        if self.view is not None and not self.foot.is_busy:
            self.choice = moved(self.choice, self.view, down, right)

    def action_enter(self) -> None:
        """Make what fit previews true, or offer what can be done with what is chosen."""
        if self.view is not None and self.view.preview:
            self.post_message(Asked("fit"))
        elif self.choice.id:
            self._on_screen("menu")

    def action_answer(self, key: str) -> None:
        """Answer the question at the foot."""
        question = self.view.question if self.view is not None else None
        for row in question.answers if question is not None else ():
            if row.key == key:
                self.post_message(Asked(row.act, target=row.target))

    def on_chosen(self, message: Chosen) -> None:
        """Choose what was clicked; a second click opens what can be done with it."""
        message.stop()
        if self.view is None or self.foot.is_busy:
            return
        choice = still_there(Choice(message.region, message.id), self.view)
        if choice == self.choice and choice.id:
            self._on_screen("menu")
        self.choice = choice

    def on_paste(self, event: Paste) -> None:
        """Open the park line with what was pasted when no line is open."""
        if self.foot.is_busy:
            return
        event.stop()
        lines = list_of(event.text)
        if len(lines) == 1:
            self._open_line(LineFor("park", kinds=True), lines[0])
        elif lines:
            self.post_message(Asked("park", text=lines[0], more=lines[1:]))

    def _said(self, message: Line.Said) -> None:
        """Ask for what was typed to be kept."""
        line = message.line
        first, *more = message.texts
        target = line.target
        self.post_message(Asked(line.act, first, target, tuple(more), off=line.off))
        self.foot.line.saved(stays=message.stays)
        self._show_keys()

    def on_line_typed(self, message: Line.Typed) -> None:
        """Have the draft kept."""
        message.stop()
        self.post_message(Drafted(message.act, message.text, hidden=message.hidden))

    def _picked(self, message: Choices.Picked) -> None:
        """Do what was chosen."""
        self._give_back()
        row = message.row
        if row.prompt:
            self._open_line(LineFor(row.act, row.target, row.prompt), row.draft)
        elif not row.target:
            self.action_act(row.act)
        elif acts.BY_NAME[row.act].takes == "item":
            self._with_item(row.act, row.target)
        else:
            self.post_message(Asked(row.act, target=row.target))

    def on_help_closed(self, message: Help.Closed) -> None:
        """Give the keys back to the screen."""
        message.stop()
        self._give_back()

    def _give_back(self) -> None:
        self.set_focus(None)
        self._show_keys()

    def reopen(self, line: LineFor, text: str) -> None:
        """Open the line again with a text that was refused, so that nothing typed is lost."""
        self.foot.line.reopen(line, text)
        self._show_keys()


def _differs(before: LiveView, view: LiveView, name: str) -> bool:
    old, new = getattr(before, name), getattr(view, name)
    return old is not new and bool(old != new)


def _after_current(view: LiveView) -> int:
    """Return the place of the segment after the current one, where a jump most likely goes."""
    current = next((place for place, row in enumerate(view.agenda.rows) if row.sign == "▶"), -1)
    return min(current + 1, len(view.agenda.rows) - 1)
