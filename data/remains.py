"""Where in a data folder certain words still stand, after they were to be forgotten."""

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from data.folders import DataFolder

LEAST = 6
"""Letters and digits that a text needs so that finding it somewhere else means anything."""
_FOR_PEOPLE = frozenset({".md", ".log", ".txt"})
"""Files in which a text may stand with marks or line ends of another kind in it."""


class Words:
    """Some texts, and every way in which a file of this program may hold them."""

    def __init__(self, texts: Collection[str]) -> None:
        """Look for these texts; those too short to be told from any other are left out."""
        self._bare = {bare for text in texts if len(bare := _bare(text)) >= LEAST}
        self._written = {
            form.encode("utf-8", "replace")
            for text in texts
            if len(_bare(text)) >= LEAST
            for form in (
                text,
                json.dumps(text)[1:-1],
                json.dumps(text, ensure_ascii=False)[1:-1],
                repr(text)[1:-1],
            )
        }

    def stand_in(self, path: Path) -> bool:
        """Whether a file holds one of them; one that can't be read counts as a no."""
        try:
            raw = path.read_bytes()
        except OSError:
            return False
        if any(form in raw for form in self._written):
            return True
        if path.suffix not in _FOR_PEOPLE:
            return False
        bare = _bare(raw.decode("utf-8", "replace"))
        return any(one in bare for one in self._bare)


def files_within(folder: DataFolder) -> Iterator[Path]:
    """Go through all files of a data folder, wherever in it they lie; links are not followed."""
    for inside in (folder.root, *folder.inner):
        with suppress(OSError):
            yield from (path for path in sorted(inside.iterdir()) if path.is_file() and not path.is_symlink())


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
