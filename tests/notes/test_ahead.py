"""Texts for the chat before and while a session runs: the agenda as an invitation, and one segment."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from facilitator.engine.activities.groups import NextGroupRound
from facilitator.notes import DIALECTS
from facilitator.notes.agenda import invitation
from facilitator.notes.document import Document
from facilitator.notes.segment import segment_document
from formats.model import Format
from formats.words import SegmentId
from tests.notes.reading import read_markdown
from tests.notes.sessions import HERE, RICH, Held, rich

KICKOFF = Format.model_validate({"id": "kickoff", "name": "Kick*off*", "segments": RICH})
ASKING = Format.model_validate(
    {
        "id": "topic",
        "name": "Topic",
        "summary": "What @everyone\nwants",
        "ask": {"question": "What is it about?"},
        "segments": [
            {
                "title": "On {question}",
                "minutes": "90s",
                "activity": "discussion",
                "prompts": ["Why {question}", "  two\nlines"],
                "cues": ["Be kind"],
            },
            {"title": "Break", "minutes": "5", "activity": "break"},
        ],
    }
)
TEN = datetime(2026, 11, 20, 10, tzinfo=HERE)


def markdown(document: Document) -> str:
    return DIALECTS["markdown"].render(document)


def test_an_invitation_has_clock_times_where_the_start_is_known() -> None:
    read = read_markdown(markdown(invitation(KICKOFF, title="Our kickoff", start=TEN)))

    assert read.headings == [(1, "Our kickoff"), (2, "Agenda")]
    assert read.paragraphs == ["Fri 20 Nov 2026 · 10:00–11:45 · 105 min"]
    assert read.items[:4] == [
        "10:00 · Purpose and vision (10 min)",
        "10:10 · Introduce everyone (15 min)",
        "Name and what you work on",
        "10:25 · Co-create our norms (20 min)",
    ]


def test_an_invitation_without_a_start_has_lengths_alone() -> None:
    read = read_markdown(markdown(invitation(KICKOFF)))

    assert read.headings[0] == (1, "Kick*off*")
    assert read.paragraphs == ["105 min"]
    assert read.items[0] == "Purpose and vision (10 min)"


def test_cues_stay_private_and_questions_stand_where_answers_will() -> None:
    for form, topic in ((ASKING, "What is it about?"), (ASKING.answered({"question": "tests"}), "tests")):
        read = read_markdown(markdown(invitation(form, start=TEN)))
        assert read.paragraphs[1] == "What @everyone\nwants"
        assert read.items == [
            f"10:00 · On {topic} (2 min)",
            f"Why {topic}",
            "two\nlines",
            "10:01 · Break (5 min)",
        ]


@pytest.mark.parametrize("dialect", list(DIALECTS))
def test_an_invitation_reads_in_every_dialect(dialect: str) -> None:
    text = DIALECTS[dialect].render(invitation(KICKOFF, start=TEN))

    assert "Introduce everyone" in text
    assert "Smile first" not in text
    assert "10:10" in text


def test_clock_times_are_right_on_the_night_the_clocks_change() -> None:
    start = datetime(2026, 10, 25, 2, 55, tzinfo=ZoneInfo("Europe/Vienna"))
    assert "02:55 · Purpose and vision" in markdown(invitation(KICKOFF, start=start))
    assert "02:05 · Introduce everyone" in markdown(invitation(KICKOFF, start=start))


def test_a_segment_for_the_chat_has_its_prompts_and_its_order() -> None:
    held = Held(RICH, facilitator="Ana", level="names")
    held.jump("introduce")
    held.speaker()

    read = read_markdown(markdown(segment_document(held.state)))

    assert read.headings == [(1, "Introduce everyone"), (2, "Order")]
    assert read.items == ["Name and what you work on"]
    assert read.paragraphs == ["Ben, Chi"]


def test_a_segment_names_nobody_where_the_session_names_nobody() -> None:
    held = Held(RICH, level="room")
    held.jump("introduce")

    assert markdown(segment_document(held.state)) == "# Introduce everyone\n\n- Name and what you work on\n"
    assert "Ben" in markdown(segment_document(held.state, level="names"))


def test_a_segment_of_groups_says_who_is_with_whom_in_this_round() -> None:
    threes: dict[str, object] = {
        "title": "In threes", "minutes": "30", "activity": "groups",
        "size": "3", "rounds": "2", "roles": ["asks", "tells", "listens"],
    }  # fmt: skip
    held = Held([threes], "Ana Ben Chi Dee Eli Fay")
    held.next()
    held.ask(NextGroupRound())

    read = read_markdown(markdown(segment_document(held.state)))

    assert read.headings == [(1, "In threes"), (2, "Groups · Round 2")]
    assert [item[:4] for item in read.items] == ["1 · ", "2 · "]
    assert all("(asks), " in item and "(listens)" in item for item in read.items)
    assert "Ana" not in markdown(segment_document(held.state, level="room"))


def test_before_the_start_the_first_segment_is_told_and_any_other_by_its_id() -> None:
    held = Held(RICH)

    assert segment_document(held.state).title == "Purpose and vision"
    assert segment_document(held.state, SegmentId("norms")).title == "Co-create our norms"
    with pytest.raises(KeyError):
        segment_document(held.state, SegmentId("nothing"))


@pytest.mark.parametrize("dialect", list(DIALECTS))
def test_a_segment_reads_in_every_dialect(dialect: str) -> None:
    held = rich()
    text = DIALECTS[dialect].render(segment_document(held.state, SegmentId("introduce")))

    assert [
        part for part in ("Introduce everyone", "Name and what you work on", "Fay") if part not in text
    ] == []
