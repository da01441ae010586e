"""What the last act did, or why it did not: never cut where it says what to do."""

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import NOTHING_SAID, MessageView
from screens.widgets.plain import content

LINES = 2
"""What has to be read may take so many lines; what was done takes one, so that nothing jumps with every act."""
LAST_WORDS = 24
"""So many characters at the end of a text that is longer still are kept; how many more there are stands there."""
WRAPS = 16
"""Cells that may be lost where a line is broken between two words."""
DONE = " · "
"""What stands between what was done and how it is taken back."""


class Message(Widget):
    """A line at the foot. Of what was done, the end is kept, which says how it is taken back."""

    DEFAULT_CSS = """
    Message { height: auto; }
    """

    view: reactive[MessageView] = reactive(NOTHING_SAID, layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line; another one for what has to be read and needs it."""
        return LINES if self._has_to_be_read and _wide(self.view.text) > width else 1

    @property
    def _has_to_be_read(self) -> bool:
        return self.view.refused or DONE not in self.view.text

    def render(self) -> RenderResult:
        """Draw what was said."""
        text = self.view.text
        room = self.content_size.width or width(text)
        if _wide(text) <= room:
            return self._drawn(text)
        if self._has_to_be_read:
            return self._drawn(_shortened(text, room * LINES - WRAPS))
        before, dot, after = text.rpartition(DONE)
        return self._drawn(crop(before, room - width(dot + after)) + dot + after)

    def _drawn(self, text: str) -> Content:
        return content(text, "$text-warning" if self.view.refused else "")


def _wide(text: str) -> int:
    return max((width(line) for line in text.split("\n")), default=0)


def _shortened(text: str, cells: int) -> str:
    """Cut a text in its middle, at a blank."""
    if width(text) <= cells:
        return text
    end = text[-LAST_WORDS:]
    end = end[end.find(" ") :] if " " in end else end
    return crop(text, cells - width(end)) + end
