"""Work for the disk that must not hold up keys and clock."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import TypeVar

from textual.app import App

from facilitator.known import AT_ONCE_SECONDS

Result = TypeVar("Result")


def aside(app: App[None], job: Callable[[], Result], done: Callable[[Result], None]) -> Future[Result]:
    """Do a job in a thread, and hand over what came of it: at once if it takes a moment, else when it is done.

    So a disk that is well leaves everything in the order in which it was pressed, and a slow one keeps nobody waiting.
    The thread dies with the program.

    Args:
        app: In whose own thread `done` is called.
        job: What takes time.
        done: Gets what the job returned.
    """
    future: Future[Result] = Future()

    def work() -> None:
        try:
            future.set_result(job())
        except BaseException as error:  # noqa: BLE001  # it is raised where the result is taken
            future.set_exception(error)

    threading.Thread(target=work, name="aside", daemon=True).start()
    try:
        result = future.result(AT_ONCE_SECONDS)
    except TimeoutError:
        if future.done() and isinstance(future.exception(), TimeoutError):
            raise
        future.add_done_callback(lambda late: _hand_over(app, late, done))
    else:
        done(result)
    return future


def _hand_over(app: App[None], late: Future[Result], done: Callable[[Result], None]) -> None:
    # An app that has ended meanwhile takes nothing any more; who ended it looks at the future instead.
    with suppress(RuntimeError):
        app.call_later(lambda: done(late.result()))
