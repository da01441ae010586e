"""Every act once: its name, keys, label, help, and what it takes.

Bindings, footer, palette, help and docs follow from here.
"""

from dataclasses import dataclass
from typing import Literal

Takes = Literal["nothing", "text", "names", "person", "segment", "item", "choice"]
"""What an act needs besides its key: a line of text, names, someone, a segment, the chosen item, or one of a list."""

Kind = Literal["session", "screen"]
"""`session`: decided by the engine, can be undone. `screen`: changes only what is seen here."""


@dataclass(frozen=True, slots=True)
class Act:
    """What one key does.

    Attributes:
        name: Its one name, everywhere.
        keys: The keys as Textual names them; none for acts reached through the palette or a list at the foot.
        label: One or two words for the footer.
        help: A sentence for the help and the palette.
        takes: What it needs besides its key.
        kind: Who answers it.
        footer: Its place in the footer from the left; 0 keeps it out.
    """

    name: str
    keys: tuple[str, ...]
    label: str
    help: str
    takes: Takes = "nothing"
    kind: Kind = "session"
    footer: int = 0


TIME = (
    Act("pause", ("space",), "pause", "Pause, or resume. The boxes stand still, the day does not.", footer=1),
    Act("next", ("n",), "next", "Go on to the next segment; start a session that waits.", footer=2),
    Act("previous", ("b",), "back", "Go back to the segment before."),
    Act("add_minute", ("plus", "equals_sign"), "+1 min", "A minute more for the box that is drawn large."),
    Act("take_minute", ("minus",), "-1 min", "A minute less for the box that is drawn large."),
    Act("add_five", ("greater_than_sign",), "+5 min", "Five minutes more."),
    Act("take_five", ("less_than_sign",), "-5 min", "Five minutes less."),
    Act("fit", ("f",), "fit", "Make the rest fit into the time: once to see it, again to do it.", footer=6),
    Act("jump", ("j",), "jump", "Jump to a segment or a person.", takes="choice", kind="screen"),
    Act("jump_to", (), "jump there", "Make this segment the current one.", takes="segment"),
    Act("skip", (), "leave out", "Leave this segment out, or bring it back.", takes="segment"),
    Act(
        "insert",
        ("I",),
        "insert",
        "Put a segment or a break in next: Break 10, Lunch until 13:00.",
        takes="text",
    ),
    Act("move_up", (), "up", "Move this segment to come one place up.", takes="segment"),
    Act("move_down", (), "down", "Move this segment to come one place down.", takes="segment"),
    Act("retitle", (), "title", "Give this segment another title.", takes="segment"),
    Act(
        "set_minutes",
        (),
        "minutes",
        "Give this segment another length: 15, 1.5, 90s or 1:30.",
        takes="segment",
    ),
    Act(
        "edit_prompt",
        (),
        "prompts",
        "Change a prompt of this segment, add one, or take one away.",
        takes="segment",
    ),
    Act("hard_stop", (), "end by", "Say when the session has to end, as in 11:30.", takes="text"),
)
TURNS = (
    Act("next_speaker", ("s",), "speaker", "Hand the floor to the next speaker.", footer=3),
    Act("pass", ("x",), "pass", "Whoever has the floor passes, and is asked once more at the end."),
    Act("later", ("l",), "later", "Whoever has the floor speaks at the end of the round."),
    Act(
        "in_or_out",
        ("i",),
        "in or out",
        "A name joins, goes away or comes back; a list can be pasted.",
        takes="names",
    ),
    Act("hand", ("h",), "hand", "Put a hand up by a few letters of the name, or down again.", takes="person"),
    Act("give_floor", (), "give the floor", "Give this person the floor.", takes="person"),
    Act(
        "hands",
        ("H",),
        "hands",
        "The hands that are up: give the floor, move or lower one.",
        takes="choice",
        kind="screen",
    ),
    Act("hand_nearer", (), "sooner", "Move this hand nearer to its turn.", takes="person"),
    Act("hand_further", (), "not yet", "Move this hand further from its turn.", takes="person"),
    Act("lower_hand", (), "lower the hand", "Take this hand down.", takes="person"),
    Act(
        "duties",
        ("D",),
        "duties",
        "Say who facilitates, keeps time, takes notes or presents.",
        takes="choice",
        kind="screen",
    ),
    Act("facilitates", (), "facilitator", "Someone facilitates from here on.", takes="person"),
    Act("keeps_time", (), "timekeeper", "Someone keeps time, or gives that back.", takes="person"),
    Act("takes_notes", (), "note-taker", "Someone takes notes, or gives that back.", takes="person"),
    Act("presents", (), "presenter", "Someone presents in this talk, or no longer.", takes="person"),
)
CAPTURES = (
    Act("park", ("p",), "park", "Park a tangent, to come back to it.", takes="text", footer=4),
    Act("takeaway", ("t",), "takeaway", "Keep a takeaway.", takes="text", footer=5),
    Act("decision", ("d",), "decision", "Keep a decision.", takes="text"),
    Act(
        "action",
        ("a",),
        "action",
        "Keep an action; @name and due fri at its end are understood.",
        takes="text",
    ),
    Act("resource", ("r",), "resource", "Keep a link or a title.", takes="text"),
    Act("card", ("c",), "card", "Put a card on the board, or a topic on the list.", takes="text"),
    Act("edit", ("e",), "edit", "Edit the chosen item.", takes="item"),
    Act("remove", ("delete",), "remove", "Take the chosen item away.", takes="item"),
    Act("off_record", ("o",), "off the record", "Put all that follows off the record, or back on it."),
    Act(
        "off_record_item",
        ("O",),
        "item off the record",
        "Put the chosen item off the record, or back.",
        takes="item",
    ),
    Act("fate_discussed", (), "discussed", "This parked item was discussed.", takes="item"),
    Act("fate_next", (), "next session", "This parked item goes to the next session.", takes="item"),
    Act("fate_assign", (), "assign", "Someone takes this parked item on.", takes="item"),
    Act("fate_drop", (), "drop", "This parked item is dropped.", takes="item"),
)
ACTIVITY = (
    Act("reveal", (), "reveal", "Show the cards that were written silently."),
    Act("count_votes", (), "votes", "Type how many votes the chosen card has.", takes="item"),
    Act("move_card", (), "move", "Move the chosen card to the next column.", takes="item"),
    Act(
        "merge_card", (), "merge", "Put the chosen card under another; type that one's number.", takes="item"
    ),
    Act("card_action", (), "make it an action", "Make an action from the chosen card.", takes="item"),
    Act(
        "keep_field", (), "keep", "Keep what the speaker says under one of the round's fields.", takes="text"
    ),
    Act("take_role", (), "sign up", "Someone takes a role on, or gives it back.", takes="person"),
    Act("count_hands", (), "count hands", "Type how many hands are up for a choice.", takes="text"),
    Act("next_topic", (), "next topic", "Take the topic with the most votes."),
    Act("go_on_topic", (), "go on", "Thumbs up: a little more time for this topic."),
    Act("next_group_round", (), "next round", "Roles and groups change."),
    Act("redraw_groups", (), "draw again", "Draw the groups anew."),
)
HISTORY = (
    Act("undo", ("u",), "undo", "Take back the newest act."),
    Act("redo", ("ctrl+r",), "redo", "Do again what was taken back."),
    Act("undo_act", (), "take back", "Take back one of the last acts.", takes="choice"),
)
SETTINGS = (
    Act(
        "level",
        (),
        "what notes say",
        "Say what the notes may say of people: open, names or room.",
        takes="choice",
    ),
    Act("gap_counts", (), "count the gap", "The time that passed unseen counts."),
    Act("gap_left_out", (), "leave the gap out", "The time that passed unseen does not count."),
    Act("end", (), "close the session", "Close the session and make the notes."),
    Act(
        "save_elsewhere",
        ("S",),
        "save elsewhere",
        "Save the whole session to another folder too; the copy is renewed while the disk fails.",
        takes="text",
        kind="screen",
    ),
    Act(
        "copy_unsaved",
        (),
        "copy the unsaved",
        "Copy what is not on the disk yet, as text.",
        kind="screen",
    ),
)
VIEW = (
    Act(
        "activity",
        ("v",),
        "more",
        "What this activity can do, named at the foot.",
        takes="choice",
        kind="screen",
    ),
    Act(
        "menu",
        ("full_stop",),
        "this one",
        "All that can be done with what is chosen.",
        takes="choice",
        kind="screen",
    ),
    Act("wrap_up", ("w",), "wrap-up", "Open the wrap-up, or leave it.", kind="screen"),
    Act(
        "acts",
        ("U",),
        "last acts",
        "The last 20 acts, any of which may be taken back.",
        takes="choice",
        kind="screen",
    ),
    Act(
        "copy_notes",
        ("y",),
        "copy notes",
        "Copy the notes as they stand; long ones part by part.",
        kind="screen",
    ),
    Act(
        "copy_rich",
        ("Y",),
        "copy formatted",
        "Copy the notes with headings and lists, for a page or a mail.",
        kind="screen",
    ),
    Act(
        "copy_segment",
        ("g",),
        "copy prompts",
        "Copy this segment's prompts, order or groups for the chat, in the dialect used last.",
        kind="screen",
    ),
    Act("big_clock", ("z",), "clock only", "Show the clock alone, and back.", kind="screen"),
    Act("cues", ("k",), "cues", "Show your cues for ten seconds; the room will see them.", kind="screen"),
    Act(
        "palette",
        ("colon", "ctrl+p"),
        "every act",
        "Find any act by its name.",
        takes="choice",
        kind="screen",
    ),
    Act("help", ("question_mark",), "keys", "All keys, at the foot.", kind="screen", footer=9),
    Act(
        "quit",
        ("q", "ctrl+q"),
        "leave",
        "Leave; time runs on, and the session can be resumed.",
        kind="screen",
    ),
    Act(
        "stop",
        ("ctrl+z",),
        "to the shell",
        "Go to the shell for a while; fg comes back, time runs on.",
        kind="screen",
    ),
    Act(
        "bell", (), "bell", "Ring on the last words of a segment and at its end, or no longer.", kind="screen"
    ),
    Act("theme", (), "light or dark", "Draw dark on light, or light on dark.", kind="screen"),
    Act("close", ("escape",), "close", "Close what is open and keep the draft.", kind="screen"),
)

LIVE: tuple[Act, ...] = (*TIME, *TURNS, *CAPTURES, *ACTIVITY, *HISTORY, *SETTINGS, *VIEW)
"""Every act of a live session, grouped as the help shows them."""

GROUPS: tuple[tuple[str, tuple[Act, ...]], ...] = (
    ("Time", TIME),
    ("Turns", TURNS),
    ("What was said", CAPTURES),
    ("The activity", ACTIVITY),
    ("Taking back", HISTORY),
    ("The session", SETTINGS),
    ("The screen", VIEW),
)
"""The acts under the headings of the help."""

BY_NAME: dict[str, Act] = {act.name: act for act in LIVE}
"""Every act by its name."""

CAPTURE_KINDS: tuple[str, ...] = ("park", "takeaway", "decision", "action", "resource", "card")
"""The acts between which up and down change in an open line."""

KEY_NAMES: dict[str, str] = {
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "full_stop": ".",
    "question_mark": "?",
    "colon": ":",
    "escape": "esc",
}
"""How keys are written for people where Textual's name differs."""


def written(key: str) -> str:
    """Return a key as people read it."""
    return KEY_NAMES.get(key, key)
