"""In which order the tests run."""

import pytest

WAIT_MOST = ("tests/whole/", "tests/cli/test_terminal.py")
"""Tests that mostly wait for another process: begun first, they leave the processors to the others meanwhile."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that wait most."""
    items.sort(key=lambda item: not item.nodeid.startswith(WAIT_MOST))
