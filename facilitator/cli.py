"""The command line. Each command imports what it needs when it runs; `--help` and `--version` need almost nothing."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from data.problems import DataError, FolderProblem
from facilitator.cli_problems import DONE, FAILED, INTERRUPTED, Stop
from facilitator.options import parser
from facilitator.printing import printed
from formats.text import clean

if TYPE_CHECKING:
    from data.store import Store
    from facilitator.app import FacilitatorApp
    from facilitator.clock import Clock
    from facilitator.conductor import Conductor
    from facilitator.following import Following
    from formats.catalogue import Catalogue

FASTEST = 3_600
"""A rehearsal runs at most this many times as fast as the wall: an hour in a second."""


def run() -> NoReturn:
    """Run the command that was typed, and exit."""
    _ready_streams()
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output had enough; Python must not complain about it on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = DONE
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = _say(Stop(_of_the_system(error), status=FAILED))
    sys.exit(status)


def _ready_streams() -> None:
    """Let every letter through, whatever the locale; a stream that was closed takes everything and keeps nothing."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # it stays open to the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def main(arguments: Sequence[str]) -> int:
    """Run a command.

    Args:
        arguments: The words after `facilitator`.

    Returns:
        The exit status.

    Raises:
        BrokenPipeError: Whoever reads the output has gone.
        KeyboardInterrupt: The person has had enough.
    """
    try:
        given = parser().parse_args(list(arguments))
    except Stop as stop:
        return _say(stop)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    try:
        return _dispatch(given)
    except Stop as stop:
        return _say(stop)
    except DataError as error:
        return _say(Stop(str(error), status=FAILED))
    except BrokenPipeError:
        raise
    except OSError as error:
        return _say(Stop(_of_the_system(error), status=FAILED))
    except Exception as error:  # noqa: BLE001  # the last place where it can be told; the traceback goes to a file
        return _say(Stop(_crashed(given, error), status=FAILED))


def _say(stop: Stop) -> int:
    _tell(stop.told())
    return stop.status


def _tell(text: str) -> None:
    """Write to standard error; a terminal that was closed meanwhile can't be told anything."""
    with suppress(OSError):
        err = printed(sys.stderr)
        err.write(text)
        err.flush()


def _of_the_system(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}; facilitator doctor says what works here"


def _crashed(given: argparse.Namespace, error: Exception) -> str:
    from facilitator.crash import write_crash

    return _crash_line(write_crash(store_of(given), error))


def _crash_line(details: Path | None, session: str = "your sessions are safe") -> str:
    where = f"the details are in {details}" if details else "the details could not be written anywhere"
    return f"something went wrong; {session}, {where}"


def _dispatch(given: argparse.Namespace) -> int:
    if given.version:
        from importlib.metadata import version

        printed(sys.stdout).write(f"facilitator {version('facilitator')}\n")
        return DONE
    commands: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: _home,
        "run": _run,
        "resume": _resume,
        "formats": _formats,
        "notes": _notes,
        "sessions": _sessions,
        "doctor": _doctor,
    }
    if given.command not in {"formats", "doctor"}:
        _need_no_file_there(_data_folder(given))
    return commands[given.command](given)


def _need_no_file_there(folder: Path | None) -> None:
    """Say at once that a file was named where a folder is needed; later on it would look like one that is gone."""
    if folder is not None and os.path.exists(folder) and not os.path.isdir(folder):
        raise FolderProblem(
            folder,
            "there is a file where the folder should be",
            "Name a folder with --data or FACILITATOR_DATA.",
        )


def _times_as_here() -> None:
    """Write clock times as this computer's owner does; a locale that is not installed changes nothing."""
    import locale

    with suppress(locale.Error):
        locale.setlocale(locale.LC_TIME, "")


def _folder(option: str, given: str | None, variable: str) -> Path | None:
    """Return the folder that was named by an option, else by the environment; `None` if neither did."""
    if given == "":
        raise Stop(f"{option} takes the name of a folder; leave it out for your own")
    named = given or os.environ.get(variable)
    if not named:
        return None
    try:
        return Path(named).expanduser()
    except RuntimeError as error:
        raise Stop(f"{named} leads to no folder; name another with {option}") from error


def _data_folder(given: argparse.Namespace) -> Path | None:
    return _folder("--data", given.data, "FACILITATOR_DATA")


def _formats_folder(given: argparse.Namespace) -> Path | None:
    return _folder("--formats", given.formats_folder, "FACILITATOR_FORMATS")


def store_of(given: argparse.Namespace) -> "Store":
    """Return where sessions are kept: `--data`, else `FACILITATOR_DATA`, else the person's own folder."""
    from data.folders import DataFolder, default_data_folder
    from data.store import Store

    return Store(DataFolder(_data_folder(given) or default_data_folder()))


def catalogue_of(given: argparse.Namespace) -> "Catalogue":
    """Return where formats are found: `--formats`, else `FACILITATOR_FORMATS`, and the person's own folder."""
    from data.folders import default_formats_folder
    from formats.catalogue import Catalogue

    named = _formats_folder(given)
    return Catalogue([*([named] if named else []), default_formats_folder()])


def _need_a_terminal() -> None:
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        raise Stop("this opens a screen and needs a terminal; run it in one, without pipes")


def _home(given: argparse.Namespace) -> int:
    _need_a_terminal()
    from facilitator.clock import WallClock

    if _data_folder(given) is not None:
        store_of(given).folder.ensure()
    return _show(given, WallClock(), None)


def _show(
    given: argparse.Namespace,
    clock: "Clock",
    opening: "Conductor | None",
    following: "Following | None" = None,
) -> int:
    """Open the screen. Folders that nobody named are found by the app itself, after its first paint."""
    # What is built till the first paint stays; looking it through for garbage would cost a sixth of the start.
    gc.disable()
    _times_as_here()
    from facilitator.app import FacilitatorApp

    named = _data_folder(given) is not None or opening is not None or following is not None
    app = FacilitatorApp(
        clock,
        store_of(given) if named else None,
        catalogue=catalogue_of(given) if _formats_folder(given) else None,
        opening=opening,
        following=following,
        bell=getattr(given, "bell", False),
    )
    status = show_app(app)
    if status == DONE:
        _tell(_farewell(given, app))
    return status


def show_app(app: "FacilitatorApp") -> int:
    """Run the app, let go of its session, and say in a line what went wrong, if anything did.

    Returns:
        The exit status.
    """
    app.run()
    saved = app.let_go(lambda: _tell("facilitator: waiting for the disk, some seconds at most\n"))
    status = app.return_code or DONE
    if status == FAILED:
        session = "the session is safe" if saved else "the next line says where the session is"
        _tell(Stop(_crash_line(app.crash_file, session)).told())
    left = app.room.left_behind if saved else app.rescue()
    if left is None:
        return status
    _tell(Stop(f"not everything is on the disk; {left.sentence}").told())
    if left.text:
        _tell(f"{clean(left.text)}\n")
    return status or FAILED


def _farewell(given: argparse.Namespace, app: "FacilitatorApp") -> str:
    """Return what there is to know after all went well: where a rehearsal lies, how to go back to a session."""
    if getattr(given, "rehearse", None) is not None:
        return f"{_where_rehearsed(app.store)}\n"
    if not app.room.left_running:
        return ""
    import shlex

    from facilitator.presenter.wording import quoted

    where = f" --data {shlex.quote(given.data)}" if given.data else ""
    return f"{quoted(app.room.left_running)} runs on; facilitator{where} resume goes back to it.\n"


def _clock_of(given: argparse.Namespace) -> "Clock":
    from facilitator.clock import RehearsalClock, WallClock

    if given.rehearse is None:
        return WallClock()
    try:
        speed = float(given.rehearse)
    except ValueError:
        speed = 0.0
    if not 1 <= speed <= FASTEST:
        raise Stop(
            f"--rehearse takes how many times as fast the clock runs, from 1 to {FASTEST}, as in --rehearse 60"
        )
    return RehearsalClock(speed)


def _run(given: argparse.Namespace) -> int:
    from facilitator.start_commands import begin_session, prepare

    clock = _clock_of(given)
    prepared = prepare(given, catalogue_of(given), clock)
    _need_a_terminal()
    if given.rehearse is not None:
        import tempfile

        given.data = tempfile.mkdtemp(prefix="facilitator-rehearsal-")
    return _show(given, clock, begin_session(prepared, store_of(given), clock))


def _where_rehearsed(store: "Store") -> str:
    notes = [path for session_id in store.ids() if (path := store.notes_path(session_id)) is not None]
    if notes:
        return f"The notes of this rehearsal are in {notes[0]} until you throw them away."
    return f"This was a rehearsal; what it wrote is in {store.folder.root} until you throw it away."


def _resume(given: argparse.Namespace) -> int:
    from facilitator.start_commands import follow_session, resume_session, session_to_resume

    store = store_of(given)
    if given.follow:
        following, clock = follow_session(store, given.session)
        _need_a_terminal()
        return _show(given, clock, None, following)
    session_id = session_to_resume(given.session, store)
    _need_a_terminal()
    conductor, clock = resume_session(store, session_id)
    return _show(given, clock, conductor)


def _formats(given: argparse.Namespace) -> int:
    from facilitator import formats_commands as formats

    catalogue = catalogue_of(given)
    out, err = printed(sys.stdout), printed(sys.stderr)
    match given.what:
        case "list":
            return formats.list_formats(catalogue, as_json=given.json, out=out)
        case "show" if given.dialect is not None or given.start is not None:
            return _invitation(given, catalogue, out=out, err=err)
        case "show":
            return formats.show_format(catalogue, given.format, as_json=given.json, out=out, err=err)
        case "tune":
            from facilitator.start_commands import load_format
            from facilitator.tuning import tune

            chosen = load_format(catalogue, given.format)
            return tune(chosen, store_of(given), as_json=given.json, out=out)
        case "check":
            return formats.check_formats(given.files, out=out, err=err)
        case "new":
            return formats.new_format(catalogue, given.id, out=out, err=err)
        case "copy":
            return formats.copy_format(catalogue, given.format, given.id, out=out, err=err)
        case _:
            return formats.show_folders(catalogue, out=out)


def _invitation(given: argparse.Namespace, catalogue: "Catalogue", *, out: TextIO, err: TextIO) -> int:
    if given.dialect is None:
        raise Stop("--start is for an invitation; add --as and how it is to be written, as in --as slack")
    if given.json:
        raise Stop("--json describes the format and --as invites to it; leave one of them out")
    from facilitator.invitation_command import print_invitation

    folder = store_of(given).folder
    return print_invitation(
        catalogue, given.format, dialect=given.dialect, start=given.start, folder=folder, out=out, err=err
    )


def _notes(given: argparse.Namespace) -> int:
    from facilitator.notes_command import print_notes

    return print_notes(given, store_of(given), out=printed(sys.stdout), err=printed(sys.stderr))


def _sessions(given: argparse.Namespace) -> int:
    from facilitator import sessions_commands as sessions

    _times_as_here()
    store = store_of(given)
    out, err = printed(sys.stdout), printed(sys.stderr)
    match given.what:
        case "list":
            return sessions.list_sessions(store, as_json=given.json, out=out, err=err)
        case "show":
            return sessions.show_session(
                store, given.session, as_json=given.json, private=given.private, out=out, err=err
            )
        case "check":
            from facilitator.check_command import check_sessions

            return check_sessions(
                store, given.session, as_json=given.json, go_back=given.go_back, out=out, err=err
            )
        case "import":
            from facilitator.import_command import import_sessions

            return import_sessions(store, given.files, as_new=given.as_new, out=out)
        case "search":
            from facilitator.search_command import search_sessions

            return search_sessions(store, given.words, as_json=given.json, out=out, err=err)
        case "export":
            from facilitator.export_command import export_session

            return export_session(store, given, out=out, err=err)
        case "erase-private":
            from facilitator.erase_command import erase_private

            return erase_private(store, given.session, sure=given.yes, ask=_asking(err), out=out, err=err)
        case _:
            return sessions.delete_session(store, given.session, out=out)


def _asking(err: TextIO) -> Callable[[str], str] | None:
    """Return what puts a question to whoever sits at the terminal; `None` where nobody does."""
    if not (sys.stdin and sys.stdin.isatty() and err.isatty()):
        return None

    def ask(question: str) -> str:
        err.write(question)
        err.flush()
        return sys.stdin.readline()

    return ask


def _doctor(given: argparse.Namespace) -> int:
    from facilitator.doctor import examine

    return examine(store_of(given), catalogue_of(given), out=printed(sys.stdout))
