"""Whatever people type, a browser shows just that, and so does what the notes are pasted into."""

import re
from collections.abc import Callable
from datetime import date
from html import escape

import pytest
from hypothesis import given, settings

from facilitator.notes import DIALECTS, Wish, notes_document, notes_text
from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.headings import Headings
from facilitator.notes.html import fragment, render
from formats.text import clean_line
from tests.hostile import HOSTILE
from tests.notes.reading_html import INVISIBLE, ReadHtml, as_pasted, read_page, read_paste
from tests.notes.sessions import local, rich
from tests.notes.test_markdown import NAUGHTY, TYPED, notes_of

DAY = date(2026, 11, 20)
TEXTS = [*NAUGHTY, *(one.kept for one in HOSTILE)]
LINES = [line for line in map(clean_line, TEXTS) if line]

PAGE_TAGS = {
    "html", "head", "meta", "title", "style", "body", "article", "header", "section",
    "h1", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd", "time", "a", "br", "bdi",
}  # fmt: skip
PASTED_TAGS = {"h1", "h2", "h3", "p", "ul", "li", "time", "a", "br", "bdi"}
ATTRIBUTES = {"lang", "dir", "charset", "name", "content", "http-equiv", "datetime", "href"}


def seen(text: str) -> str:
    return text.replace(INVISIBLE, "")


WAYS = [
    pytest.param(render, read_page, seen, id="page"),
    pytest.param(fragment, read_paste, as_pasted, id="pasted"),
]
Render = Callable[[Document], str]
Read = Callable[[str], ReadHtml]
Seen = Callable[[str], str]


def only_plain_tags(read: ReadHtml) -> bool:
    attributes = {name for names in read.tags.values() for name in names}
    return set(read.tags) <= PAGE_TAGS and attributes <= ATTRIBUTES


@pytest.mark.parametrize(("write", "read_back", "as_seen"), WAYS)
def test_hostile_texts_read_as_typed(write: Render, read_back: Read, as_seen: Seen) -> None:
    read = read_back(write(notes_of(*TEXTS)))

    assert read.items == [as_seen(text) for text in TEXTS]
    assert read.headings == [(1, "Title"), (2, "Heading")]
    assert read.paragraphs == ["90 min"]
    assert only_plain_tags(read)


@pytest.mark.parametrize(("write", "read_back", "as_seen"), WAYS)
def test_a_text_reads_as_typed_beneath_another_and_among_names(
    write: Render, read_back: Read, as_seen: Seen
) -> None:
    for text in TEXTS:
        name = clean_line(text) or "Ana"
        entries = (
            Entry("above", entries=(Entry(text, entries=(Entry(text),)), Entry("beside", number=3))),
            Entry(text, person=name, label="learn", who=name, owners=(name,), due=DAY, votes=2),
        )
        section = Section("actions", name, entries, sections=(Section("actions", name, (Entry(text),)),))

        read = read_back(write(Document(name, DAY, (name, "x"), "open", (section,))))

        title, shown = as_seen(name), as_seen(text)
        after = f" — {title} ({title}, due Fri 20 Nov, 2 votes)"
        last = around(f"{title} — learn: ", shown, after, read_back is read_paste)
        assert read.items == ["above", shown, shown, "3 · beside", last, shown]
        assert read.headings == [(1, title), (2, title), (3, title)]
        assert read.paragraphs == [f"{title} · x"]
        assert only_plain_tags(read)


def around(before: str, text: str, after: str, is_pasted: bool) -> str:
    """Give what is read of a text with the program's words around it.

    The program's own space at the end or the beginning of a line is not seen after a paste.
    """
    if is_pasted and text.startswith("\n"):
        before = before.rstrip(" ")
    if is_pasted and text.endswith("\n"):
        after = after.lstrip(" ")
    return f"{before}{text}{after}"


def reads_as_typed(text: str, name: str) -> None:
    entry = Entry(text, person=name, label="learn", who=name, owners=(name,))
    people = Section("people", "Who", (Entry(name), Entry("Ben")), in_a_line=True)
    document = Document(name, DAY, (), "open", (Section("actions", name, (entry,)), people))

    page, paste = read_page(render(document)), read_paste(fragment(document))

    for read, as_seen in ((page, seen), (paste, as_pasted)):
        title = as_seen(name)
        assert read.items == [
            around(f"{title} — learn: ", as_seen(text), f" — {title} ({title})", read is paste)
        ]
        assert read.headings == [(1, title), (2, title), (2, "Who")]
        assert read.paragraphs == [f"{title}, Ben"]
        assert only_plain_tags(read)
    # The name of a tab is one line, in which a browser shows several spaces as one.
    assert page.title.split(" ")[-4:] == ["Fri", "20", "Nov", "2026"]
    assert page.title.replace(" ", "").startswith(seen(name).replace(" ", ""))


@settings(max_examples=50, deadline=None)
@given(TYPED, TYPED.map(clean_line).filter(bool))
def test_any_text_and_name_read_as_typed(text: str, name: str) -> None:
    reads_as_typed(text, name)


@pytest.mark.torture
@settings(max_examples=2_000, deadline=None)
@given(TYPED, TYPED.map(clean_line).filter(bool))
def test_two_thousand_texts_and_names_read_as_typed(text: str, name: str) -> None:
    reads_as_typed(text, name)


def test_the_page_stands_alone() -> None:
    source = render(notes_of(*TEXTS))
    read = read_page(source)

    assert source.startswith("<!doctype html>\n<html lang=")
    assert not {"script", "link", "img", "iframe", "base", "form"} & set(read.tags)
    assert not {name for names in read.tags.values() for name in names if name.startswith("on")}
    style = source[source.index("<style>") : source.index("</style>")]
    assert not re.search(r"url\(|@import|https?:", style)
    assert "default-src 'none'" in source
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


def test_what_is_pasted_has_simple_tags_only() -> None:
    held = rich()
    read = read_paste(fragment(notes_document(held.state, local=local, now=held.now)))

    assert set(read.tags) <= PASTED_TAGS
    assert {name for names in read.tags.values() for name in names} == {"href", "datetime"}


def test_a_session_reads_the_same_as_page_and_paste() -> None:
    held = rich()
    document = notes_document(held.state, local=local, now=held.now)
    page, paste = read_page(render(document)), read_paste(fragment(document))

    assert page.headings == paste.headings
    assert page.headings[:3] == [(1, "Kickoff"), (2, "Takeaways"), (2, "Decisions")]
    assert "Ben — could teach: interviewing" in page.items
    assert "1 · camera optional — Gus (5 votes)" in page.items
    assert "Chi — could teach: SQL\nand a little statistics" in page.items
    assert ("Purpose and vision", "10 min planned, 11 min spent") in page.terms
    assert "Purpose and vision (10 min planned, 11 min spent)" in paste.items
    assert page.items == [item for item in paste.items if "planned" not in item and "Ended" not in item]
    assert page.paragraphs[-2:] == ["Ended 16 min early", paste.paragraphs[-1]]
    assert page.times == paste.times
    assert page.times[:2] == [("2026-11-20", "Fri 20 Nov 2026"), ("2026-11-26", "Thu 26 Nov")]


def test_addresses_are_links_and_nothing_else_is() -> None:
    texts = {
        "see https://example.com/a_(b)?x=1&y=2#z.": ["https://example.com/a_(b)?x=1&y=2#z"],
        "(https://a.example/x), http://b.example!": ["https://a.example/x", "http://b.example"],
        "javascript:alert(1) file:///etc/passwd data:text/html,x mailto:a@b.c www.example.com": [],
        'https://a.example/"onclick="x': ["https://a.example/"],
        "<https://a.example/>": ["https://a.example/"],
        "https:// https://... (http://)": [],
    }
    for text, addresses in texts.items():
        for read in (read_page(render(notes_of(text))), read_paste(fragment(notes_of(text)))):
            assert read.links == [(address, address) for address in addresses]
            assert read.items == [text]


def test_nobody_is_pinged_from_where_it_is_pasted() -> None:
    text = "@here @Ana see https://a.example/@everyone or ask ana@example.com :tada:"
    for source in (render(notes_of(text)), fragment(notes_of(text))):
        assert "@\u200bhere @\u200bAna" in source
        assert 'href="https://a.example/@everyone"' in source
        assert ">https://a.example/@\u200beveryone<" in source
        assert "ana@example.com" in source
        assert ":tada:" not in source


def test_text_from_right_to_left_does_not_turn_what_is_around_it() -> None:
    entry = Entry("שלום (1)", who="عمر", owners=("דנה",), votes=2)
    source = render(Document("T", DAY, (), "open", (Section("actions", "A", (entry,)),)))

    assert "<li><bdi>שלום (1)</bdi> — <bdi>عمر</bdi> (<bdi>דנה</bdi>, 2 votes)</li>" in source


def test_the_page_says_its_language() -> None:
    def first_tag(language: str) -> str:
        document = Document("T", None, (), "open", headings=Headings(language=language))
        return render(document).splitlines()[1]

    assert first_tag("en") == '<html lang="en">'
    assert first_tag("de-AT") == '<html lang="de-AT">'
    assert first_tag("he") == '<html lang="he" dir="rtl">'


def test_a_page_of_a_thousand_items_and_one_of_a_very_long_item() -> None:
    many = [f"item {number} <b>" for number in range(1_000)]
    long = "<&> " * 5_000

    assert read_page(render(notes_of(*many))).items == many
    assert read_page(render(notes_of(long))).items == [long]
    assert escape(long) in render(notes_of(long))


def test_a_document_with_nothing_in_it_is_a_page() -> None:
    read = read_page(render(Document("🎉🎉", None, (), "room")))

    assert (read.title, read.headings, read.items) == ("🎉🎉", [(1, "🎉🎉")], [])


def test_html_is_one_of_the_dialects() -> None:
    held = rich("room")
    assert DIALECTS["html"].suffix == ".html"
    page = notes_text(held.state, Wish("html"), local=local, now=held.now)
    assert "the layoffs are real" not in page
    assert "Gus" not in page
