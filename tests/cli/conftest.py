"""What every story of the command line begins with."""

from pathlib import Path

import pytest

from tests.cli.held import Shelf


@pytest.fixture(autouse=True)
def nobodys_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the folders of whoever runs the tests out of them."""
    for name in ("FACILITATOR_DATA", "FACILITATOR_FORMATS"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "local"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return an empty data folder."""
    return Shelf(tmp_path / "kept")
