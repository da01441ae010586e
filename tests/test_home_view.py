"""What home shows of the formats there are."""

from facilitator.presenter.home import home_view
from formats.catalogue import Entry, Outline, library_entries

STAND_UP = Entry(
    "stand-up",
    "Stand-up",
    "Short",
    90 * 60,
    "weekly",
    segments=(
        Outline("Around", 65 * 60, "round", protected=False),
        Outline("On {topic}", 90, "talk", protected=False),
        Outline("End", 1410, "round", protected=True),
    ),
)
BROKEN = Entry("odd", "odd", "", 0, "weekly", source="user", problem="odd.yaml:1:1: file: empty")


def test_shelves_stand_in_order_and_only_if_something_is_on_them() -> None:
    retro = Entry("retro", "Retro", "", 3600, "back")
    view = home_view([retro, STAND_UP])
    assert [shelf.heading for shelf in view.shelves] == ["EVERY WEEK", "LOOK BACK"]


def test_the_library_has_all_four() -> None:
    headings = [shelf.heading for shelf in home_view(library_entries()).shelves]
    assert headings == ["START A COMMUNITY", "EVERY WEEK", "PRACTISE A SKILL", "LOOK BACK"]


def test_the_outline_counts_from_the_start() -> None:
    (row,) = home_view([STAND_UP]).shelves[0].rows
    assert row.minutes == "90 min"
    assert [(one.starts, one.minutes, one.title) for one in row.outline] == [
        ("0:00", "65", "Around"),
        ("1:05", "1:30", "On …"),
        ("1:06", "23:30", "End"),
    ]
    assert [one.protected for one in row.outline] == [False, False, True]


def test_a_file_that_cannot_be_read_says_why_and_has_no_length() -> None:
    (row,) = home_view([BROKEN]).shelves[0].rows
    assert (row.problem, row.minutes, row.own) == ("odd.yaml:1:1: file: empty", "", True)


def test_unfinished_sessions_and_the_last_time() -> None:
    view = home_view([], [("s1", "Kickoff, today")], last_held=[("kickoff", "12 Nov")], loading=True)
    assert [(row.id, row.text) for row in view.resume] == [("s1", "Kickoff, today")]
    assert view.last_held == (("kickoff", "Last held 12 Nov"),)
    assert view.loading
