"""One running session without a screen: decides, applies, hands to the writer, and knows what is saved."""

import secrets
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from data.problems import SaveProblem
from data.records import JSON
from facilitator.asking import COMMANDS, Ask
from facilitator.clock import Clock
from facilitator.engine import commands as ask
from facilitator.engine import forecast
from facilitator.engine.commands import Command, Start
from facilitator.engine.events import ActRedone, ActUndone, Event, ItemCaptured, PersonJoined
from facilitator.engine.rules import Moment, Refusal
from facilitator.engine.session import Session, apply, decide, fold
from facilitator.engine.state import State
from facilitator.engine.timeline import left_out, moves_time
from facilitator.known import DiskWatch, Known
from facilitator.sessiontime import SILENT_GAP_MS, SessionTime, Sign, end_taken_back, resumed
from facilitator.storing import CanNotResume, session_of, to_event, to_record
from formats.words import ActId, SessionId

if TYPE_CHECKING:
    from data.sessions import OpenSession
    from data.store import Store

__all__ = ["CanNotResume", "Conductor", "Outcome", "new_act", "session_of", "to_event", "to_record"]

AGAIN_SECONDS = 4
"""How long a second press of the same key means it."""
CHOSEN_AGAIN_SECONDS = 30
"""How long choosing the same row of a list again means it: the list has to be opened first."""
LIFE_SECONDS = 15
"""How often a sign of life is left."""
TOLD_FROM_MS = 60_000
"""A clock that is set back by this or more is told where a clock time was named that it moves."""

MOVES_TIME = frozenset(
    {
        "pause", "next", "previous", "add_minute", "take_minute", "add_five", "take_five", "fit", "jump_to",
        "next_speaker", "pass", "later", "give_floor", "end", "next_topic", "go_on_topic", "next_group_round",
        "skip", "hard_stop",
    }
)  # fmt: skip
"""Acts that wait until a gap is settled, because what they mean depends on it; so do others that would move time."""
SETTLE = frozenset({"gap_counts", "gap_left_out"})
"""The answers to a gap."""
FIRST_SETTLE = Refusal("First say whether the time that passed unseen counts: 1 it counts, 2 leave it out.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act.

    Attributes:
        before: The session before it.
        events: What happened; empty when it was refused.
        refusal: Why it was refused.
    """

    before: Session
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None


def _nobody_listens() -> None:
    """Stand for a listener that was not given."""


def new_act() -> ActId:
    """Return a fresh id for an act."""
    return ActId(secrets.token_hex(6))


class Conductor:
    """Runs one session.

    Attributes:
        session: The events so far and what stands after them.
        preview: Whether fit was asked for once and shows what it would do.
    """

    def __init__(
        self,
        kept: "OpenSession",
        session: Session,
        clock: Clock,
        *,
        next_act: Callable[[], ActId] = new_act,
    ) -> None:
        """Go on with a session that is open for writing."""
        self.session = session
        self._named = self._caught = 0
        self._count(session.events)
        self.preview = False
        self._notices = kept.problems
        self._heard: deque[str] = deque()
        self._kept = kept
        self._clock = clock
        self._next_act = next_act
        self._time = SessionTime(clock, session.events[-1].at, self._time_runs)
        self._last_life = 0
        self._signed: tuple[int, int, int] | None = None
        self._again: tuple[str, str, int] | None = None
        self._also: tuple[ActId, ...] = ()
        self._disk = DiskWatch(kept.writer, lambda: self._time.latest, clock.speed)
        self._on_news: Callable[[], None] = _nobody_listens
        kept.writer.listen(self._saved, self._failed, self._noticed)

    def listen(self, on_news: Callable[[], None]) -> None:
        """Have `on_news` called, from the writer's thread, whenever more is known of the disk."""
        self._on_news = on_news

    def _saved(self, _seq: int) -> None:
        self._disk.saved()
        self._on_news()

    def _noticed(self, notice: str) -> None:
        # In the writer's thread, which must not touch what the app's thread reads and replaces.
        self._heard.append(notice)
        self._on_news()

    def _failed(self, problem: "SaveProblem") -> None:
        self._disk.failed(problem)
        self._on_news()

    @classmethod
    def begin(
        cls,
        store: "Store",
        session_id: SessionId,
        start: Start,
        clock: Clock,
        *,
        next_act: Callable[[], ActId] = new_act,
    ) -> "Conductor | Refusal":
        """Open a new session; one that does not wait for a start ahead has its first segment running.

        Raises:
            DataError: It can't be written.
        """
        now = clock.now()
        today = clock.local(now).date()
        events = decide(None, start, Moment(now, today, next_act()))
        if isinstance(events, Refusal):
            return events
        kept = store.create(session_id, _header(session_id, start, now))
        opened = fold(events)
        conductor = cls(kept, opened, clock, next_act=next_act)
        conductor._leave_sign()
        kept.writer.append([to_record(event) for event in events])
        if start.at_once or start.planned_start is None or start.planned_start <= now:
            conductor.do(ask.Next())
        return conductor

    @classmethod
    def resume(
        cls,
        kept: "OpenSession",
        session: Session,
        clock: Clock,
        *,
        next_act: Callable[[], ActId] = new_act,
    ) -> "Conductor":
        """Go on with a session from where it was, the clock included.

        Args:
            kept: The session, open for writing.
            session: What its records come to.
            clock: What time it is.
            next_act: Gives each act its id.
        """
        conductor = cls(kept, session, clock, next_act=next_act)
        owner = kept.owner_before
        sign = (
            None
            if owner is None or owner.at is None
            else Sign(owner.last, owner.at, owner.held_ms, owner.returned_ms)
        )
        behind = resumed(
            conductor._time,
            session.events,
            sign,
            kept.wall(),
            speed=clock.speed,
            runs=conductor._time_runs(),
        )
        back = end_taken_back(session.events) if conductor._time_runs() else None
        if back is not None and not conductor._time.returned_ms:
            conductor._time.went_back_into(back[0], back[1] - back[0])
        if behind >= TOLD_FROM_MS:
            conductor.tell(
                f"The clock is {behind // 60_000} min behind the last sign of life of this session, so nobody knows "
                "how long it was left; it goes on from where it was."
            )
        conductor._leave_sign()
        return conductor

    @property
    def id(self) -> SessionId:
        """The id of the session."""
        return self._kept.id

    @property
    def state(self) -> State:
        """What stands now."""
        return self.session.state

    @property
    def kept(self) -> "OpenSession":
        """The session as it is kept on the disk."""
        return self._kept

    @property
    def gap_ms(self) -> int:
        """A gap that waits to be settled, in milliseconds; 0 for none."""
        return self._time.gap_ms

    @property
    def gap_since(self) -> int:
        """The moment of the session at which the gap that waits began, in UTC milliseconds."""
        return self._time.since

    def now(self) -> int:
        """Return the moment of the session, in UTC milliseconds; it never goes back.

        A gap that waits to be settled is not in it yet, so that what is caught meanwhile moves no time.
        """
        set_back = self._time.set_back_ms
        now = self._time.now()
        self._tell_set_back(self._time.set_back_ms - set_back)
        return now

    def shown(self) -> tuple[Session, int]:
        """Return what to show, and at which moment: while a gap waits, as if it were left out."""
        now = self.now()
        if not self.gap_ms:
            return self.session, now
        then = now + self._time.held_ms
        return replace(self.session, state=left_out(self.state, self.gap_ms, then)), then

    def local(self, moment: int) -> datetime:
        """Return a moment of the session as local time."""
        return self._time.local(moment)

    def known(self) -> Known:
        """Return what is known of the disk."""
        return self._disk.known(len(self.session.events))

    def tick(self) -> None:
        """Look at the clock: find gaps, leave a sign of life, try again what could not be written."""
        self._time.watch()
        now = self.now()
        reading = self._clock.now()
        self._disk.tick(len(self.session.events))
        life = LIFE_SECONDS * 1_000 * self._clock.speed
        if self._signed != self._time.mapping or abs(reading - self._last_life) >= life:
            self._leave_sign()
        self._kept.writer.retry()
        if self._again is not None:
            chosen = bool(self._also) or self._again[0] == "jump_to"
            seconds = CHOSEN_AGAIN_SECONDS if chosen else AGAIN_SECONDS
            if now - self._again[2] > seconds * 1_000 * self._clock.speed:
                self._again, self._also = None, ()

    def _leave_sign(self) -> None:
        """Leave a sign of life: which time it is on the wall and in the session, and what waits to be settled."""
        now = self.now()
        self._last_life, self._signed = self._clock.now(), self._time.mapping
        self._kept.touch(now, self._time.held_ms, self._time.returned_ms)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should know of the file: damage that was found, another program that changed it."""
        while self._heard:
            self.tell(self._heard.popleft())
        return self._notices

    def tell(self, notice: str) -> None:
        """Let the person know something, until it was read."""
        self._notices = (*self._notices, notice)

    def notices_read(self) -> None:
        """Take away the notices that were shown."""
        self._notices = ()

    def _tell_set_back(self, by_ms: int) -> None:
        """Say that the clock was set back, where that moves a time of day that somebody named."""
        state = self.state
        starts = state.status == "waiting" and state.planned_start is not None
        named = starts or (state.hard_stop is not None and state.status != "ended")
        by_wall_ms = by_ms / self._clock.speed
        if by_wall_ms >= TOLD_FROM_MS and named:
            self.tell(
                f"The clock was set back by {round(by_wall_ms / 60_000)} min. Times that were named before, for the "
                "start or the end, moved back with it; “end by” names the end anew."
            )

    def _time_runs(self) -> bool:
        state = self.session.state
        return state.status == "running" and state.paused_since is None

    def ask(
        self, act: str, text: str = "", target: str = "", more: tuple[str, ...] = (), *, off: bool = False
    ) -> Outcome:
        """Do what an act asks for.

        Args:
            act: The name of an act of a session.
            text: What was typed, as typed.
            target: The id of what it is about.
            more: Further texts when a list was pasted.
            off: Keep what is caught off the record.

        Raises:
            KeyError: There is no such act.
        """
        now = self.now()
        if self.gap_ms and act in MOVES_TIME:
            return Outcome(self.session, refusal=FIRST_SETTLE)
        if act == "fit" and not self.preview and forecast.fitted(self.state, now)[0]:
            self.preview = True
            return Outcome(self.session)
        asked = Ask(
            self.state,
            self.local(now),
            text,
            more,
            target,
            sure=self._pressed_again(act, target),
            gap_ms=self.gap_ms,
            off=off,
            also=self._also if act == "undo_act" and self._pressed_again(act, target) else (),
            set_back_ms=self._time.set_back_ms,
        )
        command = COMMANDS[act](asked)
        if isinstance(command, Refusal):
            outcome = Outcome(self.session, refusal=command)
        elif act in SETTLE:
            outcome = self._settle(command, now + self._time.held_ms)
        else:
            outcome = self._decide(command, now)
        self.preview = False
        self._again, self._also = None, ()
        if outcome.refusal is not None and (outcome.refusal.again or outcome.refusal.also):
            self._again, self._also = (act, target, now), outcome.refusal.also
        return outcome

    def _settle(self, command: Command, then: int) -> Outcome:
        """Let the gap that waited pass in one step, up to `then`, and keep whether it counts."""
        outcome = self._decide(command, then, settling=True)
        if outcome.refusal is None:
            self._time.settled()
            self._leave_sign()
        return outcome

    def _pressed_again(self, act: str, target: str) -> bool:
        return self._again is not None and self._again[:2] == (act, target)

    def close_preview(self) -> bool:
        """Leave the preview of fit; say whether there was one."""
        shown, self.preview = self.preview, False
        return shown

    def do(self, command: Command) -> Outcome:
        """Decide a command that comes from no key."""
        return self._decide(command, self.now())

    def _decide(self, command: Command, now: int, *, settling: bool = False) -> Outcome:
        before = self.session
        moment = Moment(
            now=now,
            today=self.local(now + (0 if settling else self._time.held_ms)).date(),
            act=self._next_act(),
            people_named=self._named,
            items_caught=self._caught,
            seq=len(before.events),
        )
        events = decide(before, command, moment)
        if isinstance(events, Refusal):
            return Outcome(before, refusal=events)
        after = before
        for event in events:
            after = apply(after, event)
        if self.gap_ms and not settling and moves_time(before.state, after.state):
            return Outcome(before, refusal=FIRST_SETTLE)
        self.session = after
        self._count(events)
        self._kept.writer.append([to_record(event) for event in events])
        if isinstance(events[0].body, ActUndone | ActRedone):
            self._look_behind(before.state, events[0].at)
            if self._signed != self._time.mapping:
                self._leave_sign()
        return Outcome(before, events)

    def _count(self, events: Sequence[Event]) -> None:
        """Count on from all that were ever named or caught, those taken back too: no id is used twice."""
        self._named += sum(isinstance(event.body, PersonJoined) for event in events)
        self._caught += sum(isinstance(event.body, ItemCaptured) for event in events)

    def _look_behind(self, before: State, now: int) -> None:
        """Have settled what passed unseen while nothing ran, where it is to have run meanwhile after all."""
        grown = self.state.spent_ms(now) - before.spent_ms(now)
        ms = min(grown, self._time.unseen_ms)
        if before.ended_at is not None:
            # Nobody sat in a closed session: all the time since is asked about, seen or not.
            ms = grown if grown >= SILENT_GAP_MS else 0
        if ms > 0 and self._time_runs():
            self._time.went_back_into(now - grown, ms)

    def save_draft(self, text: str) -> None:
        """Keep what is being typed."""
        self._kept.save_draft(text)

    def draft(self) -> str:
        """Return what was being typed when the program ended."""
        return self._kept.draft()

    def everything_saved(self, seconds: float = 2.0) -> bool:
        """Try to write what waits, for some seconds at most; say whether everything is on the disk."""
        writer = self._kept.writer
        return writer.drain(seconds) or (writer.waiting == 0 and not self._kept.typed.is_at_stake)

    def put_by(self) -> None:
        """Put on the disk what waits, with a sign of life, because the program may never go on."""
        self._leave_sign()
        self.everything_saved()

    def let_go(self) -> bool:
        """Let go of the session, as ended or to be resumed; say whether everything is on the disk."""
        return self.finish() if self.state.status == "ended" else self.leave()

    def leave(self) -> bool:
        """Write what waits and let go of the session, which can be resumed; say whether everything is on the disk."""
        self._leave_sign()
        return self._kept.close()

    def finish(self) -> bool:
        """Let go of a session that has ended; say whether everything is on the disk."""
        state = self.state
        self._kept.update_header({"status": "ended", "ended_at": state.ended_at})
        finished = self._kept.finish()
        return self._kept.close() and finished


def _header(session_id: SessionId, start: Start, now: int) -> dict[str, JSON]:
    return {
        "id": session_id,
        "title": start.title or start.format.name,
        "format": start.format.id,
        "format_name": start.format.name,
        "series": start.series,
        "opened_at": now,
        "speed": start.speed,
        "status": "running",
        "ended_at": None,
    }
