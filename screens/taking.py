"""Keys and pastes in the order in which they came, however fast they come.

Textual hands a key to the widget that has the focus when the key arrives, and each widget takes its keys when its turn
comes. Someone who types quickly is then ahead of a line that is about to open: the letters after `p` would be taken
for acts. So the app takes keys one after the other, each wholly, before it looks where the next one belongs.
"""

import asyncio
from contextlib import suppress
from typing import Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

from formats.text import is_clean


@runtime_checkable
class TakesKeys(Protocol):
    """A field that can be given a character at once."""

    def take(self, character: str) -> None:
        """Take a character that was typed."""


PATIENCE_SECONDS = 1.0
"""How long a key waits for a screen that is being built."""
HEARING_SECONDS = 5.0
"""How long one waits for what was told to be heard; a long paste takes its time on a busy computer."""


async def _there(app: App[None]) -> None:
    """Wait until the screen on top is built, so that no key runs ahead of it."""
    waited = 0.0
    while not app.screen.is_mounted and waited < PATIENCE_SECONDS:
        await asyncio.sleep(0.005)
        waited += 0.005


def typed(event: events.Key) -> str:
    """Return the character that a key types; empty when it types none.

    Python, and with it Textual, calls neither the wide space of Japanese printable nor the joiner inside an emoji
    family or a Persian word, nor a sign that is newer than itself. People type them all the same.
    """
    character = event.character
    return "" if character is None or character in "\t\n" or not is_clean(character) else character


async def take_key(app: App[None], event: events.Key) -> bool:
    """Give a key to the field that has the focus, or run what it is bound to; say whether that was possible.

    Where another widget has the focus the key goes Textual's own way.
    """
    await _there(app)
    focused = app.focused
    if focused is not None and not isinstance(focused, TakesKeys):
        return False
    if isinstance(focused, TakesKeys) and (character := typed(event)):
        focused.take(character)
        return True
    # Textual's own search, not `active_bindings`: a binding may decline, as a field does that has nothing to scroll,
    # and the key is then for whoever stands around it.
    return await app._check_bindings(event.key, priority=True) or await app._check_bindings(event.key)


async def heard(app: App[None], *, app_too: bool = False) -> None:
    """Wait until what has the focus, and all that stands around it, has heard what it was told.

    A paste lies in the queue of the widget that has the focus, and what the widget makes of it in the queues of those
    around it; the key that was pressed next must not be taken before.

    Args:
        app: The app.
        app_too: Wait for the app as well; it would wait for itself where it asks.
    """
    if not app.screen_stack:
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(HEARING_SECONDS):
            for node in (app.focused or app.screen).ancestors_with_self:
                if isinstance(node, MessagePump) and (app_too or node is not app):
                    # Twice, because what a widget posts to itself lies behind the first question.
                    await _turn(node)
                    await _turn(node)


async def _turn(node: MessagePump) -> None:
    """Wait until a widget has taken all messages that lie before it now."""
    taken = asyncio.Event()
    if node.call_later(taken.set):
        await taken.wait()
