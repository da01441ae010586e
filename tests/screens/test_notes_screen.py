"""The notes screen and the history, by keys."""

from dataclasses import replace

import pytest

from formats.text import clean, clean_line, width
from screens.history import HistoryScreen
from screens.notes import NotesScreen
from screens.views.home import PastRow
from screens.views.live import ChoiceRow, QuestionView
from screens.views.notes import FollowUpView, LookView, NotesView, SectionRow
from screens.widgets.picklist import PickList
from tests.screens.hosts import HOSTILE, MIDDLE, SIZES, SMALL, Host, seen, seen_text, styles_of, until

TEXT = "**Kickoff**\n- \\[x\\] no checkbox\n" + "\n".join(f"- line {number}" for number in range(80))
VIEW = NotesView(
    title="Kickoff",
    parts=(TEXT,),
    sizes=(1_234,),
    dialect="slack",
    dialects=("markdown", "slack", "discord"),
    level="names",
    levels=("open", "names", "room"),
    saved="Saved in /home/ana/notes/kickoff.md",
    limit=4_000,
    can_return=True,
    sections=(
        SectionRow("takeaways", "Takeaways", shown=True),
        SectionRow("actions", "Actions", shown=True),
        SectionRow("time", "Planned and spent", shown=False),
    ),
    follow_ups=(
        FollowUpView("Ana", 2, "*Ana*\n• book the room"),
        FollowUpView("Ana", 1, "*Ana*\n• water the plants"),
        FollowUpView("", 1, "*Nobody yet*\n• ask the venue"),
    ),
)
IN_PARTS = replace(VIEW, parts=("*Kickoff*", "and the rest"), sizes=(1_900, 311), limit=2_000, next_part=2)
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


async def test_the_other_keys_ask_for_theirs() -> None:
    app = Host(NotesScreen(replace(VIEW, task_lists=False)))
    async with app.run_test(size=SMALL) as pilot:
        keys = "y copy  Y styled  s short  x omit  f follow-ups  t boxes  u back  enter home"
        assert seen(app)[-1].split() == keys.split(), "there is room for all of them at once"
        await pilot.press("Y", "s", "t")
        assert app.acts() == [("copy_rich", ""), ("notes_short", ""), ("notes_tasks", "")]


async def test_after_the_last_choice_comes_the_first() -> None:
    app = Host(NotesScreen(replace(VIEW, dialect="discord", level="room")))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("d", "l")
        assert app.acts() == [("notes_dialect", "markdown"), ("notes_level", "open")]


async def test_what_cannot_be_done_is_not_offered() -> None:
    app = Host(NotesScreen(replace(VIEW, can_return=False, sections=(), follow_ups=())))
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("u", "x", "f", "t", "1")
        assert app.acts() == []
        assert "There is nothing to tick" in seen_text(app), "`t` came last of those that say why not"
        await pilot.press("f")
        assert "There are no follow-ups: no action was kept" in seen_text(app)
        for words in ("omit", "follow-ups", "boxes"):
            assert words not in seen(app)[-1]
        await pilot.press("y")
        assert "There are no follow-ups" not in seen_text(app), "what is known of the copy stands there again"
        assert "u back" not in seen(app)[-1]


async def test_another_view_is_drawn_and_asks_for_nothing() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        assert isinstance(app.shown, NotesScreen)
        app.shown.view = replace(
            VIEW, parts=("*Kickoff*",), dialect="markdown", level="open", copied="Copied."
        )
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
            look = LookView(clean(text), ((0, 1),))
            notes.view = replace(VIEW, title=text, parts=(text,), look=look, saved=text, copied=text)
            await pilot.pause()
            assert seen_text(app).count(clean_line(text)[:1]) >= 3, text
            assert VIEW.title not in seen_text(app)
            assert not any("\x1b" in row or "\u202e" in row for row in seen(app)), text
            assert all(width(row) <= MIDDLE[0] for row in seen(app)), text


@pytest.mark.parametrize("size", [(60, 20), SMALL])
async def test_parts_are_told_apart_and_the_next_one_is_offered(size: tuple[int, int]) -> None:
    app = Host(NotesScreen(IN_PARTS))
    async with app.run_test(size=size):
        text = seen_text(app)
        parts = "2 parts" if size[0] < 70 else "2 parts, 2,000 each at most"
        for words in ("2,211 characters", parts, "part 2 of 2 · 311 characters"):
            assert words in text
        assert seen(app)[-1].lstrip().startswith("y part 2")


async def test_how_it_looks_stands_first_and_what_is_pasted_is_a_key_away() -> None:
    look = LookView("Kickoff\n\nTakeaways\n\n• [x] no checkbox", ((0, 7), (9, 18)))
    app = Host(NotesScreen(replace(IN_PARTS, look=look)))
    async with app.run_test(size=SMALL) as pilot:
        assert "AS IT LOOKS THERE · v" in seen_text(app)
        assert "• [x] no checkbox" in seen_text(app)
        assert styles_of(app, "Takeaways") != styles_of(app, "no checkbox")
        assert "*Kickoff*" not in seen_text(app)
        await pilot.press("v")
        assert "AS IT IS PASTED · v" in seen_text(app)
        assert "*Kickoff*" in seen_text(app)
        assert "part 2 of 2" in seen_text(app)
        await pilot.press("v")
        assert "• [x] no checkbox" in seen_text(app)


async def test_where_it_looks_as_it_is_pasted_there_is_nothing_to_change() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("v")
        assert "AS IT IS PASTED" in seen_text(app)
        assert "· v" not in seen_text(app)


async def test_what_takes_a_mark_its_meaning_is_not_drawn() -> None:
    app = Host(NotesScreen(replace(VIEW, parts=("hello @\u200bhere *\ufeffyou",))))
    async with app.run_test(size=SMALL):
        assert "hello @here *you" in seen_text(app)


async def test_what_fits_says_how_much_would() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL):
        assert "one part, 4,000 would fit" in seen_text(app)


async def test_digits_switch_sections_only_while_their_list_is_open() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("3")
        assert app.acts() == []
        await pilot.press("x")
        assert any(row.split() == ["3", "Planned", "and", "spent", "–"] for row in left(app))
        assert any(row.split() == ["▸", "1", "Takeaways", "✓"] for row in left(app))
        await pilot.press("3", "9")
        assert app.acts() == [("notes_section", "time")]
        await pilot.press("up", "enter", "escape", "3")
        assert app.acts() == [("notes_section", "time"), ("notes_section", "actions")]
        assert "DIALECT" in seen_text(app)


def left(app: Host) -> list[str]:
    """Return what stands in the left column."""
    return [row[:30] for row in seen(app)]


async def test_the_text_changes_while_sections_are_switched() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("x")
        assert isinstance(app.shown, NotesScreen)
        rows = (*VIEW.sections[:1], replace(VIEW.sections[1], shown=False), VIEW.sections[2])
        app.shown.view = replace(VIEW, sections=rows, parts=("less of it",))
        await until(pilot, lambda: "less of it" in seen_text(app))
        assert any(row.split() == ["2", "Actions", "–"] for row in left(app))


async def test_follow_ups_are_shown_and_copied_one_owner_at_a_time() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f")
        await until(pilot, lambda: "book the room" in seen_text(app))
        assert "**Kickoff**" not in seen_text(app)
        assert any("nobody yet" in row for row in left(app))
        await pilot.press("y", "2")
        await until(pilot, lambda: "water the plants" in seen_text(app))
        await pilot.press("down")
        await until(pilot, lambda: "ask the venue" in seen_text(app))
        await pilot.press("y", "f")
        await until(pilot, lambda: "**Kickoff**" in seen_text(app))
        await pilot.press("y")
        assert app.acts() == [("copy_follow_up", "0"), ("copy_follow_up", "2"), ("copy_notes", "")]


async def test_at_the_level_room_the_list_of_follow_ups_names_nobody() -> None:
    app = Host(NotesScreen(replace(VIEW, level="room", follow_ups=VIEW.follow_ups[2:])))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f")
        assert any("all, naming nobody" in row for row in left(app))


QUESTION = QuestionView(
    "The session agreed on “names”; “open” also says who said what.",
    (
        ChoiceRow("notes_level_anyway", "open", "show it all the same", key="1"),
        ChoiceRow("notes_stay", "", "leave it", key="2"),
    ),
)


@pytest.mark.parametrize(
    ("key", "act"),
    [("1", ("notes_level_anyway", "open")), ("2", ("notes_stay", "")), ("escape", ("notes_stay", ""))],
)
async def test_a_question_is_answered_by_its_keys(key: str, act: tuple[str, str]) -> None:
    app = Host(NotesScreen(replace(VIEW, question=QUESTION)))
    async with app.run_test(size=SMALL) as pilot:
        assert "1 show it all" in seen_text(app)
        await pilot.press("3", key)
        assert app.acts() == [act]


async def test_a_question_is_answered_before_sections_are_switched() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("x")
        assert isinstance(app.shown, NotesScreen)
        app.shown.view = replace(VIEW, question=QUESTION)
        await pilot.press("2")
        assert app.acts() == [("notes_stay", "")]


async def test_who_is_named_all_the_same_is_pointed_out() -> None:
    app = Host(NotesScreen(replace(VIEW, level="room", named="The notes name nobody, but … names Ana.")))
    async with app.run_test(size=SMALL):
        assert "names Ana." in seen_text(app)


async def test_a_level_that_is_asked_about_is_not_marked_yet() -> None:
    app = Host(NotesScreen(VIEW))
    async with app.run_test(size=SMALL) as pilot:
        row = next(place for place, text in enumerate(seen(app)) if "  open " in text)
        await pilot.click(offset=(5, row))
        await until(pilot, lambda: app.acts() == [("notes_level", "open")])
        assert any("▸ names" in text for text in seen(app))


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
