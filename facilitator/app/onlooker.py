"""A session that another program runs, on the screen: looked at once a second, never written."""

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from data.problems import DataError, HeldElsewhere
from screens.messages import Asked

if TYPE_CHECKING:
    from facilitator.app.main import FacilitatorApp
    from facilitator.following import Following, Look
    from screens.following import FollowingScreen


LOOK_SECONDS = 0.5
"""How long going on here waits for a look at the disk that is under way; a slow disk is not waited for."""


class Onlooker:
    """Follows one session at a time, until it ends or goes on here.

    Attributes:
        looking: The look at the disk that is under way, in a thread of its own; the last one when none is.
    """

    def __init__(self, app: "FacilitatorApp") -> None:
        """Follow sessions in an app."""
        self._app = app
        self._following: Following | None = None
        self._screen: FollowingScreen | None = None
        self._look: Look | None = None
        self.looking: threading.Thread | None = None

    @property
    def is_open(self) -> bool:
        """Whether a session is followed."""
        return self._following is not None

    def follow(self, following: "Following") -> None:
        """Show a session as it goes on elsewhere; its notes when it has ended."""
        from screens.following import FollowingScreen

        app = self._app
        self._following, self._look = following, None
        if self._show_end(following):
            return
        self._screen = FollowingScreen()
        self._screen.view = following.live_view()
        app.switch_screen(self._screen) if len(app.screen_stack) > 1 else app.push_screen(self._screen)

    def tick(self) -> None:
        """Let the clock go on, and begin to look at the disk unless a slow one is still being looked at."""
        following = self._following
        if following is None:
            return
        following.tick()
        self.show()
        if self.looking is None or not self.looking.is_alive():
            # A daemon, so that a disk that does not answer holds up nobody who leaves.
            self.looking = threading.Thread(
                target=self._look_aside, args=(following,), name="following", daemon=True
            )
            self.looking.start()

    def _look_aside(self, following: "Following") -> None:
        from facilitator.app.room import News

        look = following.look()
        if following is self._following:
            self._look = look
            with suppress(RuntimeError):
                # The program may have ended while the disk was slow.
                self._app.post_message(News())

    def show(self) -> None:
        """Show what the last look brought, and the clock."""
        following, app = self._following, self._app
        if following is None or app.return_code is not None or not app.screen_stack:
            return
        look, self._look = self._look, None
        if look is not None:
            following.take(look)
        if not self._show_end(following) and self._screen is not None:
            self._screen.view = following.live_view()

    def _show_end(self, following: "Following") -> bool:
        """Show the notes of a session that has ended; say whether it has."""
        if following.state.status != "ended":
            return False
        self._following = self._screen = None
        notes = following.notes()
        notes.copied = "The session has ended; these are its notes."
        self._app.room.look_at(notes)
        return True

    def ask(self, asked: Asked) -> None:
        """Do what changes nothing in the session, or go on with it here."""
        following = self._following
        if following is None:
            return
        match asked.act:
            case "take_over":
                self._take_over(following)
            case "copy_notes" | "copy_rich":
                rich = asked.act == "copy_rich"
                self._app.room.noting.copy(following.notes(), self._copied, rich=rich)
            case "say":
                following.say(asked.text, refused=True)
        self.show()

    def _copied(self, sentence: str) -> None:
        if self._following is not None:
            self._following.say(sentence)
            self.show()

    def _take_over(self, following: "Following") -> None:
        """Go on with the session here, as with any that was left; whoever is faster has it."""
        from facilitator.conductor import CanNotResume
        from facilitator.following import who
        from facilitator.lobby import resume

        app = self._app
        if self.looking is not None:
            # To look takes a share of the lock for a moment, which on a busy computer is a long one.
            self.looking.join(LOOK_SECONDS)
        try:
            conductor = resume(app.store, app.clock, following.id)
        except HeldElsewhere as held:
            following.say(f"It is held by {who(held.owner)} still, or again; you follow along.", refused=True)
            return
        except (DataError, CanNotResume) as problem:
            following.say(str(problem), refused=True)
            return
        self._following = self._screen = None
        app.room.run(conductor)
