"""What a database wants done once in a while, whatever is stored in it."""

from storage.database import Database
from storage.indexing.entries import index_pending

ROWS_SAMPLED = 1000
"""Of each index: enough to tell a good one from a bad one, and a few milliseconds at any size."""


def refresh_statistics(database: Database) -> None:
    """Tell the query planner how large the tables are and how selective their indexes.

    PostgreSQL does so by itself (autovacuum), and nothing is done there. On SQLite it is `ANALYZE`, not
    `PRAGMA optimize`: that leaves out every table this very connection has not asked about.
    """
    if not database.is_sqlite:
        return
    with database.writing(), database.engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_SAMPLED}")
        connection.exec_driver_sql("ANALYZE")


def index_strays(database: Database) -> None:
    """Index names that were written past the application, by another client or a migration."""
    with database.begin(cause="upkeep") as uow:
        index_pending(uow.connection())
