"""The JSON of one session, for scripts: what `sessions show --json` prints. Described in `docs/json.md`.

People are written by their names, which are unique within a session; segments and items by their ids. Times are
ISO 8601 with the offset of the wall, lengths are whole seconds.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from facilitator.engine.activities.board import BoardState
from facilitator.engine.activities.groups import GroupsState
from facilitator.engine.activities.poll import PollState, choices
from facilitator.engine.activities.round import RoundState
from facilitator.engine.activities.signup import SignupState
from facilitator.engine.activities.topics import TopicsState, topics_left
from facilitator.engine.cards import author_dropped
from facilitator.engine.forecast import projected_end, started_late, target
from facilitator.engine.grouping import Group, role_at
from facilitator.engine.items import board_root, columns
from facilitator.engine.rules import kept
from facilitator.engine.state import Item, Person, Segment, State, Voice
from facilitator.engine.turns import airtime, still_to_come
from formats import model
from formats.words import ActivityName, PersonId

SCHEMA: Final = 1
"""Grows when a key is taken away or means something else; new keys may come without."""

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""What JSON can hold."""
Local = Callable[[int], datetime]
"""From UTC milliseconds to the time on the wall, with its zone."""


def session_json(
    session_id: str, state: State, now: int, local: Local, *, private: bool = False
) -> dict[str, Json]:
    """Return a session as plain data.

    Items off the record and passes are never in it; who wrote a card is not, where the board drops authors.

    Args:
        session_id: The id of its file.
        state: The session.
        now: UTC milliseconds; counts while the session runs.
        local: From UTC milliseconds to the time on the wall.
        private: Whether each person's turns and airtime are told.
    """
    end, aim, late = projected_end(state, now), target(state, now), started_late(state)
    told: dict[str, Json] = {
        "schema": SCHEMA,
        "id": session_id,
        "title": state.title,
        "format": state.format.id,
        "series": state.series or None,
        "status": state.status,
        "started_at": _time(state.started_at, local),
        "ended_at": _time(state.ended_at, local),
        "target_end": _time(aim, local),
        "projected_end": _time(end, local),
        "drift_seconds": _seconds(end - aim),
        "started_late_seconds": None if late is None else _seconds(late),
        "paused": state.paused_since is not None,
        "current_segment": None if state.status == "ended" else state.current,
        "segments": [_segment(state, one, now) for one in state.segments],
        "people": [_person(state, one, now, private=private) for one in state.people.values()],
        "items": [_item(state, one, local) for one in state.items.values() if not one.off],
        "activities": {one.id: kept for one in state.segments if (kept := _activity(state, one))},
    }
    if private:
        told["airtime"] = {
            "counted_seconds": _seconds(sum(airtime(state, person, now) for person in state.people)),
            "session_seconds": _seconds(state.length_ms(now)),
        }
    return told


def _time(at: int | None, local: Local) -> str | None:
    return None if at is None else local(at).isoformat(timespec="seconds")


def _seconds(milliseconds: int) -> int:
    return round(milliseconds / 1_000)


def _segment(state: State, segment: Segment, now: int) -> Json:
    return {
        "id": segment.id,
        "title": segment.spec.title,
        "activity": segment.spec.activity,
        "status": state.standing(segment),
        "planned_seconds": _seconds(segment.planned_ms),
        "spent_seconds": _seconds(segment.box.spent(now)),
    }


def _person(state: State, person: Person, now: int, *, private: bool) -> Json:
    told: dict[str, Json] = {"id": person.id, "name": person.name, "present": person.present}
    if private:
        told["turns"] = state.voices.get(person.id, Voice()).turns
        told["airtime_seconds"] = _seconds(airtime(state, person.id, now))
    return told


def _item(state: State, item: Item, local: Local) -> Json:
    return {
        "id": item.id,
        "kind": item.kind,
        "text": item.text,
        "author": None if author_dropped(state, item) else _name(state, item.author),
        "owner": _name(state, item.owner),
        "due": item.due,
        "fate": item.fate,
        "segment": item.segment,
        "at": _time(item.at, local),
    }


def _name(state: State, person: PersonId | None) -> str | None:
    return None if person is None else state.name(person)


def _activity(state: State, segment: Segment) -> dict[str, Json]:
    """Return what an activity keeps, and the order in which people are asked where there is one."""
    told = ACTIVITIES[segment.spec.activity](state, segment)
    order = _order(state, segment)
    return {**told, "order": order} if order else told


def _order(state: State, segment: Segment) -> dict[str, Json]:
    """Return who was asked and who is still to come; who passed reads the same as who spoke."""
    order = state.orders.get(segment.id)
    if order is None:
        return {}
    speaking = state.floor.person if state.floor is not None and state.floor.of == segment.id else None
    runs = segment.id == state.current and state.status == "running"
    coming = still_to_come(state, segment.id) if runs else ()
    asked = {*order.done, *order.in_peace, *order.again} - {speaking, *coming}
    return {
        "done": [state.name(one) for one in order.queue if one in asked],
        "speaking": _name(state, speaking),
        "to_come": [state.name(one) for one in coming],
    }


def _nothing(_state: State, _segment: Segment) -> dict[str, Json]:
    return {}


def _board(state: State, segment: Segment) -> dict[str, Json]:
    root = board_root(state, segment)
    if root != segment.id:
        return {"from": root}
    cards = [item for item in state.items.values() if item.board == root and not item.off]
    titles = columns(state, root)
    stands = kept(state, segment.id, BoardState)
    if not cards and stands is None:
        return {}
    spec = segment.spec
    hidden = isinstance(spec, model.Board) and spec.hidden and not (stands is not None and stands.revealed)
    return {
        "hidden": hidden,
        "columns": [
            {"title": title, "cards": _cards([one for one in cards if (one.column or 0) == place], cards)}
            for place, title in enumerate(titles)
        ],
    }


def _cards(cards: list[Item], told: list[Item]) -> Json:
    """Return cards by number; those merged into one that is told lie beneath it."""
    ids = {one.id for one in told}
    tops = [one for one in cards if one.merged not in ids]
    return [
        {
            "id": one.id,
            "number": one.number,
            "text": one.text,
            "votes": one.votes,
            "merged": [
                {"id": under.id, "number": under.number, "text": under.text}
                for under in told
                if under.merged == one.id
            ],
        }
        for one in tops
    ]


def _poll(state: State, segment: Segment) -> dict[str, Json]:
    spec, stands = segment.spec, kept(state, segment.id, PollState)
    if stands is None or not isinstance(spec, model.Poll):
        return {}
    return {
        "questions": [
            {
                "question": question,
                "counts": [
                    {"choice": choice, "hands": stands.counts.get(place, {}).get(nth, 0)}
                    for nth, choice in enumerate(choices(spec))
                ],
            }
            for place, question in enumerate(spec.questions)
        ]
    }


def _signup(state: State, segment: Segment) -> dict[str, Json]:
    spec, stands = segment.spec, kept(state, segment.id, SignupState)
    if stands is None or not isinstance(spec, model.Signup):
        return {}
    return {
        "roles": [
            {"role": role, "taken_by": [state.name(one) for one in stands.taken.get(place, ())]}
            for place, role in enumerate(spec.roles)
        ]
    }


def _round(state: State, segment: Segment) -> dict[str, Json]:
    spec, stands = segment.spec, kept(state, segment.id, RoundState)
    if stands is None or not isinstance(spec, model.Round) or not spec.keep:
        return {}
    return {
        "fields": dict(spec.keep),
        "kept": [
            {"person": state.name(person), "field": field, "text": mine[field]}
            for person, mine in stands.fields.items()
            for field in spec.keep
            if field in mine
        ],
    }


def _topics(state: State, segment: Segment) -> dict[str, Json]:
    stands = kept(state, segment.id, TopicsState) or TopicsState()
    root = board_root(state, segment)
    taken = [one for one in dict.fromkeys((*stands.done, stands.item)) if one is not None]
    order = [*taken, *(one.id for one in topics_left(state, segment.id))]
    topics = [state.items[one] for one in order if one in state.items and not state.items[one].off]
    told: dict[str, Json] = {} if root == segment.id else {"from": root}
    if topics:
        told["topics"] = [
            {
                "id": one.id,
                "number": one.number,
                "text": one.text,
                "votes": one.votes,
                "status": "current" if one.id == stands.item else "done" if one.id in taken else "ahead",
            }
            for one in topics
        ]
    return told


def _groups(state: State, segment: Segment) -> dict[str, Json]:
    spec, stands = segment.spec, kept(state, segment.id, GroupsState)
    if stands is None or not isinstance(spec, model.Groups):
        return {}
    return {"rounds": [[_group(state, spec, group) for group in groups] for groups in stands.rounds]}


def _group(state: State, spec: model.Groups, group: Group) -> Json:
    return [
        {"person": state.name(person), "role": role_at(spec.roles, spec.size, place) or None}
        for place, person in enumerate(group)
    ]


ACTIVITIES: Final[Mapping[ActivityName, Callable[[State, Segment], dict[str, Json]]]] = {
    "talk": _nothing,
    "discussion": _nothing,
    "round": _round,
    "board": _board,
    "topics": _topics,
    "poll": _poll,
    "groups": _groups,
    "signup": _signup,
    "break": _nothing,
}
"""What scripts are told of each activity; an empty one is left out."""
