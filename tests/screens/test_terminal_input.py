"""What a terminal sends, byte for byte, and the events that come of it."""

import os
import re
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.events import Key, MouseDown, Paste, Resize
from textual.message import Message
from textual.widgets import Input

from screens.pasting import (
    END,
    FLOOD,
    FLOOD_SECONDS,
    LARGEST,
    SILENCE_SECONDS,
    START,
    Incoming,
    PasteCut,
)
from screens.terminal import (
    driver_module,
    forgiving,
    keep_pastes_whole,
    lasting,
    outlive_the_terminal,
    read_broken_bytes,
)
from tests.live.builders import live

Told = list[tuple[str, ...]]


class Wire:
    """A terminal's line into the program, with a clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0
        self._decode = forgiving(getincrementaldecoder)("utf-8")().decode
        self._incoming = Incoming(XTermParser, now=lambda: self.now)
        self.events: list[Message] = []

    def send(self, *chunks: bytes | str) -> None:
        for chunk in chunks:
            raw = chunk.encode("utf-8", "surrogatepass") if isinstance(chunk, str) else chunk
            if raw and (text := self._decode(raw)):
                self.events += self._incoming.feed(text)

    def tick(self) -> None:
        self.events += self._incoming.tick()

    def wait(self, seconds: float) -> None:
        """Let time pass in silence; Textual's parser has a clock of its own, which counts what is left of a key."""
        self.now += seconds
        self.tick()

    @property
    def told(self) -> Told:
        """What came, as far as it matters."""
        return [_plain(event) for event in self.events]


def _plain(event: Message) -> tuple[str, ...]:
    match event:
        case Key():
            return ("key", event.key, event.character or "")
        case Paste():
            return ("paste", event.text)
        case _:
            return (type(event).__name__, *(f"{value}" for _name, value, *_ in _shown(event)))


def _shown(event: Message) -> Iterable[tuple[Any, ...]]:
    return [one if isinstance(one, tuple) else ("", one) for one in (event.__rich_repr__() or ())]


def keys(text: str) -> Told:
    """Return what typing a text gives."""
    wire = Wire()
    wire.send(text)
    return wire.told


def sent(*chunks: bytes | str) -> Told:
    """Return what comes of chunks that follow each other without a pause."""
    wire = Wire()
    wire.send(*chunks)
    return wire.told


# --- pastes -----------------------------------------------------------------------------------------------------


def test_a_paste_is_one_text_between_the_keys_around_it() -> None:
    assert sent(f"a{START}one\rtwo{END}b") == [*keys("a"), ("paste", "one\rtwo"), *keys("b")]


@pytest.mark.parametrize(
    "inside",
    [
        "\x1b[31mred\x1b[0m and \x1b[A up",
        "\x1bq\x1b[<0;3;4M\x1b[?2026;1$y\x1b[I\x1b[O",
        "\x1b[48;24;80;240;800t",
        f"a {START} within",
        "\x1b",
        "\x1b[201",
        "\x1b\x1b[20",
        "ends in \x1b[2",
        "\x00\x07 control \x9b2J",
    ],
    ids=repr,
)
def test_what_looks_like_a_key_in_a_paste_is_text_in_its_place(inside: str) -> None:
    assert sent(f"x{START}{inside}{END}y") == [*keys("x"), ("paste", inside), *keys("y")]


def test_two_pastes_and_a_key_between_them_keep_their_order() -> None:
    assert sent(f"{START}1{END}n{START}2{END}{START}3{END}") == [
        ("paste", "1"),
        *keys("n"),
        ("paste", "2"),
        ("paste", "3"),
    ]


def test_an_empty_paste_is_nothing_and_an_end_alone_neither() -> None:
    assert sent(f"{START}{END}a{END}b") == keys("ab")


def test_escape_just_before_a_paste_comes_before_it() -> None:
    assert sent(f"\x1b{START}one{END}q") == [("key", "escape", "\x1b"), ("paste", "one"), *keys("q")]


def test_who_types_behind_a_paste_whose_end_never_comes_does_not_wait_for_a_silence() -> None:
    wire = Wire()
    wire.send(START, "begun ")
    for word in ("one ", "two ", "three "):
        wire.wait(0.45)
        wire.send(word)
    assert [one[1] for one in wire.told if one[0] == "paste"] == ["begun one two "]
    wire.send("q")
    wire.wait(SILENCE_SECONDS)
    assert wire.told[-1][0] == "key"


def test_a_paste_over_a_slow_line_is_one_paste() -> None:
    wire = Wire()
    wire.send(START)
    for _ in range(40):
        wire.wait(0.3)
        wire.send("thirty characters of a letter ")
    wire.send(END)
    assert [kind for kind, *_ in wire.told] == ["paste"]


def test_a_paste_whose_end_never_comes_ends_with_silence_and_the_keys_are_keys_again() -> None:
    wire = Wire()
    wire.send(f"a{START}never en", "ded")
    wire.wait(SILENCE_SECONDS / 2)
    assert wire.told == keys("a")
    wire.send(" yet")
    wire.wait(SILENCE_SECONDS)
    assert wire.told == [*keys("a"), ("paste", "never ended yet")]
    wire.send("q")
    assert wire.told[2:] == keys("q")


def test_the_rest_of_a_paste_that_was_held_up_is_text_and_no_keys() -> None:
    wire = Wire()
    wire.send(f"{START}first half")
    wire.wait(SILENCE_SECONDS)
    wire.send(f", quite{END}q{END}r")
    assert wire.told == [("paste", "first half"), ("paste", ", quite"), *keys("qr")]


def test_the_beginning_of_a_bracket_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire()
    wire.send("\x1b[2")
    monkeypatch.setattr("textual._parser.get_time", lambda: 1e12)
    wire.wait(SILENCE_SECONDS / 2)
    assert wire.told == []
    wire.send(f"00~slow{END}")
    assert wire.told == [("paste", "slow")]


def test_escape_alone_is_a_key_as_soon_as_textual_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire()
    wire.send("\x1b")
    wire.tick()
    assert wire.told == []
    monkeypatch.setattr("textual._parser.get_time", lambda: 1e12)
    wire.tick()
    assert wire.told == [("key", "escape", "\x1b")]


def test_a_megabyte_in_brackets_is_one_text_whether_in_one_line_or_in_many() -> None:
    for text in ("lorem ipsum " * 87_382, "\r".join(f"line {n} of a long list" for n in range(20_000))):
        raw = f"{START}{text}{END}".encode()
        wire = Wire()
        wire.send("p", *(raw[at : at + 4_096] for at in range(0, len(raw), 4_096)), "q")
        assert wire.told == [*keys("p"), ("paste", text), *keys("q")]


def test_a_terminal_that_never_stops_does_not_fill_the_memory() -> None:
    wire = Wire()
    wire.send(START)
    for _ in range(LARGEST // 100_000 + 5):
        wire.send("x" * 100_000)
    wire.send(END, "q")
    paste, cut, key = wire.events
    assert isinstance(paste, Paste)
    assert len(paste.text) == LARGEST
    assert isinstance(cut, PasteCut)
    assert isinstance(key, Key)


# --- pastes of terminals that know no brackets ------------------------------------------------------------------


def test_a_flood_of_characters_is_a_paste_and_none_of_its_letters_an_act() -> None:
    text = "quarterly plans, \x1b[31mall of them\r" * 30_000
    wire = Wire()
    wire.send(*(text[at : at + 4_096] for at in range(0, len(text), 4_096)))
    assert wire.told == []
    wire.wait(FLOOD_SECONDS)
    assert wire.told == [("paste", text)]
    wire.wait(FLOOD_SECONDS)
    wire.send("q")
    assert wire.told[1:] == keys("q")


def test_a_flood_that_comes_in_small_pieces_is_kept_from_acting_all_the_same() -> None:
    wire = Wire()
    wire.send(*("x" * 100 for _ in range(100)))
    wire.wait(FLOOD_SECONDS)
    assert wire.told[: FLOOD - 100] == keys("x") * (FLOOD - 100)
    assert wire.told[FLOOD - 100 :] == [("paste", "x" * (10_000 - FLOOD + 100))]


def test_a_long_line_that_is_sent_with_enter_is_kept_and_sent() -> None:
    wire = Wire()
    wire.send("x" * FLOOD + "\r")
    wire.wait(FLOOD_SECONDS)
    assert wire.told == [("paste", "x" * FLOOD), *keys("\r")]


def test_a_paste_in_brackets_ends_a_flood() -> None:
    text = "y" * FLOOD
    assert sent(f"{text}{START}one{END}") == [("paste", text), ("paste", "one")]
    assert sent(f"{text}\x1b[20", f"0~one{END}n") == [("paste", text), ("paste", "one"), *keys("n")]


def test_escape_just_before_a_flood_comes_before_it() -> None:
    wire = Wire()
    wire.send("\x1b", "z" * FLOOD)
    wire.wait(FLOOD_SECONDS)
    assert wire.told == [("key", "escape", "\x1b"), ("paste", "z" * FLOOD)]


def test_quick_fingers_and_a_mouse_that_moves_are_no_flood() -> None:
    wire = Wire()
    for _ in range(10 * FLOOD):
        wire.send("x")
        wire.now += 0.002
    assert wire.told == keys("x") * (10 * FLOOD)
    mouse = sent("".join(f"\x1b[<35;{column % 80 + 1};5M" for column in range(FLOOD)))
    assert {one[0] for one in mouse} == {"MouseMove"}


# --- bytes that are no text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"caf\xe9!", "caf\ufffd!"),
        (b"\x80\xbf", "\ufffd\ufffd"),
        (b"\xe2\x82x", "\ufffdx"),
        (b"\xc0\xaf", "\ufffd\ufffd"),
        (b"\xf0\x9f\x98\x80", "\U0001f600"),
        (b"\xed\xa0\x80", "\ufffd\ufffd\ufffd"),
        (b"\xff\xfea", "\ufffd\ufffda"),
    ],
)
def test_bytes_that_are_no_text_are_replaced_and_the_rest_is_kept(raw: bytes, text: str) -> None:
    assert sent(raw) == keys(text)
    assert sent(*(raw[at : at + 1] for at in range(len(raw)))) == keys(text)
    assert sent(START, raw, END) == [("paste", text)]


def test_half_a_character_before_a_paste_does_not_hide_the_bracket() -> None:
    assert sent(b"\xf0\x9f", f"{START}one{END}") == [*keys("\ufffd"), ("paste", "one")]


# --- sequences that are none ------------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", ["\x1b[99999999999;1u", "\x1b[;::P", "\x1b[81620502;u", "\x1b[1114112u"])
def test_a_sequence_that_makes_no_sense_is_dropped_alone(broken: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        list(XTermParser().feed(broken))
    assert sent(f"a{broken}b{START}one{END}c") == [*keys("ab"), ("paste", "one"), *keys("c")]


def test_a_screen_without_pixels_does_not_end_the_mouse() -> None:
    wire = Wire()
    wire.send("\x1b[48;24;80;0;0t\x1b[<0;5;6M")
    resize, mouse = wire.events
    assert isinstance(resize, Resize)
    assert isinstance(mouse, MouseDown)
    assert (mouse.x, mouse.y) == (4, 5)


def test_a_screen_of_a_million_rows_is_not_believed() -> None:
    assert sent("\x1b[48;1000000;1000000;1;1t\x1b[48;0;0;0;0tq") == keys("q")


# --- whatever is sent, however it is cut up ---------------------------------------------------------------------

pieces = st.one_of(
    st.binary(max_size=12),
    st.text(max_size=12).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from(
        [
            START.encode(),
            END.encode(),
            START.encode()[:4],
            END.encode()[:5],
            b"\x1b",
            b"\x1b\x1b[200~",
            b"\x1b[A",
            b"\x1b[<35;3;4M",
            b"\x1b[48;24;80;240;800t",
            b"\x1b[97;;97u",
            b"\x1b[99999999999;1u",
            b"\xf0\x9f",
            b"\r",
        ]
    ),
)


@given(st.lists(pieces, max_size=14).map(b"".join), st.data())
@settings(max_examples=150, deadline=None)
def test_the_same_bytes_give_the_same_events_wherever_they_are_cut(raw: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=10)))
    ends = [0, *cuts, len(raw)]
    chopped = sent(*(raw[a:b] for a, b in pairwise(ends)))
    assert chopped == sent(raw) == sent(*(raw[at : at + 1] for at in range(len(raw))))


def keys_alone(text: str) -> str:
    """Take out what would be a bracket, so that brackets stand only where the test puts them."""
    return text.replace("\x1b", "").replace("\x00", "")


@given(st.lists(st.tuples(st.text(max_size=9).map(keys_alone), st.text(max_size=30)), max_size=5))
@settings(max_examples=200, deadline=None)
def test_pastes_and_the_keys_around_them_keep_their_order_and_every_character(
    steps: list[tuple[str, str]],
) -> None:
    stream, expected = "", Told()
    for typed, pasted in steps:
        inside = re.sub("[\ud800-\udfff]", "", pasted).replace(END, "")
        # What follows must not complete an end that was cut off.
        stream += f"{typed}{START}{inside} {END}"
        expected += [*keys(typed), ("paste", f"{inside} ")]
    assert sent(stream) == expected


@given(st.lists(pieces, max_size=14).map(b"".join))
@settings(max_examples=200, deadline=None)
def test_whatever_was_sent_the_keys_are_keys_again_after_a_silence(raw: bytes) -> None:
    wire = Wire()
    wire.send(raw)
    wire.now += 2 * SILENCE_SECONDS
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("textual._parser.get_time", lambda: 1e12)
        wire.tick()
    before = len(wire.events)
    wire.send("xq")
    assert wire.told[before:][-1:] == keys("q")


# --- from there to the open line --------------------------------------------------------------------------------


async def test_what_was_pasted_stands_in_the_line_before_the_next_key_is_taken(tmp_path: Path) -> None:
    async with live(tmp_path) as room:
        room.app.post_message(Paste("parked by a paste"))
        for event in (Key("!", "!"), Key("enter", "\r"), Key("t", "t"), Key("h", "h"), Key("i", "i")):
            room.app.post_message(event)
        room.app.post_message(Paste(", there"))
        room.app.post_message(Key("enter", "\r"))
        await room.until(lambda: len(room.items) == 2)
        assert room.items == [("parked", "parked by a paste!"), ("takeaway", "hi, there")]


async def test_a_list_that_is_pasted_behind_a_word_is_kept_before_enter_is_taken(tmp_path: Path) -> None:
    async with live(tmp_path) as room:
        for event in (Key("p", "p"), Key("o", "o"), Paste("ne\ntwo"), Key("enter", "\r"), Key("t", "t")):
            room.app.post_message(event)
        await room.until(lambda: room.typed == "" and len(room.items) == 2)
        assert room.items == [("parked", "one"), ("parked", "two")]
        assert room.foot.line.is_open


async def test_a_paste_that_was_too_long_is_told(tmp_path: Path) -> None:
    async with live(tmp_path) as room:
        room.app.post_message(PasteCut())
        await room.settle()
        assert room.message == "That paste was too long; its beginning is kept."


# --- what is exchanged in Textual -------------------------------------------------------------------------------


def test_each_name_that_is_exchanged_is_there() -> None:
    """A Textual without one of them works as it comes, and then this says so."""
    names = (
        {"XTermParser", "EventMonitor"}
        if os.name == "nt"
        else {"getincrementaldecoder", "XTermParser", "WriterThread"}
    )
    assert names <= set(vars(driver_module()))


async def test_the_other_names_of_textual_that_are_leaned_on_are_there() -> None:
    """Where a widget or the app goes deeper than Textual promises: each has a place in `docs/dependencies.md`."""
    app = App[None]()
    async with app.run_test():
        field = Input(value="x")
        assert [name for name in ("_initial_value",) if name not in vars(field)] == []
    assert {"_suggestion", "_cursor_visible", "_position_to_cell"} <= set(dir(Input))
    deep = {"_check_bindings", "_close_messages_no_wait", "_exception", "_exception_event", "_return_code"}
    assert deep <= {*dir(App), *vars(app)}
    page = (Path(__file__).parents[2] / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert all(
        name in page for name in ("screens/terminal.py", "screens/taking.py", "longinput.py", "app/main.py")
    )


def test_exchanging_twice_changes_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    module = driver_module()
    for name in ("getincrementaldecoder", "XTermParser", "WriterThread", "EventMonitor"):
        if name in vars(module):
            monkeypatch.setattr(module, name, vars(module)[name])
    for _ in range(2):
        read_broken_bytes()
        keep_pastes_whole()
        outlive_the_terminal(lambda: None)
    reader = vars(module)["XTermParser"](debug=False)
    assert [_plain(event) for event in reader.feed(f"{START}\x1b[A{END}")] == [("paste", "\x1b[A")]


def test_a_textual_without_these_names_works_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    module = driver_module()
    for name in ("getincrementaldecoder", "XTermParser", "WriterThread", "EventMonitor"):
        monkeypatch.delitem(vars(module), name, raising=False)
    before = dict(vars(module))
    read_broken_bytes()
    keep_pastes_whole()
    outlive_the_terminal(lambda: None)
    assert vars(module) == before


def test_a_terminal_that_is_gone_is_no_terminal_that_says_nothing() -> None:
    decode = forgiving(getincrementaldecoder)("utf-8")().decode
    assert decode(b"\xe2\x82") == ""
    with pytest.raises(EOFError):
        decode(b"")


def test_a_thread_that_falls_over_half_an_emoji_reads_on_and_ends_when_there_is_nothing_left() -> None:
    class Console:
        def __init__(self) -> None:
            self.exit_event = threading.Event()
            self.falls = 0

        def run(self) -> None:
            self.falls += 1

    console = lasting(Console)()
    console.run()
    assert isinstance(console, Console)
    assert 2 <= console.falls <= 20
    console.exit_event.set()
    falls = console.falls
    console.run()
    assert console.falls == falls
