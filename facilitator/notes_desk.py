"""The notes as they are looked at: of a session that was just closed, or of one held before."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from data.problems import FolderProblem
from facilitator.engine.state import State
from facilitator.notes import DIALECTS, notes_text
from formats.words import LEVELS, Level
from screens.views.notes import NotesView


class NotesDesk:
    """The notes of one session, at a level that can be narrowed.

    Attributes:
        file: Where they were saved; `None` when they were not.
        copied: What is known of the last copy, a sentence.
        problem: Why they are not saved, a sentence.
        is_being_saved: Whether they are on their way to the disk.
    """

    def __init__(
        self,
        state: Callable[[], State],
        now: Callable[[], int],
        local: Callable[[int], datetime],
        *,
        file: Path | None = None,
        can_return: bool,
    ) -> None:
        """Look at the notes of a session.

        Args:
            state: Gives what stands in it.
            now: Gives the moment, in UTC milliseconds.
            local: Makes local time of a moment.
            file: Where the notes were saved.
            can_return: Whether its end can still be taken back.
        """
        self.file = file
        self.copied = ""
        self.problem = ""
        self.is_being_saved = False
        self._state = state
        self._now = now
        self._local = local
        self._can_return = can_return
        self._level: Level | None = None
        self._dialect = "markdown"

    def text(self) -> str:
        """Write the notes."""
        return notes_text(
            self._state(), dialect=self._dialect, level=self._level, local=self._local, now=self._now()
        )

    def kept(self, where: Path | FolderProblem) -> None:
        """Hear in which file they were saved, or why they could not be; nothing is lost by that."""
        self.is_being_saved = False
        if isinstance(where, Path):
            self.file, self.problem = where, ""
        else:
            self.problem = f"The notes are not saved: {where.why}. {where.what_to_do}"

    def show_dialect(self, dialect: str) -> None:
        """Show the notes in another dialect, of those there are."""
        if dialect in DIALECTS:
            self._dialect = dialect
            self.copied = ""

    def show_level(self, level: str) -> None:
        """Show the notes at another level; more open than the session agreed is refused."""
        wanted = next((one for one in LEVELS if one == level), None)
        if wanted is None:
            return
        agreed = self._state().level
        if LEVELS.index(wanted) < LEVELS.index(agreed):
            self.copied = f"The session agreed on “{agreed}”; the notes say no more than that."
            return
        self._level = wanted
        self.copied = ""

    def view(self) -> NotesView:
        """Make the view of the notes screen."""
        state = self._state()
        text = self.text()
        return NotesView(
            title=state.title,
            text=text,
            characters=len(text),
            dialect=self._dialect,
            dialects=tuple(DIALECTS),
            level=self._level or state.level,
            levels=LEVELS[LEVELS.index(state.level) :],
            saved=self._told_saved(),
            copied=self.copied,
            can_return=self._can_return,
        )

    def _told_saved(self) -> str:
        if self.is_being_saved:
            return "The notes are being saved …"
        return self.problem or ("" if self.file is None else f"Saved in {self.file}")
