"""Pastes and broken bytes in a real pseudo-terminal: the program lives, the clock goes on, what can be read is kept."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

if os.name != "posix":
    pytest.skip("a pseudo-terminal of Unix is needed", allow_module_level=True)

from tests.quick import some_of
from tests.terminal import Terminal

START = "\x1b[200~"
END = "\x1b[201~"
MEGABYTE = 1 << 20


class Meeting:
    """A kickoff in a terminal, and what is on the disk of it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.terminal = Terminal("--data", str(data), "run", "kickoff", "--people", "Ana, Ben")
        self.terminal.until("saved ✓")

    @property
    def items(self) -> list[str]:
        """The texts of what was caught, as they stand in the session's file."""
        file = next((self.data / "sessions").glob("*.json"))
        events = json.loads(file.read_bytes())["events"]
        return [one["data"]["text"] for one in events.values() if one["kind"] == "ItemCaptured"]

    @property
    def pasted(self) -> list[str]:
        """What was pasted and is too much for items, as it lies in files."""
        return [path.read_text(encoding="utf-8") for path in sorted((self.data / "pasted").glob("*.txt"))]

    def send(self, raw: bytes) -> None:
        """Send bytes as fast as the program takes them, and read what it draws meanwhile."""
        sender = Thread(target=self.terminal.send, args=(raw,), daemon=True)
        sender.start()
        while sender.is_alive():
            self.terminal._read(0.05)

    def clock_goes_on(self) -> bool:
        """Say whether the countdown is drawn anew within a few seconds."""
        clock = self.terminal.rows[3:8]
        self.terminal.until(lambda rows: rows[3:8] != clock)
        return True

    def keeps(self, text: str) -> None:
        """Fail unless a takeaway can still be kept."""
        self.terminal.press("t", text, "\r")
        self.terminal.until(lambda _rows: text in self.items)


@pytest.fixture
def meeting(tmp_path: Path) -> Iterator[Meeting]:
    held = Meeting(tmp_path / "data")
    yield held
    held.terminal.discard()


def lines_of(count: int) -> list[str]:
    return [f"line {number} of a long list, some fifty characters wide" for number in range(count)]


def test_a_megabyte_in_brackets_is_kept_whole_and_the_clock_goes_on(meeting: Meeting) -> None:
    one_line = "lorem ipsum " * (MEGABYTE // 12)
    meeting.send(f"{START}{one_line}{END}".encode())
    meeting.terminal.until(lambda _rows: meeting.pasted == [one_line])
    assert meeting.clock_goes_on()
    many = lines_of(20_000)
    meeting.send(f"{START}{chr(13).join(many)}{END}".encode())
    meeting.terminal.until(lambda _rows: meeting.pasted[1:] == ["\n".join(many)])
    assert meeting.clock_goes_on()
    few = lines_of(200)
    meeting.send(f"{START}{chr(13).join(few)}{END}".encode())
    meeting.terminal.until(lambda _rows: meeting.items == few)
    assert meeting.clock_goes_on()
    meeting.keeps("and on we go")


@pytest.mark.parametrize(
    "text",
    some_of(
        ("quarterly numbers and plans ", "quarterly numbers and plans\r"), "quarterly numbers and plans "
    ),
    ids=repr,
)
def test_a_megabyte_without_brackets_is_kept_and_its_letters_do_nothing(meeting: Meeting, text: str) -> None:
    """Typed one by one they would leave, pause, and go on to the next segment."""
    meeting.terminal.press("p")
    meeting.terminal.until("park ▸")
    flood = text * (MEGABYTE // len(text))
    meeting.send(flood.encode())
    # Its first piece may be small enough to have been typed: then it stands in the line, or was parked.
    meeting.terminal.until(lambda _rows: bool(meeting.pasted))
    (kept,) = meeting.pasted
    assert flood.replace("\r", "\n").endswith(kept)
    assert len(kept) > MEGABYTE - 10_000
    assert meeting.clock_goes_on()
    meeting.terminal.press("\x1b")
    meeting.terminal.until("space pause")
    meeting.keeps("and on we go")


def test_what_is_no_key_runs_nothing_and_what_can_be_read_is_kept(meeting: Meeting) -> None:
    meeting.terminal.paste("a \x1b[31mred\x1b[0m word \x1bq\x1b[A and \x1b[201")
    meeting.terminal.press("!", "\r")
    meeting.terminal.until(lambda _rows: meeting.items == ["a [31mred[0m word q[A and [201!"])

    meeting.terminal.press(f"{START}never ended")
    meeting.terminal.until("park ▸ never ended")
    meeting.terminal.press(" but kept", "\r")
    meeting.terminal.until(lambda _rows: meeting.items[1:] == ["never ended but kept"])

    meeting.send(b"\x1b[99999999999;1u\x1b[;::P\x1b[48;9999999;9999999;1;1t")
    meeting.keeps("and on we go")
    meeting.send(b"\x1b[48;30;100;0;0t\x1b[<35;5;5M")
    meeting.keeps("and on")

    meeting.send(b"\xff\x80\xc0")
    meeting.terminal.press("p")
    meeting.terminal.until("park ▸")
    for byte in "né 😀 ".encode() + b"\xe2\x82x\x80":
        meeting.send(bytes([byte]))
    meeting.send(f"{START}a ".encode() + b"\xf0\x9f b\xed\xa0\x80" + END.encode() + b"\r")
    kept = "né 😀 \ufffdx\ufffda \ufffd b\ufffd\ufffd\ufffd"
    meeting.terminal.until(lambda _rows: meeting.items[4:] == [kept])
    meeting.terminal.press("q")
    assert meeting.terminal.end() == 0
