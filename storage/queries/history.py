"""What was changed, by batch."""

from sqlmodel import select

from storage.models import Change
from storage.unit_of_work import UnitOfWork


def changes_of_batch(uow: UnitOfWork, batch_id: str) -> list[Change]:
    """Every change of one batch, in order."""
    return list(uow.session.exec(select(Change).where(Change.batch_id == batch_id).order_by(Change.id)))
