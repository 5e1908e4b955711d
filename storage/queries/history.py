"""What was changed: by batch, by field."""

from sqlmodel import col, select

from storage.models import Change
from storage.unit_of_work import UnitOfWork


def changes_of_batch(uow: UnitOfWork, batch_id: str) -> list[Change]:
    """Every change of one batch, in order."""
    return list(uow.session.exec(select(Change).where(Change.batch_id == batch_id).order_by(Change.id)))


def former_values(
    uow: UnitOfWork, *, entity: str, record_id: str, field: str, limit: int = 20
) -> list[object]:
    """What a field held before its latest changes, newest first."""
    query = (
        select(Change.before)
        .where(Change.entity == entity, Change.record_id == record_id, Change.field == field)
        .order_by(col(Change.id).desc())
        .limit(limit)
    )
    return list(uow.session.exec(query).all())
