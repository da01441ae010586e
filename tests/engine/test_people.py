"""Names as people type and paste them, and finding someone by a few letters."""

import pytest

from facilitator.engine import commands as ask
from facilitator.engine.people import find, read_names, same_names
from facilitator.engine.rules import Refusal
from tests.engine.builders import Desk, ritual

TALK = ritual(("talk", 5, "talk"))


@pytest.mark.parametrize(
    ("pasted", "names"),
    [
        ("Ana, Ben,Chi", ("Ana", "Ben", "Chi")),
        ("Ana\nBen\r\nChi\n", ("Ana", "Ben", "Chi")),
        ("Ana Lima <ana@example.org>; Ben <ben@example.org>;", ("Ana Lima", "Ben")),
        ("Doe, Jane <jane@example.org>; Roe, Rick <rick@example.org>", ("Jane Doe", "Rick Roe")),
        ('"Doe, Jane" <jane@example.org>, Ben <ben@example.org>', ("Jane Doe", "Ben")),
        ("Ana <ana@example.org>, Ben <ben@example.org>", ("Ana", "Ben")),
        ("Ana (Host, me)\nBen (she/her)\nChi (Guest)", ("Ana", "Ben", "Chi")),
        ("Ana (Mexico)", ("Ana (Mexico)",)),
        ("1. Ana\n2) Ben\n- Chi\n* Dee\n• Eli", ("Ana", "Ben", "Chi", "Dee", "Eli")),
        ("ana.lima@example.org", ("Ana Lima",)),
        ("  Ana   Lima  ", ("Ana Lima",)),
        ("Ana\tBen", ("Ana", "Ben")),
        ("[red]Ana[/]", ("[red]Ana[/]",)),
        ("A\x1b[31mna", ("A[31mna",)),
        ("李雷, Zoë, O'Neil", ("李雷", "Zoë", "O'Neil")),
        ("", ()),
        (" ,;\n", ()),
    ],
)
def test_names_are_read_as_they_are_pasted(pasted: str, names: tuple[str, ...]) -> None:
    assert read_names(pasted) == names


def test_a_long_paste_is_read_at_once() -> None:
    assert len(read_names("a, " * 20_000)) == 20_000
    assert read_names("; a," + " " * 20_000 + "b") == ("a", "b")


def test_names_that_read_alike_are_the_same() -> None:
    assert same_names(["Ana", "Ben", "ANA"]) == ("ANA",)
    assert same_names(["Zo\u00eb", "Zoe\u0308"]) == ("Zoe\u0308",)
    assert same_names(["Zoe", "Zoë"]) == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ana", "Ana Lima"),
        ("@Ben", "Ben"),
        ("b", "Ben"),
        ("lim", "Ana Lima"),
        ("zoe", "Zoë"),
        ("ZOË", "Zoë"),
    ],
)
def test_a_few_letters_are_enough(typed: str, found: str) -> None:
    desk = Desk(TALK, "Ana Lima", "Ben", "Zoë")
    person = find(desk.state, typed)
    assert not isinstance(person, Refusal)
    assert person.name == found


def test_letters_that_fit_nobody_or_several() -> None:
    desk = Desk(TALK, "Ana", "Anton", "Ben")
    for typed, why in (("an", "Ana, Anton"), ("x", "i adds someone"), (" ", "a few letters")):
        answer = find(desk.state, typed)
        assert isinstance(answer, Refusal)
        assert why in answer.why
    desk.do(ask.InOrOut("Anton"))
    only = find(desk.state, "an")
    assert not isinstance(only, Refusal)
    assert only.name == "Ana", "who is in the room comes first"


def test_a_name_joins_goes_away_and_comes_back() -> None:
    desk = Desk(TALK, "Ana")
    desk.do(ask.InOrOut("Ben"))
    assert desk.state.present() == ("p1", "p2")
    desk.do(ask.InOrOut("BEN"))
    assert desk.state.present() == ("p1",)
    desk.do(ask.InOrOut("Ben"))
    assert desk.state.present() == ("p1", "p2")


def test_a_few_letters_of_someone_listed_ask_once_whether_somebody_else_joins() -> None:
    desk = Desk(TALK, "Ana Lima", "Ben", "Bea")
    meant = desk.refuse(ask.InOrOut("ana", sure=False))
    assert meant == "Ana Lima is listed; type the whole name, or enter again adds ana too."
    assert desk.refuse(ask.InOrOut("be", sure=False)).startswith("Ben, Bea are listed; ")
    assert desk.refuse(ask.InOrOut("Lim", sure=False)).startswith("Ana Lima is listed; ")
    desk.do(ask.InOrOut("Ben"))
    assert desk.refuse(ask.InOrOut("BE", sure=False)).startswith("Ben, Bea are listed; "), (
        "who is away may be back"
    )
    desk.do(ask.InOrOut("be"))
    desk.do(ask.InOrOut("Dee"))
    assert [person.name for person in desk.state.people.values()][-2:] == ["be", "Dee"]


def test_a_pasted_list_brings_people_in_and_sends_nobody_away() -> None:
    desk = Desk(TALK, "Ana", "Ben")
    desk.do(ask.InOrOut("Ben"))
    desk.do(ask.InOrOut("Ana\nBen\nChi"))
    assert [desk.state.name(one) for one in desk.state.present()] == ["Ana", "Ben", "Chi"]
    assert "here already" in desk.refuse(ask.InOrOut("Ana, Ben"))


def test_bad_names_are_refused_with_what_to_do() -> None:
    desk = Desk(TALK)
    assert "Type a name" in desk.refuse(ask.InOrOut(" , "))
    assert "as in “Ana B”" in desk.refuse(ask.InOrOut("Ana, Ana"))
    assert "10,000" in desk.refuse(ask.InOrOut("x" * 10_001))
    desk.do(ask.InOrOut("x" * 10_000))


def test_ids_are_never_given_twice_even_after_undo() -> None:
    desk = Desk(TALK, "Ana")
    desk.do(ask.InOrOut("Ben"))
    desk.undo()
    desk.do(ask.InOrOut("Chi"))
    assert desk.who("Chi") == "p3"
