"""Giving what nobody owns to somebody who is there: who may have it, and who has the next turn.

Colleagues and the record are held while one is chosen, so two workers never give one record twice nor the
same turn twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from assistant.events import emit
from assistant.follow_ups.assigning.choosing import Candidate, Wanted, choose
from assistant.follow_ups.assigning.presence import is_at_work, is_away
from assistant.work import Actor, Work
from config.service import AssignmentRules, Trait
from storage.models import Company, Contact, Lead, Member, Ticket
from storage.queries import assigning, people, team
from storage.queries.assigning import Unowned

ASSIGNER = Actor(kind="system", id="assignment", name="Rapport")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Kind:
    model: type[Unowned]
    event: str


KINDS: Mapping[str, _Kind] = {
    "tickets": _Kind(Ticket, "ticket.assigned"),
    "leads": _Kind(Lead, "lead.assigned"),
}


def assign(work: Work, name: str, record_id: str) -> Member | None:
    """Choose an owner and write them down, with everybody else who assigns waiting."""
    rules, kind = rules_of(work, name), KINDS[name]
    if rules.strategy == "off":
        return None
    members = assigning.lock_candidates(work.uow, rules.roles)
    if not members:
        return None
    record = assigning.lock_unowned(work.uow, kind.model, record_id)
    if record is None:
        return None
    roster = roster_of(work, members, assigning.loads(work.uow, kind.model))
    chosen = choose(of_team(roster, members, record), wanted_by(work, record), rules)
    if chosen is None:
        return None
    member = next(one for one in members if one.id == chosen.id)
    record.owner_id = member.id
    note_turn(work, member)
    emit(work, kind.event, record)
    log.info("assignment.given", kind=name, record_id=record_id, member_id=member.id)
    return member


def likely_owner(work: Work, ticket: Ticket) -> Member | None:
    """Who would get a ticket were it given now; nothing is given. None where nobody may have it."""
    rules = rules_of(work, "tickets")
    members = [one for one in team.active_members(work.uow) if one.role in rules.roles]
    roster = roster_of(work, members, assigning.loads(work.uow, Ticket))
    chosen = choose(of_team(roster, members, ticket), wanted_by(work, ticket), rules)
    return next((one for one in members if chosen is not None and one.id == chosen.id), None)


def note_turn(work: Work, member: Member) -> None:
    """Somebody had their turn: now, or just after everybody's last; two of one moment would have no order."""
    last = team.last_turn(work.uow)
    tick = timedelta(microseconds=1)
    member.last_assigned_at = work.now if last is None else max(work.now, last + tick)


def rules_of(work: Work, name: str) -> AssignmentRules:
    """The rules of a kind."""
    assignment = work.crm.assignment
    return assignment.tickets if name == "tickets" else assignment.leads


def wanted_by(work: Work, record: Unowned) -> Wanted:
    """What a record asks of its owner, from the record, its customer and their company."""
    contact = work.uow.find(Contact, record.contact_id)
    company = work.uow.find(Company, record.company_id)
    traits: dict[Trait, frozenset[str]] = {
        "skill": _words([record.category, record.team] if isinstance(record, Ticket) else [record.interest]),
        "language": _words([_language(work, record, contact)]),
        "territory": _words(_places(work, contact, company)),
    }
    own = contact.owner_id if contact is not None else None
    return Wanted(traits, own or (company.owner_id if company is not None else None))


def roster_of(work: Work, members: Iterable[Member], loads: Mapping[str, int]) -> list[Candidate]:
    """Colleagues as the choice sees them, with how many open records each has."""
    return [
        Candidate(
            id=one.id,
            load=loads.get(one.id, 0),
            last_assigned_at=one.last_assigned_at,
            capacity=one.capacity,
            is_at_work=is_at_work(work, one),
            is_away=is_away(work, one),
            traits={
                "skill": _words(one.skills),
                "language": _words(one.languages),
                "territory": _words(one.territories),
            },
        )
        for one in members
    ]


def of_team(roster: Sequence[Candidate], members: Sequence[Member], record: Unowned) -> Sequence[Candidate]:
    """Those of a ticket's own team, as long as one of them is not on leave; else everybody."""
    wanted = record.team.lower() if isinstance(record, Ticket) else ""
    if not wanted:
        return roster
    ids = {one.id for one in members if one.team.lower() == wanted}
    theirs = [one for one in roster if one.id in ids]
    return theirs if any(not one.is_away for one in theirs) else roster


def _language(work: Work, record: Unowned, contact: Contact | None) -> str | None:
    if isinstance(record, Ticket):
        spoken = record.language
        if spoken is None and record.conversation_id is not None:
            spoken = assigning.language_spoken(work.uow, record.conversation_id)
        if spoken is not None:
            return spoken
    return contact.language if contact is not None else None


def _places(work: Work, contact: Contact | None, company: Company | None) -> list[str | None]:
    if company is not None and (company.region or company.country):
        return [company.region, company.country]
    if contact is None:
        return []
    phones = [one.address for one in people.identities_of(work.uow, contact.id) if one.kind == "phone"]
    return [_country_of(one) for one in phones[:1]]


def _country_of(phone: str) -> str | None:
    import phonenumbers

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return None


def _words(values: Iterable[str | None]) -> frozenset[str]:
    return frozenset(one.strip().lower() for one in values if one and one.strip())
