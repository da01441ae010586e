"""The least that does the same: what ours is measured against.

Only what textual itself brings is imported for all of them, so that the first pays for nothing of the others.
"""

import os
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

READY = "ready"


class Bare(App[None]):
    """One line of text that takes a key."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static(READY)

    def on_key(self, event: events.Key) -> None:
        self.query_one(Static).update(f"took {event.key}")


class BareInput(App[None]):
    """One field."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Input(placeholder=READY)


class BareSaver(App[None]):
    """One field; what is entered is shown once a file of a given size is on the disk."""

    ENABLE_COMMAND_PALETTE = False
    target: ClassVar[Path]
    bytes_to_write: ClassVar[int]

    def compose(self) -> ComposeResult:
        yield Input(placeholder=READY)
        yield Static(id="kept", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        replace_durably(self.target, bytes(self.bytes_to_write))
        self.query_one("#kept", Static).update(event.value)
        event.input.value = ""


class BareDigits(App[None]):
    """Digits that count down once a second."""

    ENABLE_COMMAND_PALETTE = False
    left = 600

    def compose(self) -> ComposeResult:
        from textual.widgets import Digits

        yield Digits("10:00", id="left")

    def on_mount(self) -> None:
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        from textual.widgets import Digits

        self.left -= 1
        self.query_one("#left", Digits).update(f"{self.left // 60:02}:{self.left % 60:02}")


def replace_durably(target: Path, content: bytes) -> None:
    """Write a temporary file, flush it to the disk, put it in the place of another, flush the folder."""
    temporary = target.with_name(f".{target.name}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def run(name: str, *given: str) -> None:
    """Run one of the apps."""
    if name == "save":
        BareSaver.target, BareSaver.bytes_to_write = Path(given[0]), int(given[1])
    apps: dict[str, type[App[None]]] = {
        "start": Bare,
        "keys": BareInput,
        "save": BareSaver,
        "cpu": BareDigits,
    }
    apps[name]().run()
