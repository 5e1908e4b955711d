"""What a rule works on: the record, the contact behind it, and who owns it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from assistant.work import Work
from storage.models import Company, Contact, Deal, Interaction, Lead, Member, Task, Ticket
from storage.queries import automation, people

Record: TypeAlias = Contact | Company | Deal | Lead | Ticket | Task | Interaction
MODELS: Mapping[str, type[Record]] = {
    "contact": Contact,
    "company": Company,
    "deal": Deal,
    "lead": Lead,
    "message": Interaction,
    "task": Task,
    "ticket": Ticket,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A record with its people."""

    entity: str
    record: Record
    contact: Contact | None = None
    owner: Member | None = None

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def called(self) -> str:
        """What people call it."""
        return name_of(self.record)


def name_of(record: Record) -> str:
    """What people call a record."""
    match record:
        case Deal(title=title):
            return title
        case Ticket(number=number):
            return f"#{number}"
        case Task(text=text):
            return text
        case Interaction(subject=subject):
            return subject or "a message"
    return record.name or "somebody"


def find_subject(work: Work, entity: str, record_id: str) -> Subject | None:
    """The record and its people; None where it is gone."""
    record = work.uow.find(MODELS[entity], record_id)
    if record is None:
        return None
    contact = _contact(work, record)
    owner_id = contact.owner_id if isinstance(record, Interaction) and contact else _owner_id(record)
    return Subject(entity, record, contact, work.uow.find(Member, owner_id))


def _contact(work: Work, record: Record) -> Contact | None:
    if isinstance(record, Contact):
        return people.surviving_contact(work.uow, record)
    if isinstance(record, Company):
        return None
    contact_id = (
        automation.main_contact_id(work.uow, record.id) if isinstance(record, Deal) else record.contact_id
    )
    found = work.uow.find(Contact, contact_id)
    return people.surviving_contact(work.uow, found) if found is not None else None


def _owner_id(record: Record) -> str | None:
    return None if isinstance(record, Interaction) else record.owner_id
