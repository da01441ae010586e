"""Who is asked, who speaks, who wants to. Every voice is asked before any voice is asked twice."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from facilitator.engine.commands import GiveFloor, Later, NextSpeaker, Pass
from facilitator.engine.events import (
    Body,
    Event,
    HandRaised,
    OrderDrawn,
    TurnEnded,
    TurnStarted,
)
from facilitator.engine.rules import Bodies, Moment, Refusal, Unfit
from facilitator.engine.state import Floor, Order, Person, Segment, State, Voice
from facilitator.engine.timebox import Box
from formats import words
from formats.activities.discussion import Discussion
from formats.activities.round import Round
from formats.activities.talk import Talk
from formats.words import PersonId, SegmentId

LEAST_BOX_MS = 1_000
ALL_AWAY = "Everyone is away; i and a name brings someone back."


def never_asked(state: State, segment: SegmentId) -> tuple[PersonId, ...]:
    """Return who is in the room and was not yet asked in the segment's order."""
    order = state.orders.get(segment)
    if order is None:
        return ()
    asked = {*order.done, *order.again, *order.in_peace}
    speaking = state.floor.person if state.floor is not None and state.floor.of == segment else None
    waiting = tuple(
        person
        for person in order.queue
        if person not in asked and person != speaking and state.people[person].present
    )
    begun = bool(asked) or speaking is not None
    # Whoever was drawn to be first may have gone away since.
    return waiting if begun or _opens(state, segment, waiting) else _not_first(waiting, state.last_speaker)


def _opens(state: State, segment: SegmentId, waiting: tuple[PersonId, ...]) -> bool:
    """Say whether whoever is first is so for a reason: the format wants it, or they present."""
    spec = state.segment(segment).spec
    if isinstance(spec, Round) and spec.opens == "facilitator":
        return waiting[:1] == (state.facilitator,)
    return not state.orders[segment].latecomers


def _not_first(order: tuple[PersonId, ...], last_speaker: PersonId | None) -> tuple[PersonId, ...]:
    """Let whoever spoke last in the round before change places with the second, when first in this one."""
    if len(order) > 1 and order[0] == last_speaker:
        return (order[1], order[0], *order[2:])
    return order


def still_to_come(state: State, segment: SegmentId) -> tuple[PersonId, ...]:
    """Return who is asked next in a segment, in order: first who never was, then who is asked once more."""
    order = state.orders.get(segment)
    if order is None:
        return ()
    speaking = None if state.floor is None else state.floor.person
    again = (one for one in order.again if one != speaking and state.people[one].present)
    return (*never_asked(state, segment), *again)


def not_introduced(state: State) -> dict[PersonId, SegmentId]:
    """Return who is in the room and missed a round that keeps fields, with that round.

    Whoever passed was asked, and is left in peace.
    """
    missing: dict[PersonId, SegmentId] = {}
    for segment in state.segments:
        spec = segment.spec
        order = state.orders.get(segment.id)
        if not isinstance(spec, Round) or not spec.keep or order is None or segment.id == state.current:
            continue
        heard = {*order.done, *order.passed}
        for person in state.present():
            if person not in heard:
                missing.setdefault(person, segment.id)
    return missing


def airtime(state: State, person: PersonId, now: int) -> int:
    """Return for how many milliseconds someone had the floor up to now."""
    voice = state.voices.get(person, Voice())
    running = state.floor is not None and state.floor.person == person
    return voice.airtime_ms + (state.floor.box.spent(now) if running and state.floor else 0)


def draw(
    state: State, people: Iterable[PersonId], how: words.Order, chance: random.Random, now: int
) -> tuple[PersonId, ...]:
    """Order people for a round.

    Who spoke last in the round before is not first in this one: a list goes on behind them, where chance has a say
    they change places with the second. `quiet-first` puts those with the least airtime first: the mean per session
    attended plus this one's, newcomers at the average, ties by lot.
    """
    order = list(people)
    if how == "roster":
        behind = 1 if order[:1] == [state.last_speaker] else 0
        return (*order[behind:], *order[:behind])
    chance.shuffle(order)
    if how == "quiet-first":
        known = [one.history_seconds for one in state.people.values() if one.history_seconds is not None]
        average = sum(known) / len(known) if known else 0.0

        def heard(person: PersonId) -> float:
            history = state.people[person].history_seconds
            return (average if history is None else history) + airtime(state, person, now) / 1_000

        order.sort(key=heard)
    return _not_first(tuple(order), state.last_speaker)


def turn_box(state: State, segment: Segment, fixed_ms: int | None, now: int) -> int:
    """Return the box of the next turn in a segment's order, in milliseconds.

    What is left of the segment is divided among those still to come, but never less than half of the first box. In a
    round that begins so late that not even half of what the plan gives each is left, the first box is the plan's.
    """
    if fixed_ms is not None:
        return fixed_ms
    order = state.orders.get(segment.id)
    waiting = max(1, len(still_to_come(state, segment.id)))
    share = max(0, segment.box.left(now)) // waiting
    if order is not None and order.first_box_ms:
        return max(share, order.first_box_ms // 2, LEAST_BOX_MS)
    planned = segment.plan_ms // waiting if isinstance(segment.spec, Round) else 0
    return max(planned if 2 * share < planned else share, LEAST_BOX_MS)


def smallest_box(state: State, segment: Segment) -> int:
    """Return the least that a turn in a segment's order takes, in milliseconds; 0 while that is not known.

    It is the box itself where the format fixes it or presenters share the plan, else half of the first box.
    """
    spec = segment.spec
    if isinstance(spec, Round | Talk) and spec.box_seconds is not None:
        return spec.box_seconds * 1_000
    order = state.orders.get(segment.id)
    first = 0 if order is None else order.first_box_ms or 0
    return first if isinstance(spec, Talk) else first // 2


def _started(state: State, person: PersonId, of: Segment, fixed_ms: int | None, moment: Moment) -> Body:
    in_order = of.id in state.orders and person in state.orders[of.id].queue
    if of.id != state.current:
        order = state.orders.get(of.id)
        return TurnStarted(person, of.id, order.first_box_ms if order is not None else None)
    return TurnStarted(person, of.id, turn_box(state, of, fixed_ms, moment.now) if in_order else None)


def _ended(state: State) -> tuple[Body, ...]:
    return () if state.floor is None else (TurnEnded(state.floor.person, "done"),)


def running(state: State) -> Segment | Refusal:
    """Return the segment in which people can speak, or say why there is none."""
    if state.status == "waiting":
        return Refusal("The session has not started yet; n starts it.")
    if state.now_running is None or state.status == "ended":
        return Refusal("The session has ended.")
    return state.now_running


def after_turn(state: State, now: int) -> State:
    """Return the state as it will be when whoever speaks is done, to see who comes next; `now` in UTC milliseconds."""
    return floor_freed(state, "done", now)


def waits_for_volunteer(state: State, segment: Segment) -> bool:
    """Say whether a round has not begun because somebody is to say first that they begin."""
    spec = segment.spec
    return (
        isinstance(spec, Round)
        and spec.order == "volunteers"
        and spec.opens is None
        and segment.id not in state.orders
    )


def _led_by(drawn: OrderDrawn, first: Iterable[PersonId]) -> OrderDrawn:
    """Return an order in which some come first, in their own order; the rest stays as it was drawn."""
    leading = tuple(person for person in first if person in drawn.order)
    return replace(drawn, order=(*leading, *(one for one in drawn.order if one not in leading)))


def next_speaker(
    state: State,
    command: NextSpeaker,
    moment: Moment,
    fixed_ms: int | None,
    order_on_demand: Callable[[State], OrderDrawn | None],
) -> Bodies | Refusal:
    """Hand the floor to whoever is next in the order, else to a raised hand, else back to the room.

    `fixed_ms` is the length of a turn where the format fixes it, in milliseconds. `order_on_demand` draws an order
    when the segment has none yet, if its activity does so and someone is here.
    """
    current = running(state)
    if isinstance(current, Refusal):
        return current
    ended = _ended(state)
    after = after_turn(state, moment.now)
    coming = still_to_come(after, current.id)
    if coming:
        return (*ended, _started(after, coming[0], current, fixed_ms, moment))
    hands = hands_in_turn(after, current, moment.now)
    volunteers = waits_for_volunteer(after, current)
    if hands and not volunteers:
        return (*ended, _started(after, hands[0], current, None, moment))
    if volunteers and not (hands or command.sure):
        return Refusal("Who begins? j or h and a name; s again draws by lot.", again=True)
    drawn = None if current.id in state.orders else order_on_demand(after)
    if drawn is not None:
        # Who has just spoken out of order is not asked first.
        just = None if state.floor is None else state.floor.person
        order = tuple(sorted(_led_by(drawn, hands).order, key=lambda person: person == just))
        drawn = replace(drawn, order=order)
        return (*ended, *_begun(after, drawn, current, fixed_ms, moment, hands[:1]))
    if ended:
        return ended
    return Refusal(_nobody_left(state, current))


def _begun(
    state: State,
    drawn: OrderDrawn,
    current: Segment,
    fixed_ms: int | None,
    moment: Moment,
    volunteer: tuple[PersonId, ...] = (),
) -> tuple[Body, ...]:
    """Return an order that was drawn, and the first turn in it: that of a volunteer, else of whoever is first."""
    ordered = replace(state, orders={**state.orders, current.id: Order(drawn.order)})
    first = volunteer or still_to_come(ordered, current.id)[:1]
    return (drawn, *(_started(ordered, person, current, fixed_ms, moment) for person in first))


def all_asked(state: State, segment: SegmentId) -> str:
    """Say that there is nobody left to be asked in a segment; who is away may be asked still."""
    order = state.orders[segment]
    asked = {*order.done, *order.again, *order.in_peace}
    return "Everyone was asked" if asked.issuperset(order.queue) else "Everyone who is here was asked"


def _nobody_left(state: State, current: Segment) -> str:
    if not state.people:
        return "Nobody is listed yet; i and a name adds someone."
    if not state.present():
        return ALL_AWAY
    if current.id in state.orders and current.spec.activity == "round":
        return f"{all_asked(state, current.id)}; n goes on to the next segment."
    return "No hand is up; h and a name puts one up, j gives someone the floor."


def is_fair(segment: Segment) -> bool:
    """Say whether a segment offers the floor first to whoever of the raised hands spoke least."""
    return isinstance(segment.spec, Discussion) and segment.spec.queue == "fair"


def hands_in_turn(state: State, segment: Segment, now: int) -> tuple[PersonId, ...]:
    """Return the raised hands in the order in which a segment calls them."""
    if is_fair(segment):
        return tuple(sorted(state.hands, key=lambda person: airtime(state, person, now)))
    return state.hands


def give_up_turn(
    state: State, command: Pass | Later, moment: Moment, fixed_ms: int | None
) -> Bodies | Refusal:
    """Let whoever has the floor pass, or speak later, and hand the floor on."""
    current = running(state)
    if isinstance(current, Refusal):
        return current
    if state.floor is None:
        return Refusal("Nobody has the floor; s calls the next speaker.")
    person = state.floor.person
    how = TurnEnded(person, "pass" if isinstance(command, Pass) else "later")
    order = state.orders.get(state.floor.of)
    if order is None:
        return _give_up_by_hand(state, how, current, moment)
    after = floor_freed(state, how.how, moment.now)
    coming = [one for one in still_to_come(after, current.id) if one != person]
    if not coming:
        return (how,)
    return (how, _started(after, coming[0], current, fixed_ms, moment))


def _give_up_by_hand(state: State, how: TurnEnded, current: Segment, moment: Moment) -> Bodies | Refusal:
    """Let whoever spoke without an order give way to the next hand; later means behind the hands that are up."""
    hands = hands_in_turn(state, current, moment.now)
    if how.how == "later" and not hands:
        return Refusal("No other hand is up; x gives the floor back.")
    again = (HandRaised(how.person),) if how.how == "later" else ()
    following = (_started(replace(state, floor=None), hands[0], current, None, moment),) if hands else ()
    return (how, *again, *following)


def give_floor(
    state: State,
    command: GiveFloor,
    moment: Moment,
    fixed_ms: int | None,
    order_on_demand: Callable[[State], OrderDrawn | None],
) -> Bodies | Refusal:
    """Give someone the floor out of turn, or catch up an introduction; a volunteer begins the round."""
    current = running(state)
    if isinstance(current, Refusal):
        return current
    person = command.person
    if person not in state.people:
        return Refusal("Nobody of that name is listed; i adds someone.")
    name = state.name(person)
    if not state.people[person].present:
        return Refusal(f"{name} is away; i and the name brings {name} back.")
    if state.floor is not None and state.floor.person == person:
        return Refusal(f"{name} has the floor already.")
    after = after_turn(state, moment.now)
    order = after.orders.get(current.id)
    if order is not None and current.spec.activity == "round":
        waiting = never_asked(after, current.id)
        if person in {*order.done, *order.again, *order.in_peace} and waiting:
            coming = still_to_come(after, current.id)
            names = ", ".join(state.name(one) for one in coming[:4])
            more = f" and {len(coming) - 4} more" if len(coming) > 4 else ""
            # What is said of who passed is what is said of who asked to speak later.
            why = "comes after the others" if person in coming else "was asked already"
            return Refusal(f"{name} {why}; still to come: {names}{more}.")
    drawn = order_on_demand(after) if waits_for_volunteer(after, current) else None
    if drawn is not None:
        led = _led_by(drawn, (person,))
        return (*_ended(state), *_begun(after, led, current, fixed_ms, moment, (person,)))
    of = current
    missed = not_introduced(state).get(person)
    if missed is not None and (order is None or person not in order.queue):
        of = state.segment(missed)
    return (*_ended(state), _started(after, person, of, fixed_ms, moment))


def _marked(order: Order, person: PersonId, how: str) -> Order:
    again = tuple(one for one in order.again if one != person)
    match how:
        case "done":
            done = order.done if person in order.done else (*order.done, person)
            return replace(order, done=done, again=again)
        case "pass" if person in order.passed:
            return replace(order, again=again, in_peace=(*order.in_peace, person))
        case "pass":
            return replace(order, again=(*again, person), passed=(*order.passed, person))
        case _:
            return replace(order, again=(*again, person))


def floor_freed(state: State, how: str, at: int) -> State:
    """Return the state with the floor given back, the airtime counted and the order marked."""
    floor = state.floor
    if floor is None:
        return state
    voice = state.voices.get(floor.person, Voice())
    spoke = how in {"done", "left"}
    heard = Voice(voice.turns + spoke, voice.airtime_ms + floor.box.spent(at))
    order = state.orders.get(floor.of)
    orders = state.orders
    if order is not None and floor.person not in order.done:
        if floor.person not in order.queue and order.latecomers:
            order = replace(order, queue=(*order.queue, floor.person))
        orders = {**state.orders, floor.of: _marked(order, floor.person, how)}
    return replace(
        state,
        floor=None,
        voices={**state.voices, floor.person: heard},
        orders=orders,
        last_speaker=floor.person if order is not None and spoke else state.last_speaker,
    )


def in_the_room(state: State, person: PersonId) -> Person:
    """Return someone who is in the room.

    Raises:
        Unfit: Nobody of that id is.
    """
    found = state.people.get(person)
    if found is None:
        raise Unfit(f"nobody is listed as {person}")
    if not found.present:
        raise Unfit(f"{found.name} is away")
    return found


def apply_order_drawn(state: State, body: OrderDrawn, _event: Event) -> State:
    """Fold `OrderDrawn`; whose joining was taken back since falls out of it."""
    order = tuple(person for person in body.order if person in state.people)
    return replace(state, orders={**state.orders, body.segment: Order(order, latecomers=body.latecomers)})


def apply_turn_started(state: State, body: TurnStarted, event: Event) -> State:
    """Fold `TurnStarted`."""
    in_the_room(state, body.person)
    if state.current is None:
        raise Unfit("the session has not started")
    if state.floor is not None:
        raise Unfit(f"{state.name(state.floor.person)} has the floor")
    if body.of not in {one.id for one in state.segments} or not state.segment(body.of).entered:
        raise Unfit(f"the segment of the turn, {body.of}, has not begun")
    box = Box(body.box_ms, since=None if state.paused_since is not None else event.at)
    orders = state.orders
    order = orders.get(body.of)
    if order is not None and order.first_box_ms is None and body.box_ms is not None:
        orders = {**orders, body.of: replace(order, first_box_ms=body.box_ms)}
    return replace(
        state,
        floor=Floor(body.person, body.of, box),
        orders=orders,
        hands=tuple(one for one in state.hands if one != body.person),
    )


def apply_turn_ended(state: State, body: TurnEnded, event: Event) -> State:
    """Fold `TurnEnded`."""
    if state.floor is None or state.floor.person != body.person:
        name = state.name(body.person) if body.person in state.people else "someone who is not listed"
        raise Unfit(f"{name} does not have the floor")
    return floor_freed(state, body.how, event.at)
