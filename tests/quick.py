"""Hands on a running app that wait by looking rather than by sleeping.

Textual's own pilot waits until the computer is idle, which on a busy one is neither soon nor sure.
"""

from asyncio import sleep
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from time import monotonic
from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet
from textual._queue import Queue
from textual.app import App
from textual.events import Key
from textual.keys import _character_to_key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot

Case = TypeVar("Case")
PATIENCE = 10.0
"""Seconds after which what has not come to rest will not."""


def waits(pump: MessagePump) -> bool:
    """Say whether a part of an app has taken all its messages and waits for the next, or is gone."""
    if pump._closing or pump._closed:
        return True
    queue: Queue[Message | None] = pump._message_queue
    nothing_left = pump._pending_message is None and queue.empty()
    return nothing_left and any(not waiter.done() for waiter in queue.ready_event._waiters)


def at_rest(app: App[None]) -> bool:
    """Say whether all messages were taken, and draw what waits to be drawn."""
    screen = app.screen
    if not all(waits(pump) for pump in (app, *screen.walk_children(with_self=True))):
        return False
    if screen._callbacks or screen._layout_required or screen._dirty_widgets:
        screen._on_timer_update()
        return False
    return True


async def settled(app: App[None], _pilot: object = None) -> None:
    """Wait until every message was taken and everything was drawn."""
    deadline = monotonic() + PATIENCE
    turns = rested = 0
    # What a thread has handed over is taken first; and what has come to rest is looked at more than once.
    while rested < 3 and monotonic() < deadline:
        # Whoever needs longer than this waits for a thread or a timer.
        await sleep(0 if turns < 200 else 0.002)
        turns += 1
        if not app.screen_stack or app._exception is not None or (app._exit and turns > 50):
            return  # The app has ended, and draws nothing any more.
        rested = rested + 1 if at_rest(app) else 0


async def came(condition: Callable[[], object], settle: Callable[[], Awaitable[None]]) -> bool:
    """Wait until something is so; say whether it came. Threads and timers get a little time meanwhile."""
    deadline = monotonic() + PATIENCE
    while not condition():
        if monotonic() > deadline:
            return False
        await settle()
        if not condition():
            await sleep(0.002)
    return True


class QuickPilot(Pilot[None]):
    """A pilot whose keys and pauses last no longer than what they bring about."""

    async def press(self, *keys: str) -> None:
        """Press keys one by one, as they are written on them or as Textual names them."""
        for key in keys:
            name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            self.app.post_message(Key(name, key if len(key) == 1 else CHARACTERS.get(key)))
            await settled(self.app, self)

    async def pause(self, delay: float | None = None) -> None:
        """Wait until all is done and drawn; with a delay, so many seconds, as Textual does."""
        if delay is not None:
            await super().pause(delay)
        await settled(self.app, self)


CHARACTERS = {
    "space": " ", "comma": ",", "full_stop": ".", "colon": ":", "minus": "-", "slash": "/", "question_mark": "?",
}  # fmt: skip
"""What stands on the keys that Textual calls by a name."""


class QuickApp(App[None]):
    """An app of a test, with quick hands on it and nothing in it that glides."""

    @asynccontextmanager
    async def run_test(
        self,
        *,
        headless: bool = True,
        size: tuple[int, int] | None = (80, 24),
        tooltips: bool = False,
        notifications: bool = False,
        message_hook: Callable[[Message], None] | None = None,
    ) -> AsyncGenerator[Pilot[None], None]:
        """Run as Textual does in tests, with a quick pilot."""
        self.animation_level = "none"
        running = super().run_test(
            headless=headless,
            size=size,
            tooltips=tooltips,
            notifications=notifications,
            message_hook=message_hook,
        )
        async with running:
            pilot = QuickPilot(self)
            await pilot.pause()
            yield pilot


def some_of(cases: Iterable[Case], *ordinary: Case) -> list[ParameterSet]:
    """Return all cases for a test, of which only some belong to the ordinary run and the rest to the long proofs."""
    return [pytest.param(case, marks=[] if case in ordinary else pytest.mark.torture) for case in cases]
