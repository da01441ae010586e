"""The facilitator's desk while a session runs: asks the conductor, and knows what every screen of it shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from data.problems import FolderProblem
from data.store import Store
from facilitator.conductor import Conductor, Outcome
from facilitator.engine.events import ActUndone, ItemCaptured, ItemEdited
from facilitator.engine.inline import write_action
from facilitator.engine.state import State
from facilitator.engine.turns import still_to_come
from facilitator.notes_desk import NotesDesk
from facilitator.presenter.activities import SHOWN
from facilitator.presenter.live import Presenter
from facilitator.presenter.secrets import is_secret
from facilitator.presenter.telling import tell
from formats.words import ItemId
from screens.acts import BY_NAME, CAPTURE_KINDS
from screens.views.live import NOTHING_SAID, LinesView, LiveView, MessageView
from screens.views.wrapup import WrapUpView

HIDDEN = "*"
"""Behind the act of a draft that is drawn as dots."""
MESSAGE_SECONDS = 4
"""How long the foot says what an act did."""


@dataclass(frozen=True, slots=True)
class EditLine:
    """An item to be edited: its text, and whether it is drawn as dots."""

    item: str
    text: str
    secret: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What was being typed when the program ended: for which act, and the key that brings it back."""

    act: str
    key: str
    text: str
    hidden: bool = False


class Desk:
    """One session and what is shown of it.

    Attributes:
        conductor: Runs the session.
        notes: Its notes as they stand.
    """

    def __init__(self, conductor: Conductor, store: Store, wall: Callable[[], float]) -> None:
        """Show what a conductor runs; `wall` gives the seconds by which messages go away."""
        self.conductor = conductor
        self.notes = NotesDesk(
            lambda: conductor.state,
            conductor.now,
            conductor.local,
            file=store.notes_path(conductor.id),
            can_return=True,
        )
        self._store = store
        self._wall = wall
        self._presenter = Presenter(conductor.local)
        self._message = NOTHING_SAID
        self._message_until = 0.0

    def tick(self) -> None:
        """Look at the clock, and let what was said long enough go away."""
        self.conductor.tick()
        if self._message is not NOTHING_SAID and self._wall() >= self._message_until:
            self._message = NOTHING_SAID

    def say(self, text: str, *, refused: bool = False) -> None:
        """Say something at the foot for a while."""
        self._message = MessageView(text, refused)
        self._message_until = self._wall() + MESSAGE_SECONDS

    def ask(
        self, act: str, text: str = "", target: str = "", more: tuple[str, ...] = (), *, off: bool = False
    ) -> Outcome:
        """Do what an act asks for and say what came of it; `off`: keep what is caught off the record."""
        outcome = self.conductor.ask(act, text, target, more, off=off)
        if outcome.refusal is not None:
            self.say(outcome.refusal.why, refused=True)
        elif outcome.events:
            self.say(self._told(outcome, text))
        return outcome

    def _told(self, outcome: Outcome, text: str) -> str:
        body = outcome.events[0].body
        session = self.conductor.session
        if isinstance(body, ActUndone):
            return f"taken back: {tell(outcome.before, body.act) or 'the last act'} · ctrl+r does it again"
        told = tell(session, outcome.events[0].act)
        if not told:
            return "done again · u takes it back"
        unknown = _unknown_owner(session.state, text, outcome) if "@" in text else ""
        return f"{told} · {unknown}u takes it back"

    def edit_line(self, item: str) -> EditLine | None:
        """Return the text of an item as it can be typed; `None` when it is gone."""
        state = self.conductor.state
        found = state.items.get(ItemId(item))
        if found is None:
            return None
        text = found.text
        if found.kind == "action":
            text = write_action(state, text, found.owner, found.due)
        return EditLine(item, text, is_secret(state, found))

    def save_draft(self, act: str, text: str, *, hidden: bool = False) -> None:
        """Keep what is being typed, for which act, and whether it is drawn as dots."""
        self.conductor.save_draft(f"{act}{HIDDEN if hidden else ''} {text}" if text else "")

    def draft(self) -> Draft | None:
        """Return what was being typed when the program ended; what can't be captured again by a key comes as parked."""
        act, _, text = self.conductor.draft().partition(" ")
        if not text:
            return None
        hidden, act = act.endswith(HIDDEN), act.removesuffix(HIDDEN)
        act = act if act in CAPTURE_KINDS else "park"
        return Draft(act, BY_NAME[act].keys[0], text, hidden)

    def live_view(self) -> LiveView:
        """Make the view of the live screen."""
        conductor = self.conductor
        view = self._presenter.live(
            conductor.session,
            conductor.known(),
            conductor.now(),
            message=self._message,
            preview=conductor.preview,
            gap_ms=conductor.gap_ms,
        )
        if not conductor.notices or view.top.problem:
            return view
        notice = f"{' '.join(conductor.notices)} (esc: read)"
        return replace(view, top=replace(view.top, problem=notice))

    def close(self) -> None:
        """Leave the preview of fit, or take away the notices that were read."""
        if not self.conductor.close_preview():
            self.conductor.notices = ()

    def wrap_up_view(self) -> WrapUpView:
        """Make the view of the wrap-up."""
        conductor = self.conductor
        return self._presenter.wrap_up(
            conductor.session,
            conductor.known(),
            conductor.now(),
            message=self._message,
            gap_ms=conductor.gap_ms,
        )

    def segment_text(self) -> str:
        """Write the current segment's title, prompts and order for the chat."""
        state = self.conductor.state
        current = state.now_running or state.segments[0]
        lines = [current.spec.title, *(f"- {prompt}" for prompt in current.spec.prompts)]
        order = still_to_come(state, current.id)
        if order and state.level != "room":
            lines.append("Order: " + ", ".join(state.name(person) for person in order))
        groups = SHOWN["groups"].view(state, current, 0, self.conductor.local)
        if isinstance(groups, LinesView) and state.level != "room":
            lines += [f"{row.label}: {row.text}" for row in groups.rows]
        return "\n".join(lines)

    def end(self) -> Outcome:
        """Close the session and save its notes; a problem with the notes is told, nothing is lost by it."""
        outcome = self.conductor.ask("end")
        if outcome.refusal is None:
            left = sum(1 for item in self.conductor.state.items.values() if item.fate == "next session")
            self.notes.copied = f"{left} parked for the next session." if left else ""
            self.save_notes()
        return outcome

    def take_back_the_end(self) -> Outcome:
        """Go back into a session that was just closed."""
        return self.ask("undo")

    def save_notes(self) -> None:
        """Save the notes as a file."""
        conductor = self.conductor
        state = conductor.state
        day = conductor.local(state.started_at or state.opened_at).date()
        try:
            self.notes.file = self._store.save_notes(conductor.id, state.title, day, self.notes.text())
            self.notes.problem = ""
        except FolderProblem as problem:
            self.notes.problem = f"The notes are not saved: {problem.why}. {problem.what_to_do}"


def _unknown_owner(state: State, text: str, outcome: Outcome) -> str:
    """Say whose name was not understood, unless that would show what may not be seen."""
    for event in outcome.events:
        body = event.body
        if not isinstance(body, ItemCaptured | ItemEdited):
            continue
        if is_secret(state, state.items[body.item]):
            return ""
        if body.kind == "action" and body.owner is None:
            name = text[text.rfind("@") + 1 :].split(" ", maxsplit=1)[0]
            return f"nobody here is called {name}, so it stays in the text · " if name else ""
    return ""
