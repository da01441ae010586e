"""From a screenshot to a picture that is the same after every run and needs nothing from elsewhere."""

import re
from typing import Final
from xml.sax.saxutils import escape, unescape

FAMILY: Final = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
BLOCKS: Final = {
    "█": (0, 0, 1, 1),
    "▀": (0, 0, 1, 1 / 2),
    "▄": (0, 1 / 2, 1, 1 / 2),
    "▅": (0, 3 / 8, 1, 5 / 8),
    "▁": (0, 7 / 8, 1, 1 / 8),
    "▌": (0, 0, 1 / 2, 1),
    "▐": (1 / 2, 0, 1 / 2, 1),
    "━": (0, 0.44, 1, 0.12),
    "╸": (0, 0.44, 1 / 2, 0.12),
    "╺": (1 / 2, 0.44, 1 / 2, 0.12),
    "─": (0, 0.47, 1, 0.06),
}
"""Characters that are drawn as what they are, since few fonts fill their cells: x, y, width, height within the cell."""
CELL_WIDTH: Final = 12.2
CELL_HEIGHT: Final = 24.4
BASELINE: Final = 18.5
"""The size of a cell in the pictures, and how far below its top a text stands."""


def still(svg: str, name: str) -> str:
    """Return a screenshot without what changes from run to run or comes from elsewhere.

    Args:
        svg: The screenshot as Textual draws it: its ids are numbers made from its content, and its font is fetched.
        name: What the ids begin with instead.
    """
    own = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    own = re.sub(r"terminal-\d+", name, own)
    own = own.replace("font-family: Fira Code, monospace", f"font-family: {FAMILY}")
    own = own.replace("font-family: arial", "font-family: sans-serif")
    own = re.sub(r"\s*<!--.*?-->", "", own)
    own = TEXT.sub(_with_solid_blocks, own)
    return "\n".join(line.rstrip() for line in own.splitlines() if line.strip()) + "\n"


TEXT: Final = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)"(?P<rest>[^>]*)>(?P<text>[^<]*)</text>'
)
"""A text of one style, on one row."""


def _with_solid_blocks(found: re.Match[str]) -> str:
    """Return a text with its block characters as rectangles in its colour."""
    text = unescape(found["text"], {"&#160;": " "})
    if not set(text) & BLOCKS.keys():
        return found[0]
    left, top = float(found["x"]), float(found["y"]) - BASELINE
    drawn = []
    for run in re.finditer(r"(.)\1*", text):
        if run[1] in BLOCKS:
            x, y, width, height = BLOCKS[run[1]]
            many = len(run[0]) if width == 1 else 1
            drawn += [
                f'<rect class="{found["style"]}" x="{left + (run.start() + nth * many + x) * CELL_WIDTH:.1f}" '
                f'y="{top + y * CELL_HEIGHT:.1f}" width="{many * width * CELL_WIDTH + 0.1:.1f}" '
                f'height="{height * CELL_HEIGHT + 0.2:.1f}"/>'
                for nth in range(len(run[0]) // many)
            ]
    other = "".join(" " if one in BLOCKS else one for one in text)
    if other.strip():
        spaced = escape(other).replace(" ", "&#160;")
        start = f'<text class="{found["style"]}" x="{found["x"]}" y="{found["y"]}"{found["rest"]}>'
        drawn.append(f"{start}{spaced}</text>")
    return "".join(drawn)
