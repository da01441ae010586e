"""The notes screen and the history, by keys."""

from dataclasses import replace

import pytest

from formats.text import clean_line, width
from screens.history import HistoryScreen
from screens.notes import NotesScreen
from screens.views.home import PastRow
from screens.views.notes import NotesView
from screens.widgets.picklist import PickList
from tests.screens.hosts import HOSTILE, MIDDLE, SIZES, SMALL, Host, seen, seen_text, until

TEXT = "**Kickoff**\n- \\[x\\] no checkbox\n" + "\n".join(f"- line {number}" for number in range(80))
VIEW = NotesView(
    title="Kickoff",
    text=TEXT,
    characters=1_234,
    dialect="slack",
    dialects=("markdown", "slack", "discord"),
    level="names",
    levels=("open", "names", "room"),
    saved="Saved in /home/ana/notes/kickoff.md",
    can_return=True,
)
PAST = tuple(
    PastRow(f"s{number}", f"{number} Mar 2026 10:02 kickoff", f"Secret plan {number}", "90 min")
    for number in range(1, 41)
)


@pytest.mark.parametrize("size", [(60, 20), *SIZES])
async def test_the_text_stands_there_as_it_will_be_pasted(size: tuple[int, int]) -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=size):
        text = seen_text(app)
        for words in ("**Kickoff**", "- \\[x\\] no checkbox", "1,234 characters", "Saved in", "y copies"):
            assert words in text
        assert "y copy" in seen(app)[-1]
        assert "enter home" in seen(app)[-1]


async def test_the_keys_ask_for_their_acts() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("y", "d", "l", "u", "enter", "q", "escape")
        assert app.acts() == [
            ("copy_notes", ""),
            ("notes_dialect", "discord"),
            ("notes_level", "room"),
            ("undo_end", ""),
            ("home", ""),
            ("home", ""),
            ("home", ""),
        ]


async def test_after_the_last_choice_comes_the_first() -> None:
    app = Host(NotesScreen(replace(VIEW, dialect="discord", level="room")))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("d", "l")
        assert app.acts() == [("notes_dialect", "markdown"), ("notes_level", "open")]


async def test_what_cannot_be_done_is_not_offered() -> None:
    app = Host(NotesScreen(replace(VIEW, dialects=("slack",), can_return=False)))
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("d", "u")
        assert app.acts() == []
        assert "dialect" not in seen(app)[-1]
        assert "back into" not in seen(app)[-1]


async def test_another_view_is_drawn_and_asks_for_nothing() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        assert isinstance(app.shown, NotesScreen)
        app.shown.view = replace(VIEW, text="*Kickoff*", dialect="markdown", level="open", copied="Copied.")
        await until(pilot, lambda: "Copied." in seen_text(app))
        assert "**Kickoff**" not in seen_text(app)
        await pilot.pause()
        assert app.acts() == []


async def test_a_click_chooses_a_dialect() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        row = next(place for place, text in enumerate(seen(app)) if "discord" in text)
        await pilot.click(offset=(5, row))
        await until(pilot, lambda: app.acts() == [("notes_dialect", "discord")])


async def test_a_long_text_is_scrolled() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        assert "line 79" not in seen_text(app)
        await pilot.press("end")
        await until(pilot, lambda: "line 79" in seen_text(app))


async def test_notes_of_any_text_are_shown_as_they_are() -> None:
    notes = NotesScreen(VIEW)
    app = Host(notes)
    async with app.run_test(size=MIDDLE) as pilot:
        for text in HOSTILE:
            notes.view = replace(VIEW, title=text, text=text, saved=text, copied=text)
            await pilot.pause()
            assert seen_text(app).count(clean_line(text)[:1]) >= 3, text
            assert VIEW.title not in seen_text(app)
            assert not any("\x1b" in row or "\u202e" in row for row in seen(app)), text
            assert all(width(row) <= MIDDLE[0] for row in seen(app)), text


async def test_history_shows_titles_only_after_the_private_key() -> None:
    app = Host(HistoryScreen(PAST))
    async with app.run_test(size=SMALL) as pilot:
        assert "1 Mar 2026 10:02 kickoff" in seen_text(app)
        assert "90 min" not in seen_text(app)
        assert "Secret plan" not in seen_text(app)
        await pilot.press("P")
        assert "90 min" in seen_text(app)
        assert "Secret plan 1" in seen_text(app)
        await pilot.press("P")
        assert "Secret plan" not in seen_text(app)


async def test_history_asks_for_the_notes_of_a_session() -> None:
    app = Host(HistoryScreen(PAST))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down", "enter")
        assert app.acts() == []
        assert "Secret plan" in seen_text(app)
        await pilot.press("enter", "end", "enter", "escape")
        assert app.acts() == [("show_session", "s2"), ("show_session", "s40"), ("back", "")]


async def test_history_without_a_session_says_so() -> None:
    app = Host(HistoryScreen())
    async with app.run_test(size=SMALL) as pilot:
        assert "Looking" in seen_text(app)
        assert isinstance(app.shown, HistoryScreen)
        app.shown.view = ()
        await until(pilot, lambda: "No session was held yet" in seen_text(app))
        app.shown.view = PAST
        await until(pilot, lambda: "1 Mar 2026" in seen_text(app))
        assert app.shown.query_one(PickList).display


async def test_history_of_any_title() -> None:
    app = Host(HistoryScreen(PAST))
    async with app.run_test(size=SMALL) as pilot:
        assert isinstance(app.shown, HistoryScreen)
        await pilot.press("P")
        for number, text in enumerate(HOSTILE):
            app.shown.view = (PastRow(f"s{number}", text, text, text),)
            await pilot.press("enter")
            assert app.acts()[number:] == [("show_session", f"s{number}")]
            assert clean_line(text)[:10] in seen_text(app), text
            assert not any("\x1b" in row or "\u202e" in row for row in seen(app)), text
