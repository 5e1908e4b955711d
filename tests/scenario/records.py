"""Records by the names dialogues use, and their fields in words."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from storage import models
from storage.unit_of_work import UnitOfWork
from tests.scenario.theatre import ZONE

NAMED_BY = {
    "deal": ("Deal", "title"),
    "contact": ("Contact", "name"),
    "company": ("Company", "name"),
    "lead": ("Lead", "name"),
    "task": ("Task", "text"),
    "ticket": ("Ticket", "number"),
    "schedule": ("Schedule", "what"),
}
WITH_CONTACT = {"meeting": "Appointment", "sequence": "Enrolment"}
LINKED: dict[str, Any] = {
    "owner": models.Member,
    "company": models.Company,
    "contact": models.Contact,
    "deal": models.Deal,
}
KINDS = ("call", "note", "email", "sms", "voicemail", "visit")


def find_record(uow: UnitOfWork, entity: str, name: str) -> Any:
    """The newest record of a kind and name; None where there is none.

    `meeting with Jane Doe`, `sequence of Jane Doe`, `call with Jane Doe`, `part of Jane Doe` (in a deal).
    """
    if entity in NAMED_BY:
        model = getattr(models, NAMED_BY[entity][0])
        value = int(name.lstrip("#")) if entity == "ticket" else name
        return _newest(uow, model, getattr(model, NAMED_BY[entity][1]) == value)
    who = name.removeprefix("with ").removeprefix("of ")
    contact = _newest(uow, models.Contact, models.Contact.name == who)
    if entity == "part":
        return _newest(uow, models.DealContact, models.DealContact.contact_id == contact.id)
    if entity in WITH_CONTACT:
        model = getattr(models, WITH_CONTACT[entity])
        return _newest(uow, model, model.contact_id == contact.id)
    assert entity in KINDS, f"nobody knows what {entity!r} is"
    kind = "meeting" if entity == "visit" else entity
    entry = models.Interaction
    if contact is None:
        company = _newest(uow, models.Company, models.Company.name == who)
        return _newest(uow, entry, (entry.company_id == company.id) & (entry.kind == kind))
    return _newest(uow, entry, (entry.contact_id == contact.id) & (entry.kind == kind))


def fact_of(uow: UnitOfWork, record: Any, key: str) -> str:
    """A field in words: money in whole units, people by first name, moments where the company is."""
    if key == "amount":
        return str(record.amount_minor // 100) if record.amount_minor is not None else "none"
    if key in ("owner", "company", "contact", "deal"):
        return _linked(uow, record, key)
    if key in ("email", "phone"):
        return _address(uow, record, key)
    if key == "tags":
        return " ".join(sorted(one.name for one in _tags(uow, record)))
    value = getattr(record, key)
    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}"
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d}"
    return "none" if value is None else str(value)


def _linked(uow: UnitOfWork, record: Any, key: str) -> str:
    found: Any = uow.find(LINKED[key], getattr(record, f"{key}_id"))
    if found is None:
        return "nobody"
    name = str(getattr(found, "title", "") if key == "deal" else found.name)
    return name.split(" ")[0] if key == "owner" else name


def _address(uow: UnitOfWork, record: Any, kind: str) -> str:
    if not isinstance(record, models.Contact):
        return str(getattr(record, kind))
    known = models.Identity
    query = select(known).where(known.contact_id == record.id, known.kind == kind).order_by(known.id)
    return " ".join(one.address for one in uow.session.exec(query).all())


def _tags(uow: UnitOfWork, record: Any) -> list[models.Tag]:
    return list(uow.session.exec(select(models.Tag).where(models.Tag.record_id == record.id)).all())


def _newest(uow: UnitOfWork, model: Any, condition: Any) -> Any:
    return uow.session.exec(select(model).where(condition).order_by(model.id.desc())).first()
