"""The rituals that come with the program keep to what the practice asks for."""

import pytest

from formats.catalogue import LIBRARY, index_text, library_entries
from formats.model import Board, Break, Format, Groups, Poll, Round, Signup, Talk, Topics
from formats.reader import read_format
from formats.text import is_clean

LENGTHS = {
    "kickoff": (90, 90),
    "learning-session": (60, 60),
    "office-hours": (30, 30),
    "book-club": (45, 45),
    "show-and-tell": (45, 45),
    "interview-practice": (60, 90),
    "roadmap-critique": (60, 90),
    "prioritisation-workshop": (60, 90),
    "presentation-feedback": (60, 90),
    "start-stop-continue": (45, 60),
    "quarterly-retro": (30, 60),
    "pulse-check": (10, 10),
    "purpose-workshop": (120, 180),
    "ritual-planning": (60, 120),
    "roles-workshop": (60, 60),
    "canvas-workshop": (120, 120),
    "canvas-review": (60, 60),
    "circle-exchange": (45, 60),
    "best-of-outside": (30, 30),
    "peer-circle": (60, 60),
    "learning-theme": (45, 45),
    "theme-close": (30, 30),
    "lunch-and-learn": (45, 45),
    "newcomer-welcome": (30, 30),
    "lean-coffee": (45, 60),
    "one-two-four-all": (12, 12),
    "daily-standup": (15, 15),
    "four-ls": (45, 60),
    "sailboat": (45, 60),
    "mad-sad-glad": (45, 60),
    "premortem": (45, 60),
    "troika": (30, 60),
    "fishbowl": (45, 60),
    "six-hats": (45, 60),
    "decision-round": (30, 60),
    "blameless-postmortem": (45, 60),
}
"""The shortest and the longest each ritual may be, in minutes."""


def ritual(format_id: str) -> Format:
    return read_format(LIBRARY / f"{format_id}.yaml")


def test_the_library_holds_these_rituals_and_no_others() -> None:
    assert {path.stem for path in LIBRARY.glob("*.yaml")} == set(LENGTHS)


def test_the_index_is_current() -> None:
    assert (LIBRARY / "index.json").read_text(encoding="utf-8") == index_text(), "run `make pages`"


def test_the_index_says_what_the_files_say() -> None:
    for entry in library_entries():
        read = ritual(entry.id)
        assert (entry.name, entry.seconds, entry.shelf) == (read.name, read.planned_seconds, read.shelf)
        assert [one.title for one in entry.segments] == [one.title for one in read.segments]
        assert entry.path is not None
        assert entry.path.is_file()


@pytest.mark.parametrize("format_id", LENGTHS)
class TestEveryRitual:
    def test_has_its_length(self, format_id: str) -> None:
        shortest, longest = LENGTHS[format_id]
        assert shortest <= ritual(format_id).planned_seconds / 60 <= longest

    def test_ends_protected_with_takeaways_read_out(self, format_id: str) -> None:
        last = ritual(format_id).segments[-1]
        assert last.protected
        assert last.planned_seconds >= 180
        assert any("takeaways" in cue for cue in last.cues)
        assert any("read" in cue.lower() for cue in last.cues)

    def test_has_something_to_say_for_the_room_and_the_facilitator(self, format_id: str) -> None:
        read = ritual(format_id)
        assert read.summary
        for segment in read.segments:
            assert segment.prompts, segment.title
            assert segment.cues, segment.title

    def test_is_short_calm_and_clean(self, format_id: str) -> None:
        for segment in ritual(format_id).segments:
            for text in (segment.title, *segment.prompts, *segment.cues):
                assert len(text) <= 110
                assert "!" not in text
                assert is_clean(text)

    def test_gives_nobody_more_than_ninety_minutes_without_a_break(self, format_id: str) -> None:
        stretch = 0
        for segment in ritual(format_id).segments:
            stretch = 0 if isinstance(segment, Break) else stretch + segment.planned_seconds
            assert stretch <= 90 * 60


def test_the_kickoff_is_the_first_gathering() -> None:
    kickoff = ritual("kickoff")
    assert [one.planned_seconds // 60 for one in kickoff.segments] == [10, 15, 20, 10, 10, 20, 5]
    introductions = kickoff.segments[1]
    assert isinstance(introductions, Round)
    assert set(introductions.keep) == {"learn", "teach"}
    assert introductions.opens == "facilitator"
    assert introductions.box_seconds == 90
    assert introductions.planned_seconds >= 9 * 90
    norms = kickoff.segments[2]
    assert isinstance(norms, Board)
    assert len(norms.columns) == 3
    assert isinstance(kickoff.segments[-1], Signup)


def test_introductions_of_newcomers_fit_for_nine() -> None:
    introductions = ritual("newcomer-welcome").segments[0]
    assert isinstance(introductions, Round)
    assert introductions.box_seconds == 90
    assert introductions.planned_seconds >= 9 * 90


def test_the_learning_session_shares_its_hour() -> None:
    talk, *rest = ritual("learning-session").segments
    assert isinstance(talk, Talk)
    assert 20 <= talk.planned_seconds / 60 <= 30
    assert 30 <= sum(one.planned_seconds for one in rest) / 60 <= 40


def test_in_practice_interviews_everyone_holds_each_role() -> None:
    practice = next(one for one in ritual("interview-practice").segments if isinstance(one, Groups))
    assert (practice.size, practice.rounds, len(practice.roles)) == (3, 3, 3)


def test_looking_back_goes_from_silence_to_actions() -> None:
    write, _read_out, vote, talk, actions, _takeaways = ritual("start-stop-continue").segments
    assert isinstance(write, Board)
    assert (write.hidden, write.columns) == (True, ("Start", "Stop", "Continue"))
    assert isinstance(vote, Board)
    assert (vote.votes, vote.from_segment) == (True, write.id)
    assert isinstance(talk, Topics)
    assert talk.from_segment == write.id
    assert actions.title == "Actions"


def test_the_quarter_is_looked_at_in_four_columns_and_the_purpose_by_hands() -> None:
    segments = ritual("quarterly-retro").segments
    board = segments[0]
    assert isinstance(board, Board)
    assert len(board.columns) == 4
    assert any(isinstance(one, Poll) and "purpose" in one.questions[0] for one in segments)


def test_the_pulse_names_nobody() -> None:
    pulse = ritual("pulse-check")
    poll = pulse.segments[0]
    assert pulse.level == "room"
    assert isinstance(poll, Poll)
    assert (len(poll.questions), poll.choices) == (2, ())


def test_the_canvas_has_seven_boxes() -> None:
    boxes = [one.columns for one in ritual("canvas-workshop").segments if isinstance(one, Board)]
    assert sum(map(len, boxes)) == 7
    assert sorted(sum(boxes, ())) == sorted(
        next(one.columns for one in ritual("canvas-review").segments if isinstance(one, Board))
    )


def test_lean_coffee_has_its_usual_boxes() -> None:
    topics = next(one for one in ritual("lean-coffee").segments if isinstance(one, Topics))
    assert topics.boxes_seconds == (300, 120, 60)


def test_one_two_four_all_takes_one_two_four_and_five() -> None:
    assert [one.planned_seconds // 60 for one in ritual("one-two-four-all").segments] == [1, 2, 4, 5]


def test_every_shelf_has_something_on_it() -> None:
    assert {entry.shelf for entry in library_entries()} == {"start", "weekly", "practice", "back"}
