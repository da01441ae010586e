"""How an entry is worded, the same in every dialect: what stands before a text, and after it.

The words themselves are those of the document's `headings`, so that they can be in another language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from facilitator.notes.document import Document, Entry
from facilitator.notes.headings import AS_THEY_COME, PLACEHOLDER, Headings, Words, filled
from formats.words import Duty, Fate, ItemKind

FAR_AHEAD_DAYS: Final = 300
"""A date this far from the session could be taken for one of another year, so its year is written."""

_MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an entry's wording.

    Attributes:
        text: What is read.
        typed: Whether somebody typed it; else it is the program's.
        day: The date that it names, if it does.
    """

    text: str
    typed: bool = False
    day: date | None = None


def write_day(day: date, *, near: date | None = None, headings: Headings = AS_THEY_COME) -> str:
    """Write a date as people say it, `Fri 27 Nov`; with its year unless it lies near a known day."""
    is_near = near is not None and abs((day - near).days) < FAR_AHEAD_DAYS
    word = headings.words.day if is_near else headings.words.day_with_year
    weekday, month = headings.days[day.weekday()], headings.months[day.month - 1]
    return filled(word, weekday=weekday, day=day.day, month=month, year=day.year)


def write_minutes(milliseconds: int, words: Words = AS_THEY_COME.words) -> str:
    """Write a length of time in whole minutes, the nearest."""
    minutes = (milliseconds + _MINUTE_MS // 2) // _MINUTE_MS
    if minutes == 0 and milliseconds > 0:
        return words.under_a_minute
    return filled(words.minutes, n=minutes)


def write_punctuality(milliseconds: int, words: Words) -> str:
    """Write by how much a time is off the one it should be, in the nearest minute: `3 min late`, `on time`."""
    if abs(milliseconds) < _MINUTE_MS // 2:
        return words.on_time
    return filled(
        words.late if milliseconds > 0 else words.early, length=write_minutes(abs(milliseconds), words)
    )


def counted(number: int, one: str, many: str) -> str:
    """Write a number with its noun: `1 vote`, `2 votes`; both have room for the number."""
    return filled(one if number == 1 else many, n=number)


def write_kind(kind: ItemKind, words: Words) -> str:
    """Write what was captured, as a label before its text; cards and topics need none."""
    named: dict[ItemKind, str] = {
        "takeaway": words.takeaway,
        "decision": words.decision,
        "action": words.action,
        "resource": words.resource,
        "parked": words.parked,
    }
    return named.get(kind, "")


def write_duty(duty: Duty, words: Words) -> str:
    """Write what someone was asked to do in the whole session."""
    named: dict[Duty, str] = {
        "facilitator": words.facilitator,
        "timekeeper": words.timekeeper,
        "note-taker": words.note_taker,
    }
    return named.get(duty, duty)


def write_fate(fate: Fate, words: Words) -> str:
    """Write what became of a parked item, without who took it on."""
    named: dict[Fate, str] = {
        "discussed": words.discussed,
        "next session": words.put_off,
        "assigned": words.assigned,
        "dropped": words.dropped,
    }
    return named[fate]


def parts(entry: Entry, document: Document) -> tuple[Part, ...]:
    """Return an entry in parts, what was typed apart from the program's words, without what lies beneath."""
    return (*_lead(entry), Part(entry.text, typed=True), *_tail(entry, document))


def in_full(entry: Entry, document: Document) -> str:
    """Return an entry as plain text with all that belongs to it, without what lies beneath."""
    return "".join(part.text for part in parts(entry, document))


def remarks(entry: Entry, document: Document) -> Iterator[tuple[Part, ...]]:
    """Yield what the program says of an entry, in order, each remark in parts."""
    headings = document.headings
    words = headings.words
    if entry.fate != "assigned":
        yield from ((Part(owner, typed=True),) for owner in entry.owners)
    if entry.due is not None:
        day = write_day(entry.due, near=document.day, headings=headings)
        yield _put_into(words.due, Part(day, day=entry.due))
    if entry.fate == "assigned" and entry.owners:
        yield _put_into(words.assigned_to, *_joined(entry.owners))
    elif entry.fate:
        yield (Part(write_fate(entry.fate, words)),)
    if entry.votes:
        yield (Part(counted(entry.votes, words.vote, words.votes)),)
    if entry.hands is not None:
        yield (Part(counted(entry.hands, words.hand, words.hands)),)
    if entry.length_ms is not None:
        yield (Part(write_minutes(entry.length_ms, words)),)
    if entry.planned_ms is not None:
        yield (Part(filled(words.planned, length=write_minutes(entry.planned_ms, words))),)
        yield (Part(_spent(entry.spent_ms, words)),)
    yield from ((Part(remark),) for remark in entry.remarks)


def _lead(entry: Entry) -> Iterator[Part]:
    """Yield what stands before the text: when it begins, a card's number, whose words they are, what they answer."""
    if entry.at is not None:
        yield Part(f"{entry.at:%H:%M} · ")
    if entry.number:
        yield Part(f"{entry.number} · ")
    if entry.person:
        yield Part(entry.person, typed=True)
        yield Part(" — " if entry.label else ": ")
    if entry.label:
        yield Part(entry.label, typed=True)
        yield Part(": ")


def _tail(entry: Entry, document: Document) -> Iterator[Part]:
    """Yield what stands after the text: who said it, and the program's remarks in brackets."""
    if entry.who:
        yield Part(" — ")
        yield Part(entry.who, typed=True)
    before = " ("
    for remark in remarks(entry, document):
        yield Part(before)
        yield from remark
        before = ", "
    if before == ", ":
        yield Part(")")


def _spent(milliseconds: int | None, words: Words) -> str:
    if milliseconds is None:
        return words.not_held
    return filled(words.spent, length=write_minutes(milliseconds, words))


def _joined(names: tuple[str, ...]) -> Iterator[Part]:
    for place, name in enumerate(names):
        if place:
            yield Part(", ")
        yield Part(name, typed=True)


def _put_into(word: str, *known: Part) -> tuple[Part, ...]:
    """Return a word with what the program knows in its one place, still in parts."""
    before, _, after = PLACEHOLDER.split(word, maxsplit=1)
    around = (Part(before), *known, Part(after))
    return tuple(part for part in around if part.text)
