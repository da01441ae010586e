"""What was typed and not kept yet, each text behind its act. Knows no widget."""

from screens.views.draft import Draft


class Drafts:
    """The drafts of one screen, the oldest first. Two for one act stay two: the newer one comes back first."""

    def __init__(self) -> None:
        """Start without any."""
        self._waiting: list[Draft] = []

    @property
    def waiting(self) -> tuple[Draft, ...]:
        """All of them."""
        return tuple(self._waiting)

    def bring(self, drafts: tuple[Draft, ...]) -> None:
        """Take over those of another screen, or of a program that ended, in the place of all."""
        self._waiting = list(drafts)

    def put(self, draft: Draft) -> None:
        """Keep one; an empty one is none."""
        if draft.text.strip():
            self._waiting.append(draft)

    def take(self, act: str, target: str) -> Draft | None:
        """Take out the newest for an act and what it is about, if there is one."""
        for draft in reversed(self._waiting):
            if (draft.act, draft.target) == (act, target):
                self._waiting.remove(draft)
                return draft
        return None

    def newest_target(self, act: str) -> str:
        """Return what the newest draft for an act is about; empty without one."""
        return next((draft.target for draft in reversed(self._waiting) if draft.act == act), "")
