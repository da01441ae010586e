"""How a session from a file stands to the stored one: both are compared as they would be shown."""

from dataclasses import replace
from pathlib import Path

from data.imports import Brought, shared, standing
from tests.data.builders import SESSION, record, records


def test_what_is_only_cleaned_is_no_other_way(tmp_path: Path) -> None:
    stored = [replace(one, data={"text": "\x07a thought", "number": one.seq}) for one in records(1, 3)]
    brought = Brought(tmp_path / "x.json", SESSION, {}, (*records(1, 2), record(3, "something else")))
    assert standing(stored, brought) == "other"
    assert shared(stored, brought) == 2
