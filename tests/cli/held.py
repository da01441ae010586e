"""Sessions that were held and lie on the disk, and a terminal that isn't there."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from data.store import Store
from facilitator import cli
from facilitator.conductor import Conductor
from facilitator.engine.commands import End
from facilitator.lobby import NotBegun, begin, first_answers, how_it_goes, remember, with_people
from formats.catalogue import Catalogue
from formats.words import SessionId

MINUTE = 60_000
HERE = timezone(timedelta(hours=1))


class HandClock:
    """A clock that a test moves on; on Thursday 19 November 2026 at ten."""

    speed = 1.0

    def __init__(self) -> None:
        self.moment = int(datetime(2026, 11, 19, 10, 0, tzinfo=HERE).timestamp() * 1_000)

    def now(self) -> int:
        return self.moment

    def local(self, moment: int) -> datetime:
        return datetime.fromtimestamp(moment / 1_000, tz=HERE)

    def wait(self, minutes: float) -> None:
        self.moment += round(minutes * MINUTE)


class Shelf:
    """A data folder, and sessions held into it one after the other."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = Store(root)
        self.clock = HandClock()

    def begun(
        self, format_id: str = "kickoff", people: str = "Ana, Ben, Chi", title: str = "", level: str = ""
    ) -> Conductor:
        chosen = Catalogue([]).load(format_id)
        answers, _ = with_people(first_answers(chosen, ()), people)
        answers = replace(answers, title=title or answers.title, level=level or answers.level)
        conductor = begin(self.store, self.clock, chosen, answers, at_once=True, seed=1)
        assert not isinstance(conductor, NotBegun), conductor
        return conductor

    def ended(
        self,
        format_id: str = "kickoff",
        people: str = "Ana, Ben, Chi",
        title: str = "",
        level: str = "",
        *said: tuple[str, str],
    ) -> SessionId:
        """Hold a session of twenty minutes in which these things were captured, each with its act."""
        conductor = self.begun(format_id, people, title, level)
        for act, text in said:
            conductor.ask(act, text)
            # Each is written by itself, so that the version before lacks one of them and not all.
            conductor.kept.writer.drain(10)
        self.clock.wait(20)
        conductor.do(End())
        remember(self.store, how_it_goes(conductor))
        assert conductor.finish()
        self.clock.wait(60)
        return conductor.id

    def left(self, format_id: str = "kickoff", people: str = "Ana, Ben, Chi") -> SessionId:
        """Begin a session and leave it before its end."""
        conductor = self.begun(format_id, people)
        assert conductor.leave()
        self.clock.wait(60)
        return conductor.id

    def path(self, session_id: SessionId) -> Path:
        return self.store.places(session_id).file

    def damage(self, session_id: SessionId, *, backups: bool = True) -> None:
        """Spoil the file of a session, and its backups."""
        places = self.store.places(session_id)
        for path in (places.file, *(places.backups if backups else ())):
            if path.exists():
                spoilt = path.read_bytes()[:100]
                path.unlink()  # a backup may be the same file under another name
                path.write_bytes(spoilt)
                path.chmod(0o600)


def facilitator(shelf: Shelf, *words: str) -> int:
    """Run a command on a shelf."""
    return cli.main(["--data", str(shelf.root), *words])


def pretend_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands that open a screen believe that there is one."""
    monkeypatch.setattr(cli, "_need_a_terminal", lambda: None)
