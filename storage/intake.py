"""The fast path of taking in: inbox rows by one statement, duplicates told apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from storage.models import InboxEntry
from storage.types import new_id
from storage.upsert import insert_if_new

_UNIQUE = ("channel", "account", "external_id", "body_hash")
_FRESH: dict[str, Any] = {"disposition": "pending", "reason": "", "attempts": 0, "error": ""}


def insert_inbox_entries(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Keep what arrived; for each row whether it was new (False: taken in before, or twice among these).

    A row has `channel`, `account`, `external_id`, `body_hash`, `ordering_key`, `raw`, `received_at`, and
    perhaps `id` and `meta`.
    """
    full = [{"id": new_id(), "meta": {}, **_FRESH, **row} for row in rows]
    return insert_if_new(connection, InboxEntry, full, unique=_UNIQUE)
