"""How a poll is seen: the questions, and a bar for the hands of each choice."""

from facilitator.engine.activities.poll import HandsCounted, PollState, choices
from facilitator.engine.events import Body
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment, State
from facilitator.presenter import wording
from facilitator.presenter.shape import Local, Shown
from formats import model
from screens.views.live import ChoiceRow, LineRow, LinesView


def _counts(state: State, segment: Segment, question: int) -> dict[int, int]:
    stands = kept(state, segment.id, PollState)
    return {} if stands is None else dict(stands.counts.get(question, {}))


def _mean(counts: dict[int, int]) -> str:
    """Write the mean of a scale; nothing while no hand was counted."""
    hands = sum(counts.values())
    if not hands:
        return ""
    return f"   mean {sum((choice + 1) * number for choice, number in counts.items()) / hands:.1f}"


def _view(state: State, segment: Segment, _now: int, _local: Local) -> LinesView | None:
    spec = segment.spec
    if not isinstance(spec, model.Poll):
        return None
    rows: list[LineRow] = []
    for question, asked in enumerate(spec.questions):
        counts = _counts(state, segment, question)
        rows.append(LineRow("", asked, strong=True))
        said = [f"{words}: {counts.get(choice, '·')}" for choice, words in enumerate(choices(spec))]
        mean = _mean(counts) if not spec.choices else ""
        rows.append(LineRow("", "   ".join(said) + mean))
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
                    prompt=f"{wording.quoted(asked, 24)}: hands for {words}",
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
