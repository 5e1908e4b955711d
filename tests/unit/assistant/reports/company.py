"""An invented company that lives for ten weeks, and its own bookkeeping the reports are held against."""

import random
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from assistant.maintenance.seeding import mirror
from assistant.work import SYSTEM, Actor, Company, JobQueue, Work
from config.crm import CrmConfig, load_crm
from config.paths import CONFIG_DIR
from storage.database import Database
from storage.models import Company as CompanyRecord
from storage.models import Contact, Deal, Interaction, Lead, Member, Ticket
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import FrozenClock
from tests.unit.assistant.reports.books import Books, Known, KnownTicket

BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
DAYS = 70
OPEN_STAGES = ("new", "qualified", "proposal", "negotiation")
CHANCES = {"new": 10, "qualified": 25, "proposal": 50, "negotiation": 75}
CATEGORIES = {"new": "pipeline", "qualified": "pipeline", "proposal": "best", "negotiation": "commit"}
SOURCES = ("web", "fair", "referral", "")
REASONS = ("Too expensive", "too expensive.", "no budget", "")


class NoJobs(JobQueue):
    """Reports leave no jobs."""

    def enqueue_many(self, *_arguments: object, **_options: object) -> list[bool]:
        """Refuse."""
        raise AssertionError("a report enqueued a job")


def rules(**changes: object) -> CrmConfig:
    """The shipped rules with some of them changed."""
    shipped = load_crm(CONFIG_DIR / "crm.yaml")
    return CrmConfig.model_validate({**shipped.model_dump(), **changes})


def work_on(uow: UnitOfWork, *, actor: Actor = SYSTEM, crm: CrmConfig | None = None) -> Work:
    """A report's work."""
    return Work(uow, actor, Company(crm or rules(), base_url="https://crm.example"), NoJobs())


def live(database: Database, clock: FrozenClock, *, seed: int) -> Books:
    """Let the company live for its days; the clock stands at the end of the last one."""
    generator, books = random.Random(seed), Books()
    clock.now = BEGIN
    with database.begin(actor="system") as uow:
        mirror(uow, rules())
        for name in ("Ann", "Bob", "Cleo"):
            member = uow.add(Member(email=f"{name.lower()}@x.example", name=name, role="rep", team="north"))
            books.members[member.id] = name
        for name in ("Acme", "Globex", "Initech", "Umbrella"):
            company = uow.add(CompanyRecord(name=name, domain=f"{name.lower()}.example", region=name[0]))
            books.companies[company.id] = name
            uow.flush()
            uow.add(Contact(name=f"Jo of {name}", company_id=company.id))
    for day in range(DAYS):
        clock.now = BEGIN + timedelta(days=day)
        books.days[clock.now.date()] = {key: one.copy() for key, one in books.deals.items()}
        clock.now += timedelta(minutes=generator.randrange(600))
        with database.begin(actor="system") as uow:
            _one_day(uow, books, generator)
    clock.now += timedelta(hours=1)
    return books


def _one_day(uow: UnitOfWork, books: Books, generator: random.Random) -> None:
    for _ in range(generator.randrange(3)):
        _add_deal(uow, books, generator)
    chosen = generator.sample(sorted(books.deals), min(3, len(books.deals)))
    for key in chosen:
        known = books.deals[key]
        if known.born != uow.now:
            generator.choice((_move, _move, _revalue, _redate, _end, _hand_over, _reopen))(
                uow, books, known, generator
            )
    _add_lead(uow, books, generator)
    _add_ticket(uow, books, generator)
    for kind in generator.sample(("call", "meeting", "note", "email"), 2):
        owner = generator.choice(sorted(books.members))
        uow.add(Interaction(kind=kind, direction="out", member_id=owner, minutes=5, at=uow.now))
        books.acts.append((owner, kind, uow.now))


def _add_deal(uow: UnitOfWork, books: Books, generator: random.Random) -> None:
    stage, owner = generator.choice(OPEN_STAGES), generator.choice(sorted(books.members))
    company = generator.choice(sorted(books.companies))
    deal = Deal(
        title=f"Deal {len(books.deals)}",
        company_id=company,
        stage=stage,
        amount_minor=generator.randrange(100_00, 90_000_00),
        currency=generator.choice(("USD", "USD", "EUR")),
        close_date=uow.now.date() + timedelta(days=generator.randrange(5, 120)),
        owner_id=owner,
        source=generator.choice(SOURCES),
        stage_entered_at=uow.now,
        last_activity_at=uow.now,
    )
    uow.add(deal)
    uow.flush()
    assert deal.amount_minor is not None
    assert deal.close_date is not None
    books.deals[deal.id] = Known(
        id=deal.id,
        title=deal.title,
        stage=stage,
        status="open",
        amount=deal.amount_minor,
        currency=deal.currency,
        close=deal.close_date,
        owner=owner,
        source=deal.source,
        company=company,
        born=uow.now,
        stays=[(stage, uow.now)],
    )


def _move(uow: UnitOfWork, _books: Books, known: Known, generator: random.Random) -> None:
    if known.status != "open":
        return
    stage = generator.choice([one for one in OPEN_STAGES if one != known.stage])
    uow.get(Deal, known.id).stage = stage
    known.stage = stage
    known.stays.append((stage, uow.now))


def _revalue(uow: UnitOfWork, _books: Books, known: Known, generator: random.Random) -> None:
    known.amount = generator.randrange(100_00, 90_000_00)
    uow.get(Deal, known.id).amount_minor = known.amount


def _redate(uow: UnitOfWork, _books: Books, known: Known, generator: random.Random) -> None:
    known.close += timedelta(days=generator.randrange(-60, 90))
    uow.get(Deal, known.id).close_date = known.close


def _end(uow: UnitOfWork, _books: Books, known: Known, generator: random.Random) -> None:
    if known.status != "open":
        return
    outcome = generator.choice(("won", "lost"))
    deal = uow.get(Deal, known.id)
    deal.stage = deal.status = known.stage = known.status = outcome
    deal.closed_at = known.closed = uow.now
    if outcome == "lost":
        deal.lost_reason = known.reason = generator.choice(REASONS)
    known.stays.append((outcome, uow.now))


def _hand_over(uow: UnitOfWork, books: Books, known: Known, generator: random.Random) -> None:
    known.owner = generator.choice(sorted(books.members))
    uow.get(Deal, known.id).owner_id = known.owner


def _reopen(uow: UnitOfWork, _books: Books, known: Known, _generator: random.Random) -> None:
    if known.status == "open":
        return
    deal = uow.get(Deal, known.id)
    deal.stage, deal.status, deal.closed_at, deal.lost_reason = "new", "open", None, ""
    known.stage, known.status, known.closed, known.reason = "new", "open", None, ""
    known.stays.append(("new", uow.now))


def _add_lead(uow: UnitOfWork, books: Books, generator: random.Random) -> None:
    source, status = generator.choice(SOURCES), generator.choice(("new", "qualified", "converted"))
    owner = generator.choice(sorted(books.members))
    lead = uow.add(Lead(name="Somebody", source=source, status=status, owner_id=owner))
    books.leads[lead.id] = (source, status, owner, uow.now)
    count = len(books.leads)
    if count % 3 == 0:
        lead.first_response_at = books.lead_answers[lead.id] = uow.now + timedelta(minutes=count)
    if status == "converted" and books.deals:
        lead.deal_id = books.lead_deals[lead.id] = sorted(books.deals)[count % len(books.deals)]
    _write(uow, books, count)


def _write(uow: UnitOfWork, books: Books, count: int) -> None:
    """A customer writes, in some days' words to complain, to cancel or in anger; one fell silent at once."""
    known = sorted(books.companies)
    company = known[count % (len(known) - 1)]
    intent = {0: "cancel.request", 1: "complaint"}.get(count % 17, "billing.question")
    sentiment = "negative" if count % 11 == 5 else "neutral"
    contact = uow.session.exec(select(Contact).where(Contact.company_id == company)).one()
    said = Interaction(contact_id=contact.id, intents=[intent], sentiment=sentiment, new_text="…", at=uow.now)
    if count % 2:
        said.company_id = company
    uow.add(said)
    books.words.append((company, intent, sentiment, uow.now))


def _add_ticket(uow: UnitOfWork, books: Books, generator: random.Random) -> None:
    status = generator.choice(("open", "pending", "on_hold", "solved", "closed"))
    answered = uow.now + timedelta(minutes=generator.randrange(1, 900)) if generator.random() < 0.7 else None
    is_solved = status in ("solved", "closed")
    solved = uow.now + timedelta(hours=generator.randrange(1, 50)) if is_solved else None
    due = uow.now + timedelta(days=generator.randrange(60)) if not is_solved else None
    owner = generator.choice(sorted(books.members))
    number = len(books.tickets) + 1
    ticket = Ticket(
        number=number,
        subject="Help",
        status=status,
        priority=generator.choice(("low", "normal", "high", "urgent")),
        owner_id=owner if number % 3 else None,
        channel="email",
        company_id=(company := generator.choice(sorted(books.companies))),
        first_response_at=answered,
        solved_at=solved,
        resolution_due_at=due,
        csat=generator.choice((None, 1, 3, 4, 5)) if is_solved else None,
        csat_asked_at=solved if number % 2 else None,
    )
    uow.add(ticket)
    uow.flush()
    # Giving an unowned ticket to somebody is no transfer.
    ticket.owner_id = owner
    uow.flush()
    books.tickets[ticket.id] = KnownTicket(
        ticket.id,
        status,
        ticket.priority,
        owner,
        uow.now,
        answered,
        solved,
        due,
        ticket.csat,
        number,
        company,
    )
    earlier = books.tickets[generator.choice(sorted(books.tickets))]
    if earlier.id != ticket.id and generator.random() < 0.3:
        taker = generator.choice([one for one in sorted(books.members) if one != earlier.owner])
        uow.get(Ticket, earlier.id).owner_id = earlier.owner = taker
        earlier.moves += 1
