"""The program's own words in the notes: headings, and the few words it adds to what people typed.

They can be other ones, in another language too: `facilitator/notes/headings_file.py` reads them from a file. Where a
word has `{n}` or the like in it, what the program knows is put there.
"""

import re
from dataclasses import dataclass, field
from typing import Final

PLACEHOLDER: Final = re.compile(r"\{([a-z]+)\}")
"""Where a word has room for what the program knows."""


@dataclass(frozen=True, slots=True)
class Titles:
    """The headings of the notes; those of boards, polls and topics are the titles of their segments."""

    takeaways: str = "Takeaways"
    decisions: str = "Decisions"
    actions: str = "Actions"
    resources: str = "Resources"
    parking_lot: str = "Parking lot"
    not_reached: str = "Not reached"
    not_reached_yet: str = "Not reached yet"
    next_session: str = "Next session"
    time: str = "Planned and spent"
    people: str = "Who was there"
    agenda: str = "Agenda"
    order: str = "Order"
    groups: str = "Groups"
    nobody: str = "Nobody yet"


@dataclass(frozen=True, slots=True)
class Words:
    """What the program says beside what was typed."""

    person: str = "{n} person"
    people: str = "{n} people"
    minutes: str = "{n} min"
    under_a_minute: str = "under 1 min"
    so_far: str = "{length} so far"
    not_started: str = "not started yet"
    day: str = "{weekday} {day} {month}"
    day_with_year: str = "{weekday} {day} {month} {year}"
    start_and_end: str = "{start}–{end}"
    due: str = "due {day}"
    discussed: str = "discussed"
    put_off: str = "next session"
    assigned: str = "assigned"
    assigned_to: str = "assigned to {names}"
    dropped: str = "dropped"
    vote: str = "{n} vote"
    votes: str = "{n} votes"
    hand: str = "{n} hand"
    hands: str = "{n} hands"
    average: str = "{n} on average"
    decimal: str = "{whole}.{tenths}"
    planned: str = "{length} planned"
    spent: str = "{length} spent"
    not_held: str = "not held"
    together: str = "Together"
    on_time: str = "on time"
    late: str = "{length} late"
    early: str = "{length} early"
    ended: str = "Ended {when}"
    started_and_ended: str = "Started {started}, ended {ended}"
    presented_by: str = "presented by"
    nobody_yet: str = "nobody yet"
    taken: str = "taken"
    round: str = "Round {n}"
    hidden_card: str = "{n} card, not shown yet"
    hidden_cards: str = "{n} cards, not shown yet"
    takeaway: str = "takeaway"
    decision: str = "decision"
    action: str = "action"
    resource: str = "resource"
    parked: str = "parked"
    facilitator: str = "facilitator"
    timekeeper: str = "timekeeper"
    note_taker: str = "note-taker"
    next: str = "Next"
    more: str = "and {n} more"
    only_counted: str = "{n} in the notes"
    part: str = "({n} of {of})"


@dataclass(frozen=True, slots=True)
class Headings:
    """All words that the notes add to what people typed.

    Attributes:
        language: The tag of the language they are in, such as `en` or `de-AT` (BCP 47).
        titles: The headings.
        words: The words beside items.
        days: The days of the week as they are abbreviated, from Monday.
        months: The months likewise, from January.
    """

    language: str = "en"
    titles: Titles = field(default_factory=Titles)
    words: Words = field(default_factory=Words)
    days: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months: tuple[str, ...] = (
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    )  # fmt: skip


AS_THEY_COME: Final = Headings()
"""The words of a program that was told no others."""


def filled(word: str, **known: str | int) -> str:
    """Return a word with what the program knows in its places; what is put in is not looked at again."""
    return PLACEHOLDER.sub(lambda found: str(known.get(found[1], found[0])), word)
