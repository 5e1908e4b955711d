"""Both ends of the bridge: the sums by the database, and only deals that something happened to one by one."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.reports.amounts import Sums, added
from assistant.reports.bridge import Scope
from assistant.reports.snapshots import FIELDS, Snapshot, snapshot_of, snapshots_at
from assistant.work import Work
from storage.queries.reporting.changes import WHOLE, changes_since
from storage.queries.reporting.deals import Days, deals_by_id, open_deals_since, open_sums

States = Mapping[str, Snapshot]


@dataclass(frozen=True, slots=True)
class Balance:
    """What is open at one moment: all of it, what is due in the window, and which deals."""

    open_sums: Sums
    due_sums: Sums
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ends:
    """Deals that something happened to, as they began and as they ended; and the balance at both ends."""

    before: States
    after: States
    opening: Balance
    closing: Balance


def ends_of(work: Work, days: Days, scope: Scope) -> Ends:
    """Today's deals with what happened since the first day taken back."""
    changes = changes_since(work.uow, entity="deal", fields=(WHOLE, *FIELDS), since=days.start_at)
    deals = deals_by_id(work.uow, sorted({one.record_id for one in changes}))
    # Records loaded in bulk have no Change of their making.
    deals.update({one.id: one for one in open_deals_since(work.uow, days.start_at)})
    now = {one.id: snapshot_of(one) for one in deals.values()}
    before = snapshots_at(deals.values(), changes, days.start_at)
    is_past = days.end_at <= work.now
    after = snapshots_at(deals.values(), changes, days.end_at) if is_past else now
    still = _still(work, now, scope)
    return Ends(before, after, _balance(still, before, scope), _balance(still, after, scope))


def _still(work: Work, touched: States, scope: Scope) -> Balance:
    """What is open and stood still all the while: everything that is open but what was touched."""
    found = open_sums(
        work.uow,
        owner_ids=sorted(scope.owner_ids),
        due_from=scope.window.start,
        due_until=scope.window.end,
    )
    return Balance(
        added({one.currency: one.amount_minor for one in found}, _taken_off(touched, scope)),
        added({one.currency: one.due_minor for one in found}, _taken_off(touched, scope, is_due=True)),
        frozenset(key for one in found for key in one.ids) - touched.keys(),
    )


def _balance(still: Balance, states: States, scope: Scope) -> Balance:
    """What was open at one end: what stood still, and what was touched as it was then."""
    return Balance(
        _known(added(still.open_sums, _sums(states, scope))),
        _known(added(still.due_sums, _sums(states, scope, is_due=True))),
        still.ids | {key for key, one in states.items() if scope.has(one)},
    )


def _known(sums: Sums) -> dict[str, int]:
    return {currency: amount for currency, amount in sums.items() if amount}


def _taken_off(states: States, scope: Scope, *, is_due: bool = False) -> dict[str, int]:
    return {currency: -amount for currency, amount in _sums(states, scope, is_due=is_due).items()}


def _sums(states: States, scope: Scope, *, is_due: bool = False) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in states.values():
        if scope.has(one) and (scope.is_due(one) or not is_due):
            sums[one.currency] = sums.get(one.currency, 0) + one.amount_minor
    return sums
