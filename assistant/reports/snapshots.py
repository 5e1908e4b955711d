"""What deals were like at an earlier moment: today's records with every later Change taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from storage.models import Deal
from storage.queries.reporting.changes import WHOLE, FieldChange
from storage.queries.reporting.deals import DealFact

FIELDS = ("status", "stage", "amount_minor", "currency", "close_date", "owner_id", "title")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A deal at one moment."""

    title: str
    status: str
    stage: str
    amount_minor: int
    currency: str
    close_date: date | None
    owner_id: str | None


def snapshots_at(
    deals: Iterable[DealFact], changes: Iterable[FieldChange], moment: datetime
) -> dict[str, Snapshot]:
    """Every deal there was at a moment. `changes` are all those since then (or longer), oldest first."""
    deals = list(deals)
    state = {one.id: snapshot_of(one) for one in deals}
    for change in reversed([one for one in changes if one.at >= moment]):
        if change.field != WHOLE:
            if change.record_id in state:
                state[change.record_id] = _with(state[change.record_id], change.field, change.before)
        elif change.before is None:
            state.pop(change.record_id, None)
        else:
            state[change.record_id] = _from_whole(change.before)
    # Records loaded in bulk have no Change of their making.
    for deal in deals:
        if deal.created_at >= moment:
            state.pop(deal.id, None)
    return state


def snapshot_of(deal: DealFact) -> Snapshot:
    """A deal as it is now."""
    return Snapshot(
        deal.title,
        deal.status,
        deal.stage,
        deal.amount_minor or 0,
        deal.currency,
        deal.close_date,
        deal.owner_id,
    )


def _with(snapshot: Snapshot, field: str, value: Any) -> Snapshot:
    if field == "amount_minor":
        value = value or 0
    if field == "close_date":
        value = date.fromisoformat(value) if value else None
    return replace(snapshot, **{field: value})


def _from_whole(values: Mapping[str, Any]) -> Snapshot:
    # A Change leaves out what the model fills in by itself.
    snapshot = Snapshot(
        title="",
        status=_default("status"),
        stage=_default("stage"),
        amount_minor=0,
        currency=_default("currency"),
        close_date=None,
        owner_id=None,
    )
    for name in FIELDS:
        if name in values:
            snapshot = _with(snapshot, name, values[name])
    return snapshot


def _default(name: str) -> str:
    return str(Deal.model_fields[name].default)
