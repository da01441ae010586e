"""What all tests with a screen share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator import elsewhere


@pytest.fixture(autouse=True, scope="package")
def _fewer_collections() -> Iterator[None]:
    """Collect rubbish rarely: an app and its widgets are many objects, and most of them live as long as the test."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a folder of the test as the person's own, and another one as the system's."""
    own, system = tmp_path / "home", tmp_path / "system"
    own.mkdir()
    system.mkdir()
    monkeypatch.setattr(elsewhere, "_folders", lambda: iter((own, system)))
    return own
