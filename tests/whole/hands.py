"""A facilitator whose hands never rest: acts drawn by lot, the keys for each, and what each must leave behind."""

import re
from dataclasses import dataclass
from random import Random

ENTER, CTRL_J, TAB, ESCAPE, DELETE, CTRL_U, CTRL_R = "\r", "\n", "\t", "\x1b", "\x1b[3~", "\x15", "\x12"
KINDS = {"p": "parked", "t": "takeaway", "d": "decision", "a": "action", "r": "resource"}
"""The keys of what is seen in a list at once, and the kind of item that comes of each."""
KEYS_OF_DRAFTS = {
    "park": "p", "takeaway": "t", "decision": "d", "action": "a", "resource": "r", "card": "c",
}  # fmt: skip
"""By the name of a capture, the key under which what was typed for it is found again."""
THOUGHTS = (
    "budget", "who owns [the map]?", "naïve café", "日本語", "100 % [/b]", "🙂 smile", "a `tick` & <b>",
)  # fmt: skip
HAND = "Hana"
"""Whose hand goes up and down."""
EDITED, JOINED = "edited", "joined"
"""What stands for a kind where a text is no new item."""
_TOKEN = re.compile(r"(?<![“▸] )(?<!“)(?P<mark>[…!] )?(?:\d+  )?(?P<token>q\d{4}z)")
_PLACE = re.compile(r"(\d+) of (\d+)$")


@dataclass(frozen=True, slots=True)
class Step:
    """One act.

    Attributes:
        keys: What is pressed.
        kinds: The events of which at least one must come of it.
        said: The kinds and texts that come of it, in order.
        token: What is seen of it in a list; empty where nothing is.
        sure: Whether it can't be refused.
        typed: What stands in the line before it is entered.
    """

    keys: str
    kinds: frozenset[str]
    said: tuple[tuple[str, str], ...] = ()
    token: str = ""
    sure: bool = True
    typed: str = ""


def act(keys: str, *kinds: str, sure: bool = True) -> Step:
    return Step(keys, frozenset(kinds), sure=sure)


def caught(key: str, kind: str, text: str, end: str = ENTER, *, token: str = "") -> Step:
    # What may stand in the line from an earlier time goes away first.
    opened = f"{key}{CTRL_U}" if key else ""
    return Step(f"{opened}{text}{end}", frozenset({"ItemCaptured"}), ((kind, text),), token, typed=text)


def shown_as_saved(rows: list[str]) -> set[str]:
    """Return the tokens of what the lists show without the mark of what is still on its way to the disk."""
    return {found["token"] for row in rows for found in _TOKEN.finditer(row) if found["mark"] is None}


def place(rows: list[str]) -> tuple[int, int]:
    """Return which segment is the current one, counted from 1, and how many there are."""
    found = next(match for row in rows if (match := _PLACE.search(row)))
    return int(found[1]), int(found[2])


class Hands:
    """Draws by lot what is done next."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._tokens = 0

    def token(self) -> str:
        self._tokens += 1
        return f"q{self._tokens:04}z"

    def _text(self, token: str) -> str:
        return f"{token} {self._random.choice(THOUGHTS)}"

    def catch(self, key: str = "") -> Step:
        """Catch something that is seen in a list."""
        key = key or self._random.choice(list(KINDS))
        token = self.token()
        return caught(key, KINDS[key], self._text(token), token=token)

    def go_on_with(self, name: str, draft: str) -> Step:
        """Finish what was being typed when the program ended; its key was pressed already."""
        kind = "card" if name == "card" else KINDS[KEYS_OF_DRAFTS[name]]
        whole = f"{draft} on"
        return Step(f" on{ENTER}", frozenset({"ItemCaptured"}), ((kind, whole),), typed=whole)

    def anything(self, rows: list[str]) -> tuple[Step, ...]:
        """Do anything a facilitator does, given what the screen shows."""
        deeds = [
            self._time, self._floor, self._segment, self._several, self._two, self._card, self._edit,
            self._remove, self._take_back, self._off_record, self._hand, self._newcomer,
        ]  # fmt: skip
        return self._random.choice(deeds)(rows)

    def _time(self, _rows: list[str]) -> tuple[Step, ...]:
        pause = act(" ", "Paused", "Resumed")
        return self._random.choice(
            [(pause,), (act("+", "TimeAdded"),), (act("-", "TimeAdded", sure=False),), (pause, pause)]
        )

    def _floor(self, _rows: list[str]) -> tuple[Step, ...]:
        turns = ("OrderDrawn", "TurnStarted", "TurnEnded")
        return tuple(act(key, *turns, sure=False) for key in self._random.choice(["s", "ss", "sx", "sl"]))

    def _segment(self, rows: list[str]) -> tuple[Step, ...]:
        here, last = place(rows)
        keys = "b" if here == last else "n" if here == 1 else self._random.choice("nb")
        # In a round that is not over, n asks once more.
        return (act(keys, "SegmentStarted", sure=False),)

    def _several(self, _rows: list[str]) -> tuple[Step, ...]:
        texts = [self._text(self.token()) for _ in range(3)]
        pasted = Step(
            f"p{CTRL_U}\x1b[200~" + "".join(f"- {text}\n" for text in texts) + "\x1b[201~",
            frozenset({"ItemCaptured"}),
            tuple(("parked", text) for text in texts),
            texts[-1].split(" ")[0],
        )
        token = self.token()
        return pasted, caught("", "parked", self._text(token), token=token)

    def _two(self, _rows: list[str]) -> tuple[Step, ...]:
        token = self.token()
        return (
            caught("d", "decision", self._text(self.token()), CTRL_J),
            caught("", "decision", self._text(token), token=token),
        )

    def _card(self, _rows: list[str]) -> tuple[Step, ...]:
        return (caught("c", "card", self._text(self.token())),)

    def _edit(self, _rows: list[str]) -> tuple[Step, ...]:
        token = self.token()
        text = self._text(token)
        edit = Step(
            f"{TAB}e{CTRL_U}{text}{ENTER}", frozenset({"ItemEdited"}), ((EDITED, text),), token, typed=text
        )
        return self.catch("p"), edit

    def _remove(self, _rows: list[str]) -> tuple[Step, ...]:
        return self.catch("p"), act(f"{TAB}{DELETE}", "ItemRemoved")

    def _take_back(self, _rows: list[str]) -> tuple[Step, ...]:
        undo, redo = act("u", "ActUndone"), act(CTRL_R, "ActRedone")
        pause = act(" ", "Paused", "Resumed")
        return self._random.choice([(undo,), (undo, redo), (pause, undo), (self.catch(), undo)])

    def _off_record(self, _rows: list[str]) -> tuple[Step, ...]:
        switch = act("o", "OffRecordSet")
        return switch, caught("t", "takeaway", self._text(self.token())), switch

    def _hand(self, rows: list[str]) -> tuple[Step, ...]:
        if any(f"{HAND} speaks" in row for row in rows):
            return (act(" ", "Paused", "Resumed"),)
        return (Step(f"h{CTRL_U}{HAND}{ENTER}", frozenset({"HandRaised", "HandLowered"}), typed=HAND),)

    def _newcomer(self, _rows: list[str]) -> tuple[Step, ...]:
        name = f"G{self.token()[1:5]}"
        return (Step(f"i{CTRL_U}{name}{ENTER}", frozenset({"PersonJoined"}), ((JOINED, name),), typed=name),)
