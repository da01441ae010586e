"""Topics and small groups in the notes and in the JSON."""

from facilitator.engine.activities.groups import NextGroupRound
from facilitator.engine.activities.topics import NextTopic
from facilitator.engine.commands import Capture
from facilitator.json_forms import session_json
from facilitator.notes import compose, notes_text
from facilitator.notes.document import Entry, Section
from formats.words import Level
from tests.notes.sessions import Held, local

TOPICS = {"id": "coffee", "title": "Lean coffee", "minutes": "20", "activity": "topics"}
BOARD = {"id": "cards", "title": "Cards", "minutes": "10", "activity": "board", "columns": ["Start", "Stop"]}
THREES = {
    "id": "threes",
    "title": "In threes",
    "minutes": "30",
    "activity": "groups",
    "size": "3",
    "rounds": "2",
    "roles": ["interviewer", "interviewee", "observer"],
}


def sections(held: Held, level: Level = "open") -> dict[str, Section]:
    document = compose(held.state, level=level, local=local, now=held.now)
    return {one.heading: one for one in document.sections}


def test_topics_come_in_the_order_taken_with_what_came_of_them() -> None:
    held = Held([TOPICS])
    held.next()
    hiring, remote, lunch, secret = (
        held.catch("topic", text, by="Ana") for text in ("hiring", "remote work", "lunch", "secret topic")
    )
    for topic, votes in ((hiring, 2), (remote, 5), (lunch, 1), (secret, 9)):
        held.votes(topic, votes)
    held.off(secret)
    held.ask(NextTopic())
    held.ask(NextTopic())
    held.wait(5)
    held.ask(Capture("takeaway", ("write it down",), origin=remote))
    held.ask(NextTopic())
    held.end(after=5)

    told = sections(held, "open")
    assert told["Lean coffee"].entries == (
        Entry(
            "remote work",
            number=2,
            who="Ana",
            votes=5,
            entries=(Entry("write it down", label="takeaway", kind="takeaway"),),
            kind="topic",
        ),
        Entry("hiring", number=1, who="Ana", votes=2, kind="topic"),
    )
    assert told["Not reached"].entries == (Entry("lunch", votes=1, kind="topic"),)
    assert "secret" not in notes_text(held.state, local=local, now=held.now)

    data = session_json("id", held.state, held.now, local)["activities"]
    assert data == {
        "coffee": {
            "topics": [
                {"id": remote, "number": 2, "text": "remote work", "votes": 5, "status": "done"},
                {"id": hiring, "number": 1, "text": "hiring", "votes": 2, "status": "done"},
                {"id": lunch, "number": 3, "text": "lunch", "votes": 1, "status": "ahead"},
            ]
        }
    }


def test_of_a_boards_cards_only_those_with_votes_count_as_not_reached() -> None:
    held = Held([BOARD, {**TOPICS, "from": "cards"}])
    held.next()
    for text, votes in (("first", 3), ("second", 2), ("third", 0)):
        card = held.catch("card", text)
        if votes:
            held.votes(card, votes)
    held.next(after=5)
    held.ask(NextTopic())

    told = sections(held)
    assert [entry.text for entry in told["Lean coffee"].entries] == ["first"]
    assert [entry.text for entry in told["Not reached yet"].entries] == ["second"]
    assert [entry.text for entry in told["Cards"].sections[0].entries] == ["first", "second", "third"]


def test_groups_are_told_round_by_round_with_their_roles() -> None:
    held = Held([THREES], "Ana Ben Chi Dee Eli Fay")
    held.next()
    held.ask(NextGroupRound())

    told = sections(held, "names")["In threes"]
    assert [entry.text for entry in told.entries] == ["Round 1", "Round 2"]
    first = told.entries[0].entries
    assert len(first) == 2
    for group in first:
        assert [part.split(" ")[1] for part in group.text.split(", ")] == [
            "(interviewer)",
            "(interviewee)",
            "(observer)",
        ]
    assert {part.split(" ")[0] for group in first for part in group.text.split(", ")} == {
        "Ana", "Ben", "Chi", "Dee", "Eli", "Fay",
    }  # fmt: skip
    assert "In threes" not in sections(held, "room")


def test_pairs_of_a_single_round_need_no_heading() -> None:
    pairs = {"id": "pairs", "title": "In pairs", "minutes": "5", "activity": "groups", "size": "2"}
    held = Held([pairs], "Ana Ben")
    held.next()

    entries = sections(held, "names")["In pairs"].entries
    assert [sorted(entry.text.split(", ")) for entry in entries] == [["Ana", "Ben"]]
    told = session_json("id", held.state, held.now, local)["activities"]
    assert isinstance(told, dict)
    either = [{"person": "Ana", "role": None}, {"person": "Ben", "role": None}]
    assert told["pairs"] in ({"rounds": [[either]]}, {"rounds": [[either[::-1]]]})
