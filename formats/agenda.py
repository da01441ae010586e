"""Reads an agenda that was written for people, in plain text or Markdown, as a format.

A line is a segment if it says how long it takes ("Check-in (5 min)", "10' Purpose", "Topic: 10m") or when
it begins ("9:00 Check-in"); from clock times, lengths follow by difference. The first heading is the name.
What stands below a segment without a time of its own becomes its prompts.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from formats.complaints import MOST_SHOWN, Complaint, FormatError, short
from formats.durations import LONGEST, parse_duration
from formats.model import Break, Discussion, Format, Round, Segment
from formats.text import clean, clean_line, slug

__all__ = ["named_segment", "parse_agenda"]

_INDENT = re.compile(r"^[ \t]*")
_MARKER = re.compile(
    r"^(?:(?P<heading>\#{1,6})\s+|(?P<bullet>[-*+•–]|\[[ xX]?\])\s+|(?P<number>[0-9]{1,3}[.)]|[a-z][.)])\s+)+"
)
_UNIT = r"(?:h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)"
_WRITTEN = (
    rf"[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?\s*(?:{_UNIT}(?![a-z])\.?|['′])"
    rf"(?:\s*[0-9]{{1,2}}(?:\s*{_UNIT}(?![a-z])\.?|(?![0-9.:])))?"
)
_RANGE_TO = r"(?:[0-9]{1,3}\s*(?:-|–|to)\s*)?"
_IN_BRACKETS = re.compile(
    rf"\s*[(\[]\s*(?:~|ca\.?|about)?\s*{_RANGE_TO}(?P<length>{_WRITTEN})\s*[)\]]", re.IGNORECASE
)
_AT_START = re.compile(rf"^{_RANGE_TO}(?P<length>{_WRITTEN})\s*(?:[-–—:|,]\s*)?(?=\S)", re.IGNORECASE)
_AT_END = re.compile(rf"\s*(?:[-–—:|,]\s*|\s){_RANGE_TO}(?P<length>{_WRITTEN})\s*$", re.IGNORECASE)
_TIME = r"(?:[01]?[0-9]|2[0-4])[:.][0-5][0-9]\s*(?:[ap]\.?m\.?\b)?"
_CLOCK = re.compile(
    rf"^[(\[]?(?P<begins>{_TIME})(?:\s*(?:-|–|—|to|until)\s*(?P<ends>{_TIME}))?[)\]]?\s*(?:[-–—:|,]\s*)?",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"\b(?:break|pause|lunch|coffee break|tea break)\b", re.IGNORECASE)
_ROUND = re.compile(r"\bround\b(?!\s*table)", re.IGNORECASE)
_CLOSE = re.compile(
    r"^(?:the )?(?:end|ends|finish|finished|close|closed|adjourn|adjourned|done|bye)\b\W*$", re.IGNORECASE
)
_DECORATION = re.compile(r"\*\*|__|(?<!\w)[*_`](?=\S)|(?<=\S)[*_`](?!\w)")
_WIDE_GAP = re.compile(r"\s{3,}")
_LONGEST_LINE: Final = 600
_MOST_LINES: Final = 5_000
_DAY: Final = 24 * 60 * 60
_MOST_SEGMENTS: Final = 60
_MOST_PROMPTS: Final = 20


@dataclass
class _Part:
    """A line that is a segment, as far as it is known."""

    line: int
    column: int
    title: str
    indent: int
    heading: int
    marked: bool
    seconds: int | None = None
    begins: int | None = None
    ends: int | None = None
    prompts: list[str] = field(default_factory=list)


def parse_agenda(text: str, name: str, format_id: str) -> Format:
    """Read an agenda as a format of discussions, rounds and breaks; `name` stands for the file in complaints.

    Raises:
        FormatError: No line says how long it takes, or some line's length cannot be used.
    """
    reading = _Reading(name)
    for number, line in enumerate(clean(text.removeprefix("\ufeff")).split("\n"), start=1):
        too_much = reading.too_much(number)
        if too_much:
            reading.complain(number, 1, "agenda", too_much)
            break
        reading.take(number, line)
    reading.lengths_from_clock()
    segments = reading.segments()
    if not segments and not reading.complaints:
        reading.complain(
            1, 1, "agenda", "no line says how long it takes; write lines such as 'Check-in (5 min)'"
        )
    total = sum(segment.planned_seconds for segment in segments)
    if total > LONGEST:
        reading.complain(1, 1, "agenda", f"together {total // 60} minutes; a format may take 720 (12 hours)")
    if len(segments) > _MOST_SEGMENTS:
        reading.complain(1, 1, "agenda", f"more than {_MOST_SEGMENTS} segments; leave some out")
    if reading.complaints:
        raise FormatError(reading.complaints)
    return Format(
        id=slug(format_id, otherwise="agenda"),
        name=reading.title or clean_line(format_id.replace("-", " ")).capitalize()[:120] or "Agenda",
        summary=reading.summary,
        segments=tuple(segments),
    )


def named_segment(title: str, seconds: int, prompts: tuple[str, ...] = ()) -> Segment:
    """Make a segment of what its title says it is: a break, a round, or else a discussion."""
    kind: type[Break | Round | Discussion] = Discussion
    if _PAUSE.search(title):
        kind = Break
    elif _ROUND.search(title):
        kind = Round
    return kind(title=title, planned_seconds=seconds, prompts=prompts)


class _Reading:
    """What has been understood of an agenda so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.title = ""
        self.summary = ""
        self.parts: list[_Part] = []
        self.complaints: list[Complaint] = []

    def complain(self, line: int, column: int, where: str, what: str) -> None:
        self.complaints.append(Complaint(self.file, line, column, where, what))

    def too_much(self, number: int) -> str:
        """Say why reading stops before a line, for what is no agenda any more; empty to go on."""
        if number > _MOST_LINES:
            return f"more than {_MOST_LINES:,} lines; an agenda is a page or two"
        if len(self.parts) > 2 * _MOST_SEGMENTS:
            return f"more than {_MOST_SEGMENTS} segments; leave some out"
        if len(self.complaints) > MOST_SHOWN:
            return "what follows was not read; mend these first"
        return ""

    def take(self, number: int, line: str) -> None:
        indent = len(_INDENT.match(line)[0].expandtabs(4))  # type: ignore[index]  # it matches every line
        plain = line.strip().strip("|").strip()
        if not plain or set(plain) <= set("-=*_ |:"):
            return
        marker = _MARKER.match(plain)
        rest = plain[marker.end() :] if marker else plain
        part = _Part(
            line=number,
            column=len(line) - len(line.lstrip()) + 1,
            title="",
            indent=indent,
            heading=len(marker["heading"] or "") if marker else 0,
            marked=marker is not None,
        )
        try:
            # Every place in a run of blanks could be where a length begins; two of them say as much as many.
            words = _WIDE_GAP.sub("  ", _DECORATION.sub("", rest[:_LONGEST_LINE]))
            left = _timed(part, words.strip())
        except ValueError as error:
            self.complain(number, part.column, f"'{short(rest)}'", str(error))
            return
        if part.seconds is None and part.begins is None:
            if not line.lstrip().startswith("|"):  # the head of a table
                self._take_untimed(part, left)
            return
        part.title = _cropped(clean_line(clean_line(left).strip("-–—:|, "))) or f"Part {len(self.parts) + 1}"
        self.parts.append(part)

    def _take_untimed(self, part: _Part, words: str) -> None:
        if not words:
            return
        if part.heading and not self.title and not self.parts:
            self.title = _cropped(clean_line(words))
        elif part.heading:
            return  # a heading without a time only sorts what follows
        elif not self.parts:
            self._take_introduction(part, words)
        elif self._same_rank(part, self.parts[-1]):
            what = "no length; add one, such as '(5 min)', or indent the line to make it a prompt"
            self.complain(part.line, part.column, f"'{short(words)}'", what)
        elif len(self.parts[-1].prompts) < _MOST_PROMPTS:
            self.parts[-1].prompts.append(words[:500])

    def _take_introduction(self, part: _Part, words: str) -> None:
        if part.marked:
            what = "no length; add one, such as '(5 min)'"
            self.complain(part.line, part.column, f"'{short(words)}'", what)
        elif not self.title:
            self.title = _cropped(clean_line(words))
        elif not self.summary:
            self.summary = words[:500]

    @staticmethod
    def _same_rank(part: _Part, segment: _Part) -> bool:
        """Tell whether an item without a time stands in the same list as a segment: it was meant as one too."""
        return part.marked and segment.marked and not segment.heading and part.indent <= segment.indent

    def lengths_from_clock(self) -> None:
        """Give each part that says when it begins its length: until it ends, or until the next one begins."""
        kept = []
        for index, part in enumerate(self.parts):
            following = self.parts[index + 1].begins if index + 1 < len(self.parts) else None
            if part.seconds is None and part.begins is not None:
                until = part.ends if part.ends is not None else following
                if until is None:
                    if _CLOSE.match(part.title):
                        continue
                    what = "no length; add '(5 min)', or a last line such as '10:00 End'"
                    self.complain(part.line, part.column, f"'{short(part.title)}'", what)
                    continue
                part.seconds = self._difference(part, until)
            kept.append(part)
        self.parts = kept

    def _difference(self, part: _Part, until: int) -> int | None:
        assert part.begins is not None
        seconds = until - part.begins
        if seconds < 0:  # after midnight, or after noon on a clock of twelve hours
            seconds += _DAY // 2 if seconds + _DAY // 2 > 0 else _DAY
        if 0 < seconds <= LONGEST:
            return seconds
        what = "the next time is the same or too far away; write the times in order"
        self.complain(part.line, part.column, f"'{short(part.title)}'", what)
        return None

    def segments(self) -> list[Segment]:
        """Make segments of what has a length."""
        return [
            named_segment(part.title, part.seconds, tuple(part.prompts))
            for part in self.parts
            if part.seconds is not None
        ]


def _timed(part: _Part, words: str) -> str:
    """Take the times out of a line into its part, and give what is left."""
    clock = _CLOCK.match(words)
    if clock is not None:
        part.begins = _seconds_of_day(clock["begins"])
        part.ends = _seconds_of_day(clock["ends"]) if clock["ends"] else None
        words = words[clock.end() :]
    for pattern in (_IN_BRACKETS, _AT_START, _AT_END):
        found = pattern.search(words)
        if found is not None:
            part.seconds = parse_duration(re.sub(r"(?<=[a-z])\.", "", found["length"].lower()))
            if words[found.end() :].startswith("of "):  # "3 minutes of silence" is a title as it stands
                return words
            return (words[: found.start()] + " " + words[found.end() :]).strip()
    return words


def _seconds_of_day(written: str) -> int:
    hours, minutes = (int(digits) for digits in re.findall("[0-9]+", written))
    half = re.search("[ap]", written.lower())
    if half is not None:
        hours = hours % 12 + (12 if half[0] == "p" else 0)
    return (hours * 60 + minutes) * 60


def _cropped(title: str) -> str:
    return title if len(title) <= 120 else title[:119].rstrip() + "…"
