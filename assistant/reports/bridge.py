"""One deal's way from one moment to another, as movements that add up to the difference exactly."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.reports.snapshots import Snapshot
from nlp.values import Period

ORDER = (
    "added",
    "reopened",
    "received",
    "won",
    "lost",
    "removed",
    "handed_over",
    "slipped",
    "pulled_in",
    "amount_up",
    "amount_down",
    "currency",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is summed: open deals of these owners (all where empty), in `window` those closing in it."""

    owner_ids: frozenset[str]
    window: Period

    def has(self, deal: Snapshot | None) -> bool:
        """Whether a deal is open and somebody's who counts."""
        return (
            deal is not None
            and deal.status == "open"
            and (not self.owner_ids or deal.owner_id in self.owner_ids)
        )

    def is_due(self, deal: Snapshot) -> bool:
        """Whether it is expected to close within the window."""
        return deal.close_date is not None and self.window.start <= deal.close_date < self.window.end


@dataclass(frozen=True, slots=True)
class Movement:
    """What one thing that happened to a deal added: to all open deals, and to those due in the window."""

    kind: str
    currency: str
    amount: int
    due_amount: int
    size: int
    """What the deal is worth, also where nothing was added."""


def movements(before: Snapshot | None, after: Snapshot | None, scope: Scope) -> Iterator[Movement]:
    """Every movement of one deal between two moments."""
    if scope.has(before) and scope.has(after):
        assert before is not None
        assert after is not None
        yield from _stayed(before, after, scope)
    elif scope.has(after):
        assert after is not None
        kind = "added" if before is None else "reopened" if before.status != "open" else "received"
        yield _entered(kind, after, scope)
    elif scope.has(before):
        assert before is not None
        yield from _left(before, after, scope)
    elif before is None and after is not None and after.status != "open" and _is_owned(after, scope):
        yield _entered("added", after, scope)
        yield _gone(after.status, after, is_due=scope.is_due(after))


def _entered(kind: str, deal: Snapshot, scope: Scope) -> Movement:
    amount = deal.amount_minor
    return Movement(kind, deal.currency, amount, amount if scope.is_due(deal) else 0, amount)


def _gone(kind: str, deal: Snapshot, *, is_due: bool) -> Movement:
    amount = deal.amount_minor
    return Movement(kind, deal.currency, -amount, -amount if is_due else 0, amount)


def _left(before: Snapshot, after: Snapshot | None, scope: Scope) -> Iterator[Movement]:
    is_due = scope.is_due(before)
    if after is None:
        yield _gone("removed", before, is_due=is_due)
        return
    yield from _revalued(before, after, is_due=is_due)
    kind = after.status if after.status != "open" else "handed_over"
    yield _gone(kind, after, is_due=is_due)


def _stayed(before: Snapshot, after: Snapshot, scope: Scope) -> Iterator[Movement]:
    was_due, is_due = scope.is_due(before), scope.is_due(after)
    if before.close_date != after.close_date:
        kind = "slipped" if _is_later(before, after) else "pulled_in"
        due_amount = before.amount_minor * (int(is_due) - int(was_due))
        yield Movement(kind, before.currency, 0, due_amount, before.amount_minor)
    yield from _revalued(before, after, is_due=is_due)


def _revalued(before: Snapshot, after: Snapshot, *, is_due: bool) -> Iterator[Movement]:
    if before.currency != after.currency:
        old, new = before.amount_minor, after.amount_minor
        yield Movement("currency", before.currency, -old, -old if is_due else 0, old)
        yield Movement("currency", after.currency, new, new if is_due else 0, new)
    elif before.amount_minor != after.amount_minor:
        change = after.amount_minor - before.amount_minor
        kind = "amount_up" if change > 0 else "amount_down"
        yield Movement(kind, after.currency, change, change if is_due else 0, abs(change))


def _is_later(before: Snapshot, after: Snapshot) -> bool:
    # A deal without a close date counts as later than any with one.
    if after.close_date is None or before.close_date is None:
        return after.close_date is None
    return after.close_date > before.close_date


def _is_owned(deal: Snapshot, scope: Scope) -> bool:
    return not scope.owner_ids or deal.owner_id in scope.owner_ids
