"""What is offered in a list at the foot: every act, those of the activity, those of what is chosen."""

from dataclasses import replace

from screens import acts
from screens.choosing import Choice
from screens.views.live import ChoiceRow, LiveView

BOARD_ACTS = ("count_votes", "move_card", "merge_card", "card_action")
FATE_ACTS = ("fate_discussed", "fate_next", "fate_assign", "fate_drop")
ITEM_ACTS = ("edit", "remove", "off_record_item")
NEEDS_A_ROW = frozenset(
    {
        "palette", "close", "undo_act", "jump_to", "give_floor", "take_role", "count_hands", "keep_field",
        "move_up", "move_down", "retitle", "set_minutes", "edit_prompt", "presents",
        "hand_nearer", "hand_further", "lower_hand",
    }
)  # fmt: skip
"""Acts that make sense only from a row that says what they are about."""


def own_acts(view: LiveView, choice: Choice) -> tuple[ChoiceRow, ...]:
    """Offer what the activity can do: its own rows, then its other acts."""
    named = {row.act for row in view.own}
    more = [act for act in acts.ACTIVITY if act.name in view.allowed and act.name not in named]
    return (
        *view.own,
        *(
            ChoiceRow(act.name, choice.id if act.name in BOARD_ACTS else "", act.label, act.help)
            for act in more
            if act.name not in BOARD_ACTS or choice.region == "cards"
        ),
    )


def menu(view: LiveView, choice: Choice) -> tuple[ChoiceRow, ...]:
    """Offer what can be done with what is chosen; with nothing chosen, everything."""
    if choice.region == "agenda":
        return segment_menu(view, choice.id)
    if choice.region == "cards":
        names: tuple[str, ...] = (*BOARD_ACTS, *ITEM_ACTS)
    elif choice.region == "parked":
        names = (*FATE_ACTS, *ITEM_ACTS)
    elif choice.id:
        names = ITEM_ACTS
    else:
        return palette(view.allowed)
    return tuple(
        ChoiceRow(name, choice.id, acts.BY_NAME[name].label, acts.BY_NAME[name].help, key=str(place))
        for place, name in enumerate((name for name in names if name in view.allowed), start=1)
    )


def segment_menu(view: LiveView, id: str) -> tuple[ChoiceRow, ...]:
    """Offer what can be done with a segment of the agenda."""
    row = next((one for one in view.agenda.rows if one.id == id), None)
    if row is None:
        return ()
    offered = [
        _offer("jump_to", id),
        _offer("skip", id),
        _offer("move_up", id),
        _offer("move_down", id),
        _offer("set_minutes", id, prompt="minutes", draft=row.length),
        _offer("retitle", id, prompt="title", draft=row.title),
        _offer("insert", id, label="insert after", prompt="insert after it"),
    ]
    if row.talk:
        offered.append(_offer("presents", id, prompt="who presents"))
    for place, prompt in enumerate(row.prompts):
        offered.append(_offer("edit_prompt", f"{id} {place}", label=prompt, prompt="prompt", draft=prompt))
    offered.append(
        _offer("edit_prompt", f"{id} {len(row.prompts)}", label="add a prompt", prompt="one more prompt")
    )
    possible = (one for one in offered if one.act in view.allowed)
    return tuple(
        replace(one, key=str(place)[-1] if place <= 10 else "") for place, one in enumerate(possible, start=1)
    )


def _offer(act: str, target: str, *, label: str = "", prompt: str = "", draft: str = "") -> ChoiceRow:
    known = acts.BY_NAME[act]
    return ChoiceRow(act, target, label or known.label, known.help, prompt=prompt, draft=draft)


def palette(allowed: frozenset[str]) -> tuple[ChoiceRow, ...]:
    """Offer every act that is possible, by name."""
    return tuple(
        ChoiceRow(
            act.name, "", act.label, f"{' '.join(acts.written(key) for key in act.keys[:1]):<7}{act.help}"
        )
        for act in acts.LIVE
        if act.name in allowed and act.name not in NEEDS_A_ROW
    )
