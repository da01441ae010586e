"""Copying a long text part by part: which part comes next, and what is said."""

import pytest

from facilitator.clipboard import Copied
from facilitator.portions import PartByPart, Portion

TOOK = Copied("copied", "Copied.")
SENT = Copied("sent", "Sent to the terminal; a paste shows whether it arrived.")
FAILED = Copied("failed", "The clipboard did not answer; nothing was copied.")
THREE = ("one", "two", "three")


def taken(parts: PartByPart, texts: tuple[str, ...] = THREE) -> Portion:
    portion = parts.take(lambda: texts)
    assert isinstance(portion, Portion)
    return portion


def test_the_parts_come_one_after_the_other_and_then_again() -> None:
    parts = PartByPart()
    said = []
    for text in (*THREE, "one"):
        portion = taken(parts)
        assert portion.text == text
        said.append(parts.heard(portion, TOOK))
    assert said == [
        "Part 1 of 3 copied; y copies part 2.",
        "Part 2 of 3 copied; y copies part 3.",
        "Part 3 of 3 copied; that is all of it.",
        "Part 1 of 3 copied; y copies part 2.",
    ]


def test_one_part_says_what_the_clipboard_said() -> None:
    parts = PartByPart()
    assert parts.heard(taken(parts, ("all",)), TOOK) == TOOK.sentence
    assert parts.next == 1


def test_what_was_sent_to_the_terminal_counts_as_copied_and_says_what_is_known() -> None:
    parts = PartByPart()
    assert parts.heard(taken(parts), SENT) == f"Part 1 of 3 (y copies part 2): {SENT.sentence}"
    assert taken(parts).text == "two"


def test_a_part_that_failed_is_offered_again() -> None:
    parts = PartByPart()
    parts.heard(taken(parts), TOOK)
    assert parts.heard(taken(parts), FAILED) == f"Part 2 of 3: {FAILED.sentence}"
    assert parts.next == 2
    assert taken(parts).text == "two"


def test_all_parts_are_of_the_moment_of_the_first() -> None:
    parts = PartByPart()
    parts.heard(taken(parts, ("old 1", "old 2")), TOOK)
    assert taken(parts, ("new 1", "new 2")).text == "old 2"


def test_nothing_overtakes_a_part_that_is_on_its_way() -> None:
    parts = PartByPart()
    first = taken(parts)
    assert parts.take(lambda: THREE) == "Part 1 is on its way to the clipboard still; try again in a moment."
    parts.heard(first, TOOK)
    assert taken(parts).text == "two"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_change_begins_anew_whether_or_not_the_clipboard_has_answered(when: str) -> None:
    parts = PartByPart()
    portion = taken(parts)
    if when == "before":
        parts.heard(portion, TOOK)
    parts.begin_anew()
    if when == "after":
        assert parts.heard(portion, TOOK) == TOOK.sentence
    assert parts.next == 1
    assert taken(parts, ("another", "text")).text == "another"
