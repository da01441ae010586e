"""The notes as they are looked at: of a session that was just closed, or of one held before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from data.preferences import Change
from data.problems import FolderProblem
from facilitator.clipboard import Copied
from facilitator.engine.state import State
from facilitator.notes import DIALECTS, Wish
from facilitator.notes.document import SECTION_KEYS, SectionKey
from facilitator.notes.segment import segment_document
from facilitator.notes_choices import Choices, kept_for, wish_for
from facilitator.notes_writing import NO_CHATS, PLAIN, Named, Writing, in_chat, named_in
from facilitator.portions import PartByPart, Portion
from formats.text import crop
from formats.words import LEVELS, Level
from screens.views.live import ChoiceRow, QuestionView
from screens.views.notes import FollowUpView, NotesView, SectionRow

_TASK_LISTS: Final = frozenset({"markdown"})
"""Dialects in which an action can be a box to tick."""

HEADINGS: Final[dict[SectionKey, str]] = {
    "takeaways": "Takeaways",
    "decisions": "Decisions",
    "actions": "Actions",
    "resources": "Resources",
    "activities": "Boards, polls, roles",
    "topics": "Topics",
    "parking-lot": "Parking lot",
    "not-reached": "Not reached",
    "next-session": "Next session",
    "time": "Planned and spent",
    "people": "Who was there",
}
"""What the sections are called where they are chosen."""

_SAYS: Final[dict[Level, str]] = {
    "open": "also says who said what",
    "names": "says who was there and what they took on",
    "room": "names nobody",
}

_HEADING_CELLS: Final = 24
"""So much of a heading is told where somebody is named under it."""

_Text = tuple[State, Wish, str]
"""Which text is meant: of which state, as wished for, and whose follow-ups by their place; empty for the notes."""

_SEGMENT: Final = "segment"
"""Stands in the place of a follow-up's for what is copied of the current segment."""


class NotesDesk:
    """The notes of one session: how they are written, what they say of people, and which part is copied next.

    Attributes:
        file: Where they were saved; `None` when they were not.
        copied: What is known of the last copy, a sentence.
        problem: Why they are not saved, a sentence.
        is_being_saved: Whether they are on their way to the disk.
    """

    def __init__(
        self,
        state: Callable[[], State],
        now: Callable[[], int],
        local: Callable[[int], datetime],
        *,
        file: Path | None = None,
        can_return: bool,
        choices: Choices | None = None,
    ) -> None:
        """Look at the notes of a session.

        Args:
            state: Gives what stands in it.
            now: Gives the moment, in UTC milliseconds.
            local: Makes local time of a moment.
            file: Where the notes were saved.
            can_return: Whether its end can still be taken back.
            choices: What the person chose before; nothing if not said.
        """
        self.file = file
        self.copied = ""
        self.problem = ""
        self.is_being_saved = False
        self._state = state
        self._can_return = can_return
        self._writing = Writing(state, now, local)
        self._portions = PartByPart()
        self._copied_of: _Text | None = None
        self._warned_of: dict[str, _Text] = {}
        self._more_open: Level | None = None
        self._choices = choices or Choices()
        self._wish = wish_for(state().format.id, self._choices)

    @property
    def _level(self) -> Level:
        return self._wish.level or self._state().level

    def show_dialect(self, dialect: str) -> None:
        """Show the notes in another dialect, of those there are."""
        if dialect in DIALECTS:
            self._show(replace(self._wish, dialect=dialect))

    def show_level(self, level: str) -> None:
        """Show the notes at another level; before more is said of people than the session agreed on, ask."""
        wanted = _level(level)
        if wanted is None:
            return
        if LEVELS.index(wanted) < LEVELS.index(self._state().level):
            self._more_open = wanted
        else:
            self._show(replace(self._wish, level=wanted))

    def show_level_anyway(self) -> None:
        """Show the notes at the level that was asked about."""
        if self._more_open is not None:
            self._show(replace(self._wish, level=self._more_open))

    def hold_to_the_session(self) -> None:
        """Say of people what the session agrees on, because it goes on."""
        self._show(replace(self._wish, level=None))

    def stay(self) -> None:
        """Leave what the notes say of people as it is."""
        self._more_open = None

    def switch_section(self, key: str) -> None:
        """Leave a section out, or bring it back."""
        found = next((one for one in SECTION_KEYS if one == key), None)
        if found is not None:
            self._show(replace(self._wish, leave_out=self._wish.leave_out ^ {found}))

    def switch_short(self) -> None:
        """Show the few lines for a chat, or everything."""
        self._show(replace(self._wish, short=not self._wish.short))

    def switch_task_lists(self) -> None:
        """Write actions as boxes to tick, or no longer."""
        if self._wish.dialect in _TASK_LISTS:
            self._show(replace(self._wish, task_lists=not self._wish.task_lists))

    def _show(self, wish: Wish) -> None:
        """Write the notes in another way; whatever was being copied begins anew."""
        self._wish = wish
        self._portions.begin_anew()
        self._more_open = None
        self.copied = ""

    def to_keep(self) -> Change:
        """Return what keeps the choices that count for the next session of this format, too."""
        return kept_for(self._state().format.id, self._wish)

    # --- copying -----------------------------------------------------------------------------------------------

    def next_copy(self) -> Portion | str:
        """Return the part that is copied now, or what has to be said first; a second time it is copied."""
        told = self._told_first("y", "", lambda: self._writing.written(self._wish).named)
        return told or self._take("", lambda: self._writing.parts(self._wish))

    def follow_up(self, place: str) -> Portion | str:
        """Return what one person took on, by the place in the list of them, or what has to be said first."""
        found = self._writing.written(self._wish).follow_ups
        at = int(place) if place.isdecimal() else len(found)
        if at >= len(found):
            return "There is nothing to copy here."
        told = self._told_first("y", place, lambda: found[at].named)
        return told or self._take(place, lambda: found[at].parts)

    def segment(self) -> Portion | str:
        """Return the current segment's title, prompts, order or groups for the chat, or what has to be said first."""
        state = self._state()
        document = segment_document(state, headings=self._wish.headings)
        told = self._told_first("g", _SEGMENT, lambda: named_in(document, state))
        return told or Portion(in_chat(document, self._wish))

    def _take(self, what: str, write: Callable[[], tuple[str, ...]]) -> Portion | str:
        now = (self._state(), self._wish, what)
        if not _same(self._copied_of, now):
            self._portions.begin_anew()
            self._copied_of = now
        return self._portions.take(write)

    def rich_copy(self) -> Portion | str:
        """Return all of the notes as HTML to be pasted and as plain text, or what has to be said first."""
        told = self._told_first("Y", "", lambda: self._writing.written(self._wish).named)
        if told:
            return told
        self._portions.begin_anew()
        dialect = PLAIN if self._wish.dialect in NO_CHATS else self._wish.dialect
        plain = replace(self._wish, dialect=dialect)
        return Portion(self._writing.text(plain), self._writing.with_form(self._wish))

    def heard(self, portion: Portion, copied: Copied) -> str:
        """Hear what is known of a copy; return what to say."""
        self.copied = self._portions.heard(portion, copied)
        return self.copied

    def _told_first(self, key: str, what: str, named: Callable[[], Named | None]) -> str:
        """Point out, once, whom a text names although it is to name nobody.

        Args:
            key: The key that copies it.
            what: Which text: empty for the notes.
            named: Looks for the names in that very text.
        """
        now = (self._state(), self._wish, what)
        if _same(self._warned_of.get(what), now):
            return ""
        found = named()
        if found is None:
            return ""
        self._warned_of[what] = now
        # The key first: where there is little room, the end may be cut off.
        return f"{key} again copies it all the same. {_names(found)}"

    # --- the file ----------------------------------------------------------------------------------------------

    def text_to_save(self) -> str:
        """Write what goes into the file: all of it, and no more of people than the session agreed on."""
        wish = self._wish
        return self._writing.text(Wish(leave_out=wish.leave_out, headings=wish.headings))

    def kept(self, where: Path | FolderProblem) -> None:
        """Hear in which file they were saved, or why they could not be; nothing is lost by that."""
        self.is_being_saved = False
        if isinstance(where, Path):
            self.file, self.problem = where, ""
        else:
            self.problem = f"The notes are not saved: {where.why}. {where.what_to_do}"

    # --- what is shown -----------------------------------------------------------------------------------------

    def view(self) -> NotesView:
        """Make the view of the notes screen."""
        state, wish = self._state(), self._wish
        written = self._writing.written(wish)
        return NotesView(
            title=state.title,
            parts=written.parts,
            look=written.look,
            sizes=written.sizes,
            limit=DIALECTS[wish.dialect].limit if wish.limit is None else wish.limit,
            dialect=wish.dialect,
            dialects=tuple(DIALECTS),
            level=self._level,
            levels=LEVELS,
            saved=self._told_saved(),
            copied=self.copied,
            can_return=self._can_return,
            next_part=self._portions.next if _same(self._copied_of, (state, wish, "")) else 1,
            short=wish.short,
            # Follow-ups are there as soon as there is anything to tick, in the notes or apart.
            task_lists=wish.task_lists if wish.dialect in _TASK_LISTS and written.follow_ups else None,
            sections=tuple(
                SectionRow(key, HEADINGS[key], key not in wish.leave_out)
                for key in SECTION_KEYS
                if key in written.there or key in wish.leave_out
            ),
            follow_ups=tuple(
                FollowUpView(group.owner, group.count, "\n\n".join(group.parts))
                for group in written.follow_ups
            ),
            named="" if written.named is None else _names(written.named),
            question=self._question(),
        )

    def _question(self) -> QuestionView | None:
        if self._more_open is None:
            return None
        agreed, wanted = self._state().level, self._more_open
        text = f"The session agreed on “{agreed}”; “{wanted}” {_SAYS[wanted]}."
        return QuestionView(
            text,
            (
                ChoiceRow("notes_level_anyway", wanted, "show it all the same", key="1"),
                ChoiceRow("notes_stay", "", "leave it", key="2"),
            ),
        )

    def _told_saved(self) -> str:
        if self.is_being_saved:
            return "The notes are being saved …"
        saved = self.problem or ("" if self.file is None else f"Saved in {self.file}")
        return "\n".join(one for one in (saved, self._choices.problem) if one)


def _level(name: str) -> Level | None:
    return next((one for one in LEVELS if one == name), None)


def _same(one: _Text | None, other: _Text) -> bool:
    """Say whether nothing has changed. A state is compared by identity: the next one is always another object."""
    return one is not None and one[0] is other[0] and one[1:] == other[1:]


def _names(named: Named) -> str:
    """Say who is named, and where first; not in which words, since the room may be looking on."""
    most = 4
    people = named.people
    names = ", ".join(people[:most]) + (f" and {len(people) - most} more" if len(people) > most else "")
    where = f" (see {crop(named.heading, _HEADING_CELLS)})" if named.heading else ""
    # At the foot, a dot between blanks would set apart how something is taken back.
    return f"Nobody is to be named, but what was typed names {names}{where}.".replace(" · ", ", ")
