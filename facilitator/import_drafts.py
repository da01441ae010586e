"""What was being typed, brought in with a session beside whose file it lies, so that resuming brings it back."""

from pathlib import Path

from data.beside import beside, bring_in_draft, read_beside, stored_draft
from data.files import FileSystem
from data.folders import SessionPlaces
from facilitator.drafts import Found, from_text, to_text
from screens.views.draft import Draft


def drafts_beside(path: Path) -> Found:
    """Read the drafts that lie beside the file of a session; none where there are none."""
    text = read_beside(path)
    return Found((), whole=False) if text is None else from_text(text)


def bring_in_drafts(places: SessionPlaces, brought: tuple[Draft, ...], *, files: FileSystem) -> int:
    """Put drafts to those of a stored session, none of which is lost. Only for who holds its lock.

    Returns:
        How many were not there before.

    Raises:
        OSError: They can't be written; what is stored is then as it was.
    """
    here = from_text(stored_draft(places, files=files))
    new = tuple(one for one in brought if one not in here.drafts)
    if not new:
        return 0
    stay = [one for one in here.drafts if not any(_goes_on(one, other) for other in new)]
    bring_in_draft(places, to_text((*stay, *new)), damaged=not here.whole, files=files)
    return len(new)


def told_of_drafts(path: Path, found: Found, taken: int, *, ended: bool) -> str:
    """Say what became of the drafts beside a file; nothing where there were none."""
    if ended and (found.drafts or not found.whole):
        return f"; it has ended, so what was being typed was left in {beside(path)}"
    told = ""
    if taken:
        told = f"; what was being typed came with it, {taken} {'draft' if taken == 1 else 'drafts'}"
    return told if found.whole else f"{told}; not all of {beside(path)} can be read, and it stays as it is"


def _goes_on(before: Draft, after: Draft) -> bool:
    """Say whether one draft is another one some letters later."""
    same = (before.act, before.target, before.hidden) == (after.act, after.target, after.hidden)
    return same and after.text.startswith(before.text)
