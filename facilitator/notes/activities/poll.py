"""Poll: how many hands were up for each choice; nobody knows whose."""

from collections.abc import Mapping

from facilitator.engine.activities.poll import SCALE, PollState, choices
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Entry, Section
from facilitator.notes.headings import Words, filled
from formats import model


def sections(telling: Discretion, segment: Segment) -> tuple[Section, ...]:
    """Return the questions for which hands were counted."""
    spec = segment.spec
    stands = kept(telling.state, segment.id, PollState)
    if stands is None or not isinstance(spec, model.Poll):
        return ()
    entries = tuple(
        _question(spec, question, stands.counts[place], telling.words)
        for place, question in enumerate(spec.questions)
        if any(stands.counts.get(place, {}).values())
    )
    return (Section("activities", spec.title, entries),) if entries else ()


def _question(spec: model.Poll, question: str, counts: Mapping[int, int], words: Words) -> Entry:
    """Return a question with its choices; of a scale, the mean and the steps that anyone chose."""
    answers = tuple(Entry(choice, hands=counts.get(place, 0)) for place, choice in enumerate(choices(spec)))
    if spec.choices:
        return Entry(question, entries=answers)
    return Entry(
        question, remarks=(_mean(counts, words),), entries=tuple(one for one in answers if one.hands)
    )


def _mean(counts: Mapping[int, int], words: Words) -> str:
    hands = sum(counts.values())
    mean = sum(int(SCALE[place]) * number for place, number in counts.items()) / hands
    whole, tenths = f"{mean:.1f}".split(".")
    return filled(words.average, n=filled(words.decimal, whole=whole, tenths=tenths))
