"""The live screen: draws one frozen view and asks for acts. It knows no rule of time or turns."""

from dataclasses import fields
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from screens import acts
from screens.bindings import bindings_of
from screens.choosing import Choice, item_text, moved, next_region, still_there, typed_text
from screens.messages import Asked
from screens.offers import menu, own_acts, palette
from screens.session_screen import SessionScreen
from screens.views.live import ChoiceRow, LiveView
from screens.widgets.agenda import WIDE, Agenda, Chosen
from screens.widgets.choices import Choices
from screens.widgets.foot import Foot, key_line
from screens.widgets.help import Help
from screens.widgets.line import LineFor
from screens.widgets.livebody import LiveBody
from screens.widgets.topline import TopLine

LINE_LABELS = {
    "count_votes": "votes",
    "merge_card": "merge into card",
    "fate_assign": "who takes it on",
}
"""What the line is called in which an act on a chosen item is completed."""


class LiveScreen(SessionScreen):
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

    view: reactive[LiveView | None] = reactive(None, repaint=False)
    choice: reactive[Choice] = reactive(Choice(), repaint=False)

    def compose(self) -> ComposeResult:
        """Lay out every part once."""
        yield TopLine()
        yield LiveBody()
        yield Foot(id="foot")

    # --- drawing -----------------------------------------------------------------------------------------------

    def watch_view(self, before: LiveView | None, view: LiveView | None) -> None:
        """Hand each part its view; equal parts draw nothing."""
        if self.is_built and view is not None:
            self._draw(before, view)

    def draw(self) -> None:
        """Draw the whole view for the first time."""
        if self.view is not None:
            self._draw(None, self.view)

    def _draw(self, before: LiveView | None, view: LiveView) -> None:
        changed = {one.name for one in fields(LiveView) if before is None or _differs(before, view, one.name)}
        if "top" in changed:
            self.query_one(TopLine).view = view.top
        self.query_one(LiveBody).draw(view, changed)
        if changed & {"lists", "activity", "agenda"}:
            self.choice = still_there(self.choice, view)
        self.draw_foot(view)
        self.foot.show_cues(view.cues)
        if changed & {"agenda", "preview"}:
            self._show_fit(view)
        if changed - {"top", "clock"} or self.foot.is_high != self.has_class("-foot-open"):
            self.show_keys()

    def _show_fit(self, view: LiveView) -> None:
        """Show at the foot what fit would give, where the agenda has no room for all of it."""
        fits = tuple((row.title, f"{row.planned}→{row.fitted}") for row in view.agenda.rows if row.fitted)
        shown = view.preview and not self.query_one(Agenda).shows_all(view.agenda)
        self.foot.show_glance("What fit would give", fits if shown else ())
        # Only when it is laid out is it known whether there is more of it.
        self.call_after_refresh(self.show_keys)

    def watch_choice(self, choice: Choice) -> None:
        """Show what is chosen."""
        if self.is_built:
            self.query_one(LiveBody).show_chosen(choice)
            self.call_after_refresh(self.show_keys)

    def show_keys(self) -> None:
        """Show at the foot what can be pressed."""
        if self.view is None:
            return
        allowed = self.view.allowed
        if self.choice.id:
            keys = "arrows choose   enter this one   e edit   delete remove   esc leave"
        elif self.view.preview:
            more = "   up/down more" if self.foot.has_class("-glance") and self.foot.glance.scrolls else ""
            keys = f"f or enter make it fit   esc leave it{more}"
        else:
            shown = sorted((act for act in acts.LIVE if act.footer), key=lambda act: act.footer)
            keys = key_line([act for act in shown if act.name in allowed])
            keys += "   w wrap-up" if self.view.last else ""
        self.foot.refresh_state(keys)
        self.set_class(self.foot.is_high, "-foot-open")

    # --- acts --------------------------------------------------------------------------------------------------

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
            self._on_chosen_item(name)
        elif name == "card" and self.view is not None and name not in self.view.allowed:
            self.say("There is no board for a card in this ritual; p parks, t keeps a takeaway.")
        elif name == "level":
            self._open_choices(act.label, () if self.view is None else self.view.levels)
        else:
            self.open_line(LineFor(name, kinds=name in acts.CAPTURE_KINDS))

    def _on_screen(self, name: str) -> None:
        view = self.view
        if view is None:
            return
        match name:
            case "jump":
                self._open_choices("jump to", view.jumps, at=_after_current(view))
            case "activity":
                none = "Nothing to choose here; tab chooses a card first."
                self._open_choices("this activity", own_acts(view, self.choice), none=none)
            case "menu":
                self._open_choices(item_text(self.choice, view) or "this segment", menu(view, self.choice))
            case "hands":
                self._open_choices("hands", view.hands, none="No hand is up; h and a name puts one up.")
            case "duties":
                self._open_choices("who does what", view.duties)
            case "acts":
                self._open_choices("take back", view.done)
            case "palette":
                self._open_choices("do", palette(view.allowed))
            case "help":
                self.foot.help.open()
                self.show_keys()
            case "big_clock":
                self.toggle_class("-clock-only")
            case "close":
                self._close(view)
            case _:
                self.post_message(Asked(name))

    def _close(self, view: LiveView) -> None:
        if self.choice.id:
            self.choice = Choice()
        elif self.has_class("-clock-only") and not view.cues:
            self.remove_class("-clock-only")
        else:
            self.post_message(Asked("close"))

    def _open_choices(
        self,
        title: str,
        rows: tuple[ChoiceRow, ...],
        *,
        at: int = 0,
        none: str = "Nothing to choose here just now.",
    ) -> None:
        if not rows:
            self.say(none)
            return
        self.foot.line.put_away()
        self.foot.choices.open(title, rows, at=at)
        self.show_keys()

    def picked(self, message: Choices.Picked) -> None:
        """Do what was chosen in the list at the foot."""
        self.give_back()
        row = message.row
        if row.prompt:
            self.open_line(LineFor(row.act, row.target, row.prompt), row.draft)
        elif not row.target:
            self.action_act(row.act)
        elif acts.BY_NAME[row.act].takes == "item":
            self._with_item(row.act, row.target)
        else:
            self.post_message(Asked(row.act, target=row.target))

    def _on_chosen_item(self, name: str) -> None:
        edited = self.foot.line.edited
        if name == "edit" and edited and not self.choice.id:
            self._with_item(name, edited)
        elif not self.choice.id or self.choice.region == "agenda":
            self.say("Choose an item first: tab and the arrows, or the mouse.")
        else:
            self._with_item(name, self.choice.id)

    def _with_item(self, name: str, item: str) -> None:
        if name in LINE_LABELS:
            self.open_line(LineFor(name, item, LINE_LABELS[name]))
        elif name == "edit" and self.view is not None and typed_text(item, self.view):
            self.edit_line(item, typed_text(item, self.view), secret=False)
        else:
            self.post_message(Asked(name, target=item))

    # --- choosing ----------------------------------------------------------------------------------------------

    def action_region(self, step: int) -> None:
        """Choose in the next list, board or agenda."""
        if self.view is not None and not self.foot.is_busy:
            self.choice = next_region(self.choice, self.view, step)

    def action_choose(self, down: int, right: int) -> None:
        """Choose a neighbour, or show other rows of what fit would give."""
        if self.view is None or self.foot.is_busy:
            return
        if down and self.foot.has_class("-glance") and self.foot.glance.scrolls:
            self.foot.glance.scroll_rows(down)
        else:
            self.choice = moved(self.choice, self.view, down, right)

    def action_enter(self) -> None:
        """Make what fit previews true, or offer what can be done with what is chosen."""
        if self.view is not None and self.view.preview:
            self.post_message(Asked("fit"))
        elif self.choice.id:
            self._on_screen("menu")

    def action_answer(self, key: str) -> None:
        """Answer the question at the foot."""
        if self.view is not None:
            self.answer(self.view.question, key)

    def on_chosen(self, message: Chosen) -> None:
        """Choose what was clicked; a second click opens what can be done with it."""
        message.stop()
        if self.view is None or self.foot.is_busy:
            return
        choice = still_there(Choice(message.region, message.id), self.view)
        if choice == self.choice and choice.id:
            self._on_screen("menu")
        self.choice = choice

    def on_help_closed(self, message: Help.Closed) -> None:
        """Give the keys back to the screen."""
        message.stop()
        self.give_back()


def _differs(before: LiveView, view: LiveView, name: str) -> bool:
    old, new = getattr(before, name), getattr(view, name)
    return old is not new and bool(old != new)


def _after_current(view: LiveView) -> int:
    """Return the place of the segment after the current one, where a jump most likely goes."""
    current = next((place for place, row in enumerate(view.agenda.rows) if row.sign == "▶"), -1)
    return min(current + 1, len(view.agenda.rows) - 1)
