"""What is said of a disk that fails: the banner, the question on the way out, and what would be lost as plain text."""

from collections.abc import Iterable

from facilitator.engine.activities.round import FieldKept
from facilitator.engine.events import Body, Event, ItemCaptured, ItemEdited
from facilitator.engine.session import Session
from facilitator.engine.state import State
from facilitator.known import Known
from facilitator.presenter import naming, wording
from facilitator.presenter.secrets import is_secret
from facilitator.presenter.shape import Local
from facilitator.presenter.telling import CAUGHT, tell
from formats.words import ActId
from screens.views.draft import Draft
from screens.views.live import ChoiceRow, QuestionView

OFF = "off the record"


def banner(known: Known, local: Local) -> str:
    """Say why what happened is not saved, since when, and what to press; nothing when all is well."""
    if not known.problem:
        return ""
    since = "" if known.since is None else f" since {wording.clock(local(known.since))}"
    waiting = f"{known.waiting} waiting; " if known.waiting else ""
    return f"Not saved{since}: {known.problem} ({waiting}the session goes on). {_of_the_copy(known)}"


def _of_the_copy(known: Known) -> str:
    if not known.copy:
        return "S saves elsewhere."
    if known.copy_problem:
        return f"The copy {known.copy} fails too, {known.copy_problem}; S saves elsewhere."
    return f"A copy is kept in {known.copy}"


def saved_again(known: Known) -> str:
    """Say that the disk is well again."""
    kept = f" The copy in {known.copy} is renewed no more." if known.copy else ""
    return f"Saved again, everything.{kept}"


def leaving(known: Known, *, to_home: bool) -> QuestionView:
    """Ask what to do with what is not saved before it is left.

    Args:
        known: What is known of the disk.
        to_home: The session is left for home, else the program ends.
    """
    key, way = ("enter", "home") if to_home else ("q", "quit")
    first = ChoiceRow("save_elsewhere", way, "save to another folder and leave", key="1")
    if known.copy_has_all:
        first = ChoiceRow("leave_anyway", way, "leave, the copy has everything", key="1")
    return QuestionView(
        f"{unsaved(known)} {known.problem or 'the disk is slow'}.",
        (
            first,
            ChoiceRow("copy_unsaved", "", "copy it as text", key="2"),
            ChoiceRow("stay", "", f"stay ({key} again leaves anyway; a rescue file is kept)", key="3"),
        ),
    )


def unsaved(known: Known) -> str:
    """Say how much is not saved, up to a colon."""
    if not known.waiting:
        return "What was being typed is not saved:"
    things = known.waiting + known.drafts
    return "1 thing is not saved:" if things == 1 else f"{things} things are not saved:"


def unsaved_text(
    session: Session, known: Known, local: Local, *, drafts: Iterable[Draft] = (), secrets: bool = True
) -> str:
    """Write all that is not on the disk, for a paste or, if nothing else is left, for the terminal.

    Args:
        session: Whose events these are.
        known: What is known of the disk.
        local: Makes local time of a moment.
        drafts: What is being typed.
        secrets: Whether what is off the record, or still hidden, is written as well.
    """
    lines = [f"{session.state.title}: what was not saved"]
    acts: dict[ActId, list[Event]] = {}
    for event in session.events[known.acknowledged :]:
        acts.setdefault(event.act, []).append(event)
    for act, events in acts.items():
        said = [line for event in events if (line := _said(session.state, event.body, secrets=secrets))]
        at = wording.clock(local(events[0].at))
        lines += [f"- {at} {line}" for line in said or [tell(session, act) or "something"]]
    for draft in drafts:
        may_be_seen = secrets or not draft.hidden
        lines.append(f"- being typed: {_indented(draft.text) if may_be_seen else OFF}")
    return "\n".join(lines)


def _said(state: State, body: Body, *, secrets: bool) -> str:
    """Write what someone said, whole; nothing for what is told well enough in a few words."""
    match body:
        case ItemCaptured(item=item, kind=kind, text=text, owner=owner, due=due):
            found = state.items.get(item)
            off = body.off or (found is not None and is_secret(state, found))
            what = CAUGHT[kind]
        case ItemEdited(item=item, kind=kind, text=text, owner=owner, due=due):
            found = state.items.get(item)
            off = found is not None and is_secret(state, found)
            what = f"{CAUGHT[kind]}, now"
        case FieldKept(person=person, field=field, text=text):
            return f"{naming.person(state, person)}, {field}: {_indented(text)}"
        case _:
            return ""
    if off and not secrets:
        return f"{what}: {OFF}"
    tail = f" (for {naming.person(state, owner)})" if owner is not None else ""
    tail += f" (due {wording.day(due)})" if due is not None else ""
    return f"{what}: {_indented(text)}{tail}{f' ({OFF})' if off else ''}"


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")
