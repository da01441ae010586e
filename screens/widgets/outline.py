"""The outline of a format: its parts with their times, or what is wrong with its file."""

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from formats.text import clean_line, crop, width
from screens.views.home import FormatRow, OutlineRow
from screens.widgets.plain import content

MUTED = "$text-muted"
SIGN = "bold $text-accent"
PROBLEM = "bold $text-error"
_WORDS_OF_ACTIVITY = 11


class Outline(Widget):
    """Shows one format; typed text in it is never markup."""

    DEFAULT_CSS = """
    Outline {
        height: auto;
        width: 1fr;
        max-width: 84;
        padding: 0 1;
    }
    """
    row: reactive[FormatRow | None] = reactive[FormatRow | None](None, layout=True)
    """The format in view."""
    last: reactive[str] = reactive("", layout=True)
    """What is known of the last time, once it may be seen."""

    def __init__(self, row: FormatRow | None = None) -> None:
        """Show a format."""
        super().__init__()
        self.set_reactive(Outline.row, row)

    def render(self) -> Content:
        """Draw the outline."""
        return Content("\n").join(self._drawn(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines it takes."""
        return len(self._drawn(width))

    def _drawn(self, room: int) -> list[Content]:
        row = self.row
        if row is None or room < 4:
            return []
        lines = [_both(content(clean_line(row.name), "bold"), content(row.minutes, "bold"), room)]
        if row.summary:
            lines += content(row.summary).wrap(room)
        if row.problem:
            lines += [Content(""), *_problem(row.problem, room)]
        elif row.outline:
            lines += [Content(""), *(_segment(one, room) for one in row.outline)]
        if row.own and not row.problem:
            lines += [Content(""), content("One of your own formats.", MUTED)]
        if self.last:
            lines += [Content(""), *content(self.last).wrap(room)]
        return lines


def _segment(one: OutlineRow, room: int) -> Content:
    before = Content.assemble((f"{one.starts:>5}", MUTED), f" {one.minutes:>4}  ")
    after = Content(f"{one.activity[:_WORDS_OF_ACTIVITY]:<{_WORDS_OF_ACTIVITY}}").stylize(MUTED)
    if room < 44:
        after = Content("")
    sign = Content("◆ ").stylize(SIGN) if one.protected else Content("  ")
    left = room - before.cell_length - after.cell_length - sign.cell_length - 1
    title = crop(clean_line(one.title), left)
    gap = " " * (left - width(title) + 1)
    return Content.assemble(before, title, gap, sign, after)


def _problem(problem: str, room: int) -> list[Content]:
    lines = content("This file can't be read yet. What to mend:", PROBLEM).wrap(room)
    for complaint in problem.splitlines():
        lines += [Content(""), *content(complaint).wrap(room)]
    return lines


def _both(left: Content, right: Content, room: int) -> Content:
    """Put one at the left and one at the right edge; what does not fit of the left is cut."""
    space = room - right.cell_length - 1
    if left.cell_length > space:
        left = left.truncate(max(1, space), ellipsis=True)
    return Content.assemble(left, " " * (room - left.cell_length - right.cell_length), right)
