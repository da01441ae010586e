"""A rule over the sources: nothing that draws text is given a bare string, which would be read as markup."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import facilitator.app
import screens

DRAWN = frozenset(
    {
        "Static", "Label", "Button", "Digits", "Link", "Tooltip", "Markdown", "MarkdownViewer", "Option",
        "OptionList", "SelectionList", "Selection", "Select", "Checkbox", "RadioButton", "RadioSet", "TabPane",
        "Tab", "Tabs", "TabbedContent", "Collapsible", "Tree", "Placeholder", "Toast", "Notification",
    }
)  # fmt: skip
"""Widgets and parts of Textual that read markup in a string."""
CALLS = frozenset(
    {
        "update", "notify", "with_tooltip", "add_option", "add_options", "add_column", "add_columns", "add_row",
        "add_rows", "update_cell", "update_cell_at", "add_leaf", "set_label", "set_options", "add_tab",
        "replace_option_prompt", "replace_option_prompt_at_index",
    }
)  # fmt: skip
"""Methods that do."""
ALWAYS = frozenset({"from_markup", "from_text", "visualize"})
"""Functions that do, so that only plain constants may go in."""
TITLES = frozenset({"border_title", "border_subtitle", "tooltip", "BORDER_TITLE", "BORDER_SUBTITLE"})
"""Attributes that do."""
SAFE = frozenset({"Content", "content", "Plain", "_lines", "_as_content"})
"""What makes text that is never markup."""
NEVER_DRAWN = frozenset({"id", "classes", "name", "severity", "timeout", "variant", "disabled", "key"})
"""Arguments that are no text for people."""


class Rule:
    """Goes through one module."""

    def __init__(self, source: str) -> None:
        """Read a module and what its names mean: `import Static as S` changes nothing."""
        self._tree = ast.parse(source)
        self._imported = {
            name.asname: name.name
            for node in ast.walk(self._tree)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
            if name.asname
        }

    def offences(self) -> Iterator[str]:
        """Yield each place where a text might be read as markup."""
        for node in ast.walk(self._tree):
            if any(self._is_bare(text) for text in self._drawn_by(node)):
                yield f"{getattr(node, 'lineno', 0)}: {ast.unparse(node)}"

    def _drawn_by(self, node: ast.AST) -> list[ast.expr]:
        """Return what a part of the program has drawn."""
        match node:
            case ast.Call() as call:
                return self._drawn_by_call(call)
            case ast.Assign(targets=targets, value=value):
                return [value] if any(_name(one) in TITLES for one in targets) else []
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.AugAssign(target=target, value=value)
            ):
                return [value] if _name(target) in TITLES else []
            case ast.FunctionDef(name="render", returns=ast.Name(id="str")):
                return [ast.Name("str")]
            case _:
                return []

    def _drawn_by_call(self, call: ast.Call) -> list[ast.expr]:
        called = self._imported.get(_name(call.func), _name(call.func))
        if called == "setattr":
            named = call.args[1] if len(call.args) == 3 else None
            return call.args[2:] if isinstance(named, ast.Constant) and named.value in TITLES else []
        if called in ALWAYS:
            return call.args[:1]
        if called not in DRAWN | CALLS or _without_markup(call):
            return []
        words = [word.value for word in call.keywords if word.arg not in NEVER_DRAWN]
        return [*call.args, *words]

    def _is_bare(self, value: ast.expr) -> bool:
        """Say whether an expression may be a string with markup in it: all but plain constants and `Content`."""
        match value:
            case ast.Constant(value=str(text)):
                return "[" in text
            case ast.Constant():
                return False
            case ast.Call(func=ast.Name(id=name)):
                return name not in SAFE
            case ast.Call(func=ast.Attribute(value=ast.Name(id="Content"), attr=name)):
                return name in ALWAYS
            case ast.Call(func=ast.Attribute(value=ast.Call() as inner)):
                return self._is_bare(inner)
            case ast.IfExp(body=body, orelse=orelse):
                return self._is_bare(body) or self._is_bare(orelse)
            case _:
                return True


def _name(target: ast.expr) -> str:
    """Return the last name of `a`, `a.b` or `a.b.c`; empty where there is none."""
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _without_markup(call: ast.Call) -> bool:
    """Say whether a call turns markup off."""
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in call.keywords
    )


def offences(source: str) -> list[str]:
    """Return each place of a module where a text might be read as markup."""
    return list(Rule(source).offences())


def sources() -> list[Path]:
    """Return every file that draws: nothing else may import Textual."""
    roots = [Path(package.__path__[0]) for package in (screens, facilitator.app)]
    # Plain turns markup off for itself, once for everything that is drawn with it.
    return sorted(path for root in roots for path in root.rglob("*.py") if path.stem != "plain")


def test_no_text_is_read_as_markup() -> None:
    found = {path.as_posix(): offences(path.read_text(encoding="utf-8")) for path in sources()}
    assert len(found) > 40
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize(
    "source",
    [
        "Static(text)",
        "Static(content=text)",
        "widgets.Static(text)",
        "from textual.widgets import Static as Words\nWords(text)",
        "Label(f'{name} speaks')",
        "self.notify(str(error), severity='warning')",
        "self.notify('fine', title=name)",
        "self.app.notify(message=text, markup=True)",
        "self.query_one(Static).update(row.text)",
        "widget.border_title = view.title",
        "widget.border_subtitle: str = view.title",
        "widget.border_title += view.title",
        "first = widget.border_title = view.title",
        "setattr(widget, 'border_title', text)",
        "class Panel(Widget):\n    BORDER_TITLE = make()",
        "widget.tooltip = text",
        "widget.with_tooltip(text)",
        "Static('[b]bold[/b]')",
        "yield Button(self.label, id='ok')",
        "Button(label=name)",
        "OptionList(*names)",
        "OptionList('one', Option(name))",
        "self.options.add_option(name)",
        "self.options.add_options(names)",
        "table.add_row(name, spent)",
        "table.add_columns(*names)",
        "DataTable().update_cell('a', 'b', text)",
        "tree.root.add_leaf(text)",
        "Tree(text)",
        "Checkbox(text)",
        "TabPane(title, Plain(text))",
        "Collapsible(title=text)",
        "Markdown(text)",
        "Static(Content.from_markup(f'[b]{name}[/b]'))",
        "Content.from_markup(text)",
        "Static('a' + text)",
        "Static(text if text else Content(''))",
        "Static(Content(text) if text else words)",
        "Static(escape(text))",
        "class Name(Widget):\n    def render(self) -> str:\n        return self.name",
    ],
)
def test_the_rule_finds_what_it_looks_for(source: str) -> None:
    assert offences(source)


@pytest.mark.parametrize(
    "source",
    [
        "Static(Content(text))",
        "Static(content=Content(text), id=name)",
        "Label(name, markup=False)",
        "self.notify(str(error), markup=False)",
        "Static('plain words')",
        "Content.from_markup('$name speaks', name=text)",
        "Button('OK', id=name, variant=kind)",
        "self.update(Content(text) if isinstance(text, str) else content(text))",
        "class Name(Widget):\n    def render(self) -> Content:\n        return content(self.name)",
    ],
)
def test_the_rule_lets_pass_what_is_safe(source: str) -> None:
    assert not offences(source)
