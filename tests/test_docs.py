"""The pages say what is so: links lead somewhere, commands are understood, examples work, pictures can be drawn."""

import re
import shlex
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from docs.pictures.story import SCENES, draw
from facilitator.cli_problems import Stop
from facilitator.options import parser
from formats.reader import parse_format
from screens.acts import LIVE, written

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
OUR_FILE = re.compile(r"(?:facilitator|screens|data|formats|tests|docs|bench|\.ci)/[\w./-]+\.\w+")
SYNOPSIS = re.compile(r"[\[\]|…]|\.\.\.")
MEANS_OTHERS = {"|", ">", "&&", ";", "2>&1"}
LARGEST_PICTURE = 150_000


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def fences(page: Path, *languages: str) -> list[str]:
    return [body for language, body in FENCE.findall(text_of(page)) if language in languages]


def spans(page: Path) -> list[str]:
    return SPAN.findall(FENCE.sub("", text_of(page)))


def commands(page: Path) -> Iterator[list[str]]:
    """Yield what stands after `facilitator` in lines that one would type."""
    yield from words_of(line for body in fences(page, "sh", "console") for line in body.splitlines())


def named_commands(page: Path) -> Iterator[list[str]]:
    """Yield the same where the text only names a command, perhaps without what it needs."""
    yield from words_of(spans(page))


def words_of(lines: Iterable[str]) -> Iterator[list[str]]:
    for line in lines:
        if not line.startswith("facilitator ") or SYNOPSIS.search(line):
            continue
        words = shlex.split(line, comments=True)[1:]
        end = next((place for place, word in enumerate(words) if word in MEANS_OTHERS), len(words))
        yield words[:end]


def heading_ids(page: Path) -> set[str]:
    """Return what a link can name in a page, as the usual viewers make it from headings."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    for link in LINK.findall(FENCE.sub("", text_of(page))):
        name, _, heading = link.partition("#")
        target = page if not name else page.parent / name
        assert target.exists(), f"{link} leads nowhere"
        assert not heading or heading in heading_ids(target), f"{link}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_files_that_are_named_are_there(page: Path) -> None:
    named = {found for span in spans(page) for found in OUR_FILE.findall(span) if span == found}
    invented = {name for name in named if "mood" in name}  # The activity that is added as an example.
    for name in named - invented:
        assert (ROOT / name).exists(), f"{name} is not there"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_commands_are_understood(page: Path) -> None:
    for words in commands(page):
        understood(words)
    for words in named_commands(page):
        with suppress(NamedOnly):
            understood(words)


class NamedOnly(Exception):
    """A command was named without what it needs."""


def understood(words: list[str]) -> None:
    try:
        with suppress(SystemExit):  # What --help does.
            parser().parse_args(words)
    except Stop as refused:
        if "arguments are required" in refused.told():
            raise NamedOnly from refused
        pytest.fail(f"facilitator {shlex.join(words)}: {refused.told()}")


def test_this_way_of_looking_finds_commands() -> None:
    found = list(commands(ROOT / "README.md"))
    assert ["sessions", "show", "last", "--json"] in found
    assert ["run", "kickoff", "--people", "Ana, Ben, Chi, Dee", "--rehearse", "60"] in found


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_targets_of_make_are_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    shown = [line for body in fences(page, "sh") for line in body.splitlines()]
    for line in [*shown, *spans(page)]:
        named = re.match(r"make ([a-z]+)", line)
        assert named is None or named[1] in targets, line


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_formats_that_are_shown_can_be_read(page: Path) -> None:
    for body in fences(page, "yaml"):
        if body.startswith("name:"):
            parse_format(body, name=page.name, format_id="shown")


def test_the_format_of_the_readme_has_ten_lines_and_half_an_hour() -> None:
    [body] = fences(ROOT / "README.md", "yaml")
    swap = parse_format(body, name="friday-swap.yaml", format_id="friday-swap")
    assert len(body.splitlines()) == 10
    assert swap.planned_seconds == 30 * 60
    assert swap.answered({"topic": "Pricing"}).segments[1].title == "Pricing"


def test_the_keys_of_the_readme_are_keys_of_the_live_screen() -> None:
    keys = {written(key) for act in LIVE for key in act.keys}
    table = text_of(ROOT / "README.md").partition("## The keys that matter")[2].partition("\n## ")[0]
    shown = [
        key for row in table.splitlines() if row.startswith("| `") for key in SPAN.findall(row.split("|")[1])
    ]
    assert len(shown) > 15
    assert set(shown) <= keys


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    page = text_of(ROOT / "docs" / "dependencies.md")
    for one in needed:
        name = re.split(r"[<>=;\s]", one)[0]
        assert f"\n| `{name}` |" in page, f"{name} has no line"


def test_the_changes_name_this_version() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    assert f"\n## {project['version']}\n" in text_of(ROOT / "CHANGELOG.md")


def test_every_decision_is_listed_in_its_order() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall(text_of(folder / "README.md"))
    assert listed == sorted(path.name for path in folder.glob("0*.md"))


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_needs_nothing_from_elsewhere(name: str) -> None:
    svg = text_of(ROOT / "docs" / "pictures" / f"{name}.svg")
    assert len(svg.encode()) < LARGEST_PICTURE
    assert set(re.findall(r"https?://[^\"' ]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert "@font-face" not in svg
    assert f"docs/pictures/{name}.svg" in text_of(ROOT / "README.md")


@pytest.mark.torture
async def test_a_picture_is_drawn_the_same_twice() -> None:
    first, second = await draw(["setup"]), await draw(["setup"])
    assert first == second
    assert "Ivy" in first["setup"]
    assert "@font-face" not in first["setup"]
