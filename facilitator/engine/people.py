"""Who is in the room: joining, going away, coming back, and finding someone by a few letters."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from facilitator.engine.commands import InOrOut, Newcomer
from facilitator.engine.events import (
    Body,
    Event,
    PersonCameBack,
    PersonJoined,
    PersonWentAway,
    TurnEnded,
)
from facilitator.engine.rules import Bodies, Moment, Refusal, Unfit, new_person
from facilitator.engine.state import Person, State
from formats.text import clean, clean_line
from formats.words import PersonId

LONGEST_NAME = 10_000
"""Characters that a name or a title may have."""

_ADDRESS = re.compile(r"<[^<>]*@[^<>]*>|\([^()\s]*@[^()\s]*\)")
_REMARK = re.compile(
    r"\((?:host|co-host|me|you|guest|organi[sz]er|presenter|external|unverified|she|he|they)"
    r"(?:[,/][^()]*)?\)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"([^\",]+),([^\",]+)\"")
_SURNAME_FIRST = re.compile(r"(?m)(^|;)([^,;<>\n]+),([^,;<>\n]+)(?=<[^<>]*@)")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_BARE_ADDRESS = re.compile(r"^([^@\s]+)@[^@\s]+\.[^@\s]+$")


def read_names(text: str) -> tuple[str, ...]:
    """Read names as people type or paste them: from a line, a list, an invitation, or the list of a call.

    Addresses and remarks such as `(Host)` or `(me)` fall away; the order stays. `Doe, Jane <jane@x>;` is one name,
    as is `"Doe, Jane" <jane@x>`.
    """
    written = _QUOTED.sub(r"\2 \1", _REMARK.sub(" ", clean(text)))
    if ";" in written:
        written = _SURNAME_FIRST.sub(r"\1 \3 \2 ", written)
    names = []
    for part in re.split(r"[,;\n\t]", written):
        bare = _BULLET.sub("", _ADDRESS.sub(" ", part))
        name = " ".join(clean_line(bare).strip("\"' ").split())
        address = _BARE_ADDRESS.match(name)
        if address is not None:
            name = address[1].replace(".", " ").replace("_", " ").title()
        if name:
            names.append(name)
    return tuple(names)


def same_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that stand more than once, whatever their case."""
    seen: set[str] = set()
    twice = []
    for name in names:
        key = _key(name)
        if key in seen:
            twice.append(name)
        seen.add(key)
    return tuple(dict.fromkeys(twice))


def twice_refused(name: str) -> str:
    """Say that two people can't have the same name, and what to do."""
    return f"Two people are called {name}; add a letter or a surname to one, as in “{name} B”."


def named(state: State, name: str) -> Person | None:
    """Return who has exactly this name, whatever its case."""
    wanted = _key(clean_line(name))
    return next((person for person in state.people.values() if _key(person.name) == wanted), None)


def _key(name: str) -> str:
    """Return what is equal for two names that read alike."""
    return unicodedata.normalize("NFKC", name).casefold()


def _plain(text: str) -> str:
    """Return a name without its accents, as people type it in a hurry."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def find(state: State, text: str) -> Person | Refusal:
    """Find someone by a name, the beginning of one, or the beginning of a part of one."""
    typed = clean_line(text).lstrip("@")
    wanted = _plain(typed)
    if not wanted:
        return Refusal("Type a name, or a few letters of it.")
    exact = named(state, typed)
    if exact is not None:
        return exact
    starts = _beginning_with(state, wanted)
    present = [one for one in starts if one.present]
    match present or starts:
        case [one]:
            return one
        case []:
            return Refusal(f"Nobody here is called {clean_line(text)}; i adds someone.")
        case several:
            return Refusal("More than one fits: " + ", ".join(one.name for one in several[:5]) + ".")


def _beginning_with(state: State, wanted: str) -> list[Person]:
    """Return those whose name begins with plain letters; if nobody's does, those who have a part that does."""
    people = list(state.people.values())
    return [one for one in people if _plain(one.name).startswith(wanted)] or [
        one for one in people if any(part.startswith(wanted) for part in _plain(one.name).split())
    ]


def newcomers(people: Iterable[Newcomer], moment: Moment) -> tuple[PersonJoined, ...]:
    """Name people at the start of a session."""
    return tuple(
        PersonJoined(new_person(moment, nth), clean_line(one.name), one.present, one.history_seconds)
        for nth, one in enumerate(people)
    )


def in_or_out(state: State, command: InOrOut, moment: Moment) -> Bodies | Refusal:
    """Let a name join, go away or come back; several names only join or come back."""
    names = read_names(command.names)
    if not names:
        return Refusal("Type a name to add someone, or to say that someone left or is back.")
    twice = same_names(names)
    if twice:
        return Refusal(twice_refused(twice[0]))
    if any(len(name) > LONGEST_NAME for name in names):
        return Refusal(f"A name has {LONGEST_NAME:,} characters at most.")
    meant = [] if command.sure or len(names) > 1 else _meant(state, names[0])
    if meant:
        listed = ", ".join(one.name for one in meant[:3])
        are = "is" if len(meant) == 1 else "are"
        return Refusal(
            f"{listed} {are} listed; type the whole name, or enter again adds {names[0]} too.", again=True
        )
    bodies: list[Body] = []
    joining = 0
    for name in names:
        known = named(state, name)
        if known is None:
            bodies.append(PersonJoined(new_person(moment, joining), name))
            joining += 1
        elif not known.present:
            bodies.append(PersonCameBack(known.id))
        elif len(names) == 1:
            if state.floor is not None and state.floor.person == known.id:
                bodies.append(TurnEnded(known.id, "left"))
            bodies.append(PersonWentAway(known.id))
    return bodies or Refusal("All of them are here already.")


def _meant(state: State, name: str) -> list[Person]:
    """Return whom a few letters would find elsewhere, when nobody has them as the whole name."""
    wanted = _plain(name)
    return _beginning_with(state, wanted) if wanted and named(state, name) is None else []


def _listed(state: State, person: PersonId) -> Person:
    found = state.people.get(person)
    if found is None:
        raise Unfit(f"nobody is listed as {person}")
    return found


def apply_joined(state: State, body: PersonJoined, _event: Event) -> State:
    """Fold `PersonJoined`: latecomers are asked at the end of the round that runs."""
    if body.person in state.people or named(state, body.name) is not None:
        raise Unfit(f"{body.name} is listed already")
    person = Person(body.person, body.name, body.present, body.history_seconds)
    orders = state.orders
    order = None if state.current is None else orders.get(state.current)
    if state.current is not None and order is not None and order.latecomers:
        orders = {**orders, state.current: replace(order, queue=(*order.queue, body.person))}
    return replace(state, people={**state.people, person.id: person}, orders=orders)


def apply_went_away(state: State, body: PersonWentAway, _event: Event) -> State:
    """Fold `PersonWentAway`."""
    person = _listed(state, body.person)
    if not person.present:
        raise Unfit(f"{person.name} is away already")
    if state.floor is not None and state.floor.person == body.person:
        raise Unfit(f"{person.name} has the floor")
    return replace(
        state,
        people={**state.people, person.id: replace(person, present=False)},
        hands=tuple(one for one in state.hands if one != person.id),
    )


def apply_came_back(state: State, body: PersonCameBack, _event: Event) -> State:
    """Fold `PersonCameBack`: who is in no order of the round that runs is asked at its end."""
    person = _listed(state, body.person)
    if person.present:
        raise Unfit(f"{person.name} is in the room already")
    orders = state.orders
    order = None if state.current is None else orders.get(state.current)
    if state.current is not None and order is not None and order.latecomers and person.id not in order.queue:
        orders = {**orders, state.current: replace(order, queue=(*order.queue, person.id))}
    return replace(state, people={**state.people, person.id: replace(person, present=True)}, orders=orders)
