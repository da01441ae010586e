"""State and moment to the frozen views that the live screen and the wrap-up draw.

A part is made again only when what it rests on is another object, so that equal parts draw nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from facilitator.engine import forecast
from facilitator.engine.items import board_hidden, board_root, card_home, columns
from facilitator.engine.session import Session
from facilitator.engine.state import State
from facilitator.known import Known
from facilitator.presenter import agenda, choices, clock, floor, lists, wording
from facilitator.presenter.activities import SHOWN
from facilitator.presenter.allowed import allowed
from facilitator.presenter.nudge import nudge
from facilitator.presenter.shape import Local
from formats.durations import write_drift
from screens.views.live import (
    NOTHING_SAID,
    ActivityView,
    ChoiceRow,
    ListView,
    LiveView,
    MessageView,
    QuestionView,
    TypingView,
)
from screens.views.wrapup import SpentRow, WrapUpView

Part = TypeVar("Part")


class Presenter:
    """Makes views of one session and remembers the parts it made."""

    def __init__(self, local: Local) -> None:
        """Write moments as `local` gives them."""
        self._local = local
        self._parts: dict[str, tuple[tuple[object, ...], object]] = {}
        self._made_lists = lists.Lists()

    def _part(self, name: str, rests_on: tuple[object, ...], make: Callable[[], Part]) -> Part:
        """Return a part as made before while it rests on the same objects, else make it again."""
        before = self._parts.get(name)
        if before is not None and all(_same(a, b) for a, b in zip(before[0], rests_on, strict=True)):
            return before[1]  # type: ignore[return-value]  # what was made under this name by the same maker
        made = make()
        if before is not None and before[1] == made:
            made = before[1]
        self._parts[name] = (rests_on, made)
        return made

    def live(
        self,
        session: Session,
        known: Known,
        now: int,
        *,
        message: MessageView = NOTHING_SAID,
        preview: bool = False,
        cues: bool = False,
        gap_ms: int = 0,
        gap_since: int = 0,
    ) -> LiveView:
        """Make the view of the live screen.

        Args:
            session: What to show.
            known: What is known of the disk.
            now: The moment, in UTC milliseconds.
            message: What the last act did.
            preview: Whether the agenda shows what fit would do.
            cues: Whether the room may see the facilitator's cues.
            gap_ms: A gap that waits to be settled; 0 for none.
            gap_since: The moment at which it began, in UTC milliseconds.
        """
        state = session.state
        current = state.now_running
        second = now // 1_000
        return LiveView(
            top=self._part("top", (state, known, second), lambda: clock.top(state, known, now, self._local)),
            clock=self._part("clock", (state, now), lambda: clock.countdown(state, now)),
            segment=self._part("segment", (state.current, state.segments), lambda: agenda.segment(state)),
            agenda=self._part(
                "agenda",
                (state.segments, state.status, _minutes(state, now), second if preview else 0, preview),
                lambda: agenda.agenda(state, now, self._local, preview=preview),
            ),
            floor=self._part("floor", (state, now), lambda: floor.floor(state, now)),
            lists=self._lists(state, known),
            activity=self._activity(state, known, now),
            typing=self._part("typing", (state,), lambda: typing(state)),
            allowed=self._part("allowed", (session, gap_ms), lambda: allowed(session, gap=gap_ms > 0)),
            jumps=self._part("jumps", (state,), lambda: choices.jumps(state)),
            own=self._part("own", (state,), lambda: own(state)),
            hands=self._part("hands", (state,), lambda: choices.hands(state, now)),
            duties=self._part("duties", (state,), lambda: choices.duties(state)),
            done=self._part("done", (session,), lambda: choices.last_acts(session, self._local)),
            levels=self._part("levels", (state.level,), lambda: choices.levels(state)),
            cues=current.spec.cues if cues and current is not None else (),
            message=message if message.text else self._nudge(state, now),
            question=_gap_question(gap_ms, self._local(gap_since), self._local(now)) if gap_ms > 0 else None,
            waiting=state.status == "waiting",
            last=current is not None and next(state.to_come(), None) is None,
            preview=preview,
        )

    def wrap_up(
        self,
        session: Session,
        known: Known,
        now: int,
        *,
        message: MessageView = NOTHING_SAID,
        gap_ms: int = 0,
        gap_since: int = 0,
    ) -> WrapUpView:
        """Make the view of the wrap-up."""
        state = session.state
        every = self._lists(state, known)
        return WrapUpView(
            top=self._part(
                "top", (state, known, now // 1_000), lambda: clock.top(state, known, now, self._local)
            ),
            clock=self._part("clock", (state, now), lambda: clock.countdown(state, now)),
            parked=every[0],
            lists=every[1:],
            spent=self._part("spent", (state.segments, now // wording.SECOND), lambda: _spent(state, now)),
            undecided=sum(1 for row in every[0].rows if not row.fate),
            typing=self._part("typing", (state,), lambda: typing(state)),
            message=message,
            question=_gap_question(gap_ms, self._local(gap_since), self._local(now)) if gap_ms > 0 else None,
        )

    def _nudge(self, state: State, now: int) -> MessageView:
        return self._part("nudge", (state, now // wording.SECOND), lambda: nudge(state, now))

    def _lists(self, state: State, known: Known) -> tuple[ListView, ...]:
        before = self._parts.get("lists")
        made = self._part(
            "lists",
            (state.items, state.people, state.activities, known.acknowledged, known.problem),
            lambda: self._made_lists.make(state, known),
        )
        if before is None or before[1] is made:
            return made
        # A list that did not change stays the same object even when another one did.
        old: tuple[ListView, ...] = before[1]  # type: ignore[assignment]  # made by the line above, earlier
        kept = tuple(a if a == b else b for a, b in zip(old, made, strict=True))
        self._parts["lists"] = (self._parts["lists"][0], kept)
        return kept

    def _activity(self, state: State, known: Known, now: int) -> ActivityView:
        current = state.now_running
        if current is None:
            return None
        shown = SHOWN[current.spec.activity]
        rests_on = (state, known.acknowledged, known.problem, now if shown.moves else 0)
        return self._part(
            "activity",
            rests_on,
            lambda: lists.marked(shown.view(state, current, now, self._local), state, known),
        )


def _minutes(state: State, now: int) -> int:
    """Return the minutes by which the agenda changes: those spent on what runs, of the wall while it waits."""
    current = state.now_running
    return (now if current is None else current.box.spent(now)) // wording.MINUTE


def _same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, int | str | Known) and one == other)


def typing(state: State) -> TypingView:
    """Make what an open line needs to know."""
    home = card_home(state)
    root = None if home is None else board_root(state, home)
    return TypingView(
        names=tuple(person.name for person in state.people.values()),
        columns=() if root is None else columns(state, root),
        cards=root is not None,
        secret=state.off_record,
        secret_cards=root is not None and board_hidden(state, root),
    )


def own(state: State) -> tuple[ChoiceRow, ...]:
    """Offer what the activity of the current segment can do."""
    current = state.now_running
    if current is None or state.status == "ended":
        return ()
    rows = SHOWN[current.spec.activity].own(state, current)
    if state.floor is None or state.floor.of == current.id:
        return rows
    # An introduction is caught up inside another segment: what the speaker says is kept there too.
    fields = SHOWN["round"].own(state, current)
    taken = {row.key for row in fields}
    return (*fields, *(replace(row, key="") if row.key in taken else row for row in rows))


def _gap_question(gap_ms: int, since: datetime, now: datetime) -> QuestionView:
    return QuestionView(
        # The answers get a line of their own on a screen of 80 columns.
        f"{wording.away(gap_ms)} passed unseen since {wording.moment(since, now)} "
        "(asleep, closed, or the clock was set).\n",
        (
            ChoiceRow("gap_counts", "", "it counts as spent", key="1"),
            ChoiceRow("gap_left_out", "", "leave it out: the box goes on from where it was", key="2"),
        ),
    )


def _spent(state: State, now: int) -> tuple[SpentRow, ...]:
    """Make a row for each segment, one for all together, and one for how late or early it began."""
    rows = [
        SpentRow(
            segment.spec.title,
            wording.plan(segment.planned_ms),
            wording.spent(segment.box.spent(now)) if segment.entered else "not reached",
        )
        for segment in state.segments
    ]
    planned = sum(segment.planned_ms for segment in state.segments)
    spent = sum(segment.box.spent(now) for segment in state.segments)
    rows.append(SpentRow("Together", wording.plan(planned), wording.spent(spent)))
    late = forecast.started_late(state)
    if late is not None:
        rows.append(SpentRow(f"Started {write_drift(late)}", "", ""))
    return tuple(rows)
