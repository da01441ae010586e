"""From the name of an act, and what was typed, to the command that the engine decides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from facilitator.engine import commands as ask
from facilitator.engine.activities.board import MergeCards, MoveCard, Reveal
from facilitator.engine.activities.groups import NextGroupRound, RedrawGroups
from facilitator.engine.activities.poll import CountHands
from facilitator.engine.activities.round import KeepField
from facilitator.engine.activities.signup import TakeRole
from facilitator.engine.activities.topics import GoOn, NextTopic
from facilitator.engine.cards import CountVotes
from facilitator.engine.commands import Command
from facilitator.engine.people import find
from facilitator.engine.rules import Refusal
from facilitator.engine.state import State
from facilitator.engine.timebox import MINUTE
from facilitator.inserting import read_insert
from facilitator.moments import read_moment
from formats.durations import parse_duration
from formats.words import LEVELS, ActId, Duty, Fate, ItemId, ItemKind, PersonId, SegmentId


@dataclass(frozen=True, slots=True)
class Ask:
    """An act with what it needs.

    Attributes:
        text: What was typed, as typed.
        more: Further texts when a list was pasted.
        target: The id of what it is about.
        sure: The same key was pressed again after a warning.
        gap_ms: The gap that waits to be settled.
        also: Acts to be taken back together with the one asked for.
        local: The local time.
        set_back_ms: How far the session's time is ahead of the clock that people read.
        off: What is caught was typed off the record.
    """

    state: State
    local: datetime
    text: str = ""
    more: tuple[str, ...] = ()
    target: str = ""
    sure: bool = False
    gap_ms: int = 0
    also: tuple[ActId, ...] = ()
    set_back_ms: int = 0
    off: bool = False


Answer = Callable[[Ask], Command | Refusal]


def _plain(command: Command) -> Answer:
    return lambda _ask: command


def _capture(kind: ItemKind) -> Answer:
    def answer(asked: Ask) -> Command:
        column = int(asked.target) if kind == "card" and asked.target.isdigit() else None
        return ask.Capture(kind, (asked.text, *asked.more), column=column, off=asked.off)

    return answer


def _fate(fate: Fate) -> Answer:
    return lambda asked: ask.GiveFate(ItemId(asked.target), fate, asked.text)


def _person(make: Callable[[PersonId], Command]) -> Answer:
    def answer(asked: Ask) -> Command | Refusal:
        if asked.target in asked.state.people:
            return make(PersonId(asked.target))
        person = find(asked.state, asked.text)
        return person if isinstance(person, Refusal) else make(person.id)

    return answer


def _segment(make: Callable[[SegmentId], Command]) -> Answer:
    return lambda asked: make(SegmentId(asked.target))


def _insert(asked: Ask) -> Command | Refusal:
    after = SegmentId(asked.target) if asked.target else None
    now = round(asked.local.timestamp() * 1_000) + asked.set_back_ms
    return read_insert(asked.state, asked.text, asked.local, now, after)


def _set_minutes(asked: Ask) -> Command | Refusal:
    try:
        seconds = parse_duration(asked.text)
    except ValueError as error:
        return Refusal(f"{str(error)[:1].upper()}{str(error)[1:]}.")
    return ask.SetMinutes(SegmentId(asked.target), seconds * 1_000)


def _edit_prompt(asked: Ask) -> Command | Refusal:
    """Change one prompt, counted from 0; one more is added, an empty one taken away."""
    id, _, place = asked.target.partition(" ")
    segment = next((one for one in asked.state.segments if one.id == id), None)
    if segment is None or not place.isdigit():
        return Refusal("Choose a segment in the agenda first: tab and the arrows, or the mouse.")
    prompts = segment.spec.prompts
    changed = (*prompts[: int(place)], asked.text, *asked.more, *prompts[int(place) + 1 :])
    return ask.SetPrompts(segment.id, changed)


def _duty(duty: Duty) -> Answer:
    def answer(asked: Ask) -> Command | Refusal:
        segment = SegmentId(asked.target) if duty == "presenter" and asked.target else None
        person = find(asked.state, asked.text)
        return person if isinstance(person, Refusal) else ask.GiveDuty(duty, person.id, segment)

    return answer


def _number(text: str, what: str) -> int | Refusal:
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit() and len(stripped) < 7:
        return int(stripped)
    return Refusal(f"Type {what} as a number, as in 4.")


def _votes(asked: Ask) -> Command | Refusal:
    votes = _number(asked.text, "the votes")
    return votes if isinstance(votes, Refusal) else CountVotes(ItemId(asked.target), votes)


def _merge(asked: Ask) -> Command | Refusal:
    number = _number(asked.text, "the other card's number")
    return number if isinstance(number, Refusal) else MergeCards(ItemId(asked.target), number)


def _card_action(asked: Ask) -> Command | Refusal:
    card = asked.state.items.get(ItemId(asked.target))
    if card is None:
        return Refusal("Choose a card first, with the arrows.")
    # What is made from a card that is off the record says the same as the card.
    return ask.Capture("action", (asked.text or card.text,), origin=card.id, off=asked.off or card.off)


def _edit(asked: Ask) -> Command:
    kinds: dict[str, ItemKind] = {
        "park": "parked",
        "takeaway": "takeaway",
        "decision": "decision",
        "action": "action",
        "resource": "resource",
    }
    item, _, kind = asked.target.partition(" ")
    return ask.Edit(ItemId(item), asked.text, kind=kinds.get(kind))


def _keep_field(asked: Ask) -> Command | Refusal:
    person, _, field = asked.target.partition(" ")
    return KeepField(PersonId(person), field, asked.text)


def _take_role(asked: Ask) -> Command | Refusal:
    if not asked.target.isdigit():
        return Refusal("Choose what to sign up for: v, then its number.")
    return TakeRole(int(asked.target), asked.text)


def _count_hands(asked: Ask) -> Command | Refusal:
    hands = _number(asked.text, "how many hands are up")
    if isinstance(hands, Refusal):
        return hands
    question, _, choice = asked.target.partition(" ")
    if not (question.isdigit() and choice.isdigit()):
        return Refusal("Choose what to count: v, then its number.")
    return CountHands(int(question), int(choice), hands)


def _hard_stop(asked: Ask) -> Command | Refusal:
    if not asked.text.strip() and asked.state.hard_stop is not None:
        return ask.SetHardStop(None)
    moment = read_moment(asked.text, asked.local)
    if moment is None:
        return Refusal("Type a time of day, as in 11:30; an empty line takes it away.")
    return ask.SetHardStop(round(moment.timestamp() * 1_000) + asked.set_back_ms)


def _level(asked: Ask) -> Command | Refusal:
    level = next((one for one in LEVELS if one == asked.target), None)
    return Refusal("Choose open, names or room.") if level is None else ask.SetLevel(level)


COMMANDS: dict[str, Answer] = {
    "pause": _plain(ask.Pause()),
    "next": lambda asked: ask.Next(sure=asked.sure),
    "previous": lambda asked: ask.Previous(sure=asked.sure),
    "add_minute": _plain(ask.ChangeTime(MINUTE)),
    "take_minute": _plain(ask.ChangeTime(-MINUTE)),
    "add_five": _plain(ask.ChangeTime(5 * MINUTE)),
    "take_five": _plain(ask.ChangeTime(-5 * MINUTE)),
    "fit": _plain(ask.Fit()),
    "jump_to": lambda asked: ask.JumpTo(SegmentId(asked.target), sure=asked.sure),
    "skip": lambda asked: ask.Skip(SegmentId(asked.target)),
    "insert": _insert,
    "move_up": _segment(lambda segment: ask.Move(segment, -1)),
    "move_down": _segment(lambda segment: ask.Move(segment, 1)),
    "retitle": lambda asked: ask.Retitle(SegmentId(asked.target), asked.text),
    "set_minutes": _set_minutes,
    "edit_prompt": _edit_prompt,
    "hard_stop": _hard_stop,
    "next_speaker": lambda asked: ask.NextSpeaker(sure=asked.sure),
    "pass": _plain(ask.Pass()),
    "later": _plain(ask.Later()),
    "in_or_out": lambda asked: ask.InOrOut("\n".join((asked.text, *asked.more)), sure=asked.sure),
    "hand": _person(ask.RaiseHand),
    "give_floor": _person(ask.GiveFloor),
    "hand_nearer": _person(lambda person: ask.MoveHand(person, -1)),
    "hand_further": _person(lambda person: ask.MoveHand(person, 1)),
    "lower_hand": _person(ask.RaiseHand),
    "facilitates": _duty("facilitator"),
    "keeps_time": _duty("timekeeper"),
    "takes_notes": _duty("note-taker"),
    "presents": _duty("presenter"),
    "park": _capture("parked"),
    "takeaway": _capture("takeaway"),
    "decision": _capture("decision"),
    "action": _capture("action"),
    "resource": _capture("resource"),
    "card": _capture("card"),
    "edit": _edit,
    "remove": lambda asked: ask.Remove(ItemId(asked.target)),
    "off_record": _plain(ask.OffRecord()),
    "off_record_item": lambda asked: ask.OffRecordItem(ItemId(asked.target)),
    "fate_discussed": _fate("discussed"),
    "fate_next": _fate("next session"),
    "fate_assign": _fate("assigned"),
    "fate_drop": _fate("dropped"),
    "reveal": _plain(Reveal()),
    "count_votes": _votes,
    "move_card": lambda asked: MoveCard(ItemId(asked.target)),
    "merge_card": _merge,
    "card_action": _card_action,
    "keep_field": _keep_field,
    "take_role": _take_role,
    "count_hands": _count_hands,
    "next_topic": _plain(NextTopic()),
    "go_on_topic": _plain(GoOn()),
    "next_group_round": _plain(NextGroupRound()),
    "redraw_groups": _plain(RedrawGroups()),
    "undo": _plain(ask.Undo()),
    "redo": _plain(ask.Redo()),
    "undo_act": lambda asked: ask.UndoAct(ActId(asked.target), asked.also),
    "level": _level,
    "gap_counts": lambda asked: ask.SettleGap(asked.gap_ms, counts=True),
    "gap_left_out": lambda asked: ask.SettleGap(asked.gap_ms, counts=False),
    "end": lambda asked: ask.End(sure=asked.sure),
}
"""What each act of a session asks of the engine."""
