"""What is kept beside a session: its notes as a file, and what is remembered of it."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from typing import TYPE_CHECKING

from facilitator.app.aside import aside

if TYPE_CHECKING:
    from pathlib import Path

    from data.preferences import Change
    from data.problems import FolderProblem
    from facilitator.app.main import FacilitatorApp
    from facilitator.desk import Desk


class Beside:
    """Keeps what lies beside a session, in the order in which it was asked and without holding up the keys.

    What is written is worked out in the app's own thread; only the writing is done aside.
    """

    def __init__(self, app: "FacilitatorApp") -> None:
        """Write beside the sessions of an app."""
        self._app = app
        # All that was asked before it is done when it is.
        self._newest: Future[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is still being written."""
        return self._newest is not None and not self._newest.done()

    def wait(self, seconds: float) -> None:
        """Wait for what is being written, for some seconds at most."""
        if self._newest is not None:
            wait([self._newest], seconds)

    def keep_end(self, desk: "Desk", kept: Callable[[], None]) -> None:
        """Save the notes of a session that was just closed, and remember how it went.

        Args:
            desk: Its desk.
            kept: Called when the notes are saved, or could not be.
        """
        from facilitator.lobby import how_it_goes, remember_end

        summary = how_it_goes(desk.conductor)
        self._save(desk, partial(remember_end, self._app.store, summary, self._app.clock), kept)

    def save_notes(self, desk: "Desk") -> None:
        """Save notes that could not be saved before."""
        self._save(desk, _nothing, _nothing)

    def remember(self, desk: "Desk") -> None:
        """Remember how a session goes."""
        from facilitator.lobby import how_it_goes, remember

        self._do(partial(remember, self._app.store, how_it_goes(desk.conductor)), _nothing)

    def keep_choices(self, change: "Change", failed: Callable[[str], None]) -> None:
        """Keep what was chosen about the notes.

        Args:
            change: What is kept.
            failed: Told why it can't be kept, a sentence.
        """
        preferences = self._app.store.preferences
        why: list[str] = []

        def keep() -> None:
            from data.problems import FolderProblem

            try:
                preferences.change(change)
            except FolderProblem as problem:
                why.append(f"{problem.why[0].upper()}{problem.why[1:]}. {problem.what_to_do}")

        self._do(keep, lambda: failed(why[0]) if why else None)

    def _save(self, desk: "Desk", also: Callable[[], None], kept: Callable[[], None]) -> None:
        save = desk.notes_to_save()
        came: list[Path | FolderProblem] = []
        desk.notes.is_being_saved = True

        def write() -> None:
            came.append(save())
            also()

        def tell() -> None:
            desk.notes.kept(came[0])
            kept()

        self._do(write, tell)

    def _do(self, job: Callable[[], None], done: Callable[[], None]) -> None:
        before = self._newest

        def work() -> None:
            if before is not None:
                wait([before])
            job()

        self._newest = aside(self._app, work, lambda _: done())


def _nothing() -> None:
    """Do nothing more."""
