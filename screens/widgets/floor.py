"""Who speaks, who is next, who is still to come."""

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import FloorView
from screens.widgets.plain import content


class Floor(Widget):
    """A line or two that always stand at the same place."""

    DEFAULT_CSS = """
    Floor { height: 2; }
    """

    view: reactive[FloorView | None] = reactive(None)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two lines always, so that nothing jumps."""
        return 2

    def render(self) -> RenderResult:
        """Draw the speaker's line and the line beneath it."""
        view = self.view
        if view is None:
            return Content("")
        room = self.content_size.width
        first = _first(view, room).truncate(room, ellipsis=True)
        return Content("\n").join([first, _second(view, room)])


def _first(view: FloorView, room: int) -> Content:
    parts: list[Content] = []
    if view.speaker:
        said = "time" if view.time else view.turn
        name = crop(view.speaker, max(8, room // 3))
        parts.append(
            Content.assemble(
                content(name, "bold"),
                content(" speaks ", ""),
                content(said, "bold $text-warning" if view.time else ""),
            )
        )
    if view.following:
        parts.append(Content.assemble("next  ", content(_some(view.following, room // 4), "bold")))
    if view.hands:
        parts.append(Content.assemble("hands  ", content(_some(view.hands, room // 3), "bold")))
    used = sum(part.cell_length for part in parts) + 3 * len(parts)
    if view.coming:
        label = "here  " if view.here else "still to come  "
        parts.append(Content.assemble(label, content(_some(view.coming, max(10, room - used - len(label))))))
    return Content("   ").join(parts)


def _second(view: FloorView, room: int) -> Content:
    if view.missing:
        return content(crop("not introduced yet  " + ", ".join(view.missing), room))
    if view.note:
        return content(crop(view.note, room), "$text-warning")
    return Content("")


def _some(names: tuple[str, ...], room: int) -> str:
    """Join as many names as there is room for, and say how many more there are."""
    shown: list[str] = []
    for place, name in enumerate(names):
        rest = len(names) - place - 1
        more = f" +{rest}" if rest else ""
        if shown and width(", ".join([*shown, name])) + len(more) > room:
            return ", ".join(shown) + f" +{rest + 1}"
        shown.append(crop(name, max(6, room)))
    return ", ".join(shown)
