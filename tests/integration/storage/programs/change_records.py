"""Make and move deals until killed; print each deal's id once it is durable."""

import itertools
import sys
from datetime import UTC, datetime

from storage.database import Database
from storage.engine import make_engine
from storage.models import Contact, Deal


def main(url: str) -> None:
    """One transaction each: a contact, a deal, and the deal moved."""
    database = Database(make_engine(url), clock=lambda: datetime.now(UTC))
    for number in itertools.count():
        with database.begin(actor="system") as uow:
            uow.add(Contact(name=f"Person {number}"))
            deal = uow.add(Deal(title=f"Deal{number} renewal", amount_minor=number))
            uow.flush()
            deal.stage = "demo"
        sys.stdout.write(f"{deal.id}\n")
        sys.stdout.flush()
