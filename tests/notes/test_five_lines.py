"""The short form for the chat, and who has what to do afterwards: both are taken from the notes and add nothing."""

import pytest

from facilitator.notes import DIALECTS, Wish, notes_document, notes_text
from facilitator.notes.document import Document, Entry
from facilitator.notes.five_lines import LINE, five_lines
from facilitator.notes.follow_ups import follow_ups
from formats.words import Level
from tests.notes.reading import read_markdown
from tests.notes.sessions import Held, local, rich

OPEN_FLOOR = {"id": "floor", "title": "Open floor", "minutes": "10", "activity": "discussion"}


SHORT = Wish(short=True)


def document(held: Held, level: Level | None = None) -> Document:
    return notes_document(held.state, Wish(level=level), local=local, now=held.now)


def short(held: Held, wish: Wish = SHORT) -> str:
    return notes_text(held.state, wish, local=local, now=held.now)


def floor(*names: str) -> Held:
    held = Held([OPEN_FLOOR], " ".join(names) or "Ana Ben Chi")
    held.next()
    return held


def lines(held: Held) -> dict[str, str]:
    sections = five_lines(document(held)).sections
    return {entry.label: entry.text for section in sections for entry in section.entries}


def test_a_rich_session_in_five_lines() -> None:
    read = read_markdown(short(rich("names")))

    assert read.headings == [(1, "Kickoff · Product community · Fri 20 Nov 2026 · 90 min · 9 people")]
    assert read.items == [
        "Takeaways: five user interviews a week change what we build",
        "Decisions: We meet every Thursday at 10:00.; Notes go to #product-community, never to @here.",
        "Actions: Book the room (Chi, due Thu 26 Nov); Write up the norms; "
        "Ask finance about 2028 (Ben, due Mon 10 Jan 2028); Try one day without calls (Hal)",
        "Next: a mailing list?; Present next time (Ben, Fay)",
    ]


def test_who_said_it_is_left_to_the_long_form() -> None:
    assert lines(rich())["Takeaways"] == "five user interviews a week change what we build"


def test_where_nobody_is_named_the_lines_name_nobody() -> None:
    text = short(rich(), Wish(level="room", short=True))

    assert "Book the room (due Thu 26 Nov); Write up" in text
    assert not [name for name in ("Ana", "Ben", "Chi", "Fay", "Hal") if name in text]


@pytest.mark.parametrize("dialect", list(DIALECTS))
def test_the_lines_are_there_in_every_dialect(dialect: str) -> None:
    text = short(rich(), Wish(dialect, short=True))

    for part in ("90 min", "Takeaways", "Decisions", "Actions", "Next", "Write up the norms"):
        assert part in text
    assert "layoffs" not in text
    assert "Planned and spent" not in text


def test_what_has_no_room_is_counted() -> None:
    held = floor()
    for number in range(30):
        held.catch("takeaway", f"what we learned, number {number}")
    held.catch("decision", "x" * 20_000)
    held.catch("action", "y" * 20_000)
    held.catch("action", "small")

    told = lines(held)
    shown = told["Takeaways"].split("; ")
    assert shown[-1] == f"and {31 - len(shown)} more"
    assert shown[:-1] == [f"what we learned, number {number}" for number in range(len(shown) - 1)]
    assert LINE - 30 < len("".join(shown[:-1])) <= LINE
    assert told["Decisions"] == "1 in the notes"
    assert told["Actions"] == "small; and 1 more"


def test_an_item_of_several_lines_stands_on_one() -> None:
    held = floor()
    held.catch("takeaway", "  one\n\ttwo ")

    assert lines(held)["Takeaways"] == "one  two"


def test_parts_that_are_left_out_are_left_out_of_the_lines_too() -> None:
    text = short(rich(), Wish(short=True, leave_out=frozenset({"decisions"})))

    assert "Decisions" not in text
    assert "Actions" in text


def test_of_a_session_with_nothing_in_it_the_title_stands() -> None:
    held = Held([OPEN_FLOOR], "", title="🎉")
    assert short(held) == "# 🎉 · Fri 20 Nov 2026 · not started yet\n"


def groups(held: Held, level: Level | None = None) -> list[tuple[str, list[str]]]:
    found = follow_ups(document(held, level))
    return [(one.owner, [entry.text for entry in one.document.sections[0].entries]) for one in found]


def test_everyone_gets_what_they_took_on() -> None:
    held = rich()

    assert groups(held) == [
        ("Chi", ["Book the room"]),
        ("Ben", ["Ask finance about 2028"]),
        ("Hal", ["Try one day without calls"]),
        ("Eli", ["travel budget for conferences"]),
        ("", ["Write up the norms"]),
    ]


@pytest.mark.parametrize("dialect", list(DIALECTS))
def test_each_group_can_be_sent_by_itself(dialect: str) -> None:
    of_chi, of_ben, *_ = follow_ups(document(rich()))
    text = DIALECTS[dialect].render(of_chi.document)

    assert [part for part in ("Kickoff", "Chi", "Book the room", "26") if part not in text] == []
    assert "finance" not in text
    assert "finance" in DIALECTS[dialect].render(of_ben.document)


def test_what_someone_took_on_is_told_without_their_name_again() -> None:
    of_chi, *_ = follow_ups(document(rich()))
    read = read_markdown(DIALECTS["markdown"].render(of_chi.document))

    assert read.headings == [(1, "Kickoff"), (2, "Chi")]
    assert read.paragraphs == ["Fri 20 Nov 2026"]
    assert read.items == ["Book the room (due Thu 26 Nov)"]


def test_where_nobody_is_named_all_is_one_group() -> None:
    [all_of_it] = follow_ups(document(rich(), "room"))

    assert all_of_it.owner == ""
    assert all_of_it.document.sections[0].heading == "Actions"
    assert len(all_of_it.document.sections[0].entries) == 5


def test_what_is_off_the_record_is_nobodys_follow_up() -> None:
    held = floor()
    held.off(held.catch("action", "hush @Ben"))
    assert groups(held) == []


def test_a_name_with_stars_and_an_at_sign_is_a_group_of_its_own() -> None:
    held = floor()
    held.in_or_out("*@here*")
    held.fate(held.catch("parked", "one"), "assigned", "*@here*")
    [group] = follow_ups(document(held))
    assert (group.owner, group.document.sections[0].entries) == ("*@here*", (Entry("one", kind="parked"),))
    assert read_markdown(DIALECTS["markdown"].render(group.document)).headings[1] == (2, "*@here*")
