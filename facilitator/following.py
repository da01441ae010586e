"""A session that another program runs, read from the disk as it grows. Nothing here writes, and no lock is taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.files import Signature
from data.locks import Holder, this_host
from data.problems import DataError, HeldElsewhere, NoSuchSession, Owner, in_words
from data.records import Record
from data.store import Store
from facilitator.clock import Clock
from facilitator.conductor import CanNotResume, session_of, to_event
from facilitator.engine.codec import UnknownEvent
from facilitator.engine.rules import DoesNotApply
from facilitator.engine.session import Session, apply
from facilitator.engine.state import State
from facilitator.known import Known
from facilitator.notes_choices import choices_in
from facilitator.notes_desk import NotesDesk
from facilitator.presenter import wording
from facilitator.presenter.live import Presenter
from formats.text import crop
from formats.words import SessionId
from screens.views.live import NOTHING_SAID, ChoiceRow, LiveView, MessageView, QuestionView, TypingView

FOLLOWS = frozenset(
    {"big_clock", "close", "copy_notes", "copy_rich", "help", "palette", "quit", "stop", "theme"}
)
"""The acts that change nothing in a session."""
LOST_MS = 60_000
"""After four signs of life that did not come, whoever has a session may be gone."""
MESSAGE_SECONDS = 4
"""How long the foot says what came of a key."""
LONGEST_HOST = 20
"""In columns, so that the top line keeps its clock at 80."""
UNREAD = Signature(-1, -1, -1)
"""Of no file: what could not be read is read again with the next look, though it may not have changed by then."""
HINT = MessageView("You follow along: nothing is changed from here. q leaves, ? shows the keys.")


@dataclass(frozen=True, slots=True)
class Look:
    """What was found on the disk.

    Attributes:
        signature: Tells the file that was read from the next one; None where there was none.
        records: What was written, in order.
        session: What follows from it.
        holder: Who has the session.
        problem: A sentence on a file that can't be used; empty when all is well.
    """

    signature: Signature | None
    records: tuple[Record, ...]
    session: Session
    holder: Holder
    problem: str = ""


class Following:
    """Shows a session that another program has.

    Attributes:
        id: Which session.
    """

    def __init__(
        self, store: Store, clock: Clock, session_id: SessionId, wall: Callable[[], float] | None = None
    ) -> None:
        """Read it for the first time.

        Args:
            store: Where it lies.
            clock: What time it is.
            session_id: Which session.
            wall: The seconds by which messages go away; those of the clock if not given.

        Raises:
            DataError: It can't be read.
            CanNotResume: It can't be folded.
        """
        self.id = session_id
        self._store = store
        self._clock = clock
        self._wall = wall if wall is not None else lambda: clock.now() / 1_000
        self._ahead_ms = 0
        self._message = NOTHING_SAID
        self._message_until = 0.0
        self._presenter = Presenter(self.local)
        self._notes: NotesDesk | None = None
        signature = store.version(session_id)
        stored = store.read(session_id)
        session = session_of(stored.records)
        problem = " ".join(stored.problems)
        self._last = Look(signature, stored.records, session, store.holder(session_id), problem)
        self._keep_up()

    @property
    def state(self) -> State:
        """What stands in it now, as far as it was read."""
        return self._last.session.state

    @property
    def holder(self) -> Holder:
        """Who has it, as far as it was looked at."""
        return self._last.holder

    @property
    def is_free(self) -> bool:
        """Whether nobody has it, or whoever did may be gone."""
        holder = self.holder
        return holder.held is False or (holder.silent_ms is not None and holder.silent_ms > LOST_MS)

    def now(self) -> int:
        """Return the moment of the session, in UTC milliseconds; the clock of who has it may be ahead of ours."""
        return max(self._clock.now() + self._ahead_ms, self._last.session.events[-1].at)

    def local(self, moment: int) -> datetime:
        """Return a moment of the session as local time."""
        return self._clock.local(moment - self._ahead_ms)

    def look(self) -> Look:
        """Look at the disk, which may take its time; the file is read only when it is another than before."""
        last = replace(self._last, holder=self._store.holder(self.id))
        try:
            signature = self._store.version(self.id)
            if signature == last.signature:
                return last
            stored = self._store.read(self.id)
            found = replace(last, signature=signature, problem=" ".join(stored.problems))
            return _newer(found, stored.records)
        except NoSuchSession:
            why = "This session is gone from the disk."
        except (DataError, CanNotResume) as problem:
            why = str(problem)
        except OSError as error:
            why = f"The session can't be read, {in_words(error)}."
        return replace(last, signature=UNREAD, problem=f"{why} Shown is what was read before.")

    def take(self, look: Look) -> None:
        """Go on from what a look brought."""
        self._last = look
        self._keep_up()

    def _keep_up(self) -> None:
        """Go by the time of the session as it goes where it is held, which a gap or a set clock moved from ours."""
        owner = self.holder.owner
        told = owner.host == this_host() and owner.at is not None and self._clock.speed == 1
        if told and owner.at is not None:
            self._ahead_ms = owner.at - owner.last
        self._ahead_ms = max(self._ahead_ms, self._last.session.events[-1].at - self._clock.now())

    def tick(self) -> None:
        """Let what was said long enough go away."""
        if self._message is not NOTHING_SAID and self._wall() >= self._message_until:
            self._message = NOTHING_SAID

    def say(self, text: str, *, refused: bool = False) -> None:
        """Say something at the foot for a while."""
        self._message = MessageView(text, refused)
        self._message_until = self._wall() + MESSAGE_SECONDS

    def live_view(self) -> LiveView:
        """Make the view of the live screen: all that whoever has the session sees, and nothing to change it by."""
        session = self._last.session
        written = len(session.events)
        view = self._presenter.live(session, Known(written, written), self.now())
        has = "nobody has it" if self.holder.held is False else f"{who(self.holder.owner)} has it"
        return replace(
            view,
            top=replace(view.top, saved=f"following · {has}", problem=self._last.problem),
            typing=TypingView(),
            allowed=FOLLOWS,
            jumps=(),
            own=(),
            hands=(),
            duties=(),
            done=(),
            levels=(),
            cues=(),
            message=self._message if self._message is not NOTHING_SAID else HINT,
            question=self._offer() if self.is_free else None,
        )

    def _offer(self) -> QuestionView:
        holder = self.holder
        if holder.held is False:
            text = f"{_upper(who(holder.owner))} let go of this session."
        else:
            text = f"No sign of life from {who(holder.owner)} for {ago(holder.silent_ms or 0)}."
        return QuestionView(text, (ChoiceRow("take_over", "", "goes on with it here", key="enter"),))

    def notes(self) -> NotesDesk:
        """Return the notes as they stand, to be looked at; always the same, so that they are copied part by part."""
        if self._notes is None:
            choices = choices_in(self._store)
            self._notes = NotesDesk(
                lambda: self.state, self.now, self.local, can_return=False, choices=choices
            )
        self._notes.file = self._store.notes_path(self.id)
        return self._notes


def _newer(last: Look, records: tuple[Record, ...]) -> Look:
    """Go on from a file that was read, unless it is another session's or older than what was read before.

    Raises:
        CanNotResume: It can't be folded.
    """
    known = last.records
    if not records or records[0].id != known[0].id:
        return replace(
            last, problem="Another session lies in the place of this one. Shown is what was read before."
        )
    if len(records) < len(known):
        return replace(
            last,
            problem="What lies on the disk is damaged or older than what is shown; whoever has the session writes it "
            "anew.",
        )
    return replace(last, records=records, session=_gone_on(last.session, known, records))


def _gone_on(session: Session, known: Sequence[Record], records: Sequence[Record]) -> Session:
    """Apply what is new; where it does not apply, or what was known has changed, fold all, which tells why."""
    if records[: len(known)] != known:
        return session_of(records)
    try:
        for record in records[len(known) :]:
            session = apply(session, to_event(record))
    except (UnknownEvent, DoesNotApply):
        return session_of(records)
    return session


def who(owner: Owner) -> str:
    """Name who has a session in a few words."""
    if not owner.pid:
        return "another window"
    if owner.host == this_host():
        return f"process {owner.pid}"
    return crop(owner.host, LONGEST_HOST)


def ago(ms: int) -> str:
    """Write how long ago something was, in its largest unit."""
    if ms < wording.MINUTE:
        return f"{ms // wording.SECOND} s"
    if ms < 60 * wording.MINUTE:
        return f"{ms // wording.MINUTE} min"
    return f"{ms // (60 * wording.MINUTE)} h"


def told_who(store: Store, clock: Clock, held: HeldElsewhere) -> str:
    """Say who has a session, since when, and whether there is a sign of life of late."""
    owner = held.owner
    if not owner.pid:
        return "This session is open in another window."
    since = clock.local(owner.start)
    today = clock.local(clock.now()).date()
    day = "" if since.date() == today else f"{since:%d %b} ".lstrip("0")
    silent = store.holder(held.session_id).silent_ms or 0
    return (
        f"This session is open in process {owner.pid} on {owner.host} since {day}{wording.clock(since)}, "
        f"last sign of life {ago(silent)} ago."
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
