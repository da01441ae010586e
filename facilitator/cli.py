"""The command line. Each command imports what it needs when it runs; `--help` and `--version` need almost nothing."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from facilitator.cli_problems import DONE, FAILED, INTERRUPTED, Stop

if TYPE_CHECKING:
    from data.store import Store
    from facilitator.app import FacilitatorApp
    from facilitator.clock import Clock
    from facilitator.conductor import Conductor
    from formats.catalogue import Catalogue
    from formats.words import SessionId


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Stop(f"{message}. {self.prog} --help lists what there is.")


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    top = _Parser(prog="facilitator", description="Lead a live session: timeboxes, turns, captures, notes.")
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument("--data", metavar="DIR", help="keep everything that lasts in this folder")
    top.add_argument("--formats", metavar="DIR", dest="formats_folder", help="add the formats of this folder")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_run(commands.add_parser("run", help="run a format at once, or from a given start"))
    resume = commands.add_parser("resume", help="go on with the unfinished session, or the named one")
    resume.add_argument("session", nargs="?", metavar="SESSION", help="an id, the beginning of one, or last")
    _add_formats(commands.add_parser("formats", help="list, show, check, copy and find formats"))
    _add_notes(commands.add_parser("notes", help="print or copy the notes of a session"))
    _add_sessions(commands.add_parser("sessions", help="list, show, check or delete sessions"))
    commands.add_parser("doctor", help="what works here, and what to do where it does not")
    return top


def _add_run(run_: argparse.ArgumentParser) -> None:
    run_.add_argument("format", metavar="FORMAT|FILE", help="the id of a format, or a file")
    run_.add_argument("--title", default="", metavar="T", help="the title of the session")
    who = run_.add_mutually_exclusive_group()
    who.add_argument("--people", default="", metavar='"ANA, BEN"', help="who takes part")
    who.add_argument("--people-from", metavar="FILE", help="a file with their names; - for standard input")
    run_.add_argument("--minutes", default="", metavar="N", help="how long it is to last")
    run_.add_argument("--starts", default="", metavar="HH:MM", help="the start it was called for")
    run_.add_argument("--ends", default="", metavar="HH:MM", help="when it has to end")
    run_.add_argument(
        "--order", choices=["roster", "shuffle", "quiet-first", "volunteers"], help="the order of rounds"
    )
    run_.add_argument("--level", choices=["open", "names", "room"], help="what the notes may say of people")
    run_.add_argument("--facilitator", default="", metavar="NAME", help="who leads")
    run_.add_argument("--seed", type=int, metavar="N", help="draw by chance as the same number did before")
    run_.add_argument("--at-once", action="store_true", help="do not wait for the start: the clock runs")
    run_.add_argument(
        "--rehearse", metavar="SPEED", help="on a clock SPEED times as fast, in a throw-away folder"
    )


def _add_formats(formats: argparse.ArgumentParser) -> None:
    what = formats.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=_Parser)
    what.add_parser("list", help="all formats").add_argument("--json", action="store_true")
    show = what.add_parser("show", help="one format")
    show.add_argument("format")
    show.add_argument("--json", action="store_true")
    what.add_parser("check", help="check files, all complaints at once").add_argument(
        "files", nargs="+", type=Path
    )
    what.add_parser("path", help="the folders where formats lie")
    what.add_parser("new", help="write a template to start from").add_argument("id")
    copy = what.add_parser("copy", help="copy a format to your own folder")
    copy.add_argument("format")
    copy.add_argument("id", nargs="?")


def _add_notes(notes: argparse.ArgumentParser) -> None:
    notes.add_argument("session", nargs="?", default="last", metavar="SESSION")
    notes.add_argument("--as", dest="dialect", default="markdown", metavar="DIALECT", help="markdown")
    notes.add_argument("--level", choices=["open", "names", "room"])
    notes.add_argument("--copy", action="store_true", help="copy them too")
    notes.add_argument("--out", metavar="FILE", type=Path, help="write them to a new file")


def _add_sessions(sessions: argparse.ArgumentParser) -> None:
    what = sessions.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=_Parser)
    what.add_parser("list", help="all sessions").add_argument("--json", action="store_true")
    show = what.add_parser("show", help="one session")
    show.add_argument("session", nargs="?", default="last")
    show.add_argument("--json", action="store_true")
    show.add_argument("--private", action="store_true", help="airtime too")
    what.add_parser("check", help="verify every stored session").add_argument("session", nargs="?")
    what.add_parser("delete", help="move a session to the trash").add_argument("session")


def run() -> NoReturn:
    """Run the command that was typed, and exit."""
    _speak_utf8()
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output had enough; Python must not complain about it on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = DONE
    sys.exit(status)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def main(arguments: Sequence[str]) -> int:
    """Run a command.

    Args:
        arguments: The words after `facilitator`.

    Returns:
        The exit status.
    """
    try:
        return _dispatch(parser().parse_args(list(arguments)))
    except Stop as stop:
        sys.stderr.write(f"facilitator: {stop}\n")
        return stop.status
    except SystemExit as leaving:
        return int(leaving.code or 0)


def _dispatch(given: argparse.Namespace) -> int:
    if given.version:
        from importlib.metadata import version

        sys.stdout.write(f"facilitator {version('facilitator')}\n")
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
    return commands[given.command](given)


def store_of(given: argparse.Namespace) -> "Store":
    """Return where sessions are kept: `--data`, else `FACILITATOR_DATA`, else the person's own folder."""
    from data.folders import DataFolder, default_data_folder
    from data.store import Store

    named = given.data or os.environ.get("FACILITATOR_DATA")
    return Store(DataFolder(Path(named).expanduser() if named else default_data_folder()))


def catalogue_of(given: argparse.Namespace) -> "Catalogue":
    """Return where formats are found: `--formats`, else `FACILITATOR_FORMATS`, and the person's own folder."""
    from data.folders import default_formats_folder
    from formats.catalogue import Catalogue

    named = given.formats_folder or os.environ.get("FACILITATOR_FORMATS")
    folders = [Path(named).expanduser()] if named else []
    return Catalogue([*folders, default_formats_folder()])


def _home(given: argparse.Namespace) -> int:
    _need_a_terminal()
    from facilitator.clock import WallClock

    return _show(given, WallClock(), None)


def _need_a_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Stop("this opens a screen and needs a terminal; run it in one, without pipes")


def _show(given: argparse.Namespace, clock: "Clock", opening: "Conductor | SessionId | None") -> int:
    from facilitator.app import FacilitatorApp

    named = given.data or os.environ.get("FACILITATOR_DATA")
    folder = given.formats_folder or os.environ.get("FACILITATOR_FORMATS")
    app = FacilitatorApp(
        clock,
        store_of(given) if named or opening is not None else None,
        catalogue=catalogue_of(given) if folder else None,
        opening=opening,
    )
    return show_app(app)


def show_app(app: "FacilitatorApp") -> int:
    """Run the app; when it has ended, say in one line what is left to know."""
    app.run()
    saved = app.let_go()
    status = app.return_code or DONE
    if app.crash_file is not None:
        sys.stderr.write(
            f"facilitator: something went wrong; the session is safe, the details are in {app.crash_file}\n"
        )
    elif status == FAILED:
        sys.stderr.write(
            "facilitator: something went wrong; the session is safe, facilitator resume goes on with it\n"
        )
    if not saved:
        rescued = app.rescue()
        sys.stderr.write(f"facilitator: not everything is on the disk; {rescued}\n")
        return status or FAILED
    return status


def _clock_of(given: argparse.Namespace) -> "Clock":
    from facilitator.clock import RehearsalClock, WallClock

    if given.rehearse is None:
        return WallClock()
    try:
        speed = float(given.rehearse)
    except ValueError:
        speed = 0.0
    if not 1 <= speed <= 3_600:
        raise Stop(
            "--rehearse takes how many times as fast the clock runs, from 1 to 3600, as in --rehearse 60"
        )
    return RehearsalClock(speed)


def _run(given: argparse.Namespace) -> int:
    from facilitator.start_commands import begin_session

    _need_a_terminal()
    clock = _clock_of(given)
    if given.rehearse is not None:
        import tempfile

        given.data = tempfile.mkdtemp(prefix="facilitator-rehearsal-")
    conductor = begin_session(given, store_of(given), catalogue_of(given), clock)
    return _show(given, clock, conductor)


def _resume(given: argparse.Namespace) -> int:
    from facilitator.clock import WallClock
    from facilitator.start_commands import session_to_resume

    session_id = session_to_resume(given, store_of(given))
    _need_a_terminal()
    return _show(given, WallClock(), session_id)


def _formats(given: argparse.Namespace) -> int:
    from facilitator import formats_commands as formats

    catalogue = catalogue_of(given)
    out, err = sys.stdout, sys.stderr
    match given.what:
        case "list":
            return formats.list_formats(catalogue, as_json=given.json, out=out)
        case "show":
            return formats.show_format(catalogue, given.format, as_json=given.json, out=out, err=err)
        case "check":
            return formats.check_formats(given.files, out=out, err=err)
        case "new":
            return formats.new_format(catalogue, given.id, out=out, err=err)
        case "copy":
            return formats.copy_format(catalogue, given.format, given.id, out=out, err=err)
        case _:
            return formats.show_folders(catalogue, out=out)


def _notes(given: argparse.Namespace) -> int:
    from facilitator.sessions_commands import print_notes

    return print_notes(given, store_of(given))


def _sessions(given: argparse.Namespace) -> int:
    from facilitator import sessions_commands as sessions

    store = store_of(given)
    match given.what:
        case "list":
            return sessions.list_sessions(store, as_json=given.json, out=sys.stdout)
        case "show":
            return sessions.show_session(
                store, given.session, as_json=given.json, private=given.private, out=sys.stdout
            )
        case "check":
            return sessions.check_sessions(store, given.session, out=sys.stdout)
        case _:
            return sessions.delete_session(store, given.session, out=sys.stdout)


def _doctor(given: argparse.Namespace) -> int:
    from facilitator.doctor import examine

    return examine(store_of(given), catalogue_of(given), out=sys.stdout)
