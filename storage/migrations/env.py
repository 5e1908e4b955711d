"""Read by Alembic: runs the migrations on the connection it was given."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

from storage import models
from storage.migrations.compared import include_name, include_object, render_item


def run(connection: Connection) -> None:
    """Run the migrations asked for, in the caller's transaction."""
    assert models.__all__
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=include_name,
        include_object=include_object,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
