"""What is wrong in a file is told all at once, with its place."""

import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.catalogue import LIBRARY
from formats.complaints import MOST_SHOWN, Complaint
from formats.model import Board, Round, Topics
from formats.reader import LARGEST, FormatError, parse_format, read_format


def complaints_or_none(text: str) -> Sequence[Complaint]:
    try:
        parse_format(text, name="own.yaml", format_id="own")
    except FormatError as error:
        return error.complaints
    return ()


FINE = """\
name: Weekly
segments:
  - {title: Check-in, minutes: 5, activity: round}
"""


def complaints(text: str) -> list[str]:
    with pytest.raises(FormatError) as error:
        parse_format(text, name="own.yaml", format_id="own")
    return [str(one) for one in error.value.complaints]


def test_every_key_of_a_file_is_read() -> None:
    text = """\
name: Own
summary: With everything
level: open
shelf: back
ask: {q: What?}
segments:
  - title: "About {q}"
    minutes: 15
    activity: round
    order: quiet-first
    opens: facilitator
    box: 1:30
    keep: {learn: wants to learn}
    warn_at: 2
    last_words_at: 45s
    at_least: 5:00
  - id: norms
    title: no
    minutes: 90s
    activity: board
    columns: [yes, no, 1.10]
    hidden: true
    authors: shown
  - title: Go on
    minutes: 1h
    activity: topics
    from: norms
    boxes: [5, 1.5, 30s]
    protected: true
"""
    own = parse_format(text, name="own.yaml", format_id="own")
    first, second, third = own.segments
    assert isinstance(first, Round)
    assert (first.planned_seconds, first.box_seconds, first.warn_at_seconds, first.at_least_seconds) == (
        900,
        90,
        120,
        300,
    )
    assert first.last_words_at_seconds == 45
    assert isinstance(second, Board)
    assert (second.title, second.columns, second.hidden) == ("no", ("yes", "no", "1.10"), True)
    assert isinstance(third, Topics)
    assert (third.boxes_seconds, third.from_segment, third.protected) == ((300, 90, 30), "norms", True)


def test_everything_wrong_is_told_at_once() -> None:
    text = """\
nam: Own
level: everyone
segments:
  - title: Introductions
    minutes: ten
    activity: round
    prompt: [Your name]
    order: rooster
  - title: Norms
    minutes: -5
    activity: bord
  - minutes: 5
    activity: board
    columns: Keep
    hidden: yes
  - {title: "Talk about {topik}", minutes: 100000, activity: talk, size: 3}
ask: {topic: What about?}
"""
    assert complaints(text) == [
        "own.yaml:1:1: name: missing; write it",
        "own.yaml:1:1: nam: unknown key; did you mean 'name'?",
        "own.yaml:2:8: level: 'everyone' is not known here; write one of: open, names, room",
        "own.yaml:5:14: segments[0].minutes: 'ten' is not a length of time; "
        "write minutes such as 15 or 1.5, or 5:00, 90s or 1h30",
        "own.yaml:7:5: segments[0].prompt: unknown key; did you mean 'prompts'?",
        "own.yaml:8:12: segments[0].order: 'rooster' is not known here; did you mean 'roster'?",
        "own.yaml:10:14: segments[1].minutes: '-5' is less than nothing; write a length above 0, such as 5 or 90s",
        "own.yaml:11:15: segments[1].activity: 'bord' is not known here; did you mean 'board'?",
        "own.yaml:12:5: segments[2].title: missing; write it",
        "own.yaml:14:14: segments[2].columns: write a list, such as [first, second]",
        "own.yaml:15:13: segments[2].hidden: write true or false",
        "own.yaml:16:13: segments[3].title: '{topik}' is not a key of 'ask'; did you mean {topic}?",
        "own.yaml:16:44: segments[3].minutes: '100000' is longer than 12 hours; write 720 minutes or less",
        "own.yaml:16:68: segments[3].size: not a key of the activity 'talk' but of: groups",
    ]


def test_what_is_wrong_between_segments_is_told_beside_what_is_wrong_within() -> None:
    text = """\
name: Own
segments:
  - {title: A, id: a, minutes: 5, activity: talk}
  - {title: B, id: a, minutes: 5, activity: talk}
  - {title: C, minutes: 5, activity: topics, from: a}
  - {title: D, minutes: zero, activity: talk}
"""
    assert complaints(text) == [
        "own.yaml:4:20: segments[1].id: 'a' is the id of an earlier segment too; write another one",
        "own.yaml:5:52: segments[2].from: 'a' is not the id of an earlier board; "
        "put a board before this segment, or leave 'from' out",
        "own.yaml:6:25: segments[3].minutes: 'zero' is not a length of time; "
        "write minutes such as 15 or 1.5, or 5:00, 90s or 1h30",
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "1:1: file: the file is empty; write at least a name and segments"),
        ("# nothing\n", "1:1: file: the file is empty; write at least a name and segments"),
        ("- a\n- b\n", "1:1: file: a format begins with keys such as 'name:' and 'segments:'"),
        ("just words\n", "1:1: file: a format begins with keys such as 'name:' and 'segments:'"),
        ("name: a\nsegments: []\n", "2:11: segments: write at least 1"),
        ("name: a\nsegments: x\n", "2:11: segments: write a list, such as [first, second]"),
        ("name: a: b\n", "1:8: file: a colon stands inside plain text; put the text in quotes"),
        (
            FINE + "id: other\n",
            "4:1: id: unknown key; the id of a format is the name of its file, so leave it out",
        ),
        (FINE + "name: Again\n", "4:1: name: 'name' stands here twice, first on line 1; keep one"),
        (
            FINE + "summary: &a x\n",
            "4:10: file: anchors (&name) are not used here; remove it, or put the text in quotes",
        ),
        (
            FINE + "summary: *a\n",
            "4:10: file: aliases (*name) are not used here; write the text again, or put it in quotes",
        ),
        (
            FINE + "summary: !!int 3\n",
            "4:10: file: tags (!name) are not used here; remove it, or put the text in quotes",
        ),
        (
            FINE + "---\nname: b\n",
            "4:1: file: a second document begins here; put each format into a file of its own",
        ),
        (FINE + "summary: a\x00b\n", "4:11: file: a character that no text holds (U+0000); remove it"),
        (FINE + "summary: a\x1bb\n", "4:11: file: a character that no text holds (U+001B); remove it"),
        (
            FINE + "? [a]\n: b\n",
            "4:3: file: a key must be a plain word; put text with braces or brackets in quotes",
        ),
        (FINE + "ask: [a]\n", "4:6: ask: write keys with their texts, such as {learn: wants to learn}"),
        (
            FINE + "ask: {Big Key: a}\n",
            "4:7: ask.Big Key: 'Big Key' can't stand here; "
            "use small letters, digits and hyphens, such as our-norms",
        ),
        (
            FINE + "summary: {a: b}\n",
            "4:10: summary: write text; "
            "put it in quotes if it begins with { or [, or holds a colon and a space",
        ),
        (FINE + "  - soon\n", "4:5: segments[1]: write keys with their values: title, minutes, activity"),
        (
            FINE + "  - {title: A, minutes: 5}\n",
            "4:5: segments[1].activity: missing; write one of: "
            "talk, discussion, round, board, topics, poll, groups, signup, break",
        ),
        (
            FINE + "  - {title: A, minutes: 5, activity: groups, size: 5}\n",
            "4:52: segments[1].size: write a number up to 4",
        ),
        (
            FINE + "  - {title: A, minutes: 5, activity: groups, size: two}\n",
            "4:52: segments[1].size: write a whole number",
        ),
        (
            FINE + "  - {title: '', minutes: 5, activity: talk}\n",
            "4:13: segments[1].title: empty; write some text, or leave the key out",
        ),
        (
            FINE + f"  - {{title: {'x' * 121}, minutes: 5, activity: talk}}\n",
            "4:13: segments[1].title: longer than 120 characters; shorten it",
        ),
        (
            FINE + "  - {title: A, minutes: 5, activity: talk, at_least: 6}\n",
            "4:54: segments[1].at_least: "
            "longer than its segment; write a shorter length, or give the segment more minutes",
        ),
        (
            FINE + "  - {title: A, minutes: 5, activity: board}\n",
            "4:5: segments[1].columns: write at least one column, or 'from' with the id of an earlier board",
        ),
        (
            FINE + "  - {title: A, planned_seconds: 5, minutes: 5, activity: talk}\n",
            "4:16: segments[1].planned_seconds: "
            "unknown key; write one of: title, id, minutes, prompts, cues, protected, at_least, warn_at, "
            "last_words_at, activity, presenters, box",
        ),
    ],
)
def test_each_mistake_has_its_sentence_and_its_place(text: str, complaint: str) -> None:
    assert complaints(text) == [f"own.yaml:{complaint}"]


def test_keys_and_values_cannot_act_on_a_terminal() -> None:
    for one in complaints(FINE + '"\\e]52;c;aGk=\\a\\u202E": x\nlevel: "\\e[31m"\n'):
        assert one.isprintable()


HOSTILE = {
    "alias bomb": "a: &a [x, x]\n"
    + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "deep lists": "[" * 100_000,
    "deep keys": "{a: " * 60_000,
    "deep dashes": "- " * 100_000 + "a",
    "many segments": "name: a\nsegments:\n" + "- {title: a, minutes: 1, activity: talk}\n" * 6_000,
    "many wrong segments": "name: a\nsegments:\n" + "- x\n" * 60_000,
    "many unknown keys": "name: a\n" + "".join(f"k{number}: x\n" for number in range(20_000)),
    "many asked": "name: a\nask:\n" + "".join(f"  k{number}: x\n" for number in range(15_000)),
    "many placeholders": "name: a\nsegments:\n- {title: a, minutes: 1, activity: talk, cues: ['"
    + "{q}" * 60_000
    + "']}\n",
    "one long word": "name: " + "a" * 200_000,
    "one long key": "a" * 200_000 + ": b",
    "long number": "name: a\nsegments:\n- {title: a, minutes: 1, activity: groups, size: "
    + "9" * 100_000
    + "}\n",
    "colons": "a: " * 80_000,
    "quotes": '"' * 200_000,
    "too large": "#" * (LARGEST + 1),
}


@pytest.mark.torture
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_quickly(what: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_text(HOSTILE[what], encoding="utf-8")
    begun = time.process_time()
    with pytest.raises(FormatError) as error:
        read_format(file)
    # Generous, for slow machines: what is meant is that nothing grows with the square of the file.
    assert time.process_time() - begun < 5
    assert 1 <= len(error.value.complaints) <= MOST_SHOWN + 1
    assert len(str(error.value)) < 200 * (MOST_SHOWN + 2)


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (FINE.encode() + b"summary: caf\xe9\n", "4:13: file: not UTF-8 text; save the file as UTF-8"),
        (FINE.encode("utf-16"), "1:1: file: not UTF-8 text; save the file as UTF-8"),
        (b"\x80", "1:1: file: not UTF-8 text; save the file as UTF-8"),
        (b"#" * (LARGEST + 1), "1:1: file: larger than 256 KiB; a format is a few KiB of text"),
    ],
)
def test_a_file_that_is_no_text_is_refused(raw: bytes, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(raw)
    with pytest.raises(FormatError) as error:
        read_format(file)
    assert str(error.value) == f"{file}:{complaint}"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(FINE.encode("utf-8-sig"))
    assert read_format(file).name == "Weekly"


def test_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(FINE.replace("\n", "\r\n").encode())
    assert read_format(file).segments[0].title == "Check-in"


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="not a file"):
        read_format(tmp_path)
    with pytest.raises(FormatError, match="can't be read: No such file"):
        read_format(tmp_path / "nothing.yaml")
    with pytest.raises(FormatError, match="can't be read"):
        read_format(Path("a\0b.yaml"))


@pytest.mark.parametrize(
    ("file", "format_id"),
    [("Our Weekly!.yaml", "our-weekly"), ("café.yml", "cafe"), ("日本.yaml", "format-")],
)
def test_the_id_is_the_name_of_the_file(file: str, format_id: str, tmp_path: Path) -> None:
    (tmp_path / file).write_text(FINE, encoding="utf-8")
    assert read_format(tmp_path / file).id.startswith(format_id)


LIBRARY_TEXTS = [path.read_text(encoding="utf-8") for path in sorted(LIBRARY.glob("*.yaml"))]
INSERTED = [
    *"{}[]:,-#&*!|>'\"%@`?\\ \n\t",
    "\x00",
    "\x1b",
    "\u202e",
    "\ud800",
    "\U0001f600",
    ": ",
    "- ",
    "  ",
    "<<: ",
]


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        until = min(len(text), at + chance.randint(1, 12))
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[until:]
            case 1:
                text = text[:at] + chance.choice(INSERTED) + text[at:]
            case 2:
                text = text[:until] + text[at:until] + text[until:]
            case _:
                lines = text.split("\n")
                chance.shuffle(lines)
                text = "\n".join(lines)
    return text


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_reads_or_complains_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        text = mutated(chance.choice(LIBRARY_TEXTS), chance)
        for one in complaints_or_none(text):
            assert one.line >= 1
            assert one.column >= 1
            assert one.what


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_reads_or_complains(text: str) -> None:
    with pytest.raises(FormatError):
        parse_format(text, name="own.yaml", format_id="own")
