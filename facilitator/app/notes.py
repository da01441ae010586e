"""What is asked about the notes: how they are shown, and copying them, all of them or a part, plain or with form."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from screens.messages import Asked

if TYPE_CHECKING:
    from pathlib import Path

    from facilitator.app.main import FacilitatorApp
    from facilitator.app.room import Room
    from facilitator.clipboard import Copied
    from facilitator.notes_desk import NotesDesk
    from facilitator.portions import Portion


class NotesActs:
    """Does what the notes screen asks for; copies for every screen."""

    def __init__(self, app: "FacilitatorApp", room: "Room") -> None:
        """Answer for the notes of a room."""
        self._app = app
        self._room = room

    def routes(self) -> dict[str, Callable[[Asked], object]]:
        """Return what is answered here, by the name of what is asked."""
        return {
            "copy_notes": lambda _asked: self._copy(),
            "copy_rich": lambda _asked: self._copy(rich=True),
            "copy_follow_up": self._copy_follow_up,
            "copy_segment": lambda _asked: self._copy_segment(),
            "notes_dialect": lambda asked: self._choose(lambda notes: notes.show_dialect(asked.target)),
            "notes_section": lambda asked: self._choose(lambda notes: notes.switch_section(asked.target)),
            "notes_level": lambda asked: self._show(lambda notes: notes.show_level(asked.target)),
            "notes_level_anyway": lambda _asked: self._show(lambda notes: notes.show_level_anyway()),
            "notes_short": lambda _asked: self._show(lambda notes: notes.switch_short()),
            "notes_tasks": lambda _asked: self._show(lambda notes: notes.switch_task_lists()),
            "notes_stay": lambda _asked: self._show(lambda notes: notes.stay()),
        }

    # --- how they are shown ------------------------------------------------------------------------------------

    def _show(self, change: "Callable[[NotesDesk], None]") -> None:
        notes = self._room.notes
        if notes is not None:
            self._change(notes, change)

    def _change(self, notes: "NotesDesk", change: "Callable[[NotesDesk], None]") -> None:
        """Change what is shown; what was said of the text before does not hold for this one."""
        change(notes)
        if self._room.runs(notes):
            self._room.say("")
        self._room.show()

    def _choose(self, change: "Callable[[NotesDesk], None]") -> None:
        """Change what counts for the next session of this format, too."""
        notes = self._room.notes
        if notes is None:
            return
        self._change(notes, change)
        self._room.beside.keep_choices(notes.to_keep(), partial(self._said, notes))

    # --- copying -----------------------------------------------------------------------------------------------

    def copy(self, notes: "NotesDesk", told: Callable[[str], None], *, rich: bool = False) -> None:
        """Copy the notes, or the part of them that comes next.

        Args:
            notes: Which.
            told: Gets what is known of it, a sentence.
            rich: Copy all of them, with headings and lists kept.
        """
        self._hand_over(notes, notes.rich_copy() if rich else notes.next_copy(), told)

    def copy_at_the_end(self, notes: "NotesDesk") -> None:
        """Copy the notes of a session that was just closed, unless something has to be said first."""
        self.copy(notes, partial(self._said, notes))

    def _copy(self, *, rich: bool = False) -> None:
        notes = self._room.notes
        if notes is not None:
            self.copy(notes, partial(self._said, notes), rich=rich)

    def _copy_follow_up(self, asked: Asked) -> None:
        notes = self._room.notes
        if notes is not None:
            self._hand_over(notes, notes.follow_up(asked.target), partial(self._said, notes))

    def _copy_segment(self) -> None:
        portion = self._room.desk.notes.segment()
        if isinstance(portion, str):
            self._room.say(portion)
        else:
            self._app.copy(portion.text, None, lambda copied: self._room.say(copied.sentence))

    def _said(self, notes: "NotesDesk", sentence: str) -> None:
        """Say what is known, on whatever screen the notes or their session are looked at."""
        notes.copied = sentence
        if self._room.runs(notes):
            self._room.say(sentence)
        self._room.show()

    def _hand_over(self, notes: "NotesDesk", portion: "Portion | str", told: Callable[[str], None]) -> None:
        """Copy what is to be copied, unless something has to be said first."""
        if isinstance(portion, str):
            told(portion)
            return

        def heard(copied: "Copied") -> None:
            told(notes.heard(portion, copied))

        if not portion.html:
            self._app.copy(portion.text, notes.file, heard)
            return
        job = partial(self._copy_rich, portion, notes.file, heard)
        self._app.run_worker(job, thread=True, group="copy", exit_on_error=False)

    def _copy_rich(self, portion: "Portion", path: "Path | None", told: "Callable[[Copied], None]") -> None:
        """Copy a page, in a thread. The terminal is asked only when no clipboard takes the page."""
        from facilitator.rich_clipboard import copy_rich

        app = self._app
        copied = copy_rich(
            portion.html,
            portion.text,
            osc52=lambda text: app.call_from_thread(app.copy_to_clipboard, text),
            path=path,
        )
        app.call_from_thread(told, copied)
