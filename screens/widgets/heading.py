"""The title of what we are doing, and its place in the agenda."""

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import SegmentView
from screens.widgets.plain import content

GAP = 3


class Heading(Widget):
    """One line; a long title is cut, its place never."""

    DEFAULT_CSS = """
    Heading { height: 1; }
    """

    view: reactive[SegmentView | None] = reactive(None)

    def render(self) -> RenderResult:
        """Draw the title and the place."""
        view = self.view
        if view is None:
            return Content("")
        room = self.content_size.width
        place = crop(view.place, room // 2)
        title = crop(view.title, room - width(place) - GAP)
        return Content.assemble(content(title, "bold"), " " * GAP, content(place))
