"""What an action works with: the open transaction, who asks, and the company's rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from config.crm import CrmConfig
from config.errors import RapportError
from storage.models import Member
from storage.unit_of_work import UnitOfWork

ActorKind = Literal["member", "contact", "rule", "system"]


class NotAllowed(RapportError):
    """The actor lacks the right; the message says which, and who could."""

    code = "not_allowed"


class InvalidValue(RapportError):
    """A value that cannot be stored; `fields` names each wrong one with a sentence."""

    code = "invalid_value"

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something. A rule and the system itself may do all; a contact may do nothing by order."""

    kind: ActorKind
    id: str = ""
    name: str = ""
    role: str = ""
    team: str = ""
    email: str = ""
    time_zone: str | None = None
    chain: tuple[str, ...] = ()
    """Of a rule: itself and the rules that led to it, each as `<rule>@<record id>`, so that no ring forms."""

    @property
    def key(self) -> str:
        """`member:<id>`, `rule:<name>`, `system`: how changes name their maker."""
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @property
    def is_trusted(self) -> bool:
        """Whether rights are not asked for (the system itself, an enabled rule)."""
        return self.kind in ("system", "rule")


SYSTEM = Actor(kind="system", name="Rapport")


def member_actor(member: Member) -> Actor:
    """A colleague as an actor."""
    return Actor(
        kind="member",
        id=member.id,
        name=member.name,
        role=member.role,
        team=member.team,
        email=member.email,
        time_zone=member.time_zone,
    )


class NewJob(NamedTuple):
    """A job to be left: its kind and key, by which it exists once, what it needs, since when it may be
    worked (now where nothing is said), and the lock that keeps an order."""

    kind: str
    key: str
    payload: Mapping[str, str] = MappingProxyType({})
    run_at: datetime | None = None
    lock: str = ""


class JobQueue(Protocol):
    """Where work is left for later, in the caller's own transaction."""

    def enqueue(
        self,
        uow: UnitOfWork,
        kind: str,
        key: str,
        *,
        payload: Mapping[str, str] | None = None,
        run_at: datetime | None = None,
        lock: str = "",
    ) -> bool:
        """Leave a job; False where one of the same kind and key is there already."""
        [is_new] = self.enqueue_many(uow, [NewJob(kind, key, payload or {}, run_at, lock)])
        return is_new

    def enqueue_many(self, uow: UnitOfWork, jobs: Sequence[NewJob]) -> list[bool]:
        """Leave several jobs at once, but those that are there already; for each, whether it was new."""
        ...


@dataclass(frozen=True, slots=True)
class Company:
    """Facts of the organisation every part needs: its rules, zone, country, address and secret."""

    crm: CrmConfig
    time_zone: str = "UTC"
    country: str = "US"
    base_url: str = ""
    secret: str = field(default="", repr=False)
    mail_from: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    """The account a channel sends from by default: mailbox, workspace, number."""
    support_channel: str = ""
    sales_channel: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction's work. Actions read and write through it; they never commit and never send."""

    uow: UnitOfWork
    actor: Actor
    company: Company
    jobs: JobQueue

    @property
    def crm(self) -> CrmConfig:
        """The company's own rules."""
        return self.company.crm

    @property
    def now(self) -> datetime:
        """The moment this work began, in UTC."""
        return self.uow.now

    @property
    def zone(self) -> str:
        """The zone relative times are meant in: the actor's, else the company's."""
        return self.actor.time_zone or self.company.time_zone

    @property
    def local_now(self) -> datetime:
        """`now` where the actor is."""
        return self.now.astimezone(ZoneInfo(self.zone))

    @property
    def today(self) -> date:
        """The actor's day."""
        return self.local_now.date()

    def acting_as(self, actor: Actor) -> "Work":
        """The same work in somebody else's name."""
        return replace(self, actor=actor)
