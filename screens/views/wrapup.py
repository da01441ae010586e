"""What the wrap-up draws: inside the session's time, the top line and a smaller clock stay."""

from dataclasses import dataclass

from screens.views.live import (
    NOTHING_SAID,
    ClockView,
    ListView,
    MessageView,
    QuestionView,
    TopView,
    TypingView,
)


@dataclass(frozen=True, slots=True)
class SpentRow:
    """A segment with its minutes, planned and spent; `sums`: all segments together."""

    title: str
    planned: str
    spent: str
    sums: bool = False


@dataclass(frozen=True, slots=True)
class AirtimeView:
    """Who had the floor for how long: a sentence on how much that covers, and each person with minutes and turns."""

    coverage: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WrapUpView:
    """All that the wrap-up shows.

    Attributes:
        parked: What was parked, with fates.
        lists: Actions, takeaways, decisions, resources.
        spent: Planned and spent, a row for each segment, then the sums.
        undecided: How many parked items have no fate.
        question: A gap that waits to be settled.
        private: Who spoke how long; there only for the few seconds in which it is to be seen.
    """

    top: TopView
    clock: ClockView
    parked: ListView
    lists: tuple[ListView, ...]
    spent: tuple[SpentRow, ...]
    undecided: int
    typing: TypingView
    message: MessageView = NOTHING_SAID
    question: QuestionView | None = None
    private: AirtimeView | None = None
