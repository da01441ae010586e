"""The facilitator's desk while a session runs: asks the conductor, and knows what every screen of it shows."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from data.problems import FolderProblem
from data.store import Store
from facilitator.conductor import Conductor, Outcome
from facilitator.drafts import from_text, keys_of, placed, to_text
from facilitator.engine.events import ActUndone, ItemCaptured, ItemEdited
from facilitator.engine.inline import write_action
from facilitator.engine.items import GONE
from facilitator.engine.rules import Refusal
from facilitator.engine.state import State
from facilitator.glimpse import Glimpse
from facilitator.notes_choices import choices_in
from facilitator.notes_desk import NotesDesk
from facilitator.presenter.airtime import airtime_view
from facilitator.presenter.clock import segment_phase
from facilitator.presenter.disk import banner
from facilitator.presenter.live import Presenter
from facilitator.presenter.secrets import is_secret
from facilitator.presenter.telling import tell
from facilitator.saving import Saving
from formats.text import clean
from formats.words import ItemId, Phase
from screens.views.draft import Draft
from screens.views.live import NOTHING_SAID, LiveView, MessageView
from screens.views.notes import NotesView
from screens.views.wrapup import WrapUpView

MESSAGE_SECONDS = 4
"""How long the foot says what an act did."""
LONG_SECONDS = 20
"""How long it says what has to be read first."""


@dataclass(frozen=True, slots=True)
class EditLine:
    """An item to be edited: its text, and whether it is drawn as dots."""

    item: str
    text: str
    secret: bool


class Desk:
    """One session and what is shown of it.

    Attributes:
        conductor: Runs the session.
        notes: Its notes as they stand.
        bell: Whether the bell rings on the last words of a segment and when it is over.
        saving: Watches over what of it is on the disk.
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
            choices=choices_in(store),
        )
        self._store = store
        self._wall = wall
        self._presenter = Presenter(conductor.local)
        self._message = NOTHING_SAID
        self._message_until = 0.0
        self.saving = Saving(conductor, wall, self.say)
        self._cues = Glimpse(wall, "The room will see your cues; k again shows them for ten seconds.")
        self._airtime = Glimpse(
            wall, "The room will see who spoke how long; k again shows it for ten seconds."
        )
        self._rings: Phase | None = None
        self.bell = False
        self.drafts: tuple[Draft, ...] = ()
        self._closes_without: tuple[Draft, ...] = ()
        self._well_again = False

    def tick(self) -> None:
        """Look at the clock, and let what was said long enough go away."""
        self.conductor.tick()
        if self._message is not NOTHING_SAID and self._wall() >= self._message_until:
            self._message = NOTHING_SAID

    def look_at_disk(self) -> bool:
        """Hear what became of the disk; say whether notes that could not be saved are to be saved now."""
        self._well_again |= self.saving.look()
        if not self._well_again or self.notes.is_being_saved:
            return False
        self._well_again = False
        return bool(self.notes.problem) and self.conductor.state.status == "ended"

    def say(self, text: str, *, refused: bool = False, seconds: float = MESSAGE_SECONDS) -> None:
        """Say something at the foot for a while."""
        self._message = MessageView(text, refused)
        self._message_until = self._wall() + seconds

    def ask(
        self, act: str, text: str = "", target: str = "", more: tuple[str, ...] = (), *, off: bool = False
    ) -> Outcome:
        """Do what an act asks for and say what came of it; `off`: keep what is caught off the record."""
        outcome = self.conductor.ask(act, text, target, more, off=off)
        if self.conductor.state.current != outcome.before.state.current:
            # It was said of the cues of one segment that the room may see them.
            self._cues.forget()
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

    # --- what is being typed -----------------------------------------------------------------------------------

    def keep_drafts(self, drafts: tuple[Draft, ...]) -> None:
        """Keep what was typed and not sent off yet, all of it."""
        self.drafts = drafts
        self.conductor.save_draft(to_text(drafts))

    def find_drafts(self) -> None:
        """Take up what was being typed when the program ended, and say which keys bring it back."""
        conductor = self.conductor
        found = from_text(conductor.draft())
        if not found.whole:
            kept = conductor.kept.typed.set_draft_aside()
            where = "its file could not be kept" if kept is None else f"its file is kept at {kept}"
            conductor.tell(f"Not all that was being typed can be read; {where}.")
        self.drafts = found.drafts
        self.place_drafts()
        if self.drafts:
            self.say(f"What you were typing is kept; {keys_of(self.drafts)}.", seconds=LONG_SECONDS)

    def place_drafts(self) -> None:
        """Put each draft where it can be reached as things stand."""
        view = self.live_view()
        self.keep_drafts(placed(self.drafts, self.conductor.session, view.own, view.allowed))

    def say_gone(self) -> None:
        """Say that an item is not there any more, and where what was typed for it waits."""
        self.place_drafts()
        waits = f" What you typed is kept; {keys_of(self.drafts)}." if self.drafts else ""
        self.say(GONE + waits, refused=True)

    def keep_pasted(self, text: str, told: Callable[[Path], None]) -> None:
        """Keep what was pasted and is too much for one act in a file of its own.

        Args:
            text: What was pasted.
            told: Told the file once it is on the disk, from the writer's thread.
        """
        self.conductor.kept.typed.keep_pasted(clean(text), told)
        self.say("That is too much for one item; it gets a file of its own.", refused=True)

    def say_pasted(self, path: Path, *, cut: bool) -> None:
        """Say where a paste is kept that was too much for one act; `cut`: it was too long even for a file."""
        why = "its beginning, for it was too long" if cut else "too much for one item"
        self.say(
            f"Kept in {_short(path)}: {why}.",
            refused=True,
            seconds=LONG_SECONDS,
        )

    # --- what is shown -----------------------------------------------------------------------------------------

    def ask_cues(self) -> None:
        """Warn that the room will see the cues; asked again soon, show them for a while, and then take them away."""
        current = self.conductor.state.now_running
        if current is None or not current.spec.cues:
            self.say("This segment has no cues.", refused=True)
        elif self._cues.press(current.id):
            self.say(self._cues.warning, refused=True)

    def ask_airtime(self) -> None:
        """Warn that the room will see who spoke how long; asked again soon, show it for a while."""
        if not self.conductor.state.people:
            self.say("Nobody is listed, so nobody's time was counted.", refused=True)
        elif self._airtime.press(None):
            self.say(self._airtime.warning, refused=True)

    def hide_what_is_private(self) -> None:
        """Take cues and airtime away."""
        self._cues.close()
        self._airtime.close()

    def ring(self) -> bool:
        """Say whether the bell is to ring now: on the last words of a segment and when it is over, if it is on."""
        state = self.conductor.state
        current = state.now_running
        runs = current is not None and state.status == "running" and state.paused_since is None
        near = segment_phase(current, self.conductor.now()) if runs and current is not None else None
        before, self._rings = self._rings, near
        return self.bell and near != before and near in {"closing", "over"} and before is not None

    def switch_bell(self) -> None:
        """Switch the bell on or off."""
        self.bell = not self.bell
        self.say("The bell rings on the last words and at the end." if self.bell else "The bell is off.")

    def live_view(self) -> LiveView:
        """Make the view of the live screen."""
        conductor = self.conductor
        session, now = conductor.shown()
        view = self._presenter.live(
            session,
            self.saving.known(),
            now,
            message=self._message,
            preview=conductor.preview,
            cues=self._cues.is_open(conductor.state.current),
            gap_ms=conductor.gap_ms,
            gap_since=conductor.gap_since,
        )
        question = self.saving.question()
        if question is not None:
            view = replace(view, question=question)
        if not conductor.notices or view.top.problem:
            return view
        notice = f"{' '.join(conductor.notices)} (esc: read)"
        return replace(view, top=replace(view.top, problem=notice))

    def close(self) -> None:
        """Take away the cues, or leave the preview of fit, or take away the notices that were read."""
        if self._cues.is_open(self.conductor.state.current) or self._airtime.is_open(None):
            self.hide_what_is_private()
        elif not self.conductor.close_preview():
            self.conductor.notices_read()

    def wrap_up_view(self) -> WrapUpView:
        """Make the view of the wrap-up."""
        conductor = self.conductor
        session, now = conductor.shown()
        view = self._presenter.wrap_up(
            session,
            self.saving.known(),
            now,
            message=self._message,
            gap_ms=conductor.gap_ms,
            gap_since=conductor.gap_since,
        )
        if self._airtime.is_open(None):
            view = replace(view, private=airtime_view(session.state, now))
        question = self.saving.question()
        return view if question is None else replace(view, question=question)

    def notes_view(self) -> NotesView:
        """Make the view of the notes."""
        known = self.saving.known()
        view = self.notes.view()
        return replace(
            view,
            said=self._message.text,
            unsaved=banner(known, self.conductor.local),
            question=self.saving.question() or view.question,
        )

    def end(self) -> Outcome:
        """Close the session; its notes are still to be saved. What is typed and not sent off is asked about once."""
        if self.drafts and self.drafts != self._closes_without:
            self._closes_without = self.drafts
            why = f"Something typed is not kept yet; {keys_of(self.drafts)}. The same key again closes without it."
            return Outcome(self.conductor.session, refusal=Refusal(why))
        outcome = self.conductor.ask("end")
        if outcome.refusal is None:
            left = sum(1 for item in self.conductor.state.items.values() if item.fate == "next session")
            self.notes.copied = f"{left} parked for the next session." if left else ""
        return outcome

    def take_back_the_end(self) -> Outcome:
        """Go back into a session that was just closed."""
        self.notes.hold_to_the_session()
        return self.ask("undo")

    def notes_to_save(self) -> Callable[[], Path | FolderProblem]:
        """Return what saves the notes as they stand now, in any thread; `notes.kept` is to hear what came of it."""
        conductor, store = self.conductor, self._store
        state = conductor.state
        day = conductor.local(state.started_at or state.opened_at).date()
        text = self.notes.text_to_save()

        def save() -> Path | FolderProblem:
            try:
                return store.save_notes(conductor.id, state.title, day, text)
            except FolderProblem as problem:
                return problem

        return save


def _short(path: Path) -> str:
    """Write a path with `~` for the person's own folder."""
    home = Path.home()
    return f"~{os.sep}{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


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
