"""Ten thousand broken format files: each is refused with its places, or means something; none costs much."""

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from facilitator import cli
from formats.agenda import parse_agenda
from formats.catalogue import LIBRARY
from formats.complaints import MOST_SHOWN, FormatError
from formats.model import Format
from formats.reader import LARGEST, parse_format, read_format
from tests.formats.hostile_files import AGENDAS, FORMATS
from tests.mutants import GENERAL, Mutation, a_word_for_another, mutants, unburdened

MOST_SECONDS = 0.2
"""What a broken file may cost, in seconds of one processor."""
MOST_BYTES = 100_000_000

PLAN = """\
# Our day

What it is for

- 9:00 Check-in
  - what is new
- 9:15-9:40 Topic: 10m
- 10' Purpose
- Introductions (15 min)
  go first
1. Talk (1h30)
| Panel | 5 min |
- 12:00 Break
- 12:30 End
"""
YAML_WORDS = [
    *(
        b"1e999",
        str(10**400).encode(),
        b".nan",
        b"-.inf",
        b"null",
        b"~",
        b"no",
        b"2001-01-01",
        b"0x10",
        b"-5",
        b"1_0",
    ),
    *(
        b"[]",
        b"{}",
        b"*a",
        b"&a x",
        b"<<: *a",
        b"!!python/object:os.system x",
        b"!!binary x",
        b"? ",
        b": ",
        b"- - -",
    ),
    *(
        b"'",
        b'"',
        b"|",
        b">",
        b"%",
        b"@",
        b"#",
        b"...",
        b"---\n",
        b"{a: {a: {a: 1}}}",
        b"key: key: ",
        b"\\ud800",
    ),
    *(b"{" * 500, b"[" * 10_000, b"- " * 10_000, b"a: " * 3_000, b"x" * 300_000, b"k" * 5_000 + b": 1"),
]
AGENDA_WORDS = [
    *(
        b"9" * 1_000,
        b"(" * 1_000,
        b"5 min " * 300,
        b"9:00 " * 300,
        b"1h " * 300,
        b" " * 3_000,
        b"\t \t" * 500,
    ),
    *(
        b"# " * 50,
        b"- " * 300,
        b"*_`" * 200,
        b"to " * 200,
        b"(about " * 80,
        b"|" * 500,
        b"x" * 300_000,
        b"99:99",
    ),
    *(
        "９:００".encode(),
        b"25:00",
        b"1.1.1",
        b"5 - 5 - 5",
        b"0 min",
        b"-5 min",
        b"1e9 min",
        b"am pm",
        b"[x]",
    ),
]


def yaml_word(raw: bytes, random: Random) -> bytes:
    return a_word_for_another(raw, random, YAML_WORDS)


def agenda_word(raw: bytes, random: Random) -> bytes:
    return a_word_for_another(raw, random, AGENDA_WORDS)


def kinds() -> list[tuple[str, list[bytes], list[Mutation]]]:
    library = [path.read_bytes() for path in sorted(LIBRARY.glob("*.yaml"))]
    return [
        ("ours.yaml", library, [*GENERAL, *[yaml_word] * 6]),
        ("ours.md", [PLAN.encode()], [*GENERAL, *[agenda_word] * 6]),
    ]


def check(path: Path) -> bool:
    """Read a file as everybody would; say whether it was a format.

    It means something if it can be kept and read again, and if not it says where it is wrong.
    """
    refusal: FormatError | None = None
    try:
        read = read_format(path)
    except FormatError as error:
        refusal = error
    if refusal is not None:
        assert 1 <= len(refusal.complaints) <= MOST_SHOWN + 1
        for one in refusal.complaints:
            assert one.line >= 1
            assert one.column >= 1
            assert one.what
            assert len(str(one)) < 1_000 + len(str(path))
            assert str(one).startswith(f"{path}:{one.line}:{one.column}: ")
            assert "\n" not in str(one)
        return False
    assert Format.model_validate(read.model_dump(mode="json")) == read
    return True


def run(folder: Path, count: int, seed: int) -> tuple[int, float]:
    """Check broken files of each kind; give how many could be read all the same, and the dearest, in seconds."""
    accepted, dearest = 0, 0.0
    for name, good, mutations in kinds():
        path = folder / name
        for raw in mutants(good, mutations, count, seed):
            path.write_bytes(raw)
            began = time.process_time()
            accepted += check(path)
            dearest = max(dearest, time.process_time() - began)
    return accepted, dearest


def test_broken_files_are_refused_with_their_places_or_mean_something(tmp_path: Path) -> None:
    accepted, _ = run(tmp_path, 200, seed=1)
    assert 40 < accepted < 360, "some are harmless, most are not"


@pytest.mark.torture
def test_ten_thousand_broken_files(tmp_path: Path) -> None:
    with unburdened():
        _, dearest = run(tmp_path, 5_000, seed=2)
    assert dearest < MOST_SECONDS


def seconds_for(name: str, text: str, kind: str) -> float:
    read = parse_agenda if kind == "md" else parse_format
    began = time.process_time()
    with pytest.raises(FormatError) as refused:
        read(text, name=name, format_id="x")
    assert refused.value.complaints
    return time.process_time() - began


HARMFUL = [
    *(pytest.param(text, "yaml", id=f"yaml: {name}") for name, text in FORMATS.items()),
    *(pytest.param(text, "md", id=f"agenda: {name}") for name, text in AGENDAS.items()),
]


@pytest.fixture(scope="module")
def honest_seconds() -> float:
    """Return what reading a valid file with sixty full segments costs, on the computer that runs the tests."""
    segment = "  - title: Part {0}\n    minutes: 5\n    activity: talk\n    prompts: [{1}]\n    cues: [{1}]\n"
    full = ", ".join(f"something to say {n}" for n in range(15))
    text = "name: X\nsegments:\n" + "".join(segment.format(n, full) for n in range(60))
    times = []
    for _ in range(3):
        began = time.process_time()
        assert len(parse_format(text, name="x", format_id="x").segments) == 60
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.torture
@pytest.mark.parametrize(("text", "kind"), HARMFUL)
def test_a_harmful_file_costs_no_more_than_a_few_honest_ones(
    text: str, kind: str, honest_seconds: float
) -> None:
    assert len(text.encode("utf-8", "surrogatepass")) <= LARGEST
    least = min(seconds_for("x", text, kind) for _ in range(2))
    assert least < 20 * honest_seconds, f"{least / honest_seconds:.0f} times an honest file"


@pytest.mark.torture
@pytest.mark.parametrize(("text", "kind"), HARMFUL)
def test_a_harmful_file_costs_a_fifth_of_a_second_at_most(text: str, kind: str) -> None:
    assert min(seconds_for("x", text, kind) for _ in range(3)) < MOST_SECONDS


MEASURE = """
import sys
from pathlib import Path

from tests.formats.hostile_files import AGENDAS, FORMATS
from tests.formats.test_mutations import check, run
from tests.peak import peak_bytes

folder = Path(sys.argv[1])
run(folder, 20, seed=3)
before = peak_bytes()
for name, texts in (("x.yaml", FORMATS), ("x.md", AGENDAS)):
    for text in texts.values():
        (folder / name).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        check(folder / name)
run(folder, int(sys.argv[2]), seed=4)
print(peak_bytes() - before)
"""
"""What runs aside, to see by how much a process grows at most over all of it."""


@pytest.mark.torture
@pytest.mark.skipif(os.name != "posix", reason="Windows does not say how much a process took")
def test_no_file_takes_more_than_a_hundred_megabytes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path), "1000"],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
        cwd=Path(__file__).parents[2],
    )
    assert int(done.stdout) < MOST_BYTES


@pytest.mark.parametrize(
    "name", ["alias bomb", "python objects", "deep lists", "likely keys", "a zero at the end"]
)
def test_the_command_line_tells_it_in_one_block(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "harmful.yaml"
    path.write_text(FORMATS[name], encoding="utf-8")
    for words in (["formats", "check", str(path)], ["formats", "show", str(path)], ["run", str(path)]):
        assert cli.main(["--data", str(tmp_path / "data"), *words]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        lines = said.err.splitlines()
        assert 1 <= len(lines) <= MOST_SHOWN + 1
        assert all(line.startswith(f"{path}:") for line in lines)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("value", ["[a]", "{a: b}", "[]", "''", "[[true]]"])
def test_a_switch_that_is_no_word_is_told_what_to_write(value: str) -> None:
    text = f"name: X\nsegments:\n  - {{title: A, minutes: 5, activity: talk, protected: {value}}}\n"
    with pytest.raises(FormatError) as refused:
        parse_format(text, name="x.yaml", format_id="x")
    assert str(refused.value) == "x.yaml:3:55: segments[0].protected: write true or false"


def test_a_prompt_or_a_title_of_nothing_but_marks_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Plan\n- Talk (5 min)\n  *`*\n- : \u3000 : (10 min)\n", encoding="utf-8")
    read = read_format(path)
    assert [segment.title for segment in read.segments] == ["Talk", "Part 2"]
    assert all("" not in segment.prompts for segment in read.segments)


def test_sixty_segments_and_an_end_are_an_agenda(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    lines = [f"- {9 + minute // 60}:{minute % 60:02} Part {minute}" for minute in range(60)]
    path.write_text("\n".join([*lines, "- 10:00 End"]), encoding="utf-8")
    assert len(read_format(path).segments) == 60
    path.write_text("\n".join([*lines, "- 10:00 Part 60", "- 10:01 End"]), encoding="utf-8")
    with pytest.raises(FormatError, match="more than 60 segments"):
        read_format(path)
