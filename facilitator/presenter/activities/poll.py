"""How a poll is seen: the questions, and a bar for the hands of each choice."""

from facilitator.engine.activities.poll import HandsCounted, PollState, choices
from facilitator.engine.events import Body
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment, State
from facilitator.presenter.shape import Local, Shown
from formats import model
from screens.views.live import ChoiceRow, LineRow, LinesView

WIDEST_BAR = 20


def _counts(state: State, segment: Segment, question: int) -> dict[int, int]:
    stands = kept(state, segment.id, PollState)
    return {} if stands is None else dict(stands.counts.get(question, {}))


def _view(state: State, segment: Segment, _now: int, _local: Local) -> LinesView | None:
    spec = segment.spec
    if not isinstance(spec, model.Poll):
        return None
    rows: list[LineRow] = []
    for question, asked in enumerate(spec.questions):
        counts = _counts(state, segment, question)
        rows.append(LineRow("", asked, strong=True))
        for choice, words in enumerate(choices(spec)):
            hands = counts.get(choice)
            said = "" if hands is None else f"{'▪' * min(hands, WIDEST_BAR)} {hands}"
            rows.append(LineRow(words, said))
    return LinesView("Hands", tuple(rows), "v counts the hands for a choice")


def _own(state: State, segment: Segment) -> tuple[ChoiceRow, ...]:
    spec = segment.spec
    if not isinstance(spec, model.Poll):
        return ()
    rows: list[ChoiceRow] = []
    for question, asked in enumerate(spec.questions):
        counts = _counts(state, segment, question)
        for choice, words in enumerate(choices(spec)):
            key = str(len(rows) + 1) if len(rows) < 9 else ""
            hands = "" if choice not in counts else str(counts[choice])
            rows.append(
                ChoiceRow(
                    "count_hands",
                    f"{question} {choice}",
                    words,
                    detail=f"{asked}  {hands}".strip(),
                    key=key,
                    prompt=f"hands for {words}",
                    draft=hands,
                )
            )
    return tuple(rows)


def _say(_state: State, body: Body) -> str:
    match body:
        case HandsCounted(hands=1):
            return "1 hand"
        case HandsCounted(hands=hands):
            return f"{hands} hands"
        case _:
            return ""


SHOWN = Shown(view=_view, own=_own, say=_say)
"""How a poll is seen."""
