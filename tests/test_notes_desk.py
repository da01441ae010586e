"""The notes as they are looked at: parts, levels, sections, follow-ups, and what is said before anything leaves."""

from datetime import datetime
from pathlib import Path

import pytest

from data.preferences import Preferences
from data.problems import FolderProblem
from facilitator.clipboard import Copied
from facilitator.engine.commands import Capture
from facilitator.notes import DIALECTS
from facilitator.notes.headings import Headings, Titles
from facilitator.notes_choices import Choices
from facilitator.notes_desk import NotesDesk
from facilitator.portions import Portion
from formats.words import Level
from screens.views.notes import NotesView
from screens.widgets.message import WRAPS
from tests.notes.sessions import Held, local

TALK = {
    "id": "talk",
    "title": "Talk",
    "minutes": "10",
    "activity": "talk",
    "prompts": ["What *matters* to @here?"],
}
TOOK = Copied("copied", "Copied.")
FAILED = Copied("failed", "The clipboard did not answer; nothing was copied.")
MANY = tuple(f"thing number {number} " + "of many words " * 12 for number in range(24))
"""More than Discord takes in one message."""


def held(level: Level = "names") -> Held:
    session = Held([TALK], level=level)
    session.next()
    return session


def desk_of(session: Held, choices: Choices | None = None) -> NotesDesk:
    def on_the_wall(at: int) -> datetime:
        return local(at)

    return NotesDesk(
        lambda: session.state, lambda: session.now, on_the_wall, can_return=True, choices=choices
    )


def in_discord(session: Held) -> NotesDesk:
    notes = desk_of(session)
    notes.show_dialect("discord")
    return notes


def copied(notes: NotesDesk, answer: Copied = TOOK) -> tuple[str, str]:
    """Copy once; return what went to the clipboard, and what was said."""
    portion = notes.next_copy()
    assert isinstance(portion, Portion), portion
    return portion.text, notes.heard(portion, answer)


def told(notes: NotesDesk) -> str:
    """Ask for a copy; return what is said instead."""
    said = notes.next_copy()
    assert isinstance(said, str), said
    return said


def segment_text(notes: NotesDesk) -> str:
    portion = notes.segment()
    assert isinstance(portion, Portion), portion
    return portion.text


def sections(view: NotesView) -> dict[str, bool]:
    return {row.key: row.shown for row in view.sections}


# --- parts -------------------------------------------------------------------------------------------------------


def test_each_part_is_copied_once_and_what_is_shown_is_what_is_copied() -> None:
    session = held()
    for text in MANY:
        session.catch("decision", text)
    session.end()
    notes = in_discord(session)
    parts, said = zip(*(copied(notes) for _ in range(3)), strict=True)

    assert parts == notes.view().parts
    assert said[0] == "Part 1 of 3 copied; y copies part 2."
    assert said[2] == "Part 3 of 3 copied; that is all of it."
    assert all(size <= 2_000 for size in notes.view().sizes)
    for number in range(24):
        assert sum(f"thing number {number} " in part for part in parts) == 1


@pytest.mark.parametrize("change", ["dialect", "section", "short", "level", "session"])
def test_any_change_begins_the_parts_anew(change: str) -> None:
    session = held()
    for text in MANY:
        session.catch("decision", text)
    notes = in_discord(session)
    copied(notes)
    assert notes.view().next_part == 2
    for _ in range(2):  # There and back.
        match change:
            case "dialect":
                notes.show_dialect("slack")
                notes.show_dialect("discord")
            case "section":
                notes.switch_section("time")
            case "short":
                notes.switch_short()
            case "level":
                notes.show_level("room")
                notes.show_level("names")
            case "session":
                session.catch("takeaway", "one more thing")
    assert notes.view().next_part == 1
    assert copied(notes)[1].startswith("Part 1 of")


def test_a_part_that_failed_is_offered_again() -> None:
    session = held()
    for text in MANY:
        session.catch("decision", text)
    notes = in_discord(session)
    first, said = copied(notes, FAILED)
    assert said == f"Part 1 of 3: {FAILED.sentence}"
    assert copied(notes)[0] == first


def test_the_parts_of_a_running_session_are_all_of_the_moment_of_the_first() -> None:
    session = held()
    for text in MANY:
        session.catch("decision", text)
    notes = in_discord(session)
    first, _ = copied(notes)
    assert "0 min so far" in first
    session.wait(130)
    assert "(2 of 3)" in copied(notes)[0]
    assert "0 min spent" in copied(notes)[0]
    assert "130 min so far" in copied(notes)[0]


def test_nothing_is_written_twice_while_nothing_changes() -> None:
    session = held()
    session.catch("decision", "We meet")
    session.end()
    notes = desk_of(session)
    parts = notes.view().parts
    session.wait(60)
    assert notes.view().parts is parts
    notes.switch_short()
    assert notes.view().parts is not parts


# --- what is said of people --------------------------------------------------------------------------------------


def test_more_than_was_agreed_is_asked_about_and_then_done() -> None:
    session = held("room")
    session.catch("action", "book the room")
    notes = desk_of(session)
    notes.show_level("names")
    question = notes.view().question
    assert question is not None
    assert question.text == "The session agreed on “room”; “names” says who was there and what they took on."
    assert [(row.key, row.act, row.target) for row in question.answers] == [
        ("1", "notes_level_anyway", "names"),
        ("2", "notes_stay", ""),
    ]
    assert notes.view().level == "room"
    notes.stay()
    assert notes.view().question is None
    notes.show_level_anyway()
    assert notes.view().level == "room", "nothing is asked any more"
    notes.show_level("names")
    notes.show_level_anyway()
    assert notes.view().level == "names"
    assert notes.view().question is None


def test_less_than_was_agreed_is_done_at_once() -> None:
    notes = desk_of(held("open"))
    for level in ("names", "room", "open"):
        notes.show_level(level)
        assert notes.view().level == level
        assert notes.view().question is None
    notes.show_level("everybody")
    assert notes.view().level == "open"


def test_the_file_says_no_more_than_was_agreed_whatever_is_shown() -> None:
    session = held("names")
    session.ask(Capture("takeaway", ("something wise",), author=session.person("Ben")))
    session.catch("decision", "We meet")
    session.end()
    notes = desk_of(session)
    notes.show_dialect("slack")
    notes.show_level("open")
    notes.show_level_anyway()
    notes.switch_section("decisions")
    assert "Ben" in notes.view().parts[0].split("Who was there")[0]
    notes.switch_short()

    saved = notes.text_to_save()
    assert "- something wise\n" in saved
    assert "## Takeaways" in saved
    assert "Decisions" not in saved
    notes.hold_to_the_session()
    assert notes.view().level == "names"


def test_names_in_what_was_typed_are_pointed_out_once_before_they_leave() -> None:
    session = held("room")
    session.catch("takeaway", "ana and CHI know the venue")
    session.end()
    notes = desk_of(session)
    pointed_out = "Nobody is to be named, but what was typed names Ana, Chi (see Takeaways)."
    assert notes.view().named == pointed_out
    assert told(notes) == f"y again copies it all the same. {pointed_out}"
    assert "ana and CHI" in copied(notes)[0]
    assert isinstance(notes.next_copy(), Portion), "once is enough"

    notes.show_dialect("slack")
    rich = notes.rich_copy()
    assert isinstance(rich, str)
    assert "Y again copies" in rich
    assert isinstance(notes.rich_copy(), Portion)
    notes.switch_section("takeaways")
    assert notes.view().named == ""
    assert isinstance(notes.next_copy(), Portion)


def test_nothing_is_pointed_out_where_people_are_named_anyway() -> None:
    session = held("names")
    session.catch("takeaway", "ana knows the venue")
    notes = desk_of(session)
    assert notes.view().named == ""
    assert isinstance(notes.next_copy(), Portion)


def test_many_names_are_counted() -> None:
    session = Held([TALK], "Ana Ben Chi Dan Eva Fay", level="room")
    session.next()
    session.catch("takeaway", "Ana Ben Chi Dan Eva Fay")
    words = Headings(titles=Titles(takeaways="Kept · and kept, and kept once more"))
    said = told(desk_of(session, Choices(headings=words)))
    assert "names Ana, Ben, Chi, Dan and 2 more (see Kept, and kept" in said
    assert " · " not in said, "at the foot, what stands before such a dot is cut first"
    assert len(said) <= 2 * 78 - WRAPS, "two lines of 80 columns hold it"


@pytest.mark.parametrize("hidden", ["", "section", "short"])
def test_names_are_looked_for_in_the_very_follow_ups_that_are_copied(hidden: str) -> None:
    session = held("room")
    session.catch("takeaway", "Ana knows the venue")
    session.catch("action", "tell Ben that Chi is late")
    session.end()
    notes = desk_of(session)
    if hidden == "section":
        notes.switch_section("actions")
    elif hidden == "short":
        notes.switch_short()
    told(notes)  # What was said of the notes was not said of this.
    said = notes.follow_up("0")
    assert isinstance(said, str)
    assert said.startswith("y again copies it all the same. Nobody is to be named")
    assert "names Ben, Chi (see Actions)" in said
    assert isinstance(notes.follow_up("0"), Portion)
    assert isinstance(notes.next_copy(), Portion), "the notes were pointed out before"


def test_names_in_a_prompt_are_pointed_out_once_before_it_leaves() -> None:
    session = Held([{**TALK, "prompts": ["What did Ben mean?"]}], level="room")
    session.next()
    notes = desk_of(session)
    said = "g again copies it all the same. Nobody is to be named, but what was typed names Ben."
    assert notes.segment() == said
    assert "What did Ben mean?" in segment_text(notes)


# --- what is in them ---------------------------------------------------------------------------------------------


def test_sections_that_are_there_or_left_out_can_be_switched() -> None:
    session = held()
    session.catch("takeaway", "one")
    session.end()
    notes = desk_of(session)
    assert sections(notes.view()) == {"takeaways": True, "time": True, "people": True}
    for key in ("takeaways", "people", "no such section"):
        notes.switch_section(key)
    assert sections(notes.view()) == {"takeaways": False, "time": True, "people": False}
    assert "Takeaways" not in notes.view().parts[0]
    notes.switch_section("takeaways")
    assert "Takeaways" in notes.view().parts[0]


def test_what_was_chosen_counts_for_the_next_session_of_the_format() -> None:
    session = held()
    session.catch("takeaway", "one")
    notes = desk_of(session)
    notes.show_dialect("slack")
    notes.switch_section("takeaways")
    kept = notes.to_keep()(Preferences("teams", {"other": ("time",)}))
    assert kept == Preferences("slack", {"other": ("time",), "tried": ("takeaways",)})

    again = desk_of(session, Choices(kept)).view()
    assert again.dialect == "slack"
    assert sections(again)["takeaways"] is False
    elsewhere = Choices(Preferences("slack", {"other": ("takeaways",)}))
    assert sections(desk_of(session, elsewhere).view())["takeaways"] is True


def test_what_is_not_there_any_more_was_not_chosen() -> None:
    notes = desk_of(held(), Choices(Preferences("pigeon post", {"tried": ("weather", "time")})))
    assert notes.view().dialect == "markdown"
    assert sections(notes.view()) == {"time": False, "people": True}


def test_own_words_are_everywhere_and_a_fault_in_them_is_told() -> None:
    session = held()
    session.catch("decision", "We meet")
    words = Headings(titles=Titles(decisions="Beschlüsse"))
    notes = desk_of(session, Choices(headings=words, problem="notes.yaml:2:3: it is wrong"))
    assert "## Beschlüsse" in notes.view().parts[0]
    assert "## Beschlüsse" in notes.text_to_save()
    assert notes.view().saved == "notes.yaml:2:3: it is wrong"
    notes.kept(Path("notes.md"))
    assert notes.view().saved == "Saved in notes.md\nnotes.yaml:2:3: it is wrong"
    notes.kept(FolderProblem(Path("notes"), "the disk is full", "Make room."))
    assert notes.view().saved.startswith("The notes are not saved: the disk is full. Make room.")


def test_the_short_form_is_a_switch() -> None:
    session = held()
    session.catch("takeaway", "one")
    notes = desk_of(session)
    whole = notes.view().parts
    notes.switch_short()
    assert len(notes.view().parts[0]) < len(whole[0])
    assert notes.view().short
    notes.switch_short()
    assert notes.view().parts == whole


def test_boxes_to_tick_are_for_markdown_alone() -> None:
    session = held()
    session.catch("action", "book the room")
    notes = desk_of(session)
    assert notes.view().task_lists is False
    notes.switch_task_lists()
    view = notes.view()
    assert "- [ ] book the room" in view.parts[0]
    assert view.look is not None
    assert "☐ book the room" in view.look.text
    notes.show_dialect("slack")
    notes.switch_task_lists()
    assert notes.view().task_lists is None
    assert "[ ]" not in notes.view().parts[0]
    notes.show_dialect("markdown")
    assert notes.view().task_lists is True
    assert desk_of(held()).view().task_lists is None, "there is nothing to tick"


def test_follow_ups_are_copied_owner_by_owner() -> None:
    session = held()
    for text in ("book the room @Ana", "write to the venue @Ben", "find a date", "bring tea @Ana"):
        session.catch("action", text)
    notes = desk_of(session)
    assert [(one.owner, one.count) for one in notes.view().follow_ups] == [("Ana", 2), ("Ben", 1), ("", 1)]
    texts = []
    for place in ("0", "1", "2"):
        portion = notes.follow_up(place)
        assert isinstance(portion, Portion)
        texts.append(portion.text)
        assert notes.heard(portion, TOOK) == "Copied."
    assert "bring tea" in texts[0]
    assert "venue" not in texts[0]
    assert "venue" in texts[1]
    assert "date" in texts[2]
    for place in ("3", "", "Ana"):
        assert notes.follow_up(place) == "There is nothing to copy here."


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_off_the_record_is_in_nothing_that_can_be_copied_or_saved(dialect: str) -> None:
    session = held()
    session.off(session.catch("action", "the reorganisation @Ana"))
    session.off(session.catch("decision", "the reorganisation is in May"))
    session.catch("takeaway", "something else")
    session.end()
    notes = desk_of(session)
    notes.show_dialect(dialect)
    for level in ("open", "names", "room"):
        notes.show_level(level)
        notes.show_level_anyway()
        for _ in range(2):
            notes.switch_short()
            rich = notes.rich_copy()
            assert isinstance(rich, Portion)
            view = notes.view()
            texts = (*view.parts, "" if view.look is None else view.look.text, rich.text, rich.html)
            assert not any("reorganisation" in text for text in (*texts, notes.text_to_save()))
            assert view.follow_ups == ()


# --- where they go -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", DIALECTS)
def test_with_its_form_goes_html_and_a_text_that_can_be_read(dialect: str) -> None:
    session = held()
    session.catch("decision", "We meet <often>")
    notes = desk_of(session)
    notes.show_dialect(dialect)
    portion = notes.rich_copy()
    assert isinstance(portion, Portion)
    assert "We meet &lt;often&gt;" in portion.html
    assert not portion.text.startswith(("<", "{"))
    assert "We meet" in portion.text


@pytest.mark.parametrize(
    ("dialect", "title"),
    [("markdown", "# Talk"), ("slack", "*Talk*"), ("discord", "# Talk"), ("html", "Talk"), ("json", "Talk")],
)
def test_a_segment_is_written_in_the_dialect_used_last_if_a_chat_takes_it(dialect: str, title: str) -> None:
    notes = desk_of(held())
    notes.show_dialect(dialect)
    assert segment_text(notes).splitlines()[0] == title


@pytest.mark.parametrize("dialect", DIALECTS)
def test_how_it_looks_has_what_was_typed_and_no_marks(dialect: str) -> None:
    session = held()
    session.catch("decision", "We *meet* on _Tuesdays_\nin # 5")
    notes = desk_of(session)
    notes.show_dialect(dialect)
    look = notes.view().look
    if look is None:
        assert dialect in {"teams", "text", "json"}
        return
    assert "• We *meet* on _Tuesdays_\n  in # 5" in look.text
    headings = [look.text[start:end] for start, end in look.headings]
    assert headings == ["Kickoff", "Decisions", "Planned and spent", "Who was there"]
