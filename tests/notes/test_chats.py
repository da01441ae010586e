"""Whatever people type, Slack and Discord show just that and call nobody, as parsers that others wrote read it.

They are read under node; without it, or before `make chats`, most of this is skipped.
"""

import random
from collections.abc import Sequence

import pytest

from facilitator.notes import DIALECTS, Wish, document_text
from facilitator.notes.pings import INVISIBLE, STOP
from formats.text import clean, clean_line
from tests.hostile import HOSTILE
from tests.notes.chats import Seen, needs_node, read_as
from tests.notes.test_markdown import NAUGHTY, notes_of
from tests.notes.test_plain_chats import source_of

CALLS = [
    "@here @channel @everyone @all @team",
    "x@everyone, x@here, (@here) @HERE @hereford",
    "<!here> <!channel> <!everyone|all of you> <!subteam^S123|@us>",
    "<@U123> <@U123|ana> <@123> <@!123> <@&123> <#123> <#C1|general> <>",
    "<!date^1392734382^{date}|then> <:custom:123> <a:custom:123> <t:123:R>",
    "@Ana @ana.b @Ana Maria @日本 ＠here",
    "https://a.b/@everyone https://a.b/<@123> https://ab<!here>",
    "mail ana@here.com or ana@example.com",
]
MARKS = [
    "*bold* _italic_ ~struck~ `code` ```block```",
    "＊bold＊ ＿italic＿ ～struck～",
    "snake_case_word and foo_ and _bar",
    "a *b\nc* d _e\nf_ ~g\nh~",
    "||spoiler|| __under__ ***all***",
    "> quote\n>>> all of it\n>none\n  > deeper",
    "- a\n* b\n• c\n◦ d\n1. e\n2) f\n+ g\n  - h",
    "# one\n## two\n### three\n-# small",
    "[text](https://example.com) [text](<https://example.com>)",
    "<https://example.com> <mailto:a@b.c> <tel:+1> <a@b>",
    "https://example.com/a_b_*c*~d~_ and _more_ *of* it_",
    "(https://en.wikipedia.org/wiki/Foo_(bar)) https://a.b/c,_d_",
    "https://ab<b>*x* https://ab\\*x* http://x_a_ xhttps://a_b_c_",
    ":tada: :+1: :100: a:x:b ::x:: at 10:30:15 :D :) ;-) <3 8) :/ :|",
    "¯\\_(ツ)_/¯ \\*not bold\\* \\\\ \\",
    "\ufeff*a\ufeff* \u200b_b_",
    "_" * 40,
    "*" * 41,
    "`" * 7 + "a" + "`" * 7,
]
TEXTS = [*NAUGHTY, *(one.kept for one in HOSTILE), *CALLS, *MARKS]

PIECES = [
    *"**__~~``||[]()<<>>&;::!##++--==..\\\\@@ab1 \n\t\u00a0é日🎉/$%^\"'•＊＿～＠{}?,\u200d\ufeff\u200b",
    *(
        "https://ab",
        "http://x",
        "www.",
        "a@b.cd",
        "@here",
        "<@U1>",
        "<!here>",
        ":x:",
        "](",
        "||",
        "1. ",
        "word",
    ),
    *("_a_", "*b*", "~c~", "`d`", "```"),
    *("  ", "\n\n", "> ", "- ", "- [ ] ", "some words"),
]


def random_texts(many: int) -> list[str]:
    dice = random.Random(many)
    return [clean("".join(dice.choices(PIECES, k=dice.randrange(1, 20)))) for _ in range(many)]


def as_read(text: str) -> str:
    """Return what was typed as these parsers hand it on: a tab as four spaces, without what nobody sees."""
    return text.replace("\t", "    ").replace(INVISIBLE, "").replace(STOP, "")


def beneath_each_other(text: str) -> str:
    return text.replace("\n", "\n  ")


def assert_reads_as_typed(chat: str, bullet: str, texts: Sequence[str]) -> None:
    for text, seen in zip(texts, read_as(chat, [source_of(chat, text) for text in texts]), strict=True):
        assert as_read(seen.text) == as_read(f"{bullet} {beneath_each_other(text)}"), repr(text)
        assert seen.kinds == (), repr(text)


@needs_node
@pytest.mark.parametrize(("chat", "bullet"), [("slack", "•"), ("discord", "-")])
def test_naughty_and_random_texts_read_as_typed(chat: str, bullet: str) -> None:
    assert_reads_as_typed(chat, bullet, [*TEXTS, *random_texts(150)])


@needs_node
def test_a_whole_message_on_discord_reads_as_typed() -> None:
    [seen] = read_as("discord", [document_text(notes_of(*TEXTS), Wish("discord"))])

    items = "\n".join(f"- {beneath_each_other(text)}" for text in TEXTS)
    assert as_read(seen.text) == as_read(f"# Title\n90 min\n\n## Heading\n{items}\n")
    assert seen.kinds == ()


@needs_node
def test_a_whole_message_on_slack_reads_as_typed_but_for_its_headings() -> None:
    across = ["*only", "price is 5*", "_draft", "final version_", "~5 came", "about 10~", "＊a", "b＊", "a_b"]
    # An address stays as it is, so what it ends in could close what stands inside a word before it.
    addresses_first = sorted(TEXTS, key=lambda text: "://" not in text)
    texts = [*addresses_first, *across]
    [seen] = read_as("slack", [document_text(notes_of(*texts), Wish("slack"))])

    items = "\n".join(f"• {beneath_each_other(text)}" for text in texts)
    assert as_read(seen.text).endswith(as_read(f"Heading\n{items}\n"))
    assert set(seen.kinds) == {"strong"}


def mentions(seen: Seen) -> list[str]:
    return [kind for kind in seen.kinds if kind.startswith(("slack", "discord"))]


@needs_node
@pytest.mark.parametrize("chat", ["slack", "discord"])
def test_a_title_calls_nobody_either(chat: str) -> None:
    titles = [title for title in map(clean_line, TEXTS) if title]
    hand = DIALECTS[chat].hand
    assert hand is not None

    sources = [write for title in titles for write in (hand.title(title), hand.heading(title, 3))]
    for source, seen in zip(sources, read_as(chat, sources), strict=True):
        assert mentions(seen) == [], source
        assert set(seen.kinds) <= {"strong", "em"}, source


@needs_node
def test_the_parsers_would_see_a_call() -> None:
    slack, discord = read_as("slack", ["<!here> *b*"]), read_as("discord", ["@everyone **b** <@1>"])

    assert slack[0].kinds == ("slackAtHere", "strong")
    assert discord[0].kinds == ("discordEveryone", "strong", "discordUser")


@pytest.mark.torture
@needs_node
@pytest.mark.parametrize(("chat", "bullet"), [("slack", "•"), ("discord", "-")])
def test_random_texts_read_as_typed(chat: str, bullet: str) -> None:
    assert_reads_as_typed(chat, bullet, random_texts(2_000))
