"""Which acts are possible now, by name, so that a screen needs to ask no rule."""

from facilitator.engine.activities import RULES
from facilitator.engine.activities.round import keeping
from facilitator.engine.items import card_home
from facilitator.engine.session import Session
from facilitator.engine.state import State

ALWAYS = frozenset(
    {
        "park", "takeaway", "decision", "action", "resource", "level", "off_record",
        "activity", "menu", "wrap_up", "acts", "copy_notes", "copy_rich", "copy_segment", "big_clock", "cues",
        "palette", "help", "quit", "close", "undo_act", "theme", "bell", "stop", "save_elsewhere", "copy_unsaved",
    }
)  # fmt: skip
ITEMS = frozenset({"edit", "remove", "off_record_item"})
FATES = frozenset({"fate_discussed", "fate_next", "fate_assign", "fate_drop"})
OPEN = frozenset(
    {
        "next", "fit", "jump", "jump_to", "skip", "hard_stop", "in_or_out", "end",
        "insert", "move_up", "move_down", "retitle", "set_minutes", "edit_prompt",
        "duties", "facilitates", "keeps_time", "takes_notes", "presents",
    }
)  # fmt: skip
RUNNING = frozenset(
    {
        "pause", "previous", "add_minute", "take_minute", "add_five", "take_five",
        "next_speaker", "hand", "give_floor", "hands", "hand_nearer", "hand_further", "lower_hand",
    }
)  # fmt: skip


def allowed(session: Session, *, gap: bool) -> frozenset[str]:
    """Return the names of the acts that are possible now; `gap` when a gap waits to be settled."""
    state = session.state
    acts = set(ALWAYS)
    if state.items:
        acts |= ITEMS | FATES
    if len(session.acts) > 1:
        acts.add("undo")
    if session.redoable:
        acts.add("redo")
    if gap:
        acts |= {"gap_counts", "gap_left_out"}
    if state.status != "ended":
        acts |= OPEN
        if card_home(state) is not None:
            acts.add("card")
    return frozenset(acts | _while_running(state))


def _while_running(state: State) -> frozenset[str]:
    current = state.now_running
    if current is None or state.status != "running":
        return frozenset()
    own = RULES[current.spec.activity].allowed(state, current)
    if state.floor is None:
        return RUNNING | own
    fields = frozenset({"keep_field"}) if keeping(state) is not None else frozenset()
    return RUNNING | own | fields | {"pass", "later"}
