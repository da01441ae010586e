"""What a person chose about all notes: the dialect used last, what is left out of them, their own words."""

import os
from dataclasses import dataclass, field

from data.preferences import Change, Preferences
from data.store import Store
from facilitator.notes import DIALECTS, Wish
from facilitator.notes.document import SECTION_KEYS
from facilitator.notes.headings import AS_THEY_COME, Headings


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose before about all notes.

    Attributes:
        preferences: The dialect used last, and what is left out of the notes of each format.
        headings: The program's own words in them.
        problem: Why these are not what the person wrote, a sentence.
    """

    preferences: Preferences = field(default_factory=Preferences)
    headings: Headings = AS_THEY_COME
    problem: str = ""


def choices_in(store: Store) -> Choices:
    """Read what a person chose, as far as it can be read."""
    preferences = store.preferences.read()
    if not os.path.lexists(store.folder.wording):
        # What reads it is not even loaded then.
        return Choices(preferences)
    from facilitator.own_words import own_headings

    headings, problem = own_headings(store.folder)
    return Choices(preferences, headings, problem)


def wish_for(format_id: str, choices: Choices) -> Wish:
    """Return what was chosen for the notes of a format; whatever is not there any more was not chosen."""
    preferences = choices.preferences
    kept = preferences.left_out.get(format_id, ())
    return Wish(
        dialect=preferences.dialect if preferences.dialect in DIALECTS else Wish().dialect,
        leave_out=frozenset(key for key in SECTION_KEYS if key in kept),
        headings=choices.headings,
    )


def kept_for(format_id: str, wish: Wish) -> Change:
    """Return what keeps of a wish what counts for the next session of a format, too."""
    left_out = tuple(key for key in SECTION_KEYS if key in wish.leave_out)
    return lambda kept: Preferences(wish.dialect, {**kept.left_out, format_id: left_out})
