"""The rest of the keys: big clock, help, palette, leaving and coming back, what the footer offers."""

from pathlib import Path

from facilitator import lobby
from facilitator.engine.commands import End
from screens import acts
from tests.live.builders import SESSION, SMALL, HandClock, Live, live, opened, store_in


async def test_z_shows_the_clock_alone_and_back(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        assert desk.saw("Parking lot")
        await desk.press("z")
        assert not desk.saw("Parking lot")
        assert not desk.saw("Why we are here")
        desk.check_clock()
        await desk.say("p", "caught all the same")
        assert desk.items == [("parked", "caught all the same")]
        await desk.press("z")
        assert desk.saw("caught all the same")
        await desk.press("z", "escape")
        assert desk.saw("Parking lot")


async def test_the_question_mark_shows_all_keys_at_the_foot(tmp_path: Path) -> None:
    async with live(tmp_path, size=SMALL) as desk:
        await desk.press("?")
        desk.check_clock()
        assert desk.keys == "up/down more keys   esc close"
        seen = desk.text
        for _ in range(30):
            await desk.press("down")
            seen += desk.text
        for act in acts.LIVE:
            if act.keys:
                assert act.label[:10] in seen, act.name
        await desk.press("up", "pageup", "?")
        assert not desk.foot.help.is_open
        await desk.press("n")
        assert desk.current == "round"


async def test_the_palette_finds_every_act_by_its_name(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press(":")
        assert desk.saw("do ▸")
        desk.check_clock()
        await desk.type_("+5")
        await desk.press("enter")
        assert desk.plan("welcome") == 10
        await desk.press("ctrl+p")
        await desk.type_("pause")
        await desk.press("enter")
        assert desk.state.paused_since is not None
        await desk.press(":")
        await desk.type_("zzzz")
        assert desk.saw("Nothing fits what is typed.")
        await desk.press("enter", "escape")
        assert not desk.foot.choices.is_open


async def test_a_list_narrowed_once_is_whole_the_next_time(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.press("j")
        await desk.type_("roles")
        await desk.press("escape", "j")
        assert desk.saw("Welcome")
        await desk.press("up", "enter")  # From the one after the current to the current one.
        assert desk.message == "That is the current segment."


async def test_q_leaves_and_time_runs_on_until_the_session_is_resumed(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.say("p", "one")
        await desk.advance(60)
        await desk.press("q")
        assert desk.app.return_code == 0
        assert desk.app.room.left_running == "Ritual"
        assert desk.app.let_go()
    clock = HandClock(desk.clock.at + 90_000)
    store = store_in(tmp_path, clock)
    assert store.unfinished() == [SESSION]
    async with opened(lobby.resume(store, clock, SESSION), store, clock) as again:
        assert again.saw("one")
        assert again.saw("left of 5 min")
        assert again.live_screen.view is not None
        assert again.live_screen.view.clock.text == "2:30"
        assert not again.saw("passed unseen")


async def test_coming_back_after_a_long_time_asks_whether_it_counts(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        await desk.advance(60)
        await desk.press("ctrl+q")
        desk.app.let_go()
    clock = HandClock(desk.clock.at + 20 * 60_000)
    store = store_in(tmp_path, clock)
    async with opened(lobby.resume(store, clock, SESSION), store, clock, size=SMALL) as again:
        assert again.saw("passed unseen")
        again.check_clock()
        await again.press("2")
        assert again.live_screen.view is not None
        assert again.live_screen.view.clock.text == "4:00"


async def test_y_and_g_copy_and_say_what_is_known(tmp_path: Path) -> None:
    async with live(tmp_path) as desk:
        copied = desk.no_clipboard()
        await desk.say("t", "five talks a week")
        await desk.press("y", "g")
        assert "five talks a week" in copied[0]
        assert copied[1].splitlines() == ["# Welcome", "", "- Why we are here"]


def offered(desk: Live) -> set[str]:
    """Return the names of the acts that the footer names."""
    named = desk.keys
    return {
        act.name for act in acts.LIVE if act.footer and f"{acts.written(act.keys[0])} {act.label}" in named
    }


async def test_the_footer_never_offers_what_the_session_refuses(tmp_path: Path) -> None:
    async with live(tmp_path, starts_in=10) as desk:
        assert offered(desk) == {"next", "park", "takeaway", "fit", "help"}
        for name in ("pause", "next_speaker"):
            assert desk.conductor.ask(name).refusal is not None
        await desk.press("n")
        assert offered(desk) == {"pause", "next", "next_speaker", "park", "takeaway", "fit", "help"}
        desk.conductor.do(End())
        await desk.advance(1)
        assert offered(desk) == {"park", "takeaway", "help"}
        for name in ("pause", "next", "next_speaker", "fit"):
            assert desk.conductor.ask(name).refusal is not None
        assert desk.saw("ended")


async def test_a_rehearsal_says_so_and_its_messages_go_by_the_wall(tmp_path: Path) -> None:
    async with live(tmp_path, speed=60) as desk:
        assert desk.saw("REHEARSAL")
        await desk.say("p", "one")
        await desk.advance(3)
        assert desk.message != ""
        assert desk.saw("left of 5 min")
        assert not desk.saw("passed unseen")
        await desk.advance(1)
        assert desk.message == ""


async def test_every_act_of_the_screen_can_be_asked_for_without_harm(tmp_path: Path) -> None:
    async with live(tmp_path, size=SMALL) as desk:
        desk.no_clipboard()
        for act in acts.LIVE:
            if act.kind == "screen" and act.name not in {"quit", "wrap_up"}:
                desk.live_screen.action_act(act.name)
                await desk.settle()
                desk.check_layout()
                await desk.press("escape", "escape")
        assert desk.items == []
