"""The program's own two themes: calm to look at, and readable when a video call shrinks and blurs them.

Text keeps a contrast of 4.5 to 1 or more on every surface that the screens use. The four phases of a box differ in hue
and in lightness, so that they also differ for eyes that mix up red and green, or blue and yellow; signs, words and the
shape of the bar say the same beside the colour.
"""

from collections.abc import Mapping
from typing import Final

from textual.theme import Theme

from formats.words import Phase

PHASE_VARIABLES: Final[Mapping[Phase, str]] = {
    "calm": "text-primary",
    "warning": "text-warning",
    "closing": "text-error",
    "over": "text-secondary",
}
"""The theme's variable for each phase; every theme has them, so that a chosen one works too.

Keys and headings use `text-accent`, which is the colour of calm: being over has a colour that nothing else has.
"""

SIGNS: Final[Mapping[Phase, str]] = {"calm": "○", "warning": "◐", "closing": "●", "over": "+"}
"""The sign that stands beside the words of each phase."""

DARK: Final = Theme(
    name="facilitator-dark",
    dark=True,
    primary="#8fdcee",
    secondary="#f070f5",
    accent="#8fdcee",
    warning="#ffdf80",
    error="#ff6f1f",
    success="#9fe0b5",
    foreground="#eef1f4",
    background="#0f1419",
    surface="#161d25",
    panel="#1f2831",
    variables={
        "text": "#eef1f4",
        "text-muted": "#b3bfcb",
        "text-disabled": "#9aa7b4",
        "text-primary": "#8fdcee",
        "text-secondary": "#f070f5",
        "text-warning": "#ffdf80",
        "text-error": "#ff6f1f",
        "text-accent": "#8fdcee",
        "text-success": "#9fe0b5",
        "foreground-muted": "#b3bfcb",
        "foreground-disabled": "#9aa7b4",
        "border": "#8fdcee",
        "border-blurred": "#44525f",
        "block-cursor-foreground": "#0f1419",
        "block-cursor-background": "#8fdcee",
        "block-cursor-blurred-foreground": "#eef1f4",
        "block-cursor-blurred-background": "#2b3843",
        "input-selection-background": "#2d5a68",
        "input-selection-foreground": "#eef1f4",
        "scrollbar": "#44525f",
        "scrollbar-hover": "#6b7a88",
        "scrollbar-background": "#0f1419",
        "footer-background": "#0f1419",
        "footer-key-foreground": "#8fdcee",
        "screen-selection-background": "#2d5a68",
        "screen-selection-foreground": "#eef1f4",
    },
)
"""Light text on a dark ground."""

LIGHT: Final = Theme(
    name="facilitator-light",
    dark=False,
    primary="#00639c",
    secondary="#a8108c",
    accent="#00639c",
    warning="#7a5a00",
    error="#7a1d00",
    success="#1d6639",
    foreground="#171b20",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e9e6df",
    variables={
        "text": "#171b20",
        "text-muted": "#4a5560",
        "text-disabled": "#5a646e",
        "text-primary": "#00639c",
        "text-secondary": "#a8108c",
        "text-warning": "#7a5a00",
        "text-error": "#7a1d00",
        "text-accent": "#00639c",
        "text-success": "#1d6639",
        "foreground-muted": "#4a5560",
        "foreground-disabled": "#5a646e",
        "border": "#00639c",
        "border-blurred": "#c3beb3",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#00639c",
        "block-cursor-blurred-foreground": "#171b20",
        "block-cursor-blurred-background": "#d9d4c9",
        "input-selection-background": "#b9dcee",
        "input-selection-foreground": "#171b20",
        "scrollbar": "#c3beb3",
        "scrollbar-hover": "#9b968b",
        "scrollbar-background": "#fbfaf7",
        "footer-background": "#fbfaf7",
        "footer-key-foreground": "#00639c",
        "screen-selection-background": "#b9dcee",
        "screen-selection-foreground": "#171b20",
    },
)
"""Dark text on a light ground."""

THEMES: Final[tuple[Theme, ...]] = (DARK, LIGHT)
"""Both, the dark one first."""
