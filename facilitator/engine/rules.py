"""The shapes that the rules are made of: what decides, what folds, and what an activity adds."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from facilitator.engine.commands import Command
from facilitator.engine.events import Body, Event, OrderDrawn
from facilitator.engine.state import ActivityState, Segment, State
from formats.words import ActId, ItemId, PersonId, SegmentId


class DoesNotApply(Exception):
    """An event does not fit what stands before it.

    Attributes:
        event: The event.
        why: What stands in its way, in words that can follow a colon.
    """

    def __init__(self, event: Event, why: str) -> None:
        """Say which event, and why."""
        super().__init__(why)
        self.event = event
        self.why = why


class Unfit(Exception):
    """A body does not fit what stands before it; the fold adds the event and raises `DoesNotApply`."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not followed, and what can be done instead.

    Attributes:
        why: One sentence.
        again: Whether the same key pressed once more means it.
        also: The acts to be taken back together, when undo of one alone does not apply.
    """

    why: str
    again: bool = False
    also: tuple[ActId, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """When and with what a command is decided.

    Attributes:
        now: UTC milliseconds.
        today: The local date, for words like "fri".
        act: The id that its events will share.
        people_named: How many people were ever named, taken back ones too.
        items_caught: How many items were ever caught, taken back ones too.
        seq: The number of events so far.
    """

    now: int
    today: date
    act: ActId
    people_named: int = 0
    items_caught: int = 0
    seq: int = 0

    def chance(self, state: State) -> random.Random:
        """Return what to draw from: the same for the same session and place in it."""
        return random.Random(f"{state.seed}:{self.seq}")


Bodies = Sequence[Body]
Decider = Callable[[State, Any, Moment], Bodies | Refusal]
"""From the state, a command of the kind it is listed under, and the moment to what happens."""
Applier = Callable[[State, Any, Event], State]
"""From the state, a body of the kind it is listed under, and its event to the state after."""

Kept = TypeVar("Kept", bound=ActivityState)


def kept(state: State, segment: SegmentId | None, kind: type[Kept]) -> Kept | None:
    """Return what an activity keeps of a segment, if it is of that kind and was entered."""
    found = None if segment is None else state.activities.get(segment)
    return found if isinstance(found, kind) else None


def nothing_happens(_state: State, _segment: Segment, _moment: Moment) -> Bodies:
    """Say that nothing is decided."""
    return ()


def no_order(_state: State, _segment: Segment, _moment: Moment) -> OrderDrawn | None:
    """Say that nobody is asked in turn."""
    return None


def no_fixed_box(_state: State, _segment: Segment) -> int | None:
    """Say that the length of a turn follows from the time that is left."""
    return None


def no_acts(_state: State, _segment: Segment) -> frozenset[str]:
    """Say that an activity allows no acts of its own."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """What an activity adds to the engine.

    Attributes:
        fresh: What it keeps when a segment is first entered.
        begin: What is decided at that moment (an order drawn, groups).
        turn_box: The length of a turn in its order, in milliseconds, where the format fixes it.
        order_on_demand: Draws an order when `s` is pressed and there is none yet.
        decide: Its own commands.
        apply: Its own events.
        allowed: Which of the acts that depend on the activity are possible now.
    """

    fresh: Callable[[State, Segment], ActivityState]
    begin: Callable[[State, Segment, Moment], Bodies] = nothing_happens
    turn_box: Callable[[State, Segment], int | None] = no_fixed_box
    order_on_demand: Callable[[State, Segment, Moment], OrderDrawn | None] = no_order
    decide: Mapping[type[Command], Decider] = field(default_factory=dict)
    apply: Mapping[type[Body], Applier] = field(default_factory=dict)
    allowed: Callable[[State, Segment], frozenset[str]] = no_acts


def new_item(moment: Moment, nth: int) -> ItemId:
    """Return the id of the `nth` item (from 0) that a command makes."""
    return ItemId(f"i{moment.items_caught + nth + 1}")


def new_person(moment: Moment, nth: int) -> PersonId:
    """Return the id of the `nth` person (from 0) that a command names."""
    return PersonId(f"p{moment.people_named + nth + 1}")
