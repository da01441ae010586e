"""Writes the pictures that are named, or all: `python -m docs.pictures [NAME...]`."""

import asyncio
import sys
from pathlib import Path

from docs.pictures.story import SCENES, draw


def main(names: list[str]) -> None:
    """Draw pictures into this folder."""
    folder = Path(__file__).parent
    for name, svg in asyncio.run(draw(names or SCENES)).items():
        path = folder / f"{name}.svg"
        path.write_text(svg, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.name}  {len(svg) // 1_000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
