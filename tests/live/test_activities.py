"""What each activity offers under v, and what the room sees of it."""

from pathlib import Path

from tests.live.builders import SMALL, live


async def test_a_round_keeps_what_the_speaker_says(tmp_path: Path) -> None:
    keep = {"keep": {"learn": "wants to learn", "teach": "could teach"}}
    async with live(tmp_path, ("round", 12, "round", keep)) as desk:
        await desk.press("v")
        assert "Nothing to choose here" in desk.message
        await desk.press("s", "v")
        assert desk.saw("Ana wants to learn")
        await desk.press("2")
        assert desk.saw("Ana could teach ▸")
        await desk.type_("knots")
        await desk.press("enter")
        assert desk.saw("Ana  could teach: knots")
        assert desk.message == "kept of Ana · u takes it back"

        await desk.press("v", "2")
        assert desk.typed == "knots"
        await desk.press(*["backspace"] * 5, "enter")
        assert not desk.saw("knots")


async def test_a_sign_up_keeps_who_takes_what(tmp_path: Path) -> None:
    async with live(tmp_path, ("roles", 5, "signup"), size=SMALL) as desk:
        assert desk.saw("1  Present  open")
        await desk.press("v", "1")
        assert desk.saw("who takes on Present ▸")
        await desk.type_("ch")
        await desk.press("enter")
        assert desk.saw("1  Present  Chi")
        assert desk.message == "Chi takes on “Present” · u takes it back"
        await desk.press("v", "1")
        await desk.type_("Zoe")
        await desk.press("enter")
        assert desk.saw("Nobody here is called Zoe")
        assert desk.saw("who takes on Present ▸ Zoe")
        await desk.press("escape", "v", "1")
        await desk.type_("chi")
        await desk.press("enter")
        assert desk.saw("1  Present  open")


async def test_a_poll_counts_hands(tmp_path: Path) -> None:
    async with live(tmp_path, ("poll", 5, "poll", {"choices": ["yes", "no"]})) as desk:
        assert desk.saw("Was it worth it?")
        await desk.press("v", "1")
        assert desk.saw("hands for yes ▸")
        await desk.type_("7")
        await desk.press("enter")
        assert desk.saw("yes: 7   no: ·")
        await desk.press("v", "2")
        await desk.type_("many")
        await desk.press("enter")
        assert desk.saw("Type how many hands are up as a number, as in 4.")
        assert desk.typed == "many"


async def test_a_hidden_board_shows_dots_until_it_is_revealed(tmp_path: Path) -> None:
    board = ("board", 10, "board", {"columns": ["Keep", "Drop"], "hidden": "true", "votes": "true"})
    async with live(tmp_path, board) as desk:
        await desk.press("c")
        await desk.type_("pairing")
        assert not desk.saw("pairing")
        assert desk.saw("•" * 7)
        await desk.press("enter")
        assert desk.saw("1  ••••• 7")
        assert desk.message == "card kept, not shown · u takes it back"
        assert not desk.saw("pairing")

        await desk.press("v")
        assert desk.saw("1 show the cards")
        await desk.press("1")
        assert desk.saw("1  pairing")
        await desk.say("c", "standups")
        await desk.press("v", "2")
        await desk.type_("4")
        await desk.press("enter")
        assert desk.message == "4 votes for “standups” · u takes it back"
        rows = [row for row in desk.rows if "pairing" in row or "standups" in row]
        assert "standups" in rows[0]  # Most votes first.
        assert "●●●● 4" in rows[0]


async def test_topics_are_taken_by_votes_and_go_on_by_thumbs(tmp_path: Path) -> None:
    async with live(tmp_path, ("topics", 20, "topics", {"boxes": ["5", "2", "1"]})) as desk:
        await desk.say("c", "testing")
        await desk.say("c", "deploying")
        await desk.press("v", "2")
        await desk.type_("3")
        await desk.press("enter", "v", "0")
        assert desk.saw("▶ 2  deploying  ●●● 3")
        assert desk.saw("left of 5 min for this topic")
        await desk.press("+")
        assert desk.saw("left of 6 min for this topic")
        await desk.press("v", "+")
        assert desk.saw("left of 8 min for this topic")
        await desk.press("v", "0")
        assert desk.saw("✓ 2")
        assert desk.saw("▶ 1")
        await desk.press("v", "0", "v")
        assert "Nothing to choose here" in desk.message
        assert desk.saw("left of 20 min")


async def test_groups_are_drawn_again_and_change_over_the_rounds(tmp_path: Path) -> None:
    groups = ("groups", 20, "groups", {"size": 2, "rounds": 2, "roles": ["asks", "answers"]})
    async with live(tmp_path, groups, people=("Ana", "Ben", "Chi", "Dee")) as desk:
        assert desk.saw("Groups · round 1 of 2")
        assert desk.saw("(asks)")
        assert desk.saw("left of 10 min for this round")
        await desk.press("v", "1")
        assert desk.saw("Groups · round 2 of 2")
        await desk.say("i", "Eli")
        assert desk.saw("in no group: Eli")
        await desk.press("v", "1")
        assert not desk.saw("in no group")


async def test_a_break_says_when_to_be_back(tmp_path: Path) -> None:
    async with live(tmp_path, ("rest", 10, "break"), ("talk", 5, "talk")) as desk:
        assert desk.saw("Back at  12:10")
        await desk.press("space")
        await desk.advance(120)
        assert desk.saw("Back at  12:12")


async def test_a_later_board_goes_on_with_the_cards_of_an_earlier_one(tmp_path: Path) -> None:
    first = ("norms", 10, "board", {"columns": ["Keep", "Drop"]})
    later = ("vote", 10, "board", {"columns": [], "from": "norms", "votes": "true"})
    async with live(tmp_path, first, later) as desk:
        await desk.say("c", "cameras off")
        await desk.press("n")
        assert desk.current == "vote"
        assert desk.saw("1  cameras off")
        await desk.press("v", "1")
        await desk.type_("2")
        await desk.press("enter")
        assert desk.saw("●● 2")


async def test_a_card_becomes_an_action(tmp_path: Path) -> None:
    async with live(tmp_path, ("board", 10, "board", {"columns": ["Try"]})) as desk:
        await desk.say("c", "shorter meetings")
        await desk.press("tab", "v")
        assert desk.saw("make it an action")
        await desk.type_("make")
        await desk.press("enter")
        assert desk.items == [("card", "shorter meetings"), ("action", "shorter meetings")]
        assert desk.last.origin == "i1"
