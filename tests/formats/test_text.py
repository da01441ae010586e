"""What may be typed stays; what acts on a terminal goes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.text import clean, clean_line, crop, is_clean, nearest, signs, slug, width
from tests.hostile import HOSTILE, ORDER_CHARACTERS, Hostile

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert is_clean(once)
    assert clean_line(clean_line(raw)) == clean_line(raw)


@given(ANY_TEXT)
def test_what_is_clean_is_left_alone_and_only_that(raw: str) -> None:
    assert is_clean(raw) == (clean(raw) == raw)


@given(ANY_TEXT)
def test_cleaned_text_can_be_written_to_a_file(raw: str) -> None:
    assert clean(raw).encode("utf-8").decode("utf-8") == clean(raw)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("tab\tstays", "tab\tstays"),
        ("\x1b]52;c;aGk=\x07bell", "]52;c;aGk=bell"),
        ("\x00nul \x7fdel \x9b31m", "nul del 31m"),
        ("abc\u202egnp.exe\u202c \u2066x\u2069", "abcgnp.exe x"),
        ("hidden\U000e0041\U000e007f", "hidden"),
        ("lone \ud800 half", "lone  half"),
        ("[red] [/] [link='", "[red] [/] [link='"),
        ("עברית 日本語 " + FAMILY, "עברית 日本語 " + FAMILY),
        ("\r\x00\n", "\n"),
    ],
)
def test_only_what_is_dangerous_goes(raw: str, kept: str) -> None:
    assert clean(raw) == kept


def test_a_name_is_one_line() -> None:
    assert clean_line("  Ana\r\n\tMaria \n") == "Ana  Maria"


def test_width_counts_cells_and_not_characters() -> None:
    assert width("abc") == 3
    assert width("日本") == 4
    assert width("e\u0301") == 1


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("日本語", 4, "日…"),
        ("日本語", 6, "日本語"),
        ("two words", 5, "two…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
        (FAMILY + " and more", 4, FAMILY + "…"),
        ("e\u0301tude", 2, "e\u0301…"),
    ],
)
def test_cropping_keeps_signs_whole(text: str, cells: int, shown: str) -> None:
    assert crop(text, cells) == shown


@given(st.text(max_size=40), st.integers(0, 20))
def test_what_is_cropped_fits(text: str, cells: int) -> None:
    assert width(crop(clean_line(text), cells)) <= cells


@pytest.mark.torture
def test_cropping_a_page_of_invisible_signs_is_quick() -> None:
    begun = time.process_time()
    assert crop("\u200b" * 20_000 + "a" * 100, 10).endswith("aaaaaaaaa…")
    assert time.process_time() - begun < 5


@given(st.text())
def test_signs_lose_nothing(text: str) -> None:
    assert "".join(signs(text)) == text


def test_the_nearest_word_is_found() -> None:
    words = ["kickoff", "book-club", "office-hours"]
    assert nearest("kickof", words) == ["kickoff"]
    assert nearest("Bookclub", words) == ["book-club"]
    assert nearest("zzz", words) == []
    assert nearest("k" * 100_000, words) == []


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Co-create our norms", "co-create-our-norms"),
        ("Café & más", "cafe-mas"),
        ("日本", "segment"),
        ("x" * 99, "x" * 60),
    ],
)
def test_ids_are_made_of_titles(text: str, made: str) -> None:
    assert slug(text, otherwise="segment") == made


@pytest.mark.parametrize("one", HOSTILE, ids=lambda one: one.name)
def test_what_is_left_of_a_hostile_text_is_all_but_its_dangerous_pieces(one: Hostile) -> None:
    assert clean(one.raw) == one.kept
    assert clean_line(one.raw) == one.line
    assert is_clean(one.kept)
    assert not ORDER_CHARACTERS.intersection(one.kept) - {"\n", "\t"}
    assert not ORDER_CHARACTERS.intersection(one.line)
    assert "".join(signs(one.kept)) == one.kept
    assert width(crop(one.line, 20)) <= 20


@given(ANY_TEXT)
def test_a_character_goes_exactly_if_a_terminal_could_obey_it(raw: str) -> None:
    without_line_ends = raw.replace("\r", "")
    kept = "".join(one for one in without_line_ends if one in "\n\t" or one not in ORDER_CHARACTERS)
    assert clean(without_line_ends) == kept
