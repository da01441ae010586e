"""What all tests with a screen share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="package")
def _fewer_collections() -> Iterator[None]:
    """Collect rubbish rarely: an app and its widgets are many objects, and most of them live as long as the test."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()
