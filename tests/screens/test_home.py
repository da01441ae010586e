"""The home screen, by keys and by mouse, at three sizes."""

import subprocess
import sys
from dataclasses import replace

import pytest
from textual import events
from textual.widgets import TextArea

from facilitator.presenter.home import home_view
from formats.catalogue import library_entries
from formats.text import clean_line, width
from screens.home import HomeScreen
from screens.views.home import FormatRow, HomeView, OutlineRow, ResumeRow, ShelfView
from screens.widgets.field import Field
from screens.widgets.keyline import KeyHint, fitted
from screens.widgets.picklist import PickList
from tests.quick import some_of
from tests.screens.hosts import HOSTILE, LARGE, MIDDLE, SIZES, SMALL, Host, seen, seen_text, typed, until

OUTLINE = (
    OutlineRow("0:00", "25", "Presentation", "talk", protected=False),
    OutlineRow("0:25", "5", "Takeaways", "round", protected=True),
)
WEEKLY = ShelfView(
    "EVERY WEEK",
    (
        FormatRow("learning", "Learning session", "60 min", "One member shows a technique.", OUTLINE),
        FormatRow("office", "Office hours", "30 min", "Bring a question.", OUTLINE, own=True),
        FormatRow(
            "odd",
            "odd",
            "",
            "",
            (),
            own=True,
            problem="odd.yaml:3:5: minutes: 'ten' is no length\nodd.yaml:9:1: level: what",
        ),
    ),
)
BACK = ShelfView("LOOK BACK", (FormatRow("retro", "Start, stop, continue", "50 min", "", OUTLINE),))
VIEW = HomeView((WEEKLY, BACK), last_held=(("learning", "Last held 12 Nov"),))
RESUMED = replace(VIEW, resume=(ResumeRow("s1", "Kickoff, today 10:02"), ResumeRow("s2", "Retro, yesterday")))


def home(view: HomeView = VIEW) -> Host:
    return Host(HomeScreen(view))


@pytest.mark.parametrize("size", some_of(SIZES, SMALL, LARGE))
async def test_formats_stand_on_shelves_beside_the_outline_of_the_first(size: tuple[int, int]) -> None:
    app = home()
    async with app.run_test(size=size):
        text = seen_text(app)
        for words in ("EVERY WEEK", "Learning session", "60 min", "LOOK BACK", "Presentation", "Takeaways"):
            assert words in text
        assert "◆" in text
        assert seen(app)[-1].startswith(" enter start   / find")
        assert seen(app)[-1].rstrip().endswith("q quit")


async def test_enter_asks_for_the_setup_of_what_is_highlighted() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await pilot.press("down", "enter")
        assert app.acts() == [("setup", "learning"), ("setup", "office")]


async def test_the_outline_follows_the_highlight() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down")
        assert "Bring a question." in seen_text(app)
        assert "One of your own formats." in seen_text(app)


async def test_what_was_not_finished_comes_first() -> None:
    app = home(RESUMED)
    async with app.run_test(size=SMALL) as pilot:
        assert "enter go on" in seen(app)[-1]
        await pilot.press("enter", "down", "enter", "down", "enter", "up", "up", "enter")
        assert app.acts() == [("resume", "s1"), ("resume", "s2"), ("setup", "learning"), ("resume", "s1")]


@pytest.mark.parametrize(("keys", "act"), [((), "resume"), (("down",), "setup")])
async def test_a_session_found_later_takes_the_focus_unless_someone_is_at_the_keys(
    keys: tuple[str, ...], act: str
) -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*keys)
        assert isinstance(app.shown, HomeScreen)
        app.shown.view = RESUMED
        await until(pilot, lambda: "Retro, yesterday" in seen_text(app))
        await pilot.press("enter")
        assert app.asked[0].act == act


async def test_formats_read_later_join_and_the_highlight_stays() -> None:
    app = home(replace(VIEW, shelves=(BACK,), loading=True))
    async with app.run_test(size=SMALL) as pilot:
        assert "your own formats" in seen_text(app)
        assert isinstance(app.shown, HomeScreen)
        app.shown.view = VIEW
        await until(pilot, lambda: "Office hours" in seen_text(app))
        assert "your own formats …" not in seen_text(app)
        await pilot.press("enter")
        assert app.acts() == [("setup", "retro")]


async def test_a_screen_without_a_view_waits_for_it() -> None:
    app = Host(HomeScreen())
    async with app.run_test(size=SMALL) as pilot:
        assert isinstance(app.shown, HomeScreen)
        app.shown.view = VIEW
        await until(pilot, lambda: "Learning session" in seen_text(app))
        await pilot.press("enter")
        assert app.acts() == [("setup", "learning")]


async def test_a_format_is_found_by_a_few_letters() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash")
        await typed(pilot, "offic")
        text = seen_text(app)
        assert "Office hours" in text
        assert "Learning session" not in text
        await pilot.press("enter")
        assert app.acts() == [("setup", "office")]
        await pilot.press("escape")
        await until(pilot, lambda: "Learning session" in seen_text(app))
        assert not app.shown.query(Field)


async def test_letters_that_are_keys_can_be_typed_to_find() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", "q", "e", "h", "a", "P")
        assert app.shown.query_one(Field).value == "qehaP"
        assert app.acts() == []
        assert "Nothing is called that" in seen_text(app)
        await pilot.press("enter")
        assert app.acts() == []


async def test_up_and_down_move_while_something_is_typed_to_find() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", "s", "down", "enter")
        assert len(app.acts()) == 1
        assert app.acts() != [("setup", "learning")]


async def test_a_file_that_cannot_be_read_is_marked_and_says_what_to_mend() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        assert any(row.startswith("  ! odd") for row in seen(app))
        await pilot.press("down", "down")
        text = seen_text(app)
        assert "can't be read yet" in text
        assert "odd.yaml:3:5: minutes: 'ten' is no" in text
        assert "odd.yaml:9:1" in text
        await pilot.press("enter")
        assert app.acts() == []
        assert "once its file is mended" in seen_text(app)
        await pilot.press("up", "enter")
        assert app.acts() == [("setup", "office")]


async def test_the_keys_ask_for_their_acts() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("e", "h", "P", "q")
        assert app.acts() == [("copy_format", "learning"), ("history", ""), ("quit", "")]


async def test_the_last_time_is_shown_only_after_the_private_key() -> None:
    app = home()
    async with app.run_test(size=MIDDLE) as pilot:
        assert "12 Nov" not in seen_text(app)
        await pilot.press("P")
        assert "Last held 12 Nov" in seen_text(app)
        await pilot.press("P")
        assert "12 Nov" not in seen_text(app)


async def test_all_keys_are_shown_at_the_foot_and_hide_nothing_above() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("question_mark")
        assert "copies the format to your own" in seen_text(app)
        assert "Learning session" in seen_text(app)
        await pilot.press("escape")
        assert "copies the format to your own" not in seen_text(app)


async def test_an_agenda_is_typed_into_the_panel() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen.focused, TextArea))
        await pilot.press("q", "enter", "e", "ctrl+s")
        assert [(one.act, one.text) for one in app.asked] == [("agenda", "q\ne")]
        assert isinstance(app.shown, HomeScreen)
        app.shown.tell_agenda("Line 1 has no length.")
        await until(pilot, lambda: "Line 1 has no length." in seen_text(app))
        assert app.shown.query_one(TextArea).text == "q\ne"
        await pilot.press("escape")
        await until(pilot, lambda: not app.shown.query(TextArea))
        await pilot.press("enter")
        assert app.acts()[-1] == ("setup", "learning")


async def test_an_empty_agenda_is_not_asked_for() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen.focused, TextArea))
        await pilot.press("f2")
        assert app.acts() == []
        assert "at least one line" in seen_text(app)


async def test_a_paste_opens_the_panel_with_what_was_pasted() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        app.post_message(events.Paste("Intro (5 min)\x1b[2J\r\n10' Purpose"))
        await until(pilot, lambda: app.shown.query(TextArea))
        await until(pilot, lambda: isinstance(app.screen.focused, TextArea))
        app.post_message(events.Paste("\r\nEnd (5 min)\x07"))
        await until(pilot, lambda: "End" in app.shown.query_one(TextArea).text)
        await pilot.press("f2")
        assert app.asked[0].text == "Intro (5 min)[2J\n10' Purpose\nEnd (5 min)"


async def test_a_click_highlights_and_a_second_one_starts() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        row = next(place for place, text in enumerate(seen(app)) if "Office hours" in text)
        await pilot.click(offset=(8, row))
        assert app.acts() == []
        assert app.shown.query_one("#formats", PickList).at == "office"
        await pilot.click(offset=(8, row))
        assert app.acts() == [("setup", "office")]


async def test_the_keys_at_the_foot_can_be_clicked() -> None:
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        where = seen(app)[-1].index("h history")
        await pilot.click(offset=(where + 2, 23))
        assert app.acts() == [("history", "")]


@pytest.mark.parametrize("size", some_of(((60, 20), (40, 15), (20, 8), *SIZES), (20, 8), SMALL))
async def test_it_can_be_used_at_any_size(size: tuple[int, int]) -> None:
    app = home(home_view(library_entries(), [("s1", "Kickoff, today 10:02, in “Norms”")]))
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "end")
        assert "Theme close" in seen_text(app)
        await pilot.press("home", "pagedown", "pageup", "enter")
        assert [one.act for one in app.asked] == ["setup"]
        assert "start" in seen(app)[-1]


def called(text: str) -> HomeView:
    """Make a view in which everything has this name."""
    row = FormatRow(
        "x", text, "5 min", text, (OutlineRow("0:00", "5", text, "talk", protected=True),), problem=""
    )
    broken = FormatRow("y", text, "", "", (), problem=text)
    return HomeView((ShelfView("EVERY WEEK", (row, broken)),), (ResumeRow("s", text),), (("x", text),), text)


@pytest.mark.torture
async def test_whatever_a_format_is_called_is_shown_as_it_is() -> None:
    app = home(called("plain"))
    async with app.run_test(size=MIDDLE) as pilot:
        assert isinstance(app.shown, HomeScreen)
        for text in HOSTILE:
            app.shown.view = called(text)
            await pilot.pause()
            assert seen_text(app).count(clean_line(text)[:20]) >= 3, text
            assert "plain" not in seen_text(app)
            await pilot.press("down", "down", "slash")
            await pilot.press("x")
            assert not any("\x1b" in one or "\u202e" in one for one in seen(app)), text
            assert all(width(one) <= MIDDLE[0] for one in seen(app)), text
            await pilot.press("escape")


def test_keys_that_do_not_fit_fall_away_before_the_last_two() -> None:
    hints = tuple(KeyHint(key, "word") for key in "abcdefgh")
    shown, gap = fitted(hints, 32)
    assert [hint.key for hint in shown] == ["a", "b", "g", "h"] or [hint.key for hint in shown] == [
        "a",
        "g",
        "h",
    ]
    assert sum(hint.cells for hint in shown) + gap * (len(shown) - 1) <= 32
    assert [hint.key for hint in fitted(hints, 15)[0]] == ["a", "h"]
    assert fitted(hints, 3) == ((), 0)


def test_home_needs_none_of_the_slow_libraries() -> None:
    code = (
        "import sys; import screens.home, screens.theme, facilitator.presenter.home, formats.catalogue; "
        "formats.catalogue.library_entries(); "
        "print([one for one in ('pydantic', 'yaml', 'tinydb', 'textual.widgets._text_area', "
        "'textual.widgets._markdown', 'textual.widgets._data_table') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_a_paste_that_is_no_agenda_any_more_is_refused_and_what_stood_there_stays() -> None:
    app = home()
    async with app.run_test(size=MIDDLE) as pilot:
        app.post_message(events.Paste("Check-in (5 min)"))
        await until(pilot, lambda: app.shown.query(TextArea))
        area = app.shown.query_one(TextArea)
        app.post_message(events.Paste("x" * 1_000_000))
        await until(pilot, lambda: "1,000,016 characters" in seen_text(app))
        assert area.text == "Check-in (5 min)"
        await pilot.press("escape")
        await until(pilot, lambda: not app.shown.query(TextArea))
        app.post_message(events.Paste("y" * 30_000))
        await until(pilot, lambda: "30,000 characters" in seen_text(app))
        assert app.shown.query_one(TextArea).text == ""
