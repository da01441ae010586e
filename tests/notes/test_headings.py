"""The notes in other words, and what is said of a file of words that can't be right."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.engine.activities.groups import NextGroupRound
from facilitator.notes import DIALECTS, Wish, notes_document, notes_parts, notes_text
from facilitator.notes.agenda import invitation
from facilitator.notes.follow_ups import follow_ups
from facilitator.notes.headings import AS_THEY_COME, PLACEHOLDER, Headings, Titles, Words, filled
from facilitator.notes.headings_file import LARGEST, parse_headings, written
from facilitator.notes.segment import segment_document
from formats.complaints import FormatError
from formats.text import clean_line
from tests.hostile import HOSTILE, Hostile
from tests.notes.sessions import TEN, Held, local, rich

PAGE = (Path(__file__).parents[2] / "docs" / "notes-yaml.md").read_text(encoding="utf-8")
SMALL = Held([{"id": "talk", "title": "Talk", "minutes": "5", "activity": "discussion"}])
SMALL.next()
FENCES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
GERMAN = next(fence for fence in FENCES if fence.startswith("language: de"))


def read(text: str) -> Headings:
    return parse_headings(text, name="notes.yaml")


def complaints(text: str) -> list[str]:
    with pytest.raises(FormatError) as caught:
        read(text)
    return [str(one).removeprefix("notes.yaml:") for one in caught.value.complaints]


def notes(held: Held, headings: Headings, dialect: str = "markdown", *, short: bool = False) -> str:
    return notes_text(held.state, Wish(dialect, short=short, headings=headings), local=local, now=held.now)


def described(heading: str) -> list[tuple[str, str]]:
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([\w-]+)` \| ([^|]+?) \|", part, re.MULTILINE)


def test_the_page_names_every_word_as_it_comes() -> None:
    for heading, usual in (("Headings", Titles()), ("Words", Words())):
        assert described(heading) == [(written(one.name), getattr(usual, one.name)) for one in fields(usual)]


def test_the_german_example_leaves_no_word_out_and_is_read() -> None:
    german = read(GERMAN)

    for usual, own in ((Titles(), german.titles), (Words(), german.words)):
        same = [one.name for one in fields(usual) if getattr(usual, one.name) == getattr(own, one.name)]
        assert same == []
        for one in fields(usual):
            assert f"  {written(one.name)}: " in GERMAN


def test_notes_in_german() -> None:
    text = notes(rich(), read(GERMAN))

    assert "Product community · Fr, 20. Nov. 2026 · 90 Min. · 9 Personen" in text
    assert "## Aufgaben\n\n- Book the room (Chi, bis Do, 26. Nov.)" in text
    assert "- I learned something (im Mittel 4,4)\n  - 4 (5 Hände)" in text
    assert "- travel budget for conferences — Dee (übernimmt Eli)" in text
    assert "(10 Min. geplant, 11 Min. gebraucht)" in text
    assert "(5 Min. geplant, ausgefallen)" in text
    assert "- Zu Ende: 16 Min. zu früh" in text
    assert "Ana (Moderation), Ben" in text


def test_rounds_of_groups_in_german() -> None:
    pairs = {"title": "In pairs", "minutes": "8", "activity": "groups", "size": "2", "rounds": "2"}
    held = Held([pairs])
    held.next()
    held.ask(NextGroupRound())
    german = read(GERMAN)

    assert "- Runde 1\n" in notes(held, german)
    chat = DIALECTS["markdown"].render(segment_document(held.state, headings=german))
    assert "## Gruppen · Runde 2" in chat


def test_an_invitation_and_follow_ups_in_german() -> None:
    held, german = rich(), read(GERMAN)
    agenda = invitation(held.state.format, start=local(TEN), headings=german)
    document = notes_document(held.state, Wish(headings=german), local=local, now=held.now)
    *_, of_nobody = follow_ups(document)

    assert agenda.facts == ("Fr, 20. Nov. 2026", "10:00 bis 11:45", "105 Min.")
    assert of_nobody.document.facts == ("Fr, 20. Nov. 2026",)
    assert of_nobody.document.sections[0].heading == "Noch niemand"


def test_one_line_is_enough_and_the_rest_stays_as_it_comes() -> None:
    text = notes(rich(), read(FENCES[0]))

    assert "## What we learned" in text
    assert text.replace("What we learned", "Takeaways") == notes(rich(), AS_THEY_COME)


@pytest.mark.parametrize("nothing", ["", "\n\n", "# only a remark\n", "\ufeff  # x\n"])
def test_a_file_without_words_changes_nothing(nothing: str) -> None:
    assert read(nothing) == AS_THEY_COME


def _signs(word: str) -> str:
    """Give a word of signs that has room for the same things."""
    places = "".join(f"{{{place}}}" for place in PLACEHOLDER.findall(word))
    return f"§{places}§"


SIGNS = Headings(
    titles=Titles(**{one.name: _signs(getattr(Titles(), one.name)) for one in fields(Titles)}),
    words=Words(**{one.name: _signs(getattr(Words(), one.name)) for one in fields(Words)}),
    days=("§",) * 7,
    months=("§",) * 12,
)


@pytest.mark.parametrize("level", ["open", "room"])
def test_no_dialect_adds_a_word_of_its_own(level: str) -> None:
    held = rich("open" if level == "open" else "room")
    usual = [getattr(one, name.name) for one in (Titles(), Words()) for name in fields(one)]
    own = {
        piece.strip() for word in usual for piece in PLACEHOLDER.split(word)[::2] if len(piece.strip()) > 3
    }
    for dialect in DIALECTS:
        if dialect == "json":
            continue  # Its keys, kinds and fates are the same in every language.
        for short in (False, True):
            text = notes(held, SIGNS, dialect, short=short)
            body = text.partition("<body>")[2] or text
            assert [word for word in own if re.search(rf"\b{re.escape(word)}\b", body)] == []


def test_headings_are_the_same_in_every_part_of_a_split() -> None:
    wish = Wish("discord", headings=read(GERMAN), limit=600)
    held = rich()
    parts = notes_parts(held.state, wish, local=local, now=held.now)
    assert len(parts) > 2
    assert "(2 von " in parts[1]
    assert not any("Takeaways" in part for part in parts)


def test_what_is_put_in_is_not_looked_at_again() -> None:
    assert filled("{n} of {of}", n="{of}", of="{n}") == "{of} of {n}"


FAULTS = [
    ("headings: {takeway: x}", "1:12: headings.takeway: unknown key; did you mean 'takeaways'?"),
    ("takeaways: x", "1:1: takeaways: unknown key here; write it under 'headings'"),
    ("assigned-to: x", "1:1: assigned-to: unknown key here; write it under 'words'"),
    ("word: {due: x}", "1:1: word: unknown key; did you mean 'words'?"),
    ("colours: x", "1:1: colours: unknown key; write one of: language, headings, words, days, months"),
    ("headings: {time: ''}", "1:18: headings.time: empty; write some text, or leave the key out"),
    ("headings:\n  time: |\n    a\n    b\n", "2:9: headings.time: more than one line; write it on one"),
    ('headings: {time: "a\\nb"}', "1:18: headings.time: more than one line; write it on one"),
    ('headings: {time: "a\\u2028b"}', "1:18: headings.time: more than one line; write it on one"),
    (
        'headings: {time: "a\\u202eb"}',
        "1:18: headings.time: holds characters that act on what shows them; remove them",
    ),
    (
        'headings: {time: "\\e[31m"}',
        "1:18: headings.time: holds characters that act on what shows them; remove them",
    ),
    (f"headings: {{time: {'x' * 81}}}", "1:18: headings.time: longer than 80 characters; shorten it"),
    ("headings: {time: [a]}", "1:18: headings.time: write text; put it in quotes if it begins with { or ["),
    (
        "headings: {time: 'a {n}'}",
        "1:18: headings.time: nothing is put into this one; write it without braces",
    ),
    ("words: {due: bis}", "1:14: words.due: has to hold {day} once, and no other braces"),
    ("words: {due: '{day} {day}'}", "1:14: words.due: has to hold {day} once, and no other braces"),
    ("words: {due: '{day} {'}", "1:14: words.due: has to hold {day} once, and no other braces"),
    ("words: {due: '{day.year}'}", "1:14: words.due: has to hold {day} once, and no other braces"),
    (
        "words: {part: '{n}'}",
        "1:15: words.part: has to hold {n} and {of} once, and no other braces",
    ),
    ("days: [Mo, Di]", "1:7: days: write a list of 7, from Monday on"),
    ("months: Jan", "1:9: months: write a list of 12, from January on"),
    ("days: [a, b, c, d, e, f, '']", "1:26: days.6: empty; write some text, or leave the key out"),
    ("language: Deutsch bitte", "1:11: language: write the tag of a language, such as en, de or pt-BR"),
    ("language: {}", "1:11: language: write the tag of a language, such as en, de or pt-BR"),
    ("headings: x", "1:11: headings: write keys with their texts, such as takeaways, decisions, actions"),
    ("- x", "1:1: file: write keys with their texts, such as language, headings, words"),
    ("---\n", "2:1: file: write keys with their texts, such as language, headings, words"),
    ("days: &a [x]", "1:7: file: anchors (&name) are not used here; remove it, or put the text in quotes"),
    ("words: {due: [a}", "1:16: file: a list in brackets is not closed, or a comma is missing"),
    (
        "headings: {}\n---\nwords: {}",
        "2:1: file: a second document begins here; put each wording into a file of its own",
    ),
    (
        "headings: {time: a, time: b}",
        "1:21: headings.time: 'time' stands here twice, first on line 1; keep one",
    ),
    ("#" * LARGEST + "#", "1:1: file: longer than 64 thousand characters; this file needs a page at most"),
]


@pytest.mark.parametrize(("text", "told"), FAULTS)
def test_each_fault_is_told_in_one_line(text: str, told: str) -> None:
    assert complaints(text) == [told]


def test_all_that_is_wrong_is_told_at_once() -> None:
    told = complaints("language: 5\nheadings:\n  tme: x\nwords:\n  due: y\n  votes: ''\n")

    assert [one.partition(": ")[0] for one in told] == ["1:11", "3:3", "5:8", "6:10"]
    assert PAGE.count("notes.yaml:3:3: headings.takeway: unknown key; did you mean 'takeaways'?") == 1


def told_of(text: str) -> list[str] | Headings:
    try:
        return read(text)
    except FormatError as error:
        return [str(one) for one in error.complaints]


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: one.name)
def test_a_hostile_heading_is_refused_in_one_line_or_stands_as_written(hostile: Hostile) -> None:
    quoted = hostile.raw.replace("'", "''")
    found = told_of(f"headings: {{time: '{quoted}'}}")

    if isinstance(found, Headings):
        heading = found.titles.time
        assert heading.split() == hostile.raw.split()  # YAML itself joins the lines of a text in quotes.
        assert clean_line(heading) == heading
        assert "##" in notes(SMALL, found)
    else:
        [complaint] = found
        assert complaint.isprintable()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = told_of(text)
    assert isinstance(found, Headings) or not any("\n" in one for one in found)
