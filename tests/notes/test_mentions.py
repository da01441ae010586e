"""Names that were typed into texts are found before notes leave that name nobody."""

import time

import pytest

from facilitator.notes import Wish, notes_document
from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.mentions import Mention, mentions
from tests.notes.sessions import Held, local
from tests.notes.test_markdown import notes_of


def named(text: str, *people: str) -> tuple[str, ...]:
    found = mentions(notes_of(text), people)
    return found[0].names if found else ()


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("ask Ana about it", "Ana"),
        ("Ana", "Ana"),
        ("ANA's idea, ana!", "Ana"),
        ("thanks @ana", "Ana"),
        ("(ana)", "Ana"),
        ("snake_ana_case", "Ana"),
        ("Zoe will", "Zoë"),
        ("ZOE\u0308 too", "Zoë"),
        ("Jürgen", "Ju\u0308rgen"),
        ("Herr Strauss", "Strauß"),
        ("Łukasz", "Łukasz"),
        ("İnci and inci", "İnci"),
        ("Ana Maria came", "Ana Maria Ruiz"),
        ("ask Ruiz", "Ana Maria Ruiz"),
        ("with\u00a0Bo", "Bo"),
        ("Bo", "Bo Li"),
        ("Jean-Luc says", "Jean-Luc"),
        ("O'Neill, too", "Pat O'Neill"),
        ("田中さんに聞く", "田中"),
        ("שאל את דנה", "דנה"),
        ("line one\nBen on line two", "Ben"),
        ("Ana  Maria", "Ana Maria"),
        ("says * a lot", "*"),
        ("party 🎉 now", "🎉"),
        ("**Ana**", "Ana"),
    ],
)
def test_a_name_is_found(text: str, person: str) -> None:
    assert named(text, "Somebody", person) == (person,)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Analysis of bananas", "Ana"),
        ("Al dente, formal", "Mal"),
        ("al, formal", "Alma"),
        ("Li-ion", "Bo Liang"),
        ("de la", "Ana de la Cruz"),
        ("Bold", "Bo"),
        ("5*3", "*"),
        ("ana2", "Ana"),
        ("anything", " "),
        ("anything", ""),
        ("", "Ana"),
    ],
)
def test_a_part_of_a_word_is_no_name(text: str, person: str) -> None:
    assert named(text, person) == ()


def test_everyone_who_may_be_meant_is_named_in_the_order_of_the_list() -> None:
    assert named("Ben and Ana", "Ana", "Ben", "Chi") == ("Ana", "Ben")
    assert named("Ana", "Ana Ruiz", "Ana Berg") == ("Ana Ruiz", "Ana Berg")
    assert named("Ana Ruiz", "Ana Ruiz", "Ruiz") == ("Ana Ruiz",)
    assert named("ask .* or Ana", ".*", "(Ana", "Ana") == (".*", "Ana")


def test_every_text_of_the_notes_is_looked_at_and_told_once_a_heading() -> None:
    inner = Section("activities", "Ana's column", (Entry("a", entries=(Entry("Ben", label="for Chi"),)),))
    document = Document(
        "Ana's kickoff",
        None,
        ("Friends of Chi",),
        "room",
        (
            Section("takeaways", "Takeaways", (Entry("Ana"), Entry("Ana"), Entry("nobody", owners=("Dee",)))),
            Section("activities", "Talk", sections=(inner,)),
        ),
    )

    assert mentions(document, ["Ana", "Ben", "Chi", "Dee"]) == (
        Mention("Ana's kickoff", ("Ana",), ""),
        Mention("Friends of Chi", ("Chi",), ""),
        Mention("Ana", ("Ana",), "Takeaways"),
        Mention("Ana's column", ("Ana",), "Ana's column"),
        Mention("Ben", ("Ben",), "Ana's column"),
        Mention("for Chi", ("Chi",), "Ana's column"),
    )


def test_names_in_the_notes_of_a_session_that_name_nobody() -> None:
    held = Held([{"id": "floor", "title": "Open floor", "minutes": "10", "activity": "discussion"}])
    held.next()
    held.catch("takeaway", "Ana was right", by="Ben")
    held.catch("action", "write to finance @Chi")
    held.off(held.catch("takeaway", "Ben was wrong"))
    people = [person.name for person in held.state.people.values()]
    document = notes_document(held.state, Wish(level="room"), local=local, now=held.now)

    assert mentions(document, people) == (Mention("Ana was right", ("Ana",), "Takeaways"),)


def test_a_thousand_items_and_a_hundred_people_take_no_time() -> None:
    people = [f"Given{number} Middle{number} Family{number}" for number in range(100)]
    texts = [f"item {number} of many: Given{number % 200} said so" for number in range(1_000)]
    before = time.process_time()

    found = mentions(notes_of(*texts, "word " * 4_000), people)

    assert len(found) == 500
    assert time.process_time() - before < 1


def test_no_people_no_mentions() -> None:
    assert mentions(notes_of("Ana"), []) == ()
