"""Where things lie, and which names files may have. Light: read before the home screen is drawn."""

import os
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.problems import FolderProblem, in_words
from formats.words import SessionId

__all__ = [
    "DataFolder",
    "FolderProblem",
    "SessionPlaces",
    "default_data_folder",
    "default_formats_folder",
    "is_session_id",
    "new_session_id",
    "safe_name",
    "unfinished",
]

NAME_BYTES = 80
"""The longest file name made here, in bytes of UTF-8: short enough for every disk, sync tool and zip."""
_ROOM_FOR_NUMBER = 4

_SESSION_ID = re.compile(r"\d{8}-\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{4}", re.ASCII)
_LONGEST_FORMAT_IN_ID = 40
_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|]+')
_RESERVED_ON_WINDOWS = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE
)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = {"Zs", "Zl", "Zp"}
_SIGNS_OF_OPEN = (".owner", ".draft")


@dataclass(frozen=True)
class DataFolder:
    """The folder that holds everything that lasts.

    Attributes:
        root: the folder itself.
    """

    root: Path

    @property
    def sessions(self) -> Path:
        """One file a session."""
        return self.root / "sessions"

    @property
    def backups(self) -> Path:
        """Earlier versions of the session files."""
        return self.root / "backups"

    @property
    def open(self) -> Path:
        """Lock, owner and draft of the sessions that have not ended."""
        return self.root / "open"

    @property
    def notes(self) -> Path:
        """The notes that were written for people."""
        return self.root / "notes"

    @property
    def pasted(self) -> Path:
        """What was pasted and is too large for a session."""
        return self.root / "pasted"

    @property
    def trash(self) -> Path:
        """What was deleted or found damaged; this program never empties it."""
        return self.root / "trash"

    @property
    def logs(self) -> Path:
        """What is known of crashes."""
        return self.root / "logs"

    @property
    def community(self) -> Path:
        """The file that knows people, series and how sessions went."""
        return self.root / "community.json"

    @property
    def preferences(self) -> Path:
        """The file that knows what was chosen about the notes."""
        return self.root / "preferences.json"

    @property
    def wording(self) -> Path:
        """The file in which a person words the notes, or puts them into another language."""
        return self.root / "notes.yaml"

    @property
    def inner(self) -> tuple[Path, ...]:
        """The folders in it that this program makes."""
        return self.sessions, self.backups, self.open, self.notes, self.pasted, self.trash, self.logs

    def of(self, session_id: SessionId) -> "SessionPlaces":
        """Where the files of one session lie.

        Raises:
            ValueError: when the id does not have the form of one, so that no path can be made of it.
        """
        if not is_session_id(session_id):
            raise ValueError(f"{session_id!r} is no id of a session")
        return SessionPlaces(self, session_id)

    def ensure(self) -> None:
        """Make the folders, for this user's eyes only (mode 0700).

        Raises:
            FolderProblem: when one can't be made or written to.
        """
        for path in (self.root, *self.inner):
            _ensure_folder(path)


@dataclass(frozen=True)
class SessionPlaces:
    """Where the files of one session lie.

    Attributes:
        folder: the data folder.
        session_id: which session.
    """

    folder: DataFolder
    session_id: SessionId

    @property
    def file(self) -> Path:
        """The session itself."""
        return self.folder.sessions / f"{self.session_id}.json"

    @property
    def previous(self) -> Path:
        """The version before the last write."""
        return self.folder.backups / f"{self.session_id}.1.json"

    @property
    def opening(self) -> Path:
        """The version that was there when the session was last opened."""
        return self.folder.backups / f"{self.session_id}.2.json"

    @property
    def backups(self) -> tuple[Path, Path]:
        """Both earlier versions."""
        return self.previous, self.opening

    @property
    def lock(self) -> Path:
        """Locked by the program that has the session open."""
        return self.folder.open / f"{self.session_id}.lock"

    @property
    def owner(self) -> Path:
        """Who that program is, and its last sign of life."""
        return self.folder.open / f"{self.session_id}.owner"

    @property
    def draft(self) -> Path:
        """What was being typed."""
        return self.folder.open / f"{self.session_id}.draft"


def _ensure_folder(path: Path) -> None:
    way_out = "Choose another folder with --data, or make this one writable."
    if not path.is_dir():
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A umask can take away what mkdir was asked for.
            path.chmod(0o700)
        except FileExistsError:
            raise FolderProblem(path, "there is a file where the folder should be", way_out) from None
        except OSError as error:
            raise FolderProblem(path, f"the folder can't be made, {in_words(error)}", way_out) from error
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise FolderProblem(path, "the folder can't be written to", way_out)


def default_data_folder() -> Path:
    """Where data goes when nobody says otherwise: the user's XDG data folder, or what stands for it here."""
    import platformdirs

    return Path(platformdirs.user_data_path("facilitator", appauthor=False))


def default_formats_folder() -> Path:
    """Where people keep formats of their own: `formats` in the user's config folder."""
    import platformdirs

    return Path(platformdirs.user_config_path("facilitator", appauthor=False)) / "formats"


def safe_name(text: str, suffix: str = "") -> str:
    """A file name that every system takes, made from any text whatever.

    Args:
        text: a title, a name, anything that was typed.
        suffix: what the name ends with, such as `.md`; it is kept whole.

    Returns:
        A name of at most 80 bytes without separators, control or invisible characters, that no system reserves.
    """
    kept = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        # A separator of lines or a tab stood between two words: a space keeps them apart.
        if category in _SPACES or character in "\t\n\r\v\f":
            kept.append(" ")
        elif category not in _UNSEEN:
            kept.append(character)
    name = _NOT_IN_NAMES.sub("-", "".join(kept))
    name = _trimmed(re.sub(r"\s+", " ", name))
    if _RESERVED_ON_WINDOWS.fullmatch(name):
        name = f"_{name}"
    room = NAME_BYTES - _ROOM_FOR_NUMBER - len(suffix.encode("utf-8"))
    shortened = name.encode("utf-8")[:room].decode("utf-8", "ignore")
    return (_trimmed(shortened) or "untitled") + suffix


def _trimmed(name: str) -> str:
    # A leading dot hides a file, a leading dash looks like an option; Windows
    # drops dots and spaces at the end.
    return name.lstrip(" .-").rstrip(" .")


def new_session_id(at_local: datetime, format_id: str, token: str) -> SessionId:
    """The id of a session that is being made.

    Args:
        at_local: when it is made, as the clock on the wall shows it.
        format_id: the format that it runs; only its letters and digits go into the id.
        token: four hexadecimal digits drawn by lot, so that two sessions of one minute differ.

    Raises:
        ValueError: when the token is not four hexadecimal digits.
    """
    if not re.fullmatch(r"[0-9a-f]{4}", token):
        raise ValueError(f"a session's token is four hexadecimal digits, not {token!r}")
    return SessionId(f"{at_local:%Y%m%d-%H%M}-{format_in_id(format_id)}-{token}")


def format_in_id(format_id: str) -> str:
    """What stands for a format in the ids of its sessions; two formats may have the same."""
    plain = unicodedata.normalize("NFKD", format_id).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_FORMAT_IN_ID].strip("-") or "session"


def is_session_id(text: str) -> bool:
    """Whether a text has the form of a session's id, and so is safe as part of a file name."""
    return len(text) <= NAME_BYTES and _SESSION_ID.fullmatch(text) is not None


def unfinished(folder: DataFolder) -> list[SessionId]:
    """The sessions that have not ended, newest first, told by the names in `open/` alone.

    An entry whose session is nowhere to be found any more is left out.
    """
    found = set()
    with suppress(OSError), os.scandir(folder.open) as entries:
        for entry in entries:
            stem, sign = os.path.splitext(entry.name)
            if sign in _SIGNS_OF_OPEN and is_session_id(stem):
                found.add(stem)
    return [SessionId(stem) for stem in sorted(found, reverse=True) if _has_content(folder, stem)]


def _has_content(folder: DataFolder, stem: str) -> bool:
    places = (
        folder.sessions / f"{stem}.json",
        folder.backups / f"{stem}.1.json",
        folder.backups / f"{stem}.2.json",
    )
    return any(os.path.lexists(path) for path in places)
