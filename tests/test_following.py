"""What following a session comes to, without a screen."""

from pathlib import Path

from data.files import Signature
from data.problems import HeldElsewhere, Owner
from data.store import Store
from facilitator.following import Following, ago, told_who, who
from formats.words import SessionId
from tests.engine.builders import MINUTE
from tests.live.builders import SESSION, HandClock
from tests.live.test_following import running, said


def test_the_clock_of_who_has_it_may_be_ahead(tmp_path: Path) -> None:
    theirs, ours = HandClock(), HandClock()
    theirs.at += 10 * MINUTE
    with running(tmp_path, theirs) as conductor:
        following = Following(Store(tmp_path, now=ours.now), ours, SESSION)
        ours.at += 1_000
        assert following.now() == theirs.at + 1_000
        assert following.local(following.now()) == ours.local(ours.at)
        theirs.at += MINUTE
        said(conductor, "takeaway", "later")
        following.take(following.look())
        assert following.now() == theirs.at


def test_the_time_of_a_session_whose_clock_was_set_back_is_followed(tmp_path: Path) -> None:
    theirs, ours = HandClock(), HandClock()
    with running(tmp_path, theirs) as conductor:
        conductor.tick()
        theirs.at -= 30 * MINUTE
        ours.at -= 30 * MINUTE
        conductor.tick()
        conductor.kept.writer.drain(5)
        following = Following(Store(tmp_path, now=ours.now), ours, SESSION)
        assert following.now() == conductor.now()
        before = following.now()
        ours.at += 2 * MINUTE
        assert following.now() == before + 2 * MINUTE
        assert following.local(following.now()) == ours.local(ours.at)


def test_step_by_step_it_comes_to_what_all_at_once_does(tmp_path: Path) -> None:
    clock = HandClock()
    with running(tmp_path, clock) as conductor:
        store = Store(tmp_path, now=clock.now)
        following = Following(store, clock, SESSION)
        for act, text in (("next", ""), ("next_speaker", ""), ("park", "a"), ("undo", ""), ("redo", "")):
            clock.at += 1_000
            said(conductor, act, text)
            following.take(following.look())
        assert following.state == conductor.state
        assert following.state == Following(store, clock, SESSION).state


def test_who_has_it_is_said_in_words_that_fit() -> None:
    assert who(Owner(0, "", 0, 0)) == "another window"
    assert who(Owner(7, "a-computer-with-a-name-without-end.example.org", 0, 0)) == "a-computer-with-a-n…"
    assert (ago(59_999), ago(60_000), ago(3_600_000 * 5)) == ("59 s", "1 min", "5 h")


def test_since_when_names_the_day_when_it_was_another(tmp_path: Path) -> None:
    clock = HandClock()
    store = Store(tmp_path, now=clock.now)
    owner = Owner(7, "there", clock.at - 26 * 60 * MINUTE, clock.at)
    held = HeldElsewhere(SessionId(SESSION), owner)
    assert "process 7 on there since 17 Nov 10:00" in told_who(store, clock, held)
    assert told_who(store, clock, HeldElsewhere(SESSION, Owner(0, "", 0, 0))).endswith("another window.")


def test_a_signature_tells_versions_apart(tmp_path: Path) -> None:
    clock = HandClock()
    with running(tmp_path, clock) as conductor:
        store = Store(tmp_path, now=clock.now)
        before = store.version(SESSION)
        said(conductor, "park", "x")
        assert isinstance(before, Signature)
        assert store.version(SESSION) != before
