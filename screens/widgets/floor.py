"""Who speaks, who is next, who is still to come."""

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import FloorView
from screens.widgets.plain import content

GAP = 3
"""Cells between the parts of a line."""
SHORTEST = 6
"""A name is not cut to fewer cells than these."""


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
        parts = _speaking(view, room)
        used = sum(part.cell_length for part in parts) + GAP * len(parts)
        second = _second(view, room)
        if view.coming:
            beside = _coming(view, room - used)
            if beside is None and not second.cell_length:
                second = _coming(view, room) or Content("")
            else:
                parts.append(beside or content(f"and {len(view.coming)} more"))
        first = Content(" " * GAP).join(parts).truncate(room, ellipsis=True)
        return Content("\n").join([first, second])


def _speaking(view: FloorView, room: int) -> list[Content]:
    """Return who speaks, who is next and whose hands are up."""
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
    return parts


def _coming(view: FloorView, room: int) -> Content | None:
    """Return who is still to come, or before the start who is here; `None` without room for a name."""
    label = "here  " if view.here else "still to come  "
    names = _some(view.coming, room - len(label))
    return content(label + names) if names else None


def _second(view: FloorView, room: int) -> Content:
    if view.missing:
        label = "not introduced yet  "
        return content(crop(label + _some(view.missing, room - len(label)), room))
    if view.note:
        return content(crop(view.note, room), "$text-warning")
    return Content("")


def _some(names: tuple[str, ...], room: int) -> str:
    """Join as many names as there is room for, and say how many more there are; nothing without room for one."""
    shown: list[str] = []
    for place, name in enumerate(names):
        rest = len(names) - place - 1
        more = f" +{rest}" if rest else ""
        if width(", ".join([*shown, name])) + len(more) > room:
            if not shown and room - len(more) >= SHORTEST:
                return crop(name, room - len(more)) + more
            return f"{', '.join(shown)} +{rest + 1}" if shown else ""
        shown.append(name)
    return ", ".join(shown)
