"""`python -m bench [start] [keys] [save] [cpu] [long]` prints what was measured. It never fails: figures inform."""

import argparse
import os
import platform
import sys
from importlib.metadata import version

from bench.measures import MEASURES
from bench.table import Row, table
from bench.terminal import COLUMNS, ROWS, NotShown


def main() -> None:
    """Measure what was asked for and print it."""
    reader = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    reader.add_argument("what", nargs="*", metavar="WHAT", help=f"{', '.join(MEASURES)}; all if left out")
    wanted: list[str] = reader.parse_args().what
    unknown = [name for name in wanted if name not in MEASURES]
    if unknown:
        reader.error(f"there is no “{unknown[0]}”; there are {', '.join(MEASURES)}")
    print(
        f"Python {platform.python_version()}, textual {version('textual')}, {platform.system()}, "
        f"{os.cpu_count()} cores, {COLUMNS}x{ROWS}; medians, ours and bare in turn"
    )
    rows: list[Row] = []
    for name in wanted or list(MEASURES):
        print(f"measuring {name} …", file=sys.stderr)
        try:
            rows += MEASURES[name]()
        except NotShown as problem:
            print(f"{name} could not be measured: {problem}", file=sys.stderr)
    if rows:
        print(table(rows))


if __name__ == "__main__":
    main()
