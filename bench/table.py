"""Figures to a table. Pure, so that it can be tested."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

HEADINGS = ("what", "ours", "bare", "ratio", "goal", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; times in seconds, as many runs as there are figures.

    Attributes:
        what: What was timed.
        ours: What it took here.
        bare: What the least that does the same took.
        goal: How many times as long ours may take; None where nothing was promised.
        unit: What stands behind each figure.
    """

    what: str
    ours: tuple[float, ...]
    bare: tuple[float, ...]
    goal: float | None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """How many times as long ours takes, by the medians; None when there is nothing to divide by."""
        if not self.ours or not self.bare or median(self.bare) <= 0:
            return None
        return median(self.ours) / median(self.bare)

    @property
    def verdict(self) -> str:
        """Whether the goal is met."""
        if self.ratio is None:
            return "not measured"
        if self.goal is None:
            return ""
        return "ok" if self.ratio <= self.goal else "over"

    def cells(self) -> tuple[str, ...]:
        """Write the row."""
        ratio = "-" if self.ratio is None else f"{self.ratio:.2f}"
        return (
            self.what,
            figure(self.ours, self.unit),
            figure(self.bare, self.unit),
            ratio,
            "-" if self.goal is None else f"{self.goal:g}",
            self.verdict,
        )


def figure(seconds: Sequence[float], unit: str) -> str:
    """Write the median of some times in milliseconds: three digits that count, never more."""
    if not seconds:
        return "-"
    ms = median(seconds) * 1_000
    places = 2 if ms < 10 else 1 if ms < 100 else 0
    return f"{ms:.{places}f} {unit}"


def table(rows: Sequence[Row]) -> str:
    """Write all rows in columns, words at the left and figures at the right."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    wide = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    last = len(HEADINGS) - 1
    return "\n".join(
        "  ".join(
            cell.ljust(wide[column]) if column in {0, last} else cell.rjust(wide[column])
            for column, cell in enumerate(line)
        ).rstrip()
        for line in lines
    )
