"""Who refers to whom, asked of the database: references are checked at commit, an undo must know before."""

from functools import cache

from sqlalchemy import Column, Table, exists, select
from sqlmodel import SQLModel

from storage.entities import entity_name, id_of
from storage.models import Tag
from storage.unit_of_work import UnitOfWork
from storage.upsert import table_of


def referring(uow: UnitOfWork, record: SQLModel) -> list[str]:
    """The tables that hold a reference to `record`; tags count too."""
    table = table_of(type(record))
    connection = uow.connection()
    found = [
        f"{column.table.name}.{column.name}"
        for column, target in _references_to(table)
        if connection.scalar(select(exists().where(column == getattr(record, target.key))))
    ]
    tag = table_of(Tag)
    is_tagged = (tag.c.entity == entity_name(type(record))) & (tag.c.record_id == id_of(record))
    if connection.scalar(select(exists().where(is_tagged))):
        found.append("tag.record_id")
    return found


def missing_parent(uow: UnitOfWork, record: SQLModel) -> str | None:
    """The first field of `record` that refers to something that is not there; None when all is."""
    for column in table_of(type(record)).columns:
        for key in column.foreign_keys:
            value = getattr(record, column.key)
            if value is None:
                continue
            if not uow.connection().scalar(select(exists().where(key.column == value))):
                return column.key
    return None


@cache
def _references_to(table: Table) -> "tuple[tuple[Column[str], Column[str]], ...]":
    return tuple(
        (column, key.column)
        for other in table.metadata.sorted_tables
        for column in other.columns
        for key in column.foreign_keys
        if key.column.table is table
    )
