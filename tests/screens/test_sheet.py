"""A long text on the screen: wrapped at spaces, nothing of it lost, and quick however long it is."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.text import clean, width
from screens.widgets.sheet import Sheet, SheetLine, wrapped
from tests.screens.hosts import HOSTILE, SMALL, WidgetHost, seen, seen_text, until


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [""]),
        ("short", ["short"]),
        ("exactly ten", ["exactly", "ten"]),
        ("ten signs.", ["ten signs."]),
        ("one two three four", ["one two", "three four"]),
        ("unbreakableword", ["unbreakabl", "eword"]),
        ("a unbreakableword", ["a", "unbreakabl", "eword"]),
        ("    indented words", ["    indent", "ed words"]),
        ("• naïve “quotes”", ["• naïve", "“quotes”"]),
        ("日本語の名前です", ["日本語の名", "前です"]),
        ("ab 日本語の名前です", ["ab", "日本語の名", "前です"]),
        ("a\tb", ["a   b"]),
    ],
)
def test_lines_are_broken_at_spaces_and_long_words_within(text: str, rows: list[str]) -> None:
    assert list(wrapped(text, 10)) == rows


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.integers(2, 30))
def test_no_row_is_too_wide_and_nothing_but_spaces_at_breaks_is_left_out(text: str, room: int) -> None:
    rows = list(wrapped(text, room))

    left = clean(text).replace("\n", " ").expandtabs(4)
    for row in rows:
        at = left.find(row)
        assert left[:at] in {"", " "}
        left = left[at + len(row) :]
        assert width(row) <= room or len(row) < 20
    assert left in {"", " "}


async def test_only_what_is_in_view_is_drawn_and_the_end_is_reached_by_a_key() -> None:
    sheet = Sheet()
    app = WidgetHost(sheet)
    async with app.run_test(size=SMALL) as pilot:
        sheet.lines = (SheetLine("Heading", "heading"), *(SheetLine(f"line {n}") for n in range(100)))
        sheet.focus()
        await until(pilot, lambda: sheet.show_vertical_scrollbar and "Heading" in seen_text(app))
        assert "line 99" not in seen_text(app)
        await pilot.press("end")
        await until(pilot, lambda: "line 99" in seen_text(app))
        sheet.lines = (SheetLine("something short"),)
        await until(pilot, lambda: seen(app)[0].startswith("something short"))


async def test_any_text_is_drawn_as_it_is() -> None:
    sheet = Sheet()
    app = WidgetHost(sheet)
    async with app.run_test(size=SMALL) as pilot:
        for text in HOSTILE:
            sheet.lines = tuple(SheetLine(line) for line in text.split("\n"))
            await pilot.pause()
            assert clean(text)[:1] in seen_text(app), text
            assert not any("\x1b" in row or "\u202e" in row for row in seen(app)), text
            assert all(width(row) <= SMALL[0] for row in seen(app)), text


@pytest.mark.parametrize("sign", ["a ", "é", "語", "👩‍👩‍👧‍👦"])
def test_a_very_long_line_takes_time_in_proportion_to_its_length(sign: str) -> None:
    def cost(times: int) -> float:
        started = process_time()
        assert sum(len(row) for row in wrapped(sign * times, 60))
        return process_time() - started

    assert cost(20_000 // len(sign)) < 20 * cost(2_000 // len(sign)) + 0.2
