"""Text as people typed it: never markup, never a control character, whatever it contains."""

from textual.content import Content
from textual.widgets import Static

from formats.text import clean


def content(text: str, style: str = "") -> Content:
    """Return typed text for drawing, cleaned once more where it is drawn."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


class Plain(Static):
    """A line or paragraph that shows typed text and draws again only when it changed."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        """Show a text."""
        super().__init__(Content(clean(text)), id=id, classes=classes, markup=False)
        self._shown: Content | str = text

    def show(self, text: str | Content) -> None:
        """Show another text; equal ones draw nothing."""
        if _looks_as(text, self._shown):
            return
        self._shown = text
        self.update(Content(clean(text)) if isinstance(text, str) else text)


def _looks_as(one: Content | str, other: Content | str) -> bool:
    """Say whether two texts look alike; contents themselves are equal whatever their colours."""
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and one == other
    return one.is_same(other)
