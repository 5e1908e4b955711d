"""The test's own account of the invented company, apart from the database: what reports are held against."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass
class Known:
    """A deal as the test knows it, apart from the database."""

    id: str
    title: str
    stage: str
    status: str
    amount: int
    currency: str
    close: date
    owner: str
    source: str
    company: str
    born: datetime
    closed: datetime | None = None
    reason: str = ""
    stays: list[tuple[str, datetime]] = field(default_factory=list)

    def copy(self) -> "Known":
        """The deal as it is now."""
        return Known(**{**self.__dict__, "stays": list(self.stays)})


@dataclass
class KnownTicket:
    """A ticket as the test knows it."""

    id: str
    status: str
    priority: str
    owner: str
    born: datetime
    answered: datetime | None
    solved: datetime | None
    due: datetime | None
    mark: int | None
    number: int = 0
    company: str = ""
    moves: int = 0


@dataclass
class Books:
    """Everything that happened."""

    members: dict[str, str] = field(default_factory=dict)
    companies: dict[str, str] = field(default_factory=dict)
    deals: dict[str, Known] = field(default_factory=dict)
    leads: dict[str, tuple[str, str, str, datetime]] = field(default_factory=dict)
    lead_answers: dict[str, datetime] = field(default_factory=dict)
    lead_deals: dict[str, str] = field(default_factory=dict)
    words: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    """What customers wrote: company, intent, sentiment, when."""
    tickets: dict[str, KnownTicket] = field(default_factory=dict)
    acts: list[tuple[str, str, datetime]] = field(default_factory=list)
    days: dict[date, dict[str, Known]] = field(default_factory=dict)
    """What every deal was like at the beginning of a day."""
