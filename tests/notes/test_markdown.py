"""Whatever people type, a chat that reads Markdown shows just that."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.notes.document import Document, Entry, Section
from facilitator.notes.markdown import render
from formats.text import clean, clean_line
from tests.notes.reading import INVISIBLE, PLAIN, read_markdown

NAUGHTY = [
    "*",
    "**",
    "***",
    "* * *",
    "*bold* and **bolder**",
    "5 * 3 * 2",
    "5*3*2",
    "a footnote*",
    "*a and\n*b",
    "*foo\n***",
    "x *a\n * b",
    "_",
    "__init__",
    "snake_case_word",
    "_italic_ word",
    "a _b_c_ d",
    "_a_ https://en.wikipedia.org/wiki/Foo_(bar)",
    "_ _ _",
    "***both** ways*",
    "naïve_é_ *ünï*",
    "[x] done",
    "[ ] to do",
    "[a](b)",
    "[a][b]",
    "[a]: http://example.com 'title'",
    "[^1] and [^1]: a footnote",
    "![picture](x.png)",
    "[[wiki]] link",
    "[link='",
    "see [/etc/passwd]",
    "[red]not red[/]",
    "`",
    "`code`",
    "``a ` b``",
    "```",
    "```python\nprint('*')\n```",
    "~~~\ntext\n~~~",
    "a ` b",
    "`a\\`b`",
    "<b>bold</b>",
    "<!-- hidden -->",
    "<script>alert(1)</script>",
    "<https://example.com>",
    "<ana@example.com>",
    "<1@example.com>",
    "a < b > c <3",
    "<div>\n\n<p>",
    "<?php ?>",
    "&amp; &lt; &#35; &#x23; &nosuch;",
    "AT&T & co; Q&A",
    "# heading",
    "#hashtag",
    "####### seven",
    "#",
    "C #",
    "text ## ##",
    "- bullet",
    "-",
    "-5 degrees",
    "+ plus",
    "* star",
    "1. first",
    "1986. A great summer",
    "2) second",
    "١. not ours",
    "3.14",
    "> quote",
    ">no space",
    "a > b",
    "---",
    "- - -",
    "===",
    "title\n===",
    "title\n---",
    "title\n-",
    "a | b\n--- | ---\nc | d",
    "a\n|-|",
    "|table|\n|:--:|\n|cell|",
    ":--\n:-:",
    "one\ntwo",
    "one\n\ntwo",
    "one\n\n\n\ntwo\n",
    "\nbegins with a line end",
    "ends with one\n",
    "\n",
    "    four spaces",
    "\ttab",
    "a\tb",
    "one\n    indented\n\tmore",
    "ends in spaces   ",
    "ends in spaces   \nand goes on",
    "   ",
    "\u00a0non-breaking\u00a0",
    "\u3000wide\u2003",
    "trailing backslash\\",
    "trailing backslash\\\nand more",
    "C:\\temp\\*new*",
    "\\\\server\\share",
    "\\ ",
    "\\",
    "a\\ \nb",
    "\\# not a heading",
    "~~struck~~",
    "~5 and ~6~",
    "https://example.com/a_b_c?x=1&y=2*3*4#_top_",
    "https://medium.com/@ana/a_post_",
    "www.example.com/~ben/ and ~x~",
    "@here and @everyone, @channel",
    "ask @Ana or ana@example.com",
    "@@",
    "<@U123> <!here>",
    ":tada: at 10:30:15",
    "emoji 🎉👨‍👩‍👧‍👦🇦🇹",
    "שלום *עולם*",
    "日本語_と_です",
    "wide ｗｏｒｄｓ",
    "$x$ ^up^ ==mark== ||spoiler||",
    "{{template}} %%comment%%",
    "x" * 10_000,
    "*" * 500,
    "[" * 300 + "](x)",
    "> " * 50,
    "\ufeff# mark",
]


def notes_of(*texts: str) -> Document:
    entries = tuple(Entry(text) for text in texts)
    return Document(
        "Title", date(2026, 11, 20), ("90 min",), "open", (Section("takeaways", "Heading", entries),)
    )


@pytest.mark.parametrize("flavour", ["commonmark", "github"])
def test_naughty_texts_read_as_typed(flavour: str) -> None:
    read = read_markdown(render(notes_of(*NAUGHTY)), flavour)

    assert read.items == NAUGHTY
    assert read.headings == [(1, "Title"), (2, "Heading")]
    assert read.paragraphs == ["90 min"]
    assert read.kinds <= PLAIN


@pytest.mark.parametrize("text", NAUGHTY)
def test_a_naughty_text_alone_beneath_another_and_after_a_label(text: str) -> None:
    entries = (
        Entry(text),
        Entry("above", entries=(Entry(text), Entry("beside", number=3))),
        Entry(text, person=clean_line(text) or "Ana", label="learn", who="Ben", owners=("Chi",), votes=2),
    )
    document = Document("T", date(2026, 11, 20), (), "open", (Section("actions", "Actions", entries),))

    read = read_markdown(render(document), "github")

    person = clean_line(text) or "Ana"
    assert read.items == [
        text,
        "above",
        text,
        "3 · beside",
        f"{person} — learn: {text} — Ben (Chi, 2 votes)",
    ]
    assert read.kinds <= PLAIN


@pytest.mark.parametrize("text", [text for text in NAUGHTY if clean_line(text)])
def test_a_naughty_title_stays_one_heading(text: str) -> None:
    title = clean_line(text)
    section = Section("activities", title, sections=(Section("activities", title, (Entry("card"),)),))
    people = Section("people", "Who was there", (Entry(title), Entry("Ben")), in_a_line=True)

    read = read_markdown(
        render(Document(title, date(2026, 1, 1), (title,), "open", (section, people))), "github"
    )

    assert read.headings == [(1, title), (2, title), (3, title), (2, "Who was there")]
    assert read.paragraphs == [title, f"{title}, Ben"]
    assert read.items == ["card"]
    assert read.kinds <= PLAIN


SIGNS = st.sampled_from(
    [*"*_`~[]()<>&;:!#+-=.|\\@ab1 \n\t\u00a0é日🎉/$%^\"'", "http://x", "&amp;", "  ", "\n\n", "[x] ", "1. "]
)
TYPED = st.one_of(
    st.lists(SIGNS, max_size=24).map("".join),
    st.text(max_size=40).map(clean),
)


@settings(max_examples=250, deadline=None)
@given(st.lists(TYPED, min_size=1, max_size=3))
def test_any_text_reads_as_typed(texts: list[str]) -> None:
    typed = [text.replace(INVISIBLE, "") for text in texts]
    for flavour in ("commonmark", "github"):
        read = read_markdown(render(notes_of(*texts)), flavour)
        assert read.items == typed
        assert read.kinds <= PLAIN


@settings(max_examples=300, deadline=None)
@given(TYPED.map(clean_line).filter(bool), TYPED)
def test_any_name_and_title_read_as_typed(name: str, text: str) -> None:
    entry = Entry(text, person=name, who=name, label="learn", votes=1)
    section = Section("activities", name, (entry,))
    document = Document(name, date(2026, 1, 1), (name, "x"), "open", (section,))

    read = read_markdown(render(document), "github")

    name, text = name.replace(INVISIBLE, ""), text.replace(INVISIBLE, "")
    assert read.headings == [(1, name), (2, name)]
    assert read.paragraphs == [f"{name} · x"]
    assert read.items == [f"{name} — learn: {text} — {name} (1 vote)"]
    assert read.kinds <= PLAIN


def source_of(text: str) -> str:
    return render(notes_of(text)).split("## Heading\n\n- ")[1].removesuffix("\n")


@pytest.mark.parametrize(
    "text",
    [
        "ask before advising - it is kinder. Always!",
        "5 * 3 and snake_case and a footnote*",
        "it's 10:30, (roughly) 50% + 1 = ok?",
        "see https://en.wikipedia.org/wiki/Foo_(bar)?a=1&b=2#top",
        "see https://medium.com/@ana/a_post and mail ana@example.com",
        "the key ` is on the left, see [1]",
        "a < b, Q&A, C:\\temp, #hashtag, x | y",
        "~10 min",
    ],
)
def test_everyday_text_needs_no_escape(text: str) -> None:
    assert source_of(text) == text


def test_nobody_is_pinged() -> None:
    assert source_of("@here, @Ana!") == "@\u200bhere, @\u200bAna!"
    assert source_of("x@everyone") == "x@\u200beveryone"
    assert source_of("https://a.b/@everyone") == "https://a.b/@\u200beveryone"
    assert source_of("well done :tada:") == "well done :\u200btada:"


def test_lines_break_hard_inside_the_item() -> None:
    assert source_of("one\n\n- two") == "one  \n  \\\n  \\- two"
