"""Looks at a screen with hostile texts in it: that nothing in what is drawn came from them but their letters."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tests.hostile import HOSTILE, ORDER_CHARACTERS, Hostile

BETWEEN: Final = " ¦ "
"""Stands between texts that are tried together."""


def packed(limit: int, texts: Iterable[Hostile] = HOSTILE) -> list[Hostile]:
    """Join texts into as few as there must be when none may be longer than `limit`; those that are too long are cut.

    What follows a text does so after a sign of its own, so each still stands between two borders.
    """
    packs: list[list[Hostile]] = []
    room = 0
    for one in texts:
        if not one.line:
            continue
        short = _cut(one, limit)
        needed = max(cell_len(short.line), len(short.kept)) + len(BETWEEN)
        if not packs or needed > room:
            packs.append([])
            room = limit + len(BETWEEN)
        packs[-1].append(short)
        room -= needed
    return [_joined(pack) for pack in packs]


def _cut(one: Hostile, limit: int) -> Hostile:
    if max(len(one.kept), cell_len(one.kept)) <= limit:
        return one
    assert one.raw == one.kept, f"{one} has pieces that may not come in and is too long to be cut"
    return Hostile(one.name, one.raw[: limit // 2])


def _joined(pack: Sequence[Hostile]) -> Hostile:
    joined = Hostile(" and ".join(one.name for one in pack))
    joined.raw = BETWEEN.join(one.raw for one in pack)
    joined.kept = BETWEEN.join(one.kept for one in pack)
    joined.line = BETWEEN.join(one.kept.replace("\n", " ").replace("\t", " ") for one in pack).strip()
    return joined


class Eyes:
    """Looks at what an app really draws."""

    def __init__(self, app: App[None]) -> None:
        """Look at this app."""
        self._app = app
        self._seen: set[tuple[Segment, ...]] = set()

    def strips(self) -> list[Strip]:
        """Return what is drawn, a strip for each row, after looking at each for what must not be there."""
        strips = list(self._app.screen._compositor.render_strips())
        for strip in strips:
            row = tuple(strip)
            if row not in self._seen:
                _check(strip, self._app.size.width)
                self._seen.add(row)
        return strips

    def in_widget(self, widget: Widget) -> str:
        """Return what is drawn of a widget without any space, so that it does not matter where a line is broken."""
        place = self._app.screen.find_widget(widget)
        return self.in_region(place.region.intersection(place.clip))

    def in_region(self, region: Region) -> str:
        """Return what is drawn in a part of the screen, without any space."""
        rows = self.strips()[region.y : region.bottom]
        return squeezed("".join(strip.crop(region.x, region.right).text for strip in rows))

    @property
    def everything(self) -> str:
        """What is drawn on the whole screen, without any space."""
        return squeezed("".join(strip.text for strip in self.strips()))

    def check(self, where: str, texts: Iterable[str], widget: Widget | None = None) -> None:
        """Fail unless all texts stand in a widget, or on the screen, as they are."""
        drawn = self.everything if widget is None else self.in_widget(widget)
        missing = [text for text in texts if not _reads(squeezed(text), drawn)]
        assert not missing, f"{where}: not drawn as it is: {[ascii(text) for text in missing]}\nin {drawn!a}"


def squeezed(text: str) -> str:
    """Return a text without any space."""
    return "".join(text.split())


SCROLLBAR: Final = (("@mouse.down", "grab"), ("@mouse.down", "scroll_up"), ("@mouse.down", "scroll_down"))
"""What a click does on a scrollbar, the one thing on a screen that has acts in its style."""
LEAST: Final = 14
"""Characters that must be left of a text that was cut because there is no room for it."""


def _reads(text: str, drawn: str) -> bool:
    """Say whether a text is drawn as it is, or its beginning with an ellipsis."""
    cut = (f"{text[:end]}…" for end in range(min(LEAST, len(text)), len(text)))
    return text in drawn or any(one in drawn for one in cut)


def _check(strip: Strip, width: int) -> None:
    assert cell_len(strip.text) == width, f"{cell_len(strip.text)} cells of {width}: {strip.text!a}"
    for segment in strip:
        assert segment.control is None, ascii(segment)
        orders = ORDER_CHARACTERS.intersection(segment.text)
        assert not orders, f"{orders!a} is drawn in {segment.text!a}"
        for act in _acts(segment.style.meta if segment.style is not None else {}):
            raise AssertionError(f"a click does {act!r} on {segment.text!a}")
        assert segment.style is None or segment.style.link is None, f"a link: {segment!a}"


def _acts(meta: dict[str, object]) -> Iterator[object]:
    return (value for key, value in meta.items() if key.startswith("@") and (key, value) not in SCROLLBAR)
