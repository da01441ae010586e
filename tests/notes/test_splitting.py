"""Long notes in parts: every item once, in order, whole where it fits into a message, each part within the limit."""

import re
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.notes import DIALECTS, LEAST_LIMIT, Wish, document_parts, document_text, length, notes_parts
from facilitator.notes.cutting import border, most
from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.pings import INVISIBLE, STOP
from formats.text import clean, clean_line, signs
from tests.notes.sessions import local, rich

IN_LINES = [name for name, dialect in DIALECTS.items() if dialect.hand is not None]


def notes(*sections: Section, title: str = "Kickoff") -> Document:
    return Document(title, date(2026, 11, 20), ("90 min",), "open", sections)


def section(heading: str, *texts: str) -> Section:
    return Section("takeaways", heading, tuple(Entry(text) for text in texts))


def text_parts(document: Document, limit: int) -> list[str]:
    return [part.removesuffix("\n") for part in document_parts(document, Wish("text", limit=limit))]


def filler(many: int, width: int = 60) -> list[str]:
    return [f"{number} ".ljust(width, "x") for number in range(many)]


def test_what_fits_is_one_part_as_it_is() -> None:
    document = notes(section("Takeaways", "one", "two"))

    for name in DIALECTS:
        assert document_parts(document, Wish(name)) == (document_text(document, Wish(name)),)


def test_each_part_begins_with_the_title_and_the_heading_it_goes_on_under() -> None:
    parts = text_parts(
        notes(section("Takeaways", *filler(4)), section("Decisions", "x" * 99, "we meet")), 200
    )

    assert parts == [
        f"Kickoff (1 of 3)\n90 min\n\nTakeaways (1 of 2)\n- {filler(4)[0]}\n- {filler(4)[1]}",
        f"Kickoff (2 of 3)\n\nTakeaways (2 of 2)\n- {filler(4)[2]}\n- {filler(4)[3]}",
        f"Kickoff (3 of 3)\n\nDecisions\n- {'x' * 99}\n- we meet",
    ]


def test_smaller_sections_take_the_heading_above_them_along() -> None:
    columns = tuple(section(heading, *filler(3)) for heading in ("Keep", "Stop"))
    board = Section("activities", "Norms", sections=columns)

    heads = [
        re.findall(r"^(?:Norms|Keep|Stop).*", part, re.MULTILINE) for part in text_parts(notes(board), 300)
    ]

    assert heads == [["Norms (1 of 2)", "Keep:"], ["Norms (2 of 2)", "Stop:"]]


def test_an_item_stays_with_what_lies_beneath_it() -> None:
    topic = Entry("topic", entries=(Entry("a" * 50), Entry("b" * 50)))
    parts = text_parts(notes(Section("topics", "Topics", (Entry("x" * 60), topic))), 200)

    assert parts[1].endswith(f"- topic\n    - {'a' * 50}\n    - {'b' * 50}")


def test_what_lies_beneath_begins_a_part_at_the_margin_where_all_of_it_is_too_long() -> None:
    topic = Entry("topic", entries=tuple(Entry(letter * 50) for letter in "abcd"))
    for name, bullet in (("text", "-"), ("markdown", "-"), ("slack", "•")):
        parts = document_parts(notes(Section("topics", "Topics", (topic,))), Wish(name, limit=200))
        items = [re.findall(r"^ *[-•◦] .", part, re.MULTILINE) for part in parts]
        assert items[0][0] == f"{bullet} t"
        assert items[1] == [f"{bullet} c", f"{bullet} d"]


def test_a_long_item_is_parted_between_lines_then_words_then_signs() -> None:
    lines = "\n".join(f"line {number} {'of ' * (number % 7)}it" for number in range(60))
    words = "word " * 100
    family = "👨\u200d👩\u200d👧\u200d👦" * 40

    for text in (lines, words, family):
        parts = text_parts(notes(section("Takeaways", text)), 250)
        pieces = [re.split(r"(?m)^- ", part)[1] for part in parts if "- " in part]
        assert all(piece.endswith(" …") for piece in pieces[:-1])
        assert all(piece.startswith("… ") for piece in pieces[1:])
        borders = {piece.removesuffix(" …")[-1] for piece in pieces[:-1]}
        assert borders == {{"l": "t", "w": "d", "👨": "👦"}[text[0]]}
        together = "".join(piece.removesuffix(" …").removeprefix("… ") for piece in pieces)
        assert re.sub(r"\s", "", together) == re.sub(r"\s", "", text)


def test_a_sign_longer_than_a_message_is_cut_through_rather_than_lost() -> None:
    tower = "Z" + "\u0301" * 1000
    parts = text_parts(notes(section("Takeaways", tower)), 200)

    assert "".join(parts).count("\u0301") == 1000


def test_a_cut_fits_even_where_escapes_make_less_take_more_room() -> None:
    assert most(10, {1, 2, 3, 4, 5}.__contains__) == 5
    assert most(4, {1, 4}.__contains__) in {1, 4}
    assert most(7, {1}.__contains__) == 1
    assert most(3, lambda number: False) == 0
    assert border("some words", 0, 8, {8}.__contains__) == 8
    assert border("some words", 0, 8, {4, 8}.__contains__) == 4


def test_names_on_a_line_are_parted_between_names() -> None:
    people = tuple(Entry(f"Anna Maria {number}") for number in range(40))
    parts = text_parts(notes(Section("people", "Who was there", people, in_a_line=True)), 200)

    names = [name for part in parts for name in part.splitlines()[-1].split(", ")]
    assert names == [entry.text for entry in people]


def test_a_title_and_heading_of_great_length_stand_in_full_once() -> None:
    title, heading = "title " * 100, "heading " * 60
    parts = text_parts(notes(section(heading.strip(), *filler(5)), title=title.strip()), 400)

    assert sum(part.count("title") for part in parts) >= 100
    assert sum(part.count("heading") for part in parts) >= 60
    assert all(part.startswith("title title") for part in parts)
    assert all(length(part) <= 400 for part in parts)


def test_the_box_to_tick_is_there_once() -> None:
    actions = Section("actions", "Actions", (Entry("[x] " + "word " * 100), Entry("two")))
    parts = document_parts(notes(actions), Wish("markdown", limit=300, task_lists=True))

    assert "".join(parts).count("- [ ] ") == 2
    assert "- [ ] \\[x] word" in parts[0]


def test_an_emoji_counts_as_two_as_chats_count_it() -> None:
    assert (length("né\n"), length("🎉"), length("👨\u200d👩")) == (3, 2, 5)


def test_too_few_characters_for_a_part_are_refused() -> None:
    with pytest.raises(ValueError, match="200"):
        document_parts(notes(), Wish("text", limit=LEAST_LIMIT - 1))


@pytest.mark.parametrize("dialect", IN_LINES)
def test_a_rich_session_is_whole_in_its_parts(dialect: str) -> None:
    held = rich()
    for limit in (200, 500, 1999):
        parts = notes_parts(held.state, Wish(dialect, limit=limit), local=local, now=held.now)
        whole = notes_parts(held.state, Wish(dialect, limit=100_000), local=local, now=held.now)
        assert len(whole) == 1
        assert [line for part in parts for line in part.splitlines() if _is_item(line)] == [
            line for line in whole[0].splitlines() if _is_item(line)
        ]


def _is_item(line: str) -> bool:
    return line.lstrip().startswith(("- ", "• ", "◦ "))


TYPED = st.one_of(
    st.text(st.sampled_from("ab *_`~<@:[#>-\n🎉é1."), max_size=60).map(clean),
    st.integers(10, 700).map(lambda many: "some words " * (many // 10)),
    st.integers(10, 700).map(lambda many: "*" * many),
)


MESSAGES = (
    st.lists(st.tuples(TYPED, st.lists(TYPED, max_size=2)), min_size=1, max_size=12),
    st.text(max_size=150).map(clean_line),
    st.integers(LEAST_LIMIT, 600),
    st.sampled_from(IN_LINES),
)


@settings(max_examples=30, deadline=None)
@given(*MESSAGES)
def test_parts_hold_every_item_once_in_order_within_the_limit(
    items: list[tuple[str, list[str]]], heading: str, limit: int, dialect: str
) -> None:
    assert_every_item_is_there_once(items, heading, limit, dialect)


def test_eight_parts_keep_to_the_limit() -> None:
    # `8)` is a face in some chats; what keeps it from being drawn takes room as well.
    assert_every_item_is_there_once([("*" * 384, ["*" * 167])], "", 200, "discord")


@pytest.mark.torture
@settings(max_examples=3_000, deadline=None)
@given(*MESSAGES)
def test_parts_hold_every_item_once_however_often_it_is_tried(
    items: list[tuple[str, list[str]]], heading: str, limit: int, dialect: str
) -> None:
    assert_every_item_is_there_once(items, heading, limit, dialect)


def assert_every_item_is_there_once(
    items: list[tuple[str, list[str]]], heading: str, limit: int, dialect: str
) -> None:
    # Each item bears a number no text can hold, so that it can be found again.
    numbers = iter(range(0x4E00, 0x4F00))

    def entry(text: str, *beneath: str) -> Entry:
        return Entry(f"{chr(next(numbers))}{text}", entries=tuple(entry(one) for one in beneath))

    entries = tuple(entry(text, *beneath) for text, beneath in items)
    document = notes(Section("topics", heading, entries[:6]), Section("topics", "Rest", entries[6:]))

    parts = document_parts(document, Wish(dialect, limit=limit))

    assert all(length(part) <= limit for part in parts)
    found = re.findall("[\u4e00-\u4eff]", "".join(parts))
    assert found == [chr(number) for number in range(0x4E00, next(numbers))]
    stars = sum(text.count("*") + sum(one.count("*") for one in beneath) for text, beneath in items)
    if dialect == "text" and "*" not in heading:
        assert "".join(parts).count("*") == stars


@settings(max_examples=25, deadline=None)
@given(TYPED, st.integers(LEAST_LIMIT, 400), st.sampled_from(["text", "teams"]))
def test_a_parted_item_loses_nothing_that_is_seen(text: str, limit: int, dialect: str) -> None:
    parts = document_parts(notes(section("", text)), Wish(dialect, limit=limit))

    lines = "".join(re.sub(r"^Kickoff.*\n(?:90 min\n)?", "", part) for part in parts)
    read = re.sub(f"[\\s{INVISIBLE}{STOP}]", "", lines)
    expected = re.sub(r"\s", "", text)
    assert re.sub("[…•-]", "", read) == re.sub("[…•-]", "", expected)


LONG = "word *and* @here more " * 900


@pytest.mark.parametrize("dialect", ["markdown", "slack", "discord"])
def test_a_thousand_items_and_one_of_great_length_are_quick(dialect: str) -> None:
    document = notes(section("Takeaways", *(f"item {n} *at* https://x.org/a_b" for n in range(1000)), LONG))
    assert len(list(signs(LONG))) > 19_000

    began = perf_counter()
    parts = document_parts(document, Wish(dialect, limit=2000))

    assert perf_counter() - began < 3  # some 0.3 s where nothing else runs
    assert len(parts) > 20
