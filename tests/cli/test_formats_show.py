"""What `formats show` tells of a format."""

import io
from pathlib import Path

from facilitator.formats_commands import show_format
from formats.catalogue import Catalogue


def test_what_a_segment_says_of_its_activity_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "name: Own\nsegments:\n"
        "  - {title: A, minutes: 15, activity: round, box: 90s, opens: facilitator, last_words_at: 45s}\n"
        "  - {title: B, minutes: 20, activity: board, columns: [Keep, Drop], hidden: true}\n"
        "  - {title: C, minutes: 20, activity: topics, from: b, boxes: [5, 1.5]}\n",
        encoding="utf-8",
    )
    out = io.StringIO()
    assert show_format(Catalogue([]), str(file), as_json=False, out=out, err=out) == 0
    lines = [line.strip() for line in out.getvalue().splitlines()]
    settings = [
        "box: 1:30",
        "opens: facilitator",
        "last_words_at: 45s",
        "columns: Keep, Drop",
        "hidden: true",
    ]
    assert [line for line in (*settings, "boxes: 5, 1:30") if line not in lines] == []
