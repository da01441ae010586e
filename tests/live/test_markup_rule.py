"""A rule over the sources: nothing that draws text is given a bare string, which would be read as markup."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import facilitator.app
import screens

DRAWN = frozenset(
    {"Static", "Label", "Button", "Digits", "Link", "Tooltip", "Markdown", "Option", "TabPane", "Collapsible"}
)
"""Widgets and parts of Textual that read markup in a string."""
CALLS = frozenset({"update", "notify"})
"""Methods that do."""
TITLES = frozenset({"border_title", "border_subtitle", "tooltip"})
"""Attributes that do."""
SAFE = frozenset({"Content", "content", "Plain", "_lines", "_as_content"})
"""What makes text that is never markup."""


def is_bare(value: ast.expr) -> bool:
    """Say whether an expression may be a string with markup in it: all but plain constants and `Content`."""
    match value:
        case ast.Constant(value=str(text)):
            return "[" in text
        case ast.Constant():
            return False
        case ast.Call(func=ast.Name(id=name)):
            return name not in SAFE
        case ast.Call(func=ast.Attribute(value=ast.Name(id="Content"))):
            return False
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner)):
            return is_bare(inner)
        case ast.IfExp(body=body, orelse=orelse):
            return is_bare(body) or is_bare(orelse)
        case _:
            return True


def without_markup(call: ast.Call) -> bool:
    """Say whether a call turns markup off."""
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in call.keywords
    )


def offences(source: str) -> Iterator[str]:
    """Yield each place where a text might be read as markup."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in DRAWN:
                texts = node.args[:1]
            case ast.Call(func=ast.Attribute(attr=name)) if name in CALLS:
                texts = node.args[:1]
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if name in TITLES:
                if is_bare(value):
                    yield f"{node.lineno}: {ast.unparse(node)}"
                continue
            case _:
                continue
        if any(is_bare(text) for text in texts) and not without_markup(node):
            yield f"{node.lineno}: {ast.unparse(node)}"


def sources() -> list[Path]:
    """Return every file that draws."""
    roots = [Path(package.__path__[0]) for package in (screens, facilitator.app)]
    # Plain turns markup off for itself, once for everything that is drawn with it.
    return sorted(path for root in roots for path in root.rglob("*.py") if path.stem != "plain")


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_no_text_is_read_as_markup(path: Path) -> None:
    assert list(offences(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(text)",
        "Label(f'{name} speaks')",
        "self.notify(str(error), severity='warning')",
        "self.query_one(Static).update(row.text)",
        "widget.border_title = view.title",
        "Static('[b]bold[/b]')",
        "yield Button(self.label, id='ok')",
    ],
)
def test_the_rule_finds_what_it_looks_for(source: str) -> None:
    assert list(offences(source))


@pytest.mark.parametrize(
    "source",
    [
        "Static(Content(text))",
        "Label(name, markup=False)",
        "self.notify(str(error), markup=False)",
        "Static('plain words')",
        "self.update(Content(text) if isinstance(text, str) else content(text))",
    ],
)
def test_the_rule_lets_pass_what_is_safe(source: str) -> None:
    assert not list(offences(source))
