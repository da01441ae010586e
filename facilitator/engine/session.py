"""A session is its list of events: what can be decided, what follows, and what is taken back."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from facilitator.engine import agenda, duties, hands, items, people, start, timeline, turns
from facilitator.engine import commands as ask
from facilitator.engine import events as happened
from facilitator.engine.activities import RULES
from facilitator.engine.commands import Command
from facilitator.engine.dependence import why_together
from facilitator.engine.events import ActRedone, ActUndone, Body, Event, OrderDrawn, Rewritten, SessionStarted
from facilitator.engine.rules import Applier, Bodies, Decider, DoesNotApply, Moment, Refusal, Unfit
from facilitator.engine.state import State
from formats.words import ActId


@dataclass(frozen=True, slots=True)
class Session:
    """The events of a session and what stands after them.

    Attributes:
        events: All of them, those taken back too.
        state: The fold of those in force.
        undone: The acts taken back.
        redoable: The acts that can be done again, newest last; each stands for those taken back together with it.
        acts: The acts in force, oldest first; the first one opened the session.
    """

    events: tuple[Event, ...]
    state: State
    undone: frozenset[ActId] = frozenset()
    redoable: tuple[ActId, ...] = ()
    acts: tuple[ActId, ...] = ()


def _turn_box(state: State) -> int | None:
    current = state.now_running
    return None if current is None else RULES[current.spec.activity].turn_box(state, current)


def _order_on_demand(moment: Moment) -> Callable[[State], OrderDrawn | None]:
    def order(after: State) -> OrderDrawn | None:
        current = after.now_running
        if current is None:
            return None
        return RULES[current.spec.activity].order_on_demand(after, current, moment)

    return order


def _next_speaker(state: State, command: ask.NextSpeaker, moment: Moment) -> Bodies | Refusal:
    return turns.next_speaker(state, command, moment, _turn_box(state), _order_on_demand(moment))


def _give_up(state: State, command: ask.Pass | ask.Later, moment: Moment) -> Bodies | Refusal:
    return turns.give_up_turn(state, command, moment, _turn_box(state))


def _give_floor(state: State, command: ask.GiveFloor, moment: Moment) -> Bodies | Refusal:
    return turns.give_floor(state, command, moment, _turn_box(state), _order_on_demand(moment))


def _go_on(state: State, command: ask.Next, moment: Moment) -> Bodies | Refusal:
    return timeline.go_on(state, command, moment, RULES)


def _go_back(state: State, command: ask.Previous, moment: Moment) -> Bodies | Refusal:
    return timeline.go_back(state, command, moment, RULES)


def _jump_to(state: State, command: ask.JumpTo, moment: Moment) -> Bodies | Refusal:
    return timeline.jump_to(state, command, moment, RULES)


DECIDERS: dict[type[Command], Decider] = {
    ask.Next: _go_on,
    ask.Previous: _go_back,
    ask.JumpTo: _jump_to,
    ask.Skip: timeline.skip,
    ask.Move: agenda.move,
    ask.Insert: agenda.insert,
    ask.Retitle: agenda.retitle,
    ask.SetMinutes: agenda.set_minutes,
    ask.SetPrompts: agenda.set_prompts,
    ask.ChangeTime: timeline.change_time,
    ask.Fit: timeline.fit_rest,
    ask.SetHardStop: timeline.set_hard_stop,
    ask.Pause: timeline.pause,
    ask.SettleGap: timeline.settle_gap,
    ask.NextSpeaker: _next_speaker,
    ask.Pass: _give_up,
    ask.Later: _give_up,
    ask.GiveFloor: _give_floor,
    ask.InOrOut: people.in_or_out,
    ask.RaiseHand: hands.raise_hand,
    ask.MoveHand: hands.move_hand,
    ask.GiveDuty: duties.give_duty,
    ask.Capture: items.capture,
    ask.Edit: items.edit,
    ask.Remove: items.remove,
    ask.OffRecord: items.off_record,
    ask.OffRecordItem: items.off_record_item,
    ask.GiveFate: items.give_fate,
    ask.SetLevel: items.set_level,
    ask.End: timeline.end,
    **{kind: decider for rules in RULES.values() for kind, decider in rules.decide.items()},
}
"""What answers each command; opening, undo and redo look at more than the state and stand below."""


def _segment_started(state: State, body: happened.SegmentStarted, event: Event) -> State:
    return timeline.apply_segment_started(state, body, event, RULES)


APPLIERS: dict[type[Body], Applier] = {
    happened.PersonJoined: people.apply_joined,
    happened.PersonWentAway: people.apply_went_away,
    happened.PersonCameBack: people.apply_came_back,
    happened.DutyGiven: duties.apply_duty_given,
    happened.DutyGivenBack: duties.apply_duty_given_back,
    happened.SegmentStarted: _segment_started,
    happened.SegmentSkipped: timeline.apply_skipped,
    happened.SegmentBroughtBack: timeline.apply_brought_back,
    happened.SegmentMoved: agenda.apply_moved,
    happened.SegmentInserted: agenda.apply_inserted,
    happened.SegmentRetitled: agenda.apply_retitled,
    happened.PromptsChanged: agenda.apply_prompts,
    happened.TimeAdded: timeline.apply_time_added,
    happened.BoxChanged: timeline.apply_box_changed,
    happened.Fitted: timeline.apply_fitted,
    happened.HardStopSet: timeline.apply_hard_stop,
    happened.Paused: timeline.apply_paused,
    happened.Resumed: timeline.apply_resumed,
    happened.GapCounted: timeline.apply_gap_counted,
    happened.GapLeftOut: timeline.apply_gap_left_out,
    happened.OrderDrawn: turns.apply_order_drawn,
    happened.TurnStarted: turns.apply_turn_started,
    happened.TurnEnded: turns.apply_turn_ended,
    happened.HandRaised: hands.apply_hand_raised,
    happened.HandLowered: hands.apply_hand_lowered,
    happened.HandMoved: hands.apply_hand_moved,
    happened.ItemCaptured: items.apply_captured,
    happened.ItemEdited: items.apply_edited,
    happened.ItemRemoved: items.apply_removed,
    happened.ItemOffRecord: items.apply_item_off,
    happened.FateGiven: items.apply_fate,
    happened.OffRecordSet: items.apply_off_record,
    happened.LevelSet: items.apply_level,
    happened.SessionEnded: timeline.apply_ended,
    **{kind: applier for rules in RULES.values() for kind, applier in rules.apply.items()},
}
"""What folds each kind of event; the opening and the marks of undo stand below."""


def step(state: State | None, event: Event) -> State:
    """Fold one event that is in force.

    Raises:
        DoesNotApply: It does not fit what stands before it.
    """
    body = event.body
    if state is None:
        if not isinstance(body, SessionStarted):
            raise DoesNotApply(event, "no session is open")
        return start.opened(body, event.at)
    applier = APPLIERS.get(type(body))
    if applier is None:
        raise DoesNotApply(event, "the session is open already")
    if state.status == "ended" and not isinstance(body, _AFTER_THE_END):
        raise DoesNotApply(event, "the session has ended")
    try:
        after = applier(state, body, event)
    except Unfit as unfit:
        raise DoesNotApply(event, str(unfit)) from unfit
    return replace(after, at=event.at)


_AFTER_THE_END = (
    happened.ItemEdited,
    happened.ItemRemoved,
    happened.ItemOffRecord,
    happened.FateGiven,
    happened.LevelSet,
    happened.ItemCaptured,
    happened.OffRecordSet,
)
_ASKED_AFTER_THE_END = (
    ask.Edit,
    ask.Remove,
    ask.OffRecordItem,
    ask.GiveFate,
    ask.SetLevel,
    ask.Capture,
    ask.OffRecord,
)


def refold(events: Iterable[Event], undone: AbstractSet[ActId]) -> State:
    """Fold the events of the acts that were not taken back.

    Raises:
        DoesNotApply: One of them does not fit those before it.
        ValueError: There are none.
    """
    state: State | None = None
    for event in events:
        if event.act in undone or isinstance(event.body, ActUndone | ActRedone | Rewritten):
            continue
        state = step(state, event)
    if state is None:
        raise ValueError("a session without its first event")
    return state


def apply(session: Session | None, event: Event) -> Session:
    """Add one event to a session. A mark of undo or redo folds all events anew, any other takes one step.

    Raises:
        DoesNotApply: It does not fit what stands before it.
    """
    if session is None:
        return Session((event,), step(None, event), acts=(event.act,))
    events = (*session.events, event)
    match event.body:
        case ActUndone() | ActRedone():
            return fold(events)
        case Rewritten():
            return replace(session, events=events)
        case _:
            acts = session.acts if session.acts[-1] == event.act else (*session.acts, event.act)
            return Session(events, step(session.state, event), session.undone, (), acts)


def fold(events: Sequence[Event]) -> Session:
    """Return the session that a list of events is.

    Raises:
        DoesNotApply: One of them does not fit those before it.
        ValueError: There are none.
    """
    acts: dict[ActId, None] = {}
    undone: set[ActId] = set()
    redoable: list[ActId] = []
    for event in events:
        match event.body:
            case ActUndone(act, also):
                taken_back = {act, *also}
                if taken_back & undone or not taken_back <= acts.keys() or events[0].act in taken_back:
                    raise DoesNotApply(event, "that act is not in force")
                undone |= taken_back
                redoable.append(act)
            case ActRedone(act, also):
                if act not in redoable or not undone.issuperset(also):
                    raise DoesNotApply(event, "that act was not taken back just now")
                undone -= {act, *also}
                redoable.remove(act)
            case Rewritten():
                pass
            case _:
                redoable.clear()
                acts.setdefault(event.act)
    state = refold(events, undone)
    in_force = tuple(act for act in acts if act not in undone)
    return Session(tuple(events), state, frozenset(undone), tuple(redoable), in_force)


def decide(session: Session | None, command: Command, moment: Moment) -> tuple[Event, ...] | Refusal:
    """Answer a command with what happens, or with why not.

    Raises:
        KeyError: Nothing answers commands of that kind.
    """
    if session is not None:
        # A clock that was set back does not take the session with it.
        moment = replace(moment, now=max(moment.now, session.events[-1].at))
    match command:
        case ask.Start():
            bodies: Bodies | Refusal = start.begin(command, moment)
        case _ if session is None:
            return Refusal("No session is open.")
        case ask.Undo():
            bodies = _undo(session)
        case ask.UndoAct(act, also):
            bodies = _undo_act(session, act, also)
        case ask.Redo():
            bodies = _redo(session)
        case _ if session.state.status == "ended" and not isinstance(command, _ASKED_AFTER_THE_END):
            return timeline.ENDED
        case _:
            bodies = DECIDERS[type(command)](session.state, command, moment)
    if isinstance(bodies, Refusal):
        return bodies
    return tuple(
        Event(f"{moment.act}.{nth}", moment.seq + nth, moment.act, moment.now, body)
        for nth, body in enumerate(bodies, start=1)
    )


def _undo(session: Session) -> Bodies | Refusal:
    if len(session.acts) < 2:
        return Refusal("Nothing to take back; the session itself stays.")
    return (ActUndone(session.acts[-1]),)


def _redo(session: Session) -> Bodies | Refusal:
    if not session.redoable:
        return Refusal("Nothing to do again; only what was taken back just now can be.")
    act = session.redoable[-1]
    marks = (event.body for event in reversed(session.events))
    also = next((mark.also for mark in marks if isinstance(mark, ActUndone) and mark.act == act), ())
    return (ActRedone(act, also),)


def _undo_act(session: Session, act: ActId, also: Sequence[ActId]) -> Bodies | Refusal:
    if act not in session.acts[1:]:
        return Refusal("That act is not in force; the list shows those that are.")
    wanted = tuple(dict.fromkeys(one for one in (act, *also) if one in session.acts[1:]))
    needed, first = _with_dependents(session, wanted)
    if first is None:
        return (ActUndone(act, wanted[1:]),)
    return Refusal(
        why_together(session.state, session.events, act, first, len(needed)), again=True, also=needed[1:]
    )


def _with_dependents(session: Session, wanted: Sequence[ActId]) -> tuple[tuple[ActId, ...], Event | None]:
    """Return the acts that go only together, those asked for first, and the first event that depends on them."""
    together = list(wanted)
    first: Event | None = None
    while True:
        try:
            refold(session.events, session.undone | set(together))
        except DoesNotApply as problem:
            first = first or problem.event
            together.append(problem.event.act)
            continue
        return tuple(together), first
