"""Take messages in until killed; print each id once it is durable."""

import itertools
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from storage.database import Database
from storage.engine import make_engine
from storage.group_commit import write_together
from storage.intake import insert_inbox_entries
from storage.unit_of_work import UnitOfWork


def main(url: str) -> None:
    """Hand in eight at a time, and say what is done."""
    database = Database(make_engine(url), clock=lambda: datetime.now(UTC))
    for start in itertools.count(step=8):
        numbers = range(start, start + 8)
        for number, is_new in zip(
            numbers, write_together(database, take_in, [row(one) for one in numbers]), strict=True
        ):
            assert is_new is True
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


def take_in(uow: UnitOfWork, rows: Sequence[dict[str, object]]) -> list[bool]:
    """Write what is at hand."""
    return insert_inbox_entries(uow.connection(), rows)


def row(number: int) -> dict[str, object]:
    """One message."""
    return {
        "channel": "email",
        "account": "inbox@acme.example",
        "external_id": str(number),
        "body_hash": "h",
        "ordering_key": "jane",
        "raw": b"x" * 200,
        "received_at": datetime.now(UTC),
    }
