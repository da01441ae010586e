"""What Slack, Discord, Teams and plain text are given: no pings, exact text, and no more than they can show."""

import pytest
from hypothesis import given, settings

from facilitator.notes import DIALECTS, Wish, document_text
from facilitator.notes.document import Document, Section
from facilitator.notes.pings import INVISIBLE, STOP
from tests.hostile import HOSTILE
from tests.notes.test_markdown import NAUGHTY, TYPED, notes_of

CHATS = ("slack", "discord", "teams", "text")
CALLS = (
    "@here @channel @everyone @all @team ＠here",
    "<!channel> <!here|all> <!subteam^S1|@us>",
    "<@U123> <@!123> <@&9>",
    "@ana, @Ana Maria (@ben) x@everyone",
    "https://a.b/@everyone",
    ".@ana.dev look, -@ben.x, cc:-@ana.k, a+@ben.lee, _@ana.b, 日本@ana.k",
    "mailto:@ana www.@ben cc://@ana https://@ben x://ab.cd/@ana https://ab/@ben",
)


def source_of(dialect: str, text: str) -> str:
    """Return an item as it is written in a message."""
    beneath = document_text(notes_of(text), Wish(dialect)).partition("Heading")[2]
    return beneath.removeprefix("*").lstrip("\n").removesuffix("\n")


def seen(text: str) -> str:
    return text.replace(INVISIBLE, "").replace(STOP, "")


@pytest.mark.parametrize("dialect", [name for name in DIALECTS if name not in {"json", "html"}])
@pytest.mark.parametrize("text", CALLS)
def test_nobody_is_called_and_it_reads_as_typed(dialect: str, text: str) -> None:
    source = source_of(dialect, text)

    for call in ("@here", "@channel", "@everyone", "@all", "@team", "@ana", "@Ana", "@ben", "＠here", "@us"):
        assert call not in source
    for reference in ("<@U", "<@!", "<@&"):
        assert reference not in source
    assert seen(source).replace("\\", "").endswith(text)


def test_a_mail_address_and_a_page_can_still_be_followed() -> None:
    text = "ask a.na+1@example.com or mailto:ana@example.com, see https://medium.com:443/@ana/a_post_*1*_"
    for dialect in CHATS:
        assert source_of(dialect, text).endswith(text)


@pytest.mark.parametrize(
    "text",
    [
        "ask before advising - it is kinder. Always!",
        "5 * 3 and snake_case_word",
        "it's 10:30:15, (roughly) 50% + 1 = ok? ~ 10 min",
        "a < b, Q&A, C:temp, AC: off, 18) #hashtag, x / y",
        "the key ` is on the left",
    ],
)
def test_everyday_text_is_left_as_it_is_where_there_are_no_escapes(text: str) -> None:
    for dialect in ("slack", "teams", "text"):
        assert source_of(dialect, text).endswith(f" {text}")


def test_marks_that_would_pair_are_kept_apart() -> None:
    assert source_of("slack", "*bold* it") == f"• *{STOP}bold{STOP}* it"
    assert source_of("teams", "a_b_ _c_") == f"• a_b{STOP}_ _{STOP}c{STOP}_"
    assert source_of("slack", "*only 5*") == f"• *{STOP}only 5{STOP}*"
    assert source_of("slack", "*only") == f"• *{STOP}only"
    assert source_of("slack", "price is 5*, ~10") == f"• price is 5{STOP}*{STOP}, ~{STOP}10"
    assert source_of("slack", "> said") == f"• {INVISIBLE}{STOP}> said"
    assert source_of("slack", ":tada: `a`") == f"• :{INVISIBLE}tada: `{INVISIBLE}a`{INVISIBLE}"
    assert source_of("discord", "*b* ||s|| # x\n# y") == "- \\*b\\* \\|\\|s\\|\\| # x\n  \\# y"
    assert source_of("discord", "https://x.org/a_*b*<i>") == f"- https://x.org/a_*b*{STOP}\\<i>"


@pytest.mark.parametrize("drawn", ["C:", "D:", "c:", "8)", "(:", "):", ":b", ";-b", ">:-(", ":)"])
def test_nothing_turns_into_a_picture(drawn: str) -> None:
    held = f"{drawn[0]}{INVISIBLE}{drawn[1:]}"
    for dialect in ("slack", "discord", "teams"):
        source = source_of(dialect, f"{drawn} a {drawn} b {drawn}, c {drawn}")
        assert held in source.replace("\\", "")
        assert drawn not in source.replace("\\", "")
    assert source_of("slack", "Dee): hi") == f"• Dee){INVISIBLE}: hi"


def test_no_references_as_for_programs() -> None:
    for dialect in CHATS:
        assert (
            seen(source_of(dialect, "Q&A a<b c>d &amp;")).replace("\\<", "<").endswith(" Q&A a<b c>d &amp;")
        )


@pytest.mark.parametrize("dialect", ["slack", "teams", "text"])
def test_whatever_was_typed_is_there_sign_by_sign(dialect: str) -> None:
    texts = [seen(text) for text in (*NAUGHTY, *(one.kept for one in HOSTILE))]
    whole = seen(document_text(notes_of(*texts), Wish(dialect)))

    for text in texts:
        first, *more = text.split("\n")
        # In plain text a line without anything has no indent either.
        lines = [f"  {line}" if line or dialect != "text" else "" for line in more]
        assert "\n".join([f"{'-' if dialect == 'text' else '•'} {first}", *lines]) in whole


@settings(max_examples=50, deadline=None)
@given(TYPED)
def test_any_text_is_there_sign_by_sign(text: str) -> None:
    for dialect in ("slack", "teams"):
        assert seen(source_of(dialect, text)) == f"• {seen(text)}".replace("\n", "\n  ")


def test_headings_and_smaller_ones() -> None:
    sections = (
        Section("activities", "Norms", sections=(Section("activities", "We *all*"), Section("time", "Us"))),
    )
    document = Document("Kick off", None, (), "open", sections)

    texts = {dialect: document_text(document, Wish(dialect)) for dialect in CHATS}

    assert texts == {
        "slack": f"*Kick off*\n\n*Norms*\nWe *{STOP}all{STOP}*\n_Us_\n",
        "discord": "# Kick off\n\n## Norms\n### We \\*all\\*\n### Us\n",
        "teams": f"Kick off\n\nNorms\nWe *{STOP}all{STOP}*:\nUs:\n",
        "text": "Kick off\n\nNorms\nWe *all*:\nUs:\n",
    }


def test_only_actions_have_boxes_to_tick_and_only_in_markdown() -> None:
    sections = (
        Section("actions", "Actions", notes_of("book").sections[0].entries),
        *notes_of("said").sections,
    )
    document = Document("T", None, (), "open", sections)

    assert "- [ ] book\n" in document_text(document, Wish(task_lists=True))
    assert "- said\n" in document_text(document, Wish(task_lists=True))
    for dialect in DIALECTS:
        plain = document_text(document, Wish(dialect))
        assert dialect == "markdown" or document_text(document, Wish(dialect, task_lists=True)) == plain
