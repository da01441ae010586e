"""Sessions held in a few lines, by the commands that a facilitator's keys ask for."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from facilitator.engine.activities.board import CountVotes, MergeCards
from facilitator.engine.activities.poll import CountHands
from facilitator.engine.activities.round import KeepField
from facilitator.engine.activities.signup import TakeRole
from facilitator.engine.activities.topics import NextTopic, current_topic
from facilitator.engine.commands import (
    Capture,
    Command,
    End,
    GiveFate,
    GiveFloor,
    InOrOut,
    JumpTo,
    Newcomer,
    Next,
    NextSpeaker,
    OffRecord,
    OffRecordItem,
    Pass,
    Start,
)
from facilitator.engine.events import ItemCaptured, PersonJoined
from facilitator.engine.rules import Moment, Refusal
from facilitator.engine.session import Session, apply, decide
from facilitator.engine.state import State
from formats.model import Format
from formats.words import ActId, Fate, ItemId, ItemKind, Level, PersonId, SegmentId

MINUTE = 60_000
HERE = timezone(timedelta(hours=1))
TEN = int(datetime(2026, 11, 20, 9, 0, tzinfo=UTC).timestamp() * 1_000)
"""Ten in the morning on Friday 20 November 2026, on this wall."""


def local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1_000, tz=HERE)


class Held:
    """A session that is being held, and the clock on its wall."""

    def __init__(
        self,
        segments: list[Mapping[str, object]],
        people: str = "Ana Ben Chi",
        *,
        away: str = "",
        title: str = "Kickoff",
        level: Level = "open",
        series: str = "",
        facilitator: str | None = None,
        presenters: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.now = TEN
        self.session: Session | None = None
        self.acts = 0
        given = Format.model_validate({"id": "tried", "name": "Tried", "segments": segments})
        named = {SegmentId(key): names for key, names in (presenters or {}).items()}
        everyone = [Newcomer(name) for name in people.split()]
        everyone += [Newcomer(name, present=False) for name in away.split()]
        self.ask(
            Start(
                given,
                title,
                level,
                seed=7,
                people=tuple(everyone),
                facilitator=facilitator,
                presenters=named,
                series=series,
            )
        )

    @property
    def state(self) -> State:
        assert self.session is not None
        return self.session.state

    def ask(self, command: Command) -> None:
        self.acts += 1
        before = self.session
        past = () if before is None else before.events
        moment = Moment(
            self.now,
            local(self.now).date(),
            ActId(f"a{self.acts}"),
            people_named=sum(isinstance(event.body, PersonJoined) for event in past),
            items_caught=sum(isinstance(event.body, ItemCaptured) for event in past),
            seq=len(past),
        )
        events = decide(before, command, moment)
        assert not isinstance(events, Refusal), events.why
        for event in events:
            self.session = apply(self.session, event)

    def wait(self, minutes: float) -> None:
        self.now += round(minutes * MINUTE)

    def person(self, name: str) -> PersonId:
        return next(one.id for one in self.state.people.values() if one.name == name)

    def next(self, after: float = 0) -> None:
        self.wait(after)
        self.ask(Next(sure=True))

    def jump(self, segment: str) -> None:
        self.ask(JumpTo(SegmentId(segment)))

    def speaker(self) -> PersonId:
        self.ask(NextSpeaker())
        assert self.state.floor is not None
        return self.state.floor.person

    def give_floor(self, name: str) -> None:
        self.ask(GiveFloor(self.person(name)))

    def passes(self) -> None:
        self.ask(Pass())

    def catch(self, kind: ItemKind, text: str, *, by: str | None = None, column: int | None = None) -> ItemId:
        self.ask(Capture(kind, (text,), column=column, author=None if by is None else self.person(by)))
        return list(self.state.items)[-1]

    def fate(self, item: ItemId, fate: Fate, owner: str = "") -> None:
        self.ask(GiveFate(item, fate, owner))

    def votes(self, item: ItemId, votes: int) -> None:
        self.ask(CountVotes(item, votes))

    def merge(self, item: ItemId, into: ItemId) -> None:
        self.ask(MergeCards(item, self.state.items[into].number))

    def topic(self) -> ItemId:
        assert self.state.current is not None
        topic = current_topic(self.state, self.state.current)
        assert topic is not None
        return topic.id

    def hands(self, question: int, choice: int, hands: int) -> None:
        self.ask(CountHands(question, choice, hands))

    def take(self, role: int, name: str) -> None:
        self.ask(TakeRole(role, name))

    def keep(self, name: str, field: str, text: str) -> None:
        self.ask(KeepField(self.person(name), field, text))

    def off_record(self) -> None:
        self.ask(OffRecord())

    def off(self, item: ItemId) -> None:
        self.ask(OffRecordItem(item))

    def in_or_out(self, names: str) -> None:
        self.ask(InOrOut(names))

    def end(self, after: float = 0) -> None:
        self.wait(after)
        self.ask(End())


RICH: list[Mapping[str, object]] = [
    {
        "id": "purpose",
        "title": "Purpose and vision",
        "minutes": "10",
        "activity": "talk",
        "presenters": 2,
        "cues": ["Smile first"],
    },
    {
        "id": "introduce",
        "title": "Introduce everyone",
        "minutes": "15",
        "activity": "round",
        "opens": "facilitator",
        "prompts": ["Name and what you work on"],
        "keep": {"learn": "wants to learn", "teach": "could teach"},
    },
    {
        "id": "norms",
        "title": "Co-create our norms",
        "minutes": "20",
        "activity": "board",
        "columns": ["How we talk", "How we disagree", "What stays here"],
        "hidden": True,
        "authors": "shown",
        "votes": True,
    },
    {"id": "break", "title": "Break", "minutes": "5", "activity": "break"},
    {
        "id": "pulse",
        "title": "How was it?",
        "minutes": "5",
        "activity": "poll",
        "questions": ["I learned something", "I could say what I thought"],
    },
    {
        "id": "rhythm",
        "title": "When do we meet?",
        "minutes": "5",
        "activity": "poll",
        "questions": ["Which day?"],
        "choices": ["Monday", "Thursday"],
    },
    {"id": "learning", "title": "First learning session", "minutes": "30", "activity": "discussion"},
    {"id": "coffee", "title": "What else?", "minutes": "10", "activity": "topics", "boxes": ["5", "2"]},
    {
        "id": "volunteers",
        "title": "Call for volunteers",
        "minutes": "5",
        "activity": "signup",
        "protected": True,
        "roles": ["Present next time", "Curate resources"],
    },
]


def rich(level: Level = "open") -> Held:
    """A kickoff of nine people with something of everything, ended eight minutes early."""
    held = Held(
        RICH,
        "Ana Ben Chi Dee Eli Fay Gus Hal",
        away="Ida",
        title="Kickoff",
        level=level,
        series="Product community",
        facilitator="Ana",
        presenters={"purpose": ("Ana", "Ben")},
    )
    held.next()
    held.wait(4)
    travel = held.catch("parked", "travel budget for conferences", by="Dee")
    held.next(after=7)
    for name, kept in (
        ("Ana", {"learn": "how to run *short* sessions"}),
        ("Ben", {"learn": "estimating with ranges", "teach": "interviewing"}),
        ("Chi", {"teach": "SQL\nand a little statistics"}),
    ):
        held.give_floor(name)
        held.wait(1.5)
        for field, text in kept.items():
            held.keep(name, field, text)
    held.ask(NextSpeaker())
    held.passes()
    held.catch("takeaway", "five user interviews a week change what we build", by="Fay")
    held.next(after=9)
    camera = held.catch("card", "camera optional", by="Gus", column=0)
    video = held.catch("card", "no video needed", by="Hal", column=0)
    held.catch("card", "one at a time", column=0)
    ask_first = held.catch("card", "ask before advising", by="Eli", column=1)
    secret = held.catch("card", "the reorganisation", column=2)
    held.catch("card", "names & numbers", column=2)
    held.off(secret)
    held.wait(12)
    held.jump("pulse")
    held.hands(0, 3, 5)
    held.hands(0, 4, 3)
    held.hands(1, 4, 8)
    return _second_half(held, travel, camera, video, ask_first)


def _second_half(held: Held, travel: ItemId, camera: ItemId, video: ItemId, ask_first: ItemId) -> Held:
    held.merge(video, camera)
    held.votes(camera, 5)
    held.votes(ask_first, 1)
    held.next(after=4)
    held.hands(0, 1, 6)
    held.hands(0, 0, 2)
    held.next(after=4)
    held.in_or_out("Jo")
    held.in_or_out("Dee")
    roadmap = held.catch("parked", "who owns the roadmap?", by="Ana")
    held.catch("parked", "a mailing list?")
    drop = held.catch("parked", "new logo")
    held.off_record()
    held.catch("takeaway", "the layoffs are real", by="Ben")
    held.off_record()
    held.catch("decision", "We meet every Thursday at 10:00.")
    held.catch("decision", "Notes go to #product-community, never to @here.")
    held.catch("action", "Book the room @Chi due thu")
    held.catch("action", "Write up the norms")
    held.catch("action", "Ask finance about 2028 @Ben due 2028-01-10")
    held.catch("resource", "https://example.com/a_short_guide_(pdf)", by="Chi")
    held.next(after=32)
    for text, votes in (("hiring & onboarding", 2), ("remote work", 6), ("lunch", 0)):
        topic = held.catch("topic", text, by="Hal" if votes > 5 else None)
        if votes:
            held.votes(topic, votes)
    held.ask(NextTopic())
    held.ask(Capture("action", ("Try one day without calls @Hal",), origin=held.topic()))
    held.wait(5)
    held.ask(NextTopic())
    held.next(after=4)
    held.take(0, "Ben")
    held.take(0, "Fay")
    held.fate(travel, "assigned", "Eli")
    held.fate(roadmap, "discussed")
    held.fate(drop, "dropped")
    held.end(after=4)
    return held
