"""Looking at views: of a desk whose every event is on the disk, and at all the texts in them."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

from facilitator.known import Known
from facilitator.presenter.live import Presenter
from screens.views.live import LiveView
from screens.views.wrapup import WrapUpView
from tests.engine.builders import Desk


def utc(moment: int) -> datetime:
    """Return a moment as UTC."""
    return datetime.fromtimestamp(moment / 1_000, UTC)


def all_saved(desk: Desk) -> Known:
    """Say that everything is on the disk."""
    events = len(desk.open.events)
    return Known(acknowledged=events, events=events)


def look(
    desk: Desk,
    presenter: Presenter | None = None,
    *,
    known: Known | None = None,
    preview: bool = False,
    gap_ms: int = 0,
) -> LiveView:
    """Make the view of the live screen."""
    return (presenter or Presenter(utc)).live(
        desk.open, known or all_saved(desk), desk.now, preview=preview, gap_ms=gap_ms
    )


def look_back(desk: Desk, presenter: Presenter | None = None) -> WrapUpView:
    """Make the view of the wrap-up."""
    return (presenter or Presenter(utc)).wrap_up(desk.open, all_saved(desk), desk.now)


def texts(view: object) -> Iterator[str]:
    """Yield every text in a view, however deep it lies."""
    if isinstance(view, str):
        yield view
    elif is_dataclass(view):
        for field in fields(view):
            yield from texts(getattr(view, field.name))
    elif isinstance(view, tuple | list | frozenset | set):
        for one in view:
            yield from texts(one)
    elif isinstance(view, dict):
        for key, value in view.items():
            yield from texts(key)
            yield from texts(value)
    else:
        assert view is None or isinstance(view, int | float | bool), f"a view holds {type(view)}"
