"""Bindings made from the table of acts, so that a key is named in one place."""

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from screens.acts import Act


def bindings_of(acts: Iterable[Act]) -> list[BindingType]:
    """Return a binding for each act that has keys; its id is the act's name, for a keymap."""
    return [
        Binding(",".join(act.keys), f"act('{act.name}')", act.label, show=False, id=f"live.{act.name}")
        for act in acts
        if act.keys
    ]
