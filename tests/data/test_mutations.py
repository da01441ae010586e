"""Ten thousand broken session files: none is taken for what it is not, and none costs much."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Literal

import pytest

from data.imports import DEEPEST, LARGEST, MOST_RECORDS, read_brought
from data.problems import NewerSchema, NotBroughtIn
from data.records import JSON
from data.versions import encode, kept
from facilitator import cli
from facilitator.clock import WallClock
from facilitator.conductor import CanNotResume
from facilitator.soundness import sound_session
from formats.text import is_clean
from tests.cli.held import Shelf
from tests.data.mutated_sessions import mutated_sessions
from tests.mutants import GENERAL, mutants, unburdened

MOST_SECONDS = 0.2
"""What a broken file may cost, in seconds of one processor."""
MOST_BYTES = 100_000_000

RITUALS = ("kickoff", "lean-coffee", "pulse-check", "one-two-four-all", "quarterly-retro")
ACTS = (
    *(
        ("park", "travel"),
        ("takeaway", "listen"),
        ("action", "book @Ana due fri"),
        ("next", ""),
        ("next_speaker", ""),
    ),
    *(("pass", ""), ("card", "one"), ("card", "two"), ("next", ""), ("next_speaker", ""), ("off_record", "")),
    *(
        ("takeaway", "between us"),
        ("off_record", ""),
        ("undo", ""),
        ("redo", ""),
        ("pause", ""),
        ("pause", ""),
    ),
    *(
        ("add_minute", ""),
        ("next", ""),
        ("next_speaker", ""),
        ("decision", "yes"),
        ("next", ""),
        ("undo", ""),
    ),
)

Fate = Literal["brought in", "unusable", "refused"]


def good_sessions(root: Path) -> list[bytes]:
    """Hold a session of each of some rituals, in which a little of everything happens."""
    shelf = Shelf(root)
    files = []
    for ritual in RITUALS:
        conductor = shelf.begun(ritual, "Ana, Ben, Chi, Dee")
        for act, text in ACTS:
            conductor.ask(act, text)
            shelf.clock.wait(1)
        conductor.leave()
        files.append(shelf.path(conductor.id).read_bytes())
    return files


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return good_sessions(tmp_path_factory.mktemp("good"))


def fate(path: Path) -> Fate:
    """Read a file as an import does, up to the moment at which it would be written."""
    try:
        brought = read_brought(path)
        session = sound_session(brought.records, WallClock())
    except (NotBroughtIn, NewerSchema) as refusal:
        told = str(refusal)
    except CanNotResume:
        return "unusable"
    else:
        assert is_clean(session.state.title)
        return "brought in"
    assert told.startswith(str(path))
    assert "\n" not in told.removeprefix(str(path))
    assert len(told) < 1_000 + len(str(path))
    return "refused"


def run(path: Path, files: list[bytes], count: int, seed: int) -> tuple[dict[Fate, int], float]:
    """Read broken files of both kinds; give how many met which fate, and the dearest, in seconds."""
    met: dict[Fate, int] = {"brought in": 0, "unusable": 0, "refused": 0}
    dearest = 0.0
    for broken in (mutants(files, GENERAL, count, seed), mutated_sessions(files, count, seed)):
        for raw in broken:
            path.write_bytes(raw)
            began = time.process_time()
            met[fate(path)] += 1
            dearest = max(dearest, time.process_time() - began)
    return met, dearest


def test_broken_sessions_are_refused_or_can_be_used(good: list[bytes], tmp_path: Path) -> None:
    met, _ = run(tmp_path / "broken.json", good, 150, seed=1)
    assert all(met.values()), met


@pytest.mark.torture
def test_ten_thousand_broken_sessions(good: list[bytes], tmp_path: Path) -> None:
    with unburdened():
        met, dearest = run(tmp_path / "broken.json", good, 5_000, seed=2)
    assert sum(met.values()) == 10_000
    assert dearest < MOST_SECONDS, met


def test_good_sessions_are_brought_in(good: list[bytes], tmp_path: Path) -> None:
    for raw in good:
        (tmp_path / "good.json").write_bytes(raw)
        assert fate(tmp_path / "good.json") == "brought in"


HARMFUL = {
    "deep lists": b"[" * LARGEST,
    "deep pairs": b'{"_meta":' * (LARGEST // 10),
    "sixty deep": b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
    "lists": b"[" + b"[]," * (LARGEST // 4) + b"[]]",
    "pairs": b"[" + b"{}," * (LARGEST // 4) + b"{}]",
    "numbers": b"[" + b"1," * (LARGEST // 3) + b"1]",
    "a number": b'{"_meta": ' + b"9" * (LARGEST - 20) + b"}",
    "a large number": b'{"_meta": 1e999999999}',
    "an open text": b'{"_meta": "' + b'\\"' * (LARGEST // 2 - 20),
    "an open text of marks": b'"' * LARGEST,
    "escapes": b'{"_meta": "' + b"\\ud800" * (LARGEST // 6 - 10) + b'"}',
    "one key again": b'{"_meta":1' + b',"_meta":1' * (LARGEST // 12) + b"}",
    "zeros": bytes(LARGEST),
    "blanks": b" " * LARGEST,
    "no text": b"\xff" * LARGEST,
    "too large": b"{" + b" " * LARGEST,
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_file_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "harmful.json"
    path.write_bytes(HARMFUL[name])
    assert fate(path) == "refused"


@pytest.mark.torture
@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_file_costs_a_fifth_of_a_second_at_most(name: str, tmp_path: Path) -> None:
    path = tmp_path / "harmful.json"
    path.write_bytes(HARMFUL[name])
    times = []
    for _ in range(3):
        began = time.process_time()
        fate(path)
        times.append(time.process_time() - began)
    assert min(times) < MOST_SECONDS


@pytest.mark.torture
def test_a_harmful_file_costs_no_more_than_a_large_honest_one(good: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_bytes(grown(good[0]))
    honest = seconds_of(path)
    for name, raw in {**HARMFUL, "a crowd": crowd()}.items():
        path.write_bytes(raw)
        assert any(seconds_of(path) < 2 * honest for _ in range(3)), name


def grown(raw: bytes) -> bytes:
    """Let a session grow to some three thousand events."""
    content = json.loads(raw)
    events = content["events"]
    model = next(event for event in events.values() if event["kind"] == "ItemCaptured")
    last = events[str(len(events))]
    for number in range(len(events) + 1, 3_001):
        data = {**model["data"], "item": f"i{number}", "text": f"a thought of some length, number {number}"}
        events[str(number)] = {**model, "id": f"g{number}", "seq": number, "act": f"g{number}", "data": data}
        events[str(number)]["at"] = last["at"]
    tables = {name: {n: kept(one) for n, one in content[name].items()} for name in ("session", "events")}
    return encode(tables, writes=1)


def crowd() -> bytes:
    """Give as many events as may come, of which the first is wrong already."""
    event: dict[str, JSON] = {"act": "a", "at": 1, "kind": "Paused", "data": {}}
    events = {str(n): kept({"id": f"e{n}", "seq": n, **event}) for n in range(1, MOST_RECORDS + 1)}
    return encode({"session": {"1": kept({"title": "x"})}, "events": events}, writes=1)


def seconds_of(path: Path) -> float:
    began = time.process_time()
    fate(path)
    return time.process_time() - began


MEASURE = """
import sys
from pathlib import Path

from tests.data.test_mutations import HARMFUL, fate, good_sessions, run
from tests.peak import peak_bytes

folder = Path(sys.argv[1])
good = good_sessions(folder / "good")
path = folder / "broken.json"
run(path, good, 20, seed=3)
before = peak_bytes()
for raw in HARMFUL.values():
    path.write_bytes(raw)
    fate(path)
run(path, good, int(sys.argv[2]), seed=4)
print(peak_bytes() - before)
"""
"""What runs aside, to see by how much a process grows at most over all of it."""


@pytest.mark.torture
@pytest.mark.skipif(os.name != "posix", reason="Windows does not say how much a process took")
def test_no_file_takes_more_than_a_hundred_megabytes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path), "500"],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
        cwd=Path(__file__).parents[2],
    )
    assert int(done.stdout) < MOST_BYTES


def test_the_command_line_tells_it_in_a_line_and_writes_nothing(
    good: list[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, root = tmp_path / "broken.json", tmp_path / "kept"
    broken = [*mutants(good, GENERAL, 10, seed=5), *mutated_sessions(good, 20, seed=5), HARMFUL["deep lists"]]
    for raw in broken:
        path.write_bytes(raw)
        wanted = 0 if fate(path) == "brought in" else 2
        assert cli.main(["--data", str(root), "sessions", "import", "--as-new", str(path)]) == wanted
        said = capsys.readouterr()
        told = said.out if wanted == 0 else said.err
        assert told.count("\n") == 1
        assert said.out + said.err == told
        assert wanted == 0 or told.startswith(f"facilitator: {path} ")
    assert cli.main(["--data", str(root), "sessions", "check"]) == 0, "what was brought in can be used"
    for words in (["sessions", "list"], ["sessions", "show"], ["notes"]):
        assert cli.main(["--data", str(root), *words]) == 0
    assert not (root / "logs").exists() or not list((root / "logs").iterdir())
