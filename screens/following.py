"""The live screen of a session that another program has: everything is seen, nothing is changed."""

from textual.events import Paste

from screens.live import LiveScreen
from screens.messages import Asked
from screens.widgets.agenda import Chosen

READS_ONLY = "You follow along: what changes the session is done where it is open."


class FollowingScreen(LiveScreen):
    """A running session, looked at."""

    CSS_PATH = "live.tcss"

    def action_act(self, name: str) -> None:
        """Do what changes nothing, and say so of everything else."""
        if self.view is not None and name in self.view.allowed:
            super().action_act(name)
        else:
            self._refuse()

    def action_enter(self) -> None:
        """Answer the question whether to go on with the session here."""
        self.action_answer("enter")

    def action_region(self, step: int) -> None:
        """Choose nothing: there is nothing to do with it."""

    def action_choose(self, down: int, right: int) -> None:
        """Choose nothing: there is nothing to do with it."""

    def on_chosen(self, message: Chosen) -> None:
        """Choose nothing that is clicked."""
        message.stop()
        # Textual asks every class above this one as well.
        message.prevent_default()

    def on_paste(self, event: Paste) -> None:
        """Take no paste for a capture."""
        event.stop()
        event.prevent_default()
        self._refuse()

    def _refuse(self) -> None:
        self.post_message(Asked("say", READS_ONLY))
