"""Nothing is left out: every command is answered, every event folded, stored, described; nothing else is loaded."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from facilitator.engine import commands as ask
from facilitator.engine import session
from facilitator.engine.activities import RULES
from facilitator.engine.codec import KINDS, Stored, UnknownEvent, from_stored, to_stored
from facilitator.engine.commands import Command
from facilitator.engine.event_docs import page
from facilitator.engine.events import ActRedone, ActUndone, Body, Event, Rewritten, SessionStarted
from formats.model import SEGMENT_CLASSES
from formats.words import ActId
from tests.engine.builders import Desk, ritual, through_the_disk

ROOT = Path(__file__).parents[2]


def all_kinds(base: type[Any]) -> set[type[Any]]:
    """Return every class under another one that is to be found under its name."""
    below: set[type[Any]] = set(base.__subclasses__())
    below |= {kind for one in below for kind in all_kinds(one)}
    # A dataclass with slots leaves the class that it was made from behind.
    return {kind for kind in below if getattr(sys.modules[kind.__module__], kind.__name__, None) is kind}


def ours(kinds: set[type[Any]]) -> set[type[Any]]:
    return {kind for kind in kinds if kind.__module__.startswith("facilitator.")}


def test_every_activity_has_its_rules() -> None:
    assert RULES.keys() == SEGMENT_CLASSES.keys()


def test_every_command_is_answered() -> None:
    answered = set(session.DECIDERS) | {ask.Start, ask.Undo, ask.Redo, ask.UndoAct}
    assert ours(all_kinds(Command)) == answered


def test_every_event_is_folded_and_stored() -> None:
    kinds = ours(all_kinds(Body))
    assert kinds == set(session.APPLIERS) | {SessionStarted, ActUndone, ActRedone, Rewritten}
    assert {kind.__name__: kind for kind in kinds} == KINDS


def test_the_page_of_events_is_current() -> None:
    assert (ROOT / "docs" / "events.md").read_text(encoding="utf-8") == page(), (
        "run: python -m facilitator.engine.event_docs > docs/events.md"
    )
    for kind in KINDS:
        assert f"### {kind}\n" in page()


def test_the_engine_loads_no_screen_no_disk_and_no_format_reader() -> None:
    looked = (
        "import sys, facilitator.engine.session\n"
        "print([name for name in ('textual', 'rich', 'tinydb', 'yaml', 'screens', 'data') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", looked], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


# Stored and read again


def test_an_event_comes_back_as_it_was() -> None:
    desk = Desk(ritual(("cards", 5, "board"), ("round", 5, "round")), "Ana", ends_in=20)
    desk.catch("card", "[x] *done* 👩‍👩‍👧\n\u2028")
    desk.do(ask.Next())
    desk.do(ask.OffRecord())
    assert [from_stored(to_stored(event)) for event in desk.open.events] == list(desk.open.events)
    assert through_the_disk(desk.open) == desk.open


def test_what_can_not_be_read_says_which_event_and_why() -> None:
    with pytest.raises(UnknownEvent, match=r"event 7 is of the kind Teleported"):
        from_stored(Stored("x", 7, "a", 0, "Teleported", {}))
    with pytest.raises(UnknownEvent, match=r"event 7 \(TimeAdded\) can't be read at ms"):
        from_stored(Stored("x", 7, "a", 0, "TimeAdded", {"segment": "one", "ms": "many"}))


def test_a_rewriting_of_the_past_changes_nothing_in_force() -> None:
    desk = Desk(ritual(("talk", 5, "talk")))
    last = desk.open.events[-1]
    mark = Event("x", last.seq + 1, ActId("x"), last.at, Rewritten("what is off the record", 2))
    after = session.apply(desk.session, mark)
    assert (after.state, after.acts) == (desk.state, desk.open.acts)
    assert through_the_disk(after) == after
