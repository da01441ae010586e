"""One running session without a screen: decides, applies, hands to the writer, and knows what is saved."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from data.problems import SaveProblem
from data.records import JSON, Record
from facilitator.asking import COMMANDS, Ask
from facilitator.clock import Clock
from facilitator.engine import commands as ask
from facilitator.engine import forecast
from facilitator.engine.codec import Stored, UnknownEvent, from_stored, to_stored
from facilitator.engine.commands import Command, Start
from facilitator.engine.events import Event, ItemCaptured, PersonJoined
from facilitator.engine.rules import DoesNotApply, Moment, Refusal
from facilitator.engine.session import Session, apply, decide, fold
from facilitator.engine.state import State
from facilitator.known import Known
from formats.words import ActId, SessionId

if TYPE_CHECKING:
    from data.sessions import OpenSession
    from data.store import Store

GAP_SECONDS = 5
"""Two ticks further apart than this are a gap."""
BACK_SECONDS = 1
"""A clock that goes back by more than this was set back."""
SILENT_GAP_MS = 5 * 60_000
"""On resuming, a shorter gap counts without a question."""
AGAIN_SECONDS = 4
"""How long a second press of the same key means it."""
CHOSEN_AGAIN_SECONDS = 30
"""How long choosing the same row of a list again means it: the list has to be opened first."""
LIFE_SECONDS = 15
"""How often a sign of life is left."""

MOVES_TIME = frozenset(
    {
        "pause", "next", "previous", "add_minute", "take_minute", "add_five", "take_five", "fit", "jump_to",
        "next_speaker", "pass", "later", "give_floor", "end", "next_topic", "go_on_topic", "next_group_round",
    }
)  # fmt: skip
"""Acts that wait until a gap is settled, because what they mean depends on it."""


class CanNotResume(Exception):
    """A stored session can't be folded; the message says why."""


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


def to_record(event: Event) -> Record:
    """Return an event as the envelope that is written."""
    stored = to_stored(event)
    data: dict[str, JSON] = stored.data  # type: ignore[assignment]  # the codec gives what JSON can hold
    return Record(stored.id, stored.seq, stored.act, stored.at, stored.kind, data)


def session_of(records: Sequence[Record]) -> Session:
    """Fold what was written.

    Raises:
        CanNotResume: It is no session that this version can read.
    """
    try:
        return fold(
            [from_stored(Stored(one.id, one.seq, one.act, one.at, one.kind, one.data)) for one in records]
        )
    except UnknownEvent as problem:
        raise CanNotResume(f"{problem}; a newer version of facilitator may be needed") from problem
    except DoesNotApply as problem:
        raise CanNotResume(
            f"event {problem.event.seq} does not fit those before it: {problem.why}"
        ) from problem
    except ValueError as problem:
        raise CanNotResume("it has no events yet") from problem


class Conductor:
    """Runs one session.

    Attributes:
        session: The events so far and what stands after them.
        gap_ms: A gap that waits to be settled; 0 for none.
        preview: Whether fit was asked for once and shows what it would do.
        notices: What the person should know of the file: damage that was found, another program that changed it.
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
        self.gap_ms = 0
        self.preview = False
        self.notices = kept.problems
        self._kept = kept
        self._clock = clock
        self._next_act = next_act
        self._set_back_ms = 0
        self._last_tick: int | None = None
        self._last_life: int | None = None
        self._again: tuple[str, str, int] | None = None
        self._also: tuple[ActId, ...] = ()
        self._problem: SaveProblem | None = None
        self._on_news: Callable[[], None] = _nobody_listens
        kept.writer.listen(self._saved, self._failed, self._noticed)

    def listen(self, on_news: Callable[[], None]) -> None:
        """Have `on_news` called, from the writer's thread, whenever more is known of the disk."""
        self._on_news = on_news

    def _saved(self, _seq: int) -> None:
        self._problem = None
        self._on_news()

    def _noticed(self, notice: str) -> None:
        self.notices = (*self.notices, notice)
        self._on_news()

    def _failed(self, problem: "SaveProblem") -> None:
        self._problem = problem
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
        kept.writer.append([to_record(event) for event in events])
        if start.at_once or start.planned_start is None or start.planned_start <= now:
            conductor.do(ask.Next())
        return conductor

    @classmethod
    def resume(
        cls, kept: "OpenSession", clock: Clock, *, next_act: Callable[[], ActId] = new_act
    ) -> "Conductor":
        """Go on with a session from where it was, the clock included.

        Raises:
            CanNotResume: It can't be folded.
        """
        session = session_of(kept.records)
        conductor = cls(kept, session, clock, next_act=next_act)
        now = clock.now()
        last = max(session.events[-1].at, kept.last_sign_of_life or 0)
        if last > now + BACK_SECONDS * 1_000:
            conductor._set_back_ms = last - now
        gap = now - last
        if gap >= SILENT_GAP_MS and conductor._time_runs():
            conductor.gap_ms = gap
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

    def now(self) -> int:
        """Return the moment of the session, in UTC milliseconds; it never goes back."""
        return max(self._clock.now() + self._set_back_ms, self.session.events[-1].at)

    def local(self, moment: int) -> datetime:
        """Return a moment of the session as local time."""
        return self._clock.local(moment - self._set_back_ms)

    def known(self) -> Known:
        """Return what is known of the disk."""
        problem = self._problem
        return Known(
            acknowledged=self._kept.writer.acknowledged,
            events=len(self.session.events),
            problem="" if problem is None else problem.why,
            since=None if problem is None else problem.since_ms,
        )

    def tick(self) -> None:
        """Look at the clock: find gaps, leave a sign of life, try again what could not be written."""
        reading = self._clock.now()
        if self._last_tick is not None:
            self._look_for_gap(reading)
        self._last_tick = reading
        if (
            self._last_life is None
            or abs(reading - self._last_life) >= LIFE_SECONDS * 1_000 * self._clock.speed
        ):
            self._last_life = reading
            self._kept.touch()
        if self._problem is not None:
            self._kept.writer.retry()
        if self._again is not None:
            seconds = CHOSEN_AGAIN_SECONDS if self._also else AGAIN_SECONDS
            if self._wall(reading - self._again[2]) > seconds * 1_000:
                self._again, self._also = None, ()

    def _wall(self, ms: int) -> float:
        return ms / self._clock.speed

    def _look_for_gap(self, reading: int) -> None:
        passed = reading - (self._last_tick or reading)
        if self._wall(passed) < -BACK_SECONDS * 1_000:
            self._set_back_ms -= passed
            return
        if self._wall(passed) > GAP_SECONDS * 1_000 and self._time_runs():
            self.gap_ms += passed

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
        if self.gap_ms and act in MOVES_TIME:
            refusal = Refusal(
                "First say whether the time that passed unseen counts: 1 it counts, 2 leave it out."
            )
            return Outcome(self.session, refusal=refusal)
        now = self.now()
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
        )
        command = COMMANDS[act](asked)
        outcome = (
            self._decide(command)
            if not isinstance(command, Refusal)
            else Outcome(self.session, refusal=command)
        )
        self.preview = False
        self._again, self._also = None, ()
        if outcome.refusal is not None and (outcome.refusal.again or outcome.refusal.also):
            self._again, self._also = (act, target, self._clock.now()), outcome.refusal.also
        if outcome.refusal is None and act in {"gap_counts", "gap_left_out"}:
            self.gap_ms = 0
        return outcome

    def _pressed_again(self, act: str, target: str) -> bool:
        return self._again is not None and self._again[:2] == (act, target)

    def close_preview(self) -> bool:
        """Leave the preview of fit; say whether there was one."""
        shown, self.preview = self.preview, False
        return shown

    def do(self, command: Command) -> Outcome:
        """Decide a command that comes from no key."""
        return self._decide(command)

    def _decide(self, command: Command) -> Outcome:
        before = self.session
        now = self.now()
        moment = Moment(
            now=now,
            today=self.local(now).date(),
            act=self._next_act(),
            people_named=sum(isinstance(event.body, PersonJoined) for event in before.events),
            items_caught=sum(isinstance(event.body, ItemCaptured) for event in before.events),
            seq=len(before.events),
        )
        events = decide(before, command, moment)
        if isinstance(events, Refusal):
            return Outcome(before, refusal=events)
        after = before
        for event in events:
            after = apply(after, event)
        self.session = after
        self._kept.writer.append([to_record(event) for event in events])
        ended_at = before.state.ended_at
        if before.state.status == "ended" and self._time_runs() and ended_at is not None:
            # Going back into a session that was closed: the time since then is a gap like any other.
            self.gap_ms = now - ended_at if now - ended_at >= SILENT_GAP_MS else 0
        return Outcome(before, events)

    def save_draft(self, text: str) -> None:
        """Keep what is being typed."""
        self._kept.save_draft(text)

    def draft(self) -> str:
        """Return what was being typed when the program ended."""
        return self._kept.draft()

    def everything_saved(self) -> bool:
        """Try to write what waits, for two seconds at most; say whether everything is on the disk."""
        return self._kept.writer.drain(2.0)

    def leave(self) -> bool:
        """Write what waits and let go of the session, which can be resumed; say whether everything is on the disk."""
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
