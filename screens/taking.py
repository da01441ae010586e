"""Keys in the order in which they were pressed, however fast they come.

Textual hands a key to the widget that has the focus when the key arrives, and each widget takes its keys when its turn
comes. Someone who types quickly is then ahead of a line that is about to open: the letters after `p` would be taken
for acts. So the app takes keys one after the other, each wholly, before it looks where the next one belongs.
"""

import asyncio

from textual import events
from textual.app import App


class TakesKeys:
    """A field that can be given a character at once."""

    def take(self, character: str) -> None:
        """Take a character that was typed."""
        raise NotImplementedError


PATIENCE_SECONDS = 1.0
"""How long a key waits for a screen that is being built."""


async def _there(app: App[None]) -> None:
    """Wait until the screen on top is built, so that no key runs ahead of it."""
    waited = 0.0
    while not app.screen.is_mounted and waited < PATIENCE_SECONDS:
        await asyncio.sleep(0.005)
        waited += 0.005


async def take_key(app: App[None], event: events.Key) -> bool:
    """Give a key to the field that has the focus, or run what it is bound to; say whether that was possible.

    Where another widget has the focus the key goes Textual's own way.
    """
    await _there(app)
    focused = app.focused
    if focused is not None and not isinstance(focused, TakesKeys):
        return False
    if isinstance(focused, TakesKeys) and event.is_printable and event.character is not None:
        focused.take(event.character)
        return True
    # Textual's own search, not `active_bindings`: a binding may decline, as a field does that has nothing to scroll,
    # and the key is then for whoever stands around it.
    return await app._check_bindings(event.key, priority=True) or await app._check_bindings(event.key)
