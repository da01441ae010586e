"""Saving a session elsewhere, and leaving it when not all of it is on the disk."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.app.aside import aside
from screens.messages import Asked

if TYPE_CHECKING:
    from facilitator.app.main import FacilitatorApp
    from facilitator.app.room import Room
    from facilitator.clipboard import Copied
    from facilitator.saving import Saving, Way

KEEPS_ASKING = frozenset({"quit", "home", "save_elsewhere", "copy_unsaved", "leave_anyway", "stay", "say"})
"""What may be asked meanwhile; whatever else is asked goes on with the session, and the question is taken away."""
LABEL = "save to folder"
"""What the line is called in which the folder is typed."""


class Leaving:
    """Answers what is asked about a session that is not saved."""

    def __init__(self, app: "FacilitatorApp", room: "Room") -> None:
        """Lead out of the sessions of an app."""
        self._app = app
        self._room = room
        self._way_after_saving = ""

    def routes(self) -> dict[str, Callable[[Asked], object]]:
        """Return what is answered here, by the name of what is asked."""
        return {
            "home": lambda _asked: self.leave("home"),
            "save_elsewhere": self._on_save_elsewhere,
            "copy_unsaved": lambda _asked: self._copy_unsaved(),
            "leave_anyway": lambda asked: self._go(asked.target),
            "stay": lambda _asked: self.stay(),
        }

    # --- the way out -------------------------------------------------------------------------------------------

    def leave(self, way: "Way") -> None:
        """Leave, if all is saved; else wait for the disk, or ask."""
        saving = self._room.saving
        if saving is None or saving.leave(way):
            self._go(way)
        else:
            self._room.show()

    def hear(self, act: str) -> None:
        """Hear what is asked: whoever goes on with the session does not want to leave it."""
        if self._room.saving is not None and act not in KEEPS_ASKING:
            self._stays(self._room.saving)

    def look(self) -> None:
        """Go where one waited to go, once the disk is ready; who is typing meanwhile stays."""
        saving = self._room.saving
        way = None if saving is None else saving.way_out()
        if way is not None and not self._room.is_typing:
            self._go(way)

    def stay(self) -> None:
        """Ask nothing any more."""
        if self._room.saving is not None:
            self._stays(self._room.saving)
            self._room.show()

    def _stays(self, saving: "Saving") -> None:
        saving.stay()
        self._way_after_saving = ""

    @property
    def is_asking(self) -> bool:
        """Whether a question on the way out waits for its answer, and no line for its text."""
        saving = self._room.saving
        return saving is not None and saving.is_asking and not self._room.is_typing

    def answer(self, key: str) -> None:
        """Answer the question with one of its keys; esc stays."""
        saving = self._room.saving
        question = None if saving is None else saving.question()
        rows = () if question is None else question.answers
        row = next((row for row in rows if row.key == key), None)
        if row is None:
            self.stay()
        else:
            self._app.post_message(Asked(row.act, target=row.target))

    def _go(self, way: str) -> None:
        if way == "home":
            self._room.go_home()
        else:
            self._app.exit(return_code=0)

    # --- elsewhere ---------------------------------------------------------------------------------------------

    def _on_save_elsewhere(self, asked: Asked) -> None:
        """Ask for a folder, or save to the one that was typed."""
        saving = self._room.saving
        if saving is None:
            return
        if not asked.text:
            self._stays(saving)
            self._room.typed.open_line(asked.act, asked.target, LABEL, saving.elsewhere.propose())
            self._room.show()
            return
        self._way_after_saving = asked.target
        job = partial(_kept, saving.elsewhere.save, asked.text)
        if not aside(self._app, job, partial(self._kept_elsewhere, saving, asked)).done():
            self._room.say(f"Saving to {asked.text} …")

    def _kept_elsewhere(self, saving: "Saving", asked: Asked, kept: "Path | str") -> None:
        """Tell what became of a copy, maybe much later; leave if that was the way and nobody went on meanwhile."""
        if self._room.saving is not saving:
            return
        way, self._way_after_saving = self._way_after_saving, ""
        if isinstance(kept, str):
            self._room.say(kept, refused=True)
            self._room.typed.open_line(asked.act, asked.target, LABEL, asked.text)
            return
        self._room.say(f"The whole session is in {kept}")
        if way and not self._room.is_typing:
            self._go(way)

    def _copy_unsaved(self) -> None:
        saving = self._room.saving
        if saving is None:
            return
        self.stay()
        text = saving.unsaved_text()
        if text:
            self._app.copy(text, None, self._copied)
        else:
            self._room.say("Everything is saved; there is nothing to copy.")

    def _copied(self, copied: "Copied") -> None:
        self._room.say(copied.sentence)


def _kept(save: Callable[[str], Path], typed: str) -> "Path | str":
    """Save to a folder; return the file, or what to do where that fails."""
    from facilitator.elsewhere import NotKept

    try:
        return save(typed)
    except NotKept as problem:
        return str(problem)
