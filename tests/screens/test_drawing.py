"""Drawing on a terminal that is slow, takes nothing for a while, or is gone; a pipe stands for it."""

import os
import threading
from collections.abc import Iterator

import pytest

from screens import drawing
from screens.drawing import MOST_WAITING, Drawer

if os.name != "posix":
    pytest.skip("Windows draws as Textual does", allow_module_level=True)

FRAME = 10_000


class Pipe:
    """A terminal whose other end the test reads, or does not."""

    def __init__(self) -> None:
        self.reading, writing = os.pipe()
        self.file = open(writing, "w", encoding="utf-8")  # noqa: SIM115 - it is closed with the pipe
        self.again = threading.Event()
        self.drawer = Drawer(self.file, on_again=self.again.set)
        self.drawer.start()

    def frames(self, count: int) -> list[str]:
        """Have frames written, each with a number at both its ends; return them."""
        frames = [f"<{number}>".ljust(FRAME, ".") + f"</{number}>" for number in range(count)]
        for frame in frames:
            self.drawer.write(frame)
        return frames

    def read_until(self, end: str) -> str:
        """Read until a text ends so."""
        read = b""
        while not read.decode().endswith(end):
            read += os.read(self.reading, 65_536)
        return read.decode()

    def close(self) -> None:
        for end in (self.reading, self.file.fileno()):
            os.close(end)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    opened = Pipe()
    yield opened
    opened.drawer.stop()
    opened.close()
    # Its number is closed already.
    with pytest.raises(OSError):
        opened.file.close()


def test_what_is_written_arrives_in_order(pipe: Pipe) -> None:
    for character in "one screen after another":
        pipe.drawer.write(character)
    assert pipe.read_until("another") == "one screen after another"
    assert not pipe.again.is_set()


def test_nobody_waits_for_a_terminal_that_takes_nothing_and_it_is_drawn_anew_when_it_does(pipe: Pipe) -> None:
    frames = pipe.frames(10 * MOST_WAITING // FRAME)
    assert not pipe.again.is_set()
    read = pipe.read_until(frames[-1])
    assert pipe.again.wait(10)
    assert len(read) < 2 * MOST_WAITING
    # What arrived are whole frames: a sequence that is cut off would spoil the screen.
    assert read == "".join(frame for frame in frames if frame in read)


def test_a_frame_that_is_larger_than_all_that_may_wait_arrives(pipe: Pipe) -> None:
    large = "x" * (3 * MOST_WAITING) + "end"
    pipe.drawer.write(large)
    assert pipe.read_until("end") == large


def test_the_end_waits_for_the_last_characters(pipe: Pipe) -> None:
    pipe.drawer.write("the last words")
    pipe.drawer.stop()
    pipe.drawer.write("too late")
    assert os.read(pipe.reading, 100) == b"the last words"
    assert not pipe.drawer.is_alive()


def test_the_end_does_not_wait_for_ever(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "PATIENCE_SECONDS", 0.05)
    pipe.frames(30)
    pipe.drawer.stop()
    assert pipe.drawer.is_alive()
    pipe.read_until("</29>")
    pipe.drawer.join(10)
    assert not pipe.drawer.is_alive()


def test_a_terminal_that_is_gone_takes_the_thread_and_nobody_else_with_it(pipe: Pipe) -> None:
    gone, other = os.pipe()
    os.dup2(gone, pipe.reading)
    os.close(gone)
    os.close(other)
    pipe.frames(3)
    pipe.drawer.join(10)
    assert not pipe.drawer.is_alive()
    pipe.frames(100)
    pipe.drawer.stop()


def test_a_terminal_that_another_program_made_impatient_is_written_to_all_the_same(pipe: Pipe) -> None:
    os.set_blocking(pipe.file.fileno(), False)
    frames = pipe.frames(15)
    assert pipe.read_until("</14>") == "".join(frames)
