"""The countdown and its bar: how large, how they look in each phase, and when they draw."""

from dataclasses import replace

import pytest
from textual.geometry import Size

from formats.words import Phase
from screens.views.live import ClockView
from screens.widgets.bigclock import BigClock, arrange, digits, pixels_wide, rows_high
from screens.widgets.timebar import TimeBar, bar
from tests.screens.hosts import HOSTILE, LARGE, MIDDLE, SIZES, SMALL, WidgetHost, seen, seen_text, styles_of

CALM = ClockView("11:23", "left of 20 min", "left", "calm", 0.43)
OVER = ClockView("+1:12", "over, of 20 min", "over", "over", 1.0)
BLOCKS = set("█▀▄")


def clock(view: ClockView) -> BigClock:
    widget = BigClock()
    widget.view = view
    return widget


def timebar(view: ClockView) -> TimeBar:
    widget = TimeBar()
    widget.view = view
    return widget


def rows_of_blocks(app: WidgetHost) -> int:
    return sum(1 for row in seen(app) if BLOCKS & set(row))


def test_a_digit_is_five_pixels_wide_and_seven_high() -> None:
    assert digits("4", 1, hollow=False) == ("██ ██", "██▄██", "   ██", "   ▀▀")
    assert [rows_high(scale) for scale in (1, 2, 3)] == [4, 7, 11]


@pytest.mark.parametrize("sign", "0123456789:+-")
def test_every_sign_is_drawn_and_unlike_the_others(sign: str) -> None:
    drawn = digits(sign, 1, hollow=False)
    assert BLOCKS & set("".join(drawn))
    assert all(drawn != digits(other, 1, hollow=False) for other in "0123456789:+-" if other != sign)


@pytest.mark.parametrize("scale", range(1, 7))
def test_hollow_digits_look_lighter_at_every_scale(scale: int) -> None:
    full, hollow = ("".join(digits("8:42", scale, hollow=one)) for one in (False, True))
    lit = {"█": 2, "▀": 1, "▄": 1, " ": 0}
    assert 0 < sum(lit[cell] for cell in hollow) < sum(lit[cell] for cell in full)
    assert len(hollow) == len(full)


def test_words_stand_beside_the_digits_where_there_is_room_else_beneath() -> None:
    assert arrange("11:23", "left of 20 min", Size(80, 4)).beside
    assert arrange("11:23", "left of 20 min", Size(30, 6)) == replace(
        arrange("11:23", "left of 20 min", Size(80, 4)), beside=False
    )


def test_without_room_for_digits_the_time_stands_as_text() -> None:
    assert arrange("11:23", "left of 20 min", Size(20, 2)).scale == 0


def test_the_clock_does_not_grow_when_a_digit_falls_away() -> None:
    for width in range(20, 220):
        assert arrange("10:00", "", Size(width, 30)) == arrange("9:59", "", Size(width, 30))


@pytest.mark.parametrize(("size", "rows"), [(SMALL, 4), (MIDDLE, 7), (LARGE, 11)])
async def test_it_takes_a_fifth_of_the_screen(size: tuple[int, int], rows: int) -> None:
    app = WidgetHost(clock(CALM))
    async with app.run_test(size=size):
        assert rows_of_blocks(app) == rows
        assert "left of 20 min" in seen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_alone_on_the_screen_it_is_as_large_as_there_is_room(size: tuple[int, int]) -> None:
    widget = clock(CALM)
    widget.styles.height = "1fr"
    app = WidgetHost(widget)
    async with app.run_test(size=size):
        wide = max(len(row.strip()) for row in seen(app) if BLOCKS & set(row))
        assert wide * 2 > size[0] * 0.9
        assert "left of 20 min" in seen_text(app)


async def test_hours_fit_at_eighty_columns() -> None:
    app = WidgetHost(clock(ClockView("1:02:10", "left of 90 min", "left", "calm", 0.3)))
    async with app.run_test(size=SMALL):
        assert rows_of_blocks(app) == 4
        assert "left of 90 min" in seen_text(app)


@pytest.mark.parametrize("phase", ["calm", "warning", "closing", "over"])
async def test_each_phase_has_its_class_sign_and_bar(phase: Phase) -> None:
    view = replace(CALM, phase=phase)
    big, line = clock(view), timebar(view)
    app = WidgetHost(big, line)
    async with app.run_test(size=SMALL):
        for widget in (big, line):
            assert [one for one in widget.classes if one.startswith("-")] == [f"-{phase}"]
        text = seen_text(app)
        assert {"calm": "○ left", "warning": "◐ left", "closing": "● left", "over": "+ left"}[phase] in text
        assert {"calm": "━╸─", "warning": "━╸╌", "closing": "╍┈", "over": "╱╱"}[phase] in text


async def test_phases_have_colours_of_their_own() -> None:
    colours = set()
    for phase in ("calm", "warning", "closing", "over"):
        app = WidgetHost(clock(replace(CALM, phase=phase)))
        async with app.run_test(size=SMALL):
            (colour,) = styles_of(app, "left of 20 min")
            colours.add(colour)
    assert len(colours) == 4


async def test_the_frame_lights_up_and_moves_nothing() -> None:
    widget = clock(OVER)
    app = WidgetHost(widget)
    async with app.run_test(size=SMALL) as pilot:
        before = seen(app)
        widget.view = replace(OVER, flash=True)
        await pilot.pause()
        assert widget.has_class("-flash")
        assert seen(app)[0][0] == "▌"
        assert [row.replace("▌", " ").replace("▐", " ") for row in seen(app)] == before
        widget.view = OVER
        await pilot.pause()
        assert not widget.has_class("-flash")


async def test_a_view_that_shows_the_same_draws_nothing() -> None:
    class Counted(BigClock):
        drawn = 0

        def render(self):  # type: ignore[no-untyped-def]  # the widget's own signature
            self.drawn += 1
            return super().render()

    widget = Counted()
    widget.view = CALM
    app = WidgetHost(widget)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        drawn = widget.drawn
        widget.view = replace(CALM)
        widget.view = replace(CALM, spent=0.44)
        await pilot.pause()
        assert widget.drawn == drawn
        widget.view = replace(CALM, text="11:22")
        await pilot.pause()
        assert widget.drawn > drawn


async def test_paused_it_is_hollow_and_says_so() -> None:
    app = WidgetHost(clock(replace(CALM, words="paused 0:40", hollow=True)))
    async with app.run_test(size=SMALL):
        assert "paused 0:40" in seen_text(app)
        assert "○" not in seen_text(app)


@pytest.mark.parametrize("words", HOSTILE)
async def test_words_are_never_markup_and_never_break_the_layout(words: str) -> None:
    app = WidgetHost(clock(replace(CALM, words=words)))
    async with app.run_test(size=SMALL):
        assert len(seen(app)) == 24
        assert not any("\x1b" in row or "\u202e" in row for row in seen(app))


@pytest.mark.parametrize(
    ("spent", "filled"), [(0.0, 0), (0.25, 5), (0.5, 10), (0.525, 11), (1.0, 20), (3.0, 20), (-1.0, 0)]
)
def test_the_bar_fills_by_half_cells(spent: float, filled: int) -> None:
    full, left = bar(replace(CALM, spent=spent), 20)
    assert (len(full), len(full + left)) == (filled, 20)


def test_over_the_bar_is_full_and_hatched() -> None:
    assert bar(OVER, 6) == ("╱╱╱╱╱╱", "")


def test_the_width_of_a_text_is_that_of_its_signs() -> None:
    assert pixels_wide("11:23") == 4 * 6 + 3 - 1
    assert pixels_wide("") == -1
