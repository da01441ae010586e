"""The JSON that scripts read: its shape, and what it keeps to itself."""

import json
from datetime import datetime

from facilitator.engine.commands import Pause
from facilitator.json_forms import Json, session_json
from tests.notes.sessions import HERE, TEN, Held, local, rich

OPEN_FLOOR = {"id": "floor", "title": "Open floor", "minutes": "10", "activity": "discussion"}
BOARD = {"id": "cards", "title": "Cards", "minutes": "10", "activity": "board", "columns": ["Keep", "Stop"]}
ROUND = {"id": "hello", "title": "Hello", "minutes": "10", "activity": "round"}


def told(held: Held, *, private: bool = False) -> dict[str, Json]:
    return session_json("20261120-1000-tried-0a1b", held.state, held.now, local, private=private)


def at(told: Json, *path: str | int) -> Json:
    """What lies at the end of a path of keys and places."""
    for step in path:
        match told:
            case dict() if isinstance(step, str):
                told = told[step]
            case list() if isinstance(step, int):
                told = told[step]
            case _:
                raise AssertionError(f"nothing at {step!r}")
    return told


def test_the_whole_of_a_small_session() -> None:
    held = Held([OPEN_FLOOR, BOARD], "Ana Ben", title="Small", series="Craft")
    held.next()
    held.wait(2)
    held.catch("action", "Book a room @Ben due 2026-11-27", by="Ana")

    assert told(held) == {
        "schema": 1,
        "id": "20261120-1000-tried-0a1b",
        "title": "Small",
        "format": "tried",
        "series": "Craft",
        "status": "running",
        "started_at": "2026-11-20T10:00:00+01:00",
        "ended_at": None,
        "target_end": "2026-11-20T10:20:00+01:00",
        "projected_end": "2026-11-20T10:20:00+01:00",
        "drift_seconds": 0,
        "started_late_seconds": None,
        "paused": False,
        "current_segment": "floor",
        "segments": [
            {
                "id": "floor",
                "title": "Open floor",
                "activity": "discussion",
                "status": "current",
                "planned_seconds": 600,
                "spent_seconds": 120,
            },
            {
                "id": "cards",
                "title": "Cards",
                "activity": "board",
                "status": "ahead",
                "planned_seconds": 600,
                "spent_seconds": 0,
            },
        ],
        "people": [
            {"id": "p1", "name": "Ana", "present": True},
            {"id": "p2", "name": "Ben", "present": True},
        ],
        "items": [
            {
                "id": "i1",
                "kind": "action",
                "text": "Book a room",
                "author": "Ana",
                "owner": "Ben",
                "due": "2026-11-27",
                "fate": None,
                "segment": "floor",
                "at": "2026-11-20T10:02:00+01:00",
            }
        ],
        "activities": {},
    }


def test_a_rich_session_is_json_and_its_times_have_a_zone() -> None:
    held = rich()
    data = json.loads(json.dumps(told(held), allow_nan=False))

    assert data == told(held)
    for key in ("started_at", "ended_at", "target_end", "projected_end"):
        moment = datetime.fromisoformat(data[key])
        assert moment.utcoffset() == HERE.utcoffset(None)
    assert data["status"] == "ended"
    assert data["projected_end"] == data["ended_at"]
    assert data["current_segment"] is None
    assert {one["status"] for one in data["segments"]} == {"done", "skipped"}


def test_before_the_start_and_paused() -> None:
    held = Held([OPEN_FLOOR])
    data = told(held)
    assert (data["status"], data["started_at"], data["series"]) == ("waiting", None, None)
    assert datetime.fromisoformat(str(data["projected_end"])).timestamp() * 1_000 == TEN + 600_000

    held.next()
    held.ask(Pause())
    held.wait(3)
    assert told(held)["paused"] is True
    assert told(held)["drift_seconds"] == 180


def test_airtime_is_told_in_private_alone() -> None:
    held = Held([OPEN_FLOOR], "Ana Ben")
    held.next()
    held.give_floor("Ben")
    held.wait(1.5)

    assert "airtime" not in json.dumps(told(held))
    assert "turns" not in json.dumps(told(held))
    assert at(told(held, private=True), "people") == [
        {"id": "p1", "name": "Ana", "present": True, "turns": 0, "airtime_seconds": 0},
        {"id": "p2", "name": "Ben", "present": True, "turns": 0, "airtime_seconds": 90},
    ]


def test_what_is_off_the_record_is_absent_even_in_private() -> None:
    held = Held([BOARD])
    held.next()
    above = held.catch("card", "secret above", column=1)
    under = held.catch("card", "under", column=1)
    held.merge(under, above)
    held.off(above)
    held.off_record()
    held.catch("takeaway", "secret takeaway")

    data = told(held, private=True)
    assert "secret" not in json.dumps(data)
    assert at(data, "activities", "cards", "columns", 1, "cards") == [
        {"id": under, "number": 2, "text": "under", "votes": 0, "merged": []}
    ]


def test_a_board_that_drops_authors_drops_them_here_too() -> None:
    held = Held([BOARD])
    held.next()
    held.catch("card", "mine", by="Ana")
    held.catch("parked", "my tangent", by="Ana")

    assert [at(item, "author") for item in _list(told(held)["items"])] == [None, "Ana"]


def _list(told: Json) -> list[Json]:
    assert isinstance(told, list)
    return told


def test_who_passed_reads_like_who_spoke() -> None:
    held = Held([ROUND, OPEN_FLOOR], "Ana Ben Chi Dee")
    held.next()
    held.speaker()
    held.passes()
    held.speaker()
    assert at(told(held), "activities", "hello", "order") == {
        "done": ["Ben"],
        "speaking": "Chi",
        "to_come": ["Dee", "Ana"],
    }

    held.speaker()
    held.speaker()
    held.passes()
    assert at(told(held), "activities", "hello", "order") == {
        "done": ["Ana", "Ben", "Chi", "Dee"],
        "speaking": None,
        "to_come": [],
    }
    held.next()
    assert "pass" not in json.dumps(told(held, private=True))


def test_when_a_round_is_over_nobody_is_still_to_come() -> None:
    held = Held([ROUND, OPEN_FLOOR], "Ana Ben Chi")
    held.next()
    held.speaker()
    held.passes()
    held.next()

    assert at(told(held), "activities", "hello", "order") == {
        "done": ["Ana", "Ben"],
        "speaking": None,
        "to_come": [],
    }


def test_what_each_activity_keeps() -> None:
    activities = at(told(rich()), "activities")

    assert at(activities, "introduce", "fields") == {"learn": "wants to learn", "teach": "could teach"}
    assert at(activities, "introduce", "kept", 1) == {
        "person": "Ben",
        "field": "learn",
        "text": "estimating with ranges",
    }
    assert at(activities, "norms", "hidden") is True
    assert at(activities, "norms", "columns", 0) == {
        "title": "How we talk",
        "cards": [
            {
                "id": "i3",
                "number": 1,
                "text": "camera optional",
                "votes": 5,
                "merged": [{"id": "i4", "number": 2, "text": "no video needed"}],
            },
            {"id": "i5", "number": 3, "text": "one at a time", "votes": 0, "merged": []},
        ],
    }
    assert at(activities, "rhythm", "questions", 0) == {
        "question": "Which day?",
        "counts": [{"choice": "Monday", "hands": 2}, {"choice": "Thursday", "hands": 6}],
    }
    assert at(activities, "volunteers", "roles") == [
        {"role": "Present next time", "taken_by": ["Ben", "Fay"]},
        {"role": "Curate resources", "taken_by": []},
    ]


def test_a_board_that_goes_on_names_the_one_it_goes_on_with() -> None:
    held = Held(
        [BOARD, {"id": "more", "title": "More", "minutes": "5", "activity": "board", "from": "cards"}]
    )
    held.next()
    held.catch("card", "one")

    assert at(told(held), "activities", "more") == {"from": "cards"}
