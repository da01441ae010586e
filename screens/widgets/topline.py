"""The line at the top: what runs, what time it is, when it will end, what is saved; and a banner when it is not."""

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import crop, width
from screens.views.live import TopView
from screens.widgets.plain import content

GAP = 3
LEAST_TITLE = 12
"""Cells that are kept for the title before other words are shortened."""


class TopLine(Widget):
    """One line; what matters least gives way first when there is little room."""

    DEFAULT_CSS = """
    TopLine { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    view: reactive[TopView | None] = reactive(None)

    def render(self) -> RenderResult:
        """Draw the parts there is room for."""
        view = self.view
        if view is None:
            return Content("")
        room = self.content_size.width
        ending = [(f"{view.ends} · {view.drift}", "bold $text-warning" if view.late else "bold")]
        saved_style = {"saved": "", "saving": "", "failed": "bold $text-error"}[view.saved_mark]
        right = [(view.clock, ""), *ending, (view.saved, saved_style)]
        marks = []
        if view.rehearsal:
            marks.append(("REHEARSAL", "bold reverse"))
        if view.off_record:
            marks.append(("off the record", "bold reverse"))
        must = [*marks, *self._level(view, room - _wide([*marks, *right]))]
        left = [(view.title, "bold"), *must]
        for extra in ((view.level if must == marks else "", ""), (view.series, "")):
            if extra[0] and _wide([*left, extra, *right]) + 12 <= room:
                left.insert(1, extra) if extra[0] == view.series else left.append(extra)
        for_title = room - _wide([*left[1:], *right]) - GAP
        left[:1] = [(crop(view.title, for_title), "bold")] if for_title > 0 else []
        spread = max(1, room - _wide(left) - _wide(right))
        return Content.assemble(_joined(left), " " * spread, _joined(right))

    @staticmethod
    def _level(view: TopView, room: int) -> list[tuple[str, str]]:
        """Return what the notes say of people where it must be seen, in fewer words where the title needs the room."""
        if not view.level_short or room < width(view.level_short) + GAP:
            return []
        fits = room - width(view.level) - 2 * GAP >= min(LEAST_TITLE, width(view.title))
        return [(view.level if fits else view.level_short, "")]


def _wide(parts: list[tuple[str, str]]) -> int:
    return sum(width(text) for text, _ in parts) + GAP * max(0, len(parts) - 1)


def _joined(parts: list[tuple[str, str]]) -> Content:
    return Content(" " * GAP).join([content(text, style) for text, style in parts])
