"""The pipeline rollup: sums of deals by pipeline, stage, owner and currency, kept as the deals change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, text

from storage.before import changed_fields
from storage.models import Deal, PipelineRollup, Stage
from storage.types import new_id
from storage.unit_of_work import UnitOfWork
from storage.upsert import insert_adding, table_of

_KEYS = ("pipeline", "stage", "owner_id", "currency")
_SUMS = ("deals", "amount_minor", "weighted_minor")
_FIELDS = ("pipeline", "stage", "owner_id", "currency", "amount_minor", "probability")
_FIELD_SET = frozenset(_FIELDS)
_PROBABILITIES = "stage_probabilities"


class Cell(NamedTuple):
    """What one sum is of; `owner_id` is empty for deals without an owner."""

    pipeline: str
    stage: str
    owner_id: str
    currency: str


@dataclass(frozen=True)
class RollupDifference:
    """A cell whose kept sums (`deals, amount_minor, weighted_minor`) are not what its deals add up to."""

    cell: Cell
    kept: tuple[int, int, int]
    counted: tuple[int, int, int]


def follow_deals(uow: UnitOfWork) -> None:
    """Add what the coming flush does to deals to the rollup. Called by the session before it flushes."""
    deltas: dict[Cell, list[int]] = {}
    for sign, values in _movements(uow):
        sums = deltas.setdefault(_cell(values), [0, 0, 0])
        for index, amount in enumerate(_amounts(uow, values)):
            sums[index] += sign * amount
    # One order for everybody: two transactions that touch the same cells cannot wait for each other.
    rows = [
        {"id": new_id(), **cell._asdict(), **dict(zip(_SUMS, sums, strict=True))}
        for cell, sums in sorted(deltas.items())
        if any(sums)
    ]
    if rows:
        insert_adding(uow.connection(), PipelineRollup, rows, unique=_KEYS, sums=_SUMS)


def follow_stages(uow: UnitOfWork) -> None:
    """Count anew when stages changed. Called by the session once its flush was sent."""
    session = uow.session
    if any(
        isinstance(record, Stage)
        for group in (session.new, session.dirty, session.deleted)
        for record in group
    ):
        session.info.pop(_PROBABILITIES, None)
        rebuild_rollup(uow)


def rebuild_rollup(uow: UnitOfWork) -> None:
    """Count the sums anew from the deals, for repairs and bulk loads; locks out other writers meanwhile."""
    connection = uow.connection()
    rollup = table_of(PipelineRollup)
    if not uow.is_sqlite:
        connection.execute(text("LOCK TABLE deal IN SHARE ROW EXCLUSIVE MODE"))
    connection.execute(delete(rollup))
    rows = [
        {"id": new_id(), **cell._asdict(), **dict(zip(_SUMS, sums, strict=True))}
        for cell, sums in _counted(uow).items()
    ]
    if rows:
        connection.execute(rollup.insert(), rows)


def check_rollup(uow: UnitOfWork) -> list[RollupDifference]:
    """Every cell whose sums are wrong; empty when the rollup is true."""
    uow.flush()
    rollup = table_of(PipelineRollup)
    columns = [rollup.c[name] for name in (*_KEYS, *_SUMS)]
    kept = {Cell(*row[:4]): (row[4], row[5], row[6]) for row in uow.connection().execute(select(*columns))}
    counted = _counted(uow)
    nothing = (0, 0, 0)
    return [
        RollupDifference(cell, kept.get(cell, nothing), counted.get(cell, nothing))
        for cell in sorted({*kept, *counted})
        if kept.get(cell, nothing) != counted.get(cell, nothing)
    ]


def _movements(uow: UnitOfWork) -> Iterator[tuple[int, dict[str, Any]]]:
    """What leaves the sums (-1) and what enters them (+1)."""
    session = uow.session
    for deal in (record for record in session.new if isinstance(record, Deal)):
        yield 1, {field: getattr(deal, field) for field in _FIELDS}
    gone = {deal.id for deal in session.deleted if isinstance(deal, Deal)}
    moved = {
        deal.id: deal
        for deal in session.dirty
        if isinstance(deal, Deal) and deal.id not in gone and not _FIELD_SET.isdisjoint(changed_fields(deal))
    }
    for deal_id, before in _stored(uow, sorted({*gone, *moved})).items():
        yield -1, before
        if deal_id in moved:
            deal = moved[deal_id]
            assigned = _FIELD_SET.intersection(changed_fields(deal))
            yield 1, {**before, **{field: getattr(deal, field) for field in assigned}}


def _stored(uow: UnitOfWork, ids: list[str]) -> dict[str, dict[str, Any]]:
    # From the database and locked, not from the session: another transaction may have moved a deal since
    # it was loaded, and the sums must lose what is really there.
    if not ids:
        return {}
    deal = table_of(Deal)
    statement = select(deal.c.id, *(deal.c[field] for field in _FIELDS)).where(deal.c.id.in_(ids))
    rows = uow.connection().execute(statement.order_by(deal.c.id).with_for_update()).mappings()
    return {row["id"]: {field: row[field] for field in _FIELDS} for row in rows}


def _cell(values: dict[str, Any]) -> Cell:
    return Cell(values["pipeline"], values["stage"], values["owner_id"] or "", values["currency"])


def _amounts(uow: UnitOfWork, values: dict[str, Any]) -> tuple[int, int, int]:
    amount = values["amount_minor"] or 0
    probability = values["probability"]
    if probability is None:
        probability = _stage_probabilities(uow).get((values["pipeline"], values["stage"]), 0)
    return 1, amount, amount * probability


def _stage_probabilities(uow: UnitOfWork) -> dict[tuple[str, str], int]:
    known: dict[tuple[str, str], int] | None = uow.session.info.get(_PROBABILITIES)
    if known is None:
        stage = table_of(Stage)
        rows = uow.connection().execute(select(stage.c.pipeline, stage.c.key, stage.c.probability))
        known = {(row.pipeline, row.key): row.probability for row in rows}
        uow.session.info[_PROBABILITIES] = known
    return known


def _counted(uow: UnitOfWork) -> dict[Cell, tuple[int, int, int]]:
    deal, stage = table_of(Deal), table_of(Stage)
    owner = func.coalesce(deal.c.owner_id, "")
    amount = func.coalesce(deal.c.amount_minor, 0)
    probability = func.coalesce(deal.c.probability, stage.c.probability, 0)
    cell = (deal.c.pipeline, deal.c.stage, owner, deal.c.currency)
    of_stage = (stage.c.pipeline == deal.c.pipeline) & (stage.c.key == deal.c.stage)
    statement = (
        select(*cell, func.count(), func.sum(amount), func.sum(amount * probability))
        .select_from(deal.outerjoin(stage, of_stage))
        .group_by(*cell)
    )
    rows = uow.connection().execute(statement)
    return {Cell(*row[:4]): (int(row[4]), int(row[5]), int(row[6])) for row in rows}
