"""A rule over the sources: no tool is started through a shell, and what is started is a list of words."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import data
import facilitator
import formats
import screens
from facilitator import clipboard
from tests.hostile import HOSTILE

STARTERS = frozenset({"run", "Popen", "call", "check_call", "check_output"})
"""What the standard library starts a program with, given a list."""
SHELLS = frozenset(
    {
        "system",
        "popen",
        "getoutput",
        "getstatusoutput",
        "create_subprocess_shell",
        "startfile",
        "popen2",
        "spawnl",
    }
    | {
        f"{kind}{end}"
        for kind in ("spawn", "exec")
        for end in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")
    }
)
"""What goes through a shell, or replaces this program."""
RUNNERS = frozenset({"eval", "exec", "compile", "__import__"})
"""What runs a text as a program."""
EDITORS = frozenset({"EDITOR", "VISUAL", "PAGER", "BROWSER", "SHELL"})
"""Variables that name programs: none of them is ever started."""


def offences(source: str) -> Iterator[str]:
    """Yield each place where a text could become a command."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (why := _why_not(node)):
            yield f"{node.lineno}: {why}: {ast.unparse(node)}"
        elif isinstance(node, ast.ImportFrom) and node.module in {"os", "subprocess", "pty", "commands"}:
            taken = SHELLS.intersection(name.name for name in node.names)
            if taken:
                yield f"{node.lineno}: a shell: {ast.unparse(node)}"
        elif isinstance(node, ast.Constant) and node.value in EDITORS:
            yield f"{node.lineno}: a program named by the environment: {node.value}"


def _why_not(call: ast.Call) -> str:
    owner, name = _called(call.func)
    if name in SHELLS and owner in {"os", "subprocess", "asyncio", "pty"}:
        return "a shell"
    if not owner and name in RUNNERS:
        return "a program made of text"
    if (owner, name) == ("webbrowser", "open"):
        return "a program named by the environment"
    if any(word.arg == "shell" for word in call.keywords) or any(word.arg is None for word in call.keywords):
        # Even `shell=False` is better left out: it can't be turned into something else then.
        return "" if owner != "subprocess" else "a shell, or what might turn one on"
    if (owner, name) == ("asyncio", "create_subprocess_exec"):
        return "" if not any(isinstance(one, ast.Starred) for one in call.args) else "words from elsewhere"
    if owner == "subprocess" and name in STARTERS:
        return "" if call.args and isinstance(call.args[0], ast.List) else "no list of words"
    return ""


def _called(function: ast.expr) -> tuple[str, str]:
    match function:
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return owner, name
        case ast.Attribute(attr=name):
            return "?", name
        case ast.Name(id=name):
            return "", name
        case _:
            return "?", ""


def sources() -> list[Path]:
    """Return every file of the program."""
    roots = [Path(package.__path__[0]) for package in (data, facilitator, formats, screens)]
    return sorted(path for root in roots for path in root.rglob("*.py"))


def test_no_tool_is_started_through_a_shell() -> None:
    found = {path.as_posix(): list(offences(path.read_text(encoding="utf-8"))) for path in sources()}
    assert len(found) > 100
    assert {path: told for path, told in found.items() if told} == {}


def test_what_runs_aside_goes_through_no_shell_either() -> None:
    for script in (clipboard._ASIDE, clipboard._NAME_ASIDE):
        assert list(offences(script)) == []


@pytest.mark.parametrize(
    "source",
    [
        "subprocess.run(f'xclip {text}', shell=True)",
        "subprocess.run(['xclip'], shell=False)",
        "subprocess.run(['xclip'], **options)",
        "subprocess.run(command)",
        "subprocess.run('xclip ' + path)",
        "subprocess.Popen(shlex.split(os.environ['BROWSER']))",
        "subprocess.check_output(words)",
        "os.system(command)",
        "os.popen(command)",
        "os.execvp(editor, [editor, path])",
        "os.startfile(path)",
        "subprocess.getoutput(command)",
        "asyncio.create_subprocess_shell(command)",
        "asyncio.create_subprocess_exec(*words)",
        "from os import system",
        "from subprocess import getoutput",
        "webbrowser.open(link)",
        "editor = os.environ.get('EDITOR')",
        "eval(text)",
        "exec(text)",
    ],
)
def test_the_rule_finds_what_it_looks_for(source: str) -> None:
    assert list(offences(source))


@pytest.mark.parametrize(
    "source",
    [
        "subprocess.run([sys.executable, '-c', script], input=text)",
        "re.compile(words)",
        "app.run()",
        "lock.call()",
    ],
)
def test_the_rule_lets_pass_what_is_safe(source: str) -> None:
    assert not list(offences(source))


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for a tool is a script of the shell")
def test_no_hostile_text_or_environment_becomes_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is copied goes to the tool's standard input; nothing in it, or in what names editors, is run."""
    tool = tmp_path / "bin" / "xclip"
    tool.parent.mkdir()
    cat = shutil.which("cat")
    tool.write_text(f'#!/bin/sh\n{cat} >> "{tmp_path}/taken"\nprintf "%s\\n" "$@" >> "{tmp_path}/words"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    for name in EDITORS:
        monkeypatch.setenv(name, f"touch {tmp_path}/gone; $(touch {tmp_path}/gone)")
    monkeypatch.chdir(tmp_path)
    text = "\n".join(one.kept for one in HOSTILE) + f"\n$(touch {tmp_path}/gone) `touch {tmp_path}/gone`"
    assert clipboard.copy(text, osc52=None, timeout=20).state == "copied"
    assert (tmp_path / "taken").read_text(encoding="utf-8") == text
    words = (tmp_path / "words").read_text(encoding="utf-8")
    assert not any(one.line in words for one in HOSTILE if len(one.line) > 12)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "taken", "words"]


def test_new_and_copied_formats_start_no_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *words, **_: started.append(words))
    monkeypatch.setenv("EDITOR", f"touch {tmp_path}/gone #")
    from facilitator import cli

    assert cli.main(["--formats", str(tmp_path / "formats"), "formats", "new", "ours"]) == 0
    assert cli.main(["--formats", str(tmp_path / "formats"), "formats", "copy", "kickoff"]) == 0
    assert cli.main(["--formats", str(tmp_path / "formats"), "formats", "new", "con"]) == 2
    assert started == []
    assert sorted(path.name for path in (tmp_path / "formats").iterdir()) == ["kickoff.yaml", "ours.yaml"]
