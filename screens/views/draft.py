"""What was typed and not kept yet, as screens hand it on and get it back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed for one act.

    Attributes:
        act: The act that would have got the text.
        text: What was typed, as typed.
        target: What it is about, such as the item that is edited; empty where the act alone says it.
        hidden: It is drawn as dots, since it was typed where it could not be seen.
    """

    act: str
    text: str
    target: str = ""
    hidden: bool = False
