"""What is installed is what lies here: every file of the four packages gets into the wheel."""

import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("facilitator", "screens", "formats", "data")


def files_of(package: str) -> set[str]:
    """Return the files of a package, as paths from the root."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_kind_of_file_is_named_for_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    patterns = ["*.py", *settings["package-data"]["*"]]
    for package in PACKAGES:
        assert any(fnmatch(package, pattern) for pattern in settings["packages"]["find"]["include"])
        for name in files_of(package):
            assert any(fnmatch(Path(name).name, pattern) for pattern in patterns), f"{name} would be left out"


def test_no_folder_has_a_name_that_can_not_be_a_package() -> None:
    for package in PACKAGES:
        for name in files_of(package):
            assert all(part.isidentifier() for part in Path(name).parent.parts), name


@pytest.mark.torture
def test_the_wheel_holds_every_file_and_nothing_else(tmp_path: Path) -> None:
    for name in (*PACKAGES, "pyproject.toml", "README.md", "LICENSE"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / "source" / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path, tmp_path / "source"],
        check=True,
        timeout=300,
    )
    [wheel] = tmp_path.glob("*.whl")
    packed = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == {name for package in PACKAGES for name in files_of(package)}
