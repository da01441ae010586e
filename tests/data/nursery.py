"""A process that raises writers to be killed: it has everything loaded, so that each is born in a millisecond.

It reads one JSON command a line. Its children say `pid N` when they begin and `ack N` when N is on the disk.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage, Storage

from data.locks import Lock
from data.problems import HeldElsewhere
from data.records import JSON, Record
from data.storage import DocumentTable, SessionStorage
from data.store import Store
from tests.data.builders import SESSION, START, record

Change = tuple[dict[int, dict[str, JSON]], list[int]]
"""Documents to put, and numbers to remove."""


def changes(seed: int) -> Iterator[Change]:
    """Inserts, edits and removals without end, the same for the same seed; the file grows and shrinks."""
    random = Random(seed)
    there: list[int] = []
    number = 0
    while True:
        choice = random.random()
        if there and choice < 0.4:
            gone = random.sample(there, random.randint(1, min(3, len(there))))
            there = [one for one in there if one not in gone]
            yield {}, gone
        elif there and choice < 0.55:
            yield {random.choice(there): {"text": "edited " * random.randint(0, 300)}}, []
        else:
            number += 1
            there.append(number)
            yield {number: {"text": "x" * random.randint(0, 3000)}}, []


def state_after(seed: int, count: int) -> dict[str, dict[str, JSON]]:
    state: dict[str, dict[str, JSON]] = {}
    made = changes(seed)
    for _ in range(count):
        put, remove = next(made)
        state.update({str(number): document for number, document in put.items()})
        for number in remove:
            del state[str(number)]
    return state


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def change_table(storage: Storage, seed: int) -> None:
    table = DocumentTable(storage, "events")
    for count, (put, remove) in enumerate(changes(seed), 1):
        if remove:
            table.remove(doc_ids=remove)
        else:
            table.put(put)
        say(f"ack {count}")
        if count == 3000:
            return


def write_session(root: Path, seed: int) -> None:
    random = Random(seed)
    store = Store(root)
    session = store.open(SESSION) if store.ids() else store.create(SESSION, {"title": "Kickoff"})
    session.writer.listen(lambda seq: say(f"ack {seq}"), lambda problem: say(f"failed {problem.why}"))
    seq = session.writer.acknowledged
    for step in range(3000):
        batch = random.randint(1, 4)
        session.writer.append([record(number) for number in range(seq + 1, seq + batch + 1)])
        seq += batch
        if step % 3 == 0:
            session.save_draft(f"draft {step}")
            session.touch(1, 0)
        session.writer.drain(10)


def take_turns(root: Path, count: int) -> None:
    """Open, add one record, close, and again; whoever comes second tries until the session is free."""
    for number in range(1, count + 1):
        while True:
            try:
                session = Store(root).open(SESSION)
            except HeldElsewhere:
                continue
            break
        seq = session.writer.acknowledged + 1
        name = f"{os.getpid()}-{number}"
        session.writer.append([Record(name, seq, name, START + seq, "Captured", {})])
        assert session.close(30)
        say(f"ack {number}")


def hold(root: Path) -> None:
    with Store(root).open(SESSION):
        say("ack 1")
        signal.pause()


def work(command: dict[str, Any]) -> None:
    path = Path(command["path"])
    match command["kind"]:
        case "durable":
            change_table(SessionStorage(path), command["seed"])
        case "plain":
            change_table(JSONStorage(str(path)), command["seed"])
        case "caching":
            caching = CachingMiddleware(JSONStorage)  # type: ignore[no-untyped-call]  # as TinyDB has it
            change_table(caching(str(path)), command["seed"])
        case "session":
            write_session(path, command["seed"])
        case "turns":
            take_turns(path, command["seed"])
        case "turns without lock":
            # In this child alone; the process that raised it keeps its lock.
            Lock.take = lambda *_, **__: True  # type: ignore[method-assign]  # that is the fault
            Lock.release = lambda *_, **__: None  # type: ignore[method-assign]  # that is the fault
            take_turns(path, command["seed"])
        case "hold":
            hold(path)


def raise_children() -> None:
    for line in iter(sys.stdin.readline, ""):
        command = json.loads(line)
        if command["kind"] == "reap":
            os.wait()
            say("dead")
        elif os.fork() == 0:
            say(f"pid {os.getpid()}")
            try:
                work(command)
            except BaseException as error:  # noqa: BLE001 - who waits for an acknowledgement must hear of it
                with suppress(BrokenPipeError):
                    say(f"failed {error!r}")
            os._exit(0)


if __name__ == "__main__":
    raise_children()
