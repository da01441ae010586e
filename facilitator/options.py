"""Commands and options, and what reads them. Loads nothing else, so that `--help` is there at once."""

import argparse
import re
from pathlib import Path
from typing import Final, NoReturn

from facilitator.cli_problems import Stop
from formats.words import LEVELS

_NO_TEXT: Final = re.compile("[\ud800-\udfff]")
DIALECTS: Final = "markdown, slack, discord, teams, text, html or json"
"""How notes can be written, for whoever asks for help; the notes themselves would take long to load."""
ORDERS: Final = ("roster", "shuffle", "quiet-first", "volunteers")


class _Parser(argparse.ArgumentParser):
    """Reads options by their whole names only, so that a script still means the same when an option is added."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**{**settings, "allow_abbrev": False})  # type: ignore[arg-type]  # handed on as they came

    def error(self, message: str) -> NoReturn:
        raise Stop(f"{message}; {self.prog} --help says what there is")


def _text(word: str) -> str:
    """Read a word that becomes a text: bytes that are none are seen to be missing, as in what is typed on a screen."""
    return _NO_TEXT.sub("\ufffd", word)


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    top = _Parser(
        prog="facilitator",
        description="Lead a live session: timeboxes, turns, captures, notes.",
        epilog="Without a command it opens the home screen. SESSION is an id, the beginning of one, or last.",
    )
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument("--data", metavar="DIR", help="keep everything that lasts in this folder")
    top.add_argument("--formats", metavar="DIR", dest="formats_folder", help="add the formats of this folder")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_run(commands.add_parser("run", help="run a format at once, or from a given start"))
    resume = commands.add_parser("resume", help="go on with the unfinished session, or the named one")
    resume.add_argument("session", nargs="?", metavar="SESSION", help="an id, the beginning of one, or last")
    resume.add_argument("--bell", action="store_true", help="ring on last words and at the end of a segment")
    resume.add_argument("--follow", action="store_true", help="look on while another window has it")
    _add_formats(commands.add_parser("formats", help="list, show, check, copy and find formats"))
    _add_notes(commands.add_parser("notes", help="print or copy the notes of a session"))
    _add_sessions(
        commands.add_parser(
            "sessions", help="list, show, search, check, export, import, erase or delete sessions"
        )
    )
    commands.add_parser("doctor", help="what works here, and what to do where it does not")
    return top


def _add_run(run_: argparse.ArgumentParser) -> None:
    run_.add_argument("format", metavar="FORMAT|FILE", help="the id of a format, or a file")
    run_.add_argument("--title", type=_text, default="", metavar="T", help="the title of the session")
    who = run_.add_mutually_exclusive_group()
    who.add_argument("--people", type=_text, default="", metavar='"ANA, BEN"', help="who takes part")
    who.add_argument("--people-from", metavar="FILE", help="a file with a name on each line")
    until = run_.add_mutually_exclusive_group()
    until.add_argument("--minutes", default="", metavar="N", help="how long it is to last")
    until.add_argument("--ends", default="", metavar="HH:MM", help="when it has to end")
    run_.add_argument("--starts", default="", metavar="HH:MM", help="the start it was called for")
    run_.add_argument("--order", choices=ORDERS, help="the order of rounds")
    run_.add_argument("--level", choices=LEVELS, help="what the notes may say of people")
    run_.add_argument(
        "--series", type=_text, default="", metavar="NAME", help="the community or team it belongs to"
    )
    run_.add_argument("--facilitator", type=_text, default="", metavar="NAME", help="who leads")
    run_.add_argument("--timekeeper", type=_text, default="", metavar="NAME", help="who keeps time")
    run_.add_argument("--note-taker", type=_text, default="", metavar="NAME", help="who takes notes")
    run_.add_argument("--bell", action="store_true", help="ring on last words and at the end of a segment")
    run_.add_argument("--seed", type=int, metavar="N", help="draw by chance as the same number did before")
    run_.add_argument("--at-once", action="store_true", help="do not wait for the start: the clock runs")
    run_.add_argument(
        "--rehearse", metavar="SPEED", help="on a clock SPEED times as fast, in a throw-away folder"
    )


def _add_formats(formats: argparse.ArgumentParser) -> None:
    what = formats.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=_Parser)
    what.add_parser("list", help="all formats").add_argument("--json", action="store_true")
    show = what.add_parser("show", help="one format")
    show.add_argument("format", metavar="FORMAT|FILE")
    show.add_argument("--json", action="store_true")
    show.add_argument("--as", dest="dialect", metavar="DIALECT", help=f"as an invitation: {DIALECTS}")
    show.add_argument("--start", metavar="HH:MM", help="when it begins, for clock times in the invitation")
    check = what.add_parser("check", help="check files, all complaints at once")
    check.add_argument("files", metavar="FILE", nargs="+", type=Path)
    tune = what.add_parser("tune", help="what its segments took in past sessions, and timings after that")
    tune.add_argument("format", metavar="FORMAT|FILE")
    tune.add_argument("--json", action="store_true")
    what.add_parser("path", help="the folders where formats lie")
    what.add_parser("new", help="write a template to start from").add_argument("id", metavar="ID")
    copy = what.add_parser("copy", help="copy a format to your own folder")
    copy.add_argument("format", metavar="FORMAT|FILE")
    copy.add_argument("id", metavar="ID", nargs="?", help="what the copy is called; the same if left out")


def _add_notes(notes: argparse.ArgumentParser) -> None:
    notes.add_argument("session", nargs="?", default="last", metavar="SESSION")
    notes.add_argument("--as", dest="dialect", default="markdown", metavar="DIALECT", help=DIALECTS)
    notes.add_argument("--level", choices=LEVELS, help="what they say of people, if not what was agreed")
    notes.add_argument("--short", action="store_true", help="the few lines for the chat")
    notes.add_argument(
        "--without", metavar="SECTION", action="append", default=[], help="leave a section out, such as time"
    )
    notes.add_argument("--task-lists", action="store_true", help="actions as boxes to tick, in markdown")
    notes.add_argument("--part", type=int, metavar="N", help="one part of them, where the chat needs several")
    notes.add_argument(
        "--limit", type=int, metavar="N", help="characters a part, if not as many as the chat takes"
    )
    notes.add_argument("--copy", action="store_true", help="copy them too, part by part")
    _add_out(notes, "write them to a file instead")


def _add_sessions(sessions: argparse.ArgumentParser) -> None:
    what = sessions.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=_Parser)
    what.add_parser("list", help="all sessions").add_argument("--json", action="store_true")
    show = what.add_parser("show", help="one session")
    show.add_argument("session", metavar="SESSION", nargs="?", default="last")
    show.add_argument("--json", action="store_true")
    show.add_argument("--private", action="store_true", help="turns and airtime too")
    check = what.add_parser("check", help="verify every session, or one, and mend what can be mended")
    check.add_argument("session", metavar="SESSION", nargs="?")
    check.add_argument("--json", action="store_true")
    check.add_argument(
        "--go-back",
        action="store_true",
        help="use the newest backup that can be used, where the session can't",
    )
    import_ = what.add_parser("import", help="bring in sessions from files that lie elsewhere")
    import_.add_argument("files", metavar="FILE", nargs="+", type=Path)
    import_.add_argument(
        "--as-new", action="store_true", help="give each an id of its own, whatever is here already"
    )
    search = what.add_parser("search", help="find words in titles, items, prompts and names of all sessions")
    search.add_argument("words", metavar="WORDS", nargs="+", help="all of them must be in one text")
    search.add_argument("--json", action="store_true")
    export = what.add_parser(
        "export", help="one session as a file that import reads, without what is private"
    )
    export.add_argument("session", metavar="SESSION")
    export.add_argument("--with-private", action="store_true", help="with what was said off the record")
    _add_out(export, "write it to this file instead")
    erase = what.add_parser("erase-private", help="erase what is off the record in a session, for good")
    erase.add_argument("session", metavar="SESSION")
    erase.add_argument("--yes", action="store_true", help="it is meant; nothing is asked")
    delete = what.add_parser("delete", help="move a session to the trash")
    delete.add_argument("session", metavar="SESSION")


def _add_out(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--out", metavar="FILE", help=what)
    command.add_argument("--force", action="store_true", help="even over a file that is there")
