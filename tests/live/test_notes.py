"""The notes on the screen: dialects, levels, sections, parts, follow-ups, and what is remembered of them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from errno import ENOSPC
from pathlib import Path

import pytest

from data.preferences import Preferences
from data.store import Store
from facilitator.clipboard import Copied
from formats.words import Level
from screens.live import LiveScreen
from screens.notes import NotesScreen
from tests.data.builders import FaultyDisk
from tests.engine.builders import ritual
from tests.live.builders import MIDDLE, SESSION, SMALL, Live, Size, live
from tests.live.failing import fill, read

TALK = ("talk", 10, "talk", {"prompts": ["What *matters* to @here?"]})
TOOK = Copied("copied", "Copied.")
MANY = tuple(f"thing number {number} " + "of many words " * 12 for number in range(24))
"""More than Discord takes in one message."""


class Clipboard:
    """A clipboard that keeps what it is given, and answers at once."""

    def __init__(self, desk: Live) -> None:
        self.texts: list[str] = []
        self.answer = TOOK
        desk.app.copy = self.take  # type: ignore[method-assign]  # for this app alone

    def take(self, text: str, path: Path | None, told: Callable[[Copied], None]) -> None:
        self.texts.append(text)
        told(self.answer)


@asynccontextmanager
async def held(
    folder: Path, *said: tuple[str, str], level: Level = "names", size: Size = MIDDLE
) -> AsyncIterator[tuple[Live, Clipboard]]:
    """Hold a session in which this was said, and close it: its notes are on the screen."""
    format = ritual(TALK).model_copy(update={"level": level})
    async with live(folder, format=format, size=size, title="Kickoff") as desk:
        clipboard = Clipboard(desk)
        for act, text in said:
            assert desk.conductor.ask(act, text).refusal is None
        await close(desk)
        yield desk, clipboard


async def close(desk: Live) -> None:
    """Close the session, whatever has to be said twice."""
    await desk.press("w", "enter")
    if not desk.shows(NotesScreen):
        await desk.press("enter")
    await desk.until(lambda: desk.shows(NotesScreen))


async def until_dialect(desk: Live, dialect: str) -> None:
    """Go through the dialects until one is shown."""
    for _ in range(8):
        if f"▸ {dialect}" in desk.text:
            return
        await desk.press("d")
    raise AssertionError(f"{dialect} is not offered; the screen shows\n{desk.text}")


def saved(desk: Live) -> str:
    """Return what stands in the file of the notes."""
    path = desk.app.store.notes_path(SESSION)
    assert path is not None
    return path.read_text(encoding="utf-8")


def chosen(desk: Live) -> Preferences:
    """Return what is remembered on the disk."""
    return Store(desk.app.store.folder).preferences.read()


# --- dialects and parts ------------------------------------------------------------------------------------------


@pytest.mark.torture
async def test_all_dialects_are_offered_and_what_is_shown_is_what_is_copied(tmp_path: Path) -> None:
    async with held(tmp_path, ("decision", "We meet on *Tuesdays*"), size=SMALL) as (desk, clipboard):
        for dialect in ("markdown", "slack", "discord", "teams", "text", "html", "json"):
            assert dialect in desk.text
        await until_dialect(desk, "slack")
        await desk.press("y")
        assert "*Decisions*" in clipboard.texts[-1].splitlines()
        assert desk.saw("• We meet on *Tuesdays*")
        assert not desk.saw("*Decisions*")
        await desk.press("v")
        assert desk.saw("*Decisions*")
        await until_dialect(desk, "html")
        assert desk.saw("<!doctype html>")
        await desk.press("v")
        assert desk.saw("• We meet on *Tuesdays*")
        await desk.press("y")
        assert clipboard.texts[-1].startswith("<!doctype html>")


async def test_long_notes_are_copied_part_by_part(tmp_path: Path) -> None:
    async with held(tmp_path, *(("decision", text) for text in MANY), size=SMALL) as (desk, clipboard):
        await until_dialect(desk, "discord")
        clipboard.texts.clear()
        assert desk.saw("2,000 each at most")
        assert desk.saw("Not copied yet; y copies part 1.")
        await desk.press("y")
        assert "Part 1 of 3 copied; y copies part 2." in read(desk)
        assert desk.rows[-1].lstrip().startswith("y part 2")
        await desk.press("y")
        await desk.press("y")
        assert "Part 3 of 3 copied; that is all of it." in read(desk)
        assert len(set(clipboard.texts)) == 3
        assert all(len(text) <= 2_000 for text in clipboard.texts)
        for number in range(24):
            assert sum(f"thing number {number} " in text for text in clipboard.texts) == 1


@pytest.mark.torture
async def test_the_parts_of_a_running_session_are_all_of_the_moment_of_the_first(tmp_path: Path) -> None:
    async with held(tmp_path, *(("decision", text) for text in MANY)) as (desk, clipboard):
        await until_dialect(desk, "discord")
        await desk.press("u")
        await desk.until(lambda: desk.shows(LiveScreen))
        clipboard.texts.clear()
        await desk.press("y")
        assert desk.saw("Part 1 of 3 copied; y copies part 2.")
        await desk.advance(130)
        await desk.press("y")
        await desk.press("y")
        assert desk.saw("Part 3 of 3 copied; that is all of it.")
        assert all(f"({n} of 3)" in text for n, text in enumerate(clipboard.texts, start=1) if n > 1)
        await desk.say("d", "one more thing")
        await desk.press("y")
        assert desk.saw("Part 1 of 3 copied")


# --- what is said of people --------------------------------------------------------------------------------------


async def test_less_is_said_at_once_and_more_only_after_a_question(tmp_path: Path) -> None:
    async with held(tmp_path, ("action", "book the room @Ana"), size=SMALL) as (desk, clipboard):
        await desk.press("l")
        assert "▸ room" in desk.text
        assert not desk.saw("(Ana)")
        await desk.press("l")
        assert "The session agreed on “names”; “open” also says who said what." in read(desk)
        assert "▸ room" in desk.text
        await desk.press("2")
        assert "agreed on" not in read(desk)
        assert "▸ room" in desk.text
        await desk.press("l", "escape")
        assert desk.shows(NotesScreen)
        assert "agreed on" not in read(desk)
        await desk.press("l", "1")
        assert "▸ open" in desk.text
        await desk.press("y")
        assert "(Ana)" in clipboard.texts[-1]


@pytest.mark.torture
async def test_what_goes_into_the_file_and_back_into_the_session_is_what_was_agreed(tmp_path: Path) -> None:
    async with held(tmp_path, ("action", "book the room @Ana"), level="room") as (desk, clipboard):
        await until_dialect(desk, "slack")
        await desk.press("l", "1")
        assert "▸ open" in desk.text
        assert desk.saw("(Ana)")
        save = desk.app.room.desk.notes_to_save()
        save()
        assert "## Actions" in saved(desk)
        assert "Ana" not in saved(desk)
        await desk.press("u")
        await desk.until(lambda: desk.shows(LiveScreen))
        await desk.press("y")
        assert "Ana" not in clipboard.texts[-1]
        assert "*Actions*" in clipboard.texts[-1]


async def test_names_in_what_was_typed_are_pointed_out_before_they_leave(tmp_path: Path) -> None:
    async with held(tmp_path, ("takeaway", "ana knows the venue"), level="room", size=SMALL) as (
        desk,
        clipboard,
    ):
        assert clipboard.texts == [], "closing copies nothing that has to be looked at first"
        told = "Nobody is to be named, but what was typed names Ana (see Takeaways)."
        assert f"y again copies it all the same. {told}" in read(desk)
        await desk.press("l", "l")  # Back to `room`, after the question: a change, so it is said again.
        await desk.press("2")
        await until_dialect(desk, "slack")
        assert told in read(desk)
        await desk.press("y")
        assert clipboard.texts == []
        assert f"y again copies it all the same. {told}" in read(desk)
        await desk.press("y")
        assert "ana knows the venue" in clipboard.texts[-1]
        await desk.press("u")
        await desk.until(lambda: desk.shows(LiveScreen))
        await desk.say("I", "Break with Ben 5")
        await desk.press("n", "g")
        told = "g again copies it all the same. Nobody is to be named, but what was typed names Ben."
        assert told in read(desk), "whole, on two lines"
        assert "Break with Ben" not in clipboard.texts[-1]
        await desk.press("g")
        assert "Break with Ben" in clipboard.texts[-1]


# --- what is in them ---------------------------------------------------------------------------------------------


@pytest.mark.torture
async def test_sections_and_dialect_are_remembered_for_the_format(tmp_path: Path) -> None:
    async with held(tmp_path, ("takeaway", "one"), ("decision", "two")) as (desk, _):
        await until_dialect(desk, "slack")
        assert desk.saw("• one")
        await desk.press("x", "1")
        assert not desk.saw("• one")
        await desk.until(lambda: chosen(desk).left_out)
        assert chosen(desk) == Preferences("slack", {"ritual": ("takeaways",)})
        await desk.press("escape", "u")
        await desk.until(lambda: desk.shows(LiveScreen))
        await close(desk)
        assert "## Decisions" in saved(desk)
        assert "Takeaways" not in saved(desk)
    desk.app.store.delete(SESSION)
    async with held(tmp_path, ("takeaway", "three"), ("decision", "four")) as (desk, clipboard):
        assert "▸ slack" in desk.text
        assert "*Decisions*" in clipboard.texts[-1]
        assert "Takeaways" not in clipboard.texts[-1]
        await desk.press("x")
        assert any(row.split()[:4] == ["▸", "1", "Takeaways", "–"] for row in desk.rows)


@pytest.mark.torture
async def test_boxes_to_tick_are_for_markdown_alone(tmp_path: Path) -> None:
    async with held(tmp_path, ("action", "book the room @Ana")) as (desk, clipboard):
        await desk.press("t", "y")
        assert desk.saw("☐ book the room")
        assert "- [ ] book the room" in clipboard.texts[-1]
        assert "t boxes" in desk.rows[-1]
        await desk.press("d", "t", "y")
        assert desk.saw("• book the room")
        assert "[ ]" not in clipboard.texts[-1]
        assert "t boxes" not in desk.rows[-1]


@pytest.mark.torture
async def test_follow_ups_are_copied_owner_by_owner(tmp_path: Path) -> None:
    said = (
        ("action", "book the room @Ana"),
        ("action", "write to the venue @Ben"),
        ("action", "find a date"),
    )
    async with held(tmp_path, *said, size=SMALL) as (desk, clipboard):
        await until_dialect(desk, "slack")
        await desk.press("f", "y")
        assert "book the room" in clipboard.texts[-1]
        assert "write to the venue" not in clipboard.texts[-1]
        await desk.press("down", "y")
        assert "write to the venue" in clipboard.texts[-1]
        assert desk.saw("write to the venue")
        assert not desk.saw("book the room")
        await desk.press("3", "y")
        assert "find a date" in clipboard.texts[-1]
        assert "Copied." in read(desk)
        await desk.press("escape", "y")
        assert all(
            text in clipboard.texts[-1] for _, text in (("", "find a date"), ("", "write to the venue"))
        )


@pytest.mark.torture
async def test_what_is_off_the_record_is_nowhere(tmp_path: Path) -> None:
    async with live(tmp_path, TALK, title="Kickoff") as desk:
        clipboard = Clipboard(desk)
        await desk.press("o")
        await desk.say("a", "the reorganisation @Ana")
        await desk.press("o")
        await desk.say("t", "something else")
        await close(desk)
        for _ in range(7):
            await desk.press("d", "s", "y", "s", "y", "Y")
        assert len(clipboard.texts) > 14
        assert not any("reorganisation" in text for text in clipboard.texts)
        assert "f follow-ups" not in desk.rows[-1]
        assert not desk.saw("reorganisation")


# --- with its form -----------------------------------------------------------------------------------------------


async def test_with_its_form_goes_a_page_and_the_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[str, str, Path | None]] = []

    def copy_rich(html: str, plain: str, *, osc52: Callable[[str], None], path: Path | None) -> Copied:
        given.append((html, plain, path))
        return Copied("copied", "Copied with its form.")

    monkeypatch.setattr("facilitator.rich_clipboard.copy_rich", copy_rich)
    async with held(tmp_path, ("decision", "We meet <often>")) as (desk, clipboard):
        clipboard.texts.clear()
        await until_dialect(desk, "slack")
        await desk.press("Y")
        await desk.until(lambda: desk.saw("Copied with its form."))
        await until_dialect(desk, "json")
        await desk.press("Y")
        await desk.until(lambda: len(given) == 2)
        assert clipboard.texts == []
    (page, plain, path), (_, other, _) = given
    assert "We meet &lt;often&gt;" in page
    assert "*Decisions*" in plain
    assert not other.startswith("{")
    assert path == desk.app.store.notes_path(SESSION)


@pytest.mark.torture
async def test_the_terminal_is_asked_when_no_clipboard_takes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("platform.release", lambda: "6.1.0")
    async with held(tmp_path, ("decision", "We meet")) as (desk, _):
        sent: list[str] = []
        desk.app.copy_to_clipboard = sent.append  # type: ignore[assignment, method-assign]  # for this app
        await desk.press("Y")
        await desk.until(lambda: desk.saw("As plain text only"))
        assert len(sent) == 1
        assert "## Decisions" in sent[0]


# --- the segment for the chat, and the file ----------------------------------------------------------------------


@pytest.mark.torture
async def test_g_copies_the_segment_in_the_dialect_used_last(tmp_path: Path) -> None:
    async with live(tmp_path, TALK, title="Kickoff") as desk:
        Store(desk.app.store.folder).preferences.change(lambda _: Preferences("html"))
        clipboard = Clipboard(desk)
        await desk.press("g")
        assert "matters" in clipboard.texts[-1]
        markdown = clipboard.texts[-1]
        await close(desk)
        await until_dialect(desk, "slack")
        await desk.press("u")
        await desk.until(lambda: desk.shows(LiveScreen))
        await desk.press("g")
        assert clipboard.texts[-1] != markdown
        assert "*Talk*" in clipboard.texts[-1]
        await close(desk)
        await until_dialect(desk, "html")
        await desk.press("u")
        await desk.until(lambda: desk.shows(LiveScreen))
        await desk.press("g")
        assert "<" not in clipboard.texts[-1]
        assert "What *matters*" in clipboard.texts[-1].replace("\u200b", "")


@pytest.mark.torture
async def test_a_full_disk_keeps_no_choice_and_says_so(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with live(tmp_path, TALK, files=disk) as desk:
        Clipboard(desk)
        await close(desk)
        fill(disk, ENOSPC)
        await desk.press("d")
        await desk.until(lambda: "What you chose can't be kept, the disk is full." in read(desk))
        assert "▸ slack" in desk.text
        disk.heal()


@pytest.mark.torture
async def test_own_words_are_in_the_notes_and_a_fault_in_them_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("headings:\n  decisions: Beschlüsse\n", encoding="utf-8")
    async with held(tmp_path, ("decision", "We meet")) as (desk, clipboard):
        assert "## Beschlüsse" in clipboard.texts[0]
        assert "## Beschlüsse" in saved(desk)
    desk.app.store.delete(SESSION)
    (tmp_path / "notes.yaml").write_text("headings:\n  decsions: Beschlüsse\n", encoding="utf-8")
    async with held(tmp_path, ("decision", "We meet")) as (desk, clipboard):
        assert "## Decisions" in clipboard.texts[0]
        assert "notes.yaml:2:3" in read(desk)
