"""An invented company's records in any number, to measure with."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage.bulk import load
from storage.database import Database
from storage.models import Company, Contact, Deal, Identity, Interaction, Member, Pipeline, Stage
from storage.rollup import rebuild_rollup
from storage.types import new_id

START = datetime(2026, 1, 1, tzinfo=UTC)
STAGES = (("new", 10), ("qualified", 25), ("demo", 50), ("proposal", 70), ("won", 100), ("lost", 0))
_STEP = 50_000
_SYLLABLES = """an bel cor da el fin gar hol is jo ka len mar nor os pel quin ra sol ta ul ver wen yor zim
    bra cho dre fle gri hun ivo kro lys mun pra sto thu vik""".split()  # noqa: SIM905
_WHAT = ("renewal", "upgrade", "pilot", "licence", "support", "rollout")
_TRADES = (
    "Systems",
    "Logistics",
    "Foods",
    "Energy",
    "Partners",
    "Design",
    "Motors",
    "Health",
    "Labs",
    "Works",
)


@dataclass(frozen=True)
class Sizes:
    """How many records of each kind."""

    contacts: int = 1_000_000
    interactions: int = 5_000_000
    deals: int = 1_000_000
    members: int = 50

    @property
    def companies(self) -> int:
        """One for every twenty contacts."""
        return max(1, self.contacts // 20)


@dataclass(frozen=True)
class Filled:
    """What was made: ids and names to ask for."""

    contacts: list[tuple[str, str]]
    members: list[str]


class Names:
    """Invented names, the same for the same generator."""

    def __init__(self, generator: random.Random) -> None:
        self._random = generator
        self.first = self._words(3_000, (2, 3))
        self.last = self._words(20_000, (2, 4))

    def _words(self, count: int, syllables: tuple[int, int]) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            size = self._random.randint(*syllables)
            found["".join(self._random.choices(_SYLLABLES, k=size)).capitalize()] = None
        return list(found)

    def people(self, count: int) -> list[str]:
        """`count` different names of people."""
        whole = len(self.first) * len(self.last)
        chosen = self._random.sample(range(whole), count)
        return [f"{self.first[n % len(self.first)]} {self.last[n // len(self.first)]}" for n in chosen]


def fill(database: Database, sizes: Sizes, *, generator: random.Random) -> Filled:
    """Fill an empty, migrated database, in steps; each is indexed for the search as it commits."""
    names = Names(generator)
    with database.begin() as uow:
        _pipeline(uow.connection())
        members = _members(uow.connection(), sizes.members)
        companies = _companies(uow.connection(), names, sizes.companies, generator)
    people = names.people(sizes.contacts)
    contacts: list[tuple[str, str]] = []
    for part in _parts(sizes.contacts):
        with database.begin() as uow:
            contacts += _contacts(uow.connection(), [people[n] for n in part], companies, members)
    for part in _parts(sizes.interactions):
        with database.begin() as uow:
            _interactions(uow.connection(), part, contacts)
    for part in _parts(sizes.deals):
        with database.begin() as uow:
            _deals(uow.connection(), part, companies, members, generator)
    with database.begin() as uow:
        rebuild_rollup(uow)
    return Filled(contacts, members)


def _parts(count: int) -> Iterator[range]:
    return (range(start, min(start + _STEP, count)) for start in range(0, count, _STEP))


def _pipeline(connection: Connection) -> None:
    load(connection, Pipeline, ("key", "name"), [("sales", "Sales")])
    rows = [(new_id(), "sales", key, key, place, chance) for place, (key, chance) in enumerate(STAGES)]
    load(connection, Stage, ("id", "pipeline", "key", "name", "position", "probability"), rows)


def _members(connection: Connection, count: int) -> list[str]:
    ids = [new_id() for _ in range(count)]
    rows = [(id_, f"rep{n}@rapport.example", f"Rep {n}", START, START) for n, id_ in enumerate(ids)]
    load(connection, Member, ("id", "email", "name", "created_at", "updated_at"), rows)
    return ids


def _companies(
    connection: Connection, names: Names, count: int, generator: random.Random
) -> list[tuple[str, str]]:
    found = [(new_id(), f"{generator.choice(names.last)} {generator.choice(_TRADES)}") for _ in range(count)]
    rows = [(id_, name, f"c{n}.example", START, START) for n, (id_, name) in enumerate(found)]
    load(connection, Company, ("id", "name", "domain", "created_at", "updated_at"), rows)
    return found


def _contacts(
    connection: Connection, people: list[str], companies: list[tuple[str, str]], members: list[str]
) -> list[tuple[str, str]]:
    found = [(new_id(), name) for name in people]
    of = [(companies[n % len(companies)][0], members[n % len(members)]) for n in range(len(found))]
    rows = [(*contact, *links, START, START) for contact, links in zip(found, of, strict=True)]
    columns = ("id", "name", "company_id", "owner_id", "created_at", "updated_at")
    load(connection, Contact, columns, rows)
    addresses = [address_of(name) for name in people]
    identities = [
        (new_id(), contact[0], "email", address, address, START)
        for contact, address in zip(found, addresses, strict=True)
    ]
    load(connection, Identity, ("id", "contact_id", "kind", "address", "lookup", "created_at"), identities)
    return found


def address_of(name: str) -> str:
    """The mail address of an invented person."""
    return f"{name.lower().replace(' ', '.')}@mail.example"


def _interactions(connection: Connection, part: range, contacts: list[tuple[str, str]]) -> None:
    rows = (
        (new_id(), contacts[n % len(contacts)][0], "email", f"Message {n}", at, at)
        for n, at in ((n, START + timedelta(seconds=n)) for n in part)
    )
    load(connection, Interaction, ("id", "contact_id", "channel", "new_text", "at", "created_at"), rows)


def _deals(
    connection: Connection,
    part: range,
    companies: list[tuple[str, str]],
    members: list[str],
    generator: random.Random,
) -> None:
    def row(number: int) -> tuple[Any, ...]:
        company_id, company = companies[number % len(companies)]
        stage = generator.choice(STAGES)[0]
        status = stage if stage in {"won", "lost"} else "open"
        amount, close = generator.randrange(1_000, 10_000_000), START.date() + timedelta(days=number % 365)
        owner = members[number % len(members)]
        title = f"{company} {_WHAT[number % len(_WHAT)]} {number}"
        return (new_id(), title, company_id, stage, status, amount, close, owner, *[START] * 4)

    columns = ("id", "title", "company_id", "stage", "status", "amount_minor", "close_date", "owner_id")
    times = ("stage_entered_at", "last_activity_at", "created_at", "updated_at")
    load(connection, Deal, (*columns, *times), map(row, part))
