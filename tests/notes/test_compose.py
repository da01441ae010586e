"""What stands in the notes, what never does, and what each level says of people."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.engine.activities.board import Reveal
from facilitator.engine.commands import SetLevel
from facilitator.notes import DIALECTS, Wish, compose, notes_text
from facilitator.notes.document import SECTION_KEYS, Document, Entry, Section
from formats.words import Fate, ItemKind, Level
from tests.notes.reading import PLAIN, read_markdown
from tests.notes.sessions import Held, local, rich

LEVELS: tuple[Level, ...] = ("open", "names", "room")


def notes(held: Held, level: Level | None = None) -> str:
    return notes_text(held.state, Wish(level=level), local=local, now=held.now)


def document(held: Held, level: Level | None = None) -> Document:
    return compose(held.state, level=level, local=local, now=held.now)


def entries(sections: tuple[Section, ...]) -> Iterator[Entry]:
    for section in sections:
        yield from _with_beneath(section.entries)
        yield from entries(section.sections)


def _with_beneath(some: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in some:
        yield entry
        yield from _with_beneath(entry.entries)


def section(held: Held, heading: str, level: Level | None = None) -> Section:
    return next(one for one in document(held, level).sections if one.heading == heading)


def texts(section: Section) -> list[str]:
    return [entry.text for entry in section.entries]


def test_the_parts_come_in_the_order_people_read_them() -> None:
    keys = [one.key for one in document(rich()).sections]

    assert keys == sorted(keys, key=SECTION_KEYS.index)
    assert set(keys) == set(SECTION_KEYS)


def test_notes_have_only_headings_and_lists() -> None:
    read = read_markdown(notes(rich()))

    assert read.kinds <= PLAIN
    assert read.headings[0] == (1, "Kickoff")
    assert len(read.paragraphs) == 2


def test_parts_can_be_left_out() -> None:
    held = rich()
    short = notes_text(held.state, Wish(leave_out=frozenset({"time", "people"})), local=local, now=held.now)

    assert "Planned and spent" not in short
    assert "Who was there" not in short
    assert "## Takeaways" in short


def test_an_unknown_dialect_is_not_guessed() -> None:
    held = rich()
    assert "markdown" in DIALECTS
    with pytest.raises(KeyError):
        notes_text(held.state, Wish("klingon"), local=local, now=held.now)


BOARD = {"id": "cards", "title": "Cards", "minutes": "10", "activity": "board", "columns": ["Keep", "Stop"]}
TALK = {"id": "talk", "title": "Talk", "minutes": "10", "activity": "talk"}
OPEN_FLOOR = {"id": "floor", "title": "Open floor", "minutes": "10", "activity": "discussion"}
SIGNUP = {"id": "roles", "title": "Roles", "minutes": "5", "activity": "signup", "roles": ["Host", "Scribe"]}
ROUND = {
    "id": "hello",
    "title": "Hello",
    "minutes": "10",
    "activity": "round",
    "keep": {"learn": "wants to learn"},
}


def test_what_is_off_the_record_is_nowhere() -> None:
    held = Held([BOARD, OPEN_FLOOR])
    held.next()
    held.off_record()
    kinds: tuple[ItemKind, ...] = ("parked", "takeaway", "decision", "action", "resource", "card")
    for kind in kinds:
        held.catch(kind, f"secret {kind}")
    held.off_record()
    shown = held.catch("card", "said aloud")
    late = held.catch("card", "secret later")
    held.off(late)
    held.fate(next(iter(held.state.items)), "next session")
    held.next(after=3)
    held.end()

    for level in LEVELS:
        assert "secret" not in notes(held, level)
        assert "said aloud" in notes(held, level)
    assert held.state.items[shown].off is False


def test_a_card_under_one_that_is_off_the_record_stands_by_itself() -> None:
    held = Held([BOARD])
    held.next()
    above = held.catch("card", "above")
    under = held.catch("card", "under")
    held.merge(under, above)

    assert [e.text for e in entries((section(held, "Cards"),))] == ["above", "under"]
    held.off(above)
    assert [e.text for e in entries((section(held, "Cards"),))] == ["under"]
    held.off(above)
    held.off(under)
    assert [e.text for e in entries((section(held, "Cards"),))] == ["above"]


def test_a_board_that_was_never_revealed_is_in_the_notes() -> None:
    held = Held([{**BOARD, "hidden": True}])
    held.next()
    held.catch("card", "written in silence")
    held.end(after=5)

    assert "written in silence" in notes(held)


def test_cards_that_are_written_silently_are_counted_until_they_are_shown() -> None:
    held = Held([{**BOARD, "hidden": True}, OPEN_FLOOR])
    held.catch("card", "early bird")
    held.next()
    held.catch("card", "night owl")
    held.off(held.catch("card", "hush"))

    for dialect in DIALECTS:
        text = notes_text(held.state, Wish(dialect), local=local, now=held.now)
        assert "2 cards, not shown yet" in text
        assert not [word for word in ("early bird", "night owl", "hush") if word in text]
    held.ask(Reveal())
    assert "early bird" in notes(held)
    assert "not shown yet" not in notes(held)


def test_cards_come_by_votes_and_keep_their_numbers() -> None:
    held = Held([BOARD])
    held.next()
    for text in ("first", "second", "third"):
        card = held.catch("card", text, column=0)
        held.votes(card, {"first": 0, "second": 2, "third": 5}[text] or 1)

    keep = section(held, "Cards").sections[0]
    assert [(e.number, e.text, e.votes) for e in keep.entries] == [
        (3, "third", 5),
        (2, "second", 2),
        (1, "first", 1),
    ]


def test_who_wrote_a_card_is_told_only_where_the_board_shows_it() -> None:
    for authors, told in (("dropped", ""), ("shown", "Ana")):
        held = Held([{**BOARD, "authors": authors}])
        held.next()
        held.catch("card", "mine", by="Ana")
        held.catch("parked", "my tangent", by="Ana")

        assert section(held, "Cards", "open").sections[0].entries[0].who == told
        assert section(held, "Parking lot", "open").entries[0].who == "Ana"
        assert section(held, "Parking lot", "names").entries[0].who == ""


NAMES = ("Quirin", "Xaver", "Zenobia", "Waltraud")


KINDS: tuple[ItemKind, ...] = ("parked", "takeaway", "decision", "action", "resource", "card")
FATES: tuple[Fate, ...] = ("discussed", "next session", "assigned", "dropped")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS),
            st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=12),
            st.sampled_from(NAMES),
            st.one_of(st.none(), st.sampled_from(FATES)),
        ),
        max_size=6,
    ),
    st.sampled_from(NAMES),
)
def test_levels_hold_whatever_is_captured(
    caught: list[tuple[ItemKind, str, str, Fate | None]], busy: str
) -> None:
    held = Held(
        [{**BOARD, "authors": "shown"}, ROUND, TALK, SIGNUP],
        " ".join(NAMES),
        facilitator=busy,
        presenters={"talk": (busy,)},
    )
    held.next()
    authors: dict[str, str] = {}
    for number, (kind, text, author, fate) in enumerate(caught):
        item = held.catch(kind, f"~{number} {text}", by=author)
        authors[held.state.items[item].text] = author
        if kind == "parked" and fate is not None:
            held.fate(item, fate, busy)
    held.next(after=2)
    speaker = held.state.name(held.speaker())
    held.keep(speaker, "learn", "to listen")
    held.next(after=2)
    held.next(after=2)
    held.take(0, busy)
    held.end()

    room = notes(held, "room")
    assert not [name for name in NAMES if name in room]
    for entry in entries(document(held, "room").sections):
        assert (entry.person, entry.who, entry.owners) == ("", "", ())
    for entry in entries(document(held, "names").sections):
        assert entry.who == ""
    told = {entry.text: entry.who for entry in entries(document(held, "open").sections) if entry.who}
    assert told == authors
    assert f"{speaker} — wants to learn: to listen" in notes(held, "names")
    assert f"Host ({busy})" in notes(held, "names")


def test_names_that_were_typed_into_a_text_stay_at_every_level() -> None:
    held = Held([OPEN_FLOOR])
    held.next()
    held.catch("takeaway", "ask Ana about it")

    assert "ask Ana about it" in notes(held, "room")


def test_the_level_of_the_session_holds_unless_told_otherwise() -> None:
    held = Held([OPEN_FLOOR], level="names")
    held.next()
    held.catch("takeaway", "noted", by="Ben")
    assert "— Ben" not in notes(held)
    held.ask(SetLevel("open"))
    assert "noted — Ben" in notes(held)
    assert "Who was there" not in notes(held, "room")


def test_where_nobody_is_named_kept_fields_do_not_keep_peoples_order() -> None:
    held = Held([ROUND])
    held.next()
    for name, text in (("Ana", "zebra"), ("Ben", "apple")):
        held.give_floor(name)
        held.keep(name, "learn", text)

    assert texts(section(held, "Hello", "names")) == ["zebra", "apple"]
    assert texts(section(held, "Hello", "room")) == ["apple", "zebra"]


def test_private_things_never_leave() -> None:
    held = Held([{**ROUND, "cues": ["Breathe in first"]}, OPEN_FLOOR])
    held.next()
    held.speaker()
    held.wait(4)
    held.passes()
    held.next(after=3)
    held.end(after=2)

    for level in LEVELS:
        text = notes(held, level)
        assert "Breathe" not in text
        assert not re.search("pass|airtime|spoke", text, re.IGNORECASE)


def test_fates_and_what_the_next_session_begins_with() -> None:
    held = Held([OPEN_FLOOR, SIGNUP])
    held.next()
    budget = held.catch("parked", "budget")
    held.catch("parked", "nobody decided")
    logo = held.catch("parked", "logo")
    held.fate(budget, "assigned", "Chi")
    held.fate(logo, "dropped")
    held.next(after=5)
    held.take(1, "Ben")
    held.end()

    assert "- budget (assigned to Chi)\n- nobody decided (next session)\n- logo (dropped)" in notes(held)
    assert "- budget (assigned)\n" in notes(held, "room")
    assert texts(section(held, "Next session")) == ["nobody decided", "Scribe"]
    assert texts(section(held, "Next session", "room")) == ["nobody decided"]


def test_what_was_not_reached_is_said() -> None:
    held = Held([TALK, OPEN_FLOOR, BOARD])
    held.next()
    held.jump("cards")
    assert texts(section(held, "Not reached yet")) == ["Open floor"]
    held.end()
    assert texts(section(held, "Not reached")) == ["Open floor"]


def test_time_is_told_in_minutes_and_adds_up() -> None:
    held = Held([TALK, OPEN_FLOOR])
    held.next()
    held.next(after=11.4)
    held.end(after=0.2)

    assert "- Talk (10 min planned, 11 min spent)" in notes(held)
    assert "- Open floor (10 min planned, under 1 min spent)" in notes(held)
    assert "- Together (20 min planned, 12 min spent)" in notes(held)
    assert document(held).facts == ("Fri 20 Nov 2026", "12 min", "3 people")


def test_notes_can_be_taken_while_it_runs_and_before() -> None:
    held = Held([TALK], "Ana", series="Craft")
    assert document(held).facts == ("Craft", "Fri 20 Nov 2026", "not started yet", "1 person")
    held.next()
    held.wait(3)
    assert document(held).facts[2] == "3 min so far"


def test_who_left_was_there_and_who_never_came_was_not() -> None:
    held = Held([OPEN_FLOOR], "Ana Ben", away="Ida")
    held.next()
    held.give_floor("Ben")
    held.wait(1)
    held.in_or_out("Ben")
    held.in_or_out("Jo")
    action = held.catch("action", "write to Ida @Ida")

    assert texts(section(held, "Who was there")) == ["Ana", "Ben", "Jo"]
    assert held.state.items[action].owner == held.person("Ida")


def test_a_date_far_ahead_has_its_year() -> None:
    held = Held([OPEN_FLOOR])
    held.next()
    held.catch("action", "soon due 2026-12-01")
    held.catch("action", "far due 2028-01-10")

    assert "- soon (due Tue 1 Dec)\n- far (due Mon 10 Jan 2028)" in notes(held)
