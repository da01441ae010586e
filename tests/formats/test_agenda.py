"""An agenda that was written for people is a format too."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.agenda import parse_agenda
from formats.model import Break, Discussion
from formats.reader import FormatError, read_format


def outline(text: str) -> list[tuple[str, float]]:
    read = parse_agenda(text, "own.md", "own")
    return [(segment.title, segment.planned_seconds / 60) for segment in read.segments]


@pytest.mark.parametrize(
    ("line", "title", "minutes"),
    [
        ("Introductions (15 min)", "Introductions", 15),
        ("10' Purpose", "Purpose", 10),
        ("10 min Purpose", "Purpose", 10),
        ("Check-in - 5 min", "Check-in", 5),
        ("Check-in – 5 minutes", "Check-in", 5),
        ("1. Topic: 10m", "Topic", 10),
        ("2) Topic, 1h30", "Topic", 90),
        ("- **Close** (5min)", "Close", 5),
        ("* [ ] Retro [1 h]", "Retro", 60),
        ("### 3. Voting (90 s)", "Voting", 1.5),
        ("| 20 min | Show and tell |", "Show and tell", 20),
        ("| Show and tell | 20 min |", "Show and tell", 20),
        ("Open floor (5-10 min)", "Open floor", 10),
        ("9:00-9:30 Talk", "Talk", 30),
        ("09:00 – 09:45: Talk", "Talk", 45),
        ("11:30 AM to 1:00 PM Workshop", "Workshop", 90),
        ("11:30-1:00 Workshop", "Workshop", 90),
        ("Review of Q3 10 things (15 min)", "Review of Q3 10 things", 15),
        ("3 minutes of silence", "3 minutes of silence", 3),
        ("Introductions (15 min) led by Ana", "Introductions  led by Ana", 15),
    ],
)
def test_a_line_is_understood(line: str, title: str, minutes: float) -> None:
    assert outline(line) == [(title, minutes)]


def test_clock_times_give_lengths_by_difference() -> None:
    text = "- 9:00 Check-in\n- 9:10 Purpose\n- 10:00 Break\n- 10:15 Talk\n- 11:00 End\n"
    assert outline(text) == [("Check-in", 10), ("Purpose", 50), ("Break", 15), ("Talk", 45)]


def test_a_whole_agenda_in_markdown() -> None:
    text = """\
# Weekly of the guild

Bring a question.

## Check-in (5 min)

- One word each
- No stories

## Topics

1. Roadmaps (20 min)
2. Hiring (10 min)
   * What we ask
   * What we stopped asking

## Coffee break (10 min)
## Takeaways (5 min)
"""
    read = parse_agenda(text, "own.md", "own")
    assert read.name == "Weekly of the guild"
    assert read.summary == "Bring a question."
    assert [(type(one), one.title) for one in read.segments] == [
        (Discussion, "Check-in"),
        (Discussion, "Roadmaps"),
        (Discussion, "Hiring"),
        (Break, "Coffee break"),
        (Discussion, "Takeaways"),
    ]
    assert read.segments[0].prompts == ("One word each", "No stories")
    assert read.segments[2].prompts == ("What we ask", "What we stopped asking")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["1:1: agenda: no line says how long it takes; write lines such as 'Check-in (5 min)'"]),
        (
            "Hello\nWorld\n",
            ["1:1: agenda: no line says how long it takes; write lines such as 'Check-in (5 min)'"],
        ),
        (
            "- A (5 min)\n  - B (0 min)\n- C\n",
            [
                "2:3: 'B (0 min)': '0 min' is no time at all; write a length above 0, such as 5 or 90s",
                "3:1: 'C': no length; add one, such as '(5 min)', or indent the line to make it a prompt",
            ],
        ),
        ("9:00 A\n9:30 B\n", ["2:1: 'B': no length; add '(5 min)', or a last line such as '10:00 End'"]),
        (
            "9:00 A\n9:00 End\n",
            ["1:1: 'A': the next time is the same or too far away; write the times in order"],
        ),
        ("A (11 h)\nB (90 min)\n", ["1:1: agenda: together 750 minutes; a format may take 720 (12 hours)"]),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(text: str, said: list[str]) -> None:
    with pytest.raises(FormatError) as error:
        parse_agenda(text, "own.md", "own")
    assert [str(one) for one in error.value.complaints] == [f"own.md:{one}" for one in said]


def test_a_text_file_is_read_as_an_agenda(tmp_path: Path) -> None:
    file = tmp_path / "our-weekly.txt"
    file.write_text("Check-in (5 min)\n", encoding="utf-8-sig")
    read = read_format(file)
    assert (read.id, read.name, read.planned_seconds) == ("our-weekly", "Our weekly", 300)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["9:00", "5 min", "(", ")", "-", "1.", " ", "#", "A", "\n", "h", "|", "'", "*", "0"])
    )
)
def test_any_agenda_reads_or_complains(pieces: list[str]) -> None:
    try:
        length = parse_agenda(" ".join(pieces), "own.md", "own").planned_seconds
    except FormatError as error:
        length = len(error.complaints)
    assert length > 0


@pytest.mark.torture
@pytest.mark.parametrize("filling", [" ", "-", "- ", "1. ", "(", "9:00", "*", "5 min ", "a\n", "5 min a\n"])
def test_a_hostile_agenda_is_read_quickly(filling: str) -> None:
    text = "a" + filling * (200_000 // len(filling)) + "b"
    begun = time.process_time()
    with pytest.raises(FormatError):
        parse_agenda(text, "own.md", "own")
    assert time.process_time() - begun < 5
