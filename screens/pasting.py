"""What the terminal sends, in order: pastes as one text each, everything else as keys.

A terminal puts brackets around what is pasted, so that a program can tell it from what is typed. Textual looks for
keys inside the brackets as well: an escape sequence in a paste changes places or is run, and a paste whose end never
comes makes every later key part of it. So pastes are taken out of the stream here, before keys are looked for.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, Protocol, Self

from textual.events import Paste, Resize
from textual.geometry import Size
from textual.message import Message

START: Final = "\x1b[200~"
"""What a terminal sends before a paste."""
END: Final = "\x1b[201~"
"""What it sends after one."""
SILENCE_SECONDS: Final = 1.0
"""A paste whose end does not come is over when nothing was sent for so long."""
FEWEST: Final = 64
"""So many characters a second, or fewer, are typed and not pasted."""
FLOOD: Final = 1_000
"""So many characters at once were not typed: they are a paste of a terminal that knows no brackets."""
FLOOD_SECONDS: Final = 0.3
"""Such a paste is over when nothing was sent for so long."""
LARGEST: Final = 4_000_000
"""The most characters that one paste may have; a terminal that never stops must not fill the memory."""
LARGEST_SCREEN: Final = 10_000
"""The most columns or rows that are believed."""

_SURELY: Final = len("\x1b[2")
"""So much of `START` comes from no key that is pressed alone; it may take its time to be complete."""
_LINE_END: Final = re.compile("[\r\n]")
_SEQUENCE: Final = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|O.)?")


class PasteCut(Message):
    """A paste was longer than can be taken; its beginning was."""


class Keys(Protocol):
    """Finds keys, mouse and reports in what a terminal sends; Textual's own parser has this shape."""

    terminal_pixel_size: tuple[int, int] | None

    def feed(self, data: str) -> Iterable[Message]:
        """Take more of what was sent; nothing at all is its end."""

    def tick(self) -> Iterable[Message]:
        """Look whether a key that could have been the beginning of a sequence has to be taken as it is."""


class Incoming:
    """Takes what a terminal sends, in pieces of any size, and gives the events in the order of what caused them.

    It stands where Textual's parser stood, and hands it everything that was not pasted.
    """

    def __init__(self, find_keys: Callable[[], Keys], *, now: Callable[[], float] = time.monotonic) -> None:
        """Start with nothing sent.

        Args:
            find_keys: Makes what finds keys.
            now: Seconds that only go forward.
        """
        self._find_keys = find_keys
        self._keys = find_keys()
        self._now = now
        self._last = now()
        self._begun = ""
        """How much of `START` stands at the end of what was sent."""
        self._paste: _Held | None = None
        self._flood: _Held | None = None
        self._owed_end = False
        """Whether the last paste was ended by silence, so that its rest may still come."""
        self._typed = 0.0
        """How many characters were sent lately; it falls as fast as nobody types."""

    def feed(self, data: str) -> Iterator[Message]:
        """Take what was sent; nothing at all says that no more will come."""
        if not data:
            yield from self._keys.feed("")
            return
        now = self._now()
        self._typed = max(0.0, self._typed - (now - self._last) * FLOOD)
        self._last = now
        while data:
            if self._paste is None:
                typed, data = self._up_to_paste(data)
                yield from self._outside(typed)
            else:
                data = self._paste.take(data)
                if self._paste.ended:
                    yield from self._end_of_paste(self._paste)

    def tick(self) -> Iterator[Message]:
        """Look at the clock; to be called several times a second, whether or not something was sent."""
        silent = self._now() - self._last
        if self._paste is not None:
            if silent >= SILENCE_SECONDS or self._paste.is_slow(self._now()):
                self._owed_end = True
                yield from self._end_of_paste(self._paste)
        elif self._flood is not None:
            if silent >= FLOOD_SECONDS:
                yield from self._end_of_flood(self._flood)
        elif len(self._begun) < _SURELY or silent >= SILENCE_SECONDS:
            for event in self._guarded(self._keys.tick):
                # What could have become a paste was a key after all.
                self._begun = ""
                yield event

    def _up_to_paste(self, data: str) -> tuple[str, str]:
        """Split behind the next `START`, and remember how much of one stands at the end."""
        joined = self._begun + data
        at = joined.find(START)
        if at >= 0:
            cut = at + len(START) - len(self._begun)
            self._begun = START
            return data[:cut], data[cut:]
        lengths = range(len(START) - 1, 0, -1)
        self._begun = next((START[:length] for length in lengths if joined.endswith(START[:length])), "")
        return data, ""

    def _outside(self, typed: str) -> Iterator[Message]:
        """Give what was typed, and what was pasted without brackets."""
        if self._owed_end and END in typed:
            # The rest of a paste that was held up on its way for longer than one could wait.
            rest, typed = typed.split(END, 1)
            self._owed_end = False
            yield from _pasted(_Held.of(rest))
        if self._flood is None:
            self._typed += len(_SEQUENCE.sub("", typed))
            if self._typed >= FLOOD:
                yield from self._settle()
                self._flood = _Held()
        if self._flood is None:
            yield from self._keys_in(typed)
        else:
            self._flood.take(typed)
        if self._begun == START:
            if self._flood is not None:
                yield from self._end_of_flood(self._flood)
            self._begun, self._owed_end, self._paste = "", False, _Held(END, self._now())

    def _keys_in(self, typed: str) -> Iterator[Message]:
        # One at a time: after a sequence that makes no sense the next character is read afresh.
        for character in typed:
            yield from self._guarded(partial(self._keys.feed, character))

    def _settle(self) -> Iterator[Message]:
        """Have a key that could be the beginning of a sequence taken as it is, before something that is no key."""
        for event in self._keys_in(START + END):
            if not isinstance(event, Paste):
                yield event

    def _guarded(self, ask: Callable[[], Iterable[Message]]) -> Iterator[Message]:
        """Ask for keys. What was sent may look like a sequence and be none, for which Textual falls over."""
        try:
            for event in ask():
                if not isinstance(event, Resize):
                    yield event
                    continue
                believed = _is_size(event.size)
                if not (believed and event.pixel_size is not None and all(event.pixel_size)):
                    # A terminal that does not know its pixels; the mouse is told in cells.
                    self._keys.terminal_pixel_size = None
                if believed:
                    yield event
        except (ValueError, OverflowError):
            self._keys = self._find_keys()

    def _end_of_paste(self, paste: "_Held") -> Iterator[Message]:
        self._paste = None
        # The first bracket went to the keys, which settled what was pressed just before; the second one follows it.
        for event in self._keys_in(END):
            if not isinstance(event, Paste):
                yield event
        yield from _pasted(paste)

    def _end_of_flood(self, flood: "_Held") -> Iterator[Message]:
        self._flood, self._typed = None, 0.0
        text = flood.text.removesuffix(START)
        line = text.rstrip("\r\n")
        enter = line != text and not _LINE_END.search(line)
        yield from _pasted(_Held.of(line if enter else text, cut=flood.cut))
        if enter:
            # One line and enter: a text that was sent to be saved.
            yield from self._keys_in("\r")


class _Held:
    """What was pasted so far.

    Attributes:
        ended: Whether the bracket that ends it came.
        cut: Whether there was more than can be taken.
    """

    def __init__(self, end: str = "", now: float = 0.0) -> None:
        self.ended = False
        self.cut = False
        self._looked_at = now
        self._lately = 0
        self._end = end
        self._parts: list[str] = []
        self._room = LARGEST
        self._tail = ""

    @classmethod
    def of(cls, text: str, *, cut: bool = False) -> Self:
        """Hold a text that is complete."""
        held = cls()
        held.take(text)
        held.cut = held.cut or cut
        return held

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._parts) + self._tail

    def take(self, data: str) -> str:
        """Take what belongs to the paste; return what comes after its end."""
        joined = self._tail + data
        self._lately += len(data)
        at = joined.find(self._end) if self._end else -1
        self.ended = at >= 0
        # What could be the first part of the end waits for the rest of it.
        kept = at if self.ended else max(0, len(joined) - max(0, len(self._end) - 1))
        self._store(joined[:kept])
        self._tail = "" if self.ended else joined[kept:]
        return joined[at + len(self._end) :] if self.ended else ""

    def is_slow(self, now: float) -> bool:
        """Say whether it came so slowly of late that somebody types, who waits to see something."""
        if now - self._looked_at < SILENCE_SECONDS:
            return False
        slow = self._lately <= FEWEST
        self._looked_at, self._lately = now, 0
        return slow

    def _store(self, text: str) -> None:
        self.cut = self.cut or len(text) > self._room
        self._parts.append(text[: self._room])
        self._room -= len(self._parts[-1])


def _pasted(held: _Held) -> Iterator[Message]:
    if held.text:
        yield Paste(held.text)
    if held.cut:
        yield PasteCut()


def _is_size(size: Size) -> bool:
    return all(0 < length <= LARGEST_SCREEN for length in size)
