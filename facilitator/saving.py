"""What stands between a running session and its disk: how far it has got, a copy elsewhere, and the way out."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from facilitator.conductor import Conductor
from facilitator.drafts import from_text, missing
from facilitator.elsewhere import Elsewhere, NotKept
from facilitator.known import AT_ONCE_SECONDS, Known
from facilitator.presenter import disk
from screens.views.draft import Draft
from screens.views.live import QuestionView

Way = Literal["quit", "home"]
"""Where one goes from a session: out of the program, or home."""

WAITING_SECONDS = 5.0
"""How long one waits on the way out for a disk that is slow, before one is asked."""
BOUNCE_SECONDS = 0.5
"""A key that comes again sooner than this bounced, or was held: nobody has read the question yet."""
WAITING = "Waiting for the disk before leaving; the same key again leaves at once."
"""What is said meanwhile."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """What became of a session that could not be saved where it belongs.

    Attributes:
        sentence: Where it is and how it comes back, or why it is nowhere.
        text: What is lost else, as text; empty when it is saved somewhere.
    """

    sentence: str
    text: str = ""


class Saving:
    """Watches over what is saved of one session.

    Attributes:
        elsewhere: The copy in another folder.
    """

    def __init__(self, conductor: Conductor, wall: Callable[[], float], say: Callable[[str], None]) -> None:
        """Watch a session.

        Args:
            conductor: Runs it.
            wall: Gives the seconds by which one waits.
            say: Says something at the foot for a while.
        """
        self.elsewhere = Elsewhere(conductor)
        self._conductor = conductor
        self._wall = wall
        self._say = say
        self._failed = False
        self._way: Way | None = None
        self._asks = False
        self._pressed_at = 0.0
        self._asks_at = 0.0

    def known(self) -> Known:
        """Return what is known of the disk, and of the copy elsewhere."""
        known, copy = self._conductor.known(), self.elsewhere.copy
        if copy is None:
            return known
        return replace(
            known,
            copy=str(copy.path),
            copy_problem=copy.problem,
            copy_events=copy.acknowledged,
            copy_has_drafts=copy.draft == self._conductor.draft(),
        )

    def look(self) -> bool:
        """Hear what became of the disk; renew the copy while it fails. Say whether it is well again just now."""
        known = self.known()
        if known.problem:
            self.elsewhere.renew()
        well_again = self._failed and not known.problem
        if well_again:
            self._say(disk.saved_again(known))
        self._failed = bool(known.problem)
        return well_again

    def rescue(self) -> Rescued:
        """Save the whole session wherever there is room; if there is none anywhere, write what would be lost."""
        try:
            kept = self.elsewhere.rescue()
        except NotKept as problem:
            # It goes to a terminal that others may see.
            return Rescued(
                f"it could not be saved elsewhere either: {problem}", self.unsaved_text(secrets=False)
            )
        finally:
            self.elsewhere.close()
        command = f"facilitator sessions import {shlex.quote(str(kept.path))}"
        sentence = f"the whole session is in {kept.path}; {command} brings it back"
        if kept.lacks_draft:
            known = self.known()
            drafts_alone = self._told(replace(known, acknowledged=known.events), secrets=False)
            return Rescued(f"{sentence}, but for what was being typed", drafts_alone)
        return Rescued(f"{sentence}, with what was being typed" if self._drafts() else sentence)

    # --- the way out -------------------------------------------------------------------------------------------

    def leave(self, way: Way) -> bool:
        """Say whether one can leave now: all is saved, or the same key was pressed again knowing that it is not."""
        if self._conductor.everything_saved(AT_ONCE_SECONDS):
            self.stay()
            return True
        now = self._wall()
        bounced = now - self._pressed_at < BOUNCE_SECONDS
        again = self._way == way
        self._pressed_at = now
        if again:
            return not bounced
        self._way, self._asks_at = way, now + WAITING_SECONDS
        self._asks = bool(self._conductor.known().problem)
        if not self._asks:
            self._say(WAITING)
        return False

    def way_out(self) -> Way | None:
        """Return the way that waited for the disk and is free now; begin to ask where the disk fails or is too slow."""
        if self._way is None:
            return None
        known, way = self._conductor.known(), self._way
        if not known.waiting and not known.problem:
            asked = self._asks
            self.stay()
            # Whoever reads a question is not taken away from it.
            return None if asked else way
        if known.problem or self._wall() >= self._asks_at:
            self._asks = True
        return None

    def stay(self) -> None:
        """Go nowhere, and ask nothing any more."""
        self._way, self._asks = None, False

    @property
    def is_asking(self) -> bool:
        """Whether it is asked what to do with what is not saved."""
        return self._asks

    def question(self) -> QuestionView | None:
        """Return what is asked on the way out, if anything is."""
        if not self._asks:
            return None
        return disk.leaving(self._known_with_drafts(), to_home=self._way == "home")

    def unsaved_text(self, *, secrets: bool = True) -> str:
        """Write what is not on the disk; empty when everything is."""
        known, drafts = self._known_with_drafts(), self._drafts()
        if not known.waiting and not known.drafts and not (known.problem and drafts):
            return ""
        return self._told(known, secrets=secrets)

    def _told(self, known: Known, *, secrets: bool) -> str:
        conductor = self._conductor
        return disk.unsaved_text(
            conductor.session, known, conductor.local, drafts=self._drafts(), secrets=secrets
        )

    def _drafts(self) -> tuple[Draft, ...]:
        return from_text(self._conductor.draft()).drafts

    def _known_with_drafts(self) -> Known:
        """Return what is known, with how many drafts are not on the disk; to count them takes a moment."""
        typed = self._conductor.kept.typed
        return replace(self.known(), drafts=missing(typed.draft, typed.written))
