"""What is typed into the line at the foot of a session: opened again when it was refused, kept when it is too much."""

from pathlib import Path
from typing import TYPE_CHECKING

from screens.messages import Asked
from screens.pasting import LARGEST

if TYPE_CHECKING:
    from facilitator.app.main import FacilitatorApp
    from facilitator.app.room import Room
    from screens.views.draft import Draft


class TypedText:
    """Looks after the line of whatever screen of the session is shown, so that nothing typed is lost."""

    def __init__(self, app: "FacilitatorApp", room: "Room") -> None:
        """Look after the lines of a room."""
        self._app = app
        self._room = room

    def keep_drafts(self, drafts: "tuple[Draft, ...]") -> None:
        """Keep what was typed and not sent off yet."""
        if self._room.is_open:
            self._room.desk.keep_drafts(drafts)

    def keep_open_line(self) -> None:
        """Keep what stands in the line just now, whether or not it has told of it yet: the program ends."""
        from screens.session_screen import SessionScreen

        screen = self._app.screen if self._app.screen_stack else None
        if self._room.is_open and isinstance(screen, SessionScreen) and screen.is_built:
            self.keep_drafts(screen.foot.line.drafts)

    def keep_pasted(self, asked: Asked) -> None:
        """Keep a paste that is too much for one act."""
        if not self._room.is_open:
            return
        desk = self._room.desk

        def say(path: Path) -> None:
            desk.say_pasted(path, cut=len(asked.text) >= LARGEST)
            self._room.show()

        def tell(path: Path) -> None:
            self._app.call_later(say, path)

        desk.keep_pasted(asked.text, tell)
        self._room.show()

    def open_line(self, act: str, target: str, label: str, text: str) -> None:
        """Open the line at the foot with a text in it, on whatever screen of the session is shown."""
        from screens.notes import NotesScreen
        from screens.session_screen import SessionScreen
        from screens.widgets.line import LineFor

        screen = self._app.screen
        if isinstance(screen, SessionScreen | NotesScreen):
            screen.open_line(LineFor(act, target, label), text)

    def reopen(self, asked: Asked) -> None:
        """Have a text that was refused stand in the line again; where there is no line, it waits behind its key."""
        from screens.acts import CAPTURE_KINDS
        from screens.session_screen import SessionScreen
        from screens.views.draft import Draft
        from screens.widgets.line import LineFor

        kinds = asked.act in CAPTURE_KINDS
        text, target = "\n".join((asked.text, *asked.more)), "" if kinds else asked.target
        screen = self._app.screen
        if isinstance(screen, SessionScreen):
            screen.reopen(LineFor(asked.act, target, kinds=kinds), text, hidden=asked.hidden)
        else:
            self.keep_drafts((*self._room.desk.drafts, Draft(asked.act, text, target, asked.hidden)))

    def edit(self, asked: Asked) -> None:
        """Open the line with the text of an item, or take what was typed into it."""
        from screens.session_screen import SessionScreen

        screen = self._app.screen
        if asked.text:
            self._room.ask(asked)
        elif isinstance(screen, SessionScreen):
            desk = self._room.desk
            line = desk.edit_line(asked.target)
            if line is not None:
                screen.edit_line(line.item, line.text, secret=line.secret)
                return
            desk.say_gone()
            screen.foot.line.bring_drafts(desk.drafts)
            self._room.show()
