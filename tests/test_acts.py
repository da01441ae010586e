"""One act, one name: the table of acts, what the engine is asked for, and what the docs say agree."""

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from facilitator.asking import COMMANDS
from facilitator.engine.commands import End
from facilitator.presenter import allowed as rules
from facilitator.presenter.allowed import allowed
from formats.words import ActivityName
from screens import acts, offers
from screens.keys_page import page
from tests.engine.builders import Desk, ritual

ROOT = Path(__file__).parents[1]

KEYS = {
    "space": "pause",
    "n": "next",
    "b": "previous",
    "+": "add_minute",
    "=": "add_minute",
    "-": "take_minute",
    ">": "add_five",
    "<": "take_five",
    "f": "fit",
    "s": "next_speaker",
    "x": "pass",
    "l": "later",
    "i": "in_or_out",
    "h": "hand",
    "j": "jump",
    "v": "activity",
    "w": "wrap_up",
    "I": "insert",
    "H": "hands",
    "D": "duties",
    "u": "undo",
    "ctrl+r": "redo",
    "z": "big_clock",
    "?": "help",
    "q": "quit",
    "ctrl+q": "quit",
    "ctrl+z": "stop",
    "p": "park",
    "t": "takeaway",
    "d": "decision",
    "a": "action",
    "r": "resource",
    "c": "card",
    "o": "off_record",
    "O": "off_record_item",
    "e": "edit",
    "delete": "remove",
    ".": "menu",
    "g": "copy_segment",
    "y": "copy_notes",
    "Y": "copy_rich",
    "U": "acts",
    "k": "cues",
    ":": "palette",
    "ctrl+p": "palette",
    "esc": "close",
    "S": "save_elsewhere",
}
"""What people's hands know. A key that moves is a promise broken, so they stand here a second time."""


def test_each_key_does_what_hands_know() -> None:
    assert {acts.written(key): act.name for act in acts.LIVE for key in act.keys} == KEYS


def test_no_key_means_two_things() -> None:
    keys = [key for act in acts.LIVE for key in act.keys]
    assert len(keys) == len(set(keys))


def test_no_act_has_two_names_and_no_name_two_acts() -> None:
    assert len(acts.BY_NAME) == len(acts.LIVE)
    grouped = [act.name for _, group in acts.GROUPS for act in group]
    assert sorted(grouped) == sorted(acts.BY_NAME)


def test_the_engine_is_asked_for_every_act_of_a_session_and_for_no_other() -> None:
    assert {act.name for act in acts.LIVE if act.kind == "session"} == set(COMMANDS)


@pytest.mark.parametrize(
    "names",
    [
        rules.ALWAYS,
        rules.ITEMS,
        rules.FATES,
        rules.OPEN,
        rules.RUNNING,
        offers.NEEDS_A_ROW,
        acts.CAPTURE_KINDS,
    ],
)
def test_every_name_that_is_spoken_of_is_an_act(names: frozenset[str] | tuple[str, ...]) -> None:
    assert names
    assert set(names) <= set(acts.BY_NAME)


@pytest.mark.parametrize("activity", get_args(ActivityName))
def test_whatever_is_possible_in_an_activity_is_an_act(activity: ActivityName) -> None:
    desk = Desk(ritual(("hello", 5, activity), ("bye", 5, "talk")), "Ana", "Ben", "Chi")
    seen = set(allowed(desk.open, gap=True))
    desk.catch("parked", "later")
    desk.undo()
    seen |= allowed(desk.open, gap=False)
    assert "redo" in seen
    desk.do(End())
    seen |= allowed(desk.open, gap=False)
    assert seen <= set(acts.BY_NAME)


def test_every_act_is_possible_at_some_time_and_so_found_by_its_name() -> None:
    possible: set[str] = set()
    for activity in get_args(ActivityName):
        desk = Desk(ritual(("hello", 5, activity), ("bye", 5, "talk")), "Ana", "Ben", "Chi")
        possible |= allowed(desk.open, gap=True)
    named = rules.ALWAYS | rules.ITEMS | rules.FATES | rules.OPEN | rules.RUNNING
    once = {"undo", "redo", "pass", "later", "card", "keep_field"} | acts_of_activities()
    assert set(acts.BY_NAME) == possible | named | once


def acts_of_activities() -> set[str]:
    """Return what an activity alone can do, whether or not it is possible at its beginning."""
    return {act.name for act in acts.ACTIVITY}


def test_the_footer_has_a_place_for_each_act_it_shows() -> None:
    places = [act.footer for act in acts.LIVE if act.footer]
    assert len(places) == len(set(places))
    assert all(act.keys for act in acts.LIVE if act.footer)


@pytest.mark.parametrize("act", acts.LIVE, ids=lambda act: act.name)
def test_each_act_is_told_in_a_short_label_and_a_sentence(act: acts.Act) -> None:
    assert 0 < len(act.label) <= 19
    assert act.label[-1] != "."
    assert act.help.endswith(".")
    assert "!" not in act.help


def test_the_page_of_keys_is_current() -> None:
    written = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert written == page(), "python -m screens.keys_page > docs/keys.md brings it up to date"


def test_the_page_of_keys_can_be_written_by_its_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "screens.keys_page"],
        capture_output=True,
        check=True,
        timeout=60,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.stdout.decode("utf-8") == page()
