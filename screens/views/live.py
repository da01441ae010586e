"""What the live screen and the wrap-up draw: frozen parts, each remade only when what it shows changed."""

from dataclasses import dataclass
from typing import Literal

from formats.words import Phase

Mark = Literal["", "…", "!"]
"""Before an item: nothing when it is on the disk, `…` on its way there, `!` when it could not be saved."""


@dataclass(frozen=True, slots=True)
class TopView:
    """The line at the top.

    Attributes:
        clock: The time of day.
        ends: When the session will end, in words.
        drift: How far that is from the plan, in words.
        late: Whether that is late.
        saved: What is known of the disk, in a word or two.
        saved_mark: `saved`, `saving` or `failed`.
        problem: Why it can't be saved, a sentence; empty when all is well.
        level: What the notes say of people.
        level_short: The same in fewer words, where it has to be seen however little room there is.
    """

    title: str
    series: str
    clock: str
    ends: str
    drift: str
    late: bool
    saved: str
    saved_mark: Literal["saved", "saving", "failed"]
    problem: str = ""
    level: str = ""
    level_short: str = ""
    off_record: bool = False
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class ClockView:
    """The countdown.

    Attributes:
        text: Minutes and seconds, with `+` when over.
        words: What they mean: `left of 20 min`, `over`, `paused 0:40`.
        room: What the room reads: left, nearly time, last words, over.
        spent: How much of the box is spent, 0 to 1.
        hollow: Drawn hollow, because it stands still.
        flash: The frame is lit.
    """

    text: str
    words: str
    room: str
    phase: Phase
    spent: float
    hollow: bool = False
    flash: bool = False


@dataclass(frozen=True, slots=True)
class SegmentView:
    """What we are doing: title, place in the agenda, prompts for the room."""

    title: str
    place: str
    activity: str
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A segment in the agenda; planned and spent in minutes as text, `fitted` the plan that fit would give.

    Attributes:
        length: Its plan as it can be typed again.
        prompts: What the room is asked in it, for editing.
        talk: Whether it has presenters.
    """

    id: str
    title: str
    sign: Literal["✓", "▶", "·", "-"]
    planned: str
    spent: str
    protected: bool
    starts: str = ""
    fitted: str = ""
    length: str = ""
    prompts: tuple[str, ...] = ()
    talk: bool = False


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The agenda; `note` says what a previewed fit does and what can't be won."""

    rows: tuple[AgendaRow, ...]
    note: str = ""
    clock_times: bool = False


@dataclass(frozen=True, slots=True)
class FloorView:
    """Who speaks, who is next.

    Attributes:
        speaker: Empty when nobody has the floor.
        turn: `1:12 of 2:30`; empty for an open end and when it is over.
        time: The turn's box is over.
        following: Who is next, two at most.
        coming: Who is still to come after that, in a round; before the start, who is here.
        here: The session waits for its start, and `coming` are those who are here.
        hands: Who wants to speak, in a discussion.
        missing: Who was not introduced yet.
        note: What no longer fits, or how to add people.
    """

    speaker: str = ""
    turn: str = ""
    time: bool = False
    following: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    hands: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in a list; what may not be seen has dots for its text.

    Attributes:
        tail: Who, until when, or what became of it.
        fate: The fate of a parked item, for the wrap-up.
        number: The number of a card; 0 without one.
        typed: How it can be typed again, owner and date included; empty when it may not be seen.
    """

    id: str
    text: str
    tail: str = ""
    mark: Mark = ""
    fate: str = ""
    number: int = 0
    votes: int = 0
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ListView:
    """A list of items of one kind, in the order of capture."""

    kind: str
    heading: str
    rows: tuple[ItemRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a board."""

    title: str
    cards: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """A board: its columns; hidden while people write silently."""

    columns: tuple[ColumnView, ...]
    hidden: bool = False
    votes: bool = False


@dataclass(frozen=True, slots=True)
class LinesView:
    """What an activity shows in lines: a label, what stands there, and a number to press where there is one.

    Used by rounds that keep fields, sign-ups, polls, topics and groups. `newest`: where there is not room for all
    lines and none is on now, the last ones are seen.
    """

    heading: str
    rows: tuple["LineRow", ...]
    note: str = ""
    newest: bool = False


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an activity; `strong` for the one that is on now."""

    label: str
    text: str
    strong: bool = False
    id: str = ""


ActivityView = BoardView | LinesView | None


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """Something that can be chosen at the foot: which act it asks for, about what, and what the line reads.

    Attributes:
        key: The key that chooses it at once; empty without one.
        prompt: When it needs a line of text, what that line is called; empty when it acts at once.
        draft: What stands in that line at first.
    """

    act: str
    target: str
    label: str
    detail: str = ""
    key: str = ""
    prompt: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """What the last act did, or why it did not; `again`: the same key once more means it."""

    text: str = ""
    refused: bool = False


NOTHING_SAID = MessageView()


@dataclass(frozen=True, slots=True)
class TypingView:
    """What the open line needs to know: names to complete, columns for cards, whether it is drawn as dots.

    `cards`: there is a board or a list of topics that a card can go to.
    """

    names: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cards: bool = False
    secret: bool = False
    secret_cards: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question that the screen asks and two keys that answer it, without hiding anything."""

    text: str
    answers: tuple[ChoiceRow, ...]


@dataclass(frozen=True, slots=True)
class LiveView:
    """All that the live screen shows.

    Attributes:
        jumps: Segments and people to jump to.
        own: What the activity can do now.
        hands: The hands that are up, and what can be done with each.
        duties: The duties, and who has them.
        done: The last acts, newest first.
        levels: What the notes may say of people.
        cues: The facilitator's own; there only for the few seconds in which they are to be seen.
        allowed: The names of the acts that are possible now.
        last: Whether this is the last segment, after which the wrap-up comes.
        preview: Whether the agenda shows what fit would do.
    """

    top: TopView
    clock: ClockView
    segment: SegmentView
    agenda: AgendaView
    floor: FloorView
    lists: tuple[ListView, ...]
    activity: ActivityView
    typing: TypingView
    allowed: frozenset[str]
    jumps: tuple[ChoiceRow, ...] = ()
    own: tuple[ChoiceRow, ...] = ()
    hands: tuple[ChoiceRow, ...] = ()
    duties: tuple[ChoiceRow, ...] = ()
    done: tuple[ChoiceRow, ...] = ()
    levels: tuple[ChoiceRow, ...] = ()
    cues: tuple[str, ...] = ()
    message: MessageView = NOTHING_SAID
    question: QuestionView | None = None
    waiting: bool = False
    last: bool = False
    preview: bool = False
