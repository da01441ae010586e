"""The home screen stands before anything heavy is loaded."""

import subprocess
import sys

HEAVY = ("tinydb", "pydantic", "pydantic_core", "filelock", "platformdirs", "textual", "json.tool", "socket")


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_door_to_the_data_loads_nothing_heavy() -> None:
    loaded = loaded_after("import data.store, data.folders, data.records, data.problems")
    assert "data.store" in loaded
    assert not loaded & set(HEAVY)


def test_listing_sessions_loads_nothing_heavy(tmp_path: object) -> None:
    loaded = loaded_after(
        "from pathlib import Path\nfrom data.store import Store\n"
        f"store = Store(Path({str(tmp_path)!r}))\nstore.folder.ensure()\nstore.ids(), store.unfinished()"
    )
    assert not loaded & set(HEAVY)


def test_this_test_can_see_a_heavy_module() -> None:
    assert "tinydb" in loaded_after("import data.sessions")


def test_data_never_loads_a_floor_above_or_beside() -> None:
    loaded = loaded_after("import data.sessions, data.community, data.rewrite, data.store")
    assert not {name for name in loaded if name.split(".")[0] in {"facilitator", "screens", "textual"}}
