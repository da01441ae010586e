"""`facilitator sessions check`: every stored session is verified, and mended where that can be done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TextIO

from data.check import Checked, check_session, close_folder, tidy
from data.community import Community, Summary
from data.problems import FolderProblem
from data.records import Record
from data.store import Store
from facilitator.cli_problems import DONE, FAILED, Stop
from facilitator.clock import Clock, WallClock
from facilitator.conductor import CanNotResume
from facilitator.engine.session import Session
from facilitator.finding import find_session
from facilitator.json_forms import SCHEMA, Json
from facilitator.lobby import summary_of
from facilitator.printing import write_json
from facilitator.soundness import sound_session
from formats.text import clean_line
from formats.words import SessionId

PROGRESS_EVERY: Final = 100
"""After so many sessions a terminal is told how far it is, where the report itself goes elsewhere."""

Status = Literal["fine", "mended", "held", "damaged", "unusable"]
"""What came of one session.

`held`: its file is damaged, and the program that runs it writes it anew from memory; `damaged`: no version can be read;
`unusable`: it can be read and is no session that can be used.
"""
Remembered = Literal["fits", "built again", "not written", "not looked at"]
"""What came of looking at what is remembered over sessions."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one session.

    Attributes:
        status: How it is now.
        checked: What the check of its files says.
        events: How many it has; 0 when it can't be used.
        summary: What is to be remembered of it; None when it can't be used.
    """

    status: Status
    checked: Checked
    events: int = 0
    summary: Summary | None = None

    def line(self) -> str:
        """Return it in one line."""
        id_, checked = self.checked.session_id, self.checked
        elsewhere = ", open in another window" if checked.held else ""
        done = " ".join(checked.done)
        match self.status:
            case "fine":
                told = f"fine, {self.events} event{'' if self.events == 1 else 's'}{elsewhere}"
            case "mended":
                told = f"mended: {done}"
            case "held":
                told = (
                    f"open in another window, so it was only looked at: {checked.problem} What is said there is "
                    "kept in memory, and the next write mends the file."
                )
            case "damaged":
                told = f"can't be mended{elsewhere}: {checked.problem} {done}"
            case "unusable":
                told = f"can't be used{elsewhere}: {checked.problem}. {self._way_out()} {done}"
        return clean_line(f"{id_}: {told}")

    def _way_out(self) -> str:
        checked = self.checked
        if checked.spare is not None:
            return (
                f"The version before it can, {checked.spare}: facilitator sessions check {checked.session_id} "
                "--go-back goes on from there."
            )
        if checked.held:
            return "It was only looked at."
        unchanged = "" if checked.done else "Nothing was changed. "
        return f"{unchanged}No backup can be used either."

    def json(self) -> Json:
        """Return it as plain data."""
        checked = self.checked
        return {
            "id": checked.session_id,
            "status": self.status,
            "held": checked.held,
            "events": self.events or None,
            "done": list(checked.done),
            "problem": checked.problem or None,
            "backup": None if checked.spare is None else str(checked.spare),
        }


def check_sessions(
    store: Store, wanted: str | None, *, as_json: bool, go_back: bool, out: TextIO, err: TextIO
) -> int:
    """Check every session, or one: read it, compare its checksum, fold it; mend what can be mended.

    Checking all of them also tidies the folder, and looks whether what is remembered over sessions fits them.

    Args:
        store: Where sessions are kept.
        wanted: Which session; None for all.
        as_json: Whether the report is for scripts.
        go_back: Go back to the newest backup that can be used, where the session itself can't.
        out: Takes the report.
        err: Is told how far it is, if it is a terminal.

    Returns:
        The exit status: 1 when something can't be mended.

    Raises:
        Stop: There is no such session, or it was not said which one is to go back.
        DataError: The folder can't be used.
    """
    if go_back and wanted is None:
        raise Stop("--go-back needs to be told which session; name it")
    chosen = store.all_ids() if wanted is None else [find_session(store, wanted)]
    if chosen:
        store.folder.ensure()
    tidied = tidy(store.folder, chosen, store.files) if wanted is None and store.folder.root.is_dir() else []
    clock = WallClock()
    verdicts = []
    for verdict in _told_how_far(_verdicts(store, chosen, clock, go_back=go_back), len(chosen), out, err):
        verdicts.append(verdict)
        if not as_json:
            out.write(f"{verdict.line()}\n")
            out.flush()
    tidied += [sentence for one in verdicts for sentence in one.checked.left]
    if wanted is None:
        tidied += close_folder(store.folder, [one.checked.session_id for one in verdicts if one.checked.held])
    remembered = _remember(store, verdicts, everything=wanted is None)
    beyond = sum(one.status in {"damaged", "unusable"} for one in verdicts)
    if as_json:
        write_json(_json(verdicts, tidied, remembered, beyond), out)
    else:
        out.writelines(f"{clean_line(line)}\n" for line in tidied)
        _conclude(verdicts, beyond, remembered, out, everything=wanted is None)
    return FAILED if beyond or remembered == "not written" else DONE


def _verdicts(store: Store, chosen: Sequence[SessionId], clock: Clock, *, go_back: bool) -> Iterator[Verdict]:
    for session_id in chosen:
        proof = _Proof(clock)
        try:
            checked = check_session(
                store.places(session_id), proof.why_not, proof.has_ended, go_back=go_back, files=store.files
            )
        except FolderProblem as problem:
            checked = Checked(session_id, problem=str(problem))
        yield _verdict(checked, proof, clock)


def _verdict(checked: Checked, proof: "_Proof", clock: Clock) -> Verdict:
    if checked.content is None:
        return Verdict("damaged", checked)
    session = proof.session(checked.content.records)
    # What was read is not kept: of thousands of sessions it would be too much.
    checked = replace(checked, content=None)
    if session is None:
        return Verdict("unusable", checked)
    summary = summary_of(checked.session_id, session.state, clock.now())
    return Verdict(_status(checked), checked, len(session.events), summary)


def _status(checked: Checked) -> Status:
    """Return how a session is that can be used."""
    if checked.held and checked.problem:
        return "held"
    return "mended" if checked.done else "fine"


class _Proof:
    """Folds the versions of one session, each once, and knows what came of it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._found: list[tuple[list[Record], Session | str]] = []

    def _of(self, records: Sequence[Record]) -> Session | str:
        wanted = list(records)
        for known, found in self._found:
            if known == wanted:
                return found
        try:
            found = sound_session(wanted, self._clock)
        except CanNotResume as problem:
            found = str(problem)
        self._found.append((wanted, found))
        return found

    def why_not(self, records: Sequence[Record]) -> str:
        """Return why records are no session that can be used; empty when they are one."""
        found = self._of(records)
        return found if isinstance(found, str) else ""

    def session(self, records: Sequence[Record]) -> Session | None:
        """Return the session that records are, if they can be used."""
        found = self._of(records)
        return None if isinstance(found, str) else found

    def has_ended(self, records: Sequence[Record]) -> bool:
        """Return whether records that can be used are a session that is over."""
        session = self.session(records)
        return session is not None and session.state.status == "ended"


def _told_how_far(verdicts: Iterable[Verdict], total: int, out: TextIO, err: TextIO) -> Iterator[Verdict]:
    """Pass verdicts on, and tell a terminal how far it is where the lines themselves are not seen on one."""
    tells = err.isatty() and not out.isatty()
    for number, verdict in enumerate(verdicts, start=1):
        yield verdict
        if tells and number % PROGRESS_EVERY == 0:
            err.write(f"{number:,} of {total:,} checked\n")
            err.flush()


def _remember(store: Store, verdicts: Sequence[Verdict], *, everything: bool) -> Remembered:
    """Have what is remembered over sessions fit them; of a session that can't be read, what was known stays."""
    community = Community(store.folder)
    summaries = [one.summary for one in verdicts if one.summary is not None]
    if not everything:
        mended = [one.summary for one in verdicts if one.summary is not None and one.status == "mended"]
        written = all(community.record(summary) for summary in mended)
        return "not looked at" if written else "not written"
    if not verdicts:
        return "not looked at"
    known = {one.id: one for one in community.summaries()}
    beyond = {one.checked.session_id for one in verdicts if one.summary is None}
    wanted = [*summaries, *(known[one] for one in sorted(beyond & known.keys()))]
    if not community.needs_rebuild and {one.id: _lasting(one) for one in wanted} == {
        id_: _lasting(one) for id_, one in known.items()
    }:
        return "fits"
    return "built again" if community.rebuild(wanted) else "not written"


def _lasting(summary: Summary) -> Summary:
    """Return a summary without what changes by itself while a session is not over."""
    if summary.status == "ended":
        return summary
    return replace(summary, spent_seconds=0, airtime_seconds={})


def _conclude(
    verdicts: Sequence[Verdict], beyond: int, remembered: Remembered, out: TextIO, *, everything: bool
) -> None:
    match remembered:
        case "fits":
            out.write("what is remembered over sessions fits them\n")
        case "built again":
            out.write("what is remembered over sessions was built again\n")
        case "not written":
            out.write(
                "what is remembered over sessions could not be written; the sessions are safe without it\n"
            )
        case "not looked at":
            pass
    if not verdicts:
        out.write("there is no session to check\n")
    elif everything and len(verdicts) > 1:
        held = sum(one.status == "held" for one in verdicts)
        rest = [f"{beyond} can't be mended"] if beyond else []
        rest += [f"{held} only looked at"] if held else []
        out.write(f"{len(verdicts)} checked, {', '.join(rest) or 'nothing is lost'}\n")


def _json(verdicts: Sequence[Verdict], tidied: list[str], remembered: Remembered, beyond: int) -> Json:
    return {
        "schema": SCHEMA,
        "checked": len(verdicts),
        "fine": sum(one.status == "fine" for one in verdicts),
        "mended": sum(one.status == "mended" for one in verdicts),
        "held": sum(one.status == "held" for one in verdicts),
        "not_mended": beyond,
        "folder": list(tidied),
        "remembered": remembered,
        "sessions": [one.json() for one in verdicts],
    }
