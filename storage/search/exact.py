"""Records of exactly one name, by the search index: quick at any size, whatever the case and accents."""

from sqlalchemy import select

from storage.indexing.entries import index_written
from storage.indexing.tables import entries
from storage.indexing.words import fold
from storage.unit_of_work import UnitOfWork


def ids_named(uow: UnitOfWork, entity: str, name: str, *, limit: int = 5) -> list[str]:
    """The ids of the records called `name` but for case, accents and punctuation, the oldest first."""
    if not uow.is_read_only:
        uow.flush()
        index_written(uow.connection())
    folded = fold(name)
    if not folded:
        return []
    called = entries.c.folded if uow.is_sqlite else entries.c.folded.collate("C")
    statement = (
        select(entries.c.record_id)
        .where(entries.c.entity == entity, called == folded)
        .order_by(entries.c.record_id)
        .limit(limit)
    )
    return list(uow.connection().scalars(statement))
