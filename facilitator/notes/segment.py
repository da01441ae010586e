"""One segment for the chat while it runs: what the room is asked, who comes when, who is with whom."""

from facilitator.engine.activities.groups import GroupsState
from facilitator.engine.rules import kept
from facilitator.engine.state import Segment, State
from facilitator.engine.turns import still_to_come
from facilitator.notes.activities.groups import group_entry
from facilitator.notes.discretion import Discretion
from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.headings import AS_THEY_COME, Headings, filled
from formats import model
from formats.words import Level, SegmentId


def segment_document(
    state: State,
    segment: SegmentId | None = None,
    *,
    level: Level | None = None,
    headings: Headings = AS_THEY_COME,
) -> Document:
    """Return a segment's title, its prompts, and its order or groups where the level lets people be named.

    Args:
        state: The session.
        segment: Which; `None` for the one that runs, and before the start the first.
        level: What is said of people, if not what the session itself holds to.
        headings: The program's own words in it.

    Raises:
        KeyError: The session has no such segment.
    """
    telling = Discretion(state, state.level if level is None else level, state.at, headings.words)
    told = (state.now_running or state.segments[0]) if segment is None else state.segment(segment)
    prompts = Section("prompts", "", tuple(Entry(prompt) for prompt in told.spec.prompts))
    people = _order(telling, told, headings), _groups(telling, told, headings)
    return Document(
        title=told.spec.title,
        day=None,
        facts=(),
        level=telling.level,
        sections=tuple(one for one in (prompts, *people) if one.entries),
        kind="segment",
        headings=headings,
    )


def _order(telling: Discretion, segment: Segment, headings: Headings) -> Section:
    names = telling.names(still_to_come(telling.state, segment.id))
    return Section("order", headings.titles.order, tuple(Entry(name) for name in names), in_a_line=True)


def _groups(telling: Discretion, segment: Segment, headings: Headings) -> Section:
    """Return the groups of the round that runs, numbered as on the screen."""
    stands = kept(telling.state, segment.id, GroupsState)
    if stands is None or not isinstance(segment.spec, model.Groups) or not telling.names_people:
        return Section("groups", "")
    heading = headings.titles.groups
    if stands.of > 1:
        heading = f"{heading} · {filled(headings.words.round, n=len(stands.rounds))}"
    entries = (
        group_entry(telling, segment.spec, group, number=number)
        for number, group in enumerate(stands.groups, start=1)
    )
    return Section("groups", heading, tuple(entries))
