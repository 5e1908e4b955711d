"""Noticing which transactions write to records that have names: no other leaves anything to index.

Looking costs a way to the database and back before each commit. What is written past our engines (by another
client) is indexed with the next record written here, or at night (`storage.upkeep`).
"""

import re

from sqlalchemy import Connection, Engine, event

from storage.indexing.names import ENTITIES

_NOTICED = "writes_names"
_LEAVES_NAMES_ALONE = re.compile(
    rf"""\s*(?:SELECT\b|PRAGMA\b|BEGIN\b
    |(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(?!(?:{"|".join(ENTITIES)})\b)\w)""",
    re.IGNORECASE | re.VERBOSE,
)
"""A statement of any other form (a CTE that writes, a MERGE) counts as one that writes names."""


def notice_names(engine: Engine) -> None:
    """Have an engine's connections know whether the transaction under way may have written names."""
    event.listen(engine, "before_cursor_execute", _notice)
    event.listen(engine, "commit", _forget)
    event.listen(engine, "rollback", _forget)


def has_written_names(connection: Connection) -> bool:
    """Whether the connection's transaction may have written a name."""
    return _NOTICED in connection.info


def _notice(connection: Connection, _cursor: object, statement: str, *_others: object) -> None:
    if _LEAVES_NAMES_ALONE.match(statement) is None:
        connection.info[_NOTICED] = True


def _forget(connection: Connection) -> None:
    # One that lost its server has nothing to remember, and raises when it is asked.
    if not connection.invalidated:
        connection.info.pop(_NOTICED, None)
