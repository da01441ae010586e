"""Programs that do the same thing at the same moment, each in a process of its own.

Run as a module, this is a process with everything loaded: it raises pairs in milliseconds. It reads one JSON command a
line; of each pair both get ready, say so, and then go at once. Answered is a JSON list of what came of the two.
"""

import itertools
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from data.problems import HeldElsewhere
from data.store import Store
from facilitator.clock import WallClock
from facilitator.conductor import Conductor
from facilitator.desk import Desk
from facilitator.lobby import NotBegun, begin, first_answers, how_it_goes, remember_end, resume, with_people
from formats.catalogue import Catalogue
from formats.words import SessionId

Answer = dict[str, str]
Ready = Callable[[], None]
"""Says that a program is ready, and returns when the other one is, too."""


def begun(store: Store, title: str) -> Conductor:
    chosen = Catalogue([]).load("pulse-check")
    answers, _ = with_people(first_answers(chosen, ()), "Ana, Ben")
    conductor = begin(store, WallClock(), chosen, answers, at_once=True, seed=1)
    assert not isinstance(conductor, NotBegun), conductor
    assert conductor.ask("takeaway", title).refusal is None
    return conductor


def end(store: Store, name: str, ready: Ready) -> Answer:
    """Hold a session, and end it."""
    conductor = begun(store, name)
    assert conductor.everything_saved()
    ready()
    desk = Desk(conductor, store, lambda: 0.0)
    assert desk.end().refusal is None
    desk.notes.kept(desk.notes_to_save()())
    remember_end(store, how_it_goes(conductor), WallClock())
    assert conductor.finish()
    return {"id": conductor.id, "notes": str(desk.notes.file), "problem": desk.notes.problem}


def begin_alike(store: Store, name: str, ready: Ready) -> Answer:
    """Begin a session in the minute, and by the lot, in which another one begins."""
    drawn = itertools.count(1)

    def token(nbytes: int | None = None) -> str:
        return f"{next(drawn):04x}" if nbytes == 2 else os.urandom(nbytes or 32).hex()

    secrets.token_hex = token
    ready()
    conductor = begun(store, name)
    assert conductor.leave()
    return {"id": conductor.id}


def resume_same(store: Store, name: str, ready: Ready) -> Answer:
    """Go on with the session that the other one goes on with."""
    (session_id,) = store.ids()
    ready()
    try:
        conductor = resume(store, WallClock(), session_id)
    except HeldElsewhere:
        ready()
        return {"got": ""}
    conductor.ask("takeaway", name)
    ready()
    assert conductor.leave()
    return {"got": name}


def write(root: Path, session_id: SessionId, count: int) -> None:
    """Write so many takeaways into a session as fast as the disk goes, each by itself or a few at once."""
    conductor = resume(Store(root), WallClock(), session_id)
    for number in range(1, count + 1):
        assert conductor.ask("takeaway", f"thought {number}").refusal is None
        if number % 3 == 0:
            assert conductor.everything_saved()
    assert conductor.leave()


ROLES: dict[str, Callable[[Store, str, Ready], Answer]] = {
    "end": end,
    "end without memory": end,
    "begin": begin_alike,
    "resume": resume_same,
}


class _Child:
    """One program of a pair, as its parent sees it."""

    def __init__(self, kind: str, root: Path, name: str) -> None:
        self._from_child, into_parent = os.pipe()
        from_parent, self._into_child = os.pipe()
        self._heard = b""
        self.pid = os.fork()
        if self.pid:
            os.close(into_parent)
            os.close(from_parent)
            return

        def ready() -> None:
            os.write(into_parent, b"ready\n")
            assert os.read(from_parent, 1)

        try:
            answer = ROLES[kind](Store(root), name, ready)
        except BaseException as error:  # noqa: BLE001 - whoever waits for an answer must hear of it
            answer = {"failed": repr(error)}
        os.write(into_parent, json.dumps(answer).encode() + b"\n")
        os._exit(0)

    def hear(self) -> bytes:
        while b"\n" not in self._heard:
            heard = os.read(self._from_child, 65_536)
            if not heard:
                return b'{"failed": "died"}'
            self._heard += heard
        line, _, self._heard = self._heard.partition(b"\n")
        return line

    def go(self) -> None:
        os.write(self._into_child, b"x")

    def end(self) -> None:
        os.waitpid(self.pid, 0)
        os.close(self._from_child)
        os.close(self._into_child)


def _raise_pair(kind: str, root: Path) -> list[Answer]:
    pair = [_Child(kind, root, name) for name in ("one", "two")]
    heard = [child.hear() for child in pair]
    while all(line == b"ready" for line in heard):
        if kind == "end without memory":
            (root / "community.json").unlink()
        for child in pair:
            child.go()
        heard = [child.hear() for child in pair]
    for child in pair:
        child.end()
    return [json.loads(line) for line in heard]


def main() -> None:
    for line in iter(sys.stdin.readline, ""):
        command = json.loads(line)
        root = Path(command["root"])
        answer = _raise_pair(command["kind"], root)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


class Pairs:
    """Raises pairs of programs."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.two_programs"],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def both(self, kind: str, root: Path) -> list[Answer]:
        """Have two programs do something at once; what came of them."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"kind": kind, "root": str(root)}) + "\n")
        self._process.stdin.flush()
        answers: list[Answer] = json.loads(self._process.stdout.readline())
        assert not any("failed" in answer for answer in answers), answers
        return answers

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


if __name__ == "__main__":
    main()
