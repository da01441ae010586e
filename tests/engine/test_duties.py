"""Who facilitates, keeps time, takes notes and presents; and the queue of hands, and who volunteers."""

from facilitator.engine import commands as ask
from facilitator.engine.events import DutyGiven, DutyGivenBack, HandMoved, OrderDrawn
from formats.words import SegmentId
from tests.engine.builders import Desk, ritual, through_the_disk

TALK = (("talk", 12, "talk"), ("open", 10, "discussion"))


def hands(desk: Desk) -> list[str]:
    return [desk.state.name(person) for person in desk.state.hands]


def facilitates(desk: Desk) -> str:
    return "" if desk.state.facilitator is None else desk.state.name(desk.state.facilitator)


def test_a_duty_is_given_taken_over_and_given_back() -> None:
    desk = Desk(ritual(*TALK), "Ana", "Ben", facilitator="Ana")
    assert desk.do(ask.GiveDuty("timekeeper", desk.who("Ben"))) == (DutyGiven("timekeeper", desk.who("Ben")),)
    desk.do(ask.GiveDuty("note-taker", desk.who("Ben")))
    desk.do(ask.GiveDuty("timekeeper", desk.who("Ana")))
    assert desk.state.duties == {"timekeeper": desk.who("Ana"), "note-taker": desk.who("Ben")}
    desk.do(ask.GiveDuty("facilitator", desk.who("Ben")))
    assert facilitates(desk) == "Ben"
    assert desk.do(ask.GiveDuty("facilitator", desk.who("Ben"))) == (
        DutyGivenBack("facilitator", desk.who("Ben")),
    )
    assert facilitates(desk) == ""
    desk.do(ask.GiveDuty("note-taker", desk.who("Ben")))
    assert desk.state.duties == {"timekeeper": desk.who("Ana")}
    assert through_the_disk(desk.open) == desk.open


def test_taking_a_duty_back_that_was_passed_on_says_so() -> None:
    desk = Desk(ritual(*TALK), "Ana", "Ben")
    desk.do(ask.GiveDuty("timekeeper", desk.who("Ana")))
    given = desk.act()
    desk.do(ask.GiveDuty("timekeeper", desk.who("Ana")))
    assert desk.refuse(ask.UndoAct(given)) == (
        "Ana gave a duty back after taking a duty on; choose it again to take both back."
    )


def test_a_presenter_is_named_for_a_talk_to_come_and_runs_in_order() -> None:
    desk = Desk(ritual(("open", 5, "discussion"), ("talk", 12, "talk")), "Ana", "Ben", "Chi")
    talk = SegmentId("talk")
    for name in ("Chi", "Ana"):
        desk.do(ask.GiveDuty("presenter", desk.who(name), talk))
    desk.do(ask.GiveDuty("presenter", desk.who("Ana"), talk))
    desk.do(ask.GiveDuty("presenter", desk.who("Ben"), talk))
    desk.do(ask.Next())
    spoken = []
    for _ in range(2):
        desk.do(ask.NextSpeaker())
        spoken.append(desk.speaker)
    assert spoken == ["Chi", "Ben"]
    assert desk.state.floor is not None
    assert desk.state.floor.box.plan_ms == 6 * 60_000, "twelve minutes for two"


def test_a_presenter_can_still_be_named_while_the_talk_runs() -> None:
    desk = Desk(ritual(*TALK), "Ana", "Ben")
    assert desk.do(ask.GiveDuty("presenter", desk.who("Ben"))) == (
        DutyGiven("presenter", desk.who("Ben"), SegmentId("talk")),
        OrderDrawn(SegmentId("talk"), (desk.who("Ben"),), latecomers=False),
    )
    desk.do(ask.GiveDuty("presenter", desk.who("Ana")))
    assert desk.coming == ["Ben", "Ana"]
    assert "has begun" in desk.refuse(ask.GiveDuty("presenter", desk.who("Ana")))
    desk.do(ask.Next(sure=True))
    assert "Only a talk" in desk.refuse(ask.GiveDuty("presenter", desk.who("Ana")))


def test_a_hand_moves_in_the_queue() -> None:
    desk = Desk(ritual(("open", 10, "discussion")), "Ana", "Ben", "Chi")
    for name in ("Ana", "Ben", "Chi"):
        desk.do(ask.RaiseHand(desk.who(name)))
    assert desk.do(ask.MoveHand(desk.who("Chi"), -1)) == (HandMoved(desk.who("Chi"), desk.who("Ben")),)
    assert hands(desk) == ["Ana", "Chi", "Ben"]
    desk.do(ask.MoveHand(desk.who("Ana"), 1))
    desk.do(ask.MoveHand(desk.who("Ana"), 1))
    assert hands(desk) == ["Chi", "Ben", "Ana"]
    assert desk.refuse(ask.MoveHand(desk.who("Chi"), -1)) == "Chi is next already; s calls Chi."
    assert desk.refuse(ask.MoveHand(desk.who("Ana"), 1)) == "Ana is the last one already."
    desk.do(ask.NextSpeaker())
    assert desk.speaker == "Chi"
    assert "not up" in desk.refuse(ask.MoveHand(desk.who("Chi"), 1))
    desk.undo()
    desk.undo()
    assert hands(desk) == ["Chi", "Ana", "Ben"]


def test_in_a_fair_queue_nobody_is_moved_by_hand() -> None:
    desk = Desk(ritual(("open", 10, "discussion", {"queue": "fair"})), "Ana", "Ben")
    desk.do(ask.RaiseHand(desk.who("Ana")))
    assert "whoever spoke least" in desk.refuse(ask.MoveHand(desk.who("Ana"), 1))


VOLUNTEERS = ("round", 12, "round", {"order": "volunteers"})


def test_a_volunteer_begins_and_the_rest_is_drawn() -> None:
    desk = Desk(ritual(VOLUNTEERS), "Ana", "Ben", "Chi", "Dee")
    assert desk.state.orders == {}
    desk.do(ask.GiveFloor(desk.who("Chi")))
    assert desk.speaker == "Chi"
    assert sorted(desk.coming) == ["Ana", "Ben", "Dee"]
    assert desk.state.floor is not None
    assert desk.state.floor.box.plan_ms == 3 * 60_000


def test_with_no_volunteer_a_second_press_draws() -> None:
    desk = Desk(ritual(VOLUNTEERS), "Ana", "Ben", "Chi")
    assert desk.refuse(ask.NextSpeaker(sure=False)) == "Who begins? j or h and a name; s again draws by lot."
    desk.do(ask.NextSpeaker(sure=True))
    assert len({desk.speaker, *desk.coming}) == 3
    heard = {desk.speaker}
    while desk.coming:
        desk.do(ask.NextSpeaker(sure=False))
        assert desk.speaker not in heard
        heard.add(desk.speaker)
    assert heard == {"Ana", "Ben", "Chi"}


def test_hands_that_are_up_begin_in_the_order_raised() -> None:
    desk = Desk(ritual(VOLUNTEERS), "Ana", "Ben", "Chi", "Dee")
    for name in ("Dee", "Ben"):
        desk.do(ask.RaiseHand(desk.who(name)))
    desk.do(ask.NextSpeaker(sure=False))
    assert desk.speaker == "Dee"
    assert desk.coming[0] == "Ben"
    assert sorted(desk.coming[1:]) == ["Ana", "Chi"]


def test_where_the_facilitator_opens_nobody_is_waited_for() -> None:
    spec = ("round", 12, "round", {"order": "volunteers", "opens": "facilitator"})
    desk = Desk(ritual(spec), "Ana", "Ben", "Chi", facilitator="Ben")
    desk.do(ask.NextSpeaker(sure=False))
    assert desk.speaker == "Ben"
