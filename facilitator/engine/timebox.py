"""Timeboxes: what was spent, what is left, how near the end is. All times are milliseconds, moments are UTC."""

from dataclasses import dataclass, replace

from formats.words import Phase

SECOND = 1_000
MINUTE = 60 * SECOND


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of time that can run and stand still.

    Attributes:
        plan_ms: How long it should take; `None` for an open end.
        spent_ms: What was spent up to `since`.
        since: The moment from which it runs, or `None` while it stands still.
    """

    plan_ms: int | None = None
    spent_ms: int = 0
    since: int | None = None

    def spent(self, now: int) -> int:
        """Return the milliseconds spent up to `now`; a clock set back never makes it shrink below what is kept."""
        if self.since is None:
            return self.spent_ms
        return self.spent_ms + max(0, now - self.since)

    def left(self, now: int) -> int:
        """Return the milliseconds left, negative when over; 0 for a box with an open end."""
        return 0 if self.plan_ms is None else self.plan_ms - self.spent(now)

    def started(self, at: int) -> "Box":
        """Return the box running from `at`; one that runs already goes on."""
        return self if self.since is not None else replace(self, since=at)

    def stopped(self, at: int) -> "Box":
        """Return the box standing still with what was spent up to `at`."""
        return self if self.since is None else replace(self, spent_ms=self.spent(at), since=None)

    def without(self, gap_ms: int, at: int) -> "Box":
        """Return the box as if `gap_ms` of the time it ran up to `at` had not passed; never more than it ran."""
        if self.since is None:
            return self
        return replace(self, since=min(self.since + gap_ms, max(self.since, at)))

    def lengthened(self, by_ms: int) -> "Box":
        """Return the box with a longer (or, negative, shorter) plan; what was spent stays."""
        return self if self.plan_ms is None else replace(self, plan_ms=self.plan_ms + by_ms)


def warning_from(plan_ms: int, warn_at_ms: int | None = None) -> int:
    """Return how much is left when the warning begins: a fifth of the plan, a minute at least, a third at most."""
    wanted = warn_at_ms if warn_at_ms is not None else max(plan_ms // 5, MINUTE)
    return min(wanted, plan_ms if warn_at_ms is not None else plan_ms // 3)


def closing_from(plan_ms: int, last_words_at_ms: int | None = None) -> int:
    """Return how much is left when the last words begin: a twentieth, half a minute at least, a sixth at most."""
    if last_words_at_ms is not None:
        return min(last_words_at_ms, plan_ms)
    return min(max(plan_ms // 20, MINUTE // 2), plan_ms // 6)


def phase(
    plan_ms: int, left_ms: int, warn_at_ms: int | None = None, last_words_at_ms: int | None = None
) -> Phase:
    """Say how near a box is to its end; the two moments may be named where the usual ones do not suit."""
    if left_ms <= 0:
        return "over"
    if left_ms <= closing_from(plan_ms, last_words_at_ms):
        return "closing"
    if left_ms <= warning_from(plan_ms, warn_at_ms):
        return "warning"
    return "calm"


@dataclass(frozen=True, slots=True)
class Shortening:
    """A part of the agenda that may be shortened: its plan and the least it needs, in milliseconds."""

    plan_ms: int
    floor_ms: int


def fit(parts: list[Shortening], available_ms: int) -> tuple[list[int], int]:
    """Shorten parts in proportion to their plans so that together they take `available_ms`.

    No part is lengthened and none goes under its floor. Whole minutes where possible: all but one part end on
    whole minutes unless a floor or an old plan does not.

    Args:
        parts: What may be shortened, in order.
        available_ms: The time there is for all of them together, in milliseconds (may be negative).

    Returns:
        The new plans in milliseconds, and what can't be won, in milliseconds.
    """
    total = sum(part.plan_ms for part in parts)
    if total <= available_ms:
        return [part.plan_ms for part in parts], 0
    floors = sum(part.floor_ms for part in parts)
    if floors >= available_ms:
        return [part.floor_ms for part in parts], floors - available_ms
    shares = _shares(parts, available_ms)
    plans = [max(part.floor_ms, share - share % MINUTE) for part, share in zip(parts, shares, strict=True)]
    return _hand_out(parts, shares, plans, available_ms - sum(plans)), 0


def _shares(parts: list[Shortening], available_ms: int) -> list[int]:
    """Divide the time by the plans, holding those at their floor that would fall under it."""
    held: set[int] = set()
    while True:
        free = [index for index in range(len(parts)) if index not in held]
        left = available_ms - sum(parts[index].floor_ms for index in held)
        weight = sum(parts[index].plan_ms for index in free)
        shares = {index: left * parts[index].plan_ms // weight for index in free}
        under = {index for index in free if shares[index] < parts[index].floor_ms}
        if not under:
            return [parts[i].floor_ms if i in held else shares[i] for i in range(len(parts))]
        held |= under


def _hand_out(parts: list[Shortening], shares: list[int], plans: list[int], rest_ms: int) -> list[int]:
    """Give back what rounding down took: whole minutes to those furthest below their share, the odd rest to one."""
    while rest_ms > 0:
        open_ones = [index for index, part in enumerate(parts) if plans[index] < part.plan_ms]
        index = max(open_ones, key=lambda one: shares[one] - plans[one])
        step = min(rest_ms, MINUTE, parts[index].plan_ms - plans[index])
        plans[index] += step
        rest_ms -= step
    return plans
