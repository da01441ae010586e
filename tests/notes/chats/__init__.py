"""Messages as Slack and Discord read them, by parsers that others wrote; they run under node."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(
    NODE is None or not (HERE / "node_modules" / ".ready").exists(),
    reason="how Slack and Discord read notes is not looked at: it needs node, and `make chats` once",
)
"""Skips where the parsers are not there."""


@dataclass(frozen=True)
class Seen:
    """A message as people see it.

    Attributes:
        text: What is read.
        kinds: Every node that is more than text, a line end or a bare address.
    """

    text: str
    kinds: tuple[str, ...]


def read_as(chat: str, sources: Sequence[str]) -> list[Seen]:
    """Read messages as one chat does, all in one process."""
    assert NODE is not None
    given = json.dumps({"chat": chat, "sources": list(sources)})
    done = subprocess.run(
        [NODE, str(HERE / "read.js")], input=given.encode(), capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return [Seen(one["text"], tuple(one["kinds"])) for one in json.loads(done.stdout)]
