"""Who may know whom: the contracts of pyproject.toml, and what is really loaded in a fresh process."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {
    "pydantic",
    "pydantic_core",
    "yaml",
    "tinydb",
    "textual",
    "rich",
    "filelock",
    "platformdirs",
    "pyperclip",
}


def everything_in(package: str, *without: str) -> str:
    """Return code that imports every module of a package, but for those in the packages left out."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / package).rglob("*.py"))
    ]
    wanted = [name for name in names if not name.startswith((*without, f"{package}.__main__"))]
    return "".join(f"import {name}\n" for name in wanted)


def loaded_by(code: str) -> set[str]:
    """Return the names of all modules that a fresh process has loaded after this code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=ROOT,
    )
    return set(done.stdout.split())


def packages(modules: set[str]) -> set[str]:
    return {module.split(".")[0] for module in modules}


def test_the_contracts_are_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout
    assert " kept, 0 broken" in done.stdout


def test_the_engine_loads_what_it_may_and_nothing_else() -> None:
    loaded = loaded_by("import facilitator.engine.session, facilitator.engine.codec")
    assert "pydantic" in loaded
    assert not packages(loaded) & {"textual", "rich", "tinydb", "yaml", "screens", "data", "platformdirs"}
    ours = {name for name in loaded if name.startswith("facilitator.")}
    assert all(name.startswith("facilitator.engine") for name in ours)


@pytest.mark.parametrize("module", ["formats.catalogue", "data.store", "screens.acts", "facilitator.cli"])
def test_what_stands_at_the_beginning_is_light(module: str) -> None:
    loaded = loaded_by(f"import {module}")
    assert module in loaded
    assert not packages(loaded) & HEAVY


def test_home_is_there_before_anything_that_a_session_needs() -> None:
    loaded = loaded_by(
        "import facilitator.app\n"
        "from facilitator.presenter.home import home_view\n"
        "from formats.catalogue import library_entries\n"
        "from screens.home import HomeScreen\n"
        "screen = HomeScreen()\n"
        "screen.view = home_view(library_entries(), (), loading=True)"
    )
    assert "textual" in loaded
    assert not packages(loaded) & {"pydantic", "pydantic_core", "yaml", "tinydb", "filelock", "pyperclip"}
    assert not {name for name in loaded if name.startswith("facilitator.engine")}


def test_views_are_filled_without_textual() -> None:
    loaded = loaded_by(
        "import facilitator.presenter.live, facilitator.presenter.setup, facilitator.presenter.home\n"
        + everything_in("screens/views")
    )
    assert "screens.views.live" in loaded
    assert "textual" not in packages(loaded)


def test_only_the_app_knows_textual() -> None:
    loaded = loaded_by(everything_in("facilitator", "facilitator.app"))
    assert {"facilitator.cli", "facilitator.desk", "facilitator.doctor"} <= loaded
    assert "textual" not in packages(loaded)


@pytest.mark.parametrize(
    ("package", "above"),
    [("formats", {"facilitator", "screens", "data"}), ("data", {"facilitator", "screens", "textual"})],
)
def test_a_floor_loads_nothing_above_or_beside_it(package: str, above: set[str]) -> None:
    assert not packages(loaded_by(everything_in(package))) & above


def test_screens_load_no_floor_beside_or_above_them() -> None:
    loaded = loaded_by(everything_in("screens"))
    assert "screens.live" in loaded
    assert not packages(loaded) & {"facilitator", "data", "tinydb", "yaml", "pydantic"}


def test_this_way_of_looking_sees_what_is_loaded() -> None:
    assert "textual" in packages(loaded_by("import facilitator.app"))
    assert "tinydb" in packages(loaded_by("import data.sessions"))
